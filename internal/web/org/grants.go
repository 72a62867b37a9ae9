package org

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// grants are the products of a seller, and those of them that one sub-user works with (business-rules 2.9).
type grants struct {
	products []catalog.ProductRow
	granted  []string
}

func (g grants) chosen() string { return strings.Join(g.granted, ",") }

func (g grants) options(ctx context.Context) (out []ui.Option) {
	for _, p := range g.products {
		name := ui.In(ctx, p.Name)
		if name == "" { // a draft that nobody has named yet
			name = p.ID
		}
		out = append(out, ui.Option{Value: p.ID, Label: name})
	}
	return out
}

// grants of a sub-user; nil where the account sells nothing.
func (p *pages) grants(ctx context.Context, who account.Actor, userID string) (*grants, error) {
	g := grants{}
	for next := (page.Request{Limit: page.MaxLimit}); ; {
		list, err := p.Catalog.MyProducts(ctx, who, catalog.ProductFilter{}, next)
		if errors.Is(err, account.ErrForbidden) || errors.Is(err, catalog.ErrNotASeller) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		g.products = append(g.products, list.Items...)
		if next.Cursor = list.Next; next.Cursor == "" {
			break
		}
	}
	var err error
	g.granted, err = p.Catalog.UserGrants(ctx, who, userID)
	return &g, err
}

// grantUser grants a sub-user the products that are ticked. One that was deleted meanwhile is left out.
func (p *pages) grantUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	u, err := p.Accounts.User(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	g, err := p.grants(r.Context(), who, u.ID)
	if err != nil {
		return err
	}
	if g == nil {
		return catalog.ErrNotASeller
	}
	var ticked []string
	for _, row := range g.products {
		if slices.Contains(r.PostForm["products"], row.ID) {
			ticked = append(ticked, row.ID)
		}
	}
	if err := p.Catalog.SetUserGrants(r.Context(), catalog.SetUserGrantsInput{Actor: who, UserID: u.ID, Products: ticked}); err != nil {
		return err
	}
	return door.Done(w, r, "org.grants.saved", "/account/users/"+u.ID)
}
