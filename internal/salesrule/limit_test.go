package salesrule_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/salesrule"
)

// business-rules 5.4: so many times for each account, over orders that were not given back.
func TestOneAccountBuysASpecSoManyTimes(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.must(h.order("before the limit", desk(h.bob, 5)))
		h.limit("spc_desk", salesrule.Limit{Times: 2})
		h.must(h.order("second", desk(h.bob, 5)))
		h.want("a third", h.allowed(desk(h.bob, 5)), salesrule.ErrLimitTimes)
		h.want("somebody else", h.allowed(desk(h.eve, 5)), nil)
		other := desk(h.bob, 0)
		other.SpecID = "spc_once"
		h.want("another spec", h.allowed(other), nil)
		trial := desk(h.bob, 5)
		trial.Kind = salesrule.KindTrial
		h.want("a trial is no purchase", h.allowed(trial), nil)
		h.cancel("second")
		h.want("after a cancellation", h.allowed(desk(h.bob, 5)), nil)
	})
}

// business-rules 5.4: the most of a quantity attribute for each account, over all its orders and their pieces.
func TestOneAccountBuysSoMuchOfAQuantity(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.limit("spc_desk", salesrule.Limit{Attribute: "seats", Most: 30})
		two := desk(h.bob, 5)
		two.Selection.Count = 2
		h.must(h.order("ten", two))
		h.must(h.order("fifteen more", desk(h.bob, 15)))
		h.wantField(h.allowed(desk(h.bob, 10)), "attribute_seats", salesrule.ErrLimitQuantity)
		h.want("the last five", h.allowed(desk(h.bob, 5)), nil)
		h.want("thirty at once by another", h.allowed(desk(h.eve, 30)), nil)
		for _, sel := range []price.Selection{{Quantities: map[string]int64{"seats": math.MaxInt64}}, {Quantities: map[string]int64{"seats": 5}, Count: math.MaxInt64},
			{Quantities: map[string]int64{"seats": 1 << 40}, Count: 1 << 40}} {
			p := desk(h.cat, 0)
			p.Selection = sel
			h.wantField(h.allowed(p), "attribute_seats", salesrule.ErrLimitQuantity)
		}
		shown, err := h.Shown(t.Context(), "prd_desk", []string{"spc_desk", "spc_once"}, salesrule.BuyerOf(h.bob))
		h.must(err)
		if got := shown["spc_desk"]; got.Left != 5 || got.Buy != nil || len(shown) != 1 {
			h.t.Errorf("shown %+v", shown)
		}
		h.must(h.order("the last", desk(h.bob, 5)))
		shown, err = h.Shown(t.Context(), "prd_desk", []string{"spc_desk"}, salesrule.BuyerOf(h.bob))
		h.must(err)
		h.want("shown when nothing is left", shown["spc_desk"].Buy, salesrule.ErrLimitQuantity)
	})
}

// Two orders at once cannot both pass a limit of one, also when neither buyer nor spec was ever counted before.
func TestOfManyOrdersAtOnceExactlyAsManyPassAsTheLimitAllows(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.limit("spc_desk", salesrule.Limit{Times: 1})
		const tries = 12
		buyers := []account.Actor{h.bob, h.eve}
		type result struct {
			buyer int
			err   error
		}
		results := make(chan result)
		start := make(chan struct{})
		for i := range tries {
			for b, who := range buyers {
				go func() {
					<-start
					results <- result{b, h.order(fmt.Sprint(b, " ", i), desk(who, 5))}
				}()
			}
		}
		close(start)
		passed := make([]int, len(buyers))
		for range tries * len(buyers) {
			switch r := <-results; {
			case r.err == nil:
				passed[r.buyer]++
			case !errors.Is(r.err, salesrule.ErrLimitTimes):
				h.t.Errorf("got %v", r.err)
			}
		}
		if passed[0] != 1 || passed[1] != 1 {
			h.t.Errorf("passed %v, want one order of each buyer", passed)
		}
	})
}

func TestALimitThatSaysNothingOrTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for _, c := range []struct {
			spec  string
			limit salesrule.Limit
			field string
			want  *apperr.Error
		}{
			{"spc_desk", salesrule.Limit{Times: -1}, "times_spc_desk", salesrule.ErrTimes},
			{"spc_desk", salesrule.Limit{Times: salesrule.MaxTimes + 1}, "times_spc_desk", salesrule.ErrTimes},
			{"spc_desk", salesrule.Limit{Times: 1, Attribute: "seats", Most: 10}, "kind_spc_desk", salesrule.ErrOneLimit},
			{"spc_desk", salesrule.Limit{Attribute: "storage", Most: 10}, "attribute_spc_desk", salesrule.ErrAttribute},
			{"spc_desk", salesrule.Limit{Most: 10}, "attribute_spc_desk", salesrule.ErrAttribute},
			{"spc_once", salesrule.Limit{Attribute: "seats", Most: 10}, "attribute_spc_once", salesrule.ErrAttribute},
			{"spc_desk", salesrule.Limit{Attribute: "seats", Most: 4}, "most_spc_desk", salesrule.ErrMost},
			{"spc_desk", salesrule.Limit{Attribute: "seats", Most: salesrule.MaxMost + 1}, "most_spc_desk", salesrule.ErrMost},
			{"spc_ben", salesrule.Limit{Times: 1}, "kind_spc_ben", salesrule.ErrChoice},
		} {
			_, err := h.SetLimits(t.Context(), salesrule.SetLimitsInput{Actor: h.amy, ProductID: "prd_desk", Limits: map[string]salesrule.Limit{c.spec: c.limit}})
			h.wantField(err, c.field, c.want)
		}
		h.limit("spc_desk", salesrule.Limit{Times: 1})
		h.limit("spc_desk", salesrule.Limit{})
		h.must(h.order("one", desk(h.bob, 5)))
		h.want("without a limit again", h.allowed(desk(h.bob, 5)), nil)
	})
}
