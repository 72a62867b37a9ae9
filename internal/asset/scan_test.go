package asset_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/asset/vuln"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 4.9: a virus rejects; a scanner that reaches its limits, or recognises nothing, leaves it to a person.
func TestAnAnswerOfAScannerIsWhatItMeans(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk, true).run()
	for _, c := range []struct {
		name, virus string
		report      vuln.Report
		state       string
		outcomes    [2]string
	}{
		{"a virus", "Win.Test.EICAR", vuln.Report{Targets: 1}, asset.StateRejected, [2]string{asset.Failed, asset.Passed}},
		{"too large for clamd", "Heuristics.Limits.Exceeded.MaxFileSize", vuln.Report{Targets: 1}, asset.StateScanning, [2]string{asset.Unclear, asset.Passed}},
		{"nothing recognised", "", vuln.Report{}, asset.StateScanning, [2]string{asset.Passed, asset.Unclear}},
		{"high without a score", "", vuln.Report{Targets: 1, Unclear: 1}, asset.StateScanning, [2]string{asset.Passed, asset.Unclear}},
		{"low ones", "", vuln.Report{Targets: 1, Harmless: 9}, asset.StateApproved, [2]string{asset.Passed, asset.Passed}},
	} {
		h.mu.Lock()
		h.virus, h.report = func(context.Context, string) (string, error) { return c.virus, nil }, c.report
		h.mu.Unlock()
		d := h.scanned(h.submitted(h.draft("bin/app", c.name)).ID)
		got := outcomes(d.Scan.Report)
		if d.State != c.state || [2]string{got[asset.CheckVirus], got[asset.CheckVulnerabilities]} != c.outcomes {
			t.Errorf("%s: %s %v", c.name, d.State, got)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, target := range h.asked {
		if _, err := os.Stat(filepath.Dir(target.Dir)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s stays: %v", target.Dir, err)
		}
	}
}

// business-rules 4.9: a scanner that is down is tried again, then a person decides; it never passes by silence.
func TestAScannerThatStaysDownLeavesItToAPerson(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, true)
		h.virus = func(context.Context, string) (string, error) { return "", errors.New("connection refused") }
		id := h.submitted(h.draft("bin/app", "x")).ID
		h.run()
		d := h.until(id, func(d asset.Detail) bool {
			if d.Scan.State == asset.ScanQueued && d.Scan.Attempts > 0 { // the pause before the next attempt is over
				h.must(db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
					_, err := tx.Exec(ctx, `UPDATE asset_scans SET lease_until = 1 WHERE state = 'queued' AND attempts > 0`)
					return err
				}))
				h.must(h.RunDue(t.Context()))
			}
			return d.Scan.State == asset.ScanDone
		})
		if d.State != asset.StateScanning || !d.Decidable() || d.Scan.Attempts != 3 || outcomes(d.Scan.Report)[asset.CheckVirus] != asset.Broken {
			t.Errorf("%+v", d)
		}
	})
}

// business-rules 4.9: when the process dies in a scan, another one begins it anew, and what the first one finds later is not written.
func TestAScanWhoseProcessDiedIsBegunAnew(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, true), t.Context()
		entered, release := make(chan struct{}, 2), make(chan struct{})
		h.virus = func(context.Context, string) (string, error) {
			entered <- struct{}{}
			<-release
			return "Late.Virus", nil
		}
		a := h.submitted(h.draft("bin/app", "x"))
		h.run()
		<-entered
		if d, err := h.Get(ctx, h.amy, a.ID); err != nil || d.Scan.State != asset.ScanRunning || d.Scan.Step != asset.CheckVirus {
			t.Errorf("its progress: %+v, %v", d.Scan, err)
		} else if done, of := d.Scan.Done(d.Kind); done != 2 || of != 4 {
			t.Errorf("%d of %d", done, of)
		}
		h.must(h.RunDue(ctx)) // it has its lease
		if d, err := h.Get(ctx, h.amy, a.ID); err != nil || d.Scan.Attempts != 1 || d.Scan.State != asset.ScanRunning {
			t.Errorf("taken from a living process: %+v, %v", d.Scan, err)
		}
		h.mu.Lock()
		h.virus = clean
		h.mu.Unlock()
		h.must(db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { // the lease of a process that died runs out
			_, err := tx.Exec(ctx, `UPDATE asset_scans SET lease_until = 1 WHERE asset_id = $1`, a.ID)
			return err
		}))
		h.must(h.RunDue(ctx))
		d := h.scanned(a.ID)
		close(release)
		if d.State != asset.StateApproved || d.Scan.Attempts != 2 {
			t.Errorf("%+v", d)
		}
		h.must(h.queue.Stop(ctx)) // the slow one ends
		if d, err := h.Get(ctx, h.amy, a.ID); err != nil || d.State != asset.StateApproved || len(d.History) != 2 {
			t.Errorf("after the slow one: %+v, %v", d, err)
		}
	})
}

func TestFoldersOfProcessesThatDiedAreRemoved(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk, true)
	for _, name := range []string{"scan-old", "scan-new", "other"} {
		h.must(os.MkdirAll(filepath.Join(h.deps.Scratch, name, "unpacked"), 0o700))
	}
	old := time.Now().Add(-2 * time.Hour)
	h.must(os.Chtimes(filepath.Join(h.deps.Scratch, "scan-old"), old, old))
	h.must(h.RunDue(t.Context()))
	for name, stays := range map[string]bool{"scan-old": false, "scan-new": true, "other": true} {
		if _, err := os.Stat(filepath.Join(h.deps.Scratch, name)); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}
