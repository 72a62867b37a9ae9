package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
)

func TestOfTwoOperatorsOneApproves(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		a := h.submitted(h.draft(good()))
		won := 0
		for err := range h.race(6, func(i int) error {
			_, err := h.Approve(h.t.Context(), catalog.ApproveInput{Actor: []account.Actor{h.olga, h.otto}[i%2], ApplicationID: a.ID, Rev: a.Rev})
			return err
		}) {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, catalog.ErrApplicationChanged) && !errors.Is(err, catalog.ErrNotInState) || apperr.HTTPStatus(apperr.Of(err).Kind) != 409:
				h.t.Errorf("got %v", err)
			}
		}
		d, err := h.ApplicationDetail(h.t.Context(), h.olga, a.ID)
		h.ok(err)
		if won != 1 || len(d.History) != 3 {
			h.t.Errorf("%d approved, %d lines of history", won, len(d.History))
		}
		l, err := h.Live(h.t.Context(), a.ProductID)
		h.ok(err)
		if l.Version != 1 {
			h.t.Errorf("live version %d", l.Version)
		}
	})
}

func TestWithdrawAndApproveAtOnceAgreeOnOne(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for range 5 {
			a := h.submitted(h.draft(good()))
			errs := slices.Collect(h.race(2, func(i int) error {
				if i == 0 {
					return second(h.Withdraw(h.t.Context(), catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID}))
				}
				return second(h.Approve(h.t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev}))
			}))
			if (errs[0] == nil) == (errs[1] == nil) {
				h.t.Fatalf("withdraw: %v; approve: %v", errs[0], errs[1])
			}
			p, err := h.Get(h.t.Context(), h.amy, a.ProductID)
			h.ok(err)
			if onSale := p.Status == catalog.StatusOnSale; onSale != (errs[1] == nil) || onSale != (p.OpenState == "") {
				h.t.Errorf("approve said %v, the product is %s with an open %q", errs[1], p.Status, p.OpenState)
			}
		}
	})
}

func TestOperatorApprovesOnlyWhatItRead(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		read := h.submitted(h.draft(good()))
		_, err := h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: read.ID})
		h.ok(err)
		d, err := h.ApplicationDetail(ctx, h.amy, read.ID)
		h.ok(err)
		edited, err := h.save(d.Draft, d.Rev, "偷换的名称")
		h.ok(err)
		now := h.submitted(edited)
		if _, err := h.Approve(ctx, catalog.ApproveInput{Actor: h.olga, ApplicationID: read.ID, Rev: read.Rev}); !errors.Is(err, catalog.ErrApplicationChanged) {
			h.t.Errorf("got %v", err)
		}
		h.approved(now)
	})
}

// business-rules 4.1: rejected with a reason.
func TestRejectionNeedsAReason(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		a := h.submitted(h.draft(good()))
		for _, reason := range []string{"", "  短  ", strings.Repeat("长", 501)} {
			_, err := h.Reject(h.t.Context(), catalog.RejectInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev, Reason: reason})
			if !errors.Is(apperr.FieldsOf(err)["reason"], catalog.ErrReason) {
				h.t.Errorf("%q: got %v", reason, err)
			}
		}
	})
}

// business-rules 4.1: the seller reads the result as a message and in its applications.
func TestEverybodyConcernedIsTold(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		events := make(chan string, 10)
		job.Subscribe(h.queue, "test", func(_ context.Context, e catalog.Submitted) error {
			events <- e.EventName() + " " + e.ProductID
			return nil
		})
		job.Subscribe(h.queue, "test", func(_ context.Context, e catalog.Withdrawn) error {
			events <- e.EventName() + " " + e.ProductID
			return nil
		})
		job.Subscribe(h.queue, "test", func(_ context.Context, e catalog.Approved) error {
			events <- e.EventName() + " " + e.ProductID
			return nil
		})
		job.Subscribe(h.queue, "test", func(_ context.Context, e catalog.Rejected) error {
			events <- e.EventName() + " " + e.Reason
			return nil
		})
		d := h.draft(good())
		a := h.submitted(d)
		a, err := h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		d.Application = a
		h.rejected(h.submitted(d))
		d, err = h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		h.approved(h.submitted(d))
		h.ok(h.queue.Start(context.WithoutCancel(ctx)))
		h.t.Cleanup(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			if err := h.queue.Stop(ctx); err != nil {
				h.t.Error(err)
			}
		})
		got := map[string]int{}
		for range 6 {
			got[<-events]++
		}
		p := a.ProductID
		want := map[string]int{"catalog.submitted " + p: 3, "catalog.withdrawn " + p: 1, "catalog.rejected 请补充使用指南": 1, "catalog.approved " + p: 1}
		if diff := cmp.Diff(want, got); diff != "" {
			h.t.Error(diff)
		}
		inbox, err := h.notify.Inbox(ctx, h.amy.ID, page.Request{}, notify.Filter{Lang: "zh"})
		h.ok(err)
		var told []string
		for _, m := range inbox.Items {
			told = append(told, m.Event+" "+m.Link)
			if !strings.Contains(m.Title+m.Text, "苇桥会议") {
				h.t.Errorf("%s does not name the product: %s %s", m.Event, m.Title, m.Text)
			}
		}
		slices.Sort(told)
		if diff := cmp.Diff([]string{"product.approved /seller/applications/" + a.ID, "product.rejected /seller/applications/" + a.ID}, told); diff != "" {
			h.t.Error(diff)
		}
		detail, err := h.ApplicationDetail(ctx, h.olga, a.ID)
		h.ok(err)
		var steps []string
		for _, e := range detail.History {
			steps = append(steps, e.Event+" by "+e.ActorName+": "+e.Reason)
		}
		if diff := cmp.Diff([]string{"create by Amy: ", "submit by Amy: ", "withdraw by Amy: ", "submit by Amy: ", "reject by Olga: 请补充使用指南",
			"revise by Amy: ", "submit by Amy: ", "approve by Olga: "}, steps); diff != "" {
			h.t.Error(diff)
		}
	})
}

