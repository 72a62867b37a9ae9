package price_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

// result is what a golden file shows.
type result interface {
	text() string
	outcome() string // what is to be paid, or comes back, without currency
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

type shown struct{ price.Breakdown }

func breakdown(b price.Breakdown, err error) (result, error) { return shown{b}, err }

func (b shown) outcome() string { return b.Pay.String() }

func (b shown) text() string {
	var s strings.Builder
	for _, l := range b.Lines {
		fmt.Fprintf(&s, "%s %s\n", l.Kind, l.Code)
		for _, lang := range i18n.Langs() {
			fmt.Fprintf(&s, "  %s\n", l.Label.In(lang))
			for _, part := range l.Computation(lang) {
				fmt.Fprintf(&s, "    %s\n", part)
			}
		}
		fmt.Fprintf(&s, "  list %v − discount %v − coupon %v − cash %v = pay %v\n", l.List, l.Discount, l.Coupon, l.Cash, l.Pay)
	}
	for _, r := range b.Applied {
		fmt.Fprintf(&s, "applied %s %s: %v\n  %s\n  %s\n", r.Kind, r.ID, r.Amount, r.Label.In(i18n.ZH), r.Label.In(i18n.EN))
	}
	for _, r := range b.Skipped {
		fmt.Fprintf(&s, "skipped %s %s\n  %s\n  %s\n", r.Kind, r.ID, r.Why.In(i18n.ZH), r.Why.In(i18n.EN))
	}
	fmt.Fprintf(&s, "total list %v − discount %v − coupon %v − cash %v = pay %s\n", b.List, b.Discount, b.Coupon, b.Cash, b.Pay.Format())
	return s.String()
}

// business-rules 4.5, 4.6, 5.6 to 5.8, as the files of testdata/quote cite them.
func TestWorkedQuotes(t *testing.T) {
	t.Parallel()
	examples(t, "quote", func(input []byte) (result, error) {
		in, err := decode[struct {
			Plan      price.Plan
			Selection price.Selection
			Term      price.Term
			Buyer     price.Buyer
		}](input)
		if err != nil {
			return nil, err
		}
		if err := in.Plan.Validate(); err != nil {
			return nil, fmt.Errorf("the plan of the example: %v", err) // never a refusal that an example asks for
		}
		return breakdown(in.Plan.Quote(in.Selection, in.Term, in.Buyer))
	})
}
