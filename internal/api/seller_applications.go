package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type sellerApplicationsInput struct {
	PageInput
	Outcome string `query:"outcome" enum:"approved,rejected,withdrawn,*" doc:"Left out: those that wait, the oldest first; * is all, the newest first."`
	Q       string `query:"q" maxLength:"200" doc:"In the legal name."`
}

type assignInput struct {
	IDInput
	Body struct {
		Rev     int64 `json:"rev" doc:"The revision that you saw."`
		Release bool  `json:"release,omitempty" doc:"Give it back instead of taking it over."`
	}
}

type checkedInput struct {
	IDInput
	Body struct {
		Rev       int64    `json:"rev" doc:"The revision that you saw."`
		Checklist []string `json:"checklist,omitempty" maxItems:"50" doc:"What is ticked."`
	}
}

type refusedInput struct {
	IDInput
	Body struct {
		Rev       int64    `json:"rev" doc:"The revision that you saw."`
		Checklist []string `json:"checklist,omitempty" maxItems:"50" doc:"What is ticked."`
		Reason    string   `json:"reason" maxLength:"4000" doc:"What the seller reads, 5 to 500 characters."`
	}
}

type sellerDocumentInput struct {
	IDInput
	Field string `query:"field" required:"true" enum:"logo,licence,rights" doc:"Which document."`
}

func (s *server) sellerApplications() {
	reviewer := need(account.OperatorSellerReviews)
	moved := []*apperr.Error{seller.ErrApplicationNotFound, seller.ErrEntryChanged}
	register(s, operation{id: "list-seller-applications", method: get, path: "/seller-applications", tag: tagAdmission, summary: "List applications to become a seller",
		description: "Those that wait for a decision, or others by their outcome.", needs: reviewer, service: []string{"seller.Applications"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *sellerApplicationsInput) (*listOutput[submissionView], error) {
			p, err := s.Sellers.Applications(ctx, actor(ctx), seller.SubmissionFilter{Outcome: in.Outcome, Text: in.Q}, in.request())
			return listed(p, submissionOf), err
		})
	register(s, operation{id: "get-seller-application", method: get, path: "/seller-applications/{id}", tag: tagAdmission, summary: "Get an application to become a seller",
		description: "With what changed since the one before.", needs: reviewer, service: []string{"seller.Application"}, errors: []*apperr.Error{seller.ErrApplicationNotFound}},
		func(ctx context.Context, in *IDInput) (*output[sellerApplicationView], error) {
			r, err := s.Sellers.Application(ctx, actor(ctx), in.ID)
			return answer(sellerApplicationView{submissionView: submissionOf(r.Submission), Required: seller.EntryChecklist(r.Submission.Verified),
				Changes: all(r.Changes, func(c seller.FieldChange) entryChangeView { return entryChangeView(c) }), History: all(r.History, admissionEventOf)}, err)
		})
	register(s, operation{id: "get-seller-application-document", method: get, path: "/seller-applications/{id}/document", tag: tagAdmission, summary: "Get a document of an application",
		description: "Each look is recorded in the audit log.", needs: reviewer, service: []string{"seller.ApplicationFile"}, errors: []*apperr.Error{seller.ErrApplicationNotFound, blob.ErrNotFound}},
		func(ctx context.Context, in *sellerDocumentInput) (*huma.StreamResponse, error) {
			id, err := s.Sellers.ApplicationFile(ctx, actor(ctx), in.ID, in.Field)
			if err != nil {
				return nil, err
			}
			return s.private(ctx, id)
		})
	register(s, operation{id: "assign-seller-application", method: post, path: "/seller-applications/{id}/assign", tag: tagAdmission, summary: "Take an application over",
		description: "Or give it back. It keeps nobody from deciding.", needs: reviewer, service: []string{"seller.AssignApplication"}, errors: moved},
		func(ctx context.Context, in *assignInput) (*output[submissionView], error) {
			out, err := s.Sellers.AssignApplication(ctx, seller.ReviewInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Release: in.Body.Release})
			return answer(submissionOf(out), err)
		})
	register(s, operation{id: "check-seller-application", method: post, path: "/seller-applications/{id}/check", tag: tagAdmission, summary: "Store the checklist of an application",
		description: "What was looked at so far.", needs: reviewer, service: []string{"seller.CheckApplication"}, errors: moved},
		func(ctx context.Context, in *checkedInput) (*output[submissionView], error) {
			out, err := s.Sellers.CheckApplication(ctx, seller.ReviewInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist})
			return answer(submissionOf(out), err)
		})
	register(s, operation{id: "approve-seller-application", method: post, path: "/seller-applications/{id}/approve", tag: tagAdmission, summary: "Approve an application",
		description: "The account is a seller from now on; it may publish once it is certified.", needs: reviewer, service: []string{"seller.ApproveApplication"},
		errors: append(moved, seller.ErrChecklist, seller.ErrEntryState)},
		func(ctx context.Context, in *checkedInput) (*output[submissionView], error) {
			out, err := s.Sellers.ApproveApplication(ctx, seller.ReviewInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist})
			return answer(submissionOf(out), err)
		})
	register(s, operation{id: "reject-seller-application", method: post, path: "/seller-applications/{id}/reject", tag: tagAdmission, summary: "Reject an application",
		description: "The applicant reads the reason and may hand it in again.", needs: reviewer, service: []string{"seller.RejectApplication"},
		errors: append(moved, seller.ErrReason, seller.ErrEntryState)},
		func(ctx context.Context, in *refusedInput) (*output[submissionView], error) {
			out, err := s.Sellers.RejectApplication(ctx, seller.ReviewInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist, Reason: in.Body.Reason})
			return answer(submissionOf(out), err)
		})
}
