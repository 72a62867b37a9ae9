package seller

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertPenaltySQL = `
INSERT INTO seller_penalties (id, seller_id, seller_name, kind, rule, reason, state, cause, delisted, started_at, trade_until, due_at,
    by_id, by_name, ended_at, ended_name, ended_reason, forfeited)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, '', '', $15)`

func insertPenalty(ctx context.Context, tx *storage.Tx, p Penalty) error {
	if _, err := tx.Exec(ctx, insertPenaltySQL, p.ID, p.SellerID, encode(p.SellerName), string(p.Kind), p.Rule, p.Reason, p.State, p.Cause,
		int64(p.Delisted), storage.Micros(p.StartedAt), storage.Micros(p.TradeUntil), storage.Micros(p.DueAt), p.ByID, p.ByName,
		p.Forfeited.Minor); err != nil {
		return fmt.Errorf("punish %s: %w", p.SellerID, err)
	}
	return nil
}

const endPenaltySQL = `
UPDATE seller_penalties SET state = $2, ended_at = $3, ended_name = $4, ended_reason = $5 WHERE id = $1 AND state = 'in_force'`

// endPenalty stores the end of a penalty, or returns ErrPenaltyState when it has ended already.
func endPenalty(ctx context.Context, tx *storage.Tx, p Penalty) error {
	n, err := tx.Exec(ctx, endPenaltySQL, p.ID, p.State, storage.Micros(p.EndedAt), p.EndedName, p.EndReason)
	if err != nil {
		return fmt.Errorf("end penalty %s: %w", p.ID, err)
	}
	if n == 0 {
		return ErrPenaltyState
	}
	return nil
}

const (
	penaltyColumns = `SELECT id, seller_id, seller_name, kind, rule, reason, state, cause, delisted, started_at, trade_until, due_at,
    by_id, by_name, ended_at, ended_name, ended_reason, forfeited FROM seller_penalties`
	selectPenaltySQL = penaltyColumns + ` WHERE id = $1`
	listPenaltiesSQL = penaltyColumns + ` WHERE seller_id = $1 ORDER BY id DESC LIMIT 500`
	listCausedSQL    = penaltyColumns + ` WHERE cause = $1 AND seller_id = (SELECT seller_id FROM seller_points WHERE id = $1) ORDER BY id`
	listDueSQL       = penaltyColumns + ` WHERE state = 'in_force' AND due_at > 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2`
	listPublishedSQL = penaltyColumns + ` WHERE kind <> 'warning' AND state <> 'revoked' AND (started_at < $1 OR started_at = $1 AND id < $2)
ORDER BY started_at DESC, id DESC LIMIT $3`
)

func scanPenalty(r scanner) (Penalty, error) {
	p := Penalty{Forfeited: money.CNY(0)}
	var name string
	var started, trade, due, ended int64
	if err := r.Scan(&p.ID, &p.SellerID, &name, &p.Kind, &p.Rule, &p.Reason, &p.State, &p.Cause, &p.Delisted, &started, &trade, &due,
		&p.ByID, &p.ByName, &ended, &p.EndedName, &p.EndReason, &p.Forfeited.Minor); err != nil {
		return Penalty{}, err
	}
	p.StartedAt, p.TradeUntil = storage.FromMicros(started), storage.FromMicros(trade)
	p.DueAt, p.EndedAt = storage.FromMicros(due), storage.FromMicros(ended)
	return p, json.Unmarshal([]byte(name), &p.SellerName)
}

func getPenalty(ctx context.Context, q storage.Querier, id string) (Penalty, error) {
	p, err := scanPenalty(q.QueryRow(ctx, selectPenaltySQL, id))
	if errors.Is(err, storage.ErrNoRows) {
		return Penalty{}, ErrPenaltyNotFound
	}
	if err != nil {
		return Penalty{}, fmt.Errorf("get penalty %s: %w", id, err)
	}
	return p, nil
}

// listPenalties are the last 500 penalties of a seller.
func listPenalties(ctx context.Context, q storage.Querier, sellerID string) ([]Penalty, error) {
	return readAll(ctx, q, scanPenalty, listPenaltiesSQL, sellerID)
}

func causedBy(ctx context.Context, q storage.Querier, pointsID string) ([]Penalty, error) {
	return readAll(ctx, q, scanPenalty, listCausedSQL, pointsID)
}

func listDue(ctx context.Context, q storage.Querier, now time.Time, limit int) ([]Penalty, error) {
	return readAll(ctx, q, scanPenalty, listDueSQL, storage.Micros(now), limit)
}

// inForce are the penalties of the kinds that are in force at an instant, the one that lasts longest first. One whose time
// is over is not, even before RunDue has ended it.
func inForce(ctx context.Context, q storage.Querier, sellerID string, at time.Time, kinds ...PenaltyKind) ([]Penalty, error) {
	args := []any{sellerID, storage.Micros(at)}
	marks := make([]string, len(kinds))
	for i, k := range kinds {
		args = append(args, string(k))
		marks[i] = fmt.Sprintf("$%d", len(args))
	}
	return readAll(ctx, q, scanPenalty, penaltyColumns+` WHERE seller_id = $1 AND state = 'in_force' AND (due_at = 0 OR due_at > $2) AND kind IN (`+
		strings.Join(marks, ", ")+`) ORDER BY due_at DESC, id`, args...)
}

func listPublished(ctx context.Context, q storage.Querier, req page.Request) (page.Of[Penalty], error) {
	at, last := storage.Latest, ""
	if _, err := req.After(&at, &last); err != nil {
		return page.Of[Penalty]{}, err
	}
	out, err := readAll(ctx, q, scanPenalty, listPublishedSQL, at, last, req.Size()+1)
	if err != nil {
		return page.Of[Penalty]{}, err
	}
	return page.Cut(out, req.Size(), func(p Penalty) []any { return []any{p.StartedAt.UnixMicro(), p.ID} }), nil
}
