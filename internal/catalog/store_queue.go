package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// by is the order as SQL.
func (o queueOrder) by() string {
	columns := append(o.columns[:len(o.columns):len(o.columns)], "id")
	if !o.descending {
		return strings.Join(columns, ", ")
	}
	return strings.Join(columns, " DESC, ") + " DESC"
}

// after continues a page of the queue where the cursor says.
func (c *conditions) after(o queueOrder, r page.Request) error {
	var due, submitted int64
	var id string
	ok, err := r.After(&due, &submitted, &id)
	if err != nil || !ok {
		return err
	}
	if !validID("app", id) {
		return page.ErrBadCursor
	}
	at := map[string]int64{"due_at": due, "submitted_at": submitted}
	var marks []string
	for _, column := range o.columns {
		marks = append(marks, c.arg(at[column]))
	}
	op := " > "
	if o.descending {
		op = " < "
	}
	c.parts = append(c.parts, "("+strings.Join(o.columns, ", ")+", id)"+op+"("+strings.Join(marks, ", ")+", "+c.arg(id)+")")
	return nil
}

const countPendingSQL = `
SELECT COUNT(*) FROM (SELECT id FROM catalog_versions WHERE state = '` + StatePending + `' ORDER BY due_at, submitted_at, id LIMIT $1) AS pending`

// countPending counts no further than most.
func countPending(ctx context.Context, q storage.Querier, most int) (n int, err error) {
	if err = q.QueryRow(ctx, countPendingSQL, most).Scan(&n); err != nil {
		err = fmt.Errorf("count pending applications: %w", err)
	}
	return n, err
}

const countSubmittedSQL = `
SELECT COUNT(*) FROM catalog_versions WHERE seller_id = $1 AND id <> $2 AND submitted_at >= $3 AND submitted_at < $4`

// countSubmitted counts what a seller last submitted in [from, to), without one application.
func countSubmitted(ctx context.Context, q storage.Querier, but Application, from, to time.Time) (n int, err error) {
	if err = q.QueryRow(ctx, countSubmittedSQL, but.SellerID, but.ID, storage.Micros(from), storage.Micros(to)).Scan(&n); err != nil {
		err = fmt.Errorf("count submissions of %s: %w", but.SellerID, err)
	}
	return n, err
}

const selectPlacesSQL = `
SELECT v.id, (SELECT COUNT(*) FROM catalog_versions w WHERE w.state = 'pending'
    AND (w.due_at, w.submitted_at, w.id) <= (v.due_at, v.submitted_at, v.id))
FROM catalog_versions v`

// getPlaces returns where in the queue each of the applications stands that is pending.
func getPlaces(ctx context.Context, q storage.Querier, ids []string) (map[string]int, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var c conditions
	c.equal("v.state", StatePending)
	c.in("v.id", ids)
	rows, err := q.Query(ctx, selectPlacesSQL+c.where()+` ORDER BY v.id`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("find places in the queue: %w", err)
	}
	out := map[string]int{}
	_, err = collect(rows, func(scan scanner) (struct{}, error) {
		var id string
		var n int
		err := scan(&id, &n)
		out[id] = n
		return struct{}{}, err
	})
	return out, err
}

const selectWaitingSellersSQL = `
SELECT seller_id, MAX(seller_name) FROM catalog_versions WHERE state = 'pending' GROUP BY seller_id ORDER BY seller_id LIMIT $1`

func listWaitingSellers(ctx context.Context, q storage.Querier, limit int) ([]WaitingSeller, error) {
	rows, err := q.Query(ctx, selectWaitingSellersSQL, limit)
	if err != nil {
		return nil, fmt.Errorf("list waiting sellers: %w", err)
	}
	return collect(rows, func(scan scanner) (w WaitingSeller, err error) {
		var name string
		if err = scan(&w.ID, &name); err != nil {
			return w, err
		}
		return w, json.Unmarshal([]byte(name), &w.Name)
	})
}

const selectOfferedSQL = `
SELECT v.delivery, v.family FROM catalog_products p JOIN catalog_versions v ON v.product_id = p.id AND v.version = p.live_version
WHERE p.id = $1`

// getOffered returns how a product on sale is delivered, and of which family it is.
func getOffered(ctx context.Context, q storage.Querier, productID string) (d Delivery, f Family, err error) {
	if err = q.QueryRow(ctx, selectOfferedSQL, productID).Scan(&d, &f); err != nil {
		err = fmt.Errorf("get type of product %s: %w", productID, err)
	}
	return d, f, err
}
