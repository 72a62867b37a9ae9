package shopwindow

import "github.com/souk-market/souk/internal/kernel/apperr"

// What an operator hears about the home page.
var (
	ErrDraftChanged = apperr.Def(apperr.Conflict, "home_draft_changed",
		"{name} changed the draft at {at}. What you entered is still here: look at the draft as it is now, and save again.",
		"{name} 已于 {at} 修改了草稿。您填写的内容仍在此处，请核对最新草稿后重新保存。")
	ErrVersionChanged = apperr.Def(apperr.Conflict, "home_version_changed",
		"Somebody else has published a version meanwhile. Look at the page as it is now.", "他人已发布新版本，请查看最新内容后再操作。")
	ErrVersionNotFound = apperr.Def(apperr.NotFound, "home_version_not_found",
		"There is no such version of the home page.", "首页的该版本不存在。")
	ErrItemNotFound = apperr.Def(apperr.NotFound, "home_item_not_found",
		"The draft has no such banner or floor any more.", "草稿中已没有该横幅或楼层。")
)

// What is wrong with a field of the home page.
var (
	ErrMissing   = apperr.Def(apperr.Invalid, "home_missing", "Fill this in.", "请填写此项。")
	ErrTooLong   = apperr.Def(apperr.Invalid, "home_too_long", "At most {max} characters, on one line.", "最多 {max} 个字符，且不能换行。")
	ErrBoth      = apperr.Def(apperr.Invalid, "home_both_languages", "Fill this in in both languages, or in neither.", "请同时填写中英文，或都不填写。")
	ErrPicture   = apperr.Def(apperr.Invalid, "home_picture", "Upload the picture of the banner.", "请上传横幅图片。")
	ErrLink      = apperr.Def(apperr.Invalid, "home_link", "Enter a page of the store, such as /category/office, or an address that begins with https://.", "请输入本店页面路径（如 /category/office），或以 https:// 开头的网址。")
	ErrDay       = apperr.Def(apperr.Invalid, "home_day", "Enter a day such as 2026-12-31.", "请输入日期，如 2026-12-31。")
	ErrDays      = apperr.Def(apperr.Invalid, "home_days", "The last day comes before the first.", "结束日期不能早于开始日期。")
	ErrKind      = apperr.Def(apperr.Invalid, "home_kind", "Choose from the list.", "请从列表中选择。")
	ErrSize      = apperr.Def(apperr.Invalid, "home_size", "A floor shows 4, 8 or 12.", "楼层可展示 4、8 或 12 个。")
	ErrCategory  = apperr.Def(apperr.Invalid, "home_category", "Choose a category.", "请选择类目。")
	ErrProducts  = apperr.Def(apperr.Invalid, "home_products", "Choose 1 to {max} products, each once.", "请选择 1 至 {max} 个商品，不可重复。")
	ErrProduct   = apperr.Def(apperr.Invalid, "home_product", "There is no product {id}.", "商品 {id} 不存在。")
	ErrTooMany   = apperr.Def(apperr.Invalid, "home_too_many", "At most {max}.", "最多 {max} 个。")
	ErrFloorOnly = apperr.Def(apperr.Invalid, "home_floor_field", "A floor of this kind does not have that.", "该类型的楼层无此项。")
)
