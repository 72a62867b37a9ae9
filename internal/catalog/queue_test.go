package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
)

// at is an instant of November 2026 in Shanghai; the 23rd is a Monday.
func at(day, hour int) time.Time {
	return time.Date(2026, 11, day, hour, 0, 0, 0, period.Shanghai())
}

// moved brings the clock to an instant.
func (h *house) moved(to time.Time) {
	h.t.Helper()
	h.clk.Advance(to.Sub(h.clk.Now()))
}

// titled is a content with a name of its own.
func titled(name string) catalog.Content {
	c := good()
	c.Name.ZH = name
	return c
}

// business-rules 4.1: default SLA 3 working days; longer if the seller submits many applications in 1 calendar day.
func TestAReviewIsDueInThreeWorkingDaysAndLaterForWhoSubmitsMany(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.moved(at(23, 9))
		due := func(a catalog.Application) string { return a.DueAt.In(period.Shanghai()).Format("01-02 15:04") }
		var first catalog.Application
		var got []string
		for i := range 11 {
			a := h.submitted(h.draft(titled(fmt.Sprintf("多件商品%c", 'A'+i))))
			if i == 0 {
				first = a
			}
			got = append(got, due(a))
		}
		three, four, five := "11-26 09:00", "11-27 09:00", "11-30 09:00"
		if diff := cmp.Diff([]string{three, three, three, three, three, four, four, four, four, four, five}, got); diff != "" {
			h.t.Error(diff)
		}
		// Another seller's are none of them, and the next day begins anew.
		c := good()
		c.Logo, c.Guide.Blob, c.Images, c.Copyright.Blob = "blb_logo_acc_ben_1", "blb_guide_acc_ben_1", []string{"blb_product_image_acc_ben_1"}, "blb_copyright_acc_ben_1"
		d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.ben, Content: c})
		h.ok(err)
		bens, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.ben, ApplicationID: d.ID, Rev: d.Rev})
		h.ok(err)
		if due(bens) != three {
			h.t.Errorf("another seller's is due %s", due(bens))
		}
		// One that is withdrawn and submitted again on the same day counts once, and waits anew.
		h.moved(at(23, 10))
		w, err := h.Withdraw(h.t.Context(), catalog.WithdrawInput{Actor: h.amy, ApplicationID: first.ID})
		h.ok(err)
		again, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: first.ID, Rev: w.Rev})
		h.ok(err)
		if due(again) != "11-30 10:00" {
			h.t.Errorf("submitted again it is due %s", due(again))
		}
		h.moved(at(24, 0))
		if next := h.submitted(h.draft(titled("次日商品"))); due(next) != "11-27 00:00" {
			h.t.Errorf("on the next day one is due %s", due(next))
		}
	})
}

func TestTheReviewLimitIsASetting(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for name, c := range map[string]struct {
			limit catalog.ReviewLimit
			want  []int // working days for three applications in a row
		}{
			"one more for each":     {catalog.ReviewLimit{Days: 1, PerDay: 1, Most: 2}, []int{1, 2, 2}},
			"never longer":          {catalog.ReviewLimit{Days: 2, Most: 2}, []int{2, 2, 2}},
			"the usual one for few": {catalog.DefaultReviewLimit(), []int{3, 3, 3}},
		} {
			s, err := catalog.New(catalog.Deps{DB: h.db, Queue: h.queue, Sellers: h.sellers, Standing: h.stands, Notify: h.notify, Files: shelf{}, URLs: gate{},
				Categories: categories(), CacheFor: -1, Review: c.limit})
			h.ok(err)
			h.clk.Advance(24 * time.Hour) // what was submitted before is of another day
			var got []int
			for range 3 {
				d := h.draft(good())
				a, err := s.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
				h.ok(err)
				got = append(got, period.WorkingDays(a.SubmittedAt, a.DueAt, period.Shanghai()))
			}
			if !slices.Equal(got, c.want) {
				h.t.Errorf("%s: due after %v working days, want %v", name, got, c.want)
			}
		}
	})
}

func TestNothingStartsWithAReviewLimitOutOfItsRange(t *testing.T) {
	t.Parallel()
	for _, l := range []catalog.ReviewLimit{{Days: 0, PerDay: 5, Most: 10}, {Days: 31, Most: 31}, {Days: 3, PerDay: -1, Most: 10}, {Days: 3, PerDay: 5, Most: 2}, {Days: 3, PerDay: 5, Most: 61}} {
		if _, err := catalog.New(catalog.Deps{Review: l}); err == nil {
			t.Errorf("%+v is accepted", l)
		}
	}
}

