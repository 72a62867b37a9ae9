package call_test

import (
	"testing"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/state"
)

func TestEveryEventIsAllowedExactlyWhereTheTableSaysSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		m       state.Machine
		allowed map[string]string
	}{
		{call.Machine(), map[string]string{"pending/retry": "pending", "pending/restart": "pending", "pending/succeed": "ok", "pending/exhaust": "failed"}},
		{call.KeyMachine(), map[string]string{"pending/activate": "active", "pending/discard": "retired", "active/replace": "retired"}},
	} {
		for _, s := range c.m.States() {
			for _, e := range c.m.Events() {
				got, err := c.m.Next(s, e)
				if want := c.allowed[s+"/"+e]; got != want || (err == nil) != (want != "") {
					t.Errorf("%s: %s in %s: %q, %v; want %q", c.m.Name, e, s, got, err, want)
				}
			}
		}
	}
}
