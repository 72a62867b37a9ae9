package feedback

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const listRatingsSQL = `
SELECT ` + ratingColumns + ` FROM feedback_ratings
WHERE ($1 = '' OR buyer_id = $1) AND ($2 = '' OR seller_id = $2) AND ($3 = '' OR $3 LIKE '%,' || product_id || ',%')
  AND ($4 = '' OR state = $4) AND ($5 = '' OR product_id = $5) AND ($6 = 0 OR stars = $6)
  AND (NOT $7 OR (replied_at = 0 AND state IN ('public', 'amended')))
  AND ($8 = '' OR LOWER(product_name) LIKE $8 ESCAPE '!' OR LOWER(body) LIKE $8 ESCAPE '!')
  AND (created_at < $9 OR (created_at = $9 AND id < $10))
ORDER BY created_at DESC, id DESC LIMIT $11`

func listRatings(ctx context.Context, q storage.Querier, of scope, f RatingFilter, p page.Request) (page.Of[Rating], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Rating]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, listRatingsSQL, of.buyerID, of.sellerID, string(of.products), f.State, f.ProductID, f.Stars, f.Unreplied,
		storage.Contains(f.Text), at, after, size+1)
	list, err := collect(rows, err, scanRating)
	return page.Cut(list, size, func(r Rating) []any { return []any{storage.Micros(r.CreatedAt), r.ID} }), err
}

const listShownSQL = `
SELECT ` + ratingColumns + ` FROM feedback_ratings
WHERE product_id = $1 AND state IN ('public', 'amended') AND ($2 = 0 OR stars = $2) AND (NOT $3 OR pictures <> '[]')
  AND (created_at < $4 OR (created_at = $4 AND id < $5))
ORDER BY created_at DESC, id DESC LIMIT $6`

// listShown are the ratings of a product that every visitor may read, the newest first.
func listShown(ctx context.Context, q storage.Querier, productID string, f ShownFilter, p page.Request) (page.Of[Rating], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Rating]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, listShownSQL, productID, f.Stars, f.Pictures, at, after, size+1)
	list, err := collect(rows, err, scanRating)
	return page.Cut(list, size, func(r Rating) []any { return []any{storage.Micros(r.CreatedAt), r.ID} }), err
}

const countNegotiatingSQL = `
SELECT COUNT(id) FROM feedback_ratings WHERE seller_id = $1 AND state = 'pending_negotiation' AND ($2 = '' OR $2 LIKE '%,' || product_id || ',%')`

func countNegotiating(ctx context.Context, q storage.Querier, sellerID string, products storage.Among) (n int, err error) {
	if err := q.QueryRow(ctx, countNegotiatingSQL, sellerID, string(products)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count negotiations of %s: %w", sellerID, err)
	}
	return n, nil
}

const (
	insertPictureSQL  = `INSERT INTO feedback_pictures (file_id, rating_id) VALUES ($1, $2) ON CONFLICT (file_id) DO NOTHING`
	deletePicturesSQL = `DELETE FROM feedback_pictures WHERE rating_id = $1`
)

// savePictures has a rating show these files and no others; errPicture for one that another rating shows.
func savePictures(ctx context.Context, tx *storage.Tx, ratingID string, files []string) error {
	if _, err := tx.Exec(ctx, deletePicturesSQL, ratingID); err != nil {
		return fmt.Errorf("clear pictures of %s: %w", ratingID, err)
	}
	for _, f := range files {
		n, err := tx.Exec(ctx, insertPictureSQL, f, ratingID)
		if err != nil {
			return fmt.Errorf("add picture %s of %s: %w", f, ratingID, err)
		}
		if n == 0 {
			return pictureFault()
		}
	}
	return nil
}

const selectPictureSQL = `
SELECT r.buyer_id, r.seller_id, r.product_id, r.state FROM feedback_pictures p JOIN feedback_ratings r ON r.id = p.rating_id WHERE p.file_id = $1`

// getPicture says of whose rating a file is, or ErrRatingNotFound.
func getPicture(ctx context.Context, q storage.Querier, fileID string) (Rating, error) {
	var r Rating
	err := q.QueryRow(ctx, selectPictureSQL, fileID).Scan(&r.BuyerID, &r.SellerID, &r.ProductID, &r.State)
	if errors.Is(err, storage.ErrNoRows) {
		return Rating{}, ErrRatingNotFound
	}
	return r, err
}

const insertTalkSQL = `INSERT INTO feedback_talks (id, rating_id, side, body, at) VALUES ($1, $2, $3, $4, $5)`

func insertTalk(ctx context.Context, tx *storage.Tx, ratingID string, t Talk) error {
	if _, err := tx.Exec(ctx, insertTalkSQL, t.ID, ratingID, t.Side, t.Text, storage.Micros(t.At)); err != nil {
		return fmt.Errorf("insert message of %s: %w", ratingID, err)
	}
	return nil
}

const listTalksSQL = `SELECT id, side, body, at FROM feedback_talks WHERE rating_id = $1 ORDER BY at, id`

func listTalks(ctx context.Context, q storage.Querier, ratingID string) ([]Talk, error) {
	rows, err := q.Query(ctx, listTalksSQL, ratingID)
	return collect(rows, err, func(row scanner) (t Talk, err error) {
		var at int64
		err = row.Scan(&t.ID, &t.Side, &t.Text, &at)
		t.At = storage.FromMicros(at)
		return t, err
	})
}
