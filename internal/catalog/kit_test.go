package catalog_test

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// house is the room with all that it stands on.
type house struct {
	*catalog.Service
	t       *testing.T
	db      *storage.DB
	clk     *clock.Clock
	queue   *job.Queue
	notify  *notify.Service
	sellers *seller.Service
	stands  *stands

	amy, ben      account.Actor // sellers
	olga, otto    account.Actor // operators
	buyer, nobody account.Actor
	reed          seller.Seller // amy's
}

func (house) Recipient(context.Context, string) (notify.Recipient, error) {
	return notify.Recipient{Lang: "zh"}, nil
}
func (house) Operators(context.Context) ([]string, error) {
	return []string{"acc_olga", "acc_otto"}, nil
}

// shelf is a file store: a blob's id is "blb_<purpose>_<account>_…".
type shelf struct{}

var errNoFile = apperr.Def(apperr.NotFound, "test_no_file", "no file", "无文件")

func (shelf) Owned(_ context.Context, blobID, accountID, purpose string) (string, error) {
	if !strings.HasPrefix(blobID, "blb_"+purpose+"_"+accountID+"_") {
		return "", errNoFile
	}
	if last := blobID[strings.LastIndex(blobID, "_")+1:]; last == "rar" || last == "txt" {
		return purpose + "." + last, nil
	}
	return purpose + ".pdf", nil
}

// Digest is what the last part of a blob's id says after "same-"; other files have none.
func (shelf) Digest(_ context.Context, blobID string) (string, error) {
	_, digest, _ := strings.Cut(blobID, "_same-")
	return digest, nil
}

// gate refuses the addresses of one host.
type gate struct{}

var errRefused = apperr.Def(apperr.Invalid, "test_private", "private address", "私有地址")

func (gate) CheckURL(_ context.Context, url string) error {
	if strings.Contains(url, "//localhost") {
		return errRefused
	}
	return nil
}

// stands is what is known of every seller's standing.
type stands struct {
	plans  []seller.Plan
	letter bool
	held   []seller.Certificate
	barred bool // from hardware
}

func (s *stands) MaySellHardware(context.Context, storage.Querier, string) (bool, error) {
	return !s.barred, nil
}

func (s *stands) Joined(_ context.Context, _ storage.Querier, _ string, p seller.Plan) (bool, error) {
	return slices.Contains(s.plans, p), nil
}

func (s *stands) ComplianceApproved(context.Context, string) (bool, error) { return s.letter, nil }

func (s *stands) Certificates(context.Context, storage.Querier, string, ...seller.CertificateClass) ([]seller.Certificate, error) {
	return s.held, nil
}

func categories() []catalog.Category {
	return []catalog.Category{
		{Code: "office", Name: i18n.Text{ZH: "办公协同", EN: "Office"}},
		{Code: "office-meeting", Name: i18n.Text{ZH: "会议", EN: "Meetings"}, Parent: "office"},
		{Code: "office-document", Name: i18n.Text{ZH: "文档", EN: "Documents"}, Parent: "office"},
		{Code: "data", Name: i18n.Text{ZH: "数据", EN: "Data"}},
	}
}

func setup(t *testing.T, db *storage.DB, clk *clock.Clock) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	q, err := job.New(db, log, job.Config{})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{stands: &stands{}, t: t, db: db, clk: clk, queue: q, sellers: seller.New(seller.Deps{DB: db}),
		amy: account.Actor{ID: "acc_amy", Kind: account.Seller, Name: "Amy"}, ben: account.Actor{ID: "acc_ben", Kind: account.Seller, Name: "Ben"},
		olga:  account.Actor{ID: "acc_olga", Kind: account.Operator, Name: "Olga"},
		otto:  account.Actor{ID: "acc_otto", Kind: account.Operator, Name: "Otto"},
		buyer: account.Actor{ID: "acc_buyer", Kind: account.Buyer, Name: "Bob"}}
	h.notify = notify.New(db, q, notify.Config{Directory: h}, log)
	h.reed = h.admit("acc_amy", "苇桥软件", "Reedbridge")
	h.admit("acc_ben", "砺灯数据", "Whetlight")
	h.Service = h.node(0)
	return h
}

