package content

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

//go:embed data
var files embed.FS

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// productOrder is the order on the home page; it also names the folders under data/products.
func productOrder() []string {
	return []string{
		"meet", "boards", "docs", "audit", "crm", "codecheck",
		"projects", "pipelines", "people", "sitescan", "academy", "reach",
	}
}

// Load reads the embedded files. An error means that a file in this package is
// missing or malformed, so it can only come from a faulty build.
func Load() (Content, error) {
	data, err := fs.Sub(files, "data")
	if err != nil {
		return Content{}, fmt.Errorf("open demo content: %w", err)
	}
	return load(data)
}

func load(data fs.FS) (Content, error) {
	var c Content
	for name, into := range map[string]any{
		"categories.json":            &c.Categories,
		"sellers.json":               &c.Sellers,
		"accounts.json":              &c.Accounts,
		"opinions.json":              &c.Opinions,
		"home.json":                  &c.Home,
		"agreements/agreements.json": &c.Agreements,
	} {
		if err := readJSON(data, name, into); err != nil {
			return Content{}, err
		}
	}
	r := reader{data: data}
	c.Home.HeroLight = r.bytes("hero/market-light.svg")
	c.Home.HeroDark = r.bytes("hero/market-dark.svg")
	for i := range c.Agreements {
		c.Agreements[i].Body = r.html("agreements/" + c.Agreements[i].Code)
	}
	if r.err != nil {
		return Content{}, r.err
	}
	sellers := make(map[string]Seller, len(c.Sellers))
	for _, s := range c.Sellers {
		sellers[s.Key] = s
	}
	for _, key := range productOrder() {
		p, err := loadProduct(data, key, sellers)
		if err != nil {
			return Content{}, err
		}
		c.Products = append(c.Products, p)
	}
	for _, key := range showcaseOrder() {
		p, err := loadShowcase(data, key, sellers)
		if err != nil {
			return Content{}, err
		}
		c.Showcase = append(c.Showcase, p)
	}
	return c, nil
}

// productFile is product.json: the product and the clauses that are its own in the service terms.
type productFile struct {
	Product
	Terms struct {
		Service i18n.Text `json:"service"`
		Data    i18n.Text `json:"data"`
	} `json:"terms"`
}

func loadProduct(data fs.FS, key string, sellers map[string]Seller) (Product, error) {
	dir := "products/" + key + "/"
	var f productFile
	if err := readJSON(data, dir+"product.json", &f); err != nil {
		return Product{}, err
	}
	p := f.Product
	seller, ok := sellers[p.Seller]
	if !ok {
		return Product{}, fmt.Errorf("demo product %s: unknown seller %q", key, p.Seller)
	}
	r := reader{data: data}
	p.Support = seller.Support
	p.Introduction = r.html(dir + "introduction")
	p.Logo = r.bytes(dir + "logo.png")
	p.Pictures = [][]byte{r.bytes(dir + "picture.jpg"), r.bytes(dir + "detail.jpg")}
	p.Copyright = File{Name: p.Name.ZH + "软件著作权证书.docx", Type: docxType, Data: r.bytes(dir + "copyright.docx")}
	p.Guide = File{Name: p.Name.ZH + "使用指南.docx", Type: docxType, Data: r.bytes(dir + "guide.docx")}
	terms := r.html("terms/service")
	p.ServiceTerms = i18n.Text{
		ZH: fillTerms(terms.ZH, "zh", p, seller, f.Terms.Service.ZH, f.Terms.Data.ZH),
		EN: fillTerms(terms.EN, "en", p, seller, f.Terms.Service.EN, f.Terms.Data.EN),
	}
	if r.err != nil {
		return Product{}, r.err
	}
	return p, nil
}

// fillTerms completes the two-party agreement: no blank may remain (business-rules 4.4).
func fillTerms(template, lang string, p Product, s Seller, service, data string) string {
	return strings.NewReplacer(
		"{product}", p.Name.In(lang), "{company}", s.Company.In(lang),
		"{hours}", s.Support.Hours.In(lang), "{hotline}", s.Support.Hotline, "{email}", s.Support.Email,
		"{service}", service, "{data}", data,
	).Replace(template)
}

// reader keeps the first error, so that a list of reads stays readable.
type reader struct {
	data fs.FS
	err  error
}

func (r *reader) bytes(name string) []byte {
	if r.err != nil {
		return nil
	}
	b, err := fs.ReadFile(r.data, name)
	if err != nil {
		r.err = fmt.Errorf("read demo content: %w", err)
	}
	return b
}

func (r *reader) html(stem string) i18n.Text {
	return i18n.Text{ZH: string(r.bytes(stem + ".zh.html")), EN: string(r.bytes(stem + ".en.html"))}
}

// readJSON refuses unknown fields: a misspelt key in a data file would otherwise vanish silently.
func readJSON(data fs.FS, name string, into any) error {
	b, err := fs.ReadFile(data, name)
	if err != nil {
		return fmt.Errorf("read demo content: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("parse demo content %s: %w", name, err)
	}
	return nil
}
