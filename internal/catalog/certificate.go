package catalog

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

// A software copyright certificate is of one product (business-rules 4.4). It is known by the bytes of its file and by its
// registration number; a product takes both when it is submitted, and keeps them until it is discontinued or deleted.

// fingerprint is one way to know a certificate, with the field that says it.
type fingerprint struct{ field, value string }

// fingerprints are those of a content's certificate; none where no certificate is asked for. It asks the file store, so no
// transaction is open.
func (s *Service) fingerprints(ctx context.Context, c *Content) ([]fingerprint, error) {
	if c == nil {
		return nil, nil
	}
	t, ok := c.Delivery.Type()
	if !ok || !t.Software {
		return nil, nil
	}
	var out []fingerprint
	if c.Copyright.Blob != "" {
		digest, err := s.files.Digest(ctx, c.Copyright.Blob)
		if err != nil && apperr.Of(err).Kind == apperr.Internal {
			return nil, err
		}
		if err == nil && digest != "" { // a file that is not there is refused by its field
			out = append(out, fingerprint{"copyright", "file " + digest})
		}
	}
	if number := registration(c.CopyrightNumber); number != "" {
		out = append(out, fingerprint{"copyright_number", "number " + number})
	}
	return out, nil
}

// registration is a registration number however it is written: "软著登字第 123 号" and "软著登字第123号" are the same.
func registration(number string) string { return strings.ReplaceAll(fold(number), " ", "") }

// certificates are what a submission takes, and what the product keeps beside it: those of its live version.
type certificates struct{ taken, kept []fingerprint }

func (s *Service) certificatesOf(ctx context.Context, d Draft) (out certificates, err error) {
	live, err := getLiveStored(ctx, s.db.Reader(), d.ProductID)
	if err != nil {
		return out, err
	}
	if out.kept, err = s.fingerprints(ctx, live); err != nil {
		return out, err
	}
	out.taken, err = s.fingerprints(ctx, &d.Content)
	return out, err
}

// checkCertificate tells a seller before the review whose its certificate is already.
func (s *Service) checkCertificate(ctx context.Context, d Draft, f *apperr.Fields) error {
	prints, err := s.fingerprints(ctx, &d.Content)
	if err != nil {
		return err
	}
	for _, p := range prints {
		owner, err := certificateOwner(ctx, s.db.Reader(), p.value)
		if err != nil {
			return err
		}
		if owner != nil && owner.productID != d.ProductID {
			f.Add(p.field, owner.taken(d.SellerID))
		}
	}
	return nil
}

// takeCertificates makes the certificate that of the product; of two that are submitted at once the first has it. Errors: field
// errors with ErrCertificateOwn, ErrCertificateTaken.
func takeCertificates(ctx context.Context, tx *storage.Tx, a Application, c certificates) error {
	var f apperr.Fields
	for _, p := range c.taken { // a file before a number, always: two submissions never wait for each other
		taken, err := takeCertificate(ctx, tx, p.value, a.ProductID)
		if err != nil {
			return err
		}
		if taken {
			continue
		}
		owner, err := certificateOwner(ctx, tx, p.value)
		if err != nil {
			return err
		}
		if owner == nil {
			return ErrApplicationChanged // it was set free this moment
		}
		f.Add(p.field, owner.taken(a.SellerID))
	}
	if err := f.Err(); err != nil {
		return err
	}
	return keepCertificates(ctx, tx, a.ProductID, append(c.taken, c.kept...))
}

// holder is the product that a certificate is of.
type holder struct {
	productID, sellerID string
	name                i18n.Text // told to its own seller only
}

func (h holder) taken(sellerID string) *apperr.Error {
	if h.sellerID == sellerID {
		return ErrCertificateOwn.With("name", h.name)
	}
	return ErrCertificateTaken
}
