package seller

import "github.com/souk-market/souk/internal/kernel/apperr"

// The errors of the room.
var (
	ErrSellerNotFound = apperr.Def(apperr.NotFound, "seller_not_found",
		"This seller does not exist.", "该商家不存在。")
	ErrAccountTaken = apperr.Def(apperr.Conflict, "seller_account_taken",
		"This account already is a seller.", "该账号已是商家。")

	errAccount = apperr.Def(apperr.Invalid, "seller_account_missing",
		"Say which account the seller has.", "请指定商家所属的账号。")
	errName = apperr.Def(apperr.Invalid, "seller_name",
		"Enter a name of 2 to 50 characters.", "请输入 2–50 个字符的名称。")
	errIntro = apperr.Def(apperr.Invalid, "seller_intro",
		"The introduction may have at most 1,000 characters.", "简介不能超过 1000 个字符。")
	errEmail = apperr.Def(apperr.Invalid, "seller_email",
		"Enter an e-mail address such as support@example.com.", "请输入正确的邮箱，例如 support@example.com。")
	errPhone = apperr.Def(apperr.Invalid, "seller_phone",
		"Enter a telephone number such as 400-000-0101.", "请输入正确的电话号码，例如 400-000-0101。")
	errHours = apperr.Def(apperr.Invalid, "seller_hours",
		"Enter the service hours, in at most 100 characters.", "请填写服务时间，不超过 100 个字符。")
)

// The errors of the entry application (business-rules 2.1 to 2.4).
var (
	ErrEntryState = apperr.Def(apperr.FailedPrecondition, "seller_entry_state",
		"The application is not in a state that allows this.", "入驻申请当前状态不支持该操作。")
	ErrEntryChanged = apperr.Def(apperr.Conflict, "seller_entry_changed",
		"This was changed in the meantime. Look at it again before you go on.", "内容已被更改，请刷新查看最新内容后再操作。")
	ErrEntryTooLarge = apperr.Def(apperr.TooLarge, "seller_entry_too_large",
		"The form holds too much text.", "表单内容过长。")
	ErrApplicationNotFound = apperr.Def(apperr.NotFound, "seller_application_not_found",
		"There is no such application.", "入驻申请不存在。")
	ErrRealNameFirst = apperr.Def(apperr.FailedPrecondition, "seller_real_name_first",
		"Complete the real-name verification first.", "请先完成实名认证。")
	ErrMainAccountOnly = apperr.Def(apperr.Forbidden, "seller_main_account_only",
		"Only the main account can do this, not a sub-user.", "仅主账号可以操作，子用户无权操作。")
	ErrCompanyAdmitted = apperr.Def(apperr.Conflict, "seller_company_admitted",
		"This company already is a seller, or its application is being reviewed, under another account.", "该企业已由其他账号入驻或正在申请入驻，不能重复申请。")
	ErrAgreementVersion = apperr.Def(apperr.Invalid, "seller_agreement_version",
		"Read the current version of the agreement and tick it.", "请阅读并勾选最新版本的协议。")
	ErrChecklist = apperr.Def(apperr.Invalid, "seller_checklist",
		"Tick everything on the checklist before you approve.", "请先逐项完成核对清单，再审核通过。")
	ErrReason = apperr.Def(apperr.Invalid, "seller_reason",
		"Give a reason of {min} to {max} characters.", "请填写 {min}～{max} 个字符的原因。")
	ErrNotActive = apperr.Def(apperr.FailedPrecondition, "seller_not_active",
		"Products can be published once the business certification is done.", "完成商业信息认证后才能发布商品。")
	ErrFieldMissing = apperr.Def(apperr.Invalid, "seller_field_missing",
		"Fill this in.", "请填写此项。")
	ErrChoiceMissing = apperr.Def(apperr.Invalid, "seller_choice_missing",
		"Choose one.", "请选择一项。")
	ErrFileMissing = apperr.Def(apperr.Invalid, "seller_file_missing",
		"This file is not there. Upload it again.", "文件不存在，请重新上传。")

	errTooLong = apperr.Def(apperr.Invalid, "seller_text_too_long",
		"At most {max} characters.", "最多 {max} 个字符。")
	errPersonName = apperr.Def(apperr.Invalid, "seller_person_name",
		"Enter a name of 2 to 50 characters.", "请输入 2–50 个字符的姓名。")
	errPostcode = apperr.Def(apperr.Invalid, "seller_postcode",
		"Enter the postcode; in mainland China it has six digits.", "请输入邮政编码，中国大陆为 6 位数字。")
	errDate = apperr.Def(apperr.Invalid, "seller_date",
		"Enter a date that exists and is past.", "请输入正确且早于今天的日期。")
	errAge = apperr.Def(apperr.Invalid, "seller_age",
		"Individual developers have to be at least {min} years old.", "个人开发者须年满 {min} 周岁。")
	errFounded = apperr.Def(apperr.Invalid, "seller_founded",
		"The company has to exist for at least {years} year(s).", "企业成立时间须满 {years} 年。")
	errCapitalForm = apperr.Def(apperr.Invalid, "seller_capital_form",
		"Enter a number in units of 10,000 CNY: 50 stands for CNY 500,000.", "请输入以万元为单位的数字，例如 50 或 1200.5。")
	errCapital = apperr.Def(apperr.Invalid, "seller_capital",
		"The registered capital has to be at least {min}.", "注册资本不得低于 {min}。")
	errWholeNumber = apperr.Def(apperr.Invalid, "seller_whole_number",
		"Enter a whole number.", "请输入整数。")
	errTeam = apperr.Def(apperr.Invalid, "seller_team",
		"At least {min} people have to work in technology and customer service.", "技术与客服团队不得少于 {min} 人。")
	errCompanyNumber = apperr.Def(apperr.Invalid, "seller_company_number",
		"Enter the unified social credit code, or the registration number of a company abroad.", "请输入统一社会信用代码，境外企业请输入注册号。")
	errServiceHours = apperr.Def(apperr.Invalid, "seller_service_hours",
		"Offer service on at least 5 days a week for at least 8 hours.", "客服时间不得少于每周 5 天、每天 8 小时。")
	errUnbound = apperr.Def(apperr.Invalid, "seller_unbound",
		"Confirm this. Accounts in one of these programmes cannot become sellers.", "请确认此项。参加以上计划的账号不能入驻。")
	errProfileLink = apperr.Def(apperr.Invalid, "seller_profile_link",
		"Take out the links and web addresses.", "简介中不能包含外部链接或网址，请删除。")
	errWebsite = apperr.Def(apperr.Invalid, "seller_website",
		"Enter the address of the website, such as https://www.example.com.", "请输入官网地址，例如 https://www.example.com。")
	errWebsiteDown = apperr.Def(apperr.Invalid, "seller_website_down",
		"The website did not open ({why}). Check the address, or try again later.", "官网无法打开（{why}），请检查地址或稍后重试。")
	errWebsiteStatus = apperr.Def(apperr.Invalid, "seller_website_status",
		"The website answers with status {status} instead of a page.", "官网返回状态码 {status}，未能打开页面。")
	errWebsiteLoop = apperr.Def(apperr.Invalid, "seller_website_loop",
		"The website redirects too often.", "官网重定向次数过多。")
	errWebsiteLogin = apperr.Def(apperr.Invalid, "seller_website_login",
		"This is a sign-in page. Enter the website of the company.", "该地址是登录页，请填写公司官网首页地址。")
)

