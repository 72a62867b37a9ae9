package privacy

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
)

type rating struct {
	ID         string     `json:"id"`
	State      string     `json:"state"`
	Product    i18n.Text  `json:"product"`
	ProductID  string     `json:"product_id"`
	InstanceID string     `json:"instance_id"`
	Quality    int        `json:"quality"`
	Service    int        `json:"service"`
	Delivery   int        `json:"delivery"`
	Tags       []string   `json:"tags,omitempty"`
	Text       string     `json:"text,omitempty"`
	Pictures   []string   `json:"pictures,omitempty"`
	FollowUp   string     `json:"follow_up,omitempty"`
	Reply      string     `json:"reply,omitempty"`
	Messages   []talk     `json:"negotiation,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	AmendedAt  *time.Time `json:"amended_at,omitempty"`
}

type talk struct {
	Side string    `json:"side"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

type question struct {
	ID        string    `json:"id"`
	State     string    `json:"state"`
	Product   i18n.Text `json:"product"`
	ProductID string    `json:"product_id"`
	Text      string    `json:"text"`
	Answer    string    `json:"answer,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

type report struct {
	ID        string    `json:"id"`
	State     string    `json:"state"`
	Kind      string    `json:"kind"`
	Subject   string    `json:"subject"`
	Product   i18n.Text `json:"product"`
	Reason    string    `json:"reason"`
	Text      string    `json:"text"`
	Note      string    `json:"note,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

type favourite struct {
	ProductID string    `json:"product_id"`
	Name      i18n.Text `json:"name"`
	At        time.Time `json:"at"`
}

// opinions is what the account said in public and what it keeps.
func (c copyOf) opinions(ctx context.Context) error {
	buyer, room := c.who.As(account.Buyer), c.s.Feedback
	talks := map[string][]feedback.Talk{} // of the page that is being written
	err := lines(ctx, c.archive, "ratings.ndjson", func(ctx context.Context, req page.Request) (page.Of[feedback.Rating], error) {
		list, err := room.Ratings(ctx, buyer, feedback.RatingFilter{}, req)
		clear(talks)
		for _, r := range list.Items {
			if err == nil && r.Talks > 0 {
				talks[r.ID], err = room.Talks(ctx, buyer, r.ID)
			}
		}
		return list, err
	}, func(r feedback.Rating) any {
		out := rating{ID: r.ID, State: r.State, Product: r.ProductName, ProductID: r.ProductID, InstanceID: r.InstanceID, Quality: r.Quality, Service: r.Service,
			Delivery: r.Delivery, Tags: r.Tags, Text: r.Text, Pictures: r.Pictures, FollowUp: r.FollowUp, Reply: r.Reply, CreatedAt: r.CreatedAt.UTC(),
			AmendedAt: moment(r.AmendedAt)}
		for _, t := range talks[r.ID] {
			out.Messages = append(out.Messages, talk{t.Side, t.Text, t.At.UTC()})
		}
		return out
	})
	if err != nil {
		return err
	}
	err = lines(ctx, c.archive, "questions.ndjson", func(ctx context.Context, req page.Request) (page.Of[feedback.Question], error) {
		return room.Questions(ctx, buyer, feedback.QuestionFilter{}, req)
	}, func(x feedback.Question) any {
		return question{x.ID, x.State, x.ProductName, x.ProductID, x.Text, x.Answer, x.CreatedAt.UTC()}
	})
	if err != nil {
		return err
	}
	err = lines(ctx, c.archive, "reports.ndjson", func(ctx context.Context, req page.Request) (page.Of[feedback.Report], error) {
		return room.MyReports(ctx, buyer, req)
	}, func(x feedback.Report) any {
		return report{x.ID, x.State, x.Kind, x.SubjectID, x.ProductName, x.Reason, x.Text, x.Note, x.CreatedAt.UTC()}
	})
	if err != nil {
		return err
	}
	err = lines(ctx, c.archive, "favourites.ndjson", func(ctx context.Context, req page.Request) (page.Of[feedback.Favourite], error) {
		return room.Favourites(ctx, buyer, req)
	}, func(f feedback.Favourite) any { return favourite{f.ProductID, f.Name, f.At.UTC()} })
	if err != nil {
		return err
	}
	seen, err := room.Views(ctx, buyer)
	if err != nil {
		return err
	}
	return c.json("seen.json", append([]string{}, seen...))
}
