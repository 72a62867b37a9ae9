package notify

import "github.com/souk-market/souk/internal/audit"

// What the room writes into the audit log.
var (
	ActionChannels       = audit.Def("notify.channels_changed", "Channels of messages changed", "修改消息接收方式")
	ActionContactSaved   = audit.Def("notify.contact_saved", "Contact for messages saved", "保存消息接收人")
	ActionContactRemoved = audit.Def("notify.contact_removed", "Contact for messages removed", "删除消息接收人")
	ActionTextsChanged   = audit.Def("notify.texts_changed", "Texts of a message changed", "修改消息模板")
	ActionTextsReverted  = audit.Def("notify.texts_reverted", "Texts of a message set back", "恢复默认消息模板")
)
