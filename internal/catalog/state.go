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
	EventClose    = "close"
)

// The events of a product beside those of its applications (business-rules 4.2).
const (
	EventTakeDown    = "take_down"
	EventRestore     = "restore"
	EventDiscontinue = "discontinue"
)

// ApplicationMachine is business-rules 4.1, for every kind.
var ApplicationMachine = state.New("product.application",
	state.Transition{From: StateDraft, Event: EventSubmit, To: StatePending, Note: "seller"},
	state.Transition{From: StateDraft, Event: EventDelete, To: StateDeleted, Note: "seller"},
	state.Transition{From: StatePending, Event: EventWithdraw, To: StateDraft, Note: "seller"},
	state.Transition{From: StatePending, Event: EventApprove, To: StateApproved, Note: "operator"},
	state.Transition{From: StatePending, Event: EventReject, To: StateRejected, Note: "operator, with a reason"},
	state.Transition{From: StateRejected, Event: EventRevise, To: StateDraft, Note: "seller"},
	state.Transition{From: StateRejected, Event: EventDelete, To: StateDeleted, Note: "seller"},
	state.Transition{From: StateDraft, Event: EventClose, To: StateDeleted, Note: "the product is discontinued, or the spec that it is about"},
	state.Transition{From: StatePending, Event: EventClose, To: StateDeleted, Note: "the product is discontinued, or the spec that it is about"},
	state.Transition{From: StateRejected, Event: EventClose, To: StateDeleted, Note: "the product is discontinued, or the spec that it is about"},
)

// The states of a product (business-rules 4.2). Hidden is no state but a flag of its content.
const (
	StatusUnpublished  = "unpublished"
	StatusOnSale       = "on_sale"
	StatusTakenDown    = "taken_down"   // off sale by force; an operator may put it back
	StatusDiscontinued = "discontinued" // delisted by its seller, or for good by an operator: final
	StatusDeleted      = "deleted"
)

// ProductMachine is the product's side of an application's end, of delisting, and of a penalty of its seller (business-rules
// 2.10, 4.2). A product that was taken down stays so when a newer version of it is approved: putting it back is a decision of
// its own.
var ProductMachine = state.New("product",
	state.Transition{From: StatusUnpublished, Event: EventApprove, To: StatusOnSale, Note: "the first version goes live"},
	state.Transition{From: StatusUnpublished, Event: EventDelete, To: StatusDeleted, Note: "the only draft is deleted"},
	state.Transition{From: StatusOnSale, Event: EventApprove, To: StatusOnSale, Note: "a newer version goes live"},
	state.Transition{From: StatusOnSale, Event: EventDelete, To: StatusOnSale, Note: "the open draft is deleted"},
	state.Transition{From: StatusOnSale, Event: EventTakeDown, To: StatusTakenDown, Note: "the seller is punished or leaves, or an operator acts on a violation or a report"},
	state.Transition{From: StatusOnSale, Event: EventDiscontinue, To: StatusDiscontinued, Note: "the seller's delisting is approved, or its last spec is delisted"},
	state.Transition{From: StatusTakenDown, Event: EventRestore, To: StatusOnSale, Note: "operator"},
	state.Transition{From: StatusTakenDown, Event: EventDiscontinue, To: StatusDiscontinued, Note: "operator for good, or the seller's delisting is approved"},
	state.Transition{From: StatusTakenDown, Event: EventApprove, To: StatusTakenDown, Note: "a newer version waits to be put on sale"},
	state.Transition{From: StatusTakenDown, Event: EventDelete, To: StatusTakenDown, Note: "the open draft is deleted"},
)
