package salesrule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
)

const selectRulesSQL = `SELECT rules, rev FROM salesrule_products WHERE product_id = $1`

// getRules returns the rules of a product; rev is 0 where there are none.
func getRules(ctx context.Context, q storage.Querier, productID string) (r Rules, rev int64, err error) {
	var raw string
	err = q.QueryRow(ctx, selectRulesSQL, productID).Scan(&raw, &rev)
	if errors.Is(err, storage.ErrNoRows) {
		return Rules{}, 0, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), &r)
	}
	if err != nil {
		return Rules{}, 0, fmt.Errorf("rules of %s: %w", productID, err)
	}
	return r, rev, nil
}

const listRulesSQL = `SELECT product_id, rules FROM salesrule_products WHERE seller_id = $1 AND $2 LIKE '%,' || product_id || ',%' ORDER BY product_id`

func listRules(ctx context.Context, q storage.Querier, sellerID string, ids []string) (map[string]Rules, error) {
	rows, err := q.Query(ctx, listRulesSQL, sellerID, string(storage.AmongIDs(ids)))
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]Rules{}
	for rows.Next() {
		var id, raw string
		var r Rules
		if err := rows.Scan(&id, &raw); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(raw), &r); err != nil {
			return nil, fmt.Errorf("rules of %s: %w", id, err)
		}
		out[id] = r.filled()
	}
	return out, rows.Err()
}

// row is the rules of a product as they go into the table; rev is that which was seen.
type row struct {
	productID, sellerID string
	rev                 int64
	rules               Rules
}

const (
	insertRulesSQL = `
INSERT INTO salesrule_products (product_id, seller_id, rev, rules) VALUES ($1, $2, 1, $3) ON CONFLICT (product_id) DO NOTHING`
	updateRulesSQL = `UPDATE salesrule_products SET rev = rev + 1, rules = $3 WHERE product_id = $1 AND rev = $2`
)

func putRules(ctx context.Context, tx *storage.Tx, r row) error {
	raw, err := json.Marshal(r.rules)
	if err != nil {
		return err
	}
	var n int64
	if r.rev == 0 {
		n, err = tx.Exec(ctx, insertRulesSQL, r.productID, r.sellerID, string(raw))
	} else {
		n, err = tx.Exec(ctx, updateRulesSQL, r.productID, r.rev, string(raw))
	}
	if err != nil {
		return fmt.Errorf("write rules of %s: %w", r.productID, err)
	}
	if n == 0 {
		return ErrChanged
	}
	return nil
}

const insertUserSQL = `
INSERT INTO salesrule_users (product_id, list, spec_id, account_id, name, search_text, added_at, added_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (product_id, list, spec_id, account_id) DO NOTHING`

func insertUser(ctx context.Context, tx *storage.Tx, in UsersInput, u promo.User) (bool, error) {
	n, err := tx.Exec(ctx, insertUserSQL, in.ProductID, string(in.List), in.SpecID, u.ID, u.Name, strings.ToLower(u.ID+"\n"+u.Name),
		storage.Micros(tx.Now), in.Actor.Name)
	if err != nil {
		return false, fmt.Errorf("name %s for %s: %w", u.ID, in.ProductID, err)
	}
	return n == 1, nil
}

const deleteUserSQL = `DELETE FROM salesrule_users WHERE product_id = $1 AND list = $2 AND spec_id = $3 AND account_id = $4`

func deleteUser(ctx context.Context, tx *storage.Tx, in UsersInput, accountID string) (bool, error) {
	n, err := tx.Exec(ctx, deleteUserSQL, in.ProductID, string(in.List), in.SpecID, accountID)
	if err != nil {
		return false, fmt.Errorf("unname %s for %s: %w", accountID, in.ProductID, err)
	}
	return n == 1, nil
}

const listUsersSQL = `
SELECT account_id, name, added_at, added_name FROM salesrule_users
WHERE product_id = $1 AND list = $2 AND spec_id = $3 AND ($4 = '' OR search_text LIKE $4 ESCAPE '!') AND account_id > $5
ORDER BY account_id LIMIT $6`

