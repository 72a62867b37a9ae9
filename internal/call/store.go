package call

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertCallSQL = `
INSERT INTO call_calls (id, owner, activity, seller_id, product_id, product_name, order_id, line_id, instance_id, state, attempts,
    created_at, window_end, next_at, updated_at, run_id, run_cause, run_started_at, run_lease, run_node)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`

func insertCall(ctx context.Context, tx *storage.Tx, c Call) error {
	name, err := json.Marshal(c.ProductName)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, insertCallSQL, c.ID, c.Owner, string(c.Activity), c.SellerID, c.ProductID, string(name), c.OrderID,
		c.LineID, c.InstanceID, c.State, c.Attempts, storage.Micros(c.CreatedAt), storage.Micros(c.WindowEnd), storage.Micros(c.NextAt),
		storage.Micros(c.UpdatedAt), c.run.id, string(c.run.cause), storage.Micros(c.run.startedAt), storage.Micros(c.run.lease), c.run.node)
	return wrap("insert call", c.ID, err)
}

const callColumns = `id, owner, activity, seller_id, product_id, product_name, order_id, line_id, instance_id, state, attempts,
    created_at, window_end, COALESCE(next_at, 0), updated_at, verdict, http_status, result_code, run_id, run_cause, run_started_at, run_lease, run_node`

const selectCallSQL = `SELECT ` + callColumns + ` FROM call_calls WHERE id = $1`

func getCall(ctx context.Context, q storage.Querier, callID string) (Call, error) {
	return scanCall(q.QueryRow(ctx, selectCallSQL, callID))
}

func lockCall(ctx context.Context, tx *storage.Tx, callID string) (Call, error) {
	return scanCall(tx.QueryRow(ctx, selectCallSQL+tx.ForUpdate(), callID))
}

func scanCall(row interface{ Scan(...any) error }) (Call, error) {
	var c Call
	var name, verdict string
	var created, window, next, updated, runStarted, lease int64
	err := row.Scan(&c.ID, &c.Owner, &c.Activity, &c.SellerID, &c.ProductID, &name, &c.OrderID, &c.LineID, &c.InstanceID, &c.State,
		&c.Attempts, &created, &window, &next, &updated, &verdict, &c.HTTPStatus, &c.ResultCode, &c.run.id, &c.run.cause, &runStarted, &lease, &c.run.node)
	if err != nil {
		return Call{}, err
	}
	c.CreatedAt, c.WindowEnd, c.NextAt = storage.FromMicros(created), storage.FromMicros(window), storage.FromMicros(next)
	c.UpdatedAt, c.run.startedAt, c.run.lease = storage.FromMicros(updated), storage.FromMicros(runStarted), storage.FromMicros(lease)
	if err := json.Unmarshal([]byte(name), &c.ProductName); err != nil {
		return Call{}, fmt.Errorf("product name of call %s: %w", c.ID, err)
	}
	if verdict != "" {
		if err := json.Unmarshal([]byte(verdict), &c.Verdict); err != nil {
			return Call{}, fmt.Errorf("verdict of call %s: %w", c.ID, err)
		}
	}
	return c, nil
}

const updateClaimedSQL = `
UPDATE call_calls SET attempts = $2, updated_at = $3, run_id = $4, run_cause = $5, run_started_at = $6, run_lease = $7, run_node = $8
WHERE id = $1`

func updateClaimed(ctx context.Context, tx *storage.Tx, c Call) error {
	_, err := tx.Exec(ctx, updateClaimedSQL, c.ID, c.Attempts, storage.Micros(c.UpdatedAt), c.run.id, string(c.run.cause),
		storage.Micros(c.run.startedAt), storage.Micros(c.run.lease), c.run.node)
	return wrap("claim call", c.ID, err)
}

const updateDueSQL = `UPDATE call_calls SET next_at = $2, updated_at = $2, run_id = '', run_lease = 0 WHERE id = $1`

// updateDue makes a locked call due now, without a run.
func updateDue(ctx context.Context, tx *storage.Tx, callID string) error {
	_, err := tx.Exec(ctx, updateDueSQL, callID, storage.Micros(tx.Now))
	return wrap("make due call", callID, err)
}

// The run id is the fence: a run that lost its lease to another one changes nothing.
const updateEndedSQL = `
UPDATE call_calls SET state = $2, instance_id = $3, next_at = $4, updated_at = $5, verdict = $6, verdict_code = $7,
    http_status = $8, result_code = $9, run_id = '', run_lease = 0
WHERE id = $1 AND run_id = $10 AND state = 'pending'`

