package operator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

const changes = "/operator/seller-changes"

func changing(t testing.TB) *desk {
	t.Helper()
	return &desk{Market: apptest.New(t, app.Settings{}), t: t}
}

// file uploads a picture of the seller.
func (d *desk) file(purpose blob.Purpose, width, height int) string {
	d.t.Helper()
	return d.picture(d.Seller, purpose, width, height)
}

// wants hands a change in.
func (d *desk) wants(k seller.ChangeKind, content seller.ChangeContent) seller.Change {
	d.t.Helper()
	c := must[seller.Change](d.t)(d.Sellers.SaveChange(d.t.Context(), seller.SaveChangeInput{Actor: d.Seller, Kind: k, Content: content}))
	return must[seller.Change](d.t)(d.Sellers.SubmitChange(d.t.Context(), seller.ChangeInput{Actor: d.Seller, Kind: k, Rev: c.Rev}))
}

func (d *desk) contact(name string) seller.Change {
	d.t.Helper()
	return d.wants(seller.ChangeContact, seller.ChangeContent{Contact: &seller.Contact{Name: name, Phone: "13800000000", Email: "zhou@example.com"}})
}

func (d *desk) shop(story string) seller.Change {
	d.t.Helper()
	return d.wants(seller.ChangeStorefront, seller.ChangeContent{Storefront: &seller.Storefront{Media: d.file(blob.PurposeStoreMedia, 780, 440),
		Profile: i18n.Text{ZH: story, EN: story}, Pictures: []string{d.file(blob.PurposeStoreStory, 900, 600)}}})
}

func (d *desk) letter() seller.Change {
	d.t.Helper()
	return must[seller.Change](d.t)(d.Sellers.UploadLetter(d.t.Context(), seller.UploadLetterInput{Actor: d.Seller, File: d.file(blob.PurposeCompliance, 400, 400)}))
}

func (d *desk) certificate() seller.Change {
	d.t.Helper()
	return must[seller.Change](d.t)(d.Sellers.ApplyCertificate(d.t.Context(), seller.ApplyCertificateInput{Actor: d.Seller, Certificate: seller.Certificate{
		Class: seller.CertificateIoT, Product: "苇桥网关", Number: "IOT-1", Issued: "2026-01-31", File: d.file(blob.PurposeTechCertificate, 400, 400)}}))
}

// info changes the seller's information: a new logo and profile.
func (d *desk) info() seller.Change {
	d.t.Helper()
	v := must[seller.ChangeView](d.t)(d.Sellers.ChangeView(d.t.Context(), d.Seller, seller.ChangeInfo))
	f := *v.Live.Info
	f.Logo, f.Profile = d.file(blob.PurposeSellerLogo, 300, 300), i18n.Text{ZH: "新的企业简介", EN: "A new profile of the company"}
	f.Address = seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"}
	return d.wants(seller.ChangeInfo, seller.ChangeContent{Info: &f})
}

func (d *desk) now(c seller.Change) seller.Change {
	d.t.Helper()
	return must[seller.Change](d.t)(d.Sellers.Change(d.t.Context(), d.Operator, c.ID))
}

func revOf(c seller.Change) string { return strconv.FormatInt(c.Rev, 10) }

