package notify

// The events, with the places of their texts.
const (
	ProductSubmitted = "product.submitted" // to Operators: seller, product
	ProductApproved  = "product.approved"  // to the seller: product
	ProductRejected  = "product.rejected"  // to the seller: product, reason
	ProductHidden    = "product.hidden"    // to the seller: product
	ProductShown     = "product.shown"     // to the seller: product

	ProductTakenDown    = "product.taken_down"   // to the seller: product, reason
	ProductRestored     = "product.restored"     // to the seller: product, reason
	ProductDiscontinued = "product.discontinued" // to the seller: product, reason
	DelistSubmitted     = "delist.submitted"     // to Operators: seller, product
	DelistApproved      = "delist.approved"      // to the seller: product, specs
	DelistRejected      = "delist.rejected"      // to the seller: product, reason

	UpgradeSubmitted = "upgrade_rule.submitted" // to Operators: seller, product
	UpgradeApproved  = "upgrade_rule.approved"  // to the seller: product, rule
	UpgradeRejected  = "upgrade_rule.rejected"  // to the seller: product, reason
	UpgradeInvalid   = "upgrade_rule.invalid"   // to the seller: product, rule, reason

	EntrySubmitted = "entry.submitted" // to Operators: company
	EntryApproved  = "entry.approved"  // to the applicant: company
	EntryRejected  = "entry.rejected"  // to the applicant: company, reason

	CertificationTransferRequested = "certification.transfer_requested" // to Operators: company
	CertificationTransferSent      = "certification.transfer_sent"      // to the seller: account
	CertificationSubmitted         = "certification.submitted"          // to Operators: company
	CertificationApproved          = "certification.approved"           // to the seller: company
	CertificationRejected          = "certification.rejected"           // to the seller: reason, left
	CertificationLocked            = "certification.locked"             // to the seller
	CertificationUnlockRequested   = "certification.unlock_requested"   // to Operators: company
	CertificationUnlocked          = "certification.unlocked"           // to the seller

	SellerChangeSubmitted    = "seller.change_submitted"    // to Operators: seller, what
	SellerChangeApproved     = "seller.change_approved"     // to the seller: what
	SellerChangeRejected     = "seller.change_rejected"     // to the seller: what, reason
	SellerCertificateRevoked = "seller.certificate_revoked" // to the seller: certificate, reason

	SellerLevelChanged    = "seller.level_changed"    // to the seller: level, before, reason
	SellerDepositChanged  = "seller.deposit_changed"  // to the seller: amount, before, reason
	SellerHardwareAllowed = "seller.hardware_allowed" // to the seller: reason
	SellerHardwareStopped = "seller.hardware_stopped" // to the seller: reason
	SellerUploadsRaised   = "seller.uploads_raised"   // to the seller: files, gb, until, reason
	SellerUploadsEnded    = "seller.uploads_ended"    // to the seller: files, gb, reason
	SellerPointsTaken     = "seller.points_taken"     // to the seller: points, left, rule, reason
	SellerPointsReturned  = "seller.points_returned"  // to the seller: points, reason
	SellerPenalised       = "seller.penalised"        // to the seller: penalty, effect, rule, until, reason
	SellerPenaltyRevoked  = "seller.penalty_revoked"  // to the seller: penalty, reason
	SellerPenaltyEnded    = "seller.penalty_ended"    // to the seller: penalty
	SellerExitRequested   = "seller.exit_requested"   // to Operators: seller, reason
	SellerExitConfirmed   = "seller.exit_confirmed"   // to the seller
	SellerExitRefused     = "seller.exit_refused"     // to the seller: reason

	OrderPaid            = "order.paid"             // to the buyer: order, product, amount
	OrderCompleted       = "order.completed"        // to the buyer: order, product
	OrderCompletedSeller = "order.completed.seller" // to the seller: order, product, buyer
	OrderFailed          = "order.failed"           // to the buyer: order, product, amount
	OrderFailedSeller    = "order.failed.seller"    // to the seller: order, product
	OrderCancelled       = "order.cancelled"        // to the buyer: order, product

	StockLow = "stock.low" // to the seller, by the order that takes a stock below its warning: product, spec, left, warning

	RatingReceived   = "rating.received"    // to the seller: product, stars
	RatingBad        = "rating.bad"         // to the seller: product, stars, until
	RatingAmended    = "rating.amended"     // to the seller: product, stars
	RatingFollowedUp = "rating.followed_up" // to the seller: product, text
	RatingReplied    = "rating.replied"     // to the buyer: product, text
	RatingTalk       = "rating.negotiation" // to the buyer or the seller: product, text
	RatingPublished  = "rating.published"   // to the buyer and the seller: product
	RatingHidden     = "rating.hidden"      // to the buyer: product, reason
	RatingShown      = "rating.shown"       // to the buyer: product
	QuestionAsked    = "question.asked"     // to the seller: product, question
	QuestionAnswered = "question.answered"  // to who asked: product, question, answer
	QuestionHidden   = "question.hidden"    // to who asked: product, question, reason
	QuestionShown    = "question.shown"     // to who asked: product, question
	ReportFiled      = "report.filed"       // to Operators: product, reason, text
	ReportDecided    = "report.decided"     // to who reported: product, result, note

	CustomerLeft = "customer.left" // to each seller who served an account that closed: customer, account

	CallFailed    = "call.failed"    // to the seller, for each failed attempt: order, product, activity, verdict, next
	CallExhausted = "call.exhausted" // to the seller, after the last attempt: order, product, activity, verdict

	TopUpConfirmed         = "topup.confirmed"          // to the buyer: topup, amount
	TopUpRejected          = "topup.rejected"           // to the buyer: topup, amount, reason
	TopUpTransferSubmitted = "topup.transfer_submitted" // to Operators: account, topup, amount

	KeyRotated = "key.rotated" // to the seller: key

	CouponSubmitted = "coupon.submitted" // to Operators: seller, name
	CouponApproved  = "coupon.approved"  // to the seller: name
	CouponRejected  = "coupon.rejected"  // to the seller: name, reason
	CouponAutoVoid  = "coupon.auto_void" // to the seller: name, product
	CouponOffered   = "coupon.offered"   // to each customer that it names: seller, name, amount, until
	OfferSubmitted  = "offer.submitted"  // to Operators: seller, name
	OfferApproved   = "offer.approved"   // to the seller: name
	OfferRejected   = "offer.rejected"   // to the seller: name, reason
	OfferReceived   = "offer.received"   // to each customer that it names: seller, name, until
	ResaleSubmitted = "resale.submitted" // to Operators: seller, product
	ResaleApproved  = "resale.approved"  // to the seller: product, customer
	ResaleRejected  = "resale.rejected"  // to the seller: product, customer, reason
	CashIssued      = "cash.issued"      // to the buyer: amount, until
	CashVoided      = "cash.voided"      // to the buyer: amount, reason

	JointSubmitted = "joint.submitted" // to Operators: seller, product
	JointDocked    = "joint.docked"    // to Operators: seller, product
	JointPassed    = "joint.passed"    // to the seller, after each review but the last: product, review, next
	JointCertified = "joint.certified" // to the seller: product
	JointRejected  = "joint.rejected"  // to the seller: product, review, reason

	AssetWaiting  = "asset.waiting"  // to Operators, when a scan could not decide: seller, name
	AssetAppealed = "asset.appealed" // to Operators: seller, name
	AssetApproved = "asset.approved" // to the seller: name
	AssetRejected = "asset.rejected" // to the seller: name, reason
	AssetUpheld   = "asset.upheld"   // to the seller, after an appeal: name, reason

	BusinessPlanSubmitted = "business_plan.submitted" // to Operators: seller, product
	BusinessPlanApproved  = "business_plan.approved"  // to the seller: product
	BusinessPlanRejected  = "business_plan.rejected"  // to the seller: product, reason

	RealNameSubmitted = "realname.submitted" // to Operators: account
	RealNameApproved  = "realname.approved"  // to the account: name
	RealNameRejected  = "realname.rejected"  // to the account: name, reason

	SecurityChanged        = "account.security_changed" // to the person: what, login
	AccountRegistered      = "account.registered"       // to the new account: login
	AccountPasswordChanged = "account.password_changed" // to the person: login
	AccountPasswordReset   = "account.password_reset"   // to the person: login
	AccountBlocked         = "account.blocked"          // to the account: login, reason
	AccountUnblocked       = "account.unblocked"        // to the account: login, reason

	// To addresses rather than accounts (Direct).
	AccountCode   = "account.code"   // to an address that somebody says is theirs: code, purpose, minutes
	AccountExists = "account.exists" // to an address that has an account already: login
	AccountMoved  = "account.moved"  // to the address that an account had before: login
	AccountClosed = "account.closed" // to the address of an account that closed: login
)

