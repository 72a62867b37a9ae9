package account_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// open registers by phone.
func (w *town) open(phone, login string) account.Account {
	w.t.Helper()
	acc, err := w.signUp(w.proof(account.ForRegistration, account.BySMS, phone), login)
	if err != nil {
		w.t.Fatal(err)
	}
	return acc
}

// session stores a session of the account.
func (w *town) session(token, userID string) {
	w.t.Helper()
	data, err := account.SessionCodec{}.Encode(w.wall.Now(), map[string]any{account.SessionAccount: userID, account.SessionAgent: "Firefox", account.SessionAddress: "192.0.2.9"})
	if err == nil {
		err = w.Sessions().CommitCtx(w.t.Context(), token, data, w.wall.Now().Add(time.Hour))
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) live(token string) bool {
	w.t.Helper()
	_, found, err := w.Sessions().FindCtx(w.t.Context(), token)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestAForgottenPasswordIsResetByACodeAndEndsAllSessions(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		one, two := w.open("13800138000", "maple-one"), w.open("13800138000", "maple-two")
		w.session("one", one.ID)
		w.session("two", two.ID)
		p := w.proof(account.ForReset, account.BySMS, "13800138000")
		list, err := w.ResetAccounts(t.Context(), p)
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		reset := func(id string, pass secret.Text) error {
			_, err := w.ResetPassword(t.Context(), account.ResetPasswordInput{Proof: p, AccountID: id, New: pass})
			return err
		}
		if err := reset("", "another pass"); codes(err)["account"] != "account_choice" {
			t.Errorf("without a choice: %v", err)
		}
		if err := reset("acc_of_somebody_else", "another pass"); codes(err)["account"] != "account_choice" {
			t.Errorf("an account of another number: %v", err)
		}
		if err := reset(one.ID, "short"); codes(err)["password"] != "password_short" {
			t.Errorf("short: %v", err)
		}
		if !w.live("one") {
			t.Error("a refused reset ended a session")
		}
		if err := reset(one.ID, "another pass"); err != nil {
			t.Fatal(err)
		}
		if w.live("one") || !w.live("two") {
			t.Errorf("sessions: one %v, two %v", w.live("one"), w.live("two"))
		}
		if _, err := w.login("maple-one"); !errors.Is(err, account.ErrBadCredentials) {
			t.Errorf("the old password: %v", err)
		}
		if _, err := w.login("maple-two"); err != nil {
			t.Errorf("the other account's password: %v", err)
		}
		if err := reset(two.ID, "another pass"); !errors.Is(err, account.ErrProofExpired) {
			t.Errorf("the proof a second time: %v", err)
		}
		if got := w.actions(one.ID); got != "registered password_reset" {
			t.Errorf("audit: %q", got)
		}
		if n := len(w.news.sent); w.news.sent[n-1].To != one.ID {
			t.Errorf("message to %s", w.news.sent[n-1].To)
		}
	})
}

func TestAProofOfRegistrationResetsNothing(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		acc := w.open("13800138000", "maple-one")
		p := w.proof(account.ForRegistration, account.BySMS, "13800138000")
		if _, err := w.ResetPassword(t.Context(), account.ResetPasswordInput{Proof: p, AccountID: acc.ID, New: "another pass"}); !errors.Is(err, account.ErrProofExpired) {
			t.Error(err)
		}
	})
}

func TestAnAddressThatNobodyProvedResetsNothing(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		create(t, w.Service, anna()) // e-mail and phone as typed by somebody
		w.ask(account.ForReset, account.ByMail, "anna@example.com")
		w.ask(account.ForReset, account.BySMS, "13800138000")
		w.nothing()
	})
}

func (w *town) requestContact(acc account.Account, ch account.Channel, target, pass string) (account.Ticket, error) {
	w.t.Helper()
	w.wall.advance(time.Minute)
	return w.RequestContact(w.t.Context(), account.RequestContactInput{UserID: acc.ID, Password: secret.Text(pass), Channel: ch, Target: target, Lang: "en", Address: "x"})
}