func updateEnded(ctx context.Context, tx *storage.Tx, c Call) (current bool, err error) {
	verdict, err := json.Marshal(c.Verdict)
	if err != nil {
		return false, err
	}
	next := sql.NullInt64{Int64: storage.Micros(c.NextAt), Valid: c.State == StatePending}
	n, err := tx.Exec(ctx, updateEndedSQL, c.ID, c.State, c.InstanceID, next, storage.Micros(c.UpdatedAt), string(verdict), c.Verdict.Code,
		c.HTTPStatus, c.ResultCode, c.run.id)
	return n == 1, wrap("end run of call", c.ID, err)
}

const insertAttemptSQL = `
INSERT INTO call_attempts (id, call_id, n, cause, business_id, started_at, timing, sent, sent_body, received, body, status,
    remote_addr, result_code, result_msg, verdict)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`

func insertAttempt(ctx context.Context, tx *storage.Tx, a Attempt) error {
	var docs [4]string
	for i, v := range []any{a.Timing, a.Sent, a.Received, a.Verdict} {
		raw, err := json.Marshal(v)
		if err != nil {
			return err
		}
		docs[i] = string(raw)
	}
	_, err := tx.Exec(ctx, insertAttemptSQL, a.ID, a.CallID, a.N, string(a.Cause), a.BusinessID, storage.Micros(a.StartedAt), docs[0], docs[1],
		a.Sent.Body, docs[2], a.Received.Body, a.Status, a.RemoteAddr, a.ResultCode, a.ResultMsg, docs[3])
	return wrap("insert attempt of call", a.CallID, err)
}

const selectAttemptsSQL = `
SELECT id, call_id, n, cause, business_id, started_at, timing, sent, sent_body, received, body, status, remote_addr,
    result_code, result_msg, verdict
FROM call_attempts WHERE call_id = $1 ORDER BY n, id`

func listAttempts(ctx context.Context, q storage.Querier, callID string) ([]Attempt, error) {
	rows, err := q.Query(ctx, selectAttemptsSQL, callID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Attempt
	for rows.Next() {
		var a Attempt
		var started int64
		var timing, sent, received, verdict string
		if err := rows.Scan(&a.ID, &a.CallID, &a.N, &a.Cause, &a.BusinessID, &started, &timing, &sent, &a.Sent.Body, &received,
			&a.Received.Body, &a.Status, &a.RemoteAddr, &a.ResultCode, &a.ResultMsg, &verdict); err != nil {
			return nil, err
		}
		a.StartedAt = storage.FromMicros(started)
		err := errors.Join(json.Unmarshal([]byte(timing), &a.Timing), json.Unmarshal([]byte(sent), &a.Sent),
			json.Unmarshal([]byte(received), &a.Received), json.Unmarshal([]byte(verdict), &a.Verdict))
		if err != nil {
			return nil, fmt.Errorf("attempt %s: %w", a.ID, err)
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// A run is held while its lease runs and its node lives; without a run, the lease is 0.
const selectDueSQL = `
SELECT id FROM call_calls
WHERE next_at IS NOT NULL AND next_at <= $1
  AND (run_lease < $2 OR (run_node <> $3 AND NOT EXISTS (
    SELECT 1 FROM call_nodes WHERE call_nodes.id = run_node AND alive_until > $2)))
ORDER BY next_at, id LIMIT $4`

func listDue(ctx context.Context, q storage.Querier, now, wall time.Time, own string, limit int) ([]string, error) {
	return storage.Texts(q.Query(ctx, selectDueSQL, storage.Micros(now), storage.Micros(wall), own, limit))
}

const selectNextDueSQL = `SELECT next_at FROM call_calls WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1`

func nextDue(ctx context.Context, q storage.Querier) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, selectNextDueSQL).Scan(&at)
	if errors.Is(err, storage.ErrNoRows) {
		return time.Time{}, nil
	}
	return storage.FromMicros(at), err
}

// An empty parameter does not narrow; the planner uses the index of seller or of time for the order.
const selectCallsSQL = `
SELECT ` + callColumns + ` FROM call_calls
WHERE ($1 = '' OR seller_id = $1) AND ($2 = '' OR product_id = $2) AND ($3 = '' OR order_id = $3 OR line_id = $3)
  AND ($4 = '' OR activity = $4) AND ($5 = '' OR state = $5)
  AND ($6 = '' OR verdict_code = $6 OR ($6 = 'failing' AND verdict_code NOT IN ('', 'ok', 'accepted')))
  AND (created_at < $7 OR (created_at = $7 AND id < $8))
  AND ($10 = '' OR $10 LIKE '%,' || product_id || ',%')
ORDER BY created_at DESC, id DESC LIMIT $9`

func listCalls(ctx context.Context, q storage.Querier, sellerID string, f Filter, p page.Request) (page.Of[Call], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Call]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, selectCallsSQL, sellerID, f.ProductID, f.OrderID, f.Activity, f.State, f.Verdict, at, after, size+1, string(f.products))
	if err != nil {
		return page.Of[Call]{}, err
	}
	defer func() { _ = rows.Close() }()
	var out []Call
	for rows.Next() {
		c, err := scanCall(rows)
		if err != nil {
			return page.Of[Call]{}, err
		}
		out = append(out, c)
	}
	return page.Cut(out, size, func(c Call) []any { return []any{storage.Micros(c.CreatedAt), c.ID} }), rows.Err()
}

