package joint

import (
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Certification is a joint certification (联营认证, business-rules 3.2): without one that passed, nothing is published as a joint
// product.
type Certification struct {
	ID           string // "jct_…"
	SellerID     string
	AccountID    string
	SellerName   i18n.Text
	State        string
	Rev          int64
	Form         Form
	ProductID    string // the product that was published by it; "" for none yet
	Reason       string // of the last rejection
	CreatedAt    time.Time
	UpdatedAt    time.Time
	WaitingSince time.Time // zero while it does not wait for operators
}

// Form is what a seller writes, in the four steps of the wizard. Files are the ids of uploads.
type Form struct {
	// Step 1: commitments and the signing of the agreement, for this product only.
	Commitments []string `json:"commitments,omitempty"`
	Agreement   string   `json:"agreement,omitempty"` // the version that was read and ticked

	// Step 2: threshold items and finance.
	Items   []Item `json:"items,omitempty"`
	Finance string `json:"finance,omitempty"`  // FinanceAudited or FinanceTemplate
	NoAudit bool   `json:"no_audit,omitempty"` // the signing entity had no audit of the previous year
	Report  string `json:"report,omitempty"`   // file

	// Step 3: the product.
	Name         i18n.Text `json:"name,omitzero"`
	Delivery     string    `json:"delivery,omitempty"`
	Companions   []string  `json:"companions,omitempty"`
	Environments []string  `json:"environments,omitempty"`

	// Step 4: contacts.
	ContactName  string `json:"contact_name,omitempty"`
	ContactPhone string `json:"contact_phone,omitempty"`
	ContactEmail string `json:"contact_email,omitempty"`
	Marketplace  string `json:"marketplace,omitempty"` // who the seller's contact at the marketplace is

	// The technical part, after the selection review.
	Docking Docking `json:"docking,omitzero"`
}

// Item is a threshold item (联营门槛评分项) with its evidence. How much each weighs is not known; none is weighed here.
type Item struct {
	Kind string `json:"kind"`
	Note string `json:"note"`
	File string `json:"file"`
}

// The kinds of threshold items (business-rules 3.2).
const (
	ItemResources  = "resources"  // resource consumption: 12 months, original net cost, a screenshot
	ItemHCS        = "hcs_case"   // contract, award, deployment screenshot or mail, any one
	ItemHoloSens   = "holosens"   // orders of the HoloSens mall; AI assets only
	ItemOrders     = "orders"     // amount and count of completed orders of the store
	ItemProgrammes = "programmes" // partner programmes
)

// ItemKinds are the kinds for a delivery type.
func ItemKinds(delivery string) []string {
	out := []string{ItemResources, ItemHCS, ItemHoloSens, ItemOrders, ItemProgrammes}
	if delivery != "" && delivery != deliveryAI {
		out = slices.DeleteFunc(out, func(k string) bool { return k == ItemHoloSens })
	}
	return out
}

// Item is the item of a kind; its zero value when there is none.
func (f Form) Item(kind string) Item {
	if i := slices.IndexFunc(f.Items, func(x Item) bool { return x.Kind == kind }); i >= 0 {
		return f.Items[i]
	}
	return Item{}
}

// The commitments of step 1; all are given (business-rules 3.2: "seller owns the right to price this product" among them).
const (
	CommitPrice = "price" // the seller owns the right to price the product
	CommitTrue  = "true"  // what is handed in is true
	CommitCloud = "cloud" // it runs and is delivered on the cloud of the marketplace's operator
)

// Commitments are all of them, in the order of the form.
func Commitments() []string { return []string{CommitPrice, CommitTrue, CommitCloud} }

// The papers of finance.
const (
	FinanceAudited  = "audited"
	FinanceTemplate = "template" // the sealed template
)

// Finances are both, in the order of the form.
func Finances() []string { return []string{FinanceAudited, FinanceTemplate} }

// auditFrom is the day after which applications need the audited report of the previous year (business-rules 3.2: after 1 July).
func auditNeeded(now time.Time) bool {
	now = now.In(period.Shanghai())
	return now.After(time.Date(now.Year(), time.July, 1, 23, 59, 59, 999_999_999, period.Shanghai()))
}

// Environments are where a product can be deployed.
func Environments() []string { return []string{"public", "hcs"} }

// Docking is the evidence of the technical part. What is run by machine comes with the kit; until then evidence is uploaded and an
// operator looks at it.
type Docking struct {
	Kind string `json:"kind,omitempty"`
	File string `json:"file,omitempty"`
	Note string `json:"note,omitempty"`
}

// The kinds of docking (business-rules 3.2).
const (
	DockKit    = "kit"         // the joint Kit; SaaS
	DockDeploy = "auto_deploy" // automatic deployment
	DockHaydn  = "haydn"       // the Haydn test
)

const (
	deliverySaaS = "saas"
	deliveryAI   = "ai_asset"
)

// DockingKinds are the kinds for a delivery type (our reading): a SaaS shows its kit or a Haydn test, all others their automatic
// deployment or a Haydn test.
func DockingKinds(delivery string) []string {
	if delivery == deliverySaaS {
		return []string{DockKit, DockHaydn}
	}
	return []string{DockDeploy, DockHaydn}
}

// Checklist is what an operator looks at in a review; all of it is ticked before it is passed.
func Checklist(state string) []string {
	switch state {
	case CertificationSelection:
		return []string{"entity", "threshold", "finance", "product"}
	case CertificationDocking:
		return []string{"evidence", "docked"}
	case CertificationCommercial:
		return []string{"quotation", "pricing", "contacts"}
	}
	return nil
}

// Editable reports whether the seller may change the form.
func (c Certification) Editable() bool {
	return c.State == CertificationDraft || c.State == CertificationRejected
}

// Docks reports whether the seller may hand in the evidence of docking.
func (c Certification) Docks() bool { return c.State == CertificationDocking }

// Files are the files of the form by the name of their field, those that are there.
func (f Form) Files() map[string]string {
	out := map[string]string{}
	add := func(field, file string) {
		if file != "" {
			out[field] = file
		}
	}
	for _, x := range f.Items {
		add("item_"+x.Kind, x.File)
	}
	add("report", f.Report)
	add("docking", f.Docking.File)
	return out
}

// nameKey is a name as a listing is compared with.
func nameKey(name string) string { return strings.ToLower(line(name)) }

// Happened is one event of a certification.
type Happened struct {
	At        time.Time
	Event     string
	From, To  string
	ActorName string
	Reason    string
	Checklist []string
}
