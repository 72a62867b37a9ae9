package sandbox_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestTheClockOfEveryNodeFollowsAMove(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		if db.Dialect() == storage.SQLite {
			return // there is one node only
		}
		node := func() (*sandbox.Service, *clock.Clock) {
			clk := clock.New()
			s := sandbox.New(db, clk, slog.New(slog.NewTextHandler(io.Discard, nil)), true)
			if err := s.Start(context.WithoutCancel(t.Context())); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(s.Stop)
			return s, clk
		}
		first, _ := node()
		_, other := node()
		if _, err := first.Move(t.Context(), sandbox.MoveInput{Actor: account.Actor{ID: "acc_x", Kind: account.Buyer}, By: time.Hour}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for other.Offset() < 59*time.Minute {
			select {
			case <-tick.C:
			case <-ctx.Done():
				t.Fatalf("the other node is %v ahead of the machine", other.Offset())
			}
		}
	})
}
