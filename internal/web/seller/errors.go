package seller

import "github.com/souk-market/souk/internal/kernel/apperr"

// What a form may hold that no service could take.
var (
	ErrWholeNumber = apperr.Def(apperr.Invalid, "form_whole_number",
		"Enter a whole number in digits.", "请输入整数。")
	ErrAmount = apperr.Def(apperr.Invalid, "form_amount",
		"Enter an amount such as 99 or 99.00.", "请输入金额，例如 99 或 99.00。")
	ErrKeyShown = apperr.Def(apperr.Conflict, "key_shown_once",
		"This page was sent twice. A key is shown only once; see the list below.", "页面被重复提交。密钥只显示一次，请查看下方列表。")
)
