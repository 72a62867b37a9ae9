package app_test

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// opinions makes what people say of a product: one of each for the pages and one for the API, as both change it.
func (w *world) opinions(product string) {
	t, ctx := w.t, w.t.Context()
	both, operators := []account.Actor{w.Buyer, w.Seller, w.Operator}, []account.Actor{w.Operator}
	for n, at := range []struct {
		ratings, questions []string
		reports            string
	}{
		{[]string{"/buyer/ratings/{id}", "/seller/ratings/{id}", "/operator/ratings/{id}"}, []string{"/seller/questions/{id}", "/operator/questions/{id}"}, "/operator/reports/{id}"},
		{[]string{"/api/v1/ratings/{id}"}, []string{"/api/v1/questions/{id}"}, "/api/v1/reports/{id}"},
	} {
		r := get[feedback.Rating](t)(w.Feedback.Rate(ctx, feedback.RateInput{Actor: w.Buyer, InstanceID: w.service(product, n),
			Opinion: feedback.Opinion{Scores: feedback.Scores{Quality: 5, Service: 4, Delivery: 5}, Text: "stable"}}))
		w.add(both, r.ID, at.ratings...)
		x := get[feedback.Question](t)(w.Feedback.Ask(ctx, feedback.AskInput{Actor: w.Buyer, ProductID: product, Text: "does it run offline?"}))
		w.add(both, x.ID, at.questions...)
		report := get[feedback.Report](t)(w.Feedback.Report(ctx, feedback.ReportInput{Actor: w.Buyer, Kind: feedback.KindRating, SubjectID: r.ID, Reason: "other",
			Text: "looks made up"}))
		w.add(operators, report.ID, at.reports)
	}
	w.must(w.Feedback.AddFavourite(ctx, w.Buyer, product))
}

// service is a service of the buyer that nobody has rated.
func (w *world) service(product string, n int) string {
	w.t.Helper()
	live := get[catalog.Listing](w.t)(w.Catalog.Live(w.t.Context(), product))
	var out instance.Instance
	w.must(w.DB.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = w.Instances.OpenTx(ctx, tx, instance.Open{BuyerID: w.Buyer.ID, SellerID: live.SellerID, ProductID: product, ProductName: live.Name,
			SpecName: i18n.Text{ZH: "标准版"}, OrderID: "CS0", LineID: fmt.Sprint("CS0-", n), ExternalID: fmt.Sprint("rated-", n), Quantity: 1, Periods: 1, Unit: period.Month})
		return err
	}))
	return out.ID
}
