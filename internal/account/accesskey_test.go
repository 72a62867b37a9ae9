package account_test

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// open-apis A2: an access key signs for the person that made it, while it is switched on.
func TestAnAccessKeySpeaksForItsPersonWhileItIsOn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		u := subUser(t, s, main, "li.lei")
		me, ctx := actor(t, s, u.ID), t.Context()
		key, sk, err := s.CreateAccessKey(ctx, me, " ci ")
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[A-Z2-7]{20}$`).MatchString(key.AK) || !regexp.MustCompile(`^[A-Z2-7]{40}$`).MatchString(sk.Reveal()) || key.Description != "ci" {
			t.Errorf("%+v", key)
		}
		got, plain, who, err := s.AccessKey(ctx, key.AK)
		if err != nil || plain != sk || who.UserID != u.ID || who.ID != main.ID || got.AK != key.AK {
			t.Fatalf("%+v, %+v, %v", got, who, err)
		}
		s.UsedAccessKey(ctx, got)
		list, err := s.AccessKeys(ctx, me)
		if err != nil || len(list) != 1 || !list[0].LastUsed.Equal(clk.Now()) {
			t.Errorf("%+v, %v", list, err)
		}
		var sealed string
		if err := db.Reader().QueryRow(ctx, `SELECT sealed FROM account_access_keys WHERE ak = $1`, key.AK).Scan(&sealed); err != nil || strings.Contains(sealed, sk.Reveal()) {
			t.Errorf("the secret is stored open: %v", err)
		}
		if !s.HoldsAccessKey(ctx, me, key.AK, sk) || s.HoldsAccessKey(ctx, me, key.AK, "x") || s.HoldsAccessKey(ctx, main, key.AK, sk) {
			t.Error("who holds a key is told wrong")
		}
		for _, ak := range []string{"", "AKIA", strings.Repeat("A", 20), strings.Repeat("a", 20), strings.Repeat("\x00", 20)} {
			if _, _, _, err := s.AccessKey(ctx, ak); !errors.Is(err, account.ErrAccessKeyUnknown) {
				t.Errorf("%q: %v", ak, err)
			}
			if err := s.DeleteAccessKey(ctx, me, ak); !errors.Is(err, account.ErrAccessKeyNotFound) {
				t.Errorf("%q: %v", ak, err)
			}
		}
		if err := s.DisableAccessKey(ctx, main, key.AK); !errors.Is(err, account.ErrAccessKeyNotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		if err := s.DisableAccessKey(ctx, me, key.AK); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := s.AccessKey(ctx, key.AK); !errors.Is(err, account.ErrAccessKeyUnknown) {
			t.Errorf("switched off: %v", err)
		}
		if err := s.EnableAccessKey(ctx, me, key.AK); err != nil {
			t.Fatal(err)
		}
		// business-rules 2.9: only with programmatic access.
		if err := s.UpdateUser(ctx, account.UpdateUserInput{Actor: main, UserID: u.ID, Name: "x"}); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := s.AccessKey(ctx, key.AK); !errors.Is(err, account.ErrProgrammaticOff) {
			t.Errorf("without programmatic access: %v", err)
		}
		if _, _, err := s.CreateAccessKey(ctx, me, ""); !errors.Is(err, account.ErrProgrammaticOff) {
			t.Errorf("made without programmatic access: %v", err)
		}
		if err := s.UpdateUser(ctx, account.UpdateUserInput{Actor: main, UserID: u.ID, Name: "x", Programmatic: true}); err != nil {
			t.Fatal(err)
		}
		if err := s.DisableUser(ctx, main, u.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := s.AccessKey(ctx, key.AK); !errors.Is(err, account.ErrAccountDisabled) {
			t.Errorf("of a person that is switched off: %v", err)
		}
		if err := s.DeleteAccessKey(ctx, me, key.AK); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := s.AccessKey(ctx, key.AK); !errors.Is(err, account.ErrAccessKeyUnknown) {
			t.Errorf("deleted: %v", err)
		}
	})
}

// issue 3, part 1: at most two for a person.
func TestAPersonHasTwoAccessKeysHoweverManyAreAskedForAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		var wg sync.WaitGroup
		var made atomic.Int32
		for range 6 {
			wg.Go(func() {
				switch _, _, err := s.CreateAccessKey(t.Context(), main, ""); {
				case err == nil:
					made.Add(1)
				case !errors.Is(err, account.ErrTooManyAccessKeys):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if list, err := s.AccessKeys(t.Context(), main); made.Load() != 2 || len(list) != 2 || err != nil {
			t.Errorf("made %d, there are %d, %v", made.Load(), len(list), err)
		}
		_, _, err := s.CreateAccessKey(t.Context(), main, strings.Repeat("x", account.MaxDescription+1))
		if diff := cmp.Diff(map[string]string{"description": "account_name_too_long"}, codes(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestATokenMayDoWhatIsInItsScopesAndThePersons(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		g := group(t, s, main, "keys", "seller.keys", "seller.calls")
		u := subUser(t, s, main, "li.lei", g.ID)
		me, ctx := actor(t, s, u.ID), t.Context()
		token := func(who account.Actor, name string, scopes ...string) account.Actor {
			t.Helper()
			_, plain, err := s.CreateToken(ctx, account.CreateTokenInput{Actor: who, Name: name, Scopes: scopes})
			if err != nil {
				t.Fatal(err)
			}
			a, err := s.Authenticate(ctx, plain.Reveal())
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		all, some := token(me, "all"), token(me, "some", "seller.keys")
		if !all.Can(account.SellerCalls) || !all.Can(account.SignedIn) || all != me {
			t.Error("a token without scopes may less than its person")
		}
		if !some.Can(account.SellerKeys) || some.Can(account.SellerCalls) || some.Can(account.SignedIn) {
			t.Error("the scopes do not hold")
		}
		for _, code := range []string{"seller.orders", "main_user", "operator.staff", "public", "nobody.knows"} {
			_, _, err := s.CreateToken(ctx, account.CreateTokenInput{Actor: me, Name: "x", Scopes: []string{code}})
			if diff := cmp.Diff(map[string]string{"scopes": "scope_unknown"}, codes(err)); diff != "" {
				t.Errorf("%s: %v %s", code, err, diff)
			}
		}
		// A token never makes one that may more than itself.
		self := token(me, "self", "signed_in", "seller.keys")
		if child := token(self, "child"); child.Can(account.SellerCalls) || !child.Can(account.SellerKeys) {
			t.Error("a token grew")
		}
		if _, _, err := s.CreateToken(ctx, account.CreateTokenInput{Actor: self, Name: "x", Scopes: []string{"seller.calls"}}); err == nil {
			t.Error("a token made one with more scopes")
		}
		if _, _, err := s.CreateAccessKey(ctx, self, ""); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("a token with scopes made an access key: %v", err)
		}
		// What the person loses, the token loses.
		if err := s.DeleteGroup(ctx, main, g.ID); err != nil {
			t.Fatal(err)
		}
		if token(actor(t, s, u.ID), "later").Can(account.SellerKeys) {
			t.Error("a permission that was taken away still holds")
		}
		if err := s.UpdateUser(ctx, account.UpdateUserInput{Actor: main, UserID: u.ID, Name: "x"}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.CreateToken(ctx, account.CreateTokenInput{Actor: me, Name: "off"}); !errors.Is(err, account.ErrProgrammaticOff) {
			t.Errorf("without programmatic access: %v", err)
		}
	})
}

func TestATokenRunsOutAtItsTime(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, _ := setup(db)
		main, ctx := org(t, s, "star@example.com"), t.Context()
		until := clk.Now().Add(30 * 24 * time.Hour)
		_, plain, err := s.CreateToken(ctx, account.CreateTokenInput{Actor: main, Name: "month", Expires: until})
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Authenticate(ctx, plain.Reveal())
		if err != nil {
			t.Fatal(err)
		}
		child, _, err := s.CreateToken(ctx, account.CreateTokenInput{Actor: a, Name: "for ever"})
		if err != nil || !child.Expires.Equal(until) {
			t.Errorf("a token that runs out made one that lives to %v, %v", child.Expires, err)
		}
		if _, _, err := s.CreateAccessKey(ctx, a, ""); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("and an access key: %v", err)
		}
		clk.Advance(30*24*time.Hour - time.Second)
		if _, err := s.Authenticate(ctx, plain.Reveal()); err != nil {
			t.Errorf("a second before: %v", err)
		}
		clk.Advance(time.Second)
		if _, err := s.Authenticate(ctx, plain.Reveal()); !errors.Is(err, account.ErrBadToken) {
			t.Errorf("at its time: %v", err)
		}
		_, _, err = s.CreateToken(ctx, account.CreateTokenInput{Actor: main, Name: "past", Expires: clk.Now()})
		if diff := cmp.Diff(map[string]string{"expires": "expiry_past"}, codes(err)); diff != "" {
			t.Error(diff)
		}
	})
}
