package catalog

import (
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// oldSpec is how a content of the first form, before it had price plans, stores its one spec: a linear price for each period
// unit. An approved version never changes, so it is read as a plan for ever.
type oldSpec struct {
	ID       string    `json:"id"`
	Name     i18n.Text `json:"name"`
	Stock    *int64    `json:"stock"`
	Quantity *struct {
		Name i18n.Text `json:"name"`
		Min  int64     `json:"min"`
		Max  int64     `json:"max"`
		Step int64     `json:"step"`
	} `json:"quantity"`
	SKUs []struct {
		ID         string       `json:"id"`
		Period     period.Unit  `json:"period"`
		Price      money.Amount `json:"price"`
		MaxPeriods int          `json:"max_periods"`
	} `json:"skus"`
}

// oldQuantity is the code of the attribute that stands for the quantity of the first form.
const oldQuantity = "quantity"

// spec is the same as a plan with one SKU, which keeps the id of the first price.
func (o oldSpec) spec() Spec {
	plan := price.Plan{Currency: "CNY", Charge: price.ChargePeriod}
	sku := price.SKU{Prices: map[period.Unit]price.Decimal{}}
	linear := map[period.Unit]price.Model{}
	for _, k := range o.SKUs {
		if sku.ID == "" {
			sku.ID = k.ID
		}
		plan.Terms = append(plan.Terms, price.TermRange{Unit: k.Period, Max: k.MaxPeriods})
		each := price.FromMoney(k.Price)
		sku.Prices[k.Period] = each
		if o.Quantity != nil {
			sku.Prices[k.Period] = price.Decimal{}
			linear[k.Period] = price.Model{Kind: price.ModelLinear, Price: each}
		}
	}
	if q := o.Quantity; q != nil {
		plan.Attributes = []price.Attribute{{Code: oldQuantity, Name: q.Name, Kind: price.Quantity, Min: q.Min, Max: q.Max, Step: max(q.Step, 1), Prices: linear}}
	}
	if len(o.SKUs) > 0 {
		plan.SKUs = []price.SKU{sku}
	}
	return Spec{ID: o.ID, Name: o.Name, Stock: o.Stock, Plan: plan}
}
