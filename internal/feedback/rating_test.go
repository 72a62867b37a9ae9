package feedback_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
)

// business-rules 10: only real buyers, one rating for each service.
func TestOnlyWhoBoughtRatesAndOnlyOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, id := t.Context(), m.bought(m.Buyer)
		for name, tc := range map[string]struct {
			who  account.Actor
			id   string
			want error
		}{
			"another buyer":   {m.Stranger(), id, instance.ErrNotFound},
			"the seller":      {m.Seller, id, instance.ErrNotFound},
			"an operator":     {m.Operator, id, account.ErrForbidden},
			"nobody":          {account.Actor{}, id, account.ErrUnauthenticated},
			"no such service": {m.Buyer, "ins_0", instance.ErrNotFound},
			"its own product": {m.Seller, m.bought(m.Seller), feedback.ErrOwnProduct},
		} {
			_, err := m.Rate(ctx, feedback.RateInput{Actor: tc.who, InstanceID: tc.id, Opinion: opinion(5)})
			refused(t, name, err, tc.want)
		}
		r, err := m.Rate(ctx, feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: opinion(5)})
		if err != nil || r.State != feedback.RatingPublic || r.ProductID != m.product {
			t.Fatalf("%+v, %v", r, err)
		}
		_, err = m.Rate(ctx, feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: opinion(1)})
		refused(t, "again", err, feedback.ErrRated)
		if got, ok, err := m.RatingOf(ctx, m.Buyer, id); err != nil || !ok || got.ID != r.ID {
			t.Errorf("rating of the service: %+v, %t, %v", got, ok, err)
		}
		if _, ok, err := m.RatingOf(ctx, m.Stranger(), id); ok || err != nil {
			t.Errorf("a stranger finds it: %v", err)
		}
		m.told(m.Seller, notify.RatingReceived, 1)
		if got := m.score(m.product) + ", " + m.score(m.live.SellerID); got != "5.0 of 1, 5.0 of 1" {
			t.Error(got)
		}
	})
}

func TestOfManyWhoRateAServiceAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		id := m.bought(m.Buyer)
		done := atOnce(t, 6, feedback.ErrRated, func() error {
			_, err := m.Rate(t.Context(), feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: opinion(4)})
			return err
		})
		if got := m.score(m.product); done != 1 || got != "4.0 of 1" {
			t.Errorf("%d rated it; scores %s", done, got)
		}
	})
}

