package store

import (
	"net/url"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/web/ui"
)

func productURL(id string) string    { return "/products/" + url.PathEscape(id) }
func categoryURL(code string) string { return "/category/" + url.PathEscape(code) }

func sellerURL(id string) string { return "/sellers/" + url.PathEscape(id) }

// sellerFileURL is a file of a seller's page; the seller's id is what makes it public, see area.file.
func sellerFileURL(sellerID, id string) string {
	return fileURL(id) + "?" + url.Values{"seller": {sellerID}}.Encode()
}

func fileURL(id string) string {
	if id == "" {
		return ""
	}
	return blob.URL(id)
}

// guideURL is the guide of a product; the product's id is what makes the guide public, see area.file.
func guideURL(productID, id string) string {
	return fileURL(id) + "?" + url.Values{"product": {productID}}.Encode()
}

// icon is name when there is such an icon, and that of any category otherwise: categories are data.
func icon(name string) string {
	if ui.HasIcon(name) {
		return name
	}
	return "category"
}
