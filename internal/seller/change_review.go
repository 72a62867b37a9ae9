package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// ChangeReviewInput is what an operator does with a change; Rev is the revision that was read.
type ChangeReviewInput struct {
	Actor    account.Actor
	ChangeID string
	Rev      int64
	Reason   string // of a rejection
}

// AssignChange makes the actor the one who works on a change; who had it before has not any more. Errors:
// ErrChangeNotFound, ErrChangeState, ErrChangeStale.
func (s *Service) AssignChange(ctx context.Context, in ChangeReviewInput) (Change, error) {
	return s.reviewChange(ctx, in, auditChangeAssigned, func(ctx context.Context, tx *storage.Tx, seen Change) (Change, error) {
		next := seen
		next.AssigneeID, next.AssigneeName = in.Actor.UserID, in.Actor.Name
		return storeChange(ctx, tx, seen, next)
	})
}

// ApproveChange puts a change in force; buyers see it from now on. Errors: ErrChangeNotFound, ErrChangeState, and
// ErrChangeStale when the seller or another operator was quicker.
func (s *Service) ApproveChange(ctx context.Context, in ChangeReviewInput) (Change, error) {
	return s.reviewChange(ctx, in, auditChangeApproved, func(ctx context.Context, tx *storage.Tx, seen Change) (Change, error) {
		next := seen
		next.DecidedAt, next.DecidedBy, next.DecidedName = tx.Now, in.Actor.UserID, in.Actor.Name
		out, err := moveChange(ctx, tx, seen, EventApprove, next)
		if err != nil {
			return Change{}, err
		}
		if err := s.applyTx(ctx, tx, out); err != nil {
			return Change{}, err
		}
		return out, s.tellChange(ctx, tx, notify.SellerChangeApproved, out)
	})
}

// RejectChange sends a change back with a reason; what is in force stays. Errors: as for ApproveChange, and a field
// error of reason.
func (s *Service) RejectChange(ctx context.Context, in ChangeReviewInput) (Change, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Change{}, err
	}
	in.Reason = lines(in.Reason)
	if err := checkReason(in.Reason); err != nil {
		return Change{}, err
	}
	return s.reviewChange(ctx, in, auditChangeRejected, func(ctx context.Context, tx *storage.Tx, seen Change) (Change, error) {
		next := seen
		next.DecidedAt, next.DecidedBy, next.DecidedName, next.Reason = tx.Now, in.Actor.UserID, in.Actor.Name, in.Reason
		out, err := moveChange(ctx, tx, seen, EventReject, next)
		if err != nil {
			return Change{}, err
		}
		return out, s.tellChange(ctx, tx, notify.SellerChangeRejected, out)
	})
}

// reviewChange does something with a change as the operator read it, in one transaction.
func (s *Service) reviewChange(ctx context.Context, in ChangeReviewInput, action audit.Action,
	fn func(context.Context, *storage.Tx, Change) (Change, error)) (Change, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Change{}, err
	}
	var out Change
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		seen, err := getChange(ctx, tx, in.ChangeID)
		switch {
		case err != nil:
			return err
		case seen.State == ChangeDraft:
			return ErrChangeNotFound // the seller's own until it is handed in
		case seen.State != ChangeInReview:
			return ErrChangeState
		case seen.Rev != in.Rev:
			return ErrChangeStale
		}
		if out, err = fn(ctx, tx, seen); err != nil {
			return err
		}
		return recordChange(ctx, tx, action, out)
	})
	return out, err
}

// applyTx puts a content in force. Storefronts and letters are read from the last approved change; what stands on the
// seller itself is written there, and other rooms learn of it.
func (s *Service) applyTx(ctx context.Context, tx *storage.Tx, c Change) error {
	if c.Kind != ChangeInfo && c.Kind != ChangeContact {
		return nil
	}
	own, err := lockSeller(ctx, tx, c.SellerID)
	if err != nil {
		return err
	}
	if f := c.Content.Info; f != nil {
		f.apply(&own)
	}
	if f := c.Content.Contact; f != nil {
		own.Info.ContactName, own.Info.ContactPhone, own.Info.ContactEmail = f.Name, f.Phone, f.Email
	}
	if err := updateSeller(ctx, tx, own); err != nil {
		return err
	}
	return s.queue.Publish(ctx, tx, Changed{SellerID: own.ID})
}

