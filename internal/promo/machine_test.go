package promo_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/promo"
)

// business-rules 5.6, 5.7, 5.8: every move that there is, written out; all others are refused.
func TestEachMachineMovesAsWrittenAndNoOtherWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		machine state.Machine
		legal   map[[2]string]string // state and event: the next state
	}{
		{promo.BatchMachine, map[[2]string]string{
			{"draft", "publish"}: "published", {"draft", "submit"}: "in_review", {"draft", "void"}: "void",
			{"in_review", "approve"}: "published", {"in_review", "reject"}: "draft", {"in_review", "withdraw"}: "draft",
			{"published", "void"}: "void", {"published", "end"}: "ended",
		}},
		{promo.CouponMachine, map[[2]string]string{
			{"unclaimed", "collect"}: "available", {"available", "use"}: "used", {"available", "expire"}: "expired",
			{"available", "void"}: "void", {"used", "return"}: "available",
		}},
		{promo.OfferMachine, map[[2]string]string{
			{"in_review", "approve"}: "active", {"in_review", "revoke"}: "revoked", {"in_review", "reject"}: "rejected", {"active", "expire"}: "expired",
		}},
		{promo.ResaleMachine, map[[2]string]string{
			{"pending_auth", "authorise"}: "authorised", {"pending_auth", "submit"}: "in_review",
			{"in_review", "approve"}: "authorised", {"in_review", "reject"}: "rejected",
			{"authorised", "modify"}: "authorised", {"authorised", "invalidate"}: "invalid", {"authorised", "expire"}: "invalid",
		}},
		{promo.CashMachine, map[[2]string]string{{"none", "issue"}: "active", {"active", "expire"}: "expired", {"active", "void"}: "void"}},
	} {
		for _, s := range c.machine.States() {
			for _, e := range c.machine.Events() {
				got, err := c.machine.Next(s, e)
				want, legal := c.legal[[2]string{s, e}]
				if got != want || legal != (err == nil) {
					t.Errorf("%s: %s in %s leads to %q (%v), want %q", c.machine.Name, e, s, got, err, want)
				}
				var illegal *state.IllegalMove
				if err != nil && !errors.As(err, &illegal) {
					t.Error(err)
				}
			}
		}
		if len(c.legal) != len(c.machine.Rows) {
			t.Errorf("%s has %d rows, want %d", c.machine.Name, len(c.machine.Rows), len(c.legal))
		}
	}
}
