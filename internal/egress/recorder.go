package egress

import (
	"context"
	"net/http/httptrace"
	"sync"
	"time"
)

// recorder notes when each phase of one exchange began and ended. The dial runs
// in another goroutine than the exchange and may outlive it, hence the lock.
type recorder struct {
	ctx   context.Context // of the exchange: the transport hides its deadline from dials
	start time.Time

	mu                                 sync.Mutex
	dns, connect, tls                  span
	gotConn, firstByte, headerComplete time.Time
	reused                             bool
	remote                             string
}

type span struct{ from, to time.Time }

func (s span) length(now time.Time) time.Duration {
	switch {
	case s.from.IsZero():
		return 0
	case s.to.IsZero():
		return now.Sub(s.from)
	}
	return s.to.Sub(s.from)
}

type recorderKey struct{}

func recorderOf(ctx context.Context) *recorder {
	rec, _ := ctx.Value(recorderKey{}).(*recorder)
	return rec
}

// newRecorder starts the stopwatch and returns the context to send the request with.
func newRecorder(ctx context.Context) (*recorder, context.Context) {
	rec := &recorder{start: time.Now()}
	ctx = context.WithValue(ctx, recorderKey{}, rec)
	rec.ctx = ctx
	return rec, httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			rec.mu.Lock()
			defer rec.mu.Unlock()
			rec.gotConn, rec.reused = time.Now(), info.Reused
			rec.remote = info.Conn.RemoteAddr().String()
		},
		GotFirstResponseByte: func() { rec.mark(&rec.firstByte) },
	})
}

func (r *recorder) mark(t *time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*t = time.Now()
}

// phase is what the exchange is doing now.
func (r *recorder) phase() Phase {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case !r.headerComplete.IsZero():
		return PhaseBody
	case !r.gotConn.IsZero():
		return PhaseFirstByte
	case !r.tls.from.IsZero():
		return PhaseTLS
	case !r.connect.from.IsZero():
		return PhaseConnect
	case !r.dns.from.IsZero():
		return PhaseDNS
	}
	return PhaseConnect
}

// replied says whether any byte of a reply came.
func (r *recorder) replied() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.firstByte.IsZero()
}

func (r *recorder) remoteAddr() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.remote
}

// timing is what was measured until now. A connection that was reused leaves out
// the phases of a dial that was begun for this exchange and then not needed.
func (r *recorder) timing() Timing {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	t := Timing{StartedAt: r.start.UTC(), Total: now.Sub(r.start), Reused: r.reused}
	if !r.reused {
		t.DNS, t.Connect, t.TLS = r.dns.length(now), r.connect.length(now), r.tls.length(now)
	}
	t.FirstByte = span{r.gotConn, r.firstByte}.length(now)
	return t
}
