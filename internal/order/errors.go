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
	// ErrDeliveryLater: what happens after an order of another type is not there yet, so nobody may pay for it.
	ErrDeliveryLater = apperr.Def(apperr.FailedPrecondition, "delivery_type_not_orderable",
		"Products of this delivery type can be shown and priced here, but not ordered yet. Please contact the seller.", "该接入类型的商品目前可浏览、可询价，暂不支持在线下单，请联系商家。")
	ErrBusy = apperr.Def(apperr.Unavailable, "order_number_busy",
		"Too many orders in this minute. Please try again.", "当前下单人数过多，请稍后重试。")
)
