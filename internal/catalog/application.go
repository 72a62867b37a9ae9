package catalog

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The kinds of an application (business-rules 4.1). The first two write a version; the others ask for something (Request).
const (
	KindPublish    = "publish"
	KindModify     = "modify"
	KindDelist     = "delist"
	KindDelistSpec = "delist_spec" // specs, or SKUs of a spec
	KindUpgrade    = "upgrade_rule"
)

// Kinds are all kinds, in the order of their filter.
func Kinds() []string {
	return []string{KindPublish, KindModify, KindDelist, KindDelistSpec, KindUpgrade}
}

// Writes reports whether the application writes a version of its product.
func (a Application) Writes() bool { return a.Kind == KindPublish || a.Kind == KindModify }

// Delists reports whether the application asks for something to be taken off sale.
func (a Application) Delists() bool { return a.Kind == KindDelist || a.Kind == KindDelistSpec }

// Application is one version of a product under work. ID has the form app_…; Rev grows with every change of its content
// or state and is what a caller shows to have seen.
type Application struct {
	ID          string    `json:"id"`
	ProductID   string    `json:"product_id"`
	SellerID    string    `json:"seller_id"`
	Version     int64     `json:"version"`
	Kind        string    `json:"kind"`
	State       string    `json:"state"`
	Rev         int64     `json:"rev"`
	Name        i18n.Text `json:"name"`
	SellerName  i18n.Text `json:"seller_name"`
	Delivery    Delivery  `json:"delivery"` // of what it writes, or of the product that it asks something for
	Family      Family    `json:"family"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	SubmittedAt time.Time `json:"submitted_at"` // zero: never
	DueAt       time.Time `json:"due_at"`       // when its review should be over; zero: never submitted
	DecidedAt   time.Time `json:"decided_at"`   // zero: not yet
	Reason      string    `json:"reason"`       // of the last rejection
	Position    int       `json:"position"`     // in the review queue, from 1; 0: it does not wait
}

// Overdue reports whether it should have been decided on by now.
func (a Application) Overdue(now time.Time) bool {
	return a.State == StatePending && !now.Before(a.DueAt)
}

// Withdrawable reports whether a seller may take the application back while it waits (business-rules 4.1): what a delivery type
// and family allow for versions; a request always, for it asks for something that cannot be undone (our choice).
func (a Application) Withdrawable() bool {
	t, ok := a.Delivery.Type()
	return !a.Writes() || ok && slices.Contains(t.withdraw, a.Family)
}

// Draft is an application with what its version says, or what it asks for.
type Draft struct {
	Application
	Content Content `json:"content"`
	Request Request `json:"request"`
}

// HistoryEntry is one event of an application: who, when, what, why.
type HistoryEntry struct {
	At        time.Time    `json:"at"`
	ActorID   string       `json:"actor_id"`
	ActorName string       `json:"actor_name"`
	ActorKind account.Kind `json:"actor_kind"`
	Event     string       `json:"event"`
	From      string       `json:"from"`
	To        string       `json:"to"`
	Reason    string       `json:"reason"`
	Rev       int64        `json:"rev"`
}

// ref is what the events of the room say.
func (a Application) ref() Ref {
	return Ref{ApplicationID: a.ID, ProductID: a.ProductID, SellerID: a.SellerID, Version: a.Version}
}

// Ref names an application and its product.
type Ref struct {
	ApplicationID string `json:"application_id"`
	ProductID     string `json:"product_id"`
	SellerID      string `json:"seller_id"`
	Version       int64  `json:"version"`
}

// Submitted happens when a seller submits an application.
type Submitted struct{ Ref }

// EventName is catalog.submitted.
func (Submitted) EventName() string { return "catalog.submitted" }

// Withdrawn happens when a seller takes a pending application back.
type Withdrawn struct{ Ref }

// EventName is catalog.withdrawn.
func (Withdrawn) EventName() string { return "catalog.withdrawn" }

// Approved happens when an operator approves an application: its version is live.
type Approved struct{ Ref }

// EventName is catalog.approved.
func (Approved) EventName() string { return "catalog.approved" }

// Rejected happens when an operator rejects an application.
type Rejected struct {
	Ref
	Reason string `json:"reason"`
}

// EventName is catalog.rejected.
func (Rejected) EventName() string { return "catalog.rejected" }

func encodeText(t i18n.Text) string {
	raw, _ := json.Marshal(t) // two strings always encode
	return string(raw)
}
