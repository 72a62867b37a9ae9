package buyer

import (
	"context"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// timeline is what happened to the order and what comes next, oldest first, in the buyer's words.
func (p progress) timeline(ctx context.Context) []ui.Event {
	o := p.order
	out := []ui.Event{{At: o.CreatedAt, Title: ui.T(ctx, "buyer.event.placed"), Icon: "cart"}}
	if !o.PaidAt.IsZero() {
		out = append(out, ui.Event{At: o.PaidAt, Title: ui.T(ctx, "buyer.event.paid", "amount", o.Total.Format()),
			Text: ui.T(ctx, "buyer.event.paid.text"), Tone: ui.Success, Icon: "wallet"})
	}
	for _, c := range p.calls {
		out = append(out, callEvents(ctx, c)...)
	}
	return append(out, p.ending(ctx)...)
}

// callEvents tells one call: when it was asked, how the tries went, what comes next.
func callEvents(ctx context.Context, c call.Call) []ui.Event {
	began := ui.Event{At: c.CreatedAt, Title: ui.T(ctx, "buyer.event.asked"), Tone: ui.Info, Icon: "send"}
	if c.Activity == saasv2.QueryInstance {
		began = ui.Event{At: c.CreatedAt, Title: ui.T(ctx, "buyer.event.accepted"), Text: ui.T(ctx, "buyer.event.accepted.text"), Tone: ui.Info, Icon: "settings"}
	}
	out := []ui.Event{began}
	tries := c.Attempts
	if c.Running() {
		tries-- // the one in the air has no result yet
	}
	switch {
	case c.State == call.StateFailed:
		out = append(out, ui.Event{At: c.UpdatedAt, Title: ui.T(ctx, "buyer.event.tries", "n", tries), Tone: ui.Warning})
	case failedOnce(c):
		out = append(out, ui.Event{At: c.UpdatedAt, Title: ui.T(ctx, "buyer.event.try", "n", tries),
			Text: ui.T(ctx, "buyer.reason."+reasonKey(c)), Tone: ui.Warning})
	case c.State == call.StatePending && tries > 0:
		out = append(out, ui.Event{At: c.UpdatedAt, Title: ui.T(ctx, "buyer.event.looked", "n", tries), Tone: ui.Info})
	}
	if c.State != call.StatePending {
		return out
	}
	next := ui.Event{Title: ui.T(ctx, "buyer.event.now"), Icon: "activity", Ahead: true}
	if at := c.Next(); !at.IsZero() && tries > 0 {
		next = ui.Event{At: at, Title: ui.T(ctx, "buyer.event.next"), Icon: "clock", Ahead: true}
	}
	return append(out, next, ui.Event{At: c.WindowEnd, Title: ui.T(ctx, "buyer.event.window"), Icon: "undo", Ahead: true})
}

// ending is how the order ended, or by when it has to be paid.
func (p progress) ending(ctx context.Context) []ui.Event {
	o := p.order
	switch {
	case o.State == order.StatePendingPayment:
		return []ui.Event{{At: o.DueAt, Title: ui.T(ctx, "buyer.event.due"), Text: ui.T(ctx, "buyer.event.due.text"), Icon: "clock", Ahead: true}}
	case o.State == order.StateCompleted:
		return []ui.Event{{At: o.EndedAt, Title: ui.T(ctx, "buyer.event.opened"), Tone: ui.Success}}
	case o.Cause == order.CauseOpeningFailed:
		return []ui.Event{
			{At: o.EndedAt, Title: ui.T(ctx, "buyer.event.failed"), Text: p.failure(ctx), Tone: ui.Danger},
			{At: o.EndedAt, Title: ui.T(ctx, "buyer.event.refunded", "amount", o.Total.Format()), Text: ui.T(ctx, "buyer.event.refunded.text"), Tone: ui.Success, Icon: "undo"},
		}
	case o.State == order.StateCancelled:
		return []ui.Event{{At: o.EndedAt, Title: ui.T(ctx, "buyer.cause."+o.Cause), Icon: "x"}}
	}
	return nil
}
