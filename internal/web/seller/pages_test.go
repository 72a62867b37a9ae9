package seller_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/sandbox"
)

// filled is a market in which something is on every page; its addresses are returned.
func filled(t *testing.T) (*site, []string) {
	t.Helper()
	s := newSite(t)
	o, c := s.calling(s.Server.Address(misseller.Behaviour{Kind: misseller.Status}))
	if _, err := s.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: s.Buyer, By: 4 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	draft, _ := s.draft()
	pending := s.submitted()
	modified, _ := s.follow(s.post(s.Seller, "/seller/products/"+o.ProductID+"/modify", nil))
	return s, []string{"/seller", "/seller/products", "/seller/products/" + o.ProductID, "/seller/applications", "/seller/applications/new", draft,
		draft + "/preview", pending, modified, draft + "/specs/0", draft + "/specs/new", draft + "/specs/0?check=1", modified + "/specs/0", "/seller/keys", "/seller/attributes", "/seller/standing", "/seller/calls", "/seller/calls/" + c.ID, "/seller/orders", "/seller/orders/" + o.ID}
}

var untranslated = regexp.MustCompile(`\b(seller|catalog|ui)\.[a-z_]+(\.[a-z_]+)*`)

func TestEveryPageIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	s, paths := filled(t)
	for _, x := range catalog.Types() { // business-rules 4.8: each type has a form of its own
		paths = append(paths, "/seller/applications/new?delivery="+string(x.Delivery))
	}
	for _, path := range append(paths, "/seller/attributes/new?kind=enum", "/seller/attributes/new?kind=quantity", "/seller/products?status=on_sale&q=zz", "/seller/calls?verdict=failing&state=failed&activity=newInstance",
		"/seller/orders?state=cancelled", "/seller/applications?state=draft") {
		for _, lang := range i18n.Langs() {
			doc := s.page(s.ask(s.Seller, httptest.NewRequest(http.MethodGet, path, nil), lang), http.StatusOK)
			doc.Find("script, pre, template").Remove()
			if key := untranslated.FindString(doc.Find("body").Text()); key != "" {
				t.Errorf("%s in %s shows the key %q", path, lang, key)
			}
		}
	}
}

// A seller finds nothing of another one: not the pages, not the actions, not the files.
func TestAnotherSellersObjectsAreNotFound(t *testing.T) {
	t.Parallel()
	s, paths := filled(t)
	other := s.secondSeller()
	for _, path := range paths {
		if strings.Count(path, "/") < 3 || strings.HasPrefix(path, "/seller/applications/new") {
			continue
		}
		if w := s.ask(other, httptest.NewRequest(http.MethodGet, path, nil), i18n.EN); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, w.Code)
		}
		actions := map[string][]string{
			"products": {"/modify"}, "applications": {"", "/submit", "/withdraw", "/revise", "/delete", "/check"}, "calls": {"/restart", "/curl"},
		}[strings.Split(path, "/")[2]]
		for _, action := range actions {
			if strings.HasSuffix(path, "/preview") || strings.Contains(path, "/specs/") && action != "" {
				continue
			}
			v := with(s.goodForm(), "do", "save", "rev", "1", "delta", "5")
			if w := s.post(other, path+action, v); w.Code != http.StatusNotFound {
				t.Errorf("POST %s%s: %d", path, action, w.Code)
			}
		}
	}
	doc := s.page(s.get(paths[5]), http.StatusOK)
	file := "/seller/files/" + value(doc, "logo_blob")
	if w := s.get(file); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("own file: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	if w := s.ask(other, httptest.NewRequest(http.MethodGet, file, nil), i18n.EN); w.Code != http.StatusNotFound {
		t.Errorf("another's file: %d", w.Code)
	}
	for _, list := range []string{"/seller/calls", "/seller/orders", "/seller/products", "/seller/applications"} {
		doc := s.page(s.ask(other, httptest.NewRequest(http.MethodGet, list, nil), i18n.EN), http.StatusOK)
		if n := doc.Find("tbody tr").Length(); n != 0 {
			t.Errorf("%s shows %d rows of another seller", list, n)
		}
	}
	// A form that names another's file cannot use it.
	v := with(s.goodForm(), "do", "save", "logo_blob", value(doc, "logo_blob"))
	if w := s.post(other, "/seller/applications/new", v); w.Code != http.StatusUnprocessableEntity || shown(s.page(w, w.Code))["logo"] == "" {
		t.Errorf("another's file in a form: %d", w.Code)
	}
}

