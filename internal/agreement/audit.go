package agreement

import "github.com/souk-market/souk/internal/audit"

// What the room records.
var (
	auditSigned    = audit.Def("agreement.signed", "Agreement accepted", "同意协议")
	auditPublished = audit.Def("agreement.published", "Agreement version published", "发布协议版本")
	auditWithdrawn = audit.Def("agreement.withdrawn", "Announced agreement version withdrawn", "撤回预告的协议版本")
)
