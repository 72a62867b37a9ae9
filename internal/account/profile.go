package account

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// ProfileInput is what people may change about themselves without a code.
type ProfileInput struct {
	AccountID  string // of the person: a main account, or a sub-user
	Name, Lang string
}

func (in *ProfileInput) clean() {
	in.Name = strings.TrimSpace(in.Name)
}

// Validate joins the errors of all fields: name, lang.
func (in ProfileInput) Validate() error {
	in.clean()
	var f apperr.Fields
	f.Add("name", checkName(in.Name))
	f.Add("lang", checkLang(in.Lang))
	return f.Err()
}

// UpdateProfile changes name and language; phone and e-mail change by a code ([Service.ChangeContact]). Errors: field errors, ErrAccountNotFound.
func (s *Service) UpdateProfile(ctx context.Context, in ProfileInput) error {
	in.clean()
	if err := in.Validate(); err != nil {
		return err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockAccount(ctx, tx, in.AccountID); err != nil {
			return err
		}
		before, err := getAccount(ctx, tx, in.AccountID)
		if err != nil {
			return err
		}
		if before.Name == in.Name && before.Lang == in.Lang {
			return nil
		}
		if err := updateProfile(ctx, tx, in); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditProfileChanged, AccountID: before.Main(), Object: before.ID,
			Before: profileOf(before.Name, before.Lang), After: profileOf(in.Name, in.Lang)})
	})
	if err == nil {
		s.cache.forget(in.AccountID)
	}
	return err
}

func profileOf(name, lang string) map[string]string {
	return map[string]string{"name": name, "lang": lang}
}