// atOnce runs fn n times at once and says how often it went well; every other time it must end with want.
func atOnce(t *testing.T, n int, want error, fn func() error) int {
	t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range errs {
		wg.Go(func() { errs[i] = fn() })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if k := apperr.Of(err); k.Code != apperr.Of(want).Code && k.Code != feedback.ErrChanged.Code {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	return done
}

// business-rules 10: the scores of a product and its seller are right whatever happens at the same time.
func TestScoresAreTheSumsOfWhatIsShown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		services := make([]string, 9)
		for i := range services {
			services[i] = m.bought(m.Buyer)
		}
		var wg sync.WaitGroup
		for i, id := range services { // 3 4 5, three times
			wg.Go(func() {
				if _, err := m.Rate(ctx, feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: opinion(3 + i%3)}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		s, err := m.Score(ctx, m.product)
		m.must(err)
		if diff := cmp.Diff([5]int64{0, 0, 3, 3, 3}, s.Stars); diff != "" || s.Average() != "4.0" || s.Share(5) != 33 {
			t.Errorf("%+v %s", s, diff)
		}
		list, err := m.Ratings(ctx, m.Buyer, feedback.RatingFilter{Stars: 5}, page.Request{})
		m.must(err)
		hidden, amended := list.Items[0], list.Items[1]
		for range 4 {
			wg.Go(func() {
				_, err := m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: hidden.ID, Reason: "advertising"})
				if k := apperr.Of(err); k != nil && k.Code != feedback.ErrNotShown.Code && k.Code != feedback.ErrChanged.Code {
					t.Error(err)
				}
			})
			wg.Go(func() {
				_, err := m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: amended.ID, Opinion: opinion(3)})
				if k := apperr.Of(err); k != nil && k.Code != feedback.ErrAmended.Code && k.Code != feedback.ErrChanged.Code {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, subject := range []string{m.product, m.live.SellerID} {
			s, err := m.Score(ctx, subject)
			m.must(err)
			if diff := cmp.Diff([5]int64{0, 0, 4, 3, 1}, s.Stars); diff != "" || s.Ratings != 8 || s.Quality != 29 || s.Average() != "3.6" {
				t.Errorf("%s: %+v %s", subject, s, diff)
			}
		}
		if _, err := m.ShowRating(ctx, feedback.HideInput{Actor: m.Operator, ID: hidden.ID}); err != nil {
			t.Error(err)
		}
		if got := m.score(m.product); got != "3.8 of 9" {
			t.Errorf("shown again: %s", got)
		}
	})
}

// business-rules 10: a rating with two stars or fewer is hidden for 48 hours, in which both sides talk.
func TestABadRatingIsNegotiatedFor48Hours(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		for sum, stars := range map[[3]int]int{{1, 1, 1}: 1, {1, 1, 2}: 1, {1, 2, 2}: 2, {1, 1, 5}: 2, {2, 2, 3}: 2, {2, 2, 4}: 3, {1, 3, 4}: 3, {5, 5, 4}: 5, {5, 4, 4}: 4} {
			if s := (feedback.Scores{Quality: sum[0], Service: sum[1], Delivery: sum[2]}); s.Stars() != stars || s.Bad() != (stars <= 2) {
				t.Errorf("%v: %d stars, bad %t; want %d", sum, s.Stars(), s.Bad(), stars)
			}
		}
		r := m.rated(m.Buyer, opinion(2))
		if r.State != feedback.RatingNegotiating || r.DueAt.Sub(r.CreatedAt) != 48*time.Hour {
			t.Fatalf("%+v", r)
		}
		m.told(m.Seller, notify.RatingBad, 1)
		m.told(m.Seller, notify.RatingReceived, 0)
		shown := func() int {
			list, err := m.Shown(ctx, m.product, feedback.ShownFilter{}, page.Request{})
			m.must(err)
			return len(list.Items)
		}
		_, err := m.Reply(ctx, feedback.ReplyInput{Actor: m.Seller, RatingID: r.ID, Text: "Thank you"})
		refused(t, "a reply to what is hidden", err, feedback.ErrReplied)
		_, err = m.FollowUp(ctx, feedback.FollowUpInput{Actor: m.Buyer, RatingID: r.ID, Text: "Still bad"})
		refused(t, "a follow-up of what is hidden", err, feedback.ErrFollowedUp)
		for _, x := range []struct {
			who  account.Actor
			text string
		}{{m.Seller, "What went wrong?"}, {m.Buyer, "It was slow."}, {m.Seller, "We mend that."}} {
			if _, err := m.Negotiate(ctx, feedback.NegotiateInput{Actor: x.who, RatingID: r.ID, Text: x.text}); err != nil {
				t.Fatal(err)
			}
		}
		m.told(m.Buyer, notify.RatingTalk, 2)
		m.told(m.Seller, notify.RatingTalk, 1)
		talks, err := m.Talks(ctx, m.Seller, r.ID)
		if err != nil || len(talks) != 3 || talks[0].Side != feedback.SideSeller || talks[1].Text != "It was slow." {
			t.Errorf("%+v, %v", talks, err)
		}
		for name, who := range map[string]account.Actor{"another buyer": m.Stranger(), "another seller": m.Other()} {
			_, err := m.Negotiate(ctx, feedback.NegotiateInput{Actor: who, RatingID: r.ID, Text: "Hello"})
			refused(t, name, err, feedback.ErrRatingNotFound)
			_, err = m.Talks(ctx, who, r.ID)
			refused(t, name+" reads", err, feedback.ErrRatingNotFound)
		}
		_, err = m.Negotiate(ctx, feedback.NegotiateInput{Actor: m.Operator, RatingID: r.ID, Text: "Hello"})
		refused(t, "an operator", err, account.ErrForbidden)

		m.Clock.Advance(48*time.Hour - time.Second)
		m.must(m.RunDue(ctx))
		if n := shown(); n != 0 || m.score(m.product) != " of 0" {
			t.Errorf("%d are shown a second too early", n)
		}
		due, err := m.NextDue(ctx)
		if err != nil || !due.Equal(r.DueAt) {
			t.Errorf("due %v, %v", due, err)
		}
		m.Clock.Advance(time.Second)
		_, err = m.Negotiate(ctx, feedback.NegotiateInput{Actor: m.Buyer, RatingID: r.ID, Text: "Hello"})
		refused(t, "talk when the time is over", err, feedback.ErrNotNegotiating)
		atOnce(t, 3, nil, func() error { return m.RunDue(ctx) })
		if n := shown(); n != 1 || m.score(m.product) != "2.0 of 1" {
			t.Errorf("%d are shown in time; scores %s", n, m.score(m.product))
		}
		m.told(m.Buyer, notify.RatingPublished, 1)
		m.told(m.Seller, notify.RatingPublished, 1)
		if due, err := m.NextDue(ctx); err != nil || !due.IsZero() {
			t.Errorf("due %v, %v", due, err)
		}
	})
}

