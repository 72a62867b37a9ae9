package api

import "github.com/souk-market/souk/internal/price"

type factorView struct {
	Code  string     `json:"code" required:"false" maxLength:"64" doc:"Name for programs."`
	Name  textView   `json:"name" required:"false" doc:"What is measured."`
	Items []itemView `json:"items" required:"false" maxItems:"50" doc:"At most 50 in all factors."`
}

type itemView struct {
	Code         string    `json:"code" required:"false" maxLength:"64" doc:"Name that usage is reported under."`
	Name         textView  `json:"name" required:"false" doc:"Name for people."`
	Unit         *textView `json:"unit,omitempty" doc:"Such as minutes."`
	Cycle        string    `json:"cycle" enum:"hour,day,month" doc:"How often it is charged."`
	Accumulation string    `json:"accumulation,omitempty" enum:"hour,day,month,year" doc:"Of a step: over how long the use adds up."`
	Model        modelView `json:"model" doc:"Fixed: each unit at one price. Step and tier: brackets without an end."`
}

type packageView struct {
	Reset    string      `json:"reset" enum:"never,hour,day,week,month,year" doc:"When the quota is given again."`
	Contents []quotaView `json:"contents" maxItems:"50" doc:"What it holds; one is usual."`
}

type quotaView struct {
	Item     string `json:"item" maxLength:"64" doc:"A charging item of the on-demand spec; of a package of calls a name such as calls."`
	Quantity string `json:"quantity" maxLength:"40" doc:"At most 4 decimals." example:"600"`
}

func factorsOf(list []price.Factor) []factorView {
	return all(list, func(x price.Factor) factorView {
		return factorView{x.Code, textOf(x.Name), all(x.Items, func(i price.Item) itemView {
			return itemView{i.Code, textOf(i.Name), textOrNil(i.Unit), string(i.Cycle), string(i.Accumulation), modelOf(i.Model)}
		})}
	})
}

func packageOf(p *price.Package) *packageView {
	if p == nil {
		return nil
	}
	return &packageView{string(p.Reset), all(p.Contents, func(c price.Content) quotaView { return quotaView{c.Item, c.Quantity.String()} })}
}

func (r *reading) factors(at string, in []factorView) []price.Factor {
	var out []price.Factor
	for i, x := range in {
		f := price.Factor{Code: x.Code, Name: x.Name.text()}
		for j, y := range x.Items {
			item := price.Item{Code: y.Code, Name: y.Name.text(), Cycle: price.Cycle(y.Cycle), Accumulation: price.Cycle(y.Accumulation),
				Model: r.model(path(path(at, "factors", i), "items", j)+".model", y.Model)}
			if y.Unit != nil {
				item.Unit = y.Unit.text()
			}
			f.Items = append(f.Items, item)
		}
		out = append(out, f)
	}
	return out
}

// pack is the content of a package.
func (r *reading) pack(at string, in *packageView) *price.Package {
	if in == nil {
		return nil
	}
	p := price.Package{Reset: price.Cycle(in.Reset)}
	for i, c := range in.Contents {
		p.Contents = append(p.Contents, price.Content{Item: c.Item,
			Quantity: r.number(path(at, "package.contents", i)+".quantity", c.Quantity, price.ParseUsage)})
	}
	return &p
}
