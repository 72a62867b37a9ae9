package feedback

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// What a closed account leaves: see ForgetTx. The pictures and the negotiations of ratings that were never shown go first.
const (
	forgetFavouritesSQL = `DELETE FROM feedback_favourites WHERE account_id = $1`
	forgetViewsSQL      = `DELETE FROM feedback_views WHERE account_id = $1`
	forgetPacesSQL      = `DELETE FROM feedback_paces WHERE account_id = $1`
	forgetQuestionsSQL  = `DELETE FROM feedback_questions WHERE buyer_id = $1 AND state = 'waiting'`
	blankQuestionsSQL   = `UPDATE feedback_questions SET buyer_name = '' WHERE buyer_id = $1 AND buyer_name <> ''`
	blankReportsSQL     = `UPDATE feedback_reports SET reporter_name = '' WHERE reporter_id = $1 AND reporter_name <> ''`
	forgetPicturesSQL   = `DELETE FROM feedback_pictures WHERE rating_id IN (SELECT id FROM feedback_ratings WHERE buyer_id = $1)`
	forgetTalksSQL      = `DELETE FROM feedback_talks WHERE rating_id IN (SELECT id FROM feedback_ratings WHERE buyer_id = $1)`
	forgetRatingsSQL    = `DELETE FROM feedback_ratings WHERE buyer_id = $1 AND state = 'pending_negotiation'`
	blankRatingsSQL     = `
UPDATE feedback_ratings SET buyer_name = '', pictures = '[]', rev = rev + 1 WHERE buyer_id = $1 AND (buyer_name <> '' OR pictures <> '[]')`
)

func forget(ctx context.Context, tx *storage.Tx, accountID string) error {
	for _, statement := range []string{forgetFavouritesSQL, forgetViewsSQL, forgetPacesSQL, forgetQuestionsSQL, blankQuestionsSQL, blankReportsSQL,
		forgetPicturesSQL, forgetTalksSQL, forgetRatingsSQL, blankRatingsSQL} {
		if _, err := tx.Exec(ctx, statement, accountID); err != nil {
			return fmt.Errorf("forget feedback of %s: %w", accountID, err)
		}
	}
	return nil
}

const touchedSQL = `
SELECT product_id FROM feedback_ratings WHERE buyer_id = $1 AND state IN ('public', 'amended')
UNION SELECT product_id FROM feedback_questions WHERE buyer_id = $1 AND state = 'answered' ORDER BY product_id`

// listTouched are the products on whose pages an account said something.
func listTouched(ctx context.Context, q storage.Querier, accountID string) ([]string, error) {
	return storage.Texts(q.Query(ctx, touchedSQL, accountID))
}
