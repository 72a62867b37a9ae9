package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

const takeCertificateSQL = `
INSERT INTO catalog_certificates (fingerprint, product_id, taken_at) VALUES ($1, $2, $3)
ON CONFLICT (fingerprint) DO UPDATE SET product_id = excluded.product_id, taken_at = excluded.taken_at
WHERE catalog_certificates.product_id = excluded.product_id
    OR EXISTS (SELECT 1 FROM catalog_products p WHERE p.id = catalog_certificates.product_id AND p.status IN ('discontinued', 'deleted'))`

// takeCertificate gives a certificate to a product; false when it is another's that is still there.
func takeCertificate(ctx context.Context, tx *storage.Tx, print, productID string) (bool, error) {
	n, err := tx.Exec(ctx, takeCertificateSQL, print, productID, storage.Micros(tx.Now))
	if err != nil {
		return false, fmt.Errorf("take certificate for %s: %w", productID, err)
	}
	return n == 1, nil
}

const (
	selectCertificatesSQL = `SELECT fingerprint FROM catalog_certificates WHERE product_id = $1 ORDER BY fingerprint`
	deleteCertificateSQL  = `DELETE FROM catalog_certificates WHERE fingerprint = $1 AND product_id = $2`
)

// keepCertificates sets free all certificates of a product but these.
func keepCertificates(ctx context.Context, tx *storage.Tx, productID string, prints []fingerprint) error {
	rows, err := tx.Query(ctx, selectCertificatesSQL, productID)
	if err != nil {
		return fmt.Errorf("list certificates of %s: %w", productID, err)
	}
	held, err := collect(rows, func(scan scanner) (print string, err error) { return print, scan(&print) })
	if err != nil {
		return fmt.Errorf("list certificates of %s: %w", productID, err)
	}
	for _, print := range held {
		if _, kept := find(prints, func(p fingerprint) bool { return p.value == print }); kept {
			continue
		}
		if _, err := tx.Exec(ctx, deleteCertificateSQL, print, productID); err != nil {
			return fmt.Errorf("set certificate of %s free: %w", productID, err)
		}
	}
	return nil
}

const selectCertificateOwnerSQL = `
SELECT p.id, p.seller_id, p.name FROM catalog_certificates c JOIN catalog_products p ON p.id = c.product_id
WHERE c.fingerprint = $1 AND p.status NOT IN ('discontinued', 'deleted')`

// certificateOwner is the product that a certificate is of, nil for none.
func certificateOwner(ctx context.Context, q storage.Querier, print string) (*holder, error) {
	var h holder
	var raw string
	err := q.QueryRow(ctx, selectCertificateOwnerSQL, print).Scan(&h.productID, &h.sellerID, &raw)
	if errors.Is(err, storage.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("get product of a certificate: %w", err)
	}
	var name i18n.Text
	if err := json.Unmarshal([]byte(raw), &name); err != nil {
		return nil, fmt.Errorf("name of %s: %w", h.productID, err)
	}
	h.name = name
	return &h, nil
}
