package buyer

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// ratings lists what the buyer said (business-rules 10).
func (c *centre) ratings(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	q := r.URL.Query()
	list, err := c.Feedback.Ratings(r.Context(), who, feedback.RatingFilter{State: q.Get("state"), Text: q.Get("q")}, pageOf(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, ratingsPage(ratingTable(r.Context(), list)))
	return nil
}

func ratingTable(ctx context.Context, list page.Of[feedback.Rating]) ui.Table {
	t := ui.Table{ID: "ratings", Caption: ui.T(ctx, "buyer.menu.ratings"), Search: ui.T(ctx, "buyer.ratings.search"), Next: list.Next,
		Columns: []ui.Column{{Label: ui.T(ctx, "buyer.product"), Wide: true}, {Label: ui.T(ctx, "buyer.rating.stars")}, {Label: ui.T(ctx, "buyer.state")},
			{Label: ui.T(ctx, "buyer.rating.at"), End: true}},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "buyer.state"), Options: opinion.RatingStates(ctx)}},
		Empty: ui.Empty{Icon: "star", Title: ui.T(ctx, "buyer.ratings.none"), Text: ui.T(ctx, "buyer.ratings.none.text"),
			Action: ui.Button(ui.Btn{Label: ui.T(ctx, "buyer.menu.services"), Icon: "box", Href: "/buyer/services"})}}
	for _, x := range list.Items {
		t.Rows = append(t.Rows, ui.Row{Href: "/buyer/ratings/" + x.ID, Cells: []templ.Component{
			ui.Text(ui.In(ctx, x.ProductName)), opinion.Stars(x.Stars()), opinion.RatingBadge(ctx, x.State), ui.Time(x.CreatedAt)}})
	}
	return t
}

// rateView is the form that rates a service, or amends its rating.
type rateView struct {
	title  string
	action string
	back   string
	crumbs []ui.Crumb
	values url.Values
	err    error
	amends bool
}

// ratePage is the form for a service that is not rated yet; a rated one leads to its rating.
func (c *centre) ratePage(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return c.showRate(w, r, who, nil, nil)
}

func (c *centre) showRate(w http.ResponseWriter, r *http.Request, who account.Actor, typed url.Values, refused error) error {
	ctx := r.Context()
	x, err := c.Instances.Get(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if rated, ok, err := c.Feedback.RatingOf(ctx, who, x.ID); err != nil {
		return err
	} else if ok {
		ui.Redirect(w, r, "/buyer/ratings/"+rated.ID)
		return nil
	}
	name, at := ui.In(ctx, x.ProductName), "/buyer/services/"+x.ID
	ui.Render(w, r, ui.StatusOf(refused), rateFormPage(rateView{title: ui.T(ctx, "buyer.rate.title", "product", name), action: at + "/rate", back: at,
		crumbs: []ui.Crumb{{Label: ui.T(ctx, "buyer.menu.services"), Href: "/buyer/services"}, {Label: name, Href: at}, {Label: ui.T(ctx, "buyer.rate")}},
		values: typed, err: refused}))
	return nil
}

func (c *centre) rate(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form, err := c.readOpinion(w, r, who)
	if err != nil {
		return err
	}
	if err = form.Bad.Err(); err == nil {
		var x feedback.Rating
		x, err = c.Feedback.Rate(r.Context(), feedback.RateInput{Actor: who, InstanceID: r.PathValue("id"), Opinion: opinion.OpinionOf(form.Values)})
		if err == nil {
			return door.Done(w, r, "buyer.rated", "/buyer/ratings/"+x.ID)
		}
	}
	if !again(err) {
		return err
	}
	return c.showRate(w, r, who, form.Values, atPictures(err))
}

func (c *centre) readOpinion(w http.ResponseWriter, r *http.Request, who account.Actor) (*upload.Form, error) {
	return upload.Read(w, r, upload.Input{Files: c.Files, Owner: who.ID, Fields: opinion.Uploads(), Last: opinion.FirstUpload()})
}

// atPictures puts the error of the pictures beside the first of their fields.
func atPictures(err error) error {
	fields := apperr.FieldsOf(err)
	if fields["pictures"] == nil {
		return err
	}
	var bad apperr.Fields
	for name, e := range fields {
		if name == "pictures" {
			name = opinion.FirstUpload()
		}
		bad.Add(name, e)
	}
	return bad.Err()
}

// ratingView is one rating of the buyer with what it may still do.
type ratingView struct {
	feedback.Rating
	Talks   []feedback.Talk
	form    url.Values
	refused string // which form
	err     error
}

func (v ratingView) typed(form string) url.Values {
	if v.refused == form {
		return v.form
	}
	return nil
}

func (v ratingView) errOf(form string) error {
	if v.refused == form {
		return v.err
	}
	return nil
}

func (c *centre) rating(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return c.showRating(w, r, who, "", nil)
}

func (c *centre) showRating(w http.ResponseWriter, r *http.Request, who account.Actor, form string, refused error) error {
	v := ratingView{form: r.PostForm, refused: form, err: refused}
	var err error
	if v.Rating, err = c.Feedback.Rating(r.Context(), who, r.PathValue("id")); err != nil {
		return err
	}
	if v.Talks, err = c.Feedback.Talks(r.Context(), who, v.ID); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), ratingPage(v))
	return nil
}

