package operator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
)

// own is the market's seller.
func (m *market) own() seller.Seller {
	m.t.Helper()
	return must[seller.Seller](m.t)(m.sellers.ByAccount(m.t.Context(), m.seller.ID))
}

// punished is the market's seller with points, a penalty in force, one that was taken back, and a request to leave.
func (m *market) punished() seller.Seller {
	m.t.Helper()
	ctx, s := m.t.Context(), m.own()
	const why = "<b>核实属实</b>，证据已归档"
	d := must[seller.Deduction](m.t)(m.sellers.Deduct(ctx, seller.DeductInput{Actor: m.olga, SellerID: s.ID, Rule: "off_platform", Reason: why}))
	must[seller.Deduction](m.t)(m.sellers.RevokePoints(ctx, seller.RevokeInput{Actor: m.olga, ID: d.ID, Rev: 1, Reason: why}))
	must[seller.Penalty](m.t)(m.sellers.Penalise(ctx, seller.PenaliseInput{Actor: m.olga, SellerID: s.ID, Rev: 2, Kind: seller.PenaltyYellowList, Rule: "late_answer", Reason: why}))
	return s
}

func (m *market) record() seller.Record {
	m.t.Helper()
	return must[seller.Record](m.t)(m.sellers.MyRecord(m.t.Context(), m.seller))
}

func TestAnOperatorDecidesAboutASeller(t *testing.T) {
	t.Parallel()
	m := setup(t)
	m.approved(m.good("苇桥会议", "Reedbridge Meet"))
	page := "/operator/sellers/" + m.own().ID
	rev := func() string { return strconv.FormatInt(m.record().Standing.Rev, 10) }
	const why = "checked, the evidence is on file"

	if a := m.post(page+"/points", "rev", rev(), "rule", "late_delivery", "reason", why); a.Code != http.StatusSeeOther {
		t.Fatalf("points: status %d\n%s", a.Code, a.doc.Find("main").Text())
	}
	if a := m.post(page+"/points", "rev", "0", "rule", "late_delivery", "reason", why); a.Code != http.StatusConflict || m.record().Standing.Deducted != 6 {
		t.Errorf("the form sent twice: status %d, %d points", a.Code, m.record().Standing.Deducted)
	}
	a := m.post(page+"/penalties", "rev", rev(), "kind", "delist", "rule", "misleading_text", "reason", "shrt")
	if a.Code != http.StatusUnprocessableEntity || a.doc.Find(`#penalty [name=kind][value=delist][checked]`).Length() != 1 {
		t.Errorf("a short reason: status %d, or the form lost what was chosen", a.Code)
	}
	if a := m.post(page+"/level", "rev", rev(), "level", "leading", "reason", why); a.Code != http.StatusSeeOther || m.record().Standing.Level != seller.LevelLeading {
		t.Errorf("level: status %d, %s", a.Code, m.record().Standing.Level)
	}
	a = m.post(page+"/deposit", "rev", rev(), "amount", "5,000", "note", "收据 17", "reason", why)
	if a.Code != http.StatusUnprocessableEntity || a.doc.Find(`#deposit [name=amount][value="5,000"]`).Length() != 1 {
		t.Errorf("a deposit that is no amount: status %d, or the form lost what was typed", a.Code)
	}
	if got := a.doc.Find("details.fold[open]"); got.Length() != 1 || got.Find("#deposit").Length() != 1 {
		t.Errorf("of the folded forms %d are open, want the one with the error", got.Length())
	}
	if a := m.post(page+"/deposit", "rev", rev(), "amount", "5000", "note", "收据 17", "reason", why); a.Code != http.StatusSeeOther {
		t.Fatalf("deposit: status %d", a.Code)
	}
	if a := m.get(page); !strings.Contains(a.doc.Find("main").Text(), "¥5,000.00") || a.doc.Find("details.fold").Length() != 6 || a.doc.Find("details.fold[open]").Length() != 0 {
		t.Errorf("the page has %d forms, %d open, or does not show the deposit", a.doc.Find("details.fold").Length(), a.doc.Find("details.fold[open]").Length())
	}
	for _, x := range []struct{ allowed, offers string }{{"1", "Take off the list"}, {"", "Allow hardware"}} { // business-rules 4.6
		if a := m.post(page+"/hardware", "rev", rev(), "allowed", x.allowed, "reason", why); a.Code != http.StatusSeeOther {
			t.Fatalf("hardware: status %d", a.Code)
		}
		if a := m.get(page); !strings.Contains(a.doc.Find("#hardware").Text(), x.offers) {
			t.Errorf("after hardware %q the form offers %q", x.allowed, a.doc.Find("#hardware").Text())
		}
	}
	day := m.clk.Now().In(period.Shanghai()).Format(time.DateOnly) // business-rules 4.1
	a = m.post(page+"/uploads", "rev", rev(), "files", "many", "gb", "20", "until", day, "reason", why)
	if a.Code != http.StatusUnprocessableEntity || a.doc.Find(`#uploads [name=files][value="many"]`).Length() != 1 || a.doc.Find("details.fold[open] #uploads").Length() != 1 {
		t.Errorf("a limit that is no number: status %d, or the form lost what was typed", a.Code)
	}
	for _, x := range []struct{ at, says string }{{"/uploads", "Raised until " + day + ": 200 files and 10 GB"}, {"/uploads/end", "100 files and 10 GB, as the rule has it"}} {
		if a := m.post(page+x.at, "rev", rev(), "files", "200", "gb", "", "until", day, "reason", why); a.Code != http.StatusSeeOther {
			t.Fatalf("%s: status %d", x.at, a.Code)
		}
		if a := m.get(page); !strings.Contains(a.doc.Find("details.fold:has(#uploads)").Text(), x.says) {
			t.Errorf("after %s the page says %q", x.at, a.doc.Find("details.fold:has(#uploads)").Text())
		}
	}
	if m.post(page+"/uploads/end", "rev", rev(), "reason", why).Code == http.StatusSeeOther {
		t.Error("a raise was ended twice")
	}
	if a := m.post(page+"/penalties", "rev", rev(), "kind", "delist", "rule", "misleading_text", "reason", why); a.Code != http.StatusSeeOther {
		t.Fatalf("penalty: status %d", a.Code)
	}
	list := must[seller.Record](t)(m.sellers.MyRecord(t.Context(), m.seller))
	if len(list.Penalties) != 1 || list.Penalties[0].Delisted != 1 {
		t.Errorf("penalties %+v", list.Penalties)
	}
	if text := m.get(page).doc.Find("main").Text(); !strings.Contains(text, "Taken down") || !strings.Contains(text, "1 products delisted") {
		t.Errorf("the page does not say that the product is delisted:\n%s", text)
	}
	if a := m.post(page+"/penalties/"+list.Penalties[0].ID+"/revoke", "rev", rev(), "reason", why); a.Code != http.StatusSeeOther || m.record().Penalties[0].State != seller.PenaltyRevoked {
		t.Errorf("revoke: status %d", a.Code)
	}
	if a := m.post(page+"/points/"+list.Points[0].ID+"/return", "rev", rev(), "reason", why); a.Code != http.StatusSeeOther || m.record().Standing.Deducted != 0 {
		t.Errorf("return: status %d", a.Code)
	}
	if a := m.post(page+"/penalties", "rev", rev(), "kind", "expel", "rule", "fake_sales", "reason", why, "confirm", "Reed"); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("expelled without the name: status %d", a.Code)
	}
	if a := m.post(page+"/penalties", "rev", rev(), "kind", "expel", "rule", "fake_sales", "reason", why, "confirm", "Reedbridge"); a.Code != http.StatusSeeOther {
		t.Fatalf("expel: status %d", a.Code)
	}
	if got := must[account.Actor](t)(m.people.Actor(t.Context(), m.seller.ID)).Kind; got != account.Buyer {
		t.Errorf("the expelled seller is a %s", got)
	}
	if d := m.record().Standing.Deposit; !d.Amount.IsZero() {
		t.Errorf("the expelled seller keeps %v", d.Amount)
	}
	if a := m.get(page); a.Code != http.StatusOK || a.doc.Find("#penalty, #points, #level, #deposit").Length() != 0 || !strings.Contains(a.doc.Find("main").Text(), "deposit of ¥5,000.00 forfeited") {
		t.Errorf("the page of an expelled seller offers decisions: status %d", a.Code)
	}
}

