package price_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
)

func TestWorkedRefunds(t *testing.T) {
	t.Parallel()
	examples(t, "refund", func(input []byte) (result, error) {
		in, err := decode[price.Refund](input)
		if err != nil {
			return nil, err
		}
		r, err := in.Compute()
		return refunded{r}, err
	})
}

// business-rules 8.1.
func TestARefundIsNeverMoreThanWasPaid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := price.Refund{Kind: rapid.SampledFrom([]price.RefundKind{price.RefundFull, price.RefundUnused, price.RefundAgreed}).Draw(t, "kind"), Fee: someRatio(t)}
		var paid int64
		for i := range rapid.IntRange(1, 4).Draw(t, "terms") {
			days := rapid.IntRange(1, 400).Draw(t, "days")
			term := price.PaidTerm{ID: fmt.Sprint(i), Money: money.CNY(rapid.Int64Range(0, 1e9).Draw(t, "money")), Coupon: money.CNY(500),
				Cash: money.CNY(rapid.Int64Range(0, 1e9).Draw(t, "cash")), Days: days, Used: rapid.IntRange(0, days).Draw(t, "used")}
			paid += term.Money.Minor
			r.Terms = append(r.Terms, term)
		}
		if r.Kind == price.RefundAgreed {
			if paid == 0 {
				return
			}
			r.Asked = money.CNY(rapid.Int64Range(1, paid).Draw(t, "asked"))
		}
		out, err := r.Compute()
		if err != nil {
			t.Fatal(err)
		}
		var back int64
		for i, l := range out.Lines {
			term := r.Terms[i]
			notNegative(t, l.Consumed, l.Fee, l.Money, l.Cash, l.Coupon)
			if l.Money.Minor > term.Money.Minor || l.Cash.Minor > term.Cash.Minor || l.Coupon.Positive() != (r.Kind == price.RefundFull) {
				t.Fatalf("%+v comes back of %+v", l, term)
			}
			if r.Kind == price.RefundUnused && l.Money.Minor+l.Cash.Minor+l.Consumed.Minor+l.Fee.Minor != term.Money.Minor+term.Cash.Minor {
				t.Fatalf("%+v does not add up to %+v", l, term)
			}
			back += l.Money.Minor
		}
		if back != out.Money.Minor || r.Kind == price.RefundAgreed && out.Money != r.Asked || r.Kind == price.RefundFull && back != paid {
			t.Fatalf("lines %d, total %v, asked %v", back, out.Money, r.Asked)
		}
	})
}

type refunded struct{ price.Refunded }

func (r refunded) outcome() string { return r.Money.String() }

func (r refunded) text() string {
	var s strings.Builder
	for _, l := range r.Lines {
		fmt.Fprintf(&s, "%s\n", l.ID)
		for _, lang := range i18n.Langs() {
			fmt.Fprintf(&s, "  %s\n", l.Label.In(lang))
			for _, part := range l.Computation(lang) {
				fmt.Fprintf(&s, "    %s\n", part)
			}
		}
		fmt.Fprintf(&s, "  consumed %v, fee %v, money %v, cash %v, coupon %v\n", l.Consumed, l.Fee, l.Money, l.Cash, l.Coupon)
	}
	fmt.Fprintf(&s, "total money %s, cash %v, coupon %v\n", r.Money.Format(), r.Cash, r.Coupon)
	return s.String()
}
