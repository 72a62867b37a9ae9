package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type taxView struct {
	Payer  string `json:"payer" required:"false" enum:",general,small,abroad" doc:"Kind of tax payer."`
	Number string `json:"number" required:"false"`
}

type sellerAddressView struct {
	Country  string `json:"country" required:"false" example:"CN"`
	Province string `json:"province" required:"false"`
	City     string `json:"city" required:"false"`
	Detail   string `json:"detail" required:"false"`
	Postcode string `json:"postcode" required:"false"`
}

type sellerInfoView struct {
	Name         textView          `json:"name" required:"false" doc:"Trading name."`
	LegalName    string            `json:"legal_name,omitempty" doc:"The proven name; set by the marketplace."`
	Licence      string            `json:"licence" required:"false" doc:"File of the renamed licence, with a new Chinese name."`
	Number       string            `json:"number" required:"false" doc:"Company number; it cannot become another one."`
	Logo         string            `json:"logo" required:"false" doc:"File of purpose seller_logo."`
	Website      string            `json:"website" required:"false"`
	Profile      textView          `json:"profile" required:"false"`
	ServicePhone string            `json:"service_phone" required:"false"`
	ServiceEmail string            `json:"service_email" required:"false"`
	Address      sellerAddressView `json:"address" required:"false"`
	Tax          taxView           `json:"tax" required:"false"`
}

type storefrontView struct {
	Media        string   `json:"media" required:"false" doc:"File of purpose store_media: MP4, MOV, JPEG or PNG of 780×440."`
	Profile      textView `json:"profile" required:"false" doc:"Rich text, sanitised."`
	Advantages   textView `json:"advantages" required:"false"`
	Vision       textView `json:"vision" required:"false"`
	Certificates textView `json:"certificates" required:"false"`
	Pictures     []string `json:"pictures" required:"false" doc:"At most five files of purpose store_story."`
}

type businessContactView struct {
	Name  string `json:"name" required:"false"`
	Phone string `json:"phone" required:"false"`
	Email string `json:"email" required:"false"`
}

type letterView struct {
	File string `json:"file" required:"false" doc:"File of purpose seller_compliance."`
	Name string `json:"name,omitempty"`
}

// sellerContentView is what a change says; the part of its kind is there.
type sellerContentView struct {
	Info       *sellerInfoView      `json:"info,omitempty"`
	Storefront *storefrontView      `json:"storefront,omitempty"`
	Contact    *businessContactView `json:"contact,omitempty"`
	Letter     *letterView          `json:"letter,omitempty"`

	Certificate *certificateView `json:"certificate,omitempty" readOnly:"true" doc:"Handed in by apply-technical-certificate."`
}

func sellerContentOf(c seller.ChangeContent) sellerContentView {
	var v sellerContentView
	if f := c.Info; f != nil {
		v.Info = &sellerInfoView{Name: textOf(f.Name), LegalName: f.LegalName, Licence: f.Licence, Number: f.Number, Logo: f.Logo, Website: f.Website,
			Profile: textOf(f.Profile), ServicePhone: f.ServicePhone, ServiceEmail: f.ServiceEmail, Address: sellerAddressView(f.Address), Tax: taxView(f.Tax)}
	}
	if f := c.Storefront; f != nil {
		s := storefrontOf(*f)
		v.Storefront = &s
	}
	if f := c.Contact; f != nil {
		v.Contact = &businessContactView{f.Name, f.Phone, f.Email}
	}
	if f := c.Letter; f != nil {
		v.Letter = &letterView{f.File, f.Name}
	}
	if f := c.Certificate; f != nil {
		shown := certificateOf(*f)
		v.Certificate = &shown
	}
	return v
}

func storefrontOf(f seller.Storefront) storefrontView {
	pictures := f.Pictures
	if pictures == nil {
		pictures = []string{}
	}
	return storefrontView{f.Media, textOf(f.Profile), textOf(f.Advantages), textOf(f.Vision), textOf(f.Certificates), pictures}
}

func (v sellerContentView) content() seller.ChangeContent {
	var c seller.ChangeContent
	if f := v.Info; f != nil {
		c.Info = &seller.InfoForm{Name: f.Name.text(), Licence: f.Licence, Number: f.Number, Logo: f.Logo, Website: f.Website, Profile: f.Profile.text(),
			ServicePhone: f.ServicePhone, ServiceEmail: f.ServiceEmail, Address: seller.Address(f.Address), Tax: seller.Tax(f.Tax)}
	}
	if f := v.Storefront; f != nil {
		c.Storefront = &seller.Storefront{Media: f.Media, Profile: f.Profile.text(), Advantages: f.Advantages.text(), Vision: f.Vision.text(),
			Certificates: f.Certificates.text(), Pictures: f.Pictures}
	}
	if f := v.Contact; f != nil {
		c.Contact = &seller.Contact{Name: f.Name, Phone: f.Phone, Email: f.Email}
	}
	if f := v.Letter; f != nil {
		c.Letter = &seller.Letter{File: f.File}
	}
	return c
}

