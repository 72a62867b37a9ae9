package catalog_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// askDelist asks for a delisting with all that belongs to it.
func (h *house) askDelist(productID string, specs ...catalog.DelistSpec) (catalog.Application, error) {
	return h.AskDelist(h.t.Context(), catalog.AskDelistInput{Actor: h.amy, ProductID: productID, Specs: specs, Reason: "产品线调整，不再提供",
		Proof: "blb_delist_proof_acc_amy_1", Confirm: true})
}

func (h *house) asked(productID string, specs ...catalog.DelistSpec) catalog.Application {
	h.t.Helper()
	a, err := h.askDelist(productID, specs...)
	h.ok(err)
	return a
}

func (h *house) status(productID string) string {
	h.t.Helper()
	p, err := h.Get(h.t.Context(), h.olga, productID)
	h.ok(err)
	return p.Status
}

func (h *house) force(productID string) catalog.ForceInput {
	return catalog.ForceInput{Actor: h.olga, ProductID: productID, Reason: "超过五次接口失败"}
}

func (h *house) renewable(productID, specID, skuID string) error {
	return h.Renewable(h.t.Context(), h.db.Reader(), productID, specID, skuID)
}

// business-rules 4.2: delisting needs a reason, a proof and a review; until then everything is sold on. Then the product is
// discontinued, which is final: no renewal, no modification, no way back.
func TestADiscontinuedProductIsFinal(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l := h.onSale(good())
		spec, sku := l.Specs[0].ID, l.Specs[0].Plan.SKUs[0].ID
		draft, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		a := h.asked(l.ProductID)
		if a.Kind != catalog.KindDelist || a.State != catalog.StatePending {
			t.Errorf("asked for: %s, %s", a.Kind, a.State)
		}
		if err := orderable(h, l.ProductID, spec); err != nil {
			t.Errorf("before the review: %v", err)
		}
		if err := h.renewable(l.ProductID, spec, sku); err != nil {
			t.Errorf("renewal before the review: %v", err)
		}
		if _, err := h.askDelist(l.ProductID); !errors.Is(err, catalog.ErrRequestOpen) {
			t.Errorf("asked twice: %v", err)
		}
		h.approved(a)
		if got := h.status(l.ProductID); got != catalog.StatusDiscontinued {
			t.Errorf("status %s", got)
		}
		if _, err := h.Live(ctx, l.ProductID); !errors.Is(err, catalog.ErrProductNotFound) {
			t.Errorf("a visitor gets %v", err)
		}
		if len(h.shelved()) != 0 {
			t.Error("listed still")
		}
		if url, err := h.ProductionURL(ctx, l.ProductID); err != nil || url != "https://saas.example.com/produce" {
			t.Errorf("what was ordered is served at %q, %v", url, err)
		}
		for name, c := range map[string]struct{ got, want error }{
			"an order":           {orderable(h, l.ProductID, spec), catalog.ErrNotOnSale},
			"a renewal":          {h.renewable(l.ProductID, spec, sku), catalog.ErrNotRenewable},
			"a modification":     {second(h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})), catalog.ErrNotOnSale},
			"another delisting":  {second(h.askDelist(l.ProductID)), catalog.ErrProductState},
			"restoring":          {second(h.Restore(ctx, h.force(l.ProductID))), catalog.ErrProductState},
			"taking down":        {second(h.TakeDown(ctx, h.force(l.ProductID))), catalog.ErrProductState},
			"the open draft":     {second(h.Submit(ctx, catalog.SubmitInput{Actor: h.amy, ApplicationID: draft.ID, Rev: draft.Rev})), catalog.ErrNotInState},
			"changing the stock": {second(h.SetStock(ctx, catalog.SetStockInput{Actor: h.amy, ProductID: l.ProductID, SpecID: spec, Delta: 1})), catalog.ErrNotOnSale},
		} {
			if !errors.Is(c.got, c.want) {
				t.Errorf("%s: got %v, want %v", name, c.got, c.want)
			}
		}
		d, err := h.ApplicationDetail(ctx, h.amy, draft.ID)
		h.ok(err)
		if last := d.History[len(d.History)-1]; d.State != catalog.StateDeleted || last.Event != catalog.EventClose {
			t.Errorf("the open draft is %s by %s", d.State, last.Event)
		}
		p, err := h.Get(ctx, h.amy, l.ProductID)
		h.ok(err)
		last := p.Moves[len(p.Moves)-1]
		if last.Event != catalog.EventDiscontinue || last.ActorID != "acc_olga" || last.Reason != "产品线调整，不再提供" || last.ApplicationID != a.ID {
			t.Errorf("its last move is %+v", last)
		}
		if got := h.received("acc_amy"); !slices.Equal(got, []string{"product.approved", "product.discontinued"}) {
			t.Errorf("the seller was told %v", got)
		}
	})
}

