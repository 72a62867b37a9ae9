package store

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
)

// file serves an uploaded file to whom it may concern; to others it is not there.
func (a *area) file(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	err := a.mayRead(r.Context(), id, r.URL.Query())
	if err == nil {
		err = a.Files.Serve(w, r, id, blob.Inline)
	}
	if err != nil {
		a.fail(w, r, err)
	}
}

// mayRead: logos and pictures are everybody's, and so are the guide of a product on sale and what the page of a seller
// shows, which the address names. A picture of a rating is seen with the rating. Anything else is its owner's and the operators', who review it before it is on sale.
func (a *area) mayRead(ctx context.Context, id string, of url.Values) error {
	f, err := a.Files.Get(ctx, id)
	if err != nil || f.Purpose.Public() {
		return err
	}
	if f.Purpose == blob.PurposeRating {
		who, _ := account.ActorFrom(ctx)
		err := a.Feedback.Sees(ctx, who, id)
		if errors.Is(err, blob.ErrNotFound) && who.ID != "" && who.ID == f.Owner {
			return nil // the form of a rating shows what was uploaded before it is handed in
		}
		return err
	}
	if f.Purpose.Private() {
		return blob.ErrNotFound
	}
	if actor, ok := account.ActorFrom(ctx); ok && (actor.ID == f.Owner || actor.Is(account.Operator) == nil) {
		return nil
	}
	if sellerID := of.Get("seller"); sellerID != "" {
		shown, err := a.Sellers.ShowsFile(ctx, sellerID, id)
		if err == nil && !shown {
			err = blob.ErrNotFound
		}
		return err
	}
	l, err := a.Catalog.Live(ctx, of.Get("product"))
	switch {
	case errors.Is(err, catalog.ErrProductNotFound):
		return blob.ErrNotFound
	case err != nil:
		return err
	case l.Guide.Blob != id:
		return blob.ErrNotFound
	}
	return nil
}
