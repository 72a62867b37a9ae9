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
	return ui.AuthPage{Title: ui.T(ctx, "auth.login.title"), Lead: ui.T(ctx, "auth.login.lead"), Aside: demoCards(f)}
}

func accountOptions(ctx context.Context, list []account.Account) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, a := range list {
		out[i] = ui.Option{Value: a.ID, Label: a.Login, Help: a.Name, Note: ui.T(ctx, "ui.kind."+string(a.Kind)), Icon: "user"}
	}
	return out
}
