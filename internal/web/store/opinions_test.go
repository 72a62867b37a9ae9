package store_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

const (
	hostile = `<script>alert(1)</script>"onload=x`
	escaped = `&lt;script&gt;alert(1)&lt;/script&gt;`
)

// rated has the buyer rate a service of a product with a picture.
func (f *front) rated(product, line string, stars int) (feedback.Rating, string) {
	f.t.Helper()
	ctx, l := f.t.Context(), f.listing(product)
	var bought instance.Instance
	f.must(f.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		bought, err = f.Instances.OpenTx(ctx, tx, instance.Open{BuyerID: f.Buyer.ID, SellerID: l.SellerID, ProductID: product, ProductName: l.Name,
			SpecName: i18n.Text{ZH: "标准版"}, OrderID: line, LineID: line, ExternalID: line, Quantity: 1, Periods: 1, Unit: period.Month})
		return err
	}))
	var b bytes.Buffer
	f.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 120, 120))))
	file, err := f.Blobs.Put(ctx, blob.PutInput{Owner: f.Buyer.ID, Purpose: blob.PurposeRating, Name: "p.png", Reader: &b})
	f.must(err)
	r, err := f.Feedback.Rate(ctx, feedback.RateInput{Actor: f.Buyer, InstanceID: bought.ID, Opinion: feedback.Opinion{
		Scores: feedback.Scores{Quality: stars, Service: stars, Delivery: stars}, Text: hostile, Pictures: []string{file.ID}}})
	f.must(err)
	return r, blob.URL(file.ID)
}

// business-rules 10: a kept page is as fresh as what people say, and what they say is text.
func TestAKeptPageShowsARatingAtOnceAndEscaped(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	ask := func(address string) string {
		w := f.ask(http.MethodGet, address, account.Actor{}, nil, "Cookie", "souk_lang=en")
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, w.Code)
		}
		return w.Body.String()
	}
	if !strings.Contains(ask("/products/"+id), "No ratings yet") {
		t.Error("an unrated product does not say so")
	}
	_, hidden := f.rated(id, "CS1-000001", 1)
	if text := ask("/products/" + id); strings.Contains(text, "alert(1)") {
		t.Error("a bad rating is shown at once")
	}
	good, picture := f.rated(id, "CS2-000001", 5)
	for _, address := range []string{"/products/" + id, "/products/" + id + "/ratings", "/products/" + id + "/ratings?pictures=1"} {
		if text := ask(address); !strings.Contains(text, escaped) || strings.Contains(text, hostile) || !strings.Contains(text, "5.0") || strings.Contains(text, f.Buyer.Name) {
			t.Errorf("%s does not show the rating as text, or the whole name of a buyer", address)
		}
	}
	if text := ask("/products/" + id + "/ratings?stars=4"); strings.Contains(text, "alert(1)") {
		t.Error("the filter does not narrow")
	}
	for address, want := range map[string]int{picture: http.StatusOK, hidden: http.StatusNotFound} {
		if w := f.ask(http.MethodGet, address, account.Actor{}, nil); w.Code != want {
			t.Errorf("picture: %d, want %d", w.Code, want)
		}
	}
	if w := f.ask(http.MethodGet, hidden, f.Seller, nil); w.Code != http.StatusOK {
		t.Errorf("the seller does not see the picture of what it negotiates: %d", w.Code)
	}
	_, err := f.Feedback.HideRating(t.Context(), feedback.HideInput{Actor: f.Operator, ID: good.ID, Reason: "abuse"})
	f.must(err)
	if text := ask("/products/" + id); strings.Contains(text, "alert(1)") {
		t.Error("a hidden rating is still shown")
	}
	if w := f.ask(http.MethodGet, picture, account.Actor{}, nil); w.Code != http.StatusNotFound {
		t.Errorf("the picture of a hidden rating: %d", w.Code)
	}
}

