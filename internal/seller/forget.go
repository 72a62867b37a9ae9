package seller

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx deletes what an account that closes wrote to become a seller, documents included, when it never became one. What
// was handed in by somebody who sold here is part of a contract that was in force, and stays.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	_, err := s.GetByAccountTx(ctx, tx, accountID)
	if err == nil || !errors.Is(err, ErrSellerNotFound) {
		return err
	}
	if err := deleteEntry(ctx, tx, accountID); err != nil {
		return err
	}
	return s.files.DeleteTx(ctx, tx, accountID, blob.PurposeSellerLogo, blob.PurposeSellerLicence, blob.PurposeSellerRights)
}
