package auth

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// console is the frame of an account page.
func console(ctx context.Context, title, lead string) ui.ConsolePage {
	return menu.Account(ctx, ui.ConsolePage{Title: title, Lead: lead, Narrow: true})
}

// typed is what was typed into the sign-in form, without the password.
func (f loginForm) typed() url.Values {
	if f.err == nil {
		return nil
	}
	return ui.Values("login", f.login)
}

func (f loginForm) hidden() []ui.Hidden {
	if f.next == "" {
		return nil
	}
	return []ui.Hidden{{Name: "next", Value: f.next}}
}

// post signs a demo account in at once.
func (f loginForm) post(ctx context.Context, d DemoLogin) ui.Post {
	return ui.Post{Action: "/login", Hidden: append(f.hidden(), ui.Hidden{Name: "login", Value: d.Login}, ui.Hidden{Name: "password", Value: d.Password}),
		Btn: ui.Btn{Label: ui.T(ctx, "auth.demo.enter"), Small: true}}
}

func langOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: i18n.ZH, Label: ui.T(ctx, "auth.lang.zh")}, {Value: i18n.EN, Label: ui.T(ctx, "auth.lang.en")}}
}

// tokenTable lists API tokens.
func tokenTable(ctx context.Context, tokens []account.Token) ui.Table {
	t := ui.Table{ID: "tokens", Caption: ui.T(ctx, "auth.tokens.title"),
		Columns: []ui.Column{{Label: ui.T(ctx, "auth.tokens.name"), Wide: true}, {Label: ui.T(ctx, "auth.tokens.token")},
			{Label: ui.T(ctx, "auth.tokens.created")}, {Label: ui.T(ctx, "auth.tokens.used")}, {Label: ui.T(ctx, "auth.tokens.expires")}, {Label: ui.T(ctx, "auth.tokens.action"), End: true}},
		Empty: ui.Empty{Icon: "key", Title: ui.T(ctx, "auth.tokens.none"), Text: ui.T(ctx, "auth.tokens.none.text")}}
	for _, tok := range tokens {
		used := templ.Component(ui.Muted(ui.T(ctx, "auth.tokens.never")))
		if !tok.LastUsed.IsZero() {
			used = ui.Time(tok.LastUsed)
		}
		expires := templ.Component(ui.Muted(ui.T(ctx, "auth.tokens.expires.never")))
		switch {
		case !tok.Expires.IsZero() && !tok.Expires.After(ui.ViewOf(ctx).Now):
			expires = ui.Badge(ui.Warning, ui.T(ctx, "auth.tokens.expired"))
		case !tok.Expires.IsZero():
			expires = ui.Date(tok.Expires)
		}
		name := templ.Component(ui.Text(tok.Name))
		if len(tok.Scopes) > 0 {
			name = ui.TwoLines(tok.Name, ui.T(ctx, "auth.tokens.scoped", "n", len(tok.Scopes)))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{name, ui.Mono(account.TokenPrefix + "…" + tok.Hint),
			ui.Time(tok.CreatedAt), used, expires, ui.ConfirmButton(ui.Confirm{ID: "revoke-" + tok.ID,
				Btn:   ui.Btn{Label: ui.T(ctx, "auth.tokens.revoke"), Kind: ui.Risky, Small: true},
				Title: ui.T(ctx, "auth.tokens.revoke.title", "name", tok.Name), Text: ui.T(ctx, "auth.tokens.revoke.text"),
				Action: "/account/tokens/" + tok.ID + "/revoke", Harmful: true})}})
	}
	return t
}

// messageTable lists messages.
func messageTable(ctx context.Context, in inbox) ui.Table {
	t := ui.Table{ID: "messages", Caption: ui.T(ctx, "auth.messages.title"), Next: in.list.Next,
		Columns: []ui.Column{{Label: ui.T(ctx, "auth.messages.message"), Wide: true}, {Label: ui.T(ctx, "auth.messages.state")}, {Label: ui.T(ctx, "auth.messages.time")}},
		Empty:   ui.Empty{Icon: "bell", Title: ui.T(ctx, "auth.messages.none"), Text: ui.T(ctx, "auth.messages.none.text")}}
	if in.unread {
		t.Empty = ui.Empty{Icon: "check-circle", Title: ui.T(ctx, "auth.messages.noneunread"), Text: ui.T(ctx, "auth.messages.noneunread.text")}
	}
	for _, m := range in.list.Items {
		row := ui.Row{Href: "/messages/" + m.ID, Cells: []templ.Component{ui.TwoLines(m.Title, m.Text), messageState(ctx, m), ui.Time(m.CreatedAt)}}
		if m.Unread() {
			row.Tone = ui.Info
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func messageState(ctx context.Context, m notify.Item) templ.Component {
	if m.Unread() {
		return ui.Badge(ui.Info, ui.T(ctx, "auth.messages.unread"))
	}
	return ui.Badge(ui.Neutral, ui.T(ctx, "auth.messages.read"))
}

func messageTabs(ctx context.Context, unread bool) []ui.Tab {
	return []ui.Tab{{Label: ui.T(ctx, "auth.messages.all"), Href: "/messages", Active: !unread},
		{Label: ui.T(ctx, "auth.messages.unread"), Href: "/messages?show=unread", Active: unread, Count: ui.ViewOf(ctx).Unread}}
}
