package catalog

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the messages about products and applications: catalog.field.*, catalog.state.*, catalog.status.*,
// catalog.event.*, catalog.kind.*, catalog.period.* and catalog.csv.*.
func LocaleFS() fs.FS { return locale }

// Translate is the T method of a bundle with its language chosen.
type Translate func(key string, kv ...any) string

// ProductsCSV is the header and one row for each product; lang chooses among what sellers wrote.
func ProductsCSV(t Translate, lang string, rows []ProductRow) [][]string {
	out := [][]string{header(t, "product_id", "name", "status", "category", "price", "period", "stock", "open_state", "created", "updated")}
	for _, p := range rows {
		stock, open, price, unit := t("catalog.csv.unlimited"), "", "", ""
		if p.Stock != nil {
			stock = strconv.FormatInt(*p.Stock, 10)
		}
		if p.OpenState != "" {
			open = t("catalog.state." + p.OpenState)
		}
		if p.FromUnit != "" {
			price, unit = p.From.String(), t("catalog.period."+string(p.FromUnit))
		}
		out = append(out, safe(p.ID, p.Name.In(lang), t("catalog.status."+p.Status), p.Category, price, unit, stock, open,
			moment(p.CreatedAt), moment(p.UpdatedAt)))
	}
	return out
}

// ApplicationsCSV is the header and one row for each application.
func ApplicationsCSV(t Translate, lang string, rows []Application) [][]string {
	out := [][]string{header(t, "application_id", "product_id", "name", "seller", "kind", "version", "state", "submitted", "decided", "reason")}
	for _, a := range rows {
		out = append(out, safe(a.ID, a.ProductID, a.Name.In(lang), a.SellerName.In(lang), t("catalog.kind."+a.Kind),
			strconv.FormatInt(a.Version, 10), t("catalog.state."+a.State), moment(a.SubmittedAt), moment(a.DecidedAt), a.Reason))
	}
	return out
}

func header(t Translate, columns ...string) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = t("catalog.csv." + c)
	}
	return out
}

// safe keeps a spreadsheet from taking a seller's text for a formula.
func safe(cells ...string) []string {
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}

// moment is an instant in the market's zone, in the one form that every spreadsheet reads.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(period.Shanghai()).Format("2006-01-02 15:04:05")
}
