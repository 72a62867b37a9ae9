package call

import "github.com/souk-market/souk/internal/kernel/apperr"

// What can go wrong for people who look at calls or press a button.
var (
	ErrCallNotFound = apperr.Def(apperr.NotFound, "call_not_found",
		"There is no such call.", "未找到该接口消息。")
	ErrNotRestartable = apperr.Def(apperr.FailedPrecondition, "call_not_restartable",
		"This call has ended and cannot be restarted. After the window of an opening, the order was refunded: the buyer has to order again.",
		"该调用已结束，不能重新启动。开通窗口期结束后订单已自动退款，买家需要重新下单。")
	ErrRunning = apperr.Def(apperr.Conflict, "call_running",
		"An attempt is running right now. Wait for its result.", "正在调用中，请等待本次结果。")
	ErrKeyNotFound = apperr.Def(apperr.NotFound, "key_not_found",
		"There is no such interface key.", "未找到该接口密钥。")
	ErrKeyState = apperr.Def(apperr.FailedPrecondition, "key_state",
		"The key is no longer in the state that this needs. Reload the page.", "密钥状态已变化，请刷新页面。")
	ErrKeyPendingExists = apperr.Def(apperr.Conflict, "key_pending_exists",
		"A new key is already waiting to be activated. Activate or discard it first.", "已有待启用的新密钥，请先启用或废弃它。")
	ErrNoKey = apperr.Def(apperr.FailedPrecondition, "no_interface_key",
		"Create an interface key first: without it no call can be signed.", "请先创建接口密钥，否则无法对调用签名。")
	ErrSellerUnavailable = apperr.Def(apperr.Unavailable, "seller_unavailable",
		"The seller's server did not answer as it should. Please try again in a minute.", "商家服务暂时没有正确响应，请稍后重试。")
)
