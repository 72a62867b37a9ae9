package auth

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

func (p *Pages) showSessions(w http.ResponseWriter, r *http.Request) {
	list, err := p.cfg.Accounts.ListSessions(r.Context(), me(r).UserID, p.sessions.Token(r.Context()))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, sessionsPage(list))
}

func (p *Pages) revokeSession(w http.ResponseWriter, r *http.Request) {
	if err := p.cfg.Accounts.RevokeSession(r.Context(), me(r), r.PathValue("id")); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.sessions.ended"))
	ui.Redirect(w, r, "/account/sessions")
}

func (p *Pages) revokeOthers(w http.ResponseWriter, r *http.Request) {
	if err := p.cfg.Accounts.RevokeOtherSessions(r.Context(), me(r), p.sessions.Token(r.Context())); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.sessions.allended"))
	ui.Redirect(w, r, "/account/sessions")
}

// sessionTable lists where somebody is signed in.
func sessionTable(ctx context.Context, list []account.Session) ui.Table {
	t := ui.Table{ID: "sessions", Caption: ui.T(ctx, "auth.sessions.title"),
		Columns: []ui.Column{{Label: ui.T(ctx, "auth.sessions.device"), Wide: true}, {Label: ui.T(ctx, "auth.sessions.address")},
			{Label: ui.T(ctx, "auth.sessions.began")}, {Label: ui.T(ctx, "auth.sessions.seen")}, {Label: ui.T(ctx, "auth.sessions.action"), End: true}},
		Empty: ui.Empty{Icon: "lock", Title: ui.T(ctx, "auth.sessions.none"), Text: ui.T(ctx, "auth.sessions.none.text")}}
	for _, s := range list {
		last := ui.Badge(ui.Success, ui.T(ctx, "auth.sessions.current"))
		if !s.Current {
			last = ui.ConfirmButton(ui.Confirm{ID: "end-" + s.ID, Btn: ui.Btn{Label: ui.T(ctx, "auth.sessions.end"), Kind: ui.Risky, Small: true},
				Title: ui.T(ctx, "auth.sessions.end.title"), Text: ui.T(ctx, "auth.sessions.end.text"),
				Action: "/account/sessions/" + s.ID + "/revoke", Harmful: true})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{ui.Text(deviceOf(ctx, s.Agent)), ui.Mono(s.Address), ui.Time(s.CreatedAt), ui.Time(s.SeenAt), last}})
	}
	return t
}

func deviceOf(ctx context.Context, agent string) string {
	browser, system := device(agent)
	switch {
	case browser == "" && system == "":
		return ui.T(ctx, "auth.sessions.unknown")
	case browser == "" || system == "":
		return browser + system
	}
	return browser + " · " + system
}
