package store_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func (f *front) own() seller.Seller {
	f.t.Helper()
	own, err := f.Sellers.ByAccount(f.t.Context(), f.Seller.ID)
	f.must(err)
	return own
}

// picture uploads a picture of the seller.
func (f *front) picture(purpose blob.Purpose, width, height int) string {
	f.t.Helper()
	var b bytes.Buffer
	f.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))))
	file, err := f.Blobs.Put(f.t.Context(), blob.PutInput{Owner: f.Seller.ID, Purpose: purpose, Name: "p.png", Reader: &b})
	f.must(err)
	return file.ID
}

// tell hands a storefront in.
func (f *front) tell(s seller.Storefront) seller.Change {
	f.t.Helper()
	return f.wants(seller.ChangeStorefront, seller.ChangeContent{Storefront: &s})
}

// wants hands a change in.
func (f *front) wants(k seller.ChangeKind, content seller.ChangeContent) seller.Change {
	f.t.Helper()
	c, err := f.Sellers.SaveChange(f.t.Context(), seller.SaveChangeInput{Actor: f.Seller, Kind: k, Content: content})
	f.must(err)
	c, err = f.Sellers.SubmitChange(f.t.Context(), seller.ChangeInput{Actor: f.Seller, Kind: k, Rev: c.Rev})
	f.must(err)
	return c
}

func (f *front) allow(c seller.Change) {
	f.t.Helper()
	_, err := f.Sellers.ApproveChange(f.t.Context(), seller.ChangeReviewInput{Actor: f.Operator, ChangeID: c.ID, Rev: c.Rev, Checklist: seller.ChangeChecklist(c.Kind)})
	f.must(err)
}

// business-rules 2.7, 2.8: logo, profile, level, contacts, what is on sale, and the brand story once it is approved.
func TestASellersPageShowsWhatWasApproved(t *testing.T) {
	t.Parallel()
	f := open(t)
	product, own := f.publish(0), f.own()
	hours := seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}
	_, err := f.Sellers.SaveGroup(t.Context(), seller.SaveGroupInput{Actor: f.Seller,
		Name: i18n.Text{ZH: "安装支持", EN: "Installation help"}, Phone: "4008001234", Email: "help@example.com", Hours: hours})
	f.must(err)
	media, picture := f.picture(blob.PurposeStoreMedia, 780, 440), f.picture(blob.PurposeStoreStory, 900, 600)
	c := f.tell(seller.Storefront{Media: media, Profile: i18n.Text{ZH: "<p>苇桥的故事</p>", EN: "<p>The story of Reedbridge</p>"}, Pictures: []string{picture}})
	address, en := "/sellers/"+own.ID, []string{"Cookie", "souk_lang=en"}

	before := f.get(address, account.Actor{}, 200, en...)
	if before.Find("#story, main img[width='780']").Length() != 0 {
		t.Error("the page shows what nobody approved")
	}
	f.allow(c)
	for _, lang := range i18n.Langs() {
		doc := f.get(address, account.Actor{}, 200, "Cookie", "souk_lang="+lang)
		uitest.Markup(t, doc)
		text := doc.Find("main").Text()
		story := map[string]string{"zh": "苇桥的故事", "en": "The story of Reedbridge"}[lang]
		for _, want := range []string{own.Name.In(lang), own.Intro.In(lang), own.SupportPhone, own.SupportEmail, story,
			seller.LevelCertified.Name().In(lang), "help@example.com", map[string]string{"zh": "安装支持", "en": "Installation help"}[lang]} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
		}
		if got := doc.Find("meta[name=description]").AttrOr("content", ""); got != story {
			t.Errorf("%s: description %q", lang, got)
		}
		if title := doc.Find("title").Text(); !strings.Contains(title, own.Name.In(lang)) {
			t.Errorf("%s: title %q", lang, title)
		}
		for _, link := range []string{"a[href='/products/" + product + "']", "main a[href='/penalties']", "footer a[href='/penalties']"} {
			if doc.Find(link).Length() == 0 {
				t.Errorf("%s: no %s", lang, link)
			}
		}
		for _, id := range []string{media, picture} {
			src := doc.Find("main img[src*='"+id+"']").AttrOr("src", "")
			if w := f.ask(http.MethodGet, src, account.Actor{}, nil); w.Code != http.StatusOK {
				t.Errorf("%s: picture %q: %d", lang, src, w.Code)
			}
		}
	}
	for _, from := range []string{"/", "/search", "/products/" + product} {
		if f.get(from, account.Actor{}, 200).Find("main a[href='"+address+"']").Length() == 0 {
			t.Errorf("%s does not lead to the seller", from)
		}
	}
}

