package seller_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// shown are the errors on a page, by field.
func shown(doc *goquery.Document) map[string]string {
	out := map[string]string{}
	doc.Find(".field-error").Each(func(_ int, s *goquery.Selection) {
		out[strings.TrimSuffix(strings.TrimPrefix(s.AttrOr("id", ""), "f-"), "-err")] = strings.TrimSpace(s.Text())
	})
	return out
}

func value(doc *goquery.Document, name string) string {
	s := doc.Find("[name='" + name + "']").First()
	if goquery.NodeName(s) == "textarea" {
		return s.Text()
	}
	return s.AttrOr("value", "")
}

func TestAProductGoesFromFormToReviewAndBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, doc := s.draft()
	if got := value(doc, "name_zh"); got != "云上会议" {
		t.Errorf("the saved name is %q", got)
	}
	// The files were taken over; saving again needs no upload.
	_, doc = s.follow(s.send(to, s.again(doc, "do", "submit"), nil))
	if !strings.Contains(doc.Find(".tag").Text(), "In review") && doc.Find("#withdraw").Length() == 0 {
		t.Fatalf("not submitted: %s", doc.Find("main").Text())
	}
	_, doc = s.follow(s.post(s.Seller, to+"/withdraw", nil))
	if doc.Find("form[enctype]").Length() != 1 {
		t.Fatal("a withdrawn application is not a form again")
	}
	s.page(s.get(to+"/preview"), http.StatusOK)
	s.follow(s.post(s.Seller, to+"/submit", with(none(), "rev", value(doc, "rev"))))
	appID := strings.TrimPrefix(to, "/seller/applications/")
	d, err := s.Catalog.ApplicationDetail(t.Context(), s.Operator, appID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Catalog.Reject(t.Context(), catalog.RejectInput{Actor: s.Operator, ApplicationID: appID, Rev: d.Rev, Reason: "The logo is blurred."}); err != nil {
		t.Fatal(err)
	}
	doc = s.page(s.get(to), http.StatusOK)
	if !strings.Contains(doc.Find(".note").First().Text(), "The logo is blurred.") {
		t.Error("the reason is not on top")
	}
	_, doc = s.follow(s.post(s.Seller, to+"/revise", nil))
	if !strings.Contains(doc.Find("main .note").First().Text(), "The logo is blurred.") {
		t.Error("the reason is not on top of the form")
	}
	next, _ := s.follow(s.post(s.Seller, to+"/delete", with(none(), "rev", value(doc, "rev"))))
	if next != "/seller/applications" {
		t.Errorf("after deleting: %s", next)
	}
}

func TestEveryBadFieldIsNamedBesideItAndWhatWasTypedStays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for field, bad := range map[string]string{
		"name_zh": "x", "name_en": "Call 400-000-0101 now", "category": "nowhere", "overview_zh": "短", "highlights_0_zh": strings.Repeat("长", 51),
		"introduction_zh": "<p>too short</p>", "terms_zh": "", "support_hours_zh": "", "support_content_zh": "", "support_phone": "call me",
		"support_email": "nobody",
		"param_0_code":  "1x", "param_0_label_zh": "", "param_0_max_len": "900", "param_0_pattern": "(", "production_url": "ftp://example.com",
	} {
		v := with(s.goodForm(), "do", "submit", field, bad)
		w := s.send("/seller/applications/new", v, s.goodFiles())
		if w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s=%q: status %d", field, bad, w.Code)
			continue
		}
		doc := s.page(w, w.Code)
		if shown(doc)[field] == "" {
			t.Errorf("%s=%q: no error beside it, but %v", field, bad, shown(doc))
		}
		if got := value(doc, field); got != bad && field != "category" {
			t.Errorf("%s: %q was typed, %q is shown", field, bad, got)
		}
		if doc.Find(".note a[href='#f-"+field+"']").Length() != 1 {
			t.Errorf("%s: the summary does not lead to it", field)
		}
		if got := value(doc, "support_hours_en"); got != "Working days" {
			t.Errorf("%s: another field lost its value: %q", field, got)
		}
		if value(doc, "logo_blob") == "" || value(doc, "guide_blob") == "" {
			t.Errorf("%s: the uploads were lost", field)
		}
	}
}

func TestSubmittingNothingNamesEverythingAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page(s.send("/seller/applications/new", with(none(), "do", "submit"), nil), http.StatusUnprocessableEntity)
	got := shown(doc)
	for _, field := range []string{"name_zh", "category", "logo", "overview_zh", "highlights_0_zh", "introduction_zh", "guide", "terms_zh", "support_hours_zh",
		"support_phone", "support_email", "specs", "production_url"} {
		if got[field] == "" {
			t.Errorf("nothing is said about %s: %v", field, got)
		}
	}
}

func TestAnIncompleteDraftIsSavedButAnUnreadableNumberIsNot(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.send("/seller/applications/new", with(none(), "do", "save", "name_zh", "半成品"), nil))
	doc := s.page(s.send("/seller/applications/new", with(none(), "do", "save", "param_0_code", "a", "param_0_max_len", "lots"), nil), http.StatusUnprocessableEntity)
	if shown(doc)["param_0_max_len"] == "" || value(doc, "param_0_max_len") != "lots" {
		t.Errorf("%v, %q", shown(doc), value(doc, "param_0_max_len"))
	}
	list, err := s.Catalog.Applications(t.Context(), s.Seller, catalog.ApplicationFilter{}, page.Request{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("%d applications, %v", len(list.Items), err)
	}
}

// A number that cannot be read keeps the draft from being handed in, even in a field that nothing asks for; what else is wrong is
// said at once.
func TestNothingIsHandedInWhileANumberCannotBeRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, doc := s.draft()
	doc = s.page(s.send(to, s.again(doc, "do", "submit", "saas_days", "soon", "overview_zh", "短"), nil), http.StatusUnprocessableEntity)
	if wrong := shown(doc); wrong["saas_days"] == "" || wrong["overview_zh"] == "" {
		t.Errorf("named are %v", wrong)
	}
	for range 2 { // with nothing else wrong either
		doc = s.page(s.send(to, s.again(doc, "do", "submit", "saas_days", "soon", "overview_zh", "面向团队的视频会议，打开浏览器就能开会。"), nil), http.StatusUnprocessableEntity)
		d, err := s.Catalog.ApplicationDetail(t.Context(), s.Seller, strings.TrimPrefix(to, "/seller/applications/"))
		if err != nil || d.State != catalog.StateDraft {
			t.Fatalf("the application is %s, %v", d.State, err)
		}
	}
}

func TestRefusedUploadsAreExplainedBesideTheirField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	good := s.goodFiles()
	for name, c := range map[string]struct {
		field  string
		file   file
		status int
	}{
		"wrong size":      {"logo", logo(t, 100, 120), 422},
		"not a picture":   {"logo", file{"logo.png", []byte("<svg onload=alert(1)>")}, 422},
		"wrong extension": {"logo", file{"logo.svg", []byte("<svg/>")}, 422},
		"empty":           {"guide", file{"guide.pdf", nil}, 422},
		"renamed program": {"guide", file{"guide.pdf", []byte("MZ\x90\x00 not a pdf")}, 422},
		"archive bomb":    {"guide", file{"guide.zip", bomb(t)}, 422},
		"logo too large":  {"logo", file{"logo.png", make([]byte, 6<<20)}, 413},
		"guide too large": {"guide", file{"guide.pdf", make([]byte, 21<<20)}, 413},
	} {
		files := map[string]file{"logo": good["logo"], "guide": good["guide"]}
		files[c.field] = c.file
		doc := s.page(s.send("/seller/applications/new", with(s.goodForm(), "do", "submit"), files), c.status)
		if shown(doc)[c.field] == "" {
			t.Errorf("%s: %v", name, shown(doc))
		}
		if value(doc, "name_zh") != "云上会议" {
			t.Errorf("%s: what was typed is gone", name)
		}
		other := map[string]string{"logo": "guide_blob", "guide": "logo_blob"}[c.field]
		if value(doc, other) == "" {
			t.Errorf("%s: the other file was lost", name)
		}
	}
}

func TestAnEndlessUploadIsCutOffAndTheFormComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page(s.send("/seller/applications/new", with(s.goodForm(), "do", "save"), map[string]file{"guide": {"guide.pdf", make([]byte, 65<<20)}}), http.StatusRequestEntityTooLarge)
	if shown(doc)["guide"] == "" {
		t.Errorf("%v", shown(doc))
	}
}

