package store

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of the storefront's own.
var (
	ErrFormUnreadable = apperr.Def(apperr.Invalid, "order_form_unreadable",
		"The form did not arrive in one piece or is too large. Please fill it in again.", "表单未完整送达或内容过大，请重新填写。")
	// ErrFormUsed takes the place of order.ErrKeyReused for a person, who knows of no key.
	ErrFormUsed = apperr.Def(apperr.Conflict, "order_form_used",
		"This page has already placed an order, and you have changed it since. Order again if you want another one; your orders are in the buyer centre.",
		"本页面此前已提交过一笔订单，之后内容又有修改。如需再下一单，请再次提交；已有订单可在买家中心查看。")
)
