package wallet

import "github.com/souk-market/souk/internal/audit"

// What this room records, in the log of the account whose wallet it is.
var (
	didTopUp   = audit.Def("wallet.topup_opened", "Top-up begun", "发起充值")
	didSubmit  = audit.Def("wallet.transfer_submitted", "Bank transfer announced", "提交转账信息")
	didConfirm = audit.Def("wallet.transfer_confirmed", "Bank transfer confirmed", "确认银行转账到账")
	didReject  = audit.Def("wallet.transfer_rejected", "Bank transfer rejected", "驳回银行转账")
	didCancel  = audit.Def("wallet.topup_cancelled", "Top-up cancelled", "取消充值")
)

// actions are what the events of a top-up are called in the log; those that are not there are told by
// gateways, or pass by themselves.
func actions() map[string]audit.Action {
	return map[string]audit.Action{eventSubmit: didSubmit, eventConfirm: didConfirm, eventReject: didReject, eventCancel: didCancel}
}

// change is what the log says of a top-up that moved.
func (t TopUp) change(action audit.Action, from State) audit.Change {
	after := map[string]any{"state": t.State, "method": t.Method, "amount": t.Amount}
	if t.Credited() {
		after["received"] = t.Received
	}
	if t.BankReference != "" {
		after["bank_reference"] = t.BankReference
	}
	c := audit.Change{Action: action, AccountID: t.AccountID, Object: t.ID, After: after, Reason: t.Reason}
	if from != "" {
		c.Before = map[string]any{"state": from}
	}
	return c
}
