package promo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// house is the room with all that it stands on. amy and ben sell, bob and cat buy, olga is an operator. amy sells the general
// products prd_desk and prd_chat, with the specs spc_<name> by month (¥100) and year (¥1,000), prd_meter, which is charged by
// use only, and the joint product prd_duo; ben sells prd_ben.
type house struct {
	*promo.Service
	t        *testing.T
	db       *storage.DB
	clk      *clock.Clock
	queue    *job.Queue
	notify   *notify.Service
	products map[string]promo.Product
	grants   map[string][]string // of sub-users, by their ids

	amy, ben, bob, cat, olga account.Actor
	orders                   int
}

func (h *house) OnSale(_ context.Context, _ storage.Querier, id string) (promo.Product, bool, error) {
	p, ok := h.products[id]
	return p, ok, nil
}

func (h *house) Granted(_ context.Context, who account.Actor) ([]string, bool, error) {
	ids, bounded := h.grants[who.UserID]
	return ids, !bounded, nil
}

func decimal(s string) price.Decimal {
	d, err := price.ParsePrice(s)
	if err != nil {
		panic(err)
	}
	return d
}

func plan(charge price.Charge) price.Plan {
	return price.Plan{Currency: "CNY", Charge: charge, MaxCount: 100, Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}},
		SKUs: []price.SKU{{ID: "sku_1", Prices: map[period.Unit]price.Decimal{period.Month: decimal("100"), period.Year: decimal("1000")}}}}
}

