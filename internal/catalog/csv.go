package catalog

import (
	"embed"
	"io/fs"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/sheet"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the messages about products and applications: catalog.field.*, catalog.state.*, catalog.status.*,
// catalog.event.*, catalog.kind.*, catalog.period.*, catalog.csv.* and, about fields that differ between types, catalog.help.*.
func LocaleFS() fs.FS { return locale }

// Translate is the T method of a bundle with its language chosen.
type Translate func(key string, kv ...any) string

// ProductHeader is the headings of an export of products, one for each of ProductRow.Cells.
func ProductHeader(t Translate) []string {
	return header(t, "product_id", "name", "status", "category", "price", "period", "stock", "open_state", "created", "updated")
}

// Cells is the product as a row of an export, not yet guarded against formulas; lang chooses among what sellers wrote.
func (p ProductRow) Cells(t Translate, lang string) []string {
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
	return []string{p.ID, p.Name.In(lang), t("catalog.status." + p.Status), p.Category, price, unit, stock, open,
		sheet.Time(p.CreatedAt), sheet.Time(p.UpdatedAt)}
}

// ApplicationHeader is the headings of an export of applications, one for each of Application.Cells.
func ApplicationHeader(t Translate) []string {
	return header(t, "application_id", "product_id", "name", "seller", "kind", "delivery", "family", "version", "state", "submitted", "due", "decided", "reason")
}

// Cells is the application as a row of an export, not yet guarded against formulas.
func (a Application) Cells(t Translate, lang string) []string {
	return []string{a.ID, a.ProductID, a.Name.In(lang), a.SellerName.In(lang), t("catalog.kind." + a.Kind), a.Delivery.Name().In(lang),
		a.Family.Name().In(lang), strconv.FormatInt(a.Version, 10), t("catalog.state." + a.State), sheet.Time(a.SubmittedAt), sheet.Time(a.DueAt),
		sheet.Time(a.DecidedAt), a.Reason}
}

func header(t Translate, columns ...string) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = t("catalog.csv." + c)
	}
	return out
}
