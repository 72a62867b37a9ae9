package api

import "github.com/souk-market/souk/internal/kernel/apperr"

// What is wrong with a request before any room hears of it.
var (
	ErrNoOperation = apperr.Def(apperr.NotFound, "operation_not_found",
		"There is no such operation. The document at /api/docs lists all.", "接口不存在，请查看 /api/docs 中的接口列表。")
	ErrMethod = apperr.Def(apperr.NotFound, "method_not_allowed",
		"This path does not take the method {method}; it takes {allowed}.", "该路径不支持 {method} 方法，支持的方法：{allowed}。")
	ErrBodyTooLarge = apperr.Def(apperr.TooLarge, "body_too_large",
		"The request is too large.", "请求内容过大。")
	ErrBodyMissing = apperr.Def(apperr.Invalid, "body_missing",
		"Send a JSON object.", "请提供 JSON 请求体。")
	ErrBodyForm = apperr.Def(apperr.Invalid, "body_form",
		"The body is not well-formed JSON.", "请求体不是合法的 JSON。")
	ErrBodySlow = apperr.Def(apperr.Invalid, "body_slow",
		"The body did not arrive in time.", "请求体接收超时。")
	ErrMediaType = apperr.Def(apperr.Invalid, "media_type",
		"Send the body as {type}.", "请求体的 Content-Type 应为 {type}。")
	ErrFilePart = apperr.Def(apperr.Invalid, "file_part",
		"Send one part named file.", "请上传一个名为 file 的文件。")
	ErrTextForm = apperr.Def(apperr.Invalid, "text_form",
		"A text holds a character that cannot be stored.", "文本中含有无法保存的字符。")
	ErrBusy = apperr.Def(apperr.Unavailable, "busy",
		"This took too long. Please try again.", "处理超时，请稍后重试。")
)

// What is wrong with one member or parameter.
var (
	ErrMemberMissing = apperr.Def(apperr.Invalid, "member_missing", "This is required.", "缺少必填项。")
	ErrMemberUnknown = apperr.Def(apperr.Invalid, "member_unknown", "There is no such member or parameter.", "不支持该字段或参数。")
	ErrMemberType    = apperr.Def(apperr.Invalid, "member_type", "Expected: {type}.", "类型应为 {type}。")
	ErrMemberChoice  = apperr.Def(apperr.Invalid, "member_choice", "Choose one of: {values}.", "可选值：{values}。")
	ErrMemberLow     = apperr.Def(apperr.Invalid, "member_low", "At least {min}.", "不能小于 {min}。")
	ErrMemberHigh    = apperr.Def(apperr.Invalid, "member_high", "At most {max}.", "不能大于 {max}。")
	ErrMemberShort   = apperr.Def(apperr.Invalid, "member_short", "At least {min} characters.", "至少 {min} 个字符。")
	ErrMemberLong    = apperr.Def(apperr.Invalid, "member_long", "At most {max} characters.", "最多 {max} 个字符。")
	ErrMemberFew     = apperr.Def(apperr.Invalid, "member_few", "At least {min} entries.", "至少 {min} 项。")
	ErrMemberMany    = apperr.Def(apperr.Invalid, "member_many", "At most {max} entries.", "最多 {max} 项。")
	ErrMemberForm    = apperr.Def(apperr.Invalid, "member_form", "This does not have the form: {form}.", "格式不正确，应为：{form}。")
	ErrMoveTarget    = apperr.Def(apperr.Invalid, "move_target", "Say either by or to.", "请提供 by 或 to 其中之一。")
	ErrReadTarget    = apperr.Def(apperr.Invalid, "read_target", "Say either ids or all.", "请提供 ids 或 all 其中之一。")
	ErrDuration      = apperr.Def(apperr.Invalid, "duration_form", "Use a duration such as 90s, 1h30m or 720h.", "请使用 90s、1h30m、720h 形式的时长。")
)

// memberErrors are those that any member or parameter may have.
func memberErrors() []*apperr.Error {
	return []*apperr.Error{ErrMemberMissing, ErrMemberUnknown, ErrMemberType, ErrMemberChoice, ErrMemberLow, ErrMemberHigh, ErrMemberShort,
		ErrMemberLong, ErrMemberFew, ErrMemberMany, ErrMemberForm, ErrNoOperation, ErrMethod}
}
