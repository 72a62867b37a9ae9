package auth

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// What a session holds while somebody signs in.
const (
	sessionPending  = "pending"  // account.Pending as JSON: the password was right
	sessionNext     = "next"     // where to go afterwards
	sessionCeremony = "ceremony" // id of the question to the browser
)

// enter lets somebody in who proved the password: at once, or after the second step. Every way to sign in that proves no
// second factor itself ends here.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request, acc account.Account, next string) {
	var err error
	if !acc.SecondFactor {
		err = p.land(w, r, account.SignIn{Account: acc, Way: account.ByPassword}, next)
	} else if err = p.wait(r, acc, next); err == nil {
		ui.Redirect(w, r, secondPath)
	}
	if err != nil {
		p.fail(w, r, err)
	}
}

// land begins the session of somebody who proved everything, and leads to next.
func (p *Pages) land(w http.ResponseWriter, r *http.Request, in account.SignIn, next string) error {
	actor, err := p.cfg.Accounts.Actor(r.Context(), in.Account.ID)
	if err != nil {
		return err
	}
	if err := p.begin(r, in); err != nil {
		return err
	}
	p.keepLanguage(w, r, in.Account.Lang)
	ui.Redirect(w, r, landing(next, actor.Kind))
	return nil
}

// wait keeps who is signing in until the second step. Whoever was signed in before is not any more.
func (p *Pages) wait(r *http.Request, acc account.Account, next string) error {
	ctx := r.Context()
	pending, err := p.cfg.Accounts.BeginSecond(ctx, acc.ID)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(pending)
	if err != nil {
		return err
	}
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	p.sessions.Remove(ctx, account.SessionAccount)
	p.sessions.Put(ctx, sessionPending, string(raw))
	p.sessions.Put(ctx, sessionNext, next)
	p.sessions.SetDeadline(ctx, clock.Wall().Add(account.SecondWithin))
	return nil
}

// pending is the sign-in that waits in the session; zero for none.
func (p *Pages) pending(r *http.Request) account.Pending {
	var out account.Pending
	if json.Unmarshal([]byte(p.sessions.GetString(r.Context(), sessionPending)), &out) != nil {
		return account.Pending{}
	}
	return out
}

const secondPath = "/login/second"

// secondForm is the page of the second step.
type secondForm struct {
	acc    account.Account
	keys   bool   // a passkey will do
	app    bool   // an app's code will do
	domain string // of passkeys
	code   string // in a demo: the app's present code
	soon   bool   // in a demo: the present code was used, the next one comes within half a minute
	err    error
}

func (p *Pages) showSecond(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	return p.drawSecond(w, r, nil)
}

func (p *Pages) drawSecond(w http.ResponseWriter, r *http.Request, refused error) error {
	ctx := r.Context()
	acc, err := p.cfg.Accounts.WhoWaits(ctx, p.pending(r))
	if errors.Is(err, account.ErrSecondExpired) {
		return p.startOver(w, r)
	}
	if err != nil {
		return err
	}
	factor, err := p.cfg.Accounts.SecondFactor(ctx, acc.ID)
	if err != nil {
		return err
	}
	f := secondForm{acc: acc, keys: len(factor.Passkeys) > 0, app: factor.Authenticator, domain: p.cfg.Accounts.PasskeyDomain(), err: refused}
	f.code, f.soon = p.demoCode(acc, factor)
	w.Header().Set("Cache-Control", "no-store")
	ui.Render(w, r, ui.StatusOf(refused), secondPage(f))
	return nil
}

// startOver sends somebody back to the beginning who waited too long.
func (p *Pages) startOver(w http.ResponseWriter, r *http.Request) error {
	next := door.LocalPath(p.sessions.GetString(r.Context(), sessionNext))
	ui.SetFlash(w, r, ui.Warning, apperr.Of(account.ErrSecondExpired).Text(ui.Lang(r.Context())))
	ui.Redirect(w, r, door.SignInURL(next))
	return nil
}

func (p *Pages) second(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	acc, err := p.cfg.Accounts.PassSecond(r.Context(), account.SecondInput{Pending: p.pending(r),
		Code: secret.Text(r.PostForm.Get("code")), Address: p.cfg.Address(r)})
	return p.passed(w, r, account.SignIn{Account: acc, Way: account.ByPasswordAndCode}, err)
}

func (p *Pages) secondByPasskey(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	acc, err := p.cfg.Accounts.PassSecondByPasskey(r.Context(), account.PasskeyAnswer{Pending: p.pending(r),
		CeremonyID: p.sessions.PopString(r.Context(), sessionCeremony), Answer: answer(r)})
	return p.passed(w, r, account.SignIn{Account: acc, Way: account.ByPasswordAndPasskey}, err)
}

func (p *Pages) passed(w http.ResponseWriter, r *http.Request, in account.SignIn, err error) error {
	switch {
	case errors.Is(err, account.ErrSecondExpired):
		return p.startOver(w, r)
	case err != nil && refused(err):
		return p.drawSecond(w, r, err)
	case err != nil:
		return err
	}
	next := door.LocalPath(p.sessions.GetString(r.Context(), sessionNext))
	return p.land(w, r, in, next)
}

// demoCode is the code that the app of a demo's account would show now. A code is taken once: of one that was used the
// next is shown, and nothing while that comes too early.
func (p *Pages) demoCode(acc account.Account, f account.SecondFactor) (code string, soon bool) {
	i := slices.IndexFunc(p.cfg.Demo, func(d DemoLogin) bool { return d.Login == acc.Login && d.TOTP != "" })
	if i < 0 || !f.Authenticator {
		return "", false
	}
	now := totp.Step(clock.Wall())
	step := max(now, f.LastStep+1)
	if step > now+totp.Skew {
		return "", true
	}
	code, err := totp.Code(p.cfg.Demo[i].TOTP, step)
	return code, err != nil
}

// ceremonyFor is how long a visitor's session lives for the sake of a question to the browser.
const ceremonyFor = 10 * time.Minute
