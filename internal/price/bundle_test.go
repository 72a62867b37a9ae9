package price_test

import (
	"testing"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 5.8: "for image bundles only the store's image line"; 6.3 step 6: price = image + ECS; 6.4: cash coupons after.
func TestACouponLowersTheImageOfABundleAndNeverItsMachine(t *testing.T) {
	t.Parallel()
	plan := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		SKUs: []price.SKU{{ID: "sku_1", Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(100)}}}}
	machine := []price.CloudCharge{{Code: "ecs", Name: i18n.Text{ZH: "云服务器", EN: "Server"}, Amount: money.CNY(40000)}}
	month := price.Term{Unit: period.Month, Count: 1}
	quote := func(b price.Buyer, cloud []price.CloudCharge) (price.Breakdown, error) {
		return plan.QuoteBundle(price.Selection{}, month, b, cloud)
	}
	coupon := func(yuan int64) *price.Coupon { return &price.Coupon{ID: "cpn_1", Amount: money.CNY(yuan * 100)} }

	b, err := quote(price.Buyer{Coupon: coupon(99), Cash: []price.CashCoupon{{ID: "csh_1", Balance: money.CNY(20100)}}}, machine)
	if err != nil || len(b.Lines) != 2 {
		t.Fatalf("%+v, %v", b, err)
	}
	image, server := b.Lines[0], b.Lines[1]
	if image.Coupon != money.CNY(9900) || !server.Coupon.IsZero() || server.Kind != price.LineCloud {
		t.Errorf("the coupon took %v off the image and %v off the machine", image.Coupon, server.Coupon)
	}
	if sum := image.Cash.Minor + server.Cash.Minor; sum != 20100 || server.Cash.IsZero() {
		t.Errorf("cash coupons paid %v and %v", image.Cash, server.Cash)
	}
	if b.List != money.CNY(50000) || b.Pay != money.CNY(20000) || image.Pay.Minor+server.Pay.Minor != b.Pay.Minor {
		t.Errorf("list %v, pay %v of %v and %v", b.List, b.Pay, image.Pay, server.Pay)
	}
	for _, yuan := range []int64{100, 300} { // less than the bundle, but not less than the image
		if _, err := quote(price.Buyer{Coupon: coupon(yuan)}, machine); apperr.FieldsOf(err)["coupon"] == nil || apperr.FieldsOf(err)["coupon"].Code != price.ErrCouponTooLarge.Code {
			t.Errorf("a coupon of %d on an image of 100: %v", yuan, err)
		}
	}
	half, err := price.ParseUsage("0.5")
	if err != nil {
		t.Fatal(err)
	}
	if b, err = quote(price.Buyer{Offer: &price.Offer{ID: "off_1", Ratio: half}}, machine); err != nil || b.Lines[0].Discount != money.CNY(5000) || !b.Lines[1].Discount.IsZero() ||
		b.Pay != money.CNY(45000) {
		t.Errorf("the seller's discount: %+v, %v", b, err)
	}
	if _, err := quote(price.Buyer{}, []price.CloudCharge{{Code: "ecs", Amount: money.New(1, "USD")}}); err == nil {
		t.Error("a machine in dollars is added to an image in yuan")
	}
	if b, err = quote(price.Buyer{}, nil); err != nil || b.Pay != money.CNY(10000) {
		t.Errorf("without a machine: %+v, %v", b, err)
	}
}
