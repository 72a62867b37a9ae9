package operator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
)

// ratingsPage is the list of all ratings.
type ratingsPage struct {
	waiting
	List page.Of[feedback.Rating]
}

func (c *console) ratings(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	q := r.URL.Query()
	stars, err := strconv.Atoi(q.Get("stars"))
	if err != nil {
		stars = 0 // none is chosen
	}
	var p ratingsPage
	p.List, err = c.d.Feedback.Ratings(r.Context(), actor, feedback.RatingFilter{State: q.Get("state"), Stars: stars, Text: q.Get("q")}, asked(r))
	if err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, ratingsView(p))
	return nil
}

func ratingRows(ctx context.Context, list []feedback.Rating) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		rows[i] = ui.Row{Href: "/operator/ratings/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.ProductName), x.BuyerName), opinion.Stars(x.Stars()),
			opinion.RatingBadge(ctx, x.State), ui.Time(x.CreatedAt)}}
	}
	return rows
}

// hidingPage is what the pages of a rating and of a question have in common: the form to hide it.
type hidingPage struct {
	waiting
	Form url.Values
	Err  error
}

// ratingPage is one rating with its negotiation.
type ratingPage struct {
	hidingPage
	feedback.Rating
	Talks []feedback.Talk
}

func (c *console) rating(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showRating(w, r, actor, nil)
}

func (c *console) showRating(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	p := ratingPage{hidingPage: hidingPage{Form: r.PostForm, Err: refused}}
	var err error
	if p.Rating, err = c.d.Feedback.Rating(r.Context(), actor, r.PathValue("id")); err != nil {
		return err
	}
	if p.Talks, err = c.d.Feedback.Talks(r.Context(), actor, p.ID); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), ratingView(p))
	return nil
}

func hideInput(r *http.Request, actor account.Actor) feedback.HideInput {
	return feedback.HideInput{Actor: actor, ID: r.PathValue("id"), Reason: r.PostForm.Get("reason")}
}

func (c *console) hideRating(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Feedback.HideRating(r.Context(), hideInput(r, actor))
	return c.ratingMoved(w, r, actor, "operator.opinion.hidden", err)
}

func (c *console) showRatingAgain(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Feedback.ShowRating(r.Context(), hideInput(r, actor))
	return c.ratingMoved(w, r, actor, "operator.opinion.shown", err)
}

func (c *console) ratingMoved(w http.ResponseWriter, r *http.Request, actor account.Actor, note string, err error) error {
	switch {
	case err == nil:
		return door.Done(w, r, note, "/operator/ratings/"+r.PathValue("id"))
	case !door.Showable(err):
		return err
	}
	return c.showRating(w, r, actor, err)
}

// questionsPage is the list of all questions.
type questionsPage struct {
	waiting
	List page.Of[feedback.Question]
}

func (c *console) questions(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	q := r.URL.Query()
	var p questionsPage
	var err error
	if p.List, err = c.d.Feedback.Questions(r.Context(), actor, feedback.QuestionFilter{State: q.Get("state"), Text: q.Get("q")}, asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, questionsView(p))
	return nil
}

func questionRows(ctx context.Context, list []feedback.Question) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		rows[i] = ui.Row{Href: "/operator/questions/" + x.ID, Cells: []templ.Component{ui.TwoLines(x.Text, ui.In(ctx, x.ProductName)), ui.Text(x.BuyerName),
			opinion.QuestionBadge(ctx, x.State), ui.Time(x.CreatedAt)}}
	}
	return rows
}

// questionPage is one question.
type questionPage struct {
	hidingPage
	feedback.Question
}

func (c *console) question(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showQuestion(w, r, actor, nil)
}

func (c *console) showQuestion(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	p := questionPage{hidingPage: hidingPage{Form: r.PostForm, Err: refused}}
	var err error
	if p.Question, err = c.d.Feedback.Question(r.Context(), actor, r.PathValue("id")); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), questionView(p))
	return nil
}

func (c *console) hideQuestion(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Feedback.HideQuestion(r.Context(), hideInput(r, actor))
	return c.questionMoved(w, r, actor, "operator.opinion.hidden", err)
}

func (c *console) showQuestionAgain(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Feedback.ShowQuestion(r.Context(), hideInput(r, actor))
	return c.questionMoved(w, r, actor, "operator.opinion.shown", err)
}

func (c *console) questionMoved(w http.ResponseWriter, r *http.Request, actor account.Actor, note string, err error) error {
	switch {
	case err == nil:
		return door.Done(w, r, note, "/operator/questions/"+r.PathValue("id"))
	case !door.Showable(err):
		return err
	}
	return c.showQuestion(w, r, actor, err)
}
