package seller

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// At most one certificate of a topic is approved at a time: the unique index sees to it.
const heldSQL = changeColumns + ` WHERE c.kind = 'certificate' AND c.state = 'approved' AND c.topic = $1`

// heldCertificate is the approved certificate of a topic, of whichever seller, or ErrChangeNotFound.
func heldCertificate(ctx context.Context, q storage.Querier, topic string) (Change, error) {
	return oneChange(q.QueryRow(ctx, heldSQL, topic), "certificate "+topic)
}

const heldBySQL = changeColumns + ` WHERE c.seller_id = $1 AND c.kind = 'certificate' AND c.state = 'approved' ORDER BY c.number`

// heldCertificates are the approved certificates of a seller, expired ones too.
func heldCertificates(ctx context.Context, q storage.Querier, sellerID string) ([]Certificate, error) {
	return readAll(ctx, q, func(r scanner) (Certificate, error) {
		c, err := scanChange(r.Scan)
		if err != nil {
			return Certificate{}, err
		}
		return *c.Content.Certificate, nil
	}, heldBySQL, sellerID)
}
