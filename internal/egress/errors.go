package egress

import "github.com/souk-market/souk/internal/kernel/apperr"

// What CheckURL says about an address that a person typed.
var (
	ErrURLMissing = apperr.Def(apperr.Invalid, "url_missing",
		"Enter the address.", "请填写地址。")
	ErrURLMalformed = apperr.Def(apperr.Invalid, "url_malformed",
		"This is not a complete address. Write it like https://api.example.com/souk.",
		"地址格式不正确，请填写完整地址，例如 https://api.example.com/souk。")
	ErrURLTooLong = apperr.Def(apperr.Invalid, "url_too_long",
		"The address is longer than {max} characters.", "地址长度超过 {max} 个字符。")
	ErrURLScheme = apperr.Def(apperr.Invalid, "url_scheme",
		"The address has to begin with https:// or http://.", "地址必须以 https:// 或 http:// 开头。")
	ErrURLUserinfo = apperr.Def(apperr.Invalid, "url_userinfo",
		"Leave out the user name and password before the @.", "地址中不能包含用户名和密码（@ 之前的部分），请删除。")
	ErrURLPort = apperr.Def(apperr.Invalid, "url_port",
		"Port {port} is not allowed. Use 443, 80, or a port from 1024 that no other service is known for, such as 8443.",
		"不允许使用端口 {port}。请使用 443、80，或 1024 以上且非其他常用服务的端口，例如 8443。")
	ErrURLNotDomain = apperr.Def(apperr.Invalid, "url_not_domain",
		"Use a public domain name, not an IP address or a local name.",
		"请使用公网域名，不支持 IP 地址或内网主机名。")
	ErrURLNoAddress = apperr.Def(apperr.Invalid, "url_no_address",
		"The name {host} has no address in DNS. Check the spelling, or wait until the record has spread.",
		"域名 {host} 无法解析，请检查拼写，或等待 DNS 记录生效后重试。")
	ErrURLDNSUnavailable = apperr.Def(apperr.Unavailable, "url_dns_unavailable",
		"The name {host} could not be looked up just now. Try again in a minute.",
		"暂时无法解析域名 {host}，请稍后重试。")
	ErrURLNotPublic = apperr.Def(apperr.Invalid, "url_not_public",
		"The name {host} leads to {address}, which is not a public internet address. Point it at a public one.",
		"域名 {host} 解析到 {address}，不是公网地址，请将其解析到公网地址。")
)
