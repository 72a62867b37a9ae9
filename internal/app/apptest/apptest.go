// Package apptest is a whole marketplace for tests: every room, a misbehaving seller's server over real HTTP, one seller,
// one operator and some buyers, on either engine.
//
// Invariants:
//
//  1. Nothing is faked: the rooms are wired by app, the seller's server listens on loopback.
//  2. The clock is the wall clock plus what the test adds with Clock.Advance.
package apptest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/wallet"
)

// Market is a marketplace with one seller.
type Market struct {
	*app.App
	Server   *misseller.Server
	Seller   account.Actor
	Operator account.Actor
	Buyer    account.Actor
	rooms    demo.Rooms
	t        testing.TB
	n        int
	handler  func() (http.Handler, error)
}

// Password is that of everybody in a market.
const Password = secret.Text("pass-of-everybody")

// Run runs fn on both engines, each time with a market of its own whose rooms are started.
func Run(t *testing.T, fn func(t *testing.T, m *Market)) {
	t.Helper()
	RunWith(t, app.Settings{}, fn)
}

// RunWith is Run with other settings; the database is that of the engine.
func RunWith(t *testing.T, set app.Settings, fn func(t *testing.T, m *Market)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		set := set
		set.DB = ""
		fn(t, New(t, set))
	})
	if os.Getenv("SOUK_TEST_ENGINES") == "sqlite" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		set := set
		set.DB = storetest.PostgresURL(t)
		fn(t, New(t, set))
	})
}

// New makes and starts a market.
func New(t testing.TB, set app.Settings) *Market {
	t.Helper()
	m := Build(t, set)
	m.must(m.Start(context.WithoutCancel(t.Context())))
	return m
}

// Build makes a market in which nothing runs by itself yet.
func Build(t testing.TB, set app.Settings) *Market {
	t.Helper()
	set.Data, set.Listen = t.TempDir(), "127.0.0.1:0"
	set.Sandbox, set.AllowPrivateEndpoints, set.TestGateway = true, true, true
	set.MailFrom = "Souk <souk@example.com>"
	a, err := app.New(t.Context(), set, slog.New(slog.NewTextHandler(io.Discard, nil)),
		app.WithPasswordCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))
	if err != nil {
		t.Fatal(err)
	}
	m := &Market{App: a, t: t, handler: sync.OnceValues(a.Handler)}
	m.rooms = demo.Rooms{DB: a.DB, Promo: a.Promo, Accounts: a.Accounts, Sellers: a.Sellers, Catalog: a.Catalog, Blobs: a.Blobs, Calls: a.Calls, Wallet: a.Wallet,
		Agreements: a.Agreements}
	m.Operator = m.Account(account.Operator)
	m.Seller = m.Account(account.Seller)
	m.Buyer = m.Account(account.Buyer)
	x := a.Content.Sellers[0]
	_, err = a.Sellers.Create(t.Context(), seller.CreateInput{AccountID: m.Seller.ID, Name: x.Name, Intro: x.Profile,
		SupportEmail: x.Support.Email, SupportPhone: x.Support.Hotline, SupportHours: x.Support.Hours})
	m.must(err)
	_, key, err := a.Calls.CreateKey(t.Context(), m.Seller)
	m.must(err)
	m.Server = misseller.New(misseller.Options{Keys: []string{key.Reveal()}, Now: a.Clock.Now, Wall: clock.Wall})
	t.Cleanup(func() {
		m.Server.Close() // first: a hanging answer would keep its call open
		if err := a.Stop(context.Background()); err != nil {
			t.Errorf("stop: %v", err)
		}
		if err := a.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return m
}

func (m *Market) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// Handler is the marketplace's handler, built once.
func (m *Market) Handler() (http.Handler, error) { return m.handler() }

// Account makes an account of the kind; buyers and sellers have proved their name.
func (m *Market) Account(kind account.Kind) account.Actor {
	m.t.Helper()
	m.n++
	login := fmt.Sprintf("%s%d@example.com", kind, m.n)
	a, err := m.Accounts.Create(m.t.Context(), account.CreateInput{Login: login, Password: Password, Kind: kind,
		Name: login, Email: login, Lang: "en", TOTP: authenticator(kind)})
	m.must(err)
	if kind == account.Operator {
		return a.Actor()
	}
	m.must(m.DB.InTx(m.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return m.Accounts.SetVerifiedTx(ctx, tx, a.ID, account.VerifiedEnterprise, login)
	}))
	a.Verified = account.VerifiedEnterprise
	return a.Actor()
}

