package api_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// unrecorded are the changing methods that pages and operations may call although they leave no entry in the audit log,
// each with its reason.
func unrecorded() map[string]string {
	return map[string]string{
		"account.AskPasskey":     "a question to a browser; what comes of it is recorded as a sign-in",
		"account.AskSecond":      "a question to a browser; what comes of it is recorded as a sign-in",
		"account.Authenticate":   "notes the last use of a token",
		"account.Login":          "counts wrong guesses; the sign-in is recorded when its session begins (account.SignedIn)",
		"account.Prove":          "exchanges a code for a proof; what the proof is used for is recorded",
		"account.RequestCode":    "sends a code to whoever asks; what the code is used for is recorded",
		"account.RequestContact": "sends a code; the change of the address is recorded",
		"account.Resend":         "sends a code again",
		"blob.Store.Put":         "a file counts when something refers to it, and that is recorded",
		"feedback.See":           "a note of what a page showed, for the person alone",
		"notify.MarkAllRead":     "a mark of reading",
		"notify.MarkRead":        "a mark of reading",
		"saas.Access":            "asks the seller's server and changes nothing of ours; the call itself is kept (call)",
		"sso.Begin":              "sends a browser to the provider; what comes of it is recorded as a sign-in",
	}
}

func TestEveryChangeThatAPersonCanMakeLeavesAnEntryInTheAuditLog(t *testing.T) {
	t.Parallel()
	s := load(t, os.DirFS("../.."), "internal/web", "internal/api")
	silent, seen := silentChanges(s)
	allowed := unrecorded()
	for method, where := range silent {
		if allowed[method] == "" {
			t.Errorf("%s (used at %s) changes something and never reaches audit.Record", method, where)
		}
	}
	for method, why := range allowed {
		if silent[method] == "" {
			t.Errorf("%s leaves an entry, or nobody calls it any more: take it out of the table (%s)", method, why)
		}
	}
	if seen < 100 {
		t.Errorf("only %d changing methods seen: the analyser is blind", seen)
	}
}

// silentChanges are the changing methods used by pages and operations that never reach audit.Record, each with one place,
// and how many changing methods are used at all.
func silentChanges(s *sources) (silent map[string]string, seen int) {
	c, r := newChanges(s), newRecords(s)
	recorded := map[string]bool{}
	for fn := range s.bodies {
		if fn.Exported() && fn.Signature().Recv() != nil && r.changing(fn) {
			recorded[methodName(fn)] = true
		}
	}
	used := c.uses("internal/web")
	for method, where := range c.uses("internal/api") {
		used[method] = where
	}
	silent = map[string]string{}
	for method, where := range used {
		if !recorded[method] {
			silent[method] = where
		}
	}
	return silent, len(used)
}

func TestTheProofFailsWhenAChangeIsNotRecorded(t *testing.T) {
	t.Parallel()
	const plain = "func (s *Service) store(ctx context.Context) error { return s.db.InTx(ctx, nil) }"
	const told = "func (s *Service) store(ctx context.Context) error { return s.db.InTx(ctx, func() error { return audit.Record(ctx) }) }"
	room := strings.Replace(strings.Replace(roomOrder, plain, told, 1), `import "context"`, `import (
	"context"

	"`+module+`/internal/audit"
)`, 1)
	house := smallHouse(apiBegin)
	house["internal/audit/a.go"] = &fstest.MapFile{Data: []byte("package audit\n\nimport \"context\"\n\nfunc Record(context.Context) error { return nil }\n")}
	house["internal/order/a.go"] = &fstest.MapFile{Data: []byte(room)}
	silent, seen := silentChanges(load(t, house, "internal/web", "internal/api"))
	var got []string
	for method := range silent {
		got = append(got, method)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"order.Cancel"}, got); diff != "" || seen != 4 { // Place, Pay and Deliver go through store
		t.Errorf("%d seen, (-want +got)\n%s", seen, diff)
	}
}
