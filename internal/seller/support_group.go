package seller

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// Group is an after-sale group: who helps those who bought (business-rules 2.8). A product names one when it is published.
// ID has the form grp_….
type Group struct {
	ID        string    `json:"id"`
	Rev       int64     `json:"rev"`
	Name      i18n.Text `json:"name"`
	Phone     string    `json:"phone"`
	Email     string    `json:"email"`
	Hours     Hours     `json:"hours"`
	Removed   bool      `json:"removed"` // no longer offered; products that name it still find it
	UpdatedAt time.Time `json:"updated_at"`
}

// Groups lists the after-sale groups of the actor's seller, in their order. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) Groups(ctx context.Context, actor account.Actor) ([]Group, error) {
	own, err := s.own(ctx, actor, account.SellerSupport)
	if err != nil {
		return nil, err
	}
	return listGroups(ctx, s.db.Reader(), own.ID)
}

// GroupOf returns a group of a seller, also a removed one, or ErrGroupNotFound.
func (s *Service) GroupOf(ctx context.Context, sellerID, groupID string) (Group, error) {
	return getGroup(ctx, s.db.Reader(), sellerID, groupID)
}

// SaveGroupInput is a group as the seller's form has it. GroupID "" makes a new one; otherwise Rev is the revision seen.
type SaveGroupInput struct {
	Actor   account.Actor
	GroupID string
	Rev     int64
	Name    i18n.Text
	Phone   string
	Email   string
	Hours   Hours
}

func (in SaveGroupInput) group() (Group, error) {
	g := Group{ID: in.GroupID, Rev: in.Rev, Name: i18n.Text{ZH: line(in.Name.ZH), EN: line(in.Name.EN)}, Phone: line(in.Phone), Email: line(in.Email),
		Hours: in.Hours.clean()}
	var bad apperr.Fields
	if !within(g.Name.ZH, 2, 30) {
		bad.Add("name_zh", errGroupName)
	}
	if g.Name.EN != "" && !within(g.Name.EN, 2, 30) {
		bad.Add("name_en", errGroupName)
	}
	if !phone.MatchString(g.Phone) {
		bad.Add("phone", errPhone)
	}
	if !isEmail(g.Email) {
		bad.Add("email", errEmail)
	}
	if _, ok := g.Hours.Span(); !ok || len(g.Hours.Days) == 0 {
		g.Hours.fault(&bad, "hours", errReception)
	}
	return g, bad.Err()
}

// SaveGroup makes or changes a group; a seller has at most MaxGroups. Errors: field errors, ErrGroupsFull, ErrGroupNotFound,
// ErrSupportChanged.
func (s *Service) SaveGroup(ctx context.Context, in SaveGroupInput) (Group, error) {
	own, err := s.own(ctx, in.Actor, account.SellerSupport)
	if err != nil {
		return Group{}, err
	}
	g, err := in.group()
	if err != nil {
		return Group{}, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		var before any
		g.UpdatedAt = tx.Now
		if in.GroupID == "" {
			g.ID, g.Rev = id.New("grp", tx.Now), 1
			if err := insertGroup(ctx, tx, own.ID, g); err != nil {
				return err
			}
		} else {
			seen, err := getGroup(ctx, tx, own.ID, in.GroupID)
			if err != nil {
				return err
			}
			if seen.Removed {
				return ErrGroupNotFound
			}
			before = seen
			if err := updateGroup(ctx, tx, own.ID, g); err != nil {
				return err
			}
			g.Rev++
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditGroupSaved, AccountID: own.AccountID, Object: g.ID, Before: before, After: g})
	})
	return g, err
}

// RemoveGroupInput names a group; Rev is the revision seen.
type RemoveGroupInput struct {
	Actor   account.Actor
	GroupID string
	Rev     int64
}

// RemoveGroup takes a group away; its place is free for another one. Removing it again does nothing. Errors:
// ErrGroupNotFound, ErrSupportChanged.
func (s *Service) RemoveGroup(ctx context.Context, in RemoveGroupInput) error {
	own, err := s.own(ctx, in.Actor, account.SellerSupport)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		seen, err := getGroup(ctx, tx, own.ID, in.GroupID)
		if err != nil || seen.Removed {
			return err
		}
		if seen.Rev != in.Rev {
			return ErrSupportChanged
		}
		if err := removeGroup(ctx, tx, own.ID, seen); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditGroupRemoved, AccountID: own.AccountID, Object: seen.ID, Before: seen})
	})
}
