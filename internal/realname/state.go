package realname

import "github.com/souk-market/souk/internal/kernel/state"

// State is where an application stands.
type State string

// The states. StateNone is an account without an application: it has no row.
const (
	StateNone     State = "not_started"
	StateDraft    State = "draft"
	StateReview   State = "in_review"
	StateRejected State = "rejected"
	StateApproved State = "approved"
)

const (
	eventStart    = "start"
	eventSubmit   = "submit"
	eventWithdraw = "withdraw"
	eventApprove  = "approve"
	eventReject   = "reject"
)

var machine = state.New("realname",
	state.Transition{From: string(StateNone), Event: eventStart, To: string(StateDraft), Note: "main account saves the form"},
	state.Transition{From: string(StateDraft), Event: eventSubmit, To: string(StateReview), Note: "main account"},
	state.Transition{From: string(StateReview), Event: eventWithdraw, To: string(StateDraft), Note: "main account"},
	state.Transition{From: string(StateReview), Event: eventApprove, To: string(StateApproved), Note: "operator or outside verifier"},
	state.Transition{From: string(StateReview), Event: eventReject, To: string(StateRejected), Note: "operator or outside verifier, with a reason"},
	state.Transition{From: string(StateRejected), Event: eventSubmit, To: string(StateReview), Note: "main account, corrected"},
	state.Transition{From: string(StateApproved), Event: eventStart, To: string(StateDraft), Note: "a new application; the old one holds until that is approved"},
)

// Machine is the room's state machine, for the diagrams.
func Machine() state.Machine { return machine }
