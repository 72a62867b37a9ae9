package door

import "github.com/souk-market/souk/internal/kernel/apperr"

// ErrForm is a posted form that cannot be read: too large or damaged.
var ErrForm = apperr.Def(apperr.Invalid, "bad_form",
	"The form could not be read. Please go back and send it again.", "无法读取提交的表单，请返回后重新提交。")