func setup(t *testing.T, db *storage.DB, clk *clock.Clock) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	queue, err := job.New(db, log, job.Config{})
	if err != nil {
		t.Fatal(err)
	}
	people := account.New(db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))
	h := &house{t: t, db: db, clk: clk, queue: queue, grants: map[string][]string{}, notify: notify.New(db, queue, notify.Config{Directory: people}, log)}
	sellers := seller.New(seller.Deps{DB: db})
	h.Service = promo.New(promo.Deps{DB: db, Queue: queue, Sellers: sellers, Notify: h.notify, People: people, Products: h, Grants: h})
	h.Register(queue)
	person := func(name string, kind account.Kind) account.Actor {
		a, err := people.Create(t.Context(), account.CreateInput{Login: name + "@example.com", Password: "correct-horse-9", Kind: kind, Name: name, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		a.SecondFactor = true // operators do nothing without
		return a.Actor()
	}
	h.amy, h.ben = person("amy", account.Seller), person("ben", account.Seller)
	h.bob, h.cat, h.olga = person("bob", account.Buyer), person("cat", account.Buyer), person("olga", account.Operator)
	h.products = map[string]promo.Product{}
	for who, names := range map[*account.Actor][]string{&h.amy: {"desk", "chat", "meter", "duo"}, &h.ben: {"ben"}} {
		s, err := sellers.Create(t.Context(), seller.CreateInput{AccountID: who.ID, Name: i18n.Text{ZH: "商家" + who.Name}, SupportEmail: "s@example.com",
			SupportPhone: "400-000-0101", SupportHours: i18n.Text{ZH: "工作日"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			charge := price.ChargePeriod
			if name == "meter" {
				charge = price.ChargeOnDemand
			}
			h.products["prd_"+name] = promo.Product{ID: "prd_" + name, SellerID: s.ID, Name: i18n.Text{ZH: name}, Joint: name == "duo",
				Specs: []promo.Spec{{ID: "spc_" + name, Name: i18n.Text{ZH: "规格"}, Plan: plan(charge)}, {ID: "spc_" + name + "_2", Plan: plan(charge)}}}
		}
	}
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// days is the validity from today on.
func (h *house) days(n int) promo.Validity {
	now := h.clk.Now().In(period.Shanghai())
	return promo.Validity{From: now.Format("2006-01-02"), To: now.AddDate(0, 0, n-1).Format("2006-01-02")}
}

func (h *house) terms(change func(*promo.Terms)) promo.Terms {
	t := promo.Terms{Name: i18n.Text{ZH: "新客立减"}, Amount: 50, Validity: h.days(30), Items: []promo.Item{{ProductID: "prd_desk"}}, Shown: true, Total: 10, PerBuyer: 2}
	if change != nil {
		change(&t)
	}
	return t
}

// published makes and publishes a batch of amy's; a joint one is approved.
func (h *house) published(change func(*promo.Terms), users ...promo.User) promo.Batch {
	h.t.Helper()
	ctx := h.t.Context()
	b, err := h.SaveBatch(ctx, promo.SaveBatchInput{Actor: h.amy, Terms: h.terms(change), Users: users})
	h.must(err)
	b, err = h.PublishBatch(ctx, promo.BatchInput{Actor: h.amy, Kind: b.Kind, ID: b.ID, Rev: b.Rev})
	h.must(err)
	if b.State == promo.BatchInReview {
		b, err = h.ApproveBatch(ctx, promo.BatchInput{Actor: h.olga, ID: b.ID, Rev: b.Rev})
		h.must(err)
	}
	return b
}

func (h *house) collected(who account.Actor, b promo.Batch) promo.Coupon {
	h.t.Helper()
	c, err := h.Collect(h.t.Context(), promo.CollectInput{Actor: who, BatchID: b.ID})
	h.must(err)
	return c
}

// purchase is one month of a product, of which n pieces cost n × ¥100.
func (h *house) purchase(who account.Actor, product string, n int64) promo.Purchase {
	return promo.Purchase{BuyerID: who.ID, BuyerType: "enterprise", Product: h.products["prd_"+product], SpecID: "spc_" + product, SKUID: "sku_1",
		Order: price.OrderNew, Selection: price.Selection{Count: n}, Term: price.Term{Unit: period.Month, Count: 1}}
}

// place does what an order does: grant, compute, reserve, in one transaction. It returns the order's id and its price.
func (h *house) place(p promo.Purchase, w promo.Wish) (string, price.Breakdown, error) {
	h.t.Helper()
	h.orders++
	order := fmt.Sprintf("CS%05d", h.orders)
	var b price.Breakdown
	err := h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		buyer, err := h.GrantTx(ctx, tx, p, w)
		if err != nil {
			return err
		}
		spec, _ := p.Product.Spec(p.SpecID)
		if b, err = spec.Plan.Quote(p.Selection, p.Term, buyer); err != nil {
			return err
		}
		return h.ReserveTx(ctx, tx, promo.Reservation{OrderID: order, Purchase: p, Applied: b.Applied})
	})
	return order, b, err
}

func (h *house) tx(fn func(context.Context, *storage.Tx) error) {
	h.t.Helper()
	h.must(h.db.InTx(h.t.Context(), fn))
}

func (h *house) pay(order string) {
	h.t.Helper()
	h.tx(func(ctx context.Context, tx *storage.Tx) error { return h.UseTx(ctx, tx, order) })
}

func (h *house) cancel(order string) {
	h.t.Helper()
	h.tx(func(ctx context.Context, tx *storage.Tx) error { return h.ReleaseTx(ctx, tx, order) })
}

func (h *house) refund(r promo.Return) {
	h.t.Helper()
	h.tx(func(ctx context.Context, tx *storage.Tx) error { return h.ReturnTx(ctx, tx, r) })
}

// coupon is a coupon of somebody as the list of coupons shows it.
func (h *house) coupon(who account.Actor, id string) promo.Coupon {
	h.t.Helper()
	list, err := h.MyCoupons(h.t.Context(), who, "", page.Request{Limit: 100})
	h.must(err)
	for _, c := range list.Items {
		if c.ID == id {
			return c
		}
	}
	h.t.Fatalf("%s has no coupon %s", who.Name, id)
	return promo.Coupon{}
}

func (h *house) wantState(who account.Actor, id, want string) {
	h.t.Helper()
	if got := h.coupon(who, id).StateAt(h.clk.Now()); got != want {
		h.t.Errorf("the coupon is %s, want %s", got, want)
	}
}

// wantField wants an error of exactly one field.
func wantField(t *testing.T, err error, field string, want *apperr.Error) {
	t.Helper()
	if want == nil {
		if err != nil {
			t.Errorf("refused: %v %v", err, apperr.FieldsOf(err))
		}
		return
	}
	got := apperr.FieldsOf(err)
	if len(got) != 1 || got[field] == nil || !errors.Is(got[field], want) {
		t.Errorf("got %v %v, want %s at %s", err, got, want.Code, field)
	}
}

func user(who account.Actor) promo.User { return promo.User{ID: who.ID, Name: who.Name} }

// told are the events of which somebody has messages.
func (h *house) told(who account.Actor) map[string]int {
	h.t.Helper()
	list, err := h.notify.Inbox(h.t.Context(), who.ID, page.Request{Limit: 100}, notify.Filter{})
	h.must(err)
	out := map[string]int{}
	for _, m := range list.Items {
		out[m.Event]++
	}
	return out
}