// business-rules 6.2: who keeps a product comes back to a page of ours and nowhere else.
func TestKeepingAProductLeadsBackToAPageOfOurs(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	at := "/products/" + id
	for back, want := range map[string]string{"/search?q=x": "/search?q=x", "//evil.example": at, "https://evil.example/": at, "": at} {
		w := f.ask(http.MethodPost, at+"/favourite", f.Buyer, url.Values{"on": {"1"}, "back": {back}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("back to %q: %d to %q", back, w.Code, w.Header().Get("Location"))
		}
	}
	list, err := f.Feedback.Favourites(t.Context(), f.Buyer, page.Request{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	for _, address := range []string{at, "/", "/search"} {
		if text := f.ask(http.MethodGet, address, f.Buyer, nil).Body.String(); !strings.Contains(text, at+`/favourite`) {
			t.Errorf("%s has no button to cancel", address)
		}
	}
	if w := f.ask(http.MethodPost, at+"/favourite", account.Actor{}, url.Values{"on": {"1"}}); !strings.HasPrefix(w.Header().Get("Location"), "/login") {
		t.Errorf("a visitor: %d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := f.ask(http.MethodPost, "/products/prd_0/favourite", f.Buyer, url.Values{"on": {"1"}}); w.Code != http.StatusNotFound {
		t.Errorf("no such product: %d", w.Code)
	}
}

// What a visitor looked at stays in its browser; what we did not write there is no list.
func TestAVisitorsBrowserRemembersWhatItSaw(t *testing.T) {
	t.Parallel()
	f := open(t)
	first, second := f.publish(0), f.publish(1)
	jar := ""
	for _, id := range []string{first, second, first} {
		w := f.ask(http.MethodGet, "/products/"+id, account.Actor{}, nil, "Cookie", jar)
		for _, c := range w.Result().Cookies() {
			if c.Name == "souk_seen" {
				jar = c.Name + "=" + c.Value
				if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || strings.Contains(c.Value, id) {
					t.Errorf("the cookie %+v", c)
				}
			}
		}
	}
	recent := func(cookie string) string {
		return f.ask(http.MethodGet, "/recent", account.Actor{}, nil, "Cookie", cookie).Body.String()
	}
	text := recent(jar)
	if a, b := strings.Index(text, "/products/"+first), strings.Index(text, "/products/"+second); a < 0 || b < 0 || a > b {
		t.Errorf("the latest is not first: %d, %d", a, b)
	}
	for _, forged := range []string{"", "souk_seen=" + first, jar + "x", "souk_seen=v1." + strings.Repeat("A", 3000)} {
		if text := recent(forged); strings.Contains(text, `href="/products/`) {
			t.Errorf("a list out of %.30q", forged)
		}
	}
	f.ask(http.MethodGet, "/products/"+second, f.Buyer, nil)
	if ids, err := f.Feedback.Views(t.Context(), f.Buyer); err != nil || len(ids) != 1 || ids[0] != second {
		t.Errorf("the account's: %v, %v", ids, err)
	}
}

func TestAtMostFourProductsAreCompared(t *testing.T) {
	t.Parallel()
	f := open(t)
	var ids []string
	for n := range 5 {
		ids = append(ids, f.publish(n))
	}
	for name, tc := range map[string]struct {
		ids  []string
		want int
	}{"none": {nil, 0}, "two": {ids[:2], 2}, "five": {ids, 4}, "one twice": {[]string{ids[0], ids[0]}, 1}, "nonsense": {[]string{hostile, ids[1], "prd_0"}, 1}} {
		w := f.ask(http.MethodGet, "/compare?"+url.Values{"id": tc.ids}.Encode(), account.Actor{}, nil)
		if n := strings.Count(w.Body.String(), `<th scope="col"`); w.Code != http.StatusOK || max(n-1, 0) != tc.want || strings.Contains(w.Body.String(), hostile) {
			t.Errorf("%s: %d, %d columns", name, w.Code, n)
		}
	}
}

func TestQuestionsAndReportsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	at := "/products/" + id + "/questions"
	w := f.ask(http.MethodPost, at, f.Buyer, url.Values{"text": {"??"}})
	if text := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, ">??</textarea>") || !strings.Contains(text, `aria-invalid="true"`) {
		t.Errorf("a short question: %d", w.Code)
	}
	if w := f.ask(http.MethodPost, at, f.Buyer, url.Values{"text": {"Does it run " + hostile}}); w.Code != http.StatusSeeOther {
		t.Errorf("a question: %d", w.Code)
	}
	if text := f.ask(http.MethodGet, at, account.Actor{}, nil).Body.String(); strings.Contains(text, "Does it run") || !strings.Contains(text, "/login?next=") {
		t.Error("an open question is shown, or a visitor is not led to sign in")
	}
	w = f.ask(http.MethodPost, "/report", f.Buyer, url.Values{"kind": {"product"}, "id": {id}, "text": {hostile}, "back": {"//evil.example"}})
	if text := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, escaped) || strings.Contains(text, "evil.example") {
		t.Errorf("a report without a reason: %d", w.Code)
	}
	w = f.ask(http.MethodPost, "/report", f.Buyer, url.Values{"kind": {"product"}, "id": {id}, "reason": {"other"}, "text": {hostile}, "back": {"//evil.example"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Errorf("a report: %d to %q", w.Code, w.Header().Get("Location"))
	}
}
