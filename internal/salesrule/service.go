package salesrule

import (
	"context"
	"errors"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Product is a product on sale as its rules see it.
type Product struct {
	ID       string
	SellerID string
	Name     i18n.Text
	Joint    bool
	Specs    []Offered
}

// Offered is a spec of a product on sale.
type Offered struct {
	ID    string
	Name  i18n.Text
	Plan  price.Plan
	Trial bool // it can be tried (business-rules 4.7)
}

// Spec returns a spec of the product.
func (p Product) Spec(specID string) (Offered, bool) {
	if i := slices.IndexFunc(p.Specs, func(o Offered) bool { return o.ID == specID }); i >= 0 {
		return p.Specs[i], true
	}
	return Offered{}, false
}

// Products knows what is on sale. A product that is not has ok false.
type Products interface {
	OnSale(ctx context.Context, productID string) (p Product, ok bool, err error)
}

// Orders knows what an account has of a spec: paid orders that were not refunded, and unpaid ones that can still be paid.
type Orders interface {
	Taken(ctx context.Context, q storage.Querier, buyerID, specID string) (Taken, error)
}

// Grants knows which products a sub-user of a seller works with (business-rules 2.9).
type Grants interface {
	Granted(ctx context.Context, actor account.Actor) (ids []string, all bool, err error)
}

// Deps are what the room needs.
type Deps struct {
	DB       *storage.DB
	Sellers  *seller.Service
	People   promo.People
	Products Products
	Orders   Orders
	Grants   Grants
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service { return &Service{d} }

// desk is a seller's product that somebody with a permission works with.
type desk struct {
	actor   account.Actor
	own     seller.Seller
	product Product
}

// own is the seller for which somebody with the permission acts.
func (s *Service) own(ctx context.Context, actor account.Actor, needs account.Permission) (seller.Seller, error) {
	if err := actor.May(needs); err != nil {
		return seller.Seller{}, err
	}
	own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return seller.Seller{}, ErrNotSelling
	}
	return own, err
}

// open finds a product of the seller for which somebody acts.
func (s *Service) open(ctx context.Context, actor account.Actor, needs account.Permission, productID string) (desk, error) {
	own, err := s.own(ctx, actor, needs)
	if err != nil {
		return desk{}, err
	}
	p, ok, err := s.d.Products.OnSale(ctx, productID)
	if err != nil {
		return desk{}, err
	}
	ids, all, err := s.d.Grants.Granted(ctx, actor)
	if err != nil {
		return desk{}, err
	}
	if !ok || p.SellerID != own.ID || !all && !slices.Contains(ids, p.ID) {
		return desk{}, ErrProductNotFound
	}
	return desk{actor, own, p}, nil
}

// Sheet is a product with its rules, as its seller sees them.
type Sheet struct {
	Product Product
	Rules   Rules
	Rev     int64 // 0 before the first rule
	// Named is how many customers each list has; a list that has none is left out.
	Named map[Of]int64
}

// Get returns the rules of a product to its seller. Errors: ErrProductNotFound, ErrNotSelling.
func (s *Service) Get(ctx context.Context, actor account.Actor, productID string) (Sheet, error) {
	d, err := s.open(ctx, actor, configures(actor), productID)
	if err != nil {
		return Sheet{}, err
	}
	q := s.d.DB.Reader()
	out := Sheet{Product: d.product}
	if out.Rules, out.Rev, err = getRules(ctx, q, productID); err != nil {
		return Sheet{}, err
	}
	out.Rules = out.Rules.filled()
	out.Named, err = countUsers(ctx, q, productID)
	return out, err
}

// Summaries are the rules of products of the seller for which somebody acts, by product; one without rules is left out.
func (s *Service) Summaries(ctx context.Context, actor account.Actor, productIDs []string) (map[string]Rules, error) {
	own, err := s.own(ctx, actor, configures(actor))
	if err != nil {
		return nil, err
	}
	return listRules(ctx, s.d.DB.Reader(), own.ID, productIDs)
}

// configures is the permission by which somebody looks at rules: that of the whole, or that of credit alone.
func configures(actor account.Actor) account.Permission {
	if actor.Can(account.SellerSalesConfig) {
		return account.SellerSalesConfig
	}
	return account.SellerCredit
}

// edit is one change of the rules of a product.
type edit struct {
	actor account.Actor
	needs account.Permission
	id    string // of the product
	rev   int64  // that was seen
	did   audit.Action
	// apply changes the rules, or says what is wrong.
	apply func(Product, *Rules) error
}

// change is the one way in which rules change.
func (s *Service) change(ctx context.Context, e edit) (Sheet, error) {
	d, err := s.open(ctx, e.actor, e.needs, e.id)
	if err != nil {
		return Sheet{}, err
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		before, rev, err := getRules(ctx, tx, e.id)
		if err != nil {
			return err
		}
		next := before.filled()
		if err := e.apply(d.product, &next); err != nil {
			return err
		}
		if next.equal(before.filled()) { // said before: nothing to write, whoever said it
			return nil
		}
		if rev != e.rev {
			return ErrChanged
		}
		if err := putRules(ctx, tx, row{productID: e.id, sellerID: d.own.ID, rev: rev, rules: next}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: e.did, AccountID: d.own.AccountID, Object: e.id, Before: before.filled(), After: next})
	})
	if err != nil {
		return Sheet{}, err
	}
	return s.Get(ctx, e.actor, e.id)
}
