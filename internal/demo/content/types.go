package content

import (
	"encoding/json"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

// Content is everything the demo seeds, in the order in which it should be shown.
type Content struct {
	Categories []Category
	Sellers    []Seller
	Products   []Product
	Showcase   []Product // one of each delivery type but SaaS
	Agreements []Agreement
	Home       Home
	Accounts   []Account
	Opinions   Opinions
}

// Category is one node of a tree of two levels. Products sit in leaves only.
type Category struct {
	Code    string    `json:"code"`   // stable, url-safe, such as "office-meeting"
	Parent  string    `json:"parent"` // code of the parent; empty at the top
	Name    i18n.Text `json:"name"`
	Icon    string    `json:"icon"`    // name in the Lucide icon set
	Summary i18n.Text `json:"summary"` // one line for the category page
}

// Seller is a company that sells; its account is the Account with the same Seller key.
type Seller struct {
	Key     string    `json:"key"`
	Name    i18n.Text `json:"name"`    // as shown in the store
	Company i18n.Text `json:"company"` // as written in agreements
	Profile i18n.Text `json:"profile"` // plain text, one paragraph
	Support Support   `json:"support"`
}

// Support is the after-sale contact that a product must name (business-rules 4.4).
type Support struct {
	Hours   i18n.Text `json:"hours"`
	Content i18n.Text `json:"content"`
	Hotline string    `json:"hotline"`
	Email   string    `json:"email"`
}

// Product is one listing, ready for the publish form.
type Product struct {
	Key          string      `json:"key"`      // stable, unique, such as "meet"
	Seller       string      `json:"seller"`   // Seller.Key; empty in Synthetic
	Category     string      `json:"category"` // code of a leaf category
	Name         i18n.Text   `json:"name"`
	Overview     i18n.Text   `json:"overview"`
	Highlights   []i18n.Text `json:"highlights"`
	Introduction i18n.Text   `json:"-"` // HTML: h2 h3 p ul ol li strong table thead tbody tr th td blockquote
	ServiceTerms i18n.Text   `json:"-"` // HTML of the agreement between buyer and seller
	Logo         []byte      `json:"-"` // PNG, 120×120; nil in Synthetic
	Pictures     [][]byte    `json:"-"` // JPEG, 800×600; nil in Synthetic
	Copyright    File        `json:"-"` // software copyright certificate; empty in Synthetic
	Guide        File        `json:"-"` // user guide, both languages; empty in Synthetic
	Support      Support     `json:"-"`
	Spec         Spec        `json:"spec"`
	More         []PlanSpec  `json:"more"` // further specs
	Extensions   []Extension `json:"extensions"`
	Regions      []string    `json:"regions"` // codes of the sales regions; nil: the mainland

	// Extras is what the form of another type than SaaS has beside the members above, named as the API names it; nil for SaaS.
	Extras json.RawMessage `json:"-"`
}

// File is an attachment with the name a buyer sees on download.
type File struct {
	Name string // with extension, in Chinese
	Type string // MIME type
	Data []byte
}

// Spec is what can be ordered: one SKU for each price.
type Spec struct {
	Name     i18n.Text `json:"name"`
	Prices   []Price   `json:"prices"`
	Quantity *Quantity `json:"quantity"` // nil: sold as one piece, at the price as it stands
	Stock    *int64    `json:"stock"`    // nil: not limited
	Trial    int       `json:"trial"`    // days that it can be tried for; 0 for none
}

// PlanSpec is a spec with a price plan that Spec cannot express.
type PlanSpec struct {
	Name  i18n.Text  `json:"name"`
	Plan  price.Plan `json:"plan"`
	Stock *int64     `json:"stock"` // nil: not limited
	// Parent is the Chinese name of the spec that it belongs to; "" for none.
	Parent string `json:"parent"`
}

// PricePeriod is the unit of a subscription's term.
type PricePeriod string

// The two periods a spec may be sold for.
const (
	PeriodMonth PricePeriod = "month"
	PeriodYear  PricePeriod = "year"
)

// Price is the price of one period and, where the spec has a quantity, of one unit of it.
type Price struct {
	Period PricePeriod `json:"period"`
	Minor  int64       `json:"minor"` // CNY, in fen
}

// Quantity is a linear quantity attribute: Min, Min+Step, … up to Max.
type Quantity struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
	Unit i18n.Text `json:"unit"`
	Min  int64     `json:"min"`
	Max  int64     `json:"max"`
	Step int64     `json:"step"`
}

