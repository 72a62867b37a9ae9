package seller_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// stored is the draft of an application as it is stored.
func (s *site) stored(to string) catalog.Detail {
	s.t.Helper()
	d, err := s.Catalog.ApplicationDetail(s.t.Context(), s.Seller, strings.TrimPrefix(to, "/seller/applications/"))
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

func names(list []catalog.Spec) string {
	var out []string
	for _, x := range list {
		out = append(out, x.Name.EN)
	}
	return strings.Join(out, ", ")
}

// matrixOf is a plan of nine attributes with two values and 512 SKUs.
func matrixOf(t testing.TB) price.Plan {
	t.Helper()
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 1, Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}}}
	for i := range 9 {
		n := strconv.Itoa(i)
		p.Attributes = append(p.Attributes, price.Attribute{Code: "a" + n, Name: i18n.Text{ZH: "属性" + n, EN: "Attribute " + n}, Kind: price.Enum,
			Values: []price.Value{{Code: "x", Name: i18n.Text{ZH: "甲", EN: "First"}}, {Code: "y", Name: i18n.Text{ZH: "乙", EN: "Second"}}}})
	}
	for n := range 512 {
		k := price.SKU{Values: map[string]string{}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(int64(n + 1)), period.Year: price.Whole(int64(10*n + 10))}}
		for i := range 9 {
			k.Values["a"+strconv.Itoa(i)] = string("xy"[n>>(8-i)&1])
		}
		p.SKUs = append(p.SKUs, k)
	}
	return p
}

// priced is a draft whose spec has the plan.
func (s *site) priced(p price.Plan) string {
	s.t.Helper()
	to, _ := s.draft()
	d := s.stored(to)
	c := d.Content
	c.Specs[0].Plan = p
	if _, err := s.Catalog.SaveDraft(s.t.Context(), catalog.SaveDraftInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: c}); err != nil {
		s.t.Fatal(err)
	}
	return to
}

func TestSpecsAreAddedCopiedMovedAndRemoved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, doc := s.draft()
	press := func(do, want string) {
		t.Helper()
		_, _ = s.follow(s.send(to, s.again(doc, "do", do, "overview_zh", "改过的简介，连同按钮一起保存"), nil))
		doc = s.page(s.get(to), http.StatusOK)
		d := s.stored(to)
		if got := names(d.Content.Specs); got != want || d.Content.Overview.ZH != "改过的简介，连同按钮一起保存" {
			t.Errorf("after %s: %s, want %s; overview %q", do, got, want, d.Content.Overview.ZH)
		}
	}
	press("spec.copy.0", "Standard, Standard (copy)")
	copied := s.stored(to).Content.Specs
	if copied[0].ID == copied[1].ID || copied[0].Plan.SKUs[0].ID == copied[1].Plan.SKUs[0].ID {
		t.Error("the copy has the ids of the original")
	}
	press("spec.up.1", "Standard (copy), Standard")
	press("spec.down.0", "Standard, Standard (copy)")
	press("spec.up.0", "Standard, Standard (copy)")
	press("spec.down.1", "Standard, Standard (copy)")
	press("spec.remove.0", "Standard (copy)")
	for _, do := range []string{"spec.remove.7", "spec.up.-1", "spec.copy.x", "spec.", "spec.strange.0"} {
		press(do, "Standard (copy)")
	}
	if doc.Find("button[name=do][value='spec.remove.0']").Length() != 1 || doc.Find("dialog#spec-remove-0").Length() != 1 {
		t.Error("nothing asks before a spec is removed")
	}
}

func TestATwentyFirstSpecIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.draft()
	d := s.stored(to)
	c := d.Content
	for i := len(c.Specs); i < catalog.MaxSpecs; i++ {
		x := c.Specs[0].Copy()
		x.Name.ZH += strconv.Itoa(i)
		c.Specs = append(c.Specs, x)
	}
	if _, err := s.Catalog.SaveDraft(t.Context(), catalog.SaveDraftInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: c}); err != nil {
		t.Fatal(err)
	}
	doc := s.page(s.get(to), http.StatusOK)
	for _, do := range []string{"spec.new", "spec.copy.3"} {
		refused := s.page(s.send(to, s.again(doc, "do", do), nil), http.StatusUnprocessableEntity)
		if shown(refused)["specs"] == "" {
			t.Errorf("%s: %v", do, shown(refused))
		}
	}
	v := with(goodSpec(), "do", "save", "rev", value(doc, "rev"))
	w := s.post(s.Seller, to+"/specs/new", v)
	s.page(w, http.StatusUnprocessableEntity)
	if got := len(s.stored(to).Content.Specs); got != catalog.MaxSpecs {
		t.Errorf("%d specs", got)
	}
}

func TestFiveHundredSKUsGoThroughThePageUnchanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to := s.priced(matrixOf(t))
	was := s.stored(to).Content.Specs[0]
	doc := s.page(s.get(to+"/specs/0"), http.StatusOK)
	if n := doc.Find("#sku-table tbody tr").Length(); n != 512 {
		t.Fatalf("%d rows", n)
	}
	_, _ = s.follow(s.post(s.Seller, to+"/specs/0", with(fields(doc, "form"), "do", "done")))
	if diff := cmp.Diff(was, s.stored(to).Content.Specs[0]); diff != "" {
		t.Errorf("saving without a change changed it (-before +after):\n%s", diff)
	}
	filled := with(fields(doc, "form"), "do", "fill", "fill.where.0", "y", "fill.do", "percent", "fill.by", "10", "fill.unit", "month")
	doc = s.page(s.post(s.Seller, to+"/specs/0", filled), http.StatusOK)
	if got := value(doc, "plan.skus.511.prices.month"); got != "563.2" || value(doc, "plan.skus.0.prices.month") != "1" {
		t.Errorf("after 10%% more: %s", got)
	}
	if diff := cmp.Diff(was, s.stored(to).Content.Specs[0]); diff != "" {
		t.Error("filling many rows stored something already")
	}
}

func TestASpecIsMadeStepByStepWithoutScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at, doc := s.follow(s.send("/seller/applications/new", with(s.goodForm(), "do", "spec.new"), s.goodFiles()))
	step := func(pairs ...string) {
		t.Helper()
		doc = s.page(s.post(s.Seller, at, with(fields(doc, "form"), pairs...)), http.StatusOK)
	}
	step("do", "attribute.enum", "name_zh", "专业版", "name_en", "Professional", "template", "custom")
	step("do", "value.paste.0", "plan.attributes.0.name_zh", "套餐", "plan.attributes.0.name_en", "Edition", "plan.attributes.0.paste", "标准,Standard\n高级,Premium\n")
	step("do", "attribute.enum")
	step("do", "value.add.1", "plan.attributes.1.name_zh", "区域", "plan.attributes.1.values.0.name_zh", "北京", "plan.attributes.1.values.1.name_zh", "上海")
	step("do", "attribute.quantity", "plan.attributes.1.values.2.name_zh", "广州")
	step("do", "bracket.add.2.month", "plan.attributes.2.name_zh", "用户数", "plan.attributes.2.max", "50", "plan.attributes.2.prices.month.kind", "tier",
		"plan.attributes.2.prices.month.brackets.0.up_to", "10", "plan.attributes.2.prices.month.brackets.0.price", "5", "plan.attributes.2.prices.year.price", "40")
	step("do", "generate", "plan.attributes.2.prices.month.brackets.1.price", "4")
	if n := doc.Find("#sku-table tbody tr").Length(); n != 6 {
		t.Fatalf("%d rows", n)
	}
	step("do", "fill", "fill.do", "set", "fill.by", "9.9")
	to, doc := s.follow(s.post(s.Seller, at, with(fields(doc, "form"), "do", "done")))
	if want := strings.TrimSuffix(at, "/specs/new"); to != want {
		t.Fatalf("led to %s, not back to the product: %v", to, shown(doc))
	}
	got := s.stored(to).Content.Specs[0]
	sel := price.Selection{Values: map[string]string{"edition": "premium", "attr1": "v3"}, Quantities: map[string]int64{"attr2": 20}}
	b, err := got.Plan.Quote(sel, price.Term{Unit: period.Month, Count: 2}, price.Buyer{})
	if err != nil || b.Pay.Minor != 2*(990+20*400) {
		t.Errorf("%+v, %v", b.Pay, err)
	}
}

func TestASpecKeepsWhatWasTypedAndNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.draft()
	at := to + "/specs/0"
	v := with(fields(s.page(s.get(at), http.StatusOK), "form"), "do", "done")
	before := s.stored(to)
	for field, bad := range map[string]string{"plan.terms.month.max": "x", "plan.max_count": "1e9", "stock": "many", "plan.attributes.0.min": "0.5",
		"plan.attributes.0.prices.month.price": "0.123456789", "plan.skus.0.prices.year": "free"} {
		doc := s.page(s.post(s.Seller, at, with(v, field, bad)), http.StatusUnprocessableEntity)
		id := "f-" + strings.ReplaceAll(field, ".", "-")
		if shown(doc)[strings.TrimPrefix(id, "f-")] == "" || value(doc, field) != bad || doc.Find(".note a[href='#"+id+"']").Length() != 1 {
			t.Errorf("%s=%q: %v, shown %q", field, bad, shown(doc), value(doc, field))
		}
		if value(doc, "name_en") != "Standard" {
			t.Errorf("%s: another field lost its value", field)
		}
	}
	if d := s.stored(to); d.Rev != before.Rev {
		t.Error("something unreadable was stored")
	}
	// What can be stored and not submitted is stored, and then marked.
	for field, bad := range map[string]string{"name_en": "", "plan.attributes.0.step": "7", "plan.terms.year.max": "11", "stock": "100000", "plan.attributes.0.prices.year.price": ""} {
		v.Set("rev", fmt.Sprint(s.stored(to).Rev))
		page, doc := s.follow(s.post(s.Seller, at, with(v, field, bad)))
		if key := strings.ReplaceAll(field, ".", "-"); page != at+"?check=1" || shown(doc)[key] == "" {
			t.Errorf("%s=%q: at %s, %v", field, bad, page, shown(doc))
		}
	}
	doc := s.page(s.get(to), http.StatusOK)
	refused := s.page(s.send(to, s.again(doc, "do", "submit"), nil), http.StatusUnprocessableEntity)
	if shown(refused)["specs-0"] == "" || refused.Find("a[href='"+at+"?check=1']").Length() != 1 {
		t.Errorf("the product form does not lead to the spec: %v", shown(refused))
	}
}

func TestWhoSavesASpecLaterSeesTheDifferencesAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, doc := s.draft()
	at := to + "/specs/0"
	v := fields(s.page(s.get(at), http.StatusOK), "form")
	s.follow(s.post(s.Seller, at, with(v, "do", "save", "plan.attributes.0.prices.month.price", "70")))
	conflict := s.page(s.post(s.Seller, at, with(v, "do", "save", "plan.attributes.0.prices.month.price", "75")), http.StatusConflict)
	if value(conflict, "plan.attributes.0.prices.month.price") != "75" || !strings.Contains(conflict.Find("main").Text(), "70.00") {
		t.Error("the page does not show both prices")
	}
	// Saving what was compared replaces it. A product form that is open elsewhere has an old revision then, and keeps the spec.
	s.follow(s.post(s.Seller, at, with(fields(conflict, "form"), "do", "save")))
	stale := s.page(s.send(to, s.again(doc, "do", "save", "name_en", "Mine"), nil), http.StatusConflict)
	s.follow(s.send(to, s.again(stale, "do", "save", "name_en", "Mine"), nil))
	d := s.stored(to)
	if got := d.Content.Specs[0].Plan.Attributes[0].Prices[period.Month].Price; got != price.Whole(75) || d.Content.Name.EN != "Mine" {
		t.Errorf("%v, %q", got, d.Content.Name.EN)
	}
}

