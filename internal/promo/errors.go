package promo

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals about coupons.
var (
	ErrBatchNotFound = apperr.Def(apperr.NotFound, "coupon_batch_not_found",
		"There is no such coupon.", "未找到该代金券。")
	ErrBatchState = apperr.Def(apperr.FailedPrecondition, "coupon_batch_state",
		"This is not possible in the coupon's present state. Load the page again to see what can be done.", "该代金券当前状态不支持此操作，请刷新后查看。")
	ErrBatchChanged = apperr.Def(apperr.Conflict, "coupon_batch_changed",
		"The coupon has changed since you opened it. Load it again.", "该代金券已发生变化，请刷新后再操作。")
	ErrTestCouponOnce = apperr.Def(apperr.Conflict, "test_coupon_once",
		"Test coupons were applied for already for this product; each product gets them once.", "该商品已申请过测试券，每个商品仅可申请一次。")
	ErrCouponNotFound = apperr.Def(apperr.NotFound, "coupon_not_found",
		"You have no such coupon.", "未找到该代金券，请在我的卡券中查看。")
	ErrCouponGone = apperr.Def(apperr.FailedPrecondition, "coupon_gone",
		"All of these coupons have been collected.", "来晚了，该代金券已被领完。")
	ErrCouponLimit = apperr.Def(apperr.FailedPrecondition, "coupon_limit",
		"You have collected all that one account may have: {max}.", "每个账号限领 {max} 张，您已领完。")
	ErrCouponClosed = apperr.Def(apperr.FailedPrecondition, "coupon_closed",
		"This coupon is no longer given out.", "该代金券已停止领取。")
	ErrCouponTaken = apperr.Def(apperr.FailedPrecondition, "coupon_taken",
		"Another order of yours holds or has used this coupon.", "该代金券已被您的其他订单占用或使用。")
	ErrCouponNotYet = apperr.Def(apperr.FailedPrecondition, "coupon_not_yet",
		"This coupon is good from {from} on.", "该代金券自 {from} 起可用。")
	ErrCouponOver = apperr.Def(apperr.FailedPrecondition, "coupon_over",
		"This coupon has expired.", "该代金券已过期。")
	ErrCouponVoid = apperr.Def(apperr.FailedPrecondition, "coupon_void",
		"The seller has withdrawn this coupon.", "该代金券已作废。")
	ErrCouponScope = apperr.Def(apperr.FailedPrecondition, "coupon_scope",
		"This coupon is not for this product or spec.", "该代金券不适用于此商品或规格。")
	ErrCouponDelisted = apperr.Def(apperr.FailedPrecondition, "coupon_delisted",
		"What this coupon was for has been delisted, so it can no longer be used.", "该代金券适用的商品或规格已下架，无法再使用。")
	ErrCouponFamily = apperr.Def(apperr.FailedPrecondition, "coupon_family",
		"The product has become a joint product since; the coupon no longer holds.", "商品已变更为联营商品，该代金券不再适用。")
	ErrCouponWithDiscount = apperr.Def(apperr.FailedPrecondition, "coupon_with_discount",
		"A coupon cannot be used together with a private offer or a business discount.", "代金券不能与专属优惠或商务折扣同时使用。")
	ErrCouponPackage = apperr.Def(apperr.FailedPrecondition, "coupon_special_package",
		"This coupon is not for special packages.", "该代金券不适用于特价套餐。")
	ErrCouponPromotion = apperr.Def(apperr.FailedPrecondition, "coupon_promotion",
		"This coupon is not for products in a promotion.", "该代金券不能与促销活动同时使用。")
)

// The refusals about private offers, resale discounts and cash coupons.
var (
	ErrOfferNotFound = apperr.Def(apperr.NotFound, "private_offer_not_found",
		"There is no such offer for this account.", "未找到该专属优惠，或该优惠不适用于当前账号。")
	ErrOfferState = apperr.Def(apperr.FailedPrecondition, "private_offer_state",
		"This is not possible in the offer's present state. Load the page again to see what can be done.", "该专属优惠当前状态不支持此操作，请刷新后查看。")
	ErrOfferChanged = apperr.Def(apperr.Conflict, "private_offer_changed",
		"The offer has changed since you opened it. Load it again.", "该专属优惠已发生变化，请刷新后再操作。")
	ErrOfferName = apperr.Def(apperr.Invalid, "private_offer_name_taken",
		"Another offer of yours has this name.", "已有同名的专属优惠，请更换名称。")
	ErrOfferNotYet = apperr.Def(apperr.FailedPrecondition, "private_offer_not_yet",
		"This offer is good from {from} on.", "该专属优惠自 {from} 起生效。")
	ErrOfferOver = apperr.Def(apperr.FailedPrecondition, "private_offer_over",
		"The time of this offer is over.", "该专属优惠已过有效期。")
	ErrOfferProduct = apperr.Def(apperr.FailedPrecondition, "private_offer_product",
		"This offer is not for this product or spec.", "该专属优惠不适用于此商品或规格。")
	ErrOfferUsed = apperr.Def(apperr.FailedPrecondition, "private_offer_used",
		"You have ordered this quoted configuration already.", "该配置单报价已下单，不能重复使用。")
	ErrResaleNotFound = apperr.Def(apperr.NotFound, "resale_not_found",
		"There is no such resale discount.", "未找到该转售授权折扣。")
	ErrResaleState = apperr.Def(apperr.FailedPrecondition, "resale_state",
		"This is not possible in the discount's present state. Load the page again to see what can be done.", "该转售授权折扣当前状态不支持此操作，请刷新后查看。")
	ErrResaleChanged = apperr.Def(apperr.Conflict, "resale_changed",
		"The discount has changed since you opened it. Load it again.", "该转售授权折扣已发生变化，请刷新后再操作。")
	ErrResaleExists = apperr.Def(apperr.Conflict, "resale_exists",
		"There is a discount for this already; change that one.", "已存在相同对象的转售授权折扣，请修改原有授权。")
	ErrResaleCustomer = apperr.Def(apperr.FailedPrecondition, "resale_customer_type",
		"The resale discount of this product is for another type of customer.", "该商品的转售授权折扣不适用于您的客户类型。")
	ErrNotReseller = apperr.Def(apperr.Invalid, "not_a_reseller",
		"This account is not a reseller.", "该账号不是经销商。")
	ErrResellerNotFound = apperr.Def(apperr.NotFound, "reseller_not_found",
		"There is no such reseller.", "未找到该经销商。")
	ErrCashNotFound = apperr.Def(apperr.NotFound, "cash_coupon_not_found",
		"There is no such cash coupon.", "未找到该现金券。")
	ErrCashState = apperr.Def(apperr.FailedPrecondition, "cash_coupon_state",
		"This cash coupon has run out or was taken back.", "该现金券已过期或已作废。")
	ErrCashShort = apperr.Def(apperr.Conflict, "cash_coupon_short",
		"Another order has just used a part of this cash coupon. Look at the price again.", "现金券余额已被其他订单使用，请刷新价格后重试。")
	ErrCashKey = apperr.Def(apperr.Conflict, "cash_coupon_key_reused",
		"This request was used for another cash coupon.", "该请求已用于发放另一张现金券。")
	ErrNotSelling = apperr.Def(apperr.Forbidden, "promo_not_a_seller",
		"This account is not a seller.", "该账号尚未入驻成为商家。")
)
