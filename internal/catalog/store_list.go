package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// scanner is the Scan method of a row.
type scanner = func(...any) error

func collect[T any](rows *sql.Rows, read func(scanner) (T, error)) ([]T, error) {
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		v, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// conditions builds a WHERE clause from fixed texts; what people typed only ever becomes an argument.
type conditions struct {
	parts []string
	args  []any
}

// arg adds an argument and returns its placeholder.
func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return fmt.Sprintf("$%d", len(c.args))
}

// equal wants a column to have a value; "" wants nothing.
func (c *conditions) equal(column, value string) {
	if value != "" {
		c.parts = append(c.parts, column+" = "+c.arg(value))
	}
}

func (c *conditions) in(column string, values []string) {
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = c.arg(v)
	}
	c.parts = append(c.parts, column+" IN ("+strings.Join(marks, ", ")+")")
}

// words wants every word of a query somewhere in a folded column.
func (c *conditions) words(column, query string) {
	for _, word := range queryWords(query) {
		c.parts = append(c.parts, column+" LIKE "+c.arg("%"+escapeLike(word)+"%")+" ESCAPE '!'")
	}
}

func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}

// The bounds of a search: what is longer is cut, as nobody types it.
const (
	maxQueryRunes = 200
	maxQueryWords = 8
)

func queryWords(query string) []string {
	runes := []rune(storable(query))
	words := strings.Fields(fold(string(runes[:min(len(runes), maxQueryRunes)])))
	return words[:min(len(words), maxQueryWords)]
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// searchText is what a search looks at: names and overview in both languages, the seller's name, the product's id.
func searchText(product string, from seller.Seller, c Content) string {
	return fold(strings.Join([]string{c.Name.ZH, c.Name.EN, c.Overview.ZH, c.Overview.EN, from.Name.ZH, from.Name.EN, product}, "\n"))
}

func applicationText(a Application) string {
	return fold(strings.Join([]string{a.Name.ZH, a.Name.EN, a.SellerName.ZH, a.SellerName.EN, a.ProductID, a.ID}, "\n"))
}

// after is where a page starts, in the order (number, id).
type after struct {
	number int64
	id     string
}

// keyset continues after a row; descending lists go down.
func (c *conditions) keyset(numberColumn, idColumn string, a *after, descending bool) {
	if a == nil {
		return
	}
	op := " > "
	if descending {
		op = " < "
	}
	if numberColumn == "" {
		c.parts = append(c.parts, idColumn+op+c.arg(a.id))
		return
	}
	c.parts = append(c.parts, "("+numberColumn+", "+idColumn+")"+op+"("+c.arg(a.number)+", "+c.arg(a.id)+")")
}

const selectApplicationsSQL = `SELECT ` + applicationColumns + ` FROM catalog_versions`

func listApplications(ctx context.Context, q storage.Querier, c *conditions, order string, limit int) ([]Application, error) {
	query := selectApplicationsSQL + c.where() + ` ORDER BY ` + order + ` LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list applications: %w", err)
	}
	return collect(rows, func(scan scanner) (Application, error) { return scanApplication(scan) })
}

const productColumns = `
SELECT p.id, p.seller_id, p.status, p.live_version, p.created_at, p.updated_at, p.name, p.logo, p.category, p.from_minor, p.from_unit,
    p.hidden, COALESCE(v.id, ''), COALESCE(v.state, ''), (SELECT MIN(t.available) FROM catalog_stock t WHERE t.product_id = p.id
        AND NOT EXISTS (SELECT 1 FROM catalog_discontinued g WHERE g.product_id = p.id AND g.spec_id = t.spec_id AND g.sku_id = '')),
    EXISTS (SELECT t.spec_id FROM catalog_stock t WHERE t.product_id = p.id AND t.available < t.warn_at)
FROM catalog_products p
LEFT JOIN catalog_versions v ON v.product_id = p.id AND v.state IN ('draft', 'pending', 'rejected') AND v.kind IN ('publish', 'modify')`

func listProducts(ctx context.Context, q storage.Querier, c *conditions, limit int) ([]ProductRow, error) {
	query := productColumns + c.where() + ` ORDER BY p.id DESC LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	return collect(rows, scanProduct)
}

const selectProductSQL = productColumns + ` WHERE p.id = $1`

// getProduct returns a product of a seller (any seller's for ""), or ErrProductNotFound.
func getProduct(ctx context.Context, q storage.Querier, productID, sellerID string) (ProductRow, error) {
	if !validID("prd", productID) {
		return ProductRow{}, ErrProductNotFound
	}
	p, err := scanProduct(q.QueryRow(ctx, selectProductSQL, productID).Scan)
	if errors.Is(err, storage.ErrNoRows) || err == nil && sellerID != "" && p.SellerID != sellerID {
		return ProductRow{}, ErrProductNotFound
	}
	if err != nil {
		return ProductRow{}, fmt.Errorf("get product %s: %w", productID, err)
	}
	return p, nil
}

func scanProduct(scan scanner) (ProductRow, error) {
	var p ProductRow
	var created, updated, from int64
	var name, unit string
	var stock sql.NullInt64
	if err := scan(&p.ID, &p.SellerID, &p.Status, &p.LiveVersion, &created, &updated, &name, &p.Logo, &p.Category, &from, &unit,
		&p.Hidden, &p.OpenID, &p.OpenState, &stock, &p.StockLow); err != nil {
		return ProductRow{}, err
	}
	p.CreatedAt, p.UpdatedAt = storage.FromMicros(created), storage.FromMicros(updated)
	p.From, p.FromUnit = money.CNY(from), period.Unit(unit)
	if stock.Valid {
		p.Stock = &stock.Int64
	}
	return p, json.Unmarshal([]byte(name), &p.Name)
}
