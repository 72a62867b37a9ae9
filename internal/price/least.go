package price

import (
	"strconv"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// SKUFor is the combination that a selection names.
func (p Plan) SKUFor(sel Selection) (SKU, bool) { return p.sku(sel.Values) }

// Least is the smallest order of a SKU: one piece, and the least of each quantity.
func (p Plan) Least(k SKU) Selection {
	sel := Selection{Values: k.Values}
	for _, a := range p.Attributes {
		if a.Kind == Quantity && a.Min > 0 {
			if sel.Quantities == nil {
				sel.Quantities = map[string]int64{}
			}
			sel.Quantities[a.Code] = a.Min
		}
	}
	return sel
}

// From is the list price of the cheapest order of a plan, and its unit of time: what a list of products shows as "from". ok is
// false where nothing is paid before use.
func (p Plan) From() (from money.Amount, unit period.Unit, ok bool) {
	for _, k := range p.SKUs { // without Quote, which would look for each of a thousand SKUs among the thousand
		sel := p.Least(k)
		for _, r := range p.Terms {
			if _, priced := k.Prices[r.Unit]; !priced {
				continue
			}
			lines, err := p.linesOf(k, sel, Term{r.Unit, 1})
			if err != nil {
				continue
			}
			b, err := newBreakdown(p.Currency, lines)
			if err == nil && (!ok || b.List.Minor < from.Minor) {
				from, unit, ok = b.List, r.Unit, true
			}
		}
	}
	return from, unit, ok
}

// Describe is a selection for people, in the order of the attributes: "Professional · Users 20 · 2 pieces".
func (p Plan) Describe(sel Selection) i18n.Text {
	var out i18n.Text
	add := func(t i18n.Text) {
		if out.Empty() {
			out = t
			return
		}
		out.ZH, out.EN = out.ZH+" · "+t.In(i18n.ZH), out.EN+" · "+t.In(i18n.EN)
	}
	for _, a := range p.Attributes {
		if a.Kind == Quantity {
			if n := sel.Quantities[a.Code]; n != 0 {
				add(i18n.Text{ZH: count(a, n, i18n.ZH), EN: count(a, n, i18n.EN)})
			}
			continue
		}
		for _, v := range a.Values {
			if v.Code == sel.Values[a.Code] {
				add(i18n.Text{ZH: v.Name.In(i18n.ZH), EN: v.Name.In(i18n.EN)})
			}
		}
	}
	if n := sel.Pieces(); n != 1 {
		t := pieceText(n)
		add(i18n.Text{ZH: strconv.FormatInt(n, 10) + " " + t.ZH, EN: strconv.FormatInt(n, 10) + " " + t.EN})
	}
	return out
}

// count is "Storage 20 GB".
func count(a Attribute, n int64, lang string) string {
	s := a.Name.In(lang) + " " + strconv.FormatInt(n, 10)
	if unit := a.Unit.In(lang); unit != "" {
		s += " " + unit
	}
	return s
}