// SellerChangeView is something that a seller wants to be different.
type SellerChangeView struct {
	ID           string            `json:"id" example:"chg_01kb3v0000000000000000000"`
	SellerID     string            `json:"seller_id"`
	SellerName   textView          `json:"seller_name"`
	Kind         string            `json:"kind" enum:"info,storefront,contact,compliance,certificate"`
	State        string            `json:"state" enum:"draft,in_review,approved,rejected,withdrawn,revoked,replaced"`
	Rev          int64             `json:"rev" doc:"Grows with every change; send the one you saw."`
	Content      sellerContentView `json:"content" doc:"What is wanted."`
	Base         sellerContentView `json:"base" doc:"What was in force when it was handed in."`
	AssigneeName string            `json:"assignee_name,omitempty" doc:"The operator who took it over."`
	Reason       string            `json:"reason,omitempty" doc:"Of a rejection or revocation."`
	CreatedAt    time.Time         `json:"created_at"`
	SubmittedAt  *time.Time        `json:"submitted_at,omitempty"`
	DecidedAt    *time.Time        `json:"decided_at,omitempty"`
	EndedAt      *time.Time        `json:"ended_at,omitempty" doc:"When a certificate was revoked or replaced."`
	Checklist    []string          `json:"checklist,omitempty" doc:"What the operator had ticked at the decision; for operators."`
	Required     []string          `json:"required,omitempty" doc:"What has to be ticked to approve it; for operators."`
}

func sellerChangeOf(c seller.Change) SellerChangeView {
	return SellerChangeView{ID: c.ID, SellerID: c.SellerID, SellerName: textOf(c.SellerName), Kind: string(c.Kind), State: c.State, Rev: c.Rev,
		Content: sellerContentOf(c.Content), Base: sellerContentOf(c.Base), AssigneeName: c.AssigneeName, Reason: c.Reason,
		CreatedAt: c.CreatedAt.UTC(), SubmittedAt: timeOrNil(c.SubmittedAt), DecidedAt: timeOrNil(c.DecidedAt), EndedAt: timeOrNil(c.EndedAt)}
}

// changeFor is a change as whoever asks may see it.
func changeFor(ctx context.Context, c seller.Change) SellerChangeView {
	v := sellerChangeOf(c)
	if actor(ctx).Kind == account.Operator {
		v.Checklist, v.Required = c.Checklist, seller.ChangeChecklist(c.Kind)
	}
	return v
}

type sellerFormView struct {
	Live    sellerContentView `json:"live" doc:"What is in force."`
	Content sellerContentView `json:"content" doc:"What a form begins with: the open change, what was sent back, or what is in force."`
	Rev     int64             `json:"rev" doc:"To be sent with the next save; 0 without an open change."`
	State   string            `json:"state" doc:"Of the open change; empty without one."`
	Reason  string            `json:"reason,omitempty" doc:"Why the last one was rejected."`
}

type sellerKindInput struct {
	Kind string `query:"kind" required:"true" enum:"info,storefront,contact,compliance"`
}

type sellerChangesInput struct {
	PageInput
	State string `query:"state" enum:"in_review,approved,rejected,withdrawn,revoked,replaced,all" default:"in_review" doc:"Those in review come with the longest waiting first, others with the latest first."`
	Kind  string `query:"kind" enum:"info,storefront,contact,compliance,certificate"`
	Q     string `query:"q" maxLength:"200" doc:"In the seller's name, its company's name or number."`
}

type saveSellerChangeInput struct {
	Body struct {
		Kind    string            `json:"kind" enum:"info,storefront,contact,compliance"`
		Rev     int64             `json:"rev" doc:"The revision that you saw; 0 without an open change."`
		Content sellerContentView `json:"content" doc:"The part of the kind; it may be incomplete."`
	}
}

type moveSellerChangeInput struct {
	Body struct {
		Kind string `json:"kind" enum:"info,storefront,contact,compliance"`
		Rev  int64  `json:"rev" doc:"The revision that you saw."`
	}
}

