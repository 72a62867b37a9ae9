package seller_test

import (
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 4.6, 4.8: hardware is for whitelisted sellers. Operators keep the list, with a reason, and the seller is told.
func TestOperatorsKeepTheListOfHardwareSellers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		own := h.record(ann).Seller
		set := func(who account.Actor, rev int64, allowed bool, reason string) error {
			_, err := h.SetHardware(t.Context(), seller.SetHardwareInput{Actor: who, SellerID: own.ID, Rev: rev, Allowed: allowed, Reason: reason})
			return err
		}
		may := func() bool {
			t.Helper()
			out, err := h.MaySellHardware(t.Context(), db.Reader(), own.ID)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if may() || h.record(ann).Standing.Hardware {
			t.Error("a seller begins on the list")
		}
		wantErr(t, "a seller decides", set(ann, 0, true, why), account.ErrForbidden)
		wantErr(t, "of an old page", set(h.olga, 7, true, why), seller.ErrStandingChanged)
		if err := set(h.olga, 0, true, " "); apperr.FieldsOf(err)["reason"] == nil || may() {
			t.Errorf("without a reason: %v", err)
		}
		for _, allowed := range []bool{false, true} { // that it is not on the list is so already, and no decision
			if err := set(h.olga, 0, allowed, why); err != nil || may() != allowed {
				t.Errorf("allowed %v: %v, may %v", allowed, err, may())
			}
		}
		if err := h.level(ann, seller.LevelLeading); err != nil {
			t.Fatal(err)
		}
		if st := h.record(ann).Standing; !may() || !st.Hardware || st.Rev != 2 {
			t.Errorf("after another decision: %+v", st)
		}
		if err := set(h.olga, 2, false, why); err != nil || may() {
			t.Errorf("it is still on the list: %v", err)
		}
		got := h.lines(own.ID, "seller.hardware_set")
		if len(got) != 2 || !strings.Contains(got[1].After, "true") || !strings.Contains(got[0].After, "false") || got[0].Reason != why {
			t.Errorf("recorded: %+v", got)
		}
		if h.told(ann, "seller.hardware_allowed") != 1 || h.told(ann, "seller.hardware_stopped") != 1 {
			t.Error("the seller was not told of each")
		}
	})
}
