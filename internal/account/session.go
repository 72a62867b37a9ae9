package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// The keys under which a session holds what this room reads.
const (
	SessionAccount = "account" // the id of the person
	SessionAgent   = "agent"   // the browser's User-Agent when it signed in
	SessionAddress = "address" // its IP address then
)

// SeenEvery is how often the last use of a session is written down.
const SeenEvery = 5 * time.Minute

// Sessions keeps the sessions of pages in the database, so that any node serves any browser. It is a scs.CtxStore.
// Cookies are stored hashed: who reads the table cannot sign in with it. Expiry goes by the wall clock (invariant 6).
type Sessions struct {
	db   *storage.DB
	log  *slog.Logger
	wall func() time.Time
}

// Sessions is the store of sessions.
func (s *Service) Sessions() *Sessions { return &Sessions{s.db, s.log, s.wall} }

// FindCtx returns the data of a live session.
func (st *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	now := st.wall()
	x, err := getSession(ctx, st.db.Reader(), sessionHash(token), now)
	if errors.Is(err, storage.ErrNoRows) {
		return nil, false, nil
	}
	if err == nil && x.accountID != "" && now.Sub(x.seen) >= SeenEvery {
		st.seen(ctx, x.hash, now)
	}
	return []byte(x.data), err == nil, err
}

// seen notes the time of use. That it could not be noted is no reason to refuse the request.
func (st *Sessions) seen(ctx context.Context, hash string, now time.Time) {
	err := st.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return touchSession(ctx, tx, hash, now) })
	if err != nil && ctx.Err() == nil {
		st.log.WarnContext(ctx, "use of session not noted", "error", err)
	}
}

// CommitCtx stores a session. Its data must come from SessionCodec.
func (st *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, values, err := SessionCodec{}.Decode(data)
	if err != nil {
		return err
	}
	text := func(key string) string { v, _ := values[key].(string); return v }
	now := st.wall()
	x := session{id: id.New("ses", now), hash: sessionHash(token), accountID: text(SessionAccount), data: string(data),
		agent: cutRunes(text(SessionAgent), maxAgent), address: cutRunes(text(SessionAddress), maxAddress), created: now, seen: now, expires: expiry}
	return st.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return upsertSession(ctx, tx, x) })
}

// DeleteCtx ends a session; one that does not exist is no error.
func (st *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return st.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return deleteSession(ctx, tx, sessionHash(token))
	})
}

// Find is refused: a session is only asked for with a context.
func (st *Sessions) Find(string) ([]byte, bool, error) { return nil, false, errors.ErrUnsupported }

// Commit is refused like Find.
func (st *Sessions) Commit(string, []byte, time.Time) error { return errors.ErrUnsupported }

// Delete is refused like Find.
func (st *Sessions) Delete(string) error { return errors.ErrUnsupported }

const (
	maxAgent   = 300
	maxAddress = 64
)

func sessionHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// SessionCodec writes the data of a session as JSON. Values come back as JSON types: text stays text, numbers become
// float64.
type SessionCodec struct{}

type sessionData struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

// Encode writes the data.
func (SessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionData{deadline, values})
}

// Decode reads the data.
func (SessionCodec) Decode(raw []byte) (deadline time.Time, values map[string]any, err error) {
	d := sessionData{Values: map[string]any{}}
	err = json.Unmarshal(raw, &d)
	return d.Deadline, d.Values, err
}
