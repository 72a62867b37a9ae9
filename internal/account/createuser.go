package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// CreateUserInput describes a new sub-user (business-rules 2.9). The name is the user name when it is empty.
type CreateUserInput struct {
	Actor              Actor // the main account
	UserName           string
	Password           secret.Text
	Name, Email, Phone string
	Programmatic       bool
	Groups             []string
}

func (in CreateUserInput) fields() userFields {
	f := userFields{in.Name, in.Email, in.Phone, in.Programmatic, in.Groups}
	f.clean()
	if f.Name == "" {
		f.Name = strings.TrimSpace(in.UserName)
	}
	return f
}

// Validate joins the errors of all fields: user_name, password, name, email, phone.
func (in CreateUserInput) Validate() error {
	name := strings.TrimSpace(in.UserName)
	var f apperr.Fields
	switch {
	case name == "":
		f.Add("user_name", ErrLoginRequired)
	case chosenLogin(name) != nil || utf8.RuneCountInString(name) > maxUserName:
		f.Add("user_name", ErrUserNameForm)
	}
	f.Add("password", checkPassword(in.Password, name))
	if name != "" || in.Name != "" { // an empty user name is told once
		in.fields().check(&f)
	}
	return f.Err()
}

// CreateUser makes a sub-user. Errors: field errors (ErrUserNameTaken, ErrGroupNotFound among them), ErrTooManyUsers,
// ErrForbidden for anybody but a main account.
func (s *Service) CreateUser(ctx context.Context, in CreateUserInput) (User, error) {
	if err := in.Actor.May(MainUser); err != nil {
		return User{}, err
	}
	if err := in.Validate(); err != nil {
		return User{}, err
	}
	hash, err := s.hasher.hash(ctx, in.Password) // before the transaction: it is slow on purpose
	if err != nil {
		return User{}, err
	}
	fields := in.fields()
	var u User
	err = s.inOrg(ctx, in.Actor, func(ctx context.Context, tx *storage.Tx) error {
		u, err = s.insertUser(ctx, tx, in.Actor, Account{Login: strings.TrimSpace(in.UserName), Name: fields.Name, Email: fields.Email,
			Phone: fields.Phone, Programmatic: fields.Programmatic}, hash)
		if err != nil {
			return err
		}
		if err := setUserGroups(ctx, tx, u.Account, fields.Groups); err != nil {
			return err
		}
		u.Groups = fields.Groups
		after := fields.change()
		after["user_name"] = u.Login
		return audit.Record(ctx, tx, audit.Change{Action: didCreateUser, AccountID: u.OwnerID, Object: u.ID, After: after})
	})
	if err != nil {
		return User{}, err
	}
	return u, nil
}

// insertUser stores a sub-user while the main account's row is locked, which keeps the number right.
func (s *Service) insertUser(ctx context.Context, tx *storage.Tx, owner Actor, a Account, hash string) (User, error) {
	n, err := countUsers(ctx, tx, owner.ID)
	if err != nil {
		return User{}, err
	}
	if n >= MaxUsers { // business-rules 2.9: at most 50
		return User{}, ErrTooManyUsers.With("max", MaxUsers)
	}
	a.ID, a.OwnerID, a.Kind, a.Lang, a.CreatedAt, a.State = id.New("acc", tx.Now), owner.ID, owner.Kind, owner.Lang, tx.Now, StateActive
	inserted, err := insertAccount(ctx, tx, a, hash)
	if err == nil && !inserted {
		var f apperr.Fields
		f.Add("user_name", ErrUserNameTaken)
		err = f.Err()
	}
	return User{Account: a}, err
}