func TestASpecThatWasMovedOrRemovedMeanwhileIsFoundByItsID(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, doc := s.draft()
	s.follow(s.send(to, s.again(doc, "do", "spec.copy.0"), nil))
	v := fields(s.page(s.get(to+"/specs/0"), http.StatusOK), "form")
	s.follow(s.send(to, s.again(s.page(s.get(to), http.StatusOK), "do", "spec.down.0"), nil))
	conflict := s.page(s.post(s.Seller, to+"/specs/0", with(v, "do", "save", "name_en", "Edited")), http.StatusConflict)
	s.follow(s.post(s.Seller, to+"/specs/0", with(fields(conflict, "form"), "do", "save")))
	if got := names(s.stored(to).Content.Specs); got != "Standard (copy), Edited" {
		t.Errorf("after a move: %s", got)
	}
	v = fields(s.page(s.get(to+"/specs/1"), http.StatusOK), "form")
	s.follow(s.send(to, s.again(s.page(s.get(to), http.StatusOK), "do", "spec.remove.1"), nil))
	if w := s.post(s.Seller, to+"/specs/1", with(v, "do", "save")); w.Code != http.StatusNotFound {
		t.Errorf("a spec that is gone: %d", w.Code)
	}
	if got := names(s.stored(to).Content.Specs); got != "Standard (copy)" {
		t.Errorf("after a removal: %s", got)
	}
}

// business-rules 4.3: what is on sale and may not change is shown with a lock, and its values are still sent.
func TestWhatIsLockedOnSaleIsShownAsLocked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ten := int64(10)
	id := s.Publish(s.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Spec.Stock = &ten })
	to, form := s.follow(s.post(s.Seller, "/seller/products/"+id+"/modify", nil))
	if form.Find("[value='spec.remove.0']").Length() != 0 || !strings.Contains(form.Find("#spec").Text(), "On sale") {
		t.Error("a spec on sale can be removed")
	}
	was := s.stored(to).Content.Specs[0]
	doc := s.page(s.get(to+"/specs/0"), http.StatusOK)
	for _, name := range []string{"plan.charge", "template", "stock"} {
		if kind := doc.Find("[name='"+name+"']").AttrOr("type", ""); kind != "hidden" {
			t.Errorf("%s can be changed", name)
		}
	}
	if doc.Find("[value^='attribute.']").Length() > 1 { // moving one up is harmless
		t.Error("attributes can be added or removed")
	}
	s.follow(s.post(s.Seller, to+"/specs/0", with(fields(doc, "form"), "do", "done")))
	if diff := cmp.Diff(was, s.stored(to).Content.Specs[0]); diff != "" {
		t.Errorf("saving without a change changed it (-before +after):\n%s", diff)
	}
	d := s.stored(to)
	if _, err := s.Catalog.Submit(t.Context(), catalog.SubmitInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev}); err != nil {
		t.Errorf("submitting what was not changed: %v", err)
	}
}

func TestTheCalculatorFollowsTheForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.draft()
	at := to + "/specs/0"
	doc := s.page(s.get(at), http.StatusOK)
	if text := doc.Find("#calculator").Text(); !strings.Contains(text, "¥340.00") { // 5 seats at 68.00
		t.Errorf("at first: %s", text)
	}
	v := with(fields(doc, "form"), "do", "quote", "try.0", "10", "try.unit", "year", "try.periods", "2", "plan.attributes.0.prices.year.price", "100")
	r := httptest.NewRequest(http.MethodPost, at, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	w := s.ask(s.Seller, r, i18n.EN)
	if body := w.Body.String(); w.Code != http.StatusOK || strings.Contains(body, "<html") || !strings.Contains(body, "¥2,000.00") {
		t.Errorf("%d: %s", w.Code, body)
	}
	doc = s.page(s.post(s.Seller, at, v), http.StatusOK) // without script
	if text := doc.Find("#calculator").Text(); !strings.Contains(text, "¥2,000.00") || value(doc, "plan.attributes.0.prices.year.price") != "100" {
		t.Errorf("without script: %s", text)
	}
	for name, pairs := range map[string][]string{"an odd quantity": {"try.0", "7"}, "too long": {"try.periods", "99"}, "a price that cannot be read": {"plan.attributes.0.prices.month.price", "x"}} {
		doc = s.page(s.post(s.Seller, at, with(v, pairs...)), http.StatusOK)
		if doc.Find("#calculator .reasons li").Length() == 0 || doc.Find("#calculator .money-big").Length() != 0 {
			t.Errorf("%s: %s", name, doc.Find("#calculator").Text())
		}
	}
	doc = s.page(s.get(to+"/specs/new"), http.StatusOK)
	if text := doc.Find("#calculator .reasons li").Text(); !strings.Contains(text, "Set a price") {
		t.Errorf("before there is a price: %s", text)
	}
	if d := s.stored(to); d.Rev != 2 {
		t.Errorf("asking for a price stored something: revision %d", d.Rev)
	}
}

// upload posts a workbook as the page does.
func (s *site) upload(to string, data []byte) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("sheet", "prices.xlsx")
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = part.Write(data)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, to, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.ask(s.Seller, r, i18n.EN)
}

