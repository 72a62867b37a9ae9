package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// GroupView is a user group.
type GroupView struct {
	ID          string    `json:"id" example:"grp_01kb3v0000000000000000000"`
	Name        string    `json:"name"`
	Permissions []string  `json:"permissions" doc:"Codes, see list-permissions."`
	Members     []string  `json:"members" doc:"Ids of sub-users."`
	CreatedAt   time.Time `json:"created_at"`
}

func groupOf(g account.Group) GroupView {
	return GroupView{g.ID, g.Name, append([]string{}, g.Permissions...), append([]string{}, g.Members...), g.CreatedAt.UTC()}
}

// PermissionView is a permission that groups may give and scopes of tokens may name.
type PermissionView struct {
	Code    string   `json:"code" example:"seller.products"`
	Name    textView `json:"name"`
	Side    string   `json:"side" enum:"buyer,seller,organisation"`
	Planned bool     `json:"planned" doc:"Its pages come later."`
}

func permissionOf(p account.PermissionInfo) PermissionView {
	side := string(p.Side)
	if side == "" {
		side = "organisation"
	}
	return PermissionView{p.Code, textOf(p.Name), side, p.Planned}
}

type groupBody struct {
	Name        string   `json:"name" maxLength:"1000"`
	Permissions []string `json:"permissions" maxItems:"200" doc:"Codes, see list-permissions."`
	Members     []string `json:"members" required:"false" maxItems:"50" doc:"Ids of sub-users; left out: none."`
}

type newGroupInput struct{ Body groupBody }

type groupInput struct {
	IDInput
	Body groupBody
}

func (s *server) groups() {
	main := need(account.MainUser)
	fields := []*apperr.Error{account.ErrNameRequired, account.ErrNameTooLong, account.ErrNameForm, account.ErrGroupNameTaken, account.ErrPermissionUnknown,
		account.ErrUserNotFound, account.ErrAccountNotFound}
	gone := []*apperr.Error{account.ErrGroupNotFound, account.ErrAccountNotFound}
	register(s, operation{id: "list-permissions", method: get, path: "/permissions", tag: tagOrganisation, summary: "List permissions",
		description: "Those that the account may give to its sub-users, in the order of the menus.", needs: main, service: []string{"account.Grantable"}},
		func(ctx context.Context, _ *none) (*listOutput[PermissionView], error) {
			return listed(page.Of[account.PermissionInfo]{Items: actor(ctx).Grantable()}, permissionOf), nil
		})
	register(s, operation{id: "list-groups", method: get, path: "/groups", tag: tagOrganisation, summary: "List user groups",
		description: "All of them by name: there are 50 at most.", needs: main, service: []string{"account.Groups"}},
		func(ctx context.Context, _ *none) (*listOutput[GroupView], error) {
			groups, err := s.Accounts.Groups(ctx, actor(ctx))
			return listed(page.Of[account.Group]{Items: groups}, groupOf), err
		})
	register(s, operation{id: "get-group", method: get, path: "/groups/{id}", tag: tagOrganisation, summary: "Get a user group",
		description: "With its permissions and members.", needs: main, service: []string{"account.Group"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[GroupView], error) { return s.group(ctx, in.ID) })
	register(s, operation{id: "create-group", method: post, path: "/groups", tag: tagOrganisation, summary: "Create a user group",
		description: "Its members may do what it gives.", needs: main, service: []string{"account.CreateGroup"}, status: http.StatusCreated,
		errors: join(fields, []*apperr.Error{account.ErrTooManyGroups})},
		func(ctx context.Context, in *newGroupInput) (*output[GroupView], error) {
			g, err := s.Accounts.CreateGroup(ctx, account.GroupInput{Actor: actor(ctx), Name: in.Body.Name, Permissions: in.Body.Permissions, Members: in.Body.Members})
			return answer(groupOf(g), err)
		})
	register(s, operation{id: "update-group", method: put, path: "/groups/{id}", tag: tagOrganisation, summary: "Change a user group",
		description: "Replaces name, permissions and members; what members may do changes at once.", needs: main,
		service: []string{"account.UpdateGroup", "account.Group"}, errors: join(fields, gone)},
		func(ctx context.Context, in *groupInput) (*output[GroupView], error) {
			if err := s.Accounts.UpdateGroup(ctx, account.GroupInput{Actor: actor(ctx), GroupID: in.ID, Name: in.Body.Name,
				Permissions: in.Body.Permissions, Members: in.Body.Members}); err != nil {
				return nil, err
			}
			return s.group(ctx, in.ID)
		})
	register(s, operation{id: "delete-group", method: remove, path: "/groups/{id}", tag: tagOrganisation, summary: "Delete a user group",
		description: "Its members lose what it gave.", needs: main, service: []string{"account.DeleteGroup"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.DeleteGroup(ctx, actor(ctx), in.ID)
		})
}

func (s *server) group(ctx context.Context, id string) (*output[GroupView], error) {
	g, err := s.Accounts.Group(ctx, actor(ctx), id)
	return answer(groupOf(g), err)
}