// bomb is a ZIP file that unpacks to a thousand times its size.
func bomb(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("zeros.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(make([]byte, 64<<20))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhoSavesLaterSeesTheDifferencesAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, doc := s.follow(s.send("/seller/applications/new", with(s.goodForm(), "do", "save"), nil))
	rev := value(doc, "rev")
	s.follow(s.send(to, with(s.goodForm(), "do", "save", "rev", rev, "name_zh", "同事的名称"), nil))
	doc = s.page(s.send(to, with(s.goodForm(), "do", "save", "rev", rev, "name_zh", "我的名称"), nil), http.StatusConflict)
	if value(doc, "name_zh") != "我的名称" || !strings.Contains(doc.Find("main").Text(), "同事的名称") {
		t.Error("the page does not show both versions")
	}
	_, doc = s.follow(s.send(to, with(s.goodForm(), "do", "save", "rev", value(doc, "rev"), "name_zh", "我的名称"), nil))
	if value(doc, "name_zh") != "我的名称" {
		t.Error("saving once more did not replace the other version")
	}
}

func TestTheTermsTemplateFillsWhatIsEmptyOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page(s.send("/seller/applications/new", with(s.goodForm(), "do", "template", "terms_zh", "", "name_zh", "<b>云</b>"), nil), http.StatusOK)
	if got := value(doc, "terms_zh"); !strings.Contains(got, "&lt;b&gt;云&lt;/b&gt;服务协议") {
		t.Errorf("Chinese terms: %.80q", got)
	}
	if got := value(doc, "terms_en"); got != "<p>Terms</p>" {
		t.Errorf("English terms were replaced: %q", got)
	}
}

func TestRowsLeftEmptyInBetweenAreClosedUp(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := with(s.goodForm(), "do", "submit", "highlights_0_zh", "", "highlights_0_en", "", "highlights_3_zh", "四", "highlights_3_en", "", "name_zh", "x")
	doc := s.page(s.send("/seller/applications/new", v, nil), http.StatusUnprocessableEntity)
	if value(doc, "highlights_0_zh") != "自动纪要" || value(doc, "highlights_2_zh") != "四" || value(doc, "highlights_3_zh") != "" {
		t.Errorf("rows: %q %q %q", value(doc, "highlights_0_zh"), value(doc, "highlights_2_zh"), value(doc, "highlights_3_zh"))
	}
}

// business-rules 2.11, 13.2: a new version of the seller's agreement is accepted before the next product is submitted; the
// draft is kept meanwhile.
func TestAnOutdatedAgreementIsAcceptedBeforeTheNextSubmission(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	current, err := s.Agreements.Current(t.Context(), agreement.SellerGeneral)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return s.Agreements.SignTx(ctx, tx, agreement.SignInput{Actor: s.Seller, Code: current.Code, Version: current.Version})
	}); err != nil {
		t.Fatal(err)
	}
	draft := agreement.Draft{Version: "2099-01", Title: current.Title, Body: current.Body}
	if _, err := s.Agreements.Publish(t.Context(), agreement.PublishInput{Actor: s.Operator, Code: agreement.SellerGeneral, Draft: draft, Base: current.Number}); err != nil {
		t.Fatal(err)
	}
	to, doc := s.draft()
	doc = s.page(s.send(to, s.again(doc, "do", "submit"), nil), http.StatusConflict)
	if doc.Find("main a[href='/account/agreements/seller']").Length() != 1 {
		t.Errorf("nothing leads to the agreement: %s", doc.Find("main").Text())
	}
	list, err := s.Catalog.Applications(t.Context(), s.Seller, catalog.ApplicationFilter{}, page.Request{})
	if err != nil || len(list.Items) != 1 || list.Items[0].State != catalog.StateDraft {
		t.Fatalf("the draft: %+v, %v", list.Items, err)
	}
	if err := s.Agreements.Renew(t.Context(), agreement.SignInput{Actor: s.Seller, Code: agreement.SellerGeneral, Version: draft.Version}); err != nil {
		t.Fatal(err)
	}
	a := list.Items[0]
	if _, err := s.Catalog.Submit(t.Context(), catalog.SubmitInput{Actor: s.Seller, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
		t.Errorf("after accepting: %v", err)
	}
}
