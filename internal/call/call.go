package call

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// Cause says why an attempt was made.
type Cause string

// The causes.
const (
	CauseFirst    Cause = "first"    // the call was born
	CauseRetry    Cause = "retry"    // the policy's time came
	CauseRestart  Cause = "restart"  // the seller pressed 重新启动
	CauseRecovery Cause = "recovery" // the process of the attempt before died
	CauseLive     Cause = "live"     // somebody is looking at the resource details
)

// Call is one activity for one order line or instance.
type Call struct {
	ID          string // "cal_…"
	Owner       string // the room that is told how it ends; "" for nobody
	Activity    wire.Activity
	SellerID    string
	ProductID   string
	ProductName i18n.Text
	OrderID     string
	LineID      string
	InstanceID  string // the seller's id: what queryInstance asks for, or what an answer named
	State       string
	Attempts    int // ended or running
	CreatedAt   time.Time
	WindowEnd   time.Time
	NextAt      time.Time // zero when nothing is due
	UpdatedAt   time.Time

	// Of the last ended attempt.
	Verdict    Verdict
	HTTPStatus int
	ResultCode string

	run run
}

// Running reports whether an attempt is in the air.
func (c Call) Running() bool { return c.run.id != "" }

// Next is when the next automatic attempt is due; zero when none is planned or one is running.
func (c Call) Next() time.Time {
	if c.State != StatePending || c.Running() {
		return time.Time{}
	}
	return c.NextAt
}

// run is an attempt in the air; id is the businessId where the activity has one.
type run struct {
	id        string
	node      string // the process that makes it
	cause     Cause
	startedAt time.Time // business time
	lease     time.Time // wall time until which no other process may take over
}

// request is what the call says to the seller in this run.
func (c Call) request(businessID string, test bool) saasv2.Request {
	if c.Activity == saasv2.QueryInstance {
		return saasv2.QueryInstanceRequest{InstanceIDs: []string{c.InstanceID}, Test: test}
	}
	return saasv2.NewInstanceRequest{OrderID: c.OrderID, OrderLineID: c.LineID, BusinessID: businessID, Test: test}
}

// Attempt is a run that ended, as it is shown to the seller.
type Attempt struct {
	ID         string // "att_…"
	CallID     string
	N          int
	Cause      Cause
	BusinessID string
	StartedAt  time.Time // business time
	Timing     Timing
	Sent       Message
	Received   Message // empty when nothing came
	Status     int     // HTTP status, 0 when none came
	RemoteAddr string
	ResultCode string
	ResultMsg  string
	Verdict    Verdict
}

// Message is one side of an exchange, secrets masked.
type Message struct {
	URL    string              `json:"url,omitempty"`
	Proto  string              `json:"proto,omitempty"`
	Header map[string][]string `json:"header,omitempty"`
	Body   string              `json:"-"`
	Length int                 `json:"length"` // bytes of the whole body; Body may hold fewer
}

// Truncated reports whether the body was longer than what is kept.
func (m Message) Truncated() bool { return m.Length > keptBody }

// keptBody is how many bytes of a body are kept: a correct answer is far shorter.
const keptBody = 64 << 10

// Timing is how long the phases of an attempt took.
type Timing struct {
	DNS       time.Duration `json:"dns"`
	Connect   time.Duration `json:"connect"`
	TLS       time.Duration `json:"tls"`
	FirstByte time.Duration `json:"firstByte"`
	Total     time.Duration `json:"total"`
	Reused    bool          `json:"reused"`
}
