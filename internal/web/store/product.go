package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

// few is from how many pieces left on the page says so; more, or no limit at all, is plenty.
const (
	few    = 10
	plenty = -1
)

type productView struct {
	Listing  catalog.Listing
	Choice   choice // the smallest order of the spec that is shown
	Left     int64  // plenty, or 0 to few
	Nav      []ui.NavLink
	Category catalog.Category
	Parent   catalog.Category
	SoldOut  bool
	Said     said
	Estimate estimate // of a spec that is charged by use
	Coupons  []promoview.Card
	Rules    rules
	Public   ui.Public
	Beside   []ui.Product // what its buyers bought as well
}

// product shows a listing (business-rules 6.1). It is the most visited page: see doc.go, invariant 4.
func (a *area) product(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	l, err := a.Catalog.Live(ctx, r.PathValue("id"))
	if err != nil {
		a.missing(w, r, err)
		return
	}
	view, chosen := ui.ViewOf(ctx), ""
	if s, ok := l.Spec(r.URL.Query().Get("spec")); ok {
		chosen = s.ID
	}
	left, err := a.left(ctx, specOr(l, chosen))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	score, err := a.Feedback.Score(ctx, l.ProductID)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	who, _ := account.ActorFrom(ctx)
	offered, err := a.Promo.Shown(ctx, who, l.ProductID)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	rules, err := a.rules(ctx, l, specOr(l, chosen))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	beside, err := a.Window.Beside(ctx, l.ProductID)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.see(w, r, l.ProductID)
	if q := r.URL.Query(); view.Person != nil || view.Sandbox != nil || len(view.Flash) > 0 || chooses(q) {
		page, err := a.productPage(ctx, l, drawing{q, left, score, offered, rules, beside})
		if err != nil {
			a.fail(w, r, err)
			return
		}
		ui.Render(w, r, http.StatusOK, page)
		return
	}
	key := pageKey{product: l.ProductID, revision: l.Revision, said: score.Rev, lang: view.Lang, theme: view.Theme, spec: chosen, left: left, coupons: marks(offered), rules: rules.mark(), beside: revisions(beside)}
	page := a.pages.get(key)
	if page == nil {
		if page, err = a.finish(ctx, l, key, drawing{left: left, score: score, offered: offered, rules: rules, beside: beside}); err != nil {
			a.fail(w, r, err)
			return
		}
		a.pages.put(key, page)
	}
	page.send(w, r)
}

// drawing is what a product page depends on beside the listing.
type drawing struct {
	chosen  url.Values
	left    int64
	score   feedback.Summary
	offered []promo.Offered
	rules   rules
	beside  []catalog.Listing
}

// revisions is which products stand beside, as one text.
func revisions(beside []catalog.Listing) string {
	var b strings.Builder
	for _, l := range beside {
		fmt.Fprintf(&b, "%s/%d ", l.ProductID, l.Revision)
	}
	return b.String()
}

// marks is what the page shows of coupons, as one text.
func marks(offered []promo.Offered) string {
	var b strings.Builder
	for _, o := range offered {
		fmt.Fprintf(&b, "%s/%d/%d ", o.ID, o.Rev, o.Left())
	}
	return b.String()
}

func (a *area) productPage(ctx context.Context, l catalog.Listing, d drawing) (templ.Component, error) {
	v := productView{Listing: l, Left: d.left, Nav: a.nav(ctx, l.Category), SoldOut: soldOut(d.left), Rules: d.rules,
		Choice: choose(l, known(l, d.chosen))}
	v.Estimate = estimating(v.Choice.Spec, d.chosen)
	v.Category, _ = a.Catalog.Category(l.Category)
	v.Parent, _ = a.Catalog.Category(v.Category.Parent)
	for _, l := range d.beside {
		v.Beside = append(v.Beside, a.card(ctx, catalog.Card{ProductID: l.ProductID, SellerID: l.SellerID, Name: l.Name, Overview: l.Overview, SellerName: l.Seller.Name,
			Logo: l.Logo, Category: l.Category, From: l.From, FromUnit: l.FromUnit}))
	}
	v.Public = a.publicProduct(ctx, v, d.score)
	var err error
	if v.Said, err = a.said(ctx, l.ProductID, d.score); err != nil {
		return nil, err
	}
	for _, o := range d.offered {
		v.Coupons = append(v.Coupons, promoview.Offered(ctx, o, productURL(l.ProductID)+"#coupons"))
	}
	return productPage(v), nil
}

// known is a choice without a spec that is not there any more: an old link shows the product as it is.
func known(l catalog.Listing, chosen url.Values) url.Values {
	if _, ok := l.Spec(chosen.Get("spec")); ok || !chosen.Has("spec") {
		return chosen
	}
	return nil
}

// left is how many pieces of a spec the page tells of: plenty without a limit or beyond few.
func (a *area) left(ctx context.Context, s catalog.Spec) (int64, error) {
	if s.Stock == nil {
		return plenty, nil
	}
	n, limited, err := a.Catalog.Available(ctx, s.ID)
	if err != nil || !limited || n > few {
		return plenty, err
	}
	return max(n, 0), nil
}

func soldOut(left int64) bool { return left == 0 }

// finish draws the page as everybody without an account sees it. The rest of the visitor's address (a campaign's
// parameters, say) is left out of its links, for it would show to others.
func (a *area) finish(ctx context.Context, l catalog.Listing, key pageKey, d drawing) (*finished, error) {
	view := *ui.ViewOf(ctx)
	view.Path, view.Query = productURL(l.ProductID), url.Values{}
	if key.spec != "" {
		view.Query.Set("spec", key.spec)
	}
	ctx = ui.WithView(ctx, &view)
	d.chosen = view.Query
	drawn, err := a.productPage(ctx, l, d)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := drawn.Render(ctx, &page); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(page.Bytes())
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(page.Bytes()); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return &finished{zipped: bytes.Clone(zipped.Bytes()), etag: `W/"` + hex.EncodeToString(sum[:12]) + `"`}, nil
}

// send answers with the page, or with nothing but "as you have it".
func (p *finished) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie, HX-Request")
	h.Set("ETag", p.etag)
	if holds(r.Header.Get("If-None-Match"), p.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	if takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(p.zipped)))
		_, _ = w.Write(p.zipped) // the client went away
		return
	}
	z, err := gzip.NewReader(bytes.NewReader(p.zipped))
	if err != nil {
		ui.Fail(w, r, err) // cannot be: finish made it
		return
	}
	_, _ = io.Copy(w, z)
}

// holds reports whether an If-None-Match header names the tag; gateways may have made it weak or strong.
func holds(header, etag string) bool {
	return header != "" && (header == "*" || strings.Contains(header, strings.TrimPrefix(etag, "W/")))
}

func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		if name, weight, _ := strings.Cut(strings.TrimSpace(part), ";"); name == "gzip" {
			return strings.TrimSpace(weight) != "q=0"
		}
	}
	return false
}
