package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Rules are what operators allow sellers without a review.
type Rules struct {
	// LeastShare is the lowest share of the list price that a private offer may ask for at once: the authorised discount
	// (business-rules 5.7).
	LeastShare price.Decimal
	// SellerShare is the share that the fee rule leaves a seller: the highest that a resale discount for a customer may give it
	// at once (5.6).
	SellerShare price.Decimal
}

// The rules before an operator set others (our choice): 30 % off at most, and what the platform fee of 5 % leaves (11.4).
const (
	firstLeastShare  = "0.7"
	firstSellerShare = "0.95"

	leastShareSetting  = "promo.least_share"
	sellerShareSetting = "promo.seller_share"
)

// Rules returns the rules in force, to operators and sellers. Errors: ErrForbidden.
func (s *Service) Rules(ctx context.Context, actor account.Actor) (Rules, error) {
	if !actor.Can(account.OperatorPromotions) && !actor.Can(account.SellerOffers) && !actor.Can(account.SellerResale) {
		return Rules{}, account.ErrForbidden
	}
	return s.rules(ctx, s.d.DB.Reader())
}

func (s *Service) rules(ctx context.Context, q storage.Querier) (out Rules, err error) {
	for _, x := range []struct {
		name, first string
		into        *price.Decimal
	}{{leastShareSetting, firstLeastShare, &out.LeastShare}, {sellerShareSetting, firstSellerShare, &out.SellerShare}} {
		text, err := storage.Setting(ctx, q, x.name)
		if err != nil {
			return Rules{}, fmt.Errorf("setting %s: %w", x.name, err)
		}
		if text == "" {
			text = x.first
		}
		if *x.into, err = price.ParseUsage(text); err != nil {
			return Rules{}, fmt.Errorf("setting %s: %w", x.name, err)
		}
	}
	return out, nil
}

// SetRulesInput are both rules in percent, as they are typed: "70", "95.5".
type SetRulesInput struct {
	Actor       account.Actor
	LeastShare  string
	SellerShare string
}

// SetRules changes what sellers may do at once. What holds already or waits for a decision stays as it is. Errors: field errors
// of least_share and seller_share.
func (s *Service) SetRules(ctx context.Context, in SetRulesInput) (Rules, error) {
	if err := in.Actor.May(account.OperatorPromotions); err != nil {
		return Rules{}, err
	}
	var f apperr.Fields
	var next Rules
	var fault *apperr.Error
	next.LeastShare, fault = Percent(in.LeastShare)
	f.Add("least_share", fault)
	next.SellerShare, fault = Percent(in.SellerShare)
	f.Add("seller_share", fault)
	if err := f.Err(); err != nil {
		return Rules{}, err
	}
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		before, err := s.rules(ctx, tx)
		if err != nil || before == next {
			return err
		}
		if err := storage.SetSetting(ctx, tx, leastShareSetting, next.LeastShare.String()); err != nil {
			return err
		}
		if err := storage.SetSetting(ctx, tx, sellerShareSetting, next.SellerShare.String()); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didSetRules, Before: before, After: next})
	})
	return next, err
}

// Percent reads a typed percentage over 0 and up to 100, with at most two decimals: "85.5" is 0.855.
func Percent(typed string) (price.Decimal, *apperr.Error) {
	d, err := price.ParsePrice(line(typed))
	if err != nil || !d.Positive() || d.Cmp(price.Whole(100)) > 0 {
		return price.Decimal{}, ErrPercent
	}
	hundredth, err := price.ParsePrice("0.01")
	if err != nil {
		return price.Decimal{}, ErrPercent
	}
	d, err = d.Mul(hundredth)
	if err != nil || d.Cmp(roundedDown(d)) != 0 {
		return price.Decimal{}, ErrPercent
	}
	return d, nil
}

// roundedDown cuts a share to four decimals.
func roundedDown(d price.Decimal) price.Decimal { return share(d, price.Whole(1)) }

// PercentText is a share for people: "85.5" for 0.855.
func PercentText(d price.Decimal) string {
	p, err := d.Mul(price.Whole(100))
	if err != nil { // a share is at most 1
		return d.String()
	}
	return p.String()
}
