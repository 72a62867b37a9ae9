package buyer

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// progress is an order with the calls that open it, oldest first.
type progress struct {
	order order.Order
	calls []call.Call
}

func (c *centre) progress(ctx context.Context, o order.Order) (progress, error) {
	calls, err := c.Calls.OfOrder(ctx, o.ID)
	if err != nil {
		return progress{}, err
	}
	// Looking at the resource details is a call too, but nobody's business in an order's history.
	calls = slices.DeleteFunc(calls, func(x call.Call) bool { return x.Owner == "" })
	slices.SortFunc(calls, func(a, b call.Call) int { return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), phase(a)-phase(b)) })
	return progress{o, calls}, nil
}

// phase puts the request to open before the question whether it is open.
func phase(c call.Call) int {
	if c.Activity == saasv2.QueryInstance {
		return 1
	}
	return 0
}

// mark changes whenever what the page shows does.
func (p progress) mark() string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, p.order.State, p.order.PaidAt.Unix(), p.order.EndedAt.Unix()) // a hash takes everything
	for _, c := range p.calls {
		_, _ = fmt.Fprint(h, c.ID, c.State, c.Attempts, c.Running(), c.NextAt.Unix(), c.Verdict.Code)
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// waiting reports whether the order moves by itself.
func (p progress) waiting() bool { return p.order.State == order.StateProcessing }

// troubled is the opening call whose last attempt failed while others are to come.
func (p progress) troubled() (call.Call, bool) {
	for _, c := range slices.Backward(p.calls) {
		if c.State == call.StatePending && failedOnce(c) {
			return c, true
		}
	}
	return call.Call{}, false
}

// failedOnce reports whether an attempt of the call went wrong. An instance that is not ready yet is no failure.
func failedOnce(c call.Call) bool {
	return c.Verdict.Code != "" && !c.Verdict.Good() && reasonKey(c) != "not_ready"
}

// failure is why the opening failed, in the buyer's words.
func (p progress) failure(ctx context.Context) string {
	for _, c := range slices.Backward(p.calls) {
		if c.State == call.StateFailed {
			return ui.T(ctx, "buyer.reason."+reasonKey(c))
		}
	}
	return ui.T(ctx, "buyer.reason.wrong_answer") // every call went well and the order was refused what they delivered
}

// steps is the bar on top of the order: placed, paid, opening, completed, or how it ended instead (business-rules 6.5).
func (p progress) steps(ctx context.Context) []ui.Step {
	o := p.order
	note := func(t time.Time) string { return ui.FormatTime(ctx, t) }
	placed := ui.Step{Label: ui.T(ctx, "buyer.step.placed"), Note: note(o.CreatedAt), State: ui.StepDone}
	paid := ui.Step{Label: ui.T(ctx, "buyer.step.paid"), State: ui.StepDone}
	opening := ui.Step{Label: ui.T(ctx, "buyer.step.opening")}
	done := ui.Step{Label: ui.T(ctx, "buyer.step.completed")}
	if !o.PaidAt.IsZero() {
		paid.Note = note(o.PaidAt)
	}
	switch {
	case o.State == order.StatePendingPayment:
		paid = ui.Step{Label: ui.T(ctx, "buyer.step.pay"), Note: ui.T(ctx, "buyer.step.pay.before", "at", note(o.DueAt)), State: ui.StepCurrent}
	case o.State == order.StateProcessing:
		opening.State = ui.StepCurrent
	case o.State == order.StateCompleted:
		opening.State, done.State, done.Note = ui.StepDone, ui.StepDone, note(o.EndedAt)
	case o.Cause == order.CauseOpeningFailed:
		opening.State, opening.Label = ui.StepFailed, ui.T(ctx, "buyer.step.failed")
		done = ui.Step{Label: ui.T(ctx, "buyer.step.refunded"), Note: note(o.EndedAt), State: ui.StepDone}
	default:
		return []ui.Step{placed, {Label: ui.T(ctx, "buyer.order.state.cancelled"), Note: note(o.EndedAt), State: ui.StepFailed}}
	}
	return []ui.Step{placed, paid, opening, done}
}
