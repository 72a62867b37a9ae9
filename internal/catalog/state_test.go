package catalog_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
)

// inState makes an application in a state.
func (h *house) inState(state string) catalog.Application {
	h.t.Helper()
	d := h.draft(good())
	switch state {
	case catalog.StateDraft:
		return d.Application
	case catalog.StateDeleted:
		h.ok(h.DeleteDraft(h.t.Context(), catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev}))
		d.Rev++
		return d.Application
	}
	a := h.submitted(d)
	switch state {
	case catalog.StateApproved:
		a = h.approved(a)
	case catalog.StateRejected:
		a = h.rejected(a)
	}
	return a
}

// cause asks for an event through the service.
func (h *house) cause(event string, a catalog.Application) error {
	ctx := h.t.Context()
	var err error
	switch event {
	case catalog.EventSubmit:
		_, err = h.Submit(ctx, catalog.SubmitInput{Actor: h.amy, ApplicationID: a.ID, Rev: a.Rev})
	case catalog.EventWithdraw:
		_, err = h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID})
	case catalog.EventApprove:
		_, err = h.Approve(ctx, catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev})
	case catalog.EventReject:
		_, err = h.Reject(ctx, catalog.RejectInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev, Reason: "请补充使用指南"})
	case catalog.EventRevise:
		_, err = h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: a.ID})
	case catalog.EventDelete:
		err = h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: a.ID, Rev: a.Rev})
	default:
		h.t.Fatalf("no way to cause %s", event)
	}
	return err
}

// business-rules 4.1: every state with every event.
func TestApplicationMovesAsTheTableSays(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for _, from := range catalog.ApplicationMachine.States() {
			for _, event := range catalog.ApplicationMachine.Events() {
				if event == catalog.EventClose { // the end of its product: TestADiscontinuedProductIsFinal
					continue
				}
				a := h.inState(from)
				want, refused := catalog.ApplicationMachine.Next(from, event)
				err := h.cause(event, a)
				if refused != nil {
					if !errors.Is(err, catalog.ErrNotInState) {
						t.Errorf("%s in %s: got %v, want ErrNotInState", event, from, err)
					}
					want = from
				} else if err != nil {
					t.Errorf("%s in %s: %v", event, from, err)
				}
				d, err := h.ApplicationDetail(t.Context(), h.amy, a.ID)
				h.ok(err)
				if d.State != want {
					t.Errorf("%s in %s leads to %s, want %s", event, from, d.State, want)
				}
				if last := d.History[len(d.History)-1]; refused == nil && (last.Event != event || last.From != from || last.To != want || last.Rev != d.Rev) {
					t.Errorf("%s in %s: history ends with %+v", event, from, last)
				}
				if _, err := h.SaveDraft(t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: a.ID, Rev: d.Rev, Content: good()}); (err == nil) != (d.State == catalog.StateDraft) {
					t.Errorf("save in %s: got %v", d.State, err)
				}
			}
		}
	})
}

// business-rules 4.1, 4.2: an approval puts the product on sale by itself.
func TestProductFollowsItsApplications(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{
		catalog.StateDraft: catalog.StatusUnpublished, catalog.StatePending: catalog.StatusUnpublished,
		catalog.StateRejected: catalog.StatusUnpublished, catalog.StateApproved: catalog.StatusOnSale, catalog.StateDeleted: catalog.StatusDeleted,
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			run(t, func(h *house) {
				a := h.inState(state)
				p, err := h.Get(h.t.Context(), h.olga, a.ProductID)
				h.ok(err)
				if p.Status != want {
					h.t.Errorf("got %s, want %s", p.Status, want)
				}
				_, err = h.Live(h.t.Context(), a.ProductID)
				if onSale := want == catalog.StatusOnSale; (err == nil) != onSale || err != nil && !errors.Is(err, catalog.ErrProductNotFound) {
					h.t.Errorf("a visitor gets %v", err)
				}
			})
		})
	}
}

func TestEachSideCausesItsOwnEventsOnly(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx, a := h.t.Context(), h.inState(catalog.StatePending)
		for name, err := range map[string]error{
			"a seller approves":   second(h.Approve(ctx, catalog.ApproveInput{Actor: h.amy, ApplicationID: a.ID, Rev: a.Rev})),
			"a seller rejects":    second(h.Reject(ctx, catalog.RejectInput{Actor: h.amy, ApplicationID: a.ID, Rev: a.Rev, Reason: "reasons"})),
			"a buyer approves":    second(h.Approve(ctx, catalog.ApproveInput{Actor: h.buyer, ApplicationID: a.ID, Rev: a.Rev})),
			"an operator submits": second(h.Submit(ctx, catalog.SubmitInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev})),
			"an operator saves":   second(h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.olga, Content: good()})),
			"a buyer saves":       second(h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.buyer, Content: good()})),
		} {
			if !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if err := second(h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.nobody, Content: good()})); !errors.Is(err, account.ErrUnauthenticated) {
			t.Errorf("nobody saves: got %v", err)
		}
		stranger := account.Actor{ID: "acc_new", Kind: account.Seller}
		if err := second(h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: stranger, Content: good()})); !errors.Is(err, catalog.ErrNotASeller) {
			t.Errorf("a seller account without a seller saves: got %v", err)
		}
		for actor, want := range map[account.Actor][]string{h.amy: {catalog.EventWithdraw}, h.olga: {catalog.EventApprove, catalog.EventReject}} {
			d, err := h.ApplicationDetail(ctx, actor, a.ID)
			h.ok(err)
			if !slices.Equal(d.Can, want) {
				t.Errorf("%s can %v, want %v", actor.Kind, d.Can, want)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }
