package isvserver_test

import (
	"crypto/rand"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/demo/isvserver"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

const key = "demo-interface-key"

type seller struct {
	t      *testing.T
	server *isvserver.Server
	http   *httptest.Server
	client *http.Client // with cookies, like a buyer's browser
	mu     sync.Mutex
	clock  time.Time
}

func (s *seller) now() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.clock }

func (s *seller) advance(d time.Duration) { s.mu.Lock(); defer s.mu.Unlock(); s.clock = s.clock.Add(d) }

func start(t *testing.T, cfg isvserver.Config) *seller {
	t.Helper()
	s := &seller{t: t, clock: time.UnixMilli(1680508066618)}
	cfg.Keys, cfg.Now = func() []string { return []string{"other-sellers-key", key} }, s.now
	server, err := isvserver.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.server, s.http = server, httptest.NewServer(server)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.client = &http.Client{Jar: jar}
	t.Cleanup(func() { s.http.Close(); _ = server.Close() })
	return s
}

func (s *seller) call(path, key string, r saasv2.Request) wire.Reply {
	s.t.Helper()
	nonce, err := saasv2.NewNonce(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	body := r.Encode()
	address, err := saasv2.SignedURL(s.http.URL+path, key, nonce, s.now().UnixMilli(), body)
	if err != nil {
		s.t.Fatal(err)
	}
	w := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodPost, address, strings.NewReader(string(body)))
	s.server.ServeHTTP(w, request)
	return wire.Reply{Status: w.Code, ContentType: w.Header().Get("Content-Type"), Body: w.Body.Bytes()}
}

func (s *seller) plain(r saasv2.Request) string {
	s.t.Helper()
	answer, _ := wire.CheckPlain(s.call("/", key, r))
	return answer.ResultCode
}

func (s *seller) open(path, order, business string) saasv2.NewInstanceAnswer {
	s.t.Helper()
	answer, faults := saasv2.CheckNewInstance(s.call(path, key, saasv2.NewInstanceRequest{OrderID: order, OrderLineID: order + "-000001", BusinessID: business}))
	if faults != nil {
		s.t.Fatal(faults)
	}
	return answer
}

func (s *seller) info(id string) wire.AppInfo {
	s.t.Helper()
	answer, faults := saasv2.CheckQueryInstance(s.call("/", key, saasv2.QueryInstanceRequest{InstanceIDs: []string{id}}), []string{id})
	if faults != nil {
		s.t.Fatal(faults)
	}
	info, faults := answer.Ready(id)
	if faults != nil {
		s.t.Fatal(faults)
	}
	return *info.AppInfo
}

// page sends a GET, or a POST with form, as a browser would and returns the status and the page.
func (s *seller) page(path string, form url.Values) (int, *goquery.Document) {
	s.t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.http.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", s.http.URL)
	response, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	if csp := response.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		s.t.Errorf("%s: CSP %q", path, csp)
	}
	doc, err := goquery.NewDocumentFromReader(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if n := doc.Find("script,style,[style],[onclick]").Length(); n > 0 {
		s.t.Errorf("%s: %d inline things", path, n)
	}
	return response.StatusCode, doc
}

