package seller_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// certified is a certificate of who that passes.
func (h *house) certified(who account.Actor, class seller.CertificateClass, number string) seller.Certificate {
	h.t.Helper()
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	now := h.clk.Now()
	return seller.Certificate{Class: class, Product: "苇桥项目协作", Number: number, Issued: day(now.AddDate(0, -1, 0)), Until: day(now.AddDate(1, 0, 0)),
		File: h.file(who, blob.PurposeTechCertificate)}
}

func (h *house) handIn(who account.Actor, c seller.Certificate) (seller.Change, error) {
	h.t.Helper()
	return h.ApplyCertificate(h.t.Context(), seller.ApplyCertificateInput{Actor: who, Certificate: c})
}

// approveAll approves a change with everything ticked.
func (h *house) approveAll(c seller.Change) (seller.Change, error) {
	h.t.Helper()
	return h.ApproveChange(h.t.Context(), seller.ChangeReviewInput{Actor: h.olga, ChangeID: c.ID, Rev: c.Rev, Checklist: seller.ChangeChecklist(c.Kind)})
}

func (h *house) joinPlan(who account.Actor, p seller.Plan) {
	h.t.Helper()
	if _, err := h.JoinPlan(h.t.Context(), seller.JoinPlanInput{Actor: who, Plan: p, Version: agreementVersion}); err != nil {
		h.t.Fatal(err)
	}
}

// holds lists the numbers of the certificates that hold.
func (h *house) holds(who account.Actor, classes ...seller.CertificateClass) string {
	h.t.Helper()
	own, err := h.ByAccount(h.t.Context(), who.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := h.Certificates(h.t.Context(), h.db.Reader(), own.ID, classes...)
	if err != nil {
		h.t.Fatal(err)
	}
	var numbers []string
	for _, c := range all {
		numbers = append(numbers, c.Number)
	}
	return strings.Join(numbers, " ")
}

// business-rules 3.3, 4.13: certificates of Kunpeng need the developer plan; they are reviewed, hold until their last day,
// are renewed and revoked.
func TestATechnicalCertificateIsReviewed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		kunpeng := h.certified(ann, seller.CertificateCompatible, "KP-2026 001")
		if _, err := h.handIn(ann, kunpeng); !errors.Is(apperr.FieldsOf(err)["class"], seller.ErrPlanNeeded) {
			t.Errorf("without the plan: %v", err)
		}
		h.joinPlan(ann, seller.PlanDeveloper)
		c, err := h.handIn(ann, kunpeng)
		if err != nil || c.State != seller.ChangeInReview {
			t.Fatalf("got %+v, %v", c, err)
		}
		if _, err := h.handIn(ann, h.certified(ann, seller.CertificateCompatible, "kp-2026001")); !errors.Is(err, seller.ErrChangeReviewing) {
			t.Errorf("the same number again: %v", err)
		}
		iot, err := h.handIn(ann, h.certified(ann, seller.CertificateIoT, "IOT-1")) // another one at the same time, of no plan
		if err != nil {
			t.Fatal(err)
		}
		if got := h.holds(ann); got != "" {
			t.Errorf("%s hold before the review", got)
		}
		if _, err := h.RejectChange(ctx, seller.ChangeReviewInput{Actor: h.olga, ChangeID: iot.ID, Rev: iot.Rev, Reason: "The number cannot be read."}); err != nil {
			t.Fatal(err)
		}
		if c, err = h.approveAll(c); err != nil {
			t.Fatal(err)
		}
		if got := h.holds(ann); got != "KP-2026 001" {
			t.Errorf("%q hold", got)
		}
		if got := h.holds(ann, seller.CertificateEnabled, seller.CertificateIoT); got != "" {
			t.Errorf("%q hold of other classes", got)
		}

		renewed := h.certified(ann, seller.CertificateCompatible, "KP-2026001")
		renewed.Until = ""
		next, err := h.handIn(ann, renewed)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.holds(ann); got != "KP-2026 001" { // it holds while the newer one is reviewed
			t.Errorf("%q hold", got)
		}
		if next, err = h.approveAll(next); err != nil {
			t.Fatal(err)
		}
		if old, err := h.Change(ctx, ann, c.ID); err != nil || old.State != seller.ChangeReplaced || !old.EndedAt.Equal(clk.Now()) {
			t.Errorf("the old one: %+v, %v", old, err)
		}
		clk.Advance(3 * 366 * 24 * time.Hour)
		if got := h.holds(ann); got != "KP-2026001" {
			t.Errorf("%q hold three years later", got)
		}

		revoke := seller.CertificateInput{Actor: h.olga, ChangeID: next.ID, Rev: next.Rev}
		if _, err := h.RevokeCertificate(ctx, revoke); !errors.Is(apperr.FieldsOf(err)["reason"], seller.ErrReason) {
			t.Errorf("revoked without a reason: %v", err)
		}
		revoke.Reason = "The issuer took it back."
		stale := revoke
		stale.Rev--
		if _, err := h.RevokeCertificate(ctx, stale); !errors.Is(err, seller.ErrChangeStale) {
			t.Errorf("over another operator: %v", err)
		}
		gone, err := h.RevokeCertificate(ctx, revoke)
		if err != nil || gone.State != seller.ChangeRevoked || gone.EndedName != h.olga.Name || h.holds(ann) != "" {
			t.Errorf("revoked: %+v, %v, %q hold", gone, err, h.holds(ann))
		}
		revoke.Rev = gone.Rev
		if _, err := h.RevokeCertificate(ctx, revoke); !errors.Is(err, seller.ErrChangeState) {
			t.Errorf("revoked twice: %v", err)
		}
		if n := h.told(ann, notify.SellerCertificateRevoked); n != 1 {
			t.Errorf("the seller was told %d times", n)
		}
	})
}

