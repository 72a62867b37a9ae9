package seller

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertChangeSQL = `
INSERT INTO seller_changes (id, seller_id, number, kind, state, rev, content, base, created_at, updated_at, submitted_at, decided_at,
    decided_by, decided_name, assignee_id, assignee_name, reason, topic)
SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), COALESCE(MAX(number), 0) + 1, CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT),
    CAST($6 AS TEXT), '{}', CAST($7 AS BIGINT), CAST($7 AS BIGINT), 0, 0, '', '', '', '', '', CAST($8 AS TEXT)
FROM seller_changes WHERE seller_id = $2 AND kind = $3
ON CONFLICT DO NOTHING`

// insertChange reports false when the seller has an open change of the kind and topic.
func insertChange(ctx context.Context, tx *storage.Tx, c Change) (bool, error) {
	content, err := json.Marshal(c.Content)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertChangeSQL, c.ID, c.SellerID, string(c.Kind), c.State, c.Rev, string(content), storage.Micros(c.CreatedAt),
		c.topic())
	if err != nil {
		return false, fmt.Errorf("insert change of %s: %w", c.SellerID, err)
	}
	return n == 1, nil
}

const updateChangeSQL = `
UPDATE seller_changes SET rev = rev + 1, state = $4, content = $5, base = $6, updated_at = $7, submitted_at = $8, decided_at = $9,
    decided_by = $10, decided_name = $11, assignee_id = $12, assignee_name = $13, reason = $14, checklist = $15,
    ended_at = $16, ended_name = $17
WHERE id = $1 AND rev = $2 AND state = $3`

// storeChange stores a change as it was seen; ErrChangeStale when it is not so any more.
func storeChange(ctx context.Context, tx *storage.Tx, seen, next Change) (Change, error) {
	content, err := json.Marshal(next.Content)
	if err != nil {
		return Change{}, err
	}
	base, err := json.Marshal(next.Base)
	if err != nil {
		return Change{}, err
	}
	n, err := tx.Exec(ctx, updateChangeSQL, seen.ID, seen.Rev, seen.State, next.State, string(content), string(base),
		storage.Micros(next.UpdatedAt), storage.Micros(next.SubmittedAt), storage.Micros(next.DecidedAt), next.DecidedBy, next.DecidedName,
		next.AssigneeID, next.AssigneeName, next.Reason, strings.Join(next.Checklist, ","), storage.Micros(next.EndedAt), next.EndedName)
	if err != nil {
		return Change{}, fmt.Errorf("update change %s: %w", seen.ID, err)
	}
	if n == 0 {
		return Change{}, ErrChangeStale
	}
	next.Rev = seen.Rev + 1
	return next, nil
}

const (
	changeColumns = `
SELECT c.id, c.seller_id, s.name, s.account_id, c.kind, c.state, c.rev, c.content, c.base, c.created_at, c.updated_at, c.submitted_at,
    c.decided_at, c.decided_by, c.decided_name, c.assignee_id, c.assignee_name, c.reason, c.checklist, c.ended_at, c.ended_name
FROM seller_changes c JOIN seller_sellers s ON s.id = c.seller_id`
	selectChangeSQL = changeColumns + ` WHERE c.id = $1`
	openChangeSQL   = changeColumns + ` WHERE c.seller_id = $1 AND c.kind = $2 AND c.topic = '' AND c.state IN ('draft', 'in_review')`
	lastChangeSQL   = changeColumns + `
WHERE c.seller_id = $1 AND c.kind = $2 AND c.state IN ('approved', 'rejected', 'withdrawn') AND ($3 = '' OR c.state = $3)
ORDER BY c.number DESC LIMIT 1`
)

func getChange(ctx context.Context, q storage.Querier, changeID string) (Change, error) {
	return oneChange(q.QueryRow(ctx, selectChangeSQL, changeID), changeID)
}

// openChange is the open change of a kind, or ErrChangeNotFound.
func openChange(ctx context.Context, q storage.Querier, sellerID string, k ChangeKind) (Change, error) {
	return oneChange(q.QueryRow(ctx, openChangeSQL, sellerID, string(k)), "open of "+sellerID)
}

// lastChange is the newest change of a kind that is not open, in a state ("" for any), or ErrChangeNotFound.
func lastChange(ctx context.Context, q storage.Querier, sellerID string, k ChangeKind, state string) (Change, error) {
	return oneChange(q.QueryRow(ctx, lastChangeSQL, sellerID, string(k), state), "last of "+sellerID)
}

