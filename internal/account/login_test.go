package account_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func attempt(t *testing.T, s *account.Service, login, pass, address string) error {
	t.Helper()
	_, err := s.Login(t.Context(), account.LoginInput{Login: login, Password: secret.Text(pass), Address: address})
	return err
}

func TestTheRightPasswordSignsInAndAnythingElseGivesOneError(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		got, err := s.Login(t.Context(), account.LoginInput{Login: " ANNA@example.com", Password: password, Address: "192.0.2.1"})
		if err != nil || len(got.Accounts) != 1 || got.Accounts[0].ID != acc.ID {
			t.Fatalf("%+v, %v", got, err)
		}
		for _, bad := range [][2]string{{"anna@example.com", "wrong"}, {"nobody@example.com", string(password)},
			{"anna@example.com", strings.Repeat("x", 100_000)}, {"anna\x00@example.com", "x"}, {"anna\xff", "x"}, {strings.Repeat("a", 10_000), "x"}} {
			if err := attempt(t, s, bad[0], bad[1], "192.0.2.9"); !errors.Is(err, account.ErrBadCredentials) {
				t.Errorf("%.20q: %v", bad[0], err)
			}
		}
		if err := attempt(t, s, " ", "", ""); len(apperr.FieldsOf(err)) != 2 {
			t.Errorf("empty: %v", err)
		}
	})
}

func TestTenFailuresMakeOneAddressWaitAndNobodyElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, w := setup(db)
		create(t, s, anna())
		const login, here = "anna@example.com", "192.0.2.1"
		for i := range 10 {
			if err := attempt(t, s, login, "wrong", here); !errors.Is(err, account.ErrBadCredentials) {
				t.Fatalf("attempt %d: %v", i+1, err)
			}
			w.advance(time.Minute)
		}
		err := attempt(t, s, strings.ToUpper(login), string(password), here)
		if !errors.Is(err, account.ErrTooManyAttempts) || !strings.Contains(apperr.Of(err).Text("en"), " 5 min") {
			t.Fatalf("after ten: %v", err)
		}
		clk.Advance(24 * time.Hour)
		if err := attempt(t, s, login, string(password), here); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Errorf("moving the sandbox's clock lifted the brake: %v", err)
		}
		if err := attempt(t, s, login, string(password), "198.51.100.7"); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
		if err := attempt(t, s, "other@example.com", "wrong", here); !errors.Is(err, account.ErrBadCredentials) {
			t.Errorf("another login: %v", err)
		}
		w.advance(5*time.Minute + time.Second)
		if err := attempt(t, s, login, string(password), here); err != nil {
			t.Errorf("after the wait: %v", err)
		}
		for range 10 { // the success took the count away
			if err := attempt(t, s, login, "wrong", here); !errors.Is(err, account.ErrBadCredentials) {
				t.Fatal(err)
			}
		}
	})
}

func TestAttemptsAtTheSameTimeDoNotPassTheBrakeTogether(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		var mu sync.Mutex
		judged := 0
		var wg sync.WaitGroup
		for range 25 {
			wg.Go(func() {
				if err := attempt(t, s, "anna@example.com", "wrong", "2001:db8::1"); errors.Is(err, account.ErrBadCredentials) {
					mu.Lock()
					judged++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if judged != account.BrakeFailures {
			t.Errorf("%d attempts were judged", judged)
		}
		if err := attempt(t, s, "anna@example.com", "wrong", "2001:db8::ffff"); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Errorf("the same /64: %v", err)
		}
	})
}

func TestAChangedPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, w := setup(db)
		acc := create(t, s, anna())
		sessions := s.Sessions()
		live := func(token string) bool {
			t.Helper()
			_, found, err := sessions.FindCtx(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		for token, owner := range map[string]string{"mine": acc.ID, "other": acc.ID, "stranger": "acc_2"} {
			data, err := account.SessionCodec{}.Encode(w.Now(), map[string]any{account.SessionAccount: owner})
			if err != nil {
				t.Fatal(err)
			}
			if err := sessions.CommitCtx(t.Context(), token, data, w.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		change := func(current, fresh string) map[string]string {
			t.Helper()
			return codes(s.ChangePassword(t.Context(), account.ChangePasswordInput{AccountID: acc.ID, Current: secret.Text(current), New: secret.Text(fresh), Session: "mine"}))
		}
		for _, tc := range []struct{ current, fresh, field, code string }{
			{"wrong", "a new password", "current", "password_wrong"},
			{"", "a new password", "current", "password_required"},
			{string(password), string(password), "new", "password_same"},
			{string(password), "short", "new", "password_short"},
			{string(password), "ANNA@example.com", "new", "password_is_login"},
		} {
			if got := change(tc.current, tc.fresh); len(got) != 1 || got[tc.field] != tc.code {
				t.Errorf("%q → %q: %v", tc.current, tc.fresh, got)
			}
		}
		if !live("other") {
			t.Fatal("a refused change ended a session")
		}
		if got := change(string(password), "a new password"); len(got) != 0 {
			t.Fatal(got)
		}
		if !live("mine") || live("other") || !live("stranger") {
			t.Errorf("mine %v, other %v, stranger %v", live("mine"), live("other"), live("stranger"))
		}
		if err := attempt(t, s, "anna@example.com", string(password), "x"); !errors.Is(err, account.ErrBadCredentials) {
			t.Errorf("old password: %v", err)
		}
		if err := attempt(t, s, "anna@example.com", "a new password", "x"); err != nil {
			t.Errorf("new password: %v", err)
		}
	})
}

func TestGuessingThePresentPasswordIsBrakedToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		in := account.ChangePasswordInput{AccountID: acc.ID, Current: "wrong", New: "a new password"}
		for range account.BrakeFailures {
			if err := s.ChangePassword(t.Context(), in); codes(err)["current"] != "password_wrong" {
				t.Fatal(err)
			}
		}
		if err := s.ChangePassword(t.Context(), in); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Error(err)
		}
	})
}

func TestSessionsGoByTheWallClockAndAreStoredHashed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, w := setup(db)
		st := s.Sessions()
		data, err := account.SessionCodec{}.Encode(w.Now(), map[string]any{account.SessionAccount: "acc_1"})
		if err != nil {
			t.Fatal(err)
		}
		if err := st.CommitCtx(t.Context(), "cookie", data, w.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		clk.Advance(365 * 24 * time.Hour)
		if got, found, err := st.FindCtx(t.Context(), "cookie"); err != nil || !found || string(got) != string(data) {
			t.Errorf("after a year of sandbox time: %q, %v, %v", got, found, err)
		}
		var stored string
		if err := db.Reader().QueryRow(t.Context(), `SELECT hash FROM account_sessions WHERE account_id = $1`, "acc_1").Scan(&stored); err != nil || stored == "cookie" || len(stored) != 64 {
			t.Errorf("stored %q, %v", stored, err)
		}
		w.advance(time.Hour)
		if _, found, err := st.FindCtx(t.Context(), "cookie"); err != nil || found {
			t.Errorf("after an hour: %v, %v", found, err)
		}
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.Reader().QueryRow(t.Context(), `SELECT COUNT(hash) FROM account_sessions`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d left, %v", n, err)
		}
		if err := st.DeleteCtx(t.Context(), "never was"); err != nil {
			t.Error(err)
		}
	})
}
