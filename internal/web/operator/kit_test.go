package operator_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/auditview"
	"github.com/souk-market/souk/internal/web/checkview"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/operator"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
	"github.com/souk-market/souk/internal/web/upgradeview"
)

// market is a small marketplace on SQLite with all its real rooms, and the console in front of it.
type market struct {
	t       testing.TB
	clk     *clock.Clock
	db      *storage.DB
	people  *account.Service
	sellers *seller.Service
	catalog *catalog.Service
	wallet  *wallet.Service
	orders  *order.Service
	calls   *call.Service
	blobs   *blob.Store
	window  *shopwindow.Service
	handler http.Handler

	olga, otto, buyer, seller account.Actor
	isv                       *httptest.Server // answers 500
}

type addresses struct{ c *catalog.Service }

func (a addresses) ProductionURL(ctx context.Context, productID string) (string, error) {
	l, err := a.c.Live(ctx, productID)
	return l.ProductionURL, err
}

type owners struct{ s *seller.Service }

func (o owners) SellerOf(ctx context.Context, accountID string) (string, error) {
	x, err := o.s.ByAccount(ctx, accountID)
	return x.ID, err
}

func (o owners) AccountOf(ctx context.Context, sellerID string) (string, error) {
	x, err := o.s.Get(ctx, sellerID)
	return x.AccountID, err
}

type files struct{ b *blob.Store }

func (f files) Owned(ctx context.Context, id, accountID, _ string) (string, error) {
	x, err := f.b.Get(ctx, id)
	if err == nil && x.Owner != accountID {
		err = blob.ErrNotFound
	}
	return x.Name, err
}

// Digest tells no files apart: the products of these tests share theirs.
func (files) Digest(context.Context, string) (string, error) { return "", nil }

// trade shows the market's catalogue and orders to the room of sellers.
type trade struct{ m *market }

func (t trade) DelistAllTx(ctx context.Context, tx *storage.Tx, sellerID string) (int, error) {
	return t.m.catalog.DelistAllTx(ctx, tx, sellerID)
}

func (t trade) OpenOrders(ctx context.Context, q storage.Querier, sellerID string) (int, error) {
	return t.m.orders.CountOpen(ctx, q, sellerID)
}

type anyURL struct{}

