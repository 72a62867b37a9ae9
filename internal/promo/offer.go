package promo

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// Shape is what a private offer quotes (business-rules 5.7).
type Shape string

// The shapes: a discount, with the quantity up to the buyer, or the total of one configuration.
const (
	ShapeDiscount      Shape = "discount"
	ShapeConfiguration Shape = "configuration"
)

// The bounds of an offer.
const (
	MaxLines      = 20
	MaxOfferUsers = 50
)

// OfferLine is what is quoted for a product: a Ratio of the list price, Prices of one piece of a SKU for one period, or the
// Total of a Config.
type OfferLine struct {
	N string `json:"n"` // from "1"
	Item
	SKUID  string                        `json:"sku_id,omitempty"` // of Prices; empty where the spec has one SKU only
	Ratio  price.Decimal                 `json:"ratio,omitzero"`
	Prices map[period.Unit]price.Decimal `json:"prices,omitempty"`
	Config *price.Config                 `json:"config,omitempty"`
	Total  money.Amount                  `json:"total,omitzero"`
	List   money.Amount                  `json:"list,omitzero"` // of the Config, when it was quoted
}

// Offer is a private offer (专属优惠).
type Offer struct {
	ID          string // "pof_…"
	Token       string // of its link
	SellerID    string
	AccountID   string
	SellerName  i18n.Text
	Shape       Shape
	State       string // as stored; see StateAt
	Rev         int64
	Name        string
	Lines       []OfferLine
	Least       price.Decimal // the lowest share of a list price that a line asks for
	Special     bool          // beyond the authorised discount
	From, Until time.Time
	Reason      string
	CreatedAt   time.Time
	DecidedAt   time.Time // zero: not, or at once
	DecidedName string    // empty: it held at once
}

// StateAt is the state at an instant, even before the sweep wrote it down.
func (o Offer) StateAt(now time.Time) string {
	if o.State == OfferActive && !now.Before(o.Until) {
		return OfferExpired
	}
	return o.State
}

func (o Offer) created() time.Time { return o.CreatedAt }

// Path is its link.
func (o Offer) Path() string { return "/offers/" + o.Token }

// value is the line as price computes with it.
func (l OfferLine) value(offerID string) price.Offer {
	return price.Offer{ID: offerID, Ratio: l.Ratio, Prices: l.Prices, Total: l.Total, Config: l.Config}
}

// suits reports whether the line is for the choices of a purchase: a configuration is for one selection and term only.
func (l OfferLine) suits(p Purchase) bool {
	return l.Config == nil || l.Config.Term == p.Term && l.Config.Selection.Equal(p.Selection)
}

// lineFor is the line for a purchase. Of several configurations of one spec it is the one that is bought; where none is, the
// first, so that price says what differs.
func (o Offer) lineFor(p Purchase) (OfferLine, bool) {
	var first *OfferLine
	for i, l := range o.Lines {
		if !l.covers(p.Product.ID, p.SpecID) || l.SKUID != "" && p.SKUID != "" && l.SKUID != p.SKUID {
			continue
		}
		if l.suits(p) {
			return l, true
		}
		if first == nil {
			first = &o.Lines[i]
		}
	}
	if first == nil {
		return OfferLine{}, false
	}
	return *first, true
}

// check fills a line in and returns the lowest share of the list price that it asks for. now's prices are those of sold.
func (l *OfferLine) check(shape Shape, sold Product) (price.Decimal, *apperr.Error) {
	named, ok := sold.item(l.SpecID)
	if !ok {
		return price.Decimal{}, ErrProductSold
	}
	l.Item = named
	if shape == ShapeConfiguration {
		return l.checkConfig(sold)
	}
	switch {
	case l.Config != nil || l.Total != (money.Amount{}) || l.Ratio.IsZero() == (len(l.Prices) == 0):
		return price.Decimal{}, ErrOfferShape
	case len(l.Prices) > 0:
		return l.checkPrices(sold)
	case !l.Ratio.Positive() || l.Ratio.Cmp(price.Whole(1)) > 0:
		return price.Decimal{}, ErrPercent
	case len(sold.paidBefore()) == 0:
		return price.Decimal{}, price.ErrOfferOnDemand
	}
	return l.Ratio, nil
}

