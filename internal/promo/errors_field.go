package promo

import "github.com/souk-market/souk/internal/kernel/apperr"

// The errors of fields.
var (
	ErrRequired = apperr.Def(apperr.Invalid, "promo_required", "Fill this in.", "请填写此项。")
	ErrTooLong  = apperr.Def(apperr.Invalid, "promo_too_long", "Use at most {max} characters.", "不能超过 {max} 个字符。")
	ErrNameForm = apperr.Def(apperr.Invalid, "promo_name", "Use {min} to {max} characters.", "请输入 {min}～{max} 个字符。")
	ErrReason   = apperr.Def(apperr.Invalid, "promo_reason", "Give a reason of {min} to {max} characters.", "请填写 {min}～{max} 个字符的原因。")
	ErrAmount   = apperr.Def(apperr.Invalid, "promo_coupon_amount",
		"Enter a whole number from {min} to {max}.", "请输入 {min} 至 {max} 之间的整数。")
	ErrMinimum = apperr.Def(apperr.Invalid, "promo_coupon_minimum",
		"The least order amount must be more than the coupon, or 0 for none.", "最低消费金额须大于券面金额，0 表示不限。")
	ErrDate      = apperr.Def(apperr.Invalid, "promo_date", "Enter a date such as 2026-12-31.", "请输入日期，例如 2026-12-31。")
	ErrEndBefore = apperr.Def(apperr.Invalid, "promo_end_before",
		"The last day must not be before the first.", "结束日期不能早于开始日期。")
	ErrEndPast     = apperr.Def(apperr.Invalid, "promo_end_past", "The last day is over already.", "结束日期已过。")
	ErrValidity    = apperr.Def(apperr.Invalid, "promo_validity", "A coupon is valid for at most {months} months.", "代金券有效期最长 {months} 个月。")
	ErrChoice      = apperr.Def(apperr.Invalid, "promo_choice", "Choose from the list.", "请从列表中选择。")
	ErrNumber      = apperr.Def(apperr.Invalid, "promo_number", "Enter a whole number from {min} to {max}.", "请输入 {min} 至 {max} 之间的整数。")
	ErrPerBuyer    = apperr.Def(apperr.Invalid, "promo_per_buyer", "One account cannot have more than there are.", "每人限领数量不能大于发放总量。")
	ErrProducts    = apperr.Def(apperr.Invalid, "promo_products", "Choose 1 to {max} products or specs.", "请选择 1～{max} 个商品或规格。")
	ErrProductSold = apperr.Def(apperr.Invalid, "promo_product_not_yours",
		"Choose products of yours that are on sale.", "请选择您自己的在售商品。")
	ErrProductDemand = apperr.Def(apperr.Invalid, "promo_on_demand",
		"Coupons are not for what is charged by use.", "按需计费的规格不支持代金券。")
	ErrScopeMixed = apperr.Def(apperr.Invalid, "promo_scope_mixed",
		"Make one coupon for joint products and another for general ones.", "联营商品与通用商品请分别创建代金券。")
	ErrShownNamed = apperr.Def(apperr.Invalid, "promo_shown_named",
		"A coupon for named customers is not shown on product pages.", "指定客户的代金券不能在商品页展示。")
	ErrUsersMissing = apperr.Def(apperr.Invalid, "promo_users_missing",
		"Name 1 to {max} customers.", "请指定 1～{max} 个客户。")
	ErrUsersForm = apperr.Def(apperr.Invalid, "promo_users_form",
		"Line {line}: write the account name, a comma, and the account id.", "第 {line} 行格式有误：请填写账号名称和账号 ID，以逗号分隔。")
	ErrUserUnknown = apperr.Def(apperr.Invalid, "promo_user_unknown",
		"Line {line}: no customer has this id and this name.", "第 {line} 行：账号名称与账号 ID 不匹配。")
	ErrTestAmount = apperr.Def(apperr.Invalid, "promo_test_amount",
		"A test coupon is worth at most {max}.", "测试券面额不超过 {max}。")
	ErrTestProduct = apperr.Def(apperr.Invalid, "promo_test_product",
		"Test coupons are for one general product.", "测试券仅适用于一个通用商品。")
	ErrPercent = apperr.Def(apperr.Invalid, "promo_percent",
		"Enter a number over 0 and up to 100, with at most two decimals.", "请输入大于 0 且不超过 100 的数字，最多两位小数。")
	ErrPrice = apperr.Def(apperr.Invalid, "promo_price",
		"Enter an amount such as 128.00, not below 0.", "请输入金额，例如 128.00，不能为负数。")
	ErrOfferLines = apperr.Def(apperr.Invalid, "promo_offer_lines",
		"Add 1 to {max} products.", "请添加 1～{max} 个商品。")
	ErrOfferShape = apperr.Def(apperr.Invalid, "promo_offer_shape",
		"A discount quote has a percentage or agreed prices; a configuration quote has a configuration and its total.", "折扣报价需填写折扣或协议价；配置单报价需填写配置和总价。")
	ErrOfferAbove = apperr.Def(apperr.Invalid, "promo_offer_above",
		"This is more than the list price: {list}.", "报价高于目录价 {list}。")
	ErrAccountUnknown = apperr.Def(apperr.Invalid, "promo_account_unknown",
		"No customer has this account id.", "未找到该账号 ID 对应的客户。")
	ErrCustomerIsPartner = apperr.Def(apperr.Invalid, "promo_customer_is_partner",
		"The customer must be another account than the reseller.", "客户不能是经销商本身。")
	ErrCashAmount = apperr.Def(apperr.Invalid, "promo_cash_amount",
		"Enter an amount from ¥0.01 to {max}.", "请输入 ¥0.01 至 {max} 之间的金额。")
	ErrKey = apperr.Def(apperr.Invalid, "promo_key", "Send an idempotency key of 1 to 100 characters.", "请提供 1～100 个字符的幂等键。")
)
