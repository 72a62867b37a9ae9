package privacy

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
)

type coupon struct {
	ID          string       `json:"id"`
	State       string       `json:"state"`
	Seller      i18n.Text    `json:"seller"`
	Name        i18n.Text    `json:"name"`
	Amount      money.Amount `json:"amount"`
	OrderID     string       `json:"order_id,omitempty"`
	CollectedAt time.Time    `json:"collected_at"`
	UsedAt      *time.Time   `json:"used_at,omitempty"`
}

type cashCoupon struct {
	ID       string       `json:"id"`
	State    string       `json:"state"`
	Amount   money.Amount `json:"amount"`
	Balance  money.Amount `json:"balance"`
	Note     string       `json:"note,omitempty"`
	From     time.Time    `json:"from"`
	Until    time.Time    `json:"until"`
	IssuedAt time.Time    `json:"issued_at"`
}

type privateOffer struct {
	ID     string            `json:"id"`
	State  string            `json:"state"`
	Seller i18n.Text         `json:"seller"`
	Name   string            `json:"name"`
	Lines  []promo.OfferLine `json:"lines"`
	From   time.Time         `json:"from"`
	Until  time.Time         `json:"until"`
}

// savings is what the account was given to pay less.
func (c copyOf) savings(ctx context.Context) error {
	buyer, room, now := c.who.As(account.Buyer), c.s.Promo, c.s.DB.Clock().Now()
	err := lines(ctx, c.archive, "coupons.ndjson", func(ctx context.Context, req page.Request) (page.Of[promo.Coupon], error) {
		return room.MyCoupons(ctx, buyer, "", req)
	}, func(x promo.Coupon) any {
		return coupon{x.ID, x.StateAt(now), x.Batch.SellerName, x.Batch.Terms.Name, x.Batch.Amount(), x.OrderID, x.CollectedAt.UTC(), moment(x.UsedAt)}
	})
	if err != nil {
		return err
	}
	err = lines(ctx, c.archive, "cash-coupons.ndjson", func(ctx context.Context, req page.Request) (page.Of[promo.Cash], error) {
		return room.MyCash(ctx, buyer, req)
	}, func(x promo.Cash) any {
		return cashCoupon{x.ID, x.StateAt(now), x.Amount, x.Balance, x.Note, x.From.UTC(), x.Until.UTC(), x.IssuedAt.UTC()}
	})
	if err != nil {
		return err
	}
	return lines(ctx, c.archive, "private-offers.ndjson", func(ctx context.Context, req page.Request) (page.Of[promo.Offer], error) {
		return room.MyOffers(ctx, buyer, req)
	}, func(x promo.Offer) any {
		return privateOffer{x.ID, x.StateAt(now), x.SellerName, x.Name, x.Lines, x.From.UTC(), x.Until.UTC()}
	})
}
