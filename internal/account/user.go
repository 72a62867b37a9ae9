package account

import (
	"context"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// MaxUsers is how many sub-users a main account may have (business-rules 2.9).
const MaxUsers = 50

// maxUserName keeps the name that a sub-user signs in with short enough to tell somebody on the phone.
const maxUserName = 64

// User is a sub-user with the groups that it is in.
type User struct {
	Account
	Groups []string // ids of groups, sorted
}

// userFields are what the main account may change of a sub-user.
type userFields struct {
	Name, Email, Phone string
	Programmatic       bool // API tokens and access keys may be used (business-rules 2.9)
	Groups             []string
}

func (in *userFields) clean() {
	in.Name, in.Email, in.Phone = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email), barePhone(in.Phone)
	groups := []string{}
	for _, g := range in.Groups {
		if g = strings.TrimSpace(g); g != "" {
			groups = append(groups, g)
		}
	}
	slices.Sort(groups)
	in.Groups = slices.Compact(groups)
}

func (in userFields) check(f *apperr.Fields) {
	f.Add("name", checkName(in.Name))
	f.Add("email", checkEmail(in.Email))
	f.Add("phone", checkPhone(in.Phone))
}

// change is how the audit log tells the fields.
func (in userFields) change() map[string]any {
	return map[string]any{"name": in.Name, "email": in.Email, "phone": in.Phone, "programmatic": in.Programmatic, "groups": in.Groups}
}

func fieldsOf(u User) userFields {
	return userFields{Name: u.Name, Email: u.Email, Phone: u.Phone, Programmatic: u.Programmatic, Groups: append([]string{}, u.Groups...)}
}

// Users returns the main account's sub-users that are not removed, the newest first.
func (s *Service) Users(ctx context.Context, who Actor) ([]User, error) {
	if err := who.May(MainUser); err != nil {
		return nil, err
	}
	return listUsers(ctx, s.db.Reader(), who.ID)
}

// User returns a sub-user of the main account. One of another account, or a removed one, is ErrUserNotFound.
func (s *Service) User(ctx context.Context, who Actor, userID string) (User, error) {
	if err := who.May(MainUser); err != nil {
		return User{}, err
	}
	return getUser(ctx, s.db.Reader(), who.ID, userID)
}

// inOrg runs a change of the organisation: for its main account only, alone (the account's row is the lock), and with what
// this node remembers of its people forgotten after the commit.
func (s *Service) inOrg(ctx context.Context, who Actor, fn func(context.Context, *storage.Tx) error) error {
	if err := who.May(MainUser); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockAccount(ctx, tx, who.ID); err != nil {
			return err
		}
		tx.OnCommit(func() { s.cache.forget(who.ID) })
		return fn(ctx, tx)
	})
}
