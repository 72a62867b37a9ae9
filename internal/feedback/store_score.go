package feedback

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/storage"
)

const (
	beginScoreSQL = `
INSERT INTO feedback_scores (subject, ratings, quality, service, delivery, star1, star2, star3, star4, star5, rev)
VALUES ($1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT (subject) DO NOTHING`
	addScoreSQL = `
UPDATE feedback_scores SET ratings = ratings + $2, quality = quality + $3, service = service + $4, delivery = delivery + $5, star1 = star1 + $6,
    star2 = star2 + $7, star3 = star3 + $8, star4 = star4 + $9, star5 = star5 + $10, rev = rev + 1 WHERE subject = $1`
)

// addScore adds a difference to the row of a subject, in one statement, so none of two at once is lost.
func addScore(ctx context.Context, tx *storage.Tx, d Summary) error {
	if _, err := tx.Exec(ctx, beginScoreSQL, d.Subject); err != nil {
		return fmt.Errorf("begin scores of %s: %w", d.Subject, err)
	}
	if _, err := tx.Exec(ctx, addScoreSQL, d.Subject, d.Ratings, d.Quality, d.Service, d.Delivery, d.Stars[0], d.Stars[1], d.Stars[2], d.Stars[3],
		d.Stars[4]); err != nil {
		return fmt.Errorf("add to scores of %s: %w", d.Subject, err)
	}
	return nil
}

const scoreColumns = `SELECT subject, ratings, quality, service, delivery, star1, star2, star3, star4, star5, rev FROM feedback_scores`

const selectScoreSQL = scoreColumns + ` WHERE subject = $1`

func scanScore(row scanner) (Summary, error) {
	var s Summary
	err := row.Scan(&s.Subject, &s.Ratings, &s.Quality, &s.Service, &s.Delivery, &s.Stars[0], &s.Stars[1], &s.Stars[2], &s.Stars[3], &s.Stars[4], &s.Rev)
	return s, err
}

// getScore is the summary of a subject; one without a row has no ratings.
func getScore(ctx context.Context, q storage.Querier, subject string) (Summary, error) {
	s, err := scanScore(q.QueryRow(ctx, selectScoreSQL, subject))
	if errors.Is(err, storage.ErrNoRows) {
		return Summary{Subject: subject}, nil
	}
	if err != nil {
		return Summary{}, fmt.Errorf("get scores of %s: %w", subject, err)
	}
	return s, nil
}

// listScores are the summaries of subjects, by subject; those without ratings are left out.
func listScores(ctx context.Context, q storage.Querier, subjects []string) (map[string]Summary, error) {
	marks, args := make([]string, len(subjects)), make([]any, len(subjects))
	for i, x := range subjects {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), x
	}
	rows, err := q.Query(ctx, scoreColumns+` WHERE subject IN (`+strings.Join(marks, ", ")+`) ORDER BY subject`, args...)
	list, err := collect(rows, err, scanScore)
	out := make(map[string]Summary, len(list))
	for _, x := range list {
		out[x.Subject] = x
	}
	return out, err
}

// bestRatedSQL orders by the mean of all scores as if three more ratings of three points each had been given (our choice): a
// single rating of five points does not pass fifty of nearly as many. Ratings below a mean of four are no recommendation.
const bestRatedSQL = `
SELECT subject FROM feedback_scores
WHERE subject LIKE 'prd!_%' ESCAPE '!' AND ratings > 0 AND quality + service + delivery >= 12 * ratings
ORDER BY (quality + service + delivery + 27) * 1000000 / (3 * ratings + 9) DESC, ratings DESC, subject LIMIT $1`

func listBestRated(ctx context.Context, q storage.Querier, limit int) ([]string, error) {
	ids, err := storage.Texts(q.Query(ctx, bestRatedSQL, limit))
	if err != nil {
		return nil, fmt.Errorf("best rated products: %w", err)
	}
	return ids, nil
}
