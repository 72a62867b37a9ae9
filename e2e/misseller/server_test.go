package misseller_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// market plays the marketplace: it signs, sends and judges.
type market struct {
	t      *testing.T
	server *misseller.Server
	now    func() time.Time
}

func start(t *testing.T, opts misseller.Options) *market {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return time.UnixMilli(1680508066618) }
	}
	server := misseller.New(opts)
	t.Cleanup(server.Close)
	return &market{t, server, opts.Now}
}

func (m *market) send(ctx context.Context, key string, b misseller.Behaviour, r saasv2.Request) (wire.Reply, error) {
	m.t.Helper()
	nonce, err := saasv2.NewNonce(rand.Reader)
	if err != nil {
		m.t.Fatal(err)
	}
	body := r.Encode()
	address, err := saasv2.SignedURL(m.server.Address(b), key, nonce, m.now().UnixMilli(), body)
	if err != nil {
		m.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(string(body)))
	if err != nil {
		m.t.Fatal(err)
	}
	client := *m.server.HTTP.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return wire.Reply{}, err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(io.LimitReader(response.Body, wire.MaxBody+1))
	return wire.Reply{Status: response.StatusCode, ContentType: response.Header.Get("Content-Type"), Body: got}, err
}

func order(id, business string) saasv2.NewInstanceRequest {
	return saasv2.NewInstanceRequest{OrderID: id, OrderLineID: id + "-000001", BusinessID: business}
}

func (m *market) open(b misseller.Behaviour, id, business string) (saasv2.NewInstanceAnswer, wire.Faults) {
	m.t.Helper()
	reply, err := m.send(m.t.Context(), m.server.Key(), b, order(id, business))
	if err != nil {
		m.t.Fatal(err)
	}
	return saasv2.CheckNewInstance(reply)
}

func (m *market) query(b misseller.Behaviour, id string) (wire.QueryInstanceAnswer, wire.Faults) {
	m.t.Helper()
	reply, err := m.send(m.t.Context(), m.server.Key(), b, saasv2.QueryInstanceRequest{InstanceIDs: []string{id}})
	if err != nil {
		m.t.Fatal(err)
	}
	return saasv2.CheckQueryInstance(reply, []string{id})
}

func TestEachKindIsSeenAsItsOwnFault(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{Hang: time.Nanosecond, DripEvery: time.Nanosecond})
	type codes = []wire.FaultCode
	want := map[misseller.Kind]codes{
		misseller.Good: {}, misseller.RefuseSignature: {"result_code_refused"}, misseller.Status: {"http_status"}, misseller.Hang: {},
		misseller.Drip: {}, misseller.HTML: {"html", "content_type"}, misseller.HTMLAsJSON: {"html"}, misseller.WrongType: {"content_type"},
		misseller.InvalidUTF8: {"not_utf8"}, misseller.Huge: {"body_too_large"}, misseller.Redirect: {"redirect"}, misseller.NoContent: {"http_status", "no_body"},
		misseller.EmptyBody: {"no_body"}, misseller.NotJSON: {"not_json"}, misseller.UnknownCode: {"result_code_unknown"}, misseller.Code: {"result_code_refused"},
		misseller.NumberCode: {"field_not_string"}, misseller.NoInstanceID: {"instance_id_missing"}, misseller.LongFields: {"field_too_long", "field_too_long"},
		misseller.ScriptLink: {}, misseller.ChangeInstanceID: {}, misseller.FailTimes: {"http_status"}, misseller.Pending: {}, misseller.PendingForever: {},
	}
	for _, kind := range misseller.Kinds() {
		if kind == misseller.Close {
			continue // has its own test
		}
		_, faults := m.open(misseller.Behaviour{Kind: kind, Times: 1, For: time.Minute}, "CS-"+string(kind), "b")
		if diff := cmp.Diff(want[kind], faults.Codes()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	if hits := m.server.RedirectHits(); hits != 0 {
		t.Errorf("%d redirects followed", hits)
	}
}

func TestAnOrderThatIsRepeatedHasOneInstance(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{TLS: true})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { m.open(misseller.Behaviour{}, "CS1", string(rune('a'+i))) })
	}
	wg.Wait()
	instances := m.server.InstancesFor("CS1")
	if len(instances) != 1 || len(instances[0].BusinessIDs) != 8 {
		t.Errorf("instances %+v", instances)
	}
	if got := m.server.RequestsFor("CS1", "newInstance"); len(got) != 8 || got[0].Forged != nil || got[0].BusinessID == "" {
		t.Errorf("requests %+v", got)
	}
	answer, faults := m.query(misseller.Behaviour{}, instances[0].InstanceID)
	info, notReady := answer.Ready(instances[0].InstanceID)
	if faults != nil || notReady != nil || info.AppInfo.Password == "" {
		t.Errorf("%+v, %v, %v", answer, faults, notReady)
	}
}

