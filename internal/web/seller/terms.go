package seller

import (
	"embed"
	"html"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	sellers "github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed terms
var termsFiles embed.FS

// fillTerms writes the template of a product service agreement (business-rules 4.4: a template is provided) into the
// languages that have no text yet, with the names of product and seller.
func fillTerms(v url.Values, own sellers.Seller) {
	have := ui.BilingualValue(v, "terms")
	for lang, text := range map[string]string{i18n.ZH: have.ZH, i18n.EN: have.EN} {
		raw, err := termsFiles.ReadFile("terms/" + lang + ".html")
		if err != nil || text != "" {
			continue // the files are part of the program
		}
		product := ui.BilingualValue(v, "name").In(lang)
		if product == "" {
			product = "______"
		}
		v.Set("terms_"+lang, strings.NewReplacer("{product}", html.EscapeString(product), "{seller}", html.EscapeString(own.Name.In(lang)),
			"{hours}", html.EscapeString(ui.BilingualValue(v, "support_hours").In(lang)), "{phone}", html.EscapeString(v.Get("support_phone")),
			"{email}", html.EscapeString(v.Get("support_email"))).Replace(string(raw)))
	}
}