// A pending call has its next attempt, so the index of what is due finds them.
const countFailingSQL = `
SELECT COUNT(*) FROM (SELECT id FROM call_calls WHERE next_at IS NOT NULL AND state = '` + StatePending + `'
    AND verdict_code NOT IN ('', 'ok', 'accepted') ORDER BY next_at, id LIMIT $1) AS failing`

// countFailing counts no further than most.
func countFailing(ctx context.Context, q storage.Querier, most int) (n int, err error) {
	err = q.QueryRow(ctx, countFailingSQL, most).Scan(&n)
	return n, wrap("count", "failing", err)
}

const insertKeySQL = `
INSERT INTO call_keys (id, seller_id, kind, state, sealed, hint, created_at, activated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`

func insertKey(ctx context.Context, tx *storage.Tx, k Key, sealed string) (bool, error) {
	n, err := tx.Exec(ctx, insertKeySQL, k.ID, k.SellerID, k.Kind, k.State, sealed, k.Hint, storage.Micros(k.CreatedAt), storage.Micros(k.ActivatedAt))
	return n == 1, wrap("insert key", k.ID, err)
}

const keyColumns = `id, seller_id, kind, state, hint, created_at, activated_at, retired_at`

const (
	selectKeySQL       = `SELECT ` + keyColumns + ` FROM call_keys WHERE id = $1`
	selectKeysSQL      = `SELECT ` + keyColumns + ` FROM call_keys WHERE seller_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100`
	selectHasKeySQL    = `SELECT COUNT(*) FROM call_keys WHERE seller_id = $1 AND kind = $2 AND state IN ('active', 'pending')`
	selectActiveKeySQL = `SELECT id, sealed FROM call_keys WHERE seller_id = $1 AND kind = $2 AND state = 'active'`
	updateKeySQL       = `UPDATE call_keys SET state = $2, activated_at = $3, retired_at = $4 WHERE id = $1`
	retireActiveSQL    = `UPDATE call_keys SET state = 'retired', retired_at = $3 WHERE seller_id = $1 AND kind = $2 AND state = 'active'`
)

func lockKey(ctx context.Context, tx *storage.Tx, keyID string) (Key, error) {
	return scanKey(tx.QueryRow(ctx, selectKeySQL+tx.ForUpdate(), keyID))
}

func scanKey(row interface{ Scan(...any) error }) (Key, error) {
	var k Key
	var created, activated, retired int64
	err := row.Scan(&k.ID, &k.SellerID, &k.Kind, &k.State, &k.Hint, &created, &activated, &retired)
	k.CreatedAt, k.ActivatedAt, k.RetiredAt = storage.FromMicros(created), storage.FromMicros(activated), storage.FromMicros(retired)
	return k, err
}

func listKeys(ctx context.Context, q storage.Querier, sellerID string) ([]Key, error) {
	rows, err := q.Query(ctx, selectKeysSQL, sellerID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Key
	for rows.Next() {
		k, err := scanKey(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

func hasKey(ctx context.Context, q storage.Querier, sellerID, kind string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, selectHasKeySQL, sellerID, kind).Scan(&n)
	return n > 0, err
}

func getActiveKey(ctx context.Context, q storage.Querier, sellerID, kind string) (keyID, sealed string, err error) {
	err = q.QueryRow(ctx, selectActiveKeySQL, sellerID, kind).Scan(&keyID, &sealed)
	return keyID, sealed, err
}

func updateKey(ctx context.Context, tx *storage.Tx, k Key) error {
	_, err := tx.Exec(ctx, updateKeySQL, k.ID, k.State, storage.Micros(k.ActivatedAt), storage.Micros(k.RetiredAt))
	return wrap("update key", k.ID, err)
}

func retireActiveKey(ctx context.Context, tx *storage.Tx, sellerID, kind string) error {
	_, err := tx.Exec(ctx, retireActiveSQL, sellerID, kind, storage.Micros(tx.Now))
	return wrap("retire key of seller", sellerID, err)
}

func wrap(op, what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", op, what, err)
}
