package ui

import (
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// Form is a posted form. Fields inside it find their typed value and their error by name.
type Form struct {
	ID     string // unique on the page; needed only when there are several forms
	Action string // "" posts to the page itself
	Get    bool
	Files  bool // multipart, for FileField
	// Values is what was typed (r.PostForm) when the form is drawn again; nil the first time.
	Values url.Values
	// Err is why the form was refused: field errors go beside their fields and into a summary, others on top.
	Err    error
	Submit string          // label of the main button; "" draws none
	Kind   string          // of the main button; Primary when empty
	Cancel string          // address of the way back; "" draws none
	Extra  templ.Component // more buttons beside the main one; may be nil
	Hidden []Hidden
	Guard  bool // warn before leaving with unsaved changes
	Block  bool // the main button takes the full width
	Inline bool // fields in one row with the button (a small form in a card)
	Saves  bool // the answer is a file and the page stays: the button is not kept busy
}

// Field is one input. What does not apply to a kind is ignored.
type Field struct {
	Name, Label string
	Short       string // what the summary of errors calls the field; the label when empty
	Help        string // beside the field on wide screens, under it on narrow ones
	Value       string // shown unless something was typed
	Error       string // overrides the form's error for this name
	Placeholder string
	Required    bool
	Disabled    bool
	ReadOnly    bool
	AutoFocus   bool
	Type        string // text (default), email, password, url, tel, search, date, datetime-local
	Complete    string // autocomplete attribute: "username", "current-password", …
	InputMode   string
	Pattern     string
	Max         int // most characters; shows a counter
	Min, Most   string
	Step        string
	Prefix      string // inside the box, before the value: "¥"
	Suffix      string
	Rows        int // of a text area
	Mono        bool
	Options     []Option // of Select, RadioCards, Checks
	Columns     int      // of RadioCards, 1–3
	HideLabel   bool     // the label is for screen readers only
}

// Option is one choice.
type Option struct {
	Value, Label string
	Help         string // second line of a radio card
	Note         string // at the right of a radio card: a price
	Icon         string
	Disabled     bool
}

// Autosave is what AutosaveNote draws: the form's revision, and what became of the last attempt.
type Autosave struct {
	Action string // where the form is posted; it answers with the next AutosaveNote
	Rev    int64
	At     time.Time // when it was saved; zero at first
	Err    error     // why it was not
}

// File is an upload.
type File struct {
	Field
	Accept      string // "image/png,image/jpeg"
	CurrentURL  string // of the file stored now; "" when there is none
	CurrentName string
	MaxBytes    int64 // told to the visitor before sending; the server must check it again
	Image       bool  // show the picture, also before it is sent
	Uncounted   bool  // what it brings does not count towards what may be uploaded today: it is not kept, or of another rule
}

// Bilingual is a pair of fields, Name_zh and Name_en.
type Bilingual struct {
	Field
	Text i18n.Text // values shown unless something was typed
	Area bool      // text areas instead of single lines
	Rich bool      // rich text editors
	// OneEnough marks only Chinese as required.
	OneEnough bool
}

// MoneyInput is an amount typed by a person, in major units: "12.30".
type MoneyInput struct {
	Field
	Amount   money.Amount // shown unless something was typed and not zero
	Currency string       // CNY when empty
}

// fieldID makes an id that is safe in HTML and CSS.
func fieldID(form, name string) string {
	id := "f-" + name
	if form != "" {
		id = "f-" + form + "-" + name
	}
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, id)
}

// MaxForm is how many bytes of a form without files are read: a text far over its limit still comes back with its error
// beside the field and everything typed kept.
const MaxForm = 1 << 20