func TestADelistingSaysWhyAndProvesIt(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l := h.onSale(good())
		_, err := h.AskDelist(ctx, catalog.AskDelistInput{Actor: h.amy, ProductID: l.ProductID, Reason: "短", Specs: []catalog.DelistSpec{{SpecID: "spc_other"}}})
		f := apperr.FieldsOf(err)
		if !errors.Is(f["reason"], catalog.ErrDelistReason) || !errors.Is(f["proof"], catalog.ErrFieldRequired) || !errors.Is(f["specs"], catalog.ErrDelistWhat) {
			t.Errorf("got %v", err)
		}
		_, err = h.AskDelist(ctx, catalog.AskDelistInput{Actor: h.amy, ProductID: l.ProductID, Reason: "不再提供服务", Proof: "blb_delist_proof_acc_ben_1"})
		if !errors.Is(apperr.FieldsOf(err)["proof"], catalog.ErrFile) {
			t.Errorf("with another's file: %v", err)
		}
		_, err = h.AskDelist(ctx, catalog.AskDelistInput{Actor: h.ben, ProductID: l.ProductID, Reason: "不再提供服务", Proof: "blb_delist_proof_acc_ben_1"})
		if !errors.Is(err, catalog.ErrProductNotFound) {
			t.Errorf("another seller: %v", err)
		}

		// business-rules 4.2, our choice: warned with the counts before anything is asked for.
		_, err = h.AskDelist(ctx, catalog.AskDelistInput{Actor: h.amy, ProductID: l.ProductID, Reason: "不再提供服务", Proof: "blb_delist_proof_acc_amy_1"})
		if !errors.Is(err, catalog.ErrDelistUnconfirmed) {
			t.Errorf("unconfirmed: %v", err)
		}
		// Rejected, it is taken up again.
		a := h.rejected(h.asked(l.ProductID))
		d, err := h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		if d.Request.Reason != "产品线调整，不再提供" || d.Request.Proof.Name != "delist_proof.pdf" {
			t.Errorf("the draft says %+v", d.Request)
		}
		again, err := h.AskDelist(ctx, catalog.AskDelistInput{Actor: h.amy, ProductID: l.ProductID, ApplicationID: d.ID, Rev: d.Rev, Reason: "已与客户协商一致",
			Proof: "blb_delist_proof_acc_amy_2", Confirm: true})
		h.ok(err)
		if again.ID != a.ID || again.State != catalog.StatePending {
			t.Errorf("asked again: %s %s", again.ID, again.State)
		}
		detail, err := h.ApplicationDetail(ctx, h.olga, a.ID)
		h.ok(err)
		if detail.Request.Reason != "已与客户协商一致" || len(detail.Changes) != 0 {
			t.Errorf("the operator reads %+v, %d changes", detail.Request, len(detail.Changes))
		}
		if _, err := h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.amy, ApplicationID: a.ID, Rev: again.Rev, Content: good()}); !errors.Is(err, catalog.ErrNotInState) {
			t.Errorf("content saved into it: %v", err)
		}
		if got := h.status(l.ProductID); got != catalog.StatusOnSale {
			t.Errorf("meanwhile %s", got)
		}
	})
}

