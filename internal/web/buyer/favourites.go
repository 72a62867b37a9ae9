package buyer

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// kept is a favourite as the list shows it.
type kept struct {
	feedback.Favourite
	Listing catalog.Listing // zero when it is off sale
	OnSale  bool
	Score   feedback.Summary
}

// favouritesView is the list of favourites with what was seen last.
type favouritesView struct {
	list []kept
	next string
	seen []catalog.Listing
}

// favourites lists what the buyer keeps (business-rules 6.2: open, buy, cancel).
func (c *centre) favourites(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := c.Feedback.Favourites(ctx, who, pageOf(r))
	if err != nil {
		return err
	}
	v := favouritesView{next: list.Next}
	ids := make([]string, len(list.Items))
	for i, f := range list.Items {
		ids[i] = f.ProductID
	}
	scores, err := c.Feedback.Scores(ctx, ids)
	if err != nil {
		return err
	}
	for _, f := range list.Items {
		k := kept{Favourite: f, Score: scores[f.ProductID]}
		if k.Listing, k.OnSale, err = c.listing(ctx, f.ProductID); err != nil {
			return err
		}
		v.list = append(v.list, k)
	}
	seen, err := c.Feedback.Views(ctx, who)
	if err != nil {
		return err
	}
	if v.seen, err = c.Feedback.OnSale(ctx, seen); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, favouritesPage(v))
	return nil
}

func (c *centre) removeFavourite(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	if err := c.Feedback.RemoveFavourite(r.Context(), who, r.PathValue("id")); err != nil {
		return err
	}
	return door.Done(w, r, "buyer.favourite.removed", "/buyer/favourites")
}

// questionsView is what the buyer asked.
type questionsView struct {
	list page.Of[feedback.Question]
}

func (c *centre) questions(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := c.Feedback.Questions(r.Context(), who, feedback.QuestionFilter{}, pageOf(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, questionsPage(questionsView{list}))
	return nil
}
