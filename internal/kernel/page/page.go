// Package page is keyset paging: a page starts after the last row of the one before, so it stays right
// while rows are added, and costs the same however deep it is.
//
// Invariants:
//
//  1. A cursor is opaque to clients and holds the sort key and the unique tiebreak of the last row.
//  2. A cursor that cannot be read is the client's fault (bad_cursor), never a failure of ours.
package page

import (
	"encoding/base64"
	"encoding/json"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// ErrBadCursor is a cursor that was not made here.
var ErrBadCursor = apperr.Def(apperr.Invalid, "bad_cursor",
	"This page link is damaged; open the list from its start.", "翻页链接已损坏，请从列表第一页重新打开。")

// The number of rows on a page when none is asked for, and the most that may be.
const (
	DefaultLimit = 20
	MaxLimit     = 100
)

// Request asks for one page: at most Limit rows after Cursor ("" = from the start).
type Request struct {
	Limit  int
	Cursor string
}

// Size is Limit brought into range.
func (r Request) Size() int {
	if r.Limit <= 0 {
		return DefaultLimit
	}
	return min(r.Limit, MaxLimit)
}

// After decodes the cursor into the keys it was made from; ok is false for the first page.
func (r Request) After(keys ...any) (ok bool, err error) {
	if r.Cursor == "" {
		return false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	if err != nil {
		return false, ErrBadCursor
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != len(keys) {
		return false, ErrBadCursor
	}
	for i, p := range parts {
		if json.Unmarshal(p, keys[i]) != nil {
			return false, ErrBadCursor
		}
	}
	return true, nil
}

// Cursor encodes the keys of a page's last row.
func Cursor(keys ...any) string {
	raw, err := json.Marshal(keys)
	if err != nil {
		return "" // keys are numbers and texts, which always encode
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Of is one page of rows; Next is the cursor of the page after it, "" at the end.
type Of[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// Cut makes a page from up to size+1 rows: the extra row only proves that there is a next page.
func Cut[T any](rows []T, size int, key func(T) []any) Of[T] {
	if len(rows) <= size {
		return Of[T]{Items: rows}
	}
	rows = rows[:size]
	return Of[T]{Items: rows, Next: Cursor(key(rows[size-1])...)}
}
