package e2e_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// form is a form as a page offers it.
type form struct {
	action   string
	files    bool
	values   url.Values // as a browser would send it now, without a button
	controls []control
}

// control is one named input of a form; radio buttons and boxes of one name are one.
type control struct {
	name, kind string // kind is the type attribute, "textarea" or "select"
	required   bool
	max        int // maxlength, 0 for none
	least      string
	most       string
	offered    []string // of select and radio
}

// formOf reads the first form of a page whose action has the suffix.
func formOf(p page, suffix string) (form, bool) {
	var f form
	found := false
	p.doc.Find("form").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		action := s.AttrOr("action", "")
		if !strings.EqualFold(s.AttrOr("method", "get"), "post") || !strings.HasSuffix(action, suffix) {
			return true
		}
		f, found = form{action: action, files: s.AttrOr("enctype", "") == "multipart/form-data", values: url.Values{}}, true
		id := s.AttrOr("id", "")
		inside := s.Find("input[name], textarea[name], select[name]")
		if id != "" {
			inside = inside.AddSelection(p.doc.Find(`input[form="` + id + `"][name], textarea[form="` + id + `"][name], select[form="` + id + `"][name]`))
		}
		inside.Each(func(_ int, c *goquery.Selection) { f.add(c) })
		return false
	})
	return f, found
}

func (f *form) add(s *goquery.Selection) {
	if _, off := s.Attr("disabled"); off {
		return
	}
	_, fixed := s.Attr("readonly") // sent along, and not listened to
	c := control{name: s.AttrOr("name", ""), kind: goquery.NodeName(s), least: s.AttrOr("min", ""), most: s.AttrOr("max", "")}
	_, c.required = s.Attr("required")
	c.max, _ = strconv.Atoi(s.AttrOr("maxlength", "0"))
	if c.kind == "input" {
		c.kind = s.AttrOr("type", "text")
	}
	if fixed {
		c.kind = "hidden"
	}
	switch c.kind {
	case "submit", "button", "reset", "image":
		return
	case "file":
	case "select":
		s.Find("option").Each(func(_ int, o *goquery.Selection) { c.offered = append(c.offered, o.AttrOr("value", o.Text())) })
		if on := s.Find("option[selected]"); on.Length() > 0 {
			f.values.Set(c.name, on.AttrOr("value", on.Text()))
		} else if len(c.offered) > 0 {
			f.values.Set(c.name, c.offered[0])
		}
	case "radio", "checkbox":
		if c.kind == "radio" {
			c.offered = []string{s.AttrOr("value", "on")}
		}
		if _, on := s.Attr("checked"); on {
			f.values.Add(c.name, s.AttrOr("value", "on"))
		}
	case "textarea":
		f.values.Add(c.name, strings.TrimPrefix(s.Text(), "\n"))
	default:
		f.values.Add(c.name, s.AttrOr("value", ""))
	}
	for i := range f.controls {
		if f.controls[i].name == c.name {
			f.controls[i].offered = append(f.controls[i].offered, c.offered...)
			return
		}
	}
	f.controls = append(f.controls, c)
}

// body encodes values as a browser does for this form.
func (f form) body(values url.Values) (contentType string, body *bytes.Buffer, err error) {
	if !f.files {
		return "application/x-www-form-urlencoded", bytes.NewBufferString(values.Encode()), nil
	}
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, name := range sorted(values) {
		for _, v := range values[name] {
			if err == nil {
				err = w.WriteField(name, v)
			}
		}
	}
	if err == nil {
		err = w.Close()
	}
	return w.FormDataContentType(), body, err
}

func sorted(v url.Values) []string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// probe is a bad value.
type probe struct{ name, value string }

func probes() []probe {
	return []probe{
		{"nothing", ""},
		{"10,000 characters", strings.Repeat("长", 10_000)},
		{"control characters", "a\x00b\x01\x1b[31m\u202e"},
		{"invalid UTF-8", "\xff\xfe\xc3("},
		{"a negative number", "-1"},
		{"a huge number", "99999999999999999999999999"},
		{"a script", `<script>alert(1)</script>`},
		{"quotes of SQL", `'; DROP TABLE order_orders; --`},
	}
}

// mustRefuse reports whether the form itself says that the value cannot be.
func (c control) mustRefuse(p probe) bool {
	text := strings.TrimSpace(p.value)
	switch c.kind {
	case "radio", "select":
		return text != "" && !slices.Contains(c.offered, p.value) || text == "" && c.required
	case "number":
		n, err := strconv.ParseFloat(text, 64)
		low, lowErr := strconv.ParseFloat(c.least, 64)
		high, highErr := strconv.ParseFloat(c.most, 64)
		return text == "" && c.required || text != "" && err != nil || err == nil && (lowErr == nil && n < low || highErr == nil && n > high)
	case "email", "date", "datetime-local", "url":
		return text != "" || c.required
	case "checkbox":
		return false // any value means that it is ticked
	}
	return text == "" && c.required || c.max > 0 && len([]rune(p.value)) > c.max
}
