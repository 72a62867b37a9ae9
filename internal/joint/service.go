package joint

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
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

// Agreements are signed by certifications.
type Agreements interface {
	// CurrentVersion is the version in force.
	CurrentVersion(ctx context.Context, code string) (string, error)
	// SignTx signs; a version that is not in force is seller.ErrAgreementVersion.
	SignTx(ctx context.Context, tx *storage.Tx, x seller.Signature) error
}

// Plans knows who joined which partner plan (business-rules 3.1). q is a *storage.Tx inside a transaction.
type Plans interface {
	Joined(ctx context.Context, q storage.Querier, sellerID string, p seller.Plan) (bool, error)
}

// Files knows uploaded files.
type Files interface {
	Get(ctx context.Context, id string) (blob.File, error)
}

// Delivery is a delivery type that joint products can have.
type Delivery struct {
	Code string
	Name i18n.Text
}

// Deps are what the room needs.
type Deps struct {
	DB         *storage.DB
	Sellers    *seller.Service
	Plans      Plans // nil: Sellers knows
	Notify     *notify.Service
	Products   Products
	Orders     Orders
	Agreements Agreements
	Files      Files
	Deliveries []Delivery
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service {
	if d.Plans == nil {
		d.Plans = d.Sellers
	}
	return &Service{d}
}

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
