package order

import "github.com/souk-market/souk/internal/audit"

// What people do to orders, in the log of the buyer. What becomes of an order by itself stands in the order.
var (
	didPlace  = audit.Def("order.placed", "Order placed", "提交订单")
	didPay    = audit.Def("order.paid", "Order paid", "支付订单")
	didCancel = audit.Def("order.cancelled", "Order cancelled", "取消订单")
)

// change is what the log says of an order.
func (o Order) change(action audit.Action) audit.Change {
	return audit.Change{Action: action, AccountID: o.BuyerID, Object: o.ID,
		After: map[string]any{"product": o.ProductID, "name": o.ProductName, "total": o.Total}}
}
