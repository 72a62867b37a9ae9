package salesrule

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/storage"
)

const someRulesSQL = `SELECT product_id, rules FROM salesrule_products WHERE product_id IN (`

// targetedRules are the rules of those of the products that have any.
func targetedRules(ctx context.Context, q storage.Querier, productIDs []string) (map[string]Rules, error) {
	out := map[string]Rules{}
	if len(productIDs) == 0 {
		return out, nil
	}
	marks, args := make([]string, len(productIDs)), make([]any, len(productIDs))
	for i, id := range productIDs {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), id
	}
	rows, err := q.Query(ctx, someRulesSQL+strings.Join(marks, ", ")+`) ORDER BY product_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("rules of products: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, raw string
		var r Rules
		if err := rows.Scan(&id, &raw); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(raw), &r); err != nil {
			return nil, fmt.Errorf("rules of %s: %w", id, err)
		}
		out[id] = r
	}
	return out, rows.Err()
}
