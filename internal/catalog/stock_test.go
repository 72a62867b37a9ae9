package catalog_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

func (h *house) reserve(specID string, n int64) error {
	return h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error { return h.ReserveTx(ctx, tx, specID, n) })
}

func (h *house) release(specID string, n int64) error {
	return h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error { return h.ReleaseTx(ctx, tx, specID, n) })
}

func (h *house) left(specID string) int64 {
	h.t.Helper()
	n, limited, err := h.Available(h.t.Context(), specID)
	h.ok(err)
	if !limited {
		h.t.Error("not limited")
	}
	return n
}

// business-rules 5.1: an order reserves; 0 is sold out.
func TestTwoHundredBuyersOfTheLastTenGetExactlyTen(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		spec := h.onSale(limited(10)).Specs[0].ID
		sold := 0
		for err := range h.race(200, func(int) error { return h.reserve(spec, 1) }) {
			switch {
			case err == nil:
				sold++
			case !errors.Is(err, catalog.ErrSoldOut):
				h.t.Errorf("got %v", err)
			}
		}
		if left := h.left(spec); sold != 10 || left != 0 {
			h.t.Errorf("sold %d, left %d", sold, left)
		}
	})
}

func TestReserveTakesAllOrNothingAndReleaseGivesBack(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		spec := h.onSale(limited(5)).Specs[0].ID
		h.ok(h.reserve(spec, 3))
		if err := h.reserve(spec, 3); !errors.Is(err, catalog.ErrSoldOut) {
			h.t.Errorf("got %v", err)
		}
		if n := h.left(spec); n != 2 {
			h.t.Errorf("left %d", n)
		}
		h.ok(h.release(spec, 3))
		if n := h.left(spec); n != 5 {
			h.t.Errorf("left %d", n)
		}
		for _, n := range []int64{0, -1} {
			if h.reserve(spec, n) == nil || h.release(spec, n) == nil {
				h.t.Errorf("%d pieces were taken or given", n)
			}
		}
		undone := errors.New("undone")
		if err := h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if err := h.ReserveTx(ctx, tx, spec, 5); err != nil {
				return err
			}
			return undone
		}); !errors.Is(err, undone) || h.left(spec) != 5 {
			h.t.Errorf("an order that was undone keeps its pieces: %v", err)
		}
	})
}

func TestUnlimitedSpecIsNeverSoldOut(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(good())
		h.ok(h.reserve(l.Specs[0].ID, 1<<40))
		h.ok(h.release(l.Specs[0].ID, 1<<40))
		if _, limited, err := h.Available(h.t.Context(), l.Specs[0].ID); err != nil || limited {
			h.t.Errorf("limited %v, %v", limited, err)
		}
		_, err := h.SetStock(h.t.Context(), catalog.SetStockInput{Actor: h.amy, ProductID: l.ProductID, SpecID: l.Specs[0].ID, Delta: 1})
		if !errors.Is(err, catalog.ErrStockUnlimited) {
			h.t.Errorf("got %v", err)
		}
	})
}

