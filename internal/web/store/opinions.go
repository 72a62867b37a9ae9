package store

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
)

// shownFew is how many ratings and questions the page of a product shows.
const shownFew = 3

// said is what the page of a product shows of what people say. Favourite is about who looks.
type said struct {
	Score     feedback.Summary
	Ratings   []feedback.Rating
	Questions []feedback.Question
	Favourite bool
}

// said loads it. The score is what the page's key holds, so that a kept page is as fresh as that.
func (a *area) said(ctx context.Context, productID string, score feedback.Summary) (said, error) {
	out := said{Score: score}
	who, _ := account.ActorFrom(ctx)
	kept, err := a.Feedback.FavouriteIDs(ctx, who)
	out.Favourite = kept[productID]
	if err != nil || score.Rev == 0 { // nobody ever said anything
		return out, err
	}
	ratings, err := a.Feedback.Shown(ctx, productID, feedback.ShownFilter{}, page.Request{Limit: shownFew})
	if err != nil {
		return out, err
	}
	questions, err := a.Feedback.Answered(ctx, productID, page.Request{Limit: shownFew})
	out.Ratings, out.Questions = ratings.Items, questions.Items
	return out, err
}

// ratingsView is the page of all ratings of a product.
type ratingsView struct {
	opinionsView
	Score    feedback.Summary
	List     page.Of[feedback.Rating]
	Stars    int
	Pictures bool
	Later    bool
}

// opinionsView is what the pages of ratings and of questions have in common.
type opinionsView struct {
	Listing catalog.Listing
	Nav     []ui.NavLink
	Public  ui.Public // zero: search engines leave the page out
}

// tell has search engines read the page, unless it is about a hidden product (business-rules 4.2) or shows a part of the list.
func (v *opinionsView) tell(address string, part bool) {
	if !part && !v.Listing.Hidden {
		v.Public = ui.Public{URL: address}
	}
}

func (v opinionsView) crumbs(ctx context.Context, title string) []ui.Crumb {
	return []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}, {Label: ui.In(ctx, v.Listing.Name), Href: productURL(v.Listing.ProductID)}, {Label: title}}
}

// opinions is the listing that a page of ratings or questions is about; false when the answer is given already.
func (a *area) opinions(w http.ResponseWriter, r *http.Request) (opinionsView, bool) {
	l, err := a.Catalog.Live(r.Context(), r.PathValue("id"))
	if err != nil {
		a.missing(w, r, err)
		return opinionsView{}, false
	}
	return opinionsView{Listing: l, Nav: a.nav(r.Context(), l.Category)}, true
}

// ratings lists what buyers say of a product (business-rules 10).
func (a *area) ratings(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	common, ok := a.opinions(w, r)
	if !ok {
		return
	}
	v := ratingsView{opinionsView: common, Pictures: q.Get("pictures") != "", Later: q.Get("cursor") != ""}
	if n, err := strconv.Atoi(q.Get("stars")); err == nil && n >= 1 && n <= 5 {
		v.Stars = n
	}
	v.tell(a.BaseURL+ratingsURL(common.Listing.ProductID), v.Later || v.Stars > 0 || v.Pictures)
	var err error
	if v.Score, err = a.Feedback.Score(ctx, common.Listing.ProductID); err == nil {
		v.List, err = a.Feedback.Shown(ctx, common.Listing.ProductID, feedback.ShownFilter{Stars: v.Stars, Pictures: v.Pictures},
			page.Request{Cursor: q.Get("cursor")})
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, ratingsPage(v))
}

// questionsView is the page of all questions about a product, with the form to ask.
type questionsView struct {
	opinionsView
	List   page.Of[feedback.Question]
	Later  bool
	MayAsk bool
	Form   url.Values
	Err    error
}

func (a *area) questions(w http.ResponseWriter, r *http.Request) { a.showQuestions(w, r, nil) }

func (a *area) showQuestions(w http.ResponseWriter, r *http.Request, refused error) {
	ctx, q := r.Context(), r.URL.Query()
	common, ok := a.opinions(w, r)
	if !ok {
		return
	}
	who, _ := account.ActorFrom(ctx)
	v := questionsView{opinionsView: common, Later: q.Get("cursor") != "", MayAsk: who.Can(account.BuyerPurchase), Form: r.PostForm, Err: refused}
	v.tell(a.BaseURL+questionsURL(common.Listing.ProductID), v.Later)
	var err error
	if v.List, err = a.Feedback.Answered(ctx, common.Listing.ProductID, page.Request{Cursor: q.Get("cursor")}); err != nil {
		a.fail(w, r, err)
		return
	}
	ui.Render(w, r, ui.StatusOf(refused), questionsPage(v))
}

