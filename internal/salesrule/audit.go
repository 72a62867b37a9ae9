package salesrule

import "github.com/souk-market/souk/internal/audit"

// What this room records, in the log of the seller.
var (
	didSetTarget  = audit.Def("salesrule.target_set", "Sales target set", "设置销售对象")
	didSetLimits  = audit.Def("salesrule.limits_set", "Purchase limits set", "设置限购")
	didSetTrials  = audit.Def("salesrule.trials_set", "Trial lists set", "设置试用名单")
	didSetCredit  = audit.Def("salesrule.credit_set", "Credit control set", "设置信控")
	didAddUsers   = audit.Def("salesrule.customers_added", "Customers added to a list", "添加指定客户")
	didRemoveUser = audit.Def("salesrule.customer_removed", "Customer removed from a list", "移除指定客户")
)
