package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// SaveDraftInput is a draft as the seller's form has it. ApplicationID "" makes a new product; otherwise Rev is the
// revision that the form was filled from. Content may be incomplete.
type SaveDraftInput struct {
	Actor         account.Actor
	ApplicationID string
	Rev           int64
	Content       Content
}

// SaveDraft stores a draft and returns it as stored: texts trimmed, rich text sanitised, ids filled in.
// Errors: ErrDraftTooLarge; field errors of logo and guide; ErrApplicationNotFound; ErrNotInState when it is no draft;
// ErrDraftChanged when another save came first, which then stays as it is.
func (s *Service) SaveDraft(ctx context.Context, in SaveDraftInput) (Draft, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Draft{}, err
	}
	if !in.Content.fits() {
		return Draft{}, ErrDraftTooLarge
	}
	c := in.Content.normalised()
	var f apperr.Fields
	if err := s.checkFiles(ctx, own.AccountID, &c, &f); err != nil {
		return Draft{}, err
	}
	if err := f.Err(); err != nil {
		return Draft{}, err
	}
	if in.ApplicationID == "" {
		return s.newProduct(ctx, in.Actor, own, c)
	}
	return s.replaceDraft(ctx, in, own, c)
}

func (s *Service) newProduct(ctx context.Context, actor account.Actor, own seller.Seller, c Content) (Draft, error) {
	var out Draft
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c := c
		c.identify(tx.Now)
		product := id.New("prd", tx.Now)
		out = Draft{Application: Application{ID: id.New("app", tx.Now), ProductID: product, SellerID: own.ID, Version: 1,
			Kind: KindPublish, State: StateDraft, Rev: 1, Name: c.Name, SellerName: own.Name, Delivery: c.Delivery, Family: c.Family, CreatedAt: tx.Now, UpdatedAt: tx.Now}, Content: c}
		if err := insertProduct(ctx, tx, product, own, c); err != nil {
			return err
		}
		if user := bounded(actor); user != "" { // who makes a product works with it
			if err := insertGrant(ctx, tx, product, user); err != nil {
				return err
			}
		}
		if err := s.insertVersion(ctx, tx, out, actor); err != nil {
			return err
		}
		return recordDraft(ctx, tx, didCreateDraft, own.AccountID, out.Application)
	})
	return out, err
}

// insertVersion stores a new version and the first line of its history.
func (s *Service) insertVersion(ctx context.Context, tx *storage.Tx, d Draft, actor account.Actor) error {
	inserted, err := insertVersion(ctx, tx, d)
	if err != nil {
		return err
	}
	if !inserted {
		return ErrVersionOpen
	}
	return insertHistory(ctx, tx, d.Application, actor, EventCreate, "", "")
}

func (s *Service) replaceDraft(ctx context.Context, in SaveDraftInput, own seller.Seller, c Content) (Draft, error) {
	_, stored, err := s.ownApplication(ctx, in.Actor, in.ApplicationID)
	if err != nil {
		return Draft{}, err
	}
	if stored.State != StateDraft || !stored.Writes() {
		return Draft{}, ErrNotInState
	}
	if stored.Rev != in.Rev {
		return Draft{}, ErrDraftChanged
	}
	live, err := getLiveStored(ctx, s.db.Reader(), stored.ProductID) // with what was delisted: it keeps its ids, and is refused by them
	if err != nil {
		return Draft{}, err
	}
	out := stored
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c := c
		c.identify(tx.Now, live, &stored.Content)
		out.Content, out.Name, out.SellerName, out.Delivery, out.Family = c, c.Name, own.Name, c.Delivery, c.Family
		out.Rev, out.UpdatedAt = stored.Rev+1, tx.Now
		saved, err := updateDraft(ctx, tx, out, stored.Rev)
		if err != nil {
			return err
		}
		if !saved {
			return ErrDraftChanged
		}
		if live == nil { // otherwise lists show the live version
			if err := describeProduct(ctx, tx, stored.ProductID, own, c); err != nil {
				return err
			}
		}
		return recordDraft(ctx, tx, didSaveDraft, own.AccountID, out.Application)
	})
	return out, err
}

// OpenModificationInput names the product to change.
type OpenModificationInput struct {
	Actor     account.Actor
	ProductID string
}

// OpenModification makes a draft from the live version, which stays live meanwhile (business-rules 4.3). A product that was
// taken down may be mended so; a discontinued one accepts no change.
// Errors: ErrProductNotFound, ErrNotOnSale, ErrVersionOpen.
func (s *Service) OpenModification(ctx context.Context, in OpenModificationInput) (Draft, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Draft{}, err
	}
	var out Draft
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := seen(ctx, tx, in.Actor, in.ProductID, own.ID)
		if err != nil {
			return err
		}
		if p.Status != StatusOnSale && p.Status != StatusTakenDown {
			return ErrNotOnSale
		}
		live, err := getLiveContent(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if live == nil {
			return fmt.Errorf("product %s is on sale without a live version", p.ID)
		}
		next, err := nextVersion(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		out = Draft{Application: Application{ID: id.New("app", tx.Now), ProductID: p.ID, SellerID: own.ID, Version: next,
			Kind: KindModify, State: StateDraft, Rev: 1, Name: live.Name, SellerName: own.Name, Delivery: live.Delivery, Family: live.Family, CreatedAt: tx.Now, UpdatedAt: tx.Now}, Content: live.forPage()}
		if err := s.insertVersion(ctx, tx, out, in.Actor); err != nil {
			return err
		}
		return recordDraft(ctx, tx, didOpenChange, own.AccountID, out.Application)
	})
	return out, err
}

// DeleteDraftInput names the draft, or the rejected application, to delete; Rev is the revision seen.
type DeleteDraftInput struct {
	Actor         account.Actor
	ApplicationID string
	Rev           int64
}

// DeleteDraft deletes a draft or a rejected application, and with it a product that was never on sale. The rows stay
// for the history. Errors: ErrApplicationNotFound, ErrNotInState, ErrDraftChanged.
func (s *Service) DeleteDraft(ctx context.Context, in DeleteDraftInput) error {
	own, d, err := s.ownApplication(ctx, in.Actor, in.ApplicationID)
	if err != nil {
		return err
	}
	if ApplicationMachine.Can(d.State, EventDelete) && d.Rev != in.Rev {
		return ErrDraftChanged
	}
	proofs, err := s.certificatesOf(ctx, d)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		st := step{event: EventDelete, actor: in.Actor, owner: own.AccountID}
		next, err := s.move(ctx, tx, d.Application, st)
		if err != nil {
			return err
		}
		if d.Writes() {
			if err := keepCertificates(ctx, tx, d.ProductID, proofs.kept); err != nil {
				return err
			}
			if _, err := s.moveProduct(ctx, tx, d.ProductID, cause{event: EventDelete, actor: in.Actor, applicationID: d.ID}); err != nil {
				return err
			}
		}
		return recordMove(ctx, tx, d.Application, next, st)
	})
}