// business-rules 2.4: the address is not shown on product pages.
func TestTheAddressOfASellerIsNotShown(t *testing.T) {
	t.Parallel()
	f := open(t)
	product, ctx := f.publish(0), t.Context()
	v, err := f.Sellers.ChangeView(ctx, f.Seller, seller.ChangeInfo)
	f.must(err)
	form := *v.Live.Info
	form.Logo, form.Profile.ZH = f.picture(blob.PurposeSellerLogo, 300, 300), "协作软件"
	form.Address = seller.Address{Country: "CN", Province: "福建省", City: "福州市", Detail: "软件大道 89 号", Postcode: "350003"}
	c, err := f.Sellers.SaveChange(ctx, seller.SaveChangeInput{Actor: f.Seller, Kind: seller.ChangeInfo, Content: seller.ChangeContent{Info: &form}})
	f.must(err)
	c, err = f.Sellers.SubmitChange(ctx, seller.ChangeInput{Actor: f.Seller, Kind: seller.ChangeInfo, Rev: c.Rev})
	f.must(err)
	f.allow(c)
	if f.own().Info.Address != form.Address {
		t.Fatalf("the address is not in force: %+v", f.own().Info.Address)
	}
	for _, page := range []string{"/products/" + product, "/products/" + product + "/order", "/products/" + product + "/agreement", "/sellers/" + f.own().ID} {
		body := f.ask(http.MethodGet, page, f.Buyer, nil).Body.String()
		if !strings.Contains(body, f.own().Name.EN) && !strings.Contains(body, f.own().Name.ZH) {
			t.Errorf("%s is not about the seller", page)
		}
		for _, part := range []string{"福建省", "福州市", "软件大道", "350003"} {
			if strings.Contains(body, part) {
				t.Errorf("%s shows %s", page, part)
			}
		}
	}
}

// business-rules 2.7: the logo, and all four texts of a brand story under their headings.
func TestASellersPageShowsTheLogoAndTheWholeStory(t *testing.T) {
	t.Parallel()
	f := open(t)
	v, err := f.Sellers.ChangeView(t.Context(), f.Seller, seller.ChangeInfo)
	f.must(err)
	info := *v.Live.Info
	info.Logo, info.Address = f.picture(blob.PurposeSellerLogo, 168, 70), seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"}
	f.allow(f.wants(seller.ChangeInfo, seller.ChangeContent{Info: &info}))
	text := func(s string) i18n.Text { return i18n.Text{ZH: "<p>" + s + "</p>"} }
	f.allow(f.tell(seller.Storefront{Media: f.picture(blob.PurposeStoreMedia, 780, 440), Profile: text("我们是谁"), Advantages: text("我们的优势"),
		Vision: text("我们的愿景"), Certificates: text("我们的资质")}))
	doc := f.get("/sellers/"+f.own().ID, account.Actor{}, 200)
	for _, want := range []string{"我们是谁", "我们的优势", "我们的愿景", "我们的资质"} {
		if !strings.Contains(doc.Find("#story").Text(), want) {
			t.Errorf("the story lacks %q", want)
		}
	}
	src := doc.Find("main img[src*='"+info.Logo+"']").AttrOr("src", "")
	if w := f.ask(http.MethodGet, src, account.Actor{}, nil); src == "" || w.Code != http.StatusOK {
		t.Errorf("the logo %q: %d", src, w.Code)
	}
}

