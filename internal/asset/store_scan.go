package asset

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const insertScanSQL = `
INSERT INTO asset_scans (asset_id, n, state, step, attempts, lease_until, report, queued_at, ended_at) VALUES ($1, $2, 'queued', '', 0, $3, '', $4, 0)`

// insertScan queues a scan. Nobody looks for a process that died with it before the job had its time: until.
func insertScan(ctx context.Context, tx *storage.Tx, assetID string, n int64, until time.Time) error {
	_, err := tx.Exec(ctx, insertScanSQL, assetID, n, storage.Micros(until), storage.Micros(tx.Now))
	return err
}

const (
	scanColumns    = `SELECT asset_id, n, state, step, attempts, report, queued_at, ended_at FROM asset_scans`
	selectScanSQL  = scanColumns + ` WHERE asset_id = $1 AND n = $2`
	listOverdueSQL = scanColumns + ` WHERE state <> 'done' AND lease_until < $1 ORDER BY lease_until, asset_id, n LIMIT $2`
)

func readScan(s scanner) (Scan, error) {
	var x Scan
	var report string
	var queued, ended int64
	if err := s.Scan(&x.AssetID, &x.N, &x.State, &x.Step, &x.Attempts, &report, &queued, &ended); err != nil {
		return Scan{}, err
	}
	x.QueuedAt, x.EndedAt = storage.FromMicros(queued), storage.FromMicros(ended)
	if report == "" {
		return x, nil
	}
	return x, json.Unmarshal([]byte(report), &x.Report)
}

// getScan is a scan; ErrNotFound of one that does not exist.
func getScan(ctx context.Context, q storage.Querier, assetID string, n int64) (Scan, error) {
	x, err := readScan(q.QueryRow(ctx, selectScanSQL, assetID, n))
	if errors.Is(err, storage.ErrNoRows) {
		return Scan{}, ErrNotFound
	}
	return x, err
}

// listOverdue are scans that no living process has.
func listOverdue(ctx context.Context, q storage.Querier, wall time.Time, most int) ([]Scan, error) {
	return readAll(ctx, q, readScan, listOverdueSQL, storage.Micros(wall), most)
}

const claimScanSQL = `
UPDATE asset_scans SET state = 'running', step = '', attempts = attempts + 1, lease_until = $4
WHERE asset_id = $1 AND n = $2 AND state <> 'done' AND (state = 'queued' OR lease_until < $3)`

// claimScan takes a scan that waits, or whose process died; false when another process has it.
func claimScan(ctx context.Context, tx *storage.Tx, x Scan, wall, until time.Time) (bool, error) {
	n, err := tx.Exec(ctx, claimScanSQL, x.AssetID, x.N, storage.Micros(wall), storage.Micros(until))
	return n == 1, err
}

const (
	stepScanSQL    = `UPDATE asset_scans SET step = $4 WHERE asset_id = $1 AND n = $2 AND attempts = $3 AND state = 'running'`
	releaseScanSQL = `UPDATE asset_scans SET state = 'queued', step = '', lease_until = $4 WHERE asset_id = $1 AND n = $2 AND attempts = $3 AND state = 'running'`
	endScanSQL     = `UPDATE asset_scans SET state = 'done', report = $4, ended_at = $5 WHERE asset_id = $1 AND n = $2 AND attempts = $3 AND state = 'running'`
	requeueScanSQL = `UPDATE asset_scans SET state = 'queued', step = '', lease_until = $4 WHERE asset_id = $1 AND n = $2 AND state <> 'done' AND lease_until < $3`
)

// stepScan says which check runs; false when the scan is not this attempt's any more.
func stepScan(ctx context.Context, tx *storage.Tx, x Scan, step string) (bool, error) {
	n, err := tx.Exec(ctx, stepScanSQL, x.AssetID, x.N, x.Attempts, step)
	return n == 1, err
}

// releaseScan gives a scan back, to be tried again.
func releaseScan(ctx context.Context, tx *storage.Tx, x Scan, until time.Time) error {
	_, err := tx.Exec(ctx, releaseScanSQL, x.AssetID, x.N, x.Attempts, storage.Micros(until))
	return err
}

// endScan writes the report; false when the scan is not this attempt's any more.
func endScan(ctx context.Context, tx *storage.Tx, x Scan, r Report) (bool, error) {
	n, err := tx.Exec(ctx, endScanSQL, x.AssetID, x.N, x.Attempts, encode(r), storage.Micros(tx.Now))
	return n == 1, err
}

// requeueScan queues a scan once more that no living process has; false when one took it meanwhile. A process that merely was
// slow finds that the scan is not its own any more.
func requeueScan(ctx context.Context, tx *storage.Tx, x Scan, wall, until time.Time) (bool, error) {
	n, err := tx.Exec(ctx, requeueScanSQL, x.AssetID, x.N, storage.Micros(wall), storage.Micros(until))
	return n == 1, err
}
