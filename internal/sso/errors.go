package sso

import "github.com/souk-market/souk/internal/kernel/apperr"

// Settings.
var (
	ErrNotSet = apperr.Def(apperr.NotFound, "sso_not_set",
		"Enterprise login is not available here.", "此处未开通企业登录。")
	ErrChanged = apperr.Def(apperr.Conflict, "sso_changed",
		"Somebody else changed these settings meanwhile. Load the page again and repeat your change.", "设置已被他人修改，请刷新页面后重新操作。")
	ErrIssuerRequired = apperr.Def(apperr.Invalid, "sso_issuer_required", "Enter the issuer's address.", "请输入颁发者（Issuer）地址。")
	ErrIssuerForm     = apperr.Def(apperr.Invalid, "sso_issuer_form",
		"The issuer is an https address without query and fragment.", "颁发者须为 https 地址，不能含有查询参数或片段。")
	ErrClientRequired = apperr.Def(apperr.Invalid, "sso_client_required", "Enter the client id.", "请输入客户端 ID。")
	ErrTooLong        = apperr.Def(apperr.Invalid, "sso_too_long", "At most {max} characters.", "最多 {max} 个字符。")
	ErrSecretAgain    = apperr.Def(apperr.Invalid, "sso_secret_again",
		"The issuer or the client id changed: enter the client secret again.", "颁发者或客户端 ID 已变更，请重新输入客户端密钥。")
	ErrScopeForm   = apperr.Def(apperr.Invalid, "sso_scope_form", "Scopes are words without spaces and quotes, at most {max}.", "授权范围须为不含空格和引号的单词，最多 {max} 个。")
	ErrClaimForm   = apperr.Def(apperr.Invalid, "sso_claim_form", "The name of a claim has 1 to 64 printable characters.", "声明名称为 1～64 个可见字符。")
	ErrMappingForm = apperr.Def(apperr.Invalid, "sso_mapping_form",
		"A mapping names a group of the provider and one of your user groups, at most {max}.", "映射须同时填写提供方的组和您的用户组，最多 {max} 条。")
	ErrGroupUnknown = apperr.Def(apperr.Invalid, "sso_group_unknown", "There is no such user group: {group}.", "用户组不存在：{group}。")
)

// What the provider does.
var (
	ErrUnreachable = apperr.Def(apperr.FailedPrecondition, "sso_unreachable",
		"The identity provider cannot be reached: {reason}.", "无法连接身份提供方：{reason}。")
	ErrAnswer = apperr.Def(apperr.FailedPrecondition, "sso_answer",
		"{url} did not answer as an OpenID provider does (status {status}).", "{url} 的应答不符合 OpenID 提供方规范（状态码 {status}）。")
	ErrOtherIssuer = apperr.Def(apperr.FailedPrecondition, "sso_other_issuer",
		"The provider calls itself {issuer}. Enter exactly this as the issuer.", "提供方声明的颁发者为 {issuer}，请按此填写颁发者。")
	ErrEndpoint = apperr.Def(apperr.FailedPrecondition, "sso_endpoint",
		"The provider's {name} is missing or is no https address.", "提供方的 {name} 缺失或不是 https 地址。")
	ErrNoAlgorithm = apperr.Def(apperr.FailedPrecondition, "sso_no_algorithm",
		"The provider signs ID tokens with no algorithm that is accepted here.", "提供方未使用受支持的 ID 令牌签名算法。")
	ErrNoKeys = apperr.Def(apperr.FailedPrecondition, "sso_no_keys",
		"The provider publishes no public keys for signatures.", "提供方未发布用于签名的公钥。")
	ErrNoPKCE = apperr.Def(apperr.FailedPrecondition, "sso_no_pkce",
		"The provider says that it does not support PKCE with S256.", "提供方声明不支持 PKCE（S256）。")
)

// Signing in. The texts are for somebody who cannot change the settings; the log has the details.
var (
	ErrLoginGone = apperr.Def(apperr.FailedPrecondition, "sso_login_gone",
		"This sign-in took too long, was used already, or began in another browser. Please begin again.", "本次登录已超时、已使用或来自其他浏览器，请重新登录。")
	ErrRefused = apperr.Def(apperr.FailedPrecondition, "sso_refused",
		"The identity provider did not let you in ({code}).", "身份提供方拒绝了本次登录（{code}）。")
	ErrNotTrusted = apperr.Def(apperr.FailedPrecondition, "sso_not_trusted",
		"The identity provider's answer could not be trusted. Please tell whoever manages your account.", "身份提供方的应答未通过校验，请联系账号管理员。")
	ErrNoUser = apperr.Def(apperr.Forbidden, "sso_no_user",
		"You have no sub-user here. Ask whoever manages your organisation's account.", "您在此处没有子用户，请联系组织的账号管理员。")
	ErrUserTaken = apperr.Def(apperr.Forbidden, "sso_user_taken",
		"The sub-user of your name belongs to another person of your organisation. Ask whoever manages the account.", "与您同名的子用户已属于组织内的其他人，请联系账号管理员。")
)
