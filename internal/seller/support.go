package seller

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

// Support is how a seller serves those who ask before and after buying (business-rules 2.8).
type Support struct {
	Rev       int64
	Presale   Presale
	Tickets   Tickets
	UpdatedAt time.Time // zero: never set
}

// Presale is the seller's extension on the marketplace's line. A call goes to one of the numbers.
type Presale struct {
	Extension int64    `json:"extension"` // 0: none yet; it is given with the first numbers and stays
	Phones    []string `json:"phones"`    // at most MaxPresalePhones; none: buyers see the customer service's own contacts
	Hours     Hours    `json:"hours"`     // when somebody answers
}

// Bound reports whether buyers are shown the extension.
func (p Presale) Bound() bool { return p.Extension > 0 && len(p.Phones) > 0 }

// line is what buyers see of it.
func (p Presale) line() Line {
	if !p.Bound() {
		return Line{}
	}
	return Line{p.Extension, p.Hours.Text()}
}

// Line is the pre-sale line as buyers see it: the numbers behind it are the seller's own. Zero while none is bound.
type Line struct {
	Extension int64     `json:"extension"`
	Hours     i18n.Text `json:"hours"` // when somebody answers
}

// Bound reports whether there is a line.
func (l Line) Bound() bool { return l.Extension > 0 }

// Tickets says whether buyers' tickets go to the seller, and when it works on them.
type Tickets struct {
	Receive bool  `json:"receive"`
	Hours   Hours `json:"hours"`
}

// The bounds of business-rules 2.8.
const (
	MaxPresalePhones = 5
	MaxGroups        = 6
)

// Answers returns the seller's numbers that a call may be put through to: all of them within the hours, none outside.
func (p Presale) Answers(at time.Time) []string {
	if !p.Bound() || !p.Hours.Open(at) {
		return nil
	}
	return p.Phones
}

// SupportOf returns what the actor's seller has set; the zero value before. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) SupportOf(ctx context.Context, actor account.Actor) (Support, error) {
	own, err := s.own(ctx, actor, account.SellerSupport)
	if err != nil {
		return Support{}, err
	}
	return getSupport(ctx, s.db.Reader(), own.ID)
}

// TicketsOf returns whether tickets about a seller's products go to the seller.
func (s *Service) TicketsOf(ctx context.Context, sellerID string) (Tickets, error) {
	sup, err := getSupport(ctx, s.db.Reader(), sellerID)
	return sup.Tickets, err
}

// SetPresaleInput are the numbers of the pre-sale line; Rev is the revision that the seller saw, 0 for the first.
type SetPresaleInput struct {
	Actor  account.Actor
	Rev    int64
	Phones []string
	Hours  Hours
}

// SetPresale binds numbers to the seller's extension, which is given the first time. Without numbers the line is off, and
// buyers see the customer service's contacts again. Errors: field errors, ErrSupportChanged when another save was quicker.
func (s *Service) SetPresale(ctx context.Context, in SetPresaleInput) (Support, error) {
	phones, hours := in.phones(), in.Hours.clean()
	var bad apperr.Fields
	checkPresale(&bad, in.Phones, hours)
	return s.setSupport(ctx, in.Actor, in.Rev, bad.Err(), func(next *Support) audit.Action {
		next.Presale.Phones, next.Presale.Hours = phones, hours
		return auditPresaleSet
	})
}

func (in SetPresaleInput) phones() []string {
	var out []string
	for _, p := range in.Phones {
		if p = line(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// checkPresale judges the numbers as they were given: an error names the place of its number, empty ones between them
// counted.
func checkPresale(bad *apperr.Fields, given []string, hours Hours) {
	seen := map[string]bool{}
	for i, p := range given {
		field := "phone_" + string(rune('1'+min(i, MaxPresalePhones-1)))
		switch p = line(p); {
		case p == "":
			continue
		case !phone.MatchString(p):
			bad.Add(field, errPhone)
		case seen[p]:
			bad.Add(field, errPhoneTwice)
		}
		seen[p] = true
	}
	if len(seen) > MaxPresalePhones {
		bad.Add("phone_1", errPresalePhones.With("max", MaxPresalePhones))
	}
	if len(seen) == 0 {
		return
	}
	if _, ok := hours.Span(); !ok || len(hours.Days) == 0 {
		hours.fault(bad, "hours", errReception)
	}
}

// SetTicketsInput says whether the seller works on buyers' tickets; Rev as of SetPresaleInput.
type SetTicketsInput struct {
	Actor   account.Actor
	Rev     int64
	Tickets Tickets
}

// SetTickets sends buyers' tickets to the seller, or to the marketplace again. A seller that receives them works on them
// on at least five days for eight hours (business-rules 2.8). Errors: field errors, ErrSupportChanged.
func (s *Service) SetTickets(ctx context.Context, in SetTicketsInput) (Support, error) {
	t := Tickets{in.Tickets.Receive, in.Tickets.Hours.clean()}
	var bad apperr.Fields
	if t.Receive && !t.Hours.Enough() {
		t.Hours.fault(&bad, "ticket_hours", errServiceHours)
	}
	return s.setSupport(ctx, in.Actor, in.Rev, bad.Err(), func(next *Support) audit.Action {
		if !t.Receive {
			t.Hours = next.Tickets.Hours // kept for the day when it is switched on again
		}
		next.Tickets = t
		return auditTicketsSet
	})
}

// setSupport changes what a seller set, as it was seen. bad is what is wrong with the input; who may not change anything
// is told that first.
func (s *Service) setSupport(ctx context.Context, actor account.Actor, rev int64, bad error, change func(*Support) audit.Action) (Support, error) {
	own, err := s.own(ctx, actor, account.SellerSupport)
	if err == nil {
		err = bad
	}
	if err != nil {
		return Support{}, err
	}
	var out Support
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		seen, err := getSupport(ctx, tx, own.ID)
		if err != nil {
			return err
		}
		if seen.Rev != rev {
			return ErrSupportChanged
		}
		out = seen
		action := change(&out)
		out.UpdatedAt = tx.Now
		if err := storeSupport(ctx, tx, own.ID, seen.Rev, &out); err != nil {
			return err
		}
		if err := s.queue.Publish(ctx, tx, Changed{SellerID: own.ID}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: action, AccountID: own.AccountID, Object: own.ID, Before: seen, After: out})
	})
	return out, err
}
