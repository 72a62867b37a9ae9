package ui

import (
	"context"
	"net/url"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Kinds of person, which decide the consoles that the account menu offers.
const (
	KindBuyer    = "buyer"
	KindSeller   = "seller"
	KindOperator = "operator"
)

// View is everything a component may know about the request it is drawn for.
type View struct {
	Lang      string     // "zh" or "en"
	Theme     string     // "light", "dark" or "" (as the system prefers)
	Path      string     // URL path of the page
	Query     url.Values // query of the page; read only
	Person    *Person    // nil when nobody is signed in
	Unread    int        // unread messages of Person
	Sandbox   *Sandbox   // nil outside sandbox mode
	Flash     []Flash    // notes left by the request before this one
	RequestID string     // shown on error pages
	Now       time.Time  // one instant for the whole page, from the market's clock
	Links     Links
	Bundle    *i18n.Bundle
	Uploads   func() string // what Person may still upload today; nil, or "", for nothing to say
}

// Person is who is signed in.
type Person struct {
	ID   string
	Name string
	Kind string // KindBuyer, KindSeller or KindOperator
}

// Sandbox describes the movable clock of a sandbox.
type Sandbox struct {
	Now    time.Time     // the market's time
	Offset time.Duration // how far it is ahead of the wall clock
	Action string        // where the bar posts "advance" (a duration) or "to" (local time); and "back", the page to return to
	Page   string        // what the clock is, and how far a move has come; "" for no such page
}

// Links are the addresses that the shells lead to.
type Links struct {
	Home, Search, SignIn, SignUp, SignOut, Messages, Account, Orders, Buyer, Seller, Operator, API, Penalties, Recent string
}

// DefaultLinks returns the addresses the market uses unless app says otherwise.
func DefaultLinks() Links {
	return Links{
		Home: "/", Search: "/search", SignIn: "/login", SignUp: "/register", SignOut: "/logout",
		Messages: "/messages", Account: "/account", Orders: "/buyer/orders",
		Buyer: "/buyer", Seller: "/seller", Operator: "/operator", API: "/api/docs", Penalties: "/penalties", Recent: "/recent",
	}
}

type viewKey struct{}

// WithView returns a context that carries v.
func WithView(ctx context.Context, v *View) context.Context {
	return context.WithValue(ctx, viewKey{}, v)
}

// ViewOf returns the view of the page being drawn. Outside a request it is an empty Chinese view, never nil.
func ViewOf(ctx context.Context) *View {
	if v, ok := ctx.Value(viewKey{}).(*View); ok {
		return v
	}
	return &View{Lang: i18n.ZH, Links: DefaultLinks()}
}

// uploadsLeft is what the visitor may still upload today, as upload fields show it; "" for nothing to say.
func uploadsLeft(ctx context.Context) string {
	if v := ViewOf(ctx); v.Uploads != nil {
		return v.Uploads()
	}
	return ""
}

// T returns the text of key in the language of v; kv fills {name} placeholders. Without a catalog it is the key itself.
func (v *View) T(key string, kv ...any) string {
	if v.Bundle == nil {
		return key
	}
	return v.Bundle.T(v.Lang, key, kv...)
}

// T returns the text of key in the language of the page being drawn; kv fills {name} placeholders.
func T(ctx context.Context, key string, kv ...any) string { return ViewOf(ctx).T(key, kv...) }

// Lang returns the language of the page being drawn, "zh" or "en".
func Lang(ctx context.Context) string { return ViewOf(ctx).Lang }

// In returns the half of a bilingual text that fits the page being drawn, or the other half when it is empty.
func In(ctx context.Context, t i18n.Text) string { return t.In(Lang(ctx)) }

// HTMLLang returns the BCP 47 tag for the lang attribute.
func (v *View) HTMLLang() string {
	if v.Lang == i18n.EN {
		return "en"
	}
	return "zh-CN"
}
