package operator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/wallet"
)

func rev(a catalog.Application) string { return strconv.FormatInt(a.Rev, 10) }

func TestApprovingPutsTheProductOnSale(t *testing.T) {
	t.Parallel()
	m := setup(t)
	app := m.submitted(m.good("苇桥会议", "Reedbridge Meet"))
	page := m.get("/operator/applications/" + app.ID)
	if got := page.doc.Find("#approve input[name=rev]").AttrOr("value", ""); got != rev(app) {
		t.Errorf("the form posts revision %q, want %q", got, rev(app))
	}
	for _, text := range []string{"纪要自动整理", "Minutes write themselves", "¥68.00", "使用指南.pdf", m.isv.URL, "Office / Meetings"} {
		if !strings.Contains(page.doc.Find("main").Text(), text) {
			t.Errorf("the page does not show %q", text)
		}
	}
	if src := page.doc.Find("main img").AttrOr("src", ""); m.get(src).Code != 200 {
		t.Errorf("the logo %q cannot be seen", src)
	}
	a := m.post("/operator/applications/"+app.ID+"/approve", "rev", rev(app))
	if a.Code != http.StatusSeeOther {
		t.Fatalf("status %d", a.Code)
	}
	if _, err := m.catalog.Live(t.Context(), app.ProductID); err != nil {
		t.Errorf("not on sale: %v", err)
	}
	if page := m.get("/operator/applications/" + app.ID); page.doc.Find("#decide").Length() != 0 {
		t.Error("a decided application offers a decision")
	}
}

func TestARejectionWantsAReasonOfFiveToFiveHundredCharacters(t *testing.T) {
	t.Parallel()
	m := setup(t)
	app := m.submitted(m.good("苇桥会议", "Reedbridge Meet"))
	for _, reason := range []string{"", "   ", "短了", strings.Repeat("长", 501)} {
		a := m.post("/operator/applications/"+app.ID+"/reject", "rev", rev(app), "reason", reason)
		if a.Code != http.StatusUnprocessableEntity {
			t.Fatalf("%q: status %d, want 422", reason, a.Code)
		}
		field := a.doc.Find("#f-reject-reason")
		if a.doc.Find(".field-error").Length() != 1 || field.AttrOr("aria-invalid", "") != "true" || field.Text() != reason {
			t.Errorf("%q: %d errors beside the field, which holds %q", reason, a.doc.Find(".field-error").Length(), field.Text())
		}
	}
	if a := m.post("/operator/applications/"+app.ID+"/reject", "rev", rev(app), "reason", "商品图标不清晰，请更换。"); a.Code != http.StatusSeeOther {
		t.Fatalf("status %d", a.Code)
	}
	if page := m.get("/operator/applications/" + app.ID); !strings.Contains(page.doc.Find("main").Text(), "商品图标不清晰，请更换。") {
		t.Error("the reason is not on the page")
	}
}

// business-rules 4.1: two operators at once.
func TestTheSecondOperatorMeetsAConflictAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	m := setup(t)
	app := m.submitted(m.good("苇桥会议", "Reedbridge Meet"))
	m.post("/operator/applications/"+app.ID+"/approve", "rev", rev(app))
	typed := "价格与说明不一致，请核对。"
	a := m.send(m.otto, "en", "POST", "/operator/applications/"+app.ID+"/reject", map[string][]string{"rev": {rev(app)}, "reason": {typed}})
	if a.Code != http.StatusConflict {
		t.Fatalf("status %d, want 409", a.Code)
	}
	alert := a.doc.Find("main [role=alert]").Text()
	if !strings.Contains(alert, "did not take effect") || !strings.Contains(alert, typed) {
		t.Errorf("the message is %q", alert)
	}
}

func TestWhoReadAnOlderRevisionDecidesOnTheNewOne(t *testing.T) {
	t.Parallel()
	m := setup(t)
	app := m.submitted(m.good("苇桥会议", "Reedbridge Meet"))
	ctx := t.Context()
	must[catalog.Application](t)(m.catalog.Withdraw(ctx, catalog.WithdrawInput{Actor: m.seller, ApplicationID: app.ID}))
	c := m.good("苇桥会议室", "Reedbridge Meet")
	detail := must[catalog.Detail](t)(m.catalog.ApplicationDetail(ctx, m.seller, app.ID))
	d := must[catalog.Draft](t)(m.catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: m.seller, ApplicationID: app.ID, Rev: detail.Rev, Content: c}))
	again := must[catalog.Application](t)(m.catalog.Submit(ctx, catalog.SubmitInput{Actor: m.seller, ApplicationID: app.ID, Rev: d.Rev}))
	typed := "价格与说明不一致，请核对。"
	for _, seen := range []string{rev(app), "", "x", "99999999999999999999"} {
		a := m.post("/operator/applications/"+app.ID+"/reject", "rev", seen, "reason", typed)
		if a.Code != http.StatusConflict || a.doc.Find("#f-reject-reason").Text() != typed {
			t.Errorf("revision %q: status %d, the reason field holds %q", seen, a.Code, a.doc.Find("#f-reject-reason").Text())
		}
		if got := a.doc.Find("#approve input[name=rev]").AttrOr("value", ""); got != rev(again) {
			t.Errorf("revision %q: the page posts %q now, want %q", seen, got, rev(again))
		}
		if a := m.post("/operator/applications/"+app.ID+"/approve", "rev", seen); a.Code != http.StatusConflict {
			t.Errorf("approve with revision %q: status %d, want 409", seen, a.Code)
		}
	}
}

