package operator_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
)

// modified hands in a modification of a product.
func (d *desk) modified(productID string) {
	d.t.Helper()
	ctx := d.t.Context()
	draft := must[catalog.Draft](d.t)(d.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: d.Seller, ProductID: productID}))
	draft.Content.Overview.EN += " More."
	draft = must[catalog.Draft](d.t)(d.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: d.Seller, ApplicationID: draft.ID, Rev: draft.Rev, Content: draft.Content}))
	must[catalog.Application](d.t)(d.Catalog.Submit(ctx, catalog.SubmitInput{Actor: d.Seller, ApplicationID: draft.ID, Rev: draft.Rev}))
}

// transfers announces n bank transfers.
func (d *desk) transfers(n int) {
	d.t.Helper()
	for i := range n {
		top := must[wallet.TopUp](d.t)(d.Wallet.TopUp(d.t.Context(), wallet.TopUpInput{AccountID: d.Buyer.ID, Method: wallet.MethodTransfer, Amount: "10.00"}))
		must[wallet.TopUp](d.t)(d.Wallet.SubmitTransfer(d.t.Context(), wallet.SubmitTransferInput{AccountID: d.Buyer.ID, ID: top.ID, BankReference: fmt.Sprintf("B%d", i)}))
	}
}

// counted is what the menu says at each address.
func counted(a apptest.Answer) map[string]string {
	out := map[string]string{}
	for _, link := range a.Doc.Find(".side-link").EachIter() {
		out[link.AttrOr("href", "")] = strings.TrimSpace(link.Find(".side-count").Text())
	}
	return out
}

// What the menu counts is as long as the list behind it, and counting ends where one page of the list does.
func TestTheCountsOfTheQueuesAreAsLongAsTheirLists(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		d, ctx := &desk{Market: m, t: t}, t.Context()
		good, bad := d.Publish(d.Server.Address(misseller.Behaviour{}), nil), d.Publish(d.Server.Address(misseller.Behaviour{Kind: misseller.Status, Status: 500}), nil)
		d.Buy(bad)
		d.modified(good)
		d.modified(bad)
		d.transfers(page.MaxLimit + 1)
		d.applied("远帆科技有限公司")
		d.asking("近港科技有限公司")
		d.contact("周宁")
		d.letter()
		must[seller.Exit](t)(d.Sellers.RequestExit(ctx, seller.RequestExitInput{Actor: d.Other(), Reason: "no longer selling", Confirm: d.Content.Sellers[1].Name.ZH}))
		whole := page.Request{Limit: page.MaxLimit}
		calls := func() int {
			return len(must[page.Of[call.Call]](t)(d.Calls.List(ctx, d.Operator, call.Filter{State: call.StatePending, Verdict: call.Failing}, whole)).Items)
		}
		d.Await("a failing call", func() bool { return calls() == 1 })
		want := map[string]int{
			"applications":   len(must[page.Of[catalog.Application]](t)(d.Catalog.Queue(ctx, d.Operator, catalog.QueueFilter{}, whole)).Items),
			"transfers":      len(must[page.Of[wallet.TopUp]](t)(d.Wallet.ListTransfers(ctx, d.Operator, wallet.StateSubmitted, whole)).Items),
			"calls":          calls(),
			"entries":        len(must[page.Of[seller.Submission]](t)(d.Sellers.Applications(ctx, d.Operator, seller.SubmissionFilter{}, whole)).Items),
			"changes":        len(must[page.Of[seller.Change]](t)(d.Sellers.Changes(ctx, d.Operator, seller.ChangeFilter{}, whole)).Items),
			"exits":          len(must[page.Of[seller.Exit]](t)(d.Sellers.Exits(ctx, d.Operator, whole)).Items),
			"certifications": len(must[page.Of[seller.Certification]](t)(d.Sellers.Certifications(ctx, d.Operator, seller.CertificationFilter{}, whole)).Items),
		}
		waiting := must[seller.Waiting](t)(d.Sellers.Waiting(ctx, d.Operator))
		got := map[string]int{"applications": must[int](t)(d.Catalog.CountPending(ctx, d.Operator)), "transfers": must[int](t)(d.Wallet.CountTransfers(ctx, d.Operator)),
			"calls": must[int](t)(d.Calls.CountFailing(ctx, d.Operator)), "entries": waiting.Applications, "changes": waiting.Changes, "exits": waiting.Exits, "certifications": waiting.Certifications}
		for name, n := range want {
			if n == 0 || got[name] != n {
				t.Errorf("%s: %d counted, %d listed", name, got[name], n)
			}
		}
		if want["transfers"] != page.MaxLimit || want["changes"] != 2 {
			t.Errorf("listed %v", want)
		}
		menu := counted(d.Browse(d.Operator).Get("/operator"))
		for href, n := range map[string]string{"/operator/applications?state=pending": "2", "/operator/transfers?state=submitted": "99+", "/operator/calls": "1", "/operator/sellers": "1",
			"/operator/seller-applications?state=waiting": "1", changes + "?state=waiting": "2", "/operator/certifications?state=waiting": "1"} {
			if menu[href] != n {
				t.Errorf("%s counts %q, want %q", href, menu[href], n)
			}
		}
	})
}

