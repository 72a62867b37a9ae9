package call

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// Ask makes a call and waits for its answer: a buyer looks at the resource details, which are fetched live
// (saas-production-interface B.3). It is recorded like any other call and never tried again by itself.
// Errors: ErrSellerUnavailable when the answer was not good; the record says why.
func (s *Service) Ask(ctx context.Context, in Request) (Answer, error) {
	var c Call
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c = s.newCall(tx, in, CauseLive)
		c.WindowEnd = tx.Now
		return insertCall(ctx, tx, c)
	})
	if err != nil {
		return Answer{}, err
	}
	s.runs.Add(1)
	s.inFlight.Add(1)
	defer s.runs.Done()
	defer s.inFlight.Add(-1)
	a, answer := s.send(ctx, c)
	if err := s.finish(context.WithoutCancel(ctx), c, a, answer); err != nil {
		return Answer{}, err
	}
	if !a.Verdict.Good() || c.Activity == saasv2.QueryInstance && answer.Instance == nil {
		return Answer{}, ErrSellerUnavailable
	}
	return answer, nil
}
