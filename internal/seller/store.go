package seller

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

const insertSQL = `
INSERT INTO seller_sellers (id, account_id, name, intro, support_email, support_phone, support_hours, created_at, search_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (account_id) DO NOTHING`

func insertSeller(ctx context.Context, tx *storage.Tx, s Seller) error {
	n, err := tx.Exec(ctx, insertSQL, s.ID, s.AccountID, encode(s.Name), encode(s.Intro),
		s.SupportEmail, s.SupportPhone, encode(s.SupportHours), storage.Micros(s.CreatedAt), searchText(s))
	if err != nil {
		return fmt.Errorf("insert seller: %w", err)
	}
	if n == 0 {
		return ErrAccountTaken
	}
	return nil
}

const (
	columns = `SELECT s.id, s.account_id, s.name, s.intro, s.support_email, s.support_phone, s.support_hours, s.created_at, s.info,
    COALESCE(e.state, ''), COALESCE(p.extension, 0), COALESCE(p.phones, '[]'), COALESCE(p.hours, '{}')
    FROM seller_sellers s LEFT JOIN seller_entries e ON e.account_id = s.account_id LEFT JOIN seller_support p ON p.seller_id = s.id`
	selectByID      = columns + ` WHERE s.id = $1`
	selectByAccount = columns + ` WHERE s.account_id = $1`
)

func getSeller(ctx context.Context, q storage.Querier, query, key string) (Seller, error) {
	s, err := scan(q.QueryRow(ctx, query, key).Scan)
	if errors.Is(err, storage.ErrNoRows) {
		return Seller{}, ErrSellerNotFound
	}
	if err != nil {
		return Seller{}, fmt.Errorf("get seller %s: %w", key, err)
	}
	return s, nil
}

// listSellers fills the values of want and drops the keys that have no row.
func listSellers(ctx context.Context, q storage.Querier, want map[string]Seller) (map[string]Seller, error) {
	marks, args := make([]string, 0, len(want)), make([]any, 0, len(want))
	for id := range want {
		args = append(args, id)
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	rows, err := q.Query(ctx, columns+` WHERE s.id IN (`+strings.Join(marks, ", ")+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("list sellers: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := make(map[string]Seller, len(want))
	for rows.Next() {
		s, err := scan(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list sellers: %w", err)
		}
		out[s.ID] = s
	}
	return out, rows.Err()
}

func scan(into func(...any) error) (Seller, error) {
	var s Seller
	var name, intro, hours, info, phones, lineHours string
	var presale Presale
	var created int64
	if err := into(&s.ID, &s.AccountID, &name, &intro, &s.SupportEmail, &s.SupportPhone, &hours, &created, &info, &s.State,
		&presale.Extension, &phones, &lineHours); err != nil {
		return Seller{}, err
	}
	s.CreatedAt = storage.FromMicros(created)
	err := errors.Join(json.Unmarshal([]byte(name), &s.Name), json.Unmarshal([]byte(intro), &s.Intro),
		json.Unmarshal([]byte(hours), &s.SupportHours), json.Unmarshal([]byte(info), &s.Info),
		json.Unmarshal([]byte(phones), &presale.Phones), json.Unmarshal([]byte(lineHours), &presale.Hours))
	s.Line = presale.line()
	return s, err
}

const updateSellerSQL = `
UPDATE seller_sellers SET name = $2, intro = $3, support_email = $4, support_phone = $5, support_hours = $6, info = $7, search_text = $8
WHERE id = $1`

func updateSeller(ctx context.Context, tx *storage.Tx, s Seller) error {
	info, err := json.Marshal(s.Info)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updateSellerSQL, s.ID, encode(s.Name), encode(s.Intro), s.SupportEmail, s.SupportPhone, encode(s.SupportHours),
		string(info), searchText(s)); err != nil {
		return fmt.Errorf("update seller %s: %w", s.ID, err)
	}
	return nil
}

func encode(t i18n.Text) string {
	raw, _ := json.Marshal(t) // two strings always encode
	return string(raw)
}
