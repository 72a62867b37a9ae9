package account

import (
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// What happens to second factors.
var (
	actionTOTPSet        = audit.Def("account.authenticator_set", "Authenticator app set up", "设置身份验证器")
	actionTOTPRemoved    = audit.Def("account.authenticator_removed", "Authenticator app removed", "移除身份验证器")
	actionRecoveryMade   = audit.Def("account.recovery_codes_made", "Recovery codes made anew", "重新生成恢复码")
	actionRecoveryUsed   = audit.Def("account.recovery_code_used", "Recovery code used to sign in", "使用恢复码登录")
	actionPasskeyAdded   = audit.Def("account.passkey_added", "Passkey added", "添加通行密钥")
	actionPasskeyRenamed = audit.Def("account.passkey_renamed", "Passkey renamed", "重命名通行密钥")
	actionPasskeyDeleted = audit.Def("account.passkey_deleted", "Passkey deleted", "删除通行密钥")
	actionPasskeySuspect = audit.Def("account.passkey_suspect", "Passkey refused: it may have been copied", "通行密钥被拒绝：可能已被复制")
	actionGuessing       = audit.Def("account.second_factor_guessed", "Codes of the second step are being guessed", "两步验证码正被猜测")
)

// The same in the message to the person.
var (
	textTOTPSet      = i18n.Text{ZH: "已设置身份验证器应用", EN: "An authenticator app was set up"}
	textTOTPRemoved  = i18n.Text{ZH: "已移除身份验证器应用", EN: "The authenticator app was removed"}
	textRecoveryMade = i18n.Text{ZH: "已重新生成恢复码，旧的恢复码全部失效", EN: "New recovery codes were made; the old ones no longer work"}
	textGuessing     = i18n.Text{ZH: "有人知道您的密码，正在猜测验证码，已被暂时阻止。请立即修改密码",
		EN: "Somebody who knows your password is guessing codes and was stopped for now. Change your password"}
)