// node is another process on the same database.
func (h *house) node(cacheBytes int64) *catalog.Service {
	h.t.Helper()
	s, err := catalog.New(catalog.Deps{DB: h.db, Queue: h.queue, Sellers: h.sellers, Standing: h.stands, Whitelist: h.stands, Notify: h.notify, Files: shelf{}, URLs: gate{},
		Categories: categories(), CacheFor: -1, CacheBytes: cacheBytes})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) admit(accountID, zh, en string) seller.Seller {
	h.t.Helper()
	s, err := h.sellers.Create(h.t.Context(), seller.CreateInput{AccountID: accountID, Name: i18n.Text{ZH: zh, EN: en},
		SupportEmail: "s@example.com", SupportPhone: "400-000-0101", SupportHours: i18n.Text{ZH: "工作日"}})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// good is a content that passes review; every call makes a fresh one.
func good() catalog.Content {
	return catalog.Content{
		Name:         i18n.Text{ZH: "苇桥会议", EN: "Reedbridge Meet"},
		Overview:     i18n.Text{ZH: "开会、纪要与待办在同一处完成。", EN: "Meetings, minutes and tasks in one place."},
		Introduction: i18n.Text{ZH: "<h2>会议</h2><p>" + strings.Repeat("会议结束即有纪要。", 50) + "</p>"},
		Terms:        i18n.Text{ZH: "<p>本协议由商家与买家订立。</p>"},
		Highlights:   []i18n.Text{{ZH: "纪要自动整理"}, {ZH: "待办按人提醒", EN: "Reminders for everybody"}, {ZH: "录像可检索"}},
		Logo:         "blb_logo_acc_amy_1",
		Category:     "office-meeting",
		Images:       []string{"blb_product_image_acc_amy_1"},
		Copyright:    catalog.File{Blob: "blb_copyright_acc_amy_1"},
		Guide:        catalog.File{Blob: "blb_guide_acc_amy_1"},
		Support: catalog.Support{Hours: i18n.Text{ZH: "工作日 9:00–18:00"}, Content: i18n.Text{ZH: "使用咨询与故障处理"},
			Phone: "400-000-0101", Email: "support@example.com"},
		Specs: []catalog.Spec{{Name: i18n.Text{ZH: "团队版", EN: "Team"}, Plan: plan()}},
		Params: []catalog.ExtParam{{Code: "adminEmail", Label: i18n.Text{ZH: "管理员邮箱"}, Required: true, MaxLen: 100, Pattern: `[^@\s]+@[^@\s]+`},
			{Code: "domain", Label: i18n.Text{ZH: "企业域名"}, MaxLen: 50}},
		ProductionURL: "https://saas.example.com/produce",
	}
}

// plan costs ¥68 a month or ¥680 a year, and ¥10 or ¥100 for each further seat.
func plan() price.Plan {
	seat := func(n int64) price.Model { return price.Model{Kind: price.ModelLinear, Price: price.Whole(n)} }
	return price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}},
		Attributes: []price.Attribute{{Code: "seats", Name: i18n.Text{ZH: "席位"}, Kind: price.Quantity, Max: 200, Step: 5,
			Prices: map[period.Unit]price.Model{period.Month: seat(10), period.Year: seat(100)}}},
		SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(68), period.Year: price.Whole(680)}}}}
}

// reprice gives the first SKU another price.
func reprice(c *catalog.Content, u period.Unit, a money.Amount) {
	c.Specs[0].Plan.SKUs[0].Prices[u] = price.FromMoney(a)
}

func limited(n int64) catalog.Content {
	c := good()
	c.Specs[0].Stock = &n
	return c
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) draft(c catalog.Content) catalog.Draft {
	h.t.Helper()
	d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, Content: c})
	h.ok(err)
	return d
}

func (h *house) submitted(d catalog.Draft) catalog.Application {
	h.t.Helper()
	a, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
	h.ok(err)
	return a
}

func (h *house) approved(a catalog.Application) catalog.Application {
	h.t.Helper()
	a, err := h.Approve(h.t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev})
	h.ok(err)
	return a
}

func (h *house) rejected(a catalog.Application) catalog.Application {
	h.t.Helper()
	a, err := h.Reject(h.t.Context(), catalog.RejectInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev, Reason: "请补充使用指南"})
	h.ok(err)
	return a
}

// onSale publishes a product the way people do and returns it as buyers see it.
func (h *house) onSale(c catalog.Content) catalog.Listing {
	h.t.Helper()
	a := h.approved(h.submitted(h.draft(c)))
	l, err := h.Live(h.t.Context(), a.ProductID)
	h.ok(err)
	return l
}

// modified publishes a changed version of a product.
func (h *house) modified(productID string, change func(*catalog.Content)) catalog.Application {
	h.t.Helper()
	d, err := h.OpenModification(h.t.Context(), catalog.OpenModificationInput{Actor: h.amy, ProductID: productID})
	h.ok(err)
	change(&d.Content)
	d, err = h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
	h.ok(err)
	return h.approved(h.submitted(d))
}

// run runs a test on both engines.
func run(t *testing.T, fn func(h *house)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) { fn(setup(t, db, clk)) })
}
