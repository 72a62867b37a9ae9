package blob_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 4.1: "upload caps in seller centre: 10 GB and 100 files per day", of the market's calendar.
func TestNobodyUploadsMoreThanTheFilesOfADayHoweverManyComeAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		send := func(owner string, counted bool, n int) error {
			_, err := s.Put(t.Context(), blob.PutInput{Owner: owner, Purpose: blob.PurposeGuide, Name: "g.pdf", Counted: counted,
				Reader: strings.NewReader(fmt.Sprintf("%%PDF-1.7 %d", n))})
			return err
		}
		if left, err := s.LeftToday(t.Context(), "acc_1"); err != nil || left.Files != 100 || left.Bytes != 10<<30 {
			t.Fatalf("the rule says 100 files and 10 GB: %+v, %v", left, err)
		}
		for n := range 95 {
			if err := send("acc_1", true, n); err != nil {
				t.Fatal(err)
			}
		}
		errs := make([]error, 12)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = send("acc_1", true, 100+i) })
		}
		wg.Wait()
		taken := 0
		for _, err := range errs {
			if err == nil {
				taken++
			} else if !errors.Is(err, blob.ErrDayLimit) {
				t.Errorf("refused with %v", err)
			}
		}
		if left, err := s.LeftToday(t.Context(), "acc_1"); taken != 5 || err != nil || left.Files != 0 {
			t.Errorf("%d of 5 were taken at the edge, %d are left: %v", taken, left.Files, err)
		}
		if err := send("acc_1", true, 1); !errors.Is(err, blob.ErrDayLimit) {
			t.Errorf("the 101st: %v", err)
		}
		for name, err := range map[string]error{"another account": send("acc_2", true, 1), "what does not come from outside": send("acc_1", false, 1)} {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		clk.Advance(24 * time.Hour)
		if err := send("acc_1", true, 1); err != nil {
			t.Errorf("the day after: %v", err)
		}
		if left, err := s.LeftToday(t.Context(), "acc_1"); err != nil || left.Files != 99 {
			t.Errorf("after one of the next day: %+v, %v", left, err)
		}
	})
}

// business-rules 4.1: bytes count as they are stored; what was refused does not count, nor what buyers and applicants bring.
func TestTheBytesOfADayAreBounded(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	s, err := blob.Open(t.TempDir(), storetest.OpenSQLite(t, clk), clk, blob.WithDayLimit(blob.DayLimit{Bytes: 100}))
	if err != nil {
		t.Fatal(err)
	}
	send := func(name string, size int) error {
		_, err := s.Put(t.Context(), blob.PutInput{Owner: "acc_1", Purpose: blob.PurposeGuide, Name: name, Counted: true,
			Reader: strings.NewReader("%PDF-1.7" + strings.Repeat("x", size-8))})
		return err
	}
	for _, step := range []struct {
		name string
		size int
		want error
	}{{"a.pdf", 60, nil}, {"b.exe", 20, blob.ErrExtension}, {"c.zip", 20, blob.ErrMismatch}, {"d.pdf", 41, blob.ErrDayLimit}, {"e.pdf", 40, nil}, {"f.pdf", 9, blob.ErrDayLimit}} {
		if err := send(step.name, step.size); !errors.Is(err, step.want) {
			t.Errorf("%s of %d: %v, want %v", step.name, step.size, err, step.want)
		}
	}
	if left, err := s.LeftToday(t.Context(), "acc_1"); err != nil || left.Bytes != 0 || left.Files != 98 {
		t.Errorf("%+v, %v", left, err)
	}
	if _, err := s.Put(t.Context(), blob.PutInput{Owner: "acc_1", Purpose: blob.PurposeIdentity, Name: "id.pdf", Counted: true, Reader: strings.NewReader("%PDF-1.7 me")}); err != nil {
		t.Errorf("an identity document: %v", err)
	}
}
