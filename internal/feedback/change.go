package feedback

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

// change is one change of a rating. edit changes what it may, or says why not; then tells whom it concerns.
type change struct {
	id     string
	see    func(Rating) bool // whether who changes sees the rating at all
	edit   func(*Rating, *storage.Tx) error
	then   func(context.Context, *storage.Tx, Rating) error
	action audit.Action
	log    func(Rating) string // whose log
	reason string
	silent bool // nothing that is shown changes
}

// change is the one way in which a rating changes: read, edited, stored over the revision that was read, counted, told.
func (s *Service) change(ctx context.Context, c change) (Rating, error) {
	var out Rating
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = s.changeTx(ctx, tx, c)
		return err
	})
	return out, err
}

func (s *Service) changeTx(ctx context.Context, tx *storage.Tx, c change) (Rating, error) {
	before, err := getRating(ctx, tx, c.id)
	if err != nil || !c.see(before) {
		return Rating{}, orNotFound(err, ErrRatingNotFound)
	}
	out := before
	if err := c.edit(&out, tx); err != nil {
		return Rating{}, err
	}
	if err := updateRating(ctx, tx, out); err != nil {
		return Rating{}, err
	}
	out.Rev++
	if !c.silent {
		if err := s.count(ctx, tx, before, out); err != nil {
			return Rating{}, err
		}
	}
	if err := c.then(ctx, tx, out); err != nil {
		return Rating{}, err
	}
	was, is := before.record(), out.record()
	if out.AmendedAt.Equal(before.AmendedAt) {
		was, is = map[string]any{"state": before.State}, map[string]any{"state": out.State, "reply": out.Reply, "follow_up": out.FollowUp}
	}
	return out, audit.Record(ctx, tx, audit.Change{Action: c.action, AccountID: c.log(out), Object: out.ID, Reason: c.reason, Before: was, After: is})
}

// ofBuyer and ofSeller say who sees a rating that somebody wants to change.
func ofBuyer(actor account.Actor) func(Rating) bool {
	return func(r Rating) bool { return r.BuyerID == actor.ID }
}

func ofSeller(sellerID string, products storage.Among) func(Rating) bool {
	return func(r Rating) bool { return r.SellerID == sellerID && products.Has(r.ProductID) }
}

func buyerLog(r Rating) string { return r.BuyerID }