// checkPrices compares agreed prices with those of the SKU.
func (l *OfferLine) checkPrices(sold Product) (price.Decimal, *apperr.Error) {
	spec, ok := sold.Spec(l.SpecID)
	if !ok {
		return price.Decimal{}, ErrOfferShape
	}
	i := slices.IndexFunc(spec.Plan.SKUs, func(k price.SKU) bool { return k.ID == l.SKUID || l.SKUID == "" && len(spec.Plan.SKUs) == 1 })
	if i < 0 {
		return price.Decimal{}, price.ErrCombination
	}
	least := price.Whole(1)
	for _, u := range slices.Sorted(maps.Keys(l.Prices)) {
		list, sells := spec.Plan.SKUs[i].Prices[u]
		agreed := l.Prices[u]
		switch {
		case !sells:
			return price.Decimal{}, price.ErrOfferTerm
		case agreed.Negative():
			return price.Decimal{}, ErrPrice
		case agreed.Cmp(list) > 0:
			return price.Decimal{}, ErrOfferAbove.With("list", list.Format(spec.Plan.Currency))
		}
		least = lower(least, share(agreed, list))
	}
	return least, nil
}

// checkConfig quotes the configuration at list prices.
func (l *OfferLine) checkConfig(sold Product) (price.Decimal, *apperr.Error) {
	spec, ok := sold.Spec(l.SpecID)
	if !ok || l.Config == nil || !l.Ratio.IsZero() || l.Prices != nil {
		return price.Decimal{}, ErrOfferShape
	}
	if spec.Plan.Charge == price.ChargeOnDemand {
		return price.Decimal{}, price.ErrOfferOnDemand
	}
	quote, err := spec.Plan.Quote(l.Config.Selection, l.Config.Term, price.Buyer{})
	if err != nil {
		return price.Decimal{}, firstOf(err)
	}
	switch {
	case l.Total.Currency != spec.Plan.Currency || l.Total.Negative():
		return price.Decimal{}, ErrPrice
	case l.Total.Minor > quote.List.Minor:
		return price.Decimal{}, ErrOfferAbove.With("list", quote.List.Format())
	}
	l.List = quote.List
	return share(price.FromMoney(l.Total), price.FromMoney(quote.List)), nil
}

// firstOf is the one error that stands for all errors of a choice.
func firstOf(err error) *apperr.Error {
	fields := apperr.FieldsOf(err)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		return fields[name]
	}
	return apperr.Of(err)
}

func lower(a, b price.Decimal) price.Decimal {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

// share is part of whole, rounded down to four decimals, at most 1: what is a hair beyond the authorised discount is beyond it.
// Both are amounts that int64 holds in 1/100 of 分.
func share(part, whole price.Decimal) price.Decimal {
	if whole.IsZero() {
		return price.Whole(1)
	}
	lo, hi := int64(0), int64(ratioScale) // the largest n with n/10000 of whole at most part
	for lo < hi {
		mid := (lo + hi + 1) / 2
		x, err := whole.Mul(tenThousandths(mid))
		if err == nil && x.Cmp(part) <= 0 {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return tenThousandths(lo)
}

const ratioScale = 10_000

// tenThousandths is n/10000.
func tenThousandths(n int64) price.Decimal {
	d, err := price.ParseUsage(strconv.FormatInt(n/ratioScale, 10) + "." + strconv.FormatInt(ratioScale+n%ratioScale, 10)[1:])
	if err != nil { // n is between 0 and 10000
		return price.Whole(1)
	}
	return d
}
