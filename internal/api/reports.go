package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type reportInput struct {
	Body struct {
		Kind      string `json:"kind" enum:"product,rating,question"`
		SubjectID string `json:"subject_id" maxLength:"64" doc:"The id of what should not be shown."`
		Reason    string `json:"reason" enum:"false_description,infringement,illegal,fake_rating,advertising,abuse,privacy,other"`
		Text      string `json:"text" maxLength:"4000" doc:"5 to 500 characters."`
	}
}

type reportsInput struct {
	PageInput
	State string `query:"state" enum:"open,accepted,dismissed,acted" doc:"In one state only."`
	Kind  string `query:"kind" enum:"product,rating,question" doc:"Of one kind only."`
	Q     string `query:"q" maxLength:"200" doc:"Part of the product's name or of the report."`
}

type decideReportInput struct {
	IDInput
	Body struct {
		Outcome   string `json:"outcome" enum:"accepted,dismissed,acted" doc:"acted hides the rating or the question, or takes the product off sale."`
		Note      string `json:"note" maxLength:"2000" doc:"2 to 300 characters; who reported reads it."`
		Malicious bool   `json:"malicious,omitempty" doc:"A dismissed report was made in bad faith."`
		Points    bool   `json:"points,omitempty" doc:"Takes the points of false reports from who reported, a seller."`
		Rev       int64  `json:"rev,omitempty" doc:"The revision of that seller's standing, as its record shows it."`
		Confirm   string `json:"confirm,omitempty" maxLength:"200" doc:"That seller's name, when the points end the cooperation."`
	}
}

func (s *server) reports() {
	operators := need(account.OperatorFeedback)
	register(s, operation{id: "create-report", method: post, path: "/reports", tag: tagFeedback, summary: "Report a product, a rating or a question",
		description: "Only what is shown. You are told what came of it; reports in bad faith cost a seller points.", needs: need(account.SignedIn),
		service: []string{"feedback.Report"}, status: http.StatusCreated, errors: []*apperr.Error{feedback.ErrNothingToReport, feedback.ErrReported, feedback.ErrTooOften}},
		func(ctx context.Context, in *reportInput) (*output[reportView], error) {
			x, err := s.Feedback.Report(ctx, feedback.ReportInput{Actor: actor(ctx), Kind: in.Body.Kind, SubjectID: in.Body.SubjectID, Reason: in.Body.Reason, Text: in.Body.Text})
			return answer(reportOf(x), err)
		})
	register(s, operation{id: "list-my-reports", method: get, path: "/me/reports", tag: tagFeedback, summary: "List what you reported", description: "The newest first.",
		needs: need(account.SignedIn), service: []string{"feedback.MyReports"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[reportView], error) {
			p, err := s.Feedback.MyReports(ctx, actor(ctx), in.request())
			return listed(p, reportOf), err
		})
	register(s, operation{id: "list-reports", method: get, path: "/reports", tag: tagFeedback, summary: "List reports", description: "The newest first.", needs: operators,
		service: []string{"feedback.Reports"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *reportsInput) (*listOutput[reportView], error) {
			p, err := s.Feedback.Reports(ctx, actor(ctx), feedback.ReportFilter{State: in.State, Kind: in.Kind, Text: in.Q}, in.request())
			return listed(p, reportOf), err
		})
	register(s, operation{id: "get-report", method: get, path: "/reports/{id}", tag: tagFeedback, summary: "Get a report", description: "For operators.", needs: operators,
		service: []string{"feedback.ReportByID"}, errors: []*apperr.Error{feedback.ErrReportNotFound}},
		func(ctx context.Context, in *IDInput) (*output[reportView], error) {
			x, err := s.Feedback.ReportByID(ctx, actor(ctx), in.ID)
			return answer(reportOf(x), err)
		})
	register(s, operation{id: "decide-report", method: post, path: "/reports/{id}/decide", tag: tagFeedback, summary: "Decide a report",
		description: "Once; what the decision does happens with it. Who reported is told.", needs: operators, service: []string{"feedback.Decide"},
		errors: []*apperr.Error{feedback.ErrReportNotFound, feedback.ErrReportState, feedback.ErrChanged, seller.ErrStandingChanged, seller.ErrSellerGone}},
		func(ctx context.Context, in *decideReportInput) (*output[reportView], error) {
			b := in.Body
			x, err := s.Feedback.Decide(ctx, feedback.DecideInput{Actor: actor(ctx), ReportID: in.ID, Outcome: b.Outcome, Note: b.Note, Malicious: b.Malicious,
				Points: b.Points, Rev: b.Rev, Confirm: b.Confirm})
			return answer(reportOf(x), err)
		})
}

func (s *server) favourites() {
	keeps := need(account.BuyerFavourites)
	register(s, operation{id: "list-favourites", method: get, path: "/favourites", tag: tagFeedback, summary: "List favourites",
		description: "The latest first. A product that is off sale stays in the list.", needs: keeps, service: []string{"feedback.Favourites", "catalog.Live"},
		errors: []*apperr.Error{page.ErrBadCursor}}, s.listFavourites)
	register(s, operation{id: "add-favourite", method: put, path: "/favourites/{id}", tag: tagFeedback, summary: "Add a product to the favourites",
		description: "One that is there stays.", needs: keeps, service: []string{"feedback.AddFavourite"}, errors: []*apperr.Error{catalog.ErrProductNotFound, feedback.ErrFavouritesFull}},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return &none{}, s.Feedback.AddFavourite(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "remove-favourite", method: remove, path: "/favourites/{id}", tag: tagFeedback, summary: "Remove a product from the favourites",
		description: "One that is not there is no error.", needs: keeps, service: []string{"feedback.RemoveFavourite"}},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return &none{}, s.Feedback.RemoveFavourite(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "list-seen-products", method: get, path: "/me/seen-products", tag: tagFeedback, summary: "List the products looked at last",
		description: "At most 20 that are on sale, the latest first.", needs: keeps, service: []string{"feedback.Views", "feedback.OnSale"}},
		func(ctx context.Context, _ *none) (*listOutput[seenView], error) {
			ids, err := s.Feedback.Views(ctx, actor(ctx))
			if err != nil {
				return nil, err
			}
			list, err := s.Feedback.OnSale(ctx, ids)
			return listed(page.Of[catalog.Listing]{Items: list}, seenOf), err
		})
}

func (s *server) listFavourites(ctx context.Context, in *PageInput) (*listOutput[favouriteView], error) {
	p, err := s.Feedback.Favourites(ctx, actor(ctx), in.request())
	if err != nil {
		return nil, err
	}
	out := &listOutput[favouriteView]{list[favouriteView]{Items: []favouriteView{}, Next: p.Next}}
	for _, f := range p.Items {
		v := favouriteView{ProductID: f.ProductID, Name: textOf(f.Name), AddedAt: f.At.UTC()}
		l, err := s.Catalog.Live(ctx, f.ProductID)
		switch {
		case err == nil:
			from := moneyOf(l.From)
			v.Name, v.OnSale, v.From = textOf(l.Name), true, &from
		case !errors.Is(err, catalog.ErrProductNotFound):
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	return out, nil
}
