package catalogfile_test

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/catalogfile"
	"github.com/souk-market/souk/internal/kernel/page"
)

// shop is a marketplace that is asked over HTTP as its seller, and a folder.
type shop struct {
	*apptest.Market
	t      *testing.T
	client catalogfile.Client
	url    string
	token  string
}

func open(t *testing.T) shop {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	h, err := m.Handler()
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	s := shop{m, t, catalogfile.Client{}, srv.URL, ""}
	_, token, err := m.Accounts.CreateToken(t.Context(), account.CreateTokenInput{AccountID: m.Seller.UserID, Actor: m.Seller, Name: "files"})
	s.must(err)
	s.token = token.Reveal()
	s.client, err = catalogfile.NewClient(srv.URL, s.token)
	s.must(err)
	return s
}

func (s shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func folder(t *testing.T, dir string) catalogfile.Folder {
	t.Helper()
	f, err := catalogfile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// plan is the one step of a folder.
func (s shop) plan(dir string) catalogfile.Step {
	s.t.Helper()
	steps, err := catalogfile.Plan(s.t.Context(), s.client, folder(s.t, dir))
	s.must(err)
	if len(steps) != 1 {
		s.t.Fatalf("%d steps", len(steps))
	}
	return steps[0]
}

func (s shop) wants(dir string, want catalogfile.Action) catalogfile.Step {
	s.t.Helper()
	st := s.plan(dir)
	if st.Action != want {
		s.t.Fatalf("%s, want %s: %+v %+v", st.Action, want, st.Changes, st.Problems)
	}
	return st
}

func (s shop) apply(dir string, st catalogfile.Step, keep bool) catalogfile.Done {
	s.t.Helper()
	done, err := catalogfile.Apply(s.t.Context(), s.client, folder(s.t, dir), st, keep)
	s.must(err)
	return done
}

func (s shop) approve(applicationID string) {
	s.t.Helper()
	d, err := s.Catalog.ApplicationDetail(s.t.Context(), s.Operator, applicationID)
	s.must(err)
	_, err = s.Catalog.Approve(s.t.Context(), catalog.ApproveInput{Actor: s.Operator, ApplicationID: d.ID, Rev: d.Rev})
	s.must(err)
}

func (s shop) export(dir string) string {
	s.t.Helper()
	done, err := catalogfile.Export(s.t.Context(), s.client, folder(s.t, dir))
	s.must(err)
	if len(done) != 1 {
		s.t.Fatalf("exported %+v", done)
	}
	return filepath.Join(dir, done[0].Path)
}

func edit(t *testing.T, file string, change func(string) string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	next := change(string(raw))
	if next == string(raw) {
		t.Fatalf("nothing changes in %s", raw)
	}
	if err := os.WriteFile(file, []byte(next), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The whole round: what was exported changes nothing, a change becomes one version, and applying it again does nothing more.
func TestAChangeInAFileBecomesOneVersionAndThenNothing(t *testing.T) {
	t.Parallel()
	s, dir := open(t), t.TempDir()
	product := s.Publish("http://127.0.0.1:8090/produce", nil)
	file := s.export(dir)
	if st := s.wants(dir, catalogfile.Same); st.Does() {
		t.Error("nothing to do, but it does")
	}
	edit(t, file, func(text string) string {
		return strings.Replace(text, s.Content.Products[0].Overview.ZH, "在浏览器里开会，屏幕共享、云端录制、自动纪要一应俱全，团队协作更顺畅。", 1)
	})
	st := s.wants(dir, catalogfile.Modify)
	if len(st.Changes) != 1 || st.Changes[0].Path != "overview.zh" || len(st.Problems) > 0 {
		t.Fatalf("%+v %+v", st.Changes, st.Problems)
	}
	var shown bytes.Buffer
	catalogfile.Print(&shown, []catalogfile.Step{st})
	if !strings.Contains(shown.String(), "overview.zh: ") || !strings.Contains(shown.String(), "0 new, 1 changed") {
		t.Errorf("shown as %s", &shown)
	}
	if done := s.apply(dir, st, true); done.State != "draft" {
		t.Errorf("kept as %+v", done)
	}
	st = s.wants(dir, catalogfile.Submit)
	done := s.apply(dir, st, false)
	s.wants(dir, catalogfile.Waiting)
	edit(t, file, func(text string) string { return strings.Replace(text, "更顺畅", "更轻松", 1) })
	s.wants(dir, catalogfile.Blocked)
	edit(t, file, func(text string) string { return strings.Replace(text, "更轻松", "更顺畅", 1) })
	s.approve(done.Application)
	s.wants(dir, catalogfile.Same)
	l, err := s.Catalog.Live(t.Context(), product)
	if err != nil || l.Version != 2 || !strings.Contains(l.Overview.ZH, "团队协作更顺畅") {
		t.Errorf("on sale: version %d, %s, %v", l.Version, l.Overview.ZH, err)
	}
}

// A product goes from one marketplace to another with its files, by name; and a second time there is nothing to do.
func TestAProductMovesToAnotherMarketplaceWithItsFiles(t *testing.T) {
	t.Parallel()
	from, to, dir := open(t), open(t), t.TempDir()
	from.Publish("http://127.0.0.1:8090/produce", nil)
	file := from.export(dir)
	edit(t, file, func(text string) string {
		lines := strings.Split(text, "\n")
		return strings.Join(append(lines[:1], lines[2:]...), "\n") // without the id of the product
	})
	st := to.wants(dir, catalogfile.Create)
	if len(st.Uploads) < 2 || len(st.Problems) > 0 {
		t.Fatalf("uploads %v, problems %+v", st.Uploads, st.Problems)
	}
	done := to.apply(dir, st, false)
	to.wants(dir, catalogfile.Waiting)
	to.approve(done.Application)
	to.wants(dir, catalogfile.Same)

	other := t.TempDir()
	again := to.export(other)
	a, _ := os.ReadFile(file)
	b, _ := os.ReadFile(again)
	digest := regexp.MustCompile(`files/[0-9a-f]{10}-`)
	known := func(raw []byte) string { // but for the ids of the marketplace, and for pictures, which it draws anew
		var out []string
		for _, l := range strings.Split(string(raw), "\n") {
			if !strings.HasPrefix(strings.TrimSpace(l), "product:") && !strings.Contains(l, "id: spc_") {
				out = append(out, digest.ReplaceAllString(l, "files/"))
			}
		}
		return strings.Join(out, "\n")
	}
	if known(a) != known(b) {
		t.Errorf("it came out as\n%s\nand went in as\n%s", b, a)
	}
	list, err := to.Catalog.MyProducts(t.Context(), to.Seller, catalog.ProductFilter{}, page.Request{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("%d products, %v", len(list.Items), err)
	}
}

// What keeps a product from being submitted is said before anything is changed, by the names of the form.
func TestAPlanSaysWhatIsNotReady(t *testing.T) {
	t.Parallel()
	s, dir := open(t), t.TempDir()
	s.must(os.WriteFile(filepath.Join(dir, "new.yaml"), []byte("souk: catalog/1\ncontent:\n  name: {zh: 苇桥白板, en: Reedbridge Board}\n  overview: {zh: 太短}\n"), 0o600))
	st := s.wants(dir, catalogfile.Create)
	fields := map[string]bool{}
	for _, p := range st.Problems {
		fields[p.Field] = p.Message != ""
	}
	if !fields["overview_zh"] || !fields["logo"] || fields["name_zh"] {
		t.Errorf("%+v", st.Problems)
	}
	list, err := s.Catalog.MyProducts(t.Context(), s.Seller, catalog.ProductFilter{}, page.Request{})
	if err != nil || len(list.Items) != 0 {
		t.Errorf("a plan made %d products, %v", len(list.Items), err)
	}
}

// A document is data from somebody's editor: each fault is named with its place, and nothing outside the folder is read.
func TestBadDocumentsAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"no form":              {"content: {name: {zh: 会议}}", "souk: catalog/1"},
		"another form":         {"souk: catalog/9\ncontent: {name: {zh: 会议}}", "souk: catalog/1"},
		"no content":           {"souk: catalog/1", "content is missing"},
		"an unknown member":    {"souk: catalog/1\nprice: 1\ncontent: {name: {zh: 会议}}", "price is not known"},
		"a key twice":          {"souk: catalog/1\ncontent:\n  name: {zh: 会议}\n  name: {zh: 白板}", "line 4, column 3: name stands here twice"},
		"an alias":             {"souk: catalog/1\ncontent:\n  name: &x {zh: 会议}\n  overview: *x", "line 4"},
		"a tag":                {"souk: catalog/1\ncontent: {name: !!binary aGk=}", "!!binary is not known"},
		"no name and no id":    {"souk: catalog/1\ncontent: {overview: {zh: 会议}}", "content.name.zh"},
		"two documents":        {"souk: catalog/1\ncontent: {name: {zh: 会议}}\n---\nsouk: catalog/1", "more than one document"},
		"no YAML":              {"souk: [", "line 1"},
		"an octal number":      {"souk: catalog/1\ncontent: {name: {zh: 会议}, params: [{max_len: 010}]}", "no whole number"},
		"the product a number": {"souk: catalog/1\nproduct: 5\ncontent: {name: {zh: 会议}}", "product must be the id"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := folder(t, dir).Documents()
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a.yaml") {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	f := folder(t, dir)
	if err := os.Symlink(outside, filepath.Join(dir, "logo.png")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []catalogfile.File{"logo.png", catalogfile.File(outside), "../secret.png", "files/../../secret.png"} {
		if raw, err := f.File(path); err == nil {
			t.Errorf("%s was read from outside: %s", path, raw)
		}
	}
	for _, n := range []string{"a.yaml", "b.yml"} {
		if err := os.WriteFile(filepath.Join(dir, n), []byte("souk: catalog/1\ncontent: {name: {zh: 会议}}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Documents(); err == nil || !strings.Contains(err.Error(), "the same product as a.yaml") {
		t.Errorf("one product twice: %v", err)
	}
}

// A token is never sent in the clear to another machine, and what a marketplace answers instead of JSON is told as it is.
func TestTheClientIsCarefulWithItsToken(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://market.example.com", "ftp://127.0.0.1", "market.example.com", "http://10.0.0.1"} {
		if _, err := catalogfile.NewClient(address, "t"); err == nil {
			t.Errorf("%s was taken", address)
		}
	}
	s := open(t)
	stranger, err := catalogfile.NewClient(strings.Replace(s.url, "127.0.0.1", "localhost", 1), "souk_wrong")
	s.must(err)
	_, err = catalogfile.Plan(context.WithoutCancel(t.Context()), stranger, folder(t, t.TempDir()))
	var f *catalogfile.Failure
	if !errors.As(err, &f) || f.Status != 401 {
		t.Errorf("a wrong token: %v", err)
	}
}

// The command shows a plan first, and changes nothing without being told to.
func TestTheCommandShowsAPlanFirst(t *testing.T) {
	t.Parallel()
	s, dir := open(t), t.TempDir()
	s.Publish("http://127.0.0.1:8090/produce", nil)
	run := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		code := app.Main(append(args, "--url", s.url, "--token", s.token), &out, &errs)
		return code, out.String() + errs.String()
	}
	if code, said := run("catalog", "export", dir); code != 0 || !strings.Contains(said, "1 products in") {
		t.Fatalf("export: %d %s", code, said)
	}
	if code, said := run("catalog", "apply", dir); code != 0 || !strings.Contains(said, "1 unchanged") {
		t.Errorf("nothing to do: %d %s", code, said)
	}
	file := filepath.Join(dir, "reedbridge-meet.yaml")
	edit(t, file, func(text string) string { return strings.Replace(text, "category: ", "category: no-", 1) })
	if code, said := run("catalog", "apply", dir, "--yes"); code != 1 || !strings.Contains(said, "not ready: category") {
		t.Errorf("not ready: %d %s", code, said)
	}
	edit(t, file, func(text string) string { return strings.Replace(text, "category: no-", "category: ", 1) })
	edit(t, file, func(text string) string { return strings.Replace(text, "max: 12", "max: 24", 1) })
	if code, said := run("catalog", "apply", dir); code != 0 || !strings.Contains(said, "12 → 24") || !strings.Contains(said, "Nothing was changed") {
		t.Errorf("a plan: %d %s", code, said)
	}
	s.wants(dir, catalogfile.Modify)
	if code, said := run("catalog", "apply", dir, "--yes"); code != 0 || !strings.Contains(said, "pending") {
		t.Errorf("applied: %d %s", code, said)
	}
	s.wants(dir, catalogfile.Waiting)
}
