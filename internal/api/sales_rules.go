package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/salesrule"
)

// SalesRulesView is whom a product is sold to, how often, and who may try it or pay by credit.
type SalesRulesView struct {
	ProductID  string            `json:"product_id"`
	Rev        int64             `json:"rev" doc:"The revision; 0 before the first rule."`
	Target     string            `json:"target" enum:"all,named,enterprise,personal" doc:"Whom the product is sold to."`
	Customers  int64             `json:"customers" doc:"How many the product names."`
	Specs      []salesSpecView   `json:"specs"`
	CreditCash *creditSwitchView `json:"credit_cash,omitempty" doc:"Credit cash coupons; left out: a general product takes no credit."`
	CreditLine *creditSwitchView `json:"credit_line,omitempty" doc:"Credit lines; left out: a general product takes no credit."`
}

type creditSwitchView struct {
	Mode      string `json:"mode" enum:"off,all,named"`
	Customers int64  `json:"customers" doc:"How many are named."`
}

type salesSpecView struct {
	SpecID         string             `json:"spec_id"`
	Name           textView           `json:"name"`
	Target         string             `json:"target,omitempty" enum:"named,enterprise,personal" doc:"Whom the spec is narrowed to; left out: whom the product is sold to."`
	Customers      int64              `json:"customers" doc:"How many the spec names."`
	Limit          *purchaseLimitView `json:"limit,omitempty" doc:"How much one account may buy; left out: no limit."`
	TrialInvited   bool               `json:"trial_invited" doc:"Only invited customers may try it."`
	TrialCustomers int64              `json:"trial_customers" doc:"How many are invited."`
}

type purchaseLimitView struct {
	Times     int64  `json:"times,omitempty" minimum:"0" maximum:"1000" doc:"How often one account may buy the spec. Or:"`
	Attribute string `json:"attribute,omitempty" maxLength:"64" doc:"The code of a quantity attribute,"`
	Most      int64  `json:"most,omitempty" minimum:"0" maximum:"1000000000" doc:"and how much of it one account may buy, over all its orders."`
}

type narrowedSpecView struct {
	SpecID string `json:"spec_id" maxLength:"64"`
	Target string `json:"target" enum:"named,enterprise,personal"`
}

type limitedSpecView struct {
	SpecID string            `json:"spec_id" maxLength:"64"`
	Limit  purchaseLimitView `json:"limit"`
}

type salesTargetInput struct {
	IDInput
	Body struct {
		Rev    int64              `json:"rev" doc:"The revision that you saw."`
		Target string             `json:"target" enum:"all,named,enterprise,personal"`
		Specs  []narrowedSpecView `json:"specs,omitempty" maxItems:"100" doc:"Specs that are narrowed further; the others follow the product."`
	}
}

type purchaseLimitsInput struct {
	IDInput
	Body struct {
		Rev   int64             `json:"rev" doc:"The revision that you saw."`
		Specs []limitedSpecView `json:"specs" maxItems:"100" doc:"The limited specs; the others have no limit."`
	}
}

type trialListsInput struct {
	IDInput
	Body struct {
		Rev   int64    `json:"rev" doc:"The revision that you saw."`
		Specs []string `json:"specs" maxItems:"100" doc:"Ids of the specs that only invited customers may try; the others are open to everybody."`
	}
}

type creditControlInput struct {
	IDInput
	Body struct {
		Rev  int64  `json:"rev" doc:"The revision that you saw."`
		Cash string `json:"credit_cash" enum:"off,all,named"`
		Line string `json:"credit_line" enum:"off,all,named"`
	}
}

// CustomerListInput names a list of a product.
type CustomerListInput struct {
	IDInput
	List   string `query:"list" required:"true" enum:"target,trial,credit_cash,credit_line" doc:"What the customers are named for."`
	SpecID string `query:"spec_id" maxLength:"64" doc:"Of a trial, and of a target that is narrowed for a spec; left out: the product's list."`
}

func (in CustomerListInput) users(ctx context.Context) salesrule.UsersInput {
	return salesrule.UsersInput{Actor: actor(ctx), ProductID: in.ID, Of: salesrule.Of{List: salesrule.List(in.List), SpecID: in.SpecID}}
}

