package testgateway

import "github.com/souk-market/souk/internal/kernel/i18n"

// The texts of the page.
var (
	textTitle    = i18n.Text{ZH: "测试支付", EN: "Test payment"}
	textNote     = i18n.Text{ZH: "这是测试支付网关，不会产生真实扣款。", EN: "This is a test gateway: no real money is taken."}
	textOrder    = i18n.Text{ZH: "充值单号", EN: "Top-up"}
	textExpires  = i18n.Text{ZH: "支付截止时间", EN: "Pay before"}
	textApprove  = i18n.Text{ZH: "确认支付", EN: "Approve payment"}
	textDecline  = i18n.Text{ZH: "拒绝支付", EN: "Decline payment"}
	textPaid     = i18n.Text{ZH: "该笔支付已完成。", EN: "This payment is done."}
	textDeclined = i18n.Text{ZH: "该笔支付已被拒绝。", EN: "This payment was declined."}
	textExpired  = i18n.Text{ZH: "支付已超时，请返回商户重新发起充值。", EN: "The time to pay is over. Go back and start a new top-up."}
	textBack     = i18n.Text{ZH: "返回商户", EN: "Back to the marketplace"}
	textInvalid  = i18n.Text{ZH: "支付链接无效，请返回商户重新发起充值。", EN: "This payment link is not valid. Go back and start a new top-up."}
	textChoose   = i18n.Text{ZH: "请选择确认支付或拒绝支付。", EN: "Choose to approve or to decline."}
	textTrouble  = i18n.Text{ZH: "系统繁忙，请稍后重试。", EN: "Something went wrong. Please try again."}
)
