package catalog

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Request is what an application asks for that changes no content. Its zero value is that of an application that does.
type Request struct {
	Reason string          `json:"reason,omitempty"` // why a product, spec or SKU is delisted
	Proof  File            `json:"proof"`            // the file that proves it
	Specs  []RequestedSpec `json:"specs,omitempty"`  // what is delisted; none is the whole product
	Rule   *UpgradeRule    `json:"rule,omitempty"`   // that is to hold; only of KindUpgrade
	Names  Names           `json:"names,omitempty"`  // of what the rule speaks of
}

// subject is what of its product a request is about: the spec of an upgrade rule. One request of a kind is open for each.
func (r Request) subject() string {
	if r.Rule == nil {
		return ""
	}
	return r.Rule.SpecID
}

// RequestedSpec is a spec to be delisted, or some of its SKUs.
type RequestedSpec struct {
	SpecID string         `json:"spec_id"`
	Name   i18n.Text      `json:"name"`
	SKUs   []RequestedSKU `json:"skus,omitempty"` // none is the whole spec
}

// RequestedSKU is a SKU to be delisted.
type RequestedSKU struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"`
}

// names says in one line what is to be delisted: "Team; Large: Beijing".
func (r Request) names() i18n.Text {
	var t i18n.Text
	for i, s := range r.Specs {
		if i > 0 {
			t.ZH, t.EN = t.ZH+"；", t.EN+"; "
		}
		t.ZH, t.EN = t.ZH+s.Name.In(i18n.ZH), t.EN+s.Name.In(i18n.EN)
		for k, sku := range s.SKUs {
			zh, en := "、", ", "
			if k == 0 {
				zh, en = "：", ": "
			}
			t.ZH, t.EN = t.ZH+zh+sku.Name.In(i18n.ZH), t.EN+en+sku.Name.In(i18n.EN)
		}
	}
	return t
}

func encodeRequest(r Request) (string, error) {
	raw, err := json.Marshal(r)
	return string(raw), err
}

func decodeRequest(raw string) (r Request, err error) {
	if raw == "" {
		return Request{}, nil
	}
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return Request{}, fmt.Errorf("decode request: %w", err)
	}
	return r, nil
}

// discontinued are the delisted specs and SKUs of a product (business-rules 4.2).
type discontinued map[[2]string]bool

func (d discontinued) spec(specID string) bool { return d[[2]string{specID, ""}] }

func (d discontinued) sku(specID, skuID string) bool {
	return d.spec(specID) || d[[2]string{specID, skuID}]
}

// of is the content without what was delisted.
func (d discontinued) of(c Content) Content {
	if len(d) == 0 {
		return c
	}
	c.Specs = slices.DeleteFunc(slices.Clone(c.Specs), func(s Spec) bool { return d.spec(s.ID) })
	for i, s := range c.Specs {
		skus := slices.Clone(s.Plan.SKUs)
		for k := len(skus) - 1; k >= 0; k-- {
			if d.sku(s.ID, skus[k].ID) {
				skus = slices.Delete(skus, k, k+1)
			}
		}
		c.Specs[i].Plan.SKUs = skus
	}
	return c
}
