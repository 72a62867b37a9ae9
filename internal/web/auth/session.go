package auth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/web/ui"
)

// SessionLifetime is how long a browser stays signed in, by the wall clock, however much it is used.
const SessionLifetime = 7 * 24 * time.Hour

func newSessions(cfg Config) *scs.SessionManager {
	m := scs.New()
	m.Store = cfg.Accounts.Sessions()
	m.Codec = account.SessionCodec{}
	m.Lifetime = SessionLifetime
	m.Cookie.Name = "souk_session"
	if cfg.SecureCookies {
		// The prefix makes browsers refuse a cookie of this name that a plain or a neighbouring host set.
		m.Cookie.Name = "__Host-souk_session"
		m.Cookie.Secure = true
	}
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		if r.Context().Err() != nil {
			return // the browser is gone, and nobody reads the answer
		}
		cfg.Log.ErrorContext(r.Context(), "session failed", "path", r.URL.Path, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
	return m
}

// Identify finds out who sends a request, by the session cookie, and puts the account.Actor into the context. It must
// run before ui.Site.Middleware. Bearer tokens are for the API only and are not looked at.
func (p *Pages) Identify(next http.Handler) http.Handler {
	return p.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := p.actor(r.Context())
		switch {
		case err != nil:
			p.sessions.ErrorFunc(w, r, err)
		case actor.ID == "":
			ctx := audit.WithOrigin(r.Context(), audit.Origin{Via: audit.ViaPage, Address: p.cfg.Address(r), Agent: r.UserAgent()})
			next.ServeHTTP(w, r.WithContext(ctx))
		default:
			ctx := audit.WithOrigin(account.WithActor(r.Context(), actor), audit.Origin{AccountID: actor.ID, UserID: actor.UserID,
				Name: actor.Name, Via: audit.ViaPage, Address: p.cfg.Address(r), Agent: r.UserAgent()})
			next.ServeHTTP(w, r.WithContext(ctx))
		}
	}))
}

// actor is who the session belongs to, or nobody.
func (p *Pages) actor(ctx context.Context) (account.Actor, error) {
	id := p.sessions.GetString(ctx, account.SessionAccount)
	if id == "" {
		return account.Actor{}, nil
	}
	actor, err := p.cfg.Accounts.Actor(ctx, id)
	if errors.Is(err, account.ErrAccountNotFound) || errors.Is(err, account.ErrAccountDisabled) {
		return account.Actor{}, p.sessions.Destroy(ctx)
	}
	return actor, err
}

// Person is who is signed in, for ui.Site.
func Person(r *http.Request) *ui.Person {
	a, ok := account.ActorFrom(r.Context())
	if !ok {
		return nil
	}
	return &ui.Person{ID: a.UserID, Name: a.Name, Kind: string(a.Kind)}
}

// Unread counts a person's unread messages, for ui.Site. A page without the number is better than none.
func (p *Pages) Unread(ctx context.Context, who *ui.Person) int {
	n, err := p.cfg.Messages.UnreadCount(ctx, who.ID)
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "unread messages not counted", "account", who.ID, "error", err)
	}
	return n
}
