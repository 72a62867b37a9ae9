package seller

import (
	"net/url"
	"strconv"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// quote is what the calculator shows: a choice as a buyer makes it, and its price or why there is none.
type quote struct {
	Plan      price.Plan
	Selection price.Selection
	Term      price.Term
	Price     price.Breakdown
	Err       error
}

// quoteOf prices the choice that was posted, by default the smallest of the first SKU.
func quoteOf(f *specform.Form, was catalog.Spec, v url.Values) quote {
	s, err := f.Spec(was)
	q := quote{Plan: s.Plan, Selection: price.Selection{Values: map[string]string{}, Quantities: map[string]int64{}, Count: 1}, Term: price.Term{Count: 1}}
	if len(s.Plan.SKUs) > 0 {
		least := s.Plan.Least(s.Plan.SKUs[0])
		for code, value := range least.Values {
			q.Selection.Values[code] = value
		}
		for code, n := range least.Quantities {
			q.Selection.Quantities[code] = n
		}
	}
	if len(s.Plan.Terms) > 0 {
		q.Term.Unit = s.Plan.Terms[0].Unit
	}
	q.read(v)
	if err != nil {
		q.Err = ErrUnreadable.With("n", len(apperr.FieldsOf(err)))
		return q
	}
	if len(s.Plan.SKUs) == 0 {
		q.Err = ErrNoPriceYet
		return q
	}
	q.Price, q.Err = s.Plan.Quote(q.Selection, q.Term, price.Buyer{})
	return q
}

func tryName(i int) string { return "try." + strconv.Itoa(i) }

// read takes the choice over where it is one of the plan.
func (q *quote) read(v url.Values) {
	for i, a := range q.Plan.Attributes {
		typed := plain(v.Get(tryName(i)))
		if a.Kind == price.Enum {
			for _, x := range a.Values {
				if x.Code == typed && typed != "" {
					q.Selection.Values[a.Code] = typed
				}
			}
			continue
		}
		if n, err := wholeNumber(typed); err == nil && typed != "" {
			q.Selection.Quantities[a.Code] = n
		}
	}
	for _, r := range q.Plan.Terms {
		if u := period.Unit(v.Get("try.unit")); u == r.Unit {
			q.Term.Unit = u
		}
	}
	if n, err := wholeNumber(v.Get("try.periods")); err == nil && n > 0 && q.Term.Unit != price.Once {
		q.Term.Count = int(min(n, 1000))
	}
	if n, err := wholeNumber(v.Get("try.count")); err == nil && n > 0 {
		q.Selection.Count = n
	}
}
