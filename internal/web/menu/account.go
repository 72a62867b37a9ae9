package menu

import (
	"context"
	"embed"
	"io/fs"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the account pages' menu; all keys start with "menu.".
func LocaleFS() fs.FS { return locale }

// accountPages are the pages about oneself and one's organisation.
func accountPages(ctx context.Context) []Group {
	return []Group{
		{Title: ui.T(ctx, "menu.account.me"), Items: []Item{
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.profile"), Href: "/account", Icon: "settings"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.password"), Href: "/account/password", Icon: "lock"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.security"), Href: "/account/security", Icon: "shield-check"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.sessions"), Href: "/account/sessions", Icon: "monitor"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.tokens"), Href: "/account/tokens", Icon: "key"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.keys"), Href: "/account/keys", Icon: "plug"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.messages"), Href: "/messages", Icon: "message", Badge: ui.ViewOf(ctx).Unread},
			{Needs: account.MainUser, Label: ui.T(ctx, "menu.account.told"), Href: "/messages/settings", Icon: "bell"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.account.data"), Href: "/account/data", Icon: "download"},
		}},
		{Title: ui.T(ctx, "menu.account.org"), Items: []Item{
			{Needs: account.MainUser, Label: ui.T(ctx, "menu.account.realname"), Href: "/account/realname", Icon: "id-card"},
			{Needs: account.BuyerAgreements, Label: ui.T(ctx, "menu.account.agreements"), Href: "/account/agreements", Icon: "file-text"},
			{Needs: account.MainUser, Label: ui.T(ctx, "menu.account.users"), Href: "/account/users", Icon: "users"},
			{Needs: account.MainUser, Label: ui.T(ctx, "menu.account.groups"), Href: "/account/groups", Icon: "shield"},
			{Needs: account.MainUser, Label: ui.T(ctx, "menu.account.sso"), Href: "/account/sso", Icon: "lock"},
			{Needs: account.OrgAudit, Label: ui.T(ctx, "menu.account.audit"), Href: "/account/audit", Icon: "scroll-text"},
		}},
	}
}

// Account is the frame of an account page: its area and the menu as far as the person may follow it.
func Account(ctx context.Context, p ui.ConsolePage) ui.ConsolePage {
	p.Area, p.AreaURL, p.Menu = ui.T(ctx, "menu.account"), "/account", Permitted(ctx, accountPages(ctx))
	return p
}
