package store_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// coupons publishes a batch for a product.
func (f *front) coupons(productID string, amount int64) promo.Batch {
	f.t.Helper()
	ctx, today := f.t.Context(), f.Clock.Now().In(period.Shanghai())
	b, err := f.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: f.Seller, Terms: promo.Terms{Name: i18n.Text{ZH: "新客立减", EN: "Welcome"}, Amount: amount,
		Validity: promo.Validity{From: today.Format("2006-01-02"), To: today.AddDate(0, 1, 0).Format("2006-01-02")},
		Items:    []promo.Item{{ProductID: productID}}, Shown: true, Total: 5, PerBuyer: 1}})
	f.must(err)
	b, err = f.Promo.PublishBatch(ctx, promo.BatchInput{Actor: f.Seller, Kind: b.Kind, ID: b.ID, Rev: b.Rev})
	f.must(err)
	return b
}

func (f *front) collected(b promo.Batch) promo.Coupon {
	f.t.Helper()
	c, err := f.Promo.Collect(f.t.Context(), promo.CollectInput{Actor: f.Buyer, BatchID: b.ID})
	f.must(err)
	return c
}

// business-rules 5.8: what a product's page shows to collect, also from the page that is kept for visitors.
func TestTheProductPageShowsCouponsToCollectAndNeverAStaleOne(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	if n := f.get("/products/"+id, account.Actor{}, 200).Find("#coupons").Length(); n != 0 {
		t.Fatalf("coupons before there are any: %d", n)
	}
	b := f.coupons(id, 30)
	for range 2 { // drawn, then kept
		if got := f.get("/products/"+id, account.Actor{}, 200).Find("#coupons").Text(); !strings.Contains(got, "¥30") || !strings.Contains(got, "5") {
			t.Fatalf("coupons: %q", got)
		}
	}
	f.collected(b)
	if got := f.get("/products/"+id, account.Actor{}, 200).Find("#coupons").Text(); !strings.Contains(got, "4") {
		t.Errorf("after one was collected: %q", got)
	}
	if form := f.get("/products/"+id, f.Buyer, 200).Find("#coupons form"); form.Length() != 0 {
		t.Error("who has it is asked to collect it again")
	}
}

// business-rules 6.3, 6.4: the page takes off what most would take, says what else there is, and orders exactly what it shows.
func TestTheOrderPageTakesACouponOffUnlessTheBuyerSaysOtherwise(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	small, large := f.collected(f.coupons(id, 30)), f.collected(f.coupons(id, 800_000))
	doc := f.get("/products/"+id+"/order", f.Buyer, 200)
	uitest.Markup(t, doc)
	if got := doc.Find("input[name=coupon][checked]").AttrOr("value", ""); got != small.ID {
		t.Fatalf("chosen %q", got)
	}
	if got := doc.Find("input[name=expect]").AttrOr("value", ""); got != "110.00" {
		t.Errorf("140 − 30 is %s", got)
	}
	if got := doc.Find("#savings details").Text(); !strings.Contains(got, f.bundle.T("zh", "store.savings.unfit", "n", 1)) {
		t.Errorf("the one that does not fit: %q", got)
	}
	v := fields(doc)
	v.Set("agree_buyer", "1")
	v.Set("agree_service-agreement", "1")

	v.Set("coupon", large.ID) // larger than the order
	w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
	if bad := uitest.Parse(t, w.Body.String()); w.Code != http.StatusUnprocessableEntity || bad.Find("#f-coupon-err").Length() != 1 {
		t.Errorf("too large a coupon: %d", w.Code)
	}
	none := f.get("/products/"+id+"/quote?savings=1&coupon=&spec="+v.Get("spec"), f.Buyer, 200)
	if got := none.Find("input[name=expect]").AttrOr("value", ""); got != "140.00" {
		t.Errorf("without a coupon: %s", got)
	}
	v.Set("coupon", small.ID)
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v); w.Code != http.StatusSeeOther || len(f.orders()) != 1 || f.orders()[0].Total != money.CNY(110_00) {
		t.Fatalf("status %d, ordered %+v", w.Code, f.orders())
	}
	if got := f.get("/products/"+id+"/order", f.Buyer, 200).Find("input[name=expect]").AttrOr("value", ""); got != "140.00" {
		t.Errorf("the coupon is held by an order, but the next costs %s", got)
	}
}

// business-rules 5.7: the link of a configuration quote makes every choice, and changing one says that the quote is for another.
func TestAConfigurationQuoteIsOneClickAndForNothingElse(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	in := f.OrderInput(f.Buyer, id)
	in.Selection.Quantities = map[string]int64{"seats": 10}
	today := f.Clock.Now().In(period.Shanghai())
	o, err := f.Promo.CreateOffer(f.t.Context(), promo.CreateOfferInput{Actor: f.Seller, Name: "自拓优惠-会议-整单", Shape: promo.ShapeConfiguration,
		Users:    []promo.User{{ID: f.Buyer.ID, Name: f.Buyer.Name}},
		Validity: promo.Validity{From: today.Format("2006-01-02"), To: today.AddDate(0, 1, 0).Format("2006-01-02")},
		Lines: []promo.OfferLine{{Item: promo.Item{ProductID: id, SpecID: in.SpecID}, Total: money.CNY(250_00),
			Config: &price.Config{Selection: in.Selection, Term: in.Term}}}})
	f.must(err)
	link := "/products/" + id + "/order?offer=" + o.ID + "&spec=" + in.SpecID + "&attribute_seats=10&period=month&periods=1&quantity=1"
	doc := f.get(link, f.Buyer, 200)
	if got := doc.Find("input[name=expect]").AttrOr("value", ""); got != "250.00" {
		t.Errorf("total %s", got)
	}
	other := f.get("/products/"+id+"/quote?savings=1&offer="+o.ID+"&spec="+in.SpecID+"&attribute_seats=15&period=month&periods=1", f.Buyer, 422)
	if other.Find("input[name=expect]").Length() != 0 || other.Find(".note").Length() == 0 {
		t.Error("another configuration has a price with this quote")
	}
}
