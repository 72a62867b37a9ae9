package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

type offerConfigView struct {
	Values     map[string]string `json:"values,omitempty" doc:"The values of enumerated attributes, by their codes."`
	Quantities map[string]int64  `json:"quantities,omitempty" doc:"The numbers of quantity attributes, by their codes."`
	Count      int64             `json:"count,omitempty" doc:"Pieces; left out for one."`
	Unit       string            `json:"unit" enum:"month,year,once"`
	Periods    int               `json:"periods"`
}

type offerLineView struct {
	ProductID string            `json:"product_id" maxLength:"64"`
	SpecID    string            `json:"spec_id,omitempty" maxLength:"64" doc:"Left out: every spec. Needed for agreed prices and configurations."`
	SKUID     string            `json:"sku_id,omitempty" maxLength:"64" doc:"The SKU of agreed prices, where the spec has several."`
	Product   textView          `json:"product,omitzero" readOnly:"true"`
	Spec      textView          `json:"spec,omitzero" readOnly:"true"`
	Percent   string            `json:"percent,omitempty" maxLength:"12" doc:"What is to be paid of the list price." example:"85"`
	Prices    map[string]string `json:"prices,omitempty" doc:"Agreed prices of one piece for one period, by month, year or once." example:"{\"month\":\"80\"}"`
	Config    *offerConfigView  `json:"config,omitempty" doc:"Of a configuration quote."`
	Total     *moneyView        `json:"total,omitempty" doc:"What the configuration costs."`
	List      *moneyView        `json:"list,omitempty" readOnly:"true" doc:"What it cost at list prices when it was quoted."`
}

func offerLineOf(l promo.OfferLine) offerLineView {
	v := offerLineView{ProductID: l.ProductID, SpecID: l.SpecID, SKUID: l.SKUID, Product: textOf(l.Product), Spec: textOf(l.Spec)}
	if !l.Ratio.IsZero() {
		v.Percent = promo.PercentText(l.Ratio)
	}
	for u, each := range l.Prices {
		if v.Prices == nil {
			v.Prices = map[string]string{}
		}
		v.Prices[string(u)] = each.String()
	}
	if c := l.Config; c != nil {
		total, list := moneyOf(l.Total), moneyOf(l.List)
		v.Config, v.Total, v.List = &offerConfigView{c.Selection.Values, c.Selection.Quantities, c.Selection.Count, string(c.Term.Unit), c.Term.Count}, &total, &list
	}
	return v
}

// line reads a line; what cannot be read is a field error of the line.
func (v offerLineView) line(name string, f *apperr.Fields) promo.OfferLine {
	l := promo.OfferLine{Item: promo.Item{ProductID: v.ProductID, SpecID: v.SpecID}, SKUID: v.SKUID}
	var fault *apperr.Error
	if v.Percent != "" {
		l.Ratio, fault = promo.Percent(v.Percent)
		f.Add(name+"_percent", fault)
	}
	for unit, typed := range v.Prices {
		each, err := price.ParsePrice(typed)
		if err != nil {
			f.Add(name+"_"+unit, promo.ErrPrice)
			continue
		}
		if l.Prices == nil {
			l.Prices = map[period.Unit]price.Decimal{}
		}
		l.Prices[period.Unit(unit)] = each
	}
	if c := v.Config; c != nil {
		l.Config = &price.Config{Selection: price.Selection{Values: c.Values, Quantities: c.Quantities, Count: c.Count}, Term: price.Term{Unit: period.Unit(c.Unit), Count: c.Periods}}
	}
	if v.Total != nil {
		var err error
		if l.Total, err = v.Total.amount(); err != nil {
			f.Add(name, promo.ErrPrice)
			l.Total = money.Amount{}
		}
	}
	return l
}

