package account

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// Bounds of groups.
const (
	MaxGroups    = 50
	MaxGroupName = 64
)

// Group is a set of sub-users and what it lets them do.
type Group struct {
	ID          string // "grp_…"
	AccountID   string
	Name        string
	Permissions []string // codes, in the order of the menus
	Members     []string // ids of sub-users, sorted
	CreatedAt   time.Time
}

// Grantable are the permissions that can be given of what the actor has: by a main account to its groups, by everybody to
// the API tokens that it makes.
func (a Actor) Grantable() []PermissionInfo {
	return slices.DeleteFunc(Permissions(), func(p PermissionInfo) bool { return !p.Grantable() || !a.may.has(p.Permission) })
}

// GroupInput is what a group is to be.
type GroupInput struct {
	Actor       Actor  // the main account
	GroupID     string // "" for a new one
	Name        string
	Permissions []string // codes
	Members     []string // ids of sub-users
}

func (in *GroupInput) clean() {
	in.Name = strings.TrimSpace(in.Name)
	var codes []string
	for _, p := range permissions {
		if slices.Contains(in.Permissions, p.Code) {
			codes = append(codes, p.Code)
		}
	}
	in.Permissions = append([]string{}, codes...)
	members := append([]string{}, in.Members...)
	slices.Sort(members)
	in.Members = slices.Compact(members)
}

// Validate joins the errors of the fields name and permissions.
func (in GroupInput) Validate() error {
	var f apperr.Fields
	switch name := strings.TrimSpace(in.Name); {
	case name == "":
		f.Add("name", ErrNameRequired)
	case utf8.RuneCountInString(name) > MaxGroupName:
		f.Add("name", ErrNameTooLong.With("max", MaxGroupName))
	default:
		f.Add("name", checkName(name))
	}
	for _, code := range in.Permissions {
		if p, ok := ParsePermission(code); !ok || !p.Info().Grantable() {
			f.Add("permissions", ErrPermissionUnknown.With("code", code))
		}
	}
	return f.Err()
}

func (g Group) change() map[string]any {
	return map[string]any{"name": g.Name, "permissions": g.Permissions, "members": g.Members}
}

// CreateGroup makes a group. Errors: field errors of name (ErrGroupNameTaken among them), permissions and members
// (ErrUserNotFound), ErrTooManyGroups, ErrForbidden for anybody but a main account.
func (s *Service) CreateGroup(ctx context.Context, in GroupInput) (Group, error) {
	if err := in.Validate(); err != nil {
		return Group{}, err
	}
	in.clean()
	var g Group
	err := s.inOrg(ctx, in.Actor, func(ctx context.Context, tx *storage.Tx) error {
		n, err := countGroups(ctx, tx, in.Actor.ID)
		if err != nil {
			return err
		}
		if n >= MaxGroups {
			return ErrTooManyGroups.With("max", MaxGroups)
		}
		g = Group{ID: id.New("grp", tx.Now), AccountID: in.Actor.ID, Name: in.Name, Permissions: in.Permissions, Members: in.Members, CreatedAt: tx.Now}
		inserted, err := insertGroup(ctx, tx, g)
		if err != nil {
			return err
		}
		if !inserted {
			return badField("name", ErrGroupNameTaken)
		}
		if err := setMembers(ctx, tx, g); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didCreateGroup, AccountID: g.AccountID, Object: g.ID, After: g.change()})
	})
	if err != nil {
		return Group{}, err
	}
	return g, nil
}

// UpdateGroup renames a group and sets its permissions and members; its members may do what it says from then on, on other
// nodes within CacheFor. Errors: as CreateGroup, and ErrGroupNotFound.
func (s *Service) UpdateGroup(ctx context.Context, in GroupInput) error {
	if err := in.Validate(); err != nil {
		return err
	}
	in.clean()
	return s.inOrg(ctx, in.Actor, func(ctx context.Context, tx *storage.Tx) error {
		old, err := getGroup(ctx, tx, in.Actor.ID, in.GroupID)
		if err != nil {
			return err
		}
		g := old
		g.Name, g.Permissions, g.Members = in.Name, in.Permissions, in.Members
		free, err := nameIsFree(ctx, tx, g)
		if err != nil {
			return err
		}
		if !free {
			return badField("name", ErrGroupNameTaken)
		}
		if err := updateGroup(ctx, tx, g); err != nil {
			return err
		}
		if err := setMembers(ctx, tx, g); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didUpdateGroup, AccountID: g.AccountID, Object: g.ID, Before: old.change(), After: g.change()})
	})
}

// DeleteGroup takes a group away, and with it what it gave. Errors: ErrGroupNotFound, ErrForbidden.
func (s *Service) DeleteGroup(ctx context.Context, who Actor, groupID string) error {
	return s.inOrg(ctx, who, func(ctx context.Context, tx *storage.Tx) error {
		g, err := getGroup(ctx, tx, who.ID, groupID)
		if err != nil {
			return err
		}
		if err := deleteGroup(ctx, tx, g.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didDeleteGroup, AccountID: g.AccountID, Object: g.ID, Before: g.change()})
	})
}

// Groups returns the main account's groups by name.
func (s *Service) Groups(ctx context.Context, who Actor) ([]Group, error) {
	if err := who.May(MainUser); err != nil {
		return nil, err
	}
	return listGroups(ctx, s.db.Reader(), who.ID)
}

// Group returns a group of the main account. One of another account is ErrGroupNotFound.
func (s *Service) Group(ctx context.Context, who Actor, groupID string) (Group, error) {
	if err := who.May(MainUser); err != nil {
		return Group{}, err
	}
	return getGroup(ctx, s.db.Reader(), who.ID, groupID)
}

func badField(name string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(name, e)
	return f.Err()
}
