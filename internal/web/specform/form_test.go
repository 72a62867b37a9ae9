package specform_test

import (
	"fmt"
	"net/url"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

func both(zh, en string) i18n.Text { return i18n.Text{ZH: zh, EN: en} }

func dec(t testing.TB, s string) price.Decimal {
	t.Helper()
	d, err := price.ParsePrice(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// enum is an attribute with values v0, v1, …
func enum(code string, values int) price.Attribute {
	a := price.Attribute{Code: code, Name: both("属性"+code, "Attribute "+code), Kind: price.Enum}
	for i := range values {
		n := strconv.Itoa(i)
		a.Values = append(a.Values, price.Value{Code: "v" + n, Name: both("值"+n, "Value "+n)})
	}
	return a
}

// wide is a spec of ten attributes and 512 SKUs, nine of ten of them sold, with a quantity in steps.
func wide(t testing.TB) catalog.Spec {
	t.Helper()
	stock := int64(50)
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 3,
		Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}}}
	for i := range 9 {
		p.Attributes = append(p.Attributes, enum("a"+strconv.Itoa(i), 2))
	}
	p.Attributes = append(p.Attributes, price.Attribute{Code: "users", Name: both("用户数", "Users"), Unit: both("个", "users"), Kind: price.Quantity,
		Min: 5, Max: 100, Step: 5, ExpandStep: 10, Prices: map[period.Unit]price.Model{
			period.Month: {Kind: price.ModelStep, Brackets: []price.Bracket{{UpTo: price.Whole(10), Price: dec(t, "3")}, {Over: price.Whole(10), Price: dec(t, "2.5")}}},
			period.Year:  {Kind: price.ModelLinear, Price: dec(t, "29.99999999")}}})
	for n := range 512 {
		if n%10 == 9 {
			continue
		}
		k := price.SKU{ID: fmt.Sprintf("sku_%d", n), Values: map[string]string{}, Prices: map[period.Unit]price.Decimal{period.Month: dec(t, fmt.Sprintf("%d.5", n))}}
		for i := range 9 {
			k.Values["a"+strconv.Itoa(i)] = "v" + strconv.Itoa(n>>(8-i)&1)
		}
		if n%2 == 0 {
			k.Prices[period.Year] = dec(t, fmt.Sprintf("%d", n*10))
		}
		p.SKUs = append(p.SKUs, k)
	}
	return catalog.Spec{ID: "spc_1", Name: both("专业版", "Professional"), Stock: &stock, Plan: p}
}

// withoutIDs are the SKUs as a form makes them: the service gives the ids.
func withoutIDs(s catalog.Spec) catalog.Spec {
	skus := make([]price.SKU, len(s.Plan.SKUs))
	for i, k := range s.Plan.SKUs {
		k.ID = ""
		skus[i] = k
	}
	s.Plan.SKUs = skus
	return s
}

// post is what a browser sends of a form as it is drawn. The page's own tests check that it is drawn so.
func post(f *specform.Form) url.Values {
	v := url.Values{}
	set := func(name, value string) { v.Set(name, value) }
	text := func(name string, t i18n.Text) { set(name+"_zh", t.ZH); set(name+"_en", t.EN) }
	text("name", f.Name)
	set("spec_id", f.SpecID)
	set("plan.charge", f.Charge)
	set("template", f.Template)
	set("plan.max_count", f.MaxCount)
	set("stock", f.Stock)
	for _, t := range f.Terms {
		if t.On {
			set(specform.TermName(t.Unit, ""), "1")
		}
		set(specform.TermName(t.Unit, "max"), t.Max)
	}
	for u, p := range f.Prices {
		set(specform.SimpleName(u), p)
	}
	for i, a := range f.Attributes {
		set(specform.AttributeName(i, "kind"), string(a.Kind))
		set(specform.AttributeName(i, "code"), a.Code)
		set(specform.AttributeName(i, "was"), a.Code)
		text(specform.AttributeName(i, "name"), a.Name)
		text(specform.AttributeName(i, "unit"), a.Unit)
		for name, value := range map[string]string{"min": a.Min, "max": a.Max, "step": a.Step, "expand_step": a.ExpandStep} {
			set(specform.AttributeName(i, name), value)
		}
		for k, x := range a.Values {
			set(specform.ValueName(i, k, "code"), x.Code)
			set(specform.ValueName(i, k, "was"), x.Code)
			text(specform.ValueName(i, k, "name"), x.Name)
		}
		for u, m := range a.Models {
			set(specform.ModelName(i, u, "kind"), string(m.Kind))
			set(specform.ModelName(i, u, "price"), m.Price)
			for k, b := range m.Brackets {
				set(specform.BracketName(i, u, k, "up_to"), b.UpTo)
				set(specform.BracketName(i, u, k, "price"), b.Price)
			}
		}
	}
	postUsage(f, set, text)
	for i, r := range f.Rows {
		set(specform.RowName(i, "values"), f.Key(r))
		if r.On {
			set(specform.RowName(i, "on"), "1")
		}
		for _, u := range specform.AllUnits() {
			set(specform.PriceName(i, u), r.Prices[u])
		}
		postOwn(f, i, set)
	}
	return v
}

func TestTenAttributesAndFiveHundredSKUsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	was := wide(t)
	f := specform.Read(post(specform.From(was)))
	if len(f.Rows) != 512 || f.On() != len(was.Plan.SKUs) {
		t.Fatalf("%d rows, %d sold", len(f.Rows), f.On())
	}
	got, err := f.Spec(was)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(withoutIDs(was), got); diff != "" {
		t.Errorf("the spec changed on its way (-stored +posted):\n%s", diff)
	}
}

func TestEverySimpleSpecComesBackAsItWas(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]price.Plan{
		"by month": {Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 1, Terms: []price.TermRange{{Unit: period.Month, Max: 6}},
			SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: dec(t, "0.05")}}}},
		"once": {Currency: "CNY", Charge: price.ChargeOneTime, MaxCount: 20, Terms: []price.TermRange{{Unit: price.Once, Max: 1}},
			SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{price.Once: dec(t, "1234.5")}}}},
		"without a price yet": {Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 1, Terms: []price.TermRange{{Unit: period.Year, Max: 2}}},
	} {
		was := catalog.Spec{ID: "spc_1", Name: both("标准版", "Standard"), Plan: p}
		got, err := specform.Read(post(specform.From(was))).Spec(was)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(was, got); diff != "" {
			t.Errorf("%s (-stored +posted):\n%s", name, diff)
		}
	}
}

// A script may set prices of a quantity for one SKU alone; the form does not show them, and must not drop them.
func TestWhatCannotBeReadIsNamedByItsField(t *testing.T) {
	t.Parallel()
	for field, c := range map[string]struct {
		bad  string
		want *apperr.Error
	}{
		"stock":                                           {"lots", specform.ErrWholeNumber},
		"plan.max_count":                                  {"1.5", specform.ErrWholeNumber},
		"plan.terms.month.max":                            {"1e3", specform.ErrWholeNumber},
		"plan.attributes.9.min":                           {"five", specform.ErrWholeNumber},
		"plan.attributes.9.step":                          {"99999999999999999999", specform.ErrWholeNumber},
		"plan.skus.3.prices.month":                        {"0.123456789", price.ErrDecimals},
		"plan.skus.4.prices.year":                         {"free", specform.ErrPrice},
		"plan.skus.5.prices.month":                        {"-1", price.ErrBadUnit},
		"plan.attributes.9.prices.year.price":             {"1,5,x", specform.ErrPrice},
		"plan.attributes.9.prices.month.brackets.0.up_to": {"ten", price.ErrNumber},
		"plan.attributes.9.prices.month.brackets.1.price": {"", specform.ErrPrice},
	} {
		was := wide(t)
		v := post(specform.From(was))
		v.Set(field, c.bad)
		if field == "plan.attributes.9.prices.month.brackets.1.price" {
			v.Set("plan.attributes.9.prices.month.brackets.1.up_to", "50")
		}
		f := specform.Read(v)
		_, err := f.Spec(was)
		if got := apperr.FieldsOf(err); len(got) != 1 || !got[field].Is(c.want) {
			t.Errorf("%s=%q: %v", field, c.bad, got)
		}
	}
}

func TestPricesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	was := wide(t)
	v := post(specform.From(was))
	v.Set("plan.skus.0.prices.month", " ¥ 1,234.50 ")
	v.Set("plan.skus.1.prices.month", "￥99")
	got, err := specform.Read(v).Spec(was)
	if err != nil || got.Plan.SKUs[0].Prices[period.Month] != dec(t, "1234.5") || got.Plan.SKUs[1].Prices[period.Month] != dec(t, "99") {
		t.Errorf("%v, %v", got.Plan.SKUs[:2], err)
	}
}

