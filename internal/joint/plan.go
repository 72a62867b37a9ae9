package joint

import (
	"fmt"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Year is what a plan says of one calendar year.
type Year struct {
	Year     int
	GMV      money.Amount
	Projects int64
}

// Plan is a version of the business plan of a joint product (business-rules 3.4).
type Plan struct {
	ID          string // "bpl_…"
	ProductID   string
	Product     i18n.Text // as it was called when the plan was handed in
	SellerID    string
	AccountID   string
	SellerName  i18n.Text
	N           int64 // which version, from 1
	State       string
	Rev         int64
	Years       []Year // the year in which it was handed in, and the next two
	Reason      string // of a rejection
	SubmittedAt time.Time
	DecidedAt   time.Time // zero: not yet
	DecidedName string
}

// For is what the plan says of a year.
func (p Plan) For(year int) (Year, bool) {
	if i := slices.IndexFunc(p.Years, func(y Year) bool { return y.Year == year }); i >= 0 {
		return p.Years[i], true
	}
	return Year{}, false
}

// planYears is how many years a plan is for: this one and the next two (business-rules 3.4).
const planYears = 3

// The bounds of a plan (our choice): ¥100 billion and a million projects a year.
const (
	maxGMV      int64 = 100_000_000_000_00
	MaxProjects int64 = 1_000_000
)

// YearOf is the calendar year of an instant in the market's zone.
func YearOf(t time.Time) int { return t.In(period.Shanghai()).Year() }

// PlanYear is what somebody typed for a year. Currency may be left out; when given it must be the product's.
type PlanYear struct {
	Year     int
	GMV      string // "500000.00"
	Currency string
	Projects int64 // -1 for what is no number
}

// readYears reads the three years of a plan. Its field errors: years, gmv_<year> and projects_<year>.
func readYears(typed []PlanYear, p Product, first int) ([]Year, error) {
	var f apperr.Fields
	out := make([]Year, planYears)
	if len(typed) != planYears {
		f.Add("years", ErrPlanYears.With("first", first, "last", first+planYears-1))
		return nil, f.Err()
	}
	for i := range out {
		year := first + i
		at := slices.IndexFunc(typed, func(y PlanYear) bool { return y.Year == year })
		if at < 0 {
			f.Add("years", ErrPlanYears.With("first", first, "last", first+planYears-1))
			return nil, f.Err()
		}
		in := typed[at]
		gmv, err := money.Parse(line(in.GMV), p.Currency)
		switch {
		case in.Currency != "" && in.Currency != p.Currency:
			f.Add(fmt.Sprint("gmv_", year), ErrPlanCurrency.With("currency", p.Currency))
		case err != nil || gmv.Minor <= 0 || gmv.Minor > maxGMV:
			f.Add(fmt.Sprint("gmv_", year), ErrPlanGMV.With("max", money.New(maxGMV, p.Currency).Format()))
		}
		if in.Projects < 1 || in.Projects > MaxProjects {
			f.Add(fmt.Sprint("projects_", year), ErrPlanProjects.With("max", MaxProjects))
		}
		out[i] = Year{Year: year, GMV: gmv, Projects: in.Projects}
	}
	return out, f.Err()
}

// Standing is how a joint product stands with its plan.
type Standing struct {
	Product Product
	State   string // of the newest version; PlanMissing when there is none that reaches this year
	Latest  Plan   // the newest version; zero when there is none
	InForce Plan   // the last approved one; zero when there is none
	Year    int    // this year
	Target  Year   // of this year by the plan in force; zero when there is none
	Sales   Sales  // of this year so far
}

// Planned reports whether a plan in force says something of this year.
func (s Standing) Planned() bool { return s.Target.Year != 0 }

// Missing reports whether the product still misses a plan: none reaches this year and the next two, in force or in review. At
// the turn of the year every plan lacks its third year.
func (s Standing) Missing() bool {
	last := s.Year + planYears - 1
	_, holds := s.InForce.For(last)
	_, asked := s.Latest.For(last)
	return !holds && !(asked && s.State == PlanInReview)
}

// Percent is how much of this year's volume was reached, rounded down; 0 without a plan.
func (s Standing) Percent() int64 {
	if s.Target.GMV.Minor <= 0 {
		return 0
	}
	whole, rest := s.Sales.Total.Minor/s.Target.GMV.Minor, s.Sales.Total.Minor%s.Target.GMV.Minor
	return whole*100 + rest*100/s.Target.GMV.Minor
}

// Behind reports whether less than 100 % of this year's volume was reached (business-rules 3.4).
func (s Standing) Behind() bool { return s.Planned() && s.Sales.Total.Minor < s.Target.GMV.Minor }
