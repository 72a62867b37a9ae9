package price

import "github.com/souk-market/souk/internal/kernel/i18n"

// Cycle is a span on the calendar (UTC+8) over which usage is charged, accumulated or reset.
type Cycle string

// The cycles, from short to long.
const (
	CycleHour  Cycle = "hour"
	CycleDay   Cycle = "day"
	CycleWeek  Cycle = "week"
	CycleMonth Cycle = "month"
	CycleYear  Cycle = "year"
	CycleNever Cycle = "never" // a package that is not reset
)

// Factor is a charging factor (计费因子): what is measured, with one or more charging items.
type Factor struct {
	Code  string    `json:"code"`
	Name  i18n.Text `json:"name"`
	Items []Item    `json:"items"`
}

// Item is a charging item (计费项): the price of its usage, charged once each Cycle (hour, day, month). Under a step the
// brackets count the usage of the whole Accumulation cycle; other models do not accumulate (open-apis B3).
type Item struct {
	Code         string    `json:"code"`
	Name         i18n.Text `json:"name"`
	Unit         i18n.Text `json:"unit,omitzero"`
	Cycle        Cycle     `json:"cycle"`
	Accumulation Cycle     `json:"accumulation,omitempty"`
	Model        Model     `json:"model"` // fixed, tier or step
}

// Items counts the charging items of all factors.
func (p Plan) Items() (n int) {
	for _, x := range p.Factors {
		n += len(x.Items)
	}
	return n
}

// Package is the content of a package: quotas by charging item, given again after each Reset.
type Package struct {
	Reset    Cycle     `json:"reset"`
	Contents []Content `json:"contents"`
}

// Content is the quota of one charging item, in its unit; at most 4 decimals.
type Content struct {
	Item     string  `json:"item"`
	Quantity Decimal `json:"quantity"`
}

// resets are the reset rules of each kind of package (business-rules 4.6).
func resets(c Charge) []Cycle {
	switch c {
	case ChargePackage:
		return []Cycle{CycleNever, CycleMonth, CycleYear}
	case ChargeCount:
		return []Cycle{CycleNever, CycleHour, CycleDay, CycleWeek, CycleMonth, CycleYear}
	}
	return []Cycle{CycleNever} // stop when used up: used up is used up
}
