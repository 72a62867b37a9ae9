package feedback_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// market is a marketplace with a product on sale, in which nothing runs by itself: the tests move the clock and the rounds.
type market struct {
	*apptest.Market
	*feedback.Service
	t       *testing.T
	product string
	live    catalog.Listing
	n       int
}

// each runs fn on both engines.
func each(t *testing.T, fn func(t *testing.T, m *market)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, cfg storage.Config) {
		m := &market{Market: apptest.Build(t, app.Settings{DB: cfg.URL}), t: t}
		m.Service = m.Feedback
		m.product = m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		live, err := m.Catalog.Live(t.Context(), m.product)
		m.must(err)
		m.live = live
		fn(t, m)
	})
}

func (m *market) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// bought is a service that the buyer owns.
func (m *market) bought(buyer account.Actor) string {
	m.t.Helper()
	m.n++
	var out instance.Instance
	m.must(m.DB.InTx(m.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = m.Instances.OpenTx(ctx, tx, instance.Open{BuyerID: buyer.ID, SellerID: m.live.SellerID, ProductID: m.product, ProductName: m.live.Name,
			SpecName: i18n.Text{ZH: "标准版", EN: "Standard"}, SKUID: "sku_1", OrderID: fmt.Sprint("CS", m.n), LineID: fmt.Sprint("CS", m.n, "-000001"),
			ExternalID: fmt.Sprint("i-", m.n), Quantity: 1, Periods: 1, Unit: period.Month})
		return err
	}))
	return out.ID
}

// opinion is one with the same score three times.
func opinion(stars int) feedback.Opinion {
	return feedback.Opinion{Scores: feedback.Scores{Quality: stars, Service: stars, Delivery: stars}, Text: fmt.Sprint("stars: ", stars)}
}

// rated is a new rating of a service that the buyer owns.
func (m *market) rated(buyer account.Actor, o feedback.Opinion) feedback.Rating {
	m.t.Helper()
	r, err := m.Rate(m.t.Context(), feedback.RateInput{Actor: buyer, InstanceID: m.bought(buyer), Opinion: o})
	m.must(err)
	return r
}

// asked is an open question of the buyer.
func (m *market) asked(buyer account.Actor) feedback.Question {
	m.t.Helper()
	x, err := m.Ask(m.t.Context(), feedback.AskInput{Actor: buyer, ProductID: m.product, Text: "Does it run offline?"})
	m.must(err)
	return x
}

func (m *market) answered(buyer account.Actor) feedback.Question {
	m.t.Helper()
	x, err := m.Answer(m.t.Context(), feedback.AnswerInput{Actor: m.Seller, QuestionID: m.asked(buyer).ID, Text: "Yes, it does."})
	m.must(err)
	return x
}

// picture is a file that somebody uploaded.
func (m *market) picture(owner account.Actor, purpose blob.Purpose) string {
	m.t.Helper()
	m.n++
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 120, 120))
	img.Pix[m.n] = 200
	m.must(png.Encode(&b, img))
	f, err := m.Blobs.Put(m.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: purpose, Name: "screen.png", Reader: &b})
	m.must(err)
	return f.ID
}

// score is that of a subject, as "average of number".
func (m *market) score(subject string) string {
	m.t.Helper()
	s, err := m.Score(m.t.Context(), subject)
	m.must(err)
	return fmt.Sprintf("%s of %d", s.Average(), s.Ratings)
}

// told counts the messages of an event to an account, and fails the test unless there are so many.
func (m *market) told(who account.Actor, event string, want int) {
	m.t.Helper()
	list, err := m.Notify.Inbox(m.t.Context(), who.ID, page.Request{Limit: page.MaxLimit}, notify.Filter{Lang: i18n.EN})
	m.must(err)
	got := 0
	for _, x := range list.Items {
		if x.Event == event {
			got++
		}
	}
	if got != want {
		m.t.Errorf("%s was told of %s %d times, want %d", who.Name, event, got, want)
	}
}

// refused fails the test unless err is want.
func refused(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

// fields are the codes of the field errors, by field.
func fields(err error) map[string]string {
	out := map[string]string{}
	for name, e := range apperr.FieldsOf(err) {
		out[name] = e.Code
	}
	return out
}
