package notify

import (
	"context"
	"encoding/json"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Filter chooses messages of an inbox and the language to show them in.
type Filter struct {
	Unread bool
	Lang   string // "zh" or "en"
}

// UnreadCap is the most that UnreadCount counts to: more is not worth the time on every page.
const UnreadCap = 100

// Inbox returns the account's messages, the newest first.
func (s *Service) Inbox(ctx context.Context, accountID string, req page.Request, f Filter) (page.Of[Item], error) {
	var before string
	if _, err := req.After(&before); err != nil {
		return page.Of[Item]{}, err
	}
	if before != "" && !idForm.MatchString(before) {
		return page.Of[Item]{}, page.ErrBadCursor
	}
	rows, err := listInbox(ctx, s.db.Reader(), inboxQuery{accountID, before, f.Unread, req.Size() + 1})
	if err != nil {
		return page.Of[Item]{}, err
	}
	texts, err := s.texts(ctx)
	if err != nil {
		return page.Of[Item]{}, err
	}
	items := make([]Item, len(rows))
	for i, r := range rows {
		items[i] = texts.item(r, f.Lang)
	}
	return page.Cut(items, req.Size(), func(i Item) []any { return []any{i.ID} }), nil
}

// Get returns a message of the account in the language, or ErrMessageNotFound.
func (s *Service) Get(ctx context.Context, accountID, messageID, lang string) (Item, error) {
	if !idForm.MatchString(messageID) {
		return Item{}, ErrMessageNotFound
	}
	r, err := getMessage(ctx, s.db.Reader(), accountID, messageID)
	if err != nil {
		return Item{}, err
	}
	texts, err := s.texts(ctx)
	if err != nil {
		return Item{}, err
	}
	return texts.item(r, lang), nil
}

// UnreadCount counts the account's unread messages, to UnreadCap.
func (s *Service) UnreadCount(ctx context.Context, accountID string) (int, error) {
	return countUnread(ctx, s.db.Reader(), accountID)
}

// MarkRead marks messages of the account as read. Those already read keep their time; those of others are left alone.
func (s *Service) MarkRead(ctx context.Context, accountID string, messageIDs ...string) error {
	if len(messageIDs) == 0 {
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		for _, messageID := range messageIDs {
			if !idForm.MatchString(messageID) {
				continue
			}
			if err := updateRead(ctx, tx, accountID, messageID); err != nil {
				return err
			}
		}
		return nil
	})
}

// MarkAllRead marks every unread message of the account as read.
func (s *Service) MarkAllRead(ctx context.Context, accountID string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return updateAllRead(ctx, tx, accountID)
	})
}

func (c catalog) item(r row, lang string) Item {
	title, body := c.render(r.event, lang, r.values())
	link := r.link
	if !localPath(link) {
		link = ""
	}
	return Item{ID: r.id, Event: r.event, Class: r.class, Title: title, Text: body, Link: link,
		CreatedAt: r.createdAt, ReadAt: r.readAt}
}

func (r row) values() map[string]string {
	var params map[string]string
	if json.Unmarshal([]byte(r.params), &params) != nil {
		return nil // a damaged row still shows its title
	}
	return params
}
