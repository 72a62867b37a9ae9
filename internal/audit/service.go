package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Service reads the logs. Writing is [Record], which needs no service.
type Service struct{ db *storage.DB }

// New makes the service.
func New(db *storage.DB) *Service { return &Service{db} }

// Scope is how far a reader sees. The zero Scope sees nothing.
type Scope struct {
	log string
	all bool
}

// Of is the log of one account, as its owner sees it: who acted for the marketplace, and from where, is left out.
func Of(accountID string) Scope { return Scope{log: accountID} }

// Everything are all logs, as operators see them.
func Everything() Scope { return Scope{all: true} }

// Filter narrows a list; empty fields want nothing.
type Filter struct {
	Log     string // account id or Platform; means something only to a reader of Everything
	UserID  string // the person who acted
	Action  string // "account.signed_in", or a whole area: "account"
	Object  string
	Address string
	From    time.Time // at or after
	Before  time.Time // before
	Text    string    // in the action's name, the person's, the object, the reason, before or after
}

// List returns entries, the latest first. Errors: bad_cursor.
func (s *Service) List(ctx context.Context, scope Scope, f Filter, req page.Request) (page.Of[Entry], error) {
	q := query{scope: scope, filter: f, limit: req.Size() + 1, before: lastID, after: firstID}
	if !f.From.IsZero() {
		q.after = id.Floor(prefix, f.From)
	}
	if !f.Before.IsZero() {
		q.before = id.Floor(prefix, f.Before)
	}
	if _, err := req.After(&q.before); err != nil {
		return page.Of[Entry]{}, err
	}
	rows, err := listEntries(ctx, s.db.Reader(), q)
	if err != nil {
		return page.Of[Entry]{}, fmt.Errorf("list audit entries: %w", err)
	}
	for i := range rows {
		rows[i] = scope.show(rows[i])
	}
	return page.Cut(rows, req.Size(), func(e Entry) []any { return []any{e.ID} }), nil
}

// All yields every entry that List would return, page by page: no cursor of the database stays open, however slowly the
// entries are taken. It ends with the first error.
func (s *Service) All(ctx context.Context, scope Scope, f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		req := page.Request{Limit: page.MaxLimit}
		for {
			p, err := s.List(ctx, scope, f, req)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, e := range p.Items {
				if !yield(e, nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			req.Cursor = p.Next
		}
	}
}

// Get returns one entry. Errors: ErrEntryNotFound.
func (s *Service) Get(ctx context.Context, scope Scope, entryID string) (Entry, error) {
	e, err := getEntry(ctx, s.db.Reader(), entryID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !scope.sees(e.Log) {
		return Entry{}, ErrEntryNotFound
	}
	if err != nil {
		return Entry{}, fmt.Errorf("audit entry %s: %w", entryID, err)
	}
	return scope.show(e), nil
}

func (s Scope) sees(log string) bool { return s.all || s.log != "" && s.log == log }

// show leaves out who acted for the marketplace, and from where, where the reader is the owner of the log.
func (s Scope) show(e Entry) Entry {
	if by := e.Origin.AccountID; !s.all && by != "" && by != s.log {
		e.Outside = true
		e.Origin = Origin{Via: e.Origin.Via}
	}
	return e
}

// The ids between which every entry lies.
const (
	prefix  = "aud"
	firstID = "aud_0"
	lastID  = "aud_zzzzzzzzzzzzzzzzzzzzzzzzzz"
)

// pattern is what an action must be like: itself, or any of an area.
func (f Filter) pattern() string {
	p := storage.Contains(f.Action)
	if p == "" {
		return ""
	}
	p = p[1 : len(p)-1] // the whole text, not a part
	if !strings.Contains(f.Action, ".") {
		p += ".%"
	}
	return p
}
