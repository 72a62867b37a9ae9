package ledger

import "github.com/souk-market/souk/internal/kernel/apperr"

// What PostTx refuses.
var (
	ErrDuplicate = apperr.Def(apperr.Conflict, "ledger_duplicate",
		"This movement of money has already been booked.", "该笔资金变动已经记账。")
	ErrUnbalanced = apperr.Def(apperr.Internal, "ledger_unbalanced",
		"The movement of money does not balance. Nothing was booked.", "资金变动借贷不平，未记账。")
	ErrMalformed = apperr.Def(apperr.Internal, "ledger_malformed",
		"The movement of money is incomplete. Nothing was booked.", "资金变动信息不完整，未记账。")
	ErrHeadLost = apperr.Def(apperr.Internal, "ledger_head_lost",
		"The ledger's chain is damaged, so nothing can be booked. The operator has to run souk doctor --ledger.",
		"账本链已损坏，暂时无法记账。请运营人员执行 souk doctor --ledger 检查。")
)
