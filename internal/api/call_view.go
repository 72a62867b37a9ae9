package api

import (
	"time"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/wire"
)

// CallView is one activity for one order line or instance.
type CallView struct {
	ID          string       `json:"id" example:"cal_01kb3v0000000000000000000"`
	Activity    string       `json:"activity" example:"newInstance"`
	State       string       `json:"state" enum:"pending,ok,failed"`
	SellerID    string       `json:"seller_id"`
	ProductID   string       `json:"product_id"`
	ProductName textView     `json:"product_name"`
	OrderID     string       `json:"order_id,omitempty"`
	LineID      string       `json:"line_id,omitempty"`
	InstanceID  string       `json:"instance_id,omitempty" doc:"The seller's own id."`
	Attempts    int          `json:"attempts" doc:"Ended or running."`
	Running     bool         `json:"running" doc:"Whether an attempt is in the air."`
	Verdict     *verdictView `json:"verdict,omitempty" doc:"Of the last attempt that ended."`
	HTTPStatus  int          `json:"http_status,omitempty"`
	ResultCode  string       `json:"result_code,omitempty"`
	CreatedAt   time.Time    `json:"created_at"`
	WindowEnd   time.Time    `json:"window_end" doc:"No automatic attempt is made after it."`
	NextAt      *time.Time   `json:"next_at,omitempty" doc:"The next automatic attempt."`
	UpdatedAt   time.Time    `json:"updated_at"`
}

type callDetailView struct {
	CallView
	Tries []attemptView `json:"tries" doc:"The attempts that ended, the first one first."`
}

type verdictView struct {
	Code   string      `json:"code" doc:"Stable; ok and accepted are good."`
	Good   bool        `json:"good"`
	Text   textView    `json:"text" doc:"What happened, in plain words."`
	Advice *textView   `json:"advice,omitempty" doc:"What the seller should do."`
	Detail string      `json:"detail,omitempty" doc:"One technical line."`
	Faults []faultView `json:"faults" doc:"The broken rules of the protocol."`
}

type faultView struct {
	Code  string `json:"code"`
	Field string `json:"field,omitempty"`
	Want  string `json:"want,omitempty"`
	Got   string `json:"got,omitempty"`
}

type attemptView struct {
	ID         string      `json:"id"`
	N          int         `json:"n" doc:"Number, from 1."`
	Cause      string      `json:"cause" enum:"first,retry,restart,recovery,live"`
	BusinessID string      `json:"business_id,omitempty"`
	StartedAt  time.Time   `json:"started_at"`
	Timing     timingView  `json:"timing"`
	Request    messageView `json:"request"`
	Response   messageView `json:"response"`
	HTTPStatus int         `json:"http_status,omitempty"`
	RemoteAddr string      `json:"remote_addr,omitempty"`
	ResultCode string      `json:"result_code,omitempty"`
	ResultMsg  string      `json:"result_msg,omitempty"`
	Verdict    verdictView `json:"verdict"`
}

// timingView is in milliseconds.
type timingView struct {
	DNS       float64 `json:"dns_ms"`
	Connect   float64 `json:"connect_ms"`
	TLS       float64 `json:"tls_ms"`
	FirstByte float64 `json:"first_byte_ms"`
	Total     float64 `json:"total_ms"`
	Reused    bool    `json:"reused" doc:"Whether an open connection was used again."`
}

type messageView struct {
	URL       string              `json:"url,omitempty"`
	Proto     string              `json:"proto,omitempty"`
	Header    map[string][]string `json:"header"`
	Body      string              `json:"body,omitempty" doc:"Secrets are masked."`
	Length    int                 `json:"length" doc:"Bytes of the whole body."`
	Truncated bool                `json:"truncated" doc:"Whether the body is longer than what is kept."`
}

func callOf(c call.Call) CallView {
	v := CallView{ID: c.ID, Activity: string(c.Activity), State: c.State, SellerID: c.SellerID, ProductID: c.ProductID, ProductName: textOf(c.ProductName),
		OrderID: c.OrderID, LineID: c.LineID, InstanceID: c.InstanceID, Attempts: c.Attempts, Running: c.Running(), HTTPStatus: c.HTTPStatus,
		ResultCode: c.ResultCode, CreatedAt: c.CreatedAt.UTC(), WindowEnd: c.WindowEnd.UTC(), NextAt: timeOrNil(c.Next()), UpdatedAt: c.UpdatedAt.UTC()}
	if c.Verdict.Code != "" {
		verdict := verdictOf(c.Verdict)
		v.Verdict = &verdict
	}
	return v
}

func verdictOf(v call.Verdict) verdictView {
	out := verdictView{Code: v.Code, Good: v.Good(), Text: textView{v.Text("zh"), v.Text("en")}, Detail: v.Detail,
		Faults: all(v.Faults, func(f wire.Fault) faultView { return faultView{string(f.Code), f.Field, f.Want, f.Got} })}
	if zh, en := v.Advice("zh"), v.Advice("en"); zh != "" || en != "" {
		out.Advice = &textView{zh, en}
	}
	return out
}

func attemptOf(a call.Attempt) attemptView {
	t := a.Timing
	return attemptView{ID: a.ID, N: a.N, Cause: string(a.Cause), BusinessID: a.BusinessID, StartedAt: a.StartedAt.UTC(),
		Timing:  timingView{millis(t.DNS), millis(t.Connect), millis(t.TLS), millis(t.FirstByte), millis(t.Total), t.Reused},
		Request: messageOf(a.Sent), Response: messageOf(a.Received), HTTPStatus: a.Status, RemoteAddr: a.RemoteAddr,
		ResultCode: a.ResultCode, ResultMsg: a.ResultMsg, Verdict: verdictOf(a.Verdict)}
}

func messageOf(m call.Message) messageView {
	header := m.Header
	if header == nil {
		header = map[string][]string{}
	}
	return messageView{m.URL, m.Proto, header, m.Body, m.Length, m.Truncated()}
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