func TestQueueIsFirstComeFirstServed(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		var want []string
		for i := range 5 {
			h.clk.Advance(time.Minute)
			c := good()
			c.Name.ZH = fmt.Sprintf("排队商品%c", 'A'+i)
			want = append(want, h.submitted(h.draft(c)).ID)
		}
		h.draft(good()) // a draft is nobody's business
		var got []string
		r := page.Request{Limit: 2}
		for {
			p, err := h.Queue(ctx, h.olga, catalog.QueueFilter{}, r)
			h.ok(err)
			for _, a := range p.Items {
				got = append(got, a.ID)
			}
			if r.Cursor = p.Next; r.Cursor == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			h.t.Error(diff)
		}
		for name, c := range map[string]struct {
			f    catalog.QueueFilter
			want int
		}{
			"by a word of the name":   {catalog.QueueFilter{Text: "商品c"}, 1},
			"by the seller's name":    {catalog.QueueFilter{Text: "reedbridge 排队"}, 5},
			"by a word not there":     {catalog.QueueFilter{Text: "没有"}, 0},
			"by seller":               {catalog.QueueFilter{SellerID: h.reed.ID}, 5},
			"by another seller":       {catalog.QueueFilter{SellerID: "sel_other"}, 0},
			"all that was submitted":  {catalog.QueueFilter{State: "all"}, 5},
			"approved":                {catalog.QueueFilter{State: catalog.StateApproved}, 0},
			"a wildcard is no letter": {catalog.QueueFilter{Text: "%"}, 0},
			"a zero byte":             {catalog.QueueFilter{Text: "\x00", State: "pend\x00ing"}, 5},
		} {
			p, err := h.Queue(ctx, h.olga, c.f, page.Request{})
			h.ok(err)
			if len(p.Items) != c.want {
				h.t.Errorf("%s: got %d", name, len(p.Items))
			}
		}
		if _, err := h.Queue(ctx, h.amy, catalog.QueueFilter{}, page.Request{}); !errors.Is(err, account.ErrForbidden) {
			h.t.Errorf("a seller reads the queue: %v", err)
		}
		if _, err := h.Queue(ctx, h.olga, catalog.QueueFilter{}, page.Request{Cursor: page.Cursor(1, "app_\x00")}); !errors.Is(err, page.ErrBadCursor) {
			h.t.Errorf("a damaged cursor: %v", err)
		}
	})
}

