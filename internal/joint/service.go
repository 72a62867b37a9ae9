package joint

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Product is a joint product on sale.
type Product struct {
	ID       string
	SellerID string
	Name     i18n.Text
	Logo     string // a file of the seller's; may be empty
	Currency string // ISO 4217, in which it is sold
}

// Products knows the joint products on sale.
type Products interface {
	// Joint are those that the person works with for its seller, the newest first.
	Joint(ctx context.Context, actor account.Actor) ([]Product, error)
}

// Sales is what completed orders brought.
type Sales struct {
	Total     money.Amount
	Customers int64
}

// Orders knows what was sold, in the currency of the product.
type Orders interface {
	// Yearly is what a product brought by orders that were completed in a calendar year of the market's zone.
	Yearly(ctx context.Context, p Product, year int) (Sales, error)
	// Monthly is the same for each month of it.
	Monthly(ctx context.Context, p Product, year int) ([12]money.Amount, error)
}

// Deps are what the room needs.
type Deps struct {
	DB       *storage.DB
	Sellers  *seller.Service
	Notify   *notify.Service
	Products Products
	Orders   Orders
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service { return &Service{d} }

// own is the seller for which somebody with the permission acts.
func (s *Service) own(ctx context.Context, actor account.Actor, needs account.Permission) (seller.Seller, error) {
	if err := actor.May(needs); err != nil {
		return seller.Seller{}, err
	}
	own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return seller.Seller{}, ErrNotSelling
	}
	return own, err
}

// The length of a reason, in characters.
const minReason, maxReason = 5, 500

// line is a text of one line, without what no table keeps.
func line(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")), " ")
}

// checkReason is the field error of a reason that is too short or too long.
func checkReason(s string) error {
	var f apperr.Fields
	if n := utf8.RuneCountInString(s); n < minReason || n > maxReason {
		f.Add("reason", ErrReason.With("min", minReason, "max", maxReason))
	}
	return f.Err()
}
