package realname

import "github.com/souk-market/souk/internal/audit"

// What the room records.
var (
	auditSubmitted = audit.Def("realname.submitted", "Real-name verification submitted", "提交实名认证")
	auditWithdrawn = audit.Def("realname.withdrawn", "Real-name verification withdrawn", "撤回实名认证")
	auditApproved  = audit.Def("realname.approved", "Real-name verification approved", "实名认证通过")
	auditRejected  = audit.Def("realname.rejected", "Real-name verification rejected", "实名认证驳回")
	auditClaimed   = audit.Def("realname.claimed", "Real-name verification assigned", "领取实名认证审核")
	auditLooked    = audit.Def("realname.document_viewed", "Identity document viewed", "查看证件文件")
	auditBegun     = audit.Def("realname.begun", "Real-name verification begun", "开始填写实名认证")
)
