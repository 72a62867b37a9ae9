package catalog

import (
	"slices"
	"strings"
	"sync"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The ends of names that tell the forms of one product apart (business-rules 4.4). A form that exists alone may go without.

// stem is a name without the end of its form, comparable.
func stem(name string) string {
	s := fold(name)
	for {
		cut := s
		for _, end := range suffixes() {
			cut = strings.TrimRight(strings.TrimSuffix(cut, end), " -·")
		}
		if cut == s {
			return s
		}
		s = cut
	}
}

// suffixes are the ends of all types, and that of hybrid cloud, comparable. They are made once, for a seller's products are all compared.
var suffixes = sync.OnceValue(func() []string {
	out := []string{fold(suffixHCS)}
	for _, t := range Types() {
		if !t.suffix.Empty() {
			out = append(out, fold(t.suffix.ZH))
		}
	}
	return out
})

// checkSuffix refuses an end that belongs to another type.
func (c Content) checkSuffix(f *apperr.Fields, own Type) {
	name := fold(c.Name.ZH)
	for _, t := range Types() {
		if !t.suffix.Empty() && t.Delivery != own.Delivery && strings.HasSuffix(name, fold(t.suffix.ZH)) {
			f.Add("name_zh", ErrSuffix.With("suffix", t.suffix.ZH, "name", t.Name))
		}
	}
	if strings.HasSuffix(name, fold(suffixHCS)) && !slices.Contains(c.Tags, TagHybrid) {
		f.Add("name_zh", ErrSuffixHCS.With("suffix", suffixHCS))
	}
}

// sibling is another product on sale of the same seller.
type sibling struct {
	productID string
	name      i18n.Text
	delivery  Delivery
}

// checkSiblings asks for the end that tells a product from another form of it by the same seller: SaaS beside any form,
// License beside SaaS or image, a service beside the software that it belongs to (business-rules 4.4). The others have the
// same stem.
func (c Content) checkSiblings(f *apperr.Fields, own Type, others []sibling) {
	if own.suffix.Empty() || strings.HasSuffix(fold(strings.TrimSuffix(fold(c.Name.ZH), fold(suffixHCS))), fold(own.suffix.ZH)) {
		return
	}
	for _, o := range others {
		t, ok := o.delivery.Type()
		if !ok || t.Delivery == own.Delivery {
			continue
		}
		if own.Delivery == DeliverySaaS || own.Delivery == DeliveryLicense && (t.Delivery == DeliverySaaS || t.Delivery == DeliveryImage) ||
			own.Delivery == DeliveryService && t.Software {
			f.Add("name_zh", ErrNameForm.With("name", o.name, "type", t.Name, "suffix", own.suffix.ZH))
			return
		}
	}
}
