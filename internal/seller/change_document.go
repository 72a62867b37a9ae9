package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/storage"
)

// ChangeFileInput names a file of a change that an operator looks at: Field is logo, licence, media, picture_1 …,
// letter or certificate. Before asks for the one that was in force when the change was handed in.
type ChangeFileInput struct {
	Actor    account.Actor
	ChangeID string
	Field    string
	Before   bool
}

// ChangeFile returns the id of a file of a change for an operator. Each look at a private document is recorded. Errors:
// ErrChangeNotFound, blob.ErrNotFound.
func (s *Service) ChangeFile(ctx context.Context, in ChangeFileInput) (string, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return "", err
	}
	c, err := s.Change(ctx, in.Actor, in.ChangeID)
	if err != nil {
		return "", err
	}
	content := c.Content
	if in.Before {
		content = c.Base
	}
	for _, f := range content.files() {
		if f.field != in.Field {
			continue
		}
		if !f.purpose.Private() {
			return f.id, nil
		}
		return f.id, s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return audit.Record(ctx, tx, audit.Change{Action: auditDocumentSeen, AccountID: c.AccountID, Object: f.id, After: map[string]string{"document": f.field}})
		})
	}
	return "", blob.ErrNotFound
}
