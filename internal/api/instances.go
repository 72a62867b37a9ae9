package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

type instanceView struct {
	ID          string     `json:"id" example:"ins_01kb3v0000000000000000000"`
	State       string     `json:"state" enum:"in_use"`
	ProductID   string     `json:"product_id"`
	ProductName textView   `json:"product_name"`
	SpecName    textView   `json:"spec_name"`
	SellerID    string     `json:"seller_id"`
	OrderID     string     `json:"order_id"`
	SKUID       string     `json:"sku_id"`
	Quantity    int64      `json:"quantity"`
	ExternalID  string     `json:"external_id" doc:"The seller's own id of it."`
	OpenedAt    time.Time  `json:"opened_at"`
	ExpiresAt   *time.Time `json:"expires_at,omitempty" doc:"The term is up to, and without, this instant; left out: it does not expire."`
}

type accessView struct {
	FrontEndURL string `json:"front_end_url,omitempty" doc:"Where to use it."`
	AdminURL    string `json:"admin_url,omitempty" doc:"Where to administer it."`
	UserName    string `json:"user_name,omitempty"`
	HasPassword bool   `json:"has_password" doc:"Whether there is an initial password."`
	Password    string `json:"password,omitempty" doc:"The initial password, only when it was asked for."`
	Memo        string `json:"memo,omitempty" doc:"What the seller adds."`
}

type instancesInput struct {
	PageInput
	State string `query:"state" enum:"in_use" doc:"In one state only."`
	Q     string `query:"q" maxLength:"200" doc:"Part of the product's name."`
}

type accessInput struct {
	IDInput
	Password bool `query:"password" doc:"Whether the initial password is wanted."`
}

type accessOutput struct {
	NoStore
	Body accessView
}

func (s *server) instances() {
	register(s, operation{id: "list-instances", method: get, path: "/instances", tag: tagInstances, summary: "List purchased services",
		description: "The newest first.", needs: need(account.BuyerServices), service: []string{"instance.List"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *instancesInput) (*listOutput[instanceView], error) {
			p, err := s.Instances.List(ctx, actor(ctx), instance.Filter{State: in.State, Text: in.Q}, in.request())
			return listed(p, instanceOf), err
		})
	register(s, operation{id: "get-instance", method: get, path: "/instances/{id}", tag: tagInstances, summary: "Get a purchased service",
		description: "Without how to get in; see its access.", needs: need(account.BuyerServices), service: []string{"instance.Get"}, errors: []*apperr.Error{instance.ErrNotFound}},
		func(ctx context.Context, in *IDInput) (*output[instanceView], error) {
			i, err := s.Instances.Get(ctx, actor(ctx), in.ID)
			return answer(instanceOf(i), err)
		})
	register(s, operation{id: "get-instance-access", method: get, path: "/instances/{id}/access", tag: tagInstances, summary: "Ask how to get in",
		description: "Asks the seller's server at this moment, which may take up to 20 seconds. Nothing of the answer is kept.",
		needs:       need(account.BuyerServices), service: []string{"saas.Access"}, errors: []*apperr.Error{instance.ErrNotFound, call.ErrSellerUnavailable}},
		func(ctx context.Context, in *accessInput) (*accessOutput, error) {
			a, err := s.SaaS.Access(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			out := &accessOutput{noStore(), accessView{a.FrontEndURL, a.AdminURL, a.UserName, a.Password != "", "", a.Memo}}
			if in.Password {
				out.Body.Password = a.Password
			}
			return out, nil
		})
}

func instanceOf(i instance.Instance) instanceView {
	return instanceView{ID: i.ID, State: i.State, ProductID: i.ProductID, ProductName: textOf(i.ProductName), SpecName: textOf(i.SpecName),
		SellerID: i.SellerID, OrderID: i.OrderID, SKUID: i.SKUID, Quantity: i.Quantity, ExternalID: i.ExternalID,
		OpenedAt: i.OpenedAt.UTC(), ExpiresAt: timeOrNil(i.ExpiresAt)}
}
