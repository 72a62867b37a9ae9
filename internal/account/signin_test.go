package account_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
)

// state switches an account as its main account or an operator would.
func (w *town) state(id string, s account.State) {
	w.t.Helper()
	w.exec(`UPDATE account_accounts SET state = $2 WHERE id = $1`, id, string(s))
}

func TestLoginNameProvenEmailAndProvenPhoneAllOpenTheAccount(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		in := anna()
		in.Login, in.Email, in.Proven = "maple", "anna@example.com", true
		acc := create(t, w.Service, in)
		for _, login := range []string{"maple", " MAPLE ", "Anna@example.com", "13800138000", "+86 138 0013 8000"} {
			if list, err := w.login(login); err != nil || len(list) != 1 || list[0].ID != acc.ID {
				t.Errorf("%q: %v, %v", login, list, err)
			}
		}
		in = anna()
		in.Login, in.Email, in.Phone = "oak", "oak@example.com", "13900139000"
		create(t, w.Service, in)
		for _, login := range []string{"oak@example.com", "13900139000"} {
			if _, err := w.login(login); !errors.Is(err, account.ErrBadCredentials) {
				t.Errorf("%s was proven by nobody: %v", login, err)
			}
		}
	})
}

func TestAPasswordThatFitsOneOfThreeAccountsOpensThatOne(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		w.open("13800138000", "maple-one")
		two := w.open("13800138000", "maple-two")
		p := w.proof(account.ForReset, account.BySMS, "13800138000")
		if _, err := w.ResetPassword(t.Context(), account.ResetPasswordInput{Proof: p, AccountID: two.ID, New: "quite another"}); err != nil {
			t.Fatal(err)
		}
		open, err := w.Login(t.Context(), account.LoginInput{Login: "13800138000", Password: "quite another", Address: "x"})
		if err != nil || len(open.Accounts) != 1 || open.Accounts[0].ID != two.ID {
			t.Errorf("%+v, %v", open, err)
		}
	})
}

func TestWhoIsSwitchedOffGetsTheSameErrorAsWithAWrongPassword(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		main := w.open("13800138000", "maple-one")
		w.sub(main.ID, "bob")
		sub := func() error {
			_, err := w.Login(t.Context(), account.LoginInput{Login: " BOB ", Owner: main.ID, Password: password, Address: "x"})
			return err
		}
		if err := sub(); err != nil {
			t.Fatal(err)
		}
		if _, err := w.login("bob"); !errors.Is(err, account.ErrBadCredentials) {
			t.Errorf("a sub-user at everybody's address: %v", err)
		}
		for _, s := range []account.State{account.StateDisabled, account.StateClosed} {
			w.state(main.ID, s)
			for name, err := range map[string]error{"main": attempt(t, w.Service, "maple-one", string(password), "x"), "sub-user": sub(),
				"phone": attempt(t, w.Service, "13800138000", string(password), "x")} {
				if !errors.Is(err, account.ErrBadCredentials) {
					t.Errorf("%s, %s: %v", s, name, err)
				}
			}
		}
		for _, owner := range []string{"acc_nobody", "x\x00", "acc_00000000000000000000000000"} {
			if _, err := w.Login(t.Context(), account.LoginInput{Login: "bob", Owner: owner, Password: password}); !errors.Is(err, account.ErrBadCredentials) {
				t.Errorf("owner %q: %v", owner, err)
			}
		}
	})
}

// Issue 3 §3: enumerating accounts by login is not possible.
func TestSigningInIsTheSameWorkWhoeverExists(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		w.open("13800138000", "maple-one")
		in := anna()
		in.Proven, in.Phone = true, ""
		create(t, w.Service, in)
		cost := func(login string) (least [2]int64) { // jobs at work beside it add statements: the least of three is its own
			for range 3 {
				before, hashes := w.db.Stats().Statements, w.Hashes()
				if err := attempt(t, w.Service, login, "wrong pass", "198.51.100.1"); !errors.Is(err, account.ErrBadCredentials) {
					t.Fatal(err)
				}
				if got := [2]int64{w.db.Stats().Statements - before, w.Hashes() - hashes}; least[0] == 0 || got[0] < least[0] {
					least = got
				}
			}
			return least
		}
		for known, unknown := range map[string]string{"maple-one": "maple-two", "anna@example.com": "none@example.com", "13800138000": "13800138001"} {
			if a, b := cost(known), cost(unknown); a != b || a[1] == 0 {
				t.Errorf("%s: statements and hashes %v, and %v for nobody", known, a, b)
			}
		}
	})
}

