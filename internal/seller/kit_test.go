package seller_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// house is the room with all that it stands on. ann and ben are verified enterprises, pia is a verified person, zoe is not
// verified; olga and otto are operators.
type house struct {
	*seller.Service
	t        *testing.T
	db       *storage.DB
	clk      *clock.Clock
	accounts *account.Service
	files    *blob.Store
	site     *httptest.Server
	signed   []seller.Signature
	shop     *shop
	proofs   map[string]seller.Proof

	offersHCS bool // there is an agreement of the HCS plan
	deps      seller.Deps
	queue     *job.Queue
	mails     *notify.Dir    // what was sent by mail
	texts     *notify.SMSDir // what was sent by SMS

	ann, ben, pia, zoe, olga, otto account.Actor
}

const agreementVersion = "2026-11"

// CurrentVersion knows all agreements but that of the HCS plan: this marketplace does not offer it until offersHCS is set.
func (h *house) CurrentVersion(_ context.Context, code string) (string, error) {
	if code == seller.PlanHCS.Agreement() && !h.offersHCS {
		return "", &apperr.Error{Kind: apperr.NotFound, Code: "agreement_not_found"}
	}
	return agreementVersion, nil
}

// Renewed refuses nobody.
func (h *house) Renewed(context.Context, storage.Querier, string, string) error { return nil }

func (h *house) SignTx(_ context.Context, _ *storage.Tx, s seller.Signature) error {
	h.signed = append(h.signed, s)
	return nil
}

// Proven is what the documents of an account say.
func (h *house) Proven(_ context.Context, accountID string) (seller.Proof, error) {
	return h.proofs[accountID], nil
}

