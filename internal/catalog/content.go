package catalog

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
)

// Content is what a seller writes about a product (business-rules 4.4, 4.6, 4.8). Chinese is required and English falls back
// to it, but for the names of specs, which need both. Of the extras at the end, only those of its delivery type are there.
type Content struct {
	Delivery      Delivery    `json:"delivery"`
	Family        Family      `json:"family"`
	Hidden        bool        `json:"hidden"` // not sold publicly (business-rules 4.2): in no list, reached by its address only
	Name          i18n.Text   `json:"name"`
	Overview      i18n.Text   `json:"overview"`
	Introduction  i18n.Text   `json:"introduction"` // sanitised HTML
	Terms         i18n.Text   `json:"terms"`        // sanitised HTML: the product service agreement that a buyer ticks
	Highlights    []i18n.Text `json:"highlights"`
	Logo          string      `json:"logo"`             // blob id
	Category      string      `json:"category"`         // code of a category without subcategories
	Images        []string    `json:"images,omitempty"` // blob ids of the main images, the first one first
	Video         File        `json:"video,omitzero"`
	Guide         File        `json:"guide"` // the user guide
	Support       Support     `json:"support"`
	Specs         []Spec      `json:"specs"`
	Params        []ExtParam  `json:"params"`
	ProductionURL string      `json:"production_url"`

	Release         string         `json:"release,omitempty"` // the version that buyers see, "V1.0"
	Tags            []string       `json:"tags,omitempty"`
	Standard        []StandardItem `json:"standard,omitempty"` // the delivery standard
	Copyright       File           `json:"copyright,omitzero"`
	CopyrightNumber string         `json:"copyright_number,omitempty"` // its registration number
	CopyrightOwner  string         `json:"copyright_owner,omitempty"`
	Commitment      File           `json:"commitment,omitzero"` // of who sells what somebody else owns
	Tax             Tax            `json:"tax,omitempty"`
	Regions         []string       `json:"regions,omitempty"`
	SEO             SEO            `json:"seo,omitzero"`

	SaaS      *SaaSTerms      `json:"saas,omitempty"`
	License   *LicenseTerms   `json:"license,omitempty"`
	Image     *ImageTerms     `json:"image,omitempty"`
	Service   *ServiceTerms   `json:"service,omitempty"`
	API       *APITerms       `json:"api,omitempty"`
	Hardware  *HardwareTerms  `json:"hardware,omitempty"`
	AI        *AITerms        `json:"ai_asset,omitempty"`
	Container *ContainerTerms `json:"container,omitempty"`
	Data      *DataTerms      `json:"data_asset,omitempty"`
	App       *AppTerms       `json:"app_asset,omitempty"`
}

// File is an uploaded file. Name is the file's own and is filled in by the service.
type File struct {
	Blob string `json:"blob"`
	Name string `json:"name"`
}

// shown tells two files of one name apart.
func (f File) shown() string {
	if f.Blob == "" {
		return ""
	}
	return f.Name + " (" + f.Blob + ")"
}

// SEO is what search engines are told; where it is empty they read the name and the overview.
type SEO struct {
	Title       i18n.Text `json:"title,omitzero"`
	Keywords    i18n.Text `json:"keywords,omitzero"`
	Description i18n.Text `json:"description,omitzero"`
}

// Support is the after-sale service: when, what, and where to ask (business-rules 4.4: all mandatory).
type Support struct {
	Hours   i18n.Text `json:"hours"`
	Content i18n.Text `json:"content"`
	Phone   string    `json:"phone"`
	Email   string    `json:"email"`
}

func encodeContent(c Content) (string, error) {
	raw, err := json.Marshal(c)
	return string(raw), err
}

// decodeContent reads a stored content, also one of the first form, or of the time when every product was a general SaaS.
func decodeContent(raw string) (Content, error) {
	var stored struct {
		Content
		Old *oldSpec `json:"spec"`
	}
	if err := json.Unmarshal([]byte(raw), &stored); err != nil {
		return Content{}, fmt.Errorf("decode content: %w", err)
	}
	if stored.Old != nil {
		stored.Specs = []Spec{stored.Old.spec()}
	}
	stored.Delivery = cmp.Or(stored.Delivery, DeliverySaaS)
	stored.Family = cmp.Or(stored.Family, FamilyGeneral)
	stored.tidyExtras() // what an older content does not say has its default
	return stored.Content, nil
}

// forPage is the content with its rich text sanitised once more: a stricter policy then also holds for what was stored
// before it. It takes a millisecond or two, so only what leaves the room for a page goes through it.
func (c Content) forPage() Content {
	c.Introduction, c.Terms = cleanRich(c.Introduction), cleanRich(c.Terms)
	return c
}

func (c *Content) pageCopy() *Content {
	if c == nil {
		return nil
	}
	clean := c.forPage()
	return &clean
}

func cleanRich(t i18n.Text) i18n.Text {
	return i18n.Text{ZH: richtext.Clean(t.ZH), EN: richtext.Clean(t.EN)}
}