func TestOnlyOperatorsWhoDecideOnAQueueCountIt(t *testing.T) {
	t.Parallel()
	d, ctx := changing(t), t.Context()
	d.asking("近港科技有限公司")
	d.contact("周宁")
	for _, who := range []account.Actor{d.Buyer, d.Seller, {}} {
		_, apps := d.Catalog.CountPending(ctx, who)
		_, transfers := d.Wallet.CountTransfers(ctx, who)
		_, calls := d.Calls.CountFailing(ctx, who)
		_, sellers := d.Sellers.Waiting(ctx, who)
		for name, err := range map[string]error{"applications": apps, "transfers": transfers, "calls": calls, "sellers": sellers} {
			if err == nil {
				t.Errorf("a %q counts %s", who.Kind, name)
			}
		}
	}
	if got := must[seller.Waiting](t)(d.Sellers.Waiting(ctx, d.Staff(account.RoleFinance))); got != (seller.Waiting{Certifications: 1}) {
		t.Errorf("who decides on certifications alone counts %+v", got)
	}
	if _, err := d.Sellers.Waiting(ctx, d.Staff(account.RoleSupport)); err == nil {
		t.Error("who decides on no seller counts them")
	}
}

// business-rules 12.2, 12.8: the overview is no way around the permissions of the queues that it shows.
func TestTheOverviewShowsEachOperatorTheQueuesOfItsRole(t *testing.T) {
	t.Parallel()
	d := changing(t)
	_, sub := d.applied("远帆科技有限公司")
	who, _ := d.asking("近港科技有限公司")
	d.transfers(1)
	change, name := d.contact("周宁"), d.named()
	d.modified(d.Publish(d.Server.Address(misseller.Behaviour{}), nil))
	rows := map[string]string{"a name": "/operator/verifications/" + name.ID, "an application": "/operator/seller-applications/" + sub.ID, "a change": changes + "/" + change.ID,
		"a certification": "/operator/certifications/" + who.ID, "a transfer": "/operator/transfers/top_", "a product": "/operator/applications/app_"}
	for role, want := range map[account.Role][]string{
		account.RoleReview:    {"a name", "an application", "a change", "a certification", "a product"},
		account.RoleFinance:   {"a certification", "a transfer"},
		account.RoleSupport:   nil,
		account.RoleCatalogue: {"a product"},
	} {
		b := d.Browse(d.Staff(role))
		a := b.Get("/operator")
		if a.Code != 200 {
			t.Fatalf("%s: %d", role, a.Code)
		}
		for what, href := range rows {
			seen := a.Doc.Find(`main a[href^="`+href+`"]`).Length() > 0
			if wanted := strings.Contains(strings.Join(want, ","), what); seen != wanted {
				t.Errorf("%s sees %s: %t", role, what, seen)
			}
		}
		for _, link := range a.Doc.Find("main a[href^='/operator/']").EachIter() {
			if to := link.AttrOr("href", ""); b.Get(to).Code == 403 {
				t.Errorf("%s is led to %s, which it may not see", role, to)
			}
		}
	}
	if a := d.Browse(d.Operator).Get("/operator"); a.Doc.Find(`main a[href^="/operator/seller-changes/"], main a[href^="/operator/transfers/top_"]`).Length() != 2 {
		t.Errorf("the administrator sees %s", a.Main())
	}
}

