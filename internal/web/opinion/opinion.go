package opinion

import (
	"context"
	"embed"
	"io/fs"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts; all keys start with "opinion.".
func LocaleFS() fs.FS { return locale }

// Rated is a rating as a card shows it.
type Rated struct {
	feedback.Rating
	Full    bool            // for its two sides and operators: the whole name, the state and why it is hidden
	Product string          // address of its product, to name it; "" where the page is about the product
	Actions templ.Component // at the end of the card; may be nil
}

// name is whom a reader sees.
func (r Rated) name(ctx context.Context) string {
	switch {
	case r.BuyerName == "":
		return ui.T(ctx, "opinion.gone")
	case r.Full:
		return r.BuyerName
	}
	return feedback.Masked(r.BuyerName)
}

// Asked is a question as a card shows it.
type Asked struct {
	feedback.Question
	Full    bool
	Product string          // address of its product; "" where the page is about the product
	Actions templ.Component // may be nil
}

func (x Asked) name(ctx context.Context) string {
	return Rated{Rating: feedback.Rating{BuyerName: x.BuyerName}, Full: x.Full}.name(ctx)
}

// RatingBadge is the state of a rating.
func RatingBadge(ctx context.Context, state string) templ.Component {
	return ui.Badge(map[string]ui.Tone{feedback.RatingNegotiating: ui.Warning, feedback.RatingHidden: ui.Danger, feedback.RatingPublic: ui.Success,
		feedback.RatingAmended: ui.Success}[state], ui.T(ctx, "opinion.rating."+state))
}

// QuestionBadge is the state of a question.
func QuestionBadge(ctx context.Context, state string) templ.Component {
	return ui.Badge(map[string]ui.Tone{feedback.QuestionWaiting: ui.Warning, feedback.QuestionHidden: ui.Danger, feedback.QuestionAnswered: ui.Success}[state],
		ui.T(ctx, "opinion.question."+state))
}

// RatingStates and QuestionStates are the choices of a filter.
func RatingStates(ctx context.Context) []ui.Option {
	return options(ctx, "opinion.rating.", feedback.RatingMachine.States())
}

// QuestionStates are the choices of a filter.
func QuestionStates(ctx context.Context) []ui.Option {
	return options(ctx, "opinion.question.", feedback.QuestionMachine.States())
}

func options(ctx context.Context, prefix string, states []string) []ui.Option {
	out := make([]ui.Option, len(states))
	for i, s := range states {
		out[i] = ui.Option{Value: s, Label: ui.T(ctx, prefix+s)}
	}
	return out
}

// StarOptions are five stars down to one, for a filter.
func StarOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for n := 5; n >= 1; n-- {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: starsText(ctx, n)})
	}
	return out
}

// scoreOptions are the choices of a score.
func scoreOptions() []ui.Option {
	var out []ui.Option
	for n := 1; n <= 5; n++ {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n), Icon: "star"})
	}
	return out
}

func tagOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, t := range feedback.Tags() {
		out = append(out, ui.Option{Value: t.Code, Label: ui.In(ctx, t.Name)})
	}
	return out
}

// OpinionOf reads the form of a rating. Each picture is the new file of its field, or the one that stays.
func OpinionOf(v url.Values) feedback.Opinion {
	score := func(name string) int {
		n, err := strconv.Atoi(v.Get(name))
		if err != nil {
			return 0 // no score, and refused as such
		}
		return n
	}
	o := feedback.Opinion{Scores: feedback.Scores{Quality: score("quality"), Service: score("service"), Delivery: score("delivery")}, Tags: v["tags"],
		Text: v.Get("text")}
	for i := range feedback.MaxPictures {
		field := pictureField(i)
		if id := v.Get(field + "_blob"); id != "" && v.Get(field+"_remove") == "" {
			o.Pictures = append(o.Pictures, id)
		}
	}
	return o
}

// ValuesOf are the values of the form that says what a rating says.
func ValuesOf(o feedback.Opinion) url.Values {
	v := url.Values{"tags": o.Tags, "text": {o.Text}}
	for name, score := range map[string]int{"quality": o.Quality, "service": o.Service, "delivery": o.Delivery} {
		v.Set(name, strconv.Itoa(score))
	}
	for i, id := range o.Pictures {
		v.Set(pictureField(i)+"_blob", id)
	}
	return v
}

// Uploads are the fields of the form that bring files.
func Uploads() map[string]blob.Purpose {
	out := map[string]blob.Purpose{}
	for i := range feedback.MaxPictures {
		out[pictureField(i)] = blob.PurposeRating
	}
	return out
}

// FirstUpload is the field that is blamed when a post is cut off.
func FirstUpload() string { return pictureField(0) }

func pictureField(i int) string { return "picture" + strconv.Itoa(i+1) }

// held are the pictures of a form that are stored already.
func held(v url.Values) []ui.Hidden {
	var out []ui.Hidden
	for i := range feedback.MaxPictures {
		if id := v.Get(pictureField(i) + "_blob"); id != "" {
			out = append(out, ui.Hidden{Name: pictureField(i) + "_blob", Value: id})
		}
	}
	return out
}

func picture(v url.Values, i int) string {
	if id := v.Get(pictureField(i) + "_blob"); id != "" {
		return blob.URL(id)
	}
	return ""
}

func pictureHelp(ctx context.Context, i int) string {
	if i > 0 {
		return ""
	}
	return ui.T(ctx, "opinion.pictures.help", "max", feedback.MaxPictures)
}

// starsText and countText know the singular.
func starsText(ctx context.Context, n int) string {
	if n == 1 {
		return ui.T(ctx, "opinion.star")
	}
	return ui.T(ctx, "opinion.stars.short", "n", n)
}

func countText(ctx context.Context, n int64) string {
	if n == 1 {
		return ui.T(ctx, "opinion.count.one")
	}
	return ui.T(ctx, "opinion.count", "n", n)
}

// PicturesRefused reports whether the form of a rating was refused for one of its pictures.
func PicturesRefused(err error) bool {
	bad := apperr.FieldsOf(err)
	for i := range feedback.MaxPictures {
		if bad[pictureField(i)] != nil {
			return true
		}
	}
	return false
}