func (anyURL) CheckURL(context.Context, string) error { return nil }

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func setup(t testing.TB) *market {
	t.Helper()
	clk := clock.At(storetest.Start())
	m := &market{t: t, clk: clk, db: storetest.OpenSQLite(t, clk)}
	log := slog.New(slog.DiscardHandler)
	ctx := t.Context()
	queue := must[*job.Queue](t)(job.New(m.db, log, job.Config{}))
	m.people = account.New(m.db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))
	m.blobs = must[*blob.Store](t)(blob.Open(filepath.Join(t.TempDir(), "files"), m.db, clk))
	tell := notify.New(m.db, queue, notify.Config{Directory: m.people}, log)
	book := ledger.New(m.db)
	m.wallet = wallet.New(m.db, book, tell, nil, wallet.Config{}, log)
	m.sellers = seller.New(seller.Deps{DB: m.db, Queue: queue, Accounts: m.people, Notify: tell, Trade: trade{m}, Files: m.blobs, Agreements: agreed{}})
	m.sellers.Register(queue)
	sellers := m.sellers
	m.catalog = must[*catalog.Service](t)(catalog.New(catalog.Deps{DB: m.db, Queue: queue, Sellers: sellers, Notify: tell, Files: files{m.blobs},
		URLs: anyURL{}, CacheFor: -1, Categories: []catalog.Category{{Code: "office", Name: i18n.Text{ZH: "办公协同", EN: "Office"}},
			{Code: "office-meeting", Parent: "office", Name: i18n.Text{ZH: "会议与沟通", EN: "Meetings"}}}}))
	box := must[*secret.Box](t)(secret.NewBox(bytes.Repeat([]byte{7}, 32)))
	out := egress.New(egress.Config{AllowPrivate: true})
	m.calls = call.New(call.Deps{DB: m.db, Log: log, HTTP: out, Box: box, Notify: tell, Addresses: addresses{m.catalog}, Sellers: owners{sellers}})
	instances := instance.New(m.db)
	agreements := agreement.New(m.db)
	sample := i18n.Text{ZH: "用户协议", EN: "User agreement"}
	if err := agreements.Seed(ctx, []agreement.Text{{Code: agreement.Buyer, Version: "1", Title: sample, Body: sample}}); err != nil {
		t.Fatal(err)
	}
	promotions := promo.New(promo.Deps{DB: m.db, Queue: queue, Sellers: sellers, Notify: tell, People: m.people})
	rules := salesrule.New(salesrule.Deps{DB: m.db, Sellers: sellers, People: m.people})
	m.orders = order.New(order.Deps{DB: m.db, Queue: queue, Catalog: m.catalog, Sellers: sellers, Promo: promotions, Rules: rules, Wallet: m.wallet, Instances: instances,
		SaaS: saas.New(m.calls, instances), Notify: tell, Agreements: agreements})
	m.calls.Start(ctx)
	t.Cleanup(func() {
		m.calls.Stop(context.Background())
		out.Close()
	})
	m.olga = m.person("olga", account.Operator, "运营小欧")
	m.otto = m.person("otto", account.Operator, "运营小图")
	m.buyer = m.person("bing", account.Buyer, "=cmd 冰川科技")
	m.seller = m.person("reed", account.Seller, "苇桥软件")
	must[seller.Seller](t)(sellers.Create(ctx, seller.CreateInput{AccountID: m.seller.ID, Name: i18n.Text{ZH: "苇桥软件", EN: "Reedbridge"},
		SupportEmail: "s@example.com", SupportPhone: "400-000-0101", SupportHours: i18n.Text{ZH: "工作日"}}))
	m.isv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<b>broken</b>", 500) }))
	t.Cleanup(m.isv.Close)
	said := feedback.New(feedback.Deps{DB: m.db, Catalog: m.catalog, Sellers: sellers, Instances: instances, Files: m.blobs, Notify: tell})
	m.window = shopwindow.New(shopwindow.Deps{DB: m.db, Orders: m.orders, Catalog: m.catalog, Sellers: sellers, Feedback: said, Rules: rules, Files: m.blobs})
	m.mount(operator.Deps{Feedback: said, Window: m.window, DB: m.db, Clock: clk, Queue: queue, Accounts: m.people, Sellers: sellers, Catalog: m.catalog, Wallet: m.wallet,
		Ledger: book, Promo: promotions, Joint: joint.New(joint.Deps{DB: m.db, Sellers: sellers, Notify: tell}), Orders: m.orders, Calls: m.calls, Files: m.blobs, Messages: tell, RealName: realname.New(realname.Deps{DB: m.db, Queue: queue, Log: log, Accounts: m.people, Notify: tell, Files: m.blobs, Box: box}), Sandbox: true, Log: log})
	return m
}

// mount serves the console; the header X-As says who is signed in.
func (m *market) mount(d operator.Deps) {
	mux := door.New(slog.New(slog.DiscardHandler))
	operator.Mount(mux, d)
	site := &ui.Site{Bundle: uitest.Load(m.t, operator.LocaleFS(), catalog.LocaleFS(), auditview.LocaleFS(), entryform.LocaleFS(), shopfront.LocaleFS(), promoview.LocaleFS(), checkview.LocaleFS(), upgradeview.LocaleFS(), jointview.LocaleFS()), Now: m.clk.Now, Person: func(r *http.Request) *ui.Person {
		a, ok := account.ActorFrom(r.Context())
		if !ok {
			return nil
		}
		return &ui.Person{ID: a.ID, Name: a.Name, Kind: string(a.Kind)}
	}}
	pages := ui.Secure(site.Middleware(mux))
	m.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-As"); id != "" {
			a, err := m.people.Actor(r.Context(), id)
			if err != nil {
				http.Error(w, err.Error(), 500)
				return
			}
			r = r.WithContext(account.WithActor(r.Context(), a))
		}
		pages.ServeHTTP(w, r)
	})
}

func (m *market) person(login string, kind account.Kind, name string) account.Actor {
	m.t.Helper()
	in := account.CreateInput{Login: login + "@example.com", Password: "correct horse " + secret.Text(login), Kind: kind, Name: name, Lang: "zh"}
	if kind == account.Operator {
		in.TOTP = totp.NewSecret()
	}
	a := must[account.Account](m.t)(m.people.Create(m.t.Context(), in))
	return must[account.Actor](m.t)(m.people.Actor(m.t.Context(), a.ID))
}

