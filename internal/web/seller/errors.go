package seller

import "github.com/souk-market/souk/internal/kernel/apperr"

// What a form may hold that no service could take.
var (
	ErrWholeNumber = apperr.Def(apperr.Invalid, "form_whole_number",
		"Enter a whole number in digits.", "请输入整数。")
	ErrSpecFaults = apperr.Def(apperr.Invalid, "form_spec_faults",
		"To mend in “{name}”: {n}", "规格“{name}”有 {n} 处需要修改")
	ErrUnreadable = apperr.Def(apperr.Invalid, "form_unreadable",
		"Some numbers of the form cannot be read yet: {n}.", "表单中有 {n} 处数字无法识别。")
	ErrNoPriceYet = apperr.Def(apperr.Invalid, "form_no_price_yet",
		"Set a price; what a buyer pays is computed here.", "填写价格后，此处显示买家应付金额。")
	ErrTooManySpecs = apperr.Def(apperr.Invalid, "form_too_many_specs",
		"A product has at most {max} specs.", "一个商品最多 {max} 个规格。")
	ErrSpecGone = apperr.Def(apperr.NotFound, "form_spec_gone",
		"This spec is no longer in the draft. Open the draft again.", "草稿中已没有该规格，请重新打开草稿。")
	ErrKeyShown = apperr.Def(apperr.Conflict, "key_shown_once",
		"This page was sent twice. A key is shown only once; see the list below.", "页面被重复提交。密钥只显示一次，请查看下方列表。")
)
