package notify_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/notify"
)

// provider is an SMS gateway of a provider, over HTTP.
type provider struct {
	*httptest.Server
	got    chan *http.Request
	bodies chan string
}

func newProvider(t *testing.T, status int, answer string) *provider {
	t.Helper()
	p := &provider{got: make(chan *http.Request, 1), bodies: make(chan string, 1)}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.got <- r
		p.bodies <- string(body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(p.Close)
	return p
}

func texter(t *testing.T, g notify.SMSGateway) *notify.HTTPTexter {
	t.Helper()
	client := egress.New(egress.Config{AllowPrivate: true})
	t.Cleanup(client.Close)
	out, err := notify.NewHTTPTexter(g, client)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// nasty is a text that would break out of each form if it were put in as it is.
var nasty = notify.SMS{ID: "msg_01jd2m3n4p5q6r7s8t9v0w1x2y", Phone: "+8613800138000", Lang: "zh", Text: `验证码 "1&phone=2" {secret} \ 100%`}

func TestAGatewayIsAskedAsItsTemplateSays(t *testing.T) {
	t.Parallel()
	p := newProvider(t, 200, `{"code":"OK"}`)
	g := notify.SMSGateway{URL: p.URL + "/send?to={phone}", Headers: []string{"X-Key: {key}", "Content-Type: application/json"},
		Body: `{"sign":"{sign}","text":"{text}","secret":"{secret}"}`, Sign: "Souk", Key: "k1", Secret: "s3cret", Success: `"code":"OK"`}
	if err := texter(t, g).Send(t.Context(), nasty); err != nil {
		t.Fatal(err)
	}
	r := <-p.got
	var body map[string]string
	if err := json.Unmarshal([]byte(<-p.bodies), &body); err != nil {
		t.Fatal(err)
	}
	if r.Method != "POST" || r.URL.Query().Get("to") != nasty.Phone || r.Header.Get("X-Key") != "k1" ||
		body["text"] != nasty.Text || body["secret"] != "s3cret" || body["sign"] != "Souk" {
		t.Errorf("%s %s %v %v", r.Method, r.URL, r.Header, body)
	}
}

func TestAFormBodyIsEscapedAsAForm(t *testing.T) {
	t.Parallel()
	p := newProvider(t, 200, "")
	if err := texter(t, notify.SMSGateway{URL: p.URL, Body: "mobile={phone}&content={text}"}).Send(t.Context(), nasty); err != nil {
		t.Fatal(err)
	}
	r := <-p.got
	if want := "mobile=%2B8613800138000&content="; r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || (<-p.bodies)[:len(want)] != want {
		t.Errorf("%v", r.Header)
	}
}

func TestTheAnswerOfAGatewayDecidesWhetherToTryAgain(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		status  int
		answer  string
		sent    bool
		forGood bool
	}{
		{"taken", 202, "OK", true, false}, {"no sign of success", 200, "balance is low", false, false}, {"not a number", 400, "", false, true},
		{"too many", 429, "", false, false}, {"slow", 408, "", false, false}, {"broken", 500, "OK", false, false}, {"moved", 302, "OK", false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, tc.status, tc.answer)
			err := texter(t, notify.SMSGateway{URL: p.URL, Body: "{phone}{text}", Success: "OK"}).Send(t.Context(), nasty)
			if (err == nil) != tc.sent || errors.Is(err, notify.ErrRefused) != tc.forGood {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAGatewayThatCannotWorkIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	for _, g := range []notify.SMSGateway{{}, {URL: "ftp://x/{phone}{text}"}, {URL: "https://x/{phone}"}, {URL: "https://x", Body: "{text}"},
		{URL: "https://x/{phone}/{text}", Headers: []string{"no colon"}}} {
		if _, err := notify.NewHTTPTexter(g, nil); err == nil {
			t.Errorf("%+v was accepted", g)
		}
	}
}

func TestWithoutAGatewayTextsLandInAFolder(t *testing.T) {
	t.Parallel()
	dir, err := notify.NewSMSDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	later := nasty
	later.ID, later.At = "msg_01jd2m3n4p5q6r7s8t9v0w1x2z", time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	for _, m := range []notify.SMS{nasty, later, later} {
		if err := dir.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	list, err := dir.List(10)
	if err != nil || len(list) != 2 || list[0] != later || list[1].Text != nasty.Text {
		t.Errorf("%+v, %v", list, err)
	}
	if err := dir.Send(t.Context(), notify.SMS{ID: "../x", Phone: "1"}); !errors.Is(err, notify.ErrRefused) {
		t.Errorf("a name that leaves the folder: %v", err)
	}
}
