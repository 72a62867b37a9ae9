package seller

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const selectSupportSQL = `
SELECT rev, COALESCE(extension, 0), phones, hours, tickets, ticket_hours, updated_at FROM seller_support WHERE seller_id = $1`

// getSupport is what a seller set, or the zero value.
func getSupport(ctx context.Context, q storage.Querier, sellerID string) (Support, error) {
	var s Support
	var phones, hours, ticketHours string
	var updated int64
	err := q.QueryRow(ctx, selectSupportSQL, sellerID).Scan(&s.Rev, &s.Presale.Extension, &phones, &hours, &s.Tickets.Receive, &ticketHours, &updated)
	if errors.Is(err, storage.ErrNoRows) {
		return Support{}, nil
	}
	if err != nil {
		return Support{}, fmt.Errorf("get support of %s: %w", sellerID, err)
	}
	s.UpdatedAt = storage.FromMicros(updated)
	return s, errors.Join(json.Unmarshal([]byte(phones), &s.Presale.Phones), json.Unmarshal([]byte(hours), &s.Presale.Hours),
		json.Unmarshal([]byte(ticketHours), &s.Tickets.Hours))
}

const (
	insertSupportSQL = `
INSERT INTO seller_support (seller_id, rev, phones, hours, tickets, ticket_hours, updated_at) VALUES ($1, 1, $2, $3, $4, $5, $6)
ON CONFLICT (seller_id) DO NOTHING`
	updateSupportSQL = `
UPDATE seller_support SET rev = rev + 1, phones = $3, hours = $4, tickets = $5, ticket_hours = $6, updated_at = $7
WHERE seller_id = $1 AND rev = $2`
)

// storeSupport stores what a seller set as it was seen, and gives the extension when one is needed.
func storeSupport(ctx context.Context, tx *storage.Tx, sellerID string, rev int64, s *Support) error {
	if s.Presale.Phones == nil {
		s.Presale.Phones = []string{}
	}
	phones, err1 := json.Marshal(s.Presale.Phones)
	hours, err2 := json.Marshal(s.Presale.Hours)
	ticketHours, err3 := json.Marshal(s.Tickets.Hours)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	values := []any{string(phones), string(hours), s.Tickets.Receive, string(ticketHours), storage.Micros(s.UpdatedAt)}
	query, args := updateSupportSQL, append([]any{sellerID, rev}, values...)
	if rev == 0 {
		query, args = insertSupportSQL, append([]any{sellerID}, values...)
	}
	n, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store support of %s: %w", sellerID, err)
	}
	if n == 0 {
		return ErrSupportChanged
	}
	s.Rev = rev + 1
	if len(s.Presale.Phones) > 0 && s.Presale.Extension == 0 {
		s.Presale.Extension, err = giveExtension(ctx, tx, sellerID)
	}
	return err
}

const (
	nextExtensionSQL = `UPDATE seller_extensions SET last = last + 1 WHERE one = 1 RETURNING last`
	giveExtensionSQL = `UPDATE seller_support SET extension = $2 WHERE seller_id = $1`
)

// giveExtension gives the next number; the row of the counter keeps two sellers from taking the same one.
func giveExtension(ctx context.Context, tx *storage.Tx, sellerID string) (int64, error) {
	var n int64
	if err := tx.QueryRow(ctx, nextExtensionSQL).Scan(&n); err != nil {
		return 0, fmt.Errorf("take an extension: %w", err)
	}
	if _, err := tx.Exec(ctx, giveExtensionSQL, sellerID, n); err != nil {
		return 0, fmt.Errorf("give extension to %s: %w", sellerID, err)
	}
	return n, nil
}

const (
	groupColumns   = `SELECT id, rev, name, phone, email, hours, slot, updated_at FROM seller_groups`
	selectGroupSQL = groupColumns + ` WHERE seller_id = $1 AND id = $2`
	listGroupsSQL  = groupColumns + ` WHERE seller_id = $1 AND slot IS NOT NULL ORDER BY slot, id`
)

