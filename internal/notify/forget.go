package notify

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx deletes the messages of an account or a sub-user, sent or not, who else was told of them, and which channels were
// chosen. Messages that others have about it are theirs and stay.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	return forget(ctx, tx, accountID)
}
