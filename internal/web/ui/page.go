package ui

import (
	"context"

	"github.com/a-h/templ"
)

// Meta is the head of a page.
type Meta struct {
	Title       string // without the market's name, which is added
	Description string // for search engines and link previews; may be empty
	NoIndex     bool   // private pages
	Still       bool   // nothing on the page is refreshed in place: htmx is not loaded
	BodyClass   string
	Public      Public // what others are told of the page; zero for one that is not for them
}

// Public is what search engines and previews of links are told of a page. Every page has an address in each language, by its
// "lang" (the address without one asks the browser).
type Public struct {
	URL   string // absolute, without a query; "" tells nothing
	Kind  string // og:type: "website" when empty
	Image string // absolute address of a picture; may be empty
	Facts any    // what is on the page as schema.org says it, encoded as JSON; nil tells nothing. Never what is private.
}

// In is the address in a language.
func (p Public) In(lang string) string { return p.URL + "?lang=" + lang }

func (p Public) kind() string {
	if p.Kind == "" {
		return "website"
	}
	return p.Kind
}

// NavLink is one entry of a row of links.
type NavLink struct {
	Label, Href, Icon string
	Active            bool // set it, or leave it to the address of the page
}

// Crumb is one step of the way to this page; the last one has no Href.
type Crumb struct{ Label, Href string }

// StorePage is a page of the storefront.
type StorePage struct {
	Title, Description string
	Query              string    // what stands in the search box
	Categories         []NavLink // the bar under the search box; may be empty
	Crumbs             []Crumb
	Hero               templ.Component // full-width opening above the content; may be nil
	Narrow             bool            // a column for reading and ordering instead of the full width
	Still              bool            // nothing on the page is refreshed in place: htmx is not loaded
	NoIndex            bool            // search engines leave it out
	Public             Public          // what they are told otherwise
}

// MenuGroup is a titled part of the console's left menu.
type MenuGroup struct {
	Title string // may be empty
	Items []MenuItem
}

// MenuItem is one entry of the left menu; the one whose address fits the page best is marked.
type MenuItem struct {
	Label, Href, Icon string
	Badge             int // a number that wants attention; 0 shows nothing
}

// ConsolePage is a page of the buyer centre, the seller centre or the operator console.
type ConsolePage struct {
	Area    string // name of the console, translated: "Seller centre"
	AreaURL string // its first page
	Menu    []MenuGroup
	Crumbs  []Crumb // after the area itself
	Title   string
	Lead    string          // one sentence under the title; may be empty
	Badge   templ.Component // beside the title, usually a StatusBadge; may be nil
	Actions templ.Component // buttons at the right; may be nil
	Tabs    []Tab           // under the title; may be empty
	Narrow  bool            // forms and reading: 64rem instead of the full width
}

// trail is the way to the page: the area, what lies between, and the page itself when nothing was said.
func (p ConsolePage) trail(ctx context.Context) []Crumb {
	out := []Crumb{{Label: p.Area, Href: p.AreaURL}}
	if len(p.Crumbs) == 0 && ViewOf(ctx).Path != p.AreaURL {
		return append(out, Crumb{Label: p.Title})
	}
	if len(p.Crumbs) == 0 && p.Title == p.Area {
		return nil
	}
	return append(out, p.Crumbs...)
}

// AuthPage is a page with one card in the middle: sign in, register, reset.
type AuthPage struct {
	Title, Lead string
	Aside       templ.Component // under the card; may be nil
	Wide        bool
}

// Tab is one of several views of the same thing.
type Tab struct {
	Label, Href string
	Active      bool // set it, or leave it to the address of the page
	Count       int  // 0 shows nothing
}

// markedTab returns which tab belongs to the page: the one set Active, otherwise the best fit, or -1.
func markedTab(ctx context.Context, tabs []Tab) int {
	hrefs := make([]string, len(tabs))
	for i, t := range tabs {
		if t.Active {
			return i
		}
		hrefs[i] = t.Href
	}
	return active(ViewOf(ctx).Path, hrefs)
}

// markedLink is markedTab for a row of links.
func markedLink(ctx context.Context, links []NavLink) int {
	hrefs := make([]string, len(links))
	for i, l := range links {
		if l.Active {
			return i
		}
		hrefs[i] = l.Href
	}
	return active(ViewOf(ctx).Path, hrefs)
}

// markedMenu returns the address of the menu item that belongs to the page, or "".
func markedMenu(ctx context.Context, groups []MenuGroup) string {
	var hrefs []string
	for _, g := range groups {
		for _, it := range g.Items {
			hrefs = append(hrefs, it.Href)
		}
	}
	if i := active(ViewOf(ctx).Path, hrefs); i >= 0 {
		return hrefs[i]
	}
	return ""
}
