package order

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Taken is what a buyer has of a spec by first purchases that were not undone: paid ones, and unpaid ones that can still be paid
// (business-rules 5.4). Quantities are those of the spec's quantity attributes, over all pieces.
type Taken struct {
	Orders     int64
	Quantities map[string]int64
}

// Taken counts what a buyer has of a spec. q is a *storage.Tx inside a transaction.
func (s *Service) Taken(ctx context.Context, q storage.Querier, buyerID, specID string) (Taken, error) {
	raw, err := listSelections(ctx, q, buyerID, specID)
	if err != nil {
		return Taken{}, fmt.Errorf("orders of %s for %s: %w", buyerID, specID, err)
	}
	out := Taken{Orders: int64(len(raw)), Quantities: map[string]int64{}}
	for _, doc := range raw {
		var sel price.Selection
		if err := json.Unmarshal([]byte(doc), &sel); err != nil {
			return Taken{}, fmt.Errorf("orders of %s for %s: %w", buyerID, specID, err)
		}
		for code, n := range sel.Quantities {
			out.Quantities[code] += n * sel.Pieces()
		}
	}
	return out, nil
}