// business-rules 4.1: of those waiting the first due comes first; seller and operator see the same place.
func TestWhoWaitsSeesItsPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		h.moved(at(23, 9))
		var mine []catalog.Application
		for i := range 6 {
			mine = append(mine, h.submitted(h.draft(titled(fmt.Sprintf("排队商品%c", 'A'+i)))))
			h.clk.Advance(time.Minute)
		}
		h.moved(at(24, 8)) // due on the 27th at 8:00; the sixth of the day before on the 27th at 9:05
		later := h.submitted(h.draft(titled("次日商品")))
		places := func(actor account.Actor) map[string]int {
			list, err := h.Applications(ctx, actor, catalog.ApplicationFilter{State: catalog.StatePending}, page.Request{})
			h.ok(err)
			out := map[string]int{}
			for _, a := range list.Items {
				out[a.ID] = a.Position
			}
			return out
		}
		want := map[string]int{later.ID: 6, mine[5].ID: 7}
		for i, a := range mine[:5] {
			want[a.ID] = i + 1
		}
		if diff := cmp.Diff(want, places(h.amy)); diff != "" {
			h.t.Error(diff)
		}
		queue, err := h.Queue(ctx, h.olga, catalog.QueueFilter{}, page.Request{})
		h.ok(err)
		for i, a := range queue.Items {
			if a.Position != i+1 || want[a.ID] != i+1 {
				h.t.Errorf("%s is %d in the queue, and says %d", a.ID, i+1, a.Position)
			}
		}
		h.approved(mine[0])
		d, err := h.ApplicationDetail(ctx, h.amy, later.ID)
		h.ok(err)
		if d.Position != 5 {
			h.t.Errorf("after one was decided on it is %d", d.Position)
		}
		if d, err := h.ApplicationDetail(ctx, h.amy, mine[0].ID); err != nil || d.Position != 0 {
			h.t.Errorf("what is decided on has place %d, %v", d.Position, err)
		}
	})
}

func TestTheQueueIsFilteredByWhatAnOperatorLooksFor(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		h.stands.plans = []seller.Plan{seller.PlanJoint}
		h.moved(at(23, 9))
		image := minimal(catalog.DeliveryImage)
		image.Family = catalog.FamilyJoint
		first := h.submitted(h.draft(image))
		h.clk.Advance(time.Minute) // of two submitted at one moment the ids decide
		live := h.approved(h.submitted(h.draft(titled("在售商品"))))
		h.moved(at(25, 9))
		second := h.submitted(h.draft(titled("普通商品")))
		h.clk.Advance(time.Minute)
		delist := h.asked(live.ProductID)
		h.moved(at(26, 9)) // the first is due now
		for name, c := range map[string]struct {
			f    catalog.QueueFilter
			want []string
		}{
			"nothing":                            {catalog.QueueFilter{}, []string{first.ID, second.ID, delist.ID}},
			"a kind":                             {catalog.QueueFilter{Kind: catalog.KindDelist}, []string{delist.ID}},
			"a delivery type":                    {catalog.QueueFilter{Delivery: catalog.DeliveryImage}, []string{first.ID}},
			"the type of what is to be delisted": {catalog.QueueFilter{Kind: catalog.KindDelist, Delivery: catalog.DeliverySaaS, Family: catalog.FamilyGeneral}, []string{delist.ID}},
			"a family":                           {catalog.QueueFilter{Family: catalog.FamilyJoint}, []string{first.ID}},
			"overdue":                            {catalog.QueueFilter{Overdue: true}, []string{first.ID}},
			"overdue of any state":               {catalog.QueueFilter{Overdue: true, State: "all"}, []string{first.ID}},
			"the last due first":                 {catalog.QueueFilter{Sort: "-" + catalog.QueueByDue, State: catalog.StatePending}, []string{delist.ID, second.ID, first.ID}},
			"the first submitted first, of all":  {catalog.QueueFilter{Sort: catalog.QueueBySubmitted, State: "all", Kind: catalog.KindPublish}, []string{first.ID, live.ID, second.ID}},
		} {
			var got []string
			r := page.Request{Limit: 1}
			for {
				p, err := h.Queue(ctx, h.olga, c.f, r)
				h.ok(err)
				for _, a := range p.Items {
					got = append(got, a.ID)
				}
				if r.Cursor = p.Next; r.Cursor == "" {
					break
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				h.t.Errorf("by %s: %s", name, diff)
			}
		}
		waiting, err := h.WaitingSellers(ctx, h.olga)
		h.ok(err)
		if len(waiting) != 1 || waiting[0].ID != h.reed.ID || waiting[0].Name != h.reed.Name {
			h.t.Errorf("sellers that wait: %+v", waiting)
		}
		if _, err := h.WaitingSellers(ctx, h.amy); !errors.Is(err, account.ErrForbidden) {
			h.t.Errorf("a seller lists who waits: %v", err)
		}
	})
}

