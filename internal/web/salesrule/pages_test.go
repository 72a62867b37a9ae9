package salesrule_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/promo"
	rules "github.com/souk-market/souk/internal/salesrule"
)

// shop is the seller's browser in a market with a product on sale, whose one spec has a stock of ten.
type shop struct {
	*apptest.Market
	*apptest.Browser
	t       *testing.T
	product string
	spec    string
}

func open(t *testing.T) *shop {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	ten := int64(10)
	s := &shop{Market: m, Browser: m.Browse(m.Seller), t: t,
		product: m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Spec.Stock = &ten })}
	l, err := m.Catalog.Live(t.Context(), s.product)
	if err != nil {
		t.Fatal(err)
	}
	s.spec = l.Specs[0].ID
	return s
}

func (s *shop) wants(what string, a apptest.Answer, status int, texts ...string) {
	s.t.Helper()
	if a.Code != status {
		s.t.Fatalf("%s: status %d, want %d", what, a.Code, status)
	}
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			s.t.Errorf("%s: the page does not say %q: %s", what, text, a.Main())
		}
	}
}

func (s *shop) sheet() rules.Sheet {
	s.t.Helper()
	out, err := s.Rules.Get(s.t.Context(), s.Seller, s.product)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// offersTrial gives the product a second spec, with a trial of a week, and goes on with that one.
func (s *shop) offersTrial() {
	s.t.Helper()
	ctx := s.t.Context()
	d, err := s.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: s.Seller, ProductID: s.product})
	if err != nil {
		s.t.Fatal(err)
	}
	tried := d.Content.Specs[0]
	tried.ID, tried.Name, tried.Trial = "", i18n.Text{ZH: "体验版", EN: "Taster"}, 7
	d.Content.Specs = append(d.Content.Specs, tried)
	if d, err = s.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content}); err != nil {
		s.t.Fatal(err)
	}
	a, err := s.Catalog.Submit(ctx, catalog.SubmitInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev})
	if err != nil {
		s.t.Fatal(err, apperr.FieldsOf(err))
	}
	if _, err := s.Catalog.Approve(ctx, catalog.ApproveInput{Actor: s.Operator, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
		s.t.Fatal(err)
	}
	l, err := s.Catalog.Live(ctx, s.product)
	if err != nil {
		s.t.Fatal(err)
	}
	s.spec = l.Specs[1].ID
}

// business-rules 5.3: target, named users one by one and by a template, deleting revokes.
func TestASellerNamesTheCustomersWhoMayBuy(t *testing.T) {
	t.Parallel()
	s := open(t)
	at := "/seller/sales/" + s.product
	s.wants("the list", s.Get("/seller/sales"), http.StatusOK, "Everybody", at)
	s.wants("saving", s.Post(at, "rev", "0", "target", "named", "target_"+s.spec, "enterprise"), http.StatusSeeOther)
	s.wants("the tab", s.Get(at), http.StatusOK, "The list is empty: nobody can buy this now.", at+"/users?list=target")
	s.wants("an old form", s.Post(at, "rev", "0", "target", "all"), http.StatusConflict, "The rules have changed since you opened them.")
	s.wants("nonsense", s.Post(at, "rev", "1", "target", "some"), http.StatusUnprocessableEntity, "Choose from the list.")
	if got := s.sheet().Rules; got.Target != rules.TargetNamed || got.Specs[s.spec].Target != rules.TargetEnterprise {
		t.Errorf("got %+v", got)
	}

	users := at + "/users"
	s.wants("a wrong name", s.Post(users, "list", "target", "name", "Nobody", "account", s.Buyer.ID), http.StatusUnprocessableEntity, "No customer has this id and this name.", `value="Nobody"`)
	s.wants("one customer", s.Post(users, "list", "target", "name", s.Buyer.Name, "account", s.Buyer.ID), http.StatusSeeOther)
	other := s.Account("buyer")
	file := apptest.File{Field: "users_file", Name: "customers.csv", Data: []byte(string(promo.Template()) + other.Name + "," + other.ID + "\r\nNobody,acc_none\r\n")}
	refused := s.PostFiles(users, []apptest.File{file}, "list", "target")
	s.wants("a template with a mistake", refused, http.StatusUnprocessableEntity, "Line 3", "Nobody,acc_none")
	s.wants("the same, mended", s.Post(users, "list", "target", "users", other.Name+","+other.ID), http.StatusSeeOther)
	list := s.Get(users + "?list=target")
	s.wants("the list of customers", list, http.StatusOK, s.Buyer.ID, other.ID, "The customer can no longer buy this from now on.")
	s.wants("a search", s.Get(users+"?list=target&q="+other.ID), http.StatusOK, other.ID)
	csv := s.Get(users + ".csv?list=target")
	if !strings.Contains(csv.Body, s.Buyer.Name+","+s.Buyer.ID) || !strings.HasPrefix(csv.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("export %q: %s", csv.Header.Get("Content-Type"), csv.Body)
	}
	for range 2 { // twice does no harm
		s.wants("removing", s.Post(users+"/remove", "list", "target", "account", s.Buyer.ID), http.StatusSeeOther)
	}
	if n := s.sheet().Named[rules.Of{List: rules.ListTarget}]; n != 1 {
		t.Errorf("%d customers are left", n)
	}
	s.wants("a list of credit, which needs another permission", s.Get(users+"?list=credit_cash"), http.StatusNotFound)
	s.wants("the template", s.Get("/seller/sales/customers"), http.StatusOK, "Account id")
}

