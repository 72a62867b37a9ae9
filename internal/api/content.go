package api

import (
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// PresentationView is what a buyer sees of a product (business-rules 4.4).
type PresentationView struct {
	Name         textView    `json:"name" required:"false" doc:"Name of the product."`
	Overview     textView    `json:"overview" required:"false" doc:"One or two sentences."`
	Introduction textView    `json:"introduction" required:"false" doc:"Rich text (HTML); sanitised when it is saved."`
	Terms        textView    `json:"terms" required:"false" doc:"The service agreement of the product (HTML); sanitised when it is saved."`
	Highlights   []textView  `json:"highlights" required:"false" maxItems:"20" doc:"Short points."`
	Logo         string      `json:"logo,omitempty" maxLength:"64" doc:"Id of an uploaded picture of 120×120." example:"blb_01kb3v0000000000000000000"`
	LogoURL      string      `json:"logo_url,omitempty" readOnly:"true" doc:"Path of the picture; not read when it is sent."`
	Category     string      `json:"category" required:"false" maxLength:"64" doc:"Code of a category that has none below it."`
	Guide        guideView   `json:"guide" required:"false" doc:"The user guide."`
	Support      supportView `json:"support" required:"false" doc:"After-sale service."`
	Spec         specView    `json:"spec" required:"false" doc:"What is bought."`
	Params       []paramView `json:"params" required:"false" maxItems:"20" doc:"What the buyer is asked for when ordering; at most 3."`
}

// contentView is what a seller writes about a product.
type contentView struct {
	PresentationView
	ProductionURL string `json:"production_url" required:"false" maxLength:"2048" doc:"The address on the seller's server that is called." example:"https://saas.example.com/produce"`
}

type guideView struct {
	Blob string `json:"blob" required:"false" maxLength:"64" doc:"Id of an uploaded file."`
	Name string `json:"name,omitempty" readOnly:"true" doc:"Name of the file; not read when it is sent."`
	URL  string `json:"url,omitempty" readOnly:"true" doc:"Path of the file; not read when it is sent."`
}

type supportView struct {
	Hours   textView `json:"hours" required:"false" doc:"When."`
	Content textView `json:"content" required:"false" doc:"What is covered."`
	Phone   string   `json:"phone" required:"false" maxLength:"64" doc:"Telephone number."`
	Email   string   `json:"email" required:"false" maxLength:"254" doc:"E-mail address."`
}

type specView struct {
	ID       string        `json:"id,omitempty" readOnly:"true" doc:"Given by the marketplace; the same over all versions."`
	Name     textView      `json:"name" required:"false" doc:"Name of the spec, in both languages."`
	Quantity *quantityView `json:"quantity,omitempty" doc:"The quantity attribute; without it one piece is bought."`
	Stock    *int64        `json:"stock,omitempty" doc:"Pieces at the first approval; left out: unlimited, for ever."`
	SKUs     []skuView     `json:"skus" required:"false" maxItems:"10" doc:"Prices: one per period unit."`
}

type quantityView struct {
	Name textView `json:"name" required:"false" doc:"What is counted, such as users."`
	Min  int64    `json:"min" doc:"Least."`
	Max  int64    `json:"max" doc:"Most."`
	Step int64    `json:"step" doc:"Allowed are min, min + step, …"`
}

type skuView struct {
	ID         string    `json:"id,omitempty" readOnly:"true" doc:"Given by the marketplace; the same over all versions."`
	Period     string    `json:"period" enum:"month,year" doc:"The period unit."`
	Price      moneyView `json:"price" doc:"Of one period of one piece."`
	MaxPeriods int       `json:"max_periods" doc:"The most periods in one order."`
}

type paramView struct {
	Code     string   `json:"code" required:"false" maxLength:"64" doc:"Name for programs."`
	Label    textView `json:"label" required:"false" doc:"Name for people."`
	Help     textView `json:"help" required:"false" doc:"A hint."`
	Required bool     `json:"required" required:"false" doc:"Whether the buyer must fill it in."`
	MaxLen   int      `json:"max_len" required:"false" doc:"The most characters."`
	Pattern  string   `json:"pattern,omitempty" maxLength:"2000" doc:"RE2 that the whole value must match."`
}

func presentationOf(c catalog.Content) PresentationView {
	v := PresentationView{Name: textOf(c.Name), Overview: textOf(c.Overview), Introduction: textOf(c.Introduction), Terms: textOf(c.Terms),
		Highlights: all(c.Highlights, textOf), Logo: c.Logo, LogoURL: fileURL(c.Logo), Category: c.Category,
		Guide:   guideView{c.Guide.Blob, c.Guide.Name, fileURL(c.Guide.Blob)},
		Support: supportView{textOf(c.Support.Hours), textOf(c.Support.Content), c.Support.Phone, c.Support.Email},
		Spec:    specView{ID: c.Spec.ID, Name: textOf(c.Spec.Name), Stock: c.Spec.Stock, SKUs: all(c.Spec.SKUs, skuOf)},
		Params: all(c.Params, func(p catalog.ExtParam) paramView {
			return paramView{p.Code, textOf(p.Label), textOf(p.Help), p.Required, p.MaxLen, p.Pattern}
		})}
	if q := c.Spec.Quantity; q != nil {
		v.Spec.Quantity = &quantityView{textOf(q.Name), q.Min, q.Max, q.Step}
	}
	return v
}

func skuOf(k catalog.SKU) skuView {
	return skuView{ID: k.ID, Period: string(k.Period), Price: moneyOf(k.Price), MaxPeriods: k.MaxPeriods}
}

func contentOf(c catalog.Content) contentView { return contentView{presentationOf(c), c.ProductionURL} }

func contentOrNil(c *catalog.Content) *contentView {
	if c == nil {
		return nil
	}
	v := contentOf(*c)
	return &v
}

func fileURL(id string) string {
	if id == "" {
		return ""
	}
	return blob.URL(id)
}

// content is what was sent, for the room. Ids of spec and SKUs belong to the marketplace and are not read.
func (v contentView) content() catalog.Content {
	c := catalog.Content{Name: v.Name.text(), Overview: v.Overview.text(), Introduction: v.Introduction.text(), Terms: v.Terms.text(),
		Highlights: all(v.Highlights, func(t textView) i18n.Text { return t.text() }), Logo: v.Logo, Category: v.Category,
		Guide:   catalog.Guide{Blob: v.Guide.Blob},
		Support: catalog.Support{Hours: v.Support.Hours.text(), Content: v.Support.Content.text(), Phone: v.Support.Phone, Email: v.Support.Email},
		Spec:    catalog.Spec{Name: v.Spec.Name.text(), Stock: v.Spec.Stock},
		Params: all(v.Params, func(p paramView) catalog.ExtParam {
			return catalog.ExtParam{Code: p.Code, Label: p.Label.text(), Help: p.Help.text(), Required: p.Required, MaxLen: p.MaxLen, Pattern: p.Pattern}
		}), ProductionURL: v.ProductionURL}
	if q := v.Spec.Quantity; q != nil {
		c.Spec.Quantity = &catalog.Quantity{Name: q.Name.text(), Min: q.Min, Max: q.Max, Step: q.Step}
	}
	for _, k := range v.Spec.SKUs {
		price, err := k.Price.amount()
		if err != nil {
			price = money.Amount{} // out of range like any other price that is not one: submitting names the field
		}
		c.Spec.SKUs = append(c.Spec.SKUs, catalog.SKU{Period: period.Unit(k.Period), Price: price, MaxPeriods: k.MaxPeriods})
	}
	return c
}
