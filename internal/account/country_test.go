package account_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 4.12, our choice: the country of registration is that of the marketplace or the one chosen, and changes until the
// real name is verified.
func TestWhereAnAccountIsRegisteredChangesUntilItsNameIsVerified(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		ctx := t.Context()
		s := account.New(db, slog.New(slog.DiscardHandler), account.WithCost(cheap), account.WithCountry("SG"))
		open := func(login, country string) account.Account {
			a, err := s.Create(ctx, account.CreateInput{Login: login, Password: password, Kind: account.Buyer, Name: login, Lang: "en", Country: country})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		is := func(id, want string) {
			t.Helper()
			a, err := s.Get(ctx, id)
			acts, actorErr := s.Actor(ctx, id)
			if err = errors.Join(err, actorErr); err != nil || a.Country != want || acts.Country != want {
				t.Errorf("registered in %q and acts from %q, want %q: %v", a.Country, acts.Country, want, err)
			}
		}
		home, abroad := open("home@example.com", ""), open("abroad@example.com", " de ")
		is(home.ID, "SG")
		is(abroad.ID, "DE")
		if err := db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { // an account from before the question
			_, err := tx.Exec(ctx, `UPDATE account_accounts SET country = '' WHERE id = $1`, home.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		is(home.ID, "SG")
		change := func(id, country string) error {
			return s.UpdateProfile(ctx, account.ProfileInput{AccountID: id, Name: "Anna", Lang: "en", Country: country})
		}
		for country, want := range map[string]error{"fr": nil, "": nil, "XX": account.ErrCountryUnknown, "CHN": account.ErrCountryUnknown} {
			if err := change(home.ID, country); !errors.Is(apperr.FieldsOf(err)["country"], want) && (err != nil || want != nil) {
				t.Errorf("to %q: %v, want %v", country, err, want)
			}
		}
		is(home.ID, "FR")
		sub, err := s.CreateUser(ctx, account.CreateUserInput{Actor: actor(t, s, home.ID), UserName: "kim", Password: password})
		if err != nil {
			t.Fatal(err)
		}
		if a, err := s.Actor(ctx, sub.ID); err != nil || a.Country != "FR" {
			t.Errorf("the sub-user acts from %q: %v", a.Country, err)
		}
		if err := change(sub.ID, "CN"); !errors.Is(apperr.FieldsOf(err)["country"], account.ErrCountryOfMain) {
			t.Errorf("a sub-user moves: %v", err)
		}
		if err := change(sub.ID, ""); err != nil {
			t.Errorf("a sub-user's name: %v", err)
		}
		if err := db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return s.SetVerifiedTx(ctx, tx, home.ID, account.VerifiedPersonal, "Anna")
		}); err != nil {
			t.Fatal(err)
		}
		if err := change(home.ID, "DE"); !errors.Is(apperr.FieldsOf(err)["country"], account.ErrCountryKept) {
			t.Errorf("after the name was verified: %v", err)
		}
		if err := change(home.ID, "FR"); err != nil {
			t.Errorf("the same again: %v", err)
		}
		is(home.ID, "FR")
	})
}
