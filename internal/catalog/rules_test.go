package catalog_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// submitErrors saves a changed content and returns the codes that submitting it gives, by field.
func (h *house) submitErrors(change func(*catalog.Content)) map[string]string {
	h.t.Helper()
	c := good()
	change(&c)
	d := h.draft(c)
	_, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
	got := map[string]string{}
	for field, e := range apperr.FieldsOf(err) {
		got[field] = e.Code
	}
	if err != nil && len(got) == 0 {
		h.t.Fatalf("submit: %v", err)
	}
	return got
}

func pageOf(n int) page.Request { return page.Request{Limit: n} }

type rule struct {
	name   string
	change func(*catalog.Content)
	want   map[string]string
}

func one(field string, e *apperr.Error) map[string]string { return map[string]string{field: e.Code} }

func fieldRules() []rule {
	type C = catalog.Content
	long := func(n int) string { return strings.Repeat("长", n) }
	intro := func(s string) string { return "<p>" + strings.Repeat("说", 400) + s + "</p>" }
	return []rule{
		{"a good content passes", func(*C) {}, map[string]string{}},
		{"no name", func(c *C) { c.Name.ZH = "" }, one("name_zh", catalog.ErrFieldRequired)},
		{"a name of one character", func(c *C) { c.Name.ZH = "会" }, one("name_zh", catalog.ErrFieldLength)},
		{"a name of 51 characters", func(c *C) { c.Name.ZH = long(51) }, one("name_zh", catalog.ErrFieldLength)},
		{"a name of 50 characters", func(c *C) { c.Name.ZH = long(50) }, map[string]string{}},
		{"a mobile number in a name", func(c *C) { c.Name.ZH = "会议 138 0013 8000" }, one("name_zh", catalog.ErrNamePhone)},
		{"full-width digits of a telephone", func(c *C) { c.Name.ZH = "会议４００－０００－０１０１" }, one("name_zh", catalog.ErrNamePhone)},
		{"a price in a name", func(c *C) { c.Name.ZH = "会议￥99" }, one("name_zh", catalog.ErrNamePrice)},
		{"a price in words", func(c *C) { c.Name.ZH = "会议99元" }, one("name_zh", catalog.ErrNamePrice)},
		{"a version in a name", func(c *C) { c.Name.EN = "Meet V2" }, one("name_en", catalog.ErrNameVersion)},
		{"a decimal version", func(c *C) { c.Name.ZH = "会议3.0" }, one("name_zh", catalog.ErrNameVersion)},
		{"a first edition", func(c *C) { c.Name.ZH = "会议初版" }, one("name_zh", catalog.ErrNameVersion)},
		{"the suffix of a form is no version", func(c *C) { c.Name.ZH = "会议SaaS版" }, map[string]string{}},
		{"a huawei cloud name", func(c *C) { c.Name.EN = "Huawei Cloud Meet" }, one("name_en", catalog.ErrNameHuawei)},
		{"华为云 in a name", func(c *C) { c.Name.ZH = "华为云会议" }, one("name_zh", catalog.ErrNameHuawei)},
		{"exaggeration in a name", func(c *C) { c.Name.ZH = "最佳会议" }, one("name_zh", catalog.ErrBannedWord)},
		{"no English name falls back", func(c *C) { c.Name.EN = "" }, map[string]string{}},
		{"a short overview", func(c *C) { c.Overview.ZH = "太短了" }, one("overview_zh", catalog.ErrFieldLength)},
		{"a long English overview", func(c *C) { c.Overview.EN = strings.Repeat("x", 101) }, one("overview_en", catalog.ErrFieldLength)},
		{"a claim in an overview", func(c *C) { c.Overview.ZH += "国家级品质" }, one("overview_zh", catalog.ErrBannedWord)},
		{"399 characters of introduction", func(c *C) { c.Introduction.ZH = "<p>" + strings.Repeat("说 ", 399) + "</p>" }, one("introduction_zh", catalog.ErrIntroductionShort)},
		{"400 characters of introduction", func(c *C) { c.Introduction.ZH = intro("") }, map[string]string{}},
		{"no introduction", func(c *C) { c.Introduction.ZH = "" }, one("introduction_zh", catalog.ErrIntroductionShort)},
		{"a short English introduction", func(c *C) { c.Introduction.EN = "<p>Short.</p>" }, one("introduction_en", catalog.ErrIntroductionShort)},
		{"a superlative split by a tag", func(c *C) { c.Introduction.ZH = intro("国家<b>级</b>") }, one("introduction_zh", catalog.ErrBannedWord)},
		{"a superlative split by spaces", func(c *C) { c.Introduction.ZH = intro("最 佳") }, one("introduction_zh", catalog.ErrBannedWord)},
		{"an English superlative", func(c *C) { c.Highlights[1].EN = "World-class minutes" }, one("highlights_1_en", catalog.ErrBannedWord)},
		{"a best practice is no claim", func(c *C) { c.Overview.EN = "Best practices for meetings." }, map[string]string{}},
		{"six pictures", func(c *C) {
			c.Introduction.ZH = intro(strings.Repeat(`<img src="/files/blb_`+strings.Repeat("0", 26)+`">`, 6))
		}, one("introduction_zh", catalog.ErrPictures)},
		{"no terms", func(c *C) { c.Terms.ZH = "<p> </p>" }, one("terms_zh", catalog.ErrFieldRequired)},
		{"a blank in the terms", func(c *C) { c.Terms.ZH = "<p>客户：<b>__</b>_ ____</p>" }, one("terms_zh", catalog.ErrTermsByHand)},
		{"a full-width blank", func(c *C) { c.Terms.EN = "<p>Customer: ＿＿＿</p>" }, one("terms_en", catalog.ErrTermsByHand)},
		{"a place for the seal", func(c *C) { c.Terms.ZH = "<p>甲方（盖章）：</p>" }, one("terms_zh", catalog.ErrTermsByHand)},
		{"a place of signing", func(c *C) { c.Terms.ZH = "<p>签订地点：深圳</p>" }, one("terms_zh", catalog.ErrTermsByHand)},
		{"an agreement that speaks of seals", func(c *C) { c.Terms.ZH = "<p>本协议无需盖章，自 snake_case 勾选之时成立。</p>" }, map[string]string{}},
		{"two highlights", func(c *C) { c.Highlights = c.Highlights[:2] }, one("highlights", catalog.ErrHighlights)},
		{"six highlights", func(c *C) { c.Highlights = append(c.Highlights, c.Highlights...) }, one("highlights", catalog.ErrHighlights)},
		{"a long highlight", func(c *C) { c.Highlights[2].ZH = long(51) }, one("highlights_2_zh", catalog.ErrFieldTooLong)},
		{"an empty highlight between", func(c *C) { c.Highlights[1] = i18n.Text{} }, one("highlights_1_zh", catalog.ErrFieldRequired)},
		{"empty highlights at the end are dropped", func(c *C) { c.Highlights = append(c.Highlights, i18n.Text{}, i18n.Text{ZH: " "}) }, map[string]string{}},
		{"no logo", func(c *C) { c.Logo = "" }, one("logo", catalog.ErrFieldRequired)},
		{"no guide", func(c *C) { c.Guide = catalog.File{} }, one("guide", catalog.ErrFieldRequired)},
		{"no category", func(c *C) { c.Category = "" }, one("category", catalog.ErrCategory)},
		{"a category with others below", func(c *C) { c.Category = "office" }, one("category", catalog.ErrCategory)},
		{"no service hours", func(c *C) { c.Support.Hours = i18n.Text{} }, one("support_hours_zh", catalog.ErrFieldRequired)},
		{"no service content", func(c *C) { c.Support.Content = i18n.Text{} }, one("support_content_zh", catalog.ErrFieldRequired)},
		{"no hotline", func(c *C) { c.Support.Phone = "" }, one("support_phone", catalog.ErrFieldRequired)},
		{"a bad hotline", func(c *C) { c.Support.Phone = "call us" }, one("support_phone", catalog.ErrPhone)},
		{"no support mail", func(c *C) { c.Support.Email = "" }, one("support_email", catalog.ErrFieldRequired)},
		{"a bad support mail", func(c *C) { c.Support.Email = "A <a@b.example>" }, one("support_email", catalog.ErrEmail)},
		{"no spec", func(c *C) { c.Specs = nil }, one("specs", catalog.ErrSpecs)},
		{"no English spec name", func(c *C) { c.Specs[0].Name.EN = "" }, one("specs.0.name_en", catalog.ErrFieldRequired)},
		{"two specs of one name", func(c *C) { c.Specs = append(c.Specs, good().Specs...) }, one("specs.1.name_zh", catalog.ErrSpecTwice)},
		{"no quantity is fine", func(c *C) { c.Specs[0].Plan.Attributes = nil }, map[string]string{}},
		{"a nameless quantity", func(c *C) { c.Specs[0].Plan.Attributes[0].Name = i18n.Text{} }, one("specs.0.plan.attributes.0.name", price.ErrNameMissing)},
		{"a step that does not divide the range", func(c *C) { c.Specs[0].Plan.Attributes[0].Step = 7 }, one("specs.0.plan.attributes.0.step", price.ErrStepDivides)},
		{"a negative stock", func(c *C) { n := int64(-1); c.Specs[0].Stock = &n }, one("specs.0.stock", catalog.ErrStock)},
		{"a stock beyond its limit", func(c *C) { n := int64(100_000); c.Specs[0].Stock = &n }, one("specs.0.stock", catalog.ErrStock)},
		{"no price", func(c *C) { c.Specs[0].Plan.SKUs = nil }, one("specs.0.plan.skus", price.ErrSKUsMissing)},
		{"two prices for a month", func(c *C) { c.Specs[0].Plan.Terms[1] = c.Specs[0].Plan.Terms[0] }, map[string]string{
			"specs.0.plan.terms.1.unit": price.ErrTwice.Code, "specs.0.plan.skus.0.prices.year": price.ErrTermUnit.Code,
			"specs.0.plan.attributes.0.prices.year": price.ErrTermUnit.Code}},
		{"a price of zero", func(c *C) { reprice(c, period.Month, money.CNY(0)) }, one("specs.0.plan.skus", catalog.ErrSpecFree)},
		{"a negative price", func(c *C) { reprice(c, period.Year, money.CNY(-1)) }, one("specs.0.plan.skus.0.prices.year", price.ErrBadUnit)},
		{"a foreign price", func(c *C) { c.Specs[0].Plan.Currency = "USD" }, one("specs.0.plan.currency", catalog.ErrCurrency)},
		{"13 months are sold, 37 are not", func(c *C) { c.Specs[0].Plan.Terms[0].Max = 37 }, one("specs.0.plan.terms.0.max", catalog.ErrMaxPeriods)},
		{"11 years", func(c *C) { c.Specs[0].Plan.Terms[1].Max = 11 }, one("specs.0.plan.terms.1.max", catalog.ErrMaxPeriods)},
		// open-apis B1: only joint SaaS products are charged by use.
		{"charged by use", func(c *C) {
			c.Specs[0].Plan = price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "calls", Name: i18n.Text{ZH: "调用"},
				Items: []price.Item{{Code: "n", Name: i18n.Text{ZH: "次数"}, Unit: i18n.Text{ZH: "次"}, Cycle: price.CycleHour, Model: price.Model{Kind: price.ModelFixed, Price: price.Whole(1)}}}}}}
		}, one("specs.0.plan.charge", catalog.ErrCharge)},
		{"sold once", func(c *C) {
			c.Specs[0].Plan = price.Plan{Currency: "CNY", Charge: price.ChargeOneTime, Terms: []price.TermRange{{Unit: price.Once, Max: 1}},
				SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{price.Once: price.Whole(9)}}}}
		}, map[string]string{}},
		{"four parameters", func(c *C) {
			for i := range 2 {
				c.Params = append(c.Params, catalog.ExtParam{Code: fmt.Sprint("p", i), Label: i18n.Text{ZH: "参数"}, MaxLen: 1})
			}
		}, one("params", catalog.ErrParams)},
		{"a parameter code in capitals", func(c *C) { c.Params[0].Code = "AdminEmail" }, one("param_0_code", catalog.ErrParamCode)},
		{"a parameter code of 33 characters", func(c *C) { c.Params[0].Code = strings.Repeat("a", 33) }, one("param_0_code", catalog.ErrParamCode)},
		{"one code twice", func(c *C) { c.Params[1].Code = "adminEmail" }, one("param_1_code", catalog.ErrParamTwice)},
		{"a parameter without a label", func(c *C) { c.Params[1].Label = i18n.Text{} }, one("param_1_label_zh", catalog.ErrFieldRequired)},
		{"a long help", func(c *C) { c.Params[1].Help.ZH = long(101) }, one("param_1_help_zh", catalog.ErrFieldTooLong)},
		{"a parameter too long", func(c *C) { c.Params[1].MaxLen = 201 }, one("param_1_max_len", catalog.ErrParamMaxLen)},
		{"a parameter of no length", func(c *C) { c.Params[1].MaxLen = 0 }, one("param_1_max_len", catalog.ErrParamMaxLen)},
		{"a broken pattern", func(c *C) { c.Params[0].Pattern = "[" }, one("param_0_pattern", catalog.ErrParamPattern)},
		{"a pattern that leaves its group", func(c *C) { c.Params[0].Pattern = "a)|(b" }, one("param_0_pattern", catalog.ErrParamPattern)},
		{"a look-ahead, which RE2 lacks", func(c *C) { c.Params[0].Pattern = "(?=a)" }, one("param_0_pattern", catalog.ErrParamPattern)},
		{"a pattern of 201 characters", func(c *C) { c.Params[0].Pattern = strings.Repeat("a", 201) }, one("param_0_pattern", catalog.ErrParamPattern)},
		{"a short pattern with a long program", func(c *C) { c.Params[0].Pattern = strings.Repeat("(aaaaaa){900}", 10) }, one("param_0_pattern", catalog.ErrParamPattern)},
		{"no production address", func(c *C) { c.ProductionURL = "" }, one("production_url", catalog.ErrFieldRequired)},
		{"an ftp address", func(c *C) { c.ProductionURL = "ftp://saas.example.com" }, one("production_url", catalog.ErrProductionURL)},
		{"an address without a host", func(c *C) { c.ProductionURL = "https:///produce" }, one("production_url", catalog.ErrProductionURL)},
		{"an address with a password", func(c *C) { c.ProductionURL = "https://a:b@saas.example.com" }, one("production_url", catalog.ErrProductionURL)},
		{"an address with a fragment", func(c *C) { c.ProductionURL = "https://saas.example.com/#x" }, one("production_url", catalog.ErrProductionURL)},
		{"a long address", func(c *C) { c.ProductionURL = "https://saas.example.com/" + strings.Repeat("x", 500) }, one("production_url", catalog.ErrFieldTooLong)},
		{"an address that we may not call", func(c *C) { c.ProductionURL = "http://localhost/" }, one("production_url", errRefused)},
		{"three wrong at once", func(c *C) { c.Name.ZH, c.Logo, c.ProductionURL = "", "", "x" }, map[string]string{
			"name_zh": "field_required", "logo": "field_required", "production_url": "production_url"}},
	}
}

