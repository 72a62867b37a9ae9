package api

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// ApplicationView is one version of a product under work.
type ApplicationView struct {
	ID          string     `json:"id" example:"app_01kb3v0000000000000000000"`
	ProductID   string     `json:"product_id"`
	SellerID    string     `json:"seller_id"`
	SellerName  textView   `json:"seller_name"`
	Version     int64      `json:"version" doc:"Version of the product that it becomes."`
	Kind        string     `json:"kind" enum:"publish,modify,delist,delist_spec,upgrade_rule" doc:"Delistings and upgrade rules change no content: they have a request."`
	State       string     `json:"state" enum:"draft,pending,approved,rejected,deleted"`
	Rev         int64      `json:"rev" doc:"Grows with every change; send the one you saw, so that nobody overwrites what others did."`
	Name        textView   `json:"name"`
	Delivery    string     `json:"delivery" doc:"Delivery type of the product."`
	Family      string     `json:"family" doc:"general or joint."`
	Reason      string     `json:"reason,omitempty" doc:"Of the last rejection."`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
	SubmittedAt *time.Time `json:"submitted_at,omitempty"`
	DueAt       *time.Time `json:"due_at,omitempty" doc:"When the review should be over, of what was submitted."`
	Position    int        `json:"position,omitempty" doc:"Place in the review queue while it is pending; 1 is decided on next."`
	DecidedAt   *time.Time `json:"decided_at,omitempty"`
}

type draftView struct {
	ApplicationView
	Content contentView  `json:"content"`
	Request *requestView `json:"request,omitempty" doc:"What a delisting or an upgrade rule asks for."`
}

func applicationOf(a catalog.Application) ApplicationView {
	return ApplicationView{ID: a.ID, ProductID: a.ProductID, SellerID: a.SellerID, SellerName: textOf(a.SellerName), Version: a.Version, Kind: a.Kind,
		State: a.State, Rev: a.Rev, Name: textOf(a.Name), Delivery: string(a.Delivery), Family: string(a.Family), Position: a.Position, Reason: a.Reason, CreatedAt: a.CreatedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(),
		SubmittedAt: timeOrNil(a.SubmittedAt), DueAt: timeOrNil(a.DueAt), DecidedAt: timeOrNil(a.DecidedAt)}
}

func draftOf(d catalog.Draft) draftView {
	return draftView{applicationOf(d.Application), contentOf(d.Content), requestOf(d)}
}

type applicationsInput struct {
	PageInput
	State     string `query:"state" enum:"draft,pending,approved,rejected,deleted" doc:"Left out: all but deleted ones."`
	Kind      string `query:"kind" maxLength:"32" doc:"Of one kind only."`
	ProductID string `query:"product_id" maxLength:"64" doc:"Of one product only."`
	Q         string `query:"q" maxLength:"200" doc:"Words that must all be in the product's or the seller's name or an id."`
}

type newDraftInput struct {
	Body struct {
		Content contentView `json:"content" doc:"May be incomplete."`
	}
}

type saveDraftInput struct {
	IDInput
	Body struct {
		Rev     int64       `json:"rev" doc:"The revision that you saw."`
		Content contentView `json:"content" doc:"The whole content; it may be incomplete."`
	}
}

// revInput names an application and the revision that the caller saw.
type revInput struct {
	IDInput
	Body struct {
		Rev int64 `json:"rev" doc:"The revision that you saw."`
	}
}

type deleteDraftInput struct {
	IDInput
	Rev int64 `query:"rev" required:"true" doc:"The revision that you saw."`
}

type checkContentInput struct {
	Body struct {
		ProductID string      `json:"product_id,omitempty" maxLength:"64" doc:"A product of yours; left out for a new one."`
		Content   contentView `json:"content"`
	}
}

type checkedContentView struct {
	Content  contentView       `json:"content" doc:"As it would be stored: texts trimmed, rich text sanitised."`
	Problems []faultyFieldView `json:"problems" doc:"What would keep it from being submitted; empty when it is ready."`
}

type faultyFieldView struct {
	Field   string `json:"field" doc:"By the name it has in the page's form."`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// checkContent serves programs that keep products as files.
func (s *server) checkContent() {
	register(s, operation{id: "check-content", method: post, path: "/contents/check", tag: tagProducts, summary: "Check a content without storing it",
		description: "Says how it would be stored and what would keep it from being submitted.", needs: need(account.SellerApplications),
		service: []string{"catalog.Check"}, errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrDraftTooLarge, catalog.ErrProductNotFound}},
		func(ctx context.Context, in *checkContentInput) (*output[checkedContentView], error) {
			c, err := in.Body.Content.content()
			if err != nil {
				return nil, err
			}
			stored, wrong, err := s.Catalog.Check(ctx, catalog.CheckInput{Actor: actor(ctx), ProductID: in.Body.ProductID, Content: c})
			out := checkedContentView{Content: contentOf(stored), Problems: []faultyFieldView{}}
			for _, field := range slices.Sorted(maps.Keys(wrong)) {
				out.Problems = append(out.Problems, faultyFieldView{field, wrong[field].Code, wrong[field].Text(langOf(ctx))})
			}
			return answer(out, err)
		})
}

