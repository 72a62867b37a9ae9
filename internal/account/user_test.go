package account_test

import (
	"errors"
	"fmt"
	"slices"
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

// org is a seller's account with its main user.
func org(t *testing.T, s *account.Service, login string) account.Actor {
	t.Helper()
	in := anna()
	in.Login, in.Kind, in.Name = login, account.Seller, "星舟软件"
	return create(t, s, in).Actor()
}

func subUser(t *testing.T, s *account.Service, main account.Actor, name string, groups ...string) account.User {
	t.Helper()
	u, err := s.CreateUser(t.Context(), account.CreateUserInput{Actor: main, UserName: name, Password: password, Programmatic: true, Groups: groups})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func group(t *testing.T, s *account.Service, main account.Actor, name string, codes ...string) account.Group {
	t.Helper()
	g, err := s.CreateGroup(t.Context(), account.GroupInput{Actor: main, Name: name, Permissions: codes})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func actor(t *testing.T, s *account.Service, userID string) account.Actor {
	t.Helper()
	a, err := s.Actor(t.Context(), userID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// business-rules 2.9: a sub-user has what its groups give and nothing else.
func TestASubUserMayDoWhatItsGroupsGive(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		goods := group(t, s, main, "商品", "seller.products", "seller.supervision")
		tools := group(t, s, main, "接入", "seller.keys")
		u := subUser(t, s, main, "li.lei", goods.ID)
		a := actor(t, s, u.ID)
		if a.ID != main.ID || a.UserID != u.ID || a.Main() || a.Kind != account.Seller || a.Name != "li.lei" {
			t.Errorf("%+v", a)
		}
		for p, want := range map[account.Permission]bool{account.SellerProducts: true, account.SellerKeys: false, account.SellerOverview: false,
			account.BuyerOrders: false, account.MainUser: false, account.SignedIn: true, account.OperatorStaff: false} {
			if a.Can(p) != want {
				t.Errorf("%s: %t", p, a.Can(p))
			}
		}
		if err := s.UpdateUser(t.Context(), account.UpdateUserInput{Actor: main, UserID: u.ID, Name: "李雷", Programmatic: true, Groups: []string{tools.ID, goods.ID, tools.ID}}); err != nil {
			t.Fatal(err)
		}
		if a := actor(t, s, u.ID); !a.Can(account.SellerKeys) || !a.Can(account.SellerProducts) || a.Name != "李雷" {
			t.Errorf("two groups: %+v", a)
		}
		if err := s.UpdateGroup(t.Context(), account.GroupInput{Actor: main, GroupID: tools.ID, Name: "接入", Permissions: []string{"seller.calls"}, Members: []string{u.ID}}); err != nil {
			t.Fatal(err)
		}
		if a := actor(t, s, u.ID); a.Can(account.SellerKeys) || !a.Can(account.SellerCalls) {
			t.Error("a permission that was taken away still holds")
		}
		if err := s.DeleteGroup(t.Context(), main, goods.ID); err != nil {
			t.Fatal(err)
		}
		if actor(t, s, u.ID).Can(account.SellerProducts) {
			t.Error("a deleted group still gives")
		}
	})
}

// business-rules 2.9: at most 50, decided under the lock of the main account.
func TestTheFiftyFirstSubUserIsRefusedHoweverManyAskAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		if account.MaxUsers != 50 { // business-rules 1, 2.9
			t.Fatalf("a main account may have %d sub-users", account.MaxUsers)
		}
		for i := range account.MaxUsers - 2 {
			subUser(t, s, main, fmt.Sprintf("user%d", i))
		}
		var wg sync.WaitGroup
		var made, refused atomic.Int32
		for i := range 6 {
			wg.Go(func() {
				_, err := s.CreateUser(t.Context(), account.CreateUserInput{Actor: main, UserName: fmt.Sprintf("late%d", i), Password: password})
				switch {
				case err == nil:
					made.Add(1)
				case errors.Is(err, account.ErrTooManyUsers):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		users, err := s.Users(t.Context(), main)
		if made.Load() != 2 || refused.Load() != 4 || len(users) != account.MaxUsers || err != nil {
			t.Fatalf("made %d, refused %d, there are %d, %v", made.Load(), refused.Load(), len(users), err)
		}
		if err := s.RemoveUser(t.Context(), main, users[0].ID); err != nil {
			t.Fatal(err)
		}
		subUser(t, s, main, "room-again") // a removed one does not count
	})
}

func TestADisabledSubUserIsOutAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, w := setup(db)
		main := org(t, s, "star@example.com")
		u := subUser(t, s, main, "li.lei")
		open := func(name string) {
			data, err := account.SessionCodec{}.Encode(w.Now().Add(time.Hour), map[string]any{account.SessionAccount: u.ID})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Sessions().CommitCtx(t.Context(), name, data, w.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		alive := func(name string) bool {
			_, found, err := s.Sessions().FindCtx(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		open("browser")
		_, token, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: u.ID, Name: "script"})
		if err != nil {
			t.Fatal(err)
		}
		actor(t, s, u.ID) // now this node remembers it
		for range 2 {     // a form sent twice
			if err := s.DisableUser(t.Context(), main, u.ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Actor(t.Context(), u.ID); !errors.Is(err, account.ErrAccountDisabled) {
			t.Errorf("actor: %v", err)
		}
		if _, err := s.Authenticate(t.Context(), token.Reveal()); !errors.Is(err, account.ErrAccountDisabled) {
			t.Errorf("token: %v", err)
		}
		if alive("browser") {
			t.Error("the session lives")
		}
		if err := s.EnableUser(t.Context(), main, u.ID); err != nil {
			t.Fatal(err)
		}
		if a := actor(t, s, u.ID); a.UserID != u.ID {
			t.Errorf("%+v", a)
		}
		open("again")
		if err := s.ResetUserPassword(t.Context(), account.ResetUserPasswordInput{Actor: main, UserID: u.ID, Password: "another horse"}); err != nil {
			t.Fatal(err)
		}
		if alive("again") {
			t.Error("the session outlives the password")
		}
		err = s.ResetUserPassword(t.Context(), account.ResetUserPasswordInput{Actor: main, UserID: u.ID, Password: "LI.LEI"})
		if diff := cmp.Diff(map[string]string{"password": "password_short"}, codes(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestARemovedSubUserLeavesItsNameToTheLogAndItsLoginToOthers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		g := group(t, s, main, "all", "seller.keys")
		u := subUser(t, s, main, "li.lei", g.ID)
		_, token, err := s.CreateToken(t.Context(), account.CreateTokenInput{AccountID: u.ID, Name: "script"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveUser(t.Context(), main, u.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Authenticate(t.Context(), token.Reveal()); !errors.Is(err, account.ErrBadToken) {
			t.Errorf("token: %v", err)
		}
		if err := s.RemoveUser(t.Context(), main, u.ID); !errors.Is(err, account.ErrUserNotFound) {
			t.Errorf("twice: %v", err)
		}
		if err := s.EnableUser(t.Context(), main, u.ID); !errors.Is(err, account.ErrUserNotFound) {
			t.Errorf("back to life: %v", err)
		}
		kept, err := s.Get(t.Context(), u.ID)
		if err != nil || kept.State != account.StateClosed || kept.Name != "li.lei" || kept.Email != "" {
			t.Errorf("%+v, %v", kept, err)
		}
		again := subUser(t, s, main, "LI.lei")
		if g, err := s.Group(t.Context(), main, g.ID); err != nil || len(g.Members) != 0 || again.ID == u.ID {
			t.Errorf("%+v, %v", g, err)
		}
	})
}

// The page promises 3 to 64 characters, fewer than a login of one's own may have.
func TestAUserNameThatCannotBeOneIsToldTheRulesOfUserNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "login_required", "ab": "user_name_form", "li lei": "user_name_form", "li:lei": "user_name_form",
		strings.Repeat("a", 65): "user_name_form", strings.Repeat("a", 64): "", "li.lei": ""} {
		got := codes(account.CreateUserInput{UserName: name, Password: password}.Validate())["user_name"]
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestUserNamesAreUniqueWithinTheirAccountOnly(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		one, two := org(t, s, "star@example.com"), org(t, s, "moon@example.com")
		subUser(t, s, one, "admin")
		subUser(t, s, two, "admin")
		_, err := s.CreateUser(t.Context(), account.CreateUserInput{Actor: one, UserName: "ＡＤＭＩＮ", Password: password})
		if diff := cmp.Diff(map[string]string{"user_name": "user_name_taken"}, codes(err)); diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	})
}

func TestAnotherTenantSeesAndChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		one, two := org(t, s, "star@example.com"), org(t, s, "moon@example.com")
		g, other := group(t, s, one, "all", "seller.keys"), group(t, s, two, "all", "seller.keys")
		u := subUser(t, s, one, "li.lei", g.ID)
		ctx := t.Context()
		for name, err := range map[string]error{
			"update":  s.UpdateUser(ctx, account.UpdateUserInput{Actor: two, UserID: u.ID, Name: "x"}),
			"reset":   s.ResetUserPassword(ctx, account.ResetUserPasswordInput{Actor: two, UserID: u.ID, Password: password}),
			"disable": s.DisableUser(ctx, two, u.ID),
			"enable":  s.EnableUser(ctx, two, u.ID),
			"remove":  s.RemoveUser(ctx, two, u.ID),
			"itself":  s.RemoveUser(ctx, two, two.ID), // a main account is nobody's sub-user
		} {
			if !errors.Is(err, account.ErrUserNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, err := range map[string]error{
			"update": s.UpdateGroup(ctx, account.GroupInput{Actor: two, GroupID: g.ID, Name: "x"}),
			"delete": s.DeleteGroup(ctx, two, g.ID),
		} {
			if !errors.Is(err, account.ErrGroupNotFound) {
				t.Errorf("group %s: %v", name, err)
			}
		}
		if _, err := s.User(ctx, two, u.ID); !errors.Is(err, account.ErrUserNotFound) {
			t.Error(err)
		}
		err := s.UpdateGroup(ctx, account.GroupInput{Actor: two, GroupID: other.ID, Name: "all", Members: []string{u.ID}})
		if diff := cmp.Diff(map[string]string{"members": "user_not_found"}, codes(err)); diff != "" {
			t.Errorf("a stranger as member: %v %s", err, diff)
		}
		err = s.UpdateUser(ctx, account.UpdateUserInput{Actor: one, UserID: u.ID, Name: "x", Groups: []string{other.ID}})
		if diff := cmp.Diff(map[string]string{"groups": "group_not_found"}, codes(err)); diff != "" {
			t.Errorf("a group of strangers: %v %s", err, diff)
		}
		if got, err := s.User(ctx, one, u.ID); err != nil || !slices.Equal(got.Groups, []string{g.ID}) || got.Name != "li.lei" {
			t.Errorf("a refused change changed something: %+v, %v", got, err)
		}
	})
}

func TestASubUserNeverManagesTheOrganisation(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		var every []string
		for _, p := range main.Grantable() {
			every = append(every, p.Code)
		}
		g := group(t, s, main, "everything", every...)
		u := subUser(t, s, main, "li.lei", g.ID)
		a, ctx := actor(t, s, u.ID), t.Context()
		_, create := s.CreateUser(ctx, account.CreateUserInput{Actor: a, UserName: "mine", Password: password})
		_, made := s.CreateGroup(ctx, account.GroupInput{Actor: a, Name: "mine"})
		_, users := s.Users(ctx, a)
		_, groups := s.Groups(ctx, a)
		for name, err := range map[string]error{"create": create, "group": made, "users": users, "groups": groups,
			"promote": s.UpdateUser(ctx, account.UpdateUserInput{Actor: a, UserID: u.ID, Name: "x"}), "remove": s.RemoveUser(ctx, a, u.ID),
			"delete": s.DeleteGroup(ctx, a, g.ID), "reset": s.ResetUserPassword(ctx, account.ResetUserPasswordInput{Actor: a, UserID: u.ID, Password: password})} {
			if !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAGroupTakesOnlyPermissionsThatCanBeGiven(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		main := org(t, s, "star@example.com")
		for _, code := range []string{"operator.staff", "main_user", "signed_in", "nobody.knows"} {
			_, err := s.CreateGroup(t.Context(), account.GroupInput{Actor: main, Name: "g", Permissions: []string{"seller.keys", code}})
			if diff := cmp.Diff(map[string]string{"permissions": "permission_unknown"}, codes(err)); diff != "" {
				t.Errorf("%s: %v %s", code, err, diff)
			}
		}
		g := group(t, s, main, " Sales ", "seller.orders", "seller.keys", "buyer.orders", "seller.keys")
		want := account.Group{ID: g.ID, AccountID: main.ID, Name: "Sales", Permissions: []string{"buyer.orders", "seller.orders", "seller.keys"}, CreatedAt: g.CreatedAt}
		got, err := s.Group(t.Context(), main, g.ID)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		_, err = s.CreateGroup(t.Context(), account.GroupInput{Actor: main, Name: "Sales"})
		if diff := cmp.Diff(map[string]string{"name": "group_name_taken"}, codes(err)); diff != "" {
			t.Error(diff)
		}
		other := group(t, s, main, "Other")
		err = s.UpdateGroup(t.Context(), account.GroupInput{Actor: main, GroupID: other.ID, Name: "Sales"})
		if diff := cmp.Diff(map[string]string{"name": "group_name_taken"}, codes(err)); diff != "" {
			t.Error(diff)
		}
	})
}
