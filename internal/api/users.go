package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// UserView is a sub-user of the account.
type UserView struct {
	ID           string    `json:"id" example:"acc_01kb3v0000000000000000000"`
	UserName     string    `json:"user_name" doc:"Signs in with it at the login address of the account."`
	Name         string    `json:"name"`
	Email        string    `json:"email,omitempty"`
	Phone        string    `json:"phone,omitempty"`
	State        string    `json:"state" enum:"active,disabled"`
	Programmatic bool      `json:"programmatic" doc:"Its API tokens and access keys may be used."`
	Groups       []string  `json:"groups" doc:"Ids of its user groups."`
	CreatedAt    time.Time `json:"created_at"`
}

func userOf(u account.User) UserView {
	return UserView{u.ID, u.Login, u.Name, u.Email, u.Phone, string(u.State), u.Programmatic, append([]string{}, u.Groups...), u.CreatedAt.UTC()}
}

type userBody struct {
	Name         string   `json:"name" required:"false" maxLength:"1000" doc:"Left out for a new one: the user name."`
	Email        string   `json:"email" required:"false" maxLength:"1000" doc:"Left out: none."`
	Phone        string   `json:"phone" required:"false" maxLength:"1000" doc:"Left out: none."`
	Programmatic bool     `json:"programmatic" required:"false" doc:"Left out: no."`
	Groups       []string `json:"groups" required:"false" maxItems:"50" doc:"Ids of user groups; left out: none."`
}

type newUserInput struct {
	Body struct {
		UserName string `json:"user_name" maxLength:"1000" doc:"3 to 64 characters without spaces and colons, unique within the account."`
		Password string `json:"password" maxLength:"4096" writeOnly:"true" doc:"8 characters at least, 256 bytes at most."`
		userBody
	}
}

type userInput struct {
	IDInput
	Body userBody
}

type userGrantsView struct {
	Products []string `json:"products" nullable:"false" maxItems:"10000" doc:"Ids of products."`
}

type userGrantsInput struct {
	IDInput
	Body userGrantsView
}

type userPasswordInput struct {
	IDInput
	Body struct {
		Password string `json:"password" maxLength:"4096" writeOnly:"true" doc:"8 characters at least, 256 bytes at most."`
	}
}

