package api

import (
	"fmt"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// PresentationView is what a buyer sees of a product (business-rules 4.4).
type PresentationView struct {
	Name         textView     `json:"name" required:"false" doc:"Name of the product."`
	Hidden       bool         `json:"hidden" required:"false" doc:"Not sold publicly: in no list and no search, only its id leads to it."`
	Overview     textView     `json:"overview" required:"false" doc:"One or two sentences."`
	Introduction textView     `json:"introduction" required:"false" doc:"Rich text (HTML); sanitised when it is saved."`
	Terms        textView     `json:"terms" required:"false" doc:"The service agreement of the product (HTML); sanitised when it is saved."`
	Highlights   []textView   `json:"highlights" required:"false" maxItems:"20" doc:"Short points."`
	Logo         string       `json:"logo,omitempty" maxLength:"64" doc:"Id of an uploaded picture of 120×120." example:"blb_01kb3v0000000000000000000"`
	LogoURL      string       `json:"logo_url,omitempty" readOnly:"true" doc:"Path of the picture; not read when it is sent."`
	Category     string       `json:"category" required:"false" maxLength:"64" doc:"Code of a category that has none below it."`
	Guide        attachedView `json:"guide" required:"false" doc:"The user guide."`
	Support      supportView  `json:"support" required:"false" doc:"After-sale service."`
	Specs        []specView   `json:"specs" required:"false" maxItems:"20" doc:"What is bought, and how it is priced."`
	Params       []paramView  `json:"params" required:"false" maxItems:"20" doc:"What the buyer is asked for when ordering; at most 3."`
	ExtrasView
}

// contentView is what a seller writes about a product.
type contentView struct {
	PresentationView
	ProductionURL string `json:"production_url" required:"false" maxLength:"2048" doc:"The address on the seller's server that is called." example:"https://saas.example.com/produce"`
}

type supportView struct {
	Hours   textView `json:"hours" required:"false" doc:"When."`
	Content textView `json:"content" required:"false" doc:"What is covered."`
	Phone   string   `json:"phone" required:"false" maxLength:"64" doc:"Telephone number."`
	Email   string   `json:"email" required:"false" maxLength:"254" doc:"E-mail address."`
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
	return PresentationView{Name: textOf(c.Name), Hidden: c.Hidden, Overview: textOf(c.Overview), Introduction: textOf(c.Introduction), Terms: textOf(c.Terms),
		Highlights: all(c.Highlights, textOf), Logo: c.Logo, LogoURL: fileURL(c.Logo), Category: c.Category,
		Guide:   attached(c.Guide),
		Support: supportView{textOf(c.Support.Hours), textOf(c.Support.Content), c.Support.Phone, c.Support.Email},
		Specs:   all(c.Specs, specOf),
		Params: all(c.Params, func(p catalog.ExtParam) paramView {
			return paramView{p.Code, textOf(p.Label), textOf(p.Help), p.Required, p.MaxLen, p.Pattern}
		}), ExtrasView: extrasOf(c)}
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

// content is what was sent, for the room; an error names the numbers that cannot be read. Ids of SKUs belong to the
// marketplace and are not read.
func (v contentView) content() (catalog.Content, error) {
	c := catalog.Content{Name: v.Name.text(), Hidden: v.Hidden, Overview: v.Overview.text(), Introduction: v.Introduction.text(), Terms: v.Terms.text(),
		Highlights: all(v.Highlights, func(t textView) i18n.Text { return t.text() }), Logo: v.Logo, Category: v.Category,
		Guide:   v.Guide.file(),
		Support: catalog.Support{Hours: v.Support.Hours.text(), Content: v.Support.Content.text(), Phone: v.Support.Phone, Email: v.Support.Email},
		Params: all(v.Params, func(p paramView) catalog.ExtParam {
			return catalog.ExtParam{Code: p.Code, Label: p.Label.text(), Help: p.Help.text(), Required: p.Required, MaxLen: p.MaxLen, Pattern: p.Pattern}
		}), ProductionURL: v.ProductionURL}
	v.read(&c)
	var r reading
	for i, x := range v.Specs {
		c.Specs = append(c.Specs, r.spec(fmt.Sprintf("specs.%d", i), x))
	}
	return c, r.bad.Err()
}
