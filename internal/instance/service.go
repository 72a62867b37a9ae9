package instance

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Service keeps instances.
type Service struct{ db *storage.DB }

// New makes the room.
func New(db *storage.DB) *Service { return &Service{db} }

// OpenTx opens the instance of an order line; its term begins now. Errors: ErrExternalIDTaken.
func (s *Service) OpenTx(ctx context.Context, tx *storage.Tx, in Open) (Instance, error) {
	state, err := Machine().Next(StateOpening, "open")
	if err != nil {
		return Instance{}, err
	}
	i := Instance{ID: id.New("ins", tx.Now), State: state, BuyerID: in.BuyerID, SellerID: in.SellerID, ProductID: in.ProductID,
		ProductName: in.ProductName, SpecName: in.SpecName, SKUID: in.SKUID, OrderID: in.OrderID, LineID: in.LineID, ExternalID: in.ExternalID,
		Quantity: in.Quantity, OpenedAt: tx.Now}
	if in.Unit != price.Once { // what is bought once does not expire
		i.ExpiresAt = period.Add(tx.Now, in.Periods, in.Unit, period.Shanghai())
	}
	inserted, err := insertInstance(ctx, tx, i)
	if err != nil {
		return Instance{}, err
	}
	if !inserted {
		return Instance{}, ErrExternalIDTaken
	}
	return i, nil
}

// Get shows an instance to its buyer. Errors: ErrNotFound.
func (s *Service) Get(ctx context.Context, actor account.Actor, instanceID string) (Instance, error) {
	if err := actor.Is(account.Buyer); err != nil {
		return Instance{}, err
	}
	i, err := getInstance(ctx, s.db.Reader(), instanceID)
	if errors.Is(err, storage.ErrNoRows) || err == nil && i.BuyerID != actor.ID {
		return Instance{}, ErrNotFound
	}
	return i, err
}

// Filter narrows the list; empty members do not.
type Filter struct {
	State string
	Text  string // part of the product's name, in either language
}

// List shows what the buyer owns, the newest first.
func (s *Service) List(ctx context.Context, actor account.Actor, f Filter, p page.Request) (page.Of[Instance], error) {
	if err := actor.Is(account.Buyer); err != nil {
		return page.Of[Instance]{}, err
	}
	return listInstances(ctx, s.db.Reader(), actor.ID, f, p)
}

// Usable counts the services among ids that a buyer can use now. q is a *storage.Tx inside a transaction.
func (s *Service) Usable(ctx context.Context, q storage.Querier, buyerID string, ids []string) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	return countUsable(ctx, q, buyerID, s.db.Clock().Now(), storage.AmongIDs(ids))
}

// Running counts the services of a buyer whose term is not over, and says until when the last one runs. q is a *storage.Tx
// inside a transaction.
func (s *Service) Running(ctx context.Context, q storage.Querier, buyerID string) (n int, until time.Time, err error) {
	return countRunning(ctx, q, buyerID, s.db.Clock().Now())
}
