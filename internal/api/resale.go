package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

// ResaleView is a resale discount.
type ResaleView struct {
	ID           string       `json:"id" example:"rsd_01kb3v0000000000000000000"`
	Seller       textView     `json:"seller"`
	Level        string       `json:"level" enum:"customer,partner,product"`
	ProductID    string       `json:"product_id"`
	Product      textView     `json:"product"`
	PartnerID    string       `json:"partner_id,omitempty"`
	CustomerID   string       `json:"customer_id,omitempty"`
	CustomerType string       `json:"customer_type,omitempty" enum:"personal,enterprise"`
	Percent      string       `json:"percent" doc:"What is to be paid of the list price." example:"85"`
	Share        string       `json:"share_percent,omitempty" doc:"The seller's, of level customer."`
	State        string       `json:"state" enum:"in_review,authorised,invalid,rejected"`
	Rev          int64        `json:"rev"`
	Validity     validityView `json:"validity"`
	Reason       string       `json:"reason,omitempty"`
	CreatedAt    time.Time    `json:"created_at"`
	DecidedAt    *time.Time   `json:"decided_at,omitempty"`
}

func (s *server) resaleOf(r promo.Resale) ResaleView {
	v := ResaleView{r.ID, textOf(r.SellerName), string(r.Level), r.ProductID, textOf(r.Product), r.PartnerID, r.CustomerID, r.CustomerType, promo.PercentText(r.Ratio), "",
		r.StateAt(s.DB.Clock().Now()), r.Rev, validityView(promo.DaysOf(r.From, r.Until)), r.Reason, r.CreatedAt.UTC(), timeOrNil(r.DecidedAt)}
	if !r.Share.IsZero() {
		v.Share = promo.PercentText(r.Share)
	}
	return v
}

type resalesInput struct {
	PageInput
	Tab   string `query:"tab" enum:"pending_auth,authorised,invalid" doc:"What waits for an operator, what holds, what ended; left out for all."`
	Level string `query:"level" enum:"customer,partner,product"`
}

type newResaleInput struct {
	Body struct {
		Level        string       `json:"level" enum:"customer,partner,product"`
		ProductID    string       `json:"product_id" maxLength:"64"`
		Percent      string       `json:"percent" maxLength:"12" doc:"What is to be paid of the list price." example:"85"`
		Validity     validityView `json:"validity"`
		PartnerID    string       `json:"partner_id,omitempty" maxLength:"64" doc:"The reseller, of levels partner and customer."`
		CustomerID   string       `json:"customer_id,omitempty" maxLength:"64"`
		CustomerType string       `json:"customer_type,omitempty" enum:"personal,enterprise" doc:"A customer of another type cannot order; left out for either."`
		Share        string       `json:"share_percent,omitempty" maxLength:"12" doc:"The seller's, of level customer; above the standard an operator decides."`
	}
}

type changeResaleInput struct {
	IDInput
	Body struct {
		Rev      int64        `json:"rev" doc:"The revision that you saw."`
		Percent  string       `json:"percent" maxLength:"12"`
		Validity validityView `json:"validity"`
	}
}

