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

// The second factor.
var (
	// ErrSecondFactorNeeded is all that an operator without one gets to do.
	ErrSecondFactorNeeded = apperr.Def(apperr.Forbidden, "second_factor_needed",
		"Operators need a second factor. Set up an authenticator app or a passkey first.", "运营账号必须启用两步验证，请先设置身份验证器或通行密钥。")
	// ErrFirstPassword is all that an operator gets to do with the password that an administrator made.
	ErrFirstPassword = apperr.Def(apperr.Forbidden, "first_password",
		"This is your first password. Choose one of your own first.", "当前使用的是初始密码，请先修改密码。")
	ErrSecondExpired = apperr.Def(apperr.Unauthenticated, "second_step_expired",
		"This sign-in took too long. Please begin again.", "本次登录已超时，请重新登录。")
	ErrSecondWrong = apperr.Def(apperr.Unauthenticated, "second_step_wrong",
		"This code is not right.", "验证码不正确。")
	ErrSecondUsed = apperr.Def(apperr.Unauthenticated, "second_step_used",
		"This code was used already. Wait for the next one.", "该验证码已使用过，请等待下一个验证码。")
	ErrEnrolmentGone = apperr.Def(apperr.FailedPrecondition, "enrolment_gone",
		"Setting up the app took too long, or was finished elsewhere. Please begin again.", "设置已超时或已在其他页面完成，请重新开始。")
	ErrNoAuthenticator = apperr.Def(apperr.NotFound, "authenticator_not_found",
		"No authenticator app is set up.", "尚未设置身份验证器。")
	ErrNoSecondFactor = apperr.Def(apperr.FailedPrecondition, "no_second_factor",
		"Set up an authenticator app or a passkey first.", "请先设置身份验证器或通行密钥。")
	ErrLastSecondFactor = apperr.Def(apperr.FailedPrecondition, "last_second_factor",
		"Operators need a second factor. Set up another one before you remove this one.", "运营账号必须保留一种两步验证方式，请先设置另一种再移除。")
	ErrNoPasskeys = apperr.Def(apperr.FailedPrecondition, "no_passkeys",
		"Passkeys cannot be used here.", "此处无法使用通行密钥。")
	ErrPasskeyRefused = apperr.Def(apperr.Unauthenticated, "passkey_refused",
		"The passkey was not accepted. Please try again or sign in another way.", "通行密钥未通过验证，请重试或换一种方式登录。")
	ErrPasskeyTaken = apperr.Def(apperr.Conflict, "passkey_taken",
		"This passkey is registered already.", "该通行密钥已注册。")
	ErrPasskeyNotFound = apperr.Def(apperr.NotFound, "passkey_not_found",
		"There is no such passkey.", "通行密钥不存在。")
	ErrTooManyPasskeys = apperr.Def(apperr.FailedPrecondition, "too_many_passkeys",
		"You have {max} passkeys already. Delete one that is no longer needed first.", "您已有 {max} 个通行密钥，请先删除不再使用的通行密钥。")
)

// Sub-users, groups, programmatic access.
var (
	ErrUserNotFound  = apperr.Def(apperr.NotFound, "user_not_found", "There is no such sub-user.", "子用户不存在。")
	ErrUserNameTaken = apperr.Def(apperr.Conflict, "user_name_taken", "Another sub-user has this name.", "已有同名的子用户。")
	ErrTooManyUsers  = apperr.Def(apperr.FailedPrecondition, "too_many_users",
		"You have {max} sub-users already. Remove one that is no longer needed first.", "您已有 {max} 个子用户，请先删除不再使用的子用户。")
	ErrGroupNotFound  = apperr.Def(apperr.NotFound, "group_not_found", "There is no such user group.", "用户组不存在。")
	ErrGroupNameTaken = apperr.Def(apperr.Conflict, "group_name_taken", "You already have a user group of this name.", "已有同名的用户组。")
	ErrTooManyGroups  = apperr.Def(apperr.FailedPrecondition, "too_many_groups",
		"You have {max} user groups already. Delete one that is no longer needed first.", "您已有 {max} 个用户组，请先删除不再使用的用户组。")
	ErrPermissionUnknown = apperr.Def(apperr.Invalid, "permission_unknown", "{code} is not a permission that can be given.", "{code} 不是可授予的权限。")
	ErrAccessKeyNotFound = apperr.Def(apperr.NotFound, "access_key_not_found", "There is no such access key.", "访问密钥不存在。")
	ErrAccessKeyUnknown  = apperr.Def(apperr.Unauthenticated, "access_key_unknown",
		"The access key is unknown or switched off.", "访问密钥不存在或已停用。")
	ErrTooManyAccessKeys = apperr.Def(apperr.FailedPrecondition, "too_many_access_keys",
		"You have {max} access keys already. Delete one first.", "您已有 {max} 个访问密钥，请先删除一个。")
	ErrScopeUnknown    = apperr.Def(apperr.Invalid, "scope_unknown", "{code} is not a permission that you have.", "{code} 不是您拥有的权限。")
	ErrExpiryPast      = apperr.Def(apperr.Invalid, "expiry_past", "Choose a day in the future.", "请选择将来的日期。")
	ErrProgrammaticOff = apperr.Def(apperr.Forbidden, "programmatic_access_off",
		"Programmatic access is switched off for you. Ask the main account to switch it on.", "您的编程访问未开启，请联系主账号开启。")
)

