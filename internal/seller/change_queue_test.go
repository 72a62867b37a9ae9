package seller_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// What an operator had looked at is part of the decision.
func TestTheTicksOfADecisionAreKeptWithTheChange(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		ann := h.trader(h.ann)
		shop, call := h.want(ann, seller.ChangeStorefront, h.store(ann)), h.want(ann, seller.ChangeContact, contact())
		if len(shop.Checklist) != 0 {
			t.Errorf("ticked before the decision: %v", shop.Checklist)
		}
		if _, err := h.RejectChange(ctx, seller.ChangeReviewInput{Actor: h.olga, ChangeID: shop.ID, Rev: shop.Rev, Reason: "请补充品牌故事。",
			Checklist: []string{"law", "media", "made,up", "law"}}); err != nil {
			t.Fatal(err)
		}
		// As for an application (business-rules 2.4): who has not looked at everything does not approve.
		for _, some := range [][]string{nil, {"made,up"}, {"law"}} {
			in := seller.ChangeReviewInput{Actor: h.olga, ChangeID: call.ID, Rev: call.Rev, Checklist: some}
			if _, err := h.ApproveChange(ctx, in); !errors.Is(err, seller.ErrChecklist) {
				t.Errorf("approved with %v: %v", some, err)
			}
		}
		if got, err := h.Change(ctx, h.otto, call.ID); err != nil || got.State != seller.ChangeInReview || got.Rev != call.Rev {
			t.Errorf("a refused approval left %+v, %v", got, err)
		}
		if _, err := h.ApproveChange(ctx, seller.ChangeReviewInput{Actor: h.olga, ChangeID: call.ID, Rev: call.Rev, Reason: "typed and not meant",
			Checklist: seller.ChangeChecklist(seller.ChangeContact)}); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string][]string{shop.ID: {"media", "law"}, call.ID: {"contacts"}} {
			got, err := h.Change(ctx, h.otto, id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Checklist); diff != "" {
				t.Errorf("%s (-want +got):\n%s", got.Kind, diff)
			}
			if got.State == seller.ChangeApproved && got.Reason != "" {
				t.Errorf("an approval has the reason %q", got.Reason)
			}
		}
		for _, k := range seller.ChangeKinds() {
			if len(seller.ChangeChecklist(k)) == 0 {
				t.Errorf("nothing to look at in %s", k)
			}
		}
	})
}

func TestChangesAreFoundByTheNameOfTheirSeller(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		changes := map[string]string{}
		for name, who := range map[string]account.Actor{"ann": h.admit(h.ann), "pia": h.admit(h.pia)} {
			next := contact()
			next.Contact.Name = "吴宁"
			changes[name] = h.want(who, seller.ChangeContact, next).ID
		}
		for text, want := range map[string][]string{"苇桥": {"ann", "pia"}, "reedBRIDGE": {"ann", "pia"}, "上海": {"ann"}, " 王小明 ": {"pia"}, "100%": nil, "zh": nil,
			"_": nil, "'; --": nil, "\x00": nil, "": {"ann", "pia"}} {
			for _, state := range []string{"", seller.AllStates} {
				list, err := h.Changes(t.Context(), h.olga, seller.ChangeFilter{Text: text, State: state}, page.Request{})
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				var got []string
				for name, id := range changes {
					if slices.ContainsFunc(list.Items, func(c seller.Change) bool { return c.ID == id }) {
						got = append(got, name)
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q in %q (-want +got):\n%s", text, state, diff)
				}
			}
		}
	})
}
