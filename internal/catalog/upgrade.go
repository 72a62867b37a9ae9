package catalog

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/state"
)

// The states of an upgrade rule after its approval (business-rules 6.9). Before it is the application that has a state.
const (
	UpgradeActive   = "active"
	UpgradeReplaced = "replaced"
	UpgradeEnded    = "ended"
	UpgradeInvalid  = "invalid"
)

// The events of an upgrade rule.
const (
	EventReplace    = "replace"
	EventEnd        = "end"
	EventInvalidate = "invalidate"
)

// UpgradeMachine is business-rules 6.9: a rule holds until a changed one replaces it, its seller ends it, or the product changes so
// that it cannot hold.
var UpgradeMachine = state.New("product.upgrade_rule",
	state.Transition{From: UpgradeActive, Event: EventReplace, To: UpgradeReplaced, Note: "a changed rule is approved"},
	state.Transition{From: UpgradeActive, Event: EventEnd, To: UpgradeEnded, Note: "seller"},
	state.Transition{From: UpgradeActive, Event: EventInvalidate, To: UpgradeInvalid, Note: "its spec or a SKU is delisted, is charged otherwise, or prices conflict"},
)

// Upgrade is an upgrade rule as it was approved. ID has the form upr_….
type Upgrade struct {
	ID            string      `json:"id"`
	ProductID     string      `json:"product_id"`
	SellerID      string      `json:"seller_id"`
	ApplicationID string      `json:"application_id"`
	State         string      `json:"state"`
	Rule          UpgradeRule `json:"rule"`
	Names         Names       `json:"names"`
	Since         time.Time   `json:"since"`
	EndedAt       time.Time   `json:"ended_at"` // zero: it holds
	Why           i18n.Text   `json:"why"`      // it became invalid
}

// Names are what the spec and the SKUs of a rule were called when it was written, by their ids.
type Names map[string]i18n.Text

// Of is the name of an id, or the id.
func (n Names) Of(id string) i18n.Text {
	if t, there := n[id]; there {
		return t
	}
	return i18n.Text{ZH: id}
}

// UpgradeMoved happens when an upgrade rule begins to hold (From is "") and when it no longer does.
type UpgradeMoved struct {
	RuleID    string `json:"rule_id"`
	ProductID string `json:"product_id"`
	SellerID  string `json:"seller_id"`
	SpecID    string `json:"spec_id"`
	From      string `json:"from"`
	To        string `json:"to"`
}

// EventName is catalog.upgrade_moved.
func (UpgradeMoved) EventName() string { return "catalog.upgrade_moved" }

// names are those of what a rule speaks of.
func (u UpgradeRule) names(c Content) Names {
	s, there := c.Spec(u.SpecID)
	if !there {
		return nil
	}
	out := Names{s.ID: s.Name}
	l := newPriceList(s)
	for _, w := range u.Ways {
		for _, skuID := range append([]string{w.From}, w.To...) {
			if k, sold := l.skus[skuID]; sold {
				out[skuID] = s.nameOf(k)
			}
		}
	}
	return out
}
