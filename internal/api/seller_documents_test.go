package api_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	kernelpage "github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

// scanned uploads a document of somebody.
func (w *world) scanned(owner account.Actor, purpose blob.Purpose) blob.File {
	w.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
		w.t.Fatal(err)
	}
	f, err := w.Blobs.Put(w.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: purpose, Name: "scan.png", Reader: &b})
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// seen are the documents whose looks are recorded.
func (w *world) seen() int {
	w.t.Helper()
	list, err := w.Audit.List(w.t.Context(), audit.Everything(), audit.Filter{Action: "seller.document_seen"}, kernelpage.Request{})
	if err != nil {
		w.t.Fatal(err)
	}
	return len(list.Items)
}

// document checks that an answer is a picture that nobody keeps.
func (r reply) document() {
	r.t.Helper()
	r.want(200)
	if _, err := png.DecodeConfig(bytes.NewReader(r.raw)); err != nil || r.header.Get("Content-Type") != "image/png" ||
		r.header.Get("Cache-Control") != "no-store" || r.header.Get("X-Content-Type-Options") != "nosniff" {
		r.t.Errorf("%s: %v, %v", r.what, err, r.header)
	}
}

// business-rules 2.4: the documents of an application are its owner's and the reviewers'.
func TestDocumentsOfAnApplicationAreItsOwnersAndTheReviewers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, owner, stranger := t.Context(), w.Account(account.Buyer), w.Account(account.Buyer)
	form := seller.EntryForm{Licence: w.scanned(owner, blob.PurposeSellerLicence).ID, Rights: w.scanned(owner, blob.PurposeSellerRights).ID,
		Logo: w.scanned(owner, blob.PurposeSellerLogo).ID}
	if _, err := w.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: owner, Form: form}); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"logo", "licence", "rights"} {
		path := "/admission/document?field=" + field
		w.call(owner, "GET", path, nil).document()
		w.call(stranger, "GET", path, nil).want(404)
		w.call(nobody, "GET", path, nil).want(401)
		w.call(w.Operator, "GET", path, nil).want(403)
	}
	w.call(owner, "GET", "/admission/document?field=passport", nil).want(422)
	// Whoever learns the id of a document cannot make it its own.
	w.call(stranger, "PUT", "/admission", object{"rev": 0, "form": object{"licence": form.Licence}}).want(422)
	w.call(stranger, "GET", "/admission/document?field=licence", nil).want(404)
	if n := w.seen(); n != 0 {
		t.Errorf("%d looks of its owner are recorded", n)
	}

	sub := w.handedIn(owner, form)
	for i, field := range []string{"logo", "licence", "rights"} {
		path := "/seller-applications/" + sub.ID + "/document?field=" + field
		w.call(w.Operator, "GET", path, nil).document()
		for _, who := range []account.Actor{owner, stranger, w.Seller, w.Staff(account.RoleFinance)} {
			w.call(who, "GET", path, nil).want(403)
		}
		if n := w.seen(); n != i { // a logo is no private document
			t.Errorf("%s: %d looks recorded", field, n)
		}
	}
	w.call(w.Operator, "GET", "/seller-applications/ent_none/document?field=licence", nil).want(404)
}

// handedIn completes an application and hands it in.
func (w *world) handedIn(who account.Actor, form seller.EntryForm) seller.Submission {
	w.t.Helper()
	ctx := w.t.Context()
	form.Name.ZH, form.Profile.ZH, form.ContactName, form.ContactPhone, form.ContactEmail = "远帆软件", "企业协作软件", "周宁", "13800000000", "zhou@example.com"
	form.ServicePhone, form.ServiceEmail, form.Known, form.Unbound = "400-000-0101", "help@example.com", "no", true
	form.Address = seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"}
	form.Hours = seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}
	form.Number, form.Founded, form.Years, form.Staff, form.Team, form.Capital, form.Proof = "91310000MA1K000000", "2019-03-01", "5-10", "21-50", "8", "500", "copyright"
	e, err := w.Sellers.Entry(ctx, who)
	if err == nil {
		e, err = w.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: who, Rev: e.Rev, Form: form})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	version, err := w.Agreements.Current(ctx, seller.AgreementSeller)
	if err != nil {
		w.t.Fatal(err)
	}
	sub, err := w.Sellers.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: who, Rev: e.Rev, Agreement: version.Version})
	if err != nil {
		w.t.Fatal(err)
	}
	return sub
}

// business-rules 2.6, 13.1: so are the files of a change; what a reviewer ticked is the reviewers' alone.
func TestFilesAndTicksOfAChangeAreTheReviewers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	letter := w.scanned(w.Seller, blob.PurposeCompliance)
	change := w.call(w.Seller, "POST", "/compliance-letter", object{"file": letter.ID}).want(201)
	id := change.text("id")
	path, other := "/seller-changes/"+id+"/document?field=letter", w.Other()
	w.call(w.Operator, "GET", path, nil).document()
	if n := w.seen(); n != 1 {
		t.Errorf("%d looks recorded", n)
	}
	for _, who := range []account.Actor{w.Seller, other, w.Buyer, w.Staff(account.RoleSupport)} {
		w.call(who, "GET", path, nil).want(403)
	}
	w.call(w.Operator, "GET", path+"&before=true", nil).want(404)
	w.call(w.Operator, "GET", "/seller-changes/chg_none/document?field=letter", nil).want(404)
	w.call(w.Seller, "GET", "/seller-changes/"+id, nil).want(200)
	w.call(other, "GET", "/seller-changes/"+id, nil).want(404)
	w.call(other, "POST", "/compliance-letter", object{"file": letter.ID}).want(422) // another's file

	decided := w.call(w.Operator, "POST", "/seller-changes/"+id+"/reject", object{"rev": change.value("rev"), "reason": "The seal is missing.", "checklist": []string{"wording", "x"}}).want(200)
	if got := decided.text("checklist"); got != "[wording]" {
		t.Errorf("the decision keeps %s", got)
	}
	if got := w.call(w.Operator, "GET", "/seller-changes/"+id, nil).want(200).text("checklist"); got != "[wording]" {
		t.Errorf("the reviewers read %s", got)
	}
	mine := w.call(w.Seller, "GET", "/seller-changes/"+id, nil).want(200)
	if mine.value("checklist") != nil || mine.text("reason") != "The seal is missing." {
		t.Errorf("the seller reads %s", mine.raw)
	}
	if got := w.call(w.Operator, "GET", "/seller-changes?state=all&q=nobody", nil).want(200).text("items"); got != "[]" {
		t.Errorf("a search for nobody finds %s", got)
	}
}
