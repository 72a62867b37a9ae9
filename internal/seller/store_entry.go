package seller

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// scanner is a row or the current one of rows.
type scanner interface{ Scan(dest ...any) error }

const selectEntrySQL = `SELECT account_id, state, rev, form, submission_id, updated_at FROM seller_entries WHERE account_id = $1`

// getEntry returns the entry of an account; one that never began is not applied.
func getEntry(ctx context.Context, q storage.Querier, accountID string) (Entry, error) {
	e := Entry{AccountID: accountID, State: EntryNotApplied}
	var form string
	var updated int64
	err := q.QueryRow(ctx, selectEntrySQL, accountID).Scan(&e.AccountID, &e.State, &e.Rev, &form, &e.SubmissionID, &updated)
	if errors.Is(err, storage.ErrNoRows) {
		return e, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(form), &e.Form)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("get entry of %s: %w", accountID, err)
	}
	e.UpdatedAt = storage.FromMicros(updated)
	return e, nil
}

const saveEntrySQL = `
INSERT INTO seller_entries (account_id, state, rev, form, submission_id, updated_at) VALUES ($1, 'not_applied', 1, $2, '', $3)
ON CONFLICT (account_id) DO UPDATE SET rev = seller_entries.rev + 1, form = excluded.form, updated_at = excluded.updated_at
WHERE seller_entries.rev = $4 AND seller_entries.state IN ('not_applied', 'rejected', 'exited')
RETURNING rev`

// saveEntry stores a draft over the revision that was seen; ok is false when there is another.
func saveEntry(ctx context.Context, tx *storage.Tx, e *Entry) (ok bool, err error) {
	form, err := json.Marshal(e.Form)
	if err != nil {
		return false, err
	}
	seen := e.Rev
	err = tx.QueryRow(ctx, saveEntrySQL, e.AccountID, string(form), storage.Micros(tx.Now), seen).Scan(&e.Rev)
	if errors.Is(err, storage.ErrNoRows) || err == nil && e.Rev != seen+1 {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("save entry of %s: %w", e.AccountID, err)
	}
	e.UpdatedAt = tx.Now
	return true, nil
}

const moveEntrySQL = `
UPDATE seller_entries SET state = $3, rev = rev + 1, submission_id = $4, updated_at = $5
WHERE account_id = $1 AND state = $2 AND rev = $6`

// moveEntry changes the state of an entry as it was seen; ok is false when it is not so any more.
func moveEntry(ctx context.Context, tx *storage.Tx, seen Entry, to Entry) (ok bool, err error) {
	n, err := tx.Exec(ctx, moveEntrySQL, seen.AccountID, seen.State, to.State, to.SubmissionID, storage.Micros(tx.Now), seen.Rev)
	if err != nil {
		return false, fmt.Errorf("move entry of %s: %w", seen.AccountID, err)
	}
	return n == 1, nil
}

const foundEntrySQL = `
INSERT INTO seller_entries (account_id, state, rev, form, submission_id, updated_at) VALUES ($1, $2, 1, '{}', '', $3)
ON CONFLICT (account_id) DO NOTHING`

// foundEntry makes the entry of a seller that did not apply: the marketplace itself brought it in.
func foundEntry(ctx context.Context, tx *storage.Tx, accountID, state string) error {
	if _, err := tx.Exec(ctx, foundEntrySQL, accountID, state, storage.Micros(tx.Now)); err != nil {
		return fmt.Errorf("found entry of %s: %w", accountID, err)
	}
	return nil
}

const insertSubmissionSQL = `
INSERT INTO seller_submissions (id, account_id, number, rev, outcome, verified, legal_name, agreement, form, submitted_at, submitted_by,
    assignee_id, assignee_name, checklist, decided_at, decided_by, decided_name, reason)
SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), COALESCE(MAX(number), 0) + 1, 1, '', CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT),
    CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS TEXT), '', '', '', 0, '', '', '' FROM seller_submissions WHERE account_id = $2
RETURNING number`

func insertSubmission(ctx context.Context, tx *storage.Tx, s *Submission) error {
	form, err := json.Marshal(s.Form)
	if err != nil {
		return err
	}
	s.Rev = 1
	err = tx.QueryRow(ctx, insertSubmissionSQL, s.ID, s.AccountID, string(s.Verified), s.LegalName, s.Agreement, string(form),
		storage.Micros(s.SubmittedAt), s.SubmittedBy).Scan(&s.Number)
	if err != nil {
		return fmt.Errorf("insert submission of %s: %w", s.AccountID, err)
	}
	return nil
}

