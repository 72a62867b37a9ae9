package joint

import (
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/state"
)

// The events of what is reviewed here.
const (
	EventSubmit  = "submit"
	EventApprove = "approve"
	EventReject  = "reject"
	EventDock    = "dock" // evidence of the technical part; moves nothing
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

// The states of a joint certification (business-rules 3.2; the names are its own choice).
const (
	CertificationDraft      = "draft"
	CertificationSelection  = "selection_review"
	CertificationDocking    = "tech_docking"
	CertificationCommercial = "commercial_review"
	CertificationPassed     = "passed"
	CertificationRejected   = "rejected"
)

// CertificationMachine is business-rules 3.2. What was rejected is edited and begins again at the first review (our choice).
var CertificationMachine = state.New("joint.certification",
	state.Transition{From: CertificationDraft, Event: EventSubmit, To: CertificationSelection, Note: "seller, who signs the agreement for the product"},
	state.Transition{From: CertificationSelection, Event: EventApprove, To: CertificationDocking, Note: "operator: qualification and selection"},
	state.Transition{From: CertificationDocking, Event: EventApprove, To: CertificationCommercial, Note: "operator, by the evidence of docking"},
	state.Transition{From: CertificationCommercial, Event: EventApprove, To: CertificationPassed, Note: "operator: business information"},
	state.Transition{From: CertificationSelection, Event: EventReject, To: CertificationRejected, Note: "operator, with a reason"},
	state.Transition{From: CertificationDocking, Event: EventReject, To: CertificationRejected, Note: "operator, with a reason"},
	state.Transition{From: CertificationCommercial, Event: EventReject, To: CertificationRejected, Note: "operator, with a reason"},
	state.Transition{From: CertificationRejected, Event: EventSubmit, To: CertificationSelection, Note: "seller, after editing"},
)

// CertificationStates are all states, in their order.
func CertificationStates() []string {
	return []string{CertificationDraft, CertificationSelection, CertificationDocking, CertificationCommercial, CertificationPassed, CertificationRejected}
}

// ReviewName is what messages call a review, or its end.
func ReviewName(s string) i18n.Text {
	switch s {
	case CertificationSelection:
		return i18n.Text{ZH: "资质与选品审核", EN: "qualification and selection review"}
	case CertificationDocking:
		return i18n.Text{ZH: "技术对接", EN: "technical docking"}
	case CertificationCommercial:
		return i18n.Text{ZH: "商务信息审核", EN: "business information review"}
	}
	return i18n.Text{}
}

// Machines are the machines of the room.
func Machines() []state.Machine { return []state.Machine{PlanMachine, CertificationMachine} }
