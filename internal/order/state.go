package order

import "github.com/souk-market/souk/internal/kernel/state"

// The states of an order (business-rules 6.5).
const (
	StatePendingPayment = "pending_payment"
	StateProcessing     = "processing"
	StateCompleted      = "completed"
	StateCancelled      = "cancelled"
)

// Why an order is cancelled.
const (
	CauseBuyer         = "buyer"          // unpaid, by the buyer
	CauseTimeout       = "timeout"        // unpaid for 7 days
	CauseOpeningFailed = "opening_failed" // paid, not opened, refunded
)

// Machine is the life of an order.
func Machine() state.Machine {
	return state.New("order",
		state.Transition{From: StatePendingPayment, Event: "pay", To: StateProcessing, Note: "buyer; money goes to escrow"},
		state.Transition{From: StatePendingPayment, Event: "cancel", To: StateCancelled, Note: "buyer"},
		state.Transition{From: StatePendingPayment, Event: "time_out", To: StateCancelled, Note: "7 days unpaid"},
		state.Transition{From: StateProcessing, Event: "complete", To: StateCompleted, Note: "delivery opened the instance"},
		state.Transition{From: StateProcessing, Event: "fail", To: StateCancelled, Note: "opening failed; escrow goes back"},
	)
}