// A seller sees its own only; another's is not found, exactly as one that does not exist.
func TestSellersDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		l := h.onSale(limited(5))
		pending := h.submitted(h.draft(good()))
		draft := h.draft(good())
		none := "app_" + strings.Repeat("0", 26)
		for _, id := range []string{pending.ID, none, "app_\x00", ""} {
			for name, err := range map[string]error{
				"detail":   second(h.ApplicationDetail(ctx, h.ben, id)),
				"submit":   second(h.Submit(ctx, catalog.SubmitInput{Actor: h.ben, ApplicationID: id, Rev: 1})),
				"withdraw": second(h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.ben, ApplicationID: id})),
				"revise":   second(h.Revise(ctx, catalog.ReviseInput{Actor: h.ben, ApplicationID: id})),
				"delete":   h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.ben, ApplicationID: id, Rev: 1}),
			} {
				if !errors.Is(err, catalog.ErrApplicationNotFound) {
					h.t.Errorf("%s of %q: got %v", name, id, err)
				}
			}
		}
		c := good()
		c.Logo, c.Guide.Blob, c.Images, c.Copyright = "", "", nil, catalog.File{}
		if err := second(h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.ben, ApplicationID: draft.ID, Rev: draft.Rev, Content: c})); !errors.Is(err, catalog.ErrApplicationNotFound) {
			h.t.Errorf("save: got %v", err)
		}
		for _, id := range []string{l.ProductID, "prd_" + strings.Repeat("0", 26), "prd_\x00"} {
			for name, err := range map[string]error{
				"get":    second(h.Get(ctx, h.ben, id)),
				"modify": second(h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.ben, ProductID: id})),
				"stock":  second(h.SetStock(ctx, catalog.SetStockInput{Actor: h.ben, ProductID: id, SpecID: l.Specs[0].ID, Delta: 1})),
				"stocks": second(h.StockHistory(ctx, h.ben, id, page.Request{})),
			} {
				if !errors.Is(err, catalog.ErrProductNotFound) {
					h.t.Errorf("%s of %q: got %v", name, id, err)
				}
			}
		}
		for actor, want := range map[account.Actor][2]int{h.amy: {3, 3}, h.ben: {0, 0}, h.olga: {3, 3}} {
			products, err := h.MyProducts(ctx, actor, catalog.ProductFilter{}, page.Request{})
			h.ok(err)
			applications, err := h.Applications(ctx, actor, catalog.ApplicationFilter{}, page.Request{})
			h.ok(err)
			if got := [2]int{len(products.Items), len(applications.Items)}; got != want {
				h.t.Errorf("%s sees %v, want %v", actor.Name, got, want)
			}
		}
		if p, err := h.MyProducts(ctx, h.ben, catalog.ProductFilter{SellerID: h.reed.ID}, page.Request{}); err != nil || len(p.Items) != 0 {
			h.t.Errorf("a filter opens another's products: %d, %v", len(p.Items), err)
		}
		for name, err := range map[string]error{
			"products":     second(h.MyProducts(ctx, h.buyer, catalog.ProductFilter{}, page.Request{})),
			"applications": second(h.Applications(ctx, h.buyer, catalog.ApplicationFilter{}, page.Request{})),
			"get":          second(h.Get(ctx, h.buyer, l.ProductID)),
		} {
			if !errors.Is(err, account.ErrForbidden) {
				h.t.Errorf("a buyer reads %s: %v", name, err)
			}
		}
	})
}

func TestListsOfASellerFilterAndPage(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		live := h.onSale(limited(9))
		for i := range 5 {
			h.clk.Advance(time.Second)
			c := good()
			c.Name.ZH = fmt.Sprintf("草稿商品%c", 'A'+i)
			h.draft(c)
		}
		var got []string
		r := page.Request{Limit: 4}
		for {
			p, err := h.MyProducts(ctx, h.amy, catalog.ProductFilter{}, r)
			h.ok(err)
			for _, row := range p.Items {
				got = append(got, row.Name.ZH)
			}
			if r.Cursor == "" { // a row that is added while somebody reads moves nothing
				h.clk.Advance(time.Second)
				h.draft(good())
			}
			if r.Cursor = p.Next; r.Cursor == "" {
				break
			}
		}
		if diff := cmp.Diff([]string{"草稿商品E", "草稿商品D", "草稿商品C", "草稿商品B", "草稿商品A", "苇桥会议"}, got); diff != "" {
			h.t.Error(diff)
		}
		on, err := h.MyProducts(ctx, h.amy, catalog.ProductFilter{Status: catalog.StatusOnSale}, page.Request{})
		h.ok(err)
		if len(on.Items) != 1 || on.Items[0].ID != live.ProductID || on.Items[0].Stock == nil || *on.Items[0].Stock != 9 || on.Items[0].LiveVersion != 1 {
			h.t.Errorf("on sale: %+v", on.Items)
		}
		found, err := h.MyProducts(ctx, h.amy, catalog.ProductFilter{Text: "商品b"}, page.Request{})
		h.ok(err)
		if len(found.Items) != 1 {
			h.t.Errorf("search found %d", len(found.Items))
		}
		apps, err := h.Applications(ctx, h.amy, catalog.ApplicationFilter{State: catalog.StateApproved, ProductID: live.ProductID, Text: "苇桥"}, page.Request{})
		h.ok(err)
		if len(apps.Items) != 1 || apps.Items[0].ProductID != live.ProductID {
			h.t.Errorf("applications: %+v", apps.Items)
		}
		first, err := h.Applications(ctx, h.amy, catalog.ApplicationFilter{}, page.Request{Limit: 5})
		h.ok(err)
		rest, err := h.Applications(ctx, h.amy, catalog.ApplicationFilter{}, page.Request{Limit: 5, Cursor: first.Next})
		h.ok(err)
		if len(first.Items) != 5 || len(rest.Items) != 2 {
			h.t.Errorf("pages of %d and %d", len(first.Items), len(rest.Items))
		}
	})
}