type namedCustomersInput struct {
	CustomerListInput
	PageInput
	Q string `query:"q" maxLength:"200" doc:"A part of the name or the id."`
}

type addCustomersInput struct {
	CustomerListInput
	Body struct {
		Customers []customerView `json:"customers" minItems:"1" maxItems:"1000"`
	}
}

type removeCustomerInput struct {
	CustomerListInput
	AccountID string `query:"account_id" required:"true" maxLength:"64" doc:"The account to take off the list."`
}

type namedCustomerView struct {
	customerView
	AddedAt time.Time `json:"added_at"`
	AddedBy string    `json:"added_by" doc:"Who added it."`
}

type addedView struct {
	Added int `json:"added" doc:"How many were not on the list before."`
}

func (s *server) salesRules() {
	own, credit, either := need(account.SellerSalesConfig), need(account.SellerCredit), need(account.SellerSalesConfig, account.SellerCredit)
	gone := []*apperr.Error{salesrule.ErrProductNotFound, salesrule.ErrNotSelling}
	changes := append(gone[:2:2], salesrule.ErrChanged)
	named := append(gone[:2:2], salesrule.ErrSpecNotFound, salesrule.ErrCreditJoint)
	register(s, operation{id: "get-sales-rules", method: get, path: "/seller/products/{id}/sales-rules", tag: tagSales, summary: "Get the sales rules of a product",
		description: "A product on sale.", needs: either, service: []string{"salesrule.Get"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[SalesRulesView], error) {
			sheet, err := s.Rules.Get(ctx, actor(ctx), in.ID)
			return answer(salesRulesOf(sheet), err)
		})
	register(s, operation{id: "set-sales-target", method: put, path: "/seller/products/{id}/sales-target", tag: tagSales, summary: "Say whom a product is sold to",
		description: "A spec can be narrowed further, never widened. Lists of customers stay as they are.", needs: own, service: []string{"salesrule.SetTarget"},
		errors: append(changes[:3:3], salesrule.ErrOpposite, salesrule.ErrChoice)}, s.setSalesTarget)
	register(s, operation{id: "set-purchase-limits", method: put, path: "/seller/products/{id}/purchase-limits", tag: tagSales, summary: "Limit how much one account buys",
		description: "Counted over orders that were not refunded or cancelled; unpaid ones hold their place.", needs: own, service: []string{"salesrule.SetLimits"},
		errors: append(changes[:3:3], salesrule.ErrTimes, salesrule.ErrMost, salesrule.ErrAttribute, salesrule.ErrOneLimit, salesrule.ErrChoice)}, s.setPurchaseLimits)
	register(s, operation{id: "set-trial-lists", method: put, path: "/seller/products/{id}/trial-lists", tag: tagSales, summary: "Say which trials need an invitation",
		description: "From then on nobody may take such a trial until customers are named.", needs: own, service: []string{"salesrule.SetTrials"},
		errors: append(changes[:3:3], salesrule.ErrNoTrial, salesrule.ErrChoice)},
		func(ctx context.Context, in *trialListsInput) (*output[SalesRulesView], error) {
			sheet, err := s.Rules.SetTrials(ctx, salesrule.SetTrialsInput{Actor: actor(ctx), ProductID: in.ID, Rev: in.Body.Rev, Specs: in.Body.Specs})
			return answer(salesRulesOf(sheet), err)
		})
	register(s, operation{id: "set-credit-control", method: put, path: "/seller/products/{id}/credit-control", tag: tagSales, summary: "Open a joint product to credit",
		description: "By switching it on you agree that such orders are settled only after the customer has repaid in full.", needs: credit, service: []string{"salesrule.SetCredit"},
		errors: append(changes[:3:3], salesrule.ErrCreditJoint)},
		func(ctx context.Context, in *creditControlInput) (*output[SalesRulesView], error) {
			sheet, err := s.Rules.SetCredit(ctx, salesrule.SetCreditInput{Actor: actor(ctx), ProductID: in.ID, Rev: in.Body.Rev,
				Cash: salesrule.Mode(in.Body.Cash), Line: salesrule.Mode(in.Body.Line)})
			return answer(salesRulesOf(sheet), err)
		})
	register(s, operation{id: "list-named-customers", method: get, path: "/seller/products/{id}/named-customers", tag: tagSales, summary: "List the customers of a list",
		description: "By the ids of their accounts.", needs: either, service: []string{"salesrule.ListUsers"}, errors: append(gone[:2:2], salesrule.ErrSpecNotFound, page.ErrBadCursor)},
		func(ctx context.Context, in *namedCustomersInput) (*listOutput[namedCustomerView], error) {
			p, err := s.Rules.ListUsers(ctx, in.users(ctx), in.Q, in.request())
			return listed(p, func(n salesrule.Named) namedCustomerView {
				return namedCustomerView{customerView{n.ID, n.Name}, n.AddedAt.UTC(), n.AddedName}
			}), err
		})
	register(s, operation{id: "add-named-customers", method: post, path: "/seller/products/{id}/named-customers", tag: tagSales, summary: "Put customers on a list",
		description: "It holds for them at once. All of them, or none when one is unknown.", needs: either, service: []string{"salesrule.AddUsers"}, errors: append(named[:4:4], salesrule.ErrListFull)},
		func(ctx context.Context, in *addCustomersInput) (*output[addedView], error) {
			n, err := s.Rules.AddUsers(ctx, in.users(ctx), customers(in.Body.Customers))
			return answer(addedView{n}, err)
		})
	register(s, operation{id: "remove-named-customer", method: remove, path: "/seller/products/{id}/named-customers", tag: tagSales, summary: "Take a customer off a list",
		description: "What it was named for ends at once; its orders stay.", needs: either, service: []string{"salesrule.RemoveUser"}, errors: append(gone[:2:2], salesrule.ErrUserNotListed)},
		func(ctx context.Context, in *removeCustomerInput) (*none, error) {
			return nil, s.Rules.RemoveUser(ctx, in.users(ctx), in.AccountID)
		})
}

func (s *server) setSalesTarget(ctx context.Context, in *salesTargetInput) (*output[SalesRulesView], error) {
	specs := map[string]salesrule.Target{}
	for _, x := range in.Body.Specs {
		specs[x.SpecID] = salesrule.Target(x.Target)
	}
	sheet, err := s.Rules.SetTarget(ctx, salesrule.SetTargetInput{Actor: actor(ctx), ProductID: in.ID, Rev: in.Body.Rev, Target: salesrule.Target(in.Body.Target), Specs: specs})
	return answer(salesRulesOf(sheet), err)
}

func (s *server) setPurchaseLimits(ctx context.Context, in *purchaseLimitsInput) (*output[SalesRulesView], error) {
	limits := map[string]salesrule.Limit{}
	for _, x := range in.Body.Specs {
		limits[x.SpecID] = salesrule.Limit(x.Limit)
	}
	sheet, err := s.Rules.SetLimits(ctx, salesrule.SetLimitsInput{Actor: actor(ctx), ProductID: in.ID, Rev: in.Body.Rev, Limits: limits})
	return answer(salesRulesOf(sheet), err)
}

func salesRulesOf(sheet salesrule.Sheet) SalesRulesView {
	r, named := sheet.Rules, sheet.Named
	out := SalesRulesView{ProductID: sheet.Product.ID, Rev: sheet.Rev, Target: string(r.Target), Customers: named[salesrule.Of{List: salesrule.ListTarget}], Specs: []salesSpecView{}}
	for _, o := range sheet.Product.Specs {
		is := r.Specs[o.ID]
		v := salesSpecView{SpecID: o.ID, Name: textOf(o.Name), Target: string(is.Target), Customers: named[salesrule.Of{List: salesrule.ListTarget, SpecID: o.ID}],
			TrialInvited: is.Trial, TrialCustomers: named[salesrule.Of{List: salesrule.ListTrial, SpecID: o.ID}]}
		if !is.Limit.None() {
			limit := purchaseLimitView(is.Limit)
			v.Limit = &limit
		}
		out.Specs = append(out.Specs, v)
	}
	if sheet.Product.Joint {
		out.CreditCash = &creditSwitchView{string(r.Cash), named[salesrule.Of{List: salesrule.ListCash}]}
		out.CreditLine = &creditSwitchView{string(r.Line), named[salesrule.Of{List: salesrule.ListLine}]}
	}
	return out
}
