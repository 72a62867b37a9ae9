package price

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of a quote.
var (
	ErrBadUnit = apperr.Def(apperr.Invalid, "bad_unit_price",
		"The unit price must not be negative.", "单价不能为负数。")
	ErrBadPeriods = apperr.Def(apperr.Invalid, "bad_periods",
		"Choose at least one month or year.", "购买时长至少为 1 个月或 1 年。")
	ErrBadQuantity = apperr.Def(apperr.Invalid, "bad_quantity",
		"Choose a quantity of at least 1.", "购买数量至少为 1。")
	ErrOutOfRange = apperr.Def(apperr.Invalid, "price_out_of_range",
		"The total is too large to be ordered at once. Choose a smaller quantity or a shorter time.",
		"总价超出单笔订单的上限，请减少数量或缩短时长。")
)