// business-rules 12.8: what waits is found, filtered and taken out as files that spreadsheets may open.
func TestTheQueuesOfSellersAreSearchedAndExported(t *testing.T) {
	t.Parallel()
	d := changing(t)
	_, sub := d.applied("=HYPERLINK 远帆科技有限公司")
	who, _ := d.asking("近港科技有限公司")
	change := d.contact("周宁")
	b := d.Browse(d.Operator)
	for query, want := range map[string]int{"?q=" + url.QueryEscape(change.SellerName.ZH): 1, "?q=" + url.QueryEscape(strings.ToUpper(change.SellerName.EN)): 1,
		"?q=nobody": 0, "?state=waiting&kind=info&q=" + url.QueryEscape(change.SellerName.ZH): 0, "?q=%25%00%ff": 0} {
		a := b.Get(changes + query)
		if a.Code != 200 || a.Doc.Find("tbody tr").Length() != want {
			t.Errorf("%s: %d, %d rows", query, a.Code, a.Doc.Find("tbody tr").Length())
		}
		if text, _ := url.QueryUnescape(query); want == 1 && !strings.HasSuffix(text, a.Doc.Find("input[type=search]").AttrOr("value", "-")) {
			t.Errorf("%s: the search is forgotten", query)
		}
	}
	for _, lang := range i18n.Langs() {
		b.Lang = lang
		for path, want := range map[string][]string{
			"/operator/seller-applications": {sub.ID, "'=HYPERLINK 远帆科技有限公司"}, changes: {change.ID}, "/operator/certifications": {who.ID, "近港科技有限公司"}} {
			if a := b.Get(path); a.Doc.Find(`a[href^="`+path+`.csv"]`).Length() != 1 {
				t.Errorf("%s: no way to the export", path)
			}
			a := b.Get(path + ".csv?state=waiting")
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.Body, "\ufeff"))).ReadAll()
			name := path[strings.LastIndexByte(path, '/')+1:]
			if err != nil || len(rows) != 2 || !strings.HasPrefix(a.Header.Get("Content-Disposition"), `attachment; filename="`+name+"-") {
				t.Fatalf("%s.csv: %v, %q\n%s", path, err, a.Header.Get("Content-Disposition"), a.Body)
			}
			for _, cell := range append(rows[0], rows[1]...) {
				if strings.HasPrefix(cell, "operator.") {
					t.Errorf("%s.csv in %s shows the key %q", path, lang, cell)
				}
			}
			for _, x := range want {
				if !slices.Contains(rows[1], x) {
					t.Errorf("%s.csv: %q is not in %q", path, x, rows[1])
				}
			}
			for _, secret := range []string{"6217", "8901", "91310000", "钱会计"} {
				if strings.Contains(a.Body, secret) {
					t.Errorf("%s.csv holds %s", path, secret)
				}
			}
			if a := b.Get(path + ".csv?state=approved"); a.Code != 200 || strings.Contains(a.Body, want[0]) {
				t.Errorf("%s.csv forgets the filter: %d\n%s", path, a.Code, a.Body)
			}
			if a := d.Browse(d.Staff(account.RoleSupport)).Get(path + ".csv"); a.Code != 403 {
				t.Errorf("support exports %s: %d", path, a.Code)
			}
		}
	}
}

// What was looked at stands beside the decision.
func TestTheTicksOfADecisionAreShownAfterIt(t *testing.T) {
	t.Parallel()
	d := changing(t)
	b, change := d.Browse(d.Operator), d.shop("<p>Story</p>")
	_, sub := d.applied("远帆科技有限公司")
	entry := "/operator/seller-applications/" + sub.ID
	for path, rev := range map[string]string{changes + "/" + change.ID: revOf(change), entry: strconv.FormatInt(sub.Rev, 10)} {
		if a := b.Get(path); a.Doc.Find("#checked").Length() != 0 {
			t.Errorf("%s: ticks before the decision", path)
		}
		if a := b.Post(path, "do", "reject", "rev", rev, "reason", "请补充材料后再提交。", "checklist", "media", "checklist", "law", "checklist", "logo"); a.Code != 303 {
			t.Fatalf("%s: %d %s", path, a.Code, a.Main())
		}
	}
	for path, want := range map[string]string{changes + "/" + change.ID: "Video or picture Brand story: not ticked Advertising law",
		entry: "Company details: not ticked Business licence: not ticked Conditions of admission: not ticked Proof of rights: not ticked " +
			"Website: not ticked Logo Profile: not ticked Business contact: not ticked Customer service: not ticked"} {
		if got := strings.Join(strings.Fields(b.Get(path).Doc.Find("#checked ul").Text()), " "); got != want {
			t.Errorf("%s shows %q", path, got)
		}
	}
}
