package audit_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// What the tests record.
var (
	didPrice = audit.Def("shop.price_set", "Price set", "设置价格")
	didName  = audit.Def("shop.name_set", "Name set", "设置名称")
	didLogin = audit.Def("shopper.signed_in", "Signed in", "登录")
)

var (
	ann      = audit.Origin{AccountID: "acc_1", UserID: "acc_1", Name: "Ann", Via: audit.ViaPage, Address: "192.0.2.7", Agent: "Firefox"}
	sub      = audit.Origin{AccountID: "acc_1", UserID: "acc_9", Name: "Bob", Via: audit.ViaAPI, Address: "192.0.2.8"}
	operator = audit.Origin{AccountID: "acc_op", UserID: "acc_op", Name: "Olga", Via: audit.ViaPage, Address: "198.51.100.1", Agent: "Secret Browser"}
)

func record(t *testing.T, db *storage.DB, by audit.Origin, changes ...audit.Change) {
	t.Helper()
	for _, c := range changes {
		err := db.InTx(audit.WithOrigin(t.Context(), by), func(ctx context.Context, tx *storage.Tx) error { return audit.Record(ctx, tx, c) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// price is a change of the n-th kind.
func price(log string, n int) audit.Change {
	return audit.Change{Action: didPrice, AccountID: log, Object: fmt.Sprintf("prd_%d", n), Before: map[string]any{"price": n}, After: map[string]any{"price": n + 1}}
}

// history are four changes of one account, one of another and one of the platform, each a minute after the other.
func history(t *testing.T, db *storage.DB, clk *clock.Clock) {
	t.Helper()
	for _, step := range []struct {
		by     audit.Origin
		change audit.Change
	}{
		{ann, price("acc_1", 1)},
		{sub, audit.Change{Action: didName, AccountID: "acc_1", Object: "prd_2", After: map[string]any{"name": "100%_会议"}}},
		{operator, audit.Change{Action: didName, AccountID: "acc_1", Object: "prd_1", Reason: "complaint of Olga"}},
		{audit.Origin{}, audit.Change{Action: didLogin, AccountID: "acc_1"}},
		{ann, price("acc_2", 7)},
		{operator, audit.Change{Action: didName}},
	} {
		record(t, db, step.by, step.change)
		clk.Advance(time.Minute)
	}
}

// found are the objects and actions of a list, all its pages.
func found(t *testing.T, s *audit.Service, scope audit.Scope, f audit.Filter) []string {
	t.Helper()
	out := []string{}
	for e, err := range s.All(t.Context(), scope, f) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s/%d %s", e.Log, e.Seq, e.Action.Code))
	}
	return out
}

func one(t *testing.T, s *audit.Service, scope audit.Scope, f audit.Filter) audit.Entry {
	t.Helper()
	p, err := s.List(t.Context(), scope, f, page.Request{})
	if err != nil || len(p.Items) != 1 {
		t.Fatalf("%d entries, %v", len(p.Items), err)
	}
	return p.Items[0]
}
