package misseller

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"github.com/souk-market/souk/isv"
)

// Options configure a Server; the zero value works with the key "test-interface-key".
type Options struct {
	Keys      []string         // interface keys that are accepted
	Now       func() time.Time // the test's clock, for the time of calls and for Pending; nil means the machine's
	Wall      func() time.Time // the clock that signatures are checked against; nil means Now
	TLS       bool             // serve https with a test certificate (Server.HTTP.Certificate)
	Hang      time.Duration    // real time; 0 means 25 s
	DripEvery time.Duration    // real time between two bytes; 0 means 300 ms
	HugeBytes int              // 0 means 5 MB
}

// Request is one recorded request.
type Request struct {
	At          time.Time // on the test's clock
	Method      string
	Path        string // with the query as it was sent
	Header      http.Header
	Body        []byte
	Activity    string
	OrderID     string
	OrderLineID string
	InstanceID  string
	BusinessID  string
	Behaviour   Kind  // what it was answered with
	Forged      error // why it was not genuine; nil for a genuine request
}

// Instance is what the server opened.
type Instance struct {
	InstanceID  string
	OrderID     string
	OrderLineID string
	BusinessIDs []string // of all calls that led here, oldest first
	Frozen      bool
	Released    bool
	ExpireTime  time.Time // the last that refreshInstance set
	readyAt     time.Time // Pending: when it is ready
	forever     bool      // PendingForever
	lost        bool      // ChangeInstanceID: queryInstance does not know it
}

// Server is a running seller's server.
type Server struct {
	HTTP *httptest.Server // the listener, for its certificate and client

	opts    Options
	handler *isv.Handler
	closing chan struct{}

	mu           sync.Mutex
	requests     []Request
	instances    []*Instance
	scripts      map[string]*script // by order
	failed       map[string]int     // by order line: failures of FailTimes so far
	redirectHits int
	changed      chan struct{} // closed and replaced at every recorded request
}

// New starts a server on a free port of 127.0.0.1. Call Close when done.
func New(opts Options) *Server {
	if len(opts.Keys) == 0 {
		opts.Keys = []string{"test-interface-key"}
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Wall == nil {
		opts.Wall = opts.Now
	}
	opts.Hang = orDefault(opts.Hang, 25*time.Second)
	opts.DripEvery = orDefault(opts.DripEvery, 300*time.Millisecond)
	opts.HugeBytes = orDefault(opts.HugeBytes, 5_000_000)
	s := &Server{
		opts: opts, closing: make(chan struct{}), scripts: map[string]*script{}, failed: map[string]int{},
		changed: make(chan struct{}),
	}
	verifier := isv.NewVerifier(opts.Keys...)
	verifier.Now = opts.Wall
	s.handler = &isv.Handler{Verifier: verifier, Callbacks: s.callbacks()}
	s.HTTP = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	if opts.TLS {
		s.HTTP.StartTLS()
	} else {
		s.HTTP.Start()
	}
	return s
}

func orDefault[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}

// Close ends all hanging answers and stops the server.
func (s *Server) Close() {
	close(s.closing)
	s.HTTP.CloseClientConnections()
	s.HTTP.Close()
}

// Address returns the production address at which the server behaves so.
func (s *Server) Address(b Behaviour) string { return s.HTTP.URL + b.path() }

// Key returns the first interface key.
func (s *Server) Key() string { return s.opts.Keys[0] }

// Script sets how the calls for one order are answered, whatever the address says: each newInstance takes the next step, the
// last one stays; the other activities are answered like the step that is current.
func (s *Server) Script(orderID string, steps ...Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scripts[orderID] = &script{steps: slices.Clone(steps)}
}

type script struct {
	steps []Behaviour
	taken int // newInstance calls so far
}

// step returns the behaviour for a call and moves on at newInstance.
func (sc *script) step(activity string) Behaviour {
	if activity == "newInstance" {
		sc.taken++
	}
	return sc.steps[min(max(sc.taken-1, 0), len(sc.steps)-1)]
}

// Requests returns all recorded requests, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// RequestsFor returns the requests of an activity ("" for all) that name the order or one of its instances.
func (s *Server) RequestsFor(orderID, activity string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Request
	for _, r := range s.requests {
		if (activity == "" || r.Activity == activity) && (r.OrderID == orderID || s.orderOf(r.InstanceID) == orderID) {
			out = append(out, r)
		}
	}
	return out
}

// Instances returns copies of all instances, oldest first.
func (s *Server) Instances() []Instance { return s.InstancesFor("") }

// InstancesFor returns copies of the instances of an order ("" for all); a scenario wants exactly one.
func (s *Server) InstancesFor(orderID string) []Instance {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Instance
	for _, in := range s.instances {
		if orderID == "" || in.OrderID == orderID {
			c := *in
			c.BusinessIDs = slices.Clone(in.BusinessIDs)
			out = append(out, c)
		}
	}
	return out
}

// RedirectHits counts the requests that followed a redirect; a marketplace must leave it at 0.
func (s *Server) RedirectHits() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.redirectHits
}