const updateSubmissionSQL = `
UPDATE seller_submissions SET rev = rev + 1, outcome = $4, assignee_id = $5, assignee_name = $6, checklist = $7, decided_at = $8,
    decided_by = $9, decided_name = $10, reason = $11
WHERE id = $1 AND rev = $2 AND outcome = $3`

// updateSubmission stores the work of the reviewers on a submission as it was seen; ok is false when it is not so any more.
func updateSubmission(ctx context.Context, tx *storage.Tx, seen, next Submission) (ok bool, err error) {
	n, err := tx.Exec(ctx, updateSubmissionSQL, seen.ID, seen.Rev, seen.Outcome, next.Outcome, next.AssigneeID, next.AssigneeName,
		strings.Join(next.Checklist, ","), storage.Micros(next.DecidedAt), next.DecidedBy, next.DecidedName, next.Reason)
	if err != nil {
		return false, fmt.Errorf("update submission %s: %w", seen.ID, err)
	}
	return n == 1, nil
}

const (
	submissionColumns = `SELECT id, account_id, number, rev, outcome, verified, legal_name, agreement, form, submitted_at, submitted_by,
    assignee_id, assignee_name, checklist, decided_at, decided_by, decided_name, reason FROM seller_submissions`
	selectSubmissionSQL = submissionColumns + ` WHERE id = $1`
	selectPreviousSQL   = submissionColumns + ` WHERE account_id = $1 AND number < $2 ORDER BY number DESC LIMIT 1`
)

func scanSubmission(r scanner) (Submission, error) {
	var s Submission
	var form, checklist string
	var submitted, decided int64
	if err := r.Scan(&s.ID, &s.AccountID, &s.Number, &s.Rev, &s.Outcome, &s.Verified, &s.LegalName, &s.Agreement, &form, &submitted,
		&s.SubmittedBy, &s.AssigneeID, &s.AssigneeName, &checklist, &decided, &s.DecidedBy, &s.DecidedName, &s.Reason); err != nil {
		return Submission{}, err
	}
	s.SubmittedAt, s.DecidedAt, s.Checklist = storage.FromMicros(submitted), storage.FromMicros(decided), splitKeys(checklist)
	return s, json.Unmarshal([]byte(form), &s.Form)
}

func oneSubmission(r *sql.Row, what string) (Submission, error) {
	s, err := scanSubmission(r)
	if errors.Is(err, storage.ErrNoRows) {
		return Submission{}, ErrApplicationNotFound
	}
	if err != nil {
		return Submission{}, fmt.Errorf("get submission %s: %w", what, err)
	}
	return s, nil
}

func getSubmission(ctx context.Context, q storage.Querier, submissionID string) (Submission, error) {
	return oneSubmission(q.QueryRow(ctx, selectSubmissionSQL, submissionID), submissionID)
}

// getPrevious is the submission of an account before one of its own; ErrApplicationNotFound for the first.
func getPrevious(ctx context.Context, q storage.Querier, s Submission) (Submission, error) {
	return oneSubmission(q.QueryRow(ctx, selectPreviousSQL, s.AccountID, s.Number), "before "+s.ID)
}

const (
	listWaitingSQL = submissionColumns + `
WHERE outcome = '' AND (submitted_at > $1 OR submitted_at = $1 AND id > $2) AND ($3 = '' OR LOWER(legal_name) LIKE $3 ESCAPE '!')
    AND ($4 = '' OR assignee_id = $4)
ORDER BY submitted_at, id LIMIT $5`
	listOutcomeSQL = submissionColumns + `
WHERE ($5 = '*' OR outcome = $5) AND (submitted_at < $1 OR submitted_at = $1 AND id < $2)
    AND ($3 = '' OR LOWER(legal_name) LIKE $3 ESCAPE '!') AND ($4 = '' OR assignee_id = $4)
ORDER BY submitted_at DESC, id DESC LIMIT $6`
)

const insertCompanySQL = `
INSERT INTO seller_companies (company, account_id) VALUES ($1, $2)
ON CONFLICT (company) DO NOTHING`