func oneChange(r *sql.Row, what string) (Change, error) {
	c, err := scanChange(r.Scan)
	if errors.Is(err, storage.ErrNoRows) {
		return Change{}, ErrChangeNotFound
	}
	if err != nil {
		return Change{}, fmt.Errorf("get change %s: %w", what, err)
	}
	return c, nil
}

// optional turns the absence of a change into nil.
func optional(c Change, err error) (*Change, error) {
	if errors.Is(err, ErrChangeNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &c, nil
}

func scanChange(into func(...any) error) (Change, error) {
	var c Change
	var name, content, base, checklist string
	var created, updated, submitted, decided, ended int64
	if err := into(&c.ID, &c.SellerID, &name, &c.AccountID, &c.Kind, &c.State, &c.Rev, &content, &base, &created, &updated, &submitted, &decided,
		&c.DecidedBy, &c.DecidedName, &c.AssigneeID, &c.AssigneeName, &c.Reason, &checklist, &ended, &c.EndedName); err != nil {
		return Change{}, err
	}
	c.CreatedAt, c.UpdatedAt = storage.FromMicros(created), storage.FromMicros(updated)
	c.SubmittedAt, c.DecidedAt, c.Checklist = storage.FromMicros(submitted), storage.FromMicros(decided), splitKeys(checklist)
	c.EndedAt = storage.FromMicros(ended)
	return c, errors.Join(json.Unmarshal([]byte(name), &c.SellerName), json.Unmarshal([]byte(content), &c.Content), json.Unmarshal([]byte(base), &c.Base))
}

// listChanges pages through what was handed in: what waits by age, the oldest first; all else the newest first. kinds
// narrows to some kinds; nil is all.
func listChanges(ctx context.Context, q storage.Querier, f ChangeFilter, kinds []ChangeKind, req page.Request) (page.Of[Change], error) {
	var at int64
	var last string
	after, err := req.After(&at, &last)
	if err != nil {
		return page.Of[Change]{}, err
	}
	var args []any
	arg := func(v any) string { args = append(args, v); return fmt.Sprintf("$%d", len(args)) }
	where := []string{"c.submitted_at > 0"}
	waiting := f.State == "" || f.State == ChangeInReview
	switch {
	case waiting:
		where = append(where, "c.state = 'in_review'")
	case f.State != AllStates:
		where = append(where, "c.state = "+arg(f.State))
	}
	for column, value := range map[string]string{"c.kind": string(f.Kind), "c.seller_id": f.SellerID, "c.assignee_id": f.AssigneeID} {
		if value != "" {
			where = append(where, column+" = "+arg(value))
		}
	}
	if text := storage.Contains(f.Text); text != "" {
		where = append(where, "s.search_text LIKE "+arg(text)+" ESCAPE '!'")
	}
	if kinds != nil {
		marks := make([]string, len(kinds))
		for i, k := range kinds {
			marks[i] = arg(string(k))
		}
		where = append(where, "c.kind IN ("+strings.Join(marks, ", ")+")")
	}
	order, than := "c.submitted_at DESC, c.id DESC", "<"
	if waiting {
		order, than = "c.submitted_at, c.id", ">"
	}
	if after {
		where = append(where, fmt.Sprintf("(c.submitted_at, c.id) %s (%s, %s)", than, arg(at), arg(last)))
	}
	rows, err := q.Query(ctx, changeColumns+" WHERE "+strings.Join(where, " AND ")+" ORDER BY "+order+" LIMIT "+arg(req.Size()+1), args...)
	if err != nil {
		return page.Of[Change]{}, fmt.Errorf("list changes: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Change
	for rows.Next() {
		c, err := scanChange(rows.Scan)
		if err != nil {
			return page.Of[Change]{}, fmt.Errorf("list changes: %w", err)
		}
		out = append(out, c)
	}
	if err := rows.Err(); err != nil {
		return page.Of[Change]{}, fmt.Errorf("list changes: %w", err)
	}
	return page.Cut(out, req.Size(), func(c Change) []any { return []any{c.SubmittedAt.UnixMicro(), c.ID} }), nil
}

// lockSellerSQL changes nothing; it takes the lock of the row on either engine.
const lockSellerSQL = `UPDATE seller_sellers SET account_id = account_id WHERE id = $1`

// lockSeller is a seller as nobody else can change it before the transaction ends.
func lockSeller(ctx context.Context, tx *storage.Tx, sellerID string) (Seller, error) {
	if _, err := tx.Exec(ctx, lockSellerSQL, sellerID); err != nil {
		return Seller{}, fmt.Errorf("lock seller %s: %w", sellerID, err)
	}
	return getSeller(ctx, tx, selectByID, sellerID)
}
