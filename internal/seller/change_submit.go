package seller

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// ChangeInput names the open change of a kind; Rev is the revision that the seller saw.
type ChangeInput struct {
	Actor account.Actor
	Kind  ChangeKind
	Rev   int64
}

// SubmitChange hands the draft of a kind to the operators, who are told. Every field that breaks a rule is named at
// once. Errors: field errors, ErrChangeNotFound, ErrChangeState, ErrChangeStale, ErrChangeNothing when it says what is
// in force already.
func (s *Service) SubmitChange(ctx context.Context, in ChangeInput) (Change, error) {
	own, err := s.own(ctx, in.Actor, in.Kind.form())
	if err != nil {
		return Change{}, err
	}
	seen, err := openChange(ctx, s.db.Reader(), own.ID, in.Kind)
	switch {
	case err != nil:
		return Change{}, err
	case !ChangeMachine.Can(seen.State, EventSubmit):
		return Change{}, ErrChangeState
	case seen.Rev != in.Rev:
		return Change{}, ErrChangeStale
	}
	as, err := s.accounts.Get(ctx, own.AccountID)
	if err != nil {
		return Change{}, err
	}
	live, err := s.live(ctx, s.db.Reader(), own, in.Kind)
	if err != nil {
		return Change{}, err
	}
	if f := seen.Content.Info; f != nil {
		f.LegalName = as.LegalName
	}
	if err := s.checkChange(ctx, own, seen.Content, as); err != nil {
		return Change{}, err
	}
	if len(DiffContents(live, seen.Content)) == 0 {
		return Change{}, ErrChangeNothing
	}
	var out Change
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		out, err = s.submitChangeTx(ctx, tx, seen, live)
		return err
	})
	return out, err
}

// submitChangeTx moves a draft that was checked to the operators.
func (s *Service) submitChangeTx(ctx context.Context, tx *storage.Tx, seen Change, live ChangeContent) (Change, error) {
	next := seen
	next.Base, next.SubmittedAt = live, tx.Now
	next.AssigneeID, next.AssigneeName = "", ""
	out, err := moveChange(ctx, tx, seen, EventSubmit, next)
	if err != nil {
		return Change{}, err
	}
	if err := s.notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.SellerChangeSubmitted, Key: out.key(),
		Link: "/operator/seller-changes/" + out.ID, Params: notify.Params("seller", out.SellerName, "what", out.Kind.Name())}); err != nil {
		return Change{}, err
	}
	return out, recordChange(ctx, tx, auditChangeSubmitted, out)
}

// key makes the messages about one revision of a change unique.
func (c Change) key() string { return fmt.Sprintf("%s/%d", c.ID, c.Rev) }

// checkChange checks a content as a whole. No transaction is open: a website is asked whether it is there.
func (s *Service) checkChange(ctx context.Context, own Seller, c ChangeContent, as account.Account) error {
	var bad apperr.Fields
	switch {
	case c.Info != nil:
		return s.checkInfo(ctx, *c.Info, own, as)
	case c.Storefront != nil:
		c.Storefront.check(&bad)
	case c.Contact != nil:
		c.Contact.check(&bad)
	case c.Letter != nil:
		c.Letter.check(&bad)
	}
	return bad.Err()
}

func (c Contact) check(bad *apperr.Fields) {
	if !within(c.Name, 2, 50) {
		bad.Add("contact_name", errPersonName)
	}
	if !phone.MatchString(c.Phone) {
		bad.Add("contact_phone", errPhone)
	}
	if !isEmail(c.Email) {
		bad.Add("contact_email", errEmail)
	}
}

// WithdrawChange takes a change back: a draft is thrown away, one that is reviewed is not any more. Its content is where
// the next change begins. A letter of compliance stays until it is decided on (business-rules 13.1). Errors:
// ErrChangeNotFound, ErrChangeState, ErrChangeStale when an operator was quicker.
func (s *Service) WithdrawChange(ctx context.Context, in ChangeInput) (Change, error) {
	own, err := s.own(ctx, in.Actor, in.Kind.form())
	if err != nil {
		return Change{}, err
	}
	seen, err := openChange(ctx, s.db.Reader(), own.ID, in.Kind)
	switch {
	case err != nil:
		return Change{}, err
	case in.Kind == ChangeCompliance:
		return Change{}, ErrChangeState
	case seen.Rev != in.Rev:
		return Change{}, ErrChangeStale
	}
	event := EventDiscard
	if seen.State == ChangeInReview {
		event = EventWithdraw
	}
	var out Change
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if out, err = moveChange(ctx, tx, seen, event, seen); err != nil {
			return err
		}
		return recordChange(ctx, tx, auditChangeWithdrawn, out)
	})
	return out, err
}

// live is what is in force of a kind.
func (s *Service) live(ctx context.Context, q storage.Querier, own Seller, k ChangeKind) (ChangeContent, error) {
	switch k {
	case ChangeInfo:
		f := infoOf(own)
		return ChangeContent{Info: &f}, nil
	case ChangeContact:
		return ChangeContent{Contact: &Contact{own.Info.ContactName, own.Info.ContactPhone, own.Info.ContactEmail}}, nil
	}
	last, err := lastChange(ctx, q, own.ID, k, ChangeApproved)
	switch {
	case errors.Is(err, ErrChangeNotFound) && k == ChangeStorefront:
		return ChangeContent{Storefront: &Storefront{}}, nil
	case errors.Is(err, ErrChangeNotFound):
		return ChangeContent{Letter: &Letter{}}, nil
	}
	return last.Content, err
}

// moveChange stores next with the state that the event leads to, if nobody moved the change since it was seen.
func moveChange(ctx context.Context, tx *storage.Tx, seen Change, event string, next Change) (Change, error) {
	to, err := ChangeMachine.Next(seen.State, event)
	if err != nil {
		return Change{}, ErrChangeState
	}
	next.State, next.UpdatedAt = to, tx.Now
	return storeChange(ctx, tx, seen, next)
}
