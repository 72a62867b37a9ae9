package price

import (
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// Span is what one quantity of an estimate is used in.
type Span string

// The spans. Under fixed a month, under a tier one record, under a step its accumulation cycle; one that is longer than a month
// is looked at in its first month, when nothing has accumulated yet.
const (
	SpanHour   Span = "hour"
	SpanDay    Span = "day"
	SpanMonth  Span = "month"
	SpanRecord Span = "record"
)

// maxRecords is how many records of a month an estimate takes.
const maxRecords = 1_000_000

// Span is what a quantity of the item is of, how many of these a month of 30 days has, and how many it may have.
func (x Item) Span() (span Span, usual, most int64) {
	switch {
	case x.Model.Kind == ModelTier:
		return SpanRecord, 1, maxRecords
	case x.Model.Kind == ModelStep && x.Accumulation == CycleHour:
		return SpanHour, 30 * 24, 31 * 24
	case x.Model.Kind == ModelStep && x.Accumulation == CycleDay:
		return SpanDay, 30, 31
	}
	return SpanMonth, 1, 1
}

// Use is what somebody means to use of an item: Quantity in each span, Times spans a month; 0 is as many as usual.
type Use struct {
	Item     string
	Quantity Decimal
	Times    int64
}

// Estimate is what a month of use comes to, a line for each item that is used.
type Estimate struct {
	Lines []EstimateLine
	Total money.Amount
}

// EstimateLine is what one item comes to: the rated quantity of one span × Use.Times.
type EstimateLine struct {
	Factor Factor
	Item   Item
	Use    Use
	Span   Span
	Rated  Rated
	Times  Part // of the rated amount; its amount is that of the line
	Amount money.Amount
}

// Computation is how the line comes about, for people.
func (l EstimateLine) Computation(lang string) []string {
	out := l.Rated.Computation(lang)
	if l.Use.Times != 1 {
		out = append(out, l.Times.In(lang, l.Amount.Currency))
	}
	return out
}

// Estimate says what a month of use costs (business-rules 4.6, open-apis B3), without packages: each span is charged as Rate
// charges it. Its errors by field: use_<item>, times_<item>. Other: ErrEstimateCharge, ErrOutOfRange.
func (p Plan) Estimate(uses []Use) (Estimate, error) {
	if p.Charge != ChargeOnDemand {
		return Estimate{}, ErrEstimateCharge
	}
	var f apperr.Fields
	wanted := map[string]Use{}
	for _, u := range uses {
		if _, twice := wanted[u.Item]; twice {
			f.Add("use_"+u.Item, ErrTwice)
		}
		wanted[u.Item] = u
	}
	out := Estimate{Total: money.New(0, p.Currency)}
	for _, factor := range p.Factors {
		for _, item := range factor.Items {
			u, used := wanted[item.Code]
			delete(wanted, item.Code)
			if !used || u.Quantity.IsZero() {
				continue
			}
			l, field, err := p.estimate(item, u)
			switch {
			case err == nil:
			case field != "":
				f.Add(field+item.Code, apperr.Of(err))
				continue
			default:
				return Estimate{}, err
			}
			if out.Total, err = out.Total.Add(l.Amount); err != nil {
				return Estimate{}, ErrOutOfRange
			}
			l.Factor = factor
			out.Lines = append(out.Lines, l)
		}
	}
	for code := range wanted {
		f.Add("use_"+code, ErrUseItem)
	}
	if err := f.Err(); err != nil {
		return Estimate{}, err
	}
	return out, nil
}

// estimate is the line of one item; field is where an error belongs, "" for the whole.
func (p Plan) estimate(item Item, u Use) (l EstimateLine, field string, err error) {
	span, usual, most := item.Span()
	if u.Times == 0 {
		u.Times = usual
	}
	if u.Times < 0 || u.Times > most {
		return l, "times_", ErrNumberRange.With("min", 1, "max", most)
	}
	l = EstimateLine{Item: item, Use: u, Span: span}
	if l.Rated, err = Rate(Usage{Item: item, Currency: p.Currency, Quantity: u.Quantity}); err != nil {
		return l, "use_", err
	}
	if l.Times, err = times(PartPeriods, FromMoney(l.Rated.Amount), Whole(u.Times), spanText(span, u.Times)); err != nil {
		return l, "", err
	}
	l.Amount, err = l.Times.Amount.Round(p.Currency)
	return l, "", err
}

func spanText(s Span, n int64) i18n.Text {
	one := n == 1
	switch {
	case s == SpanHour && one:
		return i18n.Text{ZH: "小时", EN: "hour"}
	case s == SpanHour:
		return i18n.Text{ZH: "小时", EN: "hours"}
	case s == SpanDay:
		return dayText(int(n))
	case s == SpanRecord && one:
		return i18n.Text{ZH: "条话单", EN: "record"}
	case s == SpanRecord:
		return i18n.Text{ZH: "条话单", EN: "records"}
	}
	return i18n.Text{ZH: "个月", EN: "month"}
}

// Example is a quantity that shows how an item is priced: 5 beyond the beginning of its last bracket, or 100.
func (x Item) Example() Decimal {
	if n := len(x.Model.Brackets); n > 0 {
		if d, err := x.Model.Brackets[n-1].Over.Add(Whole(5)); err == nil {
			return d
		}
	}
	return Whole(100)
}

// Worked is the example of an item as one line of its plan; ok is false where its prices are not complete yet.
func (p Plan) Worked(x Item) (l EstimateLine, ok bool) {
	l, _, err := p.estimate(x, Use{Item: x.Code, Quantity: x.Example(), Times: 1})
	return l, err == nil && len(l.Rated.Parts) > 0
}

// Sum is the rated quantity in one line: "¥0.30 × 3 min + ¥0.20 × 5 min = ¥1.90".
func (l EstimateLine) Sum(lang string) string {
	var s strings.Builder
	for i, p := range l.Rated.Parts {
		if i > 0 {
			s.WriteString(" + ")
		}
		s.WriteString(p.Each.Format(l.Rated.Amount.Currency) + strings.TrimRight(" × "+p.Times.String()+" "+p.Unit.In(lang), " "))
	}
	return s.String() + " = " + l.Rated.Amount.Format()
}