// WaitFor returns when the recorded requests satisfy done, or with the error of ctx. It waits on a signal, not on time.
func (s *Server) WaitFor(ctx context.Context, done func([]Request) bool) error {
	for {
		s.mu.Lock()
		requests, changed := slices.Clone(s.requests), s.changed
		s.mu.Unlock()
		if done(requests) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

const redirectTarget = "/redirect-target"

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == redirectTarget {
		s.mu.Lock()
		s.redirectHits++
		s.mu.Unlock()
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return // the caller hung up
	}
	behaviour, err := parseBehaviour(r.URL)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	request := Request{
		At: s.opts.Now(), Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Body: body,
		Forged: s.handler.Verifier.Verify(r.Context(), r.URL.Query(), body),
	}
	var m struct{ Activity, OrderID, OrderLineID, InstanceID, BusinessID string }
	_ = json.Unmarshal(body, &m) // a body that cannot be read is recorded as bytes and refused below
	request.Activity, request.OrderID, request.OrderLineID = m.Activity, m.OrderID, m.OrderLineID
	request.InstanceID, request.BusinessID = m.InstanceID, m.BusinessID
	genuine := request.Forged == nil && r.Method == http.MethodPost
	behaviour = s.record(&request, behaviour, genuine)
	if !genuine {
		refuseForged(w, request.Forged)
		return
	}
	s.answer(w, r, request, behaviour)
}

// record stores the request together with the behaviour that the script or the address chooses for it.
func (s *Server) record(request *Request, behaviour Behaviour, genuine bool) Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	order := request.OrderID
	if owner := s.orderOf(request.InstanceID); owner != "" {
		order = owner // a renewal order has another id than the order that opened the instance
	}
	if sc := s.scripts[order]; sc != nil && len(sc.steps) > 0 && genuine {
		behaviour = sc.step(request.Activity)
	}
	behaviour = behaviour.effective(request.Activity)
	if behaviour.Kind == FailTimes {
		behaviour = s.countFailure(*request, behaviour, genuine)
	}
	request.Behaviour = behaviour.Kind
	s.requests = append(s.requests, *request)
	close(s.changed)
	s.changed = make(chan struct{})
	return behaviour
}

func (s *Server) countFailure(request Request, b Behaviour, genuine bool) Behaviour {
	line := request.OrderID + "\x1f" + request.OrderLineID
	if request.Activity != "newInstance" || !genuine || s.failed[line] >= b.Times {
		return Behaviour{Kind: Good}
	}
	s.failed[line]++
	return Behaviour{Kind: Status, Status: b.Status}
}

func (s *Server) orderOf(instanceID string) string {
	for _, in := range s.instances {
		if instanceID != "" && in.InstanceID == instanceID {
			return in.OrderID
		}
	}
	return ""
}

// run lets the isv handler do the work of a genuine request and returns its answer without sending it. The verifier inside has
// no memory for nonces: the one outside has noted this one already.
func (s *Server) run(r *http.Request, request Request, b Behaviour) *httptest.ResponseRecorder {
	inner := *s.handler
	inner.Verifier = &isv.Verifier{Keys: s.handler.Verifier.Keys, Now: s.opts.Wall, MaxSkew: s.handler.Verifier.MaxSkew}
	again := r.Clone(context.WithValue(r.Context(), behaviourKey{}, b))
	again.Body = io.NopCloser(bytes.NewReader(request.Body))
	w := httptest.NewRecorder()
	inner.ServeHTTP(w, again)
	return w
}