func (s *server) applications() {
	s.checkContent()
	state := []*apperr.Error{catalog.ErrNotASeller, catalog.ErrApplicationNotFound, catalog.ErrNotInState}
	seen := append([]*apperr.Error{catalog.ErrDraftChanged}, state...)
	register(s, operation{id: "list-applications", method: get, path: "/applications", tag: tagProducts, summary: "List applications",
		description: "A seller's own, the newest first; an operator sees everybody's.", needs: need(account.SellerApplications, account.OperatorApplications), service: []string{"catalog.Applications"},
		errors: []*apperr.Error{catalog.ErrNotASeller, page.ErrBadCursor}},
		func(ctx context.Context, in *applicationsInput) (*listOutput[ApplicationView], error) {
			p, err := s.Catalog.Applications(ctx, actor(ctx), catalog.ApplicationFilter{State: in.State, Kind: in.Kind, ProductID: in.ProductID, Text: in.Q}, in.request())
			return listed(p, applicationOf), err
		})
	register(s, operation{id: "create-draft", method: post, path: "/applications", tag: tagProducts, summary: "Start a new product",
		description: "Stores a draft of a new product and returns it as it was stored: texts trimmed, rich text sanitised. Errors name the fields of the page's form, such as name_zh.",
		needs:       need(account.SellerApplications), service: []string{"catalog.SaveDraft"}, errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrDraftTooLarge, catalog.ErrFile}, status: 201},
		func(ctx context.Context, in *newDraftInput) (*output[draftView], error) {
			c, err := in.Body.Content.content()
			if err != nil {
				return nil, err
			}
			d, err := s.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: actor(ctx), Content: c})
			return answer(draftOf(d), err)
		})
	register(s, operation{id: "save-draft", method: put, path: "/applications/{id}", tag: tagProducts, summary: "Save a draft",
		description: "Replaces the content of a draft. When another save came first, that one stays and this one is refused.",
		needs:       need(account.SellerApplications), service: []string{"catalog.SaveDraft"}, errors: append(seen, catalog.ErrDraftTooLarge, catalog.ErrFile)},
		func(ctx context.Context, in *saveDraftInput) (*output[draftView], error) {
			c, err := in.Body.Content.content()
			if err != nil {
				return nil, err
			}
			d, err := s.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: actor(ctx), ApplicationID: in.ID, Rev: in.Body.Rev, Content: c})
			return answer(draftOf(d), err)
		})
	register(s, operation{id: "submit-application", method: post, path: "/applications/{id}/submit", tag: tagProducts, summary: "Submit a draft for review",
		description: "Every field that is not ready is named at once, by the name it has in the page's form.", needs: need(account.SellerApplications),
		service: []string{"catalog.Submit"}, errors: append(seen, agreement.ErrOutdated)},
		func(ctx context.Context, in *revInput) (*output[ApplicationView], error) {
			a, err := s.Catalog.Submit(ctx, catalog.SubmitInput{Actor: actor(ctx), ApplicationID: in.ID, Rev: in.Body.Rev})
			return answer(applicationOf(a), err)
		})
	register(s, operation{id: "withdraw-application", method: post, path: "/applications/{id}/withdraw", tag: tagProducts, summary: "Withdraw a pending application",
		description: "It is a draft again. Not every delivery type allows it: see can of the application.", needs: need(account.SellerApplications), service: []string{"catalog.Withdraw"}, errors: append(state, catalog.ErrApplicationChanged, catalog.ErrNotWithdrawable)},
		func(ctx context.Context, in *IDInput) (*output[ApplicationView], error) {
			a, err := s.Catalog.Withdraw(ctx, catalog.WithdrawInput{Actor: actor(ctx), ApplicationID: in.ID})
			return answer(applicationOf(a), err)
		})
	register(s, operation{id: "revise-application", method: post, path: "/applications/{id}/revise", tag: tagProducts, summary: "Edit a rejected application",
		description: "It is a draft again.", needs: need(account.SellerApplications), service: []string{"catalog.Revise"}, errors: append(state, catalog.ErrApplicationChanged)},
		func(ctx context.Context, in *IDInput) (*output[draftView], error) {
			d, err := s.Catalog.Revise(ctx, catalog.ReviseInput{Actor: actor(ctx), ApplicationID: in.ID})
			return answer(draftOf(d), err)
		})
	register(s, operation{id: "delete-draft", method: remove, path: "/applications/{id}", tag: tagProducts, summary: "Delete a draft",
		description: "Deletes a draft or a rejected application, and with it a product that was never on sale.", needs: need(account.SellerApplications),
		service: []string{"catalog.DeleteDraft"}, errors: append(seen, catalog.ErrApplicationChanged)},
		func(ctx context.Context, in *deleteDraftInput) (*none, error) {
			return nil, s.Catalog.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: actor(ctx), ApplicationID: in.ID, Rev: in.Rev})
		})
}