// Extension is a parameter that the buyer fills in when ordering (business-rules 6.3).
type Extension struct {
	Code      string    `json:"code"` // name in saasExtendParams
	Label     i18n.Text `json:"label"`
	Help      i18n.Text `json:"help"`
	Required  bool      `json:"required"`
	MaxLength int       `json:"max_length"` // in characters
	Pattern   string    `json:"pattern"`    // anchored regular expression that Go and browsers read alike; empty: any text
}

// Agreement is a text that people accept by ticking, or the privacy notice.
type Agreement struct {
	Code     string    `json:"code"`     // AgreementBuyer, AgreementSeller, …
	Audience string    `json:"audience"` // "buyer", "seller" or "everyone"
	Version  string    `json:"version"`  // such as "2026-11"
	Title    i18n.Text `json:"title"`
	Body     i18n.Text `json:"-"` // HTML that begins with an h2 of the title
}

// The agreements by code (business-rules 13.2).
const (
	AgreementBuyer   = "buyer"
	AgreementSeller  = "seller_general"
	AgreementPrivacy = "privacy"
)

// Home is the copy of the store's home page.
type Home struct {
	Title      i18n.Text `json:"title"`
	Subtitle   i18n.Text `json:"subtitle"`
	SearchHint i18n.Text `json:"search_hint"`
	Buyers     Points    `json:"buyers"`  // why buy here: three points
	Sellers    Points    `json:"sellers"` // why sell here: three points
	Steps      Steps     `json:"steps"`
	FAQ        FAQ       `json:"faq"`
	HeroLight  []byte    `json:"-"` // SVG for the light theme, without text
	HeroDark   []byte    `json:"-"` // the same scene for the dark theme
}

// Points is a headed group of selling points.
type Points struct {
	Title  i18n.Text `json:"title"`
	Points []Point   `json:"points"`
}

// Steps is "how it works", in order.
type Steps struct {
	Title i18n.Text `json:"title"`
	Items []Point   `json:"items"`
}

// Point is an icon (Lucide name) with a heading and a sentence or two.
type Point struct {
	Icon  string    `json:"icon"`
	Title i18n.Text `json:"title"`
	Text  i18n.Text `json:"text"`
}

// FAQ is the list of frequent questions.
type FAQ struct {
	Title i18n.Text  `json:"title"`
	Items []Question `json:"items"`
}

// Question is a question with its answer in plain text.
type Question struct {
	Question i18n.Text `json:"question"`
	Answer   i18n.Text `json:"answer"`
}

// Account is someone who can log in to the demo. It has no password.
type Account struct {
	Key          string    `json:"key"`
	Role         Role      `json:"role"`
	Seller       string    `json:"seller"` // Seller.Key when Role is RoleSeller
	Kind         string    `json:"kind"`   // "organisation" or "person"
	Name         i18n.Text `json:"name"`
	Login        string    `json:"login"`         // e-mail form, at example.com
	Language     string    `json:"language"`      // "zh" or "en"
	BalanceMinor int64     `json:"balance_minor"` // starting wallet balance, CNY in fen
}

// Role is what an account is for.
type Role string

// The roles of the demo's accounts.
const (
	RoleOperator Role = "operator"
	RoleSeller   Role = "seller"
	RoleBuyer    Role = "buyer"
)

// Opinions are what other buyers say of the products: they buy, rate and ask in the demo, and nobody signs in as one of them. Each
// text is in the language of who wrote it.
type Opinions struct {
	Buyers    []Account `json:"buyers"`
	Ratings   []Rating  `json:"ratings"`
	Questions []Asked   `json:"questions"`
}

// Rating is what a buyer says of a product that it bought.
type Rating struct {
	Product string            `json:"product"` // Product.Key
	Buyer   string            `json:"buyer"`   // Account.Key
	Scores  [3]int            `json:"scores"`  // of the product, the service after the sale, the speed of delivery
	Tags    []string          `json:"tags"`    // codes
	Text    string            `json:"text"`
	Reply   string            `json:"reply"`  // of the seller; "" for none
	Params  map[string]string `json:"params"` // the extension parameters of the order
}

// Asked is a question about a product.
type Asked struct {
	Product string `json:"product"`
	Buyer   string `json:"buyer"`
	Text    string `json:"text"`
	Answer  string `json:"answer"` // of the seller; "" while it waits
}
