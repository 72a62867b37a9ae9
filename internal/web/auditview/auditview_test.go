package auditview_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/web/auditview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// town is a marketplace in which something happened to a buyer: by itself, and by an operator.
type town struct {
	*apptest.Market
	http.Handler
	t *testing.T
}

var (
	didName  = audit.Def("account.profile_changed", "Profile changed", "修改个人资料")
	didRefer = audit.Def("account.user_removed", "Sub-user removed", "删除子用户")
)

func newTown(t *testing.T) *town {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	h, err := m.Handler()
	if err != nil {
		t.Fatal(err)
	}
	w := &town{m, h, t}
	w.record(m.Buyer, "192.0.2.7", audit.Change{Action: didName, AccountID: m.Buyer.ID, Object: m.Buyer.ID,
		Before: map[string]any{"name": "<b>old</b>", "lang": "en"}, After: map[string]any{"name": "=new()", "lang": "en"}})
	w.record(m.Operator, "198.51.100.1", audit.Change{Action: didRefer, AccountID: m.Buyer.ID, Reason: "asked by phone"})
	return w
}

func (w *town) record(who account.Actor, address string, c audit.Change) {
	w.t.Helper()
	ctx := audit.WithOrigin(w.t.Context(), audit.Origin{AccountID: who.ID, UserID: who.UserID, Name: who.Name, Via: audit.ViaPage, Address: address, Agent: "Lynx"})
	if err := w.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return audit.Record(ctx, tx, c) }); err != nil {
		w.t.Fatal(err)
	}
}

// ask sends a request of somebody who is signed in.
func (w *town) ask(who account.Actor, lang, method, path string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, nil)
	r.AddCookie(w.Session(who.UserID))
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: lang})
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res := httptest.NewRecorder()
	w.ServeHTTP(res, r)
	return res
}

// page reads a page that must be right: its markup holds and no text is missing.
func (w *town) page(who account.Actor, lang, path string) *goquery.Document {
	w.t.Helper()
	return w.read(w.ask(who, lang, http.MethodGet, path))
}

func (w *town) read(res *httptest.ResponseRecorder) *goquery.Document {
	w.t.Helper()
	doc := uitest.Parse(w.t, res.Body.String())
	if res.Code != http.StatusOK {
		w.t.Fatalf("status %d: %.300s", res.Code, text(doc.Find("main")))
	}
	uitest.Markup(w.t, doc)
	doc.Find("script, style").Remove()
	if strings.Contains(text(doc.Selection), "auditview.") {
		w.t.Errorf("a text is missing: %s", text(doc.Find("main")))
	}
	return doc
}

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// contains checks what a page says and does not say.
func contains(t *testing.T, what, got string, want []string, not ...string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(got, s) {
			t.Errorf("%s: %q is not in %s", what, s, got)
		}
	}
	for _, s := range not {
		if strings.Contains(got, s) {
			t.Errorf("%s: %q is in %s", what, s, got)
		}
	}
}

func TestAnOwnerReadsItsLogInBothLanguagesWithoutTheOperators(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for lang, want := range map[string][]string{
		i18n.EN: {"Profile changed", "Sub-user removed", "Marketplace operator", "192.0.2.7", "Account created by the marketplace"},
		i18n.ZH: {"修改个人资料", "删除子用户", "云商店运营人员", "192.0.2.7", "操作人"},
	} {
		doc := w.page(w.Buyer, lang, "/account/audit")
		contains(t, lang, text(doc.Find("#audit")), want, w.Operator.Name, "198.51.100.1", w.Seller.ID)
	}
	doc := w.page(w.Buyer, i18n.EN, "/account/audit?q=profile&action=account&from=2020-01-01&to=2100-01-01&address=192.0.2.7")
	rows := doc.Find("#audit tbody tr")
	contains(t, "filtered", text(rows), []string{"Profile changed"}, "Sub-user removed")
	link, _ := rows.Find("a.row-target").Attr("href")
	entry := w.page(w.Buyer, i18n.EN, link)
	contains(t, "entry", text(entry.Find("main")), []string{"<b>old</b>", "=new()", "name", "lang", "192.0.2.7", "Lynx"})
	if n := entry.Find(".diff-changed").Length(); n != 1 {
		t.Errorf("%d fields are marked as changed, want the name alone", n)
	}
	if doc := w.page(w.Buyer, i18n.ZH, "/account/audit?from=2100-01-01&from=x"); doc.Find("#audit tbody tr").Length() != 0 {
		t.Error("entries of the future")
	}
	w.page(w.Buyer, i18n.ZH, "/account/audit?from=yesterday&to=2026-02-31&q=%00%ff&action=%25")
}

func TestOperatorsReadAllLogsAndFindOneByItsLogin(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	doc := w.page(w.Operator, i18n.EN, "/operator/audit")
	contains(t, "all", text(doc.Find("#audit")), []string{w.Buyer.Name, w.Operator.Name, "198.51.100.1"})
	doc = w.page(w.Operator, i18n.EN, "/operator/audit?action=account.user_removed&account="+w.Buyer.Name)
	rows := doc.Find("#audit tbody tr")
	contains(t, "by login", text(rows), []string{"Sub-user removed", w.Operator.Name}, "Profile changed")
	link, _ := rows.Find("a.row-target").Attr("href")
	contains(t, "entry", text(w.page(w.Operator, i18n.ZH, link).Find("main")), []string{"asked by phone", "198.51.100.1", w.Buyer.ID})
	contains(t, "nobody's login", text(w.page(w.Operator, i18n.EN, "/operator/audit?account=nobody@example.com").Find("#audit")), nil, "Sub-user removed")
}