// answer is what a page said.
type answer struct {
	*httptest.ResponseRecorder
	doc *goquery.Document
}

func (m *market) send(as account.Actor, lang, method, path string, form url.Values) answer {
	m.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("X-As", as.ID)
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: lang})
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, r)
	a := answer{ResponseRecorder: w}
	if w.Code != http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		a.doc = uitest.Parse(m.t, w.Body.String())
		uitest.Markup(m.t, a.doc)
	}
	return a
}

func (m *market) get(path string) answer { m.t.Helper(); return m.send(m.olga, "en", "GET", path, nil) }

func (m *market) post(path string, kv ...string) answer {
	m.t.Helper()
	return m.send(m.olga, "en", "POST", path, ui.Values(kv...))
}

func (m *market) upload(purpose blob.Purpose, name string, data []byte) string {
	m.t.Helper()
	return must[blob.File](m.t)(m.blobs.Put(m.t.Context(), blob.PutInput{Owner: m.seller.ID, Purpose: purpose, Name: name, Reader: bytes.NewReader(data)})).ID
}

func logo(c color.Color) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 120, 120))
	for y := range 120 {
		for x := range 120 {
			if (x-60)*(x-60)+(y-60)*(y-60) < 50*50 {
				img.Set(x, y, c)
			} else {
				img.Set(x, y, color.White)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// mainImage is a picture of 800×600.
func mainImage() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 800, 600))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{74, 158, 149, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// good is a content that passes every check.
func (m *market) good(zh, en string) catalog.Content {
	m.t.Helper()
	paragraph := "<p>" + strings.Repeat("会议开始前自动发出议程，会议中实时记录要点，会议结束后纪要与待办同时送达每位参会人。", 6) + "</p>"
	return catalog.Content{
		Name:     i18n.Text{ZH: zh, EN: en},
		Overview: i18n.Text{ZH: "开会、纪要与待办在同一处完成。", EN: "Meetings, minutes and tasks in one place."},
		Introduction: i18n.Text{ZH: "<h2>从议程到待办</h2>" + paragraph + "<h3>适用场景</h3><ul><li>周例会</li><li>跨部门评审</li></ul>" + paragraph,
			EN: "<h2>From agenda to tasks</h2><p>" + strings.Repeat("Agendas go out before the meeting, key points are written down during it. ", 7) + "</p>"},
		Terms:      i18n.Text{ZH: "<h2>商品服务协议</h2><p>本协议由商家与买家订立。</p>", EN: "<h2>Service agreement</h2><p>Between seller and buyer.</p>"},
		Highlights: []i18n.Text{{ZH: "纪要自动整理", EN: "Minutes write themselves"}, {ZH: "待办按人提醒", EN: "Reminders for everybody"}, {ZH: "录像可检索", EN: "Searchable recordings"}},
		Logo:       m.upload(blob.PurposeLogo, "logo.png", logo(color.RGBA{12, 84, 87, 255})), Category: "office-meeting",
		Images:    []string{m.upload(blob.PurposeProductImage, "main.png", mainImage())},
		Copyright: catalog.File{Blob: m.upload(blob.PurposeCopyright, "著作权证书.pdf", []byte("%PDF-1.4\ntrailer\n%%EOF\n"))},
		Guide:     catalog.File{Blob: m.upload(blob.PurposeGuide, "使用指南.pdf", []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))},
		Support:   catalog.Support{Hours: i18n.Text{ZH: "工作日 9:00–18:00", EN: "Mon–Fri 9:00–18:00"}, Content: i18n.Text{ZH: "使用咨询与故障处理"}, Phone: "400-000-0101", Email: "support@example.com"},
		Specs: []catalog.Spec{{Name: i18n.Text{ZH: "团队版", EN: "Team"}, Plan: price.Plan{Currency: "CNY", Charge: price.ChargePeriod,
			Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}},
			SKUs:  []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(68), period.Year: price.Whole(680)}}}}}},
		Params: []catalog.ExtParam{{Code: "adminEmail", Label: i18n.Text{ZH: "管理员邮箱", EN: "Administrator’s e-mail"}, Required: true, MaxLen: 100, Pattern: `[^@\s]+@[^@\s]+`}},

		ProductionURL: m.isv.URL + "/produce",
	}
}

