package promo

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// ResaleInput is a resale discount as its seller writes it. Percent is what is to be paid of the list price, Share what the
// seller gets of that, both typed in percent. Partner and Customer are account ids, as the level needs them.
type ResaleInput struct {
	Actor        account.Actor
	Level        price.ResaleLevel
	ProductID    string
	Percent      string
	Validity     Validity
	PartnerID    string
	CustomerID   string
	CustomerType string
	Share        string
}

// AuthoriseResale lets a product be resold at a discount. One for a customer with a share above the standard one waits for an
// operator; every other holds at once (business-rules 5.6). Errors: field errors of level, product, percent, from, to, partner,
// customer, customer_type and share; ErrResaleExists, ErrNotSelling.
func (s *Service) AuthoriseResale(ctx context.Context, in ResaleInput) (Resale, error) {
	own, err := s.own(ctx, in.Actor, account.SellerResale)
	if err != nil {
		return Resale{}, err
	}
	var f apperr.Fields
	r := in.check(&f, s.d.DB.Clock().Now())
	r.SellerID, r.AccountID, r.SellerName, r.Rev = own.ID, own.AccountID, own.Name, 1
	if err := s.resaleProduct(ctx, in.Actor, &r, &f); err != nil {
		return Resale{}, err
	}
	if err := s.resaleParties(ctx, in, &r, &f); err != nil {
		return Resale{}, err
	}
	if err := f.Err(); err != nil {
		return Resale{}, err
	}
	rules, err := s.rules(ctx, s.d.DB.Reader())
	if err != nil {
		return Resale{}, err
	}
	event := EventAuthorise
	if r.Level == price.ResaleCustomer && r.Share.Cmp(rules.SellerShare) > 0 {
		event = EventSubmit
	}
	if r.State, err = ResaleMachine.Next(ResalePending, event); err != nil {
		return Resale{}, err
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		r.ID, r.CreatedAt = id.New("rsd", tx.Now), tx.Now
		if err := endOver(ctx, tx, r); err != nil { // one whose time is over, which the sweep has not written down yet
			return err
		}
		if err := insertResale(ctx, tx, r); err != nil {
			if _, twice := storage.IsUnique(err); twice {
				return ErrResaleExists
			}
			return err
		}
		if r.State == ResaleInReview {
			if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.ResaleSubmitted, Key: r.ID, Link: "/operator/resales",
				Params: notify.Params("seller", own.Name, "product", r.Product)}); err != nil {
				return err
			}
		}
		return recordResale(ctx, tx, didAuthoriseResale, Resale{State: ResalePending}, r)
	})
	if err != nil {
		return Resale{}, err
	}
	return r, nil
}

func (s *Service) resaleProduct(ctx context.Context, actor account.Actor, r *Resale, f *apperr.Fields) error {
	may, err := s.worksWith(ctx, actor)
	if err != nil {
		return err
	}
	p, ok, err := s.d.Products.OnSale(ctx, s.d.DB.Reader(), r.ProductID)
	if err != nil {
		return err
	}
	if !ok || p.SellerID != r.SellerID || !may(p.ID) {
		f.Add("product", ErrProductSold)
	}
	r.Product = p.Name
	return nil
}

// resaleParties are the reseller and the customer that the level names.
func (s *Service) resaleParties(ctx context.Context, in ResaleInput, r *Resale, f *apperr.Fields) error {
	if r.Level == price.ResaleProduct {
		return nil
	}
	partner, err := s.customer(ctx, f, "partner", in.PartnerID)
	if err != nil {
		return err
	}
	r.PartnerID, r.PartnerName = partner.ID, partner.Name
	if partner.ID != "" {
		is, err := isReseller(ctx, s.d.DB.Reader(), partner.ID)
		if err != nil {
			return err
		}
		if !is {
			f.Add("partner", ErrNotReseller)
		}
	}
	if r.Level != price.ResaleCustomer {
		return nil
	}
	customer, err := s.customer(ctx, f, "customer", in.CustomerID)
	if err != nil {
		return err
	}
	if customer.ID != "" && customer.ID == partner.ID {
		f.Add("customer", ErrCustomerIsPartner)
	}
	r.CustomerID, r.CustomerName = customer.ID, customer.Name
	return nil
}

// recordResale records what happened to a resale discount. Call it last.
func recordResale(ctx context.Context, tx *storage.Tx, did audit.Action, seen, next Resale) error {
	return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: next.AccountID, Object: next.ID, Reason: next.Reason,
		Before: map[string]any{"state": seen.State, "ratio": seen.Ratio},
		After: map[string]any{"state": next.State, "ratio": next.Ratio, "product": next.Product, "level": next.Level,
			"partner": next.PartnerID, "customer": next.CustomerID}})
}
