package sellerinfo_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/i18n"
	kernelpage "github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/sellerinfo"
	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, sellerinfo.LocaleFS(), "sellerinfo.")
	uitest.Keys(t, uitest.Load(t, sellerinfo.LocaleFS(), entryform.LocaleFS(), menu.LocaleFS(), shopfront.LocaleFS()), ".")
	uitest.Unused(t, sellerinfo.LocaleFS(), "sellerinfo.", ".")
	uitest.Icons(t, ".")
}

func picture(field string, w, h int) apptest.File {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))) // a buffer takes everything
	return apptest.File{Field: field, Name: field + ".png", Data: b.Bytes()}
}

// rev is the revision that the form of a page carries.
func rev(a apptest.Answer) string { return a.Doc.Find("#autosave [name=rev]").AttrOr("value", "") }

// storefront is a form that passes, but for its media.
func storefront(rev, do string) []string {
	return []string{"rev", rev, "do", do, "profile_zh", "<p>苇桥做协作软件。</p><script>alert(1)</script>", "profile_en", "<p>We make tools.</p>",
		"advantages_zh", "<p onclick='x()'>可靠</p>"}
}

func TestEveryPageIsDrawnInBothLanguages(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	s, b := m.Browse(m.Seller), m.Browse(m.Buyer)
	for _, path := range []string{"/seller/info", "/seller/storefront", "/seller/storefront/preview", "/seller/support", "/seller/compliance",
		"/seller/compliance/template", "/seller/plans", "/seller/plans/joint", "/seller/plans/developer", "/seller/certificates", "/seller/certificates/new"} {
		for _, s.Lang = range []string{i18n.ZH, i18n.EN} {
			if a := s.Get(path); a.Code != http.StatusOK || strings.Contains(a.Main(), "sellerinfo.") {
				t.Errorf("%s in %s: %d %s", path, s.Lang, a.Code, a.Main())
			}
		}
		if a := b.Get(path); a.Code != http.StatusForbidden {
			t.Errorf("%s for a buyer: %d", path, a.Code)
		}
	}
}

// business-rules 2.7: reviewed, in force only when approved; hostile markup is gone; what was given survives a refusal.
func TestAStorefrontIsDraftedReviewedAndShown(t *testing.T) {
	t.Parallel()
	const page = "/seller/storefront"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	a := s.PostFiles(page, []apptest.File{picture("media", 100, 100)}, storefront(rev(s.Get(page)), "submit")...)
	if a.Code != http.StatusUnprocessableEntity || a.Doc.Find("[name=media][aria-invalid=true]").Length() != 1 || !strings.Contains(a.Doc.Find("[name=profile_en]").Text(), "We make tools.") {
		t.Fatalf("a picture of another size: %d %s", a.Code, a.Main())
	}
	a = s.PostFiles(page, []apptest.File{picture("media", 780, 440), picture("picture_1", 900, 600)}, storefront(rev(a), "submit")...)
	if a.Code != http.StatusSeeOther {
		t.Fatalf("submit: %d %s", a.Code, a.Main())
	}
	a = s.Get(page)
	media := a.Doc.Find(`main img[src^="/seller/storefront/files/"]`).AttrOr("src", "")
	if a.Doc.Find("#withdraw-storefront").Length() == 0 || media == "" || a.Doc.Find("main script, main [onclick]").Length() != 0 {
		t.Errorf("in review: %s", a.Main())
	}
	if got := s.Get(media); got.Code != http.StatusOK || got.Header.Get("Content-Type") != "image/png" {
		t.Errorf("its own file: %d", got.Code)
	}
	other := m.Browse(m.Other())
	if got := other.Get(media); got.Code != http.StatusNotFound {
		t.Errorf("the file of another seller: %d", got.Code)
	}
	ctx := t.Context()
	v, err := m.Sellers.ChangeView(ctx, m.Seller, seller.ChangeStorefront)
	if err == nil {
		_, err = m.Sellers.ApproveChange(ctx, seller.ChangeReviewInput{Actor: m.Operator, ChangeID: v.Open.ID, Rev: v.Open.Rev, Checklist: seller.ChangeChecklist(v.Open.Kind)})
	}
	if err != nil {
		t.Fatal(err)
	}
	if a = s.Get(page); a.Doc.Find("form#storefront").Length() != 1 || rev(a) != "0" {
		t.Errorf("approved: %s", a.Main())
	}
}

