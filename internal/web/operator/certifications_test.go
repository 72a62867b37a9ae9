package operator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

const company = "近港科技有限公司"

// certification is where a certification stands.
func (d *desk) certification(who account.Actor) seller.CertificationReview {
	d.t.Helper()
	return must[seller.CertificationReview](d.t)(d.Sellers.CertificationOf(d.t.Context(), d.Operator, who.ID))
}

func (d *desk) certRev(who account.Actor) string {
	d.t.Helper()
	return strconv.FormatInt(d.certification(who).Rev, 10)
}

// submitted types the amount that was sent, so that the certification waits for a decision.
func (d *desk) submitted(who account.Actor) {
	d.t.Helper()
	c := d.certification(who)
	must[seller.Certification](d.t)(d.Sellers.SubmitCertification(d.t.Context(), seller.CertificationInput{Actor: who, Rev: c.Rev, Amount: c.Amount.String()}))
}

// lockedOut types wrong amounts until the form is locked.
func (d *desk) lockedOut(who account.Actor) {
	d.t.Helper()
	for range seller.MaxFailures {
		c := d.certification(who)
		wrong := "0.01"
		if c.Amount.String() == wrong {
			wrong = "0.02"
		}
		if _, err := d.Sellers.SubmitCertification(d.t.Context(), seller.CertificationInput{Actor: who, Rev: c.Rev, Amount: wrong}); err == nil {
			d.t.Fatal("a wrong amount was taken")
		}
	}
	if got := d.certification(who).State; got != seller.CertificationLocked {
		d.t.Fatalf("after %d wrong amounts: %s", seller.MaxFailures, got)
	}
}

// whole checks that a page is drawn in both languages without a key in place of a text.
func (d *desk) whole(path string) {
	d.t.Helper()
	for _, lang := range i18n.Langs() {
		b := d.Browse(d.Operator)
		b.Lang = lang
		a := b.Get(path)
		if a.Code != http.StatusOK {
			d.t.Fatalf("%s in %s: %d", path, lang, a.Code)
		}
		for _, word := range strings.Fields(a.Main()) {
			if strings.HasPrefix(word, "operator.") || strings.HasPrefix(word, "entryform.") {
				d.t.Errorf("%s in %s shows the key %q", path, lang, word)
			}
		}
	}
}

// looks are how often the number of a bank account was looked at.
func (d *desk) looks() int {
	d.t.Helper()
	list := must[page.Of[audit.Entry]](d.t)(d.Audit.List(d.t.Context(), audit.Everything(), audit.Filter{Action: "seller.bank_account_seen"}, page.Request{}))
	return len(list.Items)
}

// business-rules 2.5: the operator sees what to transfer, and its number only when it is asked for.
func TestTheTestTransferIsShownAndItsAccountRevealedOnDemand(t *testing.T) {
	t.Parallel()
	d := changing(t)
	who, _ := d.asking(company)
	path, b := "/operator/certifications/"+who.ID, d.Browse(d.Operator)
	d.whole(path)
	a := b.Get(path)
	amount := strings.Join(strings.Fields(a.Doc.Find("#test-amount").Text()), "")
	if want := d.certification(who).Amount.String(); !strings.Contains(amount, want) {
		t.Errorf("the amount %q, want %s", amount, want)
	}
	if !strings.Contains(a.Main(), company) || strings.Contains(a.Body, "6217") || !strings.Contains(a.Main(), "8901") || d.looks() != 0 {
		t.Errorf("before it was asked for, the number is shown or not masked; %d looks", d.looks())
	}
	a = b.Post(path, "do", "reveal", "rev", d.certRev(who))
	if a.Code != http.StatusOK || !strings.Contains(a.Doc.Find("#decide").Text(), strings.ReplaceAll(bankNumber, " ", "")) || d.looks() != 1 {
		t.Errorf("revealed: %d, %d looks\n%s", a.Code, d.looks(), a.Main())
	}
	if a := b.Get(path); strings.Contains(a.Body, "6217") {
		t.Error("the number stays on the page")
	}
	if a := b.Post(path, "do", "sent", "rev", d.certRev(who), "reference", strings.Repeat("9", 101)); a.Code != http.StatusUnprocessableEntity ||
		a.Doc.Find("[name=reference]").AttrOr("value", "") != strings.Repeat("9", 101) {
		t.Errorf("a long reference: %d", a.Code)
	}
	old := d.certRev(who)
	if a := b.Post(path, "do", "sent", "rev", old, "reference", "B-2026-1"); a.Location != "/operator/certifications?state=waiting" {
		t.Fatalf("sent: %d to %q", a.Code, a.Location)
	}
	if a := d.Browse(d.Staff(account.RoleFinance)).Post(path, "do", "sent", "rev", old, "reference", "B-2026-2"); a.Code != http.StatusConflict || a.Doc.Find("main [data-focus]").Length() != 1 {
		t.Errorf("sent by a second operator: %d\n%s", a.Code, a.Main())
	}
	d.whole(path)
	a = b.Get(path)
	if !strings.Contains(a.Main(), "B-2026-1") || strings.Contains(a.Main(), "B-2026-2") || a.Doc.Find("#decide").Length() != 0 {
		t.Errorf("while the seller looks for it: %s", a.Main())
	}
	if got := d.certification(who).Transfer.State; got != seller.TransferSent {
		t.Errorf("the transfer is %s", got)
	}
}

