package salesrule_test

import (
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/salesrule"
)

// business-rules 5.3: all, named, enterprise, personal; others may not buy. A spec narrows the product, and never widens it.
func TestABuyerMustFitTheTargetOfTheProductAndOfTheSpec(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.name(h.list("prd_desk", salesrule.ListTarget, ""), h.bob)
		h.name(h.list("prd_desk", salesrule.ListTarget, "spc_desk"), h.eve)
		visitor := account.Actor{}
		for _, c := range []struct {
			product, spec         salesrule.Target
			bob, eve, cat, nobody *apperr.Error
		}{
			{"all", "", nil, nil, nil, nil},
			{"all", "named", salesrule.ErrNotForYou, nil, salesrule.ErrNotForYou, salesrule.ErrSignIn},
			{"all", "personal", nil, salesrule.ErrPersonalOnly, salesrule.ErrPersonalOnly, salesrule.ErrPersonalOnly},
			{"named", "", nil, salesrule.ErrNotForYou, salesrule.ErrNotForYou, salesrule.ErrSignIn},
			{"named", "named", salesrule.ErrNotForYou, salesrule.ErrNotForYou, salesrule.ErrNotForYou, salesrule.ErrSignIn},
			{"enterprise", "", salesrule.ErrEnterpriseOnly, nil, salesrule.ErrEnterpriseOnly, salesrule.ErrEnterpriseOnly},
			{"enterprise", "named", salesrule.ErrEnterpriseOnly, nil, salesrule.ErrEnterpriseOnly, salesrule.ErrEnterpriseOnly},
			{"personal", "", nil, salesrule.ErrPersonalOnly, salesrule.ErrPersonalOnly, salesrule.ErrPersonalOnly},
		} {
			h.target("prd_desk", c.product, map[string]salesrule.Target{"spc_desk": c.spec})
			for who, want := range map[*account.Actor]*apperr.Error{&h.bob: c.bob, &h.eve: c.eve, &h.cat: c.cat, &visitor: c.nobody} {
				what := string(c.product) + "/" + string(c.spec) + " for " + who.Name
				h.want(what, h.allowed(desk(*who, 5)), want)
				shown, err := h.Shown(t.Context(), "prd_desk", []string{"spc_desk", "spc_once"}, salesrule.BuyerOf(*who))
				h.must(err)
				h.want("shown: "+what, shown["spc_desk"].Buy, want)
				trial := desk(*who, 5)
				trial.Kind = salesrule.KindTrial
				h.want("trial: "+what, h.allowed(trial), want)
			}
		}
	})
}

func TestATargetThatNobodyFitsIsRefused(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for name, c := range map[string]struct {
			product salesrule.Target
			specs   map[string]salesrule.Target
			field   string
			want    *apperr.Error
		}{
			"persons of an enterprise product": {"enterprise", map[string]salesrule.Target{"spc_desk": "personal"}, "target_spc_desk", salesrule.ErrOpposite},
			"enterprises of a personal one":    {"personal", map[string]salesrule.Target{"spc_desk": "enterprise"}, "target_spc_desk", salesrule.ErrOpposite},
			"a wider spec":                     {"named", map[string]salesrule.Target{"spc_desk": "all"}, "target_spc_desk", salesrule.ErrChoice},
			"another product's spec":           {"all", map[string]salesrule.Target{"spc_ben": "named"}, "target_spc_ben", salesrule.ErrChoice},
			"nobody":                           {"none", nil, "target", salesrule.ErrChoice},
			"nothing":                          {"", nil, "target", salesrule.ErrChoice},
		} {
			_, err := h.SetTarget(t.Context(), salesrule.SetTargetInput{Actor: h.amy, ProductID: "prd_desk", Target: c.product, Specs: c.specs})
			h.t.Log(name)
			h.wantField(err, c.field, c.want)
		}
		if rev := h.rev("prd_desk"); rev != 0 {
			h.t.Errorf("something was written: revision %d", rev)
		}
	})
}