func setup(t *testing.T, db *storage.DB, clk *clock.Clock) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	h := &house{t: t, proofs: map[string]seller.Proof{}, db: db, clk: clk, shop: &shop{}, accounts: account.New(db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))}
	queue, err := job.New(db, log, job.Config{})
	if err != nil {
		t.Fatal(err)
	}
	h.queue = queue
	if h.mails, err = notify.NewDir(t.TempDir(), "Souk <souk@example.com>"); err != nil {
		t.Fatal(err)
	}
	if h.texts, err = notify.NewSMSDir(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if h.files, err = blob.Open(t.TempDir(), db, clk); err != nil {
		t.Fatal(err)
	}
	box, err := secret.NewBox(bytes.Repeat([]byte{7}, secret.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	out := egress.New(egress.Config{AllowPrivate: true})
	t.Cleanup(out.Close)
	h.site = httptest.NewServer(http.HandlerFunc(website))
	t.Cleanup(h.site.Close)
	h.deps = seller.Deps{DB: db, Queue: queue, Accounts: h.accounts, Files: h.files, HTTP: out, Box: box, Agreements: h, Trade: h.shop, Proofs: h,
		Notify: notify.New(db, queue, notify.Config{Directory: h.accounts, Mailer: h.mails, Texter: h.texts, BaseURL: "https://souk.example.com"}, log)}
	h.Service = seller.New(h.deps)
	h.Register(queue)
	h.ann = h.person("ann@example.com", account.Buyer, account.VerifiedEnterprise, "苇桥科技（上海）有限公司")
	h.ben = h.person("ben@example.com", account.Buyer, account.VerifiedEnterprise, "砺灯数据有限公司")
	h.pia = h.person("pia@example.com", account.Buyer, account.VerifiedPersonal, "王小明")
	h.zoe = h.person("zoe@example.com", account.Buyer, "", "")
	h.olga = h.person("olga@example.com", account.Operator, "", "")
	h.otto = h.person("otto@example.com", account.Operator, "", "")
	return h
}

// website is what the websites of applicants answer.
func website(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/":
		_, _ = w.Write([]byte("<h1>Company</h1>"))
	case "/moved":
		http.Redirect(w, r, "/", http.StatusFound)
	case "/to-login":
		http.Redirect(w, r, "/user/login", http.StatusFound)
	case "/loop":
		http.Redirect(w, r, "/loop", http.StatusFound)
	case "/console":
		_, _ = w.Write([]byte(`<form><input name="p" class="x" type="password"></form>`))
	case "/long":
		_, _ = w.Write(bytes.Repeat([]byte("long page "), 100_000))
	default:
		http.NotFound(w, r)
	}
}

func (h *house) person(login string, kind account.Kind, as account.Verified, legal string) account.Actor {
	h.t.Helper()
	acc, err := h.accounts.Create(h.t.Context(), account.CreateInput{Login: login, Password: "correct-horse-9", Kind: kind, Name: login, Lang: "en"})
	if err != nil {
		h.t.Fatal(err)
	}
	if as != "" {
		h.tx(func(ctx context.Context, tx *storage.Tx) error {
			return h.accounts.SetVerifiedTx(ctx, tx, acc.ID, as, legal)
		})
	}
	if kind == account.Operator { // operators do nothing without a second factor
		acc.SecondFactor = true
		return acc.Actor()
	}
	return h.actor(acc.ID)
}

func (h *house) actor(id string) account.Actor {
	h.t.Helper()
	a, err := h.accounts.Actor(h.t.Context(), id)
	if err == nil && a.Kind == account.Operator { // operators do nothing without a second factor
		var acc account.Account
		acc, err = h.accounts.Get(h.t.Context(), id)
		acc.SecondFactor = true
		a = acc.Actor()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func (h *house) tx(fn func(context.Context, *storage.Tx) error) {
	h.t.Helper()
	if err := h.db.InTx(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) file(owner account.Actor, purpose blob.Purpose) string {
	h.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
		h.t.Fatal(err)
	}
	f, err := h.files.Put(h.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: purpose, Name: "scan.png", Reader: &b})
	if err != nil {
		h.t.Fatal(err)
	}
	return f.ID
}

// good is an application of who that passes; every call makes a fresh one.
func (h *house) good(who account.Actor) seller.EntryForm {
	h.t.Helper()
	f := seller.EntryForm{Name: i18n.Text{ZH: "苇桥软件", EN: "Reedbridge"}, Profile: i18n.Text{ZH: "协作软件，使用 ASP.NET 与 Node.js 开发。"},
		Website: h.site.URL + "/", Logo: h.file(who, blob.PurposeSellerLogo), ContactName: "周宁", ContactPhone: "13800000000",
		ContactEmail: "zhou@example.com", ServicePhone: "400-000-0101", ServiceEmail: "help@example.com",
		Address: seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"},
		Hours:   seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}, Known: "no", Unbound: true}
	if who.Verified == account.VerifiedPersonal {
		f.Born = "1990-05-01"
		return f
	}
	f.Number, f.Founded, f.Years, f.Staff, f.Team, f.Capital, f.Proof = "91310000MA1K000000"[:18], "2019-03-01", "5-10", "21-50", "8", "500", "copyright"
	if who.ID == h.ben.ID {
		f.Number = "91330000MA2B000001"
	}
	f.Licence, f.Rights = h.file(who, blob.PurposeSellerLicence), h.file(who, blob.PurposeSellerRights)
	return f
}

// save stores an application over what is there.
func (h *house) save(who account.Actor, f seller.EntryForm) seller.Entry {
	h.t.Helper()
	e, err := h.Entry(h.t.Context(), who)
	if err != nil {
		h.t.Fatal(err)
	}
	if e, err = h.SaveEntry(h.t.Context(), seller.SaveEntryInput{Actor: who, Rev: e.Rev, Form: f}); err != nil {
		h.t.Fatal(err)
	}
	return e
}

func (h *house) submit(who account.Actor, f seller.EntryForm) (seller.Submission, error) {
	h.t.Helper()
	e := h.save(who, f)
	return h.SubmitEntry(h.t.Context(), seller.SubmitEntryInput{Actor: who, Rev: e.Rev, Agreement: agreementVersion})
}

func (h *house) apply(who account.Actor) seller.Submission {
	h.t.Helper()
	s, err := h.submit(who, h.good(who))
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// admit takes who through application and approval, and returns the actor that it is then.
func (h *house) admit(who account.Actor) account.Actor {
	h.t.Helper()
	s := h.apply(who)
	if _, err := h.ApproveApplication(h.t.Context(), seller.ReviewInput{Actor: h.olga, ID: s.ID, Rev: s.Rev, Checklist: seller.EntryChecklist(who.Verified)}); err != nil {
		h.t.Fatal(err)
	}
	return h.actor(who.ID)
}

func (h *house) state(who account.Actor) string {
	h.t.Helper()
	e, err := h.Entry(h.t.Context(), who)
	if err != nil {
		h.t.Fatal(err)
	}
	return e.State
}
