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

// The refusals about joint certifications.
var (
	ErrCertificationNotFound = apperr.Def(apperr.NotFound, "joint_certification_not_found",
		"There is no such certification.", "未找到该联营认证。")
	ErrCertificationState = apperr.Def(apperr.FailedPrecondition, "joint_certification_state",
		"This is not possible in the certification's present state. Load the page again to see what can be done.", "该联营认证当前状态不支持此操作，请刷新后查看。")
	ErrCertificationChanged = apperr.Def(apperr.Conflict, "joint_certification_changed",
		"The certification has changed since you opened it. Load it again.", "该联营认证已发生变化，请刷新后再操作。")
	ErrJointPlan = apperr.Def(apperr.FailedPrecondition, "joint_certification_plan",
		"Join the joint plan first; then apply for the certification of a product.", "请先加入联营计划，再申请商品的联营认证。")
	ErrNotCertified = apperr.Def(apperr.FailedPrecondition, "joint_not_certified",
		"Only a certified product can be published as a joint product. None of your certifications that passed is for a product of this name and free to use; the seller of both must be the same.",
		"仅通过联营认证的商品可以发布为联营商品。未找到与该商品名称一致且未被使用的已通过联营认证，认证主体须与发布主体一致。")
	ErrCertifiedDelivery = apperr.Def(apperr.FailedPrecondition, "joint_certified_delivery",
		"The product was certified with another delivery type; publish it with the certified one.", "该商品通过联营认证的交付方式与此不一致，请使用认证时的交付方式发布。")
	ErrChecklist = apperr.Def(apperr.FailedPrecondition, "joint_checklist",
		"Tick everything on the checklist before you pass the review, or reject it.", "请勾选全部检查项后再通过，或驳回。")
	ErrDockingMissing = apperr.Def(apperr.FailedPrecondition, "joint_docking_missing",
		"The seller has not handed in the evidence of the technical docking yet.", "商家尚未提交技术对接材料。")
	ErrNeeded = apperr.Def(apperr.Invalid, "joint_needed",
		"This is needed.", "请填写此项。")
	ErrChoice = apperr.Def(apperr.Invalid, "joint_choice",
		"Choose one of what is offered.", "请从所列选项中选择。")
	ErrTextLong = apperr.Def(apperr.Invalid, "joint_text_long",
		"Use at most {max} characters.", "最多 {max} 个字。")
	ErrNameShort = apperr.Def(apperr.Invalid, "joint_name",
		"Give the Chinese name of the product in {min} to {max} characters, as it will be listed.", "请填写 {min}–{max} 个字的商品中文名称，须与发布名称一致。")
	ErrCompanions = apperr.Def(apperr.Invalid, "joint_companions",
		"Name at most {most} companion products, one a line, each in at most {max} characters.", "配套商品最多 {most} 个，每行一个，每个最多 {max} 个字。")
	ErrCertificationFile = apperr.Def(apperr.Invalid, "joint_file",
		"Upload this file again; it was not uploaded for a certification of this seller.", "请重新上传该文件，它不是为本商家的联营认证上传的。")
	ErrCommitments = apperr.Def(apperr.Invalid, "joint_commitments",
		"Give all commitments; without them no product is certified.", "请勾选全部承诺，否则无法申请联营认证。")
	ErrItems = apperr.Def(apperr.Invalid, "joint_items",
		"Fill in at least one threshold item with its evidence.", "请至少填写一项门槛评分项并上传证明材料。")
	ErrItemKind = apperr.Def(apperr.Invalid, "joint_item_kind",
		"HoloSens orders count for AI assets only.", "好望商城订单仅适用于 AI 资产。")
	ErrAudit = apperr.Def(apperr.Invalid, "joint_audit",
		"After 1 July the audited financial report of {year} is needed. If the signing entity had no audit, say so and upload the sealed template.", "7 月 1 日之后申请须提供 {year} 年度经审计的财务报告；签约主体未做审计的，请勾选说明并上传盖章模板。")
	ErrPhone = apperr.Def(apperr.Invalid, "joint_phone",
		"Give a phone number of 6 to 20 digits; a leading +, spaces and dashes are fine.", "请填写 6–20 位电话号码，可含开头的 +、空格与短横线。")
	ErrEmail = apperr.Def(apperr.Invalid, "joint_email",
		"Give an e-mail address such as name@example.com.", "请填写邮箱地址，例如 name@example.com。")
)
