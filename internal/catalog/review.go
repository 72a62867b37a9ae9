package catalog

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// ApproveInput names the application; Rev is the revision that the operator read.
type ApproveInput struct {
	Actor         account.Actor
	ApplicationID string
	Rev           int64
}

// Approve does what the application asks for (business-rules 4.1): its version goes live and the product on sale, or the product
// or its specs are delisted. Errors: ErrApplicationNotFound, ErrNotInState, ErrApplicationChanged when the seller or another
// operator was quicker, ErrProductState, seller.ErrNotActive, ErrProofEnded,
// ErrUpgradeConflict when an upgrade rule can no longer hold, ErrAPIGroupTaken when another product with the same group was approved first.
func (s *Service) Approve(ctx context.Context, in ApproveInput) (Application, error) {
	d, from, err := s.pending(ctx, in.Actor, in.ApplicationID, EventApprove, in.Rev)
	if err != nil {
		return Application{}, err
	}
	return s.decide(ctx, d.Application, step{EventApprove, in.Actor, "", from.AccountID}, func(ctx context.Context, tx *storage.Tx, a Application) error {
		if err := s.fulfil(ctx, tx, Draft{Application: a, Content: d.Content, Request: d.Request}, from, in.Actor); err != nil {
			return err
		}
		tx.OnCommit(s.changed)
		return s.queue.Publish(ctx, tx, Approved{a.ref()})
	})
}

// fulfil does what an approved application asks for, and tells its seller.
func (s *Service) fulfil(ctx context.Context, tx *storage.Tx, d Draft, from seller.Seller, by account.Actor) error {
	switch d.Kind {
	case KindDelist:
		return s.discontinue(ctx, tx, d.Application, from, cause{event: EventDiscontinue, actor: by, reason: d.Request.Reason, applicationID: d.ID})
	case KindDelistSpec:
		return s.delistSpecs(ctx, tx, d, from, by)
	}
	if err := s.sellers.MayPublish(ctx, tx, d.SellerID); err != nil { // it may have been expelled since it submitted
		return err
	}
	if d.Kind == KindUpgrade {
		return s.startUpgrade(ctx, tx, d, from)
	}
	if err := s.holdProofs(ctx, tx, d); err != nil {
		return err
	}
	if err := s.claimTx(ctx, tx, d); err != nil {
		return err
	}
	was, err := getLiveContent(ctx, tx, d.ProductID)
	if err != nil {
		return err
	}
	if err := s.goLive(ctx, tx, d.Application, d.Content, from, by); err != nil {
		return err
	}
	if err := s.tellPublicSale(ctx, tx, d.Application, was, d.Content, from); err != nil {
		return err
	}
	return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: notify.ProductApproved,
		Params: notify.Params("product", d.Name), Link: "/seller/applications/" + d.ID, Key: d.key()})
}

// tellPublicSale tells the seller that a modification hid the product or shows it again (business-rules 4.2).
func (s *Service) tellPublicSale(ctx context.Context, tx *storage.Tx, a Application, was *Content, is Content, from seller.Seller) error {
	if was == nil || was.Hidden == is.Hidden {
		return nil
	}
	event := notify.ProductShown
	if is.Hidden {
		event = notify.ProductHidden
	}
	return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: event,
		Params: notify.Params("product", a.Name), Link: "/seller/products/" + a.ProductID + "#links", Key: a.key()})
}

// pending loads what an operator decides on.
func (s *Service) pending(ctx context.Context, actor account.Actor, applicationID, event string, rev int64) (Draft, seller.Seller, error) {
	if err := actor.Is(account.Operator); err != nil {
		return Draft{}, seller.Seller{}, err
	}
	d, err := getDraft(ctx, s.db.Reader(), applicationID)
	if err != nil {
		return Draft{}, seller.Seller{}, err
	}
	if !ApplicationMachine.Can(d.State, event) {
		return Draft{}, seller.Seller{}, ErrNotInState
	}
	if d.Rev != rev {
		return Draft{}, seller.Seller{}, ErrApplicationChanged
	}
	from, err := s.sellers.Get(ctx, d.SellerID)
	return d, from, err
}

