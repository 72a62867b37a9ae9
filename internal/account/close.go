package account

import (
	"context"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

var didClose = audit.Def("account.closed", "Account closed by its owner", "注销账号")

// Reassure checks that it is really the person who sits there, before something that cannot be taken back (invariant 10):
// by the password, or by the code that the authenticator app shows now. Errors: the field error "proof", ErrTooManyAttempts,
// ErrAccountNotFound.
func (s *Service) Reassure(ctx context.Context, userID string, given secret.Text) (Account, error) {
	return s.proof(ctx, userID, given)
}

// Farewell is who an account was when it closed.
type Farewell struct {
	Main  Account
	Users []Account // sub-users that closed with it
}

// IDs are those of all its people.
func (f Farewell) IDs() []string {
	ids := []string{f.Main.ID}
	for _, u := range f.Users {
		ids = append(ids, u.ID)
	}
	return ids
}

// CloseTx ends a customer's main account and its sub-users for good (invariant 17): all that they could come in with is
// deleted, and what says who they are is blanked. Their rows stay, for orders and the audit log to refer to. A last letter
// goes to the account's address. Errors: ErrAccountNotFound; ErrForbidden for a sub-user, an operator, or a seller, who has to
// leave the market first; ErrAccountState when it is blocked or closed already.
func (s *Service) CloseTx(ctx context.Context, tx *storage.Tx, accountID string) (Farewell, error) {
	if err := lockAccount(ctx, tx, accountID); err != nil {
		return Farewell{}, err
	}
	main, err := getAccount(ctx, tx, accountID)
	switch {
	case err != nil:
		return Farewell{}, err
	case main.OwnerID != "" || main.Kind != Buyer:
		return Farewell{}, ErrForbidden
	case main.State != StateActive:
		return Farewell{}, ErrAccountState
	}
	out := Farewell{Main: main}
	if out.Users, err = listPeopleOf(ctx, tx, accountID); err != nil {
		return Farewell{}, err
	}
	for _, a := range append([]Account{main}, out.Users...) {
		if err := forgetPerson(ctx, tx, a); err != nil {
			return Farewell{}, err
		}
	}
	if err := deleteGroups(ctx, tx, accountID); err != nil {
		return Farewell{}, err
	}
	tx.OnCommit(func() {
		for _, id := range out.IDs() {
			s.cache.forget(id)
		}
	})
	if err := s.sayGoodbye(ctx, tx, main); err != nil {
		return Farewell{}, err
	}
	return out, audit.Record(ctx, tx, audit.Change{Action: didClose, AccountID: accountID, Object: accountID,
		Before: map[string]any{"state": main.State, "sub_users": len(out.Users)}, After: map[string]any{"state": StateClosed}})
}

// sayGoodbye tells whoever reads the account's addresses, so that nobody closes another's account unseen.
func (s *Service) sayGoodbye(ctx context.Context, tx *storage.Tx, a Account) error {
	n := noticeArgs{Lang: a.Lang, Kind: NoticeClosed, Login: a.Login}
	switch {
	case s.queue == nil:
		return nil
	case a.Email != "":
		n.Channel, n.To = ByMail, a.Email
	case a.Phone != "":
		n.Channel, n.To = BySMS, a.Phone
	default:
		return nil
	}
	return s.queue.Enqueue(ctx, tx, jobSendNotice, n)
}
