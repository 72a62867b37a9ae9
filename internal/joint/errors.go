package joint

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals about business plans.
var (
	ErrPlanNotFound = apperr.Def(apperr.NotFound, "business_plan_not_found",
		"There is no such business plan.", "未找到该商业规划。")
	ErrPlanProduct = apperr.Def(apperr.NotFound, "business_plan_product",
		"There is no such joint product on sale. Business plans are made for joint products that are on sale.", "未找到在售的联营商品，仅在售的联营商品需要填写商业规划。")
	ErrPlanState = apperr.Def(apperr.FailedPrecondition, "business_plan_state",
		"The plan has been decided on already. Load the page again to see how.", "该商业规划已审批，请刷新后查看结果。")
	ErrPlanReviewing = apperr.Def(apperr.FailedPrecondition, "business_plan_in_review",
		"A plan of this product is being reviewed. You can hand in the next one once it was decided on.", "该商品的商业规划正在审批中，审批完成后方可再次提交。")
	ErrPlanChanged = apperr.Def(apperr.Conflict, "business_plan_changed",
		"The plan has changed since you opened it. Load it again.", "该商业规划已发生变化，请刷新后再操作。")
	ErrPlanYears = apperr.Def(apperr.Invalid, "business_plan_years",
		"A plan is for this year and the next two: {first} to {last}.", "商业规划须填写今年及未来两年：{first} 至 {last} 年。")
	ErrPlanGMV = apperr.Def(apperr.Invalid, "business_plan_gmv",
		"Give an amount of more than 0 and at most {max}, with two decimals at most, such as 500000.00.", "请填写大于 0 且不超过 {max} 的金额，最多两位小数，例如 500000.00。")
	ErrPlanCurrency = apperr.Def(apperr.Invalid, "business_plan_currency",
		"The product is sold in {currency}; give its plan in that currency too.", "商品以 {currency} 计价，商业规划请使用同一币种。")
	ErrPlanProjects = apperr.Def(apperr.Invalid, "business_plan_projects",
		"Give a whole number from 1 to {max}.", "请填写 1 至 {max} 之间的整数。")
	ErrReason = apperr.Def(apperr.Invalid, "joint_reason",
		"Say why in {min} to {max} characters; the seller reads it.", "请填写 {min}–{max} 个字的原因，商家将看到该内容。")
	ErrNotSelling = apperr.Def(apperr.Forbidden, "joint_not_a_seller",
		"This account is not a seller.", "该账号尚未入驻成为商家。")
)