func TestOfTwoOperatorsAtACertificationTheSecondMeetsAConflictAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := changing(t)
	who := d.transferred(company)
	d.submitted(who)
	path, b, other := "/operator/certifications/"+who.ID, d.Browse(d.Operator), d.Browse(d.Staff(account.RoleFinance))
	d.whole(path)
	old := d.certRev(who)
	if a := b.Post(path, "do", "assign", "rev", old); a.Location != path || d.certification(who).AssigneeID != d.Operator.UserID {
		t.Fatalf("take over: %d to %q", a.Code, a.Location)
	}
	const typed = "开户行与户名不一致，请核实。"
	a := other.Post(path, "do", "reject", "rev", old, "reason", typed, "checklist", "holder")
	if a.Code != http.StatusConflict || a.Doc.Find("textarea[name=reason]").Text() != typed || a.Doc.Find("#check-holder[checked]").Length() != 1 ||
		a.Doc.Find("main [data-focus]").Length() != 1 {
		t.Errorf("the second, while it is open: %d\n%s", a.Code, a.Main())
	}
	if a := b.Post(path, "do", "approve", "rev", d.certRev(who), "checklist", "holder"); a.Code != http.StatusUnprocessableEntity || a.Doc.Find("#check-holder[checked]").Length() != 1 {
		t.Errorf("an open checklist: %d", a.Code)
	}
	for _, reason := range []string{"", "短", strings.Repeat("长", 501)} {
		if a := b.Post(path, "do", "reject", "rev", d.certRev(who), "reason", reason); a.Code != http.StatusUnprocessableEntity || a.Doc.Find(".field-error").Length() != 1 {
			t.Errorf("the reason %.10q: %d", reason, a.Code)
		}
	}
	approve := []string{"do", "approve", "rev", d.certRev(who)}
	for _, key := range seller.CertificationChecklist() {
		approve = append(approve, "checklist", key)
	}
	if a := b.Post(path, approve...); a.Location != "/operator/certifications?state=waiting" {
		t.Fatalf("approve: %d\n%s", a.Code, a.Main())
	}
	late := other.Post(path, "do", "reject", "rev", d.certRev(who), "reason", typed)
	if late.Code != http.StatusConflict || !strings.Contains(late.Doc.Find("main [data-focus]").Text(), typed) {
		t.Errorf("the second, after the decision: %d\n%s", late.Code, late.Main())
	}

	// Passed: there is nothing left to do, and nothing to do it with.
	d.whole(path)
	a = b.Get(path)
	if a.Doc.Find("#decide, main form").Length() != 0 || !strings.Contains(a.Doc.Find("main").Text(), company) || strings.Contains(a.Body, "6217") {
		t.Errorf("passed: %s", a.Main())
	}
	for _, do := range []string{"assign", "release", "sent", "approve", "reject", "unlock"} {
		if a := b.Post(path, "do", do, "rev", d.certRev(who), "reason", typed); a.Code != http.StatusConflict && a.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s after it passed: %d", do, a.Code)
		}
	}
	if got := d.certification(who).State; got != seller.CertificationDone {
		t.Errorf("it is %s now", got)
	}
}

