package joint

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

// CertificationFilter narrows a list; empty members do not. State "" is, for operators, what waits for them.
type CertificationFilter struct {
	State string
	Text  string // in the names of the product and its seller
}

// Certifications lists those of the seller for which somebody acts, the newest first. Errors: ErrNotSelling, bad_cursor.
func (s *Service) Certifications(ctx context.Context, actor account.Actor, f CertificationFilter, r page.Request) (page.Of[Certification], error) {
	own, err := s.own(ctx, actor, account.SellerPlans)
	if err != nil {
		return page.Of[Certification]{}, err
	}
	return listCertifications(ctx, s.d.DB.Reader(), certificationQuery{sellerID: own.ID, state: f.State, text: f.Text}, r)
}

// CertificationQueue lists what was handed in, for operators: what waits in the order in which it came, everything else the newest
// first (business-rules 12.8). Errors: bad_cursor.
func (s *Service) CertificationQueue(ctx context.Context, actor account.Actor, f CertificationFilter, r page.Request) (page.Of[Certification], error) {
	if err := actor.May(account.OperatorJoint); err != nil {
		return page.Of[Certification]{}, err
	}
	if f.State == "" {
		return listCertificationsWaiting(ctx, s.d.DB.Reader(), f.Text, r)
	}
	if f.State == AllStates {
		f.State = ""
	}
	return listCertifications(ctx, s.d.DB.Reader(), certificationQuery{state: f.State, text: f.Text, handedIn: true}, r)
}

// CertificationDetail is a certification with what became of it.
type CertificationDetail struct {
	Certification
	History []Happened // the first one first
}

// Certification returns one to its seller, and what was handed in to operators. Errors: ErrCertificationNotFound, ErrNotSelling.
func (s *Service) Certification(ctx context.Context, actor account.Actor, certificationID string) (CertificationDetail, error) {
	var out CertificationDetail
	var err error
	if actor.Can(account.OperatorJoint) {
		out.Certification, err = s.handedIn(ctx, certificationID)
	} else {
		var own seller.Seller
		if own, err = s.own(ctx, actor, account.SellerPlans); err != nil {
			return CertificationDetail{}, err
		}
		out.Certification, err = s.ownCertification(ctx, own, certificationID)
	}
	if err != nil {
		return CertificationDetail{}, err
	}
	out.History, err = listHappened(ctx, s.d.DB.Reader(), out.ID)
	return out, err
}

// CertificationFile is the id of a file of a certification, for who may see that. Errors: ErrCertificationNotFound, ErrNotSelling.
func (s *Service) CertificationFile(ctx context.Context, actor account.Actor, certificationID, field string) (string, error) {
	d, err := s.Certification(ctx, actor, certificationID)
	if err != nil {
		return "", err
	}
	file, ok := d.Form.Files()[field]
	if !ok {
		return "", ErrCertificationNotFound
	}
	return file, nil
}

// MayCertify is nil once the seller for which somebody acts joined the joint plan (business-rules 3.1). Errors: ErrJointPlan,
// ErrNotSelling.
func (s *Service) MayCertify(ctx context.Context, actor account.Actor) error {
	own, err := s.own(ctx, actor, account.SellerPlans)
	if err != nil {
		return err
	}
	return s.joined(ctx, own)
}

// Deliveries are the delivery types that a joint product can have.
func (s *Service) Deliveries() []Delivery { return s.d.Deliveries }

// AgreementVersion is the version of the agreement that a certification signs for its product. Errors: agreement_not_found while the
// marketplace has none.
func (s *Service) AgreementVersion(ctx context.Context) (string, error) {
	return s.d.Agreements.CurrentVersion(ctx, seller.PlanJoint.Agreement())
}
