package account

import "github.com/souk-market/souk/internal/audit"

// What is done to sub-users, groups, tokens and access keys.
var (
	didCreateUser  = audit.Def("account.user_created", "Sub-user created", "创建子用户")
	didUpdateUser  = audit.Def("account.user_updated", "Sub-user changed", "修改子用户")
	didResetUser   = audit.Def("account.user_password_reset", "Password of a sub-user reset", "重置子用户密码")
	didEnableUser  = audit.Def("account.user_enabled", "Sub-user switched on", "启用子用户")
	didDisableUser = audit.Def("account.user_disabled", "Sub-user switched off", "停用子用户")
	didRemoveUser  = audit.Def("account.user_removed", "Sub-user removed", "删除子用户")
	didCreateGroup = audit.Def("account.group_created", "User group created", "创建用户组")
	didUpdateGroup = audit.Def("account.group_updated", "User group changed", "修改用户组")
	didDeleteGroup = audit.Def("account.group_deleted", "User group deleted", "删除用户组")
	didCreateToken = audit.Def("account.token_created", "API token created", "创建 API 令牌")
	didRevokeToken = audit.Def("account.token_revoked", "API token revoked", "吊销 API 令牌")
	didCreateKey   = audit.Def("account.access_key_created", "Access key created", "创建访问密钥")
	didEnableKey   = audit.Def("account.access_key_enabled", "Access key switched on", "启用访问密钥")
	didDisableKey  = audit.Def("account.access_key_disabled", "Access key switched off", "停用访问密钥")
	didDeleteKey   = audit.Def("account.access_key_deleted", "Access key deleted", "删除访问密钥")
)
