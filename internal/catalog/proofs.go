package catalog

import (
	"context"
	"maps"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// proofs asks what the seller's standing, its certificates and its other products say to a content (business-rules 3.1, 4.4,
// 4.13, 13.1). q is a *storage.Tx inside a transaction. Its field errors are returned in f.
func (s *Service) proofs(ctx context.Context, q storage.Querier, d Draft, f *apperr.Fields) error {
	sellerID, c := d.SellerID, d.Content
	if c.Family == FamilyJoint {
		joined, err := s.standing.Joined(ctx, q, sellerID, seller.PlanJoint)
		if err != nil {
			return err
		}
		if !joined { // business-rules 3.1
			f.Add("family", ErrJointPlan)
		} else if err := s.certified(ctx, q, d, f); err != nil {
			return err
		}
	}
	if c.Delivery == DeliveryHardware { // business-rules 4.6, 4.8: whitelist sellers
		listed, err := s.listed.MaySellHardware(ctx, q, sellerID)
		if err != nil {
			return err
		}
		if !listed {
			f.Add("delivery", ErrHardwareList)
		}
	}
	if c.Delivery == DeliveryDataAsset { // business-rules 13.1: nobody publishes data without it
		approved, err := s.standing.ComplianceApproved(ctx, sellerID)
		if err != nil {
			return err
		}
		if !approved {
			f.Add("data_source", ErrComplianceLetter)
		}
	}
	return s.tagProofs(ctx, q, sellerID, c, f)
}

func (s *Service) tagProofs(ctx context.Context, q storage.Querier, sellerID string, c Content, f *apperr.Fields) error {
	if len(c.Tags) == 0 {
		return nil
	}
	held, err := s.standing.Certificates(ctx, q, sellerID)
	if err != nil {
		return err
	}
	for _, code := range c.Tags {
		t, ok := tagOf(code)
		if !ok {
			continue // refused by the field
		}
		if !t.proves(c, held) {
			e := ErrTagCertificate.With("tag", t.Name)
			if t.matches(c) && slices.ContainsFunc(held, func(x seller.Certificate) bool { return slices.Contains(t.Classes, x.Class) }) {
				e = ErrTagProduct.With("tag", t.Name)
			}
			f.Add("tags", e)
		}
		if t.Plan == "" {
			continue
		}
		joined, err := s.standing.Joined(ctx, q, sellerID, t.Plan)
		if err != nil {
			return err
		}
		if !joined {
			f.Add("tags", ErrTagPlan.With("tag", t.Name, "plan", t.Plan.Name()))
		}
	}
	return nil
}

// JoinedJoint reports whether the actor's seller may publish joint products: it joined the plan (business-rules 3.1). Errors:
// ErrNotASeller, ErrForbidden.
func (s *Service) JoinedJoint(ctx context.Context, actor account.Actor) (bool, error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return false, err
	}
	return s.standing.Joined(ctx, s.db.Reader(), own.ID, seller.PlanJoint)
}

// MaySellHardware reports whether the actor's seller may publish hardware (business-rules 4.6). Errors: ErrNotASeller,
// ErrForbidden.
func (s *Service) MaySellHardware(ctx context.Context, actor account.Actor) (bool, error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return false, err
	}
	return s.listed.MaySellHardware(ctx, s.db.Reader(), own.ID)
}

// checkStanding is what a submitted draft meets outside of itself: proofs, groups of interfaces, other forms of the product.
func (s *Service) checkStanding(ctx context.Context, d Draft, f *apperr.Fields) error {
	q := s.db.Reader()
	if err := s.proofs(ctx, q, d, f); err != nil {
		return err
	}
	if err := checkGroups(ctx, q, d.Content, f); err != nil {
		return err
	}
	others, err := listSiblings(ctx, q, d.SellerID, d.ProductID)
	if err != nil {
		return err
	}
	own := stem(d.Content.Name.ZH)
	others = slices.DeleteFunc(others, func(o sibling) bool { return stem(o.name.ZH) != own })
	for i, o := range others {
		live, err := getLiveContent(ctx, q, o.productID)
		if err != nil {
			return err
		}
		if live != nil {
			others[i].delivery = live.Delivery
		}
	}
	if t, ok := d.Content.Delivery.Type(); ok {
		d.Content.checkSiblings(f, t, others)
	}
	return nil
}

// holdProofs is proofs at the moment of the approval: what held when the seller submitted may have ended since.
func (s *Service) holdProofs(ctx context.Context, tx *storage.Tx, d Draft) error {
	var f apperr.Fields
	if err := s.proofs(ctx, tx, d, &f); err != nil {
		return err
	}
	bad := apperr.FieldsOf(f.Err())
	for _, field := range slices.Sorted(maps.Keys(bad)) {
		return ErrProofEnded.With("reason", i18n.Text{ZH: bad[field].Text(i18n.ZH), EN: bad[field].Text(i18n.EN)})
	}
	return nil
}

// JointListing is a joint product that is about to be published.
type JointListing struct {
	SellerID  string
	ProductID string
	Name      string // in Chinese
	Delivery  string
}

// Certifications knows joint certifications (business-rules 3.2).
type Certifications interface {
	// Certified is nil, or a declared error that says why the product cannot be published as a joint one.
	Certified(ctx context.Context, q storage.Querier, l JointListing) error
	// ClaimTx makes the certification that of the product, for ever.
	ClaimTx(ctx context.Context, tx *storage.Tx, l JointListing) error
}

func (d Draft) jointListing() JointListing {
	return JointListing{d.SellerID, d.ProductID, d.Content.Name.ZH, string(d.Content.Delivery)}
}

// certified asks whether a joint product is certified: only such ones are published, by the seller that was certified, with the
// delivery type that was certified (business-rules 3.2). Its field error is returned in f.
func (s *Service) certified(ctx context.Context, q storage.Querier, d Draft, f *apperr.Fields) error {
	if s.certifications == nil {
		return nil
	}
	err := s.certifications.Certified(ctx, q, d.jointListing())
	if err != nil && apperr.Of(err).Kind == apperr.Internal {
		return err
	}
	if err != nil {
		f.Add("family", apperr.Of(err))
	}
	return nil
}

// claimTx makes the certification of a joint product its own: one certification for one product (business-rules 3.2).
func (s *Service) claimTx(ctx context.Context, tx *storage.Tx, d Draft) error {
	if s.certifications == nil || d.Content.Family != FamilyJoint {
		return nil
	}
	return s.certifications.ClaimTx(ctx, tx, d.jointListing())
}
