package promo

import "context"

// TellBatch runs the job that tells the customers of a batch.
func (s *Service) TellBatch(ctx context.Context, batchID string) error {
	return s.tellBatch(ctx, tellBatchArgs{batchID})
}
