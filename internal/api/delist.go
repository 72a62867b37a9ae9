package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
)

type statusMoveView struct {
	At            time.Time `json:"at"`
	ActorName     string    `json:"actor_name,omitempty" doc:"Left out: the marketplace itself."`
	Event         string    `json:"event"`
	From          string    `json:"from"`
	To            string    `json:"to"`
	Reason        string    `json:"reason,omitempty"`
	ApplicationID string    `json:"application_id,omitempty" doc:"That asked for it."`
}

func statusMoveOf(m catalog.Move) statusMoveView {
	return statusMoveView{m.At.UTC(), m.ActorName, m.Event, m.From, m.To, m.Reason, m.ApplicationID}
}

type affectedView struct {
	Coupons int `json:"coupons" doc:"Unused coupons that buyers hold and can no longer use for it."`
	Orders  int `json:"orders" doc:"Orders that are not ended yet: they are served."`
	InUse   int `json:"in_use" doc:"Services in use: they are served until they expire and cannot be renewed."`
}

type requestedSKUView struct {
	ID   string   `json:"id"`
	Name textView `json:"name"`
}

type requestedSpecView struct {
	SpecID string             `json:"spec_id"`
	Name   textView           `json:"name"`
	SKUs   []requestedSKUView `json:"skus" doc:"None is the whole spec."`
}

type requestView struct {
	Reason string              `json:"reason"`
	Proof  attachedView        `json:"proof"`
	Specs  []requestedSpecView `json:"specs" doc:"None is the whole product."`
	Rule   *upgradeRuleView    `json:"rule,omitempty" doc:"Of an upgrade rule, which says nothing else."`
}

func requestOf(d catalog.Draft) *requestView {
	if d.Writes() {
		return nil
	}
	r := d.Request
	return &requestView{r.Reason, attachedView{Blob: r.Proof.Blob, Name: r.Proof.Name}, all(r.Specs, func(x catalog.RequestedSpec) requestedSpecView {
		return requestedSpecView{x.SpecID, textOf(x.Name), all(x.SKUs, func(k catalog.RequestedSKU) requestedSKUView {
			return requestedSKUView{k.ID, textOf(k.Name)}
		})}
	}), upgradeRuleOrNil(r.Rule)}
}

type askDelistInput struct {
	IDInput
	Body struct {
		ApplicationID string `json:"application_id,omitempty" maxLength:"64" doc:"A withdrawn or rejected delisting that is taken up again."`
		Rev           int64  `json:"rev,omitempty" doc:"Its revision that you saw."`
		Specs         []struct {
			SpecID string   `json:"spec_id" maxLength:"64"`
			SKUs   []string `json:"skus" required:"false" maxItems:"1000" doc:"Ids; none is the whole spec."`
		} `json:"specs" required:"false" maxItems:"20" doc:"What to delist; none is the whole product."`
		Reason  string `json:"reason" maxLength:"4000" doc:"Why, 5 to 500 characters."`
		Proof   string `json:"proof" maxLength:"64" doc:"Id of an uploaded file (delist_proof) that proves it."`
		Confirm bool   `json:"confirm" required:"false" doc:"You know what it touches. Without it nothing is stored, and the answer says what that is."`
	}
}

type forceInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" maxLength:"4000" doc:"What the seller reads; 5 to 500 characters."`
	}
}

func (s *server) delisting() {
	register(s, operation{id: "ask-delisting", method: post, path: "/seller/products/{id}/delisting", tag: tagProducts, summary: "Ask for a delisting",
		description: "Of a product, of specs or of SKUs. An operator reviews it; until then everything is sold on, afterwards nothing of it comes back.",
		needs:       need(account.SellerApplications), service: []string{"catalog.AskDelist"}, status: 201,
		errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrProductNotFound, catalog.ErrApplicationNotFound, catalog.ErrProductState, catalog.ErrRequestOpen,
			catalog.ErrNotInState, catalog.ErrDraftChanged, catalog.ErrDelistUnconfirmed, catalog.ErrDelistWhat, catalog.ErrDelistReason, catalog.ErrFile, catalog.ErrFieldRequired}},
		func(ctx context.Context, in *askDelistInput) (*output[ApplicationView], error) {
			ask := catalog.AskDelistInput{Actor: actor(ctx), ProductID: in.ID, ApplicationID: in.Body.ApplicationID, Rev: in.Body.Rev, Reason: in.Body.Reason,
				Proof: in.Body.Proof, Confirm: in.Body.Confirm}
			for _, x := range in.Body.Specs {
				ask.Specs = append(ask.Specs, catalog.DelistSpec{SpecID: x.SpecID, SKUs: x.SKUs})
			}
			a, err := s.Catalog.AskDelist(ctx, ask)
			return answer(applicationOf(a), err)
		})
	for _, x := range []struct {
		id, path, summary, description, service string
		do                                      func(context.Context, catalog.ForceInput) (catalog.ProductRow, error)
		more                                    []*apperr.Error
	}{
		{"take-down-product", "take-down", "Take a product down", "Off sale by force, until it is restored or ended. The seller is told why.", "catalog.TakeDown", s.Catalog.TakeDown, nil},
		{"restore-product", "restore", "Restore a product", "On sale again after it was taken down.", "catalog.Restore", s.Catalog.Restore, []*apperr.Error{seller.ErrNotActive}},
		{"discontinue-product", "discontinue", "End a product", "For good, after it was taken down; its open applications are closed.", "catalog.Discontinue", s.Catalog.Discontinue, nil},
	} {
		register(s, operation{id: x.id, method: post, path: "/review/products/{id}/" + x.path, tag: tagReview, summary: x.summary, description: x.description,
			needs: need(account.OperatorApplications), service: []string{x.service},
			errors: append([]*apperr.Error{catalog.ErrProductNotFound, catalog.ErrProductState, catalog.ErrForceReason}, x.more...)},
			func(ctx context.Context, in *forceInput) (*output[RowView], error) {
				p, err := x.do(ctx, catalog.ForceInput{Actor: actor(ctx), ProductID: in.ID, Reason: in.Body.Reason})
				return answer(rowOf(p), err)
			})
	}
}
