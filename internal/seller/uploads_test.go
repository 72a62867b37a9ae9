package seller_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// uploadDay is a day of the market's calendar, so many days from today.
func (h *house) uploadDay(days int) string {
	return h.clk.Now().In(period.Shanghai()).AddDate(0, 0, days).Format(time.DateOnly)
}

// raise is what olga decides about the seller of who, as she sees it now.
func (h *house) raise(who account.Actor, files, gb int64, until string) (blob.Left, error) {
	h.t.Helper()
	r := h.record(who)
	return h.RaiseUploads(h.t.Context(), seller.RaiseUploadsInput{Actor: h.olga, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Files: files, GB: gb, Until: until, Reason: why})
}

// upload sends so many files of the seller centre.
func (h *house) upload(who account.Actor, n int) error {
	for i := range n {
		if _, err := h.files.Put(h.t.Context(), blob.PutInput{Owner: who.ID, Purpose: blob.PurposeGuide, Name: "g.pdf", Counted: true,
			Reader: strings.NewReader(fmt.Sprintf("%%PDF-1.7 %d", i))}); err != nil {
			return err
		}
	}
	return nil
}

// business-rules 4.1: 10 GB and 100 files per day, and more for one seller up to a day that an operator gives.
func TestAnOperatorRaisesWhatASellerMayUpload(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		before := h.record(ann)
		if err := h.upload(ann, int(before.Uploads.Files)); err != nil {
			t.Fatal(err)
		}
		wantErr(t, "the file after the last", h.upload(ann, 1), blob.ErrDayLimit)

		for n := range 2 { // a second time it stands there already, and is no decision
			left, err := h.raise(ann, 150, 0, h.uploadDay(1))
			if err != nil || left.Files != 50 || left.Limit.Files != 150 || left.Limit.Bytes != 10<<30 || left.Raise.Reason != why {
				t.Fatalf("raised the %d. time: %+v, %v", n+1, left, err)
			}
		}
		if got := h.record(ann); got.Uploads.Limit.Files != 150 || got.Standing.Rev != before.Standing.Rev+1 {
			t.Errorf("the record says %+v, rev %d", got.Uploads, got.Standing.Rev)
		}
		if err := h.upload(ann, 50); err != nil {
			t.Errorf("up to the raised limit: %v", err)
		}
		wantErr(t, "the 151st", h.upload(ann, 1), blob.ErrDayLimit)
		if left, err := h.raise(ann, 120, 20, h.uploadDay(1)); err != nil || left.Files != 0 || left.Limit.Bytes != 20<<30 {
			t.Errorf("lowered below what is used today: %+v, %v", left, err)
		}
		wantErr(t, "below what is used today", h.upload(ann, 1), blob.ErrDayLimit)

		clk.Advance(24 * time.Hour)
		if left := h.record(ann).Uploads; left.Files != 120 || !left.Raise.On() {
			t.Errorf("on the last day: %+v", left)
		}
		clk.Advance(24 * time.Hour)
		if left := h.record(ann).Uploads; left.Files != 100 || left.Limit.Bytes != 10<<30 || left.Raise.On() {
			t.Errorf("after the last day: %+v", left)
		}
		own := before.Seller
		end := func(who account.Actor, rev int64) error {
			_, err := h.EndUploads(t.Context(), seller.EndUploadsInput{Actor: who, SellerID: own.ID, Rev: rev, Reason: why})
			return err
		}
		wantErr(t, "what ended by itself is ended", end(h.olga, h.record(ann).Standing.Rev), seller.ErrNotRaised)
		if _, err := h.raise(ann, 0, 20, h.uploadDay(0)); err != nil {
			t.Fatal(err)
		}
		rev := h.record(ann).Standing.Rev
		wantErr(t, "a seller ends it", end(ann, rev), account.ErrForbidden)
		wantErr(t, "of an old page", end(h.olga, rev-1), seller.ErrStandingChanged)
		if err := end(h.olga, rev); err != nil || h.record(ann).Uploads.Limit.Bytes != 10<<30 {
			t.Errorf("it was not ended: %v", err)
		}
		wantErr(t, "ended again", end(h.olga, rev+1), seller.ErrNotRaised)

		raised, ended := h.lines(own.ID, "seller.uploads_raised"), h.lines(own.ID, "seller.uploads_ended")
		if len(raised) != 3 || len(ended) != 1 || raised[0].Reason != why || !strings.Contains(ended[0].Before, `"gb":20`) || !strings.Contains(ended[0].After, "false") {
			t.Errorf("recorded: %+v, %+v", raised, ended)
		}
		if h.told(ann, "seller.uploads_raised") != 3 || h.told(ann, "seller.uploads_ended") != 1 {
			t.Error("the seller was not told of each")
		}
	})
}

