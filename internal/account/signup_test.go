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

func TestWhoProvesAnAddressMayOpenABuyersAccount(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		mail, err := w.signUp(w.proof(account.ForRegistration, account.ByMail, "Anna@Example.com"), "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Get(t.Context(), mail.ID)
		if err != nil || got.Login != "Anna@Example.com" || got.Email != "Anna@Example.com" || !got.EmailProven || got.PhoneProven ||
			got.Kind != account.Buyer || got.Name != "Anna" || got.Lang != "zh" {
			t.Errorf("%+v, %v", got, err)
		}
		phone, err := w.signUp(w.proof(account.ForRegistration, account.BySMS, "138 0013 8000"), "")
		if err != nil || !strings.HasPrefix(phone.Login, "souk_") || phone.Phone != "+8613800138000" || !phone.PhoneProven || phone.Name != phone.Login {
			t.Errorf("%+v, %v", phone, err)
		}
		named, err := w.signUp(w.proof(account.ForRegistration, account.BySMS, "13800138000"), "Maple.Room")
		if err != nil || named.Login != "Maple.Room" {
			t.Errorf("%+v, %v", named, err)
		}
		p := w.proof(account.ForRegistration, account.BySMS, "13800138000")
		if _, err := w.signUp(p, "maple.room"); codes(err)["login"] != "login_taken" {
			t.Errorf("a name that is taken: %v", err)
		}
		if _, err := w.signUp(p, "maple.rooms"); err != nil {
			t.Errorf("the same proof with another name: %v", err)
		}
		for _, acc := range []account.Account{mail, phone, named} {
			if got := w.actions(acc.ID); got != "registered" {
				t.Errorf("audit of %s: %q", acc.Login, got)
			}
		}
		if n := len(w.news.sent); n != 4 || w.news.sent[1].Params["login"] != phone.Login {
			t.Errorf("%d messages", n)
		}
	})
}

func TestAnEmailAddressHasOneAccount(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		first := w.proof(account.ForRegistration, account.ByMail, "anna@example.com")
		w.wall.advance(time.Minute)
		second := w.proof(account.ForRegistration, account.ByMail, "ANNA@example.com")
		if _, err := w.signUp(first, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.signUp(second, ""); !errors.Is(err, account.ErrEmailTaken) {
			t.Errorf("second: %v", err)
		}
		in := anna()
		in.Login, in.Email, in.Proven = "other", "anna@EXAMPLE.com", true
		if _, err := w.Create(t.Context(), in); err == nil {
			t.Error("an operator gave a proven address to another account")
		}
	})
}

// business-rules 2.1: one phone may register at most 3 accounts.
func TestAPhoneHasThreeAccountsHoweverManyRegisterAtOnce(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		var proofs []secret.Text
		for range 6 {
			proofs = append(proofs, w.proof(account.ForRegistration, account.BySMS, "13800138000"))
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		opened, full := 0, 0
		for _, p := range proofs {
			wg.Go(func() {
				_, err := w.signUp(p, "")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					opened++
				case errors.Is(err, account.ErrPhoneFull):
					full++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if opened != account.MaxPhoneAccounts || full != 3 {
			t.Errorf("%d opened, %d refused", opened, full)
		}
		list, err := w.login("+86 138 0013 8000")
		if err != nil || len(list) != 3 {
			t.Errorf("the number opens %d accounts, %v", len(list), err)
		}
	})
}

func TestOneProofOpensOneAccountHoweverOftenTheFormIsSent(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		p := w.proof(account.ForRegistration, account.BySMS, "13800138000")
		var wg sync.WaitGroup
		var mu sync.Mutex
		opened := 0
		for range 5 {
			wg.Go(func() {
				_, err := w.signUp(p, "")
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					opened++
				} else if !errors.Is(err, account.ErrProofExpired) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if opened != 1 {
			t.Errorf("%d accounts", opened)
		}
	})
}

func TestABadSignUpNamesItsFieldsAndKeepsTheProof(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		p := w.proof(account.ForRegistration, account.ByMail, "anna@example.com")
		good := account.SignUpInput{Proof: p, Password: password, Lang: "zh", Terms: "buyer@1"}
		for _, tc := range []struct {
			change      func(*account.SignUpInput)
			field, code string
		}{
			{func(in *account.SignUpInput) { in.Password = "" }, "password", "password_required"},
			{func(in *account.SignUpInput) { in.Password = "short" }, "password", "password_short"},
			{func(in *account.SignUpInput) { in.Password = secret.Text(strings.Repeat("x", 5000)) }, "password", "password_long"},
			{func(in *account.SignUpInput) { in.Password = "Anna@example.com" }, "password", "password_is_login"},
			{func(in *account.SignUpInput) { in.Name = strings.Repeat("长", 65) }, "name", "account_name_too_long"},
			{func(in *account.SignUpInput) { in.Lang = "fr" }, "lang", "language_unknown"},
			{func(in *account.SignUpInput) { in.Terms = "" }, "terms", "terms_required"},
			{func(in *account.SignUpInput) { in.Login = "x@example.com" }, "login", "login_choice_form"},
			{func(in *account.SignUpInput) { in.Login = "13800138000" }, "login", "login_choice_form"},
			{func(in *account.SignUpInput) { in.Login = "acc_1:bob" }, "login", "login_choice_form"},
			{func(in *account.SignUpInput) { in.Login = strings.Repeat("a", 33) }, "login", "login_choice_form"},
		} {
			in := good
			tc.change(&in)
			if _, err := w.SignUp(t.Context(), in); len(codes(err)) != 1 || codes(err)[tc.field] != tc.code {
				t.Errorf("%s: %v", tc.code, err)
			}
		}
		for _, bad := range []secret.Text{"", "x", p + "x", secret.Text(strings.Repeat("y", 10_000)), "cod_00000000000000000000000000.x"} {
			in := good
			in.Proof = bad
			if _, err := w.SignUp(t.Context(), in); !errors.Is(err, account.ErrProofExpired) {
				t.Errorf("proof %.20q: %v", bad.Reveal(), err)
			}
		}
		if _, err := w.SignUp(t.Context(), good); err != nil {
			t.Errorf("after all that: %v", err)
		}
	})
}
