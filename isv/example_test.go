package isv_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/souk-market/souk/isv"
)

// A whole seller's server: it opens an instance once per order and tells how to log in.
func Example() {
	at := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	verifier := isv.NewVerifier("my-interface-key")
	verifier.Now = func() time.Time { return at } // leave it out in a real server
	var ids isv.MemoryInstanceIDs                 // use a table in a real server
	handler := &isv.Handler{
		Verifier: verifier,
		Callbacks: isv.Callbacks{
			NewInstance: isv.OncePerOrder(&ids, func(_ context.Context, _ isv.NewInstanceRequest, id string) (isv.NewInstanceAnswer, error) {
				// Make the tenant, database, account … for id here, unless they are there already.
				return isv.Opened(id), nil
			}),
			QueryInstance: func(_ context.Context, r isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
				var answer isv.QueryInstanceAnswer
				for _, id := range r.InstanceIDs {
					answer.Instances = append(answer.Instances, isv.Instance{InstanceID: id,
						AppInfo: &isv.AppInfo{FrontEndURL: "https://app.example.com/" + id, UserName: "admin", Password: "change-me"}})
				}
				return answer, nil
			},
		},
	}

	// The marketplace calls; each attempt has its own businessId and nonce.
	for i, body := range []string{
		`{"activity":"newInstance","businessId":"b-1","orderId":"CS1","orderLineId":"CS1-000001"}`,
		`{"activity":"newInstance","businessId":"b-2","orderId":"CS1","orderLineId":"CS1-000001"}`,
		`{"activity":"queryInstance","instanceId":"b-1"}`,
		`{"activity":"releaseInstance","instanceId":"b-1"}`,
	} {
		nonce, timestamp := fmt.Sprint("nonce-", i), fmt.Sprint(at.UnixMilli())
		query := url.Values{"timestamp": {timestamp}, "nonce": {nonce}, "signature": {isv.Sign("my-interface-key", nonce, timestamp, []byte(body))}}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/produce?"+query.Encode(), strings.NewReader(body)))
		fmt.Println(w.Body)
	}
	// Output:
	// {"resultCode":"000000","resultMsg":"success.","instanceId":"b-1"}
	// {"resultCode":"000000","resultMsg":"success.","instanceId":"b-1"}
	// {"resultCode":"000000","resultMsg":"success.","info":[{"instanceId":"b-1","appInfo":{"frontEndUrl":"https://app.example.com/b-1","userName":"admin","password":"change-me"}}]}
	// {"resultCode":"000002","resultMsg":"activity releaseInstance is not supported by this server"}
}

// A key is rotated without a failed call by accepting both for a while.
func ExampleVerifier_keyRotation() {
	at := time.UnixMilli(1680508066618)
	verifier := &isv.Verifier{
		Now:  func() time.Time { return at },
		Keys: func(context.Context) ([]string, error) { return []string{"new-key", "old-key"}, nil },
	}
	for _, key := range []string{"new-key", "old-key", "stolen-key"} {
		query := url.Values{"timestamp": {"1680508066618"}, "nonce": {"n"}, "signature": {isv.Sign(key, "n", "1680508066618", []byte("{}"))}}
		fmt.Println(key, verifier.Verify(context.Background(), query, []byte("{}")))
	}
	// Output:
	// new-key <nil>
	// old-key <nil>
	// stolen-key result 000001: signature is wrong: isv: signature wrong
}

// A callback chooses the result code with a ResultError; the cause stays in the seller's log.
func ExampleResultError() {
	open := func(context.Context, isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) {
		return isv.NewInstanceAnswer{}, &isv.ResultError{Code: isv.CodeSoldOut, Msg: "no seats left", Err: errors.New("pool eu-1 is empty")}
	}
	_, err := open(context.Background(), isv.NewInstanceRequest{})
	fmt.Println(err)
	// Output: result 000106: no seats left: pool eu-1 is empty
}

// Opening that takes long is accepted at once; QueryInstance says when it is done.
func ExampleAccepted() {
	fmt.Printf("%+v\n", isv.Accepted("i-1"))
	fmt.Println(isv.InProgress())
	// Output:
	// {InstanceID:i-1 Pending:true}
	// result 000004: in progress
}
