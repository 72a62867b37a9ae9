package demo

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

// promotions put a coupon to collect on the first product, quote the second to the first buyer at a discount, and give that
// buyer a cash coupon.
func (r Rooms) promotions(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	if len(c.Products) < 2 {
		return nil
	}
	buyer := s.by(func(l Login) bool { return l.Kind == string(account.Buyer) })
	seller := func(p content.Product) account.Actor {
		return s.by(func(l Login) bool { return l.seller == p.Seller }).actor
	}
	today := r.DB.Clock().Now().In(period.Shanghai())
	days := promo.Validity{From: today.Format(time.DateOnly), To: today.AddDate(0, 3, 0).Format(time.DateOnly)}

	first, second := c.Products[0], c.Products[1]
	b, err := r.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: seller(first), Terms: promo.Terms{Name: i18n.Text{ZH: "新客立减", EN: "Welcome"},
		Amount: 20, Minimum: 100, Validity: days, Items: []promo.Item{{ProductID: s.Products[first.Key]}}, Shown: true, Total: 500, PerBuyer: 2}})
	if err != nil {
		return err
	}
	if _, err := r.Promo.PublishBatch(ctx, promo.BatchInput{Actor: seller(first), Kind: b.Kind, ID: b.ID, Rev: b.Rev}); err != nil {
		return err
	}
	ratio, err := price.ParsePrice("0.88")
	if err != nil {
		return err
	}
	if _, err := r.Promo.CreateOffer(ctx, promo.CreateOfferInput{Actor: seller(second), Name: "自拓优惠-" + second.Name.ZH + "-88折", Shape: promo.ShapeDiscount,
		Users: []promo.User{{ID: buyer.ID, Name: buyer.Name}}, Validity: days,
		Lines: []promo.OfferLine{{Item: promo.Item{ProductID: s.Products[second.Key]}, Ratio: ratio}}}); err != nil {
		return err
	}
	_, err = r.Promo.IssueCash(ctx, promo.IssueCashInput{Actor: operator.actor, Key: "demo", BuyerID: buyer.ID, Amount: "50.00", Validity: days, Note: "开业礼金"})
	return err
}
