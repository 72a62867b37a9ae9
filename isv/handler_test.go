package isv_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/isv"
)

func handler(c isv.Callbacks) *isv.Handler {
	return &isv.Handler{Verifier: &isv.Verifier{Keys: fixedKeys(key), Now: now}, Callbacks: c}
}

func keep[R any](into *any) func(context.Context, R) error {
	return func(_ context.Context, r R) error { *into = r; return nil }
}

func TestEachActivityReachesItsCallbackWithItsValues(t *testing.T) {
	t.Parallel()
	size := int64(20)
	for body, want := range map[string]any{
		`{"activity":"newInstance","orderId":"o","orderLineId":"l","businessId":"b","productId":"p","testFlag":"1"}`:                         isv.NewInstanceRequest{OrderID: "o", OrderLineID: "l", BusinessID: "b", ProductID: "p", Test: true},
		`{"activity":"queryInstance","instanceId":"a, b","testFlag":"0"}`:                                                                    isv.QueryInstanceRequest{InstanceIDs: []string{"a", "b"}},
		`{"activity":"refreshInstance","scene":"RENEWAL","orderId":"o","orderLineId":"l","instanceId":"i","expireTime":"20270131155959"}`:    isv.RefreshInstanceRequest{Scene: "RENEWAL", OrderID: "o", OrderLineID: "l", InstanceID: "i", ExpireTime: time.Date(2027, 1, 31, 15, 59, 59, 0, time.UTC)},
		`{"activity":"refreshInstance","scene":"RENEWAL","orderId":"o","orderLineId":"l","instanceId":"i","expireTime":"20270131155959123"}`: isv.RefreshInstanceRequest{Scene: "RENEWAL", OrderID: "o", OrderLineID: "l", InstanceID: "i", ExpireTime: time.Date(2027, 1, 31, 15, 59, 59, 123e6, time.UTC)},
		`{"activity":"updateInstanceStatus","instanceId":"i","status":"FREEZE","testFlag":1}`:                                                isv.UpdateInstanceStatusRequest{InstanceID: "i", Freeze: true, Test: true},
		`{"activity":"updateInstanceStatus","instanceId":"i","status":"UNFREEZE"}`:                                                           isv.UpdateInstanceStatusRequest{InstanceID: "i"},
		`{"activity":"releaseInstance","instanceId":"i","orderId":"o","orderLineId":"l"}`:                                                    isv.ReleaseInstanceRequest{InstanceID: "i", OrderID: "o", OrderLineID: "l"},
		`{"activity":"upgradeInstance","instanceId":"i","orderId":"o","orderLineId":"l"}`:                                                    isv.UpgradeInstanceRequest{InstanceID: "i", OrderID: "o", OrderLineID: "l"},
		`{"activity":"changeInstanceCheck","instanceId":"i","productInfo":{"linearValue":20,"productId":"p","skuCode":"s"}}`:                 isv.ChangeInstanceCheckRequest{InstanceID: "i", ProductID: "p", SKUCode: "s", LinearValue: &size},
		`{"activity":"orderNotify","orderId":"o","orderLineId":"l"}`:                                                                         isv.OrderNotifyRequest{OrderID: "o", OrderLineID: "l"},
	} {
		var got any
		h := handler(isv.Callbacks{
			NewInstance: func(_ context.Context, r isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) {
				got = r
				return isv.Opened("i"), nil
			},
			QueryInstance: func(_ context.Context, r isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
				got = r
				return isv.QueryInstanceAnswer{Instances: []isv.Instance{{InstanceID: "a"}, {InstanceID: "b"}}}, nil
			},
			RefreshInstance: keep[isv.RefreshInstanceRequest](&got), UpdateInstanceStatus: keep[isv.UpdateInstanceStatusRequest](&got),
			ReleaseInstance: keep[isv.ReleaseInstanceRequest](&got), UpgradeInstance: keep[isv.UpgradeInstanceRequest](&got),
			ChangeInstanceCheck: keep[isv.ChangeInstanceCheckRequest](&got), OrderNotify: keep[isv.OrderNotifyRequest](&got),
		})
		if status, answer := call(t, h, "n", body); status != 200 || answer["resultCode"] != "000000" {
			t.Errorf("%s\n%d %v", body, status, answer)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
		if _, answer := call(t, handler(isv.Callbacks{}), "n", body); answer["resultCode"] != "000002" {
			t.Errorf("%s without callback: %v", body, answer)
		}
	}
}

func TestABodyThatBreaksTheInterfaceNeverReachesACallback(t *testing.T) {
	t.Parallel()
	fail := func(context.Context, isv.RefreshInstanceRequest) error { panic("reached") }
	for _, body := range []string{
		`{`, `[]`, `{}`, `{"activity":"upgrade"}`, `{"activity":"newInstance","orderId":"o","orderLineId":"l"}`, `{"activity":"newInstance","orderId":1}`,
		`{"activity":"queryInstance"}`, `{"activity":"queryInstance","instanceId":"a,,b"}`, `{"activity":"queryInstance","instanceId":"` + strings.Repeat("a,", 100) + `a"}`,
		`{"activity":"refreshInstance","scene":"RENEWAL","orderId":"o","orderLineId":"l","instanceId":"i","expireTime":"2027-01-31"}`,
		`{"activity":"refreshInstance","scene":"RENEWAL","orderId":"o","orderLineId":"l","expireTime":"20270131155959"}`,
		`{"activity":"updateInstanceStatus","instanceId":"i","status":"NORMAL"}`, `{"activity":"changeInstanceCheck","instanceId":"i"}`,
	} {
		if status, answer := call(t, handler(isv.Callbacks{RefreshInstance: fail}), "n", body); status != 200 || answer["resultCode"] != "000002" {
			t.Errorf("%s: %d %v", body, status, answer)
		}
	}
}

func TestWhatACallbackReturnsDecidesTheAnswer(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer isv.NewInstanceAnswer
		err    error
		want   map[string]any
	}{
		"opened":           {isv.Opened("i"), nil, map[string]any{"resultCode": "000000", "resultMsg": "success.", "instanceId": "i"}},
		"accepted":         {isv.Accepted("i"), nil, map[string]any{"resultCode": "000004", "resultMsg": "in progress.", "instanceId": "i"}},
		"chosen code":      {isv.Opened("i"), isv.Errorf(isv.CodeSoldOut, "卖完了"), map[string]any{"resultCode": "000106", "resultMsg": "卖完了"}},
		"unexpected error": {isv.Opened("i"), errors.New("password of the database"), map[string]any{"resultCode": "000005", "resultMsg": "internal error"}},
		"no instance id":   {isv.NewInstanceAnswer{}, nil, map[string]any{"resultCode": "000005", "resultMsg": "internal error"}},
		"too long an id":   {isv.Opened(strings.Repeat("i", 65)), nil, map[string]any{"resultCode": "000005", "resultMsg": "internal error"}},
	} {
		h := handler(isv.Callbacks{NewInstance: func(context.Context, isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) { return tc.answer, tc.err }})
		var seen isv.Call
		h.Observe = func(_ context.Context, c isv.Call) { seen = c }
		_, got := call(t, h, "n", `{"activity":"newInstance","orderId":"o","orderLineId":"l","businessId":"b"}`)
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if seen.ResultCode != got["resultCode"] || seen.OrderID != "o" || (seen.Err == nil) != (got["instanceId"] != nil) {
			t.Errorf("%s: observed %+v", name, seen)
		}
	}
}

