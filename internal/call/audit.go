package call

import "github.com/souk-market/souk/internal/audit"

// What this room records, in the log of the seller.
var (
	didCreateKey   = audit.Def("call.key_created", "Interface key created", "创建接口密钥")
	didActivateKey = audit.Def("call.key_activated", "Interface key exchanged", "启用新接口密钥")
	didDiscardKey  = audit.Def("call.key_discarded", "Interface key discarded", "废弃接口密钥")
	didRestart     = audit.Def("call.restarted", "Interface call started again", "重新启动接口调用")
)

// change is what the log says of a key: its last characters, never the key.
func (k Key) change(action audit.Action, accountID string) audit.Change {
	return audit.Change{Action: action, AccountID: accountID, Object: k.ID, After: map[string]any{"state": k.State, "hint": "…" + k.Hint}}
}
