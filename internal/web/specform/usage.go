package specform

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

// The most charging factors, items and quotas that are read of a form; the catalogue allows less.
const maxUsage = 100

// countItem is what a package of calls holds: it needs no on-demand spec that would name its items.
const countItem = "calls"

// Factor is a charging factor as typed.
type Factor struct {
	Code  string
	Name  i18n.Text
	Items []Item
}

func (x Factor) blank() bool {
	return x.Code == "" && x.Name.Empty() && !slices.ContainsFunc(x.Items, func(i Item) bool { return !i.blank() })
}

// Item is a charging item as typed.
type Item struct {
	Code         string
	Name         i18n.Text
	Unit         i18n.Text
	Cycle        price.Cycle
	Accumulation price.Cycle // of a step
	Model        Model
}

func (i Item) blank() bool {
	return i.Code == "" && i.Name.Empty() && i.Unit.Empty() && i.Model.Price == "" && !slices.ContainsFunc(i.Model.Brackets, func(b Bracket) bool { return !b.blank() })
}

// newItem is a charging item as most are: at one price, charged every hour.
func newItem() Item {
	return Item{Cycle: price.CycleHour, Accumulation: price.CycleMonth, Model: Model{Kind: price.ModelFixed}}
}

// Quota is a quota of a package as typed.
type Quota struct{ Item, Quantity string }

func (q Quota) blank() bool { return q.Item == "" && q.Quantity == "" }

// Package is what a package holds, as typed.
type Package struct {
	Reset    price.Cycle
	Contents []Quota
}

// UseKinds are the price models of a charging item.
func UseKinds() []price.ModelKind {
	return []price.ModelKind{price.ModelFixed, price.ModelStep, price.ModelTier}
}

// Cycles are how often use is charged, and Accumulations over how long the brackets of a step add up.
func Cycles() []price.Cycle { return []price.Cycle{price.CycleHour, price.CycleDay, price.CycleMonth} }

// Accumulations are the accumulation cycles.
func Accumulations() []price.Cycle { return append(Cycles(), price.CycleYear) }

// Resets are all reset rules; which of them a package may have is for its plan to say.
func Resets() []price.Cycle {
	return []price.Cycle{price.CycleNever, price.CycleMonth, price.CycleYear, price.CycleHour, price.CycleDay, price.CycleWeek}
}

// IsPackage reports whether the spec is a package, which has one price for each period.
func (f *Form) IsPackage() bool {
	return slices.Contains([]price.Charge{price.ChargePackage, price.ChargeStop, price.ChargeCount}, price.Charge(f.Charge))
}

// ByUse reports whether the spec is charged by use.
func (f *Form) ByUse() bool { return f.Charge == string(price.ChargeOnDemand) }

// custom reports whether prices are those of SKUs.
func (f *Form) custom() bool { return f.Template == Custom && !f.IsPackage() && !f.ByUse() }

// Invite gives an empty row to every list of use that has none, so that there is something to fill in.
func (f *Form) Invite() {
	if len(f.Factors) == 0 {
		f.Factors = []Factor{{}}
	}
	for i, x := range f.Factors {
		if len(x.Items) == 0 {
			f.Factors[i].Items = []Item{newItem()}
		}
	}
	if len(f.Package.Contents) == 0 {
		f.Package.Contents = []Quota{{}}
	}
}

// FactorName is the name of a field of a charging factor.
func FactorName(i int, field string) string { return "plan.factors." + strconv.Itoa(i) + "." + field }

// ItemName is the name of a field of a charging item.
func ItemName(i, j int, field string) string {
	return FactorName(i, "items."+strconv.Itoa(j)+"."+field)
}

// ItemBracketName is the name of a field of a bracket of a charging item.
func ItemBracketName(i, j, k int, field string) string {
	return ItemName(i, j, "model.brackets."+strconv.Itoa(k)+"."+field)
}

// QuotaName is the name of a field of a quota.
func QuotaName(i int, field string) string {
	return "plan.package.contents." + strconv.Itoa(i) + "." + field
}

