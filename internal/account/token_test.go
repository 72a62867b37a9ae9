package account_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestATokenSpeaksForItsAccountUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		tok, plain, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: acc.ID, Name: " terraform "})
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^souk_[A-Za-z0-9_-]{32}$`).MatchString(plain.Reveal()) || tok.Name != "terraform" || tok.Hint != plain.Reveal()[33:] {
			t.Errorf("token %+v", tok)
		}
		who, err := s.Authenticate(t.Context(), plain.Reveal())
		if err != nil || who.ID != acc.ID || who.UserID != acc.ID || who.May(account.BuyerOrders) != nil || who.May(account.SellerKeys) == nil {
			t.Errorf("%+v, %v", who, err)
		}
		list, err := s.ListTokens(t.Context(), acc.ID)
		if err != nil || len(list) != 1 || !list[0].LastUsed.Equal(clk.Now()) || !list[0].CreatedAt.Equal(clk.Now()) {
			t.Errorf("%+v, %v", list, err)
		}
		for _, bad := range []string{"", "souk_", plain.Reveal() + "x", plain.Reveal()[:36] + "!", "Bearer " + plain.Reveal(), "souk_\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"} {
			if _, err := s.Authenticate(t.Context(), bad); !errors.Is(err, account.ErrBadToken) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		for _, mine := range []struct{ account, token string }{{"acc_other", tok.ID}, {acc.ID, "tok_\x00"}, {acc.ID, "tok_01jd2m3n4p5q6r7s8t9v0w1x2y"}} {
			if err := s.RevokeToken(t.Context(), mine.account, mine.token); !errors.Is(err, account.ErrTokenNotFound) {
				t.Errorf("%v: %v", mine, err)
			}
		}
		if err := s.RevokeToken(t.Context(), acc.ID, tok.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Authenticate(t.Context(), plain.Reveal()); !errors.Is(err, account.ErrBadToken) {
			t.Errorf("a revoked token speaks: %v", err)
		}
	})
}

func TestAuthenticatingReadsOnceAndWritesTheUseOnceAMinute(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, w := setup(db)
		acc := create(t, s, anna())
		_, plain, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: acc.ID, Name: "ci"})
		if err != nil {
			t.Fatal(err)
		}
		statements := func() int64 {
			t.Helper()
			before := db.Stats().Statements
			if _, err := s.Authenticate(t.Context(), plain.Reveal()); err != nil {
				t.Fatal(err)
			}
			return db.Stats().Statements - before
		}
		step := func(name string, want int64) {
			t.Helper()
			if n := statements(); n != want {
				t.Errorf("%s: %d statements, want %d", name, n, want)
			}
		}
		step("the first time: read token and account, and note the use", 3)
		step("from the cache", 0)
		w.advance(account.CacheFor)
		step("read again", 2)
		clk.Advance(59 * time.Second)
		step("within a minute of use", 0)
		clk.Advance(time.Second)
		step("after a minute: note the use", 1)
	})
}

func TestAnotherNodeLearnsOfARevokedTokenWhenItsCopyRanOut(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		here, _ := setup(db)
		there, w := setup(db)
		acc := create(t, here, anna())
		tok, plain, err := here.CreateToken(t.Context(), account.CreateTokenInput{AccountID: acc.ID, Name: "ci"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := there.Authenticate(t.Context(), plain.Reveal()); err != nil {
			t.Fatal(err)
		}
		if err := here.RevokeToken(t.Context(), acc.ID, tok.ID); err != nil {
			t.Fatal(err)
		}
		w.advance(account.CacheFor)
		if _, err := there.Authenticate(t.Context(), plain.Reveal()); !errors.Is(err, account.ErrBadToken) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTokensHaveNamesOfTheirOwnAndALimit(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		make := func(name string) error {
			clk.Advance(time.Second)
			_, _, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: acc.ID, Name: name})
			return err
		}
		for i := range account.MaxTokens {
			if err := make(fmt.Sprint("token ", i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := make("one more"); !errors.Is(err, account.ErrTooManyTokens) {
			t.Errorf("over the limit: %v", err)
		}
		list, err := s.ListTokens(t.Context(), acc.ID)
		if err != nil || len(list) != account.MaxTokens || list[0].Name != "token 19" {
			t.Fatalf("%v, %v", list, err)
		}
		if err := s.RevokeToken(t.Context(), acc.ID, list[0].ID); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"token 0": "token_name_taken", "": "account_name_required", "a\nb": "account_name_form"} {
			if got := codes(make(name)); got["name"] != want {
				t.Errorf("%q: %v", name, got)
			}
		}
		if _, _, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: "acc_nobody", Name: "x"}); !errors.Is(err, account.ErrAccountNotFound) {
			t.Error(err)
		}
	})
}

func TestATokenWorksWhileTheDatabaseCannotNoteItsUse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		_, plain, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: acc.ID, Name: "ci"})
		if err != nil {
			t.Fatal(err)
		}
		// Inside a transaction a second one is refused, as a broken database would.
		err = db.InTx(t.Context(), func(ctx context.Context, _ *storage.Tx) error {
			_, err := s.Authenticate(ctx, plain.Reveal())
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
