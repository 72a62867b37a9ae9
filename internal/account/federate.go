package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

// Federated is what an organisation's own sign-in says about a person: who it is, and the groups that it shall be in.
type Federated struct {
	OwnerID string // the main account whose sign-in it is
	UserID  string // of the sub-user that the person is known to be; "" looks for one
	// UserName and ProvenEmail find a sub-user that is not known yet. The e-mail address only when the organisation's
	// sign-in says that it was verified.
	UserName, ProvenEmail string
	Name, Email           string // of a new sub-user
	Create                bool   // make a sub-user when there is none
	// SetGroups makes Groups the person's only groups; those that are gone by now are left out.
	SetGroups bool
	Groups    []string
}

// FederateTx returns the sub-user of the organisation that the person is, made when there is none and Create says so, in
// the groups that the organisation's sign-in says. It never returns a main account. Errors: ErrUserNotFound,
// ErrTooManyUsers, ErrLoginForm for a user name that cannot be one, ErrAccountDisabled when the sub-user or its main
// account is switched off.
func (s *Service) FederateTx(ctx context.Context, tx *storage.Tx, in Federated) (User, error) {
	if err := lockAccount(ctx, tx, in.OwnerID); err != nil {
		return User{}, err
	}
	main, err := getAccount(ctx, tx, in.OwnerID)
	if err != nil {
		return User{}, err
	}
	if main.State != StateActive || main.OwnerID != "" || main.Kind == Operator {
		return User{}, ErrAccountDisabled
	}
	tx.OnCommit(func() { s.cache.forget(in.OwnerID) })
	u, err := findFederated(ctx, tx, in)
	if errors.Is(err, ErrUserNotFound) && in.Create {
		return s.joinFederated(ctx, tx, main, in)
	}
	if err != nil {
		return User{}, err
	}
	if u.State != StateActive {
		return User{}, ErrAccountDisabled
	}
	return regroup(ctx, tx, u, in)
}

// findFederated finds the sub-user by what is known of it, then by its user name, then by a proven address that only one has.
func findFederated(ctx context.Context, tx *storage.Tx, in Federated) (User, error) {
	if in.UserID != "" {
		return getUser(ctx, tx, in.OwnerID, in.UserID)
	}
	all, err := listUsers(ctx, tx, in.OwnerID)
	if err != nil {
		return User{}, err
	}
	if key := LoginKey(in.UserName); key != "" {
		if i := slices.IndexFunc(all, func(u User) bool { return LoginKey(u.Login) == key }); i >= 0 {
			return all[i], nil
		}
	}
	same := slices.DeleteFunc(all, func(u User) bool { return u.Email == "" || !strings.EqualFold(u.Email, in.ProvenEmail) })
	if len(same) != 1 {
		return User{}, ErrUserNotFound
	}
	return same[0], nil
}

// joinFederated makes the sub-user. Nobody knows its password until the main account sets one.
func (s *Service) joinFederated(ctx context.Context, tx *storage.Tx, main Account, in Federated) (User, error) {
	name := strings.TrimSpace(in.UserName)
	if chosenLogin(name) != nil || utf8.RuneCountInString(name) > maxUserName {
		return User{}, ErrLoginForm
	}
	a := Account{Login: name, Name: strings.TrimSpace(in.Name), Email: strings.TrimSpace(in.Email)}
	if checkName(a.Name) != nil {
		a.Name = name
	}
	if checkEmail(a.Email) != nil {
		a.Email = ""
	}
	u, err := s.insertUser(ctx, tx, main.Actor(), a, s.hasher.dummy)
	if err != nil {
		return User{}, err
	}
	if err := audit.Record(ctx, tx, audit.Change{Action: didCreateUser, AccountID: u.OwnerID, Object: u.ID,
		After: map[string]any{"user_name": u.Login, "name": u.Name, "email": u.Email}}); err != nil {
		return User{}, err
	}
	return regroup(ctx, tx, u, in)
}

// regroup puts the person into the groups that are still there, and records it when that changes something.
func regroup(ctx context.Context, tx *storage.Tx, u User, in Federated) (User, error) {
	if !in.SetGroups {
		return u, nil
	}
	all, err := listGroups(ctx, tx, u.OwnerID)
	if err != nil {
		return User{}, err
	}
	old, err := listGroupsOf(ctx, tx, u.ID)
	if err != nil {
		return User{}, err
	}
	groups := []string{}
	for _, g := range all {
		if slices.Contains(in.Groups, g.ID) {
			groups = append(groups, g.ID)
		}
	}
	slices.Sort(groups)
	u.Groups = groups
	if slices.Equal(old, groups) {
		return u, nil
	}
	if err := setUserGroups(ctx, tx, u.Account, groups); err != nil {
		return User{}, err
	}
	return u, audit.Record(ctx, tx, audit.Change{Action: didUpdateUser, AccountID: u.OwnerID, Object: u.ID,
		Before: map[string]any{"groups": append([]string{}, old...)}, After: map[string]any{"groups": groups}})
}