func TestAModificationShowsWhatChanged(t *testing.T) {
	t.Parallel()
	m := setup(t)
	live := m.approved(m.good("苇桥会议", "Reedbridge Meet"))
	change := m.modified(live.ProductID, func(c *catalog.Content) {
		c.Overview.ZH = "开会、纪要、待办与录像在同一处完成。"
		c.Logo = m.good("x", "y").Logo
		c.Introduction.ZH = strings.Replace(c.Introduction.ZH, "<li>周例会</li>", "<li>月例会</li>", 1)
	})
	box := m.get("/operator/applications/" + change.ID).doc.Find("#changes")
	if n := box.Find(".diff-row.diff-changed").Length(); n != 1 {
		t.Errorf("%d fields side by side, want the overview alone", n)
	}
	if box.Find("figure del").Text() != "周例会" || box.Find("figure ins").Text() != "月例会" {
		t.Errorf("lines: %q became %q", box.Find("figure del").Text(), box.Find("figure ins").Text())
	}
	if n := box.Find("img").Length(); n != 2 {
		t.Errorf("%d logos, want the old and the new", n)
	}
}

func TestATransferIsCreditedOnceWithWhatCame(t *testing.T) {
	t.Parallel()
	m := setup(t)
	in := m.announced("300.50", "BANK-1")
	path := "/operator/transfers/" + in.ID
	for name, form := range map[string][]string{
		"received": {"received", "abc", "bank_reference", "BANK-1"}, "note": {"received", "300", "bank_reference", "BANK-1"},
		"bank_reference": {"received", "300.50", "bank_reference", strings.Repeat("9", 65)},
	} {
		a := m.post(path+"/confirm", form...)
		if a.Code != http.StatusUnprocessableEntity || a.doc.Find("#f-confirm-"+name+"[aria-invalid=true]").Length() != 1 {
			t.Errorf("%s: status %d\n%s", name, a.Code, a.doc.Find(".note").Text())
		}
		if got := a.doc.Find("#f-confirm-received").AttrOr("value", ""); got != form[1] {
			t.Errorf("%s: the received amount became %q", name, got)
		}
	}
	form := []string{"received", "300", "bank_reference", "BANK-1", "note", "银行手续费 0.50 元"}
	if a := m.post(path+"/confirm", form...); a.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", a.Code, a.doc.Find(".note").Text())
	}
	again := m.post(path+"/confirm", form...)
	if again.Code != http.StatusConflict || !strings.Contains(again.doc.Find("main [role=alert]").Text(), "银行手续费 0.50 元") {
		t.Errorf("the second time: status %d: %s", again.Code, again.doc.Find("main [role=alert]").Text())
	}
	if got := must[money.Amount](t)(m.wallet.Balance(t.Context(), m.buyer.ID)); got != money.CNY(30000) {
		t.Errorf("balance %s, want ¥300.00", got)
	}
	other := m.announced("300", "BANK-1")
	if a := m.post("/operator/transfers/"+other.ID+"/confirm", "received", "300", "bank_reference", "BANK-1"); a.Code != http.StatusConflict {
		t.Errorf("the same bank reference twice: status %d, want 409", a.Code)
	}
}

func TestATransferIsRejectedWithAReason(t *testing.T) {
	t.Parallel()
	m := setup(t)
	in := m.announced("300.50", "BANK-1")
	path := "/operator/transfers/" + in.ID
	if a := m.post(path+"/reject", "reason", " "); a.Code != http.StatusUnprocessableEntity || a.doc.Find("#f-reject-reason[aria-invalid=true]").Length() != 1 {
		t.Errorf("without a reason: status %d", a.Code)
	}
	if a := m.post(path+"/reject", "reason", "银行流水中没有这笔款项"); a.Code != http.StatusSeeOther {
		t.Fatalf("status %d", a.Code)
	}
	if got := must[wallet.TopUp](t)(m.wallet.GetTransfer(t.Context(), m.olga, in.ID)); got.State != wallet.StateRejected {
		t.Errorf("state %s", got.State)
	}
	if page := m.get(path); page.doc.Find("form[action$=confirm]").Length() != 0 || !strings.Contains(page.doc.Find("main").Text(), "银行流水中没有这笔款项") {
		t.Error("the page of a rejected transfer offers a decision or hides the reason")
	}
}

func TestAFormThatIsNoFormIsTheClients(t *testing.T) {
	t.Parallel()
	m := setup(t)
	app := m.submitted(m.good("苇桥会议", "Reedbridge Meet"))
	if a := m.post("/operator/applications/"+app.ID+"/reject", "reason", strings.Repeat("x", 100_000)); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a huge form: status %d", a.Code)
	}
	if a := m.post("/operator/applications/app_x/approve", "rev", "1"); a.Code != http.StatusNotFound {
		t.Errorf("an unknown application: status %d", a.Code)
	}
}
