package catalog

import (
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/search"
)

// The fields that a search is narrowed by (business-rules 6.1). A new one is a line here, one in SearchFields and one in
// document.
const (
	FieldCategory = "category" // with the categories above it
	FieldSeller   = "seller"
	FieldDelivery = "delivery"
	FieldCharge   = "charge" // how it is paid for
	FieldPeriod   = "period" // what a price is for
)

// SearchFields are the fields of the search index.
func SearchFields() []search.Field {
	return []search.Field{{Name: FieldCategory, Suggest: true}, {Name: FieldSeller, Suggest: true}, {Name: FieldDelivery}, {Name: FieldCharge}, {Name: FieldPeriod}}
}

// Every product is delivered as SaaS and paid for a period so far.
const (
	DeliverySaaS = "saas"
	ChargePeriod = "period"
)

// maxIndexed is how much of an introduction can be found, in characters of its text.
const maxIndexed = 4000

// document is what a search knows of a product on sale.
func (s *Service) document(p onShelf) (search.Document, error) {
	c, err := decodeContent(p.content)
	if err != nil {
		return search.Document{}, err
	}
	d := search.Document{ID: p.ProductID, Name: p.Name, Published: p.PublishedAt.UnixMicro(), Price: p.From.Minor,
		Overview: []string{p.Overview.ZH, p.Overview.EN},
		Rest:     []string{plain(c.Introduction.ZH), plain(c.Introduction.EN), p.SellerName.ZH, p.SellerName.EN, c.Spec.Name.ZH, c.Spec.Name.EN},
		Values: map[string][]search.Value{FieldSeller: {{Code: p.SellerID, Label: p.SellerName}},
			FieldDelivery: {{Code: DeliverySaaS}}, FieldCharge: {{Code: ChargePeriod}}}}
	for _, h := range c.Highlights {
		d.Overview = append(d.Overview, h.ZH, h.EN)
	}
	for code := p.Category; code != ""; code = s.tree.byCode[code].Parent {
		name := s.tree.byCode[code].Name
		d.Tags = append(d.Tags, name.ZH, name.EN)
		d.Values[FieldCategory] = append(d.Values[FieldCategory], search.Value{Code: code, Label: name})
	}
	for _, k := range c.Spec.SKUs {
		d.Values[FieldPeriod] = append(d.Values[FieldPeriod], search.Value{Code: string(k.Period)})
	}
	return d, nil
}

func plain(html string) string {
	runes := []rune(richtext.Text(html))
	return string(runes[:min(len(runes), maxIndexed)])
}
