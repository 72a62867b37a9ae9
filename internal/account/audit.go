package account

import (
	"context"

	"github.com/souk-market/souk/internal/audit"
)

// What this room records.
var (
	auditCreated         = audit.Def("account.created", "Account created by the marketplace", "由云商店创建账号")
	auditRegistered      = audit.Def("account.registered", "Account registered", "注册账号")
	auditSignedIn        = audit.Def("account.signed_in", "Signed in", "登录")
	auditPasswordChanged = audit.Def("account.password_changed", "Password changed", "修改密码")
	auditPasswordReset   = audit.Def("account.password_reset", "Password reset by a code", "通过验证码重置密码")
	auditEmailChanged    = audit.Def("account.email_changed", "E-mail address changed", "修改邮箱")
	auditPhoneChanged    = audit.Def("account.phone_changed", "Phone number changed", "修改手机号")
	auditProfileChanged  = audit.Def("account.profile_changed", "Profile changed", "修改个人资料")
	auditSessionsEnded   = audit.Def("account.sessions_ended", "Sessions ended", "结束登录会话")
)

// asThemselves is the context of somebody who acts without being signed in: who registers, signs in or resets a password.
// Where they come from stays what the door noted.
func asThemselves(ctx context.Context, a Account) context.Context {
	o := audit.OriginFrom(ctx)
	o.AccountID, o.UserID, o.Name = a.Main(), a.ID, a.Name
	return audit.WithOrigin(ctx, o)
}
