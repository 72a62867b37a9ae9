package account

import (
	"context"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// UpdateUserInput is what the main account wants a sub-user to be.
type UpdateUserInput struct {
	Actor              Actor // the main account
	UserID             string
	Name, Email, Phone string
	Programmatic       bool
	Groups             []string
}

func (in UpdateUserInput) fields() userFields {
	f := userFields{in.Name, in.Email, in.Phone, in.Programmatic, in.Groups}
	f.clean()
	return f
}

// Validate joins the errors of all fields: name, email, phone.
func (in UpdateUserInput) Validate() error {
	var f apperr.Fields
	in.fields().check(&f)
	return f.Err()
}

// UpdateUser changes a sub-user and its groups. An address that changes is no longer proven. Errors: field errors
// (ErrGroupNotFound of "groups" among them), ErrUserNotFound, ErrForbidden.
func (s *Service) UpdateUser(ctx context.Context, in UpdateUserInput) error {
	fields := in.fields()
	if err := in.Validate(); err != nil {
		return err
	}
	return s.inOrg(ctx, in.Actor, func(ctx context.Context, tx *storage.Tx) error {
		u, err := getUser(ctx, tx, in.Actor.ID, in.UserID)
		if err != nil {
			return err
		}
		if err := updateUser(ctx, tx, u.ID, fields); err != nil {
			return err
		}
		if err := setUserGroups(ctx, tx, u.Account, fields.Groups); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didUpdateUser, AccountID: u.OwnerID, Object: u.ID,
			Before: fieldsOf(u).change(), After: fields.change()})
	})
}

// ResetUserPasswordInput gives a sub-user a new password.
type ResetUserPasswordInput struct {
	Actor    Actor // the main account
	UserID   string
	Password secret.Text
}

// ResetUserPassword sets a sub-user's password and ends its sessions. Errors: the field error "password", ErrUserNotFound,
// ErrForbidden.
func (s *Service) ResetUserPassword(ctx context.Context, in ResetUserPasswordInput) error {
	u, err := s.User(ctx, in.Actor, in.UserID)
	if err != nil {
		return err
	}
	var f apperr.Fields
	f.Add("password", checkPassword(in.Password, u.Login))
	if err := f.Err(); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.inOrg(ctx, in.Actor, func(ctx context.Context, tx *storage.Tx) error {
		if _, err := getUser(ctx, tx, in.Actor.ID, in.UserID); err != nil { // it may have been removed meanwhile
			return err
		}
		if err := updatePassword(ctx, tx, u.ID, hash); err != nil {
			return err
		}
		if err := deleteOtherSessions(ctx, tx, u.ID, ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didResetUser, AccountID: u.OwnerID, Object: u.ID})
	})
}

// EnableUser lets a sub-user sign in again. Doing it twice changes nothing. Errors: ErrUserNotFound, ErrForbidden.
func (s *Service) EnableUser(ctx context.Context, who Actor, userID string) error {
	return s.switchUser(ctx, who, userID, StateActive, didEnableUser)
}

// DisableUser keeps a sub-user out: its sessions end, its tokens and access keys are refused, at once on this node and
// within CacheFor on others (business-rules 2.9). Errors: ErrUserNotFound, ErrForbidden.
func (s *Service) DisableUser(ctx context.Context, who Actor, userID string) error {
	return s.switchUser(ctx, who, userID, StateDisabled, didDisableUser)
}

func (s *Service) switchUser(ctx context.Context, who Actor, userID string, to State, did audit.Action) error {
	return s.inOrg(ctx, who, func(ctx context.Context, tx *storage.Tx) error {
		u, err := getUser(ctx, tx, who.ID, userID)
		if err != nil || u.State == to {
			return err
		}
		if err := updateState(ctx, tx, u.ID, to); err != nil {
			return err
		}
		if to != StateActive {
			if err := deleteOtherSessions(ctx, tx, u.ID, ""); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: u.OwnerID, Object: u.ID,
			Before: map[string]any{"state": u.State}, After: map[string]any{"state": to}})
	})
}

// RemoveUser ends a sub-user for good: what it signs in with is deleted and its user name is free again. Its row stays, so
// that the audit log and what it did keep a name. Errors: ErrUserNotFound, ErrForbidden.
func (s *Service) RemoveUser(ctx context.Context, who Actor, userID string) error {
	return s.inOrg(ctx, who, func(ctx context.Context, tx *storage.Tx) error {
		u, err := getUser(ctx, tx, who.ID, userID)
		if err != nil {
			return err
		}
		if err := endPerson(ctx, tx, u.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didRemoveUser, AccountID: u.OwnerID, Object: u.ID,
			Before: map[string]any{"user_name": u.Login, "name": u.Name, "email": u.Email, "phone": u.Phone, "state": u.State}})
	})
}
