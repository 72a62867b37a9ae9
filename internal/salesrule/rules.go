package salesrule

import (
	"maps"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

// Target is whom a product or a spec is sold to (business-rules 5.3).
type Target string

// The targets. TargetInherit is of a spec only: whom the product is sold to.
const (
	TargetInherit    Target = ""
	TargetAll        Target = "all"
	TargetNamed      Target = "named"
	TargetEnterprise Target = "enterprise"
	TargetPersonal   Target = "personal"
)

// Targets are those of a product, in the order of its form.
func Targets() []Target { return []Target{TargetAll, TargetNamed, TargetEnterprise, TargetPersonal} }

// SpecTargets are those of a spec.
func SpecTargets() []Target {
	return []Target{TargetInherit, TargetNamed, TargetEnterprise, TargetPersonal}
}

// Mode is to whom a kind of credit is open (business-rules 5.2).
type Mode string

// The modes of a credit switch.
const (
	ModeOff   Mode = "off"
	ModeAll   Mode = "all"
	ModeNamed Mode = "named"
)

// Modes are all modes.
func Modes() []Mode { return []Mode{ModeOff, ModeAll, ModeNamed} }

// Limit is how much of a spec one account may buy (business-rules 5.4): so many times, or so much of a quantity attribute. The
// zero value is no limit.
type Limit struct {
	Times     int64  `json:"times,omitempty"`
	Attribute string `json:"attribute,omitempty"` // the code of a quantity attribute
	Most      int64  `json:"most,omitempty"`      // of the attribute, over all orders
}

// None reports that nothing is limited.
func (l Limit) None() bool { return l == Limit{} }

// The bounds of a limit (our choice; the source says "options" only).
const (
	MaxTimes = 1000
	MaxMost  = 1_000_000_000
)

// Spec is what is said of one spec.
type Spec struct {
	Target Target `json:"target,omitempty"`
	Limit  Limit  `json:"limit,omitzero"`
	Trial  bool   `json:"trial,omitempty"` // only the customers of its list may try it
}

// Rules are what is said of one product. The zero value sells to everybody.
type Rules struct {
	Target Target          `json:"target,omitempty"`
	Specs  map[string]Spec `json:"specs,omitempty"` // by id; a spec of which nothing is said is not there
	Cash   Mode            `json:"cash,omitempty"`  // credit cash coupons
	Line   Mode            `json:"line,omitempty"`  // the credit line
}

// filled says what empty fields mean.
func (r Rules) filled() Rules {
	if r.Target == TargetInherit {
		r.Target = TargetAll
	}
	if r.Cash == "" {
		r.Cash = ModeOff
	}
	if r.Line == "" {
		r.Line = ModeOff
	}
	return r
}

// set replaces what is said of a spec; nothing said is not kept.
func (r *Rules) set(specID string, s Spec) {
	r.Specs = maps.Clone(r.Specs)
	if s == (Spec{}) {
		delete(r.Specs, specID)
		return
	}
	if r.Specs == nil {
		r.Specs = map[string]Spec{}
	}
	r.Specs[specID] = s
}

func (r Rules) equal(o Rules) bool {
	return r.Target == o.Target && r.Cash == o.Cash && r.Line == o.Line && maps.Equal(r.Specs, o.Specs)
}

// Buyer is who wants to buy. The zero value is a visitor.
type Buyer struct {
	ID       string
	Verified account.Verified
}

// BuyerOf is an actor as a buyer.
func BuyerOf(a account.Actor) Buyer { return Buyer{a.ID, a.Verified} }

// fits is why a target is not for a buyer, or nil. named says whether the buyer is on its list.
func (t Target) fits(b Buyer, named bool) *apperr.Error {
	switch t {
	case TargetNamed:
		switch {
		case b.ID == "":
			return ErrSignIn
		case !named:
			return ErrNotForYou
		}
	case TargetEnterprise:
		if b.Verified != account.VerifiedEnterprise {
			return ErrEnterpriseOnly
		}
	case TargetPersonal:
		if b.Verified != account.VerifiedPersonal {
			return ErrPersonalOnly
		}
	}
	return nil
}

// buy is why a buyer may not buy a spec, but for its limit; or nil.
func (r Rules) buy(specID string, b Buyer, on lists) *apperr.Error {
	if e := r.Target.fits(b, on[Of{List: ListTarget}]); e != nil {
		return e
	}
	return r.Specs[specID].Target.fits(b, on[Of{List: ListTarget, SpecID: specID}])
}

// try is why a buyer may not try a spec, or nil.
func (r Rules) try(specID string, b Buyer, on lists) *apperr.Error {
	if e := r.buy(specID, b, on); e != nil {
		return e
	}
	switch {
	case !r.Specs[specID].Trial || on[Of{List: ListTrial, SpecID: specID}]:
		return nil
	case b.ID == "":
		return ErrSignIn
	}
	return ErrTrialInvited
}

// Taken is what one account bought of a spec and did not give back.
type Taken struct {
	Orders     int64
	Quantities map[string]int64 // by the codes of quantity attributes, over all pieces
}

// Left is how much more may be bought, never less than 0.
func (l Limit) Left(t Taken) int64 {
	if l.Attribute != "" {
		return max(l.Most-t.Quantities[l.Attribute], 0)
	}
	return max(l.Times-t.Orders, 0)
}

// fits is why a choice is more than the limit leaves, by field; or nil.
func (l Limit) fits(sel price.Selection, t Taken) error {
	left := l.Left(t)
	switch {
	case l.None():
		return nil
	case l.Attribute == "":
		if left > 0 {
			return nil
		}
		return ErrLimitTimes.With("max", l.Times)
	}
	each, pieces := sel.Quantities[l.Attribute], sel.Pieces()
	if each <= left && pieces <= MaxMost && each*pieces <= left { // each is at most MaxMost, so the product is exact
		return nil
	}
	var f apperr.Fields
	f.Add("attribute_"+l.Attribute, ErrLimitQuantity.With("max", l.Most, "left", left))
	return f.Err()
}

// check is what is wrong with a limit for a spec, or nil; field is where.
func (l Limit) check(p price.Plan) (field string, e *apperr.Error) {
	switch {
	case l.Attribute == "" && l.Most == 0:
		if l.Times < 0 || l.Times > MaxTimes {
			return "times", ErrTimes.With("max", MaxTimes)
		}
	case l.Times != 0:
		return "kind", ErrOneLimit
	case !slices.ContainsFunc(p.Attributes, func(a price.Attribute) bool { return a.Kind == price.Quantity && a.Code == l.Attribute }):
		return "attribute", ErrAttribute
	default:
		least := max(least(p, l.Attribute), 1)
		if l.Most < least || l.Most > MaxMost {
			return "most", ErrMost.With("min", least, "max", MaxMost)
		}
	}
	return "", nil
}

// least is the smallest choice of an attribute: a limit below it would sell nothing.
func least(p price.Plan, code string) int64 {
	for _, a := range p.Attributes {
		if a.Code == code {
			return a.Min
		}
	}
	return 0
}

// spent is what a buyer hears who has all that the limit allows.
func (l Limit) spent() *apperr.Error {
	if l.Attribute != "" {
		return ErrLimitQuantity.With("max", l.Most, "left", 0)
	}
	return ErrLimitTimes.With("max", l.Times)
}
