package catalog

import (
	"context"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
)

// ProductRow is a product in a list. Name, Logo, Category and From are those of the live version, or of the open draft
// of a product that was never live. OpenID and OpenState name the open application, if there is one. Stock is that
// of the limited spec of which the fewest are left, nil while none is limited or live; StockLow says
// that a spec is below what its seller wants to be warned of.
type ProductRow struct {
	ID          string       `json:"id"`
	SellerID    string       `json:"seller_id"`
	Name        i18n.Text    `json:"name"`
	Status      string       `json:"status"`
	Hidden      bool         `json:"hidden"` // the live version is not sold publicly
	LiveVersion int64        `json:"live_version"`
	Logo        string       `json:"logo"`
	Category    string       `json:"category"`
	From        money.Amount `json:"from"`
	FromUnit    period.Unit  `json:"from_unit"`
	OpenID      string       `json:"open_id"`
	OpenState   string       `json:"open_state"`
	Stock       *int64       `json:"stock"`
	StockLow    bool         `json:"stock_low"`
	CreatedAt   time.Time    `json:"created_at"`
	UpdatedAt   time.Time    `json:"updated_at"`
}

// Product is a product as its seller and the operators see it.
type Product struct {
	ProductRow
	SellerName i18n.Text `json:"seller_name"`
	Live       *Content  `json:"live"` // without what was delisted
	Open       *Draft    `json:"open"`
	Moves      []Move    `json:"moves"` // of its status, the first one first
}

// ProductFilter narrows a list of products; empty fields want nothing. SellerID is for operators.
type ProductFilter struct {
	Status   string
	SellerID string
	Text     string // words, each of which must be in the name, the overview, the seller's name or the id
}

// MyProducts lists the actor's products, the newest first; an operator's are everybody's. Deleted ones are left out
// unless Status asks for them.
func (s *Service) MyProducts(ctx context.Context, actor account.Actor, f ProductFilter, r page.Request) (page.Of[ProductRow], error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return page.Of[ProductRow]{}, err
	}
	if sellerID == "" {
		sellerID = storable(f.SellerID)
	}
	var c conditions
	c.equal("p.seller_id", sellerID)
	if f.Status == "" {
		c.in("p.status", []string{StatusUnpublished, StatusOnSale, StatusTakenDown, StatusDiscontinued})
	} else {
		c.equal("p.status", storable(f.Status))
	}
	c.words("p.search_text", f.Text)
	c.granted("p.id", actor)
	from, err := startByID(r, "prd")
	if err != nil {
		return page.Of[ProductRow]{}, err
	}
	c.keyset("", "p.id", from, true)
	rows, err := listProducts(ctx, s.db.Reader(), &c, r.Size()+1)
	if err != nil {
		return page.Of[ProductRow]{}, err
	}
	return page.Cut(rows, r.Size(), func(p ProductRow) []any { return []any{p.ID} }), nil
}

// Get returns a product to its seller or an operator; anybody else gets ErrProductNotFound or ErrForbidden.
func (s *Service) Get(ctx context.Context, actor account.Actor, productID string) (Product, error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return Product{}, err
	}
	q := s.db.Reader()
	row, err := seen(ctx, q, actor, productID, sellerID)
	if err != nil {
		return Product{}, err
	}
	live, err := getLiveContent(ctx, q, productID)
	if err != nil {
		return Product{}, err
	}
	out := Product{ProductRow: row, Live: live.pageCopy()}
	if out.Open, err = getOpen(ctx, q, productID); err != nil {
		return Product{}, err
	}
	if out.Open != nil {
		out.Open.Content = out.Open.Content.forPage()
	}
	if out.Moves, err = listMoves(ctx, q, productID); err != nil {
		return Product{}, err
	}
	from, err := s.sellers.Get(ctx, row.SellerID)
	out.SellerName = from.Name
	return out, err
}

// ApplicationFilter narrows a list of applications; empty fields want nothing.
type ApplicationFilter struct {
	State     string
	Kind      string
	ProductID string
	Text      string // words, each of which must be in the product's or the seller's name or an id
}