// business-rules 4.2, 4.3: delisting a spec delists all its SKUs; the last spec delisted is the product discontinued.
func TestTheLastSpecDelistedEndsTheProduct(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		c := good()
		c.Specs = append(c.Specs, cheap(false))
		l := h.onSale(c)
		first, second := l.Specs[0], l.Specs[1]
		old, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: second.ID}))
		for name, node := range map[string]*catalog.Service{"this node": h.Service, "another": h.node(0)} {
			live, err := node.Live(ctx, l.ProductID)
			if err != nil || len(live.Specs) != 1 || live.From.Minor != 6800 {
				t.Errorf("%s: %d specs from %s, %v", name, len(live.Specs), live.From, err)
			}
		}
		if err := orderable(h, l.ProductID, second.ID); !errors.Is(err, catalog.ErrSpecNotFound) {
			t.Errorf("an order of it: %v", err)
		}
		if err := h.renewable(l.ProductID, second.ID, second.Plan.SKUs[0].ID); !errors.Is(err, catalog.ErrNotRenewable) {
			t.Errorf("its renewal: %v", err)
		}
		if err := h.renewable(l.ProductID, first.ID, first.Plan.SKUs[0].ID); err != nil {
			t.Errorf("the renewal of the other: %v", err)
		}
		// A draft from before cannot bring it back; without it, the draft is right.
		_, err = h.Submit(ctx, catalog.SubmitInput{Actor: h.amy, ApplicationID: old.ID, Rev: old.Rev})
		if e := apperr.FieldsOf(err)["specs.1.name_zh"]; !errors.Is(e, catalog.ErrSpecDelisted) {
			t.Errorf("an old draft: %v", err)
		}
		old.Content.Specs = old.Content.Specs[:1]
		old, err = h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.amy, ApplicationID: old.ID, Rev: old.Rev, Content: old.Content})
		h.ok(err)
		waiting := h.submitted(old)
		h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: first.ID}))
		if got := h.status(l.ProductID); got != catalog.StatusDiscontinued {
			t.Errorf("status %s", got)
		}
		if _, err := h.Approve(ctx, catalog.ApproveInput{Actor: h.olga, ApplicationID: waiting.ID, Rev: waiting.Rev}); !errors.Is(err, catalog.ErrNotInState) {
			t.Errorf("a modification that waited: %v", err)
		}
	})
}

func TestAModificationThatWaitedDoesNotBringASpecBack(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		c := good()
		c.Specs = append(c.Specs, cheap(false))
		l := h.onSale(c)
		d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		waiting := h.submitted(d)
		h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: l.Specs[1].ID}))
		h.approved(waiting)
		live, err := h.Live(ctx, l.ProductID)
		h.ok(err)
		if live.Version != waiting.Version || len(live.Specs) != 1 {
			t.Errorf("version %d with %d specs", live.Version, len(live.Specs))
		}
		if list, err := h.Browse(ctx, catalog.BrowseInput{}); err != nil || list.Items[0].From.Minor != 6800 {
			t.Errorf("listed from %s, %v", list.Items[0].From, err)
		}
	})
}

// sized is a spec of two SKUs.
func sized() catalog.Spec {
	k := func(size string, n int64) price.SKU {
		return price.SKU{Values: map[string]string{"size": size}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(n)}}
	}
	return catalog.Spec{Name: i18n.Text{ZH: "标准版", EN: "Standard"}, Plan: price.Plan{Currency: "CNY", Charge: price.ChargePeriod,
		Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		Attributes: []price.Attribute{{Code: "size", Name: i18n.Text{ZH: "规模"}, Kind: price.Enum, Values: []price.Value{
			{Code: "s", Name: i18n.Text{ZH: "小"}}, {Code: "l", Name: i18n.Text{ZH: "大"}}}}},
		SKUs: []price.SKU{k("s", 30), k("l", 90)}}}
}

