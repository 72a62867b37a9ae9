package feedback

import "github.com/souk-market/souk/internal/kernel/state"

// The states of a rating (business-rules 10).
const (
	RatingNegotiating = "pending_negotiation"
	RatingPublic      = "public"
	RatingAmended     = "amended"
	RatingHidden      = "hidden"
)

// The states of a question.
const (
	QuestionWaiting  = "waiting"
	QuestionAnswered = "answered"
	QuestionHidden   = "hidden"
)

// The states of a report.
const (
	ReportOpen      = "open"
	ReportAccepted  = "accepted"
	ReportDismissed = "dismissed"
	ReportActed     = "acted"
)

// The events.
const (
	EventPublish     = "publish"
	EventAmend       = "amend"
	EventAmendBad    = "amend_to_bad"
	EventHide        = "hide"
	EventShow        = "show"
	EventShowAmended = "show_amended"
	EventAnswer      = "answer"
	EventAccept      = "accept"
	EventDismiss     = "dismiss"
	EventAct         = "act"
)

// RatingMachine is business-rules 10. A good rating begins as public. Amending to a bad one is ours: without it, who rates
// well first would evade the negotiation.
var RatingMachine = state.New("feedback.rating",
	state.Transition{From: RatingNegotiating, Event: EventPublish, To: RatingPublic, Note: "48 hours are over"},
	state.Transition{From: RatingNegotiating, Event: EventAmend, To: RatingAmended, Note: "buyer, once in 30 days"},
	state.Transition{From: RatingPublic, Event: EventAmend, To: RatingAmended, Note: "buyer, once in 30 days"},
	state.Transition{From: RatingPublic, Event: EventAmendBad, To: RatingNegotiating, Note: "buyer: bad for the first time"},
	state.Transition{From: RatingPublic, Event: EventHide, To: RatingHidden, Note: "operator, with a reason"},
	state.Transition{From: RatingAmended, Event: EventHide, To: RatingHidden, Note: "operator, with a reason"},
	state.Transition{From: RatingHidden, Event: EventShow, To: RatingPublic, Note: "operator"},
	state.Transition{From: RatingHidden, Event: EventShowAmended, To: RatingAmended, Note: "operator, one that was amended"},
)

// QuestionMachine is business-rules 10: a question is shown when it is answered.
var QuestionMachine = state.New("feedback.question",
	state.Transition{From: QuestionWaiting, Event: EventAnswer, To: QuestionAnswered, Note: "seller"},
	state.Transition{From: QuestionAnswered, Event: EventHide, To: QuestionHidden, Note: "operator, with a reason"},
	state.Transition{From: QuestionHidden, Event: EventShow, To: QuestionAnswered, Note: "operator"},
)

// ReportMachine is business-rules 10.
var ReportMachine = state.New("feedback.report",
	state.Transition{From: ReportOpen, Event: EventAccept, To: ReportAccepted, Note: "operator: right, nothing to do"},
	state.Transition{From: ReportOpen, Event: EventDismiss, To: ReportDismissed, Note: "operator: not right, or malicious"},
	state.Transition{From: ReportOpen, Event: EventAct, To: ReportActed, Note: "operator: hidden or taken off sale"},
)