// business-rules 4.1 (H29): withdraw is supported for general License, human service, hardware, image, SaaS, API; for joint only
// License, human service, SaaS.
func TestWhatMayBeWithdrawnDependsOnTypeAndFamily(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		h.stands.plans, h.stands.letter = []seller.Plan{seller.PlanJoint}, true
		may := map[catalog.Family][]catalog.Delivery{
			catalog.FamilyGeneral: {catalog.DeliveryLicense, catalog.DeliveryService, catalog.DeliveryHardware, catalog.DeliveryImage, catalog.DeliverySaaS, catalog.DeliveryAPI},
			catalog.FamilyJoint:   {catalog.DeliveryLicense, catalog.DeliveryService, catalog.DeliverySaaS},
		}
		for family, withdrawable := range may {
			for _, typ := range catalog.Types() {
				if family == catalog.FamilyJoint && !typ.Joint {
					continue
				}
				c := minimal(typ.Delivery)
				c.Family = family
				if typ.Delivery == catalog.DeliveryService && family == catalog.FamilyJoint {
					c.Service.Flow = catalog.ServiceJoint
				}
				a := h.submitted(h.grouped(c))
				d, err := h.ApplicationDetail(ctx, h.amy, a.ID)
				h.ok(err)
				want := slices.Contains(withdrawable, typ.Delivery)
				if got := slices.Contains(d.Can, catalog.EventWithdraw); got != want {
					h.t.Errorf("%s %s: offered %v, want %v", family, typ.Delivery, got, want)
				}
				switch _, err := h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID}); {
				case want && err != nil:
					h.t.Errorf("%s %s: %v", family, typ.Delivery, err)
				case !want && !errors.Is(err, catalog.ErrNotWithdrawable):
					h.t.Errorf("%s %s: got %v, want ErrNotWithdrawable", family, typ.Delivery, err)
				}
			}
		}
	})
}

// Our choice: a delisting cannot be undone, so whoever asked for it may take it back whatever the product is.
func TestADelistingMayAlwaysBeWithdrawn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		a := h.asked(h.onSale(minimal(catalog.DeliveryAIAsset)).ProductID)
		_, err := h.Withdraw(h.t.Context(), catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
	})
}

// business-rules 4.1: only the latest rejected record can be edited and resubmitted.
func TestOnlyTheLatestRejectedRecordCanBeRevised(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		rejected := h.rejected(h.submitted(h.draft(good())))
		d, err := h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: rejected.ID})
		h.ok(err)
		h.approved(h.submitted(d))
		change := func() catalog.Application {
			d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: rejected.ProductID})
			h.ok(err)
			return h.rejected(h.submitted(d))
		}
		old := change()
		// While it is open there is no later record; deleted, it is a record that nobody revises.
		if _, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: old.ProductID}); !errors.Is(err, catalog.ErrVersionOpen) {
			h.t.Errorf("a second application beside a rejected one: %v", err)
		}
		h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: old.ID, Rev: old.Rev}))
		latest := change()
		for _, id := range []string{rejected.ID, old.ID} {
			if _, err := h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: id}); !errors.Is(err, catalog.ErrNotInState) {
				h.t.Errorf("an earlier record: %v", err)
			}
		}
		again, err := h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: latest.ID})
		h.ok(err)
		if a := h.submitted(again); a.State != catalog.StatePending || a.Reason != "" {
			h.t.Errorf("resubmitted it is %s, and says %q", a.State, a.Reason)
		}
	})
}
