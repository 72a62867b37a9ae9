package promoview

import (
	"context"
	"embed"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts; all keys start with "promoview.".
func LocaleFS() fs.FS { return locale }

// BatchState, CouponState, OfferState, ResaleState and CashState name states.
func BatchState(ctx context.Context, state string) string {
	return ui.T(ctx, "promoview.batch."+state)
}

// CouponState names the state of a coupon; one that an unpaid order holds is "held".
func CouponState(ctx context.Context, state string) string {
	return ui.T(ctx, "promoview.coupon."+state)
}

// OfferState names the state of a private offer.
func OfferState(ctx context.Context, state string) string {
	return ui.T(ctx, "promoview.offer."+state)
}

// ResaleState names the state of a resale discount.
func ResaleState(ctx context.Context, state string) string {
	return ui.T(ctx, "promoview.resale."+state)
}

// CashState names the state of a cash coupon.
func CashState(ctx context.Context, state string) string { return ui.T(ctx, "promoview.cash."+state) }

// LevelName names a level of resale discounts.
func LevelName(ctx context.Context, l price.ResaleLevel) string {
	return ui.T(ctx, "promoview.level."+string(l))
}

// Rules are the rules of a coupon for who wants to use it.
func Rules(ctx context.Context, t promo.Terms) []string {
	var out []string
	add := func(key string, kv ...any) { out = append(out, ui.T(ctx, "promoview.rule."+key, kv...)) }
	if t.Minimum > 0 {
		add("minimum", "amount", Yuan(t.Minimum))
	} else {
		add("more", "amount", Yuan(t.Amount))
	}
	units := t.Units
	if len(units) == 0 {
		units = promo.Units()
	}
	add("units", "units", join(ctx, units, func(u period.Unit) string { return UnitName(ctx, u) }))
	switch {
	case len(t.Orders) == 0:
		add("orders")
	case t.Orders[0] == price.OrderNew:
		add("new")
	default:
		add("renewal")
	}
	add("limit", "n", t.PerBuyer)
	add("exclusive")
	if t.NotSpecial {
		add("special")
	}
	if t.NotPromotion {
		add("promotion")
	}
	return out
}

// UnitName names a charging mode.
func UnitName(ctx context.Context, u period.Unit) string { return ui.In(ctx, promo.UnitName(u)) }

// Scope names what a coupon is for, shortly: the first products, and how many more.
func Scope(ctx context.Context, items []promo.Item) string {
	const most = 3
	names := join(ctx, items[:min(most, len(items))], func(it promo.Item) string { return ItemName(ctx, it) })
	if len(items) > most {
		return ui.T(ctx, "promoview.and-more", "names", names, "n", len(items)-most)
	}
	return names
}

// ItemName is a product, with its spec where it is for one only.
func ItemName(ctx context.Context, it promo.Item) string {
	if it.SpecID == "" {
		return ui.In(ctx, it.Product)
	}
	return ui.In(ctx, it.Product) + " · " + ui.In(ctx, it.Spec)
}

// Quote says what an offer quotes for a product.
func Quote(ctx context.Context, l promo.OfferLine) string {
	switch {
	case l.Config != nil:
		return ui.T(ctx, "promoview.quote.total", "total", l.Total.Format(), "list", l.List.Format(), "n", max(l.Config.Selection.Count, 1),
			"term", TermName(ctx, l.Config.Term))
	case len(l.Prices) > 0:
		return join(ctx, slices.Sorted(maps.Keys(l.Prices)), func(u period.Unit) string {
			return ui.T(ctx, "promoview.quote.price", "price", l.Prices[u].Format("CNY"), "unit", UnitName(ctx, u))
		})
	}
	return ui.T(ctx, "promoview.quote.percent", "percent", promo.PercentText(l.Ratio))
}

// TermName is a length of time, such as 3 months.
func TermName(ctx context.Context, t price.Term) string {
	if t.Unit == price.Once {
		return UnitName(ctx, t.Unit)
	}
	return ui.T(ctx, "promoview.term."+string(t.Unit), "n", t.Count)
}

// Yuan is an amount that has no cents, as people write it.
func Yuan(n int64) string { return strings.TrimSuffix(money.CNY(n*100).Format(), ".00") }

// Days is a validity.
func Days(ctx context.Context, v promo.Validity) string {
	return ui.T(ctx, "promoview.days", "from", ui.FormatDay(ctx, v.From), "to", ui.FormatDay(ctx, v.To))
}

// join lists names in the page's language.
func join[T any](ctx context.Context, list []T, name func(T) string) string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = name(x)
	}
	return strings.Join(out, ui.T(ctx, "promoview.comma"))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
