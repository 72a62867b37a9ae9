package feedback

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/page"
)

// RatingFilter narrows a list of ratings; empty members do not.
type RatingFilter struct {
	State     string
	ProductID string
	Stars     int
	Unreplied bool   // shown and not replied to
	Text      string // part of the product's name or of what was said
}

// Ratings lists ratings, the newest first: buyers their own, sellers those of their products, operators all. Errors: bad_cursor.
func (s *Service) Ratings(ctx context.Context, actor account.Actor, f RatingFilter, p page.Request) (page.Of[Rating], error) {
	of, err := s.scope(ctx, actor, account.BuyerServices, account.SellerRatings)
	if err != nil {
		return page.Of[Rating]{}, err
	}
	return listRatings(ctx, s.d.DB.Reader(), of, f, p)
}

// Rating shows a rating to its buyer, its seller and operators. Errors: ErrRatingNotFound.
func (s *Service) Rating(ctx context.Context, actor account.Actor, ratingID string) (Rating, error) {
	of, err := s.scope(ctx, actor, account.BuyerServices, account.SellerRatings)
	if err != nil {
		return Rating{}, err
	}
	r, err := getRating(ctx, s.d.DB.Reader(), ratingID)
	if err != nil || !of.holds(r.BuyerID, r.SellerID, r.ProductID) {
		return Rating{}, orNotFound(err, ErrRatingNotFound)
	}
	return r, nil
}

// RatingOf is the rating of an instance of the actor's; ok is false when there is none yet.
func (s *Service) RatingOf(ctx context.Context, actor account.Actor, instanceID string) (r Rating, ok bool, err error) {
	r, err = getRatingOf(ctx, s.d.DB.Reader(), instanceID)
	if errors.Is(err, ErrRatingNotFound) || err == nil && r.BuyerID != actor.ID {
		return Rating{}, false, nil
	}
	return r, err == nil, err
}

// Talks are the messages of a negotiation, the oldest first, for its two sides; an operator reads them too, for it may have
// to decide about the rating. Errors: ErrRatingNotFound.
func (s *Service) Talks(ctx context.Context, actor account.Actor, ratingID string) ([]Talk, error) {
	r, err := s.Rating(ctx, actor, ratingID)
	if err != nil {
		return nil, err
	}
	return listTalks(ctx, s.d.DB.Reader(), r.ID)
}

// ShownFilter narrows what visitors see of a product's ratings.
type ShownFilter struct {
	Stars    int  // 0: all
	Pictures bool // with pictures only
}

// Shown lists the ratings of a product that everybody may read, the newest first. Errors: bad_cursor.
func (s *Service) Shown(ctx context.Context, productID string, f ShownFilter, p page.Request) (page.Of[Rating], error) {
	return listShown(ctx, s.d.DB.Reader(), productID, f, p)
}

// Score is the summary of a product or a seller.
func (s *Service) Score(ctx context.Context, subject string) (Summary, error) {
	return getScore(ctx, s.d.DB.Reader(), subject)
}

// Scores are the summaries of products, by id; those without ratings are left out.
func (s *Service) Scores(ctx context.Context, productIDs []string) (map[string]Summary, error) {
	if len(productIDs) == 0 {
		return map[string]Summary{}, nil
	}
	return listScores(ctx, s.d.DB.Reader(), productIDs)
}

// Sees reports whether somebody may look at a picture of a rating: everybody while the rating is shown, otherwise its
// buyer, its seller and operators, or blob.ErrNotFound.
func (s *Service) Sees(ctx context.Context, actor account.Actor, fileID string) error {
	r, err := getPicture(ctx, s.d.DB.Reader(), fileID)
	if errors.Is(err, ErrRatingNotFound) {
		return blob.ErrNotFound
	}
	if err != nil || r.Shown() {
		return err
	}
	of, err := s.scope(ctx, actor, account.BuyerServices, account.SellerRatings)
	if err != nil || !of.holds(r.BuyerID, r.SellerID, r.ProductID) {
		return blob.ErrNotFound
	}
	return nil
}

// Waiting is what waits for a seller.
type Waiting struct {
	Questions    int // to answer
	Negotiations int // of bad ratings
}

// Waiting counts what waits for the actor's seller, as far as the actor may see it.
func (s *Service) Waiting(ctx context.Context, actor account.Actor) (w Waiting, err error) {
	if actor.Can(account.SellerQuestions) {
		own, products, err := s.own(ctx, actor, account.SellerQuestions)
		if err != nil {
			return w, err
		}
		if w.Questions, err = countWaiting(ctx, s.d.DB.Reader(), own.ID, products); err != nil {
			return w, err
		}
	}
	if actor.Can(account.SellerRatings) {
		own, products, err := s.own(ctx, actor, account.SellerRatings)
		if err != nil {
			return w, err
		}
		if w.Negotiations, err = countNegotiating(ctx, s.d.DB.Reader(), own.ID, products); err != nil {
			return w, err
		}
	}
	return w, nil
}
