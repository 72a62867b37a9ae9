package realname

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertSQL = `
INSERT INTO realname_applications (id, account_id, kind, state, rev, content, number_tag, reason, assigned_to, decided_by, created_at,
    submitted_at, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`

// insertApplication stores the open application of an account; ErrChanged when somebody else made one meanwhile.
func insertApplication(ctx context.Context, tx *storage.Tx, a Application, sealed string) error {
	n, err := tx.Exec(ctx, insertSQL, a.ID, a.AccountID, string(a.Kind), string(a.State), a.Rev, sealed, a.tag, a.Reason, a.AssignedTo, a.DecidedBy,
		storage.Micros(a.CreatedAt), storage.Micros(a.SubmittedAt), storage.Micros(a.DecidedAt))
	if err != nil {
		return fmt.Errorf("insert verification of %s: %w", a.AccountID, err)
	}
	if n != 1 {
		return ErrChanged
	}
	return nil
}

const updateSQL = `
UPDATE realname_applications SET kind = $3, state = $4, rev = $5, content = $6, number_tag = $7, reason = $8, assigned_to = $9,
    decided_by = $10, submitted_at = $11, decided_at = $12
WHERE id = $1 AND rev = $2 AND state = $13`

func updateApplication(ctx context.Context, tx *storage.Tx, a Application, sealed string, old Application) error {
	n, err := tx.Exec(ctx, updateSQL, a.ID, old.Rev, string(a.Kind), string(a.State), a.Rev, sealed, a.tag, a.Reason, a.AssignedTo, a.DecidedBy,
		storage.Micros(a.SubmittedAt), storage.Micros(a.DecidedAt), string(old.State))
	if err != nil {
		return fmt.Errorf("update verification %s: %w", a.ID, err)
	}
	if n != 1 {
		return ErrChanged
	}
	return nil
}

const assignSQL = `UPDATE realname_applications SET assigned_to = $2 WHERE id = $1`

func updateAssigned(ctx context.Context, tx *storage.Tx, id, operator string) error {
	if _, err := tx.Exec(ctx, assignSQL, id, operator); err != nil {
		return fmt.Errorf("assign verification %s: %w", id, err)
	}
	return nil
}

const columns = `id, account_id, kind, state, rev, content, number_tag, reason, assigned_to, decided_by, created_at, submitted_at, decided_at`

type scanner interface{ Scan(dest ...any) error }

// scan reads a row and opens its form.
func (s *Service) scan(r scanner) (Application, error) {
	var a Application
	var sealed string
	var created, submitted, decided int64
	if err := r.Scan(&a.ID, &a.AccountID, &a.Kind, &a.State, &a.Rev, &sealed, &a.tag, &a.Reason, &a.AssignedTo, &a.DecidedBy,
		&created, &submitted, &decided); err != nil {
		return Application{}, err
	}
	a.CreatedAt, a.SubmittedAt, a.DecidedAt = storage.FromMicros(created), storage.FromMicros(submitted), storage.FromMicros(decided)
	form, err := s.d.Box.Open(sealed, sealedFor(a.ID))
	if err != nil {
		return Application{}, fmt.Errorf("open verification %s: %w", a.ID, err)
	}
	return a, json.Unmarshal([]byte(form.Reveal()), &a.Content)
}

const selectByID = `SELECT ` + columns + ` FROM realname_applications WHERE id = $1`

func (s *Service) get(ctx context.Context, q storage.Querier, id string) (Application, error) {
	return s.one(q.QueryRow(ctx, selectByID, id))
}

func (s *Service) lock(ctx context.Context, tx *storage.Tx, id string) (Application, error) {
	return s.one(tx.QueryRow(ctx, selectByID+tx.ForUpdate(), id))
}

func (s *Service) one(r *sql.Row) (Application, error) {
	a, err := s.scan(r)
	if errors.Is(err, storage.ErrNoRows) {
		return Application{}, ErrNotFound
	}
	return a, err
}

const selectOpen = `SELECT ` + columns + ` FROM realname_applications WHERE account_id = $1 AND state <> 'approved'`

// lockOpen is the open application of an account; the zero value when there is none.
func (s *Service) lockOpen(ctx context.Context, tx *storage.Tx, accountID string) (Application, error) {
	a, err := s.one(tx.QueryRow(ctx, selectOpen+tx.ForUpdate(), accountID))
	if errors.Is(err, ErrNotFound) {
		return Application{}, nil
	}
	return a, err
}

const selectByAccount = `SELECT ` + columns + ` FROM realname_applications WHERE account_id = $1 ORDER BY created_at DESC, id DESC`

// listOf is all of an account: people change their names rarely.
func (s *Service) listOf(ctx context.Context, q storage.Querier, accountID string) ([]Application, error) {
	return s.list(q.Query(ctx, selectByAccount, accountID))
}

func (s *Service) list(rows *sql.Rows, err error) ([]Application, error) {
	if err != nil {
		return nil, fmt.Errorf("list verifications: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Application
	for rows.Next() {
		a, err := s.scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

const selectQueue = `SELECT ` + columns + ` FROM realname_applications
WHERE state = $1 AND (submitted_at > $2 OR submitted_at = $2 AND id > $3)
ORDER BY submitted_at, id LIMIT $4`

func (s *Service) listQueue(ctx context.Context, st State, req page.Request) (page.Of[Application], error) {
	at, id := int64(-1), ""
	if _, err := req.After(&at, &id); err != nil {
		return page.Of[Application]{}, err
	}
	out, err := s.list(s.d.DB.Reader().Query(ctx, selectQueue, string(st), at, id, req.Size()+1))
	return page.Cut(out, req.Size(), func(a Application) []any { return []any{storage.Micros(a.SubmittedAt), a.ID} }), err
}

const countReviewSQL = `
SELECT COUNT(*) FROM (SELECT id FROM realname_applications WHERE state = 'in_review' ORDER BY submitted_at, id LIMIT $1) AS waiting`

func countReview(ctx context.Context, q storage.Querier, most int) (n int, err error) {
	if err := q.QueryRow(ctx, countReviewSQL, most).Scan(&n); err != nil {
		return 0, fmt.Errorf("count verifications: %w", err)
	}
	return n, nil
}

const selectSameNumber = `SELECT DISTINCT account_id FROM realname_applications
WHERE number_tag = $1 AND number_tag <> '' AND account_id <> $2 AND state <> 'draft' ORDER BY account_id LIMIT 20`

func listSameNumber(ctx context.Context, q storage.Querier, tag, except string) ([]string, error) {
	out, err := storage.Texts(q.Query(ctx, selectSameNumber, tag, except))
	if err != nil {
		return nil, fmt.Errorf("list accounts of a number: %w", err)
	}
	return out, nil
}

const deleteSQL = `DELETE FROM realname_applications WHERE account_id = $1`

func deleteApplications(ctx context.Context, tx *storage.Tx, accountID string) error {
	if _, err := tx.Exec(ctx, deleteSQL, accountID); err != nil {
		return fmt.Errorf("delete verifications of %s: %w", accountID, err)
	}
	return nil
}