func (c *centre) ratingDone(w http.ResponseWriter, r *http.Request, who account.Actor, form string, err error) error {
	if err == nil {
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "buyer.rating.done."+form))
		ui.Redirect(w, r, "/buyer/ratings/"+r.PathValue("id"))
		return nil
	}
	if !again(err) {
		return err
	}
	return c.showRating(w, r, who, form, err)
}

func (c *centre) followUp(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := c.Feedback.FollowUp(r.Context(), feedback.FollowUpInput{Actor: who, RatingID: r.PathValue("id"), Text: r.PostForm.Get("text")})
	return c.ratingDone(w, r, who, "follow-up", err)
}

func (c *centre) negotiate(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := c.Feedback.Negotiate(r.Context(), feedback.NegotiateInput{Actor: who, RatingID: r.PathValue("id"), Text: r.PostForm.Get("text")})
	return c.ratingDone(w, r, who, "negotiate", err)
}

func (c *centre) amendPage(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return c.showAmend(w, r, who, nil, nil)
}

func (c *centre) showAmend(w http.ResponseWriter, r *http.Request, who account.Actor, typed url.Values, refused error) error {
	ctx := r.Context()
	x, err := c.Feedback.Rating(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if typed == nil {
		typed = opinion.ValuesOf(x.Opinion)
	}
	name, at := ui.In(ctx, x.ProductName), "/buyer/ratings/"+x.ID
	ui.Render(w, r, ui.StatusOf(refused), rateFormPage(rateView{title: ui.T(ctx, "buyer.amend.title", "product", name), action: at + "/amend", back: at,
		crumbs: []ui.Crumb{{Label: ui.T(ctx, "buyer.menu.ratings"), Href: "/buyer/ratings"}, {Label: name, Href: at}, {Label: ui.T(ctx, "buyer.amend")}},
		values: typed, err: refused, amends: true}))
	return nil
}

func (c *centre) amend(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form, err := c.readOpinion(w, r, who)
	if err != nil {
		return err
	}
	if err = form.Bad.Err(); err == nil {
		_, err = c.Feedback.Amend(r.Context(), feedback.AmendInput{Actor: who, RatingID: r.PathValue("id"), Opinion: opinion.OpinionOf(form.Values)})
		if err == nil {
			return door.Done(w, r, "buyer.rating.done.amend", "/buyer/ratings/"+r.PathValue("id"))
		}
	}
	if !again(err) {
		return err
	}
	return c.showAmend(w, r, who, form.Values, atPictures(err))
}