func TestAnExportHasEveryEntryThatTheFiltersFind(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for range 130 { // more than a page
		w.record(w.Buyer, "192.0.2.9", audit.Change{Action: didName, AccountID: w.Buyer.ID, Reason: "=SUM(A1)"})
	}
	res := w.ask(w.Buyer, i18n.ZH, http.MethodGet, "/account/audit.csv?address=192.0.2.9")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(res.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 131 || rows[0][0] != "时间" || rows[1][12] != "'=SUM(A1)" || rows[1][7] != "192.0.2.9" {
		t.Errorf("csv: %d rows, %v: %.300s", len(rows), err, res.Body)
	}
	all := w.ask(w.Buyer, i18n.EN, http.MethodGet, "/account/audit.ndjson")
	lines, seen := 0, map[int64]bool{}
	for in := bufio.NewScanner(all.Body); in.Scan(); lines++ {
		var l audit.Line
		if err := json.Unmarshal(in.Bytes(), &l); err != nil || l.Log != w.Buyer.ID || len(l.Hash) != 64 {
			t.Fatalf("line %d: %v: %s", lines, err, in.Text())
		}
		if seen[l.Seq] {
			t.Errorf("number %d comes twice", l.Seq)
		}
		seen[l.Seq] = true
	}
	if r, err := w.Audit.Verify(t.Context(), audit.Of(w.Buyer.ID)); err != nil || int64(lines) != r.Entries {
		t.Errorf("ndjson: %d lines, the log has %d (%v)", lines, r.Entries, err)
	}
	if got := all.Header().Get("Content-Type"); got != "application/x-ndjson; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
	if none := w.ask(w.Buyer, i18n.EN, http.MethodGet, "/account/audit.ndjson?q=nothing-like-it"); none.Code != http.StatusOK || none.Body.Len() != 0 {
		t.Errorf("of nothing: %d %q", none.Code, none.Body)
	}
}

func TestACheckSaysThatTheLogIsWholeOrWhereItIsBroken(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	contains(t, "before", text(w.page(w.Buyer, i18n.EN, "/account/audit/chain").Find("main")), []string{"Check now"}, "The log is intact")
	check := func(who account.Actor, lang, base string) string {
		return text(w.read(w.ask(who, lang, http.MethodPost, base+"/chain")).Find("#chain"))
	}
	contains(t, "whole", check(w.Buyer, i18n.EN, "/account/audit"), []string{"The log is intact", "3 entries checked", "Latest hash"})
	contains(t, "all whole", check(w.Operator, i18n.ZH, "/operator/audit"), []string{"日志完整", "日志数量"})
	err := w.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM audit_entries WHERE log = $1 AND seq = 3", w.Buyer.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, "broken", check(w.Buyer, i18n.EN, "/account/audit"), []string{"The log was tampered with", "Entries from number 3 on are missing"}, "The log is intact", "Latest hash", w.Buyer.ID)
	contains(t, "broken, to operators", check(w.Operator, i18n.ZH, "/operator/audit"), []string{"日志已被破坏", w.Buyer.ID, "从第 3 条起"})
}

func TestTheLogOfAnotherIsNotThere(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for e, err := range w.Audit.All(t.Context(), audit.Of(w.Buyer.ID), audit.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if res := w.ask(w.Seller, i18n.EN, http.MethodGet, "/account/audit/"+e.ID); res.Code != http.StatusNotFound {
			t.Errorf("entry of another: %d", res.Code)
		}
	}
	contains(t, "by an account", text(w.page(w.Seller, i18n.EN, "/account/audit?account="+w.Buyer.ID).Find("#audit")), nil, "Sub-user removed")
}

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, auditview.LocaleFS(), "auditview.")
	uitest.Keys(t, uitest.Load(t, auditview.LocaleFS()), ".")
	uitest.Unused(t, auditview.LocaleFS(), "auditview.", ".")
	uitest.Icons(t, ".")
}

var actionOf = regexp.MustCompile(`audit\.Def\("([a-z_]+)\.[a-z_]+"`)

func TestTheFilterOffersTheAreaOfEveryAction(t *testing.T) {
	t.Parallel()
	house, seen := os.DirFS("../.."), map[string]bool{}
	err := fs.WalkDir(house, ".", func(p string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		raw, err := fs.ReadFile(house, p)
		for _, m := range actionOf.FindAllStringSubmatch(string(raw), -1) {
			seen[m[1]] = true
		}
		return err
	})
	if err != nil || len(seen) < 5 {
		t.Fatalf("actions of %d areas seen, %v", len(seen), err)
	}
	for area := range seen {
		if !slices.Contains(auditview.Areas(), area) {
			t.Errorf("no choice for the actions of %s", area)
		}
	}
}
