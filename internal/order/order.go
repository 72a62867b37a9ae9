package order

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// The kinds of orders (business-rules 6.5).
const (
	KindNew   = "new"   // the first purchase of an instance
	KindTrial = "trial" // an instance to try for some days, which costs nothing (4.7, 6.8)
)

// payWithin is how long an order waits for its money (business-rules 6.5, our choice).
const payWithin = 7 * 24 * time.Hour

// Order is what a buyer bought, or is about to.
type Order struct {
	ID              string // "CS2611221000ABCDE"
	Kind            string
	State           string
	Cause           string // why it is cancelled
	BuyerID         string
	BuyerName       string
	SellerID        string
	SellerAccountID string
	ProductID       string
	ProductVersion  int64
	ProductName     i18n.Text
	Total           money.Amount
	Params          map[string]string // what the seller asked the buyer for
	Agreements      []string          // what the buyer ticked: code@version
	Failure         i18n.Text         // why opening failed
	CreatedAt       time.Time
	DueAt           time.Time // pay before; zero once paid or cancelled
	PaidAt          time.Time
	EndedAt         time.Time
	Line            Line
}

// Line is the one line of an order.
type Line struct {
	ID         string
	SpecID     string
	SpecName   i18n.Text
	SKUID      string
	Unit       period.Unit
	Periods    int
	Quantity   int64           // pieces
	Selection  price.Selection // what was chosen of the spec's plan,
	Choice     i18n.Text       // and the same for people; empty where nothing can be chosen
	Price      price.Breakdown // how Amount came about; without lines in an order that is older than plans
	Amount     money.Amount
	Reserved   bool   // stock is held for it
	InstanceID string // once opened
}

// Bought is the name of what was bought: the spec, and what was chosen of it.
func (l Line) Bought() i18n.Text {
	if l.Choice.Empty() {
		return l.SpecName
	}
	return i18n.Text{ZH: l.SpecName.In(i18n.ZH) + " · " + l.Choice.In(i18n.ZH), EN: l.SpecName.In(i18n.EN) + " · " + l.Choice.In(i18n.EN)}
}

// Reduced reports whether a coupon, an offer or a discount lowers its price: what promo holds for the order.
func (l Line) Reduced() bool { return len(l.Price.Applied) > 0 }

// Breakdown is how the amount came about; of an order that is older than price plans only the amount is known.
func (l Line) Breakdown() price.Breakdown {
	if len(l.Price.Lines) == 0 {
		zero := money.New(0, l.Amount.Currency)
		return price.Breakdown{Currency: l.Amount.Currency, List: l.Amount, Discount: zero, Coupon: zero, Cash: zero, Pay: l.Amount}
	}
	return l.Price
}

// newID is an order id of the instant; two of the same minute differ in 5 random characters, and the table decides.
func newID(now time.Time) string {
	return "CS" + now.In(period.Shanghai()).Format("0601021504") + id.Alnum(5)
}

func lineID(orderID string) string { return orderID + "-000001" }

// Completed says that everything was delivered.
type Completed struct {
	OrderID    string `json:"order_id"`
	InstanceID string `json:"instance_id"`
}

// EventName names the event.
func (Completed) EventName() string { return "order.completed" }

// Cancelled says that an order ended without delivery; Cause says why.
type Cancelled struct {
	OrderID string `json:"order_id"`
	Cause   string `json:"cause"`
}

// EventName names the event.
func (Cancelled) EventName() string { return "order.cancelled" }
