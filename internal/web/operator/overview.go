package operator

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

// shownWaiting is how many rows each list of the overview shows.
const shownWaiting = 5

// overviewPage is what the first page of the console shows. A list that the operator may not see elsewhere is empty here
// (business-rules 12.2: each menu point is a permission).
type overviewPage struct {
	waiting
	Actor account.Actor
	Lists lists
	Late  int          // applications beyond the review limit
	Sum   money.Amount // of the transfers that wait
	Names map[string]account.Account
}

// lists are the rows of the overview.
type lists struct {
	Applications   []catalog.Application  // the first due first, a page of them
	Transfers      []wallet.TopUp         // the newest first, a page of them
	Calls          []call.Call            // the newest first
	Verifications  []realname.Application // the longest waiting first
	Entries        []seller.Submission    // the longest waiting first
	Changes        []seller.Change        // the longest waiting first
	Exits          []exitRow              // the longest waiting first
	Certifications []seller.Certification // the longest waiting first
	Orders         []order.Order          // the newest first
}

func (c *console) overview(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	p := overviewPage{Actor: actor, Sum: money.CNY(0)}
	var err error
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	if p.Lists, err = c.lists(ctx, actor); err != nil {
		return err
	}
	for _, a := range p.Lists.Applications {
		if a.Overdue(c.d.Clock.Now()) {
			p.Late++
		}
	}
	var names []string
	for _, t := range p.Lists.Transfers {
		if p.Sum, err = p.Sum.Add(t.Amount); err != nil {
			return err
		}
		names = append(names, t.AccountID)
	}
	for _, x := range p.Lists.Certifications {
		names = append(names, x.AccountID)
	}
	if p.Names, err = c.accounts(ctx, names...); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, overviewView(p))
	return nil
}

// lists reads the lists that the operator may see.
func (c *console) lists(ctx context.Context, actor account.Actor) (out lists, err error) {
	whole, few := page.Request{Limit: page.MaxLimit}, page.Request{Limit: shownWaiting}
	for _, read := range []struct {
		needs account.Permission
		do    func() error
	}{
		{account.OperatorApplications, rows(&out.Applications, func() (page.Of[catalog.Application], error) {
			return c.d.Catalog.Queue(ctx, actor, catalog.QueueFilter{}, whole)
		})},
		{account.OperatorTransfers, rows(&out.Transfers, func() (page.Of[wallet.TopUp], error) {
			return c.d.Wallet.ListTransfers(ctx, actor, wallet.StateSubmitted, whole)
		})},
		{account.OperatorCalls, rows(&out.Calls, func() (page.Of[call.Call], error) {
			return c.d.Calls.List(ctx, actor, call.Filter{State: call.StatePending, Verdict: call.Failing}, few)
		})},
		{account.OperatorVerifications, rows(&out.Verifications, func() (page.Of[realname.Application], error) {
			return c.d.RealName.Queue(ctx, realname.QueueInput{Actor: actor, State: realname.StateReview, Page: few})
		})},
		{account.OperatorSellerReviews, rows(&out.Entries, func() (page.Of[seller.Submission], error) {
			return c.d.Sellers.Applications(ctx, actor, seller.SubmissionFilter{}, few)
		})},
		{account.OperatorSellerReviews, rows(&out.Changes, func() (page.Of[seller.Change], error) {
			return c.d.Sellers.Changes(ctx, actor, seller.ChangeFilter{}, few)
		})},
		{account.OperatorSellerReviews, func() (err error) {
			out.Exits, err = c.exitQueue(ctx, actor, shownWaiting)
			return err
		}},
		{account.OperatorCertifications, rows(&out.Certifications, func() (page.Of[seller.Certification], error) {
			return c.d.Sellers.Certifications(ctx, actor, seller.CertificationFilter{}, few)
		})},
		{account.OperatorOrders, rows(&out.Orders, func() (page.Of[order.Order], error) {
			return c.d.Orders.List(ctx, actor, order.Filter{}, page.Request{Limit: 8})
		})},
	} {
		if !actor.Can(read.needs) {
			continue
		}
		if err := read.do(); err != nil {
			return out, err
		}
	}
	return out, nil
}

// rows reads a page of a list into a field.
func rows[T any](into *[]T, list func() (page.Of[T], error)) func() error {
	return func() error {
		p, err := list()
		*into = p.Items
		return err
	}
}
