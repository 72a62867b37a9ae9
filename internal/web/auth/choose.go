package auth

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/web/ui"
)

// A phone number may have several accounts, and they may share a password: who signs in with it chooses. The choice waits
// in the session, where only we can have put it.
const (
	sessionChoice = "choice"
	choiceWithin  = 10 * time.Minute
)

type choice struct {
	IDs   []string `json:"ids"`
	Next  string   `json:"next"`
	Until int64    `json:"until"` // wall clock, Unix seconds
}

// offer lets somebody whose password fits several accounts choose one. The session's id is a new one.
func (p *Pages) offer(w http.ResponseWriter, r *http.Request, accounts []account.Account, next string) {
	c := choice{Next: next, Until: clock.Wall().Add(choiceWithin).Unix()}
	for _, a := range accounts {
		c.IDs = append(c.IDs, a.ID)
	}
	raw, err := json.Marshal(c)
	if err == nil {
		err = p.sessions.RenewToken(r.Context())
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.sessions.Put(r.Context(), sessionChoice, string(raw))
	ui.Redirect(w, r, "/login/choose")
}

// offered is the choice that waits; ok is false when there is none.
func (p *Pages) offered(r *http.Request) (c choice, ok bool) {
	raw := p.sessions.GetString(r.Context(), sessionChoice)
	if raw == "" || json.Unmarshal([]byte(raw), &c) != nil || clock.Wall().Unix() > c.Until {
		return choice{}, false
	}
	return c, true
}

func (p *Pages) showChoice(w http.ResponseWriter, r *http.Request) {
	p.drawChoice(w, r, nil)
}

func (p *Pages) drawChoice(w http.ResponseWriter, r *http.Request, err error) {
	c, ok := p.offered(r)
	if !ok {
		ui.Redirect(w, r, "/login")
		return
	}
	byID, readErr := p.cfg.Accounts.GetMany(r.Context(), c.IDs)
	if readErr != nil {
		p.fail(w, r, readErr)
		return
	}
	var list []account.Account
	for _, id := range c.IDs {
		if a, ok := byID[id]; ok {
			list = append(list, a)
		}
	}
	ui.Render(w, r, ui.StatusOf(err), choicePage(list, err))
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	c, ok := p.offered(r)
	id := r.PostForm.Get("account")
	switch {
	case !ok:
		ui.Redirect(w, r, "/login")
		return
	case !slices.Contains(c.IDs, id):
		p.drawChoice(w, r, field("account", account.ErrAccountChoice))
		return
	}
	p.sessions.Remove(r.Context(), sessionChoice)
	acc, err := p.cfg.Accounts.Get(r.Context(), id)
	if err == nil {
		_, err = p.cfg.Accounts.Actor(r.Context(), id) // it may have been switched off meanwhile
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.enter(w, r, acc, c.Next)
}