func TestOneNetworkMayNotTryManyLogins(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		w.open("13800138000", "maple-one")
		for i := range account.NetworkFailures {
			if err := attempt(t, w.Service, fmt.Sprintf("login-%d", i), "wrong pass", "192.0.2.1"); !errors.Is(err, account.ErrBadCredentials) {
				t.Fatal(err)
			}
			if i%10 == 0 { // who signs in is not counted
				if err := attempt(t, w.Service, "maple-one", string(password), "192.0.2.1"); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := attempt(t, w.Service, "maple-one", string(password), "192.0.2.1"); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Errorf("here: %v", err)
		}
		if err := attempt(t, w.Service, "maple-one", string(password), "192.0.2.2"); err != nil {
			t.Errorf("elsewhere: %v", err)
		}
		w.wall.advance(account.BrakeWindow)
		if err := attempt(t, w.Service, "maple-one", string(password), "192.0.2.1"); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}

func TestGuessersFromEverywhereCannotKeepTheOwnersBrowserOut(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		w.open("13800138000", "maple-one")
		in := account.LoginInput{Login: "maple-one", Password: password, Address: "192.0.2.1"}
		open, err := w.Login(t.Context(), in)
		if err != nil || open.Browser == "" {
			t.Fatalf("%+v, %v", open, err)
		}
		for i := range account.LoginFailures {
			if err := attempt(t, w.Service, "maple-one", "wrong pass", fmt.Sprintf("198.51.100.%d", i)); !errors.Is(err, account.ErrBadCredentials) {
				t.Fatal(err)
			}
		}
		if err := attempt(t, w.Service, "maple-one", string(password), "203.0.113.1"); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Errorf("a browser that nobody knows: %v", err)
		}
		in.Browser = open.Browser
		for _, login := range []string{"maple-one", "13800138000"} {
			in.Login, in.Address = login, "198.51.100.1"
			if _, err := w.Login(t.Context(), in); err != nil {
				t.Errorf("the owner's browser as %s: %v", login, err)
			}
		}
		in.Password, in.Login = "wrong pass", "maple-one"
		for range account.BrakeFailures {
			if _, err := w.Login(t.Context(), in); !errors.Is(err, account.ErrBadCredentials) {
				t.Fatal(err)
			}
		}
		if _, err := w.Login(t.Context(), in); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Errorf("guessing in the owner's browser: %v", err)
		}
		for _, forged := range []string{"x", "v1.AAAA", open.Browser[:len(open.Browser)-2] + "AA"} {
			in.Browser, in.Password = forged, password
			if _, err := w.Login(t.Context(), in); !errors.Is(err, account.ErrTooManyAttempts) {
				t.Errorf("a forged cookie: %v", err)
			}
		}
		w.wall.advance(account.BrakeWindow)
		if err := attempt(t, w.Service, "maple-one", string(password), "203.0.113.1"); err != nil {
			t.Errorf("after the wait, anywhere: %v", err)
		}
	})
}

func TestSessionsAreListedAndEndedOneByOneOrAllOthers(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		acc, other := w.open("13800138000", "maple-one"), w.open("13800138000", "maple-two")
		for _, token := range []string{"a", "b", "c"} {
			w.wall.advance(time.Second)
			w.session(token, acc.ID)
		}
		w.session("stranger", other.ID)
		began := w.wall.Now()
		w.wall.advance(account.SeenEvery)
		if !w.live("a") { // used last
			t.Fatal("not live")
		}
		w.session("a", acc.ID) // written again, as after a flash
		list, err := w.ListSessions(t.Context(), acc.ID, "b")
		if err != nil || len(list) != 3 {
			t.Fatalf("%+v, %v", list, err)
		}
		first := list[0]
		if first.Agent != "Firefox" || first.Address != "192.0.2.9" || !first.SeenAt.Equal(w.wall.Now()) || !first.CreatedAt.Equal(began.Add(-2*time.Second)) || first.Current || !list[2].Current {
			t.Errorf("%+v", list)
		}
		who, them := acc.Actor(), other.Actor()
		for _, bad := range []string{"", "ses_x", "ses_00000000000000000000000000"} {
			if err := w.RevokeSession(t.Context(), who, bad); !errors.Is(err, account.ErrSessionNotFound) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := w.RevokeSession(t.Context(), them, first.ID); !errors.Is(err, account.ErrSessionNotFound) || !w.live("a") {
			t.Errorf("somebody else's: %v", err)
		}
		if err := w.RevokeSession(t.Context(), who, first.ID); err != nil || w.live("a") || !w.live("b") {
			t.Errorf("one: %v", err)
		}
		if err := w.RevokeOtherSessions(t.Context(), who, "b"); err != nil || w.live("c") || !w.live("b") || !w.live("stranger") {
			t.Errorf("all others: %v", err)
		}
		if got := w.actions(acc.ID); got != "registered sessions_ended sessions_ended" {
			t.Errorf("audit: %q", got)
		}
	})
}
