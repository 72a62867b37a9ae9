package seller_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 2.1, 2.5, 2.6, 13.1: every move that there is, written out; all others are refused.
func TestEachMachineMovesAsWrittenAndNoOtherWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		machine state.Machine
		legal   map[[2]string]string // state and event: the next state
	}{
		{seller.EntryMachine, map[[2]string]string{
			{"not_applied", "submit"}: "reviewing", {"rejected", "submit"}: "reviewing", {"exited", "submit"}: "reviewing",
			{"reviewing", "approve"}: "admitted_uncertified", {"reviewing", "reject"}: "rejected", {"reviewing", "withdraw"}: "not_applied",
			{"admitted_uncertified", "certify"}: "active",
			{"admitted_uncertified", "expel"}:   "expelled", {"active", "expel"}: "expelled",
			{"admitted_uncertified", "exit"}: "exited", {"active", "exit"}: "exited",
		}},
		{seller.CertificationMachine, map[[2]string]string{
			{"uncertified", "submit"}: "in_review", {"rejected", "submit"}: "in_review",
			{"uncertified", "mismatch"}: "rejected", {"rejected", "mismatch"}: "rejected",
			{"in_review", "approve"}: "certified", {"in_review", "reject"}: "rejected",
			{"in_review", "lock"}: "locked", {"rejected", "lock"}: "locked", {"locked", "unlock"}: "uncertified",
		}},
		{seller.ChangeMachine, map[[2]string]string{
			{"draft", "submit"}: "in_review", {"draft", "discard"}: "withdrawn",
			{"in_review", "approve"}: "approved", {"in_review", "reject"}: "rejected", {"in_review", "withdraw"}: "withdrawn",
			{"approved", "revoke"}: "revoked", {"approved", "replace"}: "replaced",
		}},
		{seller.ComplianceMachine, map[[2]string]string{
			{"none", "upload"}: "in_review", {"rejected", "upload"}: "in_review", {"approved", "upload"}: "in_review",
			{"in_review", "approve"}: "approved", {"in_review", "reject"}: "rejected",
		}},
	} {
		states, events := map[string]bool{}, map[string]bool{}
		for move, next := range c.legal {
			states[move[0]], states[next], events[move[1]] = true, true, true
		}
		for _, s := range c.machine.States() {
			states[s] = true
		}
		for _, e := range c.machine.Events() {
			events[e] = true
		}
		for s := range states {
			for e := range events {
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
	}
}