// submitted is an application that waits for review.
func (m *market) submitted(c catalog.Content) catalog.Application {
	m.t.Helper()
	d := must[catalog.Draft](m.t)(m.catalog.SaveDraft(m.t.Context(), catalog.SaveDraftInput{Actor: m.seller, Content: c}))
	return must[catalog.Application](m.t)(m.catalog.Submit(m.t.Context(), catalog.SubmitInput{Actor: m.seller, ApplicationID: d.ID, Rev: d.Rev}))
}

func (m *market) approved(c catalog.Content) catalog.Application {
	m.t.Helper()
	a := m.submitted(c)
	return must[catalog.Application](m.t)(m.catalog.Approve(m.t.Context(), catalog.ApproveInput{Actor: m.olga, ApplicationID: a.ID, Rev: a.Rev}))
}

// modified is a pending modification of what is on sale.
func (m *market) modified(productID string, change func(*catalog.Content)) catalog.Application {
	m.t.Helper()
	ctx := m.t.Context()
	d := must[catalog.Draft](m.t)(m.catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: m.seller, ProductID: productID}))
	change(&d.Content)
	d = must[catalog.Draft](m.t)(m.catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: m.seller, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content}))
	return must[catalog.Application](m.t)(m.catalog.Submit(ctx, catalog.SubmitInput{Actor: m.seller, ApplicationID: d.ID, Rev: d.Rev}))
}

// announced is a bank transfer that its buyer says was made.
func (m *market) announced(amount, reference string) wallet.TopUp {
	m.t.Helper()
	ctx := m.t.Context()
	t := must[wallet.TopUp](m.t)(m.wallet.TopUp(ctx, wallet.TopUpInput{AccountID: m.buyer.ID, Method: wallet.MethodTransfer, Amount: amount, Lang: "zh"}))
	return must[wallet.TopUp](m.t)(m.wallet.SubmitTransfer(ctx, wallet.SubmitTransferInput{AccountID: m.buyer.ID, ID: t.ID, BankReference: reference}))
}

// failing is a paid order whose opening the seller's server refuses, and its call.
func (m *market) failing(a catalog.Application) (order.Order, call.Call) {
	m.t.Helper()
	ctx := m.t.Context()
	if ok, err := m.calls.HasActiveKey(ctx, a.SellerID); err != nil || !ok {
		if _, _, err := m.calls.CreateKey(ctx, m.seller); err != nil {
			m.t.Fatal(err)
		}
	}
	live := must[catalog.Listing](m.t)(m.catalog.Live(ctx, a.ProductID))
	o := must[order.Order](m.t)(m.orders.Place(ctx, order.PlaceInput{Actor: m.verified(), IdempotencyKey: secret.Token(8), ProductID: a.ProductID, SpecID: live.Specs[0].ID,
		Term: price.Term{Unit: period.Month, Count: 3}, Params: map[string]string{"adminEmail": "it@example.com"}, Agreements: must[[]string](m.t)(m.orders.Agreements(ctx, live)),
		ExpectTotal: money.CNY(3 * 6800)}))
	must[order.Order](m.t)(m.orders.Pay(ctx, order.PayInput{Actor: m.verified(), OrderID: o.ID}))
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for {
		calls := must[[]call.Call](m.t)(m.calls.OfOrder(ctx, o.ID))
		if len(calls) == 1 && calls[0].Verdict.Code != "" && !calls[0].Running() {
			return must[order.Order](m.t)(m.orders.Get(ctx, m.buyer, o.ID)), calls[0]
		}
		select {
		case <-tick.C:
		case <-late:
			m.t.Fatal("the call was not attempted")
		}
	}
}

// rich fills the wallet of the buyer.
func (m *market) rich() {
	m.t.Helper()
	t := m.announced("1000", "BANK-0")
	must[wallet.TopUp](m.t)(m.wallet.ConfirmTransfer(m.t.Context(), wallet.ConfirmTransferInput{Actor: m.olga, ID: t.ID, Received: "1000"}))
}

// verified is the buyer as somebody who has proved its name.
func (m *market) verified() account.Actor {
	a := m.buyer
	a.Verified = account.VerifiedEnterprise
	return a
}
