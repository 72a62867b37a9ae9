package catalog_test

import (
	"context"
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

func (h *house) delist(sellerID string) int {
	h.t.Helper()
	var n int
	if err := h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		n, err = h.DelistAllTx(ctx, tx, sellerID)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// business-rules 2.10: a penalty delists all products; open orders keep the address that they are produced at.
func TestDelistedProductsAreGoneFromTheStoreButKeepTheirAddress(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		a := h.approved(h.submitted(h.draft(good())))
		other := h.node(0)
		for _, node := range []*catalog.Service{h.Service, other} {
			if _, err := node.Live(ctx, a.ProductID); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.delist("sel_somebody"); n != 0 {
			t.Errorf("%d products of nobody were delisted", n)
		}
		if n := h.delist(h.reed.ID); n != 1 {
			t.Errorf("%d products were delisted", n)
		}
		if n := h.delist(h.reed.ID); n != 0 {
			t.Errorf("%d products were delisted twice", n)
		}
		for name, node := range map[string]*catalog.Service{"this node": h.Service, "another": other} {
			if _, err := node.Live(ctx, a.ProductID); !errors.Is(err, catalog.ErrProductNotFound) {
				t.Errorf("%s: %v", name, err)
			}
			if url, err := node.ProductionURL(ctx, a.ProductID); err != nil || url != "https://saas.example.com/produce" {
				t.Errorf("%s: address %q, %v", name, url, err)
			}
		}
		if p, err := h.Browse(ctx, catalog.BrowseInput{}); err != nil || len(p.Items) != 0 {
			t.Errorf("the store still lists %d, %v", len(p.Items), err)
		}
		err := h.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			_, err := h.SaleTx(ctx, tx, a.ProductID, "sku_any")
			return err
		})
		if !errors.Is(err, catalog.ErrNotOnSale) {
			t.Errorf("an order: %v", err)
		}
		mine, err := h.MyProducts(ctx, h.amy, catalog.ProductFilter{}, page.Request{})
		if err != nil || len(mine.Items) != 1 || mine.Items[0].Status != catalog.StatusTakenDown {
			t.Fatalf("the seller sees %+v, %v", mine.Items, err)
		}

		d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: a.ProductID})
		if err != nil {
			t.Fatal(err)
		}
		h.approved(h.submitted(d))
		if _, err := other.Live(ctx, a.ProductID); !errors.Is(err, catalog.ErrProductNotFound) {
			t.Errorf("a new version of a product that was taken down is on sale: %v", err)
		}
		p, err := h.Restore(ctx, catalog.ForceInput{Actor: h.olga, ProductID: a.ProductID, Reason: "已整改完毕"})
		if err != nil || p.Status != catalog.StatusOnSale {
			t.Fatalf("restored: %s, %v", p.Status, err)
		}
		if l, err := other.Live(ctx, a.ProductID); err != nil || l.Version != 2 {
			t.Errorf("after a new version: %d, %v", l.Version, err)
		}
		if p, err := h.Browse(ctx, catalog.BrowseInput{}); err != nil || len(p.Items) != 1 {
			t.Errorf("the store lists %d, %v", len(p.Items), err)
		}
	})
}

func TestADeletedDraftLeavesADelistedProductDelisted(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		a := h.approved(h.submitted(h.draft(good())))
		h.delist(h.reed.ID)
		d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: a.ProductID})
		if err != nil {
			t.Fatal(err)
		}
		h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev}))
		if p, err := h.Get(ctx, h.amy, a.ProductID); err != nil || p.Status != catalog.StatusTakenDown {
			t.Errorf("got %s, %v", p.Status, err)
		}
	})
}