func TestSKUsAreDelistedOneByOneAndTheLastTakesTheSpec(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		c := good()
		c.Specs = append(c.Specs, sized())
		l := h.onSale(c)
		spec := l.Specs[1]
		small, large := spec.Plan.SKUs[0].ID, spec.Plan.SKUs[1].ID
		h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: spec.ID, SKUs: []string{small}}))
		live, err := h.Live(ctx, l.ProductID)
		h.ok(err)
		if got := live.Specs[1].Plan.SKUs; len(got) != 1 || got[0].ID != large || live.From.Minor != 6800 {
			t.Errorf("left %+v from %s", got, live.From)
		}
		if _, err := live.Specs[1].Plan.Quote(price.Selection{Values: map[string]string{"size": "s"}}, price.Term{Unit: period.Month, Count: 1}, price.Buyer{}); err == nil {
			t.Error("a delisted SKU has a price")
		}
		if err := h.renewable(l.ProductID, spec.ID, small); !errors.Is(err, catalog.ErrNotRenewable) {
			t.Errorf("its renewal: %v", err)
		}
		a := h.asked(l.ProductID, catalog.DelistSpec{SpecID: spec.ID, SKUs: []string{large}})
		d, err := h.ApplicationDetail(ctx, h.olga, a.ID)
		h.ok(err)
		if len(d.Request.Specs) != 1 || len(d.Request.Specs[0].SKUs) != 0 || d.Request.Specs[0].Name.EN != "Standard" {
			t.Errorf("the last SKU is asked for as %+v", d.Request.Specs)
		}
		h.approved(a)
		if live, err = h.Live(ctx, l.ProductID); err != nil || len(live.Specs) != 1 {
			t.Errorf("%d specs, %v", len(live.Specs), err)
		}
		if !slices.Contains(h.received("acc_amy"), "delist.approved") {
			t.Error("the seller was not told")
		}
	})
}

// business-rules 4.2: forced delisting for violations; an operator puts the product back or ends it.
func TestAnOperatorTakesDownRestoresAndEnds(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l := h.onSale(good())
		spec, sku := l.Specs[0].ID, l.Specs[0].Plan.SKUs[0].ID
		for name, err := range map[string]error{
			"a seller":          second(h.TakeDown(ctx, catalog.ForceInput{Actor: h.amy, ProductID: l.ProductID, Reason: "超过五次接口失败"})),
			"restoring by one":  second(h.Restore(ctx, catalog.ForceInput{Actor: h.amy, ProductID: l.ProductID, Reason: "超过五次接口失败"})),
			"ending by a buyer": second(h.Discontinue(ctx, catalog.ForceInput{Actor: h.buyer, ProductID: l.ProductID, Reason: "超过五次接口失败"})),
		} {
			if !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Discontinue(ctx, h.force(l.ProductID)); !errors.Is(err, catalog.ErrProductState) {
			t.Errorf("ended without being taken down: %v", err)
		}
		_, err := h.TakeDown(ctx, catalog.ForceInput{Actor: h.olga, ProductID: l.ProductID, Reason: "无"})
		if !errors.Is(apperr.FieldsOf(err)["reason"], catalog.ErrForceReason) {
			t.Errorf("without a reason: %v", err)
		}
		p, err := h.TakeDown(ctx, h.force(l.ProductID))
		if err != nil || p.Status != catalog.StatusTakenDown {
			t.Fatalf("taken down: %s, %v", p.Status, err)
		}
		if err := orderable(h, l.ProductID, spec); !errors.Is(err, catalog.ErrNotOnSale) {
			t.Errorf("an order: %v", err)
		}
		if err := h.renewable(l.ProductID, spec, sku); !errors.Is(err, catalog.ErrNotRenewable) {
			t.Errorf("a renewal: %v", err)
		}
		if _, err := h.TakeDown(ctx, h.force(l.ProductID)); !errors.Is(err, catalog.ErrProductState) {
			t.Errorf("twice: %v", err)
		}
		if p, err = h.Restore(ctx, h.force(l.ProductID)); err != nil || p.Status != catalog.StatusOnSale || len(h.shelved()) != 1 {
			t.Errorf("restored: %s, listed %v, %v", p.Status, h.shelved(), err)
		}
		_, err = h.TakeDown(ctx, h.force(l.ProductID))
		h.ok(err)
		if p, err = h.Discontinue(ctx, h.force(l.ProductID)); err != nil || p.Status != catalog.StatusDiscontinued {
			t.Errorf("ended: %s, %v", p.Status, err)
		}
		want := []string{"product.approved", "product.discontinued", "product.restored", "product.taken_down", "product.taken_down"}
		if got := h.received("acc_amy"); !slices.Equal(got, want) {
			t.Errorf("the seller was told %v", got)
		}
	})
}

