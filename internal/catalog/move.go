package catalog

import (
	"context"

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

// moveProduct changes the status of a product as the end of an application asks.
func (s *Service) moveProduct(ctx context.Context, tx *storage.Tx, productID, event string) error {
	p, err := getProduct(ctx, tx, productID, "")
	if err != nil {
		return err
	}
	to, err := ProductMachine.Next(p.Status, event)
	if err != nil {
		return ErrNotInState
	}
	if to == p.Status {
		return nil
	}
	moved, err := updateStatus(ctx, tx, productID, p.Status, to)
	if err == nil && !moved {
		return ErrApplicationChanged
	}
	return err
}
