package asset

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals about assets.
var (
	ErrNotFound = apperr.Def(apperr.NotFound, "asset_not_found",
		"There is no such asset.", "未找到该资产。")
	ErrState = apperr.Def(apperr.FailedPrecondition, "asset_state",
		"This is not possible in the asset's present state. Load the page again to see what can be done.", "该资产当前状态不支持此操作，请刷新后查看。")
	ErrChanged = apperr.Def(apperr.Conflict, "asset_changed",
		"The asset has changed since you opened it. Load it again.", "该资产已发生变化，请刷新后再操作。")
	ErrScanRuns = apperr.Def(apperr.FailedPrecondition, "asset_scan_runs",
		"The scan has not ended yet. Decide once its report is there.", "扫描尚未结束，请在报告生成后判定。")
	ErrAppealed = apperr.Def(apperr.FailedPrecondition, "asset_appealed",
		"This scan was appealed against already. Edit the asset and submit it again.", "该次扫描已申诉过，请修改资产后重新提交。")
	ErrNotSelling = apperr.Def(apperr.Forbidden, "asset_not_a_seller",
		"This account is not a seller.", "该账号尚未入驻成为商家。")
	ErrName = apperr.Def(apperr.Invalid, "asset_name",
		"Name it with {min} to {max} letters, digits and - _ ( ).", "请填写 {min}–{max} 个字符的名称，仅限英文字母、数字和 - _ ( )。")
	ErrVersion = apperr.Def(apperr.Invalid, "asset_version",
		"Give a version such as V1.0, in at most {max} characters.", "请填写版本号，例如 V1.0，最多 {max} 个字符。")
	ErrKind = apperr.Def(apperr.Invalid, "asset_kind",
		"Choose a software package or a machine image; it stays what it is.", "请选择软件包或镜像，创建后不可更改。")
	ErrTextLong = apperr.Def(apperr.Invalid, "asset_text_long",
		"Use at most {max} characters.", "最多 {max} 个字。")
	ErrFile = apperr.Def(apperr.Invalid, "asset_file",
		"Upload the file here; this one was not uploaded for an asset of this seller.", "请在此上传文件，该文件不是为本商家的资产上传的。")
	ErrNeeded = apperr.Def(apperr.Invalid, "asset_needed",
		"This is needed.", "请填写此项。")
	ErrImageID = apperr.Def(apperr.Invalid, "asset_image_id",
		"Give the id of the private image, 8 to 64 letters, digits and -.", "请填写私有镜像 ID，8–64 位英文字母、数字和 -。")
	ErrImageTaken = apperr.Def(apperr.Conflict, "asset_image_taken",
		"This image belongs to another asset already. One image is one asset.", "该镜像已属于其他资产，一个镜像只能创建一个镜像资产。")
	ErrImageSize = apperr.Def(apperr.Invalid, "asset_image_size",
		"Give the size in GB, 1 to {max}.", "请填写镜像大小，1–{max} GB。")
	ErrChoice = apperr.Def(apperr.Invalid, "asset_choice",
		"Choose one of what is offered.", "请从所列选项中选择。")
	ErrReason = apperr.Def(apperr.Invalid, "asset_reason",
		"Say why in {min} to {max} characters; the seller reads it.", "请填写 {min}–{max} 个字的原因，商家将看到该内容。")
	ErrAppealText = apperr.Def(apperr.Invalid, "asset_appeal_text",
		"Say in {min} to {max} characters why the result is wrong.", "请用 {min}–{max} 个字说明扫描结果有误的理由。")
)
