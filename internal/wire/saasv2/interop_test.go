package saasv2_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
	"github.com/souk-market/souk/isv"
)

func sellerNow() time.Time { return time.UnixMilli(exampleTime) }

func TestOurSignatureVerifiesAtTheSellersSide(t *testing.T) {
	t.Parallel()
	v := isv.NewVerifier(exampleKey)
	v.Now = sellerNow
	u, err := saasv2.SignedURL("https://isv.example.com/produce?tenant=1", exampleKey, exampleNonce, exampleTime, []byte(exampleBody))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(u)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(t.Context(), parsed.Query(), []byte(exampleBody)); err != nil {
		t.Error(err)
	}
	if got := isv.Sign(exampleKey, exampleNonce, strconv.FormatInt(exampleTime, 10), []byte(exampleBody)); got != exampleSignature {
		t.Errorf("seller's signature %s", got)
	}
}

// Both sides of the protocol, over HTTP, for any values: what the codec sends the SDK reads, what the SDK answers the codec accepts.
func TestAnyOrderIsOpenedOverTheWholeProtocol(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`x[A-Za-z0-9<>&"\\/订单😀\x{2028}é-]{0,63}`)
		request := saasv2.NewInstanceRequest{OrderID: text.Draw(t, "order"), OrderLineID: text.Draw(t, "line"), BusinessID: "b", Test: rapid.Bool().Draw(t, "test")}
		app := isv.AppInfo{FrontEndURL: "https://a.example.com/", UserName: text.Draw(t, "user"), Password: text.Draw(t, "password"), Memo: text.Draw(t, "memo")}
		v := isv.NewVerifier("old", exampleKey)
		v.Now = sellerNow
		var got isv.NewInstanceRequest
		h := &isv.Handler{Verifier: v, Callbacks: isv.Callbacks{
			NewInstance: func(_ context.Context, r isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) {
				got = r
				return isv.Accepted("i-1"), nil
			},
			QueryInstance: func(context.Context, isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
				return isv.QueryInstanceAnswer{Instances: []isv.Instance{{InstanceID: "i-1", AppInfo: &app}}}, nil
			},
		}}
		send := func(r saasv2.Request) wire.Reply {
			nonce, err := saasv2.NewNonce(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			body := r.Encode()
			address, err := saasv2.SignedURL("https://isv.example.com/produce", exampleKey, nonce, exampleTime, body)
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, address, strings.NewReader(string(body))))
			return wire.Reply{Status: w.Code, ContentType: w.Header().Get("Content-Type"), Body: w.Body.Bytes()}
		}
		opened, faults := saasv2.CheckNewInstance(send(request))
		if faults != nil || !opened.Accepted || opened.InstanceID != "i-1" {
			t.Fatalf("%+v, %v", opened, faults)
		}
		want := isv.NewInstanceRequest{OrderID: request.OrderID, OrderLineID: request.OrderLineID, BusinessID: "b", Test: request.Test}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("request (-want +got):\n%s", diff)
		}
		answer, faults := saasv2.CheckQueryInstance(send(saasv2.QueryInstanceRequest{InstanceIDs: []string{"i-1"}}), []string{"i-1"})
		if faults != nil {
			t.Fatal(faults)
		}
		info, faults := answer.Ready("i-1")
		if faults != nil || *info.AppInfo != wire.AppInfo(app) {
			t.Fatalf("%+v, %v", info.AppInfo, faults)
		}
	})
}
