package account_test

import (
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// wall is a wall clock that the test moves apart from business time.
type wall struct {
	mu sync.Mutex
	at time.Time
}

func (w *wall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *wall) advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// cheap is a cost for tests that are not about hashing.
var cheap = account.Cost{Memory: 64, Time: 1, Threads: 1}

func setup(db *storage.DB) (*account.Service, *wall) {
	w := &wall{at: storetest.Start()}
	return account.New(db, slog.New(slog.DiscardHandler), account.WithWall(w.Now), account.WithCost(cheap)), w
}

const password = secret.Text("correct horse")

func anna() account.CreateInput {
	return account.CreateInput{Login: "Anna@Example.com", Password: password, Kind: account.Buyer, Name: "林安娜", Phone: "+86 138-0013-8000", Lang: "zh"}
}

func create(t *testing.T, s *account.Service, in account.CreateInput) account.Account {
	t.Helper()
	acc, err := s.Create(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return acc
}

// codes are the codes of an error's fields.
func codes(err error) map[string]string {
	out := map[string]string{}
	for field, e := range apperr.FieldsOf(err) {
		out[field] = e.Code
	}
	return out
}

func TestAnAccountIsKeptAsItWasGiven(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		want := account.Account{ID: acc.ID, Login: "Anna@Example.com", Name: "林安娜", Kind: account.Buyer, Email: "Anna@Example.com",
			Phone: "+8613800138000", Lang: "zh", Country: "CN", CreatedAt: clk.Now(), State: account.StateActive, Programmatic: true, Roles: []account.Role{}}
		got, err := s.Get(t.Context(), acc.ID)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		many, err := s.GetMany(t.Context(), []string{acc.ID, "acc_nobody", acc.ID})
		if diff := cmp.Diff(map[string]account.Account{acc.ID: want}, many); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if many, err := s.GetMany(t.Context(), nil); err != nil || len(many) != 0 {
			t.Errorf("%v, %v", many, err)
		}
		if _, err := s.Get(t.Context(), "acc_nobody"); !errors.Is(err, account.ErrAccountNotFound) {
			t.Error(err)
		}
		if by, err := s.ByLogin(t.Context(), " ANNA@example.COM "); err != nil || by.ID != acc.ID {
			t.Errorf("%v, %v", by, err)
		}
	})
}

func TestALoginIsUniqueWithoutRegardToCaseAndWidth(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		create(t, s, anna())
		for _, login := range []string{"anna@example.com", "ANNA@EXAMPLE.COM", " anna@example.com ", "ａｎｎａ@example.com"} {
			in := anna()
			in.Login = login
			_, err := s.Create(t.Context(), in)
			if diff := cmp.Diff(map[string]string{"login": "login_taken"}, codes(err)); diff != "" {
				t.Errorf("%q: %v %s", login, err, diff)
			}
		}
	})
}

func TestEveryBadFieldIsNamed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*account.CreateInput)
		want   map[string]string
	}{
		"all empty": {func(in *account.CreateInput) { *in = account.CreateInput{} }, map[string]string{"login": "login_required",
			"password": "password_required", "kind": "account_kind_unknown", "name": "account_name_required", "lang": "language_unknown"}},
		"short login":         {func(in *account.CreateInput) { in.Login = "ab" }, map[string]string{"login": "login_form"}},
		"space in login":      {func(in *account.CreateInput) { in.Login = "a b c" }, map[string]string{"login": "login_form"}},
		"null in login":       {func(in *account.CreateInput) { in.Login = "a\x00bc" }, map[string]string{"login": "login_form"}},
		"broken text":         {func(in *account.CreateInput) { in.Login, in.Name = "abc\xff", "a\xff" }, map[string]string{"login": "login_form", "name": "account_name_form"}},
		"short password":      {func(in *account.CreateInput) { in.Password = "1234567" }, map[string]string{"password": "password_short"}},
		"eight Chinese signs": {func(in *account.CreateInput) { in.Password = "一二三四五六七八" }, map[string]string{}},
		"long password":       {func(in *account.CreateInput) { in.Password = secret.Text(strings.Repeat("x", 257)) }, map[string]string{"password": "password_long"}},
		"password is login":   {func(in *account.CreateInput) { in.Password = "anna@EXAMPLE.com" }, map[string]string{"password": "password_is_login"}},
		"kind":                {func(in *account.CreateInput) { in.Kind = "admin" }, map[string]string{"kind": "account_kind_unknown"}},
		"long name":           {func(in *account.CreateInput) { in.Name = strings.Repeat("名", 65) }, map[string]string{"name": "account_name_too_long"}},
		"line in name":        {func(in *account.CreateInput) { in.Name = "a\r\nBcc: x" }, map[string]string{"name": "account_name_form"}},
		"e-mail with name":    {func(in *account.CreateInput) { in.Email = "A <a@b.example>" }, map[string]string{"email": "email_form"}},
		"e-mail with line":    {func(in *account.CreateInput) { in.Email = "a@b.example\r\nBcc: c@d.example" }, map[string]string{"email": "email_form"}},
		"phone":               {func(in *account.CreateInput) { in.Phone = "call me" }, map[string]string{"phone": "phone_form"}},
		"language":            {func(in *account.CreateInput) { in.Lang = "fr" }, map[string]string{"lang": "language_unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := anna()
			tc.change(&in)
			if diff := cmp.Diff(tc.want, codes(in.Validate())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAProfileIsChangedAndSeenAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		if a, err := s.Actor(t.Context(), acc.ID); err != nil || a.Lang != "zh" {
			t.Fatalf("%+v, %v", a, err)
		}
		if err := s.UpdateProfile(t.Context(), account.ProfileInput{AccountID: acc.ID, Name: " Anna ", Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		want := account.Account{ID: acc.ID, Kind: account.Buyer, Name: "Anna", Lang: "en", Country: "CN"}.Actor()
		if a, err := s.Actor(t.Context(), acc.ID); err != nil || a != want {
			t.Errorf("%+v, %v", a, err)
		}
		if r, err := s.Recipient(t.Context(), acc.ID); err != nil || r.Email != "Anna@Example.com" || r.Name != "Anna" || r.Lang != "en" {
			t.Errorf("%+v, %v", r, err)
		}
		if err := s.UpdateProfile(t.Context(), account.ProfileInput{AccountID: "acc_nobody", Name: "x", Lang: "en"}); !errors.Is(err, account.ErrAccountNotFound) {
			t.Error(err)
		}
	})
}

func TestTheDirectoryKnowsTheOperators(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		create(t, s, anna())
		in := anna()
		in.Login, in.Kind = "op@example.com", account.Operator
		op := create(t, s, in)
		if ids, err := s.Operators(t.Context()); err != nil || !cmp.Equal(ids, []string{op.ID}) {
			t.Errorf("%v, %v", ids, err)
		}
	})
}

func TestOnlyTheRightKindMayAct(t *testing.T) {
	t.Parallel()
	if a, ok := account.ActorFrom(t.Context()); ok || !errors.Is(a.Is(account.Buyer), account.ErrUnauthenticated) {
		t.Errorf("nobody: %t, %v", ok, a.Is(account.Buyer))
	}
	ctx := account.WithActor(t.Context(), account.Actor{ID: "acc_1", Kind: account.Seller})
	a, ok := account.ActorFrom(ctx)
	if err := a.Is(account.Buyer, account.Seller); !ok || err != nil || a.ID != "acc_1" {
		t.Errorf("seller: %t, %v", ok, err)
	}
	if err := a.Is(account.Operator); !errors.Is(err, account.ErrForbidden) {
		t.Errorf("seller as operator: %v", err)
	}
}
