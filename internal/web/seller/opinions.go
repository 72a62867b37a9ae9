package seller

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
)

func ratingFilter(r *http.Request) feedback.RatingFilter {
	stars, err := strconv.Atoi(oneOf(r, "stars", opinion.StarOptions(r.Context())))
	if err != nil {
		stars = 0 // none is chosen
	}
	return feedback.RatingFilter{State: oneOf(r, "state", opinion.RatingStates(r.Context())), ProductID: asked(r, "product"), Stars: stars,
		Unreplied: asked(r, "unreplied") != "", Text: asked(r, "q")}
}

// ratings lists what buyers say of the seller's products (business-rules 10, 评价管理).
func (p *pages) ratings(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Feedback.Ratings(r.Context(), who, ratingFilter(r), from(r))
	if err != nil {
		return err
	}
	score, err := p.score(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, ratingsPage(ratingTable(r.Context(), list), score))
	return nil
}

// score is what all ratings of the seller come to.
func (p *pages) score(ctx context.Context, who account.Actor) (feedback.Summary, error) {
	own, err := p.Sellers.ByAccount(ctx, who.ID)
	if err != nil {
		return feedback.Summary{}, err
	}
	return p.Feedback.Score(ctx, own.ID)
}

func ratingTable(ctx context.Context, list page.Of[feedback.Rating]) ui.Table {
	t := ui.Table{ID: "ratings", Caption: ui.T(ctx, "menu.seller.ratings"), Search: ui.T(ctx, "seller.ratings.search"), Next: list.Next, Export: "/seller/ratings.csv",
		Columns: []ui.Column{{Label: ui.T(ctx, "seller.product"), Wide: true}, {Label: ui.T(ctx, "seller.rating.stars")}, {Label: ui.T(ctx, "seller.order.buyer")},
			{Label: ui.T(ctx, "seller.rating.state")}, {Label: ui.T(ctx, "seller.rating.reply")}, {Label: ui.T(ctx, "seller.rating.at"), End: true}},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "seller.rating.state"), Options: opinion.RatingStates(ctx)},
			{Name: "stars", Label: ui.T(ctx, "seller.rating.stars"), Options: opinion.StarOptions(ctx)},
			{Name: "unreplied", Label: ui.T(ctx, "seller.rating.reply"), Options: []ui.Option{{Value: "1", Label: ui.T(ctx, "seller.rating.unreplied")}}}},
		Empty: ui.Empty{Icon: "star", Title: ui.T(ctx, "seller.ratings.none"), Text: ui.T(ctx, "seller.ratings.none.text")}}
	for _, x := range list.Items {
		t.Rows = append(t.Rows, ui.Row{Href: "/seller/ratings/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.ProductName), short(x.Text)),
			opinion.Stars(x.Stars()), ui.Text(x.BuyerName), opinion.RatingBadge(ctx, x.State), repliedCell(ctx, x), ui.Time(x.CreatedAt)}})
	}
	return t
}

func repliedCell(ctx context.Context, x feedback.Rating) templ.Component {
	switch {
	case x.Reply != "":
		return ui.Badge(ui.Success, ui.T(ctx, "seller.rating.replied"))
	case x.CanReply():
		return ui.Badge(ui.Neutral, ui.T(ctx, "seller.rating.unreplied"))
	}
	return ui.Muted("–")
}

// shortest is how much of a text a list shows, in characters.
const shortest = 60

func short(text string) string {
	if runes := []rune(text); len(runes) > shortest {
		return string(runes[:shortest]) + "…"
	}
	return text
}

func (p *pages) ratingsCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, f := r.Context(), ratingFilter(r)
	var header []string
	for _, key := range []string{"rating", "product", "buyer", "stars", "quality", "service", "delivery", "text", "state", "reply", "follow_up", "created"} {
		header = append(header, ui.T(ctx, "seller.rating.csv."+key))
	}
	row := func(x feedback.Rating) []string {
		return []string{x.ID, ui.In(ctx, x.ProductName), x.BuyerName, strconv.Itoa(x.Stars()), strconv.Itoa(x.Quality), strconv.Itoa(x.Service), strconv.Itoa(x.Delivery),
			x.Text, ui.T(ctx, "opinion.rating."+x.State), x.Reply, x.FollowUp, sheet.Time(x.CreatedAt)}
	}
	return ui.Export(w, r, ui.Sheet[feedback.Rating]{Name: "ratings", Header: header, Row: row, Log: p.Log},
		func(req page.Request) (page.Of[feedback.Rating], error) { return p.Feedback.Ratings(ctx, who, f, req) })
}

// opinionForm is the form of a page that was refused: reply, negotiate or answer.
type opinionForm struct {
	values  url.Values
	refused string
	err     error
}

