package salesrule

import "github.com/souk-market/souk/internal/kernel/apperr"

// What a buyer hears (business-rules 5.3 to 5.5, 6.3).
var (
	ErrNotForYou = apperr.Def(apperr.FailedPrecondition, "sales_not_for_you",
		"This is not purchasable with your account. Please contact the seller.", "您的账号暂不能购买该商品，请联系商家。")
	ErrSignIn = apperr.Def(apperr.FailedPrecondition, "sales_sign_in",
		"This is sold to certain customers only. Sign in to see whether you are one of them, or contact the seller.", "该商品仅面向指定客户，请登录后查看是否可以购买，或联系商家。")
	ErrEnterpriseOnly = apperr.Def(apperr.FailedPrecondition, "sales_enterprise_only",
		"Only verified enterprise accounts can buy this. Verify your enterprise in the account settings, or contact the seller.", "该商品仅面向已完成企业实名认证的客户，请先完成企业认证，或联系商家。")
	ErrPersonalOnly = apperr.Def(apperr.FailedPrecondition, "sales_personal_only",
		"Only verified personal accounts can buy this. Verify your name in the account settings, or contact the seller.", "该商品仅面向已完成个人实名认证的客户，请先完成个人认证，或联系商家。")
	ErrTrialInvited = apperr.Def(apperr.FailedPrecondition, "trial_invited_only",
		"Only invited customers can try this. Please contact the seller.", "该规格仅限受邀客户试用，请联系商家开通试用资格。")
	ErrLimitTimes = apperr.Def(apperr.FailedPrecondition, "purchase_limit_times",
		"One account can buy this {max} times, and you have. An unpaid order counts: pay or cancel it.", "该规格每个账号限购 {max} 次，您已达到上限。未支付的订单也计入，请先支付或取消。")
	ErrLimitQuantity = apperr.Def(apperr.Invalid, "purchase_limit_quantity",
		"One account can buy {max} in all; {left} are left for you. Unpaid orders count too.", "每个账号累计限购 {max}，您还可购买 {left}（含未支付订单）。")
)

// What a seller hears.
var (
	ErrProductNotFound = apperr.Def(apperr.NotFound, "sales_product_not_found",
		"You have no such product on sale.", "未找到该在售商品。")
	ErrSpecNotFound = apperr.Def(apperr.NotFound, "sales_spec_not_found",
		"The product has no such spec on sale.", "该商品没有此在售规格。")
	ErrNotSelling = apperr.Def(apperr.Forbidden, "sales_not_a_seller",
		"This account is not a seller.", "该账号尚未入驻成为商家。")
	ErrChanged = apperr.Def(apperr.Conflict, "sales_rules_changed",
		"The rules have changed since you opened them. Load the page again.", "销售配置已发生变化，请刷新后再修改。")
	ErrUserNotListed = apperr.Def(apperr.NotFound, "sales_user_not_listed",
		"This customer is not on the list.", "名单中没有该客户。")
	ErrCreditJoint = apperr.Def(apperr.FailedPrecondition, "credit_joint_only",
		"Only joint products take payment by credit.", "仅联营商品支持授信支付，通用商品不支持。")
)

// What is wrong with a field of a seller's form.
var (
	ErrChoice   = apperr.Def(apperr.Invalid, "sales_choice", "Choose from the list.", "请从列表中选择。")
	ErrOpposite = apperr.Def(apperr.Invalid, "sales_target_opposite",
		"Nobody could buy this: the product is for {product}. A spec can narrow that, not widen it.", "规格的销售对象不能超出商品的范围：该商品仅面向{product}。")
	ErrTimes     = apperr.Def(apperr.Invalid, "sales_limit_times", "Enter a whole number from 1 to {max}.", "请输入 1 至 {max} 之间的整数。")
	ErrMost      = apperr.Def(apperr.Invalid, "sales_limit_most", "Enter a whole number from {min} to {max}.", "请输入 {min} 至 {max} 之间的整数。")
	ErrAttribute = apperr.Def(apperr.Invalid, "sales_limit_attribute", "Choose a quantity of this spec.", "请选择该规格的数量属性。")
	ErrOneLimit  = apperr.Def(apperr.Invalid, "sales_limit_one", "Limit either the times or a quantity.", "限购次数与数量只能选择一种。")
	ErrNoTrial   = apperr.Def(apperr.Invalid, "sales_no_trial",
		"“{name}” has no trial.", "规格“{name}”未开放试用。")
	ErrListFull = apperr.Def(apperr.Invalid, "sales_list_full", "A list holds at most {max} customers.", "名单最多 {max} 个客户。")
)
