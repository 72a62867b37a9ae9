package catalog

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/richtext"
)

// The purposes for which a product's files are uploaded.
const (
	PurposeLogo  = "logo"
	PurposeGuide = "guide"
)

// Content is what a seller writes about a SaaS product (business-rules 4.4, 4.6, 4.8). Chinese is required and English
// falls back to it, but for the name of the spec, which needs both.
type Content struct {
	Name          i18n.Text   `json:"name"`
	Overview      i18n.Text   `json:"overview"`
	Introduction  i18n.Text   `json:"introduction"` // sanitised HTML
	Terms         i18n.Text   `json:"terms"`        // sanitised HTML: the product service agreement that a buyer ticks
	Highlights    []i18n.Text `json:"highlights"`
	Logo          string      `json:"logo"`     // blob id
	Category      string      `json:"category"` // code of a category without subcategories
	Guide         Guide       `json:"guide"`
	Support       Support     `json:"support"`
	Spec          Spec        `json:"spec"`
	Params        []ExtParam  `json:"params"`
	ProductionURL string      `json:"production_url"`
}

// Guide is the user guide file. Name is the file's own and is filled in by the service.
type Guide struct {
	Blob string `json:"blob"`
	Name string `json:"name"`
}

// Support is the after-sale service: when, what, and where to ask (business-rules 4.4: all mandatory).
type Support struct {
	Hours   i18n.Text `json:"hours"`
	Content i18n.Text `json:"content"`
	Phone   string    `json:"phone"`
	Email   string    `json:"email"`
}

// Spec is what is bought. ID ("spc_…") is the service's and stays the same over versions.
type Spec struct {
	ID       string    `json:"id"`
	Name     i18n.Text `json:"name"`
	Quantity *Quantity `json:"quantity"` // nil: one piece each order
	Stock    *int64    `json:"stock"`    // pieces at the first approval; nil: unlimited, for ever
	SKUs     []SKU     `json:"skus"`
}

// Quantity is the quantity attribute of a spec; the price is linear in it (business-rules 4.6).
type Quantity struct {
	Name i18n.Text `json:"name"`
	Min  int64     `json:"min"`
	Max  int64     `json:"max"`
	Step int64     `json:"step"`
}

// Allows reports whether n pieces may be ordered; without a quantity attribute only one may.
func (q *Quantity) Allows(n int64) bool {
	if q == nil {
		return n == 1
	}
	return n >= q.Min && n <= q.Max && (n-q.Min)%max(q.Step, 1) == 0
}

// SKU is the price of a spec for one period unit. ID ("sku_…") is the service's and stays the same over versions.
type SKU struct {
	ID         string       `json:"id"`
	Period     period.Unit  `json:"period"`
	Price      money.Amount `json:"price"` // of one period of one piece
	MaxPeriods int          `json:"max_periods"`
}

// SKU returns the SKU of an id.
func (s Spec) SKU(id string) (SKU, bool) {
	return find(s.SKUs, func(k SKU) bool { return k.ID == id })
}

// ForPeriod returns the SKU of a period unit.
func (s Spec) ForPeriod(u period.Unit) (SKU, bool) {
	return find(s.SKUs, func(k SKU) bool { return k.Period == u })
}

// From is the cheapest SKU: the price that a list shows as "from". ok is false without any.
func (s Spec) From() (k SKU, ok bool) {
	for _, candidate := range s.SKUs {
		if !ok || candidate.Price.Minor < k.Price.Minor {
			k, ok = candidate, true
		}
	}
	return k, ok
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var zero T
	return zero, false
}

func encodeContent(c Content) (string, error) {
	raw, err := json.Marshal(c)
	return string(raw), err
}

// decodeContent reads a stored content.
func decodeContent(raw string) (Content, error) {
	var c Content
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		return Content{}, fmt.Errorf("decode content: %w", err)
	}
	return c, nil
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
