package wallet

import "github.com/souk-market/souk/internal/kernel/apperr"

// What the wallet refuses.
var (
	ErrInsufficientBalance = apperr.Def(apperr.FailedPrecondition, "insufficient_balance",
		"The balance of your wallet is not enough. Top up and try again.", "钱包余额不足，请充值后重试。")
	ErrEscrowShort = apperr.Def(apperr.FailedPrecondition, "escrow_short",
		"The order does not hold that much money any more.", "该订单的担保资金不足，无法退回。")
	ErrAmountNegative = apperr.Def(apperr.Internal, "wallet_amount_negative",
		"The amount is below zero. Nothing was moved.", "金额不能为负数，资金未变动。")

	ErrTopUpNotFound = apperr.Def(apperr.NotFound, "top_up_not_found",
		"There is no such top-up.", "充值记录不存在。")
	ErrTopUpState = apperr.Def(apperr.FailedPrecondition, "top_up_state",
		"This is no longer possible: the top-up has moved on. Reload the page to see where it stands.",
		"充值状态已变化，无法执行该操作，请刷新页面查看最新状态。")
	ErrIdempotencyReused = apperr.Def(apperr.Conflict, "top_up_key_reused",
		"This request key was used before for another top-up.", "该请求标识已用于另一笔充值，请更换后重试。")
	ErrKeyTooLong = apperr.Def(apperr.Invalid, "top_up_key_too_long",
		"The request key may have at most {max} characters.", "请求标识不能超过 {max} 个字符。")
	ErrMethod = apperr.Def(apperr.Invalid, "top_up_method",
		"Choose how to pay: online or by bank transfer.", "请选择充值方式：在线支付或银行转账。")
	ErrBack = apperr.Def(apperr.Invalid, "top_up_back",
		"The page to return to must be one of this site.", "返回地址必须是本站页面。")
	ErrAmountMissing = apperr.Def(apperr.Invalid, "amount_missing",
		"Enter the amount.", "请填写金额。")
	ErrAmountForm = apperr.Def(apperr.Invalid, "amount_form",
		"Enter an amount such as 100 or 100.50, with at most two decimals.", "金额格式不正确，请填写数字，最多两位小数，例如 100 或 100.50。")
	ErrAmountRange = apperr.Def(apperr.Invalid, "amount_range",
		"The amount must be between {min} and {max}.", "金额须在 {min} 至 {max} 之间。")

	ErrGatewayOff = apperr.Def(apperr.FailedPrecondition, "gateway_off",
		"Online payment is not available here. Please pay by bank transfer.", "暂不支持在线支付，请使用银行转账。")
	ErrGatewayUnavailable = apperr.Def(apperr.Unavailable, "gateway_unavailable",
		"The payment page cannot be opened just now. Your top-up is kept; try again in a minute.",
		"暂时无法打开支付页面，充值记录已保留，请稍后重试。")
	ErrSignature = apperr.Def(apperr.Forbidden, "gateway_signature",
		"The payment message is not signed by the payment gateway.", "支付消息签名校验失败。")
	ErrAmountMismatch = apperr.Def(apperr.Conflict, "gateway_amount_mismatch",
		"The payment message names another amount than the top-up. Nothing was credited; the operator has been told.",
		"支付金额与充值金额不一致，未入账，已记录待运营人员核查。")

	ErrBankReferenceMissing = apperr.Def(apperr.Invalid, "bank_reference_missing",
		"Enter the reference number on your bank receipt.", "请填写银行回单上的流水号。")
	ErrBankReferenceForm = apperr.Def(apperr.Invalid, "bank_reference_form",
		"A bank reference has letters, digits and hyphens, at most {max}.", "银行流水号只能包含字母、数字和连字符，最多 {max} 位。")
	ErrBankReferenceUsed = apperr.Def(apperr.Conflict, "bank_reference_used",
		"This bank reference was already credited to a top-up.", "该银行流水号已入账，不能重复确认。")
	ErrNoteMissing = apperr.Def(apperr.Invalid, "note_missing",
		"The received amount differs from the announced one. Say why in the note.", "实收金额与申请金额不一致，请填写备注说明原因。")
	ErrReasonMissing = apperr.Def(apperr.Invalid, "reason_missing",
		"Say why, so that the buyer knows what to do.", "请填写驳回原因，便于买家处理。")
	ErrTextTooLong = apperr.Def(apperr.Invalid, "text_too_long",
		"At most {max} characters.", "不能超过 {max} 个字符。")
)
