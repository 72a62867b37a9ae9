package realname

import (
	"context"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx deletes what an account ever said and showed to prove its name, scans included: it has closed.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	if err := deleteApplications(ctx, tx, accountID); err != nil {
		return err
	}
	return s.d.Files.DeleteTx(ctx, tx, accountID, blob.PurposeIdentity)
}