// business-rules 4.4, 4.6, 4.8.
func TestSubmitNamesEveryFieldThatIsNotReady(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for _, r := range fieldRules() {
			if diff := cmp.Diff(r.want, h.submitErrors(r.change)); diff != "" {
				h.t.Errorf("%s: %s", r.name, diff)
			}
		}
	})
}

// business-rules 4.1: a draft may be incomplete; what is missing is said when it is submitted.
func TestAnEmptyDraftIsSavedAndNamesAllThatIsMissing(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		d := h.draft(catalog.Content{})
		_, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
		got := slices.Sorted(maps.Keys(apperr.FieldsOf(err)))
		want := []string{"category", "copyright", "guide", "highlights", "images", "introduction_zh", "logo", "name_zh", "overview_zh", "production_url", "specs", "support_content_zh", "support_email", "support_hours_zh", "support_phone", "terms_zh"}
		if diff := cmp.Diff(want, got); diff != "" {
			h.t.Error(diff)
		}
	})
}

// business-rules 4.3, 4.5.
func TestModificationKeepsWhatIsSold(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(limited(10))
		d, err := h.OpenModification(h.t.Context(), catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		for _, r := range []rule{
			{"another step", func(c *catalog.Content) { c.Specs[0].Plan.Attributes[0].Step = 10 }, one("specs.0.plan.attributes.0.step", catalog.ErrStepLocked)},
			{"no quantity", func(c *catalog.Content) { c.Specs[0].Plan.Attributes = nil }, one("specs.0.plan.attributes", catalog.ErrAttributesLocked)},
			{"no limit", func(c *catalog.Content) { c.Specs[0].Stock = nil }, one("specs.0.stock", catalog.ErrStockLocked)},
			{"no yearly price", func(c *catalog.Content) {
				p := &c.Specs[0].Plan
				p.Terms = p.Terms[:1]
				delete(p.SKUs[0].Prices, period.Year)
				delete(p.Attributes[0].Prices, period.Year)
			}, map[string]string{"specs.0.plan.terms": catalog.ErrTermLocked.Code, "specs.0.plan.skus": catalog.ErrSKULocked.Code}},
			{"another way of charging", func(c *catalog.Content) {
				c.Specs[0].Plan = price.Plan{Currency: "CNY", Charge: price.ChargeOneTime, Terms: []price.TermRange{{Unit: price.Once, Max: 1}}, Attributes: nil,
					SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{price.Once: price.Whole(9)}}}}
			}, map[string]string{"specs.0.plan.charge": catalog.ErrChargeLocked.Code, "specs.0.plan.terms": catalog.ErrTermLocked.Code,
				"specs.0.plan.attributes": catalog.ErrAttributesLocked.Code, "specs.0.plan.skus": catalog.ErrSKULocked.Code}},
			{"another spec instead", func(c *catalog.Content) {
				c.Specs[0].ID, c.Specs[0].Name = "", i18n.Text{ZH: "企业版", EN: "Enterprise"}
				c.Specs = append(c.Specs, good().Specs[0])
				c.Specs[1].Name = i18n.Text{ZH: "旗舰版", EN: "Ultimate"}
			}, one("specs", catalog.ErrSpecLocked)},
			{"another price", func(c *catalog.Content) { reprice(c, period.Month, money.CNY(1)) }, map[string]string{}},
		} {
			detail, err := h.ApplicationDetail(h.t.Context(), h.amy, d.ID)
			h.ok(err)
			c := limited(10)
			c.Specs[0].ID = detail.Live.Specs[0].ID
			r.change(&c)
			saved, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: c})
			h.ok(err)
			d.Rev = saved.Rev
			_, err = h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
			got := map[string]string{}
			for field, e := range apperr.FieldsOf(err) {
				got[field] = e.Code
			}
			if diff := cmp.Diff(r.want, got); diff != "" {
				h.t.Errorf("%s: %s", r.name, diff)
			}
		}
	})
}