func TestAnOperatorLetsASellerGoOrNot(t *testing.T) {
	t.Parallel()
	m := setup(t)
	product := m.approved(m.good("苇桥会议", "Reedbridge Meet")).ProductID
	ask := func() seller.Exit {
		return must[seller.Exit](t)(m.sellers.RequestExit(t.Context(), seller.RequestExitInput{Actor: m.seller, Reason: "we stop selling", Confirm: "Reedbridge"}))
	}
	page := "/operator/sellers/" + m.own().ID
	x := ask()
	if text := m.get("/operator/sellers").doc.Find("main").Text(); !strings.Contains(text, "we stop selling") {
		t.Errorf("the list does not show the request:\n%s", text)
	}
	if a := m.post(page+"/exits/"+x.ID+"/refuse", "reason", "bills are open still"); a.Code != http.StatusSeeOther {
		t.Fatalf("refuse: status %d", a.Code)
	}
	if a := m.post(page + "/exits/" + x.ID + "/confirm"); a.Code != ui409 {
		t.Errorf("the second operator: status %d", a.Code)
	}
	x = ask()
	if a := m.post(page + "/exits/" + x.ID + "/confirm"); a.Code != http.StatusSeeOther {
		t.Fatalf("confirm: status %d\n%s", a.Code, a.doc.Find("main").Text())
	}
	if _, err := m.catalog.Live(t.Context(), product); err == nil {
		t.Error("the product is on sale still")
	}
	if p := must[catalog.Product](t)(m.catalog.Get(t.Context(), m.olga, product)); p.Status != catalog.StatusTakenDown {
		t.Errorf("the product is %s", p.Status)
	}
}

// ui409 is what a page answers when the thing is not in a state for it.
const ui409 = http.StatusConflict
