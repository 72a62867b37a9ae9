package agreement

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of the room.
var (
	ErrNotFound = apperr.Def(apperr.NotFound, "agreement_not_found",
		"There is no such agreement.", "未找到该协议。")
	// ErrNewer is a box that was ticked for a version that is no longer in force (business-rules 13.2).
	ErrNewer = apperr.Def(apperr.Invalid, "agreement_newer",
		"This agreement has a newer version. Read it and tick the box again.", "该协议已更新，请阅读最新版本后重新勾选。")
	ErrUnsigned = apperr.Def(apperr.FailedPrecondition, "agreement_unsigned",
		"First read and accept the agreement “{title}”.", "请先阅读并同意《{title}》。")
	ErrOutdated = apperr.Def(apperr.FailedPrecondition, "agreement_outdated",
		"The agreement “{title}” has a new version ({version}). Read and accept it to go on.", "《{title}》已更新至 {version} 版，请阅读并重新同意后继续操作。")
	ErrVersionForm = apperr.Def(apperr.Invalid, "agreement_version_form",
		"Name the version with up to {max} letters, digits, dots and hyphens, such as 2026-12.", "请用不超过 {max} 个字母、数字、点或连字符表示版本，如 2026-12。")
	ErrVersionTaken = apperr.Def(apperr.Invalid, "agreement_version_taken",
		"This version was published already. Choose another name.", "该版本号已发布过，请更换版本号。")
	ErrTitleMissing = apperr.Def(apperr.Invalid, "agreement_title_missing",
		"Enter the title.", "请填写协议名称。")
	ErrTitleLong = apperr.Def(apperr.Invalid, "agreement_title_long",
		"The title may have at most {max} characters.", "协议名称不能超过 {max} 个字符。")
	ErrTitleForm = apperr.Def(apperr.Invalid, "agreement_title_form",
		"The title contains characters that cannot be shown.", "协议名称包含无法显示的字符。")
	ErrBodyMissing = apperr.Def(apperr.Invalid, "agreement_body_missing",
		"Enter the text of the agreement.", "请填写协议正文。")
	ErrBodyLong = apperr.Def(apperr.Invalid, "agreement_body_long",
		"The text is too long to be stored.", "协议正文过长，无法保存。")
	ErrEffectiveForm = apperr.Def(apperr.Invalid, "agreement_effective_form",
		"Enter a date and a time.", "请填写日期和时间。")
	ErrEffectivePast = apperr.Def(apperr.Invalid, "agreement_effective_past",
		"Choose a time that has not passed, or leave it empty for at once.", "生效时间不能早于当前时间；如需立即生效请留空。")
	ErrEffectiveFar = apperr.Def(apperr.Invalid, "agreement_effective_far",
		"Choose a time within the next year.", "生效时间不能晚于一年之后。")
	ErrEffectiveOrder = apperr.Def(apperr.Invalid, "agreement_effective_order",
		"A version announced before comes into force later than that. Withdraw it first, or choose a later time.",
		"已有预告版本的生效时间晚于所填时间，请先撤回该版本，或选择更晚的生效时间。")
	ErrChanged = apperr.Def(apperr.Conflict, "agreement_changed",
		"Another version was published or withdrawn meanwhile. Compare with it and publish again.", "该协议的版本已被他人更新，请核对最新版本后重新发布。")
	ErrInForce = apperr.Def(apperr.FailedPrecondition, "agreement_in_force",
		"This version is in force. Publish a new one instead.", "该版本已生效，无法撤回，请发布新版本。")
)