func TestAForgedRequestIsRecordedAndRefusedWhateverTheBehaviour(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{Keys: []string{"old", "new"}})
	for _, kind := range []misseller.Kind{misseller.Good, misseller.Close, misseller.Status} {
		reply, err := m.send(t.Context(), "stolen", misseller.Behaviour{Kind: kind}, order("CS1", "b"))
		if err != nil {
			t.Fatal(err)
		}
		if answer, faults := saasv2.CheckNewInstance(reply); answer.ResultCode != "000001" || !faults.Has(wire.FaultCodeRefused) {
			t.Errorf("%s: %+v %v", kind, answer, faults)
		}
	}
	if got := m.server.Requests(); len(got) != 3 || got[0].Forged == nil {
		t.Errorf("requests %+v", got)
	}
	if got := m.server.Instances(); len(got) != 0 {
		t.Errorf("instances %+v", got)
	}
	if reply, err := m.send(t.Context(), "new", misseller.Behaviour{}, order("CS1", "b")); err != nil || reply.Status != 200 {
		t.Errorf("second key: %+v, %v", reply, err)
	}
}

func TestItSucceedsAfterTheGivenNumberOfFailures(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{})
	b := misseller.Behaviour{Kind: misseller.FailTimes, Times: 2}
	for attempt, failing := range []bool{true, true, false, false} {
		if _, faults := m.open(b, "CS1", "b"); (len(faults) > 0) != failing {
			t.Errorf("attempt %d: %v", attempt, faults)
		}
	}
	if n := len(m.server.InstancesFor("CS1")); n != 1 {
		t.Errorf("%d instances", n)
	}
}

func TestAPendingInstanceIsReadyWhenTheClockSaysSo(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	clock := time.UnixMilli(1680508066618)
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return clock }
	m := start(t, misseller.Options{Now: now})
	soon, never := misseller.Behaviour{Kind: misseller.Pending, For: 10 * time.Minute}, misseller.Behaviour{Kind: misseller.PendingForever}
	a, _ := m.open(soon, "CS1", "b")
	z, _ := m.open(never, "CS2", "b")
	for _, step := range []struct {
		after       time.Duration
		soonPending bool
	}{{0, true}, {10*time.Minute - 1, true}, {1, false}, {1000 * time.Hour, false}} {
		mu.Lock()
		clock = clock.Add(step.after)
		mu.Unlock()
		if answer, faults := m.query(soon, a.InstanceID); answer.Pending != step.soonPending || faults != nil {
			t.Errorf("at %s: %+v, %v", clock, answer, faults)
		}
		if answer, faults := m.query(never, z.InstanceID); !answer.Pending || faults != nil {
			t.Errorf("at %s: %+v, %v", clock, answer, faults)
		}
	}
	if again, _ := m.open(soon, "CS1", "c"); again.Accepted || again.InstanceID != a.InstanceID {
		t.Errorf("repeat after it is ready: %+v", again)
	}
}

func TestAScriptIsPlayedStepByStep(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{})
	m.server.Script("CS1", misseller.Behaviour{Kind: misseller.HTML}, misseller.Behaviour{Kind: misseller.ScriptLink}, misseller.Behaviour{})
	if _, faults := m.open(misseller.Behaviour{}, "CS1", "a"); !faults.Has(wire.FaultHTML) {
		t.Errorf("first: %v", faults)
	}
	second, faults := m.open(misseller.Behaviour{}, "CS1", "b")
	if faults != nil {
		t.Errorf("second: %v", faults)
	}
	if _, faults := m.query(misseller.Behaviour{}, second.InstanceID); !faults.Has(wire.FaultFieldNotURL) {
		t.Errorf("query at the second step: %v", faults)
	}
	for range 2 {
		if third, faults := m.open(misseller.Behaviour{}, "CS1", "c"); faults != nil || third.InstanceID != second.InstanceID {
			t.Errorf("third: %+v, %v", third, faults)
		}
	}
}

