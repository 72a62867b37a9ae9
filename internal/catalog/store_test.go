package catalog_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

func TestListingIsWhatWasApproved(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(good())
		if l.From != money.CNY(6800) || l.FromUnit != period.Month || l.Seller.Name.EN != "Reedbridge" || l.Version != 1 || !l.PublishedAt.Equal(h.clk.Now()) {
			h.t.Errorf("got %+v", l)
		}
		if s, ok := l.Spec(l.Specs[0].ID); !ok || s.Name.EN != "Team" {
			h.t.Errorf("got spec %+v", s)
		}
		if _, ok := l.Spec("spc_other"); ok {
			h.t.Error("another spec was found")
		}
		again, err := h.Live(h.t.Context(), l.ProductID)
		h.ok(err)
		if diff := cmp.Diff(l, again); diff != "" {
			h.t.Error(diff)
		}
		if url, err := h.ProductionURL(h.t.Context(), l.ProductID); err != nil || url != "https://saas.example.com/produce" {
			h.t.Errorf("got production address %q, %v", url, err)
		}
		if raw, err := json.Marshal(l); err != nil || strings.Contains(string(raw), "saas.example.com") {
			h.t.Errorf("the production address is public: %s, %v", raw, err)
		}
		for _, id := range []string{"", "prd_", "prd_\x00", "prd_" + strings.Repeat("0", 26), l.ProductID + "0", strings.ToUpper(l.ProductID)} {
			if _, err := h.Live(h.t.Context(), id); !errors.Is(err, catalog.ErrProductNotFound) {
				h.t.Errorf("%q: got %v", id, err)
			}
		}
	})
}

func TestOtherNodesLearnOfAnApproval(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		l := h.onSale(good())
		other := h.node(0)
		first, err := other.Live(ctx, l.ProductID)
		h.ok(err)
		h.modified(l.ProductID, func(c *catalog.Content) { reprice(c, period.Month, money.CNY(9900)) })
		for name, node := range map[string]*catalog.Service{"the approving node": h.Service, "another node": other} {
			got, err := node.Live(ctx, l.ProductID)
			h.ok(err)
			if got.From != money.CNY(9900) || got.Revision <= first.Revision {
				h.t.Errorf("%s still shows %v", name, got.From)
			}
		}
	})
}

// A node that looks at the catalogue revision seldom still shows its own approvals at once, and reads nothing between.
func TestWarmListingCostsNoStatementAndOwnApprovalIsSeenAtOnce(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		lazy, err := catalog.New(catalog.Deps{DB: h.db, Queue: h.queue, Sellers: h.sellers, Notify: h.notify, Files: shelf{}, URLs: gate{},
			Categories: categories(), CacheFor: time.Hour})
		h.ok(err)
		h.Service = lazy
		l := h.onSale(good())
		before := h.db.Stats().Statements
		for range 10 {
			_, err := h.Live(ctx, l.ProductID)
			h.ok(err)
		}
		if n := h.db.Stats().Statements - before; n != 0 {
			h.t.Errorf("ten warm reads took %d statements", n)
		}
		h.modified(l.ProductID, func(c *catalog.Content) { c.Name.ZH = "苇桥会议室" })
		got, err := h.Live(ctx, l.ProductID)
		h.ok(err)
		if got.Name.ZH != "苇桥会议室" {
			h.t.Errorf("got %q", got.Name.ZH)
		}
	})
}

// While approvals and reads go on at once, a read that begins after an approval never shows what was before it.
func TestReadsNeverGoBackBehindAnApproval(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		l := h.onSale(good())
		stop, result := make(chan struct{}), make(chan error, 1)
		go func() { result <- readForward(ctx, h.Service, l.ProductID, stop) }()
		for i := range 5 {
			h.modified(l.ProductID, func(c *catalog.Content) { reprice(c, period.Month, money.CNY(int64(1000+i))) })
			got, err := h.Live(ctx, l.ProductID)
			h.ok(err)
			if want := int64(i + 2); got.Version != want {
				h.t.Errorf("version %d right after the approval of %d", got.Version, want)
			}
		}
		close(stop)
		h.ok(<-result)
	})
}

// readForward reads a product until stop and fails when its version ever goes down.
func readForward(ctx context.Context, s *catalog.Service, productID string, stop <-chan struct{}) error {
	var last int64
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		got, err := s.Live(ctx, productID)
		if err != nil {
			return err
		}
		if got.Version < last {
			return fmt.Errorf("version %d after %d", got.Version, last)
		}
		last = got.Version
	}
}

