package auth

import "github.com/souk-market/souk/internal/kernel/apperr"

// ErrPasswordRepeat is a new password that was typed in two ways.
var ErrPasswordRepeat = apperr.Def(apperr.Invalid, "password_repeat",
	"The two passwords differ.", "两次输入的密码不一致。")