func TestABehaviourCanBeForOneActivity(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{})
	b := misseller.Behaviour{Kind: misseller.LongFields, Only: "queryInstance"}
	answer, faults := m.open(b, "CS1", "b")
	if faults != nil {
		t.Fatal(faults)
	}
	if _, faults := m.query(b, answer.InstanceID); !faults.Has(wire.FaultFieldTooLong) {
		t.Errorf("query: %v", faults)
	}
}

func TestAnotherInstanceAtEveryAttemptBreaksTheRuleOnPurpose(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{})
	b := misseller.Behaviour{Kind: misseller.ChangeInstanceID}
	first, _ := m.open(b, "CS1", "a")
	if answer, _ := m.query(b, first.InstanceID); answer.ResultCode != "000003" {
		t.Errorf("query %+v", answer)
	}
	second, _ := m.open(b, "CS1", "b")
	if faults := second.CheckSame(first.InstanceID); !faults.Has(wire.FaultInstanceIDChanged) {
		t.Errorf("%v and %v", first, second)
	}
	if n := len(m.server.InstancesFor("CS1")); n != 2 {
		t.Errorf("%d instances", n)
	}
}

func TestAClosedConnectionLosesAnAnswerButNotTheInstance(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{})
	if reply, err := m.send(t.Context(), m.server.Key(), misseller.Behaviour{Kind: misseller.Close}, order("CS1", "b")); err == nil {
		t.Errorf("got %+v", reply)
	}
	if n := len(m.server.InstancesFor("CS1")); n != 1 {
		t.Errorf("%d instances", n)
	}
}

func TestAHangEndsWhenTheCallerGivesUp(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{Hang: time.Hour, DripEvery: time.Hour})
	for _, kind := range []misseller.Kind{misseller.Hang, misseller.Drip} {
		ctx, cancel := context.WithCancel(t.Context())
		id := "CS-" + string(kind)
		go func() {
			defer cancel()
			_ = m.server.WaitFor(t.Context(), func(all []misseller.Request) bool { return len(all) > 0 && all[len(all)-1].OrderID == id })
		}()
		if _, err := m.send(ctx, m.server.Key(), misseller.Behaviour{Kind: kind}, order(id, "b")); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestTheOtherActivitiesAreKept(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{})
	answer, _ := m.open(misseller.Behaviour{}, "CS1", "b")
	expiry := time.Date(2027, 1, 31, 15, 59, 59, 0, time.UTC)
	for _, r := range []saasv2.Request{
		saasv2.RefreshInstanceRequest{Scene: saasv2.SceneRenewal, OrderID: "CS2", OrderLineID: "l", InstanceID: answer.InstanceID, ExpireTime: expiry},
		saasv2.UpdateInstanceStatusRequest{InstanceID: answer.InstanceID, Status: saasv2.StatusFreeze},
		saasv2.ReleaseInstanceRequest{InstanceID: answer.InstanceID}, saasv2.ReleaseInstanceRequest{InstanceID: answer.InstanceID},
	} {
		reply, err := m.send(t.Context(), m.server.Key(), misseller.Behaviour{}, r)
		if _, faults := wire.CheckPlain(reply); err != nil || faults != nil {
			t.Errorf("%s: %v %v", r.Activity(), faults, err)
		}
	}
	got := m.server.InstancesFor("CS1")[0]
	if !got.Frozen || !got.Released || !got.ExpireTime.Equal(expiry) {
		t.Errorf("%+v", got)
	}
	if n := len(m.server.RequestsFor("CS1", "")); n != 5 {
		t.Errorf("%d requests", n)
	}
}

func TestTheTestCertificateIsNotTrustedByOthers(t *testing.T) {
	t.Parallel()
	m := start(t, misseller.Options{TLS: true})
	var unknown *tls.CertificateVerificationError
	if _, err := http.Get(m.server.HTTP.URL); !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
}
