package seller

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/storage"
)

// A seller without a row is read as one with the values that rows begin with.
const selectStandingSQL = `
SELECT COALESCE(t.level, 'certified'), COALESCE(t.rev, 0), COALESCE(t.deposit, 0), COALESCE(t.deposit_note, ''), COALESCE(t.deposit_at, 0),
    COALESCE(t.deposit_by_id, ''), COALESCE(t.deposit_by_name, ''), COALESCE(t.hardware, FALSE),
    CAST(COALESCE((SELECT SUM(points) FROM seller_points WHERE seller_id = $1 AND year = $2 AND revoked_at = 0), 0) AS BIGINT)
FROM (SELECT 1 AS one) o LEFT JOIN seller_standings t ON t.seller_id = $1`

// getStanding returns how a seller stands in a calendar year.
func getStanding(ctx context.Context, q storage.Querier, sellerID string, year int) (Standing, error) {
	out := Standing{SellerID: sellerID, Year: year, Deposit: Deposit{Amount: money.CNY(0)}}
	var at int64
	d := &out.Deposit
	if err := q.QueryRow(ctx, selectStandingSQL, sellerID, int64(year)).Scan(&out.Level, &out.Rev, &d.Amount.Minor, &d.Note, &at, &d.ByID, &d.ByName,
		&out.Hardware, &out.Deducted); err != nil {
		return Standing{}, fmt.Errorf("get standing of %s: %w", sellerID, err)
	}
	d.At = storage.FromMicros(at)
	return out, nil
}

const saveStandingSQL = `
INSERT INTO seller_standings (seller_id, level, rev, updated_at, deposit, deposit_note, deposit_at, deposit_by_id, deposit_by_name, hardware)
VALUES ($1, $2, 1, $3, $5, $6, $7, $8, $9, $10)
ON CONFLICT (seller_id) DO UPDATE SET level = excluded.level, rev = seller_standings.rev + 1, updated_at = excluded.updated_at,
    deposit = excluded.deposit, deposit_note = excluded.deposit_note, deposit_at = excluded.deposit_at,
    deposit_by_id = excluded.deposit_by_id, deposit_by_name = excluded.deposit_by_name, hardware = excluded.hardware
WHERE seller_standings.rev = $4
RETURNING rev`

// saveStanding stores a standing over the revision that was seen, or returns ErrStandingChanged.
func saveStanding(ctx context.Context, tx *storage.Tx, s *Standing) error {
	seen, d := s.Rev, s.Deposit
	err := tx.QueryRow(ctx, saveStandingSQL, s.SellerID, string(s.Level), storage.Micros(tx.Now), seen, d.Amount.Minor, d.Note, storage.Micros(d.At),
		d.ByID, d.ByName, s.Hardware).Scan(&s.Rev)
	if errors.Is(err, storage.ErrNoRows) || err == nil && s.Rev != seen+1 {
		return ErrStandingChanged
	}
	if err != nil {
		return fmt.Errorf("save standing of %s: %w", s.SellerID, err)
	}
	return nil
}

const saveDepositSQL = `
UPDATE seller_standings SET deposit = $2, deposit_note = $3, deposit_at = $4, deposit_by_id = $5, deposit_by_name = $6 WHERE seller_id = $1`

// saveDeposit stores a deposit alone, within a decision that holds the row of the standing already.
func saveDeposit(ctx context.Context, tx *storage.Tx, s Standing) error {
	d := s.Deposit
	if _, err := tx.Exec(ctx, saveDepositSQL, s.SellerID, d.Amount.Minor, d.Note, storage.Micros(d.At), d.ByID, d.ByName); err != nil {
		return fmt.Errorf("save deposit of %s: %w", s.SellerID, err)
	}
	return nil
}

const insertPointsSQL = `
INSERT INTO seller_points (id, seller_id, year, rule, points, reason, at, by_id, by_name, revoked_at, revoked_name, revoke_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '', '')`

func insertPoints(ctx context.Context, tx *storage.Tx, d Deduction) error {
	if _, err := tx.Exec(ctx, insertPointsSQL, d.ID, d.SellerID, int64(d.Year), d.Rule, int64(d.Points), d.Reason, storage.Micros(d.At),
		d.ByID, d.ByName); err != nil {
		return fmt.Errorf("take points from %s: %w", d.SellerID, err)
	}
	return nil
}

const updatePointsSQL = `
UPDATE seller_points SET revoked_at = $2, revoked_name = $3, revoke_reason = $4 WHERE id = $1 AND revoked_at = 0`

func updatePoints(ctx context.Context, tx *storage.Tx, d Deduction) error {
	n, err := tx.Exec(ctx, updatePointsSQL, d.ID, storage.Micros(d.RevokedAt), d.RevokedName, d.RevokeReason)
	if err != nil {
		return fmt.Errorf("give back points %s: %w", d.ID, err)
	}
	if n == 0 {
		return ErrPointsRevoked
	}
	return nil
}

const (
	pointColumns = `SELECT id, seller_id, year, rule, points, reason, at, by_id, by_name, revoked_at, revoked_name, revoke_reason
FROM seller_points`
	selectPointsSQL = pointColumns + ` WHERE id = $1`
	listPointsSQL   = pointColumns + ` WHERE seller_id = $1 ORDER BY id DESC LIMIT 500`
)

func scanPoints(r scanner) (Deduction, error) {
	var d Deduction
	var at, revoked int64
	err := r.Scan(&d.ID, &d.SellerID, &d.Year, &d.Rule, &d.Points, &d.Reason, &at, &d.ByID, &d.ByName, &revoked, &d.RevokedName, &d.RevokeReason)
	d.At, d.RevokedAt = storage.FromMicros(at), storage.FromMicros(revoked)
	return d, err
}

func getPoints(ctx context.Context, q storage.Querier, id string) (Deduction, error) {
	d, err := scanPoints(q.QueryRow(ctx, selectPointsSQL, id))
	if errors.Is(err, storage.ErrNoRows) {
		return Deduction{}, ErrPointsNotFound
	}
	if err != nil {
		return Deduction{}, fmt.Errorf("get points %s: %w", id, err)
	}
	return d, nil
}

// listPoints are the last 500 deductions of a seller: more than anybody stays a seller with.
func listPoints(ctx context.Context, q storage.Querier, sellerID string) ([]Deduction, error) {
	return readAll(ctx, q, scanPoints, listPointsSQL, sellerID)
}

// readAll reads the rows of a query.
func readAll[T any](ctx context.Context, q storage.Querier, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		x, err := read(rows)
		if err != nil {
			return nil, fmt.Errorf("list: %w", err)
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

const nextDueSQL = `SELECT COALESCE(MIN(due_at), 0) FROM seller_penalties WHERE state = 'in_force' AND due_at > 0`

func nextDue(ctx context.Context, q storage.Querier) (time.Time, error) {
	var at int64
	if err := q.QueryRow(ctx, nextDueSQL).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("next penalty to end: %w", err)
	}
	return storage.FromMicros(at), nil
}
