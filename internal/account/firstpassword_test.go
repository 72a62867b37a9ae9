package account_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// A password that passed through other hands does not lie about for ever.
func TestAFirstPasswordRunsOut(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, _ := setup(db)
		admin, ctx := operatorOf(t, s, "one@example.com", account.RoleAdministrator), t.Context()
		acc, first, err := s.CreateOperator(ctx, account.CreateOperatorInput{Actor: admin, Login: "two@example.com", Name: "运营小图", Lang: "zh",
			Roles: []account.Role{account.RoleFinance}})
		if err != nil {
			t.Fatal(err)
		}
		// To the microsecond, as instants are kept.
		if left := acc.FirstUntil.Sub(clk.Now()); left > account.FirstPasswordFor || left < account.FirstPasswordFor-time.Minute {
			t.Fatalf("good for %v", left)
		}
		until := acc.FirstUntil.Truncate(time.Microsecond)
		clk.Advance(until.Add(-time.Second).Sub(clk.Now()))
		if err := attempt(t, s, "two@example.com", first.Reveal(), "192.0.2.1"); err != nil {
			t.Errorf("shortly before: %v", err)
		}
		clk.Advance(until.Sub(clk.Now()))
		late, wrong := attempt(t, s, "two@example.com", first.Reveal(), "192.0.2.1"), attempt(t, s, "two@example.com", "not it at all", "192.0.2.1")
		if !errors.Is(late, account.ErrBadCredentials) || !errors.Is(wrong, account.ErrBadCredentials) || late.Error() != wrong.Error() {
			t.Errorf("too late: %v, a wrong one: %v", late, wrong)
		}
		change := account.ChangePasswordInput{AccountID: acc.ID, Current: first, New: "chosen by oneself"}
		if got := codes(s.ChangePassword(ctx, change))["current"]; got != "password_wrong" {
			t.Errorf("in a session that is open still: %q", got)
		}
		if got, err := s.Get(ctx, acc.ID); err != nil || !got.FirstExpired(clk.Now()) {
			t.Errorf("administrators do not see that it ran out: %+v, %v", got, err)
		}

		_, again, err := s.RenewFirstPassword(ctx, oversee(admin, acc.ID, "was ill"))
		if err != nil || again == first {
			t.Fatal(err)
		}
		if err := attempt(t, s, "two@example.com", again.Reveal(), "192.0.2.1"); err != nil {
			t.Errorf("the new one: %v", err)
		}
		change.Current = again
		if err := s.ChangePassword(ctx, change); err != nil {
			t.Fatal(err)
		}
		clk.Advance(2 * account.FirstPasswordFor)
		if err := attempt(t, s, "two@example.com", change.New.Reveal(), "192.0.2.1"); err != nil {
			t.Errorf("one's own password ran out: %v", err)
		}
	})
}

// A new hash of the same password, at another cost, is not another password.
func TestSigningInDoesNotMakeAFirstPasswordOnesOwn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		admin, ctx := operatorOf(t, s, "one@example.com", account.RoleAdministrator), t.Context()
		acc, first, err := s.CreateOperator(ctx, account.CreateOperatorInput{Actor: admin, Login: "two@example.com", Name: "运营小图", Lang: "zh",
			Roles: []account.Role{account.RoleFinance}})
		if err != nil {
			t.Fatal(err)
		}
		later := account.New(db, slog.New(slog.DiscardHandler), account.WithCost(account.Cost{Memory: 128, Time: 2, Threads: 1}))
		if _, err := later.Login(ctx, account.LoginInput{Login: "two@example.com", Password: first, Address: "192.0.2.1"}); err != nil {
			t.Fatal(err)
		}
		if got, err := later.Get(ctx, acc.ID); err != nil || !got.FirstUntil.Equal(acc.FirstUntil.Truncate(time.Microsecond)) {
			t.Errorf("good until %v, want %v, %v", got.FirstUntil, acc.FirstUntil, err)
		}
	})
}

func TestAnAdministratorSetsANewFirstPassword(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		w := newTown(t, db)
		s := w.Service
		admin := operatorOf(t, s, "one@example.com", account.RoleAdministrator)
		two := operatorOf(t, s, "two@example.com", account.RoleAdministrator)
		support, buyer, ctx := operatorOf(t, s, "help@example.com", account.RoleSupport), create(t, s, anna()), t.Context()
		for name, tc := range map[string]struct {
			in   account.OverseeInput
			want error
		}{
			"oneself":    {oversee(admin, admin.ID, "lost"), account.ErrOneself},
			"a customer": {oversee(admin, buyer.ID, "lost"), account.ErrAccountNotFound},
			"nobody":     {oversee(admin, "acc_nobody", "lost"), account.ErrAccountNotFound},
			"by support": {oversee(support, two.ID, "lost"), account.ErrForbidden},
		} {
			if _, first, err := s.RenewFirstPassword(ctx, tc.in); !errors.Is(err, tc.want) || first != "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, _, err := s.RenewFirstPassword(ctx, oversee(admin, two.ID, " ")); codes(err)["reason"] != "account_reason_required" {
			t.Errorf("without a reason: %v", err)
		}
		w.session("open", two.ID)
		if _, _, err := s.RenewFirstPassword(ctx, oversee(admin, two.ID, "lost it")); err != nil {
			t.Fatal(err)
		}
		if list, err := s.ListSessions(ctx, two.ID, ""); err != nil || len(list) != 0 {
			t.Errorf("%d sessions go on, %v", len(list), err)
		}
		if err := attempt(t, s, "two@example.com", password.Reveal(), "192.0.2.1"); !errors.Is(err, account.ErrBadCredentials) {
			t.Errorf("the old password: %v", err)
		}
		// Who has a first password may never come: it does not count as the administrator who stays (invariant 15).
		if err := s.SetRoles(ctx, admin, admin.ID, []account.Role{account.RoleSupport}); !errors.Is(err, account.ErrLastAdministrator) {
			t.Errorf("the last administrator with a password of its own: %v", err)
		}
		noted := 0
		for e, err := range audit.New(db).All(ctx, audit.Everything(), audit.Filter{Action: "account.first_password_set"}) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Object == two.ID && e.Reason == "lost it" {
				noted++
			}
		}
		if noted != 1 {
			t.Errorf("%d lines in the log", noted)
		}
	})
}
