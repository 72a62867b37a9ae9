package price

import (
	"cmp"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
)

// Usage is what is to be rated: one record, or what a charging cycle came to, of one item in its unit (at most 4 decimals).
type Usage struct {
	Item     Item    `json:"item"`
	Currency string  `json:"currency"`
	Quantity Decimal `json:"quantity"`
	// Before is what was charged before, without what packages took: in the accumulation cycle under a step, in the charging
	// cycle under fixed. A tier looks at Quantity alone (open-apis B3).
	Before Decimal `json:"before,omitzero"`
	// Quotas are the packages that cover the item. Their order does not matter.
	Quotas []Quota `json:"quotas,omitempty"`
	// Stop says that the only quota is a stop-when-used-up package: what exceeds it is refused, not charged (open-apis B6).
	Stop bool `json:"stop,omitempty"`
}

// Quota is what is left of a package in its present reset period. Ends is the end of that period or of its validity.
type Quota struct {
	ID      string    `json:"id"`
	Left    Decimal   `json:"left"`
	Ends    time.Time `json:"ends"`
	From    time.Time `json:"from"` // when it took effect
	Created time.Time `json:"created"`
}

// Taken is what a package gave.
type Taken struct {
	ID       string  `json:"id"`
	Quantity Decimal `json:"quantity"`
	Left     Decimal `json:"left"`
}

// Rated is a rated usage: Taken + Charged + Refused = the quantity. After is the next usage's Before. Amount may differ by a
// minor unit from the sum of Parts: it is the rounded price of After without the rounded price of Before, so that the charges
// of a cycle sum to the price of its whole usage.
type Rated struct {
	Taken   []Taken      `json:"taken,omitempty"`
	Charged Decimal      `json:"charged"`
	Refused Decimal      `json:"refused"`
	After   Decimal      `json:"after"`
	Parts   []Part       `json:"parts,omitempty"`
	Amount  money.Amount `json:"amount"`
}

// Computation is the parts of the charge for people.
func (r Rated) Computation(lang string) []string { return computationIn(lang, r.Parts, r.Amount) }

// Rate takes usage from packages first and prices the rest (business-rules 4.6, open-apis B3, B6). Errors: ErrUsageNegative,
// ErrDecimals, ErrStopQuota, ErrNoBracket, ErrModelKind, ErrOutOfRange.
func Rate(in Usage) (Rated, error) {
	if err := in.check(); err != nil {
		return Rated{}, err
	}
	out := Rated{Amount: money.New(0, in.Currency)}
	rest, err := out.take(in.Quantity, in.Quotas)
	if err != nil {
		return Rated{}, err
	}
	if in.Stop {
		out.Refused, out.After = rest, in.Before
		return out, nil
	}
	out.Charged = rest
	if out.After, err = in.Before.Add(rest); err != nil {
		return Rated{}, err
	}
	if err := out.charge(in); err != nil {
		return Rated{}, err
	}
	return out, nil
}

func (in Usage) check() error {
	for _, d := range []Decimal{in.Quantity, in.Before} {
		switch {
		case d.Negative():
			return ErrUsageNegative
		case d.decimalPlaces() > MaxUsageDecimals:
			return ErrDecimals.With("max", MaxUsageDecimals)
		}
	}
	for _, q := range in.Quotas {
		if q.Left.Negative() {
			return ErrUsageNegative
		}
	}
	if in.Stop && len(in.Quotas) != 1 {
		return ErrStopQuota
	}
	return nil
}

// take deducts n from the quotas, the one that ends first first; ties go to the one that took effect earlier, then to the one
// that was created earlier (open-apis B6). It returns what is left of n.
func (r *Rated) take(n Decimal, quotas []Quota) (Decimal, error) {
	sorted := slices.SortedFunc(slices.Values(quotas), func(a, b Quota) int {
		return cmp.Or(a.Ends.Compare(b.Ends), a.From.Compare(b.From), a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	for _, q := range sorted {
		if n.IsZero() || q.Left.IsZero() {
			continue
		}
		part := q.Left
		if n.Cmp(part) < 0 {
			part = n
		}
		left, err := q.Left.Sub(part)
		if err != nil {
			return Decimal{}, err
		}
		if n, err = n.Sub(part); err != nil {
			return Decimal{}, err
		}
		r.Taken = append(r.Taken, Taken{q.ID, part, left})
	}
	return n, nil
}

// charge prices Charged.
func (r *Rated) charge(in Usage) error {
	m := in.Item.Model
	if m.Kind == ModelFixed { // one price for each unit, whatever the quantity
		m.Kind = ModelLinear
	}
	from := in.Before
	if m.Kind == ModelTier {
		from = Decimal{}
		r.After = r.Charged // nothing accumulates
	}
	whole, _, err := m.cost(r.After, in.Item.Unit)
	if err != nil {
		return err
	}
	before, _, err := m.cost(from, in.Item.Unit)
	if err != nil {
		return err
	}
	upTo, err := whole.Round(in.Currency)
	if err != nil {
		return err
	}
	done, err := before.Round(in.Currency)
	if err != nil {
		return err
	}
	r.Amount = money.New(upTo.Minor-done.Minor, in.Currency)
	r.Parts, err = m.span(from, r.After, in.Item.Unit)
	return err
}