func (s *server) sellerChanges() {
	sellers := need(account.SellerInfo, account.SellerStorefront, account.SellerSupport)
	readers := need(account.SellerInfo, account.SellerStorefront, account.SellerSupport, account.SellerPlans, account.OperatorSellerReviews)
	missing := []*apperr.Error{seller.ErrSellerNotFound, seller.ErrChangeKind}
	seen := append([]*apperr.Error{seller.ErrChangeNotFound, seller.ErrChangeState, seller.ErrChangeStale}, missing...)
	register(s, operation{id: "list-seller-changes", method: get, path: "/seller-changes", tag: tagSellers, summary: "List changes of sellers",
		description: "What was handed in: a seller's own, or for operators everybody's.", needs: readers,
		service: []string{"seller.Changes"}, errors: []*apperr.Error{seller.ErrSellerNotFound, page.ErrBadCursor}},
		func(ctx context.Context, in *sellerChangesInput) (*listOutput[SellerChangeView], error) {
			p, err := s.Sellers.Changes(ctx, actor(ctx), seller.ChangeFilter{State: in.State, Kind: seller.ChangeKind(in.Kind), Text: in.Q}, in.request())
			return listed(p, func(c seller.Change) SellerChangeView { return changeFor(ctx, c) }), err
		})
	register(s, operation{id: "get-seller-change", method: get, path: "/seller-changes/{id}", tag: tagSellers, summary: "Get a change of a seller",
		description: "With what was in force when it was handed in.", needs: readers, service: []string{"seller.Change"},
		errors: []*apperr.Error{seller.ErrChangeNotFound}},
		func(ctx context.Context, in *IDInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.Change(ctx, actor(ctx), in.ID)
			return answer(changeFor(ctx, c), err)
		})
	register(s, operation{id: "get-seller-form", method: get, path: "/seller-form", tag: tagSellers, summary: "Get what a seller shows and wants to change",
		description: "What is in force of one kind, and what a form for a change begins with.", needs: sellers, service: []string{"seller.ChangeView"}, errors: missing},
		func(ctx context.Context, in *sellerKindInput) (*output[sellerFormView], error) {
			v, err := s.Sellers.ChangeView(ctx, actor(ctx), seller.ChangeKind(in.Kind))
			content, rev := v.Draft()
			out := sellerFormView{Live: sellerContentOf(v.Live), Content: sellerContentOf(content), Rev: rev}
			if v.Open != nil {
				out.State = v.Open.State
			}
			if v.Last != nil {
				out.Reason = v.Last.Reason
			}
			return answer(out, err)
		})
	register(s, operation{id: "save-seller-change", method: put, path: "/seller-changes", tag: tagSellers, summary: "Save a change of seller information",
		description: "Stores a draft; what buyers see stays. There is one open change of a kind. Errors name the fields of the page's form.", needs: sellers,
		service: []string{"seller.SaveChange"}, errors: append(missing, seller.ErrChangeTooLarge, seller.ErrChangeStale, seller.ErrChangeReviewing, seller.ErrFileMissing)},
		func(ctx context.Context, in *saveSellerChangeInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.SaveChange(ctx, seller.SaveChangeInput{Actor: actor(ctx), Kind: seller.ChangeKind(in.Body.Kind), Rev: in.Body.Rev, Content: in.Body.Content.content()})
			return answer(sellerChangeOf(c), err)
		})
	register(s, operation{id: "submit-seller-change", method: post, path: "/seller-changes/submit", tag: tagSellers, summary: "Hand a change in for review",
		description: "Every field that breaks a rule is named at once.", needs: sellers, service: []string{"seller.SubmitChange"}, errors: append(seen, seller.ErrChangeNothing)},
		func(ctx context.Context, in *moveSellerChangeInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.SubmitChange(ctx, seller.ChangeInput{Actor: actor(ctx), Kind: seller.ChangeKind(in.Body.Kind), Rev: in.Body.Rev})
			return answer(sellerChangeOf(c), err)
		})
	register(s, operation{id: "withdraw-seller-change", method: post, path: "/seller-changes/withdraw", tag: tagSellers, summary: "Withdraw or discard a change",
		description: "Its content is what the next form begins with. A letter of compliance stays until it is decided on.", needs: sellers,
		service: []string{"seller.WithdrawChange"}, errors: seen},
		func(ctx context.Context, in *moveSellerChangeInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.WithdrawChange(ctx, seller.ChangeInput{Actor: actor(ctx), Kind: seller.ChangeKind(in.Body.Kind), Rev: in.Body.Rev})
			return answer(sellerChangeOf(c), err)
		})
	s.sellerChangeReviews()
	s.complianceLetters()
}

type changeDocumentInput struct {
	IDInput
	Field  string `query:"field" required:"true" maxLength:"20" doc:"logo, licence, media, picture_1 to picture_5, letter or certificate."`
	Before bool   `query:"before" doc:"The one that was in force when the change was handed in."`
}

