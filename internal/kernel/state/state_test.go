package state_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/kernel/state"
)

func TestOnlyTheTableMoves(t *testing.T) {
	t.Parallel()
	m := state.New("door", state.Transition{From: "open", Event: "close", To: "shut"}, state.Transition{From: "shut", Event: "lock", To: "locked", Note: "owner"})
	if got, err := m.Next("open", "close"); err != nil || got != "shut" {
		t.Errorf("got %q, %v", got, err)
	}
	var illegal *state.IllegalMove
	if _, err := m.Next("open", "lock"); !errors.As(err, &illegal) || illegal.From != "open" {
		t.Errorf("got %v", err)
	}
	if !m.Final("locked") || m.Final("open") {
		t.Error("final states")
	}
	for _, want := range []string{"[*] --> open", "shut --> locked: lock (owner)", "locked --> [*]"} {
		if !strings.Contains(m.Mermaid(), want) {
			t.Errorf("diagram lacks %q:\n%s", want, m.Mermaid())
		}
	}
}
