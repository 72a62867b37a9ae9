package realname

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of the room.
var (
	ErrNotFound = apperr.Def(apperr.NotFound, "verification_not_found",
		"There is no such verification.", "未找到该实名认证申请。")
	ErrState = apperr.Def(apperr.FailedPrecondition, "verification_state",
		"This is not possible in the verification's present state. Load the page again.", "实名认证当前的状态不支持此操作，请刷新页面后再试。")
	ErrChanged = apperr.Def(apperr.Conflict, "verification_changed",
		"The verification has changed since you opened it. Load it again; what you typed was not saved.", "该申请已发生变化，请刷新后按最新内容处理，本次填写的内容尚未保存。")
	ErrKind = apperr.Def(apperr.Invalid, "verification_kind",
		"Choose personal or enterprise.", "请选择个人认证或企业认证。")
	ErrMissing = apperr.Def(apperr.Invalid, "verification_missing",
		"Please fill this in.", "请填写此项。")
	ErrFileMissing = apperr.Def(apperr.Invalid, "verification_file_missing",
		"Upload the document.", "请上传证件文件。")
	ErrFileUnknown = apperr.Def(apperr.Invalid, "verification_file_unknown",
		"This file is not one of yours. Upload it again.", "文件无效，请重新上传。")
	ErrTooLong = apperr.Def(apperr.Invalid, "verification_too_long",
		"At most {max} characters.", "不能超过 {max} 个字符。")
	ErrCharacters = apperr.Def(apperr.Invalid, "verification_characters",
		"This contains characters that cannot be shown.", "包含无法显示的字符。")
	ErrDate = apperr.Def(apperr.Invalid, "verification_date",
		"Enter a date such as 1990-05-31.", "请填写正确的日期，如 1990-05-31。")
	ErrDatePast = apperr.Def(apperr.Invalid, "verification_date_past",
		"Enter a date that has passed.", "日期应早于今天。")
	ErrBirthDiffers = apperr.Def(apperr.Invalid, "verification_birth_differs",
		"The date of birth differs from the one in the identity number.", "出生日期与身份证号码中的日期不一致。")
	ErrDocument = apperr.Def(apperr.Invalid, "verification_document",
		"Choose the type of the document.", "请选择证件类型。")
	ErrIDNumber = apperr.Def(apperr.Invalid, "verification_id_number",
		"This is no valid identity number: 18 characters, as on the card.", "身份证号码不正确，请核对 18 位号码。")
	ErrUSCC = apperr.Def(apperr.Invalid, "verification_uscc",
		"This is not a valid unified social credit code: 18 characters, as on the licence.", "统一社会信用代码不正确，请核对营业执照上的 18 位代码。")
	ErrNumber = apperr.Def(apperr.Invalid, "verification_number",
		"Enter the number as on the document: 5 to {max} letters and digits.", "请按证件填写 5～{max} 位字母或数字。")
	ErrCapital = apperr.Def(apperr.Invalid, "verification_capital",
		"Enter a number in units of 10,000 CNY: 100 stands for CNY 1,000,000.", "请填写以万元为单位的数字，如 100。")
	ErrReason = apperr.Def(apperr.Invalid, "verification_reason",
		"Say what is to be corrected, in up to {max} characters.", "请说明需要修改的内容，不超过 {max} 个字符。")
)
