package api

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type shownRatingsInput struct {
	PageInput
	IDInput
	Stars    int  `query:"stars" minimum:"0" maximum:"5" doc:"With so many stars only."`
	Pictures bool `query:"pictures" doc:"With pictures only."`
}

type ratingsInput struct {
	PageInput
	State     string `query:"state" enum:"pending_negotiation,public,amended,hidden" doc:"In one state only."`
	ProductID string `query:"product_id" maxLength:"64" doc:"Of one product only."`
	Stars     int    `query:"stars" minimum:"0" maximum:"5" doc:"With so many stars only."`
	Unreplied bool   `query:"unreplied" doc:"Shown, and not replied to."`
	Q         string `query:"q" maxLength:"200" doc:"Part of the product's name or of what was said."`
}

// opinionBody is what a buyer says.
type opinionBody struct {
	Scores   scoresView `json:"scores"`
	Tags     []string   `json:"tags,omitempty" maxItems:"20" doc:"At most 5 of easy_to_use, stable, rich_features, fast_delivery, helpful_support, good_value, hard_to_use, unstable, missing_features, slow_delivery, slow_support, not_as_described."`
	Text     string     `json:"text,omitempty" maxLength:"4000" doc:"At most 500 characters."`
	Pictures []string   `json:"pictures,omitempty" maxItems:"20" doc:"Ids of at most 5 files that were uploaded for the purpose rating."`
}

func (b opinionBody) opinion() feedback.Opinion {
	return feedback.Opinion{Scores: feedback.Scores(b.Scores), Tags: b.Tags, Text: b.Text, Pictures: b.Pictures}
}

type opinionInput struct {
	IDInput
	Body opinionBody
}

// saidInput is a text that somebody adds to something.
type saidInput struct {
	IDInput
	Body struct {
		Text string `json:"text" maxLength:"4000"`
	}
}

// hideInput says why something is hidden.
type hideInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" maxLength:"2000" doc:"2 to 300 characters; its author reads it."`
	}
}

