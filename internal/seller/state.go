package seller

import "github.com/souk-market/souk/internal/kernel/state"

// The states of an account on its way to become a seller (business-rules 2.1).
const (
	EntryNotApplied  = "not_applied"
	EntryReviewing   = "reviewing"
	EntryUncertified = "admitted_uncertified"
	EntryActive      = "active"
	EntryRejected    = "rejected"
	EntryExpelled    = "expelled"
	EntryExited      = "exited"
)

// The events of an entry and of a certification.
const (
	EventSubmit   = "submit"
	EventWithdraw = "withdraw"
	EventApprove  = "approve"
	EventReject   = "reject"
	EventCertify  = "certify"
	EventExpel    = "expel"
	EventExit     = "exit"
	EventMismatch = "mismatch"
	EventLock     = "lock"
	EventUnlock   = "unlock"
)

// EntryMachine is business-rules 2.1. Withdrawing is ours: who finds a mistake need not wait for the rejection.
var EntryMachine = state.New("seller.entry",
	state.Transition{From: EntryNotApplied, Event: EventSubmit, To: EntryReviewing, Note: "main account"},
	state.Transition{From: EntryReviewing, Event: EventApprove, To: EntryUncertified, Note: "operator, within 3 working days"},
	state.Transition{From: EntryReviewing, Event: EventReject, To: EntryRejected, Note: "operator, with a reason"},
	state.Transition{From: EntryReviewing, Event: EventWithdraw, To: EntryNotApplied, Note: "main account"},
	state.Transition{From: EntryRejected, Event: EventSubmit, To: EntryReviewing, Note: "main account"},
	state.Transition{From: EntryUncertified, Event: EventCertify, To: EntryActive, Note: "business certification passed"},
	state.Transition{From: EntryUncertified, Event: EventExpel, To: EntryExpelled, Note: "operator"},
	state.Transition{From: EntryUncertified, Event: EventExit, To: EntryExited, Note: "seller"},
	state.Transition{From: EntryActive, Event: EventExpel, To: EntryExpelled, Note: "operator"},
	state.Transition{From: EntryActive, Event: EventExit, To: EntryExited, Note: "seller, without open orders and unpaid bills"},
	state.Transition{From: EntryExited, Event: EventSubmit, To: EntryReviewing, Note: "main account"},
)

// The states of a business certification (business-rules 2.5).
const (
	CertificationUncertified = "uncertified"
	CertificationInReview    = "in_review"
	CertificationRejected    = "rejected"
	CertificationLocked      = "locked"
	CertificationDone        = "certified"
)

// CertificationMachine is business-rules 2.5. A wrong amount counts like a rejection; the third of them locks.
var CertificationMachine = state.New("seller.certification",
	state.Transition{From: CertificationUncertified, Event: EventSubmit, To: CertificationInReview, Note: "seller, with the amount of the test transfer"},
	state.Transition{From: CertificationUncertified, Event: EventMismatch, To: CertificationRejected, Note: "wrong amount"},
	state.Transition{From: CertificationInReview, Event: EventApprove, To: CertificationDone, Note: "operator"},
	state.Transition{From: CertificationInReview, Event: EventReject, To: CertificationRejected, Note: "operator, with a reason"},
	state.Transition{From: CertificationInReview, Event: EventLock, To: CertificationLocked, Note: "the third failure"},
	state.Transition{From: CertificationRejected, Event: EventSubmit, To: CertificationInReview, Note: "seller"},
	state.Transition{From: CertificationRejected, Event: EventMismatch, To: CertificationRejected, Note: "wrong amount"},
	state.Transition{From: CertificationRejected, Event: EventLock, To: CertificationLocked, Note: "the third failure"},
	state.Transition{From: CertificationLocked, Event: EventUnlock, To: CertificationUncertified, Note: "operator, after the seller's ticket"},
)