func TestAWorkbookGoesOutAndComesBackWithNewPrices(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to := s.priced(matrixOf(t))
	at := to + "/specs/0"
	w := s.get(at + "/prices.xlsx")
	if got := w.Header().Get("Content-Disposition"); w.Code != http.StatusOK || !strings.Contains(got, "sku-prices.xlsx") {
		t.Fatalf("%d, %q", w.Code, got)
	}
	doc := s.page(s.upload(at+"/import", w.Body.Bytes()), http.StatusOK)
	if !strings.Contains(doc.Find("#skus .note").Text(), "changes nothing") {
		t.Errorf("the same workbook: %s", doc.Find("#skus .note").Text())
	}
	form := specform.From(s.stored(to).Content.Specs[0])
	pack := func() []byte {
		t.Helper()
		var out bytes.Buffer
		if err := form.WriteSheet(&out, i18n.ZH); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	form.Rows[0].Prices[period.Month], form.Rows[1].On = "99.5", false
	before := s.stored(to)
	doc = s.page(s.upload(at+"/import", pack()), http.StatusOK)
	if text := doc.Find("#changes").Text(); !strings.Contains(text, "1 → 99.5") || !strings.Contains(text, "not sold") {
		t.Errorf("what will change is not shown: %s", text)
	}
	if diff := cmp.Diff(before.Content, s.stored(to).Content); diff != "" {
		t.Error("importing stored something before it was confirmed")
	}
	s.follow(s.post(s.Seller, at, with(fields(doc, "form"), "do", "done")))
	after := s.stored(to).Content.Specs[0].Plan
	if len(after.SKUs) != 511 || after.SKUs[0].Prices[period.Month].String() != "99.5" {
		t.Errorf("%d SKUs, the first at %v", len(after.SKUs), after.SKUs[0].Prices)
	}
	form.Rows[5].Prices[period.Year], form.Rows[7].Prices[period.Month] = "free", "0.123456789" // nine attributes, sold, month, year
	doc = s.page(s.upload(at+"/import", pack()), http.StatusUnprocessableEntity)
	if text := doc.Find("#faults").Text(); !strings.Contains(text, "Row 7, column L: ") || !strings.Contains(text, "Row 9, column K: ") || value(doc, "plan.skus.0.prices.month") != "99.5" {
		t.Errorf("faults: %s", text)
	}
}

func TestBadUploadsAreExplained(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.priced(matrixOf(t)) + "/specs/0"
	for name, data := range map[string][]byte{"empty": nil, "a program": []byte("MZ\x90"), "too large": make([]byte, 11<<20), "a bomb": bomb(t)} {
		doc := s.page(s.upload(at+"/import", data), http.StatusUnprocessableEntity)
		if doc.Find("#faults li").Length() != 1 {
			t.Errorf("%s: %s", name, doc.Find("#faults").Text())
		}
	}
	if w := s.post(s.Seller, at+"/import", url.Values{"sheet": {"x"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no upload: %d", w.Code)
	}
}

func TestTheEditorIsForDraftsOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	draft, _ := s.draft()
	pending := s.submitted()
	if w := s.get(pending + "/specs/0"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != pending {
		t.Errorf("a submitted one: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := s.post(s.Seller, pending+"/specs/0", with(goodSpec(), "do", "save")); w.Code != http.StatusSeeOther {
		t.Errorf("saving into a submitted one: %d", w.Code)
	}
	for _, path := range []string{"/specs/7", "/specs/-1", "/specs/x", "/specs/7/prices.xlsx", "/specs/new/prices.xlsx", "/specs/%00"} {
		if w := s.get(draft + path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	other := s.secondSeller()
	for _, r := range []*http.Request{httptest.NewRequest(http.MethodGet, draft+"/specs/0/prices.xlsx", nil), httptest.NewRequest(http.MethodGet, draft+"/specs/new", nil),
		httptest.NewRequest(http.MethodPost, draft+"/specs/0/import", nil)} {
		if w := s.ask(other, r, i18n.EN); w.Code != http.StatusNotFound {
			t.Errorf("%s %s by another seller: %d", r.Method, r.URL, w.Code)
		}
	}
	if w := s.ask(s.Account(account.Buyer), httptest.NewRequest(http.MethodGet, draft+"/specs/0", nil), i18n.EN); w.Code != http.StatusForbidden {
		t.Errorf("a buyer: %d", w.Code)
	}
}

// business-rules 5.1: each limited spec has its stock.
func TestEachLimitedSpecHasItsOwnStock(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ten := int64(10)
	id := s.Publish(s.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Spec.Stock = &ten })
	to, doc := s.follow(s.post(s.Seller, "/seller/products/"+id+"/modify", nil))
	s.follow(s.send(to, with(fields(doc, "form[enctype]"), "do", "spec.copy.0"), nil))
	d := s.stored(to)
	if _, err := s.Catalog.Submit(t.Context(), catalog.SubmitInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev}); err != nil {
		t.Fatal(err)
	}
	d = s.stored(to)
	if _, err := s.Catalog.Approve(t.Context(), catalog.ApproveInput{Actor: s.Operator, ApplicationID: d.ID, Rev: d.Rev}); err != nil {
		t.Fatal(err)
	}
	second := d.Content.Specs[1]
	if _, err := s.Catalog.SetStock(t.Context(), catalog.SetStockInput{Actor: s.Seller, ProductID: id, SpecID: second.ID, Delta: -3}); err != nil {
		t.Fatal(err)
	}
	left, err := s.Catalog.Stocks(t.Context(), s.Seller, id)
	if err != nil || len(left) != 2 {
		t.Fatalf("%v, %v", left, err)
	}
	for _, x := range left {
		if want := map[bool]int64{true: 7, false: 10}[x.SpecID == second.ID]; x.Available != want {
			t.Errorf("%s: %d left, want %d", x.SpecID, x.Available, want)
		}
	}
	card := s.page(s.get("/seller/products/"+id), http.StatusOK).Find("#stock")
	if text := strings.Join(strings.Fields(card.Text()), " "); !strings.Contains(text, second.Name.EN+" 7 ") || !strings.Contains(text, " 10 ") || card.Find(`a[href="/seller/stock/`+id+`"]`).Length() != 1 {
		t.Errorf("the card says %s", text)
	}
}
