package seller

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const (
	certificationColumns = `SELECT account_id, state, rev, failures, form, bank_sealed, bank_masked, transfer_id, transfer_state, transfer_minor,
    transfer_ref, transfer_asked, transfer_sent, submitted_at, decided_at, decided_name, reason, unlock_text, unlock_asked, assignee_id,
    assignee_name, checklist, waiting_since, updated_at FROM seller_certifications`
	selectCertificationSQL = certificationColumns + ` WHERE account_id = $1`
	listQueueSQL           = certificationColumns + `
WHERE waiting_since > 0 AND (waiting_since > $1 OR waiting_since = $1 AND account_id > $2) ORDER BY waiting_since, account_id LIMIT $3`
	listCertificationsSQL = certificationColumns + `
WHERE ($3 = '' OR state = $3) AND (updated_at < $1 OR updated_at = $1 AND account_id < $2) ORDER BY updated_at DESC, account_id DESC LIMIT $4`
)

func scanCertification(r scanner) (Certification, error) {
	var c Certification
	var form, checklist string
	var minor, asked, sent, submitted, decided, unlock, waiting, updated int64
	if err := r.Scan(&c.AccountID, &c.State, &c.Rev, &c.Failures, &form, &c.bankSealed, &c.BankMasked, &c.Transfer.ID, &c.Transfer.State, &minor,
		&c.Transfer.Reference, &asked, &sent, &submitted, &decided, &c.DecidedName, &c.Reason, &c.UnlockText, &unlock, &c.AssigneeID,
		&c.AssigneeName, &checklist, &waiting, &updated); err != nil {
		return Certification{}, err
	}
	c.Transfer.amount, c.Transfer.AskedAt, c.Transfer.SentAt = money.CNY(minor), storage.FromMicros(asked), storage.FromMicros(sent)
	c.SubmittedAt, c.DecidedAt, c.UnlockAsked = storage.FromMicros(submitted), storage.FromMicros(decided), storage.FromMicros(unlock)
	c.WaitingSince, c.UpdatedAt, c.Checklist = storage.FromMicros(waiting), storage.FromMicros(updated), splitKeys(checklist)
	return c, json.Unmarshal([]byte(form), &c.Form)
}

// getCertification returns that of an account; one that never began is uncertified and has the zero Rev.
func getCertification(ctx context.Context, q storage.Querier, accountID string) (Certification, error) {
	c, err := scanCertification(q.QueryRow(ctx, selectCertificationSQL, accountID))
	if errors.Is(err, storage.ErrNoRows) {
		return Certification{AccountID: accountID, State: CertificationUncertified}, nil
	}
	if err != nil {
		return Certification{}, fmt.Errorf("get certification of %s: %w", accountID, err)
	}
	return c, nil
}

const upsertCertificationSQL = `
INSERT INTO seller_certifications (account_id, state, rev, failures, form, bank_sealed, bank_masked, transfer_id, transfer_state, transfer_minor,
    transfer_ref, transfer_asked, transfer_sent, submitted_at, decided_at, decided_name, reason, unlock_text, unlock_asked, assignee_id,
    assignee_name, checklist, waiting_since, updated_at)
VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (account_id) DO UPDATE SET state = excluded.state, rev = seller_certifications.rev + 1, failures = excluded.failures,
    form = excluded.form, bank_sealed = excluded.bank_sealed, bank_masked = excluded.bank_masked, transfer_id = excluded.transfer_id,
    transfer_state = excluded.transfer_state, transfer_minor = excluded.transfer_minor, transfer_ref = excluded.transfer_ref,
    transfer_asked = excluded.transfer_asked, transfer_sent = excluded.transfer_sent, submitted_at = excluded.submitted_at,
    decided_at = excluded.decided_at, decided_name = excluded.decided_name, reason = excluded.reason, unlock_text = excluded.unlock_text,
    unlock_asked = excluded.unlock_asked, assignee_id = excluded.assignee_id, assignee_name = excluded.assignee_name,
    checklist = excluded.checklist, waiting_since = excluded.waiting_since, updated_at = excluded.updated_at
WHERE seller_certifications.rev = $24 AND seller_certifications.state = $25
RETURNING rev`

// storeCertification stores next over what was seen, or returns ErrEntryChanged when that is not there any more.
func storeCertification(ctx context.Context, tx *storage.Tx, seen, next Certification) error {
	form, err := json.Marshal(next.Form)
	if err != nil {
		return err
	}
	t := next.Transfer
	var rev int64
	err = tx.QueryRow(ctx, upsertCertificationSQL, next.AccountID, next.State, next.Failures, string(form), next.bankSealed, next.BankMasked,
		t.ID, t.State, t.amount.Minor, t.Reference, storage.Micros(t.AskedAt), storage.Micros(t.SentAt), storage.Micros(next.SubmittedAt),
		storage.Micros(next.DecidedAt), next.DecidedName, next.Reason, next.UnlockText, storage.Micros(next.UnlockAsked), next.AssigneeID,
		next.AssigneeName, strings.Join(next.Checklist, ","), storage.Micros(next.WaitingSince), storage.Micros(tx.Now), seen.Rev, seen.State).Scan(&rev)
	if errors.Is(err, storage.ErrNoRows) || err == nil && rev != seen.Rev+1 {
		return ErrEntryChanged
	}
	if err != nil {
		return fmt.Errorf("store certification of %s: %w", next.AccountID, err)
	}
	return nil
}

const deleteCertificationSQL = `DELETE FROM seller_certifications WHERE account_id = $1`

// deleteCertification forgets the certification of a seller that left: the history keeps what happened.
func deleteCertification(ctx context.Context, tx *storage.Tx, accountID string) error {
	if _, err := tx.Exec(ctx, deleteCertificationSQL, accountID); err != nil {
		return fmt.Errorf("delete certification of %s: %w", accountID, err)
	}
	return nil
}

func listCertifications(ctx context.Context, q storage.Querier, f CertificationFilter, req page.Request) (page.Of[Certification], error) {
	var at int64
	var last string
	after, err := req.After(&at, &last)
	if err != nil {
		return page.Of[Certification]{}, err
	}
	query, args := listQueueSQL, []any{at, last, req.Size() + 1}
	key := func(c Certification) []any { return []any{c.WaitingSince.UnixMicro(), c.AccountID} }
	if f.State != "" {
		if !after {
			at = storage.Latest
		}
		query, args = listCertificationsSQL, []any{at, last, strings.Trim(f.State, AnyOutcome), req.Size() + 1}
		key = func(c Certification) []any { return []any{c.UpdatedAt.UnixMicro(), c.AccountID} }
	}
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return page.Of[Certification]{}, fmt.Errorf("list certifications: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Certification
	for rows.Next() {
		c, err := scanCertification(rows)
		if err != nil {
			return page.Of[Certification]{}, fmt.Errorf("list certifications: %w", err)
		}
		out = append(out, c)
	}
	if err := rows.Err(); err != nil {
		return page.Of[Certification]{}, fmt.Errorf("list certifications: %w", err)
	}
	return page.Cut(out, req.Size(), key), nil
}
