package realname

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// Verdict is what a verifier says.
type Verdict string

// The verdicts.
const (
	VerdictApprove Verdict = "approve"
	VerdictReject  Verdict = "reject"
	VerdictManual  Verdict = "manual" // an operator decides
)

// Outcome is a verdict with the reason that the applicant reads when it is a rejection.
type Outcome struct {
	Verdict Verdict
	Reason  string
}

// Verifier is somebody outside who knows persons or companies. Check sees the number in full; an error has it asked again
// later. It may be asked twice about the same application.
type Verifier interface {
	Check(ctx context.Context, a Application) (Outcome, error)
}

// Manual is the verifier that leaves everything to operators.
type Manual struct{}

// Check leaves it to an operator.
func (Manual) Check(context.Context, Application) (Outcome, error) {
	return Outcome{Verdict: VerdictManual}, nil
}

const checkJob = "realname.check"

type checkArgs struct {
	ID  string `json:"id"`
	Rev int64  `json:"rev"`
}

// check asks the verifier about one revision of an application, and does what it says unless somebody else was first.
func (s *Service) check(ctx context.Context, args checkArgs) error {
	a, err := s.get(ctx, s.d.DB.Reader(), args.ID)
	if errors.Is(err, ErrNotFound) || err == nil && (a.State != StateReview || a.Rev != args.Rev) {
		return nil
	}
	if err != nil {
		return err
	}
	said, err := s.d.Verifier.Check(ctx, a)
	if err != nil {
		return fmt.Errorf("ask the verifier about %s: %w", a.ID, err)
	}
	event := map[Verdict]string{VerdictApprove: eventApprove, VerdictReject: eventReject}[said.Verdict]
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if event == "" {
			acc, err := s.d.Accounts.Get(ctx, a.AccountID)
			if err != nil {
				return err
			}
			return s.tellOperators(ctx, tx, a, acc.Name)
		}
		_, err := s.decideTx(ctx, tx, DecideInput{ID: a.ID, Rev: a.Rev, Reason: said.Reason}, event)
		return err
	})
	if errors.Is(err, ErrChanged) {
		return nil
	}
	return err
}