// business-rules 4.5, 4.6: what the catalogue finds is led to the field where it can be mended.
func TestErrorsOfTheCatalogueStandBesideTheirFields(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(url.Values)
		want   map[string]*apperr.Error
	}{
		"the step does not divide the range": {func(v url.Values) { v.Set("plan.attributes.9.step", "7") },
			map[string]*apperr.Error{"plan.attributes.9.step": price.ErrStepDivides}},
		"brackets overlap": {func(v url.Values) {
			v.Set("plan.attributes.9.prices.month.brackets.1.up_to", "8")
			v.Set("plan.attributes.9.prices.month.brackets.2.up_to", "")
			v.Set("plan.attributes.9.prices.month.brackets.2.price", "1")
		}, map[string]*apperr.Error{"plan.attributes.9.prices.month.brackets.1.up_to": price.ErrBracketEmpty}},
		"brackets end too early": {func(v url.Values) { v.Set("plan.attributes.9.prices.month.brackets.1.up_to", "60") },
			map[string]*apperr.Error{"plan.attributes.9.prices.month.brackets.1.up_to": price.ErrBracketsShort}},
		"a price is missing in a row below rows that are not sold": {func(v url.Values) {
			v.Set("plan.skus.20.prices.month", "")
			v.Set("plan.skus.20.prices.year", "")
		}, map[string]*apperr.Error{"plan.skus.20.prices.month": price.ErrSKUUnpriced}},
		"a price is too high": {func(v url.Values) { v.Set("plan.skus.500.prices.month", "1000000001") },
			map[string]*apperr.Error{"plan.skus.500.prices.month": price.ErrPriceRange}},
		"too many months": {func(v url.Values) { v.Set("plan.terms.month.max", "99") },
			map[string]*apperr.Error{"plan.terms.month.max": catalog.ErrMaxPeriods}},
		"too many years of a spec that is sold by the year only": {func(v url.Values) {
			v.Del("plan.terms.month")
			v.Set("plan.terms.year.max", "99")
			for i := range 512 { // what has no price for a year is not sold any more
				if v.Get(specform.PriceName(i, period.Year)) == "" {
					v.Del(specform.RowName(i, "on"))
				}
			}
		}, map[string]*apperr.Error{"plan.terms.year.max": catalog.ErrMaxPeriods}},
		"a code twice": {func(v url.Values) { v.Set("plan.attributes.9.code", "a0") },
			map[string]*apperr.Error{"plan.attributes.9.code": price.ErrTwice}},
		"a reserved code": {func(v url.Values) { v.Set("plan.attributes.9.code", "version") },
			map[string]*apperr.Error{"plan.attributes.9.code": price.ErrAttributeReserved}},
		"no English name": {func(v url.Values) { v.Set("name_en", "") }, map[string]*apperr.Error{"name_en": catalog.ErrFieldRequired}},
		"a quantity without a price": {func(v url.Values) { v.Set("plan.attributes.9.prices.year.price", "") },
			map[string]*apperr.Error{"plan.attributes.9.prices.year.price": price.ErrQuantityUnpriced}},
	} {
		was := wide(t)
		v := post(specform.From(was))
		c.change(v)
		f := specform.Read(v)
		f.Tidy()
		s, err := f.Spec(was)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := placed(f, s)
		for field, e := range c.want {
			if got[field] == nil || !got[field].Is(e) {
				t.Errorf("%s: %v at %s, want %v", name, got[field], field, e)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: also %v", name, got)
		}
	}
}

// placed are the errors of the catalogue by the fields of the form.
func placed(f *specform.Form, s catalog.Spec) map[string]*apperr.Error {
	for i := range s.Plan.SKUs { // as the service does
		s.Plan.SKUs[i].ID = strconv.Itoa(i)
	}
	var fields apperr.Fields
	for path, e := range apperr.FieldsOf(catalog.CheckSpecs(catalog.Content{Delivery: catalog.DeliverySaaS, Family: catalog.FamilyGeneral, Specs: []catalog.Spec{s}}, nil)) {
		fields.Add(path[len("specs.0."):], e)
	}
	return apperr.FieldsOf(f.Place(fields.Err()))
}

func TestHundredsOfMissingPricesAreCountedNotListed(t *testing.T) {
	t.Parallel()
	was := wide(t)
	f := specform.From(was)
	for i := range f.Rows {
		f.Rows[i].Prices = map[period.Unit]string{}
	}
	s, err := f.Spec(was)
	if err != nil {
		t.Fatal(err)
	}
	got := placed(f, s)
	if len(got) > 60 || !got["plan.skus"].Is(specform.ErrMorePrices) || got["plan.skus.0.prices.month"] == nil {
		t.Errorf("%d errors, %v", len(got), got["plan.skus"])
	}
}

// A script may store more than the page makes; whoever opens and saves it there must lose nothing.
func TestMoreRowsThanThePageMakesAreKept(t *testing.T) {
	t.Parallel()
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 1}}, Attributes: []price.Attribute{enum("a", 40), enum("b", 40)}}
	for i := range 1200 {
		p.SKUs = append(p.SKUs, price.SKU{Values: map[string]string{"a": "v" + strconv.Itoa(i/40), "b": "v" + strconv.Itoa(i%40)},
			Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(int64(i))}})
	}
	was := catalog.Spec{ID: "spc_1", Plan: p}
	got, err := specform.Read(post(specform.From(was))).Spec(was)
	if diff := cmp.Diff(was, got); err != nil || diff != "" {
		t.Errorf("%v (-stored +posted):\n%s", err, diff)
	}
}
