package notify

import (
	"errors"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// ErrMessageNotFound is a message that does not exist or belongs to somebody else.
var ErrMessageNotFound = apperr.Def(apperr.NotFound, "message_not_found",
	"There is no such message.", "消息不存在。")

// ErrRefused is wrapped by a Mailer's error when the mail will never be accepted: trying again is no use.
var ErrRefused = errors.New("notify: mail refused for good")

// ErrMailNotFound is a file that the folder of mails does not have.
var ErrMailNotFound = apperr.Def(apperr.NotFound, "mail_not_found",
	"There is no such mail.", "邮件不存在。")

// How an account is told.
var (
	ErrClassUnknown = apperr.Def(apperr.Invalid, "message_class_unknown",
		"There is no such class of messages.", "消息类别不存在。")
	ErrContactNotFound = apperr.Def(apperr.NotFound, "contact_not_found",
		"There is no such contact.", "消息接收人不存在。")
	ErrTooManyContacts = apperr.Def(apperr.FailedPrecondition, "too_many_contacts",
		"You have {max} contacts already. Remove one first.", "最多可添加 {max} 个消息接收人，请先删除一个。")
	ErrContactName = apperr.Def(apperr.Invalid, "contact_name",
		"Enter a name of at most {max} characters, in one line.", "请输入不超过 {max} 个字符的姓名。")
	ErrContactEmail = apperr.Def(apperr.Invalid, "contact_email",
		"This is not an e-mail address.", "邮箱地址格式不正确。")
	ErrContactPhone = apperr.Def(apperr.Invalid, "contact_phone",
		"A phone number has 5 to 20 digits, with + before the country code.", "手机号为 5～20 位数字，国家码前可加 +。")
	ErrContactAddress = apperr.Def(apperr.Invalid, "contact_address",
		"Give an e-mail address or a phone number.", "请至少填写邮箱或手机号。")
	ErrContactClasses = apperr.Def(apperr.Invalid, "contact_classes",
		"Choose at least one class of messages.", "请至少选择一类消息。")
)

// Texts of messages.
var (
	ErrEventUnknown = apperr.Def(apperr.NotFound, "message_event_unknown",
		"There is no such message.", "没有这种消息。")
	ErrTextRequired = apperr.Def(apperr.Invalid, "message_text_required",
		"Write a text.", "请填写内容。")
	ErrTextLong = apperr.Def(apperr.Invalid, "message_text_long",
		"At most {max} characters.", "最多 {max} 个字符。")
	ErrTextForm = apperr.Def(apperr.Invalid, "message_text_form",
		"A title and a text message have one line, and no text has control characters.", "标题和短信只能有一行，内容不能含有控制字符。")
	ErrTextPlaces = apperr.Def(apperr.Invalid, "message_text_places",
		"This message has no value {place}. It may use: {known}.", "此消息没有变量 {place}，可用变量：{known}。")
	ErrTextChanged = apperr.Def(apperr.Conflict, "message_text_changed",
		"Somebody changed this text meanwhile. Look at it again.", "该模板已被他人修改，请刷新后重试。")
)