// PrivateOfferView is a private offer.
type PrivateOfferView struct {
	ID        string          `json:"id" example:"pof_01kb3v0000000000000000000"`
	Name      string          `json:"name"`
	Seller    textView        `json:"seller"`
	Shape     string          `json:"shape" enum:"discount,configuration"`
	State     string          `json:"state" enum:"in_review,active,expired,revoked,rejected"`
	Rev       int64           `json:"rev"`
	Link      string          `json:"link" doc:"The path of its page; only the named customers can open it." example:"/offers/…"`
	Lines     []offerLineView `json:"lines"`
	Validity  validityView    `json:"validity"`
	Least     string          `json:"least_percent" doc:"The lowest share of a list price that a line asks for."`
	Special   bool            `json:"special" doc:"Beyond the authorised discount: an operator decides."`
	Reason    string          `json:"reason,omitempty"`
	CreatedAt time.Time       `json:"created_at"`
	DecidedAt *time.Time      `json:"decided_at,omitempty"`
}

func (s *server) offerOf(o promo.Offer) PrivateOfferView {
	return PrivateOfferView{o.ID, o.Name, textOf(o.SellerName), string(o.Shape), o.StateAt(s.DB.Clock().Now()), o.Rev, o.Path(), all(o.Lines, offerLineOf),
		validityView(promo.DaysOf(o.From, o.Until)), promo.PercentText(o.Least), o.Special, o.Reason, o.CreatedAt.UTC(), timeOrNil(o.DecidedAt)}
}

type offerDetailView struct {
	PrivateOfferView
	Customers []customerView `json:"customers"`
	Orders    int64          `json:"orders" doc:"That were placed with it and not given up."`
}

type offersInput struct {
	PageInput
	State string `query:"state" enum:"in_review,active,expired,revoked,rejected"`
	Q     string `query:"q" maxLength:"200" doc:"A part of the name or the id."`
}

type createOfferInput struct {
	Body struct {
		Name      string          `json:"name" maxLength:"200" doc:"2 to 60 characters, unique among your offers; the customers see it."`
		Shape     string          `json:"shape" enum:"discount,configuration"`
		Customers []customerView  `json:"customers" nullable:"false" maxItems:"50"`
		Validity  validityView    `json:"validity"`
		Lines     []offerLineView `json:"lines" nullable:"false" maxItems:"20"`
	}
}

type tokenInput struct {
	Token string `path:"token" maxLength:"64" doc:"The last part of its link."`
}

