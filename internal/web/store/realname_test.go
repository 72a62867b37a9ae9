package store_test

import (
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
)

// business-rules 2.1: who has not proved a name hears it before the form is filled in, with the way to mend it.
func TestTheOrderPageSaysThatANameMustBeProvenFirst(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	page := "/products/" + m.Publish(m.Server.Address(misseller.Behaviour{}), nil) + "/order"
	const way = `.note a[href="/account/realname"]`
	if a := m.Browse(m.Stranger()).Get(page); a.Code != 200 || a.Doc.Find(way).Length() != 1 {
		t.Errorf("without a name: %d %s", a.Code, a.Main())
	}
	if a := m.Browse(m.Buyer).Get(page); a.Code != 200 || a.Doc.Find(way).Length() != 0 {
		t.Errorf("with a name: %d %s", a.Code, a.Main())
	}
}
