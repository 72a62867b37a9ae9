package seller

import (
	"context"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// searchText is what operators search a seller by.
func searchText(s Seller) string {
	return strings.ToLower(strings.Join([]string{s.Name.ZH, s.Name.EN, s.Info.LegalName, s.Info.Number}, "\n"))
}

// rowQuery is a filter and what the rows are counted by.
type rowQuery struct {
	SellerFilter
	year int
	now  int64
}

const listRowsSQL = `
SELECT s.id, s.account_id, s.name, s.intro, s.support_email, s.support_phone, s.support_hours, s.created_at, s.info,
    COALESCE(e.state, ''), COALESCE(l.extension, 0), COALESCE(l.phones, '[]'), COALESCE(l.hours, '{}'), COALESCE(t.level, 'certified'),
    CAST(COALESCE((SELECT SUM(p.points) FROM seller_points p WHERE p.seller_id = s.id AND p.year = $1 AND p.revoked_at = 0), 0) AS BIGINT),
    (SELECT COUNT(*) FROM seller_penalties n WHERE n.seller_id = s.id AND n.state = 'in_force' AND (n.due_at = 0 OR n.due_at > $2))
FROM seller_sellers s
LEFT JOIN seller_entries e ON e.account_id = s.account_id
LEFT JOIN seller_standings t ON t.seller_id = s.id
LEFT JOIN seller_support l ON l.seller_id = s.id
WHERE ($3 = '' OR s.id < $3) AND ($4 = '' OR s.search_text LIKE $4 ESCAPE '!' OR s.id = $5 OR s.account_id = $5)
    AND ($6 = '' OR COALESCE(e.state, '') = $6) AND ($7 = '' OR COALESCE(t.level, 'certified') = $7)
ORDER BY s.id DESC LIMIT $8`

func listRows(ctx context.Context, q storage.Querier, in rowQuery, req page.Request) (page.Of[SellerRow], error) {
	var last string
	if _, err := req.After(&last); err != nil {
		return page.Of[SellerRow]{}, err
	}
	rows, err := readAll(ctx, q, scanRow, listRowsSQL, int64(in.year), in.now, last, storage.Contains(in.Text), strings.TrimSpace(in.Text),
		in.State, string(in.Level), req.Size()+1)
	if err != nil {
		return page.Of[SellerRow]{}, fmt.Errorf("list sellers: %w", err)
	}
	return page.Cut(rows, req.Size(), func(r SellerRow) []any { return []any{r.ID} }), nil
}

func scanRow(r scanner) (SellerRow, error) {
	var out SellerRow
	var err error
	out.Seller, err = scan(func(into ...any) error { return r.Scan(append(into, &out.Level, &out.Deducted, &out.InForce)...) })
	return out, err
}