// authenticator is the authenticator app of an operator, who may do nothing without; "" for others.
func authenticator(kind account.Kind) secret.Text {
	if kind == account.Operator {
		return totp.NewSecret()
	}
	return ""
}

// Stranger makes a buyer who has not proved a name.
func (m *Market) Stranger() account.Actor {
	m.t.Helper()
	a := m.Account(account.Buyer)
	m.must(m.DB.InTx(m.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return m.Accounts.SetVerifiedTx(ctx, tx, a.ID, "", "")
	}))
	a.Verified = ""
	return a
}

// Other makes another seller.
func (m *Market) Other() account.Actor {
	m.t.Helper()
	who, x := m.Account(account.Seller), m.Content.Sellers[1]
	_, err := m.Sellers.Create(m.t.Context(), seller.CreateInput{AccountID: who.ID, Name: x.Name, Intro: x.Profile,
		SupportEmail: x.Support.Email, SupportPhone: x.Support.Hotline, SupportHours: x.Support.Hours})
	m.must(err)
	return who
}

// Staff makes an operator with one role.
func (m *Market) Staff(role account.Role) account.Actor {
	m.t.Helper()
	m.n++
	login := fmt.Sprintf("%s%d@example.com", role, m.n)
	a, err := m.Accounts.Create(m.t.Context(), account.CreateInput{Login: login, Password: Password,
		Kind: account.Operator, Roles: []account.Role{role}, Name: login, Email: login, Lang: "en", TOTP: authenticator(account.Operator)})
	m.must(err)
	return a.Actor()
}

// Grant gives money to a buyer.
func (m *Market) Grant(buyer account.Actor, amount money.Amount) {
	m.t.Helper()
	m.must(m.DB.InTx(m.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return m.Wallet.GrantTx(ctx, tx, wallet.Grant{AccountID: buyer.ID, OperatorID: m.Operator.ID, Amount: amount, Key: secret.Token(9), Note: "test"})
	}))
}

// Publish puts a product on sale whose calls go to address. change may alter the sample before it is submitted.
func (m *Market) Publish(address string, change func(*content.Product)) string {
	m.t.Helper()
	p := m.Content.Products[0]
	p.Extensions, p.Copyright = nil, demo.Certificate(secret.Token(9)) // each product has its own
	if change != nil {
		change(&p)
	}
	productID, err := m.rooms.Publish(m.t.Context(), m.Seller, m.Operator, p, address)
	m.must(err)
	return productID
}

// Joint has the seller join the joint plan and puts on sale, beside the product of Publish, a joint one like it as change says.
func (m *Market) Joint(change func(*catalog.Content)) catalog.Listing {
	m.t.Helper()
	ctx := m.t.Context()
	current, err := m.Agreements.Current(ctx, seller.PlanJoint.Agreement())
	m.must(err)
	_, err = m.Sellers.JoinPlan(ctx, seller.JoinPlanInput{Actor: m.Seller, Plan: seller.PlanJoint, Version: current.Version})
	m.must(err)
	like, err := m.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: m.Seller, ProductID: m.Publish(m.Server.Address(misseller.Behaviour{}), nil)})
	m.must(err)
	c := like.Content
	c.Name = i18n.Text{ZH: "联营" + c.Name.ZH, EN: "Joint " + c.Name.EN}
	c.Family, c.Specs, c.Copyright = catalog.FamilyJoint, slices.Clone(c.Specs), m.Certificate()
	change(&c)
	m.Certify(c.Name, string(c.Delivery))
	d, err := m.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: m.Seller, Content: c})
	m.must(err)
	a, err := m.Catalog.Submit(ctx, catalog.SubmitInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev})
	m.must(err)
	_, err = m.Catalog.Approve(ctx, catalog.ApproveInput{Actor: m.Operator, ApplicationID: a.ID, Rev: a.Rev})
	m.must(err)
	l, err := m.Catalog.Live(ctx, d.ProductID)
	m.must(err)
	return l
}

// AllowHardware puts the market's seller on the list of those who may publish hardware, as an operator does.
func (m *Market) AllowHardware() {
	m.t.Helper()
	r, err := m.Sellers.MyRecord(m.t.Context(), m.Seller)
	m.must(err)
	_, err = m.Sellers.SetHardware(m.t.Context(), seller.SetHardwareInput{Actor: m.Operator, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Allowed: true, Reason: "delivers and repairs"})
	m.must(err)
}

// Certificate uploads a software copyright certificate that no other product has.
func (m *Market) Certificate() catalog.File {
	m.t.Helper()
	paper := demo.Certificate(secret.Token(9))
	f, err := m.Blobs.Put(m.t.Context(), blob.PutInput{Owner: m.Seller.ID, Purpose: blob.PurposeCopyright, Name: paper.Name, Reader: bytes.NewReader(paper.Data)})
	m.must(err)
	return catalog.File{Blob: f.ID, Name: f.Name}
}

