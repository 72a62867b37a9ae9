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
	Country    string // of a main account whose real name is not verified: where it is registered; "" keeps it
}

func (in *ProfileInput) clean() {
	in.Name, in.Country = strings.TrimSpace(in.Name), cleanCountry(in.Country)
}

// Validate joins the errors of all fields: name, lang, country.
func (in ProfileInput) Validate() error {
	in.clean()
	var f apperr.Fields
	f.Add("name", checkName(in.Name))
	f.Add("lang", checkLang(in.Lang))
	f.Add("country", checkCountry(in.Country))
	return f.Err()
}

// UpdateProfile changes name, language and where the account is registered; phone and e-mail change by a code
// ([Service.ChangeContact]). Errors: field errors (ErrCountryKept and ErrCountryOfMain among them), ErrAccountNotFound.
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
		before = s.atHome(before)
		var kept *apperr.Error
		if in.Country, kept = before.settle(in.Country); kept != nil {
			return fieldError("country", kept)
		}
		if before.Name == in.Name && before.Lang == in.Lang && before.Country == in.Country {
			return nil
		}
		if err := updateProfile(ctx, tx, in); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditProfileChanged, AccountID: before.Main(), Object: before.ID,
			Before: profileOf(before.Name, before.Lang, before.Country), After: profileOf(in.Name, in.Lang, in.Country)})
	})
	if err == nil {
		s.cache.forget(in.AccountID)
	}
	return err
}

func profileOf(name, lang, country string) map[string]string {
	out := map[string]string{"name": name, "lang": lang}
	if country != "" {
		out["country"] = country
	}
	return out
}
