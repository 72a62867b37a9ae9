package ui

import (
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/money"
)

// Kinds of button.
const (
	Primary = "primary" // the one thing to do here; at most one of a page
	Outline = "outline" // the usual one (also when Kind is empty)
	Ghost   = "ghost"   // a quiet one
	Risky   = "danger"  // destroys or costs something; ask with Confirm
)

// Btn is a button, or a link that looks like one when Href is set.
type Btn struct {
	Label, Icon string
	Href        string // a link; External opens a new tab
	External    bool
	Kind        string // Primary, Outline, Ghost, Risky
	Small       bool
	Block       bool   // full width
	IconOnly    bool   // Label is for screen readers only
	Type        string // of the <button>: "submit" (default), "button"
	Name, Value string // sent with the form when this button is pressed
	Form        string // id of the form it belongs to, when it stands outside
	Disabled    bool
}

// Hidden is a value sent along with a form.
type Hidden struct{ Name, Value string }

// Post is a button that posts at once: for what is easily undone. See Confirm for the rest.
type Post struct {
	Action string
	Btn    Btn
	Hidden []Hidden
}

// Confirm is a button that asks before it posts.
type Confirm struct {
	ID      string // unique on the page
	Btn     Btn    // the button on the page
	Title   string // the question
	Text    string // what will happen, in one or two sentences
	Action  string // where it posts
	Submit  string // label of the button that does it; Btn.Label when empty
	Hidden  []Hidden
	Body    templ.Component // more fields, such as a reason; may be nil
	Harmful bool            // the doing button is red
}

// CardOpts is a titled box.
type CardOpts struct {
	ID          string
	Title, Lead string
	Icon        string
	Actions     templ.Component // at the right of the title; may be nil
	Flush       bool            // content reaches the edges (tables)
}

// FoldOpts is a Card that shows its content when it is opened.
type FoldOpts struct {
	Title, Lead string // what stands there while it is closed
	Icon        string
	Open        bool // from the start: what is in it needs to be seen, an error for instance
}

// Empty says why there is nothing and what to do next.
type Empty struct {
	Icon, Title, Text string
	Action            templ.Component // may be nil
}

// AlertOpts is a message that stays on the page.
type AlertOpts struct {
	Tone  Tone
	Title string
	Text  string // more goes into the children
	// Actions stand at the end; may be nil.
	Actions templ.Component
}

// Item is one row of Detail.
type Item struct {
	Label string
	Value templ.Component
	Help  string
	Wide  bool // takes the whole width
}

// Event is one point of Timeline, newest or oldest first as given.
type Event struct {
	At    time.Time
	Title string
	Text  string
	Tone  Tone
	Icon  string          // the tone's own when empty
	Body  templ.Component // may be nil
	Ahead bool            // has not happened yet
}

// Step states.
const (
	StepTodo    = ""
	StepDone    = "done"
	StepCurrent = "current"
	StepFailed  = "failed"
)

// Step is one stage of a process.
type Step struct{ Label, Note, State string }

// shortSteps reports whether the steps fit beside each other on a phone: three at most, and without notes.
func shortSteps(steps []Step) bool {
	return len(steps) <= 3 && !slices.ContainsFunc(steps, func(s Step) bool { return s.Note != "" })
}

// Metric is a number worth looking at.
type Metric struct {
	Label string
	Value templ.Component
	Note  string
	Href  string
	Icon  string
	Tone  Tone
}

// Product is what a product card shows.
type Product struct {
	Name, Tagline, Href string
	Seller              string
	SellerHref          string // the seller's page; "" for no link
	Logo                string // address of the picture; "" draws the first letter
	Category            string
	From                money.Amount
	FromUnit            string // "/month"; may be empty
	Free                bool
	Instead             string // of a price, where there is none before use; may be empty
	Tags                []string
	Extra               templ.Component // beside the price; may be nil
	Score               templ.Component // how it is rated, beside the tags; may be nil

	Marks func(text string) []Span // cuts Name and Tagline where a search matched them; nil: they are shown as they are
}

// Span is a part of a text; On is marked.
type Span struct {
	Text string
	On   bool
}

// marked are the parts of one of the product's texts.
func (p Product) marked(text string) []Span {
	if p.Marks == nil {
		return []Span{{Text: text}}
	}
	return p.Marks(text)
}

// chips are the category and the tags of a product, in this order.
func (p Product) chips() []string {
	if p.Category == "" {
		return p.Tags
	}
	return append([]string{p.Category}, p.Tags...)
}

// PriceLine is one line of a price computation.
type PriceLine struct {
	Label, Formula string
	Times          string // "× 12 months": shown instead of the amount where the line is a factor, not a sum
	Amount         money.Amount
	Discount       bool
}

// Price is a price with its computation.
type Price struct {
	Label    string // "Total"
	Amount   money.Amount
	Original money.Amount // struck through when not zero and different
	Unit     string
	Lines    []PriceLine
	Note     string
}

// Change is one field of a comparison.
type Change struct {
	Label, Old, New string
	Note            string // stands below the new value: by how much a price rises
	Tone            Tone   // of the note
}

// CodeOpts is a block of text as a machine writes it.
type CodeOpts struct {
	Title string
	Text  string
	Copy  bool
	Wrap  bool // break long lines instead of scrolling
	Tall  bool // up to 32rem instead of 20rem
}

// SecretOpts is a value hidden until asked.
type SecretOpts struct {
	Label string // what it is, for screen readers
	Value string // on the page already; or
	URL   string // fetched when asked: answers text/plain to POST with the value
}

// Problem is a failed request, for a person.
type Problem struct {
	Status    int
	Code      string // stable code of the error
	Text      string // what happened; "" takes the usual text of the status
	RequestID string
}