func TestANegotiationHasABoundedNumberOfMessages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		r := m.rated(m.Buyer, opinion(1))
		for i := range feedback.MaxTalks {
			if _, err := m.Negotiate(t.Context(), feedback.NegotiateInput{Actor: m.Buyer, RatingID: r.ID, Text: fmt.Sprint("message ", i)}); err != nil {
				t.Fatal(err)
			}
		}
		_, err := m.Negotiate(t.Context(), feedback.NegotiateInput{Actor: m.Seller, RatingID: r.ID, Text: "one more"})
		refused(t, "one more", err, feedback.ErrTalked)
	})
}

// business-rules 10: amended once in 30 days; that ends the negotiation.
func TestARatingIsAmendedOnceWithin30Days(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		r := m.rated(m.Buyer, opinion(1))
		_, err := m.Amend(ctx, feedback.AmendInput{Actor: m.Stranger(), RatingID: r.ID, Opinion: opinion(5)})
		refused(t, "another buyer", err, feedback.ErrRatingNotFound)
		done := atOnce(t, 4, feedback.ErrAmended, func() error {
			_, err := m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: r.ID, Opinion: opinion(4)})
			return err
		})
		got, err := m.Rating(ctx, m.Buyer, r.ID)
		if err != nil || done != 1 || got.State != feedback.RatingAmended || !got.DueAt.IsZero() || got.Text != "stars: 4" || m.score(m.product) != "4.0 of 1" {
			t.Errorf("%d amended it: %+v, %v, %s", done, got, err, m.score(m.product))
		}
		m.told(m.Seller, notify.RatingAmended, 1)
		late := m.rated(m.Buyer, opinion(5))
		m.Clock.Advance(30*24*time.Hour - time.Second)
		onTime := m.rated(m.Buyer, opinion(5))
		_, err = m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: onTime.ID, Opinion: opinion(4)})
		m.must(err)
		m.Clock.Advance(time.Second)
		_, err = m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: late.ID, Opinion: opinion(4)})
		refused(t, "after 30 days", err, feedback.ErrAmended)
	})
}

// Who rates well first and badly afterwards does not evade the negotiation.
func TestARatingThatBecomesBadIsNegotiatedThen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, r := t.Context(), m.rated(m.Buyer, opinion(5))
		got, err := m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: r.ID, Opinion: opinion(1)})
		if err != nil || got.State != feedback.RatingNegotiating || m.score(m.product) != " of 0" {
			t.Fatalf("%+v, %v, %s", got, err, m.score(m.product))
		}
		m.told(m.Seller, notify.RatingBad, 1)
		_, err = m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: r.ID, Opinion: opinion(5)})
		refused(t, "a second time", err, feedback.ErrAmended)
		m.Clock.Advance(48 * time.Hour)
		m.must(m.RunDue(ctx))
		if got := m.score(m.product); got != "1.0 of 1" {
			t.Error(got)
		}
		m.told(m.Seller, notify.RatingPublished, 1)
	})
}