// Applications lists the actor's applications, the newest first; an operator's are everybody's. Deleted ones are left
// out unless State asks for them.
func (s *Service) Applications(ctx context.Context, actor account.Actor, f ApplicationFilter, r page.Request) (page.Of[Application], error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return page.Of[Application]{}, err
	}
	var c conditions
	c.equal("seller_id", sellerID)
	c.equal("product_id", storable(f.ProductID))
	c.equal("kind", storable(f.Kind))
	if f.State == "" {
		c.in("state", []string{StateDraft, StatePending, StateApproved, StateRejected})
	} else {
		c.equal("state", storable(f.State))
	}
	c.words("search_text", f.Text)
	c.granted("product_id", actor)
	from, err := startByID(r, "app")
	if err != nil {
		return page.Of[Application]{}, err
	}
	c.keyset("", "id", from, true)
	rows, err := listApplications(ctx, s.db.Reader(), &c, "id DESC", r.Size()+1)
	if err != nil {
		return page.Of[Application]{}, err
	}
	out := page.Cut(rows, r.Size(), func(a Application) []any { return []any{a.ID} })
	return out, place(ctx, s.db.Reader(), out.Items)
}

// startByID reads a cursor that holds an id.
func startByID(r page.Request, prefix string) (*after, error) {
	var a after
	ok, err := r.After(&a.id)
	if err != nil || !ok {
		return nil, err
	}
	if !validID(prefix, a.id) {
		return nil, page.ErrBadCursor
	}
	return &a, nil
}

// Detail is an application with all that its page shows. Live is the version on sale, nil before the first; Changes
// compares it with Content while the application is open. Can are the events that this actor may cause now.
type Detail struct {
	Draft
	Live    *Content       `json:"live"`
	Changes []FieldChange  `json:"changes"`
	History []HistoryEntry `json:"history"`
	Can     []string       `json:"can"`
	Check   *MachineCheck  `json:"-"`       // the latest; nil when there was none
	Touches *Affected      `json:"touches"` // by a delisting that is not decided yet; nil for other applications
	Holds   *Upgrade       `json:"holds"`   // the upgrade rule that an application for one would replace; nil where there is none
}

// ApplicationDetail returns an application to its seller or an operator. Errors: ErrApplicationNotFound, ErrForbidden.
func (s *Service) ApplicationDetail(ctx context.Context, actor account.Actor, applicationID string) (Detail, error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return Detail{}, err
	}
	q := s.db.Reader()
	d, err := getDraft(ctx, q, applicationID)
	if err != nil {
		return Detail{}, err
	}
	if sellerID != "" && d.SellerID != sellerID {
		return Detail{}, ErrApplicationNotFound
	}
	if err := checkGrant(ctx, q, actor, d.ProductID, ErrApplicationNotFound); err != nil {
		return Detail{}, err
	}
	live, err := getLiveContent(ctx, q, d.ProductID)
	if err != nil {
		return Detail{}, err
	}
	check, err := checkOf(ctx, q, d)
	if err != nil {
		return Detail{}, err
	}
	d.Content = d.Content.forPage()
	out := Detail{Draft: d, Live: live.pageCopy(), Check: check}
	if d.Writes() && out.Live != nil && slices.Contains([]string{StateDraft, StatePending, StateRejected}, d.State) {
		out.Changes = s.nameCategories(Diff(*out.Live, d.Content))
	}
	out.Can = allowed(actor.Kind, d.Application)
	places, err := getPlaces(ctx, q, []string{d.ID})
	if err != nil {
		return Detail{}, err
	}
	out.Position = places[d.ID]
	if d.Delists() && (d.State == StateDraft || d.State == StatePending || d.State == StateRejected) {
		touches, err := s.affected(ctx, d.ProductID, d.Request)
		if err != nil {
			return Detail{}, err
		}
		out.Touches = &touches
	}
	if d.Kind == KindUpgrade {
		if out.Holds, err = activeUpgrade(ctx, q, d.ProductID, d.Request.subject()); err != nil {
			return Detail{}, err
		}
	}
	out.History, err = listHistory(ctx, q, d.ID)
	return out, err
}

func allowed(kind account.Kind, a Application) []string {
	events := []string{EventSubmit, EventWithdraw, EventRevise, EventDelete}
	if kind == account.Operator {
		events = []string{EventApprove, EventReject}
	}
	return slices.DeleteFunc(events, func(e string) bool {
		return !ApplicationMachine.Can(a.State, e) || e == EventWithdraw && !a.Withdrawable()
	})
}

// nameCategories shows categories by their names.
func (s *Service) nameCategories(changes []FieldChange) []FieldChange {
	for i, c := range changes {
		if c.Field == "category" {
			changes[i].Old, changes[i].New = s.categoryName(c.Old), s.categoryName(c.New)
		}
	}
	return changes
}

func (s *Service) categoryName(code i18n.Text) i18n.Text {
	if c, ok := s.tree.byCode[code.ZH]; ok {
		return c.Name
	}
	return code
}
