package checkview

import (
	"embed"
	"io/fs"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts, checkview.*. The catalogue's own names of fields are needed beside them.
func LocaleFS() fs.FS { return locale }

func tone(s catalog.Severity) ui.Tone {
	switch s {
	case catalog.Blocks:
		return ui.Danger
	case catalog.LookAt:
		return ui.Warning
	}
	return ui.Success
}

// todo are the findings that want somebody, the gravest first.
func todo(m catalog.MachineCheck) []catalog.Finding {
	return append(m.Of(catalog.Blocks), m.Of(catalog.LookAt)...)
}

func askKey(m *catalog.MachineCheck) string {
	if m == nil {
		return "checkview.now"
	}
	return "checkview.again"
}