// business-rules 2.8, 6.1: pages of products and of the seller show the pre-sale line; without one the customer service and its
// hours. What a seller changes of itself reaches the pages of what it sells.
func TestPagesShowThePreSaleLineOrTheCustomerService(t *testing.T) {
	t.Parallel()
	f := open(t)
	ctx, own := t.Context(), f.own()
	pages := []string{"/products/" + f.publish(0), "/sellers/" + own.ID}
	shows := func(what string, yes, no []string) {
		t.Helper()
		for _, page := range pages {
			f.Await(what+" on "+page, func() bool { // other rooms learn of it a moment later
				text := f.get(page, account.Actor{}, 200, "Cookie", "souk_lang=en").Find("main").Text()
				shown := func(s string) bool { return strings.Contains(text, s) }
				return !slices.ContainsFunc(no, shown) && !slices.ContainsFunc(yes, func(s string) bool { return !shown(s) })
			})
		}
	}
	hours := own.SupportHours.EN
	shows("before", []string{own.SupportPhone, own.SupportEmail, hours}, []string{"extension"})
	set, err := f.Sellers.SetTickets(ctx, seller.SetTicketsInput{Actor: f.Seller, Tickets: seller.Tickets{Receive: true,
		Hours: seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}}})
	f.must(err)
	shows("with tickets", []string{own.SupportPhone, own.SupportEmail, hours}, []string{"extension"})
	set, err = f.Sellers.SetPresale(ctx, seller.SetPresaleInput{Actor: f.Seller, Rev: set.Rev, Phones: []string{"021-50000001"},
		Hours: seller.Hours{Days: []int{6, 7}, From: "10:00", To: "16:00"}})
	f.must(err)
	shows("bound", []string{own.SupportPhone, own.SupportEmail, "extension 10001", "Sat, Sun, 10:00–16:00"}, []string{"021-50000001"})
	_, err = f.Sellers.SetPresale(ctx, seller.SetPresaleInput{Actor: f.Seller, Rev: set.Rev})
	f.must(err)
	shows("switched off", []string{own.SupportPhone, own.SupportEmail, hours}, []string{"10001"})

	v, err := f.Sellers.ChangeView(ctx, f.Seller, seller.ChangeInfo) // business-rules 2.8: editing the contacts is reviewed
	f.must(err)
	info := *v.Live.Info
	info.Logo, info.Address = f.picture(blob.PurposeSellerLogo, 168, 70), seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"}
	info.ServicePhone, info.ServiceEmail = "400-777-0009", "new-desk@example.com"
	c := f.wants(seller.ChangeInfo, seller.ChangeContent{Info: &info})
	shows("in review", []string{own.SupportPhone, own.SupportEmail}, []string{info.ServicePhone, info.ServiceEmail})
	f.allow(c)
	shows("approved", []string{info.ServicePhone, info.ServiceEmail}, nil)
}

// The pages of a seller show files; an address that names it must not open others.
func TestASellersFilesAreOpenOnlyWhileItsPageShowsThem(t *testing.T) {
	t.Parallel()
	f := open(t)
	own := f.own()
	media, letter := f.picture(blob.PurposeStoreMedia, 780, 440), f.picture(blob.PurposeCompliance, 400, 400)
	c := f.tell(seller.Storefront{Media: media, Profile: i18n.Text{ZH: "<p>故事</p>"}})
	code := func(id, sellerID string, who account.Actor) int {
		return f.ask(http.MethodGet, "/files/"+id+"?seller="+sellerID, who, nil).Code
	}
	if got := code(media, own.ID, account.Actor{}); got != http.StatusNotFound {
		t.Errorf("before the approval: %d", got)
	}
	f.allow(c)
	for name, x := range map[string]struct {
		id, seller string
		who        account.Actor
		want       int
	}{
		"shown":                  {media, own.ID, account.Actor{}, 200},
		"under another seller":   {media, "sel_none", account.Actor{}, 404},
		"under no seller":        {media, "", account.Actor{}, 404},
		"a private document":     {letter, own.ID, account.Actor{}, 404},
		"a document for a buyer": {letter, own.ID, f.Buyer, 404},
	} {
		if got := code(x.id, x.seller, x.who); got != x.want {
			t.Errorf("%s: %d, want %d", name, got, x.want)
		}
	}
}