// The errors of the business certification (business-rules 2.5).
var (
	ErrCertificationState = apperr.Def(apperr.FailedPrecondition, "seller_certification_state",
		"The certification is not in a state that allows this.", "商业信息认证当前状态不支持该操作。")
	ErrCertificationLocked = apperr.Def(apperr.FailedPrecondition, "seller_certification_locked",
		"The certification is locked after three failures. Ask to have it unlocked.", "认证已连续失败三次，表单已锁定，请提交解锁工单。")
	ErrCertificationNotFound = apperr.Def(apperr.NotFound, "seller_certification_not_found",
		"There is no such certification.", "商业信息认证不存在。")
	ErrTransferPending = apperr.Def(apperr.FailedPrecondition, "seller_transfer_pending",
		"The test transfer is not on its way yet.", "认证打款尚未汇出，请稍后再试。")
	ErrAmountWrong = apperr.Def(apperr.Invalid, "seller_amount_wrong",
		"This is not the amount that was transferred. Tries left: {left}.", "金额与打款金额不一致，还可尝试 {left} 次。")

	errAmountForm = apperr.Def(apperr.Invalid, "seller_amount_form",
		"Enter an amount from 0.01 to 0.99.", "请输入 0.01～0.99 之间的金额。")
	errTaxNumber = apperr.Def(apperr.Invalid, "seller_tax_number",
		"Enter the tax number: 8 to 30 letters and digits.", "请输入 8～30 位字母或数字的纳税人识别号。")
	errTaxAddress = apperr.Def(apperr.Invalid, "seller_tax_address",
		"Enter the registered address, 4 to 200 characters.", "请输入 4～200 个字符的注册地址。")
	errBankHolder = apperr.Def(apperr.Invalid, "seller_bank_holder",
		"The holder of the account has to be {name}, the verified name.", "开户名称必须与实名认证名称“{name}”一致。")
	errBankName = apperr.Def(apperr.Invalid, "seller_bank_name",
		"Enter 2 to 100 characters.", "请输入 2～100 个字符。")
	errBankCode = apperr.Def(apperr.Invalid, "seller_bank_code",
		"Enter the 12 digits of the branch, or its BIC.", "请输入 12 位联行号，境外银行请输入 BIC。")
	errBankNumber = apperr.Def(apperr.Invalid, "seller_bank_number",
		"Enter the account number: 8 to 30 digits, or an IBAN.", "请输入 8～30 位数字的银行账号，境外账户请输入 IBAN。")
	errBankCheck = apperr.Def(apperr.Invalid, "seller_bank_check",
		"The check digits do not fit. Compare the number with the card or the statement.", "银行账号校验不通过，请核对后重新输入。")
	errRelatedText = apperr.Def(apperr.Invalid, "seller_related_text",
		"Say who it is and how they are related, in at least 5 characters.", "请说明关联方及关联关系，不少于 5 个字符。")
)

// fieldError is the error of one field.
func fieldError(field string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(field, e)
	return f.Err()
}