// goLive replaces the live version in all that buyers see.
func (s *Service) goLive(ctx context.Context, tx *storage.Tx, a Application, c Content, from seller.Seller, by account.Actor) error {
	status, err := s.moveProduct(ctx, tx, a.ProductID, cause{event: EventApprove, actor: by, applicationID: a.ID})
	if err != nil {
		return err
	}
	gone, err := getDiscontinued(ctx, tx, a.ProductID)
	if err != nil {
		return err
	}
	c = gone[a.ProductID].of(c) // delisted while it waited
	published, err := updateLive(ctx, tx, a, from, c)
	if err != nil {
		return err
	}
	if status == StatusOnSale {
		if err := list(ctx, tx, a.ProductID, from, c, published); err != nil {
			return err
		}
	}
	if err := takeGroups(ctx, tx, a.ProductID, c); err != nil {
		return err
	}
	if err := s.holdUpgrades(ctx, tx, a.ProductID, c, from); err != nil {
		return err
	}
	for _, spec := range c.Specs {
		if spec.Stock == nil {
			continue
		}
		if err := insertStock(ctx, tx, spec.ID, a.ProductID, *spec.Stock); err != nil {
			return err
		}
	}
	return bumpRevision(ctx, tx, a.ProductID)
}

// list puts what is live into the lists of the store, or takes it out when it is hidden (business-rules 4.2).
func list(ctx context.Context, tx *storage.Tx, productID string, from seller.Seller, c Content, published time.Time) error {
	if !c.Listed() {
		return unlist(ctx, tx, productID)
	}
	price, unit, _ := c.From() // neither where all is charged by use
	card := Card{ProductID: productID, SellerID: from.ID, Name: c.Name, Overview: c.Overview, SellerName: from.Name,
		Logo: c.Logo, Category: c.Category, Delivery: c.Delivery, Tags: c.Tags, From: price, FromUnit: unit, PublishedAt: published}
	return upsertListing(ctx, tx, card, searchText(productID, from, c))
}

// RejectInput names the application; Rev is the revision that the operator read. The seller reads Reason, 5 to 500
// characters.
type RejectInput struct {
	Actor         account.Actor
	ApplicationID string
	Rev           int64
	Reason        string
}

// Reject sends an application back with a reason; a live version stays as it is. Errors: as for Approve, and a field
// error of reason.
func (s *Service) Reject(ctx context.Context, in RejectInput) (Application, error) {
	if err := in.Actor.Is(account.Operator); err != nil {
		return Application{}, err
	}
	reason := paragraphs(in.Reason)
	var f apperr.Fields
	if n := utf8.RuneCountInString(reason); n < minReason || n > maxReason {
		f.Add("reason", ErrReason.With("min", minReason, "max", maxReason))
	}
	if err := f.Err(); err != nil {
		return Application{}, err
	}
	d, from, err := s.pending(ctx, in.Actor, in.ApplicationID, EventReject, in.Rev)
	if err != nil {
		return Application{}, err
	}
	return s.decide(ctx, d.Application, step{EventReject, in.Actor, reason, from.AccountID}, func(ctx context.Context, tx *storage.Tx, a Application) error {
		if err := s.queue.Publish(ctx, tx, Rejected{a.ref(), reason}); err != nil {
			return err
		}
		event := notify.ProductRejected
		switch {
		case a.Delists():
			event = notify.DelistRejected
		case a.Kind == KindUpgrade:
			event = notify.UpgradeRejected
		}
		return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: event,
			Params: notify.Params("product", a.Name, "reason", reason), Link: "/seller/applications/" + a.ID, Key: a.key()})
	})
}