// ask hands a question in.
func (a *area) ask(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := a.Feedback.Ask(r.Context(), feedback.AskInput{Actor: who, ProductID: r.PathValue("id"), Text: r.PostForm.Get("text")})
	if err != nil && door.Showable(err) {
		a.showQuestions(w, r, err)
		return nil
	}
	if err != nil {
		return err
	}
	return door.Done(w, r, "store.asked", questionsURL(r.PathValue("id")))
}

// favourite adds a product to the favourites, or removes it (business-rules 6.2), and goes back.
func (a *area) favourite(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, id := r.Context(), r.PathValue("id")
	done, err := "store.favourite.added", error(nil)
	if r.PostForm.Get("on") == "" {
		done, err = "store.favourite.removed", a.Feedback.RemoveFavourite(ctx, who, id)
	} else {
		err = a.Feedback.AddFavourite(ctx, who, id)
	}
	if err != nil {
		return err
	}
	back := door.LocalPath(r.PostForm.Get("back"))
	if back == "" {
		back = productURL(id)
	}
	return door.Done(w, r, done, back)
}

// reportView is the form of a report.
type reportView struct {
	Nav  []ui.NavLink
	Kind string
	ID   string
	Back string
	Form url.Values
	Err  error
}

func (v reportView) title(ctx context.Context) string {
	switch v.Kind {
	case feedback.KindRating:
		return ui.T(ctx, "store.report.rating")
	case feedback.KindQuestion:
		return ui.T(ctx, "store.report.question")
	}
	return ui.T(ctx, "store.report.product")
}

func (a *area) reportForm(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	return a.showReport(w, r, r.URL.Query(), nil)
}

func (a *area) showReport(w http.ResponseWriter, r *http.Request, from url.Values, refused error) error {
	ui.Render(w, r, ui.StatusOf(refused), reportPage(reportView{Nav: a.nav(r.Context(), ""), Kind: from.Get("kind"), ID: from.Get("id"),
		Back: door.LocalPath(from.Get("back")), Form: r.PostForm, Err: refused}))
	return nil
}

// report hands a report in (business-rules 10).
func (a *area) report(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f := r.PostForm
	_, err := a.Feedback.Report(r.Context(), feedback.ReportInput{Actor: who, Kind: f.Get("kind"), SubjectID: f.Get("id"), Reason: f.Get("reason"), Text: f.Get("text")})
	if err != nil && door.Showable(err) {
		return a.showReport(w, r, f, err)
	}
	if err != nil {
		return err
	}
	back := door.LocalPath(f.Get("back"))
	if back == "" {
		back = "/"
	}
	return door.Done(w, r, "store.reported", back)
}

// shownRating is a rating for every visitor.
func shownRating(r feedback.Rating) opinion.Rated {
	return opinion.Rated{Rating: r, Actions: reportLink(feedback.KindRating, r.ID, ratingsURL(r.ProductID))}
}

func shownQuestion(x feedback.Question) opinion.Asked {
	return opinion.Asked{Question: x, Actions: reportLink(feedback.KindQuestion, x.ID, questionsURL(x.ProductID))}
}

func ratingsURL(productID string) string   { return productURL(productID) + "/ratings" }
func questionsURL(productID string) string { return productURL(productID) + "/questions" }

func starsURL(productID string) func(int) string {
	return func(n int) string { return ratingsURL(productID) + "?stars=" + strconv.Itoa(n) }
}

// reportURL is the form that reports something; back is where to go on.
func reportURL(kind, id, back string) string {
	return "/report?" + url.Values{"kind": {kind}, "id": {id}, "back": {back}}.Encode()
}

func reasonOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range feedback.Reasons() {
		out = append(out, ui.Option{Value: r.Code, Label: ui.In(ctx, r.Name)})
	}
	return out
}

func starText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// onOff is the value of a switch in an address.
func onOff(on bool) string {
	if on {
		return "1"
	}
	return ""
}
