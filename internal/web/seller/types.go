package seller

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// What the form of a product has for its delivery type (business-rules 4.4, 4.8). Which fields there are says the catalogue.

// The rows that the form offers beyond those of the catalogue's lists.
const (
	imageRows    = 5
	standardRows = 6
)

// chooseType is the first step of a new product: what is sold.
func (p *pages) chooseType(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	hardware, err := p.Catalog.MaySellHardware(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, typesPage(catalog.Types(), hardware))
	return nil
}

// icon stands for a delivery type wherever the seller sees it.
func icon(d catalog.Delivery) string {
	icons := map[catalog.Delivery]string{catalog.DeliverySaaS: "globe", catalog.DeliveryLicense: "key", catalog.DeliveryImage: "layout", catalog.DeliveryService: "users",
		catalog.DeliveryAPI: "plug", catalog.DeliveryHardware: "server", catalog.DeliveryAIAsset: "workflow", catalog.DeliveryContainer: "box",
		catalog.DeliveryDataAsset: "chart-column", catalog.DeliveryAppAsset: "rocket"}
	if name, ok := icons[d]; ok {
		return name
	}
	return "tag"
}

// mark is how the orders of a type are delivered, in two words, and its tone.
func mark(ctx context.Context, d catalog.Delivery) (string, ui.Tone) {
	switch c := (catalog.Content{Delivery: d}); {
	case d == catalog.DeliverySaaS:
		return ui.T(ctx, "seller.type.mark.instant"), ui.Success
	case d == catalog.DeliveryDataAsset:
		return ui.T(ctx, "seller.type.mark.file"), ui.Neutral
	case c.Supervised():
		return ui.T(ctx, "seller.type.mark.supervised"), ui.Info
	}
	return ui.T(ctx, "seller.type.mark.direct"), ui.Neutral
}

func typeOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, t := range catalog.Types() {
		out = append(out, ui.Option{Value: string(t.Delivery), Label: ui.In(ctx, t.Name), Help: ui.T(ctx, "seller.type."+string(t.Delivery)+".who"), Icon: icon(t.Delivery)})
	}
	return out
}

func familyOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, f := range []catalog.Family{catalog.FamilyGeneral, catalog.FamilyJoint} {
		out = append(out, ui.Option{Value: string(f), Label: ui.In(ctx, f.Name()), Help: ui.T(ctx, "seller.family."+string(f))})
	}
	return out
}

// kind is the type of the product as the form stands.
func (f productForm) kind() catalog.Type {
	t, _ := f.Content.Delivery.Type()
	return t
}

// mayJoin reports whether the seller may choose the family: its type has joint products, and it joined the plan.
func (f productForm) mayJoin() bool { return f.kind().Joint && f.Joint && f.Live == nil }

// supervised reports whether a delivery standard is asked for, as the form stands.
func (f productForm) supervised() bool { return f.current().Supervised() }

// current is the content as it was typed, where something was typed.
func (f productForm) current() catalog.Content {
	if f.Values == nil {
		return f.Content
	}
	in, c := typedOf(f.Values), f.Content
	in.extras(&c)
	return c
}

// fieldsOf are the fields of a part of the form.
func (f productForm) fieldsOf(part string) []catalog.Field {
	return slices.DeleteFunc(f.Content.Fields(), func(x catalog.Field) bool { return x.Part != part })
}

// fieldGroup are fields that stand beside each other: those that are asked for on one condition are folded away together.
type fieldGroup struct {
	Only   *catalog.Condition
	Fields []catalog.Field
}

func groups(list []catalog.Field) []fieldGroup {
	var out []fieldGroup
	for _, x := range list {
		last := len(out) - 1
		if last >= 0 && sameCondition(out[last].Only, x.Only) {
			out[last].Fields = append(out[last].Fields, x)
			continue
		}
		out = append(out, fieldGroup{x.Only, []catalog.Field{x}})
	}
	return out
}

func sameCondition(a, b *catalog.Condition) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// condition says in words when the fields of a group are asked for.
func (f productForm) condition(ctx context.Context, c catalog.Condition) string {
	for _, x := range f.Content.Fields() {
		if x.Name != c.Field {
			continue
		}
		for _, o := range x.Options {
			if o.Code == c.Value {
				return ui.T(ctx, "seller.form.only", "field", ui.T(ctx, "catalog.field."+x.Name), "value", ui.In(ctx, o.Name))
			}
		}
	}
	return ""
}

// unfolded reports whether a group is shown open: it is asked for, or something is wrong in it.
func (f productForm) unfolded(g fieldGroup) bool {
	wrong := apperr.FieldsOf(f.Err)
	c := f.current()
	return slices.ContainsFunc(g.Fields, func(x catalog.Field) bool {
		return c.Asked(x) || wrong[x.Name] != nil || wrong[x.Name+"_zh"] != nil || wrong[x.Name+"_en"] != nil
	})
}

// stored is what stands in a field, as the form shows it.
func (f productForm) stored(x catalog.Field) string {
	switch p := x.In(&f.Content).(type) {
	case *string:
		return *p
	case *[]string:
		return strings.Join(*p, ",")
	case *int64:
		if *p != 0 {
			return itoa(*p)
		}
	}
	return ""
}

func (f productForm) file(x catalog.Field) catalog.File {
	if p, ok := x.In(&f.Content).(*catalog.File); ok {
		return *p
	}
	return catalog.File{}
}

func optionsOf(ctx context.Context, list []catalog.Option) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, o := range list {
		out[i] = ui.Option{Value: o.Code, Label: ui.In(ctx, o.Name)}
	}
	return out
}