func TestOfTwoOperatorsOneDelists(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(good())
		a := h.asked(l.ProductID)
		won := 0
		for err := range h.race(6, func(i int) error {
			return second(h.Approve(t.Context(), catalog.ApproveInput{Actor: []account.Actor{h.olga, h.otto}[i%2], ApplicationID: a.ID, Rev: a.Rev}))
		}) {
			if err == nil {
				won++
			} else if apperr.HTTPStatus(apperr.Of(err).Kind) != 409 {
				t.Errorf("got %v", err)
			}
		}
		p, err := h.Get(t.Context(), h.amy, l.ProductID)
		h.ok(err)
		if won != 1 || p.Status != catalog.StatusDiscontinued || len(p.Moves) != 2 {
			t.Errorf("%d won, %s, %d moves", won, p.Status, len(p.Moves))
		}
	})
}

func TestWithdrawnOrDelistedNeverBoth(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for range 5 {
			l := h.onSale(good())
			a := h.asked(l.ProductID)
			errs := slices.Collect(h.race(2, func(i int) error {
				if i == 0 {
					return second(h.Withdraw(t.Context(), catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID}))
				}
				return second(h.Approve(t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev}))
			}))
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("withdraw: %v; approve: %v", errs[0], errs[1])
			}
			if ended := h.status(l.ProductID) == catalog.StatusDiscontinued; ended != (errs[1] == nil) {
				t.Errorf("approve said %v, the product is %s", errs[1], h.status(l.ProductID))
			}
		}
	})
}

// Specs of a product delisted at once by one application and added by another: what remains is decided by the row's lock.
func TestDelistingAndModifyingAtOnceLeaveAProductWithSpecsOrNone(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for range 4 {
			l := h.onSale(good())
			d, err := h.OpenModification(t.Context(), catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
			h.ok(err)
			d.Content.Specs = append(d.Content.Specs, cheap(false))
			d, err = h.SaveDraft(t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
			h.ok(err)
			apps := []catalog.Application{h.submitted(d), h.asked(l.ProductID, catalog.DelistSpec{SpecID: l.Specs[0].ID})}
			errs := slices.Collect(h.race(2, func(i int) error {
				return second(h.Approve(t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: apps[i].ID, Rev: apps[i].Rev}))
			}))
			live, err := h.Live(t.Context(), l.ProductID)
			switch {
			case errs[1] != nil && errs[0] == nil: // beaten: it changed under its hands
				if err != nil || len(live.Specs) != 2 {
					t.Errorf("only modified: %d specs, %v", len(live.Specs), err)
				}
			case errs[0] == nil:
				if err != nil || len(live.Specs) != 1 || live.Specs[0].ID == l.Specs[0].ID {
					t.Errorf("both: %d specs, %v", len(live.Specs), err)
				}
			default:
				if h.status(l.ProductID) != catalog.StatusDiscontinued || !errors.Is(err, catalog.ErrProductNotFound) {
					t.Errorf("delisted first: %s, %v (%v)", h.status(l.ProductID), err, errs[0])
				}
			}
		}
	})
}

// business-rules 4.2: orders placed while a product is delisted: each takes it or is refused, and none takes it after the delisting was answered.
func TestOrdersWhileDelisting(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(limited(1000))
		spec := l.Specs[0].ID
		a := h.asked(l.ProductID)
		var done atomic.Bool
		var run sync.WaitGroup
		for range 4 {
			run.Go(func() {
				for range 30 {
					after := done.Load()
					err := h.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
						if _, err := h.SaleTx(ctx, tx, l.ProductID, spec); err != nil {
							return err
						}
						return h.ReserveTx(ctx, tx, spec, 1)
					})
					if err != nil && !errors.Is(err, catalog.ErrNotOnSale) || err == nil && after {
						t.Errorf("after the delisting %t: %v", after, err)
					}
				}
			})
		}
		h.approved(a)
		done.Store(true)
		run.Wait()
		if err := orderable(h, l.ProductID, spec); !errors.Is(err, catalog.ErrNotOnSale) {
			t.Errorf("an order at last: %v", err)
		}
	})
}