func (s *server) ratings() {
	changed := []*apperr.Error{feedback.ErrRatingNotFound, feedback.ErrChanged, feedback.ErrSensitive}
	buyers, sellers, operators := need(account.BuyerServices), need(account.SellerRatings), need(account.OperatorFeedback)
	sides := need(account.BuyerServices, account.SellerRatings, account.OperatorFeedback)
	register(s, operation{id: "get-product-scores", method: get, path: "/products/{id}/scores", tag: tagFeedback, summary: "Get what a product's ratings come to",
		description: "Of a product on sale.", needs: need(account.Public), service: []string{"feedback.Score", "catalog.Live"}, errors: []*apperr.Error{catalog.ErrProductNotFound}},
		func(ctx context.Context, in *IDInput) (*output[summaryView], error) {
			if _, err := s.Catalog.Live(ctx, in.ID); err != nil {
				return nil, err
			}
			x, err := s.Feedback.Score(ctx, in.ID)
			return answer(summaryOf(x), err)
		})
	register(s, operation{id: "get-seller-scores", method: get, path: "/sellers/{id}/scores", tag: tagFeedback, summary: "Get what a seller's ratings come to",
		description: "Over all its products.", needs: need(account.Public), service: []string{"feedback.Score", "seller.PublicStorefront"}, errors: []*apperr.Error{seller.ErrSellerNotFound}},
		func(ctx context.Context, in *IDInput) (*output[summaryView], error) {
			front, err := s.Sellers.PublicStorefront(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			x, err := s.Feedback.Score(ctx, front.Seller.ID)
			return answer(summaryOf(x), err)
		})
	register(s, operation{id: "list-product-ratings", method: get, path: "/products/{id}/ratings", tag: tagFeedback, summary: "List the ratings of a product",
		description: "Those that are shown, the newest first.", needs: need(account.Public), service: []string{"feedback.Shown", "catalog.Live"},
		errors: []*apperr.Error{catalog.ErrProductNotFound, page.ErrBadCursor}},
		func(ctx context.Context, in *shownRatingsInput) (*listOutput[shownRatingView], error) {
			if _, err := s.Catalog.Live(ctx, in.ID); err != nil {
				return nil, err
			}
			p, err := s.Feedback.Shown(ctx, in.ID, feedback.ShownFilter{Stars: in.Stars, Pictures: in.Pictures}, in.request())
			return listed(p, shownRatingOf), err
		})
	register(s, operation{id: "rate-instance", method: post, path: "/instances/{id}/rating", tag: tagFeedback, summary: "Rate a purchased service",
		description: "Once for each service. A rating with two stars or fewer is negotiated with the seller for 48 hours before it is shown.", needs: buyers,
		service: []string{"feedback.Rate"}, status: http.StatusCreated, errors: []*apperr.Error{instance.ErrNotFound, feedback.ErrRated, feedback.ErrOwnProduct, feedback.ErrSensitive}},
		func(ctx context.Context, in *opinionInput) (*output[ratingView], error) {
			r, err := s.Feedback.Rate(ctx, feedback.RateInput{Actor: actor(ctx), InstanceID: in.ID, Opinion: in.Body.opinion()})
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "list-ratings", method: get, path: "/ratings", tag: tagFeedback, summary: "List ratings",
		description: "Buyers see their own, sellers those of their products, operators all; the newest first.", needs: sides, service: []string{"feedback.Ratings"},
		errors: []*apperr.Error{page.ErrBadCursor, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *ratingsInput) (*listOutput[ratingView], error) {
			p, err := s.Feedback.Ratings(ctx, actor(ctx), feedback.RatingFilter{State: in.State, ProductID: in.ProductID, Stars: in.Stars, Unreplied: in.Unreplied, Text: in.Q},
				in.request())
			return listed(p, ratingOf), err
		})
	register(s, operation{id: "get-rating", method: get, path: "/ratings/{id}", tag: tagFeedback, summary: "Get a rating", description: "For its buyer, its seller and operators.",
		needs: sides, service: []string{"feedback.Rating"}, errors: []*apperr.Error{feedback.ErrRatingNotFound, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *IDInput) (*output[ratingView], error) {
			r, err := s.Feedback.Rating(ctx, actor(ctx), in.ID)
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "amend-rating", method: put, path: "/ratings/{id}", tag: tagFeedback, summary: "Amend a rating",
		description: "Once, within 30 days. It ends a negotiation.", needs: buyers, service: []string{"feedback.Amend"}, errors: append(changed, feedback.ErrAmended)},
		func(ctx context.Context, in *opinionInput) (*output[ratingView], error) {
			r, err := s.Feedback.Amend(ctx, feedback.AmendInput{Actor: actor(ctx), RatingID: in.ID, Opinion: in.Body.opinion()})
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "follow-up-rating", method: post, path: "/ratings/{id}/follow-up", tag: tagFeedback, summary: "Follow a rating up",
		description: "Once, within 90 days, while it is shown.", needs: buyers, service: []string{"feedback.FollowUp"}, errors: append(changed, feedback.ErrFollowedUp)},
		func(ctx context.Context, in *saidInput) (*output[ratingView], error) {
			r, err := s.Feedback.FollowUp(ctx, feedback.FollowUpInput{Actor: actor(ctx), RatingID: in.ID, Text: in.Body.Text})
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "reply-to-rating", method: post, path: "/ratings/{id}/reply", tag: tagFeedback, summary: "Reply to a rating",
		description: "Once, while it is shown.", needs: sellers, service: []string{"feedback.Reply"}, errors: append(changed, feedback.ErrReplied, seller.ErrSellerNotFound)},
		func(ctx context.Context, in *saidInput) (*output[ratingView], error) {
			r, err := s.Feedback.Reply(ctx, feedback.ReplyInput{Actor: actor(ctx), RatingID: in.ID, Text: in.Body.Text})
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "list-rating-messages", method: get, path: "/ratings/{id}/messages", tag: tagFeedback, summary: "List the messages of a negotiation",
		description: "The oldest first.", needs: sides, service: []string{"feedback.Talks"}, errors: []*apperr.Error{feedback.ErrRatingNotFound, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *IDInput) (*listOutput[talkView], error) {
			list, err := s.Feedback.Talks(ctx, actor(ctx), in.ID)
			return listed(page.Of[feedback.Talk]{Items: list}, talkOf), err
		})
	register(s, operation{id: "negotiate-rating", method: post, path: "/ratings/{id}/messages", tag: tagFeedback, summary: "Say something in a negotiation",
		description: "The other side is told.", needs: need(account.BuyerServices, account.SellerRatings), service: []string{"feedback.Negotiate"},
		errors: append(changed, feedback.ErrNotNegotiating, feedback.ErrTalked, seller.ErrSellerNotFound)},
		func(ctx context.Context, in *saidInput) (*output[ratingView], error) {
			r, err := s.Feedback.Negotiate(ctx, feedback.NegotiateInput{Actor: actor(ctx), RatingID: in.ID, Text: in.Body.Text})
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "hide-rating", method: post, path: "/ratings/{id}/hide", tag: tagFeedback, summary: "Hide a rating", description: "Its buyer is told why.",
		needs: operators, service: []string{"feedback.HideRating"}, errors: append(changed, feedback.ErrNotShown)},
		func(ctx context.Context, in *hideInput) (*output[ratingView], error) {
			r, err := s.Feedback.HideRating(ctx, feedback.HideInput{Actor: actor(ctx), ID: in.ID, Reason: in.Body.Reason})
			return answer(ratingOf(r), err)
		})
	register(s, operation{id: "show-rating", method: post, path: "/ratings/{id}/show", tag: tagFeedback, summary: "Show a hidden rating again", description: "Its buyer is told.",
		needs: operators, service: []string{"feedback.ShowRating"}, errors: append(changed, feedback.ErrNotHidden)},
		func(ctx context.Context, in *IDInput) (*output[ratingView], error) {
			r, err := s.Feedback.ShowRating(ctx, feedback.HideInput{Actor: actor(ctx), ID: in.ID})
			return answer(ratingOf(r), err)
		})
}
