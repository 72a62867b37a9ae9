// Package state is state machines as tables: the rules, the diagram and the tests read the same rows.
//
// Invariants:
//
//  1. A move that has no row is refused; there is no other way to change a state.
//  2. The diagrams in docs/states are generated from the tables.
package state

import (
	"fmt"
	"slices"
	"strings"
)

// Transition is one row: in From, Event leads to To. Note says who or what causes it.
type Transition struct{ From, Event, To, Note string }

// Machine is a named table of transitions; the first row's From is the initial state.
type Machine struct {
	Name string
	Rows []Transition
}

// New makes a machine. Two rows with the same From and Event are a fault of the program: it panics at start-up.
func New(name string, rows ...Transition) Machine {
	seen := map[[2]string]bool{}
	for _, r := range rows {
		if key := [2]string{r.From, r.Event}; seen[key] {
			panic(fmt.Sprintf("state %s: two rows for %s, %s", name, r.From, r.Event))
		} else {
			seen[key] = true
		}
	}
	return Machine{name, rows}
}

// IllegalMove is an event that the state does not allow.
type IllegalMove struct{ Machine, From, Event string }

// Error says which move was refused.
func (e *IllegalMove) Error() string {
	return fmt.Sprintf("%s: %s is not allowed in state %s", e.Machine, e.Event, e.From)
}

// Next is the state that event leads to from from, or *IllegalMove.
func (m Machine) Next(from, event string) (string, error) {
	for _, r := range m.Rows {
		if r.From == from && r.Event == event {
			return r.To, nil
		}
	}
	return "", &IllegalMove{m.Name, from, event}
}

// Can reports whether event is allowed in from.
func (m Machine) Can(from, event string) bool { _, err := m.Next(from, event); return err == nil }

// States are all states in order of appearance.
func (m Machine) States() []string {
	return m.column(func(r Transition) []string { return []string{r.From, r.To} })
}

// Events are all events in order of appearance.
func (m Machine) Events() []string {
	return m.column(func(r Transition) []string { return []string{r.Event} })
}

func (m Machine) column(of func(Transition) []string) []string {
	var out []string
	for _, r := range m.Rows {
		for _, s := range of(r) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// Final reports whether no event leads out of s.
func (m Machine) Final(s string) bool {
	return !slices.ContainsFunc(m.Rows, func(r Transition) bool { return r.From == s })
}

// Mermaid is the machine as a Mermaid state diagram.
func (m Machine) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	if len(m.Rows) > 0 {
		fmt.Fprintf(&b, "    [*] --> %s\n", m.Rows[0].From)
	}
	for _, r := range m.Rows {
		fmt.Fprintf(&b, "    %s --> %s: %s", r.From, r.To, r.Event)
		if r.Note != "" {
			fmt.Fprintf(&b, " (%s)", r.Note)
		}
		b.WriteByte('\n')
	}
	for _, s := range m.States() {
		if m.Final(s) {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	return b.String()
}
