package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

// SessionAccount is the key under which a session holds the id of its account.
const SessionAccount = "account"

// Sessions keeps the sessions of pages in the database, so that any node serves any browser. It is a scs.CtxStore.
// Cookies are stored hashed: who reads the table cannot sign in with it. Expiry goes by the wall clock (invariant 6).
type Sessions struct {
	db   *storage.DB
	wall func() time.Time
}

// Sessions is the store of sessions.
func (s *Service) Sessions() *Sessions { return &Sessions{s.db, s.wall} }

// FindCtx returns the data of a live session.
func (st *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	text, err := getSession(ctx, st.db.Reader(), sessionHash(token), st.wall())
	if errors.Is(err, storage.ErrNoRows) {
		return nil, false, nil
	}
	return []byte(text), err == nil, err
}

// CommitCtx stores a session. Its data must come from SessionCodec.
func (st *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, values, err := SessionCodec{}.Decode(data)
	if err != nil {
		return err
	}
	accountID, _ := values[SessionAccount].(string)
	return st.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return upsertSession(ctx, tx, session{sessionHash(token), accountID, string(data), expiry})
	})
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