// fromUsage fills in what a plan says of use.
func (f *Form) fromUsage(p price.Plan) {
	for _, x := range p.Factors {
		factor := Factor{Code: x.Code, Name: x.Name}
		for _, i := range x.Items {
			item := Item{Code: i.Code, Name: i.Name, Unit: i.Unit, Cycle: i.Cycle, Accumulation: i.Accumulation, Model: fromModel(i.Model)}
			if item.Accumulation == "" { // what it would be if the model became a step
				item.Accumulation = price.CycleMonth
			}
			factor.Items = append(factor.Items, item)
		}
		f.Factors = append(f.Factors, factor)
	}
	f.Package.Reset = price.CycleNever
	if p.Package == nil {
		return
	}
	f.Package.Reset = p.Package.Reset
	for _, c := range p.Package.Contents {
		f.Package.Contents = append(f.Package.Contents, Quota{c.Item, c.Quantity.String()})
	}
}

// usage reads what was posted of use.
func (p posted) usage(f *Form) {
	for i := 0; i < maxUsage && p.has(FactorName(i, "code")); i++ {
		x := Factor{Code: p.code(FactorName(i, "code")), Name: p.both(FactorName(i, "name"))}
		for j := 0; j < maxUsage && p.has(ItemName(i, j, "code")); j++ {
			name := func(field string) string { return ItemName(i, j, field) }
			item := Item{Code: p.code(name("code")), Name: p.both(name("name")), Unit: p.both(name("unit")),
				Cycle: price.Cycle(p.text(name("cycle"))), Accumulation: price.Cycle(p.text(name("accumulation"))),
				Model: p.model(name("model.kind"), name("model.price"), UseKinds(), func(k int, field string) string { return ItemBracketName(i, j, k, field) })}
			x.Items = append(x.Items, item)
		}
		f.Factors = append(f.Factors, x)
	}
	f.Package.Reset = price.Cycle(p.text("plan.package.reset"))
	for i := 0; i < maxUsage && p.has(QuotaName(i, "quantity")); i++ {
		f.Package.Contents = append(f.Package.Contents, Quota{p.code(QuotaName(i, "item")), p.text(QuotaName(i, "quantity"))})
	}
}

// usage puts into a plan what is typed of use; what its way of charging does not have is left out.
func (in *reading) usage(p *price.Plan, f *Form) {
	p.Factors, p.Package = nil, nil
	if f.ByUse() {
		for i, x := range f.Factors {
			if !x.blank() {
				p.Factors = append(p.Factors, in.factor(i, x))
			}
		}
	}
	if !f.IsPackage() {
		return
	}
	p.Package = &price.Package{Reset: f.Package.Reset}
	for i, q := range f.Package.Contents {
		if q.Item == "" && q.Quantity != "" && p.Charge == price.ChargeCount {
			q.Item = countItem
		}
		if !q.blank() {
			p.Package.Contents = append(p.Package.Contents, price.Content{Item: q.Item, Quantity: in.bound(QuotaName(i, "quantity"), q.Quantity)})
		}
	}
}