func TestUnknownAndStrangeAddressesAreNeverAFailureOfOurs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/seller/products/x", "/seller/applications/app_x", "/seller/applications/%00", "/seller/calls/%00%ff", "/seller/orders/..%2f..",
		"/seller/files/" + strings.Repeat("a", 500), "/seller/keys/x/activate", "/seller/calls?cursor=%25", "/seller/orders?q=%00&cursor=bm90", "/seller/products?status=zz&q=%27%22%25"} {
		method := http.MethodGet
		if strings.HasSuffix(path, "activate") {
			method = http.MethodPost
		}
		if w := s.ask(s.Seller, httptest.NewRequest(method, path, nil), i18n.EN); w.Code >= 500 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/seller", nil))
	if w.Code != http.StatusSeeOther {
		t.Errorf("nobody: %d", w.Code)
	}
	if w := s.ask(s.Account(account.Seller), httptest.NewRequest(http.MethodGet, "/seller", nil), i18n.EN); w.Code < 400 || w.Code >= 500 {
		t.Errorf("a seller without profile: %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodPost, "/seller/applications/new", strings.NewReader("--x\r\nbroken"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if w := s.ask(s.Seller, r, i18n.EN); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a broken form: %d", w.Code)
	}
}

// saas-production-interface B.1.1: the secret is shown once, and a key is rotated without a failed call.
func TestAKeyIsShownOnceAndRotatedInTwoSteps(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page(s.get("/seller/keys"), http.StatusOK)
	newest := value(doc, "newest")
	w := s.post(s.Seller, "/seller/keys", url.Values{"newest": {newest}})
	made := s.page(w, http.StatusOK)
	secret := made.Find("[data-secret-key]").Text()
	if len(secret) != 32 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("secret %q, Cache-Control %q", secret, w.Header().Get("Cache-Control"))
	}
	if w := s.post(s.Seller, "/seller/keys", url.Values{"newest": {newest}}); w.Code != http.StatusSeeOther || strings.Contains(w.Body.String(), secret) {
		t.Errorf("sent again: %d", w.Code)
	}
	doc = s.page(s.get("/seller/keys"), http.StatusOK)
	if html, _ := doc.Html(); strings.Contains(html, secret) || !strings.Contains(html, secret[28:]) {
		t.Error("the list shows the secret, or not its last four characters")
	}
	activate := doc.Find("#activate form").AttrOr("action", "")
	if w := s.post(s.secondSeller(), activate, nil); w.Code != http.StatusNotFound {
		t.Errorf("another seller activates: %d", w.Code)
	}
	_, doc = s.follow(s.post(s.Seller, activate, nil))
	if doc.Find("#activate").Length() != 0 {
		t.Error("still waiting")
	}
	if w := s.post(s.Seller, activate, nil); w.Code != http.StatusSeeOther || !flashed(w) {
		t.Errorf("activated twice: %d", w.Code)
	}
	keys, err := s.Calls.Keys(t.Context(), s.Seller)
	if err != nil || len(keys) != 2 || keys[0].State != "active" || keys[1].State != "retired" {
		t.Errorf("%+v, %v", keys, err)
	}
	s.page(s.post(s.Seller, "/seller/keys", url.Values{"newest": {keys[0].ID}}), http.StatusOK)
	doc = s.page(s.get("/seller/keys"), http.StatusOK)
	s.follow(s.post(s.Seller, doc.Find("#discard form").AttrOr("action", ""), nil))
}

