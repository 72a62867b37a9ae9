package seller

import "github.com/souk-market/souk/internal/audit"

// What is recorded of changes, support, partner plans and certificates.
var (
	auditChangeSaved     = audit.Def("seller.change_saved", "Change of seller information saved", "保存商家信息变更")
	auditChangeSubmitted = audit.Def("seller.change_submitted", "Change of seller information submitted", "提交商家信息变更")
	auditChangeWithdrawn = audit.Def("seller.change_withdrawn", "Change of seller information withdrawn", "撤回商家信息变更")
	auditChangeAssigned  = audit.Def("seller.change_assigned", "Change of seller information taken over", "认领商家信息变更")
	auditChangeApproved  = audit.Def("seller.change_approved", "Change of seller information approved", "商家信息变更审核通过")
	auditChangeRejected  = audit.Def("seller.change_rejected", "Change of seller information rejected", "商家信息变更被驳回")
	auditPresaleSet      = audit.Def("seller.presale_set", "Pre-sale line changed", "修改售前接待设置")
	auditTicketsSet      = audit.Def("seller.tickets_set", "Reception of tickets changed", "修改工单接收设置")
	auditGroupSaved      = audit.Def("seller.group_saved", "After-sale group saved", "保存售后客服组")
	auditGroupRemoved    = audit.Def("seller.group_removed", "After-sale group removed", "删除售后客服组")
	auditPlanJoined      = audit.Def("seller.plan_joined", "Partner plan joined", "加入伙伴计划")

	auditCertificateRevoked = audit.Def("seller.certificate_revoked", "Technical certificate revoked", "撤销技术认证证书")
)