func (f opinionForm) typed(form string) url.Values {
	if f.refused == form {
		return f.values
	}
	return nil
}

func (f opinionForm) errOf(form string) error {
	if f.refused == form {
		return f.err
	}
	return nil
}

// ratingView is one rating with what the seller may do.
type ratingView struct {
	feedback.Rating
	opinionForm
	Talks []feedback.Talk
}

func (p *pages) rating(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.showRating(w, r, who, opinionForm{})
}

func (p *pages) showRating(w http.ResponseWriter, r *http.Request, who account.Actor, f opinionForm) error {
	v := ratingView{opinionForm: f}
	var err error
	if v.Rating, err = p.Feedback.Rating(r.Context(), who, pathID(r)); err != nil {
		return err
	}
	if v.Talks, err = p.Feedback.Talks(r.Context(), who, v.ID); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.err), ratingPage(v))
	return nil
}

func (p *pages) replyRating(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Feedback.Reply(r.Context(), feedback.ReplyInput{Actor: who, RatingID: pathID(r), Text: r.PostForm.Get("text")})
	return p.said(w, r, who, "reply", err)
}

func (p *pages) negotiateRating(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Feedback.Negotiate(r.Context(), feedback.NegotiateInput{Actor: who, RatingID: pathID(r), Text: r.PostForm.Get("text")})
	return p.said(w, r, who, "negotiate", err)
}

func (p *pages) said(w http.ResponseWriter, r *http.Request, who account.Actor, form string, err error) error {
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "seller.rating.done."+form))
		ui.Redirect(w, r, "/seller/ratings/"+url.PathEscape(pathID(r)))
		return nil
	case !door.Showable(err):
		return err
	}
	return p.showRating(w, r, who, opinionForm{r.PostForm, form, err})
}

func questionFilter(r *http.Request) feedback.QuestionFilter {
	return feedback.QuestionFilter{State: oneOf(r, "state", opinion.QuestionStates(r.Context())), ProductID: asked(r, "product"), Text: asked(r, "q")}
}

// questions lists what buyers ask (business-rules 10, 问答管理).
func (p *pages) questions(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Feedback.Questions(r.Context(), who, questionFilter(r), from(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, questionsPage(questionTable(r.Context(), list)))
	return nil
}

func questionTable(ctx context.Context, list page.Of[feedback.Question]) ui.Table {
	t := ui.Table{ID: "questions", Caption: ui.T(ctx, "menu.seller.questions"), Search: ui.T(ctx, "seller.questions.search"), Next: list.Next,
		Columns: []ui.Column{{Label: ui.T(ctx, "seller.question"), Wide: true}, {Label: ui.T(ctx, "seller.order.buyer")}, {Label: ui.T(ctx, "seller.rating.state")},
			{Label: ui.T(ctx, "seller.question.at"), End: true}},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "seller.rating.state"), Options: opinion.QuestionStates(ctx)}},
		Empty:   ui.Empty{Icon: "help", Title: ui.T(ctx, "seller.questions.none"), Text: ui.T(ctx, "seller.questions.none.text")}}
	for _, x := range list.Items {
		t.Rows = append(t.Rows, ui.Row{Href: "/seller/questions/" + x.ID, Cells: []templ.Component{ui.TwoLines(short(x.Text), ui.In(ctx, x.ProductName)),
			ui.Text(x.BuyerName), opinion.QuestionBadge(ctx, x.State), ui.Time(x.CreatedAt)}})
	}
	return t
}

// questionView is one question with the form to answer it.
type questionView struct {
	feedback.Question
	opinionForm
}

func (p *pages) question(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.showQuestion(w, r, who, opinionForm{})
}

func (p *pages) showQuestion(w http.ResponseWriter, r *http.Request, who account.Actor, f opinionForm) error {
	x, err := p.Feedback.Question(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.err), questionPage(questionView{x, f}))
	return nil
}

func (p *pages) answerQuestion(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Feedback.Answer(r.Context(), feedback.AnswerInput{Actor: who, QuestionID: pathID(r), Text: r.PostForm.Get("text")})
	switch {
	case err == nil:
		return door.Done(w, r, "seller.question.done", "/seller/questions?state="+feedback.QuestionWaiting)
	case !door.Showable(err):
		return err
	}
	return p.showQuestion(w, r, who, opinionForm{r.PostForm, "answer", err})
}

func starText(n int) string { return strconv.Itoa(n) }

// lookOpinions counts what waits for the seller: questions and negotiations.
func (p *pages) lookOpinions(ctx context.Context, who account.Actor, v *overview) (err error) {
	v.Waiting, err = p.Feedback.Waiting(ctx, who)
	return err
}
