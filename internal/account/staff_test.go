package account_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// operatorOf makes an operator who has a second factor, as the door and the actor want it.
func operatorOf(t *testing.T, s *account.Service, login string, roles ...account.Role) account.Actor {
	t.Helper()
	in := anna()
	in.Login, in.Kind, in.Roles = login, account.Operator, roles
	acc := create(t, s, in)
	acc.SecondFactor = true
	return acc.Actor()
}

func oversee(who account.Actor, id, reason string) account.OverseeInput {
	return account.OverseeInput{Actor: who, AccountID: id, Reason: reason}
}

func TestOneAdministratorAlwaysStays(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		one := operatorOf(t, s, "one@example.com", account.RoleAdministrator)
		two := operatorOf(t, s, "two@example.com", account.RoleAdministrator)
		ctx := t.Context()
		// Each takes the other's role, and switches the other off, at the same time: one of them stays.
		var wg sync.WaitGroup
		var done atomic.Int32
		for _, pair := range [][2]account.Actor{{one, two}, {two, one}} {
			for _, change := range []func() error{
				func() error { return s.SetRoles(ctx, pair[0], pair[1].ID, []account.Role{account.RoleSupport}) },
				func() error { return s.Block(ctx, oversee(pair[0], pair[1].ID, "left")) },
			} {
				wg.Go(func() {
					switch err := change(); {
					case err == nil:
						done.Add(1)
					case !errors.Is(err, account.ErrLastAdministrator):
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		staff, err := s.Staff(ctx, one)
		if err != nil || len(staff) != 2 || done.Load() == 0 {
			t.Fatalf("%d done, %v", done.Load(), err)
		}
		left := 0
		for _, a := range staff {
			if a.State == account.StateActive && cmp.Equal(a.Roles, []account.Role{account.RoleAdministrator}) {
				left++
			}
		}
		if left != 1 {
			t.Errorf("%d administrators are left: %+v", left, staff)
		}
	})
}

func TestRolesAreGivenToOperatorsOnly(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		admin := operatorOf(t, s, "one@example.com", account.RoleAdministrator)
		support, ctx := operatorOf(t, s, "help@example.com", account.RoleSupport), t.Context()
		for name, roles := range map[string][]account.Role{"nobody's": {"king"}, "one of two": {account.RoleReview, "king"}, "none": nil} {
			if diff := cmp.Diff(map[string]string{"roles": "role_unknown"}, codes(s.SetRoles(ctx, admin, support.ID, roles))); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		for name, tc := range map[string]struct {
			who  account.Actor
			id   string
			want error
		}{"a buyer": {admin, create(t, s, anna()).ID, account.ErrAccountNotFound}, "nobody": {admin, "acc_nobody", account.ErrAccountNotFound},
			"by support": {support, support.ID, account.ErrForbidden}} {
			if err := s.SetRoles(ctx, tc.who, tc.id, []account.Role{account.RoleAdministrator}); !errors.Is(err, tc.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.SetRoles(ctx, admin, support.ID, []account.Role{account.RoleFinance, account.RoleReview}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(ctx, support.ID)
		if diff := cmp.Diff([]account.Role{account.RoleReview, account.RoleFinance}, got.Roles); diff != "" || err != nil {
			t.Error(err, diff)
		}
	})
}

func TestANewOperatorBeginsWithASecondFactor(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		admin, ctx := operatorOf(t, s, "one@example.com", account.RoleAdministrator), t.Context()
		in := account.CreateOperatorInput{Actor: admin, Login: "two@example.com", Name: "运营小图", Lang: "zh", Roles: []account.Role{account.RoleFinance}}
		acc, first, err := s.CreateOperator(ctx, in)
		if err != nil || acc.Email != "two@example.com" {
			t.Fatal(acc, err)
		}
		if _, _, err := s.CreateOperator(ctx, in); codes(err)["login"] != "login_taken" {
			t.Error(err)
		}
		if err := attempt(t, s, "two@example.com", first.Reveal(), "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
		who := actor(t, s, acc.ID)
		if err := who.May(account.OperatorTransfers); !errors.Is(err, account.ErrFirstPassword) || !errors.Is(who.Is(account.Operator), account.ErrFirstPassword) {
			t.Errorf("with the first password: %v", err)
		}
		if err := s.ChangePassword(ctx, account.ChangePasswordInput{AccountID: acc.ID, Current: first, New: "chosen by oneself"}); err != nil {
			t.Fatal(err)
		}
		who = actor(t, s, acc.ID) // at once, whatever is remembered of an actor
		if err := who.May(account.OperatorTransfers); !errors.Is(err, account.ErrSecondFactorNeeded) {
			t.Errorf("without a second factor: %v", err)
		}
		in.Actor, in.Login = who, "three@example.com"
		if _, _, err := s.CreateOperator(ctx, in); err == nil {
			t.Error("finance made an operator")
		}
		_, _, err = s.CreateOperator(ctx, account.CreateOperatorInput{Actor: admin, Login: "a b", Email: "x", Lang: "fr"})
		want := map[string]string{"login": "login_form", "name": "account_name_required", "email": "email_form", "lang": "language_unknown", "roles": "role_unknown"}
		if diff := cmp.Diff(want, codes(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestABlockedAccountIsOutWithItsSubUsers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		w := newTown(t, db)
		s, ctx := w.Service, t.Context()
		support := operatorOf(t, s, "help@example.com", account.RoleSupport)
		finance := operatorOf(t, s, "money@example.com", account.RoleFinance)
		main := org(t, s, "star@example.com")
		u := subUser(t, s, main, "li.lei")
		w.session("main", main.ID)
		w.session("sub", u.ID)
		for name, tc := range map[string]struct {
			who  account.Actor
			id   string
			want error
		}{"finance": {finance, main.ID, account.ErrForbidden}, "the account itself": {main, main.ID, account.ErrForbidden}, "a sub-user": {support, u.ID, account.ErrAccountNotFound},
			"an operator": {support, finance.ID, account.ErrAccountNotFound}, "nobody": {support, "acc_nobody", account.ErrAccountNotFound}} {
			for _, change := range []func() error{
				func() error { return s.Block(ctx, oversee(tc.who, tc.id, "why")) },
				func() error { return s.Unblock(ctx, oversee(tc.who, tc.id, "why")) },
				func() error { return s.ResetSecondFactor(ctx, oversee(tc.who, tc.id, "why")) },
				func() error { _, err := s.Inspect(ctx, tc.who, tc.id); return err },
			} {
				if err := change(); !errors.Is(err, tc.want) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		for reason, code := range map[string]string{" ": "account_reason_required", strings.Repeat("长", account.MaxReason+1): "account_name_too_long"} {
			if diff := cmp.Diff(map[string]string{"reason": code}, codes(s.Block(ctx, oversee(support, main.ID, reason)))); diff != "" {
				t.Error(diff)
			}
		}
		// Two operators at once: one of them is told that it was done.
		var wg sync.WaitGroup
		var done, late atomic.Int32
		for range 2 {
			wg.Go(func() {
				switch err := s.Block(ctx, oversee(support, main.ID, "fraud")); {
				case err == nil:
					done.Add(1)
				case errors.Is(err, account.ErrAccountState):
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 || late.Load() != 1 {
			t.Errorf("%d blocked, %d were late", done.Load(), late.Load())
		}
		for _, id := range []string{main.ID, u.ID} {
			if _, err := s.Actor(ctx, id); !errors.Is(err, account.ErrAccountDisabled) {
				t.Errorf("%s: %v", id, err)
			}
		}
		if w.live("main") || w.live("sub") {
			t.Error("a session goes on")
		}
		if got := w.actions(main.ID); !strings.HasSuffix(got, "blocked") {
			t.Errorf("recorded %s", got)
		}
		if err := s.Unblock(ctx, oversee(support, main.ID, "cleared")); err != nil {
			t.Fatal(err)
		}
		actor(t, s, u.ID)
	})
}

func TestNobodyActsOnTheirOwnAccount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		admin, ctx := operatorOf(t, s, "one@example.com", account.RoleAdministrator), t.Context()
		for _, err := range []error{s.Block(ctx, oversee(admin, admin.ID, "tired")), s.ResetSecondFactor(ctx, oversee(admin, admin.ID, "lost"))} {
			if !errors.Is(err, account.ErrOneself) {
				t.Error(err)
			}
		}
	})
}

func TestALostSecondFactorIsResetByAnOperatorAndItsOwnerIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		support, ctx := operatorOf(t, d.s, "help@example.com", account.RoleSupport), t.Context()
		if err := d.s.ResetSecondFactor(ctx, oversee(support, d.acc.ID, "lost the phone")); !errors.Is(err, account.ErrNoSecondFactor) {
			t.Errorf("without one: %v", err)
		}
		d.enrol()
		d.device("laptop")
		if err := d.s.ResetSecondFactor(ctx, oversee(support, d.acc.ID, "lost the phone")); err != nil {
			t.Fatal(err)
		}
		if f := d.state(); f.On() || f.RecoveryLeft != 0 {
			t.Errorf("left: %+v", f)
		}
		if d.mail.about("operator reset") != 1 {
			t.Error("the owner was not told")
		}
	})
}

func TestOperatorsFindAccountsByWhatTheyWereTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		support := operatorOf(t, s, "help@example.com", account.RoleSupport)
		acc := create(t, s, anna())
		subUser(t, s, acc.Actor(), "anna") // sub-users are found by their main account
		find := func(f account.AccountFilter) []account.Account {
			t.Helper()
			found, err := s.Search(t.Context(), support, f, page.Request{})
			if err != nil {
				t.Fatal(err)
			}
			return found.Items
		}
		for _, text := range []string{acc.ID, "anna@EXAMPLE", "+86138", "138 0013 8000", "林安", " Anna@", ""} {
			if found := find(account.AccountFilter{Text: text}); len(found) != 1 || found[0].ID != acc.ID {
				t.Errorf("%q: %v", text, found)
			}
		}
		for _, text := range []string{"%", "_nna", "help@example.com", "nobody", "\x00%", "\xff_"} {
			if found := find(account.AccountFilter{Text: text}); len(found) != 0 {
				t.Errorf("%q: %v", text, found)
			}
		}
		if len(find(account.AccountFilter{Kind: account.Seller})) != 0 || len(find(account.AccountFilter{Kind: account.Buyer, State: account.StateActive})) != 1 {
			t.Error("the filters do not hold")
		}
		for _, login := range []string{"b@example.com", "c@example.com"} {
			org(t, s, login)
		}
		first, err := s.Search(t.Context(), support, account.AccountFilter{}, page.Request{Limit: 2})
		if err != nil || len(first.Items) != 2 {
			t.Fatal(first, err)
		}
		rest, err := s.Search(t.Context(), support, account.AccountFilter{}, page.Request{Limit: 2, Cursor: first.Next})
		if err != nil || len(rest.Items) != 1 || rest.Next != "" || rest.Items[0].ID == first.Items[0].ID || rest.Items[0].ID == first.Items[1].ID {
			t.Error(rest, err)
		}
		if _, err := s.Search(t.Context(), acc.Actor(), account.AccountFilter{Text: "a"}, page.Request{}); !errors.Is(err, account.ErrForbidden) {
			t.Error(err)
		}
	})
}

func TestTheFileOnAnAccountShowsWhoItIsAndWhenItCameLast(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		w := newTown(t, db)
		support, ctx := operatorOf(t, w.Service, "help@example.com", account.RoleSupport), t.Context()
		acc := create(t, w.Service, anna())
		u := subUser(t, w.Service, acc.Actor(), "li.lei")
		if err := w.Service.SignedIn(ctx, account.SignIn{Account: acc, Way: account.ByPassword}); err != nil {
			t.Fatal(err)
		}
		w.session("one", acc.ID)
		d, err := w.Service.Inspect(ctx, support, acc.ID)
		if err != nil || d.Sessions != 1 || !d.SignedInAt.Equal(clk.Now()) || len(d.Users) != 1 || d.Users[0].ID != u.ID || d.Account.ID != acc.ID {
			t.Errorf("%+v, %v", d, err)
		}
	})
}
