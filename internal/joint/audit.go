package joint

import "github.com/souk-market/souk/internal/audit"

// What this room records, in the log of the seller.
var (
	didSubmitPlan  = audit.Def("joint.plan_submitted", "Business plan handed in", "提交商业规划")
	didApprovePlan = audit.Def("joint.plan_approved", "Business plan approved", "商业规划审批通过")
	didRejectPlan  = audit.Def("joint.plan_rejected", "Business plan rejected", "商业规划审批驳回")
)
