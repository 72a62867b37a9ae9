package joint

import "github.com/souk-market/souk/internal/kernel/state"

// The events of what is reviewed here.
const (
	EventSubmit  = "submit"
	EventApprove = "approve"
	EventReject  = "reject"
)

// The states of a business plan (business-rules 3.4). A product without a plan has no row.
const (
	PlanMissing  = "missing"
	PlanInReview = "in_review"
	PlanApproved = "approved"
	PlanRejected = "rejected"
)

// PlanMachine is business-rules 3.4. What was approved or rejected is edited and handed in again as the next version.
var PlanMachine = state.New("joint.business_plan",
	state.Transition{From: PlanMissing, Event: EventSubmit, To: PlanInReview, Note: "seller"},
	state.Transition{From: PlanInReview, Event: EventApprove, To: PlanApproved, Note: "operator"},
	state.Transition{From: PlanInReview, Event: EventReject, To: PlanRejected, Note: "operator, with a reason"},
	state.Transition{From: PlanApproved, Event: EventSubmit, To: PlanInReview, Note: "seller; the approved version stays in force"},
	state.Transition{From: PlanRejected, Event: EventSubmit, To: PlanInReview, Note: "seller"},
)

// Machines are the machines of the room.
func Machines() []state.Machine { return []state.Machine{PlanMachine} }
