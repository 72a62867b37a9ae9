package catalog

import "github.com/souk-market/souk/internal/kernel/state"

// The states of an application (business-rules 4.1).
const (
	StateDraft    = "draft"
	StatePending  = "pending"
	StateApproved = "approved"
	StateRejected = "rejected"
	StateDeleted  = "deleted"
)

// The events of an application. EventCreate stands in the history only: it makes the draft.
const (
	EventCreate   = "create"
	EventSubmit   = "submit"
	EventWithdraw = "withdraw"
	EventApprove  = "approve"
	EventReject   = "reject"
	EventRevise   = "revise"
	EventDelete   = "delete"
	EventDelist   = "delist"
)

// ApplicationMachine is business-rules 4.1 for kinds publish and modify.
var ApplicationMachine = state.New("product.application",
	state.Transition{From: StateDraft, Event: EventSubmit, To: StatePending, Note: "seller"},
	state.Transition{From: StateDraft, Event: EventDelete, To: StateDeleted, Note: "seller"},
	state.Transition{From: StatePending, Event: EventWithdraw, To: StateDraft, Note: "seller"},
	state.Transition{From: StatePending, Event: EventApprove, To: StateApproved, Note: "operator"},
	state.Transition{From: StatePending, Event: EventReject, To: StateRejected, Note: "operator, with a reason"},
	state.Transition{From: StateRejected, Event: EventRevise, To: StateDraft, Note: "seller"},
	state.Transition{From: StateRejected, Event: EventDelete, To: StateDeleted, Note: "seller"},
)

// The states of a product (business-rules 4.2).
const (
	StatusUnpublished = "unpublished"
	StatusOnSale      = "on_sale"
	StatusDelisted    = "delisted"
	StatusDeleted     = "deleted"
)

// ProductMachine is the product's side of an application's end, and of a penalty of its seller (business-rules 2.10).
var ProductMachine = state.New("product",
	state.Transition{From: StatusUnpublished, Event: EventApprove, To: StatusOnSale, Note: "the first version goes live"},
	state.Transition{From: StatusUnpublished, Event: EventDelete, To: StatusDeleted, Note: "the only draft is deleted"},
	state.Transition{From: StatusOnSale, Event: EventApprove, To: StatusOnSale, Note: "a newer version goes live"},
	state.Transition{From: StatusOnSale, Event: EventDelete, To: StatusOnSale, Note: "the open draft is deleted"},
	state.Transition{From: StatusOnSale, Event: EventDelist, To: StatusDelisted, Note: "the seller is punished or leaves, or an operator acts on a report"},
	state.Transition{From: StatusDelisted, Event: EventApprove, To: StatusOnSale, Note: "a newer version goes live"},
	state.Transition{From: StatusDelisted, Event: EventDelete, To: StatusDelisted, Note: "the open draft is deleted"},
)
