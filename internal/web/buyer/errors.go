package buyer

import "github.com/souk-market/souk/internal/kernel/apperr"

// errForm is a posted form that cannot be read, or is far larger than any of ours.
var errForm = apperr.Def(apperr.Invalid, "form_unreadable",
	"The form could not be read. Go back, reload the page and try again.", "表单内容无法读取，请返回上一页刷新后重试。")
