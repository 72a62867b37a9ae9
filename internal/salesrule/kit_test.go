package salesrule_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// house is the room with all that it stands on. amy and ben sell; bob is a verified person, eve a verified enterprise, cat has
// proved nothing; olga is an operator. amy sells the general product prd_desk with the specs spc_desk, by month with a trial and a
// quantity "seats" of 5 to 200, and spc_once, charged once; and the joint product prd_duo with spc_duo. ben sells prd_ben.
type house struct {
	*salesrule.Service
	t        *testing.T
	db       *storage.DB
	people   *account.Service
	products map[string]salesrule.Product
	grants   map[string][]string // of sub-users, by their ids

	amy, ben, bob, eve, cat, olga account.Actor
}

func (h *house) OnSale(_ context.Context, id string) (salesrule.Product, bool, error) {
	p, ok := h.products[id]
	return p, ok, nil
}

func (h *house) Granted(_ context.Context, who account.Actor) ([]string, bool, error) {
	ids, bounded := h.grants[who.UserID]
	return ids, !bounded, nil
}

// Taken reads the orders that the tests place, in their transaction.
func (h *house) Taken(ctx context.Context, q storage.Querier, buyerID, specID string) (salesrule.Taken, error) {
	var out salesrule.Taken
	var seats int64
	err := q.QueryRow(ctx, `SELECT COUNT(id), COALESCE(SUM(seats), 0) FROM test_orders WHERE buyer_id = $1 AND spec_id = $2 AND state <> 'cancelled'`,
		buyerID, specID).Scan(&out.Orders, &seats)
	out.Quantities = map[string]int64{"seats": seats}
	return out, err
}

func run(t *testing.T, fn func(h *house)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) { fn(setup(t, db)) })
}