// business-rules 2.6: the draft saves itself; two windows do not write over each other; a draft can be discarded.
func TestADraftOfTheInformationSavesItself(t *testing.T) {
	t.Parallel()
	const page = "/seller/info"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	save := func(rev, phone string) apptest.Answer {
		return s.Post(page+"/autosave", "rev", rev, "name_zh", "苇桥", "service_phone", phone)
	}
	if a := save("0", "021-50000001"); a.Code != http.StatusOK || rev(a) != "1" {
		t.Fatalf("saved: %d %s", a.Code, a.Body)
	}
	if a := save("0", "021-50000002"); a.Doc.Find("#autosave .tone-danger").Length() != 1 {
		t.Errorf("over another window: %s", a.Body)
	}
	a := s.Get(page)
	if a.Doc.Find("[name=service_phone]").AttrOr("value", "") != "021-50000001" {
		t.Errorf("the draft: %s", a.Main())
	}
	if a = s.Post(page, "rev", rev(a), "do", "submit", "name_zh", "苇桥"); a.Code != http.StatusUnprocessableEntity || a.Doc.Find("[name=logo][aria-invalid=true]").Length() != 1 {
		t.Errorf("handed in unfinished: %d %s", a.Code, a.Main())
	}
	if a = s.Post(page+"/withdraw", "rev", rev(a)); a.Code != http.StatusSeeOther {
		t.Errorf("discard: %d", a.Code)
	}
	if a = s.Post(page+"/withdraw", "rev", "1"); a.Code != http.StatusSeeOther { // again: the page says why not
		t.Errorf("discarded twice: %d", a.Code)
	}
}

// business-rules 2.8
func TestServiceAndSupportAreSet(t *testing.T) {
	t.Parallel()
	const page = "/seller/support"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	formRev := func(form string) string { return s.Get(page).Doc.Find(form+" [name=rev]").AttrOr("value", "") }
	days := []string{"hours", "1", "hours", "2", "hours_from", "09:00", "hours_to", "18:00"}
	if a := s.Post(page+"/presale", append(days, "rev", formRev("#presale"), "phone_1", "not a number")...); a.Code != http.StatusUnprocessableEntity ||
		a.Doc.Find("#presale [name=phone_1][aria-invalid=true]").AttrOr("value", "") != "not a number" {
		t.Errorf("a wrong number: %d", a.Code)
	}
	if a := s.Post(page+"/presale", append(days, "rev", formRev("#presale"), "phone_1", "021-50000001")...); a.Code != http.StatusSeeOther {
		t.Fatalf("the line: %d %s", a.Code, a.Main())
	}
	short := []string{"ticket_hours", "1", "ticket_hours_from", "09:00", "ticket_hours_to", "12:00", "receive", "yes"}
	if a := s.Post(page+"/tickets", append(short, "rev", formRev("#tickets"))...); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("fewer than 5×8 hours: %d", a.Code)
	}
	if a := s.Post(page+"/tickets", append(short[6:], "rev", "99")...); a.Code != http.StatusConflict && a.Code != http.StatusUnprocessableEntity {
		t.Errorf("over another window: %d", a.Code)
	}
	group := append(days, "name_zh", "售后一组", "phone", "021-50000002", "email", "help@example.com")
	for i := range 6 { // business-rules 2.8
		if a := s.Post(page+"/groups", append(group, "rev", "0")...); a.Code != http.StatusSeeOther {
			t.Fatalf("group %d: %d %s", i, a.Code, a.Main())
		}
	}
	a := s.Get(page)
	if a.Doc.Find("form[action$='/groups']").Length() != 0 {
		t.Error("a seventh group is offered")
	}
	if a := s.Post(page+"/groups", append(group, "rev", "0")...); a.Code == http.StatusSeeOther {
		t.Error("a seventh group was made")
	}
	remove := a.Doc.Find(`form[action^="/seller/support/groups/"][action$="/remove"]`).First()
	action := remove.AttrOr("action", "")
	if a := m.Browse(m.Other()).Post(action, "rev", "1"); a.Code != http.StatusNotFound {
		t.Errorf("another seller removes it: %d", a.Code)
	}
	if a := s.Post(action, "rev", remove.Find("[name=rev]").AttrOr("value", "")); a.Code != http.StatusSeeOther {
		t.Errorf("remove: %d %s", a.Code, a.Main())
	}
}

// business-rules 13.1
func TestTheComplianceLetterIsHandedInOnce(t *testing.T) {
	t.Parallel()
	const page = "/seller/compliance"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	if a := s.PostFiles(page, []apptest.File{{Field: "letter", Name: "letter.pdf", Data: []byte("MZ")}}); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a program as a letter: %d", a.Code)
	}
	if a := s.PostFiles(page, nil, "x", "y"); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("no letter: %d", a.Code)
	}
	if a := s.PostFiles(page, []apptest.File{picture("letter", 600, 800)}); a.Code != http.StatusSeeOther {
		t.Fatalf("hand in: %d %s", a.Code, a.Main())
	}
	if a := s.Get(page); a.Doc.Find("form#letter").Length() != 0 || !strings.Contains(a.Main(), "In review") {
		t.Errorf("in review: %s", a.Main())
	}
	if a := s.PostFiles(page, []apptest.File{picture("letter", 600, 800)}); a.Code != http.StatusSeeOther {
		t.Errorf("handed in from another window: %d", a.Code)
	}
	list, err := m.Sellers.Changes(t.Context(), m.Operator, seller.ChangeFilter{Kind: seller.ChangeCompliance}, kernelpage.Request{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("the operators see %d letters, %v", len(list.Items), err)
	}
}

