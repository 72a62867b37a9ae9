package store_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// business-rules 5.3, 5.4, 6.3: the page says what is left for who looks, and why there is nothing to press.
func TestTheProductPageSaysWhoMayBuyAndHowOften(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	in := f.OrderInput(f.Buyer, id)
	sheet, err := f.Rules.SetLimits(t.Context(), salesrule.SetLimitsInput{Actor: f.Seller, ProductID: id, Limits: map[string]salesrule.Limit{in.SpecID: {Times: 1}}})
	f.must(err)
	left := f.bundle.T("zh", "store.limit.times", "max", 1, "left", 1)
	for name, who := range map[string]account.Actor{"a visitor": {}, "a buyer": f.Buyer} {
		if got := f.get("/products/"+id, who, 200).Find("section[aria-labelledby=buy]"); !strings.Contains(got.Text(), left) {
			t.Errorf("%s is not told of the limit: %s", name, got.Text())
		}
	}
	o, err := f.Orders.Place(t.Context(), in)
	f.must(err)
	spent := salesrule.ErrLimitTimes.With("max", 1).Text("zh")
	if got := f.get("/products/"+id, f.Buyer, 200).Find("section[aria-labelledby=buy]"); !strings.Contains(got.Text(), spent) || got.Find("form button").Length() != 0 {
		t.Errorf("who has bought it: %s", got.Text())
	}
	if got := f.get("/products/"+id+"/order", f.Buyer, http.StatusConflict); !strings.Contains(got.Find("form.form [role=alert]").Text(), spent) {
		t.Errorf("the order page: %s", got.Find("[role=alert]").Text())
	}
	f.must(f.Orders.Cancel(t.Context(), order.CancelInput{Actor: f.Buyer, OrderID: o.ID}))
	_, err = f.Rules.SetTarget(t.Context(), salesrule.SetTargetInput{Actor: f.Seller, ProductID: id, Rev: sheet.Rev, Target: salesrule.TargetNamed})
	f.must(err)
	if got := f.get("/products/"+id, account.Actor{}, 200).Find("section[aria-labelledby=buy]"); !strings.Contains(got.Text(), salesrule.ErrSignIn.Text("zh")) {
		t.Errorf("a visitor of what is for named customers: %s", got.Text())
	}
}

// business-rules 4.12, 6.3 step 2: everybody sees where a product is sold; who is registered elsewhere sees why there is nothing to
// press, and the order page refuses too.
func TestWhoIsRegisteredElsewhereSeesThatTheProductIsNotSoldThere(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	f.modify(id, func(c *catalog.Content) {
		c.Regions = []string{"hk", "eu"}
		c.Introduction.EN, c.Terms.EN = c.Introduction.ZH, c.Terms.ZH
	})
	why := catalog.Content{Regions: []string{"hk", "eu"}}.SoldTo("CN")
	text := apperr.Of(why).Text("zh")
	visitor := f.get("/products/"+id, account.Actor{}, 200).Find("section[aria-labelledby=buy]")
	if !strings.Contains(visitor.Text(), "销售区域：中国香港、欧洲") || visitor.Find("form button").Length() == 0 || strings.Contains(visitor.Text(), text) {
		t.Errorf("a visitor: %s", visitor.Text())
	}
	if got := f.get("/products/"+id, f.Buyer, 200).Find("section[aria-labelledby=buy]"); !strings.Contains(got.Text(), text) || got.Find("form button").Length() != 0 {
		t.Errorf("a buyer of the mainland: %s", got.Text())
	}
	if got := f.get("/products/"+id+"/order", f.Buyer, http.StatusConflict); !strings.Contains(got.Find("form.form [role=alert]").Text(), text) {
		t.Errorf("the order page: %s", got.Find("[role=alert]").Text())
	}
}

// business-rules 4.7, 6.8: a trial is a button on the page and an order of nothing, once.
func TestATrialIsOrderedFromThePageOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	f.modify(id, func(c *catalog.Content) {
		s := c.Specs[0]
		s.ID, s.Name.ZH, s.Name.EN, s.Trial = "", "试用版", "To try", 14
		c.Specs = append(c.Specs, s)
	})
	l, err := f.Catalog.Live(t.Context(), id)
	f.must(err)
	spec := l.Specs[1].ID
	page := f.get("/products/"+id+"?spec="+spec, f.Buyer, 200)
	if page.Find("button[name=trial]").Length() != 1 {
		t.Fatal("no button to try it")
	}
	doc := f.get("/products/"+id+"/order?trial=1&spec="+spec, f.Buyer, 200)
	if doc.Find("input[name=expect]").AttrOr("value", "") != "0.00" || doc.Find("[name=periods]").Length() != 0 || doc.Find("input[name=trial]").AttrOr("value", "") != "1" {
		t.Errorf("the order of a trial: %s", doc.Find("#quote").Text())
	}
	v := fields(doc)
	v.Set("agree_buyer", "1")
	v.Set("agree_service-agreement", "1")
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v); w.Code != http.StatusSeeOther || f.orders()[0].Kind != order.KindTrial {
		t.Fatalf("status %d", w.Code)
	}
	if n := f.get("/products/"+id+"?spec="+spec, f.Buyer, 200).Find("button[name=trial]").Length(); n != 0 {
		t.Error("who has tried it is offered it again")
	}
	if got := f.get("/products/"+id+"/order?trial=1&spec="+spec, f.Buyer, http.StatusConflict); !strings.Contains(got.Find("[role=alert]").Text(), order.ErrTriedBefore.Text("zh")) {
		t.Errorf("a second time: %s", got.Find("[role=alert]").Text())
	}
}

// business-rules 4.8, 6.3 step 4: what the seller ticked is named, and the order needs the buyer's consent to it.
func TestABuyerConsentsToWhatTheSellerIsTold(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, emailParam())
	f.modify(id, func(c *catalog.Content) {
		c.SaaS = &catalog.SaaSTerms{Opening: catalog.OpeningInstant, Consent: []string{catalog.ShareMobile, catalog.ShareEmail}}
	})
	const box = "agree_contact-consent"
	doc := f.get("/products/"+id+"/order", f.Buyer, http.StatusOK)
	if want := f.bundle.T("zh", "store.order.consent.text", "what", "手机号、邮箱"); !strings.Contains(doc.Find("main").Text(), want) {
		t.Errorf("the page does not say %s", want)
	}
	v := f.filled(id)
	w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
	if w.Code != http.StatusUnprocessableEntity || len(f.orders()) != 0 || uitest.Parse(t, w.Body.String()).Find("[id='f-"+box+"-err']").Length() != 1 {
		t.Errorf("without consent: %d, %d orders", w.Code, len(f.orders()))
	}
	v.Set(box, "1")
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v); w.Code != http.StatusSeeOther {
		t.Fatalf("with consent: %d", w.Code)
	}
	if list := f.orders(); len(list) != 1 || !slices.Contains(list[0].Agreements, "contact-consent/"+id+"@3") {
		t.Errorf("kept as %+v", list)
	}
}