func TestSmallCacheStillAnswersRight(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.Service = h.node(1) // room for one listing
		ids := []string{h.onSale(good()).ProductID, h.onSale(good()).ProductID, h.onSale(good()).ProductID}
		for range 3 {
			for _, id := range ids {
				l, err := h.Live(h.t.Context(), id)
				h.ok(err)
				if l.ProductID != id {
					h.t.Errorf("got %s, want %s", l.ProductID, id)
				}
			}
		}
	})
}

func (h *house) browse(in catalog.BrowseInput) []string {
	h.t.Helper()
	var out []string
	for {
		p, err := h.Browse(h.t.Context(), in)
		h.ok(err)
		for _, c := range p.Items {
			out = append(out, c.Name.ZH)
		}
		if in.Cursor = p.Next; in.Cursor == "" {
			return out
		}
	}
}

func (h *house) publish(name, category string, fen int64) catalog.Listing {
	h.t.Helper()
	h.clk.Advance(time.Second)
	c := good()
	c.Name = i18n.Text{ZH: name, EN: "EN " + name}
	c.Category = category
	reprice(&c, period.Month, money.CNY(fen))
	return h.onSale(c)
}

// business-rules 6.1.
func TestBrowseFiltersSortsAndSearches(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.publish("视频会议", "office-meeting", 300)
		h.publish("在线文档", "office-document", 100)
		h.publish("报表Data", "data", 200)
		h.publish("百分号100%", "data", 200)
		h.draft(good()) // never shown
		for name, c := range map[string]struct {
			in   catalog.BrowseInput
			want []string
		}{
			"newest first":                    {catalog.BrowseInput{}, []string{"百分号100%", "报表Data", "在线文档", "视频会议"}},
			"cheapest first, older of equals": {catalog.BrowseInput{Sort: catalog.SortPrice}, []string{"在线文档", "报表Data", "百分号100%", "视频会议"}},
			"a page of one":                   {catalog.BrowseInput{Sort: catalog.SortPrice, Limit: 1}, []string{"在线文档", "报表Data", "百分号100%", "视频会议"}},
			"a category with those below":     {catalog.BrowseInput{Category: "office"}, []string{"在线文档", "视频会议"}},
			"a leaf":                          {catalog.BrowseInput{Category: "office-meeting"}, []string{"视频会议"}},
			"a word":                          {catalog.BrowseInput{Query: "会议"}, []string{"视频会议"}},
			"any letter case, full width":     {catalog.BrowseInput{Query: "ｄＡＴＡ"}, []string{"报表Data"}},
			"the seller in English":           {catalog.BrowseInput{Query: "reedBRIDGE", Category: "data"}, []string{"百分号100%", "报表Data"}},
			"every word must match":           {catalog.BrowseInput{Query: "  苇桥软件   文档 "}, []string{"在线文档"}},
			"words of different products":     {catalog.BrowseInput{Query: "会议 文档"}, nil},
			"a wildcard is a letter":          {catalog.BrowseInput{Query: "0%"}, []string{"百分号100%"}},
			"an underscore is a letter":       {catalog.BrowseInput{Query: "在_文档"}, nil},
			"the escape is a letter":          {catalog.BrowseInput{Query: "!%"}, nil},
			"quotes and a zero byte":          {catalog.BrowseInput{Query: "'\";--\x00\xff"}, nil},
			"a very long query":               {catalog.BrowseInput{Query: strings.Repeat("会议 ", 5000)}, []string{"视频会议"}},
		} {
			if diff := cmp.Diff(c.want, h.browse(c.in)); diff != "" {
				h.t.Errorf("%s: %s", name, diff)
			}
		}
		if _, err := h.Browse(h.t.Context(), catalog.BrowseInput{Category: "nowhere"}); !errors.Is(err, catalog.ErrCategoryNotFound) {
			h.t.Errorf("unknown category: %v", err)
		}
		p, err := h.Browse(h.t.Context(), catalog.BrowseInput{Limit: 1})
		h.ok(err)
		for _, in := range []catalog.BrowseInput{{Cursor: "x"}, {Sort: catalog.SortPrice, Cursor: p.Next}, {Cursor: page.Cursor("newest", 1, "prd_\x00")}} {
			if _, err := h.Browse(h.t.Context(), in); !errors.Is(err, page.ErrBadCursor) {
				h.t.Errorf("cursor %q: %v", in.Cursor, err)
			}
		}
		card, err := h.Browse(h.t.Context(), catalog.BrowseInput{Query: "data"})
		h.ok(err)
		if c := card.Items[0]; c.From != money.CNY(200) || c.FromUnit != period.Month || c.SellerName.ZH != "苇桥软件" || c.Logo == "" || c.Category != "data" {
			h.t.Errorf("got %+v", c)
		}
	})
}

