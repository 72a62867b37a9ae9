package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type thresholdItemView struct {
	Kind string `json:"kind" enum:"resources,hcs_case,holosens,orders,programmes"`
	Note string `json:"note" maxLength:"300"`
	File string `json:"file" maxLength:"64" doc:"Id of an upload (joint) with the evidence."`
}

type dockingView struct {
	Kind string `json:"kind" enum:"kit,auto_deploy,haydn"`
	File string `json:"file" maxLength:"64" doc:"Id of an upload (joint) with the evidence."`
	Note string `json:"note,omitempty" maxLength:"300"`
}

type jointContactView struct {
	Name  string `json:"name" required:"false" maxLength:"100"`
	Phone string `json:"phone" required:"false" maxLength:"100"`
	Email string `json:"email" required:"false" maxLength:"200"`
}

type jointFormView struct {
	Commitments  []string            `json:"commitments" required:"false" maxItems:"3" enum:"price,true,cloud"`
	Agreement    string              `json:"agreement" required:"false" maxLength:"100" doc:"The version of the agreement seller_joint that was read and ticked for this product."`
	Items        []thresholdItemView `json:"items" required:"false" maxItems:"5"`
	Finance      string              `json:"finance,omitempty" enum:"audited,template"`
	NoAudit      bool                `json:"no_audit" required:"false" doc:"The signing entity had no audit of the previous year; then the sealed template does after 1 July too."`
	Report       string              `json:"report" required:"false" maxLength:"64" doc:"Id of an upload (joint): the audited report or the sealed template."`
	Name         textView            `json:"name" required:"false" doc:"As the product will be listed."`
	Delivery     string              `json:"delivery" required:"false" maxLength:"20" doc:"Of the main product, as in the quotation."`
	Companions   []string            `json:"companions" required:"false" maxItems:"10" doc:"Names of companion products."`
	Environments []string            `json:"environments" required:"false" maxItems:"2" enum:"public,hcs"`
	Contact      jointContactView    `json:"contact" required:"false" doc:"The business contact, who is told by SMS and mail."`
	Marketplace  string              `json:"marketplace_contact" required:"false" maxLength:"100" doc:"Who the seller's contact at the marketplace is."`
}

func jointFormOf(f joint.Form) jointFormView {
	return jointFormView{all(f.Commitments, same[string]), f.Agreement, all(f.Items, func(x joint.Item) thresholdItemView { return thresholdItemView(x) }), f.Finance, f.NoAudit, f.Report,
		textOf(f.Name), f.Delivery, all(f.Companions, same[string]), all(f.Environments, same[string]),
		jointContactView{f.ContactName, f.ContactPhone, f.ContactEmail}, f.Marketplace}
}

func same[T any](x T) T { return x }

func (v jointFormView) form() joint.Form {
	return joint.Form{Commitments: v.Commitments, Agreement: v.Agreement, Items: all(v.Items, func(x thresholdItemView) joint.Item { return joint.Item(x) }), Finance: v.Finance,
		NoAudit: v.NoAudit, Report: v.Report, Name: v.Name.text(), Delivery: v.Delivery, Companions: v.Companions, Environments: v.Environments,
		ContactName: v.Contact.Name, ContactPhone: v.Contact.Phone, ContactEmail: v.Contact.Email, Marketplace: v.Marketplace}
}

// JointCertificationView is a joint certification.
type JointCertificationView struct {
	ID           string        `json:"id" example:"jct_01kb3v0000000000000000000"`
	Seller       textView      `json:"seller"`
	State        string        `json:"state" enum:"draft,selection_review,tech_docking,commercial_review,passed,rejected"`
	Rev          int64         `json:"rev"`
	Form         jointFormView `json:"form"`
	Docking      *dockingView  `json:"docking,omitempty" doc:"The evidence of the technical part."`
	ProductID    string        `json:"product_id,omitempty" doc:"The product that was published by it."`
	Reason       string        `json:"reason,omitempty" doc:"Of the last rejection."`
	CreatedAt    time.Time     `json:"created_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
	WaitingSince *time.Time    `json:"waiting_since,omitempty" doc:"Since when it waits for operators; left out while it does not."`
}

func jointCertificationOf(c joint.Certification) JointCertificationView {
	v := JointCertificationView{c.ID, textOf(c.SellerName), c.State, c.Rev, jointFormOf(c.Form), nil, c.ProductID, c.Reason, c.CreatedAt.UTC(), c.UpdatedAt.UTC(), timeOrNil(c.WaitingSince)}
	if c.Form.Docking != (joint.Docking{}) {
		d := dockingView(c.Form.Docking)
		v.Docking = &d
	}
	return v
}

type jointEventView struct {
	At        time.Time `json:"at"`
	Event     string    `json:"event" enum:"submit,approve,reject,dock"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	ActorName string    `json:"actor_name"`
	Reason    string    `json:"reason,omitempty"`
	Checklist []string  `json:"checklist,omitempty" doc:"What the operator ticked."`
}