// Certify has the seller certify a joint product by every review, as people do. The seller joined the joint plan before.
func (m *Market) Certify(name i18n.Text, delivery string) joint.Certification {
	m.t.Helper()
	ctx, room := m.t.Context(), m.App.Joint
	paper, err := m.Blobs.Put(ctx, blob.PutInput{Owner: m.Seller.ID, Purpose: blob.PurposeJoint, Name: "evidence.pdf", Reader: strings.NewReader("%PDF-1.7\n1 0 obj")})
	m.must(err)
	version, err := room.AgreementVersion(ctx)
	m.must(err)
	c, err := room.SaveCertification(ctx, joint.SaveCertificationInput{Actor: m.Seller, Form: joint.Form{Commitments: joint.Commitments(), Agreement: version,
		Items:   []joint.Item{{Kind: joint.ItemOrders, Note: "120 orders, ¥360,000.00", File: paper.ID}},
		Finance: joint.FinanceAudited, Report: paper.ID, Name: name, Delivery: delivery, Environments: joint.Environments(),
		ContactName: "Ann", ContactPhone: "13800000000", ContactEmail: "ann@example.com", Marketplace: "Olga"}})
	m.must(err)
	c, err = room.SubmitCertification(ctx, joint.CertificationInput{Actor: m.Seller, ID: c.ID, Rev: c.Rev})
	m.must(err)
	pass := func() {
		c, err = room.PassCertification(ctx, joint.CertificationInput{Actor: m.Operator, ID: c.ID, Rev: c.Rev, Checklist: joint.Checklist(c.State)})
		m.must(err)
	}
	pass()
	c, err = room.DockCertification(ctx, joint.CertificationInput{Actor: m.Seller, ID: c.ID, Rev: c.Rev,
		Docking: joint.Docking{Kind: joint.DockingKinds(delivery)[0], File: paper.ID}})
	m.must(err)
	pass()
	pass()
	return c
}

// OrderInput is a valid order of one period and the smallest quantity.
func (m *Market) OrderInput(buyer account.Actor, productID string) order.PlaceInput {
	m.t.Helper()
	l, err := m.Catalog.Live(m.t.Context(), productID)
	m.must(err)
	spec := l.Specs[0]
	sel, term := spec.Plan.Least(spec.Plan.SKUs[0]), price.Term{Unit: spec.Plan.Terms[0].Unit, Count: 1}
	quote, err := spec.Plan.Quote(sel, term, price.Buyer{})
	m.must(err)
	marks, err := m.Orders.Agreements(m.t.Context(), l)
	m.must(err)
	return order.PlaceInput{Actor: buyer, IdempotencyKey: secret.Token(9), ProductID: productID, SpecID: spec.ID, Selection: sel, Term: term,
		Agreements: marks, ExpectTotal: quote.Pay}
}

// Buy places and pays an order with money that the buyer is given for it.
func (m *Market) Buy(productID string) order.Order {
	m.t.Helper()
	in := m.OrderInput(m.Buyer, productID)
	m.Grant(m.Buyer, in.ExpectTotal)
	o, err := m.Orders.Place(m.t.Context(), in)
	m.must(err)
	o, err = m.Orders.Pay(m.t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID})
	m.must(err)
	return o
}

// Await polls until done says so; a test that waits in vain ends here.
func (m *Market) Await(what string, done func() bool) {
	m.t.Helper()
	deadline := time.NewTimer(40 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline.C:
			m.t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// Order reads an order as an operator.
func (m *Market) Order(orderID string) order.Order {
	m.t.Helper()
	o, err := m.Orders.Get(m.t.Context(), m.Operator, orderID)
	m.must(err)
	return o
}

// MoneyHolds proves that ledger, chain and wallets agree.
func (m *Market) MoneyHolds() {
	m.t.Helper()
	book, err := m.Ledger.Verify(m.t.Context())
	m.must(err)
	if !book.OK() {
		m.t.Errorf("ledger: %v", book.Faults)
	}
	wallets, err := m.Wallet.Verify(m.t.Context())
	m.must(err)
	if !wallets.OK() {
		m.t.Errorf("wallets: %v", wallets.Faults)
	}
}

// Balance is what a buyer has.
func (m *Market) Balance(buyer account.Actor) money.Amount {
	m.t.Helper()
	b, err := m.Wallet.Balance(m.t.Context(), buyer.ID)
	m.must(err)
	return b
}