// business-rules 4.3: the step and what is charged stay; the version on sale stays until the next one is approved.
func TestAModificationKeepsWhatIsLocked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.Publish(s.Server.Address(misseller.Behaviour{}), nil)
	to, _ := s.follow(s.post(s.Seller, "/seller/products/"+id+"/modify", nil))
	if w := s.post(s.Seller, "/seller/products/"+id+"/modify", nil); w.Code != http.StatusSeeOther || !flashed(w) {
		t.Errorf("modified twice: %d", w.Code)
	}
	spec := s.page(s.get(to+"/specs/0"), http.StatusOK)
	typed := with(fields(spec, "form"), "do", "done", "plan.attributes.0.step", "7", "plan.attributes.0.max", "78")
	typed.Del("plan.terms.year")
	_, refused := s.follow(s.post(s.Seller, to+"/specs/0", typed))
	if e := shown(refused); e["plan-attributes-0-step"] == "" || e["plan-terms"] == "" {
		t.Errorf("%v", e)
	}
	doc := s.page(s.get(to), http.StatusOK)
	v := fields(doc, "form[enctype]")
	doc = s.page(s.send(to, with(v, "do", "submit"), nil), http.StatusUnprocessableEntity)
	if e := shown(doc); e["specs-0"] == "" || doc.Find("a[href='"+to+"/specs/0?check=1']").Length() != 1 {
		t.Errorf("the product form does not lead to the spec: %v", e)
	}
	s.follow(s.post(s.Seller, to+"/specs/0", with(fields(spec, "form"), "do", "done", "rev", value(doc, "rev"))))
	doc = s.page(s.get(to), http.StatusOK)
	_, done := s.follow(s.send(to, with(v, "do", "submit", "rev", value(doc, "rev"), "name_en", "Another name"), nil))
	if done.Find(".diff").Length() != 1 || !strings.Contains(done.Find(".diff").Text(), "Another name") {
		t.Errorf("what changes is not shown: %s", done.Find("main").Text()[:300])
	}
	p, err := s.Catalog.Get(t.Context(), s.Seller, id)
	if err != nil || p.LiveVersion != 1 || p.Live.Name.EN == "Another name" {
		t.Errorf("live version %d, %v", p.LiveVersion, err)
	}
}

func TestListsAreExportedForSpreadsheets(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	s.follow(s.send("/seller/applications/new", url.Values{"do": {"save"}, "name_zh": {"=cmd()"}, "name_en": {"=cmd()"}}, nil))
	for path, want := range map[string]string{"/seller/products.csv": "'=cmd()", "/seller/applications.csv": "'=cmd()",
		"/seller/calls.csv": "newInstance", "/seller/orders.csv": "CS26"} {
		w := s.get(path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || !strings.HasPrefix(w.Body.String(), "\xef\xbb\xbf") {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s holds no %q: %.300s", path, want, w.Body)
		}
	}
	if w := s.get("/seller/orders.csv?state=completed"); strings.Count(w.Body.String(), "\n") != 1 {
		t.Errorf("the filter is not kept: %s", w.Body)
	}
}

// Whoever sells sees the buyer's name, and nothing else of the buyer.
func TestAnOrderShowsItsCallsAndOnlyTheNameOfItsBuyer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	o, c := s.calling(s.Server.Address(misseller.Behaviour{}))
	s.Await("the order is completed", func() bool { return s.Order(o.ID).State == order.StateCompleted })
	doc := s.page(s.get("/seller/orders/"+o.ID), http.StatusOK)
	if doc.Find("a[href='/seller/calls/"+c.ID+"']").Length() == 0 || !strings.Contains(doc.Find("main").Text(), o.BuyerName) {
		t.Error("no call or no buyer on the page")
	}
	if html, _ := doc.Html(); strings.Contains(html, s.Buyer.ID) {
		t.Error("the page names the buyer's account")
	}
}

func TestTheOverviewSaysWhatNeedsTheSeller(t *testing.T) {
	t.Parallel()
	s, paths := filled(t)
	text := s.page(s.get("/seller"), http.StatusOK).Find("main").Text()
	for _, want := range []string{"failed for good", "Products on sale", "Orders, 30 days"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there", want)
		}
	}
	id := strings.TrimPrefix(paths[7], "/seller/applications/")
	d, err := s.Catalog.ApplicationDetail(t.Context(), s.Operator, id)
	if err == nil {
		_, err = s.Catalog.Reject(t.Context(), catalog.RejectInput{Actor: s.Operator, ApplicationID: id, Rev: d.Rev, Reason: "Blurred logo."})
	}
	if err != nil {
		t.Fatal(err)
	}
	if text := s.page(s.get("/seller"), http.StatusOK).Find("main").Text(); !strings.Contains(text, "Blurred logo.") {
		t.Error("the rejection is not there")
	}
	fresh := s.ask(s.secondSeller(), httptest.NewRequest(http.MethodGet, "/seller", nil), i18n.EN)
	if text := s.page(fresh, http.StatusOK).Find("main").Text(); !strings.Contains(text, "three steps") || !strings.Contains(text, "Create a key") {
		t.Error("a new seller is not led anywhere")
	}
}