// Input fields.
var (
	ErrProofRequired    = apperr.Def(apperr.Invalid, "proof_required", "Enter your password, or the code that your app shows.", "请输入密码或身份验证器当前显示的验证码。")
	ErrProofWrong       = apperr.Def(apperr.Invalid, "proof_wrong", "The password or the code is not right.", "密码或验证码不正确。")
	ErrCodeRequired     = apperr.Def(apperr.Invalid, "code_required", "Enter the code.", "请输入验证码。")
	ErrCodeWrong        = apperr.Def(apperr.Invalid, "code_wrong", "This code is not right. Check that your phone sets its time automatically.", "验证码不正确，请检查手机时间是否准确。")
	ErrTOTPForm         = apperr.Def(apperr.Invalid, "totp_form", "The secret of an authenticator app is 160 bits in base32.", "身份验证器密钥须为 160 位的 Base32 编码。")
	ErrLoginRequired    = apperr.Def(apperr.Invalid, "login_required", "Enter the login name.", "请输入登录名。")
	ErrLoginForm        = apperr.Def(apperr.Invalid, "login_form", "A login name has 3 to 128 characters without spaces and colons.", "登录名为 3～128 个字符，不能含有空格和冒号。")
	ErrUserNameForm     = apperr.Def(apperr.Invalid, "user_name_form", "A user name has 3 to 64 characters without spaces and colons.", "用户名为 3～64 个字符，不能含有空格和冒号。")
	ErrLoginTaken       = apperr.Def(apperr.Conflict, "login_taken", "This login name is taken.", "该登录名已被使用。")
	ErrNameRequired     = apperr.Def(apperr.Invalid, "account_name_required", "Enter a name.", "请输入名称。")
	ErrNameTooLong      = apperr.Def(apperr.Invalid, "account_name_too_long", "At most {max} characters.", "最多 {max} 个字符。")
	ErrNameForm         = apperr.Def(apperr.Invalid, "account_name_form", "A name has no line breaks or control characters.", "名称不能含有换行或控制字符。")
	ErrKindUnknown      = apperr.Def(apperr.Invalid, "account_kind_unknown", "The account is for a buyer, a seller or an operator.", "账号类型只能是买家、商家或运营。")
	ErrEmailForm        = apperr.Def(apperr.Invalid, "email_form", "This is not an e-mail address.", "邮箱地址格式不正确。")
	ErrPhoneForm        = apperr.Def(apperr.Invalid, "phone_form", "A phone number has 5 to 20 digits, with + before the country code.", "电话号码为 5～20 位数字，国家码前可加 +。")
	ErrLangUnknown      = apperr.Def(apperr.Invalid, "language_unknown", "Choose Chinese or English.", "请选择中文或英文。")
	ErrCountryUnknown   = apperr.Def(apperr.Invalid, "country_unknown", "Choose a country or region of the list.", "请从列表中选择国家或地区。")
	ErrCountryKept      = apperr.Def(apperr.Invalid, "country_kept", "The country or region of registration cannot change once the real name is verified.", "实名认证后不能修改注册国家或地区。")
	ErrCountryOfMain    = apperr.Def(apperr.Invalid, "country_of_main", "The country or region of registration is that of the main account.", "子用户的注册国家或地区与主账号一致。")
	ErrPasswordRequired = apperr.Def(apperr.Invalid, "password_required", "Enter the password.", "请输入密码。")
	ErrPasswordShort    = apperr.Def(apperr.Invalid, "password_short", "At least {min} characters.", "密码至少 {min} 个字符。")
	ErrPasswordLong     = apperr.Def(apperr.Invalid, "password_long", "At most {max} bytes.", "密码最多 {max} 个字节。")
	ErrPasswordIsLogin  = apperr.Def(apperr.Invalid, "password_is_login", "The password must differ from the login name.", "密码不能与登录名相同。")
	ErrPasswordSame     = apperr.Def(apperr.Invalid, "password_same", "This is the present password.", "新密码不能与当前密码相同。")
	ErrPasswordWrong    = apperr.Def(apperr.Invalid, "password_wrong", "The present password is not right.", "当前密码不正确。")
)