func (w *town) change(acc account.Account, ticket string, code secret.Text) (account.Account, error) {
	w.t.Helper()
	return w.ChangeContact(w.t.Context(), account.ChangeContactInput{UserID: acc.ID, Ticket: ticket, Code: code})
}

func TestANewEmailAddressIsProvenAndTheOldOneIsTold(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		acc, err := w.signUp(w.proof(account.ForRegistration, account.ByMail, "anna@example.com"), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct{ target, pass, field, code string }{
			{"new@example.com", "wrong pass", "password", "password_wrong"}, {"new@example.com", "", "password", "password_required"},
			{"not one", string(password), "target", "email_form"}, {"ANNA@example.com", string(password), "target", "contact_same"},
		} {
			if _, err := w.requestContact(acc, account.ByMail, tc.target, tc.pass); len(codes(err)) != 1 || codes(err)[tc.field] != tc.code {
				t.Errorf("%q: %v", tc.target, err)
			}
		}
		tick, err := w.requestContact(acc, account.ByMail, "new@example.com", string(password))
		if err != nil {
			t.Fatal(err)
		}
		code := w.next().Code
		other := w.open("13800138000", "somebody")
		if _, err := w.change(other, tick.ID, code); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("somebody else with the code: %v", err)
		}
		got, err := w.change(acc, tick.ID, code)
		if err != nil || got.Email != "new@example.com" || got.Login != "new@example.com" {
			t.Fatalf("%+v, %v", got, err)
		}
		if l := w.next(); l.Notice.To != "anna@example.com" || l.Kind != account.NoticeMoved {
			t.Errorf("%+v", l)
		}
		if _, err := w.login("anna@example.com"); !errors.Is(err, account.ErrBadCredentials) {
			t.Errorf("with the old address: %v", err)
		}
		if list, err := w.login("New@Example.com"); err != nil || list[0].ID != acc.ID {
			t.Errorf("with the new address: %v", err)
		}
		if got := w.actions(acc.ID); got != "registered email_changed" {
			t.Errorf("audit: %q", got)
		}
		again, err := w.signUp(w.proof(account.ForRegistration, account.ByMail, "anna@example.com"), "")
		if err != nil || again.ID == acc.ID {
			t.Errorf("the old address is free for a new account: %v", err)
		}
		if _, err := w.requestContact(again, account.ByMail, "new@example.com", string(password)); err != nil {
			t.Fatal(err)
		}
		if l := w.next(); l.Kind != account.NoticeExists || l.Code != "" {
			t.Errorf("an address of somebody else got %+v", l)
		}
	})
}

func TestANewPhoneNumberIsProvenAndCounted(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		acc := w.open("13800138000", "maple-one")
		for _, login := range []string{"red-one", "red-two", "red-three"} {
			w.open("13900139000", login)
		}
		tick, err := w.requestContact(acc, account.BySMS, "13900139000", string(password))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.change(acc, tick.ID, w.next().Code); !errors.Is(err, account.ErrPhoneFull) {
			t.Errorf("a number with three accounts: %v", err)
		}
		tick, err = w.requestContact(acc, account.BySMS, "13700137000", string(password))
		if err != nil {
			t.Fatal(err)
		}
		code := w.next().Code
		var wg sync.WaitGroup
		var mu sync.Mutex
		changed := 0
		for range 4 {
			wg.Go(func() {
				if _, err := w.change(acc, tick.ID, code); err == nil {
					mu.Lock()
					changed++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if l := w.next(); changed != 1 || l.Notice.To != "+8613800138000" || l.Notice.Channel != account.BySMS {
			t.Errorf("%d changes, %+v", changed, l)
		}
		if list, err := w.login("13700137000"); err != nil || list[0].ID != acc.ID {
			t.Errorf("%v", err)
		}
		if got := w.actions(acc.ID); got != "registered phone_changed" {
			t.Errorf("audit: %q", got)
		}
		if strings.Contains(w.actions("platform"), "phone") {
			t.Error("the platform's log has it")
		}
	})
}
