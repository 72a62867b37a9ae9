package feedback

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertFavouriteSQL = `
INSERT INTO feedback_favourites (account_id, product_id, name, at)
SELECT $1, $2, $3, $4 WHERE (SELECT COUNT(product_id) FROM feedback_favourites WHERE account_id = $1) < $5
ON CONFLICT (account_id, product_id) DO NOTHING`

// insertFavourite reports whether it was added: not when it is there, nor when there are too many.
func insertFavourite(ctx context.Context, tx *storage.Tx, accountID string, f Favourite, most int) (bool, error) {
	name, err := encoded(f.Name)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertFavouriteSQL, accountID, f.ProductID, name, storage.Micros(f.At), most)
	if err != nil {
		return false, fmt.Errorf("add favourite %s of %s: %w", f.ProductID, accountID, err)
	}
	return n == 1, nil
}

const deleteFavouriteSQL = `DELETE FROM feedback_favourites WHERE account_id = $1 AND product_id = $2`

func deleteFavourite(ctx context.Context, tx *storage.Tx, accountID, productID string) (bool, error) {
	n, err := tx.Exec(ctx, deleteFavouriteSQL, accountID, productID)
	if err != nil {
		return false, fmt.Errorf("remove favourite %s of %s: %w", productID, accountID, err)
	}
	return n == 1, nil
}

const hasFavouriteSQL = `SELECT COUNT(product_id) FROM feedback_favourites WHERE account_id = $1 AND product_id = $2`

func hasFavourite(ctx context.Context, q storage.Querier, accountID, productID string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, hasFavouriteSQL, accountID, productID).Scan(&n)
	return n > 0, err
}

const listFavouriteIDsSQL = `SELECT product_id FROM feedback_favourites WHERE account_id = $1 ORDER BY product_id`

func listFavouriteIDs(ctx context.Context, q storage.Querier, accountID string) ([]string, error) {
	return storage.Texts(q.Query(ctx, listFavouriteIDsSQL, accountID))
}

const listFavouritesSQL = `
SELECT product_id, name, at FROM feedback_favourites WHERE account_id = $1 AND (at < $2 OR (at = $2 AND product_id < $3))
ORDER BY at DESC, product_id DESC LIMIT $4`

func listFavourites(ctx context.Context, q storage.Querier, accountID string, p page.Request) (page.Of[Favourite], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Favourite]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, listFavouritesSQL, accountID, at, after, size+1)
	list, err := collect(rows, err, func(row scanner) (f Favourite, err error) {
		var name string
		var added int64
		if err := row.Scan(&f.ProductID, &name, &added); err != nil {
			return f, err
		}
		f.At = storage.FromMicros(added)
		return f, decoded(name, &f.Name)
	})
	return page.Cut(list, size, func(f Favourite) []any { return []any{storage.Micros(f.At), f.ProductID} }), err
}

const selectViewSQL = `SELECT at FROM feedback_views WHERE account_id = $1 AND product_id = $2`

// getView is when an account looked at a product last; zero when it never did, or long ago.
func getView(ctx context.Context, q storage.Querier, accountID, productID string) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, selectViewSQL, accountID, productID).Scan(&at)
	if errors.Is(err, storage.ErrNoRows) {
		return time.Time{}, nil
	}
	return storage.FromMicros(at), err
}

const (
	saveViewSQL = `
INSERT INTO feedback_views (account_id, product_id, at) VALUES ($1, $2, $3)
ON CONFLICT (account_id, product_id) DO UPDATE SET at = excluded.at`
	trimViewsSQL = `
DELETE FROM feedback_views WHERE account_id = $1 AND product_id NOT IN (
    SELECT product_id FROM feedback_views WHERE account_id = $1 ORDER BY at DESC, product_id DESC LIMIT $2)`
)

func saveView(ctx context.Context, tx *storage.Tx, accountID, productID string, keep int) error {
	if _, err := tx.Exec(ctx, saveViewSQL, accountID, productID, storage.Micros(tx.Now)); err != nil {
		return fmt.Errorf("note view of %s by %s: %w", productID, accountID, err)
	}
	if _, err := tx.Exec(ctx, trimViewsSQL, accountID, keep); err != nil {
		return fmt.Errorf("forget old views of %s: %w", accountID, err)
	}
	return nil
}

const listViewsSQL = `SELECT product_id FROM feedback_views WHERE account_id = $1 ORDER BY at DESC, product_id DESC LIMIT $2`

func listViews(ctx context.Context, q storage.Querier, accountID string, most int) ([]string, error) {
	return storage.Texts(q.Query(ctx, listViewsSQL, accountID, most))
}

const takePaceSQL = `
INSERT INTO feedback_paces (account_id, what, day, n) VALUES ($1, $2, $3, 1)
ON CONFLICT (account_id, what) DO UPDATE SET n = CASE WHEN feedback_paces.day = excluded.day THEN feedback_paces.n + 1 ELSE 1 END, day = excluded.day
WHERE feedback_paces.day <> excluded.day OR feedback_paces.n < $4`

// takePace counts one more of today; false when there were so many already.
func takePace(ctx context.Context, tx *storage.Tx, accountID, what string, day, most int64) (bool, error) {
	n, err := tx.Exec(ctx, takePaceSQL, accountID, what, day, most)
	if err != nil {
		return false, fmt.Errorf("count %s of %s: %w", what, accountID, err)
	}
	return n == 1, nil
}