func TestABuyerLogsInWithWhatTheMarketplaceWasTold(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	opened := s.open("/", "CS1", "b-1")
	app := s.info(opened.InstanceID)
	if opened.InstanceID != "b-1" || app.FrontEndURL != s.http.URL+"/app/b-1" || !strings.Contains(app.Memo, "初始密码") {
		t.Fatalf("%+v %+v", opened, app)
	}
	status, doc := s.page("/app/b-1", nil)
	if status != 200 || !strings.Contains(doc.Text(), "CS1-000001") || strings.Contains(doc.Text(), app.Password) {
		t.Errorf("%d %s", status, doc.Text())
	}
	if status, doc = s.page("/app/b-1/login", url.Values{"user": {"admin"}, "password": {"wrong"}}); status != 422 || doc.Find("[role=alert]").Length() != 1 {
		t.Errorf("wrong password: %d", status)
	}
	if status, _ = s.page("/app/b-1/notes", url.Values{"text": {"x"}}); status != 403 {
		t.Errorf("note without login: %d", status)
	}
	if status, doc = s.page("/app/b-1/login", url.Values{"user": {app.UserName}, "password": {app.Password}}); status != 200 || doc.Find("textarea").Length() != 1 {
		t.Fatalf("login: %d %s", status, doc.Text())
	}
	_, doc = s.page("/app/b-1/notes", url.Values{"text": {"<script>alert('你好')</script>"}})
	if got := doc.Find(".notes li p").Text(); got != "<script>alert('你好')</script>" {
		t.Errorf("note %q", got)
	}
	for _, bad := range []string{"  ", strings.Repeat("长", 501)} {
		if status, doc = s.page("/app/b-1/notes", url.Values{"text": {bad}}); status != 422 || doc.Find("#text-error").Length() != 1 || strings.TrimSpace(doc.Find("textarea").Text()) != strings.TrimSpace(bad) {
			t.Errorf("bad note: %d", status)
		}
	}
	if status, doc = s.page("/app/b-1/admin", nil); status != 200 || doc.Find("nav [aria-current]").Text() == "" || strings.Contains(doc.Text(), app.Password) {
		t.Errorf("admin: %d %s", status, doc.Text())
	}
	_, doc = s.page("/app/b-1", nil)
	remove, _ := doc.Find(".notes form").Attr("action")
	if _, doc = s.page(remove, url.Values{}); doc.Find(".notes li").Length() != 0 {
		t.Error("the note is still there")
	}
	if _, doc = s.page("/app/b-1/logout", url.Values{}); doc.Find("#password").Length() != 1 {
		t.Error("still logged in")
	}
}

func TestASessionOpensOnlyItsOwnWorkspace(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	a, b := s.open("/", "CS1", "b-1"), s.open("/", "CS2", "b-2")
	app := s.info(a.InstanceID)
	s.page("/app/b-1/login", url.Values{"user": {app.UserName}, "password": {app.Password}})
	at, err := url.Parse(s.http.URL + "/app/b-1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.client.Jar.Cookies(at) {
		if c.Name == "workspace" {
			s.client.Jar.SetCookies(at, []*http.Cookie{{Name: "workspace", Value: c.Value, Path: "/"}})
		}
	}
	if _, doc := s.page("/app/"+b.InstanceID, nil); doc.Find("#password").Length() != 1 {
		t.Error("the session of one workspace opens another")
	}
	s.advance(12 * time.Hour)
	if _, doc := s.page("/app/b-1", nil); doc.Find("#password").Length() != 1 {
		t.Error("the session does not end")
	}
}

func TestPasswordsCannotBeGuessedQuickly(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	app := s.info(s.open("/", "CS1", "b-1").InstanceID)
	for range 10 {
		s.page("/app/b-1/login", url.Values{"user": {"admin"}, "password": {"guess"}})
	}
	good := url.Values{"user": {app.UserName}, "password": {app.Password}}
	if status, _ := s.page("/app/b-1/login", good); status != http.StatusTooManyRequests {
		t.Errorf("eleventh: %d", status)
	}
	s.advance(time.Minute)
	if status, _ := s.page("/app/b-1/login", good); status != 200 {
		t.Errorf("after a minute: %d", status)
	}
}

func TestAnotherSiteCannotActInAWorkspace(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	s.open("/", "CS1", "b-1")
	r := httptest.NewRequest(http.MethodPost, s.http.URL+"/app/b-1/notes", strings.NewReader("text=x"))
	r.Header.Set("Origin", "https://evil.example.com")
	w := httptest.NewRecorder()
	if s.server.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
}

func TestOneInstanceForOneOrderLineAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seller.journal")
	s := start(t, isvserver.Config{StatePath: path})
	var wg sync.WaitGroup
	ids := make([]string, 8)
	for i := range ids {
		wg.Go(func() { ids[i] = s.open("/", "CS1", "b-"+strconv.Itoa(i)).InstanceID })
	}
	wg.Wait()
	app := s.info(ids[0])
	s.page("/app/"+ids[0]+"/login", url.Values{"user": {app.UserName}, "password": {app.Password}})
	s.page("/app/"+ids[0]+"/notes", url.Values{"text": {"kept"}})
	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}
	// A crash in the middle of the next line.
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"kind":"release","id":"` + ids[0]); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	again := start(t, isvserver.Config{StatePath: path})
	ids = append(ids, again.open("/", "CS1", "later").InstanceID)
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("ids %v", ids)
		}
	}
	if got := again.info(ids[0]); got.Password != app.Password {
		t.Error("the password changed")
	}
	again.page("/app/"+ids[0]+"/login", url.Values{"user": {app.UserName}, "password": {app.Password}})
	if _, doc := again.page("/app/"+ids[0], nil); doc.Find(".notes li p").Text() != "kept" {
		t.Error("the note is lost")
	}
}

func TestADamagedJournalIsNotOpened(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seller.journal")
	if err := os.WriteFile(path, []byte("garbage\n{\"kind\":\"secret\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := isvserver.New(isvserver.Config{Keys: func() []string { return nil }, Now: time.Now, StatePath: path}); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("got %v", err)
	}
}

func TestAsynchronousOpeningIsReadyAfterItsDelay(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{AsyncEvery: 2, AsyncDelay: 10 * time.Minute})
	first, second, third := s.open("/", "CS1", "b-1"), s.open("/", "CS2", "b-2"), s.open("/async", "CS3", "b-3")
	if first.Accepted || !second.Accepted || !third.Accepted {
		t.Errorf("accepted: %v %v %v", first.Accepted, second.Accepted, third.Accepted)
	}
	query := func() wire.QueryInstanceAnswer {
		answer, faults := saasv2.CheckQueryInstance(s.call("/async", key, saasv2.QueryInstanceRequest{InstanceIDs: []string{"b-3"}}), []string{"b-3"})
		if faults != nil {
			t.Fatal(faults)
		}
		return answer
	}
	if !query().Pending {
		t.Error("ready at once")
	}
	if status, doc := s.page("/app/b-3", nil); status != 200 || doc.Find("form").Length() != 0 {
		t.Errorf("page while opening: %d", status)
	}
	s.advance(10 * time.Minute)
	if query().Pending || s.open("/async", "CS3", "b-4").Accepted {
		t.Error("not ready after the delay")
	}
}

