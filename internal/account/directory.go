package account

import (
	"context"

	"github.com/souk-market/souk/internal/notify"
)

// Recipient tells where messages to the account go. The service is the directory that notify asks.
func (s *Service) Recipient(ctx context.Context, accountID string) (notify.Recipient, error) {
	acc, err := s.Get(ctx, accountID)
	if err != nil {
		return notify.Recipient{}, err
	}
	return notify.Recipient{Name: acc.Name, Email: acc.Email, Phone: acc.Phone, Lang: acc.Lang}, nil
}

// Operators returns the ids of all operator accounts.
func (s *Service) Operators(ctx context.Context) ([]string, error) {
	return listIDs(ctx, s.db.Reader(), Operator)
}
