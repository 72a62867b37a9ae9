package audit

import (
	"encoding/json"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Line is an entry as it leaves the house: one line of an export, one item of the API. It holds all that the hash covers,
// so who keeps an export can compute the chain again (chain.go says how); where something is not shown to the reader,
// Outside says so.
type Line struct {
	ID       string          `json:"id"`
	Log      string          `json:"log"`
	Seq      int64           `json:"seq"`
	At       time.Time       `json:"at"`
	Action   string          `json:"action"`
	Name     LineText        `json:"name"`
	By       LineOrigin      `json:"by"`
	Via      string          `json:"via"`
	Object   string          `json:"object"`
	Before   json.RawMessage `json:"before"`
	After    json.RawMessage `json:"after"`
	Reason   string          `json:"reason"`
	PrevHash string          `json:"prev_hash"`
	Hash     string          `json:"hash"`
}

// LineText is a text in both languages.
type LineText struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// LineOrigin is who acted and from where.
type LineOrigin struct {
	Account string `json:"account"`
	User    string `json:"user"`
	Name    string `json:"name"`
	Address string `json:"address"`
	Agent   string `json:"agent"`
	Outside bool   `json:"outside"`
}

// Line is the entry's form outside the house.
func (e Entry) Line() Line {
	o := e.Origin
	return Line{ID: e.ID, Log: e.Log, Seq: e.Seq, At: e.At.UTC(), Action: e.Action.Code, Name: lineText(e.Action.Name),
		By:  LineOrigin{o.AccountID, o.UserID, o.Name, o.Address, o.Agent, e.Outside},
		Via: o.Via, Object: e.Object, Before: rawOrNull(e.Before), After: rawOrNull(e.After), Reason: e.Reason, PrevHash: e.PrevHash, Hash: e.Hash}
}

func lineText(t i18n.Text) LineText { return LineText{t.ZH, t.EN} }

// rawOrNull hands JSON on as it is; what is none, which only a damaged row has, as a JSON text.
func rawOrNull(s string) json.RawMessage {
	if s == "" {
		return json.RawMessage("null")
	}
	if !json.Valid([]byte(s)) {
		quoted, _ := json.Marshal(s) // a string always encodes
		return quoted
	}
	return json.RawMessage(s)
}