func TestABrandStoryCannotRun(t *testing.T) {
	t.Parallel()
	f := open(t)
	const bad = `<p onclick="alert(1)" style="x">好</p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>` +
		`<svg onload=alert(1)></svg><iframe src="//evil.example"></iframe>"><script>b()</script>`
	both := i18n.Text{ZH: bad, EN: bad}
	f.allow(f.tell(seller.Storefront{Media: f.picture(blob.PurposeStoreMedia, 780, 440), Profile: both, Advantages: both, Vision: both, Certificates: both}))
	doc := f.get("/sellers/"+f.own().ID, f.Buyer, 200)
	if !strings.Contains(doc.Find("#story").Text(), "好") {
		t.Error("the story is not shown")
	}
	if n := doc.Find("script:not([src]):not([type='application/ld+json']), [onerror], [onclick], [onload], [style], iframe, a[href^='javascript']").Length(); n != 0 {
		t.Errorf("%d places run what the seller wrote", n)
	}
	if facts := doc.Find("script[type='application/ld+json']").Text(); strings.Contains(facts, "<") || facts == "" {
		t.Errorf("facts for search engines end their element: %s", facts)
	}
	if about := doc.Find("meta[name=description]").AttrOr("content", ""); strings.Contains(about, "<") || about == "" {
		t.Errorf("search engines read %q", about)
	}
}

// business-rules 2.7, our choice: twelve on a page.
func TestTheProductsOfASellerComeInPages(t *testing.T) {
	t.Parallel()
	f := open(t)
	for range 13 {
		f.publish(0)
	}
	first := f.get("/sellers/"+f.own().ID, account.Actor{}, 200)
	next, ok := first.Find("main nav a[href*='cursor=']").Attr("href")
	if n := first.Find("article.product").Length(); n != 12 || !ok {
		t.Fatalf("%d products, next page %v", n, ok)
	}
	if n := f.get(next, account.Actor{}, 200).Find("article.product").Length(); n != 1 {
		t.Errorf("second page has %d", n)
	}
	f.get("/sellers/"+f.own().ID+"?cursor=x", account.Actor{}, 422)
}

// business-rules 2.1, 2.10: who may not sell has no page; who may not publish still sells what it has.
func TestOnlySellersInGoodStandingHaveAPage(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.get("/sellers/sel_none", account.Actor{}, 404)
	f.get("/sellers/%00", account.Actor{}, 404)
	for _, x := range []struct {
		kind seller.PenaltyKind
		want int
	}{{seller.PenaltyPublishBan, 200}, {seller.PenaltyYellowList, 200}, {seller.PenaltyBlacklist, 404}, {seller.PenaltyExpel, 404}} {
		f := open(t)
		own := f.own()
		d, err := f.Sellers.Dossier(t.Context(), f.Operator, own.ID)
		f.must(err)
		_, err = f.Sellers.Penalise(t.Context(), seller.PenaliseInput{Actor: f.Operator, SellerID: own.ID, Rev: d.Standing.Rev, Kind: x.kind,
			Rule: seller.PointRules()[0].Code, Reason: "Fake sales were found.", Confirm: own.Name.ZH})
		f.must(err)
		f.get("/sellers/"+own.ID, account.Actor{}, x.want)
	}
}
