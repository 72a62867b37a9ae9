package realname_test

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
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/realname"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, realname.LocaleFS(), "realname.")
	uitest.Keys(t, uitest.Load(t, realname.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, realname.LocaleFS(), "realname.", ".")
	uitest.Icons(t, ".")
}

const (
	page   = "/account/realname"
	number = "11010519491231002X" // its check character is right
)

func scan(field string) apptest.File {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 300))) // a buffer takes everything
	return apptest.File{Field: field, Name: field + ".png", Data: b.Bytes()}
}

// person is a form that can be handed in, as far as it has no files.
func person(rev, do string) []string {
	return []string{"kind", "personal", "rev", rev, "name", "李雷", "document", "id_card", "number", number, "birth", "1949-12-31", "do", do}
}

// business-rules 2.1 step 2: form, documents, review, and the way back from a rejection.
func TestAPersonProvesItsNameByPages(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b, o := m.Browse(m.Stranger()), m.Browse(m.Operator)
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		b.Lang = lang
		for _, path := range []string{page, page + "?kind=personal", page + "?kind=enterprise"} {
			if a := b.Get(path); a.Code != http.StatusOK {
				t.Errorf("%s in %s: %d", path, lang, a.Code)
			}
		}
	}
	a := b.PostFiles(page, []apptest.File{scan("front")}, person("0", "submit")...) // an identity card has two sides
	if a.Code != http.StatusUnprocessableEntity || a.Doc.Find("[name=front_blob]").AttrOr("value", "") == "" || a.Doc.Find("[name=name]").AttrOr("value", "") != "李雷" {
		t.Fatalf("one side only: %d, or what was given is lost: %s", a.Code, a.Main())
	}
	front := a.Doc.Find("[name=front_blob]").AttrOr("value", "")
	a = b.PostFiles(page, []apptest.File{scan("back")}, append(person("0", "submit"), "front_blob", front)...)
	if a.Code != http.StatusSeeOther {
		t.Fatalf("submit: %d %s", a.Code, a.Main())
	}
	if a = b.Get(page); strings.Contains(a.Body, number) || !strings.Contains(a.Body, "••••002X") {
		t.Error("the number is not masked")
	}

	queue := o.Get("/operator/verifications?state=in_review")
	at, ok := queue.Doc.Find(`a[href^="/operator/verifications/rna_"]`).Attr("href")
	if !ok {
		t.Fatalf("the queue: %s", queue.Main())
	}
	review := o.Get(at)
	rev := review.Doc.Find("#reject [name=rev]").AttrOr("value", "")
	for _, side := range []string{"front", "back"} {
		if a := o.Get(at + "/" + side); a.Code != http.StatusOK || a.Header.Get("Content-Type") != "image/png" || !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s for the operator: %d %v", side, a.Code, a.Header)
		}
		own := page + strings.TrimPrefix(at, "/operator/verifications") + "/" + side
		if a := b.Get(own); a.Code != http.StatusOK {
			t.Errorf("%s for its owner: %d", side, a.Code)
		}
		if a := m.Browse(m.Seller).Get(own); a.Code != http.StatusNotFound {
			t.Errorf("%s for another account: %d", side, a.Code)
		}
	}
	if a := o.Post(at+"/reject", "rev", rev, "reason", ""); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("rejected without a reason: %d", a.Code)
	}
	if a := o.Post(at+"/reject", "rev", rev, "reason", "<b>the back is blurred</b>"); a.Code != http.StatusSeeOther {
		t.Fatalf("reject: %d", a.Code)
	}
	if a := m.Browse(m.Operator).Post(at+"/approve", "rev", rev); a.Code != http.StatusConflict {
		t.Errorf("the second decision: %d", a.Code)
	}
	a = b.Get(page)
	if !strings.Contains(a.Main(), "<b>the back is blurred</b>") || a.Doc.Find("form[enctype]").Length() != 1 {
		t.Errorf("rejected: %s", a.Main())
	}
	again := person(a.Doc.Find("#autosave [name=rev]").AttrOr("value", ""), "submit")
	again[9] = "" // the number is kept where its mask is shown
	if a = b.PostFiles(page, []apptest.File{scan("back")}, append(again, "front_blob", front)...); a.Code != http.StatusSeeOther {
		t.Fatalf("again: %d %s", a.Code, a.Main())
	}
	rev = o.Get(at).Doc.Find("#approve [name=rev]").AttrOr("value", "")
	if a = o.Post(at+"/approve", "rev", rev); a.Code != http.StatusSeeOther {
		t.Fatalf("approve: %d %s", a.Code, a.Main())
	}
	if a = b.Get(page); !strings.Contains(a.Main(), "李雷") || a.Doc.Find("form[enctype]").Length() != 0 {
		t.Errorf("approved: %s", a.Main())
	}
}

func TestADraftSavesItselfAndAnotherWindowIsTold(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b := m.Browse(m.Stranger())
	save := func(rev, name string) apptest.Answer {
		return b.Post(page+"/autosave", "kind", "personal", "rev", rev, "name", name, "document", "id_card")
	}
	a := save("0", "李")
	if a.Code != http.StatusOK || a.Doc.Find("#autosave [name=rev]").AttrOr("value", "") != "1" || a.Doc.Find("#autosave time").Length() != 1 {
		t.Fatalf("saved: %d %s", a.Code, a.Body)
	}
	if a = save("0", "韩"); a.Doc.Find("#autosave .tone-danger").Length() != 1 || a.Doc.Find("#autosave [name=rev]").AttrOr("value", "") != "0" {
		t.Errorf("over another window's draft: %s", a.Body)
	}
	if a = save("1", "李雷"); a.Doc.Find("#autosave [name=rev]").AttrOr("value", "") != "2" {
		t.Errorf("saved again: %s", a.Body)
	}
	if a = b.Get(page); a.Doc.Find("[name=name]").AttrOr("value", "") != "李雷" {
		t.Errorf("the draft is lost: %s", a.Main())
	}
}

// What is sent as a scan must be one (business-rules 2.1 step 2).
func TestWhatIsNoScanIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b := m.Browse(m.Stranger())
	company := []string{"kind", "enterprise", "rev", "0", "name", "苇桥软件有限公司", "document", "uscc", "number", "91350100M000100Y43",
		"legal_rep", "韩梅梅", "founded", "2015-06-01", "do", "submit"}
	for name, data := range map[string]string{
		"licence.png": "MZ\x90\x00 This program cannot be run in DOS mode.",
		"licence.pdf": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
		"licence.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
		"licence.exe": "MZ",
	} {
		a := b.PostFiles(page, []apptest.File{{Field: "licence", Name: name, Data: []byte(data)}}, company...)
		if a.Code != http.StatusUnprocessableEntity || a.Doc.Find("#f-licence-error, [name=licence][aria-invalid=true]").Length() == 0 {
			t.Errorf("%s: %d %s", name, a.Code, a.Main())
		}
	}
	pdf := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	if a := b.PostFiles(page, []apptest.File{{Field: "licence", Name: "licence.pdf", Data: []byte(pdf)}}, company...); a.Code != http.StatusSeeOther {
		t.Fatalf("a PDF: %d %s", a.Code, a.Main())
	}
	if a := b.Post(page+"/withdraw", "x", "y"); a.Code != http.StatusSeeOther {
		t.Errorf("withdraw: %d", a.Code)
	}
	if a := b.Post(page + "/withdraw"); a.Code != http.StatusConflict && a.Code != http.StatusPreconditionFailed && a.Code != http.StatusUnprocessableEntity {
		t.Errorf("withdrawn twice: %d", a.Code)
	}
}
