package promo

import (
	"context"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Resale is a resale discount (转售授权折扣, business-rules 5.6).
type Resale struct {
	ID           string // "rsd_…"
	SellerID     string
	AccountID    string
	SellerName   i18n.Text
	Level        price.ResaleLevel
	ProductID    string
	Product      i18n.Text
	PartnerID    string // of levels partner and customer
	PartnerName  string
	CustomerID   string // of level customer
	CustomerName string
	CustomerType string        // how the customer must have proved its name: personal, enterprise; "" for either
	Ratio        price.Decimal // of the list price that is to be paid
	Share        price.Decimal // of the seller, of level customer
	State        string        // as stored; see StateAt
	Rev          int64
	From, Until  time.Time
	Reason       string
	CreatedAt    time.Time
	DecidedAt    time.Time // zero: not, or at once
	DecidedName  string    // empty: it held at once
}

// Levels are the levels, in their priority.
func Levels() []price.ResaleLevel {
	return []price.ResaleLevel{price.ResaleCustomer, price.ResalePartner, price.ResaleProduct}
}

// StateAt is the state at an instant, even before the sweep wrote it down.
func (r Resale) StateAt(now time.Time) string {
	if r.State == ResaleAuthorised && !now.Before(r.Until) {
		return ResaleInvalid
	}
	return r.State
}

// resalesFor are the discounts that hold for a purchase; price takes the one of the highest level (business-rules 5.6). Product
// and partner discounts are for resellers. Errors: ErrResaleCustomer.
func (s *Service) resalesFor(ctx context.Context, q storage.Querier, p Purchase) ([]price.Resale, error) {
	found, err := listHolding(ctx, q, p.Product.ID, seenBy{p.BuyerID, s.d.DB.Clock().Now()})
	if err != nil {
		return nil, err
	}
	var out []price.Resale
	for _, r := range found {
		if r.SellerID != p.Product.SellerID {
			continue
		}
		if r.CustomerType != "" && r.CustomerType != p.BuyerType {
			return nil, ErrResaleCustomer
		}
		out = append(out, price.Resale{ID: r.ID, Level: r.Level, Ratio: r.Ratio})
	}
	return out, nil
}

// customerTypes are the types that a discount for a customer may name.
func customerTypes() []string {
	return []string{"", string(account.VerifiedPersonal), string(account.VerifiedEnterprise)}
}

// check names every field that breaks a rule that needs nobody else. Percentages are as typed.
func (in ResaleInput) check(f *apperr.Fields, now time.Time) (r Resale) {
	r = Resale{Level: in.Level, ProductID: in.ProductID}
	if !slices.Contains(Levels(), in.Level) {
		f.Add("level", ErrChoice)
	}
	var fault *apperr.Error
	r.Ratio, fault = Percent(in.Percent)
	f.Add("percent", fault)
	if in.Level == price.ResaleCustomer {
		r.Share, fault = Percent(in.Share)
		f.Add("share", fault)
		r.CustomerType = in.CustomerType
		if !slices.Contains(customerTypes(), in.CustomerType) {
			f.Add("customer_type", ErrChoice)
		}
	}
	r.From, r.Until = in.Validity.check(f, now, 0)
	return r
}
