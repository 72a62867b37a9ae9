package wire

import "strings"

type faultText struct {
	code   FaultCode
	text   Text
	advice Text
}

// Text says in lang ("zh" or "en") what is wrong, in words that a seller understands without the specification.
func (f Fault) Text(lang string) string { return f.fill(lookupFault(f.Code).text.In(lang)) }

// Advice says in lang ("zh" or "en") what the seller should do about it.
func (f Fault) Advice(lang string) string {
	if f.Code == FaultCodeRefused {
		if code, ok := LookupResultCode(f.Got); ok {
			return code.Advice.In(lang)
		}
	}
	return f.fill(lookupFault(f.Code).advice.In(lang))
}

func (f Fault) fill(template string) string {
	meaning := Text{"未知", "unknown"}
	if code, ok := LookupResultCode(f.Got); ok {
		meaning = code.Meaning
	}
	message := Text{}
	if f.Message != "" {
		message = Text{"，服务器说明：" + Clip(f.Message), "; the server says: " + Clip(f.Message)}
	}
	return strings.NewReplacer("{field}", f.Field, "{want}", f.Want, "{got}", f.Got, "{meaning.zh}", meaning.ZH,
		"{meaning.en}", meaning.EN, "{message.zh}", message.ZH, "{message.en}", message.EN).Replace(template)
}

func lookupFault(code FaultCode) faultText {
	for _, t := range faultTexts() {
		if t.code == code {
			return t
		}
	}
	return faultText{code, Text{string(code), string(code)}, Text{}}
}