func TestAPanicInACallbackIsAnInternalError(t *testing.T) {
	t.Parallel()
	h := handler(isv.Callbacks{OrderNotify: func(context.Context, isv.OrderNotifyRequest) error { panic("secret") }})
	status, got := call(t, h, "n", `{"activity":"orderNotify","orderId":"o","orderLineId":"l"}`)
	if status != 200 || got["resultCode"] != "000005" || strings.Contains(got["resultMsg"].(string), "secret") {
		t.Errorf("%d %v", status, got)
	}
}

func query(t *testing.T, instances ...isv.Instance) (*httptest.ResponseRecorder, string) {
	t.Helper()
	h := handler(isv.Callbacks{QueryInstance: func(context.Context, isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
		return isv.QueryInstanceAnswer{Instances: instances}, nil
	}})
	const body = `{"activity":"queryInstance","instanceId":"i"}`
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/?"+signed(key, "n", now(), body).Encode(), strings.NewReader(body)))
	return w, w.Body.String()
}

func TestAnswersArePlainASCII(t *testing.T) {
	t.Parallel()
	w, got := query(t, isv.Instance{InstanceID: "i", AppInfo: &isv.AppInfo{FrontEndURL: "https://a.example.com/?a=1&b=2", Password: "p", Memo: "请😀"},
		Usage: []isv.Usage{{Value: "12.5", At: time.Date(2026, 5, 1, 18, 0, 0, 5e6, time.FixedZone("", 8*3600))}}})
	want := `{"resultCode":"000000","resultMsg":"success.","info":[{"instanceId":"i","appInfo":{"frontEndUrl":"https://a.example.com/?a=1\u0026b=2",` +
		`"password":"p","memo":"\u8bf7\ud83d\ude00"},"usageInfo":[{"usageValue":12.5,"statisticalTime":"20260501100000005"}]}]}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if w.Header().Get("Content-Type") != "application/json;charset=utf-8" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", w.Header())
	}
}

func TestAnAnswerThatTheMarketplaceWouldRefuseIsNotSent(t *testing.T) {
	t.Parallel()
	good := isv.AppInfo{FrontEndURL: "https://a.example.com"}
	with := func(change func(*isv.AppInfo)) isv.Instance {
		app := good
		change(&app)
		return isv.Instance{InstanceID: "i", AppInfo: &app}
	}
	for name, instances := range map[string][]isv.Instance{
		"nothing": nil, "another": {{InstanceID: "j"}}, "twice": {{InstanceID: "i"}, {InstanceID: "i"}},
		"no link": {with(func(a *isv.AppInfo) { a.FrontEndURL = "" })}, "script": {with(func(a *isv.AppInfo) { a.FrontEndURL = "javascript:1" })},
		"admin": {with(func(a *isv.AppInfo) { a.AdminURL = "/admin" })}, "long memo": {with(func(a *isv.AppInfo) { a.Memo = strings.Repeat("长", 1025) })},
		"long name": {with(func(a *isv.AppInfo) { a.UserName = strings.Repeat("n", 129) })}, "NUL": {with(func(a *isv.AppInfo) { a.Password = "\x00" })},
		"usage": {{InstanceID: "i", Usage: []isv.Usage{{Value: "1.23456"}}}},
	} {
		if _, got := query(t, instances...); !strings.Contains(got, `"000005"`) {
			t.Errorf("%s: %s", name, got)
		}
	}
	if _, got := query(t, with(func(*isv.AppInfo) {})); !strings.Contains(got, `"000000"`) {
		t.Errorf("good: %s", got)
	}
}

func TestOnlyPostOfABoundedBodyIsRead(t *testing.T) {
	t.Parallel()
	h := handler(isv.Callbacks{})
	h.MaxBody = 10
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("GET: %d", w.Code)
	}
	if status, answer := call(t, h, "n", `{"activity":"x"}`); status != http.StatusRequestEntityTooLarge || answer["resultCode"] != "000002" {
		t.Errorf("long body: %d %v", status, answer)
	}
	if status, answer := call(t, &isv.Handler{}, "n", `{}`); status != 200 || answer["resultCode"] != "000001" {
		t.Errorf("no verifier: %d %v", status, answer)
	}
}

func TestRepeatedAndConcurrentOrdersLeadToOneInstance(t *testing.T) {
	t.Parallel()
	var ids isv.MemoryInstanceIDs
	running, opened := 0, map[string]int{}
	open := isv.OncePerOrder(&ids, func(_ context.Context, _ isv.NewInstanceRequest, id string) (isv.NewInstanceAnswer, error) {
		// Not guarded on purpose: the race detector sees it if two calls for one order run at once.
		running++
		opened[id]++
		running--
		return isv.Opened(id), nil
	})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			r := isv.NewInstanceRequest{OrderID: "o", OrderLineID: "l", BusinessID: string(rune('a' + i))}
			if _, err := open(t.Context(), r); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(opened) != 1 {
		t.Errorf("instances %v", opened)
	}
	a := isv.NewInstanceRequest{OrderID: "o", OrderLineID: "l", ProductID: "p"}
	b := isv.NewInstanceRequest{OrderID: "o", OrderLineID: "m", ProductID: "p"}
	if a.Key() != b.Key() {
		t.Error("on-demand lines of one order and product have different keys")
	}
}
