package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
)

// LibraryBody is an attribute of a seller's library as it is sent (business-rules 4.5).
type LibraryBody struct {
	Code        string      `json:"code" required:"false" maxLength:"64" doc:"Name for programs; unique in the library."`
	Name        textView    `json:"name" required:"false" doc:"Name for people, on product pages and bills."`
	Description textView    `json:"description,omitzero" required:"false" doc:"For the seller's own people."`
	Kind        string      `json:"kind" enum:"enum,quantity" doc:"One of values, or a whole number; it stays as it was added."`
	Values      []valueView `json:"values,omitempty" maxItems:"100" doc:"Of an enum."`
	Unit        *textView   `json:"unit,omitempty" doc:"Of a quantity, such as GB."`
	Min         int64       `json:"min,omitempty" doc:"Of a quantity: allowed are min, min + step, … up to max."`
	Max         int64       `json:"max,omitempty"`
	Step        int64       `json:"step,omitempty"`
	ExpandStep  int64       `json:"expand_step,omitempty" doc:"Step of a later expansion, a multiple of step up to 5 times; left out: step."`
}

// LibraryView is an attribute of a seller's library.
type LibraryView struct {
	LibraryBody
	ID        string    `json:"id" example:"att_01kb3v0000000000000000000"`
	Rev       int64     `json:"rev"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func libraryOf(a catalog.LibraryAttribute) LibraryView {
	x := attributeOf(a.Attribute)
	return LibraryView{LibraryBody{x.Code, x.Name, textOf(a.Description), x.Kind, x.Values, x.Unit, x.Min, x.Max, x.Step, x.ExpandStep},
		a.ID, a.Rev, a.CreatedAt.UTC(), a.UpdatedAt.UTC()}
}

// input is what was sent, for the room.
func (b LibraryBody) input(who account.Actor) catalog.LibraryInput {
	a := price.Attribute{Code: b.Code, Name: b.Name.text(), Kind: price.AttributeKind(b.Kind), Min: b.Min, Max: b.Max, Step: b.Step, ExpandStep: b.ExpandStep,
		Values: all(b.Values, func(v valueView) price.Value { return price.Value{Code: v.Code, Name: v.Name.text()} })}
	if b.Unit != nil {
		a.Unit = b.Unit.text()
	}
	return catalog.LibraryInput{Actor: who, Attribute: a, Description: b.Description.text()}
}

type libraryInput struct {
	PageInput
	Kind string `query:"kind" enum:"enum,quantity" doc:"Left out: both."`
	Q    string `query:"q" maxLength:"200" doc:"Words that must all be in a name, the code or the description."`
}

type addAttributeInput struct {
	Body LibraryBody
}

type changeAttributeInput struct {
	IDInput
	Body struct {
		LibraryBody
		Rev int64 `json:"rev" doc:"The revision that you saw."`
	}
}

func (s *server) library() {
	own := need(account.SellerApplications)
	gone := []*apperr.Error{catalog.ErrAttributeNotFound, catalog.ErrNotASeller}
	register(s, operation{id: "list-attributes", method: get, path: "/seller/attributes", tag: tagProducts, summary: "List the library of attributes",
		description: "The newest first. Specs copy attributes, so changing one here changes no product.", needs: own, service: []string{"catalog.Library"},
		errors: []*apperr.Error{catalog.ErrNotASeller, page.ErrBadCursor}},
		func(ctx context.Context, in *libraryInput) (*listOutput[LibraryView], error) {
			p, err := s.Catalog.Library(ctx, actor(ctx), catalog.LibraryFilter{Kind: price.AttributeKind(in.Kind), Text: in.Q}, in.request())
			return listed(p, libraryOf), err
		})
	register(s, operation{id: "add-attribute", method: post, path: "/seller/attributes", tag: tagProducts, summary: "Add an attribute to the library", status: http.StatusCreated,
		description: "At most 500.", needs: own, service: []string{"catalog.AddAttribute"}, errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrLibraryCode, catalog.ErrLibraryFull}},
		func(ctx context.Context, in *addAttributeInput) (*output[LibraryView], error) {
			a, err := s.Catalog.AddAttribute(ctx, in.Body.input(actor(ctx)))
			return answer(libraryOf(a), err)
		})
	register(s, operation{id: "get-attribute", method: get, path: "/seller/attributes/{id}", tag: tagProducts, summary: "Get an attribute of the library",
		description: "One of your own.", needs: own, service: []string{"catalog.LibraryAttribute"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[LibraryView], error) {
			a, err := s.Catalog.LibraryAttribute(ctx, actor(ctx), in.ID)
			return answer(libraryOf(a), err)
		})
	register(s, operation{id: "change-attribute", method: put, path: "/seller/attributes/{id}", tag: tagProducts, summary: "Change an attribute of the library",
		description: "Products and drafts keep what they copied.", needs: own, service: []string{"catalog.ChangeAttribute"},
		errors: append(gone, catalog.ErrAttributeChanged, catalog.ErrLibraryCode)},
		func(ctx context.Context, in *changeAttributeInput) (*output[LibraryView], error) {
			x := in.Body.input(actor(ctx))
			x.ID, x.Rev = in.ID, in.Body.Rev
			a, err := s.Catalog.ChangeAttribute(ctx, x)
			return answer(libraryOf(a), err)
		})
	register(s, operation{id: "delete-attribute", method: remove, path: "/seller/attributes/{id}", tag: tagProducts, summary: "Delete an attribute of the library",
		description: "Products and drafts keep what they copied.", needs: own, service: []string{"catalog.DropAttribute"}, errors: append(gone, catalog.ErrAttributeChanged)},
		func(ctx context.Context, in *deleteDraftInput) (*none, error) {
			return nil, s.Catalog.DropAttribute(ctx, catalog.DropAttributeInput{Actor: actor(ctx), ID: in.ID, Rev: in.Rev})
		})
}
