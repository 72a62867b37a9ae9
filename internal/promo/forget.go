package promo

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// ForgetTx ends what an account that closes could still use, and deletes its name everywhere; see invariant 10. Its orders have
// ended before.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	coupon, err := CouponMachine.Next(CouponAvailable, EventVoid)
	if err != nil {
		return err
	}
	cash, err := CashMachine.Next(CashActive, EventVoid)
	if err != nil {
		return err
	}
	return forget(ctx, tx, accountID, forgotten{coupon, cash})
}