func TestPagesStayRightWhileProductsAreAddedAndChanged(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for i := range 6 {
			h.publish(fmt.Sprintf("商品%c", 'A'+i), "data", 100)
		}
		first, err := h.Browse(h.t.Context(), catalog.BrowseInput{Limit: 3})
		h.ok(err)
		h.publish("新来的", "data", 100)
		h.modified(first.Items[0].ProductID, func(c *catalog.Content) { c.Overview.ZH += "改过的简介。" })
		got := []string{first.Items[0].Name.ZH, first.Items[1].Name.ZH, first.Items[2].Name.ZH}
		got = append(got, h.browse(catalog.BrowseInput{Limit: 3, Cursor: first.Next})...)
		if diff := cmp.Diff([]string{"商品F", "商品E", "商品D", "商品C", "商品B", "商品A"}, got); diff != "" {
			h.t.Error(diff)
		}
	})
}

func (h *house) sale(s *catalog.Service, productID, specID string) (out catalog.Offer, statements int64, err error) {
	h.t.Helper()
	err = h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		before := h.db.Stats().Statements
		out, err = s.SaleTx(ctx, tx, productID, specID)
		statements = h.db.Stats().Statements - before
		return err
	})
	return out, statements, err
}

func TestSaleIsWhatIsLiveAndCostsOneStatementWhenWarm(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(limited(3))
		spec := l.Specs[0]
		other := h.node(0) // cold
		want := catalog.Offer{ProductID: l.ProductID, SellerID: h.reed.ID, SellerAccountID: "acc_amy", Version: 1, Delivery: catalog.DeliverySaaS, AtOnce: true,
			Family: catalog.FamilyGeneral, Name: l.Name, Spec: spec,
			Params: l.Params, ProductionURL: "https://saas.example.com/produce", Limited: true, Regions: []string{"cn"}}
		for name, c := range map[string]struct {
			node *catalog.Service
			most int64
		}{"warm": {h.Service, 1}, "cold": {other, 5}} {
			got, n, err := h.sale(c.node, l.ProductID, spec.ID)
			h.ok(err)
			if diff := cmp.Diff(want, got); diff != "" {
				h.t.Errorf("%s: %s", name, diff)
			}
			if n > c.most {
				h.t.Errorf("%s: %d statements", name, n)
			}
		}
		if _, n, _ := h.sale(other, l.ProductID, spec.ID); n != 1 {
			h.t.Errorf("the second sale of a cold node took %d statements", n)
		}
		h.modified(l.ProductID, func(c *catalog.Content) { reprice(c, period.Month, money.CNY(1)) })
		for _, node := range []*catalog.Service{h.Service, other} {
			got, _, err := h.sale(node, l.ProductID, spec.ID)
			h.ok(err)
			if from, _, _ := got.Spec.Plan.From(); from != money.CNY(1) || got.Version != 2 {
				h.t.Errorf("sold at %v of version %d", from, got.Version)
			}
		}
		for name, c := range map[string]struct {
			product, spec string
			want          error
		}{
			"an unknown spec":    {l.ProductID, "spc_other", catalog.ErrSpecNotFound},
			"no spec":            {l.ProductID, "", catalog.ErrSpecNotFound},
			"an unknown product": {"prd_" + strings.Repeat("0", 26), spec.ID, catalog.ErrNotOnSale},
			"no product id":      {"\x00", spec.ID, catalog.ErrNotOnSale},
			"a draft":            {h.draft(good()).ProductID, spec.ID, catalog.ErrNotOnSale},
		} {
			if _, _, err := h.sale(h.Service, c.product, c.spec); !errors.Is(err, c.want) {
				h.t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

func TestParametersOfAnOfferAreChecked(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(good())
		if _, err := catalog.CheckParams(l.Params, map[string]string{"adminEmail": "a@b"}); err != nil {
			h.t.Error(err)
		}
		if _, err := catalog.CheckParams(l.Params, map[string]string{"adminEmail": "a@b c"}); err == nil {
			h.t.Error("a value that does not match was taken")
		}
	})
}
