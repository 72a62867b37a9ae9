package seller

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const countWaitingSQL = `
SELECT
    (SELECT COUNT(*) FROM (SELECT id FROM seller_submissions WHERE outcome = '' ORDER BY submitted_at, id LIMIT $1) AS applications),
    (SELECT COUNT(*) FROM (SELECT id FROM seller_changes WHERE state = 'in_review' ORDER BY submitted_at, id LIMIT $1) AS changes),
    (SELECT COUNT(*) FROM (SELECT id FROM seller_exits WHERE state = 'requested' ORDER BY asked_at, id LIMIT $1) AS exits),
    (SELECT COUNT(*) FROM (SELECT account_id FROM seller_certifications WHERE waiting_since > 0
        ORDER BY waiting_since, account_id LIMIT $1) AS certifications)`

// countWaiting counts each queue no further than most.
func countWaiting(ctx context.Context, q storage.Querier, most int) (Waiting, error) {
	var w Waiting
	if err := q.QueryRow(ctx, countWaitingSQL, most).Scan(&w.Applications, &w.Changes, &w.Exits, &w.Certifications); err != nil {
		return Waiting{}, fmt.Errorf("count what waits: %w", err)
	}
	return w, nil
}
