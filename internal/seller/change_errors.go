package seller

import "github.com/souk-market/souk/internal/kernel/apperr"

// The errors of changes, storefronts, support, partner plans and certificates (business-rules 2.6 to 2.8, 3.1, 3.3, 13.1).
var (
	ErrChangeNotFound = apperr.Def(apperr.NotFound, "seller_change_not_found",
		"There is no such change.", "变更申请不存在。")
	ErrChangeKind = apperr.Def(apperr.Invalid, "seller_change_kind",
		"Say what is to be changed, and how.", "请指定要变更的内容。")
	ErrChangeTooLarge = apperr.Def(apperr.TooLarge, "seller_change_too_large",
		"The form holds too much text.", "表单内容过长。")
	ErrChangeState = apperr.Def(apperr.FailedPrecondition, "seller_change_state",
		"This change was decided on or taken back already.", "该变更已处理或已撤回，不支持该操作。")
	ErrChangeStale = apperr.Def(apperr.Conflict, "seller_change_stale",
		"This was changed in the meantime. Look at it again before you go on.", "内容已被更改，请刷新查看最新内容后再操作。")
	ErrChangeReviewing = apperr.Def(apperr.Conflict, "seller_change_reviewing",
		"A change of this is being reviewed. Wait for the result, or withdraw it first.", "已有变更正在审核中，请等待审核结果或先撤回。")
	ErrChangeNothing = apperr.Def(apperr.FailedPrecondition, "seller_change_nothing",
		"Nothing is different from what is shown now.", "内容与当前生效的信息相同，无需提交。")
	ErrSupportChanged = apperr.Def(apperr.Conflict, "seller_support_changed",
		"The settings were changed in the meantime. Look at them again before you go on.", "设置已被更改，请刷新查看最新内容后再操作。")
	ErrGroupNotFound = apperr.Def(apperr.NotFound, "seller_group_not_found",
		"There is no such after-sale group.", "售后客服组不存在。")
	ErrGroupsFull = apperr.Def(apperr.FailedPrecondition, "seller_groups_full",
		"There may be at most {max} after-sale groups. Remove one first.", "最多可设置 {max} 个售后客服组，请先删除其他客服组。")

	ErrPlanUnknown = apperr.Def(apperr.NotFound, "seller_plan_unknown",
		"This marketplace does not offer such a plan.", "云商店未开放该伙伴计划。")
	ErrPlanNeeded = apperr.Def(apperr.Invalid, "seller_plan_needed",
		"Join the plan first: {plan}.", "请先加入{plan}。")
	ErrCertificateTaken = apperr.Def(apperr.Conflict, "seller_certificate_taken",
		"This certificate is held by another seller.", "该证书已由其他商家持有。")

	errCertificateNumber = apperr.Def(apperr.Invalid, "seller_certificate_number",
		"Enter the number on the certificate: 3 to {max} characters.", "请输入证书编号，3–{max} 个字符。")
	errCertificateUntil = apperr.Def(apperr.Invalid, "seller_certificate_until",
		"Enter a date that exists and comes after the day of issue, or leave it empty.", "请输入晚于发证日期的正确日期，长期有效可不填。")
	errCertificateExpired = apperr.Def(apperr.Invalid, "seller_certificate_expired",
		"This certificate has expired.", "该证书已过期。")

	errLegalSubject = apperr.Def(apperr.Invalid, "seller_legal_subject",
		"A seller cannot pass to another company. The number must stay as it is.", "已入驻商家不支持变更公司主体，统一社会信用代码须与原主体一致。")
	errRealNameChange = apperr.Def(apperr.Invalid, "seller_rename_real_name",
		"Change the account's real name first. The trading name can be changed once the new name is verified.", "请先变更账号实名认证，新名称认证通过后才能变更商家名称。")
	errRenamedLicence = apperr.Def(apperr.Invalid, "seller_renamed_licence",
		"Upload the licence with the new name.", "请上传变更名称后的营业执照。")
	errPictures = apperr.Def(apperr.Invalid, "seller_story_pictures",
		"At most {max} pictures. Put several certificates into one.", "最多 {max} 张图片，多个证书可合并为一张。")
	errStoryPicture = apperr.Def(apperr.Invalid, "seller_story_picture_inside",
		"Add pictures below instead of inside the text.", "请在下方上传图片，不要插入正文。")
	errPresalePhones = apperr.Def(apperr.Invalid, "seller_presale_phones",
		"At most {max} numbers.", "最多绑定 {max} 个号码。")
	errPhoneTwice = apperr.Def(apperr.Invalid, "seller_phone_twice",
		"This number is there already.", "该号码已填写。")
	errReception = apperr.Def(apperr.Invalid, "seller_reception",
		"Choose the days, and a time that ends after it begins.", "请选择接待日，且结束时间须晚于开始时间。")
	errGroupName = apperr.Def(apperr.Invalid, "seller_group_name",
		"Enter a name of 2 to 30 characters.", "请输入 2–30 个字符的名称。")
)
