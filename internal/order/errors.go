package order

import "github.com/souk-market/souk/internal/kernel/apperr"

// What can go wrong with an order.
var (
	ErrNotFound = apperr.Def(apperr.NotFound, "order_not_found",
		"There is no such order.", "未找到该订单。")
	ErrNotPayable = apperr.Def(apperr.FailedPrecondition, "order_not_payable",
		"This order can no longer be paid: it was cancelled or its time to pay is over. Please order again.", "订单已取消或已超过支付时间，无法支付，请重新下单。")
	// ErrRealNameNeeded: business-rules 1: a buyer is real-name verified before paid use.
	ErrRealNameNeeded = apperr.Def(apperr.FailedPrecondition, "real_name_needed",
		"Verify your real name in the account settings before you pay for anything.", "付费购买前，请先在账号中心完成实名认证。")
	ErrNotCancellable = apperr.Def(apperr.FailedPrecondition, "order_not_cancellable",
		"Only an unpaid order can be cancelled.", "只有未支付的订单可以取消。")
	ErrPriceChanged = apperr.Def(apperr.Conflict, "price_changed",
		"The price is now {now}. Look at it again before you order.", "价格已变为 {now}，请确认后再下单。")
	ErrKeyReused = apperr.Def(apperr.Conflict, "order_key_reused",
		"This idempotency key was used for a different order.", "该幂等键已用于另一个内容不同的订单。")
	ErrKeyRequired = apperr.Def(apperr.Invalid, "order_key_required",
		"Send an idempotency key of 1 to 100 characters.", "请提供 1～100 个字符的幂等键。")
	ErrAgreementRequired = apperr.Def(apperr.Invalid, "agreement_required",
		"Read and accept this agreement to order.", "请阅读并勾选同意该协议后再下单。")
	ErrNoTrial = apperr.Def(apperr.FailedPrecondition, "trial_not_offered",
		"This spec cannot be tried.", "该规格不支持试用。")
	ErrTriedBefore = apperr.Def(apperr.FailedPrecondition, "tried_before",
		"This account has tried this spec before; each account tries a spec once.", "当前账号已试用过该规格，每个账号仅可试用一次。")
	ErrTrialFree = apperr.Def(apperr.Invalid, "trial_is_free",
		"A trial has no term and costs nothing: leave out term, offer and coupons.", "试用免费且时长固定，请勿填写购买时长、优惠或代金券。")
	ErrParentNeeded = apperr.Def(apperr.FailedPrecondition, "parent_needed",
		"This is an add-on: open the service that it belongs to first.", "该规格为附加项，请先开通所属的主规格服务后再购买。")
	ErrParentGone = apperr.Def(apperr.FailedPrecondition, "parent_gone",
		"This is an add-on of a spec that is no longer sold: only who has that in use can add it.", "所属的主规格已停售，仅使用中的客户可继续购买该附加项。")
	ErrOnce = apperr.Def(apperr.FailedPrecondition, "once_per_user",
		"Each account gets this package once, and this account has had it.", "该套餐每个账号仅可订购一次，当前账号已订购过。")
	ErrBusy = apperr.Def(apperr.Unavailable, "order_number_busy",
		"Too many orders in this minute. Please try again.", "当前下单人数过多，请稍后重试。")
)
