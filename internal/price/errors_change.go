package price

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of changes, ratings and refunds (business-rules 6.9, 8.1; open-apis B6).
var (
	ErrDays = apperr.Def(apperr.Invalid, "bad_days",
		"The days must be from 0 to {total}, the days of the term.", "天数须为 0 至周期总天数（{total}）。")
	ErrDowngrade = apperr.Def(apperr.Invalid, "downgrade",
		"This is cheaper than what you have. Only upgrades are offered.", "目标规格价格低于当前规格，仅支持升级。")
	ErrReduction = apperr.Def(apperr.Invalid, "quantity_reduction",
		"{name} can only grow.", "{name}只能增加。")
	ErrExpansionStep = apperr.Def(apperr.Invalid, "expansion_step",
		"{name} grows in steps of {step}.", "{name}须按步长 {step} 扩容。")
	ErrExpansionOnly = apperr.Def(apperr.Invalid, "expansion_only",
		"An expansion changes quantities only.", "扩容只能增加数量，不能更换规格或件数。")
	ErrNothingAdded = apperr.Def(apperr.Invalid, "nothing_added",
		"Raise at least one quantity.", "请至少增加一项数量。")
	ErrStopQuota = apperr.Def(apperr.Invalid, "stop_package_quota",
		"The usage of a stop-when-used-up package names exactly one package.", "用完即停套餐包的用量须且只能对应一个套餐包。")
	ErrRefundKind = apperr.Def(apperr.Invalid, "refund_kind",
		"This kind of refund does not exist.", "不支持的退订类型。")
	ErrRefundTerms = apperr.Def(apperr.Invalid, "refund_terms",
		"There is nothing to refund.", "没有可退订的周期。")
	ErrRefundNegative = apperr.Def(apperr.Invalid, "refund_negative",
		"What was paid must not be negative.", "实付金额不能为负数。")
	ErrRefundAsked = apperr.Def(apperr.Invalid, "refund_asked",
		"Ask for more than 0 and at most {max}, what was paid.", "退款金额须大于 0 且不超过实付金额 {max}。")
)
