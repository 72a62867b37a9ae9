package asset

import "github.com/souk-market/souk/internal/kernel/state"

// The states of an asset (business-rules 4.9; appealing is our own name for the time until an engineer decides).
const (
	StateDraft     = "draft"
	StateScanning  = "scanning"
	StateApproved  = "approved"
	StateRejected  = "rejected"
	StateAppealing = "appealing"
)

// The events of an asset.
const (
	EventSubmit  = "submit"
	EventApprove = "approve"
	EventReject  = "reject"
	EventAppeal  = "appeal"
)

// Machine is business-rules 4.9: draft → scanning → approved | rejected → edit → scanning; a rejection may be appealed against.
var Machine = state.New("asset",
	state.Transition{From: StateDraft, Event: EventSubmit, To: StateScanning, Note: "seller"},
	state.Transition{From: StateScanning, Event: EventApprove, To: StateApproved, Note: "every check passed, or operator"},
	state.Transition{From: StateScanning, Event: EventReject, To: StateRejected, Note: "a check failed, or operator, with a reason"},
	state.Transition{From: StateRejected, Event: EventSubmit, To: StateScanning, Note: "seller, after editing"},
	state.Transition{From: StateRejected, Event: EventAppeal, To: StateAppealing, Note: "seller, with evidence"},
	state.Transition{From: StateAppealing, Event: EventApprove, To: StateApproved, Note: "operator"},
	state.Transition{From: StateAppealing, Event: EventReject, To: StateRejected, Note: "operator, with a reason"},
)

// States are all states, in their order.
func States() []string {
	return []string{StateDraft, StateScanning, StateApproved, StateRejected, StateAppealing}
}

// Machines are the machines of the room.
func Machines() []state.Machine { return []state.Machine{Machine} }
