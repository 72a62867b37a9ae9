package catalog_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
)

// minutes is an on-demand plan at 0.30 up to 3 minutes and 0.20 beyond (open-apis B3).
func minutes() price.Plan {
	cents := func(n int64) price.Decimal { d, _ := price.ParsePrice("0." + string(rune('0'+n)) + "0"); return d }
	return price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "call", Name: both("通话"), Items: []price.Item{{
		Code: "minutes", Name: both("时长"), Unit: both("分钟"), Cycle: price.CycleHour, Accumulation: price.CycleMonth,
		Model: price.Model{Kind: price.ModelStep, Brackets: []price.Bracket{{UpTo: price.Whole(3), Price: cents(3)}, {Over: price.Whole(3), Price: cents(2)}}}}}}}}
}

// bundle is a package of 600 minutes for ¥30 a month.
func bundle(charge price.Charge) price.Plan {
	p := price.Plan{Currency: "CNY", Charge: charge, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		SKUs:    []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(30)}}},
		Package: &price.Package{Reset: price.CycleNever, Contents: []price.Content{{Item: "minutes", Quantity: price.Whole(600)}}}}
	return p
}

func once() price.Plan {
	return price.Plan{Currency: "CNY", Charge: price.ChargeOneTime, Terms: []price.TermRange{{Unit: price.Once, Max: 1}},
		SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{price.Once: price.Whole(9)}}}}
}

func spec(id, name string, p price.Plan) catalog.Spec {
	return catalog.Spec{ID: id, Name: both(name), Plan: p}
}

// calling is a joint SaaS charged by use, with a package of each kind.
func calling() catalog.Content {
	c := good()
	c.Delivery, c.Family = catalog.DeliverySaaS, catalog.FamilyJoint
	rest, stop := spec("spc_rest", "套餐", bundle(price.ChargePackage)), spec("spc_stop", "用完即停", bundle(price.ChargeStop))
	rest.Parent, stop.Parent = "spc_use", "spc_use"
	c.Specs = []catalog.Spec{spec("spc_use", "按需", minutes()), rest, stop}
	for i := range c.Specs { // as the service gives them
		if len(c.Specs[i].Plan.SKUs) > 0 {
			c.Specs[i].Plan.SKUs[0].ID = "sku_" + c.Specs[i].ID
		}
	}
	return c
}

// specErrors are the codes of what is wrong with the specs, by field.
func specErrors(c catalog.Content, live *catalog.Content) map[string]string {
	got := map[string]string{}
	c.Delivery, c.Family = cmp.Or(c.Delivery, catalog.DeliverySaaS), cmp.Or(c.Family, catalog.FamilyGeneral) // as they are stored
	for field, e := range apperr.FieldsOf(catalog.CheckSpecs(c, live)) {
		got[field] = e.Code
	}
	return got
}

