package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
)

// CheckInput is a content that a program would save and submit. ProductID "" is a new product.
type CheckInput struct {
	Actor     account.Actor
	ProductID string
	Content   Content
}

// Check returns a content as SaveDraft would store it, and what Submit would refuse about it, by field; nothing is stored. The
// ids of new specs and SKUs are other ones each time. Errors: ErrDraftTooLarge, ErrProductNotFound.
func (s *Service) Check(ctx context.Context, in CheckInput) (Content, map[string]*apperr.Error, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Content{}, nil, err
	}
	if !in.Content.fits() {
		return Content{}, nil, ErrDraftTooLarge
	}
	now := s.db.Clock().Now()
	d := Draft{Application: Application{ID: id.New("app", now), ProductID: in.ProductID, SellerID: own.ID, Kind: KindPublish}, Content: in.Content.normalised()}
	before := []*Content{nil, nil}
	if in.ProductID != "" {
		p, err := s.Get(ctx, in.Actor, in.ProductID)
		if err != nil {
			return Content{}, nil, err
		}
		before[0] = p.Live
		if p.Open != nil {
			before[1] = &p.Open.Content
		}
	}
	d.Content.identify(now, before...)
	var f apperr.Fields
	if err := s.checkFiles(ctx, own.AccountID, &d.Content, &f); err != nil { // it names the files, as a save does
		return Content{}, nil, err
	}
	err = s.ready(ctx, own, d)
	fields := apperr.FieldsOf(err)
	if err != nil && len(fields) == 0 {
		return Content{}, nil, err
	}
	return d.Content, fields, nil
}
