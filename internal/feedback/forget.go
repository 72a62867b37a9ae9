package feedback

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx deletes what only served an account that closes, and its name everywhere else; see invariant 8.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	shown, err := listTouched(ctx, tx, accountID)
	if err != nil {
		return err
	}
	if err := forget(ctx, tx, accountID); err != nil {
		return err
	}
	for _, product := range shown { // their pages name nobody now
		if err := addScore(ctx, tx, Summary{Subject: product}); err != nil {
			return err
		}
	}
	return s.d.Files.DeleteTx(ctx, tx, accountID, blob.PurposeRating)
}

func isMissing(err error) bool { return errors.Is(err, catalog.ErrProductNotFound) }
