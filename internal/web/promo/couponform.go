package promo

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/ui"
)

// number is a field that should hold a whole number; -1 when it does not, and the room says which are allowed.
func number(form url.Values, name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(form.Get(name)), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// optional is a number that may be left out: 0 then.
func optional(form url.Values, name string) int64 {
	if strings.TrimSpace(form.Get(name)) == "" {
		return 0
	}
	return number(form, name)
}

// termsOf reads the terms of a coupon.
func termsOf(form url.Values) promo.Terms {
	t := promo.Terms{Name: ui.BilingualValue(form, "name"), Amount: number(form, "amount"), Minimum: optional(form, "minimum"),
		Validity: validityOf(form), Shown: form.Get("audience") == "shown", Named: form.Get("audience") == "named", Total: number(form, "total"),
		PerBuyer: number(form, "per_buyer"), NotSpecial: slices.Contains(form["not"], "special"), NotPromotion: slices.Contains(form["not"], "promotion")}
	for _, u := range form["units"] {
		t.Units = append(t.Units, period.Unit(u))
	}
	for _, o := range form["orders"] {
		t.Orders = append(t.Orders, price.OrderKind(o))
	}
	for _, x := range form["items"] {
		t.Items = append(t.Items, itemOf(x))
	}
	return t
}

func validityOf(form url.Values) promo.Validity {
	return promo.Validity{From: strings.TrimSpace(form.Get("from")), To: strings.TrimSpace(form.Get("to"))}
}

// itemOf reads a product, or a product and its spec: "prd_1/spc_1".
func itemOf(value string) promo.Item {
	product, spec, _ := strings.Cut(value, "/")
	return promo.Item{ProductID: product, SpecID: spec}
}

func itemValue(it promo.Item) string {
	if it.SpecID == "" {
		return it.ProductID
	}
	return it.ProductID + "/" + it.SpecID
}

// formOf fills the form from stored terms.
func formOf(t promo.Terms, users []promo.User) url.Values {
	audience := "link"
	switch {
	case t.Shown:
		audience = "shown"
	case t.Named:
		audience = "named"
	}
	form := ui.Values("name_zh", t.Name.ZH, "name_en", t.Name.EN, "amount", itoa(t.Amount), "from", t.Validity.From, "to", t.Validity.To,
		"total", itoa(t.Total), "per_buyer", itoa(t.PerBuyer), "audience", audience, "users", usersText(users))
	if t.Minimum > 0 {
		form.Set("minimum", itoa(t.Minimum))
	}
	for _, it := range t.Items {
		form.Add("items", itemValue(it))
	}
	for _, u := range t.Units {
		form.Add("units", string(u))
	}
	for _, o := range t.Orders {
		form.Add("orders", string(o))
	}
	if t.NotSpecial {
		form.Add("not", "special")
	}
	if t.NotPromotion {
		form.Add("not", "promotion")
	}
	return form
}

// usersText is a list of customers as it is typed.
func usersText(users []promo.User) string {
	var b strings.Builder
	for _, u := range users {
		b.WriteString(u.Name + "," + u.ID + "\n")
	}
	return b.String()
}

// itemOptions are the products on sale, each as a whole and, where it has several, by its specs.
func itemOptions(ctx context.Context, sold []promo.Product) []ui.Option {
	var out []ui.Option
	for _, p := range sold {
		name := ui.In(ctx, p.Name)
		if p.Joint {
			name = ui.T(ctx, "promo.form.joint", "name", name)
		}
		out = append(out, ui.Option{Value: p.ID, Label: name})
		if len(p.Specs) < 2 {
			continue
		}
		for _, s := range p.Specs {
			out = append(out, ui.Option{Value: p.ID + "/" + s.ID, Label: ui.In(ctx, p.Name) + " · " + ui.In(ctx, s.Name)})
		}
	}
	return out
}

// named fills in the names of items for a preview; one that is not on sale stays without.
func named(items []promo.Item, sold []promo.Product) []promo.Item {
	out := slices.Clone(items)
	for i, it := range out {
		for _, p := range sold {
			if p.ID != it.ProductID {
				continue
			}
			s, _ := p.Spec(it.SpecID)
			out[i].Product, out[i].Spec = p.Name, s.Name
		}
	}
	return slices.DeleteFunc(out, func(it promo.Item) bool { return it.Product == (i18n.Text{}) })
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
