package seller

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui"
)

// grants are the sub-users of the account, and those of them that work with a product (business-rules 2.9).
type grants struct {
	users   []account.User
	granted []string
}

func (g grants) chosen() string { return strings.Join(g.granted, ",") }

func (g grants) options() (out []ui.Option) {
	for _, u := range g.users {
		label := u.Name
		if u.Name != u.Login {
			label += " (" + u.Login + ")"
		}
		out = append(out, ui.Option{Value: u.ID, Label: label})
	}
	return out
}

func (p *pages) grants(ctx context.Context, who account.Actor, productID string) (*grants, error) {
	users, err := p.People.Users(ctx, who)
	if err != nil {
		return nil, err
	}
	granted, err := p.Catalog.Grants(ctx, who, productID)
	return &grants{users, granted}, err
}

// setGrants grants a product to the sub-users that are ticked. One that was removed meanwhile is left out.
func (p *pages) setGrants(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	g, err := p.grants(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	var users []string
	for _, u := range g.users {
		if slices.Contains(r.PostForm["users"], u.ID) {
			users = append(users, u.ID)
		}
	}
	if err := p.Catalog.SetGrants(r.Context(), catalog.SetGrantsInput{Actor: who, ProductID: pathID(r), Users: users}); err != nil {
		return err
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "seller.grants.saved"))
	ui.Redirect(w, r, "/seller/products/"+pathID(r))
	return nil
}
