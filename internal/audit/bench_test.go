package audit_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// BenchmarkAuditList asks for a page of the log of a marketplace with 100,000 entries in 1,000 logs, by each way in
// (docs/performance.md). What no index helps with (an address, a text) is measured where it finds nothing: the worst case.
func BenchmarkAuditList(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		clk := clock.At(storetest.Start())
		benchList(b, storetest.OpenSQLite(b, clk))
	})
	if os.Getenv("SOUK_TEST_ENGINES") == "sqlite" {
		return
	}
	b.Run("postgres", func(b *testing.B) {
		clk := clock.At(storetest.Start())
		benchList(b, storetest.OpenPostgres(b, clk))
	})
}

func benchList(b *testing.B, db *storage.DB) {
	fill(b, db, 100_000, 1_000)
	s := audit.New(db)
	for _, way := range []struct {
		name   string
		scope  audit.Scope
		filter audit.Filter
		want   int
	}{
		{"newest", audit.Everything(), audit.Filter{}, page.DefaultLimit},
		{"an owner's", audit.Of("acc_7"), audit.Filter{}, page.DefaultLimit},
		{"object", audit.Everything(), audit.Filter{Object: "prd_7"}, page.DefaultLimit},
		{"person", audit.Everything(), audit.Filter{UserID: "acc_7"}, page.DefaultLimit},
		{"an owner's by a text that is nowhere", audit.Of("acc_7"), audit.Filter{Text: "nowhere"}, 0},
		{"an address that is nowhere", audit.Everything(), audit.Filter{Address: "203.0.113.9"}, 0},
		{"a text that is nowhere", audit.Everything(), audit.Filter{Text: "nowhere"}, 0},
	} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				p, err := s.List(b.Context(), way.scope, way.filter, page.Request{})
				if err != nil || len(p.Items) != way.want {
					b.Fatalf("%d entries, %v", len(p.Items), err)
				}
			}
		})
	}
	b.Run("check of a chain of 100", func(b *testing.B) {
		for b.Loop() {
			if r, err := s.Verify(b.Context(), audit.Of("acc_7")); err != nil || !r.OK() {
				b.Fatalf("%+v, %v", r, err)
			}
		}
	})
}

// fill records n changes of a number of accounts in turn, many in a transaction.
func fill(b *testing.B, db *storage.DB, n, accounts int) {
	b.Helper()
	const each = 1_000
	for from := 0; from < n; from += each {
		if err := db.InTx(b.Context(), func(ctx context.Context, tx *storage.Tx) error {
			for i := from; i < from+each; i++ {
				id := fmt.Sprintf("acc_%d", i%accounts)
				ctx := audit.WithOrigin(ctx, audit.Origin{AccountID: id, UserID: id, Name: "Anna", Via: audit.ViaPage, Address: "192.0.2.7", Agent: "Mozilla/5.0"})
				if err := audit.Record(ctx, tx, price(id, i%accounts)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}
