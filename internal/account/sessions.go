package account

import (
	"context"
	"regexp"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

// Session is a browser that signed in, as its person sees it. Times are wall-clock time.
type Session struct {
	ID        string // "ses_…"
	Agent     string // the User-Agent that it had when it signed in
	Address   string // the IP address that it had then
	CreatedAt time.Time
	SeenAt    time.Time // to SeenEvery
	ExpiresAt time.Time
	Current   bool // the one that asks
}

var sessionIDForm = regexp.MustCompile(`^ses_[0-9a-z]{26}$`)

// ListSessions returns a person's live sessions, the last used first. current is the token of the one that asks, or "".
func (s *Service) ListSessions(ctx context.Context, userID, current string) ([]Session, error) {
	list, err := listSessions(ctx, s.db.Reader(), userID, s.wall())
	if err != nil {
		return nil, err
	}
	mine := ""
	if current != "" {
		mine = sessionHash(current)
	}
	out := make([]Session, len(list))
	for i, x := range list {
		out[i] = Session{x.id, x.agent, x.address, x.created, x.seen, x.expires, x.hash == mine}
	}
	return out, nil
}

// RevokeSession ends one of a person's sessions at once, on every node. One of somebody else is ErrSessionNotFound.
func (s *Service) RevokeSession(ctx context.Context, who Actor, sessionID string) error {
	if !sessionIDForm.MatchString(sessionID) {
		return ErrSessionNotFound
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := endSession(ctx, tx, who.UserID, sessionID)
		if err == nil && n == 0 {
			return ErrSessionNotFound
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditSessionsEnded, AccountID: who.ID, Object: sessionID})
	})
}

// RevokeOtherSessions ends all of a person's sessions but the one whose token is current; "" ends all.
func (s *Service) RevokeOtherSessions(ctx context.Context, who Actor, current string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := deleteOtherSessions(ctx, tx, who.UserID, sessionHash(current)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditSessionsEnded, AccountID: who.ID, Object: who.UserID,
			After: map[string]any{"all": true}})
	})
}