// sellerChangeReviews is what operators do with changes.
func (s *server) sellerChangeReviews() {
	errs := []*apperr.Error{seller.ErrChangeNotFound, seller.ErrChangeState, seller.ErrChangeStale}
	register(s, operation{id: "get-seller-change-document", method: get, path: "/seller-changes/{id}/document", tag: tagSellers, summary: "Get a file of a change",
		description: "Each look at a private document is recorded in the audit log.", needs: need(account.OperatorSellerReviews), service: []string{"seller.ChangeFile"},
		errors: []*apperr.Error{seller.ErrChangeNotFound, blob.ErrNotFound}},
		func(ctx context.Context, in *changeDocumentInput) (*huma.StreamResponse, error) {
			id, err := s.Sellers.ChangeFile(ctx, seller.ChangeFileInput{Actor: actor(ctx), ChangeID: in.ID, Field: in.Field, Before: in.Before})
			if err != nil {
				return nil, err
			}
			return s.private(ctx, id)
		})
	register(s, operation{id: "assign-seller-change", method: post, path: "/seller-changes/{id}/assign", tag: tagSellers, summary: "Take a change over",
		description: "Or give it back. It keeps nobody from deciding.", needs: need(account.OperatorSellerReviews), service: []string{"seller.AssignChange"}, errors: errs},
		func(ctx context.Context, in *assignInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.AssignChange(ctx, seller.ChangeReviewInput{Actor: actor(ctx), ChangeID: in.ID, Rev: in.Body.Rev, Release: in.Body.Release})
			return answer(sellerChangeOf(c), err)
		})
	register(s, operation{id: "approve-seller-change", method: post, path: "/seller-changes/{id}/approve", tag: tagSellers, summary: "Approve a change",
		description: "Needs the whole checklist. Buyers see it from now on; the seller is told.", needs: need(account.OperatorSellerReviews),
		service: []string{"seller.ApproveChange"}, errors: append(errs, seller.ErrChecklist, seller.ErrCompanyAdmitted)},
		func(ctx context.Context, in *checkedInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.ApproveChange(ctx, seller.ChangeReviewInput{Actor: actor(ctx), ChangeID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist})
			return answer(changeFor(ctx, c), err)
		})
	register(s, operation{id: "reject-seller-change", method: post, path: "/seller-changes/{id}/reject", tag: tagSellers, summary: "Reject a change",
		description: "What is in force stays; the seller reads the reason.", needs: need(account.OperatorSellerReviews), service: []string{"seller.RejectChange"},
		errors: append(errs, seller.ErrReason)},
		func(ctx context.Context, in *refusedInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.RejectChange(ctx, seller.ChangeReviewInput{Actor: actor(ctx), ChangeID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist,
				Reason: in.Body.Reason})
			return answer(changeFor(ctx, c), err)
		})
}

type complianceView struct {
	State    string            `json:"state" enum:"none,in_review,approved,rejected" doc:"Of the newest letter."`
	Approved bool              `json:"approved" doc:"A letter is in force."`
	Last     *SellerChangeView `json:"last,omitempty"`
}

type uploadLetterInput struct {
	Body struct {
		File string `json:"file" maxLength:"64" doc:"File of purpose seller_compliance."`
	}
}

func (s *server) complianceLetters() {
	register(s, operation{id: "get-compliance-letter", method: get, path: "/compliance-letter", tag: tagSellers, summary: "Get the state of the data compliance letter",
		description: "Data products are published only with a letter in force.", needs: need(account.SellerInfo), service: []string{"seller.ComplianceOf"},
		errors: []*apperr.Error{seller.ErrSellerNotFound}},
		func(ctx context.Context, _ *none) (*output[complianceView], error) {
			c, err := s.Sellers.ComplianceOf(ctx, actor(ctx))
			out := complianceView{State: c.State, Approved: c.Approved}
			if c.Last != nil {
				last := sellerChangeOf(*c.Last)
				out.Last = &last
			}
			return answer(out, err)
		})
	register(s, operation{id: "upload-compliance-letter", method: post, path: "/compliance-letter", tag: tagSellers, summary: "Hand a sealed compliance letter in",
		description: "It is reviewed; a letter that is in force holds meanwhile.", needs: need(account.SellerInfo), service: []string{"seller.UploadLetter"}, status: http.StatusCreated,
		errors: []*apperr.Error{seller.ErrSellerNotFound, seller.ErrChangeReviewing, seller.ErrFileMissing}},
		func(ctx context.Context, in *uploadLetterInput) (*output[SellerChangeView], error) {
			c, err := s.Sellers.UploadLetter(ctx, seller.UploadLetterInput{Actor: actor(ctx), File: in.Body.File})
			return answer(sellerChangeOf(c), err)
		})
}