func getGroup(ctx context.Context, q storage.Querier, sellerID, groupID string) (Group, error) {
	g, err := scanGroup(q.QueryRow(ctx, selectGroupSQL, sellerID, groupID).Scan)
	if errors.Is(err, storage.ErrNoRows) {
		return Group{}, ErrGroupNotFound
	}
	if err != nil {
		return Group{}, fmt.Errorf("get group %s: %w", groupID, err)
	}
	return g, nil
}

func listGroups(ctx context.Context, q storage.Querier, sellerID string) ([]Group, error) {
	rows, err := q.Query(ctx, listGroupsSQL, sellerID)
	if err != nil {
		return nil, fmt.Errorf("list groups of %s: %w", sellerID, err)
	}
	defer func() { _ = rows.Close() }()
	var out []Group
	for rows.Next() {
		g, err := scanGroup(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list groups of %s: %w", sellerID, err)
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

func scanGroup(into func(...any) error) (Group, error) {
	var g Group
	var name, hours string
	var slot sql.NullInt64
	var updated int64
	if err := into(&g.ID, &g.Rev, &name, &g.Phone, &g.Email, &hours, &slot, &updated); err != nil {
		return Group{}, err
	}
	g.Removed, g.UpdatedAt = !slot.Valid, storage.FromMicros(updated)
	return g, errors.Join(json.Unmarshal([]byte(name), &g.Name), json.Unmarshal([]byte(hours), &g.Hours))
}

const insertGroupSQL = `
INSERT INTO seller_groups (id, seller_id, slot, rev, name, phone, email, hours, created_at, updated_at)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $8)
ON CONFLICT (seller_id, slot) DO NOTHING`

// insertGroup takes the first free place; the unique constraint keeps two from taking the same one, so there are never
// more than MaxGroups.
func insertGroup(ctx context.Context, tx *storage.Tx, sellerID string, g Group) error {
	hours, err := json.Marshal(g.Hours)
	if err != nil {
		return err
	}
	for slot := range MaxGroups {
		n, err := tx.Exec(ctx, insertGroupSQL, g.ID, sellerID, slot+1, encode(g.Name), g.Phone, g.Email, string(hours), storage.Micros(g.UpdatedAt))
		if err != nil {
			return fmt.Errorf("insert group of %s: %w", sellerID, err)
		}
		if n == 1 {
			return nil
		}
	}
	return ErrGroupsFull.With("max", MaxGroups)
}

const updateGroupSQL = `
UPDATE seller_groups SET rev = rev + 1, name = $4, phone = $5, email = $6, hours = $7, updated_at = $8
WHERE seller_id = $1 AND id = $2 AND rev = $3 AND slot IS NOT NULL`

func updateGroup(ctx context.Context, tx *storage.Tx, sellerID string, g Group) error {
	hours, err := json.Marshal(g.Hours)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, updateGroupSQL, sellerID, g.ID, g.Rev, encode(g.Name), g.Phone, g.Email, string(hours), storage.Micros(g.UpdatedAt))
	return changedOnce(n, err, g.ID)
}

const removeGroupSQL = `
UPDATE seller_groups SET rev = rev + 1, slot = NULL, updated_at = $4 WHERE seller_id = $1 AND id = $2 AND rev = $3`

func removeGroup(ctx context.Context, tx *storage.Tx, sellerID string, g Group) error {
	n, err := tx.Exec(ctx, removeGroupSQL, sellerID, g.ID, g.Rev, storage.Micros(tx.Now))
	return changedOnce(n, err, g.ID)
}

func changedOnce(n int64, err error, id string) error {
	if err != nil {
		return fmt.Errorf("change group %s: %w", id, err)
	}
	if n == 0 {
		return ErrSupportChanged
	}
	return nil
}
