package price

import "slices"

func (p Plan) validateFactors(f faults) {
	f.when(len(p.Factors) == 0, "factors", ErrFactorsMissing)
	items, seen, factors := 0, map[string]bool{}, map[string]bool{}
	for i, x := range p.Factors {
		at := f.at("factors.%d", i)
		at.when(!attributeCode.MatchString(x.Code), "code", ErrAttributeCode)
		at.when(factors[x.Code], "code", ErrTwice)
		factors[x.Code] = true
		at.named("name", x.Name)
		at.when(len(x.Items) == 0, "items", ErrItemsMissing)
		items += len(x.Items)
		for j, item := range x.Items {
			row := at.at("items.%d", j)
			row.when(seen[item.Code], "code", ErrTwice)
			seen[item.Code] = true
			row.item(item)
		}
	}
	f.when(items > maxItems, "factors", ErrTooMany.With("max", maxItems))
}

// item checks a charging item. Its usage has no most, so its brackets have no end.
func (f faults) item(x Item) {
	f.when(!attributeCode.MatchString(x.Code), "code", ErrAttributeCode)
	f.named("name", x.Name)
	f.when(!slices.Contains([]Cycle{CycleHour, CycleDay, CycleMonth}, x.Cycle), "cycle", ErrCycle)
	switch {
	case x.Model.Kind != ModelStep:
		f.when(x.Accumulation != "", "accumulation", ErrAccumulationUnused)
	case !slices.Contains([]Cycle{CycleHour, CycleDay, CycleMonth, CycleYear}, x.Accumulation):
		f.add("accumulation", ErrCycle)
	default: // a week does not divide a month, so weeks do not accumulate
		f.when(x.Accumulation.length() < x.Cycle.length(), "accumulation", ErrAccumulationShort)
	}
	f.at("model").model(x.Model, Decimal{}, []ModelKind{ModelFixed, ModelTier, ModelStep})
}

// length orders cycles.
func (c Cycle) length() int {
	return slices.Index([]Cycle{CycleHour, CycleDay, CycleWeek, CycleMonth, CycleYear, CycleNever}, c)
}

func (p Plan) validatePackage(f faults) {
	if !p.isPackage() {
		f.when(p.Package != nil, "package", ErrPackageUnused)
		return
	}
	if p.Package == nil {
		f.add("package", ErrPackageMissing)
		return
	}
	at := f.at("package")
	at.when(!slices.Contains(resets(p.Charge), p.Package.Reset), "reset", ErrReset)
	at.when(len(p.Package.Contents) == 0, "contents", ErrItemsMissing)
	at.when(len(p.Package.Contents) > maxItems, "contents", ErrTooMany.With("max", maxItems))
	for i, c := range p.Package.Contents {
		row := at.at("contents.%d", i)
		row.when(!attributeCode.MatchString(c.Item), "item", ErrAttributeCode)
		row.when(slices.ContainsFunc(p.Package.Contents[:i], func(x Content) bool { return x.Item == c.Item }), "item", ErrTwice)
		row.when(!c.Quantity.Positive(), "quantity", ErrQuota)
		row.when(c.Quantity.decimalPlaces() > MaxUsageDecimals, "quantity", ErrDecimals.With("max", MaxUsageDecimals))
		row.when(p.Charge == ChargeCount && c.Quantity.decimalPlaces() > 0, "quantity", ErrQuotaWhole)
	}
}
