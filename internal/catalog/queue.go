package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// The orders of the review queue; with a minus before it the last one comes first.
const (
	QueueByDue       = "due"
	QueueBySubmitted = "submitted"
)

// QueueFilter narrows the review queue; empty fields want nothing. State is StatePending when empty, or StateApproved,
// StateRejected, or "all": whatever was ever submitted. Sort is one of the orders; "" is by due date for what is pending and the
// latest first for the rest.
type QueueFilter struct {
	State    string
	Kind     string
	Delivery Delivery
	Family   Family
	SellerID string
	Overdue  bool   // pending, and should have been decided on by now
	Text     string // words, each of which must be in the product's or the seller's name or an id
	Sort     string
}

// queueOrder is a way through the queue: columns of numbers before the id.
type queueOrder struct {
	columns    []string
	descending bool
}

func (f QueueFilter) order() queueOrder {
	sort := f.Sort
	if sort == "" && (f.State == "" || f.State == StatePending || f.Overdue) {
		sort = QueueByDue
	}
	switch sort {
	case QueueByDue, "-" + QueueByDue:
		return queueOrder{[]string{"due_at", "submitted_at"}, sort != QueueByDue}
	}
	return queueOrder{[]string{"submitted_at"}, sort != QueueBySubmitted}
}

// Queue is what operators review. What is pending comes in the order in which it is due, so nobody waits longer than who came
// later unless its seller submitted many at once (business-rules 4.1).
func (s *Service) Queue(ctx context.Context, actor account.Actor, f QueueFilter, r page.Request) (page.Of[Application], error) {
	if err := actor.Is(account.Operator); err != nil {
		return page.Of[Application]{}, err
	}
	var c conditions
	switch state := storable(f.State); {
	case f.Overdue || state == "" || state == StatePending:
		c.equal("state", StatePending)
	case state == "all":
		c.in("state", []string{StatePending, StateApproved, StateRejected})
	default:
		c.equal("state", state)
		c.parts = append(c.parts, "submitted_at > 0")
	}
	if f.Overdue {
		c.parts = append(c.parts, "due_at <= "+c.arg(storage.Micros(s.db.Clock().Now())))
	}
	c.equal("kind", storable(f.Kind))
	c.equal("delivery", storable(string(f.Delivery)))
	c.equal("family", storable(string(f.Family)))
	c.equal("seller_id", storable(f.SellerID))
	c.words("search_text", f.Text)
	order := f.order()
	if err := c.after(order, r); err != nil {
		return page.Of[Application]{}, err
	}
	rows, err := listApplications(ctx, s.db.Reader(), &c, order.by(), r.Size()+1)
	if err != nil {
		return page.Of[Application]{}, err
	}
	out := page.Cut(rows, r.Size(), func(a Application) []any { return []any{a.DueAt.UnixMicro(), a.SubmittedAt.UnixMicro(), a.ID} })
	return out, place(ctx, s.db.Reader(), out.Items)
}

// CountPending is how many applications wait for a review, as far as one page of the queue reaches. Only for operators.
func (s *Service) CountPending(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.Is(account.Operator); err != nil {
		return 0, err
	}
	return countPending(ctx, s.db.Reader(), page.MaxLimit)
}

// WaitingSeller is a seller with something in the review queue.
type WaitingSeller struct {
	ID   string
	Name i18n.Text
}

// maxWaitingSellers bounds the choice of sellers; the search finds the others.
const maxWaitingSellers = 100

// WaitingSellers are the sellers of what is pending, as many as one may choose from. Only for operators.
func (s *Service) WaitingSellers(ctx context.Context, actor account.Actor) ([]WaitingSeller, error) {
	if err := actor.Is(account.Operator); err != nil {
		return nil, err
	}
	return listWaitingSellers(ctx, s.db.Reader(), maxWaitingSellers)
}

// place tells each of the applications that is pending where in the queue it stands: 1 is decided on next.
func place(ctx context.Context, q storage.Querier, list []Application) error {
	var ids []string
	for _, a := range list {
		if a.State == StatePending {
			ids = append(ids, a.ID)
		}
	}
	places, err := getPlaces(ctx, q, ids)
	for i, a := range list {
		list[i].Position = places[a.ID]
	}
	return err
}
