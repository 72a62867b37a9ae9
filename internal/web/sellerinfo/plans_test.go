package sellerinfo_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	kernelpage "github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 3.1: joining is signing.
func TestASellerJoinsAPlanBySigning(t *testing.T) {
	t.Parallel()
	const page = "/seller/plans/joint"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	version := s.Get(page).Doc.Find("form#join [name=version]").AttrOr("value", "")
	if a := s.Post(page, "version", version); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("without the tick: %d", a.Code)
	}
	for range 2 { // pressed twice, joined once
		if a := s.Post(page, "version", version, "agreement", "1"); a.Code != http.StatusSeeOther {
			t.Fatalf("join: %d %s", a.Code, a.Main())
		}
	}
	if a := s.Get(page); a.Doc.Find("form#join").Length() != 0 || !strings.Contains(a.Main(), "You are in this plan") {
		t.Errorf("joined: %s", a.Main())
	}
	if a := s.Get("/seller/plans"); a.Doc.Find("#joint a[href^='/agreements/seller_joint']").Length() != 1 || a.Doc.Find("#developer a[href='/seller/plans/developer']").Length() != 1 {
		t.Errorf("the plans: %s", a.Main())
	}
	if a := s.Get("/seller/plans/gold"); a.Code != http.StatusNotFound {
		t.Errorf("an unknown plan: %d", a.Code)
	}
	mine, err := m.Agreements.OnSide(t.Context(), m.Seller.ID, "seller")
	if err != nil || len(mine) == 0 || !strings.Contains(s.Get("/account/agreements/seller").Body, version) {
		t.Errorf("the signature is not among the agreements: %v, %v", mine, err)
	}
}

// business-rules 3.3: what was typed and the file survive a refusal; a certificate that was sent back is handed in again.
func TestATechnicalCertificateIsHandedIn(t *testing.T) {
	t.Parallel()
	const page = "/seller/certificates"
	m := apptest.New(t, app.Settings{})
	s := m.Browse(m.Seller)
	if a := s.Get(page + "/new"); a.Doc.Find("option[value=kunpeng_enabled][disabled]").Length() != 1 || a.Doc.Find("a[href='/seller/plans/developer']").Length() != 1 {
		t.Errorf("a class whose plan was not joined: %s", a.Main())
	}
	form := []string{"class", "iot", "product", "苇桥物联网关", "certificate_number", "IOT-2026-17", "issued", "2026-01-31", "until", "2020-01-01"}
	a := s.PostFiles(page, []apptest.File{picture("certificate", 600, 800)}, form...)
	file := a.Doc.Find("[name=certificate_blob]").AttrOr("value", "")
	if a.Code != http.StatusUnprocessableEntity || a.Doc.Find("[name=until][aria-invalid=true]").Length() != 1 || file == "" ||
		a.Doc.Find("[name=product]").AttrOr("value", "") != "苇桥物联网关" {
		t.Fatalf("an end before its beginning: %d %s", a.Code, a.Main())
	}
	form[9] = ""
	if a := s.PostFiles(page, nil, append(form, "certificate_blob", file)...); a.Code != http.StatusSeeOther {
		t.Fatalf("hand in: %d %s", a.Code, a.Main())
	}
	list, err := m.Sellers.Changes(t.Context(), m.Operator, seller.ChangeFilter{Kind: seller.ChangeCertificate}, kernelpage.Request{})
	if err != nil || len(list.Items) != 1 {
		t.Fatalf("the operators see %d certificates, %v", len(list.Items), err)
	}
	c := list.Items[0]
	if a := m.Browse(m.Other()).Post(page+"/"+c.ID+"/withdraw", "rev", "2"); a.Code != http.StatusNotFound {
		t.Errorf("another seller takes it back: %d", a.Code)
	}
	if a := m.Browse(m.Other()).Get(page + "/files/" + file); a.Code != http.StatusNotFound {
		t.Errorf("another seller sees the file: %d", a.Code)
	}
	withdraw := s.Get(page).Doc.Find("form[action='"+page+"/"+c.ID+"/withdraw'] [name=rev]").AttrOr("value", "")
	for range 2 { // pressed twice: the second says so and nothing else happens
		if a := s.Post(page+"/"+c.ID+"/withdraw", "rev", withdraw); a.Code != http.StatusSeeOther {
			t.Errorf("take back: %d", a.Code)
		}
	}
	a = s.Get(page + "/new?from=" + c.ID)
	if got := a.Doc.Find("[name=certificate_number]").AttrOr("value", ""); got != "IOT-2026-17" || a.Doc.Find("[name=certificate_blob]").AttrOr("value", "") != file {
		t.Errorf("again: %s", a.Main())
	}
}
