package catalog_test

import (
	"testing"
)

// business-rules 4.2, 6.1: what is hidden is listed nowhere, not for search engines either.
func TestAddressesAreThoseOfEverythingThatTheStoreLists(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		if starts, err := h.Starts(ctx, 2); err != nil || len(starts) != 0 {
			h.t.Errorf("of nothing: %v, %v", starts, err)
		}
		hidden := good()
		hidden.Hidden = true
		h.onSale(hidden)
		h.draft(good())
		want := map[string]bool{}
		for range 4 {
			want[h.onSale(good()).ProductID] = true
		}
		for n, parts := range map[int]int{1: 4, 2: 2, 3: 2, 4: 1, 5: 1} { // also where the last part is full
			starts, err := h.Starts(ctx, n)
			h.ok(err)
			got := map[string]bool{}
			for _, after := range starts {
				list, err := h.Addresses(ctx, after, n)
				h.ok(err)
				for _, a := range list {
					if a.UpdatedAt.IsZero() || got[a.ProductID] || !want[a.ProductID] {
						h.t.Errorf("%d a part: %+v", n, a)
					}
					got[a.ProductID] = true
				}
			}
			if len(starts) != parts || len(got) != len(want) {
				h.t.Errorf("%d a part: %d parts with %d of %d products", n, len(starts), len(got), len(want))
			}
		}
		if list, err := h.Addresses(ctx, "nonsense\x00", 5); err != nil {
			h.t.Errorf("an id that is none: %v, %v", list, err)
		}
	})
}
