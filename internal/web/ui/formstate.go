package ui

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

type formKey struct{}

// formState is what the fields of one form share while it is drawn.
type formState struct {
	form   Form
	errors map[string]*apperr.Error
	seen   []seenField
}

type seenField struct{ name, id, label, err string }

// text is the entry of a field in the summary of errors.
func (s seenField) text(ctx context.Context) string {
	if s.label == "" {
		return s.err
	}
	return strings.TrimRight(s.label, "。.") + T(ctx, "ui.colon") + s.err // what is agreed to is a sentence
}

// input is a field with everything looked up.
type input struct {
	Field
	id, value, err string
	typed          url.Values // nil when nothing was typed yet
}

// FormBox draws a form around its children. Its fields are drawn first, so that the summary of errors on top can list
// them in their order on the page, with their labels.
func FormBox(f Form) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		st := &formState{form: f, errors: apperr.FieldsOf(f.Err)}
		ctx = context.WithValue(templ.ClearChildren(ctx), formKey{}, st)
		var body bytes.Buffer
		if err := children.Render(ctx, &body); err != nil {
			return err
		}
		return formShell(f, st.summary(ctx), templ.Raw(body.String())).Render(ctx, w)
	})
}

// resolve finds what was typed into a field and what is wrong with it, and remembers both for the summary.
func resolve(ctx context.Context, f Field) input {
	x := input{Field: f, id: fieldID("", f.Name), value: f.Value, err: f.Error}
	st, ok := ctx.Value(formKey{}).(*formState)
	if !ok {
		return x
	}
	x.id, x.typed = fieldID(st.form.ID, f.Name), st.form.Values
	if x.typed != nil && x.typed.Has(f.Name) && f.Type != "password" {
		x.value = x.typed.Get(f.Name)
	}
	if e := st.errors[f.Name]; e != nil && x.err == "" {
		x.err = e.Text(Lang(ctx))
	}
	st.seen = append(st.seen, seenField{name: f.Name, id: x.id, label: first(f.Short, f.Label), err: x.err})
	return x
}

// chosen reports whether an option is on: as typed, otherwise as given.
func (x input) chosen(value string) bool {
	if x.typed != nil {
		return slices.Contains(x.typed[x.Name], value)
	}
	return slices.Contains(strings.Split(x.Value, ","), value)
}

// summary lists what is wrong, in the order of the page; errors of fields that are not on the page come last.
func (st *formState) summary(ctx context.Context) []seenField {
	var out []seenField
	left := maps.Clone(st.errors)
	for _, s := range st.seen {
		if s.err != "" {
			out = append(out, s)
			delete(left, s.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		if shown := slices.ContainsFunc(out, func(s seenField) bool { return strings.HasPrefix(s.name, name+"_") }); !shown {
			out = append(out, seenField{err: left[name].Text(Lang(ctx))})
		}
	}
	return out
}

// wrongCount heads the summary: one field, or how many.
func wrongCount(ctx context.Context, n int) string {
	if n == 1 {
		return T(ctx, "ui.form.wrong.one")
	}
	return T(ctx, "ui.form.wrong", "n", n)
}

// trouble is the text of an error that belongs to no field, or "".
func trouble(ctx context.Context, err error) string {
	if err == nil || len(apperr.FieldsOf(err)) > 0 {
		return ""
	}
	return apperr.Of(err).Text(Lang(ctx))
}

// attrs are the attributes that every kind of control shares.
func (x input) attrs() templ.Attributes {
	a := templ.Attributes{"id": x.id, "name": x.Name}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("placeholder", x.Placeholder)
	set("autocomplete", x.Complete)
	set("inputmode", x.InputMode)
	set("pattern", x.Pattern)
	set("min", x.Min)
	set("max", x.Most)
	set("step", x.Step)
	set("aria-describedby", x.described())
	for name, on := range map[string]bool{"required": x.Required, "disabled": x.Disabled, "readonly": x.ReadOnly, "autofocus": x.AutoFocus} {
		if on {
			a[name] = true
		}
	}
	if x.err != "" {
		a["aria-invalid"] = "true"
	}
	if x.Max > 0 {
		a["maxlength"] = strconv.Itoa(x.Max)
		a["data-count"] = x.id + "-count"
	}
	return a
}

// described lists the ids of the texts that explain a control.
func (x input) described() string {
	var ids []string
	if x.err != "" {
		ids = append(ids, x.id+"-err")
	}
	if x.Help != "" {
		ids = append(ids, x.id+"-help")
	}
	return strings.Join(ids, " ")
}

func (x input) inputType() string {
	if x.Type == "" {
		return "text"
	}
	return x.Type
}

func (x input) rows() string {
	if x.Rows > 0 {
		return strconv.Itoa(x.Rows)
	}
	return "4"
}

func (x input) columns() string {
	switch x.Columns {
	case 2:
		return "cols-2"
	case 3:
		return "cols-3"
	}
	return "cols-1"
}

// checkGrid sets many choices in columns, and a few in a line.
func (x input) checkGrid() string {
	if len(x.Options) > 7 { // the days of a week are a line
		return "check-grid"
	}
	return "flex flex-wrap gap-x-6 gap-y-2"
}

// half is the field of one language of a pair.
func (b Bilingual) half(ctx context.Context, lang string) Field {
	f := b.Field
	f.Name, f.Label, f.Help = b.Name+"_"+lang, b.Label+T(ctx, "ui.form.in."+lang), ""
	f.Value = b.Text.ZH
	if lang == i18n.EN {
		f.Value = b.Text.EN
		f.Required = b.Required && !b.OneEnough
		f.AutoFocus = false
	}
	// A room may report the pair as one field; then the Chinese half shows it.
	if st, ok := ctx.Value(formKey{}).(*formState); ok && lang == i18n.ZH && st.errors[b.Name] != nil && st.errors[f.Name] == nil {
		f.Error = st.errors[b.Name].Text(Lang(ctx))
	}
	return f
}

// BilingualValue reads what a BilingualField posted, without surrounding white space.
func BilingualValue(form url.Values, name string) i18n.Text {
	return i18n.Text{ZH: strings.TrimSpace(form.Get(name + "_zh")), EN: strings.TrimSpace(form.Get(name + "_en"))}
}

// Values makes form values from name, value pairs.
func Values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// amount is the text of the amount in a money field.
func (m MoneyInput) field() Field {
	f := m.Field
	if f.Value == "" && !m.Amount.IsZero() {
		f.Value = m.Amount.String()
	}
	f.InputMode = "decimal"
	switch m.Currency {
	case "", "CNY":
		f.Prefix = "¥"
	default:
		f.Prefix = m.Currency
	}
	return f
}

// ticked reports whether a single box is on: as typed, otherwise as given.
func (x input) ticked() bool {
	if x.typed != nil {
		return x.typed.Get(x.Name) != ""
	}
	return x.Value != "" && x.Value != "0" && x.Value != "false"
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// inForm draws fields of a form that is not a FormBox, so that their ids carry its own.
func inForm(id string, fields templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return fields.Render(context.WithValue(ctx, formKey{}, &formState{form: Form{ID: id}}), w)
	})
}