// business-rules 10: one follow-up in 90 days, one reply.
func TestARatingIsFollowedUpAndRepliedToOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, r := t.Context(), m.rated(m.Buyer, opinion(4))
		_, err := m.Reply(ctx, feedback.ReplyInput{Actor: m.Other(), RatingID: r.ID, Text: "Thank you"})
		refused(t, "another seller", err, feedback.ErrRatingNotFound)
		_, err = m.Reply(ctx, feedback.ReplyInput{Actor: m.Buyer, RatingID: r.ID, Text: "Thank you"})
		refused(t, "the buyer", err, account.ErrForbidden)
		done := atOnce(t, 4, feedback.ErrReplied, func() error {
			_, err := m.Reply(ctx, feedback.ReplyInput{Actor: m.Seller, RatingID: r.ID, Text: "Thank you"})
			return err
		})
		m.told(m.Buyer, notify.RatingReplied, 1)
		m.Clock.Advance(90*24*time.Hour - time.Second)
		followed := atOnce(t, 4, feedback.ErrFollowedUp, func() error {
			_, err := m.FollowUp(ctx, feedback.FollowUpInput{Actor: m.Buyer, RatingID: r.ID, Text: "Still good"})
			return err
		})
		got, err := m.Rating(ctx, m.Operator, r.ID)
		if err != nil || done != 1 || followed != 1 || got.Reply != "Thank you" || got.FollowUp != "Still good" || m.score(m.product) != "4.0 of 1" {
			t.Errorf("%d replied, %d followed up: %+v, %v", done, followed, got, err)
		}
		m.told(m.Seller, notify.RatingFollowedUp, 1)
		late := m.rated(m.Buyer, opinion(4))
		m.Clock.Advance(90 * 24 * time.Hour)
		_, err = m.FollowUp(ctx, feedback.FollowUpInput{Actor: m.Buyer, RatingID: late.ID, Text: "Still good"})
		refused(t, "after 90 days", err, feedback.ErrFollowedUp)
	})
}

