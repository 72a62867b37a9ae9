package specform_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// postUsage is what a browser sends of the charging items and quotas of a form.
func postUsage(f *specform.Form, set func(name, value string), text func(name string, t i18n.Text)) {
	set("trial_days", f.Trial)
	set("parent_spec_id", f.Parent)
	if f.Once {
		set("once_per_user", "1")
	}
	for i, x := range f.Factors {
		set(specform.FactorName(i, "code"), x.Code)
		text(specform.FactorName(i, "name"), x.Name)
		for j, y := range x.Items {
			set(specform.ItemName(i, j, "code"), y.Code)
			text(specform.ItemName(i, j, "name"), y.Name)
			text(specform.ItemName(i, j, "unit"), y.Unit)
			set(specform.ItemName(i, j, "cycle"), string(y.Cycle))
			set(specform.ItemName(i, j, "accumulation"), string(y.Accumulation))
			set(specform.ItemName(i, j, "model.kind"), string(y.Model.Kind))
			set(specform.ItemName(i, j, "model.price"), y.Model.Price)
			for k, b := range y.Model.Brackets {
				set(specform.ItemBracketName(i, j, k, "up_to"), b.UpTo)
				set(specform.ItemBracketName(i, j, k, "price"), b.Price)
			}
		}
	}
	set("plan.package.reset", string(f.Package.Reset))
	for i, q := range f.Package.Contents {
		set(specform.QuotaName(i, "item"), q.Item)
		set(specform.QuotaName(i, "quantity"), q.Quantity)
	}
}

// calls is a spec that is charged by use: minutes in steps (open-apis B3), messages at one price, records under a tier.
func calls(t testing.TB) catalog.Spec {
	t.Helper()
	brackets := []price.Bracket{{UpTo: price.Whole(3), Price: dec(t, "0.3")}, {Over: price.Whole(3), Price: dec(t, "0.2")}}
	return catalog.Spec{ID: "spc_use", Name: both("按需", "By use"), Plan: price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{
		{Code: "call", Name: both("通话", "Calls"), Items: []price.Item{
			{Code: "minutes", Name: both("时长", "Duration"), Unit: both("分钟", "min"), Cycle: price.CycleHour, Accumulation: price.CycleMonth, Model: price.Model{Kind: price.ModelStep, Brackets: brackets}},
			{Code: "records", Name: both("录音", "Records"), Cycle: price.CycleDay, Model: price.Model{Kind: price.ModelTier, Brackets: brackets}}}},
		{Code: "text", Name: both("短信", "Texts"), Items: []price.Item{
			{Code: "messages", Name: both("条数", "Messages"), Unit: both("条", "messages"), Cycle: price.CycleMonth, Model: price.Model{Kind: price.ModelFixed, Price: dec(t, "0.045")}}}}}}}
}

// bundle is a package of them.
func bundle(charge price.Charge) catalog.Spec {
	return catalog.Spec{ID: "spc_pack", Name: both("套餐", "Package"), Parent: "spc_use", Plan: price.Plan{Currency: "CNY", Charge: charge,
		Terms:   []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: price.Once, Max: 1}},
		SKUs:    []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(30), price.Once: price.Whole(300)}}},
		Package: &price.Package{Reset: price.CycleMonth, Contents: []price.Content{{Item: "minutes", Quantity: price.Whole(600)}, {Item: "messages", Quantity: price.Whole(50)}}}}}
}

// business-rules 4.6, 4.7, 4.15: a form shows all that a spec says of each way of charging, and gives it back.
func TestEachWayOfChargingComesBackAsItWas(t *testing.T) {
	t.Parallel()
	tried := wide(t)
	tried.Trial, tried.Parent = 30, "spc_other"
	count := bundle(price.ChargeCount)
	count.Parent, count.OncePerUser = "", true
	count.Plan.Package = &price.Package{Reset: price.CycleWeek, Contents: []price.Content{{Item: "calls", Quantity: price.Whole(1000)}}}
	for name, was := range map[string]catalog.Spec{"by use": calls(t), "package": bundle(price.ChargePackage), "stop": bundle(price.ChargeStop), "calls": count, "trial": tried} {
		f := specform.Read(post(specform.From(was)))
		f.Tidy()
		got, err := f.Spec(was)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(withoutIDs(was), withoutIDs(got)); diff != "" {
			t.Errorf("%s changed on its way (-stored +posted):\n%s", name, diff)
		}
	}
}