func TestACertificateHoldsThroughItsLastDay(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ann := h.trader(h.ann)
	c := h.certified(ann, seller.CertificateAscend, "ASC-1")
	c.Until = clk.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	in, err := h.handIn(ann, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.approveAll(in); err != nil {
		t.Fatal(err)
	}
	end, err := time.Parse("2006-01-02 -0700", c.Until+" +0800")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]bool{end: true, end.Add(24*time.Hour - time.Second): true, end.Add(24 * time.Hour): false} {
		if c.HoldsOn(at) != want {
			t.Errorf("at %v: %v", at, !want)
		}
	}
	clk.Advance(end.Add(24 * time.Hour).Sub(clk.Now()))
	if got := h.holds(ann); got != "" {
		t.Errorf("%q hold after the last day", got)
	}
}

func TestACertificateIsOfOneSeller(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, ben := h.trader(h.ann), h.trader(h.ben)
		in := func(who account.Actor) seller.Change {
			t.Helper()
			c, err := h.handIn(who, h.certified(who, seller.CertificateIoT, "IOT-7"))
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		both := []seller.Change{in(ann), in(ben)}
		results := make(chan error)
		for _, c := range both { // two operators approve them at the same moment
			go func() { _, err := h.approveAll(c); results <- err }()
		}
		taken := 0
		for range both {
			if err := <-results; errors.Is(err, seller.ErrCertificateTaken) {
				taken++
			} else if err != nil {
				t.Error(err)
			}
		}
		if taken != 1 || h.holds(ann)+h.holds(ben) != "IOT-7" {
			t.Errorf("%d refused; %q and %q hold", taken, h.holds(ann), h.holds(ben))
		}
		loser := ben
		if h.holds(ben) != "" {
			loser = ann
		}
		list, err := h.Changes(t.Context(), loser, seller.ChangeFilter{Kind: seller.ChangeCertificate}, page.Request{})
		if err != nil || len(list.Items) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		own := list.Items[0]
		if _, err := h.WithdrawCertificate(t.Context(), seller.CertificateInput{Actor: ann, ChangeID: own.ID, Rev: own.Rev}); loser.ID != ann.ID && !errors.Is(err, seller.ErrChangeNotFound) {
			t.Errorf("another seller took it back: %v", err)
		}
		if c, err := h.WithdrawCertificate(t.Context(), seller.CertificateInput{Actor: loser, ChangeID: own.ID, Rev: own.Rev}); loser.ID != ann.ID && (err != nil || c.State != seller.ChangeWithdrawn) {
			t.Errorf("taken back: %+v, %v", c, err)
		}
		if _, err := h.handIn(loser, h.certified(loser, seller.CertificateIoT, "iot-7")); !errors.Is(apperr.FieldsOf(err)["certificate_number"], seller.ErrCertificateTaken) {
			t.Errorf("handed in again: %v", err)
		}
	})
}

func TestTheFieldsOfACertificateAreChecked(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ann := h.trader(h.ann)
	for what, c := range map[string]struct {
		spoil func(*seller.Certificate)
		field string
	}{
		"no class":          {func(c *seller.Certificate) { c.Class = "" }, "class"},
		"an unknown class":  {func(c *seller.Certificate) { c.Class = "gold" }, "class"},
		"no product":        {func(c *seller.Certificate) { c.Product = " " }, "product"},
		"a long product":    {func(c *seller.Certificate) { c.Product = strings.Repeat("品", 101) }, "product"},
		"no number":         {func(c *seller.Certificate) { c.Number = "\x00 \x00" }, "certificate_number"},
		"a long number":     {func(c *seller.Certificate) { c.Number = strings.Repeat("9", 65) }, "certificate_number"},
		"no day of issue":   {func(c *seller.Certificate) { c.Issued = "" }, "issued"},
		"no date":           {func(c *seller.Certificate) { c.Issued = "2026-02-30" }, "issued"},
		"issued tomorrow":   {func(c *seller.Certificate) { c.Issued = clk.Now().AddDate(0, 0, 2).Format(time.DateOnly) }, "issued"},
		"an end before":     {func(c *seller.Certificate) { c.Until = "2001-01-01" }, "until"},
		"an end that is no": {func(c *seller.Certificate) { c.Until = "soon" }, "until"},
		"an end yesterday":  {func(c *seller.Certificate) { c.Until = clk.Now().AddDate(0, 0, -2).Format(time.DateOnly) }, "until"},
		"no file":           {func(c *seller.Certificate) { c.File = "" }, "certificate"},
		"somebody's file":   {func(c *seller.Certificate) { c.File = h.file(h.ben, blob.PurposeTechCertificate) }, "certificate"},
		"another paper":     {func(c *seller.Certificate) { c.File = h.file(ann, blob.PurposeCompliance) }, "certificate"},
	} {
		good := h.certified(ann, seller.CertificateIoT, "IOT-1")
		c.spoil(&good)
		if _, err := h.handIn(ann, good); apperr.FieldsOf(err)[c.field] == nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := h.SaveChange(t.Context(), seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeCertificate,
		Content: seller.ChangeContent{Certificate: &seller.Certificate{}}}); !errors.Is(err, seller.ErrChangeKind) {
		t.Errorf("saved as the draft of a form: %v", err)
	}
	if _, err := h.ChangeView(t.Context(), ann, seller.ChangeCertificate); !errors.Is(err, seller.ErrChangeKind) {
		t.Errorf("a form of certificates: %v", err)
	}
}
