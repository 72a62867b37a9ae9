package call

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Result is what an owner is told: the call as it stands after the attempt.
type Result struct {
	Call    Call
	Attempt Attempt
	Answer  Answer
}

// finish stores the end of a run and what follows from it: the owner's part, the next attempt, the messages.
func (s *Service) finish(ctx context.Context, c Call, a Attempt, answer Answer) error {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.finishTx(ctx, tx, c, a, answer); err != nil {
			return err
		}
		crash.Point("call.finish.before_commit")
		return nil
	})
	if err == nil {
		crash.Point("call.finish.committed")
	}
	return err
}

func (s *Service) finishTx(ctx context.Context, tx *storage.Tx, c Call, a Attempt, answer Answer) error {
	if err := insertAttempt(ctx, tx, a); err != nil {
		return err
	}
	if c.InstanceID == "" {
		c.InstanceID = answer.InstanceID
	}
	c.Verdict, c.HTTPStatus, c.ResultCode, c.UpdatedAt = a.Verdict, a.Status, a.ResultCode, tx.Now
	event := s.settle(&c, tx)
	current, err := updateEnded(ctx, tx, c)
	if err != nil || !current {
		return err // another run took over: this one is on record and has no say
	}
	if o := s.owners[c.Owner]; o != nil {
		if err := o.CallEnded(ctx, tx, Result{Call: c, Attempt: a, Answer: answer}); err != nil {
			return fmt.Errorf("owner %s of call %s: %w", c.Owner, c.ID, err)
		}
	}
	return s.tell(ctx, tx, c, event)
}

// settle moves the call by the verdict and returns the event.
func (s *Service) settle(c *Call, tx *storage.Tx) string {
	event := "succeed"
	switch {
	case c.Verdict.Good():
	case c.run.cause == CauseLive:
		event = "exhaust"
	case c.Verdict.Ours():
		c.NextAt, event = tx.Now, "retry" // whoever works next makes it again, also at the end of the window
	default:
		event = "exhaust"
		// From the start of the attempt: one that took long must not swallow the automatic one that fell due meanwhile.
		if at, ok := policyOf(c.Activity).next(c.CreatedAt, c.run.startedAt, c.WindowEnd); ok {
			c.NextAt, event = at, "retry"
		}
	}
	c.State, _ = Machine().Next(StatePending, event) // the update below refuses any other state
	return event
}

// tell informs the seller (saas-production-interface D.2: of each failed newInstance, else of the end).
func (s *Service) tell(ctx context.Context, tx *storage.Tx, c Call, event string) error {
	if event == "succeed" || c.run.cause == CauseLive || c.Verdict.Ours() || event == "retry" && !policyOf(c.Activity).TellAll {
		return nil
	}
	account, err := s.sellers.AccountOf(ctx, c.SellerID)
	if err != nil {
		return fmt.Errorf("account of seller %s: %w", c.SellerID, err)
	}
	m := notify.Message{To: account, Event: notify.CallFailed, Key: fmt.Sprintf("%s#%d", c.ID, c.Attempts), Link: "/seller/calls/" + c.ID,
		Class: notify.ClassReminder, Params: notify.Params("order", c.OrderID, "product", c.ProductName, "activity", c.Activity, "next", c.NextAt,
			"verdict", i18n.Text{ZH: c.Verdict.Text(i18n.ZH), EN: c.Verdict.Text(i18n.EN)})}
	if event == "exhaust" {
		m.Event = notify.CallExhausted
	}
	return s.notify.SendTx(ctx, tx, m)
}
