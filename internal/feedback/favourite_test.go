package feedback_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/storage"
)

// business-rules 6.2: add, list, cancel; a product off sale stays in the list.
func TestFavouritesAreAddedListedAndRemoved(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		second := m.another("second")
		for _, id := range []string{m.product, second, m.product} {
			m.must(m.AddFavourite(ctx, m.Buyer, id))
			m.Clock.Advance(time.Second)
		}
		refused(t, "no such product", m.AddFavourite(ctx, m.Buyer, "prd_0"), catalog.ErrProductNotFound)
		refused(t, "nobody", m.AddFavourite(ctx, account.Actor{}, m.product), account.ErrUnauthenticated)
		refused(t, "an operator", m.AddFavourite(ctx, m.Operator, m.product), account.ErrForbidden)
		ids := func(who account.Actor) (out []string) {
			for req := (page.Request{Limit: 1}); ; {
				list, err := m.Favourites(ctx, who, req)
				m.must(err)
				for _, f := range list.Items {
					out = append(out, f.ProductID)
				}
				if req.Cursor = list.Next; req.Cursor == "" {
					return out
				}
			}
		}
		m.must(m.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return m.Catalog.TakeDownTx(ctx, tx, account.Actor{}, second, "")
		}))
		if diff := cmp.Diff([]string{second, m.product}, ids(m.Buyer)); diff != "" {
			t.Error(diff)
		}
		if got := ids(m.Seller.As(account.Buyer)); len(got) != 0 {
			t.Errorf("somebody else's: %v", got)
		}
		m.must(m.RemoveFavourite(ctx, m.Buyer, second))
		m.must(m.RemoveFavourite(ctx, m.Buyer, second))
		m.must(m.RemoveFavourite(ctx, m.Seller, m.product)) // not in this one's list
		set, err := m.FavouriteIDs(ctx, m.Buyer)
		if diff := cmp.Diff(map[string]bool{m.product: true}, set); diff != "" || err != nil {
			t.Errorf("%s %v", diff, err)
		}
	})
}

// another is one more product on sale.
func (m *market) another(name string) string {
	m.t.Helper()
	return m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Name.ZH, p.Name.EN = "云"+name, name })
}

func TestTheLastTwentyProductsThatSomebodyLookedAtAreKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		other := m.another("other")
		for _, id := range []string{m.product, other, m.product} { // the third is within ten minutes of the first
			m.must(m.See(ctx, m.Buyer, id))
			m.Clock.Advance(time.Minute)
		}
		got, err := m.Views(ctx, m.Buyer)
		if diff := cmp.Diff([]string{other, m.product}, got); diff != "" || err != nil {
			t.Errorf("%s %v", diff, err)
		}
		m.Clock.Advance(10 * time.Minute)
		m.must(m.See(ctx, m.Buyer, m.product))
		for i := range feedback.MaxSeen - 1 {
			m.must(m.See(ctx, m.Buyer, "prd_"+strings.Repeat("0", 25)+string(rune('a'+i))))
			m.Clock.Advance(time.Second)
		}
		got, err = m.Views(ctx, m.Buyer)
		if err != nil || len(got) != feedback.MaxSeen || slices.Contains(got, other) || got[feedback.MaxSeen-1] != m.product {
			t.Errorf("%v, %v", got, err)
		}
		sale, err := m.OnSale(ctx, got)
		if err != nil || len(sale) != 1 || sale[0].ProductID != m.product {
			t.Errorf("on sale: %+v, %v", sale, err)
		}
		m.must(m.See(ctx, account.Actor{}, m.product)) // a visitor's are in its browser
		m.must(m.See(ctx, m.Operator, m.product))
		if _, err := m.Views(ctx, m.Operator); err == nil {
			t.Error("an operator has a list")
		}
	})
}

func TestOfAClosedAccountOnlyWhatWasShownStaysWithoutItsName(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, o := t.Context(), opinion(5)
		o.Pictures = []string{m.picture(m.Buyer, blob.PurposeRating)}
		good, bad := m.rated(m.Buyer, o), m.rated(m.Buyer, opinion(1))
		_, err := m.Negotiate(ctx, feedback.NegotiateInput{Actor: m.Buyer, RatingID: bad.ID, Text: "It was slow."})
		m.must(err)
		answered, waiting := m.answered(m.Buyer), m.asked(m.Buyer)
		report := m.reported(m.Buyer, feedback.KindProduct, m.product)
		m.must(m.AddFavourite(ctx, m.Buyer, m.product))
		m.must(m.See(ctx, m.Buyer, m.product))
		before, err := m.Score(ctx, m.product)
		m.must(err)
		m.Clock.Advance(40 * 24 * time.Hour) // the services run out
		m.must(m.Privacy.Close(ctx, privacy.CloseInput{Actor: m.Buyer, Login: m.Buyer.Name, Proof: apptest.Password}))

		if r, err := m.Rating(ctx, m.Operator, good.ID); err != nil || r.BuyerName != "" || len(r.Pictures) != 0 || r.Text != o.Text {
			t.Errorf("what was shown: %+v, %v", r, err)
		}
		_, err = m.Rating(ctx, m.Operator, bad.ID)
		refused(t, "what was not shown", err, feedback.ErrRatingNotFound)
		if x, err := m.Question(ctx, m.Operator, answered.ID); err != nil || x.BuyerName != "" {
			t.Errorf("%+v, %v", x, err)
		}
		_, err = m.Question(ctx, m.Operator, waiting.ID)
		refused(t, "an open question", err, feedback.ErrQuestionNotFound)
		if x, err := m.ReportByID(ctx, m.Operator, report.ID); err != nil || x.ReporterName != "" {
			t.Errorf("%+v, %v", x, err)
		}
		after, err := m.Score(ctx, m.product)
		if err != nil || after.Ratings != 1 || after.Rev == before.Rev {
			t.Errorf("scores %+v, %v", after, err)
		}
		set, err := m.FavouriteIDs(ctx, m.Buyer)
		views, err2 := m.Views(ctx, m.Buyer)
		if len(set)+len(views) != 0 || err != nil || err2 != nil {
			t.Errorf("%v %v", set, views)
		}
		if _, err := m.Blobs.Get(ctx, o.Pictures[0]); err == nil {
			t.Error("a picture is left")
		}
	})
}