func (s *server) offers() {
	own := need(account.SellerOffers)
	moved := []*apperr.Error{promo.ErrOfferNotFound, promo.ErrOfferState, promo.ErrOfferChanged}
	register(s, operation{id: "list-private-offers", method: get, path: "/private-offers", tag: tagPromotions, summary: "List private offers", description: "The newest first.",
		needs: own, service: []string{"promo.Offers"}, errors: []*apperr.Error{promo.ErrNotSelling, page.ErrBadCursor}},
		func(ctx context.Context, in *offersInput) (*listOutput[PrivateOfferView], error) {
			p, err := s.Promo.Offers(ctx, actor(ctx), promo.OfferFilter{State: in.State, Text: in.Q}, in.request())
			return listed(p, s.offerOf), err
		})
	register(s, operation{id: "create-private-offer", method: post, path: "/private-offers", tag: tagPromotions, summary: "Make a private offer", status: http.StatusCreated,
		description: "Within the authorised discount it holds at once and the customers are told; beyond it an operator decides. Errors name name, shape, users, from, to, lines and line_<n> from 1.",
		needs:       own, service: []string{"promo.CreateOffer"}, errors: []*apperr.Error{promo.ErrNotSelling}},
		func(ctx context.Context, in *createOfferInput) (*output[PrivateOfferView], error) {
			b := in.Body
			make := promo.CreateOfferInput{Actor: actor(ctx), Name: b.Name, Shape: promo.Shape(b.Shape), Users: customers(b.Customers), Validity: b.Validity.validity()}
			var f apperr.Fields
			for i, l := range b.Lines {
				make.Lines = append(make.Lines, l.line("line_"+strconv.Itoa(i+1), &f))
			}
			if err := f.Err(); err != nil {
				return nil, err
			}
			o, err := s.Promo.CreateOffer(ctx, make)
			if err != nil {
				return nil, err
			}
			return answer(s.offerOf(o), nil)
		})
	register(s, operation{id: "get-private-offer", method: get, path: "/private-offers/{id}", tag: tagPromotions, summary: "Get a private offer",
		description: "Operators see those beyond the authorised discount.", needs: need(account.SellerOffers, account.OperatorPromotions), service: []string{"promo.Offer"},
		errors: []*apperr.Error{promo.ErrOfferNotFound, promo.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[offerDetailView], error) {
			d, err := s.Promo.Offer(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			return answer(offerDetailView{s.offerOf(d.Offer), customersOf(d.Users), d.Orders}, nil)
		})
	register(s, operation{id: "revoke-private-offer", method: post, path: "/private-offers/{id}/revoke", tag: tagPromotions, summary: "Revoke a private offer",
		description: "While operators look at it.", needs: own, service: []string{"promo.RevokeOffer"}, errors: append(moved, promo.ErrNotSelling)},
		func(ctx context.Context, in *approveInput) (*output[PrivateOfferView], error) {
			o, err := s.Promo.RevokeOffer(ctx, promo.OfferInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(s.offerOf(o), err)
		})
	register(s, operation{id: "list-private-offer-reviews", method: get, path: "/private-offer-reviews", tag: tagPromotions, summary: "List offers beyond the authorised discount",
		description: "What waits comes with the oldest first.", needs: need(account.OperatorPromotions), service: []string{"promo.OfferQueue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *reviewsInput) (*listOutput[PrivateOfferView], error) {
			p, err := s.Promo.OfferQueue(ctx, actor(ctx), in.filter(), in.request())
			return listed(p, s.offerOf), err
		})
	register(s, operation{id: "approve-private-offer", method: post, path: "/private-offers/{id}/approve", tag: tagPromotions, summary: "Approve a private offer",
		description: "It holds, and the customers are told.", needs: need(account.OperatorPromotions), service: []string{"promo.ApproveOffer"}, errors: append(moved, promo.ErrOfferOver)},
		func(ctx context.Context, in *approveInput) (*output[PrivateOfferView], error) {
			o, err := s.Promo.ApproveOffer(ctx, promo.OfferInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(s.offerOf(o), err)
		})
	register(s, operation{id: "reject-private-offer", method: post, path: "/private-offers/{id}/reject", tag: tagPromotions, summary: "Reject a private offer",
		description: "The seller reads the reason.", needs: need(account.OperatorPromotions), service: []string{"promo.RejectOffer"}, errors: append(moved, promo.ErrReason)},
		func(ctx context.Context, in *rejectInput) (*output[PrivateOfferView], error) {
			o, err := s.Promo.RejectOffer(ctx, promo.OfferInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(s.offerOf(o), err)
		})
	s.myOffers()
}

func (s *server) myOffers() {
	register(s, operation{id: "list-my-offers", method: get, path: "/my-offers", tag: tagPromotions, summary: "List the offers that are for you", description: "The newest first.",
		needs: need(account.BuyerCoupons), service: []string{"promo.MyOffers"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[PrivateOfferView], error) {
			p, err := s.Promo.MyOffers(ctx, actor(ctx), in.request())
			return listed(p, s.offerOf), err
		})
	register(s, operation{id: "get-my-offer", method: get, path: "/my-offers/{token}", tag: tagPromotions, summary: "Get an offer by its link",
		description: "Only the customers that it names find it.", needs: need(account.BuyerCoupons), service: []string{"promo.OfferByToken"}, errors: []*apperr.Error{promo.ErrOfferNotFound}},
		func(ctx context.Context, in *tokenInput) (*output[PrivateOfferView], error) {
			o, err := s.Promo.OfferByToken(ctx, actor(ctx), in.Token)
			if err != nil {
				return nil, err
			}
			return answer(s.offerOf(o), nil)
		})
}