// hostilePictures are files that run something where a browser draws them, under the names of pictures.
func hostilePictures(field string) []apptest.File {
	const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="780" height="440" onload="alert(1)"><script>alert(1)</script></svg>`
	return []apptest.File{{Field: field, Name: "logo.svg", Data: []byte(svg)}, {Field: field, Name: "logo.png", Data: []byte(svg)}, {Field: field, Name: "logo.jpg", Data: []byte(svg)},
		{Field: field, Name: "logo.svg.png", Data: []byte("\ufeff" + svg)}, {Field: field, Name: "logo.png", Data: []byte("<!doctype html><script>alert(1)</script>")}}
}

// business-rules 2.6, 2.7: a picture is a JPEG or PNG by its bytes, so no script comes in by the name of one; what was typed
// and the picture before stay.
func TestAPictureWithAScriptIsRefusedAndNothingIsLost(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	for page, good := range map[string][]apptest.File{"/seller/info": {picture("logo", 300, 300)}, "/seller/storefront": {picture("media", 780, 440), picture("picture_1", 900, 600)}} {
		typed := []string{"do", "save", "name_zh", "苇桥软件", "profile_zh", "<p>我们做协作软件。</p>", "profile_en", "We make tools."}
		a := s.PostFiles(page, good, append(typed, "rev", rev(s.Get(page)))...)
		if a.Code != http.StatusSeeOther {
			t.Fatalf("%s: the good picture: %d %s", page, a.Code, a.Main())
		}
		for _, before := range good {
			kept := s.Get(page).Doc.Find(`[name="`+before.Field+`_blob"]`).AttrOr("value", "")
			for _, f := range hostilePictures(before.Field) {
				a := s.PostFiles(page, []apptest.File{f}, append(typed, "rev", rev(s.Get(page)), before.Field+"_blob", kept)...)
				if a.Code != http.StatusUnprocessableEntity && a.Code != http.StatusUnsupportedMediaType || a.Doc.Find(`[name="`+before.Field+`"][aria-invalid=true]`).Length() != 1 {
					t.Errorf("%s: %s as %s: %d %s", page, f.Name, before.Field, a.Code, a.Main())
				}
				if got := a.Doc.Find(`[name="`+before.Field+`_blob"]`).AttrOr("value", ""); kept == "" || got != kept {
					t.Errorf("%s: after %s the form carries %q, before %q", page, f.Name, got, kept)
				}
				if got := a.Doc.Find("[name=profile_en]").Text(); got != "We make tools." {
					t.Errorf("%s: after %s the profile is %q", page, f.Name, got)
				}
				if strings.Contains(a.Body, "alert(1)") {
					t.Errorf("%s: the script of %s is on the page", page, f.Name)
				}
			}
			if got := s.Get(page).Doc.Find(`[name="`+before.Field+`_blob"]`).AttrOr("value", ""); got != kept {
				t.Errorf("%s: a refused picture is stored", page)
			}
		}
	}
}

// A file that is taken away stays away when the form comes back for another reason.
func TestAPictureThatWasTakenAwayDoesNotComeBack(t *testing.T) {
	t.Parallel()
	const page = "/seller/storefront"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	carried := func(a apptest.Answer) string { return a.Doc.Find(`[name=picture_1_blob]`).AttrOr("value", "-") }
	a := s.PostFiles(page, []apptest.File{picture("media", 780, 440), picture("picture_1", 900, 600)}, storefront(rev(s.Get(page)), "save")...)
	if a.Code != http.StatusSeeOther {
		t.Fatalf("save: %d %s", a.Code, a.Main())
	}
	a = s.Get(page)
	form := append(storefront(rev(a), "save"), "media_blob", a.Doc.Find("[name=media_blob]").AttrOr("value", ""), "picture_1_blob", carried(a), "picture_1_remove", "1")
	if carried(a) == "" || carried(a) == "-" {
		t.Fatal("the picture was not stored")
	}
	a = s.PostFiles(page, []apptest.File{picture("media", 100, 100)}, form...) // refused for the film, not for the picture
	if a.Code != http.StatusUnprocessableEntity || carried(a) != "" {
		t.Errorf("the refused form carries %q: %d", carried(a), a.Code)
	}
	if a = s.PostFiles(page, nil, form...); a.Code != http.StatusSeeOther || carried(s.Get(page)) != "" {
		t.Errorf("after saving: %d, %q", a.Code, carried(s.Get(page)))
	}
}
