package seller

import (
	"context"
	"errors"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// ApplyCertificateInput is a technical certificate to be looked at; Certificate.File is the id of an upload.
type ApplyCertificateInput struct {
	Actor       account.Actor
	Certificate Certificate
}

// ApplyCertificate hands a technical certificate in; the operators are told (business-rules 3.3). Several may be with them
// at once, of one class and number only one. Errors: field errors of class, product, certificate_number, issued, until and
// certificate; ErrNotActive before the business certification, ErrPlanNeeded, ErrChangeReviewing, ErrCertificateTaken.
func (s *Service) ApplyCertificate(ctx context.Context, in ApplyCertificateInput) (Change, error) {
	content := in.Certificate
	own, checked, err := s.readChange(ctx, SaveChangeInput{Actor: in.Actor, Kind: ChangeCertificate, Content: ChangeContent{Certificate: &content}})
	if err != nil {
		return Change{}, err
	}
	var bad apperr.Fields
	c := checked.Certificate
	c.check(s.Now(), &bad)
	if err := bad.Err(); err != nil {
		return Change{}, err
	}
	f, err := s.files.Get(ctx, c.File)
	if err != nil {
		return Change{}, err
	}
	c.Name = f.Name
	var out Change
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if own, err = lockSeller(ctx, tx, own.ID); err != nil {
			return err
		}
		if err := s.mayCertify(ctx, tx, own, *c); err != nil {
			return err
		}
		draft := newChange(tx.Now, own, ChangeCertificate, checked)
		inserted, err := insertChange(ctx, tx, draft)
		if err != nil {
			return err
		}
		if !inserted {
			return ErrChangeReviewing
		}
		out, err = s.submitChangeTx(ctx, tx, draft, ChangeContent{Certificate: &Certificate{}})
		return err
	})
	return out, err
}

// mayCertify is nil when a seller may hand a certificate in.
func (s *Service) mayCertify(ctx context.Context, tx *storage.Tx, own Seller, c Certificate) error {
	if own.State != EntryActive {
		return ErrNotActive
	}
	if p := c.Class.Plan(); p != "" {
		joined, err := s.Joined(ctx, tx, own.ID, p)
		if err != nil {
			return err
		}
		if !joined {
			return fieldError("class", ErrPlanNeeded.With("plan", p.Name()))
		}
	}
	held, err := heldCertificate(ctx, tx, c.topic())
	switch {
	case errors.Is(err, ErrChangeNotFound):
		return nil
	case err == nil && held.SellerID != own.ID:
		return fieldError("certificate_number", ErrCertificateTaken)
	}
	return err
}

// CertificateInput names a certificate that was handed in; Rev is the revision that was seen.
type CertificateInput struct {
	Actor    account.Actor
	ChangeID string
	Rev      int64
	Reason   string // of RevokeCertificate
}

// seen is the certificate as the caller saw it; of a seller alone unless that is "".
func (in CertificateInput) seen(ctx context.Context, tx *storage.Tx, sellerID string) (Change, error) {
	c, err := getChange(ctx, tx, in.ChangeID)
	switch {
	case err != nil:
		return Change{}, err
	case c.Kind != ChangeCertificate || sellerID != "" && c.SellerID != sellerID:
		return Change{}, ErrChangeNotFound
	case c.Rev != in.Rev:
		return Change{}, ErrChangeStale
	}
	return c, nil
}

// WithdrawCertificate takes a certificate back that is with the operators. Errors: ErrChangeNotFound, ErrChangeState,
// ErrChangeStale when an operator was quicker.
func (s *Service) WithdrawCertificate(ctx context.Context, in CertificateInput) (Change, error) {
	own, err := s.own(ctx, in.Actor, ChangeCertificate.Permission())
	if err != nil {
		return Change{}, err
	}
	var out Change
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		seen, err := in.seen(ctx, tx, own.ID)
		if err != nil {
			return err
		}
		if out, err = moveChange(ctx, tx, seen, EventWithdraw, seen); err != nil {
			return err
		}
		return recordChange(ctx, tx, auditChangeWithdrawn, out)
	})
	return out, err
}

// RevokeCertificate ends a certificate that was approved, with a reason; the seller is told. Errors: a field error of
// reason, ErrChangeNotFound, ErrChangeState, ErrChangeStale.
func (s *Service) RevokeCertificate(ctx context.Context, in CertificateInput) (Change, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Change{}, err
	}
	in.Reason = lines(in.Reason)
	if err := checkReason(in.Reason); err != nil {
		return Change{}, err
	}
	var out Change
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		seen, err := in.seen(ctx, tx, "")
		if err != nil {
			return err
		}
		next := seen
		next.EndedAt, next.EndedName, next.Reason = tx.Now, in.Actor.Name, in.Reason
		if out, err = moveChange(ctx, tx, seen, EventRevoke, next); err != nil {
			return err
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: out.AccountID, Event: notify.SellerCertificateRevoked, Key: out.key(),
			Link: ChangeCertificate.Page(), Params: notify.Params("certificate", certificateName(*out.Content.Certificate), "reason", out.Reason)}); err != nil {
			return err
		}
		return recordChange(ctx, tx, auditCertificateRevoked, out)
	})
	return out, err
}

// certificateName is what messages call a certificate.
func certificateName(c Certificate) string { return c.Product + " (" + c.Number + ")" }

// holdTx makes an approved certificate the one that counts: the seller's earlier one of the same number holds no more.
func (s *Service) holdTx(ctx context.Context, tx *storage.Tx, c Change) error {
	before, err := heldCertificate(ctx, tx, c.topic())
	switch {
	case errors.Is(err, ErrChangeNotFound):
		return nil
	case err != nil:
		return err
	case before.SellerID != c.SellerID:
		return ErrCertificateTaken
	}
	next := before
	next.EndedAt = tx.Now
	_, err = moveChange(ctx, tx, before, EventReplace, next)
	return err
}

// Certificates are the technical certificates of a seller that hold now, of some classes or of all (business-rules 4.13).
// q is a *storage.Tx inside a transaction.
func (s *Service) Certificates(ctx context.Context, q storage.Querier, sellerID string, classes ...CertificateClass) ([]Certificate, error) {
	all, err := heldCertificates(ctx, q, sellerID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(c Certificate) bool {
		return !c.HoldsOn(s.Now()) || len(classes) > 0 && !slices.Contains(classes, c.Class)
	}), nil
}
