package salesrule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
)

// business-rules 5.3: users are added by account name and id, one by one or by a template; both must belong together.
func TestACustomerIsNamedByNameAndId(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		list := h.list("prd_desk", salesrule.ListTarget, "")
		for name, users := range map[string][]promo.User{
			"another's name":    {{ID: h.bob.ID, Name: "eve"}},
			"no such account":   {{ID: "acc_nobody", Name: "bob"}},
			"an operator":       {user(h.olga)},
			"one of two":        {user(h.eve), {ID: h.bob.ID, Name: "Bob"}},
			"an id with a zero": {{ID: "acc_\x00", Name: "bob"}},
		} {
			_, err := h.AddUsers(t.Context(), list, users)
			h.t.Log(name)
			h.wantField(err, "users", promo.ErrUserUnknown)
		}
		for _, users := range [][]promo.User{nil, make([]promo.User, promo.MaxNamed+1)} {
			_, err := h.AddUsers(t.Context(), list, users)
			h.wantField(err, "users", promo.ErrUsersMissing)
		}
		template, err := promo.ParseUsers([]byte(string(promo.Template()) + "bob," + h.bob.ID + "\r\neve," + h.eve.ID + "\r\n"))
		h.must(err)
		for _, want := range []int{2, 0} { // twice the same is once
			if n, err := h.AddUsers(t.Context(), list, template); err != nil || n != want {
				h.t.Errorf("added %d, want %d: %v", n, want, err)
			}
		}
		s, err := h.Get(t.Context(), h.amy, "prd_desk")
		h.must(err)
		if len(s.Named) != 1 || s.Named[list.Of] != 2 {
			h.t.Errorf("counted %v", s.Named)
		}
	})
}

func TestAListIsSearchedAndReadPageByPage(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		list := h.list("prd_desk", salesrule.ListTarget, "spc_desk")
		h.name(list, h.bob, h.eve, h.cat)
		h.name(h.list("prd_desk", salesrule.ListTarget, ""), h.bob)
		var got []string
		for cursor, pages := "", 0; pages < 3; pages++ {
			p, err := h.ListUsers(t.Context(), list, "", page.Request{Limit: 2, Cursor: cursor})
			h.must(err)
			for _, n := range p.Items {
				got = append(got, n.Name)
				if n.AddedName != "amy" || n.AddedAt.IsZero() {
					h.t.Errorf("%+v", n)
				}
			}
			if cursor = p.Next; cursor == "" {
				break
			}
		}
		if len(got) != 3 {
			h.t.Errorf("read %v", got)
		}
		for text, want := range map[string]int{"BO": 1, h.eve.ID: 1, "%": 0, "_": 3, "zoe": 0} {
			p, err := h.ListUsers(t.Context(), list, text, page.Request{})
			h.must(err)
			if len(p.Items) != want {
				h.t.Errorf("%q: %d found, want %d", text, len(p.Items), want)
			}
		}
		if _, err := h.ListUsers(t.Context(), list, "", page.Request{Cursor: "x"}); err == nil {
			h.t.Error("a broken cursor was taken")
		}
	})
}

func TestAListThatTheProductDoesNotHaveIsRefused(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		users := []promo.User{user(h.bob)}
		_, err := h.AddUsers(t.Context(), h.list("prd_desk", salesrule.ListTarget, "spc_ben"), users)
		h.want("another's spec", err, salesrule.ErrSpecNotFound)
		_, err = h.AddUsers(t.Context(), h.list("prd_desk", salesrule.ListTrial, ""), users)
		h.want("a trial of no spec", err, salesrule.ErrSpecNotFound)
		_, err = h.AddUsers(t.Context(), h.list("prd_desk", "friends", ""), users)
		h.wantField(err, "list", salesrule.ErrChoice)
		_, err = h.AddUsers(t.Context(), h.list("prd_duo", salesrule.ListCash, "spc_duo"), users)
		h.wantField(err, "list", salesrule.ErrChoice)
	})
}

// business-rules 5.2, 5.3, 5.5 with the copy of one's data: an account sees the lists that name it, page by page, and nobody else's.
func TestAnAccountSeesTheListsThatNameIt(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.name(h.list("prd_desk", salesrule.ListTarget, "spc_desk"), h.bob, h.eve)
		h.name(h.list("prd_desk", salesrule.ListTarget, ""), h.bob)
		h.name(h.list("prd_duo", salesrule.ListCash, ""), h.bob)
		var got []salesrule.Of
		for cursor, pages := "", 0; pages < 4; pages++ {
			p, err := h.Mine(t.Context(), h.bob, page.Request{Limit: 1, Cursor: cursor})
			h.must(err)
			for _, e := range p.Items {
				got = append(got, e.Of)
				if e.Name != "bob" || e.ProductID == "" || e.AddedAt.IsZero() {
					h.t.Errorf("%+v", e)
				}
			}
			if cursor = p.Next; cursor == "" {
				break
			}
		}
		want := []salesrule.Of{{List: salesrule.ListTarget}, {List: salesrule.ListTarget, SpecID: "spc_desk"}, {List: salesrule.ListCash}}
		if diff := cmp.Diff(want, got); diff != "" {
			h.t.Error(diff)
		}
		if p, err := h.Mine(t.Context(), h.cat, page.Request{}); err != nil || len(p.Items) != 0 {
			h.t.Errorf("who is on none: %v, %v", p.Items, err)
		}
		if _, err := h.Mine(t.Context(), account.Actor{}, page.Request{}); err == nil {
			h.t.Error("nobody asked, and was answered")
		}
	})
}
