package feedback_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/state"
)

// Every move that the tables do not have is refused.
func TestIllegalMovesAreRefused(t *testing.T) {
	t.Parallel()
	for _, m := range []state.Machine{feedback.RatingMachine, feedback.QuestionMachine, feedback.ReportMachine} {
		for _, from := range m.States() {
			for _, event := range m.Events() {
				legal := slices.ContainsFunc(m.Rows, func(r state.Transition) bool { return r.From == from && r.Event == event })
				if to, err := m.Next(from, event); (err == nil) != legal {
					t.Errorf("%s: %s in %s leads to %q, %v", m.Name, event, from, to, err)
				}
			}
		}
	}
	for _, s := range []string{feedback.ReportAccepted, feedback.ReportDismissed, feedback.ReportActed} {
		if !feedback.ReportMachine.Final(s) {
			t.Errorf("a report that is %s moves on", s)
		}
	}
}
