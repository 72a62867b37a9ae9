package specform

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// Change is one cell of the table that an action changed. Unit "" is whether the row is sold: then Old and New are "1" or "".
// Of is the quantity whose price the combination has of its own.
type Change struct {
	Row  i18n.Text
	Of   i18n.Text
	Unit period.Unit
	Old  string
	New  string
}

// percentOf is a percentage as a ratio: at most two decimals, so that a price × the ratio is exact.
func percentOf(typed string) (price.Decimal, bool) {
	p, err := price.ParseUsage(typed)
	if err != nil || p.Cmp(price.Whole(-100)) < 0 || p.Cmp(price.Whole(1000)) > 0 {
		return price.Decimal{}, false
	}
	cent, _ := price.ParsePrice("0.01")
	hundred, err := price.Whole(100).Add(p)
	if err != nil {
		return price.Decimal{}, false
	}
	ratio, err := hundred.Mul(cent)
	if err != nil {
		return price.Decimal{}, false
	}
	if _, err := price.ParseUsage(ratio.String()); err != nil {
		return price.Decimal{}, false
	}
	return ratio, true
}

// fill does the same to every row that matches: sets a price, raises it by a percentage and rounds it to cents, or takes the
// row in or out. A percentage leaves cells alone that are empty; a cell that cannot be read is an error.
func (f *Form) fill() ([]Change, error) {
	var bad apperr.Fields
	var ratio price.Decimal
	units := f.Units()
	switch f.Fill.Do {
	case FillOn, FillOff:
	case FillPercent:
		var ok bool
		if ratio, ok = percentOf(f.Fill.By); !ok {
			bad.Add("fill.by", ErrPercent)
		}
	default:
		f.Fill.Do = FillSet
		if f.Fill.By == "" {
			bad.Add("fill.by", ErrPrice)
		} else if _, err := parsePrice(f.Fill.By); err != nil {
			bad.Add("fill.by", err)
		}
	}
	if slices.Contains(units, f.Fill.Unit) {
		units = []period.Unit{f.Fill.Unit}
	}
	next, matched := slices.Clone(f.Rows), false
	var changes []Change
	for i, r := range next {
		if !f.Fill.matches(r) || !r.On && f.Fill.Do != FillOn {
			continue
		}
		matched = true
		if f.Fill.Do == FillOn || f.Fill.Do == FillOff {
			if on := f.Fill.Do == FillOn; on != r.On {
				changes = append(changes, Change{Row: f.Title(r), Old: flag(r.On), New: flag(on)})
				next[i].On = on
			}
			continue
		}
		next[i].Prices = cloned(r.Prices)
		for _, u := range units {
			value, err := f.Fill.value(r.Prices[u], ratio)
			if err != nil {
				bad.Add(PriceName(i, u), err)
				continue
			}
			if value != r.Prices[u] {
				changes = append(changes, Change{Row: f.Title(r), Unit: u, Old: r.Prices[u], New: value})
				next[i].Prices[u] = value
			}
		}
	}
	if !matched {
		bad.Add("fill.by", ErrNothingMatches)
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	f.Rows = next
	return changes, nil
}

func (x Fill) matches(r Row) bool {
	for code, v := range x.Where {
		if r.Values[code] != v {
			return false
		}
	}
	return true
}

// value is what becomes of one price.
func (x Fill) value(now string, ratio price.Decimal) (string, *apperr.Error) {
	if x.Do == FillSet {
		d, err := parsePrice(x.By)
		return d.String(), err
	}
	if now == "" {
		return "", nil
	}
	d, err := parsePrice(now)
	if err != nil {
		return "", err
	}
	raised, mulErr := d.Mul(ratio)
	if mulErr != nil {
		return "", apperr.Of(mulErr)
	}
	cents, roundErr := raised.Round("CNY")
	if roundErr != nil {
		return "", apperr.Of(roundErr)
	}
	return price.FromMoney(cents).String(), nil
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return ""
}
