package auth

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/web/ui"
)

// passkeyForm is a form that asks the browser for a passkey.
type passkeyForm struct {
	kind   string // "get" or "create", as of navigator.credentials
	begin  string // where the question comes from
	domain string // host name that passkeys are bound to; "" draws nothing
	class  string
}

// label and help name what somebody has.
func (f secondForm) label(ctx context.Context) string {
	if f.app {
		return ui.T(ctx, "auth.second.code")
	}
	return ui.T(ctx, "auth.second.recovery")
}

func (f secondForm) help(ctx context.Context) string {
	if f.app {
		return ui.T(ctx, "auth.second.code.help")
	}
	return ui.T(ctx, "auth.second.recovery.help")
}

func (v securityView) badge(ctx context.Context) templ.Component {
	if v.factor.On() {
		return ui.Badge(ui.Success, ui.T(ctx, "auth.security.on"))
	}
	return ui.Badge(ui.Warning, ui.T(ctx, "auth.security.off"))
}

// removal says what taking the app away means.
func (v securityView) removal(ctx context.Context) string {
	if len(v.factor.Passkeys) > 0 {
		return ui.T(ctx, "auth.security.app.remove.text")
	}
	return ui.T(ctx, "auth.security.app.remove.last")
}

// addKind keeps one main button on the page.
func (v securityView) addKind() string {
	if v.factor.Authenticator {
		return ui.Primary
	}
	return ui.Outline
}

// recoveryTone warns when few codes are left.
func (v securityView) recoveryTone() ui.Tone {
	switch {
	case v.factor.RecoveryLeft == 0:
		return ui.Danger
	case v.factor.RecoveryLeft <= 3:
		return ui.Warning
	}
	return ui.Success
}

func lastUsed(ctx context.Context, at time.Time) templ.Component {
	if at.IsZero() {
		return ui.Muted(ui.T(ctx, "auth.security.never"))
	}
	return ui.Time(at)
}
