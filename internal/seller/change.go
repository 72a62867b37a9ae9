package seller

import (
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/state"
)

// ChangeKind says what of a seller a change is about.
type ChangeKind string

// The kinds. What is not among them a seller sets without a review.
const (
	ChangeInfo       ChangeKind = "info"       // business-rules 2.6
	ChangeStorefront ChangeKind = "storefront" // business-rules 2.7
	ChangeContact    ChangeKind = "contact"    // business-rules 2.8: business contact
	ChangeCompliance ChangeKind = "compliance" // business-rules 13.1

	// ChangeCertificate is a technical certificate (business-rules 3.3): unlike of the others, several may be open.
	ChangeCertificate ChangeKind = "certificate"
)

// ChangeKinds are all kinds.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{ChangeInfo, ChangeStorefront, ChangeContact, ChangeCompliance, ChangeCertificate}
}

// Valid reports whether k is one of the kinds.
func (k ChangeKind) Valid() bool { return k.Permission() != account.Unnamed }

// Permission is what a person of the seller needs for changes of the kind.
func (k ChangeKind) Permission() account.Permission {
	switch k {
	case ChangeInfo, ChangeCompliance:
		return account.SellerInfo
	case ChangeStorefront:
		return account.SellerStorefront
	case ChangeContact:
		return account.SellerSupport
	case ChangeCertificate:
		return account.SellerPlans
	}
	return account.Unnamed
}

// form is the permission for the one form that a kind has; Unnamed when it has none.
func (k ChangeKind) form() account.Permission {
	if k == ChangeCertificate {
		return account.Unnamed
	}
	return k.Permission()
}

// Name is what messages call the kind.
func (k ChangeKind) Name() i18n.Text {
	switch k {
	case ChangeInfo:
		return i18n.Text{ZH: "商家信息", EN: "Seller information"}
	case ChangeStorefront:
		return i18n.Text{ZH: "店铺", EN: "Storefront"}
	case ChangeContact:
		return i18n.Text{ZH: "业务联系人", EN: "Business contact"}
	case ChangeCompliance:
		return i18n.Text{ZH: "数据合规承诺函", EN: "Data compliance letter"}
	case ChangeCertificate:
		return i18n.Text{ZH: "技术认证证书", EN: "Technical certificate"}
	}
	return i18n.Text{}
}

// The states of a change.
const (
	ChangeDraft     = "draft"
	ChangeInReview  = "in_review"
	ChangeApproved  = "approved"
	ChangeRejected  = "rejected"
	ChangeWithdrawn = "withdrawn"
	ChangeRevoked   = "revoked"  // of a certificate: it does not hold any more
	ChangeReplaced  = "replaced" // of a certificate: by a newer one of the same number
)

// The events that no other review has: EventDiscard throws a draft away.
const (
	EventDiscard = "discard"
	EventReplace = "replace"
)

// ChangeMachine is the review of what sellers change (business-rules 2.6, 2.7, 2.8). What is in force stays so until an
// approval; a change that was decided on is never touched again, the next one begins with what it said.
var ChangeMachine = state.New("seller.change",
	state.Transition{From: ChangeDraft, Event: EventSubmit, To: ChangeInReview, Note: "seller"},
	state.Transition{From: ChangeDraft, Event: EventDiscard, To: ChangeWithdrawn, Note: "seller"},
	state.Transition{From: ChangeInReview, Event: EventApprove, To: ChangeApproved, Note: "operator, within 3 working days"},
	state.Transition{From: ChangeInReview, Event: EventReject, To: ChangeRejected, Note: "operator, with a reason"},
	state.Transition{From: ChangeInReview, Event: EventWithdraw, To: ChangeWithdrawn, Note: "seller"},
	state.Transition{From: ChangeApproved, Event: EventRevoke, To: ChangeRevoked, Note: "operator, with a reason; certificates only"},
	state.Transition{From: ChangeApproved, Event: EventReplace, To: ChangeReplaced, Note: "a newer certificate of the number was approved"},
)

// Change is what a seller wants to be different. ID has the form chg_…; Rev grows with every change of content or state
// and is what a caller shows to have seen.
type Change struct {
	ID           string
	SellerID     string
	SellerName   i18n.Text // as it is in force now
	AccountID    string    // of the seller
	Kind         ChangeKind
	State        string
	Rev          int64
	Content      ChangeContent // what is wanted
	Base         ChangeContent // what was in force when it was handed in
	CreatedAt    time.Time
	UpdatedAt    time.Time
	SubmittedAt  time.Time // zero: never
	DecidedAt    time.Time // zero: not yet
	DecidedBy    string
	DecidedName  string
	AssigneeID   string // the operator who took it over; "" for none
	AssigneeName string
	EndedAt      time.Time // of a certificate that was revoked or replaced; zero: never
	EndedName    string    // of who revoked it
	Reason       string    // of a rejection or revocation
	Checklist    []string  // keys of ChangeChecklist that were ticked when it was decided on; for operators
}

// topic tells the open changes of a kind apart; "" when only one may be open.
func (c Change) topic() string {
	if c.Content.Certificate == nil {
		return ""
	}
	return c.Content.Certificate.topic()
}

// Open reports whether it is still to be decided.
func (c Change) Open() bool { return c.State == ChangeDraft || c.State == ChangeInReview }

// ChangeContent is what a change says; the part of its kind is set.
type ChangeContent struct {
	Info       *InfoForm   `json:"info,omitempty"`
	Storefront *Storefront `json:"storefront,omitempty"`
	Contact    *Contact    `json:"contact,omitempty"`
	Letter     *Letter     `json:"letter,omitempty"`

	Certificate *Certificate `json:"certificate,omitempty"`
}

// has reports whether the part of the kind is there.
func (c ChangeContent) has(k ChangeKind) bool {
	switch k {
	case ChangeInfo:
		return c.Info != nil
	case ChangeStorefront:
		return c.Storefront != nil
	case ChangeContact:
		return c.Contact != nil
	case ChangeCompliance:
		return c.Letter != nil
	case ChangeCertificate:
		return c.Certificate != nil
	}
	return false
}

// Contact is the business contact of a seller: whom the marketplace calls.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Email string `json:"email"`
}