// JointCertificationDetailView is a certification with what became of it.
type JointCertificationDetailView struct {
	JointCertificationView
	Checklist []string         `json:"checklist" doc:"What is to be ticked to pass the review that it is in."`
	History   []jointEventView `json:"history" doc:"The first event first."`
}

type jointCertificationsInput struct {
	PageInput
	State string `query:"state" enum:"draft,selection_review,tech_docking,commercial_review,passed,rejected" doc:"Left out: all."`
	Text  string `query:"q" maxLength:"200" doc:"In the names of product and seller, or an id."`
}

type jointQueueInput struct {
	PageInput
	State string `query:"state" enum:"selection_review,tech_docking,commercial_review,passed,rejected,all" doc:"Left out: what waits, the longest waiting first."`
	Text  string `query:"q" maxLength:"200" doc:"In the names of product and seller, or an id."`
}

type newJointInput struct {
	Body struct {
		Form jointFormView `json:"form"`
	}
}

type saveJointInput struct {
	IDInput
	Body struct {
		Rev  int64         `json:"rev" doc:"The revision that you saw."`
		Form jointFormView `json:"form"`
	}
}

type dockInput struct {
	IDInput
	Body struct {
		Rev     int64       `json:"rev" doc:"The revision that you saw."`
		Docking dockingView `json:"docking"`
	}
}

type passInput struct {
	IDInput
	Body struct {
		Rev       int64    `json:"rev" doc:"The revision that you read."`
		Checklist []string `json:"checklist" maxItems:"20" doc:"What you ticked; all of it is needed."`
	}
}