// Events are all events.
func Events() []string {
	return []string{
		ProductSubmitted, ProductApproved, ProductRejected, ProductHidden, ProductShown,
		EntrySubmitted, EntryApproved, EntryRejected,
		CertificationTransferRequested, CertificationTransferSent, CertificationSubmitted, CertificationApproved, CertificationRejected,
		CertificationLocked, CertificationUnlockRequested, CertificationUnlocked,
		SellerChangeSubmitted, SellerChangeApproved, SellerChangeRejected, SellerCertificateRevoked,
		SellerLevelChanged, SellerDepositChanged, SellerHardwareAllowed, SellerHardwareStopped, SellerUploadsRaised, SellerUploadsEnded, SellerPointsTaken, SellerPointsReturned, SellerPenalised, SellerPenaltyRevoked, SellerPenaltyEnded,
		SellerExitRequested, SellerExitConfirmed, SellerExitRefused,
		OrderPaid, OrderCompleted, OrderCompletedSeller, OrderFailed, OrderFailedSeller, OrderCancelled,
		ProductTakenDown, ProductRestored, ProductDiscontinued, DelistSubmitted, DelistApproved, DelistRejected, StockLow,
		UpgradeSubmitted, UpgradeApproved, UpgradeRejected, UpgradeInvalid,
		RatingReceived, RatingBad, RatingAmended, RatingFollowedUp, RatingReplied, RatingTalk, RatingPublished, RatingHidden, RatingShown,
		QuestionAsked, QuestionAnswered, QuestionHidden, QuestionShown, ReportFiled, ReportDecided,
		CustomerLeft,
		CallFailed, CallExhausted,
		TopUpConfirmed, TopUpRejected, TopUpTransferSubmitted,
		KeyRotated,
		CouponSubmitted, CouponApproved, CouponRejected, CouponAutoVoid, CouponOffered,
		OfferSubmitted, OfferApproved, OfferRejected, OfferReceived,
		ResaleSubmitted, ResaleApproved, ResaleRejected, CashIssued, CashVoided,
		BusinessPlanSubmitted, BusinessPlanApproved, BusinessPlanRejected,
		AssetWaiting, AssetAppealed, AssetApproved, AssetRejected, AssetUpheld,
		JointSubmitted, JointDocked, JointPassed, JointCertified, JointRejected,
		RealNameSubmitted, RealNameApproved, RealNameRejected,
		SecurityChanged, AccountRegistered, AccountPasswordChanged, AccountPasswordReset, AccountBlocked, AccountUnblocked,
		AccountCode, AccountExists, AccountMoved, AccountClosed,
	}
}
