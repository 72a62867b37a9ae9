package feedback

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// ReplyInput is the one word of the seller to a rating.
type ReplyInput struct {
	Actor    account.Actor
	RatingID string
	Text     string
}

// Reply answers a rating that is shown, once (business-rules 10). Errors: the field error of text, ErrRatingNotFound,
// ErrReplied, ErrChanged.
func (s *Service) Reply(ctx context.Context, in ReplyInput) (Rating, error) {
	own, products, err := s.own(ctx, in.Actor, account.SellerRatings)
	if err != nil {
		return Rating{}, err
	}
	text, err := saidIn("text", in.Text, 2, MaxReply)
	if err != nil {
		return Rating{}, err
	}
	return s.change(ctx, change{id: in.RatingID, see: ofSeller(own.ID, products), action: auditReplied,
		log: func(Rating) string { return own.AccountID },
		edit: func(r *Rating, tx *storage.Tx) error {
			if !r.CanReply() {
				return ErrReplied
			}
			r.Reply, r.RepliedAt = text, tx.Now
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			return s.d.Notify.SendTx(ctx, tx, notify.Message{To: r.BuyerID, Event: notify.RatingReplied, Key: r.ID, Link: buyerRatingURL(r.ID),
				Params: notify.Params("product", r.ProductName, "text", r.Reply)})
		}})
}

// NegotiateInput is a message in the negotiation of a bad rating.
type NegotiateInput struct {
	Actor    account.Actor
	RatingID string
	Text     string
}

// Negotiate says something to the other side while a bad rating is hidden (business-rules 10: 待协商). Only its buyer and its
// seller do. Errors: the field error of text, ErrRatingNotFound, ErrNotNegotiating, ErrTalked, ErrChanged.
func (s *Service) Negotiate(ctx context.Context, in NegotiateInput) (Rating, error) {
	of, err := s.scope(ctx, in.Actor, account.BuyerServices, account.SellerRatings)
	if err != nil {
		return Rating{}, err
	}
	if of.buyerID == "" && of.sellerID == "" {
		return Rating{}, account.ErrForbidden // an operator takes no side
	}
	text, err := saidIn("text", in.Text, 1, MaxReply)
	if err != nil {
		return Rating{}, err
	}
	side := SideBuyer
	if of.sellerID != "" {
		side = SideSeller
	}
	return s.change(ctx, change{id: in.RatingID, silent: true, action: auditTalked, log: func(Rating) string { return in.Actor.ID },
		see: func(r Rating) bool { return of.holds(r.BuyerID, r.SellerID, r.ProductID) },
		edit: func(r *Rating, tx *storage.Tx) error {
			switch {
			case r.State != RatingNegotiating || !tx.Now.Before(r.DueAt):
				return ErrNotNegotiating
			case r.Talks >= MaxTalks:
				return ErrTalked.With("max", MaxTalks)
			}
			r.Talks++
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			if err := insertTalk(ctx, tx, r.ID, Talk{ID: id.New("tlk", tx.Now), Side: side, Text: text, At: tx.Now}); err != nil {
				return err
			}
			m := notify.Message{To: r.BuyerID, Event: notify.RatingTalk, Link: buyerRatingURL(r.ID),
				Params: notify.Params("product", r.ProductName, "text", text)}
			if side == SideSeller {
				return s.d.Notify.SendTx(ctx, tx, m)
			}
			return s.tellSeller(ctx, tx, r.SellerID, sellerRatingURL(r.ID), m)
		}})
}