// business-rules 5.4.
func TestASellerLimitsHowMuchOneAccountBuys(t *testing.T) {
	t.Parallel()
	s := open(t)
	at := "/seller/sales/" + s.product + "/limits"
	kind, most := "kind_"+s.spec, "most_"+s.spec
	for _, bad := range []string{"0", "", "-3", "two", "1001"} {
		s.wants("at most "+bad, s.Post(at, "rev", "0", kind, "times", most, bad), http.StatusUnprocessableEntity, "Enter a whole number from 1 to 1000.")
	}
	s.wants("a quantity that is not there", s.Post(at, "rev", "0", kind, "quantity:nothing", most, "5"), http.StatusUnprocessableEntity, "Choose a quantity of this spec.")
	s.wants("twice", s.Post(at, "rev", "0", kind, "times", most, "2"), http.StatusSeeOther)
	if got := s.sheet().Rules.Specs[s.spec].Limit; got != (rules.Limit{Times: 2}) {
		t.Errorf("got %+v", got)
	}
	s.wants("the tab", s.Get(at), http.StatusOK, `value="2"`)
	s.wants("thirty seats", s.Post(at, "rev", "1", kind, "quantity:seats", most, "30"), http.StatusSeeOther)
	if got := s.sheet().Rules.Specs[s.spec].Limit; got != (rules.Limit{Attribute: "seats", Most: 30}) {
		t.Errorf("got %+v", got)
	}
	s.wants("none", s.Post(at, "rev", "2", kind, "", most, ""), http.StatusSeeOther)
	if got := s.sheet().Rules.Specs; len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

// business-rules 5.5 and 5.2: trials by invitation; a general product takes no credit, and the page says why.
func TestASellerInvitesToTrialsAndReadsWhyThereIsNoCredit(t *testing.T) {
	t.Parallel()
	s := open(t)
	at := "/seller/sales/" + s.product + "/trials"
	s.wants("a spec without a trial", s.Get(at), http.StatusOK, "No spec of this product can be tried")
	s.offersTrial()
	s.wants("saving", s.Post(at, "rev", "0", "specs", s.spec), http.StatusSeeOther)
	s.wants("the tab", s.Get(at), http.StatusOK, "nobody can try this now", "list=trial&amp;spec="+s.spec)
	s.wants("a customer", s.Post("/seller/sales/"+s.product+"/users", "list", "trial", "spec", s.spec, "name", s.Buyer.Name, "account", s.Buyer.ID), http.StatusSeeOther)
	s.wants("its list", s.Get("/seller/sales/"+s.product+"/users?list=trial&spec="+s.spec), http.StatusOK, s.Buyer.ID, "Customers who may try")
	s.wants("the products", s.Get("/seller/sales"), http.StatusOK, "Specs: 1")
	credit := "/seller/credit/" + s.product
	s.wants("credit", s.Get(credit), http.StatusOK, "General products take no credit")
	s.wants("the products of credit", s.Get("/seller/credit"), http.StatusOK, credit)
	s.wants("switching it on all the same", s.Post(credit, "rev", "1", "cash", "all", "line", "off"), http.StatusConflict, "General products take no credit")
}

// business-rules 5.1: −99999 to 99999, and never below zero; low and sold out are told.
func TestASellerLooksAfterItsStock(t *testing.T) {
	t.Parallel()
	s := open(t)
	at := "/seller/stock/" + s.product
	s.wants("the list", s.Get("/seller/stock"), http.StatusOK, at, "Never")
	s.wants("a warning", s.Post(at+"/warning", "spec_id", s.spec, "warn_at", "20"), http.StatusSeeOther)
	s.wants("what is low", s.Get("/seller/stock?state=low"), http.StatusOK, at, "Low")
	s.wants("what is sold out", s.Get("/seller/stock?state=out"), http.StatusOK)
	s.wants("a bad warning", s.Post(at+"/warning", "spec_id", s.spec, "warn_at", "few"), http.StatusUnprocessableEntity, "0 warns never")
	for _, bad := range []string{"0", "", "many", "100000", "-11"} {
		s.wants("a change by "+bad, s.Post(at, "spec_id", s.spec, "delta", bad, "note", "=cmd"), http.StatusUnprocessableEntity, `value="=cmd"`)
	}
	s.wants("a long note", s.Post(at, "spec_id", s.spec, "delta", "1", "note", strings.Repeat("n", 201)), http.StatusUnprocessableEntity)
	s.wants("taking all", s.Post(at, "spec_id", s.spec, "delta", "-10", "note", "=cmd"), http.StatusSeeOther)
	s.wants("the page", s.Get(at), http.StatusOK, "Sold out", "−10", "=cmd")
	s.wants("giving back one", s.Post(at, "spec_id", s.spec, "delta", "-1"), http.StatusUnprocessableEntity, "below zero")
	csv := s.Get(at + "/history.csv")
	s.wants("the history", csv, http.StatusOK, "'=cmd", "-10")
	s.wants("the list as a file", s.Get("/seller/stock.csv"), http.StatusOK, "Sold out", s.product)
	if left, err := s.Catalog.Stocks(t.Context(), s.Seller, s.product); err != nil || len(left) != 1 || left[0] != (catalog.Stock{SpecID: s.spec, WarnAt: 20}) {
		t.Errorf("left %+v, %v", left, err)
	}
	buyer := s.Browse(s.Buyer)
	for _, page := range []string{"/seller/stock", at, "/seller/sales/" + s.product, "/seller/credit/" + s.product} {
		if a := buyer.Get(page); a.Code != http.StatusForbidden {
			t.Errorf("a buyer at %s: %d", page, a.Code)
		}
	}
}
