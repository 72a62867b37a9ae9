package salesrule_test

import (
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/salesrule"
)

// business-rules 5.5: once a spec is there nobody may try it until users are added; deleted, a user may no longer.
func TestAWhitelistedTrialIsForNobodyUntilCustomersAreNamed(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		trial := desk(h.bob, 5)
		trial.Kind = salesrule.KindTrial
		h.want("before", h.allowed(trial), nil)
		h.trials("spc_desk")
		h.want("an empty list", h.allowed(trial), salesrule.ErrTrialInvited)
		h.want("buying is not trying", h.allowed(desk(h.bob, 5)), nil)
		list := h.list("prd_desk", salesrule.ListTrial, "spc_desk")
		h.name(list, h.bob)
		h.want("named", h.allowed(trial), nil)
		shown, err := h.Shown(t.Context(), "prd_desk", []string{"spc_desk"}, salesrule.BuyerOf(h.eve))
		h.must(err)
		h.want("shown to another", shown["spc_desk"].Try, salesrule.ErrTrialInvited)
		h.want("shown to another who buys", shown["spc_desk"].Buy, nil)
		shown, err = h.Shown(t.Context(), "prd_desk", []string{"spc_desk"}, salesrule.Buyer{})
		h.must(err)
		h.want("shown to a visitor", shown["spc_desk"].Try, salesrule.ErrSignIn)
		h.must(h.RemoveUser(t.Context(), list, h.bob.ID))
		h.want("deleted", h.allowed(trial), salesrule.ErrTrialInvited)
		h.trials()
		h.want("open again", h.allowed(trial), nil)
	})
}

// business-rules 4.7.
func TestWhatHasNoTrialHasNoListOfIt(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for spec, want := range map[string]*apperr.Error{"spc_once": salesrule.ErrNoTrial, "spc_ben": salesrule.ErrChoice} {
			_, err := h.SetTrials(t.Context(), salesrule.SetTrialsInput{Actor: h.amy, ProductID: "prd_desk", Specs: []string{spec}})
			h.wantField(err, "specs", want)
		}
		_, err := h.AddUsers(t.Context(), h.list("prd_desk", salesrule.ListTrial, "spc_once"), nil)
		h.wantField(err, "spec", salesrule.ErrNoTrial)
	})
}

// business-rules 5.2: two switches, each for nobody, everybody or named customers; only joint products.
func TestCreditIsForWhomTheSellerLets(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		set := func(product string, cash, line salesrule.Mode) error {
			rev := h.rev(product)
			_, err := h.SetCredit(t.Context(), salesrule.SetCreditInput{Actor: h.amy, ProductID: product, Rev: rev, Cash: cash, Line: line})
			return err
		}
		credit := func(who account.Actor) salesrule.Credit {
			c, err := h.Credit(t.Context(), h.db.Reader(), "prd_duo", who.ID)
			h.must(err)
			return c
		}
		h.want("a general product", set("prd_desk", salesrule.ModeAll, salesrule.ModeOff), salesrule.ErrCreditJoint)
		_, err := h.AddUsers(t.Context(), h.list("prd_desk", salesrule.ListCash, ""), nil)
		h.want("a list of a general product", err, salesrule.ErrCreditJoint)
		if got := credit(h.bob); got != (salesrule.Credit{}) {
			h.t.Errorf("before: %+v", got)
		}
		h.must(set("prd_duo", salesrule.ModeAll, salesrule.ModeNamed))
		h.name(h.list("prd_duo", salesrule.ListLine, ""), h.eve)
		if bob, eve := credit(h.bob), credit(h.eve); bob != (salesrule.Credit{Cash: true}) || eve != (salesrule.Credit{Cash: true, Line: true}) {
			h.t.Errorf("bob %+v, eve %+v", bob, eve)
		}
		h.must(h.RemoveUser(t.Context(), h.list("prd_duo", salesrule.ListLine, ""), h.eve.ID))
		h.must(set("prd_duo", salesrule.ModeOff, salesrule.ModeNamed))
		if eve := credit(h.eve); eve != (salesrule.Credit{}) {
			h.t.Errorf("switched off: %+v", eve)
		}
		h.wantField(set("prd_duo", "some", salesrule.ModeOff), "cash", salesrule.ErrChoice)
		h.wantField(set("prd_duo", salesrule.ModeOff, ""), "line", salesrule.ErrChoice)
		if rules, err := h.Get(t.Context(), h.amy, "prd_duo"); err != nil || rules.Rules.Line != salesrule.ModeNamed {
			h.t.Errorf("%+v, %v", rules.Rules, err)
		}
		general := h.products["prd_duo"]
		general.Joint = false
		h.must(set("prd_duo", salesrule.ModeAll, salesrule.ModeAll))
		h.products["prd_duo"] = general
		if bob := credit(h.bob); bob != (salesrule.Credit{}) {
			h.t.Errorf("a product that is general: %+v", bob)
		}
	})
}