func setup(t *testing.T, db *storage.DB) *house {
	t.Helper()
	h := &house{t: t, db: db, grants: map[string][]string{}, products: map[string]salesrule.Product{},
		people: account.New(db, slog.New(slog.NewTextHandler(io.Discard, nil)), account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))}
	sellers := seller.New(seller.Deps{DB: db})
	h.Service = salesrule.New(salesrule.Deps{DB: db, Sellers: sellers, People: h.people, Products: h, Orders: h, Grants: h})
	h.tx(func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE test_orders (id TEXT PRIMARY KEY, buyer_id TEXT NOT NULL, spec_id TEXT NOT NULL, seats BIGINT NOT NULL, state TEXT NOT NULL)`)
		return err
	})
	h.amy, h.ben = h.person("amy", account.Seller), h.person("ben", account.Seller)
	h.bob, h.eve, h.cat = h.person("bob", account.Buyer), h.person("eve", account.Buyer), h.person("cat", account.Buyer)
	h.bob.Verified, h.eve.Verified = account.VerifiedPersonal, account.VerifiedEnterprise
	h.olga = h.person("olga", account.Operator)
	seats := price.Attribute{Code: "seats", Name: i18n.Text{ZH: "席位"}, Kind: price.Quantity, Min: 5, Max: 200, Step: 5}
	monthly := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 10, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		Attributes: []price.Attribute{seats}}
	for who, list := range map[*account.Actor][]salesrule.Product{
		&h.amy: {{ID: "prd_desk", Specs: []salesrule.Offered{{ID: "spc_desk", Name: i18n.Text{ZH: "团队版"}, Plan: monthly, Trial: true}, {ID: "spc_once", Plan: price.Plan{Charge: price.ChargeOneTime}}}},
			{ID: "prd_duo", Joint: true, Specs: []salesrule.Offered{{ID: "spc_duo", Plan: monthly}}}},
		&h.ben: {{ID: "prd_ben", Specs: []salesrule.Offered{{ID: "spc_ben", Plan: monthly}}}},
	} {
		s, err := sellers.Create(t.Context(), seller.CreateInput{AccountID: who.ID, Name: i18n.Text{ZH: "商家" + who.Name}, SupportEmail: "s@example.com",
			SupportPhone: "400-000-0101", SupportHours: i18n.Text{ZH: "工作日"}})
		h.must(err)
		for _, p := range list {
			p.SellerID = s.ID
			h.products[p.ID] = p
		}
	}
	return h
}

func (h *house) person(name string, kind account.Kind) account.Actor {
	h.t.Helper()
	a, err := h.people.Create(h.t.Context(), account.CreateInput{Login: name + "@example.com", Password: "correct-horse-9", Kind: kind, Name: name, Lang: "en"})
	h.must(err)
	a.SecondFactor = true // operators do nothing without
	return a.Actor()
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err, apperr.FieldsOf(err))
	}
}

func (h *house) tx(fn func(context.Context, *storage.Tx) error) {
	h.t.Helper()
	h.must(h.db.InTx(h.t.Context(), fn))
}

func (h *house) rev(productID string) int64 {
	h.t.Helper()
	s, err := h.Get(h.t.Context(), h.amy, productID)
	h.must(err)
	return s.Rev
}

// target sells a product of amy's to a target, and specs of it to narrower ones.
func (h *house) target(productID string, t salesrule.Target, specs map[string]salesrule.Target) {
	h.t.Helper()
	_, err := h.SetTarget(h.t.Context(), salesrule.SetTargetInput{Actor: h.amy, ProductID: productID, Rev: h.rev(productID), Target: t, Specs: specs})
	h.must(err)
}

func (h *house) limit(specID string, l salesrule.Limit) {
	h.t.Helper()
	_, err := h.SetLimits(h.t.Context(), salesrule.SetLimitsInput{Actor: h.amy, ProductID: "prd_desk", Rev: h.rev("prd_desk"), Limits: map[string]salesrule.Limit{specID: l}})
	h.must(err)
}

func (h *house) trials(specs ...string) {
	h.t.Helper()
	_, err := h.SetTrials(h.t.Context(), salesrule.SetTrialsInput{Actor: h.amy, ProductID: "prd_desk", Rev: h.rev("prd_desk"), Specs: specs})
	h.must(err)
}

func (h *house) list(productID string, l salesrule.List, specID string) salesrule.UsersInput {
	return salesrule.UsersInput{Actor: h.amy, ProductID: productID, Of: salesrule.Of{List: l, SpecID: specID}}
}

func user(who account.Actor) promo.User { return promo.User{ID: who.ID, Name: who.Name} }

func (h *house) name(in salesrule.UsersInput, who ...account.Actor) {
	h.t.Helper()
	var users []promo.User
	for _, w := range who {
		users = append(users, user(w))
	}
	_, err := h.AddUsers(h.t.Context(), in, users)
	h.must(err)
}

// desk is an order for spc_desk with seats.
func desk(who account.Actor, seats int64) salesrule.Purchase {
	return salesrule.Purchase{Kind: salesrule.KindNew, Buyer: salesrule.BuyerOf(who), ProductID: "prd_desk", SpecID: "spc_desk",
		Selection: price.Selection{Quantities: map[string]int64{"seats": seats}}}
}

// allowed asks without placing anything.
func (h *house) allowed(p salesrule.Purchase) error {
	return h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error { return h.AllowTx(ctx, tx, p) })
}

// order does what an order does: it asks, and stores itself.
func (h *house) order(id string, p salesrule.Purchase) error {
	return h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		if err := h.AllowTx(ctx, tx, p); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO test_orders (id, buyer_id, spec_id, seats, state) VALUES ($1, $2, $3, $4, 'paid')`, id, p.Buyer.ID, p.SpecID,
			p.Selection.Quantities["seats"]*p.Selection.Pieces())
		return err
	})
}

func (h *house) cancel(id string) {
	h.t.Helper()
	h.tx(func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE test_orders SET state = 'cancelled' WHERE id = $1`, id)
		return err
	})
}

func (h *house) want(what string, got error, want *apperr.Error) {
	h.t.Helper()
	if want == nil && got != nil || want != nil && !errors.Is(got, want) {
		h.t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// wantField wants an error of exactly one field.
func (h *house) wantField(got error, field string, want *apperr.Error) {
	h.t.Helper()
	fields := apperr.FieldsOf(got)
	if len(fields) != 1 || fields[field] == nil || !errors.Is(fields[field], want) {
		h.t.Errorf("got %v %v, want %s at %s", got, fields, want.Code, field)
	}
}
