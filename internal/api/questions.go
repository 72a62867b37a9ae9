package api

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type shownQuestionsInput struct {
	PageInput
	IDInput
}

type questionsInput struct {
	PageInput
	State     string `query:"state" enum:"waiting,answered,hidden" doc:"In one state only."`
	ProductID string `query:"product_id" maxLength:"64" doc:"Of one product only."`
	Q         string `query:"q" maxLength:"200" doc:"Part of the product's name or of the question."`
}

func (s *server) questions() {
	changed := []*apperr.Error{feedback.ErrQuestionNotFound, feedback.ErrChanged}
	sides, operators := need(account.BuyerPurchase, account.SellerQuestions, account.OperatorFeedback), need(account.OperatorFeedback)
	register(s, operation{id: "list-product-questions", method: get, path: "/products/{id}/questions", tag: tagFeedback, summary: "List the questions about a product",
		description: "Those that are answered, the latest answer first.", needs: need(account.Public), service: []string{"feedback.Answered", "catalog.Live"},
		errors: []*apperr.Error{catalog.ErrProductNotFound, page.ErrBadCursor}},
		func(ctx context.Context, in *shownQuestionsInput) (*listOutput[shownQuestionView], error) {
			if _, err := s.Catalog.Live(ctx, in.ID); err != nil {
				return nil, err
			}
			p, err := s.Feedback.Answered(ctx, in.ID, in.request())
			return listed(p, shownQuestionOf), err
		})
	register(s, operation{id: "ask-question", method: post, path: "/products/{id}/questions", tag: tagFeedback, summary: "Ask about a product",
		description: "The seller is told. The question is shown when it is answered.", needs: need(account.BuyerPurchase), service: []string{"feedback.Ask"},
		status: http.StatusCreated, errors: []*apperr.Error{catalog.ErrProductNotFound, feedback.ErrOwnProduct, feedback.ErrTooOften, feedback.ErrSensitive}},
		func(ctx context.Context, in *saidInput) (*output[questionView], error) {
			x, err := s.Feedback.Ask(ctx, feedback.AskInput{Actor: actor(ctx), ProductID: in.ID, Text: in.Body.Text})
			return answer(questionOf(x), err)
		})
	register(s, operation{id: "list-questions", method: get, path: "/questions", tag: tagFeedback, summary: "List questions",
		description: "Buyers see what they asked, sellers what they were asked, operators all; the newest first.", needs: sides, service: []string{"feedback.Questions"},
		errors: []*apperr.Error{page.ErrBadCursor, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *questionsInput) (*listOutput[questionView], error) {
			p, err := s.Feedback.Questions(ctx, actor(ctx), feedback.QuestionFilter{State: in.State, ProductID: in.ProductID, Text: in.Q}, in.request())
			return listed(p, questionOf), err
		})
	register(s, operation{id: "get-question", method: get, path: "/questions/{id}", tag: tagFeedback, summary: "Get a question", description: "For who asked, the seller and operators.",
		needs: sides, service: []string{"feedback.Question"}, errors: []*apperr.Error{feedback.ErrQuestionNotFound, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *IDInput) (*output[questionView], error) {
			x, err := s.Feedback.Question(ctx, actor(ctx), in.ID)
			return answer(questionOf(x), err)
		})
	register(s, operation{id: "answer-question", method: post, path: "/questions/{id}/answer", tag: tagFeedback, summary: "Answer a question",
		description: "Once. Everybody can read both from then on, and who asked is told.", needs: need(account.SellerQuestions), service: []string{"feedback.Answer"},
		errors: append(changed, feedback.ErrAnswered, feedback.ErrSensitive, seller.ErrSellerNotFound)},
		func(ctx context.Context, in *saidInput) (*output[questionView], error) {
			x, err := s.Feedback.Answer(ctx, feedback.AnswerInput{Actor: actor(ctx), QuestionID: in.ID, Text: in.Body.Text})
			return answer(questionOf(x), err)
		})
	register(s, operation{id: "hide-question", method: post, path: "/questions/{id}/hide", tag: tagFeedback, summary: "Hide a question with its answer",
		description: "Who asked is told why.", needs: operators, service: []string{"feedback.HideQuestion"}, errors: append(changed, feedback.ErrNotShown)},
		func(ctx context.Context, in *hideInput) (*output[questionView], error) {
			x, err := s.Feedback.HideQuestion(ctx, feedback.HideInput{Actor: actor(ctx), ID: in.ID, Reason: in.Body.Reason})
			return answer(questionOf(x), err)
		})
	register(s, operation{id: "show-question", method: post, path: "/questions/{id}/show", tag: tagFeedback, summary: "Show a hidden question again",
		description: "Who asked is told.", needs: operators, service: []string{"feedback.ShowQuestion"}, errors: append(changed, feedback.ErrNotHidden)},
		func(ctx context.Context, in *IDInput) (*output[questionView], error) {
			x, err := s.Feedback.ShowQuestion(ctx, feedback.HideInput{Actor: actor(ctx), ID: in.ID})
			return answer(questionOf(x), err)
		})
}
