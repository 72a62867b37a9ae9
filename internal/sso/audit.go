package sso

import "github.com/souk-market/souk/internal/audit"

// What is done here.
var (
	didSave   = audit.Def("sso.provider_saved", "Enterprise login changed", "修改企业登录设置")
	didDelete = audit.Def("sso.provider_deleted", "Enterprise login removed", "删除企业登录设置")
	didLink   = audit.Def("sso.person_linked", "Person of the identity provider linked to a sub-user", "身份提供方用户关联到子用户")
)
