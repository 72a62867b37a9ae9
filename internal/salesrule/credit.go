package salesrule

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// SetCreditInput opens or closes a product to payment by credit.
type SetCreditInput struct {
	Actor     account.Actor
	ProductID string
	Rev       int64
	Cash      Mode // credit cash coupons (授信现金券)
	Line      Mode // the credit line (信用额度)
}

// SetCredit says who may pay for a joint product by credit (business-rules 5.2). By switching it on the seller agrees that such
// orders are settled only after the customer has repaid in full. Errors: field errors of cash and line, ErrCreditJoint,
// ErrProductNotFound, ErrChanged, ErrNotSelling.
func (s *Service) SetCredit(ctx context.Context, in SetCreditInput) (Sheet, error) {
	return s.change(ctx, edit{actor: in.Actor, needs: account.SellerCredit, id: in.ProductID, rev: in.Rev, did: didSetCredit,
		apply: func(p Product, r *Rules) error {
			if !p.Joint {
				return ErrCreditJoint
			}
			var f apperr.Fields
			if !slices.Contains(Modes(), in.Cash) {
				f.Add("cash", ErrChoice)
			}
			if !slices.Contains(Modes(), in.Line) {
				f.Add("line", ErrChoice)
			}
			r.Cash, r.Line = in.Cash, in.Line
			return f.Err()
		}})
}

// Credit is how a buyer may pay for a product beside cash.
type Credit struct {
	Cash bool // by credit cash coupons
	Line bool // from a credit line
}

// Credit returns how a buyer may pay for a product by credit (business-rules 5.2, 6.4). q is a *storage.Tx inside a transaction.
func (s *Service) Credit(ctx context.Context, q storage.Querier, productID, buyerID string) (Credit, error) {
	r, rev, err := getRules(ctx, q, productID)
	if err != nil || rev == 0 {
		return Credit{}, err
	}
	p, ok, err := s.d.Products.OnSale(ctx, productID)
	if err != nil || !ok || !p.Joint {
		return Credit{}, err
	}
	on, err := listsOf(ctx, q, productID, buyerID)
	if err != nil {
		return Credit{}, err
	}
	return Credit{Cash: r.Cash.open(on[Of{List: ListCash}]), Line: r.Line.open(on[Of{List: ListLine}])}, nil
}

func (m Mode) open(named bool) bool { return m == ModeAll || m == ModeNamed && named }
