package feedback

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// RateInput is what a buyer says of a service that it bought.
type RateInput struct {
	Actor      account.Actor
	InstanceID string
	Opinion
}

// Rate rates a service once (business-rules 10). A bad rating is negotiated first; the seller is told of either. Errors:
// field errors of quality, service, delivery, tags, text and pictures; instance.ErrNotFound, ErrRated, ErrOwnProduct.
func (s *Service) Rate(ctx context.Context, in RateInput) (Rating, error) {
	if err := in.Actor.May(account.BuyerServices); err != nil {
		return Rating{}, err
	}
	bought, err := s.d.Instances.Get(ctx, in.Actor, in.InstanceID)
	if err != nil {
		return Rating{}, err
	}
	if err := s.notOwn(ctx, in.Actor, bought.SellerID); err != nil {
		return Rating{}, err
	}
	said, err := s.checked(ctx, in.Actor, in.Opinion)
	if err != nil {
		return Rating{}, err
	}
	var out Rating
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		out = Rating{ID: id.New("rat", tx.Now), State: RatingPublic, InstanceID: bought.ID, ProductID: bought.ProductID, ProductName: bought.ProductName,
			SellerID: bought.SellerID, BuyerID: in.Actor.ID, BuyerName: in.Actor.Name, Opinion: said, CreatedAt: tx.Now}
		if said.Bad() {
			out.State, out.DueAt = RatingNegotiating, tx.Now.Add(NegotiateFor)
		}
		if err := insertRating(ctx, tx, out); err != nil {
			return err
		}
		if err := savePictures(ctx, tx, out.ID, out.Pictures); err != nil {
			return err
		}
		if err := s.count(ctx, tx, Rating{}, out); err != nil {
			return err
		}
		if err := s.tellOfRating(ctx, tx, out); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditRated, AccountID: out.BuyerID, Object: out.ID, After: out.record()})
	})
	if err != nil {
		return Rating{}, err
	}
	out.Rev = 1
	return out, nil
}

// notOwn refuses who would praise, or ask, itself (business-rules 2.10: forged reviews).
func (s *Service) notOwn(ctx context.Context, actor account.Actor, sellerID string) error {
	own, err := s.sells(ctx, actor.ID, sellerID)
	if err == nil && own {
		err = ErrOwnProduct
	}
	return err
}

// checked is an opinion as it is stored.
func (s *Service) checked(ctx context.Context, actor account.Actor, o Opinion) (Opinion, error) {
	var bad apperr.Fields
	for field, score := range map[string]int{"quality": o.Quality, "service": o.Service, "delivery": o.Delivery} {
		if score < 1 || score > 5 {
			bad.Add(field, errScore)
		}
	}
	if o.Tags = slices.DeleteFunc(slices.Clone(o.Tags), func(t string) bool { return t == "" }); !tagsFit(o.Tags) {
		bad.Add("tags", errTags.With("max", MaxTags))
	}
	text, fault := said(o.Text, 0, MaxRatingText)
	bad.Add("text", fault)
	o.Text = text
	o.Pictures = slices.DeleteFunc(slices.Clone(o.Pictures), func(f string) bool { return strings.TrimSpace(f) == "" })
	sorted := slices.Sorted(slices.Values(o.Pictures))
	if len(o.Pictures) > MaxPictures || len(slices.Compact(sorted)) != len(o.Pictures) {
		bad.Add("pictures", errPictures.With("max", MaxPictures))
		return o, bad.Err()
	}
	for _, f := range o.Pictures {
		file, err := s.d.Files.Get(ctx, f)
		if err != nil && !errors.Is(err, blob.ErrNotFound) {
			return o, err
		}
		if err != nil || file.Owner != actor.ID || file.Purpose != blob.PurposeRating {
			bad.Add("pictures", errPicture)
		}
	}
	if o.Tags == nil {
		o.Tags = []string{}
	}
	if o.Pictures == nil {
		o.Pictures = []string{}
	}
	return o, bad.Err()
}

// pictureFault is the field error of a picture that another rating shows.
func pictureFault() error {
	var bad apperr.Fields
	bad.Add("pictures", errPicture)
	return bad.Err()
}

// count changes the scores of product and seller by the difference that a change of a rating makes, and marks the product's
// page as changed. Both rows are always taken in this order.
func (s *Service) count(ctx context.Context, tx *storage.Tx, before, after Rating) error {
	var d Summary
	if before.Shown() {
		d.add(before.Scores, -1)
	}
	if after.Shown() {
		d.add(after.Scores, 1)
	}
	if !before.Shown() && !after.Shown() {
		return nil
	}
	for _, subject := range []string{after.ProductID, after.SellerID} {
		d.Subject = subject
		if err := addScore(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// tellOfRating tells the seller what a buyer said.
func (s *Service) tellOfRating(ctx context.Context, tx *storage.Tx, r Rating) error {
	m := notify.Message{Event: notify.RatingReceived, Key: r.ID, Params: notify.Params("product", r.ProductName, "stars", r.Stars())}
	if r.State == RatingNegotiating {
		m.Event, m.Class = notify.RatingBad, notify.ClassReminder
		m.Params = notify.Params("product", r.ProductName, "stars", r.Stars(), "until", r.DueAt)
	}
	return s.tellSeller(ctx, tx, r.SellerID, sellerRatingURL(r.ID), m)
}

// tellSeller sends a message to a seller's account.
func (s *Service) tellSeller(ctx context.Context, tx *storage.Tx, sellerID, link string, m notify.Message) error {
	own, err := s.d.Sellers.GetBy(ctx, tx, sellerID)
	if err != nil {
		return err
	}
	m.To, m.Link = own.AccountID, link
	return s.d.Notify.SendTx(ctx, tx, m)
}

func sellerRatingURL(id string) string   { return "/seller/ratings/" + id }
func buyerRatingURL(id string) string    { return "/buyer/ratings/" + id }
func productURL(id string) string        { return "/products/" + id }
func sellerQuestionURL(id string) string { return "/seller/questions/" + id }

// record is what the audit log keeps of an opinion.
func (r Rating) record() map[string]any {
	return map[string]any{"state": r.State, "product": r.ProductID, "quality": r.Quality, "service": r.Service, "delivery": r.Delivery, "tags": r.Tags,
		"text": r.Text, "pictures": r.Pictures}
}
