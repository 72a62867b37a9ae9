package operator_test

import (
	"context"
	"image/color"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// agreed is the one version of the agreement of sellers.
type agreed struct{}

func (agreed) CurrentVersion(context.Context, string) (string, error)         { return "1", nil }
func (agreed) Renewed(context.Context, storage.Querier, string, string) error { return nil }
func (agreed) SignTx(context.Context, *storage.Tx, seller.Signature) error    { return nil }

func (m *market) revOf(s seller.Submission) string { return strconv.FormatInt(s.Rev, 10) }

// applied is an application of an individual developer that waits; its profile is a stranger's markup.
func (m *market) applied() seller.Submission {
	m.t.Helper()
	ctx := m.t.Context()
	who := m.person("grace", account.Buyer, "Grace")
	if err := m.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return m.people.SetVerifiedTx(ctx, tx, who.ID, account.VerifiedPersonal, "Grace <b>Hopper</b>")
	}); err != nil {
		m.t.Fatal(err)
	}
	pic := must[blob.File](m.t)(m.blobs.Put(ctx, blob.PutInput{Owner: who.ID, Purpose: blob.PurposeSellerLogo, Name: "logo.png", Reader: strings.NewReader(string(logo(color.Black)))}))
	form := seller.EntryForm{Name: i18n.Text{ZH: "霍珀工作室"}, Profile: i18n.Text{ZH: "<script>alert(1)</script> 编译器"}, Logo: pic.ID, Born: "1990-05-01",
		ContactName: "Grace", ContactPhone: "13800000000", ContactEmail: "g@example.com", ServicePhone: "400-000-0101", ServiceEmail: "s@example.com",
		Address: seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"},
		Hours:   seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}, Known: "no", Unbound: true}
	e := must[seller.Entry](m.t)(m.sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: who, Form: form}))
	return must[seller.Submission](m.t)(m.sellers.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: who, Rev: e.Rev, Agreement: "1"}))
}

func TestOfTwoOperatorsAtAnApplicationTheSecondSeesWhatHappenedAndLosesNothing(t *testing.T) {
	t.Parallel()
	m := setup(t)
	sub := m.applied()
	path := "/operator/seller-applications/" + sub.ID
	if a := m.get("/operator/seller-applications?state=waiting"); !strings.Contains(a.doc.Find("tbody").Text(), "Grace <b>Hopper</b>") {
		t.Errorf("the queue does not show it:\n%s", a.doc.Find("main").Text())
	}
	if a := m.post(path, "do", "assign", "rev", m.revOf(sub)); a.Code != http.StatusSeeOther {
		t.Fatalf("take over: %d", a.Code)
	}
	const typed = "The logo is somebody else’s."
	late := m.send(m.otto, "en", "POST", path, map[string][]string{"do": {"reject"}, "rev": {m.revOf(sub)}, "reason": {typed}, "checklist": {"logo"}})
	if late.Code != http.StatusConflict || late.doc.Find("textarea[name=reason]").Text() != typed || late.doc.Find("input[name=checklist][value=logo][checked]").Length() != 1 {
		t.Errorf("the second, while it is open: %d, kept %q", late.Code, late.doc.Find("textarea[name=reason]").Text())
	}
	sub.Rev++
	if a := m.post(path, "do", "approve", "rev", m.revOf(sub), "checklist", "logo"); a.Code != http.StatusUnprocessableEntity || a.doc.Find("input[name=checklist][checked]").Length() != 1 {
		t.Errorf("an open checklist: %d", a.Code)
	}
	form := map[string][]string{"do": {"approve"}, "rev": {m.revOf(sub)}, "checklist": seller.EntryChecklist(account.VerifiedPersonal)}
	if a := m.send(m.olga, "zh", "POST", path, form); a.Code != http.StatusSeeOther {
		t.Fatalf("approve: %d\n%s", a.Code, a.doc.Find("main").Text())
	}
	late = m.send(m.otto, "zh", "POST", path, map[string][]string{"do": {"reject"}, "rev": {m.revOf(sub)}, "reason": {typed}})
	if late.Code != http.StatusConflict || !strings.Contains(late.doc.Find("main").Text(), typed) || late.doc.Find("#decide").Length() != 0 {
		t.Errorf("the second, after the decision: %d\n%s", late.Code, late.doc.Find("main").Text())
	}
	left := must[page.Of[seller.Submission]](t)(m.sellers.Applications(t.Context(), m.olga, seller.SubmissionFilter{}, page.Request{}))
	if len(left.Items) != 0 {
		t.Errorf("%d wait still", len(left.Items))
	}
}

func TestDocumentsOfApplicationsAreForReviewersAlone(t *testing.T) {
	t.Parallel()
	m := setup(t)
	sub := m.applied()
	path := "/operator/seller-applications/" + sub.ID
	if a := m.get(path + "/logo"); a.Code != http.StatusOK || a.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the logo: %d %v", a.Code, a.Header())
	}
	for _, missing := range []string{path + "/licence", path + "/passwd", "/operator/seller-applications/ent_none/logo"} {
		if a := m.get(missing); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", missing, a.Code)
		}
	}
	for _, who := range []account.Actor{m.buyer, m.seller} {
		if a := m.send(who, "en", "GET", path+"/logo", nil); a.Code != http.StatusForbidden {
			t.Errorf("a %s opens the logo: %d", who.Kind, a.Code)
		}
	}
	if body := m.get(path).Body.String(); strings.Contains(body, "<script>alert(1)") {
		t.Error("a stranger's markup is written")
	}
}
