package api

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
)

// textView is a text in both languages.
type textView struct {
	ZH string `json:"zh" required:"false" doc:"Simplified Chinese."`
	EN string `json:"en" required:"false" doc:"English."`
}

func textOf(t i18n.Text) textView { return textView(t) }

// textOrNil leaves an empty text out.
func textOrNil(t i18n.Text) *textView {
	if t.Empty() {
		return nil
	}
	v := textView(t)
	return &v
}

func (t textView) text() i18n.Text { return i18n.Text(t) }

// moneyView is an amount of money. The patterns of what is sent keep it within what an int64 of 分 holds.
type moneyView struct {
	Amount   string `json:"amount" pattern:"^-?[0-9]{1,15}(\\.[0-9]{1,2})?$" patternDescription:"a decimal with at most two places, such as 12.30" example:"12.30" doc:"Exact decimal, two places."`
	Currency string `json:"currency" enum:"CNY" example:"CNY" doc:"ISO 4217."`
}

func moneyOf(a money.Amount) moneyView { return moneyView{a.String(), a.Currency} }

// amount reads what the pattern let through.
func (m moneyView) amount() (money.Amount, error) { return money.Parse(m.Amount, m.Currency) }

// timeOrNil leaves an instant out that did not come yet.
func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// list is one page.
type list[T any] struct {
	Items []T    `json:"items" doc:"The entries of this page."`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; left out on the last one."`
}

// listOutput is the answer with a page.
type listOutput[T any] struct{ Body list[T] }

// listed shows each entry of a page.
func listed[T, V any](p page.Of[T], show func(T) V) *listOutput[V] {
	return &listOutput[V]{list[V]{Items: all(p.Items, show), Next: p.Next}}
}

// all shows each entry; the result is never nil.
func all[T, V any](in []T, show func(T) V) []V {
	out := make([]V, len(in))
	for i, x := range in {
		out[i] = show(x)
	}
	return out
}

// output is the answer with one thing.
type output[T any] struct{ Body T }

func answer[T any](v T, err error) (*output[T], error) {
	if err != nil {
		return nil, err
	}
	return &output[T]{v}, nil
}

// PageInput asks for a page.
type PageInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"The most entries to return."`
	Cursor string `query:"cursor" maxLength:"500" doc:"The next of the page before."`
}

func (p PageInput) request() page.Request { return page.Request{Limit: p.Limit, Cursor: p.Cursor} }

// IDInput names what an operation is about.
type IDInput struct {
	ID string `path:"id" maxLength:"64" doc:"The id."`
}

// none is the input of an operation without one, and the answer without a body.
type none struct{}
