package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
)

type saveEntryInput struct {
	Body struct {
		Rev  int64         `json:"rev" doc:"The revision that you saw; 0 for the first save."`
		Form entryFormView `json:"form" doc:"The whole form; it may be incomplete."`
	}
}

type submitEntryInput struct {
	Body struct {
		Rev       int64  `json:"rev" doc:"The revision that you saw."`
		Agreement string `json:"agreement" maxLength:"64" doc:"The version of the agreement seller_general that you accept."`
	}
}

// ownRevInput is the revision of the one thing that the caller has.
type ownRevInput struct {
	Body struct {
		Rev int64 `json:"rev" doc:"The revision that you saw."`
	}
}

type ownDocumentInput struct {
	Field string `query:"field" required:"true" enum:"logo,licence,rights" doc:"Which document."`
}

// entry reads the application of the caller with all that belongs to it.
func (s *server) entry(ctx context.Context) (*output[entryView], error) {
	e, err := s.Sellers.Entry(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	pre, err := s.Sellers.Preconditions(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	history, err := s.Sellers.EntryHistory(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	out := entryView{State: e.State, Rev: e.Rev, Form: entryFormOf(e.Form), Missing: []string{}, History: all(history, admissionEventOf), UpdatedAt: timeOrNil(e.UpdatedAt)}
	for _, p := range pre {
		if !p.Met {
			out.Missing = append(out.Missing, p.Key)
		}
	}
	return answer(out, nil)
}

func (s *server) admission() {
	main := need(account.MainUser)
	moved := []*apperr.Error{seller.ErrMainAccountOnly, seller.ErrEntryState, seller.ErrEntryChanged}
	// after answers with the application as it is then.
	after := func(ctx context.Context, err error) (*output[entryView], error) {
		if err != nil {
			return nil, err
		}
		return s.entry(ctx)
	}
	register(s, operation{id: "get-entry", method: get, path: "/admission", tag: tagAdmission, summary: "Get your application to become a seller",
		description: "How far the account is, and the form as it is stored.", needs: main, service: []string{"seller.Entry", "seller.Preconditions", "seller.EntryHistory"},
		errors: []*apperr.Error{seller.ErrMainAccountOnly}},
		func(ctx context.Context, _ *none) (*output[entryView], error) { return s.entry(ctx) })
	register(s, operation{id: "save-entry", method: put, path: "/admission", tag: tagAdmission, summary: "Save your application",
		description: "Stores the draft. When another save came first, that one stays and this one is refused.", needs: main, service: []string{"seller.SaveEntry"},
		errors: append(moved, seller.ErrEntryTooLarge, seller.ErrFileMissing)},
		func(ctx context.Context, in *saveEntryInput) (*output[entryView], error) {
			_, err := s.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: actor(ctx), Rev: in.Body.Rev, Form: in.Body.Form.form()})
			return after(ctx, err)
		})
	register(s, operation{id: "submit-entry", method: post, path: "/admission/submit", tag: tagAdmission, summary: "Submit your application",
		description: "Hands the stored draft to the operators. Every field that breaks a rule is named at once.", needs: main, service: []string{"seller.SubmitEntry"},
		errors: append(moved, seller.ErrRealNameFirst, seller.ErrCompanyAdmitted, seller.ErrAgreementVersion)},
		func(ctx context.Context, in *submitEntryInput) (*output[entryView], error) {
			_, err := s.Sellers.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: actor(ctx), Rev: in.Body.Rev, Agreement: in.Body.Agreement})
			return after(ctx, err)
		})
	register(s, operation{id: "withdraw-entry", method: post, path: "/admission/withdraw", tag: tagAdmission, summary: "Withdraw your application",
		description: "Before it was decided on; it is a draft again.", needs: main, service: []string{"seller.WithdrawEntry"}, errors: moved},
		func(ctx context.Context, in *ownRevInput) (*output[entryView], error) {
			_, err := s.Sellers.WithdrawEntry(ctx, seller.WithdrawEntryInput{Actor: actor(ctx), Rev: in.Body.Rev})
			return after(ctx, err)
		})
	register(s, operation{id: "get-entry-document", method: get, path: "/admission/document", tag: tagAdmission, summary: "Get a document of your application",
		description: "As it was uploaded.", needs: main, service: []string{"seller.EntryFile"}, errors: []*apperr.Error{seller.ErrMainAccountOnly, blob.ErrNotFound}},
		func(ctx context.Context, in *ownDocumentInput) (*huma.StreamResponse, error) {
			id, err := s.Sellers.EntryFile(ctx, actor(ctx), in.Field)
			if err != nil {
				return nil, err
			}
			return s.private(ctx, id)
		})
}