func TestNonsenseRaisesNoUploads(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		own := h.record(ann).Seller
		set := func(who account.Actor, id string, files, gb int64, until, reason string) error {
			_, err := h.RaiseUploads(t.Context(), seller.RaiseUploadsInput{Actor: who, SellerID: id, Files: files, GB: gb, Until: until, Reason: reason})
			return err
		}
		day := h.uploadDay(0)
		for name, x := range map[string]struct {
			files, gb     int64
			until, reason string
			field         string
			want          *apperr.Error
		}{
			"nothing":           {0, 0, day, why, "files", seller.ErrRaisedNothing},
			"not above":         {100, 0, day, why, "files", seller.ErrRaisedFiles},
			"negative":          {-1, 0, day, why, "files", seller.ErrRaisedFiles},
			"too many":          {blob.MaxRaisedFiles + 1, 0, day, why, "files", seller.ErrRaisedFiles},
			"GB not above":      {0, 10, day, why, "gb", seller.ErrRaisedGB},
			"GB that overflow":  {0, 1 << 40, day, why, "gb", seller.ErrRaisedGB},
			"yesterday":         {200, 0, h.uploadDay(-1), why, "until", seller.ErrRaisedUntil},
			"for ever":          {200, 0, h.uploadDay(blob.MaxRaiseDays + 1), why, "until", seller.ErrRaisedUntil},
			"no day":            {200, 0, "2026-02-30", why, "until", seller.ErrRaisedUntil},
			"an empty day":      {200, 0, "", why, "until", seller.ErrRaisedUntil},
			"without a reason":  {200, 0, day, "  ", "reason", seller.ErrReason},
			"an endless reason": {200, 0, day, strings.Repeat("x", 5000), "reason", seller.ErrReason},
		} {
			err := set(h.olga, own.ID, x.files, x.gb, x.until, x.reason)
			if got := apperr.FieldsOf(err)[x.field]; !errors.Is(got, x.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		wantErr(t, "a seller decides", set(ann, own.ID, 200, 0, day, why), account.ErrForbidden)
		wantErr(t, "an account that is no seller", set(h.olga, h.zoe.ID, 200, 0, day, why), seller.ErrSellerNotFound)
		if left := h.record(ann).Uploads; left.Raise.On() || len(h.lines(own.ID, "seller.uploads_raised")) != 0 {
			t.Errorf("something was raised: %+v", left)
		}
		for name, x := range map[string]struct {
			files, gb int64
			until     string
		}{"the least": {101, 0, day}, "the most": {blob.MaxRaisedFiles, blob.MaxRaisedGB, h.uploadDay(blob.MaxRaiseDays)}} {
			if _, err := h.raise(ann, x.files, x.gb, x.until); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOfTwoRaisesAtOnceOneIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		r := h.record(ann)
		errs := make([]error, 2)
		var wg sync.WaitGroup
		for i, who := range []account.Actor{h.olga, h.otto} {
			wg.Go(func() {
				_, errs[i] = h.RaiseUploads(t.Context(), seller.RaiseUploadsInput{Actor: who, SellerID: r.Seller.ID, Rev: r.Standing.Rev,
					Files: 200 + int64(i), Until: h.uploadDay(1), Reason: why})
			})
		}
		wg.Wait()
		winner := 0
		if errs[0] != nil {
			winner = 1
		}
		wantErr(t, "the slower one", errs[1-winner], seller.ErrStandingChanged)
		if got := h.record(ann).Uploads.Limit.Files; errs[winner] != nil || got != 200+int64(winner) {
			t.Errorf("%d files, %v", got, errs[winner])
		}
		if n := h.told(ann, "seller.uploads_raised"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}