// business-rules 4.6, 4.7; open-apis B1, E1 to E4.
func TestEachDeliveryTypeIsChargedInItsOwnWays(t *testing.T) {
	t.Parallel()
	plans := map[price.Charge]price.Plan{price.ChargePeriod: {Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(30)}}}},
		price.ChargeOneTime: once(), price.ChargeOnDemand: minutes(), price.ChargePackage: bundle(price.ChargePackage),
		price.ChargeStop: bundle(price.ChargeStop), price.ChargeCount: bundle(price.ChargeCount)}
	for _, c := range []struct {
		family   catalog.Family
		delivery catalog.Delivery
		want     []price.Charge
	}{
		{catalog.FamilyGeneral, catalog.DeliverySaaS, []price.Charge{price.ChargePeriod, price.ChargeOneTime}},
		{catalog.FamilyJoint, catalog.DeliverySaaS, []price.Charge{price.ChargePeriod, price.ChargeOneTime, price.ChargeOnDemand, price.ChargePackage, price.ChargeStop}},
		{catalog.FamilyGeneral, catalog.DeliveryAPI, []price.Charge{price.ChargeCount, price.ChargeOnDemand, price.ChargePackage}},
		{catalog.FamilyJoint, catalog.DeliveryImage, []price.Charge{price.ChargePeriod, price.ChargeOnDemand}},
		{catalog.FamilyGeneral, catalog.DeliveryLicense, []price.Charge{price.ChargeOneTime, price.ChargePeriod}},
		{catalog.FamilyGeneral, catalog.DeliveryService, []price.Charge{price.ChargeOneTime, price.ChargePeriod}},
		{catalog.FamilyGeneral, catalog.DeliveryHardware, []price.Charge{price.ChargeOneTime}},
		{catalog.FamilyGeneral, catalog.DeliveryAIAsset, []price.Charge{price.ChargeOneTime}},
		{catalog.FamilyGeneral, catalog.DeliveryContainer, []price.Charge{price.ChargeOneTime}},
		{catalog.FamilyGeneral, catalog.DeliveryDataAsset, []price.Charge{price.ChargeOneTime}},
		{catalog.FamilyGeneral, catalog.DeliveryAppAsset, []price.Charge{price.ChargeOneTime}},
		{catalog.FamilyGeneral, "somewhere", nil},
	} {
		if diff := gocmp.Diff(c.want, catalog.Charges(c.family, c.delivery)); diff != "" {
			t.Errorf("%s %s: %s", c.family, c.delivery, diff)
		}
		for charge, p := range plans {
			x := good()
			x.Family, x.Delivery = c.family, c.delivery
			x.Specs = []catalog.Spec{spec("spc_1", "一", p)}
			refused := specErrors(x, nil)["specs.0.plan.charge"] == catalog.ErrCharge.Code
			if refused == slices.Contains(c.want, charge) {
				t.Errorf("%s %s charged as %s: refused %v", c.family, c.delivery, charge, refused)
			}
		}
	}
	x := good()
	x.Delivery, x.Family = catalog.DeliverySaaS, catalog.FamilyGeneral
	x.Specs[0].Plan = minutes()
	e := apperr.FieldsOf(catalog.CheckSpecs(x, nil))["specs.0.plan.charge"]
	if e == nil || e.Text(i18n.EN) != "This delivery type can be charged in these ways: By month or year, Once." {
		t.Errorf("the refusal does not say what is allowed: %v", e)
	}
}

