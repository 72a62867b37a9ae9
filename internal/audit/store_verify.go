package audit

import (
	"context"
	"database/sql"

	"github.com/souk-market/souk/internal/storage"
)

const chainedColumns = `c.log, c.seq, c.hash, e.id, e.seq, e.at, e.action, e.action_zh, e.action_en, e.by_account, e.by_user, e.by_name,
    e.via, e.address, e.agent, e.object, e.before_json, e.after_json, e.reason, e.prev_hash, e.hash`

// The head comes with its chain in one statement, so both are of one state of the log.
const (
	selectChainSQL = `SELECT ` + chainedColumns + `
FROM audit_chains c LEFT JOIN audit_entries e ON e.log = c.log WHERE c.log = $1 ORDER BY e.seq`
	selectChainsSQL = `SELECT ` + chainedColumns + `
FROM audit_chains c LEFT JOIN audit_entries e ON e.log = c.log ORDER BY c.log, e.seq`
)

// scanChained reads a head with one of its entries; nil where the chain has none.
func scanChained(rows *sql.Rows) (log string, head Head, e *Entry, err error) {
	var seq, at sql.NullInt64
	var s [16]sql.NullString
	err = rows.Scan(&log, &head.Seq, &head.Hash, &s[0], &seq, &at, &s[1], &s[2], &s[3], &s[4], &s[5], &s[6], &s[7], &s[8], &s[9],
		&s[10], &s[11], &s[12], &s[13], &s[14], &s[15])
	if err != nil || !seq.Valid {
		return log, head, nil, err
	}
	e = &Entry{ID: s[0].String, Log: log, Seq: seq.Int64, At: storage.FromMicros(at.Int64),
		Origin: Origin{AccountID: s[4].String, UserID: s[5].String, Name: s[6].String, Via: s[7].String, Address: s[8].String, Agent: s[9].String},
		Object: s[10].String, Before: s[11].String, After: s[12].String, Reason: s[13].String, PrevHash: s[14].String, Hash: s[15].String}
	e.Action.Code, e.Action.Name.ZH, e.Action.Name.EN = s[1].String, s[2].String, s[3].String
	return log, head, e, nil
}

// One log and all of them are two statements. SQLite plans before it knows the values: a condition that is for one log or
// for all would read every entry of the house to look at one log. Of a log that has its head, the first reads no entry.
const (
	selectHeadlessSQL = `
SELECT log, MIN(seq), MIN(id) FROM audit_entries
WHERE log = $1 AND NOT EXISTS (SELECT 1 FROM audit_chains WHERE log = $1)
GROUP BY log`
	listHeadlessSQL = `
SELECT log, MIN(seq), MIN(id) FROM audit_entries e
WHERE NOT EXISTS (SELECT 1 FROM audit_chains c WHERE c.log = e.log)
GROUP BY log ORDER BY log LIMIT 100`
)

// listHeadless are logs with entries but without a head, each by its first entry.
func listHeadless(ctx context.Context, q storage.Querier, scope Scope) ([]Entry, error) {
	text, args := selectHeadlessSQL, []any{scope.log}
	if scope.all {
		text, args = listHeadlessSQL, nil
	}
	rows, err := q.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Entry
	for rows.Next() {
		var e Entry
		if err := rows.Scan(&e.Log, &e.Seq, &e.ID); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
