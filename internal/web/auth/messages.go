package auth

import (
	"net/http"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/ui"
)

// inbox is the page of the message centre.
type inbox struct {
	list   page.Of[notify.Item]
	unread bool
}

func (p *Pages) showMessages(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	in := inbox{unread: q.Get("show") == "unread"}
	var err error
	in.list, err = p.cfg.Messages.Inbox(r.Context(), me(r).UserID, page.Request{Cursor: q.Get("cursor")},
		notify.Filter{Unread: in.unread, Lang: ui.Lang(r.Context())})
	if err != nil {
		p.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, messagesPage(in))
}

func (p *Pages) showMessage(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	item, err := p.cfg.Messages.Get(ctx, me(r).UserID, r.PathValue("id"), ui.Lang(ctx))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	// Opening is reading. A request that only asks for the headers, or a browser that fetches ahead, has not read it.
	if item.Unread() && r.Method == http.MethodGet && r.Header.Get("Sec-Purpose") == "" {
		if err := p.cfg.Messages.MarkRead(ctx, me(r).UserID, item.ID); err != nil {
			p.fail(w, r, err)
			return
		}
		if v := ui.ViewOf(ctx); v.Unread > 0 {
			v.Unread-- // it was counted before this page was drawn
		}
	}
	ui.Render(w, r, http.StatusOK, messagePage(item))
}

func (p *Pages) markAllRead(w http.ResponseWriter, r *http.Request) {
	if err := p.cfg.Messages.MarkAllRead(r.Context(), me(r).UserID); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.messages.allread"))
	ui.Redirect(w, r, "/messages")
}
