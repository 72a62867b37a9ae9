package promo

import "github.com/souk-market/souk/internal/kernel/state"

// The events of everything that is granted here.
const (
	EventSubmit     = "submit"
	EventPublish    = "publish"
	EventWithdraw   = "withdraw"
	EventApprove    = "approve"
	EventReject     = "reject"
	EventRevoke     = "revoke"
	EventVoid       = "void"
	EventEnd        = "end"
	EventExpire     = "expire"
	EventCollect    = "collect"
	EventUse        = "use"
	EventReturn     = "return"
	EventAuthorise  = "authorise"
	EventModify     = "modify"
	EventInvalidate = "invalidate"
	EventIssue      = "issue"
)

// The states of a coupon batch (business-rules 5.8).
const (
	BatchDraft     = "draft"
	BatchInReview  = "in_review"
	BatchPublished = "published"
	BatchVoid      = "void"
	BatchEnded     = "ended"
)

// BatchMachine is business-rules 5.8: general coupons are published at once, joint and test coupons after a review.
var BatchMachine = state.New("promo.coupon_batch",
	state.Transition{From: BatchDraft, Event: EventPublish, To: BatchPublished, Note: "seller, for general products"},
	state.Transition{From: BatchDraft, Event: EventSubmit, To: BatchInReview, Note: "seller, for joint products and test coupons"},
	state.Transition{From: BatchDraft, Event: EventVoid, To: BatchVoid, Note: "seller, or the product became joint"},
	state.Transition{From: BatchInReview, Event: EventApprove, To: BatchPublished, Note: "operator"},
	state.Transition{From: BatchInReview, Event: EventReject, To: BatchDraft, Note: "operator, with a reason"},
	state.Transition{From: BatchInReview, Event: EventWithdraw, To: BatchDraft, Note: "seller"},
	state.Transition{From: BatchPublished, Event: EventVoid, To: BatchVoid, Note: "seller, or the product became joint"},
	state.Transition{From: BatchPublished, Event: EventEnd, To: BatchEnded, Note: "its validity is over"},
)

// The states of a coupon (business-rules 5.8). What nobody collected has no row.
const (
	CouponUnclaimed = "unclaimed"
	CouponAvailable = "available"
	CouponUsed      = "used"
	CouponExpired   = "expired"
	CouponVoid      = "void"
)

// CouponMachine is business-rules 5.8. An unpaid order holds an available coupon without moving it.
var CouponMachine = state.New("promo.coupon",
	state.Transition{From: CouponUnclaimed, Event: EventCollect, To: CouponAvailable, Note: "buyer"},
	state.Transition{From: CouponAvailable, Event: EventUse, To: CouponUsed, Note: "its order is paid"},
	state.Transition{From: CouponAvailable, Event: EventExpire, To: CouponExpired, Note: "the validity is over and no order holds it"},
	state.Transition{From: CouponAvailable, Event: EventVoid, To: CouponVoid, Note: "the batch is void and no order holds it"},
	state.Transition{From: CouponUsed, Event: EventReturn, To: CouponAvailable, Note: "5-day unconditional refund, or the order could not be opened"},
)

// The states of a private offer (business-rules 5.7).
const (
	OfferInReview = "in_review"
	OfferActive   = "active"
	OfferExpired  = "expired"
	OfferRevoked  = "revoked"
	OfferRejected = "rejected"
)

// OfferMachine is business-rules 5.7.
var OfferMachine = state.New("promo.private_offer",
	state.Transition{From: OfferInReview, Event: EventApprove, To: OfferActive, Note: "at once within the authorised discount, else an operator"},
	state.Transition{From: OfferInReview, Event: EventRevoke, To: OfferRevoked, Note: "seller"},
	state.Transition{From: OfferInReview, Event: EventReject, To: OfferRejected, Note: "operator, with a reason"},
	state.Transition{From: OfferActive, Event: EventExpire, To: OfferExpired, Note: "its validity is over"},
)

// The states of a resale discount (business-rules 5.6). A product that nobody authorised has no row.
const (
	ResalePending    = "pending_auth"
	ResaleInReview   = "in_review"
	ResaleAuthorised = "authorised"
	ResaleInvalid    = "invalid"
	ResaleRejected   = "rejected"
)

// ResaleMachine is business-rules 5.6.
var ResaleMachine = state.New("promo.resale_discount",
	state.Transition{From: ResalePending, Event: EventAuthorise, To: ResaleAuthorised, Note: "seller, within the standard share"},
	state.Transition{From: ResalePending, Event: EventSubmit, To: ResaleInReview, Note: "seller, above the standard share"},
	state.Transition{From: ResaleInReview, Event: EventApprove, To: ResaleAuthorised, Note: "operator"},
	state.Transition{From: ResaleInReview, Event: EventReject, To: ResaleRejected, Note: "operator, with a reason"},
	state.Transition{From: ResaleAuthorised, Event: EventModify, To: ResaleAuthorised, Note: "seller, at any time"},
	state.Transition{From: ResaleAuthorised, Event: EventInvalidate, To: ResaleInvalid, Note: "seller, at any time"},
	state.Transition{From: ResaleAuthorised, Event: EventExpire, To: ResaleInvalid, Note: "its validity is over"},
)

// The states of a cash coupon.
const (
	CashNone    = "none"
	CashActive  = "active"
	CashExpired = "expired"
	CashVoid    = "void"
)

// CashMachine is ours: what an operator issues is good until it runs out or is taken back.
var CashMachine = state.New("promo.cash_coupon",
	state.Transition{From: CashNone, Event: EventIssue, To: CashActive, Note: "operator"},
	state.Transition{From: CashActive, Event: EventExpire, To: CashExpired, Note: "its validity is over"},
	state.Transition{From: CashActive, Event: EventVoid, To: CashVoid, Note: "operator, with a reason"},
)

// Machines are the machines of the room.
func Machines() []state.Machine {
	return []state.Machine{BatchMachine, CouponMachine, OfferMachine, ResaleMachine, CashMachine}
}