// Changed is the event that what buyers see of a seller is different: name, contacts, pre-sale line.
type Changed struct {
	SellerID string `json:"seller_id"`
}

// EventName is the name under which it is published.
func (Changed) EventName() string { return "seller.changed" }

// tellChange tells the seller how its change was decided (business-rules 2.6: by mail and SMS).
func (s *Service) tellChange(ctx context.Context, tx *storage.Tx, event string, c Change) error {
	return s.notify.SendTx(ctx, tx, notify.Message{To: c.AccountID, Event: event, Key: c.key(), Link: changeLink(c.Kind),
		Params: notify.Params("what", c.Kind.Name(), "reason", c.Reason)})
}

// changeLink is the seller's page of a kind.
func changeLink(k ChangeKind) string {
	switch k {
	case ChangeStorefront:
		return "/seller/storefront"
	case ChangeContact:
		return "/seller/support"
	case ChangeCompliance:
		return "/seller/compliance"
	}
	return "/seller/info"
}

// ChangeFilter narrows a list of changes. State "" is what waits for an operator, the longest waiting first; "all" is
// everything that was ever handed in, the newest first.
type ChangeFilter struct {
	State      string
	Kind       ChangeKind
	SellerID   string
	AssigneeID string
}

// AllStates asks for changes in every state.
const AllStates = "all"

// Changes lists changes: an operator's queue of all sellers, or a seller's own of the kinds that it may see. Drafts are
// the seller's own and not listed. Errors: bad_cursor, ErrForbidden.
func (s *Service) Changes(ctx context.Context, actor account.Actor, f ChangeFilter, req page.Request) (page.Of[Change], error) {
	if actor.May(account.OperatorSellerReviews) == nil {
		return listChanges(ctx, s.db.Reader(), f, nil, req)
	}
	var kinds []ChangeKind
	for _, k := range ChangeKinds() {
		if actor.May(k.Permission()) == nil {
			kinds = append(kinds, k)
		}
	}
	if len(kinds) == 0 {
		return page.Of[Change]{}, actor.May(account.SellerInfo)
	}
	own, err := s.ByAccount(ctx, actor.ID)
	if err != nil {
		return page.Of[Change]{}, err
	}
	f.SellerID = own.ID
	return listChanges(ctx, s.db.Reader(), f, kinds, req)
}

// Change returns a change: one's own, or as an operator one that was handed in. Errors: ErrChangeNotFound.
func (s *Service) Change(ctx context.Context, actor account.Actor, changeID string) (Change, error) {
	c, err := getChange(ctx, s.db.Reader(), changeID)
	if err != nil {
		return Change{}, err
	}
	if actor.May(account.OperatorSellerReviews) == nil && !c.SubmittedAt.IsZero() {
		return c, nil
	}
	if c.AccountID == actor.ID && actor.May(c.Kind.Permission()) == nil {
		return c, nil
	}
	return Change{}, ErrChangeNotFound
}

// ChangeView is what the seller's page of a kind shows.
type ChangeView struct {
	Seller Seller
	Live   ChangeContent // what is in force
	Open   *Change       // draft or in review
	Last   *Change       // decided or withdrawn last; nil for none
}

// Draft is what the form starts with: the open draft, what was sent back or withdrawn last, or what is in force.
func (v ChangeView) Draft() (content ChangeContent, rev int64) {
	switch {
	case v.Open != nil:
		return v.Open.Content, v.Open.Rev
	case v.Last != nil && v.Last.State != ChangeApproved:
		return v.Last.Content, 0
	}
	return v.Live, 0
}

// ChangeView returns what a seller sees of one kind. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) ChangeView(ctx context.Context, actor account.Actor, k ChangeKind) (ChangeView, error) {
	own, err := s.own(ctx, actor, k.Permission())
	if err != nil {
		return ChangeView{}, err
	}
	q, v := s.db.Reader(), ChangeView{Seller: own}
	if v.Live, err = s.live(ctx, q, own, k); err != nil {
		return ChangeView{}, err
	}
	if v.Open, err = optional(openChange(ctx, q, own.ID, k)); err != nil {
		return ChangeView{}, err
	}
	v.Last, err = optional(lastChange(ctx, q, own.ID, k, ""))
	return v, err
}
