package seller

import "github.com/souk-market/souk/internal/audit"

// What is recorded of standing, penalties and leaving.
var (
	auditLevelSet         = audit.Def("seller.level_set", "Level of a seller set", "设置商家等级")
	auditDepositSet       = audit.Def("seller.deposit_set", "Deposit of a seller set", "设置商家保证金")
	auditDepositForfeited = audit.Def("seller.deposit_forfeited", "Deposit of a seller forfeited", "扣除商家全部保证金")
	auditHardwareSet      = audit.Def("seller.hardware_set", "Whitelist of hardware changed", "变更硬件白名单")
	auditUploadsRaised    = audit.Def("seller.uploads_raised", "Upload limit of a seller raised", "提高商家每日上传额度")
	auditUploadsEnded     = audit.Def("seller.uploads_ended", "Raised upload limit of a seller ended", "结束商家提高的上传额度")
	auditPointsTaken      = audit.Def("seller.points_taken", "Points taken from a seller", "商家扣分")
	auditPointsReturned   = audit.Def("seller.points_returned", "Points given back to a seller", "撤销商家扣分")
	auditPenalised        = audit.Def("seller.penalised", "Seller punished", "处罚商家")
	auditPenaltyRevoked   = audit.Def("seller.penalty_revoked", "Penalty taken back", "撤销商家处罚")
	auditPenaltyEnded     = audit.Def("seller.penalty_ended", "Penalty ended", "商家处罚到期")
	auditExitRequested    = audit.Def("seller.exit_requested", "Asked to leave as a seller", "申请退出云商店")
	auditExitWithdrawn    = audit.Def("seller.exit_withdrawn", "Request to leave taken back", "撤回退出申请")
	auditExitConfirmed    = audit.Def("seller.exit_confirmed", "Request to leave confirmed", "确认商家退出")
	auditExitRefused      = audit.Def("seller.exit_refused", "Request to leave refused", "驳回商家退出申请")
)
