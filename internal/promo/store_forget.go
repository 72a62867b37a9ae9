package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// What a closed account leaves: see ForgetTx.
const (
	voidCouponsOfSQL = `UPDATE promo_coupons SET state = $2 WHERE buyer_id = $1 AND state = 'available' AND order_id = ''`
	voidCashOfSQL    = `UPDATE promo_cash SET state = $2 WHERE buyer_id = $1 AND state = 'active'`

	blankCashSQL      = `UPDATE promo_cash SET buyer_name = '' WHERE buyer_id = $1`
	blankNamedSQL     = `UPDATE promo_named SET name = '' WHERE account_id = $1`
	blankUsersSQL     = `UPDATE promo_offer_users SET name = '' WHERE account_id = $1`
	blankPartnersSQL  = `UPDATE promo_resales SET partner_name = '' WHERE partner_id = $1`
	blankCustomersSQL = `UPDATE promo_resales SET customer_name = '' WHERE customer_id = $1`
	dropResellerSQL   = `DELETE FROM promo_resellers WHERE account_id = $1`
)

// forgotten are the states in which what could still be used ends.
type forgotten struct{ coupon, cash string }

func forget(ctx context.Context, tx *storage.Tx, accountID string, to forgotten) error {
	for _, st := range []struct {
		query string
		args  []any
	}{{voidCouponsOfSQL, []any{accountID, to.coupon}}, {voidCashOfSQL, []any{accountID, to.cash}}, {blankCashSQL, []any{accountID}},
		{blankNamedSQL, []any{accountID}}, {blankUsersSQL, []any{accountID}}, {blankPartnersSQL, []any{accountID}},
		{blankCustomersSQL, []any{accountID}}, {dropResellerSQL, []any{accountID}}} {
		if _, err := tx.Exec(ctx, st.query, st.args...); err != nil {
			return fmt.Errorf("forget promotions of %s: %w", accountID, err)
		}
	}
	return nil
}
