package catalog

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/kernel/textdiff"
	"github.com/souk-market/souk/internal/price"
)

// FieldChange is one difference between two versions. Field is the form's name; Label a message key with the place {n},
// which is Index (highlights and parameters, from 1; otherwise 0). Rich text is compared as lines of plain text.
type FieldChange struct {
	Field string       `json:"field"`
	Label string       `json:"label"`
	Index int          `json:"index"`
	Old   i18n.Text    `json:"old"`
	New   i18n.Text    `json:"new"`
	Lines []LineChange `json:"lines,omitempty"`
	Rise  *Rise        `json:"rise,omitempty"` // of a price
}

// LineChange is a line that stays (" "), goes ("-") or comes ("+").
type LineChange struct {
	Op   string `json:"op"`
	Text string `json:"text"`
}

// shown is one field of a content as people see it.
type shown struct {
	field string
	label string
	index int
	value i18n.Text
	html  string // of rich text
	costs []price.Decimal
}

// Diff lists what changed from old to new, in the order of the form.
func Diff(old, new Content) []FieldChange {
	before := map[string]shown{}
	oldFields := old.shown()
	for _, f := range oldFields {
		before[f.field] = f
	}
	var out []FieldChange
	seen := map[string]bool{}
	for _, f := range new.shown() {
		seen[f.field] = true
		out = appendChange(out, before[f.field], f)
	}
	for _, f := range oldFields {
		if !seen[f.field] {
			gone := f
			gone.value, gone.html, gone.costs = i18n.Text{}, "", nil
			out = appendChange(out, f, gone)
		}
	}
	return out
}

func appendChange(out []FieldChange, was, is shown) []FieldChange {
	if was.value == is.value && was.html == is.html {
		return out
	}
	if was.value == is.value { // only markup changed, a link perhaps: a reviewer must see that too
		was.value, is.value = same(was.html), same(is.html)
	}
	c := FieldChange{Field: is.field, Label: "catalog.field." + is.label, Index: is.index, Old: was.value, New: is.value, Rise: riseOf(was.costs, is.costs)}
	if was.html != "" || is.html != "" {
		c.Lines = diffLines(was.value.ZH, is.value.ZH)
	}
	return append(out, c)
}

// shown flattens a content: one entry for each field of the form that has a value.
func (c Content) shown() []shown {
	var out []shown
	add := func(field, label string, index int, value i18n.Text) {
		if !value.Empty() {
			out = append(out, shown{field: field, label: label, index: index, value: value})
		}
	}
	plain := func(field, value string) { add(field, field, 0, same(value)) }
	both := func(field string, t i18n.Text) { plain(field+"_zh", t.ZH); plain(field+"_en", t.EN) }
	rich := func(field, html string) {
		if html != "" {
			out = append(out, shown{field: field, label: field, value: same(richtext.Text(html)), html: html})
		}
	}
	add("delivery", "delivery", 0, c.Delivery.Name())
	add("family", "family", 0, c.Family.Name())
	both("name", c.Name)
	both("overview", c.Overview)
	plain("category", c.Category)
	plain("logo", c.Logo)
	add("public", "public", 0, yesNo(!c.Hidden))
	for i, blob := range c.Images {
		add(fmt.Sprintf("images_%d", i), "images", i+1, same(blob))
	}
	out = append(out, c.shownFields()...)
	out = append(out, c.shownAPI()...)
	for i, s := range c.Standard {
		add(fmt.Sprintf("standard_%d_item", i), "standard_item", i+1, s.Item)
		add(fmt.Sprintf("standard_%d_accept", i), "standard_accept", i+1, s.Accept)
	}
	for i, h := range c.Highlights {
		add(fmt.Sprintf("highlights_%d_zh", i), "highlights_zh", i+1, same(h.ZH))
		add(fmt.Sprintf("highlights_%d_en", i), "highlights_en", i+1, same(h.EN))
	}
	rich("introduction_zh", c.Introduction.ZH)
	rich("introduction_en", c.Introduction.EN)
	plain("guide", c.Guide.shown())
	rich("terms_zh", c.Terms.ZH)
	rich("terms_en", c.Terms.EN)
	both("support_hours", c.Support.Hours)
	both("support_content", c.Support.Content)
	plain("support_phone", c.Support.Phone)
	plain("support_email", c.Support.Email)
	for i, x := range c.Specs {
		parent, _ := c.ParentOf(x)
		out = append(out, x.shown(i+1, parent)...)
	}
	for i, p := range c.Params {
		one := func(part string, value i18n.Text) {
			add(fmt.Sprintf("param_%d_%s", i, part), "param_"+part, i+1, value)
		}
		one("code", same(p.Code))
		one("label_zh", same(p.Label.ZH))
		one("label_en", same(p.Label.EN))
		one("help_zh", same(p.Help.ZH))
		one("help_en", same(p.Help.EN))
		one("required", yesNo(p.Required))
		one("max_len", same(strconv.Itoa(p.MaxLen)))
		one("pattern", same(p.Pattern))
	}
	plain("production_url", c.ProductionURL)
	return out
}

func same(s string) i18n.Text { return i18n.Text{ZH: s, EN: s} }

func number(n int64) string { return strconv.FormatInt(n, 10) }

func yesNo(b bool) i18n.Text {
	if b {
		return i18n.Text{ZH: "是", EN: "Yes"}
	}
	return i18n.Text{ZH: "否", EN: "No"}
}

// diffLines is the shortest edit by lines.
func diffLines(old, new string) []LineChange {
	var out []LineChange
	for _, e := range textdiff.Diff(lines(old), lines(new)) {
		out = append(out, LineChange{Op: string(e.Op), Text: e.Text})
	}
	return out
}

func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
