package salesrule

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const listEntriesSQL = `
SELECT product_id, list, spec_id, name, added_at FROM salesrule_users
WHERE account_id = $1 AND (product_id > $2 OR product_id = $2 AND (list > $3 OR list = $3 AND spec_id > $4))
ORDER BY product_id, list, spec_id LIMIT $5`

func listEntries(ctx context.Context, q storage.Querier, accountID string, r page.Request) (page.Of[Entry], error) {
	var product, list, spec string
	if _, err := r.After(&product, &list, &spec); err != nil {
		return page.Of[Entry]{}, err
	}
	rows, err := q.Query(ctx, listEntriesSQL, accountID, product, list, spec, r.Size()+1)
	if err != nil {
		return page.Of[Entry]{}, fmt.Errorf("lists that name %s: %w", accountID, err)
	}
	defer func() { _ = rows.Close() }()
	var out []Entry
	for rows.Next() {
		var e Entry
		var added int64
		if err := rows.Scan(&e.ProductID, &e.List, &e.SpecID, &e.Name, &added); err != nil {
			return page.Of[Entry]{}, fmt.Errorf("lists that name %s: %w", accountID, err)
		}
		e.AddedAt = storage.FromMicros(added)
		out = append(out, e)
	}
	return page.Cut(out, r.Size(), func(e Entry) []any { return []any{e.ProductID, string(e.List), e.SpecID} }), rows.Err()
}
