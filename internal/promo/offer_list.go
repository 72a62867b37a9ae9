package promo

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// OfferFilter narrows a list of offers; empty members do not.
type OfferFilter struct {
	State string
	Text  string // in its name or id
}

// Offers lists the private offers of the actor's seller, the newest first. Errors: ErrNotSelling, bad_cursor.
func (s *Service) Offers(ctx context.Context, actor account.Actor, f OfferFilter, r page.Request) (page.Of[Offer], error) {
	own, err := s.own(ctx, actor, account.SellerOffers)
	if err != nil {
		return page.Of[Offer]{}, err
	}
	return s.listOffers(ctx, own.ID, f, r)
}

// OfferQueue lists the offers beyond the authorised discount (business-rules 12.8): what waits in the order in which it came.
// Errors: bad_cursor.
func (s *Service) OfferQueue(ctx context.Context, actor account.Actor, f ReviewFilter, r page.Request) (page.Of[Offer], error) {
	if err := actor.May(account.OperatorPromotions); err != nil {
		return page.Of[Offer]{}, err
	}
	return listSpecial(ctx, s.d.DB.Reader(), f, r)
}

// OfferDetail is an offer with the customers that it names.
type OfferDetail struct {
	Offer
	Users  []User
	Orders int64 // that were placed with it and not given up
}

// Offer returns an offer to its seller, and one beyond the authorised discount to operators. Errors: ErrOfferNotFound.
func (s *Service) Offer(ctx context.Context, actor account.Actor, offerID string) (OfferDetail, error) {
	q := s.d.DB.Reader()
	var o Offer
	var err error
	if actor.Can(account.OperatorPromotions) {
		o, err = s.special(ctx, OfferInput{Actor: actor, ID: offerID})
	} else {
		own, failure := s.own(ctx, actor, account.SellerOffers)
		if failure != nil {
			return OfferDetail{}, failure
		}
		if o, err = getOffer(ctx, q, offerID); err == nil && o.SellerID != own.ID {
			err = ErrOfferNotFound
		}
	}
	if err != nil {
		return OfferDetail{}, err
	}
	out := OfferDetail{Offer: o}
	if out.Users, err = listOfferUsers(ctx, q, o.ID); err == nil {
		out.Orders, err = countOrders(ctx, q, price.ByPrivateOffer, o.ID)
	}
	return out, err
}

// OfferByToken returns the offer of a link to an account that it names, from the day on which it holds and even after it ended.
// Anybody else learns nothing. Errors: ErrOfferNotFound.
func (s *Service) OfferByToken(ctx context.Context, actor account.Actor, token string) (Offer, error) {
	q := s.d.DB.Reader()
	o, err := getOfferBy(ctx, q, token)
	if err == nil && (o.State == OfferActive || o.State == OfferExpired) {
		err = offerNames(ctx, q, o.ID, actor.ID)
	} else if err == nil {
		err = ErrOfferNotFound
	}
	if err != nil {
		return Offer{}, err
	}
	return o, nil
}

// MyOffers are the offers that name a buyer and hold or held, the newest first. Errors: bad_cursor.
func (s *Service) MyOffers(ctx context.Context, actor account.Actor, r page.Request) (page.Of[Offer], error) {
	if err := actor.May(account.BuyerCoupons); err != nil {
		return page.Of[Offer]{}, err
	}
	return listMyOffers(ctx, s.d.DB.Reader(), actor.ID, r)
}

// offerFor is an offer with its line for a purchase. Errors: ErrOfferNotFound, ErrOfferOver, ErrOfferNotYet, ErrOfferProduct.
func (s *Service) offerFor(ctx context.Context, q storage.Querier, p Purchase, offerID string) (Offer, OfferLine, error) {
	o, err := getOffer(ctx, q, offerID)
	if err == nil && o.State != OfferActive && o.State != OfferExpired {
		err = ErrOfferNotFound
	}
	if err == nil {
		err = offerNames(ctx, q, o.ID, p.BuyerID)
	}
	if err != nil {
		return Offer{}, OfferLine{}, err
	}
	now := s.d.DB.Clock().Now()
	if o.StateAt(now) == OfferExpired {
		return Offer{}, OfferLine{}, ErrOfferOver
	}
	if now.Before(o.From) {
		return Offer{}, OfferLine{}, ErrOfferNotYet.With("from", dayText(o.From))
	}
	l, ok := o.lineFor(p)
	if !ok || o.SellerID != p.Product.SellerID {
		return Offer{}, OfferLine{}, ErrOfferProduct
	}
	return o, l, nil
}
