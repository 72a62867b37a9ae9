package seller

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// quote is what the calculator shows: a choice as a buyer makes it, and its price or why there is none. Of what is charged by
// use it is a month of use.
type quote struct {
	Plan      price.Plan
	Selection price.Selection
	Term      price.Term
	Price     price.Breakdown
	Uses      []tried
	Estimate  price.Estimate
	Err       error
}

// tried is the use of one charging item, as typed.
type tried struct {
	Item            price.Item
	Name            string // of its fields
	Quantity, Times string
	Span            price.Span
	Most            int64 // of Times; 1 is not asked for
}

// quoteOf prices the choice that was posted, by default the smallest of the first SKU.
func quoteOf(f *specform.Form, was catalog.Spec, v url.Values) quote {
	s, err := f.Spec(was)
	q := quote{Plan: s.Plan, Selection: price.Selection{Values: map[string]string{}, Quantities: map[string]int64{}, Count: 1}, Term: price.Term{Count: 1}}
	if s.Plan.Charge == price.ChargeOnDemand {
		q.use(v, err)
		return q
	}
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

// use estimates the month that was posted, by default the example of each item.
func (q *quote) use(v url.Values, unreadable error) {
	var bad apperr.Fields
	var uses []price.Use
	for i, x := range q.Plan.Factors {
		for j, item := range x.Items {
			u := tried{Item: item, Name: fmt.Sprintf("try.use.%d.%d", i, j)}
			var usual int64
			u.Span, usual, u.Most = item.Span()
			u.Quantity, u.Times = item.Example().String(), itoa(usual)
			if v.Has(u.Name) {
				u.Quantity, u.Times = plain(v.Get(u.Name)), plain(v.Get(u.Name+".times"))
			}
			q.Uses = append(q.Uses, u)
			if u.Quantity == "" {
				continue
			}
			quantity, err := price.ParseUsage(u.Quantity)
			if err != nil {
				bad.Add("use_"+item.Code, apperr.Of(err))
			}
			times, err := wholeNumber(u.Times)
			if err != nil && u.Most > 1 {
				bad.Add("times_"+item.Code, apperr.Of(err))
			}
			uses = append(uses, price.Use{Item: item.Code, Quantity: quantity, Times: times})
		}
	}
	switch q.Err = bad.Err(); {
	case unreadable != nil:
		q.Err = ErrUnreadable.With("n", len(apperr.FieldsOf(unreadable)))
	case len(q.Uses) == 0:
		q.Err = ErrNoPriceYet
	case q.Err == nil:
		q.Estimate, q.Err = q.Plan.Estimate(uses)
	}
}

// asksTerm reports whether the buyer chooses for how long.
func (q quote) asksTerm() bool {
	return slices.ContainsFunc(q.Plan.Terms, func(r price.TermRange) bool { return r.Unit != price.Once }) || len(q.Plan.Terms) > 1
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
