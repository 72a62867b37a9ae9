package call

import (
	"context"
	"errors"
	"fmt"
	"time"

	"crypto/rand"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// Answer is what a good reply said.
type Answer struct {
	InstanceID string
	Instance   *wire.InstanceInfo // of queryInstance, when the buyer can get in
}

// attempt waits for a slot, sends the run and stores how it ended.
func (s *Service) attempt(ctx context.Context, c Call) {
	seller := s.sellerSlot(c.SellerID)
	for _, slot := range []chan struct{}{seller, s.slots} {
		select {
		case slot <- struct{}{}:
			defer func() { <-slot }()
		case <-ctx.Done():
			return // nothing was sent: the lease runs out and another run begins
		}
	}
	if clock.Wall().After(c.run.lease.Add(-exchangeTime)) {
		return // it waited too long: the lease would end during the exchange, and somebody else begin
	}
	a, answer := s.send(ctx, c)
	if err := s.finish(context.WithoutCancel(ctx), c, a, answer); err != nil {
		s.log.ErrorContext(ctx, "call attempt not stored; it will be recovered", "call", c.ID, "order", c.OrderID, "error", err)
	}
}

// send makes the exchange of a run and judges it.
func (s *Service) send(ctx context.Context, c Call) (Attempt, Answer) {
	a := Attempt{ID: id.New("att", c.run.startedAt), CallID: c.ID, N: c.Attempts, Cause: c.run.cause, StartedAt: c.run.startedAt}
	if c.Activity == saasv2.NewInstance {
		a.BusinessID = c.run.id
	}
	body := c.request(c.run.id, false).Encode()
	a.Sent.Body, a.Sent.Length = string(body), len(body)
	url, verdict, err := s.sign(ctx, c, body)
	if err != nil {
		a.Verdict = Verdict{Code: VerdictInterrupted, Detail: "could not be prepared"}
		s.log.ErrorContext(ctx, "prepare call", "call", c.ID, "error", err)
		return a, Answer{}
	}
	if verdict != nil {
		a.Verdict = *verdict
		return a, Answer{}
	}
	header := map[string][]string{"Accept": {"application/json"}, "Content-Type": {"application/json;charset=utf-8"}}
	a.Sent.URL, a.Sent.Header = wire.MaskURL(url), header
	crash.Point("call.run.before_send")
	reply, err := s.http.Do(ctx, egress.Request{Method: "POST", URL: url, Header: header, Body: body})
	crash.Point("call.run.replied")
	if err != nil {
		a.fail(err)
		return a, Answer{}
	}
	a.received(reply.Status, reply.Proto, reply.Header, reply.Body, reply.RemoteAddr, reply.Timing)
	return a, a.judge(c, wire.Reply{Status: reply.Status, ContentType: reply.Header.Get("Content-Type"), Body: reply.Body})
}

// sign finds address and key, and signs exactly the bytes of body with the wall clock's time,
// because the seller's server compares it with its own (saas-production-interface B.1.2).
func (s *Service) sign(ctx context.Context, c Call, body []byte) (string, *Verdict, error) {
	address, err := s.addresses.ProductionURL(ctx, c.ProductID)
	if err != nil {
		return "", nil, fmt.Errorf("production address of %s: %w", c.ProductID, err)
	}
	if address == "" {
		return "", &Verdict{Code: VerdictNoAddress}, nil
	}
	key, err := s.activeKey(ctx, c.SellerID)
	if errors.Is(err, ErrNoKey) {
		return "", &Verdict{Code: VerdictNoKey}, nil
	}
	if err != nil {
		return "", nil, err
	}
	nonce, err := saasv2.NewNonce(rand.Reader)
	if err != nil {
		return "", nil, err
	}
	url, err := saasv2.SignedURL(address, key.Reveal(), nonce, clock.Wall().UnixMilli(), body)
	if err != nil {
		return "", &Verdict{Code: string(egress.KindBadURL), Detail: err.Error()}, nil
	}
	return url, nil, nil
}

// fail fills the attempt of an exchange that brought no whole reply.
func (a *Attempt) fail(err error) {
	var e *egress.Error
	if !errors.As(err, &e) {
		a.Verdict = Verdict{Code: VerdictInterrupted, Detail: "unexpected error of the HTTP client"}
		return
	}
	a.received(e.Status, e.Proto, e.Header, e.Partial, e.RemoteAddr, e.Timing)
	a.Verdict = Verdict{Code: string(e.Kind), Phase: string(e.Phase), Reason: string(e.Reason), Detail: e.Detail}
}

func (a *Attempt) received(status int, proto string, header map[string][]string, body []byte, addr string, t egress.Timing) {
	a.Status, a.RemoteAddr = status, addr
	a.Received = Message{Proto: proto, Header: maskHeader(header), Length: len(body)}
	kept := wire.MaskResponse(body)
	a.Received.Body = wire.Display(kept[:min(len(kept), keptBody)])
	a.Timing = Timing{DNS: t.DNS, Connect: t.Connect, TLS: t.TLS, FirstByte: t.FirstByte, Total: t.Total, Reused: t.Reused}
}

// maskHeader hides cookies that a seller's server sets: they may open its sessions.
func maskHeader(h map[string][]string) map[string][]string {
	out := make(map[string][]string, len(h))
	for k, v := range h {
		if k == "Set-Cookie" || k == "Authorization" {
			v = []string{"***"}
		}
		out[k] = make([]string, len(v))
		for i, x := range v {
			out[k][i] = wire.Display([]byte(x))
		}
	}
	return out
}

// judge sets the verdict of a whole reply (saas-production-interface F.3, F.4).
func (a *Attempt) judge(c Call, reply wire.Reply) Answer {
	if c.Activity == saasv2.QueryInstance {
		return a.judgeQuery(c, reply)
	}
	got, faults := saasv2.CheckNewInstance(reply)
	a.ResultCode, a.ResultMsg = wire.Display([]byte(got.ResultCode)), wire.Display([]byte(got.ResultMsg))
	if len(faults) == 0 {
		faults = got.CheckSame(c.InstanceID)
	}
	switch {
	case len(faults) > 0:
		a.Verdict = failed(faults)
		return Answer{InstanceID: got.InstanceID} // remembered: a later attempt must not name another one
	case got.Accepted:
		a.Verdict = Verdict{Code: VerdictAccepted}
	default:
		a.Verdict = Verdict{Code: VerdictOK}
	}
	return Answer{InstanceID: got.InstanceID}
}

func (a *Attempt) judgeQuery(c Call, reply wire.Reply) Answer {
	got, faults := saasv2.CheckQueryInstance(reply, []string{c.InstanceID})
	a.ResultCode, a.ResultMsg = wire.Display([]byte(got.ResultCode)), wire.Display([]byte(got.ResultMsg))
	if len(faults) == 0 {
		var info wire.InstanceInfo
		if info, faults = got.Ready(c.InstanceID); len(faults) == 0 {
			a.Verdict = Verdict{Code: VerdictOK}
			return Answer{InstanceID: c.InstanceID, Instance: &info}
		}
	}
	a.Verdict = failed(faults)
	return Answer{}
}

// interrupted is the attempt of a run whose process died.
func interrupted(c Call, now time.Time) Attempt {
	a := Attempt{ID: id.New("att", now), CallID: c.ID, N: c.Attempts, Cause: c.run.cause, StartedAt: c.run.startedAt,
		Verdict: Verdict{Code: VerdictInterrupted}}
	if c.Activity == saasv2.NewInstance {
		a.BusinessID = c.run.id
	}
	body := c.request(c.run.id, false).Encode()
	a.Sent.Body, a.Sent.Length = string(body), len(body)
	return a
}
