package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/sandbox"
)

type moveView struct {
	ID       string    `json:"id"`
	State    string    `json:"state" enum:"running,done,failed"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	At       time.Time `json:"at" doc:"How far the clock has come."`
	Progress int       `json:"progress" doc:"Percent of the way."`
	Steps    int       `json:"steps" doc:"Due instants that were played."`
	Note     string    `json:"note,omitempty" doc:"Why it failed."`
}

type sandboxView struct {
	On   bool      `json:"on" doc:"Whether this marketplace is a sandbox."`
	Now  time.Time `json:"now" doc:"The business time."`
	Move *moveView `json:"move,omitempty" doc:"The latest move."`
}

type moveInput struct {
	Body struct {
		By   string     `json:"by,omitempty" maxLength:"64" example:"1h" doc:"How far: a duration such as 90s, 1h30m or 720h."`
		To   *time.Time `json:"to,omitempty" doc:"Where to, instead of by."`
		Wait int        `json:"wait,omitempty" minimum:"1" maximum:"30" default:"10" doc:"The most seconds to wait until the clock has arrived. The move goes on afterwards."`
	}
}

func (s *server) sandbox() {
	register(s, operation{id: "get-sandbox", method: get, path: "/sandbox", tag: tagSandbox, summary: "Get the clock",
		description: "The business time and the latest move.", needs: need(account.SignedIn), service: []string{"sandbox.On", "sandbox.Last"}},
		func(ctx context.Context, _ *none) (*output[sandboxView], error) {
			v := sandboxView{On: s.Sandbox.On(), Now: s.DB.Clock().Now()}
			m, err := s.Sandbox.Last(ctx)
			if m.State != "" {
				last := moveOf(m)
				v.Move = &last
			}
			return answer(v, err)
		})
	register(s, operation{id: "move-clock", method: post, path: "/sandbox/clock", tag: tagSandbox, summary: "Move the clock",
		description: "Forward only, in a sandbox only. What falls due on the way is played in order. The answer says how far it has come.",
		needs:       need(account.SignedIn), service: []string{"sandbox.Move"},
		errors: []*apperr.Error{ErrMoveTarget, ErrDuration, sandbox.ErrOff, sandbox.ErrBackwards, sandbox.ErrTooFar, sandbox.ErrMoving}}, s.move)
}

func (s *server) move(ctx context.Context, in *moveInput) (*output[moveView], error) {
	mi := sandbox.MoveInput{Actor: actor(ctx)}
	var f apperr.Fields
	switch {
	case (in.Body.By == "") == (in.Body.To == nil):
		f.Add("by", ErrMoveTarget)
	case in.Body.To != nil:
		mi.To = in.Body.To.UTC()
	default:
		d, err := time.ParseDuration(in.Body.By)
		if err != nil || d == 0 {
			f.Add("by", ErrDuration)
		}
		mi.By = d
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(in.Body.Wait)*time.Second)
	defer cancel()
	m, err := s.Sandbox.Move(ctx, mi)
	return answer(moveOf(m), err)
}

func moveOf(m sandbox.Move) moveView {
	return moveView{m.ID, m.State, m.From.UTC(), m.To.UTC(), m.At.UTC(), m.Progress(), m.Steps, m.Note}
}