// business-rules 10: three scores of 1 to 5, tags of the list, 500 characters, 5 images, no sensitive word.
func TestWhatIsWrongWithARatingIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, id := t.Context(), m.bought(m.Buyer)
		used := m.picture(m.Buyer, blob.PurposeRating)
		first := opinion(5)
		first.Pictures = []string{used}
		m.rated(m.Buyer, first)
		six := make([]string, 6)
		for i := range six {
			six[i] = m.picture(m.Buyer, blob.PurposeRating)
		}
		with := func(change func(*feedback.Opinion)) feedback.Opinion {
			o := opinion(4)
			change(&o)
			return o
		}
		for name, tc := range map[string]struct {
			o    feedback.Opinion
			want map[string]string
		}{
			"nothing":        {feedback.Opinion{}, map[string]string{"quality": "rating_score", "service": "rating_score", "delivery": "rating_score"}},
			"six stars":      {with(func(o *feedback.Opinion) { o.Service = 6 }), map[string]string{"service": "rating_score"}},
			"501 characters": {with(func(o *feedback.Opinion) { o.Text = strings.Repeat("好", 501) }), map[string]string{"text": "feedback_too_long"}},
			"a made-up tag":  {with(func(o *feedback.Opinion) { o.Tags = []string{"<b>"} }), map[string]string{"tags": "rating_tags"}},
			"a tag twice":    {with(func(o *feedback.Opinion) { o.Tags = []string{"stable", "stable"} }), map[string]string{"tags": "rating_tags"}},
			"six tags": {with(func(o *feedback.Opinion) {
				o.Tags = []string{"stable", "easy_to_use", "good_value", "rich_features", "fast_delivery", "helpful_support"}
			}), map[string]string{"tags": "rating_tags"}},
			"six pictures":             {with(func(o *feedback.Opinion) { o.Pictures = six }), map[string]string{"pictures": "rating_pictures"}},
			"a picture twice":          {with(func(o *feedback.Opinion) { o.Pictures = []string{six[0], six[0]} }), map[string]string{"pictures": "rating_pictures"}},
			"a picture of another":     {with(func(o *feedback.Opinion) { o.Pictures = []string{m.picture(m.Seller, blob.PurposeRating)} }), map[string]string{"pictures": "rating_picture"}},
			"a file of another kind":   {with(func(o *feedback.Opinion) { o.Pictures = []string{m.picture(m.Buyer, blob.PurposeLogo)} }), map[string]string{"pictures": "rating_picture"}},
			"a picture that is in use": {with(func(o *feedback.Opinion) { o.Pictures = []string{used} }), map[string]string{"pictures": "rating_picture"}},
			"no picture at all":        {with(func(o *feedback.Opinion) { o.Pictures = []string{"blb_0"} }), map[string]string{"pictures": "rating_picture"}},
			"a word of the list":       {with(func(o *feedback.Opinion) { o.Text = "请 加 微 信 详谈" }), map[string]string{"text": "sensitive_word"}},
			"the same, hidden":         {with(func(o *feedback.Opinion) { o.Text = "请加*微\u200b信" }), map[string]string{"text": "sensitive_word"}},
			"in English":               {with(func(o *feedback.Opinion) { o.Text = "This is ＢＵＬＬＳＨＩＴ!" }), map[string]string{"text": "sensitive_word"}},
		} {
			_, err := m.Rate(ctx, feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: tc.o})
			if diff := cmp.Diff(tc.want, fields(err)); diff != "" {
				t.Errorf("%s: %s (%v)", name, diff, err)
			}
		}
		_, err := m.Rate(ctx, feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: with(func(o *feedback.Opinion) { o.Text = "加微信" })})
		if got := apperr.FieldsOf(err)["text"].Text("zh"); !strings.Contains(got, "加微信") {
			t.Errorf("the error does not name the word: %s", got)
		}
		good := with(func(o *feedback.Opinion) { // words that only look like those of the list
			o.Text, o.Tags, o.Pictures = "Casinova and Scunthorpe 都很好 <script>alert(1)</script>", []string{"stable", "good_value"}, six[:5]
		})
		r, err := m.Rate(ctx, feedback.RateInput{Actor: m.Buyer, InstanceID: id, Opinion: good})
		if err != nil || len(r.Pictures) != 5 || r.Text != good.Text {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// The pictures of a rating are everybody's while it is shown, and those of its sides and operators otherwise.
func TestPicturesAreSeenWithTheirRating(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, file := t.Context(), m.picture(m.Buyer, blob.PurposeRating)
		o := opinion(1)
		o.Pictures = []string{file}
		r := m.rated(m.Buyer, o)
		stranger, other := m.Stranger(), m.Other()
		sees := func(who account.Actor, want error) {
			t.Helper()
			refused(t, who.Name, m.Sees(ctx, who, file), want)
		}
		sees(account.Actor{}, blob.ErrNotFound)
		sees(stranger, blob.ErrNotFound)
		sees(other, blob.ErrNotFound)
		for _, who := range []account.Actor{m.Buyer, m.Seller, m.Operator} {
			sees(who, nil)
		}
		m.Clock.Advance(48 * time.Hour)
		m.must(m.RunDue(ctx))
		sees(account.Actor{}, nil)
		_, err := m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID, Reason: "not a picture of it"})
		m.must(err)
		sees(stranger, blob.ErrNotFound)
		refused(t, "no rating's", m.Sees(ctx, m.Buyer, m.picture(m.Buyer, blob.PurposeRating)), blob.ErrNotFound)
	})
}