func TestBuyersParametersAreChecked(t *testing.T) {
	t.Parallel()
	params := []catalog.ExtParam{{Code: "mail", Required: true, MaxLen: 20, Pattern: `^[^@]+@[^@]+$`}, {Code: "note", MaxLen: 3}, {Code: "pick", MaxLen: 9, Pattern: "a|b"}}
	for name, c := range map[string]struct {
		in   map[string]string
		want map[string]string // errors by field
	}{
		"all is well":                        {map[string]string{"mail": " a@b ", "note": "一二三"}, nil},
		"a required one is missing":          {map[string]string{"mail": "  "}, one("param_mail", catalog.ErrFieldRequired)},
		"one is too long":                    {map[string]string{"mail": "a@b", "note": "一二三四"}, one("param_note", catalog.ErrFieldTooLong)},
		"one does not match":                 {map[string]string{"mail": "nobody"}, one("param_mail", catalog.ErrParamValue)},
		"a pattern matches the whole value":  {map[string]string{"mail": "a@b", "pick": "ax"}, one("param_pick", catalog.ErrParamValue)},
		"a line break after the value":       {map[string]string{"mail": "a@b", "note": "a\nb"}, one("param_note", catalog.ErrParamValue)},
		"one that the product does not have": {map[string]string{"mail": "a@b", "role": "admin"}, one("param_role", catalog.ErrParamUnknown)},
		"bytes that are no text":             {map[string]string{"mail": "a@b", "note": "\xff"}, one("param_note", catalog.ErrParamValue)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clean, err := catalog.CheckParams(params, c.in)
			var got map[string]string
			for field, e := range apperr.FieldsOf(err) {
				got = one(field, e)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if err == nil && clean["mail"] != "a@b" {
				t.Errorf("got %q", clean)
			}
		})
	}
}
