package asset_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/asset/vuln"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// scanners say what they are told: virus by the text that a package holds.
type scanners struct {
	mu     sync.Mutex
	virus  func(ctx context.Context, text string) (string, error)
	report vuln.Report
	err    error
	asked  []vuln.Target
}

type virusScanner struct{ *scanners }

// Scan answers as the test says.
func (s virusScanner) Scan(ctx context.Context, r io.Reader) (string, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	answer := s.virus
	s.mu.Unlock()
	return answer(ctx, string(raw))
}

type vulnScanner struct {
	*scanners
	dir bool
}

// WantsDir says what the test says.
func (s vulnScanner) WantsDir() bool { return s.dir }

// Scan answers as the test says.
func (s vulnScanner) Scan(_ context.Context, t vuln.Target, _ int) (vuln.Report, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, t)
	return s.report, s.err
}

// house is the room with all that it stands on. amy and ben sell, bob buys, olga is an operator.
type house struct {
	*asset.Service
	*scanners
	t      *testing.T
	db     *storage.DB
	clk    *clock.Clock
	queue  *job.Queue
	notify *notify.Service
	blobs  *blob.Store
	deps   asset.Deps

	amy, ben, bob, olga account.Actor
}

func clean(context.Context, string) (string, error) { return "", nil }

// setup makes the house; on turns the scanners on.
func setup(t *testing.T, db *storage.DB, clk *clock.Clock, on bool) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	queue, err := job.New(db, log, job.Config{Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	people := account.New(db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))
	h := &house{scanners: &scanners{virus: clean, report: vuln.Report{Targets: 1}}, t: t, db: db, clk: clk, queue: queue}
	h.blobs, err = blob.Open(t.TempDir(), db, clk)
	h.must(err)
	mails, err := notify.NewDir(t.TempDir(), "Souk <souk@example.com>")
	h.must(err)
	h.notify = notify.New(db, queue, notify.Config{Directory: people, Mailer: mails, BaseURL: "https://souk.example.com"}, log)
	sellers := seller.New(seller.Deps{DB: db, Queue: queue, Accounts: people, Notify: h.notify})
	sellers.Register(queue)
	h.deps = asset.Deps{DB: db, Queue: queue, Sellers: sellers, Notify: h.notify, Files: h.blobs, Scratch: t.TempDir(), Log: log}
	if on {
		h.deps.Virus, h.deps.Packages, h.deps.Images = virusScanner{h.scanners}, vulnScanner{h.scanners, true}, vulnScanner{h.scanners, false}
	}
	h.Service = asset.New(h.deps)
	h.Register(queue)
	person := func(name string, kind account.Kind) account.Actor {
		a, err := people.Create(t.Context(), account.CreateInput{Login: name + "@example.com", Password: "correct-horse-9", Kind: kind, Name: name, Lang: "en"})
		h.must(err)
		a.SecondFactor = true // operators do nothing without
		return a.Actor()
	}
	h.amy, h.ben = person("amy", account.Seller), person("ben", account.Seller)
	h.bob, h.olga = person("bob", account.Buyer), person("olga", account.Operator)
	for _, who := range []account.Actor{h.amy, h.ben} {
		_, err := sellers.Create(t.Context(), seller.CreateInput{AccountID: who.ID, Name: i18n.Text{ZH: "商家" + who.Name}, SupportEmail: "s@example.com",
			SupportPhone: "400-000-0101", SupportHours: i18n.Text{ZH: "工作日"}})
		h.must(err)
	}
	return h
}

// run lets jobs run from here on.
func (h *house) run() *house {
	h.t.Helper()
	h.must(h.queue.Start(context.WithoutCancel(h.t.Context())))
	h.t.Cleanup(func() { _ = h.queue.Stop(context.WithoutCancel(h.t.Context())) })
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// upload is a package of somebody's with one file in it.
func (h *house) upload(who account.Actor, name, text string) string {
	h.t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	h.must(w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, Typeflag: tar.TypeReg}))
	_, err := w.Write([]byte(text))
	h.must(errors.Join(err, w.Close()))
	f, err := h.blobs.Put(h.t.Context(), blob.PutInput{Owner: who.ID, Purpose: blob.PurposePackage, Name: "app-1.0.tar", Reader: &b})
	h.must(err)
	return f.ID
}

// evidence is a paper of somebody's.
func (h *house) evidence(who account.Actor) string {
	h.t.Helper()
	f, err := h.blobs.Put(h.t.Context(), blob.PutInput{Owner: who.ID, Purpose: blob.PurposeAppeal, Name: "e.pdf", Reader: strings.NewReader("%PDF-1.7\n1 0 obj")})
	h.must(err)
	return f.ID
}

// draft is a package of amy's with one file in it.
func (h *house) draft(name, text string) asset.Asset {
	h.t.Helper()
	h.clk.Advance(time.Second) // ids and queues are in the order of time
	a, err := h.Save(h.t.Context(), asset.SaveInput{Actor: h.amy, Kind: asset.KindPackage, Form: asset.Form{Name: "app_(1)", Version: "V1.0", File: h.upload(h.amy, name, text)}})
	h.must(err)
	return a
}

func (h *house) submitted(a asset.Asset) asset.Asset {
	h.t.Helper()
	a, err := h.Submit(h.t.Context(), asset.Input{Actor: h.amy, ID: a.ID, Rev: a.Rev})
	h.must(err)
	return a
}

// scanned waits until the scan of an asset is done.
func (h *house) scanned(id string) asset.Detail {
	h.t.Helper()
	return h.until(id, func(d asset.Detail) bool { return d.Scan.State == asset.ScanDone })
}

func (h *house) until(id string, ok func(asset.Detail) bool) asset.Detail {
	h.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(30 * time.Second)
	defer limit.Stop()
	for {
		d, err := h.Get(h.t.Context(), h.amy, id)
		h.must(err)
		if ok(d) {
			return d
		}
		select {
		case <-tick.C:
		case <-limit.C:
			h.t.Fatalf("it stays as it is: %+v", d)
		}
	}
}

// outcomes are the checks of a report by their names.
func outcomes(r asset.Report) map[string]string {
	out := map[string]string{}
	for _, c := range r.Checks {
		out[c.Check] = c.Outcome
	}
	return out
}

// told waits until somebody has so many messages of an event: those to operators are sent by a job.
func (h *house) told(who account.Actor, event string, want int) {
	h.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	for {
		list, err := h.notify.Inbox(h.t.Context(), who.ID, page.Request{Limit: 100}, notify.Filter{})
		h.must(err)
		n := 0
		for _, m := range list.Items {
			if m.Event == event {
				n++
			}
		}
		if n == want {
			return
		}
		select {
		case <-tick.C:
		case <-limit.C:
			h.t.Fatalf("%s has %d messages of %s, want %d", who.Name, n, event, want)
		}
	}
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