func (in *reading) factor(i int, x Factor) price.Factor {
	out := price.Factor{Code: x.Code, Name: x.Name}
	for j, y := range x.Items {
		if y.blank() {
			continue
		}
		item := price.Item{Code: y.Code, Name: y.Name, Unit: y.Unit, Cycle: y.Cycle}
		if y.Model.Kind == price.ModelStep {
			item.Accumulation = y.Accumulation
		}
		item.Model, _ = in.model(y.Model, ItemName(i, j, "model.price"), func(k int, field string) string { return ItemBracketName(i, j, k, field) })
		if y.Model.Bracketed() && len(item.Model.Brackets) == 0 || !y.Model.Bracketed() && y.Model.Price == "" {
			in.bad.Add(fmt.Sprintf("plan.factors.%d.items.%d.model.%s", i, j, missingPart(y.Model)), ErrPrice)
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// missingPart is the field of a model without price.
func missingPart(m Model) string {
	if m.Bracketed() {
		return "brackets.0.price"
	}
	return "price"
}

// The actions of charging items and quotas; those with a place are followed by it.
const (
	AddFactor       = "factor.add"
	DropFactor      = "factor.drop."
	AddItem         = "item.add."
	DropItem        = "item.drop."
	AddItemBracket  = "item.bracket.add."
	DropItemBracket = "item.bracket.drop."
	AddQuota        = "quota.add"
	DropQuota       = "quota.drop."
)

func (f *Form) addFactor() {
	if len(f.Factors) < maxUsage {
		f.Factors = append(f.Factors, Factor{Items: []Item{newItem()}})
	}
}

func (f *Form) dropFactor(at []string) {
	if i := place(at, 0); i >= 0 && i < len(f.Factors) {
		f.Factors = slices.Delete(f.Factors, i, i+1)
	}
}

func (f *Form) addItem(at []string) {
	if i := place(at, 0); i >= 0 && i < len(f.Factors) && len(f.Factors[i].Items) < maxUsage {
		f.Factors[i].Items = append(f.Factors[i].Items, newItem())
	}
}

// itemAt is the charging item of a place, or nil.
func (f *Form) itemAt(at []string) *Item {
	i, j := place(at, 0), place(at, 1)
	if i < 0 || i >= len(f.Factors) || j < 0 || j >= len(f.Factors[i].Items) {
		return nil
	}
	return &f.Factors[i].Items[j]
}

func (f *Form) dropItem(at []string) {
	if f.itemAt(at) != nil {
		i, j := place(at, 0), place(at, 1)
		f.Factors[i].Items = slices.Delete(f.Factors[i].Items, j, j+1)
	}
}

func (f *Form) addItemBracket(at []string) {
	if x := f.itemAt(at); x != nil && len(x.Model.Brackets) < maxBrackets {
		x.Model.Brackets = append(x.Model.Brackets, Bracket{})
	}
}

func (f *Form) dropItemBracket(at []string) {
	x, k := f.itemAt(at), place(at, 2)
	if x != nil && k >= 0 && k < len(x.Model.Brackets) {
		x.Model.Brackets = slices.Delete(x.Model.Brackets, k, k+1)
	}
}

func (f *Form) addQuota() {
	if len(f.Package.Contents) < maxUsage {
		f.Package.Contents = append(f.Package.Contents, Quota{})
	}
}

func (f *Form) dropQuota(at []string) {
	if i := place(at, 0); i >= 0 && i < len(f.Package.Contents) {
		f.Package.Contents = slices.Delete(f.Package.Contents, i, i+1)
	}
}

// tidyUsage drops what was added and left empty, and makes up codes that are missing.
func (f *Form) tidyUsage() {
	f.Factors = slices.DeleteFunc(f.Factors, Factor.blank)
	taken := func(c string) bool {
		return slices.ContainsFunc(f.Factors, func(x Factor) bool {
			return x.Code == c || slices.ContainsFunc(x.Items, func(i Item) bool { return i.Code == c })
		})
	}
	for i := range f.Factors {
		x := &f.Factors[i]
		x.Items = slices.DeleteFunc(x.Items, Item.blank)
		if x.Code == "" && !x.Name.Empty() {
			x.Code = fresh(codeOf(x.Name, "factor"), taken)
		}
		for j := range x.Items {
			y := &x.Items[j]
			y.Model.Brackets = slices.DeleteFunc(y.Model.Brackets, Bracket.blank)
			if y.Code == "" && !y.Name.Empty() {
				y.Code = fresh(codeOf(y.Name, "item"), taken)
			}
		}
	}
	f.Package.Contents = slices.DeleteFunc(f.Package.Contents, Quota.blank)
}

// useField is the name of the field where an error of use is mended.
func (f *Form) useField(path string, p []string) string {
	last := p[len(p)-1]
	switch {
	case path == "plan.package":
		return "plan.package.contents"
	case p[1] == "package":
		return path
	case last == "name" || last == "unit": // of both languages, the Chinese one is needed
		return path + "_zh"
	case last == "over": // a bracket begins where the one before ends
		return path[:len(path)-len("over")] + "up_to"
	case last == "brackets":
		return path + ".0.price"
	}
	return path
}
