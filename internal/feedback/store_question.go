package feedback

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertQuestionSQL = `
INSERT INTO feedback_questions (id, product_id, product_name, seller_id, buyer_id, buyer_name, body, state, rev, created_at, answer, answered_at, hidden_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, '', 0, '')`

func insertQuestion(ctx context.Context, tx *storage.Tx, x Question) error {
	name, err := encoded(x.ProductName)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertQuestionSQL, x.ID, x.ProductID, name, x.SellerID, x.BuyerID, x.BuyerName, x.Text, x.State,
		storage.Micros(x.CreatedAt)); err != nil {
		return fmt.Errorf("insert question about %s: %w", x.ProductID, err)
	}
	return nil
}

const updateQuestionSQL = `
UPDATE feedback_questions SET state = $3, answer = $4, answered_at = $5, hidden_reason = $6, rev = rev + 1 WHERE id = $1 AND rev = $2`

// updateQuestion stores a question over the revision that was read; ErrChanged when somebody was quicker.
func updateQuestion(ctx context.Context, tx *storage.Tx, x Question) error {
	n, err := tx.Exec(ctx, updateQuestionSQL, x.ID, x.Rev, x.State, x.Answer, storage.Micros(x.AnsweredAt), x.HiddenReason)
	if err != nil {
		return fmt.Errorf("update question %s: %w", x.ID, err)
	}
	if n == 0 {
		return ErrChanged
	}
	return nil
}

const questionColumns = `id, product_id, product_name, seller_id, buyer_id, buyer_name, body, state, rev, created_at, answer, answered_at, hidden_reason`

func scanQuestion(row scanner) (Question, error) {
	var x Question
	var name string
	var created, answered int64
	if err := row.Scan(&x.ID, &x.ProductID, &name, &x.SellerID, &x.BuyerID, &x.BuyerName, &x.Text, &x.State, &x.Rev, &created, &x.Answer, &answered,
		&x.HiddenReason); err != nil {
		return Question{}, err
	}
	x.CreatedAt, x.AnsweredAt = storage.FromMicros(created), storage.FromMicros(answered)
	return x, decoded(name, &x.ProductName)
}

const selectQuestionSQL = `SELECT ` + questionColumns + ` FROM feedback_questions WHERE id = $1`

// getQuestion finds a question, or ErrQuestionNotFound.
func getQuestion(ctx context.Context, q storage.Querier, id string) (Question, error) {
	x, err := scanQuestion(q.QueryRow(ctx, selectQuestionSQL, id))
	if errors.Is(err, storage.ErrNoRows) {
		return Question{}, ErrQuestionNotFound
	}
	if err != nil {
		return Question{}, fmt.Errorf("get question %s: %w", id, err)
	}
	return x, nil
}

const listQuestionsSQL = `
SELECT ` + questionColumns + ` FROM feedback_questions
WHERE ($1 = '' OR buyer_id = $1) AND ($2 = '' OR seller_id = $2) AND ($3 = '' OR $3 LIKE '%,' || product_id || ',%')
  AND ($4 = '' OR state = $4) AND ($5 = '' OR product_id = $5) AND ($6 = '' OR LOWER(product_name) LIKE $6 ESCAPE '!' OR LOWER(body) LIKE $6 ESCAPE '!')
  AND (created_at < $7 OR (created_at = $7 AND id < $8))
ORDER BY created_at DESC, id DESC LIMIT $9`

func listQuestions(ctx context.Context, q storage.Querier, of scope, f QuestionFilter, p page.Request) (page.Of[Question], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Question]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, listQuestionsSQL, of.buyerID, of.sellerID, string(of.products), f.State, f.ProductID, storage.Contains(f.Text), at, after, size+1)
	list, err := collect(rows, err, scanQuestion)
	return page.Cut(list, size, func(x Question) []any { return []any{storage.Micros(x.CreatedAt), x.ID} }), err
}

const listAnsweredSQL = `
SELECT ` + questionColumns + ` FROM feedback_questions
WHERE product_id = $1 AND state = 'answered' AND (answered_at < $2 OR (answered_at = $2 AND id < $3))
ORDER BY answered_at DESC, id DESC LIMIT $4`

// listAnswered are the questions about a product that every visitor may read, the latest answer first.
func listAnswered(ctx context.Context, q storage.Querier, productID string, p page.Request) (page.Of[Question], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Question]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, listAnsweredSQL, productID, at, after, size+1)
	list, err := collect(rows, err, scanQuestion)
	return page.Cut(list, size, func(x Question) []any { return []any{storage.Micros(x.AnsweredAt), x.ID} }), err
}

const countWaitingSQL = `
SELECT COUNT(id) FROM feedback_questions WHERE seller_id = $1 AND state = 'waiting' AND ($2 = '' OR $2 LIKE '%,' || product_id || ',%')`

func countWaiting(ctx context.Context, q storage.Querier, sellerID string, products storage.Among) (n int, err error) {
	if err := q.QueryRow(ctx, countWaitingSQL, sellerID, string(products)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count questions to %s: %w", sellerID, err)
	}
	return n, nil
}
