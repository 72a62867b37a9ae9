package api

import (
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

type breakdownView struct {
	Lines    []priceLineView `json:"lines" doc:"What the price is made of; empty for an order that is older than price plans."`
	List     moneyView       `json:"list" doc:"The list price."`
	Discount moneyView       `json:"discount" doc:"Taken off by a private offer or a resale discount."`
	Coupon   moneyView       `json:"coupon"`
	Cash     moneyView       `json:"cash" doc:"Paid by cash coupons."`
	Pay      moneyView       `json:"pay" doc:"list − discount − coupon − cash."`
	Applied  []reductionView `json:"applied,omitempty" doc:"What was taken off, in its order."`
	Skipped  []skippedView   `json:"skipped,omitempty" doc:"What does not count here, and why."`
}

type priceLineView struct {
	Kind        string     `json:"kind" enum:"base,attribute,opening,upgrade,expansion"`
	Code        string     `json:"code,omitempty" doc:"The SKU, or the code of the attribute."`
	Label       textView   `json:"label"`
	Computation []textView `json:"computation" doc:"How it comes about, step by step."`
	List        moneyView  `json:"list"`
	Pay         moneyView  `json:"pay"`
}

type reductionView struct {
	Kind   string    `json:"kind" enum:"private_offer,resale,coupon,cash_coupon"`
	ID     string    `json:"id"`
	Label  textView  `json:"label"`
	Amount moneyView `json:"amount"`
}

type skippedView struct {
	Kind string   `json:"kind" enum:"private_offer,resale,coupon,cash_coupon"`
	ID   string   `json:"id"`
	Why  textView `json:"why"`
}

func breakdownOf(b price.Breakdown) breakdownView {
	return breakdownView{
		Lines: all(b.Lines, func(l price.Line) priceLineView {
			zh, en := l.Computation(i18n.ZH), l.Computation(i18n.EN)
			v := priceLineView{Kind: string(l.Kind), Code: l.Code, Label: wordsOf(l.Label), List: moneyOf(l.List), Pay: moneyOf(l.Pay), Computation: make([]textView, len(zh))}
			for i := range zh {
				v.Computation[i] = textView{zh[i], en[i]}
			}
			return v
		}),
		List: moneyOf(b.List), Discount: moneyOf(b.Discount), Coupon: moneyOf(b.Coupon), Cash: moneyOf(b.Cash), Pay: moneyOf(b.Pay),
		Applied: all(b.Applied, func(r price.Reduction) reductionView {
			return reductionView{string(r.Kind), r.ID, wordsOf(r.Label), moneyOf(r.Amount)}
		}),
		Skipped: all(b.Skipped, func(s price.Skipped) skippedView { return skippedView{string(s.Kind), s.ID, wordsOf(s.Why)} }),
	}
}

func wordsOf(w price.Words) textView { return textView{w.In(i18n.ZH), w.In(i18n.EN)} }
