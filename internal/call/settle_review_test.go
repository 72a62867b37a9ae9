package call

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// saas-production-interface A.7, B.11: +60, +120 and +180 minutes, and a restart does not move them.
func TestTheNextAttemptFollowsFromTheStartOfTheOneThatFailed(t *testing.T) {
	t.Parallel()
	born := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name           string
		started, ended time.Duration
		verdict        string
		state          string
		next           time.Duration
	}{
		{"the first", 0, 20 * time.Second, "http_status", StatePending, time.Hour},
		{"the one at +120", 2 * time.Hour, 2*time.Hour + 20*time.Second, "http_status", StatePending, 3 * time.Hour},
		{"the one at +180", 3 * time.Hour, 3*time.Hour + 20*time.Second, "http_status", StateFailed, 0},
		{"a restart that hangs over the hour", 59*time.Minute + 50*time.Second, time.Hour + 10*time.Second, "timeout", StatePending, time.Hour},
		{"a restart that hangs over the end", 3*time.Hour - 10*time.Second, 3*time.Hour + 10*time.Second, "timeout", StatePending, 3 * time.Hour},
		{"the last, late", 5 * time.Hour, 5*time.Hour + time.Second, "http_status", StateFailed, 0},
		{"one that we cancelled because we stop", time.Second, 25 * time.Second, string(egress.KindCanceled), StatePending, 25 * time.Second},
		{"the last, cancelled by us", 3 * time.Hour, 3*time.Hour + 5*time.Second, string(egress.KindCanceled), StatePending, 3*time.Hour + 5*time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := Call{Activity: saasv2.NewInstance, State: StatePending, CreatedAt: born, WindowEnd: born.Add(openingWindow),
				Verdict: Verdict{Code: tc.verdict}, run: run{id: "r", cause: CauseRetry, startedAt: born.Add(tc.started)}}
			(&Service{}).settle(&c, &storage.Tx{Now: born.Add(tc.ended)})
			if c.State != tc.state || tc.state == StatePending && !c.NextAt.Equal(born.Add(tc.next)) {
				t.Errorf("%s, next %v after the start; want %s, %v", c.State, c.NextAt.Sub(born), tc.state, tc.next)
			}
		})
	}
}
