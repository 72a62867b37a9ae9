package wallet

import "github.com/souk-market/souk/internal/kernel/state"

// State is where a top-up stands.
type State string

// The states of top-ups.
const (
	StateCreated   State = "created"           // gateway: the buyer has not paid yet
	StatePaid      State = "paid"              // gateway: credited
	StateDeclined  State = "declined"          // gateway: refused by the buyer or the gateway
	StateExpired   State = "expired"           // gateway: not paid in time
	StateAwaiting  State = "awaiting_transfer" // transfer: the buyer has the bank details
	StateSubmitted State = "submitted"         // transfer: the buyer says that the money is on its way
	StateConfirmed State = "confirmed"         // transfer: credited
	StateRejected  State = "rejected"          // transfer: the operator did not find the money
	StateCancelled State = "cancelled"         // given up by the buyer
)

// The events that move top-ups.
const (
	eventPay     = "pay"
	eventDecline = "decline"
	eventExpire  = "expire"
	eventCancel  = "cancel"
	eventSubmit  = "submit"
	eventConfirm = "confirm"
	eventReject  = "reject"
)

// gatewayStates: money that arrived is credited even after we gave the payment up (invariant 5).
var gatewayStates = state.New("wallet.gateway_top_up",
	state.Transition{From: string(StateCreated), Event: eventPay, To: string(StatePaid), Note: "signed notification or return"},
	state.Transition{From: string(StateCreated), Event: eventDecline, To: string(StateDeclined), Note: "signed notification or return"},
	state.Transition{From: string(StateCreated), Event: eventExpire, To: string(StateExpired), Note: "sweep, 2 hours"},
	state.Transition{From: string(StateCreated), Event: eventCancel, To: string(StateCancelled), Note: "buyer"},
	state.Transition{From: string(StateDeclined), Event: eventPay, To: string(StatePaid), Note: "late payment"},
	state.Transition{From: string(StateExpired), Event: eventPay, To: string(StatePaid), Note: "late payment"},
	state.Transition{From: string(StateCancelled), Event: eventPay, To: string(StatePaid), Note: "late payment"},
)

var transferStates = state.New("wallet.transfer_top_up",
	state.Transition{From: string(StateAwaiting), Event: eventSubmit, To: string(StateSubmitted), Note: "buyer: I have transferred"},
	state.Transition{From: string(StateAwaiting), Event: eventCancel, To: string(StateCancelled), Note: "buyer"},
	state.Transition{From: string(StateAwaiting), Event: eventConfirm, To: string(StateConfirmed), Note: "operator saw the money first"},
	state.Transition{From: string(StateSubmitted), Event: eventConfirm, To: string(StateConfirmed), Note: "operator"},
	state.Transition{From: string(StateSubmitted), Event: eventReject, To: string(StateRejected), Note: "operator, with a reason"},
)

// Machines are the room's state machines, for the diagrams.
func Machines() []state.Machine { return []state.Machine{gatewayStates, transferStates} }
