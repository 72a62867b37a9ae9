package salesrule

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
)

// Entry is an account on a list of some seller: what that seller wrote of it.
type Entry struct {
	ProductID string
	Of
	Name    string // as the seller gave it
	AddedAt time.Time
}

// Mine are the lists on which an account stands, by product: data about it that sellers keep, which it may have a copy of. Who
// added it is somebody else's. Errors: account.ErrUnauthenticated, account.ErrForbidden, bad_cursor.
func (s *Service) Mine(ctx context.Context, who account.Actor, r page.Request) (page.Of[Entry], error) {
	if err := who.Is(account.Buyer); err != nil {
		return page.Of[Entry]{}, err
	}
	return listEntries(ctx, s.d.DB.Reader(), who.ID, r)
}
