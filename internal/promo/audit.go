package promo

import "github.com/souk-market/souk/internal/audit"

// What this room records.
var (
	didSaveBatch     = audit.Def("promo.coupon_saved", "Coupon saved", "保存代金券")
	didPublishBatch  = audit.Def("promo.coupon_published", "Coupon published", "发布代金券")
	didSubmitBatch   = audit.Def("promo.coupon_submitted", "Coupon handed in for review", "提交代金券审核")
	didWithdrawBatch = audit.Def("promo.coupon_withdrawn", "Coupon taken back from review", "撤回代金券审核")
	didApproveBatch  = audit.Def("promo.coupon_approved", "Coupon approved", "代金券审核通过")
	didRejectBatch   = audit.Def("promo.coupon_rejected", "Coupon rejected", "代金券审核驳回")
	didVoidBatch     = audit.Def("promo.coupon_voided", "Coupon voided", "作废代金券")
	didEndBatch      = audit.Def("promo.coupon_ended", "Coupon ended", "代金券到期结束")
	didCollect       = audit.Def("promo.coupon_collected", "Coupon collected", "领取代金券")

	didCreateOffer  = audit.Def("promo.offer_created", "Private offer created", "创建专属优惠")
	didRevokeOffer  = audit.Def("promo.offer_revoked", "Private offer revoked", "撤销专属优惠")
	didApproveOffer = audit.Def("promo.offer_approved", "Private offer approved", "专属优惠审批通过")
	didRejectOffer  = audit.Def("promo.offer_rejected", "Private offer rejected", "专属优惠审批驳回")
	didExpireOffer  = audit.Def("promo.offer_expired", "Private offer expired", "专属优惠到期")

	didAuthoriseResale  = audit.Def("promo.resale_authorised", "Resale discount authorised", "转售折扣授权")
	didModifyResale     = audit.Def("promo.resale_modified", "Resale discount changed", "修改转售授权折扣")
	didInvalidateResale = audit.Def("promo.resale_invalidated", "Resale discount ended", "终止转售授权折扣")
	didApproveResale    = audit.Def("promo.resale_approved", "Resale discount approved", "转售授权折扣审批通过")
	didRejectResale     = audit.Def("promo.resale_rejected", "Resale discount rejected", "转售授权折扣审批驳回")

	didIssueCash   = audit.Def("promo.cash_issued", "Cash coupon issued", "发放现金券")
	didVoidCash    = audit.Def("promo.cash_voided", "Cash coupon taken back", "作废现金券")
	didExpireCash  = audit.Def("promo.cash_expired", "Cash coupon expired", "现金券到期")
	didSetRules    = audit.Def("promo.rules_set", "Rules of discounts set", "设置优惠规则")
	didAddReseller = audit.Def("promo.reseller_added", "Reseller added", "添加经销商")
	didEndReseller = audit.Def("promo.reseller_removed", "Reseller removed", "移除经销商")
)
