package catalog

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
)

// Listing is a product as buyers see it. It is shared between requests: nobody changes what it points to. Revision
// grows whenever anything of it changes, so it serves as an ETag. ProductionURL is for the room that calls the seller,
// not for buyers: it stays out of JSON, and the one in Content, which it covers, is empty. A spec's Stock is the first
// stock, not what is left: see Available.
type Listing struct {
	ProductID string `json:"product_id"`
	SellerID  string `json:"seller_id"`
	Version   int64  `json:"version"`
	Revision  int64  `json:"revision"`
	Content
	Upgrades    []UpgradeRule `json:"upgrades"` // that hold, without their names
	Seller      seller.Seller `json:"seller"`
	From        money.Amount  `json:"from"`
	FromUnit    period.Unit   `json:"from_unit"`
	PublishedAt time.Time     `json:"published_at"`
	UpdatedAt   time.Time     `json:"updated_at"`

	ProductionURL string `json:"-"`
}

// Live returns a product on sale to anybody, or ErrProductNotFound. It usually costs no statement: see doc.go.
func (s *Service) Live(ctx context.Context, productID string) (Listing, error) {
	if !validID("prd", productID) {
		return Listing{}, ErrProductNotFound
	}
	q := s.db.Reader()
	revision, err := s.watch.revision(ctx, q)
	if err != nil {
		return Listing{}, err
	}
	if e := s.cache.get(productID); e != nil {
		if e.seen.Load() == revision {
			return *e.listing, nil
		}
		m, err := getMark(ctx, q, productID)
		if err != nil {
			return Listing{}, err
		}
		if m.status == StatusOnSale && m.revision == e.listing.Revision {
			e.seen.Store(revision)
			return *e.listing, nil
		}
	}
	l, size, err := s.loadListing(ctx, q, productID)
	if err != nil {
		s.cache.drop(productID)
		return Listing{}, err
	}
	s.cache.put(l, size, revision)
	return *l, nil
}

// The orders of a list.
const (
	SortNewest = "newest"
	SortPrice  = "price"
)

// BrowseInput is what a person looks for. Category is a code, its subcategories included; every word of Query must be
// in the name, the overview or the seller's name, in either language; Sort is SortNewest when empty.
type BrowseInput struct {
	Category string
	SellerID string // "": every seller's
	Query    string
	Sort     string
	Limit    int
	Cursor   string
}

// Card is a product in a list.
type Card struct {
	ProductID   string       `json:"product_id"`
	SellerID    string       `json:"seller_id"`
	Name        i18n.Text    `json:"name"`
	Overview    i18n.Text    `json:"overview"`
	SellerName  i18n.Text    `json:"seller_name"`
	Logo        string       `json:"logo"`
	Category    string       `json:"category"`
	Delivery    Delivery     `json:"delivery"`
	Tags        []string     `json:"tags,omitempty"`
	From        money.Amount `json:"from"`
	FromUnit    period.Unit  `json:"from_unit"`
	PublishedAt time.Time    `json:"published_at"` // the first time on sale
}

// Browse lists what is on sale (business-rules 6.1). Errors: ErrCategoryNotFound, bad_cursor.
func (s *Service) Browse(ctx context.Context, in BrowseInput) (page.Of[Card], error) {
	var c conditions
	var codes []string
	if in.Category != "" {
		if codes = s.tree.leaves(in.Category); len(codes) == 0 {
			return page.Of[Card]{}, ErrCategoryNotFound
		}
	}
	c.words("search_text", in.Query)
	if in.SellerID != "" {
		c.parts = append(c.parts, "product_id IN (SELECT id FROM catalog_products WHERE seller_id = "+c.arg(in.SellerID)+")")
	}
	sort, column, descending, order := SortNewest, "published_at", true, "published_at DESC, product_id DESC"
	if in.Sort == SortPrice {
		sort, column, descending, order = SortPrice, "from_minor", false, "from_minor, product_id"
	}
	r := page.Request{Limit: in.Limit, Cursor: in.Cursor}
	var cursorSort string
	var from after
	ok, err := r.After(&cursorSort, &from.number, &from.id)
	if err != nil {
		return page.Of[Card]{}, err
	}
	if ok {
		if cursorSort != sort || !validID("prd", from.id) {
			return page.Of[Card]{}, page.ErrBadCursor
		}
		c.keyset(column, "product_id", &from, descending)
	}
	cards, err := listCards(ctx, s.db.Reader(), codes, &c, order, r.Size()+1)
	if err != nil {
		return page.Of[Card]{}, err
	}
	return page.Cut(cards, r.Size(), func(c Card) []any {
		if sort == SortPrice {
			return []any{sort, c.From.Minor, c.ProductID}
		}
		return []any{sort, c.PublishedAt.UnixMicro(), c.ProductID}
	}), nil
}
