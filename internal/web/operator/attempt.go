package operator

import (
	"maps"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/web/ui"
)

// callAlarm colours the verdict of a call: while the window is open there is hope.
func callAlarm(c call.Call) ui.Tone {
	if c.State == call.StateFailed {
		return ui.Danger
	}
	return ui.Warning
}

func attemptTone(a call.Attempt) ui.Tone {
	switch a.Verdict.Code {
	case call.VerdictOK:
		return ui.Success
	case call.VerdictAccepted:
		return ui.Info
	}
	return ui.Danger
}

// messageText is one side of an exchange as text; its secrets were masked before it was stored.
func messageText(m call.Message) string {
	var b strings.Builder
	if m.URL != "" {
		b.WriteString(m.URL + "\n")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Header)) {
		for _, v := range m.Header[name] {
			b.WriteString(name + ": " + v + "\n")
		}
	}
	if b.Len() > 0 && m.Body != "" {
		b.WriteString("\n")
	}
	b.WriteString(m.Body)
	return b.String()
}
