package catalog

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/price"
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
	FieldTrial    = "trial"  // whether any spec can be tried
	FieldRegion   = "region" // where its buyers may be registered (business-rules 4.12)
	FieldTag      = "tag"
)

// SearchFields are the fields of the search index.
func SearchFields() []search.Field {
	return []search.Field{{Name: FieldCategory, Suggest: true}, {Name: FieldSeller, Suggest: true}, {Name: FieldDelivery}, {Name: FieldCharge}, {Name: FieldPeriod}, {Name: FieldTrial}, {Name: FieldRegion}, {Name: FieldTag}}
}

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
		Rest:     []string{plain(c.Introduction.ZH), plain(c.Introduction.EN), p.SellerName.ZH, p.SellerName.EN},
		Values:   map[string][]search.Value{FieldSeller: {{Code: p.SellerID, Label: p.SellerName}}, FieldDelivery: {{Code: string(c.Delivery), Label: c.Delivery.Name()}}}}
	if p.FromUnit == "" { // all of it is charged by use: nothing is paid before, and what a month costs depends on who uses it
		d.Price = search.Unpriced
	}
	d.Tags = append(d.Tags, c.Delivery.Name().ZH, c.Delivery.Name().EN)
	for _, code := range c.Tags {
		name := optionsName(tagOptions(), code)
		d.Tags = append(d.Tags, name.ZH, name.EN)
		d.Values[FieldTag] = append(d.Values[FieldTag], search.Value{Code: code, Label: name})
	}
	for _, r := range SalesRegions() {
		if slices.Contains(soldIn(c.Regions), r.Code) {
			d.Values[FieldRegion] = append(d.Values[FieldRegion], search.Value{Code: r.Code, Label: r.Name})
		}
	}
	d.Rest = append(d.Rest, c.SEO.Keywords.ZH, c.SEO.Keywords.EN)
	for _, h := range c.Highlights {
		d.Overview = append(d.Overview, h.ZH, h.EN)
	}
	for code := p.Category; code != ""; code = s.tree.byCode[code].Parent {
		name := s.tree.byCode[code].Name
		d.Tags = append(d.Tags, name.ZH, name.EN)
		d.Values[FieldCategory] = append(d.Values[FieldCategory], search.Value{Code: code, Label: name})
	}
	for _, spec := range p.gone.of(c).Offered("") {
		d.Rest = append(d.Rest, spec.Name.ZH, spec.Name.EN)
		add(&d, FieldCharge, string(spec.Plan.Charge))
		if spec.Trial > 0 {
			add(&d, FieldTrial, "yes")
		}
		for _, r := range spec.Plan.Terms {
			if r.Unit != price.Once {
				add(&d, FieldPeriod, string(r.Unit))
			}
		}
	}
	return d, nil
}

// add gives a document a value of a field, once.
func add(d *search.Document, field, code string) {
	v := search.Value{Code: code}
	if !slices.Contains(d.Values[field], v) {
		d.Values[field] = append(d.Values[field], v)
	}
}

func plain(html string) string {
	runes := []rune(richtext.Text(html))
	return string(runes[:min(len(runes), maxIndexed)])
}
