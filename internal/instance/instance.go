package instance

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/state"
)

// StateInUse is an open instance. Expiry, freezing and release come with renewals.
const (
	StateOpening = "opening"
	StateInUse   = "in_use"
)

// Machine is the life of an instance (business-rules 6.6), as far as it is built.
func Machine() state.Machine { return machine }

var machine = state.New("instance", state.Transition{From: StateOpening, Event: "open", To: StateInUse, Note: "the seller's server delivered"})

// Instance is one thing that a buyer owns.
type Instance struct {
	ID          string // "ins_…"
	State       string
	BuyerID     string
	SellerID    string
	ProductID   string
	ProductName i18n.Text
	SpecName    i18n.Text // with what was chosen of it
	SKUID       string
	OrderID     string
	LineID      string
	ExternalID  string // the seller's instance id
	Quantity    int64  // pieces
	OpenedAt    time.Time
	ExpiresAt   time.Time // zero: does not expire
}

// Open is what an opened instance is made from.
type Open struct {
	BuyerID     string
	SellerID    string
	ProductID   string
	ProductName i18n.Text
	SpecName    i18n.Text
	SKUID       string
	OrderID     string
	LineID      string
	ExternalID  string
	Quantity    int64
	Periods     int
	Unit        period.Unit
}

// What can go wrong.
var (
	ErrNotFound = apperr.Def(apperr.NotFound, "instance_not_found",
		"There is no such service among your purchases.", "在您已购买的服务中未找到该实例。")
	ErrExternalIDTaken = apperr.Def(apperr.Conflict, "external_id_taken",
		"The seller's instance id already belongs to another order.", "商家返回的实例 ID 已属于其他订单。")
)
