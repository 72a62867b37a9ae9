package feedback

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const insertRatingSQL = `
INSERT INTO feedback_ratings (id, instance_id, product_id, product_name, seller_id, buyer_id, buyer_name, quality, service, delivery, stars, tags, body,
    pictures, state, rev, talks, created_at, due_at, amended_at, reply, replied_at, follow_up, followed_up_at, hidden_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, 0, $16, $17, 0, '', 0, '', 0, '')
ON CONFLICT (instance_id) DO NOTHING`

// insertRating stores a rating; ErrRated when its instance has one.
func insertRating(ctx context.Context, tx *storage.Tx, r Rating) error {
	name, err := encoded(r.ProductName)
	if err != nil {
		return err
	}
	tags, pictures, err := r.columns()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, insertRatingSQL, r.ID, r.InstanceID, r.ProductID, name, r.SellerID, r.BuyerID, r.BuyerName, r.Quality, r.Service, r.Delivery,
		r.Stars(), tags, r.Text, pictures, r.State, storage.Micros(r.CreatedAt), storage.Micros(r.DueAt))
	if err != nil {
		return fmt.Errorf("insert rating of %s: %w", r.InstanceID, err)
	}
	if n == 0 {
		return ErrRated
	}
	return nil
}

// columns are the lists of an opinion as their columns hold them.
func (o Opinion) columns() (tags, pictures string, err error) {
	if tags, err = encoded(o.Tags); err != nil {
		return "", "", err
	}
	pictures, err = encoded(o.Pictures)
	return tags, pictures, err
}

const updateRatingSQL = `
UPDATE feedback_ratings SET quality = $3, service = $4, delivery = $5, stars = $6, tags = $7, body = $8, pictures = $9, state = $10, talks = $11,
    due_at = $12, amended_at = $13, reply = $14, replied_at = $15, follow_up = $16, followed_up_at = $17, hidden_reason = $18, rev = rev + 1
WHERE id = $1 AND rev = $2`

// updateRating stores a rating over the revision that was read; ErrChanged when somebody was quicker.
func updateRating(ctx context.Context, tx *storage.Tx, r Rating) error {
	tags, pictures, err := r.columns()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, updateRatingSQL, r.ID, r.Rev, r.Quality, r.Service, r.Delivery, r.Stars(), tags, r.Text, pictures, r.State, r.Talks,
		storage.Micros(r.DueAt), storage.Micros(r.AmendedAt), r.Reply, storage.Micros(r.RepliedAt), r.FollowUp, storage.Micros(r.FollowedUpAt), r.HiddenReason)
	if err != nil {
		return fmt.Errorf("update rating %s: %w", r.ID, err)
	}
	if n == 0 {
		return ErrChanged
	}
	return nil
}

const ratingColumns = `id, state, rev, instance_id, product_id, product_name, seller_id, buyer_id, buyer_name, quality, service, delivery, tags, body,
    pictures, talks, created_at, due_at, amended_at, reply, replied_at, follow_up, followed_up_at, hidden_reason`

func scanRating(row scanner) (Rating, error) {
	var r Rating
	var name, tags, pictures string
	var created, due, amended, replied, followed int64
	if err := row.Scan(&r.ID, &r.State, &r.Rev, &r.InstanceID, &r.ProductID, &name, &r.SellerID, &r.BuyerID, &r.BuyerName, &r.Quality, &r.Service,
		&r.Delivery, &tags, &r.Text, &pictures, &r.Talks, &created, &due, &amended, &r.Reply, &replied, &r.FollowUp, &followed, &r.HiddenReason); err != nil {
		return Rating{}, err
	}
	r.CreatedAt, r.DueAt, r.AmendedAt = storage.FromMicros(created), storage.FromMicros(due), storage.FromMicros(amended)
	r.RepliedAt, r.FollowedUpAt = storage.FromMicros(replied), storage.FromMicros(followed)
	return r, errors.Join(decoded(name, &r.ProductName), decoded(tags, &r.Tags), decoded(pictures, &r.Pictures))
}

const (
	selectRatingSQL         = `SELECT ` + ratingColumns + ` FROM feedback_ratings WHERE id = $1`
	selectRatingInstanceSQL = `SELECT ` + ratingColumns + ` FROM feedback_ratings WHERE instance_id = $1`
)

// getRating finds a rating by its id, or ErrRatingNotFound.
func getRating(ctx context.Context, q storage.Querier, id string) (Rating, error) {
	return oneRating(ctx, q, selectRatingSQL, id)
}

// getRatingOf finds the rating of an instance, or ErrRatingNotFound.
func getRatingOf(ctx context.Context, q storage.Querier, instanceID string) (Rating, error) {
	return oneRating(ctx, q, selectRatingInstanceSQL, instanceID)
}

func oneRating(ctx context.Context, q storage.Querier, query, id string) (Rating, error) {
	r, err := scanRating(q.QueryRow(ctx, query, id))
	if errors.Is(err, storage.ErrNoRows) {
		return Rating{}, ErrRatingNotFound
	}
	if err != nil {
		return Rating{}, fmt.Errorf("get rating %s: %w", id, err)
	}
	return r, nil
}

const listDueSQL = `SELECT id FROM feedback_ratings WHERE due_at > 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2`

// listDue are the ratings whose negotiation is over.
func listDue(ctx context.Context, q storage.Querier, now time.Time, limit int) ([]string, error) {
	return storage.Texts(q.Query(ctx, listDueSQL, storage.Micros(now), limit))
}

const nextDueSQL = `SELECT due_at FROM feedback_ratings WHERE due_at > 0 ORDER BY due_at, id LIMIT 1`

func nextDue(ctx context.Context, q storage.Querier) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, nextDueSQL).Scan(&at)
	if errors.Is(err, storage.ErrNoRows) {
		return time.Time{}, nil
	}
	return storage.FromMicros(at), err
}