// business-rules 5.1.
func TestSellerChangesTheStock(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		l := h.onSale(limited(10))
		set := func(delta int64, note string) (catalog.Stock, error) {
			return h.SetStock(ctx, catalog.SetStockInput{Actor: h.amy, ProductID: l.ProductID, SpecID: l.Specs[0].ID, Delta: delta, Note: note})
		}
		for _, c := range []struct{ delta, want int64 }{{99_999, 100_009}, {-99_999, 10}, {-10, 0}, {4, 4}} {
			got, err := set(c.delta, " 补货\n")
			h.ok(err)
			if got != (catalog.Stock{SpecID: l.Specs[0].ID, Available: c.want}) {
				h.t.Errorf("%+d: got %+v", c.delta, got)
			}
		}
		if _, err := set(-5, ""); !errors.Is(err, catalog.ErrStockBelowZero) {
			h.t.Errorf("below zero: got %v", err)
		}
		for _, delta := range []int64{0, 100_000, -100_000} {
			if _, err := set(delta, ""); !errors.Is(apperr.FieldsOf(err)["delta"], catalog.ErrDelta) {
				h.t.Errorf("%+d: got %v", delta, err)
			}
		}
		if _, err := set(1, strings.Repeat("长", 201)); !errors.Is(apperr.FieldsOf(err)["note"], catalog.ErrFieldTooLong) {
			h.t.Errorf("a long note: got %v", err)
		}
		if _, err := h.SetStock(ctx, catalog.SetStockInput{Actor: h.amy, ProductID: l.ProductID, SpecID: "spc_other", Delta: 1}); !errors.Is(err, catalog.ErrSpecNotFound) {
			h.t.Errorf("another's spec: got %v", err)
		}
		d := h.draft(limited(1))
		if _, err := h.SetStock(ctx, catalog.SetStockInput{Actor: h.amy, ProductID: d.ProductID, SpecID: d.Content.Specs[0].ID, Delta: 1}); !errors.Is(err, catalog.ErrNotOnSale) {
			h.t.Errorf("a draft: got %v", err)
		}
		first, err := h.StockHistory(ctx, h.amy, l.ProductID, page.Request{Limit: 3})
		h.ok(err)
		rest, err := h.StockHistory(ctx, h.olga, l.ProductID, page.Request{Limit: 3, Cursor: first.Next})
		h.ok(err)
		got := append(first.Items, rest.Items...)
		byDelta := cmpopts.SortSlices(func(a, b catalog.StockChange) bool { return a.Delta < b.Delta })
		want := []catalog.StockChange{{Delta: 4, Available: 4}, {Delta: -10}, {Delta: -99_999, Available: 10}, {Delta: 99_999, Available: 100_009}}
		for i := range want {
			want[i].SpecID, want[i].Note, want[i].ActorID, want[i].ActorName, want[i].At = l.Specs[0].ID, "补货", "acc_amy", "Amy", h.clk.Now()
		}
		if diff := cmp.Diff(want, got, byDelta, cmpopts.IgnoreFields(catalog.StockChange{}, "ID")); diff != "" {
			h.t.Error(diff)
		}
	})
}

func TestEachSpecHasAStockOfItsOwn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := limited(5)
		c.Specs = append(c.Specs, good().Specs[0], limited(2).Specs[0])
		c.Specs[1].Name, c.Specs[2].Name = i18n.Text{ZH: "不限", EN: "Unlimited"}, i18n.Text{ZH: "限量", EN: "Few"}
		l := h.onSale(c)
		h.ok(h.reserve(l.Specs[0].ID, 1))
		got, err := h.Stocks(h.t.Context(), h.amy, l.ProductID)
		h.ok(err)
		want := []catalog.Stock{{SpecID: l.Specs[0].ID, Available: 4}, {SpecID: l.Specs[2].ID, Available: 2}}
		if diff := cmp.Diff(want, got, cmpopts.SortSlices(func(a, b catalog.Stock) bool { return a.Available > b.Available })); diff != "" {
			h.t.Error(diff)
		}
		if _, err := h.Stocks(h.t.Context(), h.ben, l.ProductID); !errors.Is(err, catalog.ErrProductNotFound) {
			h.t.Errorf("another seller: %v", err)
		}
		p, err := h.Get(h.t.Context(), h.amy, l.ProductID)
		h.ok(err)
		if p.Stock == nil || *p.Stock != 2 {
			h.t.Errorf("the row shows %v, want the least", p.Stock)
		}
	})
}

func TestModificationKeepsTheStock(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(limited(10))
		h.ok(h.reserve(l.Specs[0].ID, 4))
		h.modified(l.ProductID, func(c *catalog.Content) { n := int64(99); c.Specs[0].Stock = &n })
		if n := h.left(l.Specs[0].ID); n != 6 {
			h.t.Errorf("left %d", n)
		}
	})
}
