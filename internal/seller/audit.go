package seller

import "github.com/souk-market/souk/internal/audit"

// What this room records.
var (
	auditEntrySaved     = audit.Def("seller.entry_saved", "Entry application saved", "保存入驻申请")
	auditEntrySubmitted = audit.Def("seller.entry_submitted", "Entry application submitted", "提交入驻申请")
	auditEntryWithdrawn = audit.Def("seller.entry_withdrawn", "Entry application withdrawn", "撤回入驻申请")
	auditEntryAssigned  = audit.Def("seller.entry_assigned", "Entry application taken over", "认领入驻申请")
	auditEntryChecked   = audit.Def("seller.entry_checked", "Entry application checked", "核对入驻申请")
	auditEntryApproved  = audit.Def("seller.entry_approved", "Entry application approved", "入驻申请审核通过")
	auditEntryRejected  = audit.Def("seller.entry_rejected", "Entry application rejected", "入驻申请被驳回")
	auditEntryExpelled  = audit.Def("seller.entry_expelled", "Seller expelled", "清退商家")
	auditEntryExited    = audit.Def("seller.entry_exited", "Seller left", "商家退出")
	auditDocumentSeen   = audit.Def("seller.document_seen", "Document of a seller looked at", "查看商家资料文件")

	auditCertificationSaved     = audit.Def("seller.certification_saved", "Business certification saved", "保存商业信息认证")
	auditTransferRequested      = audit.Def("seller.test_transfer_requested", "Test transfer asked for", "申请认证打款")
	auditTransferSent           = audit.Def("seller.test_transfer_sent", "Test transfer sent", "认证打款已汇出")
	auditCertificationSubmitted = audit.Def("seller.certification_submitted", "Business certification submitted", "提交商业信息认证")
	auditAmountWrong            = audit.Def("seller.test_transfer_mismatch", "Wrong amount of the test transfer", "认证打款金额填写错误")
	auditCertificationAssigned  = audit.Def("seller.certification_assigned", "Business certification taken over", "认领商业信息认证")
	auditCertificationApproved  = audit.Def("seller.certification_approved", "Business certification approved", "商业信息认证通过")
	auditCertificationRejected  = audit.Def("seller.certification_rejected", "Business certification rejected", "商业信息认证被驳回")
	auditUnlockRequested        = audit.Def("seller.certification_unlock_requested", "Unlocking of the certification asked for", "申请解锁商业信息认证")
	auditCertificationUnlocked  = audit.Def("seller.certification_unlocked", "Business certification unlocked", "解锁商业信息认证")
	auditFinanceChanged         = audit.Def("seller.finance_contact_changed", "Finance contact changed", "修改财务联系人")
	auditBankSeen               = audit.Def("seller.bank_account_seen", "Bank account looked at", "查看银行账号")
)
