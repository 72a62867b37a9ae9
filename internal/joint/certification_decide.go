package joint

import (
	"context"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// key makes the messages about one revision unique.
func (c Certification) key() string { return fmt.Sprintf("%s/%d", c.ID, c.Rev) }

// PassCertification passes the review that the certification is in: it goes on to the next, and passes after the last. Everything on
// the checklist is ticked; the technical part needs its evidence. Errors: ErrChecklist, ErrDockingMissing,
// ErrCertificationNotFound, ErrCertificationState, ErrCertificationChanged.
func (s *Service) PassCertification(ctx context.Context, in CertificationInput) (Certification, error) {
	in.Reason = ""
	return s.decideCertification(ctx, in, EventApprove)
}

// RejectCertification sends a certification back from any review; the seller reads the reason, edits and hands in again
// (business-rules 3.2). Errors: a field error of reason, ErrCertificationNotFound, ErrCertificationState, ErrCertificationChanged.
func (s *Service) RejectCertification(ctx context.Context, in CertificationInput) (Certification, error) {
	in.Reason = line(in.Reason)
	return s.decideCertification(ctx, in, EventReject)
}

func (s *Service) decideCertification(ctx context.Context, in CertificationInput, event string) (Certification, error) {
	if err := in.Actor.May(account.OperatorJoint); err != nil {
		return Certification{}, err
	}
	seen, err := s.handedIn(ctx, in.ID)
	if err != nil {
		return Certification{}, err
	}
	if !CertificationMachine.Can(seen.State, event) {
		return Certification{}, ErrCertificationState
	}
	all := Checklist(seen.State)
	in.Checklist = slices.DeleteFunc(slices.Clone(all), func(k string) bool { return !slices.Contains(in.Checklist, k) })
	did, tells := didRejectCertification, notify.JointRejected
	if event == EventApprove {
		switch {
		case seen.State == CertificationDocking && seen.Form.Docking.File == "":
			return Certification{}, ErrDockingMissing
		case len(in.Checklist) < len(all):
			return Certification{}, ErrChecklist
		}
		did, tells = didPassCertification, notify.JointPassed
	} else if err := checkReason(in.Reason); err != nil {
		return Certification{}, err
	}
	return s.moveCertification(ctx, seen, in, certificationStep{event, did, func(ctx context.Context, tx *storage.Tx, next *Certification) error {
		next.Reason = in.Reason
		if event == EventApprove && next.State == CertificationPassed {
			tells = notify.JointCertified
		}
		m := notify.Message{To: next.AccountID, Event: tells, Key: next.key(), Link: "/seller/joint-certifications/" + next.ID,
			Params: notify.Params("product", next.Form.Name, "reason", next.Reason, "review", ReviewName(seen.State), "next", ReviewName(next.State))}
		return s.d.Sellers.TellTx(ctx, tx, m, seller.Addressee{Email: next.Form.ContactEmail, Phone: next.Form.ContactPhone}) // the business contact: SMS and mail
	}})
}

// handedIn is a certification as operators see it: drafts are the sellers' own.
func (s *Service) handedIn(ctx context.Context, certificationID string) (Certification, error) {
	c, err := getCertification(ctx, s.d.DB.Reader(), certificationID)
	if err == nil && c.State == CertificationDraft {
		return Certification{}, ErrCertificationNotFound
	}
	return c, err
}

// Listing is a joint product that is about to be published.
type Listing struct {
	SellerID  string
	ProductID string
	Name      string // in Chinese
	Delivery  string
}

// Certified says whether a product may be published as a joint one: it was published by a certification before, or its seller has
// one that passed for the name and is not used by another product; and the delivery type is the certified one (business-rules 3.2).
// q is a *storage.Tx inside a transaction. Errors: ErrNotCertified, ErrCertifiedDelivery.
func (s *Service) Certified(ctx context.Context, q storage.Querier, l Listing) error {
	_, err := s.certificationFor(ctx, q, l)
	return err
}

func (s *Service) certificationFor(ctx context.Context, q storage.Querier, l Listing) (Certification, error) {
	c, err := missing(certificationOf(ctx, q, l.ProductID))
	if err == nil && c.ID == "" {
		c, err = missing(certificationNamed(ctx, q, l))
	}
	switch {
	case err != nil:
		return Certification{}, err
	case c.ID == "" || c.SellerID != l.SellerID || c.State != CertificationPassed:
		return Certification{}, ErrNotCertified
	case c.Form.Delivery != l.Delivery:
		return Certification{}, ErrCertifiedDelivery
	}
	return c, nil
}

// ClaimTx notes that a product was published by its certification: one certification for one product. Errors: as Certified, when
// another product was quicker too.
func (s *Service) ClaimTx(ctx context.Context, tx *storage.Tx, l Listing) error {
	seen, err := s.certificationFor(ctx, tx, l)
	if err != nil || seen.ProductID == l.ProductID {
		return err
	}
	claimed, err := claimCertification(ctx, tx, seen.ID, l.ProductID)
	if err == nil && !claimed {
		return ErrNotCertified
	}
	if err != nil {
		return err
	}
	next := seen
	next.ProductID = l.ProductID
	return s.recordCertification(ctx, tx, didClaimCertification, seen, next)
}