// business-rules 2.6, 2.7, 2.8, 12.8, 13.1: one queue for all of them.
func TestTheQueueOfChangesIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	d := changing(t)
	list := []seller.Change{d.info(), d.shop("<p>Story <b>of us</b></p>"), d.contact("周宁"), d.letter(), d.certificate()}
	for _, lang := range i18n.Langs() {
		b := d.Browse(d.Operator)
		b.Lang = lang
		paths := []string{changes, changes + "?state=waiting", changes + "?state=waiting&mine=1", changes + "?kind=letter&state=%27"}
		for _, c := range list {
			paths = append(paths, changes+"/"+c.ID)
		}
		for _, path := range paths {
			a := b.Get(path)
			if a.Code != http.StatusOK {
				t.Errorf("%s in %s: %d\n%s", path, lang, a.Code, a.Main())
				continue
			}
			uitest.Markup(t, a.Doc)
			for _, word := range strings.Fields(a.Main()) {
				for _, prefix := range []string{"operator.", "entryform.", "shopfront.", "ui."} {
					if strings.HasPrefix(word, prefix) {
						t.Errorf("%s in %s shows the key %q", path, lang, word)
					}
				}
			}
		}
	}
	a := d.Browse(d.Operator).Get(changes + "?state=waiting")
	if n := a.Doc.Find("tbody tr").Length(); n != len(list) {
		t.Errorf("%d of %d changes wait", n, len(list))
	}
	if a := d.Browse(d.Operator).Get(changes + "?state=waiting&kind=contact"); a.Doc.Find("tbody tr").Length() != 1 {
		t.Errorf("the filter shows %s", a.Main())
	}
}

// everything is the whole checklist of a change, ticked.
func everything(c seller.Change) (form []string) {
	for _, key := range seller.ChangeChecklist(c.Kind) {
		form = append(form, "checklist", key)
	}
	return form
}

func TestAnApprovalPutsAChangeInForceAndARejectionTellsWhy(t *testing.T) {
	t.Parallel()
	d := changing(t)
	b, shop, contact := d.Browse(d.Operator), d.shop("<p>The story of us</p>"), d.contact("周宁")
	page := changes + "/" + shop.ID
	a := b.Get(page)
	if text := a.Main(); !strings.Contains(text, "The story of us") || a.Doc.Find("#preview img").Length() != 2 {
		t.Errorf("the reviewer does not see the storefront:\n%s", text)
	}
	for _, img := range a.Doc.Find("main img[src^='" + page + "/']").EachIter() {
		if src := img.AttrOr("src", ""); b.Get(src).Code != http.StatusOK {
			t.Errorf("%s cannot be seen", src)
		}
	}
	if a := b.Post(page, "do", "assign", "rev", revOf(shop)); a.Location != page || d.now(shop).AssigneeID != d.Operator.UserID {
		t.Fatalf("take over: %d to %q", a.Code, a.Location)
	}
	if a := b.Get(changes + "?mine=1"); a.Doc.Find("tbody tr").Length() != 1 {
		t.Error("what was taken over is not among mine")
	}
	if a := b.Post(page, "do", "release", "rev", revOf(d.now(shop))); a.Code != http.StatusSeeOther || d.now(shop).AssigneeID != "" {
		t.Errorf("give back: %d", a.Code)
	}
	a = b.Post(page, "do", "approve", "rev", revOf(d.now(shop)), "checklist", "media", "checklist", "law")
	if a.Code != http.StatusUnprocessableEntity || a.Doc.Find("input[name=checklist][checked]").Length() != 2 || !strings.Contains(a.Main(), seller.ErrChecklist.EN) {
		t.Errorf("an open checklist: %d\n%s", a.Code, a.Main())
	}
	if a := b.Post(page, append([]string{"do", "approve", "rev", revOf(d.now(shop))}, everything(shop)...)...); a.Location != changes+"?state=waiting" || d.now(shop).State != seller.ChangeApproved {
		t.Fatalf("approve: %d to %q", a.Code, a.Location)
	}
	own := must[seller.Seller](t)(d.Sellers.ByAccount(t.Context(), d.Seller.ID))
	if a := d.Browse(account.Actor{}).Get("/sellers/" + own.ID); !strings.Contains(a.Main(), "The story of us") {
		t.Error("buyers do not see what was approved")
	}

	page = changes + "/" + contact.ID
	for _, reason := range []string{"", "   ", "短了", strings.Repeat("长", 501)} {
		a := b.Post(page, "do", "reject", "rev", revOf(contact), "reason", reason, "checklist", "contacts")
		if a.Code != http.StatusUnprocessableEntity || a.Doc.Find(".field-error").Length() != 1 || a.Doc.Find("[name=reason]").Text() != reason {
			t.Fatalf("%q: %d", reason, a.Code)
		}
		if a.Doc.Find("#check-contacts[checked]").Length() != 1 {
			t.Error("the tick is lost")
		}
	}
	const why = "联系电话无法接通，请核实。"
	if a := b.Post(page, "do", "reject", "rev", revOf(contact), "reason", why); a.Code != http.StatusSeeOther {
		t.Fatalf("reject: %d", a.Code)
	}
	a = b.Get(page)
	if !strings.Contains(a.Main(), why) || a.Doc.Find("#decide").Length() != 0 {
		t.Error("a decided change offers a decision, or does not say why")
	}
	if a := b.Get(changes + "/" + d.contact("吴宁").ID); !strings.Contains(a.Doc.Find("#earlier").Text(), why) {
		t.Error("the reviewer of the next one does not see what was wrong before")
	}
	if a := b.Post(page, "do", "dance", "rev", "1"); a.Code != http.StatusNotFound {
		t.Errorf("an unknown button: %d", a.Code)
	}
}

