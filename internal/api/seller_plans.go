package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
)

type planView struct {
	Plan      string     `json:"plan" enum:"joint,developer,hcs"`
	Name      textView   `json:"name"`
	Agreement string     `json:"agreement" doc:"Code of the agreement that joining signs." example:"seller_joint"`
	State     string     `json:"state" enum:"not_joined,joined"`
	CanJoin   bool       `json:"can_join" doc:"The plan is on offer; the seller is admitted and certified, and has not joined."`
	Version   string     `json:"version,omitempty" doc:"Of the agreement that was signed."`
	JoinedAt  *time.Time `json:"joined_at,omitempty"`
}

func planOf(m seller.Membership) planView {
	return planView{string(m.Plan), textOf(m.Plan.Name()), m.Plan.Agreement(), m.State, m.CanJoin(), m.Version, timeOrNil(m.JoinedAt)}
}

type plansView struct {
	Items []planView `json:"items"`
}

type joinPlanInput struct {
	Plan string `path:"plan" enum:"joint,developer,hcs"`
	Body struct {
		Version string `json:"version" maxLength:"64" doc:"Of the plan's agreement that was read; it must be the current one."`
	}
}

// sellerPlans are partner plans and the technical certificates that some of them open (business-rules 3.1, 3.3).
func (s *server) sellerPlans() {
	register(s, operation{id: "list-seller-plans", method: get, path: "/seller-plans", tag: tagSellers, summary: "List partner plans and where the seller stands",
		description: "Those that the marketplace offers, and those joined before. Joint products are published only by sellers in the joint plan.",
		needs:       need(account.SellerPlans), service: []string{"seller.Memberships"}, errors: []*apperr.Error{seller.ErrSellerNotFound}},
		func(ctx context.Context, _ *none) (*output[plansView], error) {
			all, err := s.Sellers.Memberships(ctx, actor(ctx))
			out := plansView{Items: make([]planView, len(all))}
			for i, m := range all {
				out.Items[i] = planOf(m)
			}
			return answer(out, err)
		})
	register(s, operation{id: "join-seller-plan", method: post, path: "/seller-plans/{plan}", tag: tagSellers, summary: "Join a partner plan",
		description: "Signs its agreement. Only the main account can do this.", needs: need(account.MainUser), service: []string{"seller.JoinPlan"},
		errors: []*apperr.Error{seller.ErrSellerNotFound, seller.ErrPlanUnknown, seller.ErrMainAccountOnly, seller.ErrNotActive, seller.ErrAgreementVersion}},
		func(ctx context.Context, in *joinPlanInput) (*output[planView], error) {
			m, err := s.Sellers.JoinPlan(ctx, seller.JoinPlanInput{Actor: actor(ctx), Plan: seller.Plan(in.Plan), Version: in.Body.Version})
			return answer(planOf(m), err)
		})
	s.techCertificates()
}

type certificateView struct {
	Class   string `json:"class" enum:"kunpeng_compatible,kunpeng_enabled,hcs,iot,ascend"`
	Product string `json:"product" maxLength:"200" doc:"The name that was certified."`
	Number  string `json:"number" maxLength:"200"`
	Issued  string `json:"issued" maxLength:"10" example:"2026-01-31"`
	Until   string `json:"until" required:"false" maxLength:"10" doc:"Last day on which it holds; empty when it has no end."`
	File    string `json:"file" maxLength:"64" doc:"File of purpose tech_certificate."`
	Name    string `json:"name,omitempty" readOnly:"true" doc:"Of the file."`
}

func certificateOf(c seller.Certificate) certificateView {
	return certificateView{string(c.Class), c.Product, c.Number, c.Issued, c.Until, c.File, c.Name}
}

func (v certificateView) certificate() seller.Certificate {
	return seller.Certificate{Class: seller.CertificateClass(v.Class), Product: v.Product, Number: v.Number, Issued: v.Issued, Until: v.Until, File: v.File}
}

type certificateInput struct{ Body certificateView }

type withdrawCertificateInput struct {
	IDInput
	Body struct {
		Rev int64 `json:"rev" doc:"The revision that you saw."`
	}
}

func (s *server) techCertificates() {
	moved := []*apperr.Error{seller.ErrChangeNotFound, seller.ErrChangeState, seller.ErrChangeStale}
	register(s, operation{id: "apply-technical-certificate", method: post, path: "/technical-certificates", tag: tagSellers, summary: "Hand a technical certificate in",
		description: "It is reviewed as a change of kind certificate; list-seller-changes with that kind lists them. Errors name the fields of the page's form.",
		needs:       need(account.SellerPlans), service: []string{"seller.ApplyCertificate"}, status: http.StatusCreated,
		errors: []*apperr.Error{seller.ErrSellerNotFound, seller.ErrNotActive, seller.ErrPlanNeeded, seller.ErrChangeReviewing, seller.ErrCertificateTaken, seller.ErrFileMissing}},
		func(ctx context.Context, in *certificateInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.ApplyCertificate(ctx, seller.ApplyCertificateInput{Actor: actor(ctx), Certificate: in.Body.certificate()})
			return answer(sellerChangeOf(c), err)
		})
	register(s, operation{id: "withdraw-technical-certificate", method: post, path: "/technical-certificates/{id}/withdraw", tag: tagSellers,
		summary: "Take a technical certificate back", description: "While it is reviewed.", needs: need(account.SellerPlans), service: []string{"seller.WithdrawCertificate"},
		errors: append(moved, seller.ErrSellerNotFound)},
		func(ctx context.Context, in *withdrawCertificateInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.WithdrawCertificate(ctx, seller.CertificateInput{Actor: actor(ctx), ChangeID: in.ID, Rev: in.Body.Rev})
			return answer(sellerChangeOf(c), err)
		})
	register(s, operation{id: "revoke-technical-certificate", method: post, path: "/technical-certificates/{id}/revoke", tag: tagSellers,
		summary: "Revoke a technical certificate", description: "It does not hold any more; the seller reads the reason.", needs: need(account.OperatorSellerReviews),
		service: []string{"seller.RevokeCertificate"}, errors: append(moved, seller.ErrReason)},
		func(ctx context.Context, in *refusedInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.RevokeCertificate(ctx, seller.CertificateInput{Actor: actor(ctx), ChangeID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(changeFor(ctx, c), err)
		})
}