func (s *server) users() {
	main := need(account.MainUser)
	fields := []*apperr.Error{account.ErrNameRequired, account.ErrNameTooLong, account.ErrNameForm, account.ErrEmailForm, account.ErrPhoneForm, account.ErrGroupNotFound}
	password := []*apperr.Error{account.ErrPasswordRequired, account.ErrPasswordShort, account.ErrPasswordLong, account.ErrPasswordIsLogin}
	gone := []*apperr.Error{account.ErrUserNotFound, account.ErrAccountNotFound}
	register(s, operation{id: "list-users", method: get, path: "/users", tag: tagOrganisation, summary: "List sub-users",
		description: "All of them, the newest first: there are 50 at most.", needs: main, service: []string{"account.Users"}},
		func(ctx context.Context, _ *none) (*listOutput[UserView], error) {
			users, err := s.Accounts.Users(ctx, actor(ctx))
			return listed(page.Of[account.User]{Items: users}, userOf), err
		})
	register(s, operation{id: "get-user", method: get, path: "/users/{id}", tag: tagOrganisation, summary: "Get a sub-user",
		description: "With the groups that it is in.", needs: main, service: []string{"account.User"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[UserView], error) { return s.user(ctx, in.ID) })
	register(s, operation{id: "create-user", method: post, path: "/users", tag: tagOrganisation, summary: "Create a sub-user",
		description: "It may do what its user groups give, and nothing without one.", needs: main, service: []string{"account.CreateUser"}, status: http.StatusCreated,
		errors: join(fields, password, gone, []*apperr.Error{account.ErrLoginRequired, account.ErrLoginForm, account.ErrUserNameTaken, account.ErrTooManyUsers})},
		func(ctx context.Context, in *newUserInput) (*output[UserView], error) {
			b := in.Body
			u, err := s.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: actor(ctx), UserName: b.UserName, Password: secret.Text(b.Password),
				Name: b.Name, Email: b.Email, Phone: b.Phone, Programmatic: b.Programmatic, Groups: b.Groups})
			return answer(userOf(u), err)
		})
	register(s, operation{id: "update-user", method: put, path: "/users/{id}", tag: tagOrganisation, summary: "Change a sub-user",
		description: "Replaces name, addresses, groups and programmatic access.", needs: main, service: []string{"account.UpdateUser", "account.User"}, errors: join(fields, gone)},
		func(ctx context.Context, in *userInput) (*output[UserView], error) {
			b := in.Body
			if err := s.Accounts.UpdateUser(ctx, account.UpdateUserInput{Actor: actor(ctx), UserID: in.ID, Name: b.Name, Email: b.Email, Phone: b.Phone,
				Programmatic: b.Programmatic, Groups: b.Groups}); err != nil {
				return nil, err
			}
			return s.user(ctx, in.ID)
		})
	register(s, operation{id: "reset-user-password", method: post, path: "/users/{id}/password", tag: tagOrganisation, summary: "Reset the password of a sub-user",
		description: "Ends all its sessions.", needs: main, service: []string{"account.ResetUserPassword"}, errors: join(password, gone)},
		func(ctx context.Context, in *userPasswordInput) (*none, error) {
			return nil, s.Accounts.ResetUserPassword(ctx, account.ResetUserPasswordInput{Actor: actor(ctx), UserID: in.ID, Password: secret.Text(in.Body.Password)})
		})
	register(s, operation{id: "enable-user", method: post, path: "/users/{id}/enable", tag: tagOrganisation, summary: "Switch a sub-user on",
		description: "It may sign in again.", needs: main, service: []string{"account.EnableUser"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.EnableUser(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "disable-user", method: post, path: "/users/{id}/disable", tag: tagOrganisation, summary: "Switch a sub-user off",
		description: "Ends its sessions; its tokens and access keys are refused.", needs: main, service: []string{"account.DisableUser"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.DisableUser(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "remove-user", method: remove, path: "/users/{id}", tag: tagOrganisation, summary: "Remove a sub-user",
		description: "For good. The audit log keeps its name.", needs: main, service: []string{"account.RemoveUser"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.RemoveUser(ctx, actor(ctx), in.ID)
		})
}

// userGrants are the products that a sub-user works with (business-rules 2.9).
func (s *server) userGrants() {
	main, gone := need(account.MainUser), []*apperr.Error{account.ErrUserNotFound}
	register(s, operation{id: "get-user-grants", method: get, path: "/users/{id}/products", tag: tagOrganisation, summary: "List the products that a sub-user works with",
		description: "For the main account of a seller.", needs: main, service: []string{"catalog.UserGrants"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[userGrantsView], error) {
			ids, err := s.Catalog.UserGrants(ctx, actor(ctx), in.ID)
			return answer(userGrantsView{append([]string{}, ids...)}, err)
		})
	register(s, operation{id: "set-user-grants", method: put, path: "/users/{id}/products", tag: tagOrganisation, summary: "Grant products to a sub-user",
		description: "Exactly these; it does not see the other products, their orders and their calls.", needs: main,
		service: []string{"catalog.SetUserGrants"}, errors: append(gone, catalog.ErrProductNotFound, catalog.ErrNotASeller)},
		func(ctx context.Context, in *userGrantsInput) (*none, error) {
			return nil, s.Catalog.SetUserGrants(ctx, catalog.SetUserGrantsInput{Actor: actor(ctx), UserID: in.ID, Products: in.Body.Products})
		})
}

func (s *server) user(ctx context.Context, id string) (*output[UserView], error) {
	u, err := s.Accounts.User(ctx, actor(ctx), id)
	return answer(userOf(u), err)
}

// join lists errors one after the other.
func join(lists ...[]*apperr.Error) []*apperr.Error { return slices.Concat(lists...) }
