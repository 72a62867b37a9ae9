package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
)

// voices makes the accounts of those who speak in Speak, with the money that they spend.
func (r Rooms) voices(ctx context.Context, c content.Content, s *Seeded, operator Login) error {
	for _, a := range c.Opinions.Buyers {
		l, err := r.account(ctx, a)
		if err != nil {
			return fmt.Errorf("account %s: %w", a.Login, err)
		}
		s.Voices[a.Key] = l.ID
		if err := r.grant(ctx, l.ID, a, operator); err != nil {
			return err
		}
	}
	return nil
}

// openWithin is how long a seller's server may take to open what the other buyers of the demo bought.
const openWithin = 20 * time.Second

// Speak has the other buyers of the demo buy, rate and ask, and the sellers reply, as all of them would do by the pages
// (business-rules 10). The rooms have to be started, and the sellers' servers to answer. Who spoke before does not speak twice, so
// it may be called again after it failed.
func (r Rooms) Speak(ctx context.Context, c content.Content, s Seeded) error {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	cast, err := r.cast(ctx, c, s)
	if err != nil {
		return err
	}
	bought := make([]order.Order, len(c.Opinions.Ratings))
	for i, x := range c.Opinions.Ratings {
		if bought[i], err = r.buy(ctx, cast.voices[x.Buyer], s.Products[x.Product], x.Params); err != nil {
			return fmt.Errorf("%s buys %s: %w", x.Buyer, x.Product, err)
		}
	}
	for i, x := range c.Opinions.Ratings {
		if err := r.rate(ctx, cast.voices[x.Buyer], cast.sellers[x.Product], x, bought[i]); err != nil {
			return fmt.Errorf("%s rates %s: %w", x.Buyer, x.Product, err)
		}
	}
	for _, x := range c.Opinions.Questions {
		if err := r.ask(ctx, cast.voices[x.Buyer], cast.sellers[x.Product], x, s.Products[x.Product]); err != nil {
			return fmt.Errorf("%s asks about %s: %w", x.Buyer, x.Product, err)
		}
	}
	return nil
}

// cast is who acts: the other buyers by their keys, and the seller of each product.
type cast struct{ voices, sellers map[string]account.Actor }

func (r Rooms) cast(ctx context.Context, c content.Content, s Seeded) (cast, error) {
	out := cast{map[string]account.Actor{}, map[string]account.Actor{}}
	for key, id := range s.Voices {
		a, err := r.Accounts.Get(ctx, id)
		if err != nil {
			return out, err
		}
		out.voices[key] = a.Actor()
	}
	for _, p := range c.Products {
		i := slices.IndexFunc(c.Accounts, func(a content.Account) bool { return a.Seller == p.Seller })
		owner := s.by(func(l Login) bool { return i >= 0 && l.Key == c.Accounts[i].Key })
		a, err := r.Accounts.Get(ctx, owner.ID)
		if err != nil {
			return out, err
		}
		out.sellers[p.Key] = a.Actor()
	}
	return out, nil
}

// buy orders the least of the first spec of a product for a year and pays; the same again is the same order.
func (r Rooms) buy(ctx context.Context, buyer account.Actor, productID string, params map[string]string) (order.Order, error) {
	l, err := r.Catalog.Live(ctx, productID)
	if err != nil {
		return order.Order{}, err
	}
	plan := l.Specs[0].Plan
	in := order.PlaceInput{Actor: buyer, IdempotencyKey: "demo-" + productID, ProductID: productID, SpecID: l.Specs[0].ID, Params: params,
		Selection: plan.Least(plan.SKUs[0]), Term: price.Term{Unit: period.Year, Count: 1}}
	quote, err := r.Orders.Quote(ctx, order.QuoteInput{Actor: buyer, ProductID: productID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term})
	if err != nil {
		return order.Order{}, err
	}
	in.ExpectTotal = quote.Pay
	if in.Agreements, err = r.Orders.Agreements(ctx, l); err != nil {
		return order.Order{}, err
	}
	o, err := r.Orders.Place(ctx, in)
	if err != nil {
		return o, err
	}
	return r.Orders.Pay(ctx, order.PayInput{Actor: buyer, OrderID: o.ID})
}

// rate waits until a service is open and says what its buyer thinks of it.
func (r Rooms) rate(ctx context.Context, buyer, owner account.Actor, x content.Rating, o order.Order) error {
	o, err := r.opened(ctx, buyer, o)
	if err != nil {
		return err
	}
	said, ok, err := r.Feedback.RatingOf(ctx, buyer, o.Line.InstanceID)
	if err == nil && !ok {
		said, err = r.Feedback.Rate(ctx, feedback.RateInput{Actor: buyer, InstanceID: o.Line.InstanceID, Opinion: feedback.Opinion{
			Scores: feedback.Scores{Quality: x.Scores[0], Service: x.Scores[1], Delivery: x.Scores[2]}, Tags: x.Tags, Text: x.Text}})
	}
	if err != nil || x.Reply == "" || said.Reply != "" {
		return err
	}
	_, err = r.Feedback.Reply(ctx, feedback.ReplyInput{Actor: owner, RatingID: said.ID, Text: x.Reply})
	return err
}

// opened waits until an order has ended. Errors: the context's; one that says why the order failed.
func (r Rooms) opened(ctx context.Context, buyer account.Actor, o order.Order) (order.Order, error) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		o, err := r.Orders.Get(ctx, buyer, o.ID)
		switch {
		case err != nil || o.State == order.StateCompleted:
			return o, err
		case o.State == order.StateCancelled:
			return o, fmt.Errorf("order %s was cancelled: %s", o.ID, o.Failure.EN)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return o, fmt.Errorf("order %s: %w", o.ID, ctx.Err())
		}
	}
}

// ask asks about a product and has the seller answer.
func (r Rooms) ask(ctx context.Context, buyer, owner account.Actor, x content.Asked, productID string) error {
	asked, err := r.Feedback.Questions(ctx, buyer, feedback.QuestionFilter{ProductID: productID}, page.Request{})
	if err != nil {
		return err
	}
	var q feedback.Question
	if i := slices.IndexFunc(asked.Items, func(q feedback.Question) bool { return q.Text == x.Text }); i >= 0 {
		q = asked.Items[i]
	} else if q, err = r.Feedback.Ask(ctx, feedback.AskInput{Actor: buyer, ProductID: productID, Text: x.Text}); err != nil {
		return err
	}
	if x.Answer == "" || q.Answer != "" {
		return nil
	}
	_, err = r.Feedback.Answer(ctx, feedback.AnswerInput{Actor: owner, QuestionID: q.ID, Text: x.Answer})
	return err
}