// business-rules 3.3: an approved certificate is revoked with a reason, which survives a refusal.
func TestACertificateIsRevoked(t *testing.T) {
	t.Parallel()
	d := changing(t)
	c := d.certificate()
	b, page := d.Browse(d.Operator), changes+"/"+c.ID
	if a := b.Get(page); a.Doc.Find("#revoke-form").Length() != 0 || !strings.Contains(a.Main(), "IoT OpenLab certificate") {
		t.Errorf("before the review: %s", a.Main())
	}
	if a := b.Post(page, "do", "approve", "rev", revOf(c), "checklist", "issued_to", "checklist", "certified", "checklist", "validity"); a.Code != http.StatusSeeOther {
		t.Fatalf("approve: %d %s", a.Code, a.Main())
	}
	if a := b.Post(page, "do", "revoke", "rev", revOf(d.now(c)), "reason", "短"); a.Code != http.StatusUnprocessableEntity || a.Doc.Find("#revoke-form [name=reason]").Text() != "短" {
		t.Errorf("without a reason: %d %s", a.Code, a.Main())
	}
	const why = "发证方已收回该证书。"
	if a := b.Post(page, "do", "revoke", "rev", revOf(d.now(c)), "reason", why); a.Location != page || d.now(c).State != seller.ChangeRevoked {
		t.Errorf("revoke: %d to %q", a.Code, a.Location)
	}
	if a := b.Get(page); a.Doc.Find("#revoke-form").Length() != 0 || !strings.Contains(a.Main(), why) {
		t.Errorf("revoked: %s", a.Main())
	}
	if a := b.Get(changes + "?state=revoked"); a.Doc.Find("tbody tr").Length() != 1 {
		t.Errorf("the list of the revoked: %s", a.Main())
	}
}

func TestTheSecondOperatorOfAChangeMeetsAConflictAndKeepsTheReason(t *testing.T) {
	t.Parallel()
	d := changing(t)
	c := d.contact("周宁")
	if a := d.Browse(d.Operator).Post(changes+"/"+c.ID, append([]string{"do", "approve", "rev", revOf(c)}, everything(c)...)...); a.Code != http.StatusSeeOther {
		t.Fatalf("approve: %d", a.Code)
	}
	const typed = "请补充有效的联系电话。"
	a := d.Browse(d.Staff(account.RoleReview)).Post(changes+"/"+c.ID, "do", "reject", "rev", revOf(c), "reason", typed)
	if a.Code != http.StatusConflict || !strings.Contains(a.Doc.Find("main [data-focus]").Text(), typed) {
		t.Errorf("the second: %d\n%s", a.Code, a.Main())
	}
	if d.now(c).State != seller.ChangeApproved {
		t.Error("the second decision took effect")
	}
	next := d.letter()
	taken := must[seller.Change](t)(d.Sellers.AssignChange(t.Context(), seller.ChangeReviewInput{Actor: d.Operator, ChangeID: next.ID, Rev: next.Rev}))
	if a := d.Browse(d.Operator).Post(changes+"/"+next.ID, append([]string{"do", "approve", "rev", revOf(next)}, everything(next)...)...); a.Code != http.StatusConflict {
		t.Errorf("an old page decides: %d, revision %d", a.Code, taken.Rev)
	}
}

