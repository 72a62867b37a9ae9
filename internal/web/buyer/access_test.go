package buyer

import (
	"errors"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// What a seller's server says is text, whatever it looks like.
func TestAccessInformationIsTextAndNothingElse(t *testing.T) {
	t.Parallel()
	b := uitest.Load(t, LocaleFS())
	evil := saas.Access{FrontEndURL: "javascript:alert(1)", AdminURL: `https://a.example/"><script>x</script>`, UserName: "<img src=x onerror=y>",
		Password: "hunter2-never-here", Memo: "see https://evil.example\n<b>bold</b>"}
	doc := uitest.Draw(t, uitest.View(b, "en", "/buyer/services/ins_1"), accessPart(accessOf("ins_1", evil)))
	if doc.Find("script, img, b").Length() != 0 {
		t.Error("the seller's markup is alive")
	}
	if doc.Find(`a[href^="javascript"]`).Length() != 0 || doc.Find(`a[href="https://evil.example"]`).Length() != 0 {
		t.Error("text became a link")
	}
	html, err := doc.Html()
	if err != nil || strings.Contains(html, "hunter2") {
		t.Errorf("the password is in the page (%v)", err)
	}
	if !strings.Contains(doc.Text(), "javascript:alert(1)") || !strings.Contains(doc.Text(), "<b>bold</b>") {
		t.Error("the text is not shown as it is")
	}
	empty := uitest.Draw(t, uitest.View(b, "zh", "/buyer/services/ins_1"), accessPart(accessOf("ins_1", saas.Access{FrontEndURL: "https://a.example/"})))
	if empty.Find("[data-secret]").Length() != 0 {
		t.Error("a password that is not there can be shown")
	}
	failed := uitest.Draw(t, uitest.View(b, "zh", "/buyer/services/ins_1"), accessPart(accessView{id: "ins_1", err: errors.Join(call.ErrSellerUnavailable)}))
	if failed.Find("a[hx-get]").Length() != 1 {
		t.Error("no way to try again")
	}
}
