package operator

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// admissionRoutes are the queues of who wants to sell: entry applications and business certifications (business-rules
// 2.1 to 2.5, 12.8).
func (c *console) admissionRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/seller-applications", Needs: account.OperatorSellerReviews, Do: c.entries},
		{Pattern: "GET /operator/seller-applications.csv", Needs: account.OperatorSellerReviews, Do: c.entriesCSV},
		{Pattern: "GET /operator/seller-applications/{id}", Needs: account.OperatorSellerReviews, Do: c.entry},
		{Pattern: "GET /operator/seller-applications/{id}/{field}", Needs: account.OperatorSellerReviews, Do: c.entryDocument},
		{Pattern: "POST /operator/seller-applications/{id}", Needs: account.OperatorSellerReviews, Do: door.Posted(c.decideEntry)},
		{Pattern: "GET /operator/certifications", Needs: account.OperatorCertifications, Do: c.certifications},
		{Pattern: "GET /operator/certifications.csv", Needs: account.OperatorCertifications, Do: c.certificationsCSV},
		{Pattern: "GET /operator/certifications/{id}", Needs: account.OperatorCertifications, Do: c.certification},
		{Pattern: "POST /operator/certifications/{id}", Needs: account.OperatorCertifications, Do: door.Posted(c.decideCertification)},
	}
}

// waits is the filter of a queue that shows what an operator has to do, the oldest first.
const waits = "waiting"

// decisionForm is the part of a page that decides on something, with what was typed into it when it was refused.
type decisionForm struct {
	Action string // where its forms post
	Rev    int64
	Mine   bool       // the operator works on it
	Form   url.Values // nil at first
	Err    error
}

// Moved reports whether somebody else was quicker: what the page says now is not what was decided on.
func (d decisionForm) Moved() bool {
	return errors.Is(d.Err, seller.ErrEntryChanged) || errors.Is(d.Err, seller.ErrEntryState) || errors.Is(d.Err, seller.ErrCertificationState) ||
		errors.Is(d.Err, seller.ErrChangeStale) || errors.Is(d.Err, seller.ErrChangeState)
}

// FormErr is the error of the form; that somebody was quicker stands on top of the page.
func (d decisionForm) FormErr(of ...string) error {
	if d.Moved() || !slices.Contains(of, d.Form.Get("do")) {
		return nil
	}
	return d.Err
}

// Do is what a form sends along.
func (d decisionForm) Do(what string) []ui.Hidden {
	return []ui.Hidden{{Name: "rev", Value: strconv.FormatInt(d.Rev, 10)}, {Name: "do", Value: what}}
}

// Ticked are the ticks to show: those just sent, otherwise the stored ones.
func (d decisionForm) Ticked(stored []string) []string {
	if d.Form.Has("rev") {
		return d.Form["checklist"]
	}
	return stored
}

// answered goes on after something was done, or shows the page again with why it was not.
func answered(w http.ResponseWriter, r *http.Request, err error, next string) (shown bool, failed error) {
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.admission.done."+r.PostForm.Get("do")))
		ui.Redirect(w, r, next)
		return true, nil
	case apperr.Of(err).Kind == apperr.NotFound || apperr.Of(err).Kind == apperr.Internal:
		return true, err
	}
	return false, nil
}

// admissionHistory is what happened, the newest first.
func admissionHistory(ctx context.Context, all []seller.HistoryEntry) []ui.Event {
	out := make([]ui.Event, 0, len(all))
	for _, h := range slices.Backward(all) {
		title := ui.T(ctx, "operator.entry.event."+h.Event)
		if h.Subject == seller.SubjectCertification {
			title = ui.T(ctx, "operator.certification.event."+h.Event)
		}
		out = append(out, ui.Event{At: h.At, Title: title, Tone: eventTone(h.Event), Body: happenedBy(h.ActorName, h.ActorKind, h.Reason)})
	}
	return out
}

func eventTone(event string) ui.Tone {
	switch event {
	case seller.EventApprove, seller.EventCertify:
		return ui.Success
	case seller.EventReject, seller.EventMismatch, seller.EventLock, seller.EventExpel:
		return ui.Danger
	case seller.EventSubmit:
		return ui.Info
	}
	return ui.Neutral
}
