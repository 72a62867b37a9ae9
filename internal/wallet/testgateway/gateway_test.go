package testgateway_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"html"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/wallet/testgateway"
)

type silent struct{}

func (silent) SendTx(context.Context, *storage.Tx, ...notify.Message) error { return nil }

// site is a marketplace with a test gateway, over real HTTP.
type site struct {
	*wallet.Service
	t        *testing.T
	url      string
	client   *http.Client
	notified chan int      // the status of each notification that was answered
	gate     chan struct{} // a notification waits for it
}

func open(t *testing.T, db *storage.DB) *site {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	q, err := job.New(db, log, job.Config{Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	client := egress.New(egress.Config{AllowPrivate: true})
	t.Cleanup(client.Close)
	gateway, err := testgateway.New(testgateway.Deps{DB: db, Queue: q, Client: client, Log: log}, testgateway.Config{
		Key: []byte(strings.Repeat("k", 32)), ReturnURL: "/pay/return", NotifyURL: server.URL + "/pay/notify"})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Service: wallet.New(db, ledger.New(db), silent{}, gateway, wallet.Config{}, log),
		t: t, url: server.URL, notified: make(chan int, 10), gate: make(chan struct{}, 10)}
	mux.Handle(testgateway.Path, gateway)
	answer := s.NotifyHandler()
	mux.HandleFunc("/pay/notify", func(w http.ResponseWriter, r *http.Request) {
		<-s.gate
		rec := httptest.NewRecorder()
		answer.ServeHTTP(rec, r)
		w.WriteHeader(rec.Code)
		s.notified <- rec.Code
	})
	mux.HandleFunc("/pay/return", func(w http.ResponseWriter, r *http.Request) {
		top, err := s.ConfirmGateway(r.Context(), r.URL.Query())
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, "back: "+string(top.State))
	})
	if err := q.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		close(s.gate)
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	jar, _ := cookiejar.New(nil)
	s.client = &http.Client{Jar: jar}
	return s
}

func (s *site) topUp(amount string) wallet.TopUp {
	s.t.Helper()
	top, err := s.TopUp(s.t.Context(), wallet.TopUpInput{AccountID: "acc_1", Method: wallet.MethodGateway, Amount: amount, Lang: "zh"})
	if err != nil {
		s.t.Fatal(err)
	}
	return top
}

func (s *site) get(path string) (int, string, http.Header) {
	s.t.Helper()
	resp, err := s.client.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), resp.Header
}

func (s *site) press(path, decision string) (int, string) {
	s.t.Helper()
	resp, err := s.client.PostForm(s.url+path, url.Values{"decision": {decision}})
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

func (s *site) want(balance int64) {
	s.t.Helper()
	if b, err := s.Balance(s.t.Context(), "acc_1"); err != nil || b != money.CNY(balance) {
		s.t.Errorf("balance %v, %v, want %v", b, err, money.CNY(balance))
	}
	if r, err := s.Verify(s.t.Context()); err != nil || !r.OK() {
		s.t.Errorf("%+v, %v", r, err)
	}
}

var formAction = regexp.MustCompile(`action="([^"]+)"`)

func TestAnApprovedPaymentReturnsTheBrowserAndNotifiesAndIsCreditedOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s := open(t, db)
		top := s.topUp("1234.50")
		status, page, header := s.get(top.PayURL)
		if status != http.StatusOK || !strings.Contains(page, "¥1,234.50") || !strings.Contains(page, "确认支付") || !strings.Contains(page, `lang="zh-CN"`) {
			t.Fatalf("%d %s", status, page)
		}
		if csp := header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(page, "<script") || strings.Contains(page, "style=") {
			t.Errorf("policy %q", csp)
		}
		match := formAction.FindStringSubmatch(page)
		if match == nil {
			t.Fatal("no form")
		}
		if status, body := s.press(html.UnescapeString(match[1]), "approve"); status != http.StatusOK || body != "back: paid" {
			t.Fatalf("%d %s", status, body)
		}
		s.want(1234_50)
		s.gate <- struct{}{} // the notification comes after the return
		if status := <-s.notified; status != http.StatusOK {
			t.Errorf("notification answered %d", status)
		}
		if _, body := s.press(top.PayURL, "decline"); body != "back: paid" {
			t.Errorf("a later decision: %s", body)
		}
		if status, page, _ := s.get(top.PayURL); status != http.StatusOK || !strings.Contains(page, "该笔支付已完成") || formAction.MatchString(page) {
			t.Errorf("%d %s", status, page)
		}
		s.want(1234_50)
	})
}