func TestTheLifeOfAnInstanceFollowsTheMarketplace(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	id := s.open("/", "CS1", "b-1").InstanceID
	app := s.info(id)
	s.page("/app/b-1/login", url.Values{"user": {app.UserName}, "password": {app.Password}})
	s.page("/app/b-1/notes", url.Values{"text": {"one"}})
	small := int64(0)
	for _, step := range []struct {
		name   string
		call   saasv2.Request
		code   string
		status int // of the workspace afterwards
	}{
		{"renew", saasv2.RefreshInstanceRequest{Scene: saasv2.SceneRenewal, OrderID: "CS2", OrderLineID: "l", InstanceID: id, ExpireTime: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)}, "000000", 200},
		{"upgrade", saasv2.UpgradeInstanceRequest{InstanceID: id, OrderID: "CS3", OrderLineID: "l"}, "000000", 200},
		{"upgrade repeated", saasv2.UpgradeInstanceRequest{InstanceID: id, OrderID: "CS3", OrderLineID: "l"}, "000000", 200},
		{"shrink below its notes", saasv2.ChangeInstanceCheckRequest{InstanceID: id, ProductInfo: saasv2.ProductInfo{ProductID: "p", LinearValue: &small}}, "000002", 200},
		{"change", saasv2.ChangeInstanceCheckRequest{InstanceID: id, ProductInfo: saasv2.ProductInfo{ProductID: "p"}}, "000000", 200},
		{"notify", saasv2.OrderNotifyRequest{OrderID: "CS4", OrderLineID: "l"}, "000000", 200},
		{"freeze", saasv2.UpdateInstanceStatusRequest{InstanceID: id, Status: saasv2.StatusFreeze}, "000000", 403},
		{"freeze again", saasv2.UpdateInstanceStatusRequest{InstanceID: id, Status: saasv2.StatusFreeze}, "000000", 403},
		{"unfreeze", saasv2.UpdateInstanceStatusRequest{InstanceID: id, Status: saasv2.StatusUnfreeze}, "000000", 200},
		{"release", saasv2.ReleaseInstanceRequest{InstanceID: id}, "000000", 410},
		{"release again", saasv2.ReleaseInstanceRequest{InstanceID: id}, "000000", 410},
		{"freeze a released one", saasv2.UpdateInstanceStatusRequest{InstanceID: id, Status: saasv2.StatusFreeze}, "000003", 410},
		{"query a released one", saasv2.QueryInstanceRequest{InstanceIDs: []string{id}}, "000003", 410},
		{"release a stranger", saasv2.ReleaseInstanceRequest{InstanceID: "nobody"}, "000003", 410},
	} {
		if code := s.plain(step.call); code != step.code {
			t.Errorf("%s: %s, want %s", step.name, code, step.code)
		}
		if status, _ := s.page("/app/b-1", nil); status != step.status {
			t.Errorf("%s: page %d, want %d", step.name, status, step.status)
		}
		if step.name == "upgrade repeated" {
			if _, doc := s.page("/app/b-1/admin", nil); doc.Find("dd").Last().Text() != "1" || !strings.Contains(doc.Text(), "2027-01-31") {
				t.Errorf("admin page: %s", doc.Text())
			}
		}
	}
	if status, _ := s.page("/app/nobody", nil); status != 404 {
		t.Errorf("unknown workspace: %d", status)
	}
}

func TestTheHomePageListsCallsWithoutSecretsInBothLanguages(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	if _, doc := s.page("/", nil); doc.Find(".empty").Length() != 1 {
		t.Error("no empty state")
	}
	app := s.info(s.open("/", "CS1", "b-1").InstanceID)
	if answer, _ := wire.CheckPlain(s.call("/", "stolen", saasv2.OrderNotifyRequest{OrderID: "CS<b>", OrderLineID: "l"})); answer.ResultCode != "000001" {
		t.Errorf("forged call: %+v", answer)
	}
	for lang, want := range map[string]string{"en": "signature refused", "zh": "验签失败"} {
		status, doc := s.page("/?lang="+lang, nil)
		all, _ := doc.Html()
		if status != 200 || doc.Find("tbody tr").Length() != 3 || !strings.Contains(doc.Find("tbody tr").First().Text(), want) {
			t.Errorf("%s: %d %s", lang, status, all)
		}
		if strings.Contains(all, app.Password) || strings.Contains(all, key) {
			t.Errorf("%s shows a secret", lang)
		}
	}
	if _, doc := s.page("/", nil); doc.Find("html").AttrOr("lang", "") == "" {
		t.Error("no language on the page")
	}
}

func TestTheBrowsersLanguageDecidesUntilOneIsChosen(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	for header, want := range map[string]string{"zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "en-GB,zh;q=0.5": "en", "fr,zh;q=0.5": "zh-CN", "": "en"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", header)
		w := httptest.NewRecorder()
		s.server.ServeHTTP(w, r)
		if !strings.Contains(w.Body.String(), `<html lang="`+want+`">`) {
			t.Errorf("%q does not give %s", header, want)
		}
	}
}

func TestHealthAndStyleAreServed(t *testing.T) {
	t.Parallel()
	s := start(t, isvserver.Config{})
	for path, want := range map[string]string{"/healthz": "text/plain; charset=utf-8", "/assets/app.css": "text/css; charset=utf-8"} {
		w := httptest.NewRecorder()
		s.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != 200 || w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
}
