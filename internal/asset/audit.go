package asset

import "github.com/souk-market/souk/internal/audit"

// What this room records, in the log of the seller.
var (
	didCreate  = audit.Def("asset.created", "Asset created", "新建资产")
	didSubmit  = audit.Def("asset.submitted", "Asset submitted to its scan", "提交资产扫描")
	didScan    = audit.Def("asset.scanned", "Asset scanned", "资产扫描完成")
	didAppeal  = audit.Def("asset.appealed", "Appeal against a scan", "资产扫描申诉")
	didApprove = audit.Def("asset.approved", "Asset approved by an operator", "资产人工判定通过")
	didReject  = audit.Def("asset.rejected", "Asset rejected by an operator", "资产人工判定驳回")
	didDelete  = audit.Def("asset.deleted", "Asset deleted", "删除资产")
)
