package store

import (
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// perSitemap is how many products one file lists: each has an address in both languages, and a file may have 50,000 addresses
// (sitemaps.org).
const perSitemap = 25_000

// closedPaths are kept out of search engines: what belongs to somebody, what changes something, what lists the same again.
func closedPaths() []string {
	return []string{"/api/", "/account", "/buyer", "/seller/", "/seller$", "/operator", "/messages", "/login", "/register", "/reset", "/search", "/compare", "/recent",
		"/report", "/products/*/order"}
}

// robots tells search engines where to look.
func (a *area) robots(w http.ResponseWriter, _ *http.Request) {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, path := range closedPaths() {
		b.WriteString("Disallow: " + path + "\n")
	}
	b.WriteString("\nSitemap: " + a.BaseURL + "/sitemap.xml\n")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(b.String())) // the client went away
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	Space   string       `xml:"xmlns,attr"`
	Files   []sitemapLoc `xml:"sitemap"`
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"urlset"`
	Space   string       `xml:"xmlns,attr"`
	Links   string       `xml:"xmlns:xhtml,attr"`
	Pages   []sitemapLoc `xml:"url"`
}

type sitemapLoc struct {
	Loc     string        `xml:"loc"`
	Changed string        `xml:"lastmod,omitempty"`
	Same    []sitemapLink `xml:"xhtml:link"`
}

// sitemapLink is the same page in a language.
type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	URL  string `xml:"href,attr"`
}

// page adds a page, once for each language.
func (s *sitemapSet) page(url string, changed time.Time) {
	links := []sitemapLink{{"alternate", "zh-CN", url + "?lang=" + i18n.ZH}, {"alternate", "en", url + "?lang=" + i18n.EN}}
	for _, link := range links {
		loc := sitemapLoc{Loc: link.URL, Same: links}
		if !changed.IsZero() {
			loc.Changed = changed.UTC().Format(time.RFC3339)
		}
		s.Pages = append(s.Pages, loc)
	}
}

func newSitemap() *sitemapSet {
	return &sitemapSet{Space: sitemapSpace, Links: "http://www.w3.org/1999/xhtml"}
}

// sitemap names the files of addresses: the pages of the store, and the products in as many files as they need.
func (a *area) sitemap(w http.ResponseWriter, r *http.Request) {
	starts, err := a.Catalog.Starts(r.Context(), perSitemap)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	out := sitemapIndex{Space: sitemapSpace, Files: []sitemapLoc{{Loc: a.BaseURL + "/sitemap-pages.xml"}, {Loc: a.BaseURL + "/sitemap-sellers.xml"}}}
	for _, after := range starts {
		loc := a.BaseURL + "/sitemap-products.xml"
		if after != "" {
			loc += "?after=" + after
		}
		out.Files = append(out.Files, sitemapLoc{Loc: loc})
	}
	sendXML(w, out)
}

func (a *area) sitemapPages(w http.ResponseWriter, _ *http.Request) {
	out := newSitemap()
	out.page(a.BaseURL+"/", time.Time{})
	for _, c := range a.Catalog.Categories() {
		out.page(a.BaseURL+categoryURL(c.Code), time.Time{})
	}
	sendXML(w, out)
}

// sitemapSellers lists the storefronts of sellers with something on sale: whom nobody may see sells nothing (business-rules 2.7, 2.10).
func (a *area) sitemapSellers(w http.ResponseWriter, r *http.Request) {
	ids, err := a.Catalog.Shops(r.Context(), perSitemap)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	out := newSitemap()
	for _, id := range ids {
		out.page(a.BaseURL+sellerURL(id), time.Time{})
	}
	sendXML(w, out)
}

func (a *area) sitemapProducts(w http.ResponseWriter, r *http.Request) {
	list, err := a.Catalog.Addresses(r.Context(), r.URL.Query().Get("after"), perSitemap)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	out := newSitemap()
	for _, p := range list {
		out.page(a.BaseURL+productURL(p.ProductID), p.UpdatedAt)
	}
	sendXML(w, out)
}

func sendXML(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(v) // texts and times always encode; the client went away
}
