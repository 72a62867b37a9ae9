package feedback

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertReportSQL = `
INSERT INTO feedback_reports (id, kind, subject_id, product_id, product_name, seller_id, reporter_id, reporter_name, reason, body, state, rev, created_at,
    malicious, deduction_id, decided_at, decided_name, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, '', 0, '', '')
ON CONFLICT (reporter_id, subject_id) WHERE state = 'open' DO NOTHING`

// insertReport stores a report; ErrReported when the reporter has an open one of the subject.
func insertReport(ctx context.Context, tx *storage.Tx, x Report) error {
	name, err := encoded(x.ProductName)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, insertReportSQL, x.ID, x.Kind, x.SubjectID, x.ProductID, name, x.SellerID, x.ReporterID, x.ReporterName, x.Reason, x.Text, x.State,
		storage.Micros(x.CreatedAt), false)
	if err != nil {
		return fmt.Errorf("insert report of %s: %w", x.SubjectID, err)
	}
	if n == 0 {
		return ErrReported
	}
	return nil
}

const updateReportSQL = `
UPDATE feedback_reports SET state = $3, malicious = $4, deduction_id = $5, decided_at = $6, decided_name = $7, note = $8, rev = rev + 1
WHERE id = $1 AND rev = $2`

// updateReport stores a decision over the revision that was read; ErrChanged when somebody was quicker.
func updateReport(ctx context.Context, tx *storage.Tx, x Report) error {
	n, err := tx.Exec(ctx, updateReportSQL, x.ID, x.Rev, x.State, x.Malicious, x.DeductionID, storage.Micros(x.DecidedAt), x.DecidedName, x.Note)
	if err != nil {
		return fmt.Errorf("update report %s: %w", x.ID, err)
	}
	if n == 0 {
		return ErrChanged
	}
	return nil
}

const reportColumns = `id, kind, subject_id, product_id, product_name, seller_id, reporter_id, reporter_name, reason, body, state, rev, created_at, malicious,
    deduction_id, decided_at, decided_name, note`

func scanReport(row scanner) (Report, error) {
	var x Report
	var name string
	var created, decided int64
	if err := row.Scan(&x.ID, &x.Kind, &x.SubjectID, &x.ProductID, &name, &x.SellerID, &x.ReporterID, &x.ReporterName, &x.Reason, &x.Text, &x.State, &x.Rev,
		&created, &x.Malicious, &x.DeductionID, &decided, &x.DecidedName, &x.Note); err != nil {
		return Report{}, err
	}
	x.CreatedAt, x.DecidedAt = storage.FromMicros(created), storage.FromMicros(decided)
	return x, decoded(name, &x.ProductName)
}

const selectReportSQL = `SELECT ` + reportColumns + ` FROM feedback_reports WHERE id = $1`

// getReport finds a report, or ErrReportNotFound.
func getReport(ctx context.Context, q storage.Querier, id string) (Report, error) {
	x, err := scanReport(q.QueryRow(ctx, selectReportSQL, id))
	if errors.Is(err, storage.ErrNoRows) {
		return Report{}, ErrReportNotFound
	}
	if err != nil {
		return Report{}, fmt.Errorf("get report %s: %w", id, err)
	}
	return x, nil
}

const listReportsSQL = `
SELECT ` + reportColumns + ` FROM feedback_reports
WHERE ($1 = '' OR reporter_id = $1) AND ($2 = '' OR state = $2) AND ($3 = '' OR kind = $3)
  AND ($4 = '' OR LOWER(product_name) LIKE $4 ESCAPE '!' OR LOWER(body) LIKE $4 ESCAPE '!')
  AND (created_at < $5 OR (created_at = $5 AND id < $6))
ORDER BY created_at DESC, id DESC LIMIT $7`

func listReports(ctx context.Context, q storage.Querier, reporterID string, f ReportFilter, p page.Request) (page.Of[Report], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Report]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, listReportsSQL, reporterID, f.State, f.Kind, storage.Contains(f.Text), at, after, size+1)
	list, err := collect(rows, err, scanReport)
	return page.Cut(list, size, func(x Report) []any { return []any{storage.Micros(x.CreatedAt), x.ID} }), err
}

const countOpenSQL = `SELECT COUNT(id) FROM (SELECT id FROM feedback_reports WHERE state = 'open' ORDER BY id LIMIT $1) AS few`

// countOpen counts the reports that wait, up to most.
func countOpen(ctx context.Context, q storage.Querier, most int) (n int, err error) {
	if err := q.QueryRow(ctx, countOpenSQL, most).Scan(&n); err != nil {
		return 0, fmt.Errorf("count reports: %w", err)
	}
	return n, nil
}
