package notify

import "github.com/souk-market/souk/internal/kernel/i18n"

// Classes of messages (business-rules 12.5).
const (
	ClassOpened   = 101 // a product was opened
	ClassReleased = 103
	ClassReminder = 501
	ClassOther    = 901
)

// Class describes a class of messages.
type Class struct {
	Code       int
	Name, Note i18n.Text
}

// Classes are all classes, in the order of the settings.
func Classes() []Class {
	return []Class{
		{ClassOpened, i18n.Text{ZH: "商品开通", EN: "Product opened"}, i18n.Text{ZH: "商品已开通，或卖出的商品已为客户开通", EN: "A product you bought or sold was opened"}},
		{ClassReleased, i18n.Text{ZH: "资源释放", EN: "Resource released"}, i18n.Text{ZH: "冻结、到期与释放", EN: "Freezing, expiry and release"}},
		{ClassReminder, i18n.Text{ZH: "运维提醒", EN: "Operations"}, i18n.Text{ZH: "接口调用失败、库存不足等需要处理的情况", EN: "What needs action, such as failed calls or low stock"}},
		{ClassOther, i18n.Text{ZH: "其他消息", EN: "Everything else"}, i18n.Text{ZH: "审核结果、支付、账号安全等", EN: "Review results, payments, account security"}},
	}
}

func isClass(code int) bool {
	for _, c := range Classes() {
		if c.Code == code {
			return true
		}
	}
	return false
}