func listUsers(ctx context.Context, q storage.Querier, in UsersInput, text string, r page.Request) (page.Of[Named], error) {
	last := ""
	if _, err := r.After(&last); err != nil {
		return page.Of[Named]{}, err
	}
	rows, err := q.Query(ctx, listUsersSQL, in.ProductID, string(in.List), in.SpecID, storage.Contains(text), last, r.Size()+1)
	if err != nil {
		return page.Of[Named]{}, fmt.Errorf("list customers of %s: %w", in.ProductID, err)
	}
	defer func() { _ = rows.Close() }()
	var out []Named
	for rows.Next() {
		var n Named
		var at int64
		if err := rows.Scan(&n.ID, &n.Name, &at, &n.AddedName); err != nil {
			return page.Of[Named]{}, err
		}
		n.AddedAt = storage.FromMicros(at)
		out = append(out, n)
	}
	return page.Cut(out, r.Size(), func(n Named) []any { return []any{n.ID} }), rows.Err()
}

const countListSQL = `SELECT COUNT(account_id) FROM salesrule_users WHERE product_id = $1 AND list = $2 AND spec_id = $3`

func countList(ctx context.Context, q storage.Querier, in UsersInput) (n int64, err error) {
	if err := q.QueryRow(ctx, countListSQL, in.ProductID, string(in.List), in.SpecID).Scan(&n); err != nil {
		return 0, fmt.Errorf("count customers of %s: %w", in.ProductID, err)
	}
	return n, nil
}

const countUsersSQL = `
SELECT list, spec_id, COUNT(account_id) FROM salesrule_users WHERE product_id = $1 GROUP BY list, spec_id ORDER BY list, spec_id`

func countUsers(ctx context.Context, q storage.Querier, productID string) (map[Of]int64, error) {
	rows, err := q.Query(ctx, countUsersSQL, productID)
	if err != nil {
		return nil, fmt.Errorf("count customers of %s: %w", productID, err)
	}
	defer func() { _ = rows.Close() }()
	out := map[Of]int64{}
	for rows.Next() {
		var of Of
		var n int64
		if err := rows.Scan(&of.List, &of.SpecID, &n); err != nil {
			return nil, err
		}
		out[of] = n
	}
	return out, rows.Err()
}

const listsOfSQL = `SELECT list, spec_id FROM salesrule_users WHERE product_id = $1 AND account_id = $2 ORDER BY list, spec_id`

func listsOf(ctx context.Context, q storage.Querier, productID, accountID string) (lists, error) {
	rows, err := q.Query(ctx, listsOfSQL, productID, accountID)
	if err != nil {
		return nil, fmt.Errorf("lists of %s: %w", accountID, err)
	}
	defer func() { _ = rows.Close() }()
	out := lists{}
	for rows.Next() {
		var of Of
		if err := rows.Scan(&of.List, &of.SpecID); err != nil {
			return nil, err
		}
		out[of] = true
	}
	return out, rows.Err()
}

const takeTurnSQL = `
INSERT INTO salesrule_turns (buyer_id, spec_id, n) VALUES ($1, $2, 1)
ON CONFLICT (buyer_id, spec_id) DO UPDATE SET n = salesrule_turns.n + 1`

// takeTurn makes this buyer's other orders for the spec wait until the transaction ends, also the very first two.
func takeTurn(ctx context.Context, tx *storage.Tx, buyerID, specID string) error {
	if _, err := tx.Exec(ctx, takeTurnSQL, buyerID, specID); err != nil {
		return fmt.Errorf("turn of %s for %s: %w", buyerID, specID, err)
	}
	return nil
}

const (
	forgetUserSQL  = `DELETE FROM salesrule_users WHERE account_id = $1`
	forgetTurnsSQL = `DELETE FROM salesrule_turns WHERE buyer_id = $1`
)

func forget(ctx context.Context, tx *storage.Tx, accountID string) error {
	for _, statement := range []string{forgetUserSQL, forgetTurnsSQL} {
		if _, err := tx.Exec(ctx, statement, accountID); err != nil {
			return fmt.Errorf("forget %s: %w", accountID, err)
		}
	}
	return nil
}
