package salesrule

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx takes an account that closes off every list, and deletes its name with it.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	return forget(ctx, tx, accountID)
}
