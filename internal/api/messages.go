package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
)

type messageItemView struct {
	ID        string     `json:"id" example:"msg_01kb3v0000000000000000000"`
	Event     string     `json:"event" example:"order.completed"`
	Class     int        `json:"class"`
	Title     string     `json:"title" doc:"In the language of Accept-Language."`
	Text      string     `json:"text" doc:"Plain text, several lines perhaps."`
	Link      string     `json:"link,omitempty" doc:"Path of the page to look at."`
	CreatedAt time.Time  `json:"created_at"`
	ReadAt    *time.Time `json:"read_at,omitempty"`
}

type unreadView struct {
	Unread int `json:"unread" doc:"Counted to 100 at most."`
}

type inboxInput struct {
	PageInput
	Unread bool `query:"unread" doc:"Only those that are not read yet."`
}

type readInput struct {
	Body struct {
		IDs []string `json:"ids,omitempty" maxItems:"100" doc:"The messages that were read. Those of others are left alone."`
		All bool     `json:"all,omitempty" doc:"Whether all were read; then without ids."`
	}
}

func (s *server) messages() {
	register(s, operation{id: "list-messages", method: get, path: "/messages", tag: tagMessages, summary: "List messages",
		description: "The inbox, the newest first.", needs: need(account.SignedIn), service: []string{"notify.Inbox"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *inboxInput) (*listOutput[messageItemView], error) {
			p, err := s.Messages.Inbox(ctx, actor(ctx).UserID, in.request(), notify.Filter{Unread: in.Unread, Lang: langOf(ctx)})
			return listed(p, itemOf), err
		})
	register(s, operation{id: "count-unread-messages", method: get, path: "/messages/unread", tag: tagMessages, summary: "Count unread messages",
		description: "For a badge.", needs: need(account.SignedIn), service: []string{"notify.UnreadCount"}},
		func(ctx context.Context, _ *none) (*output[unreadView], error) {
			n, err := s.Messages.UnreadCount(ctx, actor(ctx).UserID)
			return answer(unreadView{n}, err)
		})
	register(s, operation{id: "get-message", method: get, path: "/messages/{id}", tag: tagMessages, summary: "Get a message",
		description: "It stays unread.", needs: need(account.SignedIn), service: []string{"notify.Get"}, errors: []*apperr.Error{notify.ErrMessageNotFound}},
		func(ctx context.Context, in *IDInput) (*output[messageItemView], error) {
			m, err := s.Messages.Get(ctx, actor(ctx).UserID, in.ID, langOf(ctx))
			return answer(itemOf(m), err)
		})
	register(s, operation{id: "mark-messages-read", method: post, path: "/messages/read", tag: tagMessages, summary: "Mark messages as read",
		description: "Some, or all.", needs: need(account.SignedIn), service: []string{"notify.MarkRead", "notify.MarkAllRead"}, errors: []*apperr.Error{ErrReadTarget}},
		func(ctx context.Context, in *readInput) (*none, error) {
			if in.Body.All == (len(in.Body.IDs) > 0) {
				return nil, ErrReadTarget
			}
			if in.Body.All {
				return nil, s.Messages.MarkAllRead(ctx, actor(ctx).UserID)
			}
			return nil, s.Messages.MarkRead(ctx, actor(ctx).UserID, in.Body.IDs...)
		})
}

func itemOf(m notify.Item) messageItemView {
	return messageItemView{m.ID, m.Event, m.Class, m.Title, m.Text, m.Link, m.CreatedAt.UTC(), timeOrNil(m.ReadAt)}
}