func TestTheNotificationAloneCreditsWhenTheBrowserNeverReturns(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s := open(t, db)
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		top := s.topUp("10")
		if status, _ := s.press(top.PayURL, "approve"); status != http.StatusSeeOther {
			t.Fatalf("answered %d", status)
		}
		s.want(0)
		s.gate <- struct{}{}
		if status := <-s.notified; status != http.StatusOK {
			t.Errorf("notification answered %d", status)
		}
		s.want(10_00)
	})
}

func TestADeclinedPaymentBringsNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s := open(t, db)
		top := s.topUp("10")
		if _, body := s.press(top.PayURL, "decline"); body != "back: declined" {
			t.Errorf("%s", body)
		}
		s.gate <- struct{}{}
		if status := <-s.notified; status != http.StatusOK {
			t.Errorf("notification answered %d", status)
		}
		if _, page, _ := s.get(top.PayURL); !strings.Contains(page, "该笔支付已被拒绝") {
			t.Errorf("%s", page)
		}
		s.want(0)
	})
}

func TestAChangedAddressOrMessageIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, storetest.OpenSQLite(t, clock.At(storetest.Start())))
	top, other := s.topUp("10"), s.topUp("20")
	path, query, _ := strings.Cut(top.PayURL, "?")
	for name, c := range map[string]string{
		"another amount":         path + "?" + strings.Replace(query, "amount=10.00", "amount=1.00", 1),
		"a later end":            path + "?" + strings.Replace(query, "expires=", "expires=9", 1),
		"another payment's path": testgateway.Path + other.ID + "?" + query,
		"no signature":           path + "?" + regexp.MustCompile(`&?sig=[0-9a-f]+`).ReplaceAllString(query, ""),
		"a name twice":           path + "?amount=1.00&" + query,
		"an added name":          top.PayURL + "&x=1",
		"nothing":                path,
	} {
		if status, page, _ := s.get(c); status != http.StatusForbidden || formAction.MatchString(page) {
			t.Errorf("%s: %d", name, status)
		}
		if status, _ := s.press(c, "approve"); status != http.StatusForbidden {
			t.Errorf("%s, pressed: %d", name, status)
		}
	}
	if status, page := s.press(top.PayURL, "steal"); status != http.StatusUnprocessableEntity || !formAction.MatchString(page) {
		t.Errorf("unknown decision: %d", status)
	}
	// The address of the page is signed too, but not as a message.
	values, _ := url.ParseQuery(query)
	values.Set("outcome", "paid")
	if status, _, _ := s.get("/pay/return?" + values.Encode()); status != http.StatusForbidden {
		t.Errorf("checkout used as a message: %d", status)
	}
	s.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		forged := r.URL.Query()
		forged.Set("outcome", "paid")
		if status, _, _ := s.get("/pay/return?" + forged.Encode()); status != http.StatusForbidden {
			t.Errorf("declined turned into paid: %d", status)
		}
		return http.ErrUseLastResponse
	}
	if status, _ := s.press(top.PayURL, "decline"); status != http.StatusSeeOther {
		t.Errorf("decline: %d", status)
	}
	s.gate <- struct{}{}
	<-s.notified
	s.want(0)
}

func TestThePageOfAnOverduePaymentTakesNoDecision(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	s := open(t, storetest.OpenSQLite(t, clk))
	top := s.topUp("10")
	clk.Advance(2 * time.Hour)
	if status, page := s.press(top.PayURL, "approve"); status != http.StatusGone || !strings.Contains(page, "支付已超时") {
		t.Errorf("%d %s", status, page)
	}
	if status, css, header := s.get(testgateway.Path + "style.css"); status != http.StatusOK || !strings.Contains(css, "body") || !strings.HasPrefix(header.Get("Content-Type"), "text/css") {
		t.Errorf("style: %d", status)
	}
	s.want(0)
}
