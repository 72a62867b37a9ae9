package joint

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx takes the people out of the certifications of an account that closes: who the contacts were. What was certified stays, as
// a product refers to it.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	all, err := certificationsOfAccount(ctx, tx, accountID)
	if err != nil {
		return err
	}
	for _, seen := range all {
		next := seen
		next.Form.ContactName, next.Form.ContactPhone, next.Form.ContactEmail, next.Form.Marketplace = "", "", "", ""
		next.Rev++
		if err := updateCertification(ctx, tx, seen, next); err != nil {
			return err
		}
	}
	return nil
}

// Forms are what an account wrote for its certifications, the oldest first: a part of the copy of one's data.
func (s *Service) Forms(ctx context.Context, accountID string) ([]Form, error) {
	all, err := certificationsOfAccount(ctx, s.d.DB.Reader(), accountID)
	out := make([]Form, len(all))
	for i, c := range all {
		out[i] = c.Form
	}
	return out, err
}