func TestUseIsFilledInStepByStep(t *testing.T) {
	t.Parallel()
	f := specform.New()
	f.Charge = string(price.ChargeOnDemand)
	f.Invite()
	press := func(action string) {
		t.Helper()
		if _, ours := f.Do(action); !ours {
			t.Fatalf("%s is no action", action)
		}
	}
	f.Factors[0].Name = both("通话", "Calls")
	x := &f.Factors[0].Items[0]
	x.Name, x.Unit, x.Model.Kind = both("时长", "Duration"), both("分钟", "min"), price.ModelStep
	press(specform.AddItemBracket + "0.0")
	press(specform.AddItemBracket + "0.0")
	press(specform.AddItemBracket + "0.0")
	x.Model.Brackets[0], x.Model.Brackets[1] = specform.Bracket{UpTo: "3", Price: "0.3"}, specform.Bracket{Price: "0.2"}
	press(specform.DropItemBracket + "0.0.2")
	press(specform.AddItem + "0")
	f.Factors[0].Items[1].Name, f.Factors[0].Items[1].Model.Price = both("时长", "Duration"), "1"
	press(specform.AddItem + "0")
	press(specform.DropItem + "0.2")
	press(specform.AddFactor)
	press(specform.AddFactor)
	press(specform.DropFactor + "2")
	for _, nowhere := range []string{specform.DropFactor + "9", specform.DropItem + "0.9", specform.DropItem + "x", specform.DropItemBracket + "0.0.9", specform.AddItem + "-1", specform.DropQuota + "7"} {
		press(nowhere)
	}
	f.Tidy() // the factor that was left empty goes
	got, err := f.Spec(catalog.Spec{})
	if err != nil {
		t.Fatal(err)
	}
	want := []price.Factor{{Code: "calls", Name: both("通话", "Calls"), Items: []price.Item{
		{Code: "duration", Name: both("时长", "Duration"), Unit: both("分钟", "min"), Cycle: price.CycleHour, Accumulation: price.CycleMonth, Model: calls(t).Plan.Factors[0].Items[0].Model},
		{Code: "duration1", Name: both("时长", "Duration"), Cycle: price.CycleHour, Model: price.Model{Kind: price.ModelFixed, Price: price.Whole(1)}}}}}
	if diff := cmp.Diff(want, got.Plan.Factors); diff != "" || got.Plan.Validate() != nil {
		t.Errorf("%v\n%s", got.Plan.Validate(), diff)
	}
}

// A package of calls needs no item to be chosen; quotas that were left empty go.
func TestAPackageOfCallsIsANumber(t *testing.T) {
	t.Parallel()
	f := specform.New()
	f.Charge = string(price.ChargeCount)
	f.Invite()
	f.Package.Contents[0].Quantity = "1000"
	f.Prices[period.Month] = "9"
	if _, ours := f.Do(specform.AddQuota); !ours || len(f.Package.Contents) != 2 {
		t.Fatal("no quota was added")
	}
	f.Template = specform.Custom // chosen before the way of charging: a package has none
	f.Tidy()
	got, err := f.Spec(catalog.Spec{})
	if err != nil {
		t.Fatal(err)
	}
	want := &price.Package{Reset: price.CycleNever, Contents: []price.Content{{Item: "calls", Quantity: price.Whole(1000)}}}
	if diff := cmp.Diff(want, got.Plan.Package); diff != "" || len(got.Plan.SKUs) != 1 || got.Plan.Attributes != nil {
		t.Errorf("%+v\n%s", got.Plan, diff)
	}
}

func TestErrorsOfUseStandBesideTheirFields(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*specform.Form)
		want   map[string]*apperr.Error
	}{
		"no item": {func(f *specform.Form) { f.Factors = nil }, map[string]*apperr.Error{"plan.factors": price.ErrFactorsMissing}},
		"nameless": {func(f *specform.Form) { f.Factors[0].Items[0].Name = i18n.Text{} }, map[string]*apperr.Error{
			specform.ItemName(0, 0, "name_zh"): price.ErrNameMissing}},
		"a bracket with an end": {func(f *specform.Form) { f.Factors[0].Items[0].Model.Brackets[1].UpTo = "9" }, map[string]*apperr.Error{
			specform.ItemBracketName(0, 0, 1, "up_to"): price.ErrBracketsEnd}},
		"one code twice": {func(f *specform.Form) { f.Factors[1].Items[0].Code = "minutes" }, map[string]*apperr.Error{
			specform.ItemName(1, 0, "code"): price.ErrTwice}},
		"a short accumulation": {func(f *specform.Form) {
			f.Factors[0].Items[0].Cycle, f.Factors[0].Items[0].Accumulation = price.CycleMonth, price.CycleDay
		}, map[string]*apperr.Error{
			specform.ItemName(0, 0, "accumulation"): price.ErrAccumulationShort}},
	} {
		f := specform.From(calls(t))
		c.change(f)
		f.Tidy()
		s, err := f.Spec(calls(t))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := map[string]string{}
		for field, e := range apperr.FieldsOf(f.Place(prefixed(s.Plan.Validate()))) {
			got[field] = e.Code
		}
		for field, want := range c.want {
			if got[field] != want.Code || len(got) != len(c.want) {
				t.Errorf("%s: %v, want %s at %s", name, got, want.Code, field)
			}
		}
	}
	f := specform.From(calls(t))
	f.Factors[0].Items[0].Model.Brackets[0].Price = "cheap"
	f.Factors[1].Items[0].Model.Price = ""
	_, err := f.Spec(calls(t))
	got := apperr.FieldsOf(err)
	if len(got) != 2 || got[specform.ItemBracketName(0, 0, 0, "price")] == nil || got[specform.ItemName(1, 0, "model.price")] == nil {
		t.Errorf("unreadable prices: %v", err)
	}
}

// prefixed are the errors of a plan as those of a spec.
func prefixed(err error) error {
	var out apperr.Fields
	for field, e := range apperr.FieldsOf(err) {
		out.Add("plan."+field, e)
	}
	return out.Err()
}
