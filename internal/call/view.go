package call

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// Filter narrows the list of calls; empty members do not.
type Filter struct {
	ProductID string
	OrderID   string // exact, an order or an order line
	Activity  string
	State     string
	Verdict   string // code of the last verdict; Failing means any but ok and accepted

	products storage.Among
}

// List shows calls, the newest first: a seller its own, an operator all.
func (s *Service) List(ctx context.Context, actor account.Actor, f Filter, p page.Request) (page.Of[Call], error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return page.Of[Call]{}, err
	}
	if f.products, err = s.granted(ctx, actor); err != nil {
		return page.Of[Call]{}, err
	}
	return listCalls(ctx, s.db.Reader(), sellerID, f, p)
}

// Failing is the verdict of a filter for calls whose last attempt went wrong.
const Failing = "failing"

// CountFailing is how many calls will be tried again after a failure, as far as one page of them reaches. Only for operators.
func (s *Service) CountFailing(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.Is(account.Operator); err != nil {
		return 0, err
	}
	return countFailing(ctx, s.db.Reader(), page.MaxLimit)
}

// granted are the products whose calls the actor sees.
func (s *Service) granted(ctx context.Context, actor account.Actor) (storage.Among, error) {
	if s.grants == nil {
		return "", nil
	}
	ids, all, err := s.grants.Granted(ctx, actor)
	if err != nil || all {
		return "", err
	}
	return storage.AmongIDs(ids), nil
}

// checkGrant hides the calls of a product that a sub-user has no grant of (business-rules 2.9).
func (s *Service) checkGrant(ctx context.Context, actor account.Actor, productID string) error {
	products, err := s.granted(ctx, actor)
	if err == nil && !products.Has(productID) {
		err = ErrCallNotFound
	}
	return err
}

// Get shows a call with its attempts, the first one first. Errors: ErrCallNotFound.
func (s *Service) Get(ctx context.Context, actor account.Actor, callID string) (Call, []Attempt, error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return Call{}, nil, err
	}
	c, err := getCall(ctx, s.db.Reader(), callID)
	if errors.Is(err, storage.ErrNoRows) || err == nil && sellerID != "" && c.SellerID != sellerID {
		return Call{}, nil, ErrCallNotFound
	}
	if err != nil {
		return Call{}, nil, err
	}
	if err := s.checkGrant(ctx, actor, c.ProductID); err != nil {
		return Call{}, nil, err
	}
	attempts, err := listAttempts(ctx, s.db.Reader(), callID)
	return c, attempts, err
}

// OfOrder shows the calls of an order to whoever may see the order; the caller has checked that.
func (s *Service) OfOrder(ctx context.Context, orderID string) ([]Call, error) {
	p, err := listCalls(ctx, s.db.Reader(), "", Filter{OrderID: orderID}, page.Request{Limit: page.MaxLimit})
	return p.Items, err
}

// scope is the seller whose calls the actor sees; "" is all, for operators.
func (s *Service) scope(ctx context.Context, actor account.Actor) (string, error) {
	if actor.Kind == account.Operator {
		return "", nil
	}
	return s.sellerOf(ctx, actor)
}

// Curl returns a command that repeats a call with testFlag 1, signed at this moment: the seller's server takes it for
// 60 seconds. It is the seller's own tool (saas-production-interface D.4), so only the seller gets it.
func (s *Service) Curl(ctx context.Context, actor account.Actor, callID string) (string, error) {
	c, _, err := s.Get(ctx, actor, callID)
	if err != nil {
		return "", err
	}
	if err := s.mayChange(ctx, actor, c); err != nil {
		return "", err
	}
	body := c.request(id.UUID(), true).Encode()
	key, err := s.activeKey(ctx, c.SellerID)
	if err != nil {
		return "", err
	}
	address, err := s.addresses.ProductionURL(ctx, c.ProductID)
	if err != nil {
		return "", err
	}
	nonce, err := saasv2.NewNonce(rand.Reader)
	if err != nil {
		return "", err
	}
	url, err := saasv2.SignedURL(address, key.Reveal(), nonce, clock.Wall().UnixMilli(), body)
	if err != nil {
		return "", fmt.Errorf("sign for curl: %w", err)
	}
	return fmt.Sprintf("curl -sS -i -X POST %s \\\n  -H 'Accept: application/json' \\\n  -H 'Content-Type: application/json;charset=utf-8' \\\n  --data-raw %s",
		shellQuote(url), shellQuote(string(body))), nil
}

// shellQuote makes one word of a POSIX shell.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
