package privacy

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
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

// onList is a list of a seller that names the account: who may buy, try, or pay by credit.
type onList struct {
	ProductID string    `json:"product_id"`
	List      string    `json:"list"`
	SpecID    string    `json:"spec_id,omitempty"`
	Name      string    `json:"name"`
	AddedAt   time.Time `json:"added_at"`
}

// lists are those of sellers that name the account. Whom a seller named on its own lists are those customers' data, not the seller's:
// they are not in its copy, as those that its coupons and offers name are not.
func (c copyOf) lists(ctx context.Context) error {
	return lines(ctx, c.archive, "sales-lists.ndjson", func(ctx context.Context, req page.Request) (page.Of[salesrule.Entry], error) {
		return c.s.Rules.Mine(ctx, c.who.As(account.Buyer), req)
	}, func(x salesrule.Entry) any {
		return onList{x.ProductID, string(x.List), x.SpecID, x.Name, x.AddedAt.UTC()}
	})
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