// insertCompany reports false when another account has the company.
func insertCompany(ctx context.Context, tx *storage.Tx, company, accountID string) (bool, error) {
	n, err := tx.Exec(ctx, insertCompanySQL, company, accountID)
	if err != nil {
		return false, fmt.Errorf("claim company of %s: %w", accountID, err)
	}
	return n == 1, nil
}

const deleteCompaniesSQL = `DELETE FROM seller_companies WHERE account_id = $1`

func deleteCompanies(ctx context.Context, tx *storage.Tx, accountID string) error {
	if _, err := tx.Exec(ctx, deleteCompaniesSQL, accountID); err != nil {
		return fmt.Errorf("release company of %s: %w", accountID, err)
	}
	return nil
}

const insertHistorySQL = `
INSERT INTO seller_history (id, account_id, subject, at, by_id, by_name, by_kind, event, from_state, to_state, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

// happened is one event for the history.
type happened struct {
	subject, accountID string
	by                 account.Actor // the zero Actor is the marketplace itself
	event, from, to    string
	reason             string
}

func insertHistory(ctx context.Context, tx *storage.Tx, h happened) error {
	_, err := tx.Exec(ctx, insertHistorySQL, id.New("seh", tx.Now), h.accountID, h.subject, storage.Micros(tx.Now), h.by.ID, h.by.Name,
		string(h.by.Kind), h.event, h.from, h.to, h.reason)
	if err != nil {
		return fmt.Errorf("write history of %s: %w", h.accountID, err)
	}
	return nil
}

const selectHistorySQL = `
SELECT at, by_name, by_kind, event, from_state, to_state, reason FROM seller_history
WHERE account_id = $1 AND subject = $2 ORDER BY at, id`

func listHistory(ctx context.Context, q storage.Querier, accountID, subject string) ([]HistoryEntry, error) {
	rows, err := q.Query(ctx, selectHistorySQL, accountID, subject)
	if err != nil {
		return nil, fmt.Errorf("list history of %s: %w", accountID, err)
	}
	defer func() { _ = rows.Close() }()
	var out []HistoryEntry
	for rows.Next() {
		h := HistoryEntry{Subject: subject}
		var at int64
		if err := rows.Scan(&at, &h.ActorName, &h.ActorKind, &h.Event, &h.From, &h.To, &h.Reason); err != nil {
			return nil, fmt.Errorf("list history of %s: %w", accountID, err)
		}
		h.At = storage.FromMicros(at)
		out = append(out, h)
	}
	return out, rows.Err()
}

// listSubmissions pages through submissions: those that wait by age, the oldest first; others the newest first.
func listSubmissions(ctx context.Context, q storage.Querier, f SubmissionFilter, req page.Request) (page.Of[Submission], error) {
	var at int64
	var last string
	after, err := req.After(&at, &last)
	if err != nil {
		return page.Of[Submission]{}, err
	}
	text, query, more := storage.Contains(f.Text), listWaitingSQL, []any{req.Size() + 1}
	if f.Outcome != OutcomeWaiting {
		query, more = listOutcomeSQL, []any{f.Outcome, req.Size() + 1}
		if !after {
			at = storage.Latest
		}
	}
	rows, err := q.Query(ctx, query, append([]any{at, last, text, f.AssigneeID}, more...)...)
	if err != nil {
		return page.Of[Submission]{}, fmt.Errorf("list submissions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Submission
	for rows.Next() {
		s, err := scanSubmission(rows)
		if err != nil {
			return page.Of[Submission]{}, fmt.Errorf("list submissions: %w", err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		return page.Of[Submission]{}, fmt.Errorf("list submissions: %w", err)
	}
	return page.Cut(out, req.Size(), func(s Submission) []any { return []any{s.SubmittedAt.UnixMicro(), s.ID} }), nil
}

const (
	deleteEntrySQL       = `DELETE FROM seller_entries WHERE account_id = $1`
	deleteSubmissionsSQL = `DELETE FROM seller_submissions WHERE account_id = $1`
	deleteHistorySQL     = `DELETE FROM seller_history WHERE account_id = $1`
)

// deleteEntry deletes the application of an account with all that became of it.
func deleteEntry(ctx context.Context, tx *storage.Tx, accountID string) error {
	for _, query := range []string{deleteEntrySQL, deleteSubmissionsSQL, deleteCompaniesSQL, deleteHistorySQL} {
		if _, err := tx.Exec(ctx, query, accountID); err != nil {
			return fmt.Errorf("delete application of %s: %w", accountID, err)
		}
	}
	return nil
}
