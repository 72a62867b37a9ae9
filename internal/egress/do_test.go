package egress_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/egress"
)

func TestARequestArrivesAsItWasGivenAndTheReplyIsWhole(t *testing.T) {
	t.Parallel()
	type seen struct {
		Method, Path, Query, Body, Type, Accept, Agent, Cookie string
		Length                                                 int64
	}
	got := make(chan seen, 1)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- seen{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Header.Get("Content-Type"),
			r.Header.Get("Accept-Encoding"), r.Header.Get("User-Agent"), r.Header.Get("Cookie"), r.ContentLength}
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, `{"resultCode":"000000"}`)
	})
	c := local(t)
	in := post(s.URL + "/a%2Fb?b=2&a=%E4%BA%91+x")
	for range 2 { // the second must not carry the cookie of the first
		reply, err := c.Do(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		want := seen{"POST", "/a%2Fb", "b=2&a=%E4%BA%91+x", string(in.Body), "application/json;charset=utf8", "identity", "Souk", "", int64(len(in.Body))}
		if diff := cmp.Diff(want, <-got); diff != "" {
			t.Error(diff)
		}
		if reply.Status != http.StatusTeapot || string(reply.Body) != `{"resultCode":"000000"}` || reply.Proto != "HTTP/1.1" ||
			reply.Header.Get("Content-Type") != "application/json" || "http://"+reply.RemoteAddr != s.URL {
			t.Errorf("reply = %+v", reply)
		}
	}
}

func TestAGetCarriesNoBodyAndNoLength(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		got <- fmt.Sprint(r.Method, r.ContentLength, r.TransferEncoding, r.Header["Content-Length"])
	})
	if _, err := local(t).Do(t.Context(), egress.Request{URL: s.URL + "?x=1"}); err != nil {
		t.Fatal(err)
	}
	if g := <-got; g != "GET0 [] []" {
		t.Errorf("got %s", g)
	}
}

func TestARedirectIsAReplyAndNotFollowed(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	reply, err := local(t).Do(t.Context(), post(s.URL))
	if err != nil || reply.Status != http.StatusTemporaryRedirect || reply.Header.Get("Location") != "/elsewhere" || calls.Load() != 1 {
		t.Errorf("status %d, error %v, calls %d", reply.Status, err, calls.Load())
	}
}

func TestConnectionsAreReusedAndSaySo(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.RemoteAddr) })
	c := local(t)
	first, err1 := c.Do(t.Context(), post(s.URL))
	second, err2 := c.Do(t.Context(), post(s.URL))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if string(first.Body) != string(second.Body) {
		t.Error("the second call opened another connection")
	}
	if first.Timing.Reused || first.Timing.Connect <= 0 || first.Timing.FirstByte <= 0 || first.Timing.Total < first.Timing.Connect+first.Timing.FirstByte {
		t.Errorf("first timing %+v", first.Timing)
	}
	if !second.Timing.Reused || second.Timing.Connect != 0 || second.Timing.DNS != 0 || second.Timing.FirstByte <= 0 {
		t.Errorf("second timing %+v", second.Timing)
	}
}

func TestHTTP2IsSpokenWhereTheServerDoes(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, r.Proto+" "+r.TLS.ServerName+" "+string(body))
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	dns := &names{answers: map[string][][]string{"api.example.com": always("127.0.0.1"), "example.com": always("127.0.0.1")}}
	c := newClient(t, egress.Config{AllowPrivate: true, RootCAs: poolOf(s), Resolver: dns})
	url := "https://example.com" + s.URL[strings.LastIndex(s.URL, ":"):]
	for i := range 2 {
		reply, err := c.Do(t.Context(), post(url))
		if err != nil {
			t.Fatal(err)
		}
		if want := `HTTP/2.0 example.com {"activity":"newInstance"}`; string(reply.Body) != want || reply.Proto != "HTTP/2.0" {
			t.Errorf("got %s over %s", reply.Body, reply.Proto)
		}
		if i == 0 && reply.Timing.TLS <= 0 {
			t.Errorf("no TLS time: %+v", reply.Timing)
		}
	}
	if got, err := c.Do(t.Context(), egress.Request{URL: url}); err != nil || string(got.Body) != "HTTP/2.0 example.com " {
		t.Errorf("GET over HTTP/2: %s, %v", got.Body, err)
	}
	if dns.asked.Load() != 1 {
		t.Errorf("%d lookups for one connection", dns.asked.Load())
	}
}

func TestManyCallsAtOnceKeepTheirReplies(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.URL.RawQuery) })
	c := local(t)
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			for j := range 10 {
				want := fmt.Sprintf("n=%d.%d", i, j)
				reply, err := c.Do(t.Context(), post(s.URL+"?"+want))
				if err != nil || string(reply.Body) != want {
					t.Errorf("got %q, %v, want %q", reply.Body, err, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestACallerWhoGivesUpIsToldSo(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(arrived)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := local(t).Do(ctx, post(s.URL))
	var e *egress.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	wantKind(t, e, egress.KindCanceled, egress.PhaseFirstByte)
}

func TestACallersOwnDeadlineIsATimeout(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := local(t).Do(ctx, post(s.URL))
	var e *egress.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	wantKind(t, e, egress.KindTimeout, egress.PhaseFirstByte)
}

func TestWhatCannotBeSentIsTheCallersFault(t *testing.T) {
	t.Parallel()
	c := local(t)
	for name, in := range map[string]egress.Request{
		"a method we do not send":   {Method: "CONNECT", URL: "http://127.0.0.1:8090"},
		"a header with a line feed": {URL: "http://127.0.0.1:8090", Header: http.Header{"X-A": {"a\r\nb: c"}}},
		"a header of ours":          {URL: "http://127.0.0.1:8090", Header: http.Header{"host": {"other"}}},
		"a header with a bad name":  {URL: "http://127.0.0.1:8090", Header: http.Header{"a b": {"c"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantKind(t, mustFail(t, c, in), egress.KindBadRequest, "")
		})
	}
}
