package joint_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// house is the room with all that it stands on. amy and ben sell, bob buys, olga is an operator. amy sells the joint products
// prd_desk and prd_chat, ben prd_ben.
type house struct {
	*joint.Service
	t        *testing.T
	db       *storage.DB
	clk      *clock.Clock
	notify   *notify.Service
	queue    *job.Queue
	mails    *notify.Dir    // what was sent by mail
	texts    *notify.SMSDir // what was sent by SMS
	sellers  *seller.Service
	products []joint.Product
	grants   map[string][]string     // of sub-users, by their ids
	sold     map[string]money.Amount // this year, by product
	files    map[string]blob.File
	signed   []seller.Signature
	joined   map[string]bool // sellers in the joint plan

	amy, ben, bob, olga account.Actor
}

func (h *house) Joint(ctx context.Context, who account.Actor) ([]joint.Product, error) {
	own, err := h.sellers.ByAccount(ctx, who.ID)
	if err != nil {
		return nil, err
	}
	granted, bounded := h.grants[who.UserID]
	var out []joint.Product
	for _, p := range h.products {
		if p.SellerID == own.ID && (!bounded || len(granted) > 0 && granted[0] == p.ID) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (h *house) Yearly(_ context.Context, p joint.Product, year int) (joint.Sales, error) {
	if total, ok := h.sold[p.ID]; ok && year == joint.YearOf(h.clk.Now()) {
		return joint.Sales{Total: total, Customers: 1}, nil
	}
	return joint.Sales{Total: money.New(0, p.Currency)}, nil
}

func (h *house) Monthly(ctx context.Context, p joint.Product, year int) (out [12]money.Amount, err error) {
	all, err := h.Yearly(ctx, p, year)
	out[h.clk.Now().Month()-1] = all.Total
	return out, err
}

func (h *house) Joined(_ context.Context, _ storage.Querier, sellerID string, p seller.Plan) (bool, error) {
	return p == seller.PlanJoint && h.joined[sellerID], nil
}

func (h *house) CurrentVersion(context.Context, string) (string, error) { return "2026-11", nil }

func (h *house) SignTx(_ context.Context, _ *storage.Tx, x seller.Signature) error {
	if x.Version != "2026-11" {
		return seller.ErrAgreementVersion
	}
	h.signed = append(h.signed, x)
	return nil
}

func (h *house) Get(_ context.Context, id string) (blob.File, error) {
	f, ok := h.files[id]
	if !ok {
		return blob.File{}, blob.ErrNotFound
	}
	return f, nil
}

func setup(t *testing.T, db *storage.DB, clk *clock.Clock) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	queue, err := job.New(db, log, job.Config{})
	if err != nil {
		t.Fatal(err)
	}
	people := account.New(db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))
	h := &house{t: t, db: db, clk: clk, grants: map[string][]string{}, sold: map[string]money.Amount{}, files: map[string]blob.File{}, joined: map[string]bool{},
		queue: queue}
	h.mails, err = notify.NewDir(t.TempDir(), "Souk <souk@example.com>")
	h.must(err)
	h.texts, err = notify.NewSMSDir(t.TempDir())
	h.must(err)
	h.notify = notify.New(db, queue, notify.Config{Directory: people, Mailer: h.mails, Texter: h.texts, BaseURL: "https://souk.example.com"}, log)
	h.sellers = seller.New(seller.Deps{DB: db, Queue: queue, Accounts: people, Notify: h.notify})
	h.sellers.Register(queue)
	h.Service = joint.New(joint.Deps{DB: db, Sellers: h.sellers, Plans: h, Notify: h.notify, Products: h, Orders: h, Agreements: h, Files: h,
		Deliveries: []joint.Delivery{{Code: "saas"}, {Code: "license"}, {Code: "ai_asset"}}})
	person := func(name string, kind account.Kind) account.Actor {
		a, err := people.Create(t.Context(), account.CreateInput{Login: name + "@example.com", Password: "correct-horse-9", Kind: kind, Name: name, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		a.SecondFactor = true // operators do nothing without
		return a.Actor()
	}
	h.amy, h.ben = person("amy", account.Seller), person("ben", account.Seller)
	h.bob, h.olga = person("bob", account.Buyer), person("olga", account.Operator)
	sells := func(who account.Actor, names ...string) {
		s, err := h.sellers.Create(t.Context(), seller.CreateInput{AccountID: who.ID, Name: i18n.Text{ZH: "商家" + who.Name}, SupportEmail: "s@example.com",
			SupportPhone: "400-000-0101", SupportHours: i18n.Text{ZH: "工作日"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			h.products = append(h.products, joint.Product{ID: "prd_" + name, SellerID: s.ID, Name: i18n.Text{ZH: "商品" + name}, Currency: "CNY"})
		}
	}
	sells(h.amy, "desk", "chat")
	sells(h.ben, "ben")
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// years is a plan of this year and the next two that grows.
func (h *house) years(gmv ...string) []joint.PlanYear {
	first := joint.YearOf(h.clk.Now())
	out := make([]joint.PlanYear, len(gmv))
	for i, amount := range gmv {
		out[i] = joint.PlanYear{Year: first + i, GMV: amount, Projects: int64(10 * (i + 1))}
	}
	return out
}

// submitted hands in a plan of a product of amy's that the marketplace takes.
func (h *house) submitted(product string, n int64, gmv ...string) joint.Plan {
	h.t.Helper()
	h.clk.Advance(time.Second) // ids and queues are in the order of time
	p, err := h.SubmitPlan(h.t.Context(), joint.SubmitPlanInput{Actor: h.amy, ProductID: "prd_" + product, N: n, Years: h.years(gmv...)})
	h.must(err)
	return p
}

func (h *house) approved(p joint.Plan) joint.Plan {
	h.t.Helper()
	p, err := h.ApprovePlan(h.t.Context(), joint.DecidePlanInput{Actor: h.olga, ID: p.ID, Rev: p.Rev})
	h.must(err)
	return p
}

func (h *house) rejected(p joint.Plan, reason string) joint.Plan {
	h.t.Helper()
	p, err := h.RejectPlan(h.t.Context(), joint.DecidePlanInput{Actor: h.olga, ID: p.ID, Rev: p.Rev, Reason: reason})
	h.must(err)
	return p
}

// standing is how a product of amy's stands.
func (h *house) standing(product string) joint.Standing {
	h.t.Helper()
	all, err := h.Standings(h.t.Context(), h.amy)
	h.must(err)
	for _, s := range all {
		if s.Product.ID == "prd_"+product {
			return s
		}
	}
	h.t.Fatalf("%s is not listed", product)
	return joint.Standing{}
}

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

func wantErr(t *testing.T, what string, err error, want *apperr.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %s", what, err, want.Code)
	}
}

// wantFields wants an error of exactly these fields.
func wantFields(t *testing.T, what string, err error, want map[string]*apperr.Error) {
	t.Helper()
	got := apperr.FieldsOf(err)
	if len(got) != len(want) {
		t.Errorf("%s: got %v %v", what, err, got)
		return
	}
	for field, e := range want {
		if !errors.Is(got[field], e) {
			t.Errorf("%s: %s is %v, want %s", what, field, got[field], e.Code)
		}
	}
}