func (s *server) resales() {
	own := need(account.SellerResale)
	moved := []*apperr.Error{promo.ErrResaleNotFound, promo.ErrResaleState, promo.ErrResaleChanged}
	register(s, operation{id: "list-resale-discounts", method: get, path: "/resale-discounts", tag: tagPromotions, summary: "List resale discounts", description: "The newest first.",
		needs: own, service: []string{"promo.Resales"}, errors: []*apperr.Error{promo.ErrNotSelling, page.ErrBadCursor}},
		func(ctx context.Context, in *resalesInput) (*listOutput[ResaleView], error) {
			p, err := s.Promo.Resales(ctx, actor(ctx), promo.ResaleFilter{Tab: in.Tab, Level: price.ResaleLevel(in.Level)}, in.request())
			return listed(p, s.resaleOf), err
		})
	register(s, operation{id: "authorise-resale", method: post, path: "/resale-discounts", tag: tagPromotions, summary: "Authorise a resale discount", status: http.StatusCreated,
		description: "It holds at once, but for a customer's with a share above the standard: an operator decides on that.", needs: own, service: []string{"promo.AuthoriseResale"},
		errors: []*apperr.Error{promo.ErrResaleExists, promo.ErrNotSelling}},
		func(ctx context.Context, in *newResaleInput) (*output[ResaleView], error) {
			b := in.Body
			r, err := s.Promo.AuthoriseResale(ctx, promo.ResaleInput{Actor: actor(ctx), Level: price.ResaleLevel(b.Level), ProductID: b.ProductID, Percent: b.Percent,
				Validity: b.Validity.validity(), PartnerID: b.PartnerID, CustomerID: b.CustomerID, CustomerType: b.CustomerType, Share: b.Share})
			return answer(s.resaleOf(r), err)
		})
	register(s, operation{id: "get-resale-discount", method: get, path: "/resale-discounts/{id}", tag: tagPromotions, summary: "Get a resale discount", description: "For its seller and operators.",
		needs: need(account.SellerResale, account.OperatorPromotions), service: []string{"promo.Resale"}, errors: []*apperr.Error{promo.ErrResaleNotFound, promo.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[ResaleView], error) {
			r, err := s.Promo.Resale(ctx, actor(ctx), in.ID)
			return answer(s.resaleOf(r), err)
		})
	register(s, operation{id: "modify-resale-discount", method: put, path: "/resale-discounts/{id}", tag: tagPromotions, summary: "Change a resale discount",
		description: "At once; orders that were placed keep their price.", needs: own, service: []string{"promo.ModifyResale"}, errors: append(moved, promo.ErrNotSelling)},
		func(ctx context.Context, in *changeResaleInput) (*output[ResaleView], error) {
			r, err := s.Promo.ModifyResale(ctx, promo.ChangeResaleInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Percent: in.Body.Percent, Validity: in.Body.Validity.validity()})
			return answer(s.resaleOf(r), err)
		})
	register(s, operation{id: "invalidate-resale-discount", method: post, path: "/resale-discounts/{id}/invalidate", tag: tagPromotions, summary: "End a resale discount",
		description: "The list price holds again.", needs: own, service: []string{"promo.InvalidateResale"}, errors: append(moved, promo.ErrNotSelling)},
		func(ctx context.Context, in *approveInput) (*output[ResaleView], error) {
			r, err := s.Promo.InvalidateResale(ctx, promo.ChangeResaleInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(s.resaleOf(r), err)
		})
	s.resaleReviews(moved)
	s.resellers()
}

func (s *server) resaleReviews(moved []*apperr.Error) {
	decides := need(account.OperatorPromotions)
	register(s, operation{id: "list-resale-reviews", method: get, path: "/resale-reviews", tag: tagPromotions, summary: "List resale discounts that wait",
		description: "Those for customers with a share above the standard, the oldest first.", needs: decides, service: []string{"promo.ResaleQueue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[ResaleView], error) {
			p, err := s.Promo.ResaleQueue(ctx, actor(ctx), in.request())
			return listed(p, s.resaleOf), err
		})
	register(s, operation{id: "approve-resale-discount", method: post, path: "/resale-discounts/{id}/approve", tag: tagPromotions, summary: "Approve a resale discount", description: "It holds.",
		needs: decides, service: []string{"promo.ApproveResale"}, errors: moved},
		func(ctx context.Context, in *approveInput) (*output[ResaleView], error) {
			r, err := s.Promo.ApproveResale(ctx, promo.ChangeResaleInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(s.resaleOf(r), err)
		})
	register(s, operation{id: "reject-resale-discount", method: post, path: "/resale-discounts/{id}/reject", tag: tagPromotions, summary: "Reject a resale discount",
		description: "The seller reads the reason.", needs: decides, service: []string{"promo.RejectResale"}, errors: append(moved, promo.ErrReason)},
		func(ctx context.Context, in *rejectInput) (*output[ResaleView], error) {
			r, err := s.Promo.RejectResale(ctx, promo.ChangeResaleInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(s.resaleOf(r), err)
		})
}

// ResellerView is an account that may resell.
type ResellerView struct {
	AccountID string    `json:"account_id"`
	Name      string    `json:"name"`
	AddedAt   time.Time `json:"added_at"`
	AddedName string    `json:"added_name" doc:"The operator."`
}

type newResellerInput struct {
	Body struct {
		AccountID string `json:"account_id" maxLength:"64"`
	}
}

func (s *server) resellers() {
	decides := need(account.OperatorPromotions)
	register(s, operation{id: "list-resellers", method: get, path: "/resellers", tag: tagPromotions, summary: "List resellers",
		description: "Resale discounts of the levels product and partner are for them.", needs: decides, service: []string{"promo.Resellers"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[ResellerView], error) {
			p, err := s.Promo.Resellers(ctx, actor(ctx), in.request())
			return listed(p, func(r promo.Reseller) ResellerView {
				return ResellerView{r.AccountID, r.Name, r.AddedAt.UTC(), r.AddedName}
			}), err
		})
	register(s, operation{id: "add-reseller", method: post, path: "/resellers", tag: tagPromotions, summary: "Make an account a reseller", description: "One that is stays one.",
		needs: decides, service: []string{"promo.AddReseller"}},
		func(ctx context.Context, in *newResellerInput) (*none, error) {
			return nil, s.Promo.AddReseller(ctx, promo.ResellerInput{Actor: actor(ctx), AccountID: in.Body.AccountID})
		})
	register(s, operation{id: "remove-reseller", method: remove, path: "/resellers/{id}", tag: tagPromotions, summary: "End that an account is a reseller",
		description: "Orders that were placed keep their price.", needs: decides, service: []string{"promo.RemoveReseller"}, errors: []*apperr.Error{promo.ErrResellerNotFound}},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Promo.RemoveReseller(ctx, promo.ResellerInput{Actor: actor(ctx), AccountID: in.ID})
		})
}