// One-time codes.
var (
	ErrCodeTooSoon = apperr.Def(apperr.TooMany, "code_too_soon",
		"A code was sent a moment ago. You can ask for another in {seconds} s.", "验证码刚刚发送，请在 {seconds} 秒后重新获取。")
	ErrTooManyCodes = apperr.Def(apperr.TooMany, "too_many_codes",
		"Too many codes were asked for. Please try again in {minutes} min.", "获取验证码过于频繁，请在 {minutes} 分钟后重试。")
	ErrOneTimeRequired = apperr.Def(apperr.Invalid, "one_time_code_required", "Enter the code.", "请输入验证码。")
	ErrOneTimeWrong    = apperr.Def(apperr.Invalid, "one_time_code_wrong", "The code is not right. You can try {left} more times.", "验证码不正确，还可尝试 {left} 次。")
	ErrOneTimeDead     = apperr.Def(apperr.Invalid, "one_time_code_dead", "The code is not right, and it was the last try. Ask for a new one.", "验证码不正确且尝试次数已用完，请重新获取。")
	ErrOneTimeExpired  = apperr.Def(apperr.FailedPrecondition, "one_time_code_expired",
		"This code is no longer good. Ask for a new one.", "验证码已失效，请重新获取。")
	ErrProofExpired = apperr.Def(apperr.FailedPrecondition, "proof_expired",
		"The proof of your address has been used or has run out. Please start again.", "验证结果已被使用或已过期，请重新验证。")
	ErrPurposeUnknown = apperr.Def(apperr.Invalid, "code_purpose_unknown", "A code is for registering or for resetting a password.", "验证码只用于注册或重置密码。")
	ErrChannelUnknown = apperr.Def(apperr.Invalid, "channel_unknown", "Choose mobile phone or e-mail.", "请选择手机号或邮箱。")
)

// Registration, forgotten passwords and contacts.
var (
	ErrEmailTaken = apperr.Def(apperr.Conflict, "email_taken",
		"This e-mail address has an account already. Sign in with it, or reset its password.", "该邮箱已注册账号，请直接登录或重置密码。")
	ErrPhoneFull = apperr.Def(apperr.FailedPrecondition, "phone_full",
		"This phone number has {max} accounts already, which is as many as one may have.", "该手机号已注册 {max} 个账号，已达上限。")
	ErrEmailRequired   = apperr.Def(apperr.Invalid, "email_required", "Enter the e-mail address.", "请输入邮箱地址。")
	ErrPhoneRequired   = apperr.Def(apperr.Invalid, "phone_required", "Enter the phone number.", "请输入手机号。")
	ErrMobileForm      = apperr.Def(apperr.Invalid, "mobile_form", "This is not a mobile number. Outside mainland China begin with + and the country code.", "手机号格式不正确；中国大陆以外的号码请以 + 和国家码开头。")
	ErrChosenNameForm  = apperr.Def(apperr.Invalid, "login_choice_form", "4 to 32 letters, digits, dots, hyphens and underscores; a letter first.", "4～32 位字母、数字、点、连字符或下划线，以字母开头。")
	ErrTermsRequired   = apperr.Def(apperr.Invalid, "terms_required", "Please read and accept the terms.", "请阅读并同意服务条款。")
	ErrAccountChoice   = apperr.Def(apperr.Invalid, "account_choice", "Choose one of your accounts.", "请选择您的一个账号。")
	ErrContactSame     = apperr.Def(apperr.Invalid, "contact_same", "This is the present one.", "与当前使用的相同。")
	ErrSessionNotFound = apperr.Def(apperr.NotFound, "session_not_found",
		"There is no such session; it may have ended.", "该会话不存在或已结束。")
)

// What operators do to accounts and to each other.
var (
	ErrRoleUnknown    = apperr.Def(apperr.Invalid, "role_unknown", "Choose at least one of the roles.", "请至少选择一个角色。")
	ErrReasonRequired = apperr.Def(apperr.Invalid, "account_reason_required", "Say why.", "请填写原因。")
	ErrAccountState   = apperr.Def(apperr.Conflict, "account_state",
		"The account is in another state by now; look at it again.", "账号状态已变化，请刷新后查看。")
	ErrOneself = apperr.Def(apperr.FailedPrecondition, "oneself",
		"You cannot do this to your own account; another operator can.", "不能对自己的账号执行此操作，请由其他运营人员处理。")
	ErrLastAdministrator = apperr.Def(apperr.FailedPrecondition, "last_administrator",
		"This is the last administrator who can sign in. Make somebody else administrator first.", "这是最后一位可登录的管理员，请先设置其他管理员。")
)
