package auth

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

// frame is the page around the form: a sub-user signs in at its own address.
func (f loginForm) frame(ctx context.Context) ui.AuthPage {
	if f.owner != "" {
		return ui.AuthPage{Title: ui.T(ctx, "auth.login.sub.title"), Lead: ui.T(ctx, "auth.login.sub.lead")}
	}
	return ui.AuthPage{Title: ui.T(ctx, "auth.login.title"), Lead: ui.T(ctx, "auth.login.lead"), Aside: loginAside(f)}
}

func accountOptions(ctx context.Context, list []account.Account) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, a := range list {
		out[i] = ui.Option{Value: a.ID, Label: a.Login, Help: a.Name, Note: ui.T(ctx, "ui.kind."+string(a.Kind)), Icon: "user"}
	}
	return out
}

// channelTabs switch between phone and e-mail.
func channelTabs(ctx context.Context, base string, on account.Channel) []ui.Tab {
	return []ui.Tab{{Label: ui.T(ctx, "auth.by.sms"), Href: base, Active: on == account.BySMS},
		{Label: ui.T(ctx, "auth.by.mail"), Href: base + "?by=mail", Active: on == account.ByMail}}
}

// targetField is the field of an address that gets a code.
func targetField(ctx context.Context, ch account.Channel, focus bool) ui.Field {
	if ch == account.ByMail {
		return ui.Field{Name: "target", Label: ui.T(ctx, "auth.target.mail"), Type: "email", Required: true, Complete: "email", AutoFocus: focus}
	}
	return ui.Field{Name: "target", Label: ui.T(ctx, "auth.target.sms"), Type: "tel", Required: true, Complete: "tel", AutoFocus: focus,
		Help: ui.T(ctx, "auth.target.sms.help")}
}

// contactLine is a contact as the profile shows it.
type contactLine struct {
	channel account.Channel
	value   string
	proven  bool
}

func contactsOf(a account.Account) []contactLine {
	return []contactLine{{account.BySMS, a.Phone, a.PhoneProven}, {account.ByMail, a.Email, a.EmailProven}}
}

// present is the address that is going to be replaced, or proven.
func (f contactForm) present() string {
	if f.channel == account.ByMail {
		return f.acc.Email
	}
	return f.acc.Phone
}