// typedOf reads values that were posted before.
func typedOf(v url.Values) *typed { return &typed{&upload.Form{Values: v}} }

// bilingual reads a text in both languages.
func (in *typed) bilingual(x catalog.Field, into any) {
	if p, ok := into.(*i18n.Text); ok {
		*p = ui.BilingualValue(in.Values, x.Name)
	}
}

// accepted are the endings of the files that a purpose takes, and the most bytes.
func accepted(purpose string) (accept string, most int64) {
	policy, _ := blob.PolicyOf(blob.Purpose(purpose))
	return "." + strings.Join(policy.Extensions(), ",."), policy.MaxBytes
}

// extras reads what differs between types into a content.
func (in *typed) extras(c *catalog.Content) {
	v := in.Values
	if d := v.Get("delivery"); d != "" {
		c.Delivery = catalog.Delivery(plain(d))
	}
	if f := v.Get("family"); f != "" {
		c.Family = catalog.Family(plain(f))
	}
	for _, x := range c.Fields() {
		switch p := x.In(c).(type) {
		case *string:
			*p = plain(v.Get(x.Name))
		case *[]string:
			*p = slices.Clone(v[x.Name])
		case *int64:
			*p = in.number(x.Name)
		case *catalog.File:
			*p = catalog.File{Blob: in.kept(x.Name), Name: v.Get(x.Name + "_name")}
		default:
			in.bilingual(x, p)
		}
	}
	in.api(c)
}

// kept is the file of a field, unless it is to be removed.
func (in *typed) kept(name string) string {
	if in.Values.Get(name+"_remove") != "" {
		return ""
	}
	return in.Values.Get(name + "_blob")
}

// api reads the groups of the specs and what the Agents gateway counts.
func (in *typed) api(c *catalog.Content) {
	if c.Delivery != catalog.DeliveryAPI {
		return
	}
	c.API.Groups, c.API.Metering = nil, nil
	for i, s := range c.Specs {
		if group := plain(in.Values.Get("api_group_" + strconv.Itoa(i))); group != "" {
			c.API.Groups = append(c.API.Groups, catalog.APIGroup{Spec: s.ID, Group: group})
		}
	}
	for _, m := range catalog.Metering() {
		if slices.Contains(in.Values["api_metering"], m.Code) {
			c.API.Metering = append(c.API.Metering, catalog.MeteringItem{Item: m.Code, Path: plain(in.Values.Get("api_path_" + m.Code))})
		}
	}
}

// metered is how an item is counted, as it is stored; ok is false when it is not.
func metered(c catalog.Content, item string) (path string, ok bool) {
	if c.API == nil {
		return "", false
	}
	i := slices.IndexFunc(c.API.Metering, func(m catalog.MeteringItem) bool { return m.Item == item })
	if i < 0 {
		return "", false
	}
	return c.API.Metering[i].Path, true
}

// meteredItems are the codes of what is counted, for the boxes of the form.
func meteredItems(c catalog.Content) string {
	var out []string
	for _, m := range catalog.Metering() {
		if _, ok := metered(c, m.Code); ok {
			out = append(out, m.Code)
		}
	}
	return strings.Join(out, ",")
}

// groupOf is the group of a spec, as it is stored.
func groupOf(c catalog.Content, s catalog.Spec) string {
	if c.API == nil {
		return ""
	}
	for _, g := range c.API.Groups {
		if g.Spec == s.ID {
			return g.Group
		}
	}
	return ""
}

func standardNames(i int) []string {
	name := "standard_" + strconv.Itoa(i)
	return []string{name + "_item_zh", name + "_item_en", name + "_accept_zh", name + "_accept_en"}
}

// standard reads the rows of the delivery standard; a type that has none posts none.
func (in *typed) standard() []catalog.StandardItem {
	var out []catalog.StandardItem
	for i := range standardRows {
		if !blank(in.Values, standardNames(i)) {
			name := "standard_" + strconv.Itoa(i)
			out = append(out, catalog.StandardItem{Item: ui.BilingualValue(in.Values, name+"_item"), Accept: ui.BilingualValue(in.Values, name+"_accept")})
		}
	}
	return out
}

// fillStandard writes the template of a delivery standard into a form that has none yet.
func (f productForm) fillStandard() {
	if len(typedOf(f.Values).standard()) > 0 {
		return
	}
	for i, s := range catalog.StandardTemplate(f.current()) {
		for k, text := range []string{s.Item.ZH, s.Item.EN, s.Accept.ZH, s.Accept.EN} {
			f.Values.Set(standardNames(i)[k], text)
		}
	}
}

// images are the main images, those that were left out closed up.
func (in *typed) images() []string {
	var out []string
	for i := range imageRows {
		if id := in.kept("images_" + strconv.Itoa(i)); id != "" {
			out = append(out, id)
		}
	}
	for i := range imageRows {
		name := "images_" + strconv.Itoa(i)
		in.Values.Set(name+"_blob", nth(out, i))
		in.Values.Del(name + "_remove")
	}
	return out
}

func textIn(at any) i18n.Text {
	if p, ok := at.(*i18n.Text); ok {
		return *p
	}
	return i18n.Text{}
}

func imageHelp(ctx context.Context, i int) string {
	if i == 0 {
		return ui.T(ctx, "seller.form.images.help")
	}
	return ""
}

func meteringOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, m := range catalog.Metering() {
		out = append(out, ui.Option{Value: m.Code, Label: ui.In(ctx, m.Name)})
	}
	return out
}
