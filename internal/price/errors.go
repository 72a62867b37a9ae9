package price

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of a quote.
var (
	ErrBadUnit = apperr.Def(apperr.Invalid, "bad_unit_price",
		"The unit price must not be negative.", "单价不能为负数。")
	ErrBadPeriods = apperr.Def(apperr.Invalid, "bad_periods",
		"Choose at least one month or year.", "购买时长至少为 1 个月或 1 年。")
	ErrBadQuantity = apperr.Def(apperr.Invalid, "bad_quantity",
		"Choose a quantity of at least 1.", "购买数量至少为 1。")
	ErrOutOfRange = apperr.Def(apperr.Invalid, "price_out_of_range",
		"The total is too large to be ordered at once. Choose a smaller quantity or a shorter time.",
		"总价超出单笔订单的上限，请减少数量或缩短时长。")
	ErrTermNotOffered = apperr.Def(apperr.Invalid, "term_not_offered",
		"This spec is not sold for this kind of period.", "该规格不支持所选的购买周期。")
	ErrTermTooLong = apperr.Def(apperr.Invalid, "term_too_long",
		"Choose at most {max} periods.", "购买时长最多为 {max} 个周期。")
	ErrPiecesRange = apperr.Def(apperr.Invalid, "pieces_range",
		"Choose from 1 to {max} pieces.", "购买件数须为 1 至 {max}。")
	ErrAttributeUnknown = apperr.Def(apperr.Invalid, "attribute_unknown",
		"This spec has no such attribute.", "该规格没有此属性。")
	ErrAttributeMissing = apperr.Def(apperr.Invalid, "attribute_missing",
		"Choose a value for {name}.", "请选择{name}。")
	ErrValueUnknown = apperr.Def(apperr.Invalid, "attribute_value_unknown",
		"{name} has no such value.", "{name}没有此选项。")
	ErrAttributeRange = apperr.Def(apperr.Invalid, "attribute_range",
		"{name}: from {min} to {max} in steps of {step}.", "{name}：{min} 至 {max}，步长 {step}。")
	ErrCombination = apperr.Def(apperr.Invalid, "combination_not_offered",
		"This combination is not sold. Choose other values.", "所选组合暂不出售，请选择其他选项。")
	ErrNoBracket = apperr.Def(apperr.Invalid, "no_bracket",
		"No price is set for the quantity {n}.", "数量 {n} 没有对应的价格区间。")
	ErrUsageNegative = apperr.Def(apperr.Invalid, "usage_negative",
		"A quantity must not be negative.", "数量不能为负数。")
)

// The refusals of numbers as people write them.
var (
	ErrNumber = apperr.Def(apperr.Invalid, "bad_number",
		"Enter a number such as 12 or 0.05.", "请输入数字，例如 12 或 0.05。")
	ErrDecimals = apperr.Def(apperr.Invalid, "too_many_decimals",
		"Enter at most {max} decimals.", "小数最多 {max} 位。")
)

// The refusals of discounts and coupons (business-rules 5.6 to 5.8).
var (
	ErrRatio = apperr.Def(apperr.Invalid, "bad_discount_ratio",
		"A discount is a ratio over 0 and up to 1 with at most 4 decimals.", "折扣须大于 0 且不超过 1，最多 4 位小数。")
	ErrOtherCurrency = apperr.Def(apperr.Invalid, "discount_currency",
		"This is in another currency; the order is in {currency}.", "币种不一致：本订单以 {currency} 计价。")
	ErrOfferShape = apperr.Def(apperr.Invalid, "bad_offer",
		"A private offer has either a ratio, agreed prices or an agreed total.", "专属优惠只能设置折扣、约定单价或约定总价中的一种。")
	ErrOfferTerm = apperr.Def(apperr.Invalid, "offer_term",
		"This offer has no price for this kind of period.", "该专属优惠没有约定所选购买周期的价格。")
	ErrOfferPrice = apperr.Def(apperr.Invalid, "offer_price",
		"An agreed price must not be negative and has at most {max} decimals.", "约定单价不能为负数，小数最多 {max} 位。")
	ErrOfferConfig = apperr.Def(apperr.Invalid, "offer_config",
		"This offer holds for exactly the configuration, quantity and term that were agreed.", "该专属优惠仅适用于约定的配置、数量和时长。")
	ErrOfferOnDemand = apperr.Def(apperr.Invalid, "offer_on_demand",
		"This offer cannot be used for on-demand charging.", "该专属优惠不适用于按需计费。")
	ErrResaleLevel = apperr.Def(apperr.Invalid, "bad_resale_level",
		"A resale discount is for a customer, a partner or a product.", "转售授权折扣须为客户级、伙伴级或商品级。")
	ErrCouponAmount = apperr.Def(apperr.Invalid, "bad_coupon_amount",
		"A coupon is worth a whole number from {min} to {max}.", "代金券面额须为 {min} 至 {max} 的整数。")
	ErrCouponTerm = apperr.Def(apperr.Invalid, "coupon_term",
		"This coupon is not for orders with this way of charging.", "该代金券不适用于此计费方式的订单。")
	ErrCouponOrder = apperr.Def(apperr.Invalid, "coupon_order",
		"This coupon is not for this kind of order.", "该代金券不适用于此类订单。")
	ErrCouponMinimum = apperr.Def(apperr.Invalid, "coupon_minimum",
		"This coupon is for orders of at least {min}.", "该代金券需订单金额满 {min} 方可使用。")
	ErrCouponTooLarge = apperr.Def(apperr.Invalid, "coupon_too_large",
		"The coupon of {coupon} must be less than the order of {order}.", "代金券面额 {coupon} 须小于订单金额 {order}。")
	ErrCashCouponTwice = apperr.Def(apperr.Invalid, "cash_coupon_twice",
		"This cash coupon was chosen twice.", "该现金券被重复选择。")
	ErrCashCouponBalance = apperr.Def(apperr.Invalid, "bad_cash_coupon",
		"The rest of a cash coupon must not be negative.", "现金券余额不能为负数。")
)