// A document about a company is not everybody's, and who looked at it is written down.
func TestEachLookAtADocumentOfAChangeIsRecorded(t *testing.T) {
	t.Parallel()
	d := changing(t)
	letter, info := d.letter(), d.info()
	looks := func() int {
		list := must[page.Of[audit.Entry]](t)(d.Audit.List(t.Context(), audit.Everything(), audit.Filter{Action: "seller.document_seen"}, page.Request{}))
		return len(list.Items)
	}
	b := d.Browse(d.Operator)
	if b.Get(changes+"/"+info.ID+"/logo").Code != http.StatusOK || looks() != 0 {
		t.Error("a logo is no private document")
	}
	if b.Get(changes+"/"+letter.ID).Code != http.StatusOK || looks() != 0 {
		t.Error("reading the page counts as a look at its document")
	}
	if a := b.Get(changes + "/" + letter.ID + "/letter"); a.Code != http.StatusOK || looks() != 1 {
		t.Errorf("the letter: %d, %d looks recorded", a.Code, looks())
	}
	for _, path := range []string{"/" + letter.ID + "/letter?before=1", "/" + letter.ID + "/licence", "/chg_none/letter", "/" + info.ID + "/name_zh"} {
		if a := b.Get(changes + path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	for _, who := range []account.Actor{d.Buyer, d.Seller, d.Staff(account.RoleFinance)} {
		for _, path := range []string{"", "/" + letter.ID, "/" + letter.ID + "/letter"} {
			if a := d.Browse(who).Get(changes + path); a.Code != http.StatusForbidden {
				t.Errorf("%s opens %s: %d", who.Kind, path, a.Code)
			}
		}
		if a := d.Browse(who).Post(changes+"/"+letter.ID, "do", "approve", "rev", revOf(letter)); a.Code != http.StatusForbidden {
			t.Errorf("%s decides: %d", who.Kind, a.Code)
		}
	}
}

// A draft is its seller's alone.
func TestDraftsOfChangesAreNotInTheQueue(t *testing.T) {
	t.Parallel()
	d := changing(t)
	draft := must[seller.Change](t)(d.Sellers.SaveChange(t.Context(), seller.SaveChangeInput{Actor: d.Seller, Kind: seller.ChangeContact,
		Content: seller.ChangeContent{Contact: &seller.Contact{Name: "周"}}}))
	b := d.Browse(d.Operator)
	if a := b.Get(changes); a.Doc.Find(".empty").Length() != 1 {
		t.Errorf("the queue shows %s", a.Main())
	}
	if a := b.Get(changes + "/" + draft.ID); a.Code != http.StatusNotFound {
		t.Errorf("the draft: %d", a.Code)
	}
}

func TestAHostileStoryDoesNotRunBeforeItsReviewer(t *testing.T) {
	t.Parallel()
	d := changing(t)
	c := d.shop(`<p onclick="a()">好</p><script>a()</script><img src=x onerror=a()><iframe src="//evil.example"></iframe><a href="javascript:a()">x</a>`)
	doc := d.Browse(d.Operator).Get(changes + "/" + c.ID).Doc
	if n := doc.Find("main script, [onerror], [onclick], main iframe, a[href^='javascript']").Length(); n != 0 {
		t.Errorf("%d places run what the seller wrote", n)
	}
}
