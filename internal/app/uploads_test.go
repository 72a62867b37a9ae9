package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
)

// uncounted are the fields for files that are read and not kept.
var uncounted = map[string]bool{"users_file": true, "sheet": true}

// business-rules 4.1: what is left of the 10 GB and 100 files of a day stands beside every field of the seller centre that takes
// files, whichever page it is on.
func TestEveryFieldForFilesSaysWhatIsLeftToday(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	w := newWalker(t, m)
	if _, err := m.Blobs.Put(t.Context(), blob.PutInput{Owner: m.Seller.ID, Purpose: blob.PurposeGuide, Name: "g.pdf", Counted: true, Reader: strings.NewReader("%PDF-1.7 one")}); err != nil {
		t.Fatal(err)
	}
	walk := func(want string) (fields, pages int) {
		t.Helper()
		for _, o := range w.ops {
			method, address := parts(o)
			if o.API || method != "GET" || !strings.HasPrefix(address, "/seller") || strings.Contains(address, "{") {
				continue
			}
			ask := sent{}
			if address == "/seller/applications/new" {
				ask.query = "?delivery=saas"
			}
			doc, err := goquery.NewDocumentFromReader(w.send(o, m.Seller, nothing, ask).Body)
			if err != nil {
				t.Fatal(err)
			}
			found := 0
			doc.Find("input[type=file]").Each(func(_ int, in *goquery.Selection) {
				name := in.AttrOr("name", "")
				if uncounted[name] {
					return
				}
				found++
				if got := in.Parent().Find("[data-uploads]").Text(); got != want {
					t.Errorf("%s: beside %s stands %q, want %q", address, name, got, want)
				}
			})
			fields += found
			pages += min(found, 1)
		}
		return fields, pages
	}
	if fields, pages := walk("今日剩余：99/100 个文件，9.9/10 GB"); fields < 10 || pages < 4 {
		t.Errorf("only %d fields on %d pages were found", fields, pages)
	}
	r, err := m.Sellers.MyRecord(t.Context(), m.Seller)
	if err != nil {
		t.Fatal(err)
	}
	day := m.Clock.Now().In(period.Shanghai()).Format(time.DateOnly)
	if _, err := m.Sellers.RaiseUploads(t.Context(), seller.RaiseUploadsInput{Actor: m.Operator, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Files: 500, GB: 50, Until: day,
		Reason: "moves its whole catalogue"}); err != nil {
		t.Fatal(err)
	}
	walk("今日剩余：499/500 个文件，49.9/50 GB（额度已提高，截至 " + day + "）")
}
