package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// Platform is the log of what belongs to no account: settings, templates, operators themselves.
const Platform = "platform"

// Action is what was done. Declare each once, in the audit.go of the room that does it.
type Action struct {
	Code string // "account.password_changed": room.what_happened
	Name i18n.Text
}

// Def declares an action.
func Def(code, en, zh string) Action { return Action{code, i18n.Text{ZH: zh, EN: en}} }

// Ways by which a change came in.
const (
	ViaPage = "page"
	ViaAPI  = "api"
	ViaCLI  = "cli"
	ViaJob  = "job" // the marketplace itself
)

// Origin is who acts, and from where. The zero Origin is the marketplace itself.
type Origin struct {
	AccountID string // the organisation that acts
	UserID    string // the person: the account itself, or one of its sub-users
	Name      string
	Via       string // ViaPage, …; "" counts as ViaJob
	Address   string // IP address, "" for none
	Agent     string // User-Agent header or token id; cut to maxAgent
}

type originKey struct{}

// WithOrigin returns a context in which o acts.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginFrom returns who acts in the context.
func OriginFrom(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	if o.Via == "" {
		o.Via = ViaJob
	}
	return o
}

// Change is one thing that was done, as the room that did it tells.
type Change struct {
	Action Action
	// AccountID is whose log it belongs to: the account whose things changed; "" is Platform.
	AccountID string
	Object    string // id of what changed; may be empty
	// Before and After are what changed, encoded as JSON: a struct or map of the changed members; nil for none.
	Before, After any
	Reason        string // what the person gave as a reason; may be empty
}

// Entry is a stored change.
type Entry struct {
	ID             string // "aud_…"
	Log            string // account id or Platform
	Seq            int64  // from 1, without gaps within the log
	At             time.Time
	Action         Action
	Origin         Origin
	Object         string
	Before, After  string // JSON, "" for none
	Reason         string
	PrevHash, Hash string
	// Outside is set for an owner where somebody acted for the marketplace: who, and from where, is not shown.
	Outside bool
}

const maxAgent = 300

// Record appends a change to its log. It takes the log's row for the rest of the transaction, so call it last: two
// transactions on one account then wait for each other as briefly as possible.
func Record(ctx context.Context, tx *storage.Tx, c Change) error {
	before, err := encode(c.Before)
	if err != nil {
		return fmt.Errorf("audit %s: %w", c.Action.Code, err)
	}
	after, err := encode(c.After)
	if err != nil {
		return fmt.Errorf("audit %s: %w", c.Action.Code, err)
	}
	e := Entry{Log: c.AccountID, At: tx.Now, Action: c.Action, Origin: OriginFrom(ctx), Object: c.Object,
		Before: before, After: after, Reason: c.Reason}
	if e.Log == "" {
		e.Log = Platform
	}
	e.Origin.Agent = cut(e.Origin.Agent)
	if err := extendChain(ctx, tx, &e); err != nil {
		return fmt.Errorf("audit %s: %w", c.Action.Code, err)
	}
	return nil
}

// extendChain numbers the entry, hashes it and stores it. Lists go by the id, so it sorts by the number within a millisecond.
func extendChain(ctx context.Context, tx *storage.Tx, e *Entry) error {
	seq, prev, err := lockChain(ctx, tx, e.Log)
	if err != nil {
		return err
	}
	e.Seq, e.PrevHash = seq+1, prev
	e.ID = id.Numbered("aud", tx.Now, e.Seq)
	e.Hash = digest(*e)
	if err := insertEntry(ctx, tx, *e); err != nil {
		return err
	}
	return updateChain(ctx, tx, e.Log, e.Seq, e.Hash)
}

func encode(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	raw, err := json.Marshal(v)
	return string(raw), err
}

func cut(s string) string {
	if runes := []rune(s); len(runes) > maxAgent {
		return string(runes[:maxAgent])
	}
	return s
}
