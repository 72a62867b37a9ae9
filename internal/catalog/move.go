package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/storage"
)

// move is the one way in which an application changes its state: from the state and revision of seen, which the caller
// read before. Who comes second finds another revision and gets ErrApplicationChanged; nothing is stored then.
func (s *Service) move(ctx context.Context, tx *storage.Tx, seen Application, st step) (Application, error) {
	to, err := ApplicationMachine.Next(seen.State, st.event)
	if err != nil {
		return Application{}, ErrNotInState
	}
	next := seen
	next.State, next.Rev, next.UpdatedAt = to, seen.Rev+1, tx.Now
	switch st.event {
	case EventSubmit:
		next.SubmittedAt, next.Reason = tx.Now, ""
		if next.DueAt, err = s.due(ctx, tx, seen); err != nil {
			return Application{}, err
		}
	case EventApprove, EventReject:
		next.DecidedAt, next.Reason = tx.Now, st.reason
	}
	moved, err := updateState(ctx, tx, next, seen)
	if err != nil {
		return Application{}, err
	}
	if !moved {
		return Application{}, ErrApplicationChanged
	}
	return next, insertHistory(ctx, tx, next, st.actor, st.event, seen.State, st.reason)
}

// cause is what moves a product: an event, who brings it about, why, and the application that asked for it.
type cause struct {
	event         string
	actor         account.Actor // its zero value is the marketplace itself
	reason        string
	applicationID string
}

// moveProduct is the one way in which a product changes its status. The row is locked first: two that move it come one after
// the other, and the second sees what the first did. It returns the new status.
func (s *Service) moveProduct(ctx context.Context, tx *storage.Tx, productID string, why cause) (string, error) {
	if err := lockProduct(ctx, tx, productID); err != nil {
		return "", err
	}
	p, err := getProduct(ctx, tx, productID, "")
	if err != nil {
		return "", err
	}
	to, err := ProductMachine.Next(p.Status, why.event)
	if err != nil {
		return "", ErrProductState
	}
	if to == p.Status {
		return to, nil
	}
	moved, err := updateStatus(ctx, tx, productID, p.Status, to)
	if err == nil && !moved {
		return "", ErrApplicationChanged
	}
	if err != nil {
		return "", err
	}
	if err := insertMove(ctx, tx, productID, Move{ActorID: why.actor.ID, ActorName: why.actor.Name, ActorKind: why.actor.Kind, Event: why.event,
		From: p.Status, To: to, Reason: why.reason, ApplicationID: why.applicationID}); err != nil {
		return "", err
	}
	return to, s.queue.Publish(ctx, tx, ProductMoved{ProductID: productID, SellerID: p.SellerID, From: p.Status, To: to})
}

// ProductMoved happens when a product changes its status.
type ProductMoved struct {
	ProductID string `json:"product_id"`
	SellerID  string `json:"seller_id"`
	From      string `json:"from"`
	To        string `json:"to"`
}

// EventName is catalog.product_moved.
func (ProductMoved) EventName() string { return "catalog.product_moved" }