func TestSpecsFollowTheRulesOfTheirDeliveryType(t *testing.T) {
	t.Parallel()
	type C = catalog.Content
	edition := price.Attribute{Code: "edition", Name: both("版本型号"), Kind: price.Enum, Values: []price.Value{{Code: "a", Name: both("甲")}, {Code: "b", Name: both("乙")}}}
	amount := price.Attribute{Code: "n", Name: both("数量"), Kind: price.Quantity, Min: 1, Max: 9, Step: 1,
		Prices: map[period.Unit]price.Model{price.Once: {Kind: price.ModelLinear, Price: price.Whole(1)}}}
	sold := func(d catalog.Delivery, p price.Plan, attributes ...price.Attribute) C {
		c := good()
		c.Delivery = d
		p.Attributes = attributes
		for _, a := range attributes {
			if a.Kind == price.Enum {
				p.SKUs[0].Values = map[string]string{a.Code: "a"}
			}
		}
		if len(p.SKUs) > 0 {
			p.SKUs[0].ID = "sku_1"
		}
		c.Specs = []catalog.Spec{spec("spc_1", "一", p)}
		return c
	}
	with := func(c C, change func(*catalog.Spec)) C { change(&c.Specs[0]); return c }
	daily := minutes()
	daily.Factors[0].Items[0].Cycle = price.CycleDay
	free := bundle(price.ChargeCount)
	free.SKUs[0].Prices[period.Month] = price.Decimal{}
	none := minutes()
	none.Factors[0].Items[0].Model = price.Model{Kind: price.ModelFixed}
	none.Factors[0].Items[0].Accumulation = ""
	many := minutes() // 51 items
	for i := range 50 {
		item := many.Factors[0].Items[0]
		item.Code = "m" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		many.Factors[0].Items = append(many.Factors[0].Items, item)
	}
	yearly := bundle(price.ChargePackage)
	yearly.Package.Reset = price.CycleYear
	for _, c := range []struct {
		name string
		in   C
		want map[string]string
	}{
		// business-rules 4.6: hardware by quantity, linear, tiered or per SKU; SKU only enum.
		{"hardware by SKU", sold(catalog.DeliveryHardware, once(), edition), nil},
		{"hardware by quantity", sold(catalog.DeliveryHardware, once(), amount), nil},
		{"hardware by both", sold(catalog.DeliveryHardware, once(), edition, amount), one("specs.0.plan.attributes", catalog.ErrHardwareSKU)},
		// business-rules 4.8: person-days → multi-SKU.
		{"person-days as pieces", with(sold(catalog.DeliveryService, once()), func(s *catalog.Spec) { s.Plan.MaxCount = 5 }), one("specs.0.plan.max_count", catalog.ErrPersonDays)},
		{"person-days as SKUs", with(sold(catalog.DeliveryService, once(), edition), func(s *catalog.Spec) { s.Plan.MaxCount = 5 }), nil},
		// business-rules 4.6: multi-SKU works for SaaS, License, human service and hardware.
		{"attributes of a data asset", sold(catalog.DeliveryDataAsset, once(), edition), one("specs.0.plan.attributes", catalog.ErrNoAttributes)},
		{"attributes of a licence", sold(catalog.DeliveryLicense, once(), edition, amount), nil},
		{"attributes of a package", sold(catalog.DeliveryAPI, bundle(price.ChargeCount), edition), one("specs.0.plan.attributes", catalog.ErrPackagePlain)},
		// open-apis E3: billed every hour.
		{"an image by the hour", sold(catalog.DeliveryImage, minutes()), nil},
		{"an image by the day", sold(catalog.DeliveryImage, daily), one("specs.0.plan.factors.0.items.0.cycle", catalog.ErrImageCycle)},
		// business-rules 4.6: at most 50 charging items; a 0-price package must be once per user.
		{"51 items", sold(catalog.DeliveryAPI, many), one("specs.0.plan.factors", price.ErrTooMany)},
		{"a free package", sold(catalog.DeliveryAPI, free), one("specs.0.once_per_user", catalog.ErrFreeOnce)},
		{"a free package once", with(sold(catalog.DeliveryAPI, free), func(s *catalog.Spec) { s.OncePerUser = true }), nil},
		{"a free package once, three at once", with(sold(catalog.DeliveryAPI, free), func(s *catalog.Spec) { s.OncePerUser, s.Plan.MaxCount = true, 3 }),
			one("specs.0.plan.max_count", catalog.ErrOncePieces)},
		{"a period once per user", with(good(), func(s *catalog.Spec) { s.OncePerUser, s.Plan.SKUs[0].ID = true, "sku_1" }), one("specs.0.once_per_user", catalog.ErrOnceOnly)},
		{"use that costs nothing", sold(catalog.DeliveryAPI, none), one("specs.0.plan.factors", catalog.ErrItemsFree)},
		{"a monthly package reset by the year", func() C {
			c := calling()
			c.Specs[1].Plan.Package.Reset = price.CycleYear
			return c
		}(), one("specs.1.plan.package.reset", catalog.ErrResetLong)},
		// business-rules 4.7: only SaaS by month or year, 3 to 180 days.
		{"a trial of 3 days", with(good(), func(s *catalog.Spec) { s.Trial, s.Plan.SKUs[0].ID = 3, "sku_1" }), nil},
		{"a trial of 180 days", with(good(), func(s *catalog.Spec) { s.Trial, s.Plan.SKUs[0].ID = 180, "sku_1" }), nil},
		{"a trial of 2 days", with(good(), func(s *catalog.Spec) { s.Trial, s.Plan.SKUs[0].ID = 2, "sku_1" }), one("specs.0.trial_days", catalog.ErrTrialDays)},
		{"a trial of 181 days", with(good(), func(s *catalog.Spec) { s.Trial, s.Plan.SKUs[0].ID = 181, "sku_1" }), one("specs.0.trial_days", catalog.ErrTrialDays)},
		{"a trial of something sold once", with(sold(catalog.DeliverySaaS, once()), func(s *catalog.Spec) { s.Trial = 7 }), one("specs.0.trial_days", catalog.ErrTrialOnly)},
		{"a trial of a licence", with(sold(catalog.DeliveryLicense, once()), func(s *catalog.Spec) { s.Trial = 7 }), one("specs.0.trial_days", catalog.ErrTrialOnly)},
		{"a trial of an API", with(sold(catalog.DeliveryAPI, bundle(price.ChargeCount)), func(s *catalog.Spec) { s.Trial = 7 }), one("specs.0.trial_days", catalog.ErrTrialOnly)},
	} {
		want := c.want
		if want == nil {
			want = map[string]string{}
		}
		got := specErrors(c.in, nil)
		delete(got, "specs.0.plan.skus.0.id")
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// business-rules 4.15 (add-ons) and open-apis B1 (packages of an on-demand spec).
func TestASpecHangsOnOneOtherOfItsProduct(t *testing.T) {
	t.Parallel()
	addOn := func(c *catalog.Content, parent string) *catalog.Spec {
		s := spec("spc_extra", "附加", once())
		s.Plan.SKUs[0].ID, s.Parent = "sku_extra", parent
		c.Specs = append(c.Specs, s)
		return &c.Specs[len(c.Specs)-1]
	}
	for _, c := range []struct {
		name   string
		change func(*catalog.Content)
		want   map[string]string
	}{
		{"packages of the on-demand spec", func(*catalog.Content) {}, map[string]string{}},
		{"an add-on to it", func(c *catalog.Content) { addOn(c, "spc_use") }, map[string]string{}},
		{"a package of nothing", func(c *catalog.Content) { c.Specs[1].Parent = "" }, one("specs.1.parent_spec_id", catalog.ErrPackageParent)},
		{"a stop package of nothing", func(c *catalog.Content) { c.Specs[2].Parent = "" }, one("specs.2.parent_spec_id", catalog.ErrPackageParent)},
		{"a package of a package", func(c *catalog.Content) { c.Specs[1].Parent = "spc_stop" }, one("specs.1.parent_spec_id", catalog.ErrPackageParent)},
		{"a package of another's spec", func(c *catalog.Content) { c.Specs[1].Parent = "spc_theirs" }, one("specs.1.parent_spec_id", catalog.ErrParentUnknown)},
		{"an item that the on-demand spec has not", func(c *catalog.Content) { c.Specs[1].Plan.Package.Contents[0].Item = "seconds" },
			one("specs.1.plan.package.contents.0.item", catalog.ErrItemUnknown)},
		{"an add-on to itself", func(c *catalog.Content) { addOn(c, "spc_extra") }, one("specs.3.parent_spec_id", catalog.ErrParentSelf)},
		{"an add-on to a package", func(c *catalog.Content) { addOn(c, "spc_rest") }, one("specs.3.parent_spec_id", catalog.ErrParentChain)},
		{"an add-on to an add-on", func(c *catalog.Content) {
			addOn(c, "spc_use")
			s := addOn(c, "spc_extra")
			s.ID, s.Name = "spc_more", both("再附加")
		}, one("specs.4.parent_spec_id", catalog.ErrParentChain)},
		{"use as an add-on", func(c *catalog.Content) { addOn(c, "spc_use").Plan = minutes() }, one("specs.3.parent_spec_id", catalog.ErrParentCharge)},
	} {
		x := calling()
		c.change(&x)
		if diff := gocmp.Diff(c.want, specErrors(x, nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// business-rules 4.3, 4.14; open-apis E3 (core tiers).
func TestAModificationKeepsWhatIsLocked(t *testing.T) {
	t.Parallel()
	api := func() catalog.Content {
		c := good()
		c.Delivery = catalog.DeliveryAPI
		c.Specs = []catalog.Spec{spec("spc_calls", "次数包", bundle(price.ChargeCount))}
		c.Specs[0].Plan.SKUs[0].ID = "sku_calls"
		return c
	}
	tried := func() catalog.Content {
		c := good()
		c.Specs[0].ID, c.Specs[0].Trial, c.Specs[0].Plan.SKUs[0].ID = "spc_1", 30, "sku_1"
		return c
	}
	tiers := func() catalog.Content {
		c := good()
		c.Delivery = catalog.DeliveryImage
		p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
			Attributes: []price.Attribute{{Code: "cores", Name: both("核数"), Kind: price.Enum, Values: []price.Value{{Code: "c2", Name: both("2 核")}, {Code: "c4", Name: both("4 核")}}}}}
		for i, v := range []string{"c2", "c4"} {
			p.SKUs = append(p.SKUs, price.SKU{ID: "sku_" + v, Values: map[string]string{"cores": v}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(int64(10 + i))}})
		}
		c.Specs = []catalog.Spec{spec("spc_image", "镜像", p)}
		return c
	}
	more := func(days int) func(*catalog.Content) {
		return func(c *catalog.Content) {
			s := c.Specs[0]
			s.ID, s.Name, s.Trial = "spc_new", both("新规格"), days
			s.Plan.SKUs = []price.SKU{{ID: "sku_new", Prices: s.Plan.SKUs[0].Prices}}
			c.Specs = append(c.Specs, s)
		}
	}
	item := func(change func(*price.Item)) func(*catalog.Content) {
		return func(c *catalog.Content) { change(&c.Specs[0].Plan.Factors[0].Items[0]) }
	}
	for _, c := range []struct {
		name   string
		make   func() catalog.Content
		change func(*catalog.Content)
		want   map[string]string
	}{
		{"nothing changes", calling, func(*catalog.Content) {}, map[string]string{}},
		{"the charging mode", calling, func(c *catalog.Content) { c.Specs[1].Plan.Charge = price.ChargeStop }, one("specs.1.plan.charge", catalog.ErrChargeLocked)},
		{"the price of a usage package", calling, func(c *catalog.Content) { c.Specs[1].Plan.SKUs[0].Prices[period.Month] = price.Whole(31) }, one("specs.1.plan.skus", catalog.ErrPackageLocked)},
		{"its quota", calling, func(c *catalog.Content) { c.Specs[2].Plan.Package.Contents[0].Quantity = price.Whole(601) }, one("specs.2.plan.package.contents", catalog.ErrPackageLocked)},
		{"its validity", calling, func(c *catalog.Content) { c.Specs[1].Plan.Terms[0].Max = 11 }, one("specs.1.plan.terms", catalog.ErrPackageLocked)},
		{"its reset rule", calling, func(c *catalog.Content) { c.Specs[1].Plan.Package.Reset = price.CycleMonth }, one("specs.1.plan.package.reset", catalog.ErrPackageLocked)},
		{"its name", calling, func(c *catalog.Content) { c.Specs[1].Name = both("新名") }, map[string]string{}},
		{"another package", calling, func(c *catalog.Content) {
			s := c.Specs[1]
			s.ID, s.Name = "spc_more", both("大套餐")
			c.Specs = append(c.Specs, s)
		}, map[string]string{}},
		{"a package that is gone", calling, func(c *catalog.Content) { c.Specs = c.Specs[:2] }, one("specs", catalog.ErrSpecLocked)},
		{"the parent of a package", func() catalog.Content {
			c := calling()
			other := spec("spc_other", "另一按需", minutes())
			c.Specs = append(c.Specs, other)
			return c
		}, func(c *catalog.Content) { c.Specs[1].Parent = "spc_other" }, one("specs.1.parent_spec_id", catalog.ErrParentLocked)},
		{"the price of use", calling, item(func(x *price.Item) { x.Model.Brackets[0].Price = price.Whole(1) }), map[string]string{}},
		{"the charging cycle of an item", calling, item(func(x *price.Item) { x.Cycle = price.CycleDay }), one("specs.0.plan.factors.0.items.0.cycle", catalog.ErrItemCycleLocked)},
		{"its accumulation cycle", calling, item(func(x *price.Item) { x.Accumulation = price.CycleYear }), one("specs.0.plan.factors.0.items.0.accumulation", catalog.ErrItemCycleLocked)},
		{"its unit", calling, item(func(x *price.Item) { x.Unit = both("秒") }), one("specs.0.plan.factors.0.items.0.unit", catalog.ErrItemCycleLocked)},
		{"an item that is gone", calling, item(func(x *price.Item) { x.Code = "seconds" }), map[string]string{"specs.0.plan.factors": catalog.ErrItemLocked.Code,
			"specs.1.plan.package.contents.0.item": catalog.ErrItemUnknown.Code, "specs.2.plan.package.contents.0.item": catalog.ErrItemUnknown.Code}},
		{"the price of calls", api, func(c *catalog.Content) { c.Specs[0].Plan.SKUs[0].Prices[period.Month] = price.Whole(31) }, map[string]string{}},
		{"the name of a package of calls", api, func(c *catalog.Content) { c.Specs[0].Name.EN = "New" }, one("specs.0.name_en", catalog.ErrCountLocked)},
		{"the quota of calls", api, func(c *catalog.Content) { c.Specs[0].Plan.Package.Contents[0].Quantity = price.Whole(1) }, one("specs.0.plan.package.contents", catalog.ErrCountLocked)},
		{"longer trial of a spec on sale", tried, func(c *catalog.Content) { c.Specs[0].Trial = 60 }, one("specs.0.trial_days", catalog.ErrTrialLocked)},
		{"no trial any more", tried, func(c *catalog.Content) { c.Specs[0].Trial = 0 }, one("specs.0.trial_days", catalog.ErrTrialLocked)},
		{"a new spec with a longer trial", tried, more(60), map[string]string{}},
		{"a new spec with a shorter trial", tried, more(7), one("specs.1.trial_days", catalog.ErrTrialUpward)},
		{"a new spec without trial", tried, more(0), map[string]string{}},
		{"a year beside the month", tiers, func(c *catalog.Content) {
			p := &c.Specs[0].Plan
			p.Terms = append(p.Terms, price.TermRange{Unit: period.Year, Max: 3})
			for i := range p.SKUs {
				p.SKUs[i].Prices[period.Year] = price.Whole(100)
			}
		}, map[string]string{}},
		{"one more core tier", tiers, func(c *catalog.Content) {
			p := &c.Specs[0].Plan
			p.Attributes[0].Values = append(p.Attributes[0].Values, price.Value{Code: "c8", Name: both("8 核")})
			p.SKUs = append(p.SKUs, price.SKU{ID: "sku_c8", Values: map[string]string{"cores": "c8"}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(40)}})
		}, map[string]string{}},
		{"another price of a core tier", tiers, func(c *catalog.Content) { c.Specs[0].Plan.SKUs[0].Prices[period.Month] = price.Whole(99) }, map[string]string{}},
		{"a core tier that is gone", tiers, func(c *catalog.Content) { c.Specs[0].Plan.SKUs = c.Specs[0].Plan.SKUs[1:] }, one("specs.0.plan.skus", catalog.ErrSKULocked)},
	} {
		live, now := c.make(), c.make()
		c.change(&now)
		if diff := gocmp.Diff(c.want, specErrors(now, &live)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A draft says what a package belongs to by the Chinese name while there is no id yet; an approval keeps it by the id.
func TestAPackageOfUseIsPublishedAndReadBack(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.stands.plans = []seller.Plan{seller.PlanJoint}
		c := calling()
		c.Specs[1].Parent, c.Specs[2].Parent = "按需", "按需"
		l := h.onSale(c)
		use := l.Specs[0]
		if use.ID == "spc_use" || l.Specs[1].Parent != use.ID || l.Specs[2].Parent != use.ID {
			t.Errorf("the packages belong to %q and %q, the on-demand spec is %q", l.Specs[1].Parent, l.Specs[2].Parent, use.ID)
		}
		if diff := gocmp.Diff(minutes(), use.Plan); diff != "" {
			t.Errorf("the plan changed (-sent +live):\n%s", diff)
		}
		if parent, ok := l.ParentOf(l.Specs[1]); !ok || parent.QuotaText(l.Specs[1].Plan.Package.Contents[0]) != both("时长 600 分钟") {
			t.Errorf("its quota reads %v", parent.QuotaText(l.Specs[1].Plan.Package.Contents[0]))
		}
		facts := map[string]string{}
		for _, f := range l.Facts(use) {
			facts[f.Label] = f.Value.EN
		}
		if want := "通话 · 时长 (minutes, 分钟): charged hourly, accumulated monthly; step: 0–3 ¥0.30; 3– ¥0.20"; facts["catalog.spec.item"] != want {
			t.Errorf("the item reads %q", facts["catalog.spec.item"])
		}
		before := l.Content
		after := before
		after.Specs = slices.Clone(before.Specs)
		after.Specs[0].Trial = 7
		var fields []string
		for _, x := range catalog.Diff(before, after) {
			fields = append(fields, x.Field)
		}
		if !slices.Equal(fields, []string{"specs." + use.ID + ".trial_days"}) {
			t.Errorf("a trial shows as %v", fields)
		}
	})
}

// business-rules 6.1: a product can be found by how it is paid for, and by whether it can be tried.
func TestASearchKnowsEachWayOfChargingAndTrials(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.stands.plans = []seller.Plan{seller.PlanJoint}
		c := calling()
		c.Specs[1].Parent, c.Specs[2].Parent = "按需", "按需"
		h.onSale(c)
		tried := good()
		tried.Specs[0].Trial = 15
		want := h.onSale(tried).ProductID
		s := h.searching()
		charges := func(in catalog.FindInput) (ids []string, counts map[string]int) {
			got := found(t, s, in)
			for _, card := range got.Items {
				ids = append(ids, card.ProductID)
			}
			counts = map[string]int{}
			for _, f := range got.Facets {
				if f.Field == catalog.FieldCharge {
					for _, c := range f.Counts {
						counts[c.Code] = c.N
					}
				}
			}
			return ids, counts
		}
		if _, counts := charges(catalog.FindInput{}); !maps.Equal(counts, map[string]int{"period": 1, "on_demand": 1, "package": 1, "stop_package": 1}) {
			t.Errorf("charges of all: %v", counts)
		}
		ids, counts := charges(catalog.FindInput{Values: map[string][]string{catalog.FieldTrial: {"yes"}}})
		if !slices.Equal(ids, []string{want}) || !maps.Equal(counts, map[string]int{"period": 1}) {
			t.Errorf("to be tried: %v, charged %v", ids, counts)
		}
	})
}