// faultTexts is the table of all faults; a test holds it complete in both languages.
func faultTexts() []faultText {
	return []faultText{
		{FaultHTTPStatus, Text{"HTTP 状态码为 {got}，应为 200", "HTTP status is {got}, it must be 200"},
			Text{"业务失败也请返回 HTTP 200，并在 resultCode 中说明原因；5xx 请查看服务器日志。", "Answer with HTTP 200 even when the business fails and say why in resultCode; for a 5xx look at your server's log."}},
		{FaultRedirect, Text{"服务器返回重定向（HTTP {got}），云商店不会跟随重定向", "The server answered with a redirect (HTTP {got}); redirects are not followed"},
			Text{"请把生产接口地址改为最终地址，例如直接使用 https，并检查路径末尾的斜杠。", "Enter the final address as production address, for example https at once, and check a trailing slash."}},
		{FaultNoBody, Text{"响应没有消息体", "The response has no body"},
			Text{"请返回 JSON 消息体，至少包含 resultCode。", "Return a JSON body that holds at least resultCode."}},
		{FaultTooLarge, Text{"响应消息体超过 {want} 字节", "The response body is longer than {want} bytes"},
			Text{"请只返回接口规定的字段。", "Return only the members of the interface."}},
		{FaultContentType, Text{"响应的 Content-Type 为“{got}”，应为 application/json", "Content-Type of the response is “{got}”, it must be application/json"},
			Text{"请设置响应头 Content-Type: application/json;charset=utf-8。", "Set the response header Content-Type: application/json;charset=utf-8."}},
		{FaultCharset, Text{"响应声明的字符集为“{got}”，应为 UTF-8", "The response declares the charset “{got}”, it must be UTF-8"},
			Text{"请以 UTF-8 编码输出，并声明 charset=utf-8。", "Write the body in UTF-8 and declare charset=utf-8."}},
		{FaultBOM, Text{"响应消息体以字节顺序标记（BOM）开头", "The response body begins with a byte order mark (BOM)"},
			Text{"请输出不带 BOM 的 UTF-8。", "Write UTF-8 without a byte order mark."}},
		{FaultNotUTF8, Text{"响应消息体不是有效的 UTF-8（第 {got} 字节）", "The response body is not valid UTF-8 (at byte {got})"},
			Text{"请以 UTF-8 编码输出消息体，不要使用 GBK 等编码。", "Write the body in UTF-8, not in GBK or another encoding."}},
		{FaultHTML, Text{"响应内容是网页（HTML），不是 JSON", "The response is a web page (HTML), not JSON"},
			Text{"请检查生产接口地址的路径，以及网关、登录页或防火墙是否拦截了调用。", "Check the path of the production address, and whether a gateway, login page or firewall answers instead."}},
		{FaultNotJSON, Text{"响应消息体无法解析为 JSON（第 {got} 字节附近）", "The response body cannot be read as JSON (near byte {got})"},
			Text{"正确格式如 {\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}。", "The right form is {\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}."}},
		{FaultTrailing, Text{"JSON 之后还有多余内容（第 {got} 字节起）", "There is something behind the JSON (from byte {got})"},
			Text{"消息体只能包含一个 JSON 对象，请检查是否输出了两次。", "The body must be one JSON object; check whether it is written twice."}},
		{FaultDuplicate, Text{"字段 {field} 重复出现", "Member {field} occurs twice"},
			Text{"同一个对象中每个字段只能出现一次。", "Each Member may occur once in an object."}},
		{FaultTooDeep, Text{"JSON 嵌套超过 {want} 层", "The JSON is nested deeper than {want} levels"},
			Text{"请只返回接口规定的字段。", "Return only the members of the interface."}},
		{FaultNotObject, Text{"响应的 JSON 是{got}，应为对象", "The JSON of the response is of type {got}, it must be an object"},
			Text{"正确格式如 {\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}。", "The right form is {\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}."}},
		{FaultBodySignMissing, Text{"响应缺少 Body-Sign 头", "The response lacks the header Body-Sign"},
			Text{"请在每个响应中加入 Body-Sign 头，对消息体原文签名。", "Send the header Body-Sign with every response; it signs the exact bytes of the body."}},
		{FaultBodySignMalformed, Text{"响应头 Body-Sign 的格式不正确：“{got}”", "The header Body-Sign is malformed: “{got}”"},
			Text{"正确格式为 {want}，两个值都要放在英文双引号内。", "It must read {want}, both values inside double quotes."}},
		{FaultBodySignWrong, Text{"响应头 Body-Sign 的签名与消息体不符", "The signature in Body-Sign is not that of the body"},
			Text{"请只用 Key（不加 timeStamp）对最终发送的消息体字节计算 HMAC-SHA256，再做 Base64；不要在签名后改动空格或换行。", "Sign the bytes that are finally sent with HMAC-SHA256 and the key alone (without timeStamp), in Base64; change no blank or line break afterwards."}},
		{FaultCodeMissing, Text{"响应缺少 resultCode", "The response lacks resultCode"},
			Text{"请返回六位数字字符串 resultCode，成功为 \"000000\"。", "Return resultCode as a string of six digits; success is \"000000\"."}},
		{FaultCodeMalformed, Text{"resultCode“{got}”不是六位数字", "resultCode “{got}” is not six digits"},
			Text{"请返回六位数字字符串 resultCode，成功为 \"000000\"，异步开通为 \"000004\"。", "Return resultCode as a string of six digits: \"000000\" for success, \"000004\" for asynchronous opening."}},
		{FaultCodeRefused, Text{"服务器返回 resultCode {got}（{meaning.zh}）{message.zh}", "The server answered resultCode {got} ({meaning.en}){message.en}"},
			Text{"请按 resultCode 的含义处理。", "Act on the meaning of the resultCode."}},
		{FaultCodeUnknown, Text{"服务器返回了未定义的 resultCode {got}{message.zh}", "The server answered resultCode {got}, which is not defined{message.en}"},
			Text{"请只使用接口文档中的 resultCode。", "Use only the result codes of the interface."}},
		{FaultInstanceIDMissing, Text{"响应缺少 {field}", "The response lacks {field}"},
			Text{"创建实例须返回 instanceId（建议使用首次请求的 businessId）；查询实例须返回所查询的每个实例。", "Creating must return instanceId (the first businessId is a good one); a query must return every instance asked for."}},
		{FaultInstanceIDMismatch, Text{"响应中的实例 {got} 不是所查询的实例", "Instance {got} in the response was not asked for"},
			Text{"请只返回请求中 instanceId 对应的实例。", "Return only the instances named in the request."}},
		{FaultInstanceIDDuplicate, Text{"实例 {got} 在响应中重复出现", "Instance {got} occurs twice in the response"},
			Text{"每个实例只返回一次。", "Return each instance once."}},
		{FaultInstanceIDChanged, Text{"instanceId 由 {want} 变为 {got}", "instanceId changed from {want} to {got}"},
			Text{"同一订单行重复调用时须返回首次创建的 instanceId，不得重复创建实例。", "A repeated call for the same order line must return the instanceId made first and must not create another instance."}},
		{FaultNotReady, Text{"实例 {got} 尚未返回使用信息（appInfo）", "Instance {got} has no access information (appInfo) yet"},
			Text{"开通完成后，请在查询实例接口中返回 appInfo.frontEndUrl。", "When opening is finished, return appInfo.frontEndUrl from queryInstance."}},
		{FaultFieldMissing, Text{"缺少字段 {field}", "Member {field} is missing"},
			Text{"请返回该必填字段。", "Return this mandatory member."}},
		{FaultFieldTooLong, Text{"字段 {field} 有 {got} 个字符，最多 {want} 个", "Member {field} has {got} characters, at most {want} are allowed"},
			Text{"请缩短该字段。", "Shorten this member."}},
		{FaultFieldNotString, Text{"字段 {field} 应为字符串，实际为{got}", "Member {field} must be a string, it is {got}"},
			Text{"请给该字段的值加上双引号。", "Put the value of this Member in double quotes."}},
		{FaultFieldNotNumber, Text{"字段 {field} 应为数值，实际为{got}", "Member {field} must be a number, it is {got}"},
			Text{"请返回数值，小数最多四位。", "Return a number with at most four decimals."}},
		{FaultFieldNotObject, Text{"字段 {field} 应为对象，实际为{got}", "Member {field} must be an object, it is {got}"},
			Text{"请直接返回 JSON 对象，不要返回 JSON 文本。", "Return a JSON object, not JSON as text."}},
		{FaultFieldNotList, Text{"字段 {field} 应为数组，实际为{got}", "Member {field} must be a list, it is {got}"},
			Text{"即使只有一个元素也请返回数组。", "Return a list even when it has one element."}},
		{FaultFieldMalformed, Text{"字段 {field} 的值“{got}”格式不正确，应为 {want}", "The value “{got}” of Member {field} is malformed; expected: {want}"},
			Text{"请按接口文档的格式返回该字段。", "Return this Member in the form of the interface."}},
		{FaultFieldNotURL, Text{"字段 {field} 的值“{got}”不是 http 或 https 地址", "The value “{got}” of Member {field} is not an http or https address"},
			Text{"请返回完整的 https 地址。", "Return a complete https address."}},
		{FaultFieldBadCharacter, Text{"字段 {field} 含有不允许的字符 {got}", "Member {field} holds the forbidden character {got}"},
			Text{"请去掉该字符。", "Remove this character."}},
		{FaultFieldNotEncrypted, Text{"字段 {field} 不能用接口密钥解密（{want}）", "{field} cannot be opened with the interface key ({want})"},
			Text{"请以 16 位随机字符作为 IV，加上 AES/CBC 密文的 Base64；密钥由 Key 经 SHA1PRNG 派生，位数与 encryptType 一致。", "Send 16 random characters as initial vector followed by the Base64 of AES/CBC; the key is derived from Key by SHA1PRNG and its size is the one that encryptType names."}},
		{FaultTooMany, Text{"字段 {field} 有 {got} 项，最多 {want} 项", "Member {field} has {got} entries, at most {want} are allowed"},
			Text{"请减少条目数量。", "Send fewer entries."}},
	}
}