// business-rules 10: public → hidden by operator, who says why.
func TestOperatorsHideAndShowRatings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, r := t.Context(), m.rated(m.Buyer, opinion(5))
		for name, who := range map[string]account.Actor{"the buyer": m.Buyer, "the seller": m.Seller, "finance": m.Staff(account.RoleFinance)} {
			_, err := m.HideRating(ctx, feedback.HideInput{Actor: who, ID: r.ID, Reason: "no good"})
			refused(t, name, err, account.ErrForbidden)
			_, err = m.ShowRating(ctx, feedback.HideInput{Actor: who, ID: r.ID})
			refused(t, name, err, account.ErrForbidden)
		}
		_, err := m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID})
		if diff := cmp.Diff(map[string]string{"reason": "feedback_too_short"}, fields(err)); diff != "" {
			t.Error(diff)
		}
		_, err = m.ShowRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID})
		refused(t, "show what is shown", err, feedback.ErrNotHidden)
		got, err := m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID, Reason: "advertising"})
		if err != nil || got.State != feedback.RatingHidden || got.HiddenReason != "advertising" || m.score(m.product) != " of 0" {
			t.Errorf("%+v, %v", got, err)
		}
		_, err = m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID, Reason: "advertising"})
		refused(t, "again", err, feedback.ErrNotShown)
		_, err = m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: "rat_0", Reason: "advertising"})
		refused(t, "no such rating", err, feedback.ErrRatingNotFound)
		for name, err := range map[string]error{
			"amend": func() error {
				_, err := m.Amend(ctx, feedback.AmendInput{Actor: m.Buyer, RatingID: r.ID, Opinion: opinion(4)})
				return err
			}(),
			"follow up": func() error {
				_, err := m.FollowUp(ctx, feedback.FollowUpInput{Actor: m.Buyer, RatingID: r.ID, Text: "more"})
				return err
			}(),
		} {
			if apperr.Of(err).Kind != apperr.FailedPrecondition {
				t.Errorf("%s what is hidden: %v", name, err)
			}
		}
		m.told(m.Buyer, notify.RatingHidden, 1)
		got, err = m.ShowRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID})
		if err != nil || got.State != feedback.RatingPublic || m.score(m.product) != "5.0 of 1" {
			t.Errorf("%+v, %v", got, err)
		}
		m.told(m.Buyer, notify.RatingShown, 1)
	})
}

func TestRatingsAreListedToTheirSides(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		m.rated(m.Buyer, opinion(1))
		good := m.rated(m.Buyer, opinion(5))
		m.rated(m.Stranger(), opinion(3))
		_, err := m.Reply(ctx, feedback.ReplyInput{Actor: m.Seller, RatingID: good.ID, Text: "Thanks"})
		m.must(err)
		for name, tc := range map[string]struct {
			who  account.Actor
			f    feedback.RatingFilter
			want int
		}{
			"the buyer's":         {m.Buyer, feedback.RatingFilter{}, 2},
			"the seller's":        {m.Seller, feedback.RatingFilter{}, 3},
			"another seller's":    {m.Other(), feedback.RatingFilter{}, 0},
			"the seller as buyer": {m.Seller.As(account.Buyer), feedback.RatingFilter{}, 0},
			"an operator's":       {m.Operator, feedback.RatingFilter{}, 3},
			"in negotiation":      {m.Seller, feedback.RatingFilter{State: feedback.RatingNegotiating}, 1},
			"to reply to":         {m.Seller, feedback.RatingFilter{Unreplied: true}, 1},
			"with three stars":    {m.Seller, feedback.RatingFilter{Stars: 3}, 1},
			"by text":             {m.Seller, feedback.RatingFilter{Text: "STARS: 5"}, 1},
			"of another product":  {m.Seller, feedback.RatingFilter{ProductID: "prd_0"}, 0},
		} {
			list, err := m.Ratings(ctx, tc.who, tc.f, page.Request{})
			if err != nil || len(list.Items) != tc.want {
				t.Errorf("%s: %d, %v; want %d", name, len(list.Items), err, tc.want)
			}
		}
		var seen []string
		for req := (page.Request{Limit: 1}); ; {
			list, err := m.Shown(ctx, m.product, feedback.ShownFilter{}, req)
			m.must(err)
			for _, r := range list.Items {
				seen = append(seen, r.ID)
			}
			if req.Cursor = list.Next; req.Cursor == "" {
				break
			}
		}
		if len(seen) != 2 || seen[1] != good.ID {
			t.Errorf("page by page: %v", seen)
		}
		if w, err := m.Waiting(ctx, m.Seller); err != nil || w.Negotiations != 1 {
			t.Errorf("%+v, %v", w, err)
		}
		_, err = m.Shown(ctx, m.product, feedback.ShownFilter{}, page.Request{Cursor: "?"})
		refused(t, "a damaged cursor", err, page.ErrBadCursor)
	})
}
