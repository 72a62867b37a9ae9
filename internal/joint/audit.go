package joint

import "github.com/souk-market/souk/internal/audit"

// What this room records, in the log of the seller.
var (
	didSubmitPlan  = audit.Def("joint.plan_submitted", "Business plan handed in", "提交商业规划")
	didApprovePlan = audit.Def("joint.plan_approved", "Business plan approved", "商业规划审批通过")
	didRejectPlan  = audit.Def("joint.plan_rejected", "Business plan rejected", "商业规划审批驳回")

	didBeginCertification  = audit.Def("joint.certification_begun", "Joint certification begun", "新建联营认证")
	didSubmitCertification = audit.Def("joint.certification_submitted", "Joint certification handed in", "提交联营认证")
	didDockCertification   = audit.Def("joint.certification_docked", "Evidence of technical docking handed in", "提交技术对接材料")
	didPassCertification   = audit.Def("joint.certification_passed", "Review of a joint certification passed", "联营认证审核通过")
	didRejectCertification = audit.Def("joint.certification_rejected", "Joint certification rejected", "联营认证驳回")
	didClaimCertification  = audit.Def("joint.certification_used", "Product published by its joint certification", "使用联营认证发布商品")
)
