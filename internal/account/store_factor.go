package account

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const getTOTPSQL = `
SELECT secret, pending, pending_until, last_step, created_at, used_at FROM account_totp WHERE user_id = $1`

// getTOTP is the zero value for somebody without a row.
func getTOTP(ctx context.Context, q storage.Querier, userID string) (authenticator, error) {
	var a authenticator
	var until, created, used int64
	err := q.QueryRow(ctx, getTOTPSQL, userID).Scan(&a.secret, &a.pending, &until, &a.lastStep, &created, &used)
	if errors.Is(err, storage.ErrNoRows) {
		return authenticator{}, nil
	}
	a.pendingUntil, a.created, a.used = storage.FromMicros(until), storage.FromMicros(created), storage.FromMicros(used)
	return a, err
}

// lockTOTPSQL changes nothing; it takes the lock of the row on either engine.
const lockTOTPSQL = `UPDATE account_totp SET secret = secret WHERE user_id = $1`

func lockTOTP(ctx context.Context, tx *storage.Tx, userID string) (authenticator, error) {
	if _, err := tx.Exec(ctx, lockTOTPSQL, userID); err != nil {
		return authenticator{}, err
	}
	return getTOTP(ctx, tx, userID)
}

const upsertPendingTOTPSQL = `
INSERT INTO account_totp (user_id, secret, pending, pending_until, last_step, created_at, used_at)
VALUES ($1, '', $2, $3, 0, $4, 0)
ON CONFLICT (user_id) DO UPDATE SET pending = excluded.pending, pending_until = excluded.pending_until`

func upsertPendingTOTP(ctx context.Context, tx *storage.Tx, userID, sealed string, until time.Time) error {
	_, err := tx.Exec(ctx, upsertPendingTOTPSQL, userID, sealed, storage.Micros(until), storage.Micros(tx.Now))
	return err
}

const insertTOTPSQL = `
INSERT INTO account_totp (user_id, secret, pending, pending_until, last_step, created_at, used_at)
VALUES ($1, $2, '', 0, 0, $3, 0)`

func insertTOTP(ctx context.Context, tx *storage.Tx, userID, sealed string) error {
	_, err := tx.Exec(ctx, insertTOTPSQL, userID, sealed, storage.Micros(tx.Now))
	return err
}

// The code that confirmed the app counts as used.
const updateTOTPSQL = `
UPDATE account_totp SET secret = $2, pending = '', pending_until = 0, last_step = $3, created_at = $4, used_at = $4
WHERE user_id = $1`

func updateTOTP(ctx context.Context, tx *storage.Tx, userID, sealed string, step int64) error {
	_, err := tx.Exec(ctx, updateTOTPSQL, userID, sealed, step, storage.Micros(tx.Now))
	return err
}

const deleteTOTPSQL = `DELETE FROM account_totp WHERE user_id = $1 AND secret <> ''`

func deleteTOTP(ctx context.Context, tx *storage.Tx, userID string) (int64, error) {
	return tx.Exec(ctx, deleteTOTPSQL, userID)
}

// The condition on the step decides between two who bring the same code; that on the secret, when the app was replaced.
const updateStepSQL = `
UPDATE account_totp SET last_step = $3, used_at = $4 WHERE user_id = $1 AND secret = $2 AND last_step < $3`

func updateStep(ctx context.Context, tx *storage.Tx, userID, sealed string, step int64) (int64, error) {
	return tx.Exec(ctx, updateStepSQL, userID, sealed, step, storage.Micros(tx.Now))
}

const countRecoverySQL = `SELECT COUNT(hash) FROM account_recovery_codes WHERE user_id = $1 AND used_at = 0`

func countRecovery(ctx context.Context, q storage.Querier, userID string) (n int, err error) {
	err = q.QueryRow(ctx, countRecoverySQL, userID).Scan(&n)
	return n, err
}

const insertRecoverySQL = `INSERT INTO account_recovery_codes (user_id, hash, used_at) VALUES ($1, $2, 0)`

func insertRecovery(ctx context.Context, tx *storage.Tx, userID, hash string) error {
	_, err := tx.Exec(ctx, insertRecoverySQL, userID, hash)
	return err
}

const useRecoverySQL = `UPDATE account_recovery_codes SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at = 0`

func useRecovery(ctx context.Context, tx *storage.Tx, userID, hash string) (int64, error) {
	return tx.Exec(ctx, useRecoverySQL, userID, hash, storage.Micros(tx.Now))
}

const deleteRecoverySQL = `DELETE FROM account_recovery_codes WHERE user_id = $1`

func deleteRecovery(ctx context.Context, tx *storage.Tx, userID string) error {
	_, err := tx.Exec(ctx, deleteRecoverySQL, userID)
	return err
}

// Recovery codes recover a second factor; without one they are nothing that somebody should keep.
const deleteIdleRecoverySQL = `
DELETE FROM account_recovery_codes WHERE user_id = $1
AND NOT EXISTS (SELECT 1 FROM account_totp WHERE user_id = $1 AND secret <> '')
AND NOT EXISTS (SELECT 1 FROM account_passkeys WHERE user_id = $1)`

const updateSecondFactorSQL = `
UPDATE account_accounts SET second_factor = EXISTS (SELECT 1 FROM account_totp WHERE user_id = $1 AND secret <> '')
    OR EXISTS (SELECT 1 FROM account_passkeys WHERE user_id = $1)
WHERE id = $1
RETURNING second_factor`

// updateSecondFactor notes in the account whether there is a second factor, and returns it.
func updateSecondFactor(ctx context.Context, tx *storage.Tx, userID string) (on bool, err error) {
	if err := tx.QueryRow(ctx, updateSecondFactorSQL, userID).Scan(&on); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, deleteIdleRecoverySQL, userID)
	return on, err
}

const touchBrakeSQL = `
INSERT INTO account_brakes (pair, recent, touched_at) VALUES ($1, '[]', $2)
ON CONFLICT (pair) DO UPDATE SET touched_at = excluded.touched_at WHERE account_brakes.touched_at <= $3`

// touchBrake reports 1 when nothing was noted under the pair within the time, and notes it.
func touchBrake(ctx context.Context, tx *storage.Tx, pair string, now time.Time, within time.Duration) (int64, error) {
	return tx.Exec(ctx, touchBrakeSQL, pair, storage.Micros(now), storage.Micros(now.Add(-within)))
}
