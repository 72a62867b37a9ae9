package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/storage"
)

// business-rules 13.2: what was accepted stays to be read, whatever is on sale by now.
func TestTheAgreementOfAnEarlierVersionCanStillBeRead(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	f.modify(id, func(c *catalog.Content) { c.Terms.ZH += "<p>第二版<script>alert(1)</script></p>" })
	page := "/products/" + id + "/agreement"
	reads := func(address string, second bool) {
		t.Helper()
		doc := f.get(address, account.Actor{}, 200, "Cookie", "souk_lang=zh")
		if got := strings.Contains(doc.Find("main").Text(), "第二版"); got != second || doc.Find("main script").Length() != 0 {
			t.Errorf("%s shows the second version: %v", address, got)
		}
		if !strings.Contains(doc.Find("main").Text(), f.own().Name.ZH) {
			t.Errorf("%s does not name the seller", address)
		}
	}
	reads(page, true)
	reads(page+"?version=1", false)
	reads(page+"?version=2", true)
	d, err := f.Catalog.OpenModification(t.Context(), catalog.OpenModificationInput{Actor: f.Seller, ProductID: id}) // a draft is nobody's business
	f.must(err)
	if d.Version != 3 {
		t.Fatalf("the draft is version %d", d.Version)
	}
	for _, other := range []string{"0", "-1", "3", "4", "x", "1e0", "99999999999999999999"} {
		f.get(page+"?version="+other, account.Actor{}, 404)
	}
	f.must(f.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := f.Catalog.DelistAllTx(ctx, tx, f.own().ID)
		return err
	}))
	f.get(page, account.Actor{}, 404)
	reads(page+"?version=1", false)
	reads(page+"?version=2", true)
}