func (s *server) jointCertifications() {
	own := need(account.SellerPlans)
	moved := []*apperr.Error{joint.ErrCertificationNotFound, joint.ErrCertificationState, joint.ErrCertificationChanged, joint.ErrNotSelling}
	register(s, operation{id: "list-joint-certifications", method: get, path: "/joint-certifications", tag: tagJoint, summary: "List joint certifications", description: "The newest first.",
		needs: own, service: []string{"joint.Certifications"}, errors: []*apperr.Error{joint.ErrNotSelling, page.ErrBadCursor}},
		func(ctx context.Context, in *jointCertificationsInput) (*listOutput[JointCertificationView], error) {
			p, err := s.Joint.Certifications(ctx, actor(ctx), joint.CertificationFilter{State: in.State, Text: in.Text}, in.request())
			return listed(p, jointCertificationOf), err
		})
	register(s, operation{id: "begin-joint-certification", method: post, path: "/joint-certifications", tag: tagJoint, summary: "Begin a joint certification", status: http.StatusCreated,
		description: "A draft, which need not be whole.", needs: own, service: []string{"joint.SaveCertification"}, errors: []*apperr.Error{joint.ErrJointPlan, joint.ErrNotSelling}},
		func(ctx context.Context, in *newJointInput) (*output[JointCertificationView], error) {
			c, err := s.Joint.SaveCertification(ctx, joint.SaveCertificationInput{Actor: actor(ctx), Form: in.Body.Form.form()})
			return answer(jointCertificationOf(c), err)
		})
	register(s, operation{id: "get-joint-certification", method: get, path: "/joint-certifications/{id}", tag: tagJoint, summary: "Get a joint certification",
		description: "For its seller, and for operators once it was handed in.", needs: need(account.SellerPlans, account.OperatorJoint), service: []string{"joint.Certification"},
		errors: []*apperr.Error{joint.ErrCertificationNotFound, joint.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[JointCertificationDetailView], error) {
			d, err := s.Joint.Certification(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			return answer(JointCertificationDetailView{jointCertificationOf(d.Certification), all(joint.Checklist(d.State), same[string]), all(d.History, func(h joint.Happened) jointEventView {
				return jointEventView{h.At.UTC(), h.Event, h.From, h.To, h.ActorName, h.Reason, h.Checklist}
			})}, nil)
		})
	register(s, operation{id: "save-joint-certification", method: put, path: "/joint-certifications/{id}", tag: tagJoint, summary: "Save the form of a joint certification",
		description: "Of a draft or a rejected one; it need not be whole.", needs: own, service: []string{"joint.SaveCertification"}, errors: append(moved, joint.ErrJointPlan)},
		func(ctx context.Context, in *saveJointInput) (*output[JointCertificationView], error) {
			c, err := s.Joint.SaveCertification(ctx, joint.SaveCertificationInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Form: in.Body.Form.form()})
			return answer(jointCertificationOf(c), err)
		})
	register(s, operation{id: "submit-joint-certification", method: post, path: "/joint-certifications/{id}/submit", tag: tagJoint, summary: "Hand in a joint certification",
		description: "Signs the agreement for the product; the qualification and selection review begins.", needs: own, service: []string{"joint.SubmitCertification"},
		errors: append(moved, joint.ErrJointPlan, seller.ErrAgreementVersion)},
		func(ctx context.Context, in *approveInput) (*output[JointCertificationView], error) {
			c, err := s.Joint.SubmitCertification(ctx, joint.CertificationInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(jointCertificationOf(c), err)
		})
	register(s, operation{id: "dock-joint-certification", method: post, path: "/joint-certifications/{id}/docking", tag: tagJoint, summary: "Hand in the evidence of technical docking",
		description: "While the certification waits for it; the last one counts.", needs: own, service: []string{"joint.DockCertification"}, errors: moved},
		func(ctx context.Context, in *dockInput) (*output[JointCertificationView], error) {
			c, err := s.Joint.DockCertification(ctx, joint.CertificationInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Docking: joint.Docking(in.Body.Docking)})
			return answer(jointCertificationOf(c), err)
		})
	s.jointReviews()
}

func (s *server) jointReviews() {
	decides := need(account.OperatorJoint)
	moved := []*apperr.Error{joint.ErrCertificationNotFound, joint.ErrCertificationState, joint.ErrCertificationChanged}
	register(s, operation{id: "list-joint-certification-reviews", method: get, path: "/joint-certification-reviews", tag: tagJoint, summary: "List joint certifications to review",
		description: "What waits in the order in which it came; with a state the newest first.", needs: decides, service: []string{"joint.CertificationQueue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *jointQueueInput) (*listOutput[JointCertificationView], error) {
			p, err := s.Joint.CertificationQueue(ctx, actor(ctx), joint.CertificationFilter{State: in.State, Text: in.Text}, in.request())
			return listed(p, jointCertificationOf), err
		})
	register(s, operation{id: "pass-joint-certification", method: post, path: "/joint-certifications/{id}/pass", tag: tagJoint, summary: "Pass the review of a joint certification",
		description: "The next review begins; after the last the product may be published.", needs: decides, service: []string{"joint.PassCertification"},
		errors: append(moved, joint.ErrChecklist, joint.ErrDockingMissing)},
		func(ctx context.Context, in *passInput) (*output[JointCertificationView], error) {
			c, err := s.Joint.PassCertification(ctx, joint.CertificationInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist})
			return answer(jointCertificationOf(c), err)
		})
	register(s, operation{id: "reject-joint-certification", method: post, path: "/joint-certifications/{id}/reject", tag: tagJoint, summary: "Reject a joint certification",
		description: "From any review; the seller reads the reason, edits and hands in again.", needs: decides, service: []string{"joint.RejectCertification"}, errors: append(moved, joint.ErrReason)},
		func(ctx context.Context, in *rejectInput) (*output[JointCertificationView], error) {
			c, err := s.Joint.RejectCertification(ctx, joint.CertificationInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(jointCertificationOf(c), err)
		})
}
