package account

import "github.com/souk-market/souk/internal/kernel/apperr"

// Who somebody is, and what they may do.
var (
	ErrUnauthenticated = apperr.Def(apperr.Unauthenticated, "unauthenticated",
		"Please sign in first.", "请先登录。")
	ErrForbidden = apperr.Def(apperr.Forbidden, "forbidden",
		"Your account may not do this.", "您的账号没有执行此操作的权限。")
	// ErrBadCredentials never says which of the two is wrong, so that nobody learns which logins exist.
	ErrBadCredentials = apperr.Def(apperr.Unauthenticated, "bad_credentials",
		"The login name or the password is not right.", "登录名或密码不正确。")
	ErrTooManyAttempts = apperr.Def(apperr.TooMany, "too_many_attempts",
		"Too many failed sign-ins from here. Please try again in {minutes} min.", "此处登录失败次数过多，请在 {minutes} 分钟后重试。")
	ErrAccountDisabled = apperr.Def(apperr.Forbidden, "account_disabled",
		"This account is switched off. Ask whoever manages it.", "该账号已停用，请联系账号管理员。")
	ErrBadToken = apperr.Def(apperr.Unauthenticated, "bad_token",
		"The API token is unknown or has been revoked.", "API 令牌不存在或已被吊销。")
)

// Accounts and tokens.
var (
	ErrAccountNotFound = apperr.Def(apperr.NotFound, "account_not_found",
		"There is no such account.", "账号不存在。")
	ErrTokenNotFound = apperr.Def(apperr.NotFound, "token_not_found",
		"There is no such API token.", "API 令牌不存在。")
	ErrTokenNameTaken = apperr.Def(apperr.Conflict, "token_name_taken",
		"You already have an API token of this name.", "您已有同名的 API 令牌。")
	ErrTooManyTokens = apperr.Def(apperr.FailedPrecondition, "too_many_tokens",
		"You have {max} API tokens already. Revoke one that is no longer needed first.", "您已有 {max} 个 API 令牌，请先吊销不再使用的令牌。")
)

// Input fields.
var (
	ErrLoginRequired    = apperr.Def(apperr.Invalid, "login_required", "Enter the login name.", "请输入登录名。")
	ErrLoginForm        = apperr.Def(apperr.Invalid, "login_form", "A login name has 3 to 128 characters without spaces and colons.", "登录名为 3～128 个字符，不能含有空格和冒号。")
	ErrLoginTaken       = apperr.Def(apperr.Conflict, "login_taken", "This login name is taken.", "该登录名已被使用。")
	ErrNameRequired     = apperr.Def(apperr.Invalid, "account_name_required", "Enter a name.", "请输入名称。")
	ErrNameTooLong      = apperr.Def(apperr.Invalid, "account_name_too_long", "At most {max} characters.", "最多 {max} 个字符。")
	ErrNameForm         = apperr.Def(apperr.Invalid, "account_name_form", "A name has no line breaks or control characters.", "名称不能含有换行或控制字符。")
	ErrKindUnknown      = apperr.Def(apperr.Invalid, "account_kind_unknown", "The account is for a buyer, a seller or an operator.", "账号类型只能是买家、商家或运营。")
	ErrEmailForm        = apperr.Def(apperr.Invalid, "email_form", "This is not an e-mail address.", "邮箱地址格式不正确。")
	ErrPhoneForm        = apperr.Def(apperr.Invalid, "phone_form", "A phone number has 5 to 20 digits, with + before the country code.", "电话号码为 5～20 位数字，国家码前可加 +。")
	ErrLangUnknown      = apperr.Def(apperr.Invalid, "language_unknown", "Choose Chinese or English.", "请选择中文或英文。")
	ErrPasswordRequired = apperr.Def(apperr.Invalid, "password_required", "Enter the password.", "请输入密码。")
	ErrPasswordShort    = apperr.Def(apperr.Invalid, "password_short", "At least {min} characters.", "密码至少 {min} 个字符。")
	ErrPasswordLong     = apperr.Def(apperr.Invalid, "password_long", "At most {max} bytes.", "密码最多 {max} 个字节。")
	ErrPasswordIsLogin  = apperr.Def(apperr.Invalid, "password_is_login", "The password must differ from the login name.", "密码不能与登录名相同。")
	ErrPasswordSame     = apperr.Def(apperr.Invalid, "password_same", "This is the present password.", "新密码不能与当前密码相同。")
	ErrPasswordWrong    = apperr.Def(apperr.Invalid, "password_wrong", "The present password is not right.", "当前密码不正确。")
)
