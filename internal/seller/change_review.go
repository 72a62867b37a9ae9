package seller

import (
	"context"
	"time"

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
	Release  bool   // of AssignChange: give it back

	Checklist []string // of a decision: what the operator ticked; what is on no checklist is left out
}

// ChangeChecklist is what a reviewer looks at; all of it is ticked before a change is approved. What was ticked is kept
// with the decision.
func ChangeChecklist(k ChangeKind) []string {
	switch k {
	case ChangeInfo:
		return []string{"company", "website", "logo", "profile", "service"}
	case ChangeStorefront:
		return []string{"media", "story", "law"}
	case ChangeContact:
		return []string{"contacts"}
	case ChangeCompliance:
		return []string{"wording", "seal"}
	case ChangeCertificate:
		return []string{"issued_to", "certified", "validity"}
	}
	return nil
}

// decided is a change as the operator decided on it.
func (in ChangeReviewInput) decided(c Change, now time.Time) Change {
	c.DecidedAt, c.DecidedBy, c.DecidedName, c.Reason = now, in.Actor.UserID, in.Actor.Name, in.Reason
	c.Checklist = ticked(ChangeChecklist(c.Kind), in.Checklist)
	return c
}

// AssignChange makes the actor the one who works on a change, or nobody when it is given back; who had it before has not
// any more. It keeps nobody from deciding. Errors: ErrChangeNotFound, ErrChangeState, ErrChangeStale.
func (s *Service) AssignChange(ctx context.Context, in ChangeReviewInput) (Change, error) {
	return s.reviewChange(ctx, in, auditChangeAssigned, func(ctx context.Context, tx *storage.Tx, seen Change) (Change, error) {
		next := seen
		next.AssigneeID, next.AssigneeName = assignee(in.Actor, in.Release)
		return storeChange(ctx, tx, seen, next)
	})
}

// ApproveChange puts a change in force; buyers see it from now on. Errors: ErrChangeNotFound, ErrChangeState, ErrChecklist,
// ErrCompanyAdmitted when another account has the company of the new name, and ErrChangeStale when the seller or another
// operator was quicker.
func (s *Service) ApproveChange(ctx context.Context, in ChangeReviewInput) (Change, error) {
	in.Reason = ""
	return s.reviewChange(ctx, in, auditChangeApproved, func(ctx context.Context, tx *storage.Tx, seen Change) (Change, error) {
		next := in.decided(seen, tx.Now)
		if len(next.Checklist) < len(ChangeChecklist(seen.Kind)) {
			return Change{}, ErrChecklist
		}
		if seen.Kind == ChangeCertificate {
			if err := s.holdTx(ctx, tx, seen); err != nil {
				return Change{}, err
			}
		}
		out, err := moveChange(ctx, tx, seen, EventApprove, next)
		if _, twice := storage.IsUnique(err); twice { // another seller's was approved at the same moment
			return Change{}, ErrCertificateTaken
		}
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
		out, err := moveChange(ctx, tx, seen, EventReject, in.decided(seen, tx.Now))
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
		if err := s.keepCompany(ctx, tx, own); err != nil {
			return err
		}
	}
	if f := c.Content.Contact; f != nil {
		own.Info.ContactName, own.Info.ContactPhone, own.Info.ContactEmail = f.Name, f.Phone, f.Email
	}
	if err := updateSeller(ctx, tx, own); err != nil {
		return err
	}
	return s.queue.Publish(ctx, tx, Changed{SellerID: own.ID})
}

// keepCompany has a seller hold its company under the name that it has now: nobody else sells under it, and it takes nobody
// else's (business-rules 2.2, 2.6). Who left holds none any more.
func (s *Service) keepCompany(ctx context.Context, tx *storage.Tx, own Seller) error {
	keys := companies(own.Info.Verified, own.Info.Number, own.Info.LegalName)
	if own.State != EntryUncertified && own.State != EntryActive || len(keys) == 0 {
		return nil
	}
	return claim(ctx, tx, own.AccountID, keys)
}

// Changed is the event that what buyers see of a seller is different: name, contacts, pre-sale line.
type Changed struct {
	SellerID string `json:"seller_id"`
}

// EventName is the name under which it is published.
func (Changed) EventName() string { return "seller.changed" }

// tellChange tells the seller how its change was decided, and by mail and SMS the contacts that are in force after it
// (business-rules 2.1, 2.6).
func (s *Service) tellChange(ctx context.Context, tx *storage.Tx, event string, c Change) error {
	own, err := s.GetBy(ctx, tx, c.SellerID)
	if err != nil {
		return err
	}
	return s.TellTx(ctx, tx, notify.Message{To: c.AccountID, Event: event, Key: c.key(), Link: c.Kind.Page(),
		Params: notify.Params("what", c.Kind.Name(), "reason", c.Reason)}, own.contact())
}

// Page is the address of the seller's page of a kind.
func (k ChangeKind) Page() string {
	switch k {
	case ChangeStorefront:
		return "/seller/storefront"
	case ChangeContact:
		return "/seller/support"
	case ChangeCompliance:
		return "/seller/compliance"
	case ChangeCertificate:
		return "/seller/certificates"
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
	Text       string // in the names of the seller and its company, and in its number
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
	own, err := s.own(ctx, actor, k.form())
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