// business-rules 2.5: three failures lock the form; the seller's ticket has it unlocked.
func TestALockedCertificationIsUnlockedOnItsPageWhenTheSellerAsked(t *testing.T) {
	t.Parallel()
	d := changing(t)
	who := d.transferred(company)
	path, b := "/operator/certifications/"+who.ID, d.Browse(d.Operator)
	d.lockedOut(who)
	d.whole(path)
	a := b.Get(path)
	if a.Doc.Find("#decide").Length() != 0 || !strings.Contains(a.Main(), "3") {
		t.Errorf("locked, and nobody asked: %s", a.Main())
	}
	if a := b.Post(path, "do", "unlock", "rev", d.certRev(who)); a.Code != http.StatusConflict {
		t.Errorf("unlocked unasked: %d", a.Code)
	}
	const ticket = "银行退回了转账，<b>账号</b>填写有误。"
	c := d.certification(who)
	must[seller.Certification](t)(d.Sellers.RequestUnlock(t.Context(), seller.CertificationInput{Actor: who, Rev: c.Rev, Text: ticket}))
	d.whole(path)
	a = b.Get(path)
	if !strings.Contains(a.Doc.Find("#decide blockquote").Text(), ticket) || a.Doc.Find("#decide blockquote b").Length() != 0 {
		t.Errorf("the ticket: %s", a.Main())
	}
	if a := b.Get("/operator/certifications?state=waiting"); a.Doc.Find("tbody tr").Length() != 1 || !strings.Contains(a.Doc.Find("tbody").Text(), "Unlock") {
		t.Errorf("the queue: %s", a.Main())
	}
	old := d.certRev(who)
	if a := b.Post(path, "do", "unlock", "rev", old); a.Code != http.StatusSeeOther || d.certification(who).State != seller.CertificationUncertified || d.certification(who).Failures != 0 {
		t.Fatalf("unlock: %d, %s", a.Code, d.certification(who).State)
	}
	if a := d.Browse(d.Staff(account.RoleReview)).Post(path, "do", "unlock", "rev", old); a.Code != http.StatusConflict {
		t.Errorf("unlocked twice: %d", a.Code)
	}
	d.whole(path)
}

func TestCertificationsAreForOperatorsWhoReviewThem(t *testing.T) {
	t.Parallel()
	d := changing(t)
	who, _ := d.asking(company)
	path, before := "/operator/certifications/"+who.ID, d.certRev(who)
	for name, x := range map[string]struct {
		who  account.Actor
		code int
	}{"a visitor": {apptest.Nobody, http.StatusSeeOther}, "the seller itself": {who, http.StatusForbidden}, "a buyer": {d.Buyer, http.StatusForbidden},
		"support": {d.Staff(account.RoleSupport), http.StatusForbidden}, "catalogue": {d.Staff(account.RoleCatalogue), http.StatusForbidden},
		"review": {d.Staff(account.RoleReview), http.StatusOK}, "finance": {d.Staff(account.RoleFinance), http.StatusOK}} {
		b := d.Browse(x.who)
		for _, at := range []string{path, "/operator/certifications", "/operator/certifications?state=waiting"} {
			if a := b.Get(at); a.Code != x.code {
				t.Errorf("%s at %s: %d", name, at, a.Code)
			}
		}
		if x.code == http.StatusOK {
			continue
		}
		for _, do := range []string{"reveal", "sent", "assign", "unlock"} {
			if a := b.Post(path, "do", do, "rev", before); a.Code != x.code || strings.Contains(a.Body, "6217") {
				t.Errorf("%s does %s: %d", name, do, a.Code)
			}
		}
	}
	if d.certRev(who) != before || d.looks() != 0 {
		t.Error("somebody else moved it, or saw the number")
	}
	b := d.Browse(d.Operator)
	for _, at := range []string{"/operator/certifications/acc_none", "/operator/certifications/" + d.Buyer.ID} {
		if a := b.Get(at); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", at, a.Code)
		}
	}
	if a := b.Post(path, "do", "dance", "rev", before); a.Code != http.StatusNotFound {
		t.Errorf("an unknown button: %d", a.Code)
	}
}