// business-rules 5.3: deleting a user revokes.
func TestWhoIsTakenOffAListMayNotBuyFromThenOn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		list := h.list("prd_desk", salesrule.ListTarget, "")
		h.target("prd_desk", salesrule.TargetNamed, nil)
		h.want("before", h.allowed(desk(h.bob, 5)), salesrule.ErrNotForYou)
		h.name(list, h.bob)
		h.want("named", h.allowed(desk(h.bob, 5)), nil)
		h.must(h.RemoveUser(t.Context(), list, h.bob.ID))
		h.want("taken off", h.allowed(desk(h.bob, 5)), salesrule.ErrNotForYou)
		h.want("taken off twice", h.RemoveUser(t.Context(), list, h.bob.ID), salesrule.ErrUserNotListed)
	})
}

func TestOfTwoWhoChangeTheSameRulesTheSecondHearsOfIt(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		set := func(rev int64, to salesrule.Target) (salesrule.Sheet, error) {
			return h.SetTarget(t.Context(), salesrule.SetTargetInput{Actor: h.amy, ProductID: "prd_desk", Rev: rev, Target: to})
		}
		first, err := set(0, salesrule.TargetEnterprise)
		h.must(err)
		_, err = set(0, salesrule.TargetPersonal)
		h.want("an old form", err, salesrule.ErrChanged)
		again, err := set(0, salesrule.TargetEnterprise)
		h.must(err)
		if again.Rev != first.Rev || again.Rules.Target != salesrule.TargetEnterprise {
			h.t.Errorf("the same again: got %+v, want revision %d", again, first.Rev)
		}
		h.target("prd_desk", salesrule.TargetPersonal, nil)
		if rev := h.rev("prd_desk"); rev != first.Rev+1 {
			h.t.Errorf("revision %d", rev)
		}
	})
}

func TestTheRulesOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		sub := h.amy
		sub.UserID, h.grants["usr_sub"] = "usr_sub", []string{"prd_duo"}
		for name, c := range map[string]struct {
			who     account.Actor
			product string
			want    *apperr.Error
		}{
			"another seller":         {h.ben, "prd_desk", salesrule.ErrProductNotFound},
			"a product not on sale":  {h.amy, "prd_gone", salesrule.ErrProductNotFound},
			"a sub-user not granted": {sub, "prd_desk", salesrule.ErrProductNotFound},
			"a buyer":                {h.bob, "prd_desk", account.ErrForbidden},
			"an operator":            {h.olga, "prd_desk", account.ErrForbidden},
			"nobody":                 {account.Actor{}, "prd_desk", account.ErrUnauthenticated},
		} {
			ctx, list := t.Context(), salesrule.UsersInput{Actor: c.who, ProductID: c.product, Of: salesrule.Of{List: salesrule.ListTarget}}
			_, err := h.Get(ctx, c.who, c.product)
			h.want(name+" reads", err, c.want)
			_, err = h.SetTarget(ctx, salesrule.SetTargetInput{Actor: c.who, ProductID: c.product, Target: salesrule.TargetNamed})
			h.want(name+" sets a target", err, c.want)
			_, err = h.SetLimits(ctx, salesrule.SetLimitsInput{Actor: c.who, ProductID: c.product})
			h.want(name+" limits", err, c.want)
			_, err = h.SetTrials(ctx, salesrule.SetTrialsInput{Actor: c.who, ProductID: c.product})
			h.want(name+" invites", err, c.want)
			_, err = h.SetCredit(ctx, salesrule.SetCreditInput{Actor: c.who, ProductID: c.product, Cash: salesrule.ModeAll, Line: salesrule.ModeOff})
			h.want(name+" lends", err, c.want)
			_, err = h.AddUsers(ctx, list, nil)
			h.want(name+" names", err, c.want)
			h.want(name+" unnames", h.RemoveUser(ctx, list, "acc_x"), c.want)
		}
		if _, err := h.Get(t.Context(), sub, "prd_duo"); err != nil {
			h.t.Errorf("a granted product: %v", err)
		}
		h.target("prd_desk", salesrule.TargetNamed, nil)
		if rules, err := h.Summaries(t.Context(), h.ben, []string{"prd_desk"}); err != nil || len(rules) != 0 {
			h.t.Errorf("another's rules: %v, %v", rules, err)
		}
		if rules, err := h.Summaries(t.Context(), h.amy, []string{"prd_desk", "prd_duo"}); err != nil || len(rules) != 1 || rules["prd_desk"].Target != salesrule.TargetNamed {
			h.t.Errorf("one's own: %v, %v", rules, err)
		}
	})
}
