package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// OverseenView is an account as operators see it.
type OverseenView struct {
	ID           string     `json:"id" example:"acc_01kb3v0000000000000000000"`
	Kind         string     `json:"kind" enum:"buyer,seller,operator"`
	Login        string     `json:"login"`
	Name         string     `json:"name"`
	Email        string     `json:"email,omitempty"`
	Phone        string     `json:"phone,omitempty"`
	State        string     `json:"state" enum:"active,disabled,closed"`
	Verified     string     `json:"verified,omitempty" doc:"How the real name was proven; left out: not at all."`
	LegalName    string     `json:"legal_name,omitempty"`
	SecondFactor bool       `json:"second_factor"`
	Roles        []string   `json:"roles" doc:"Of an operator."`
	FirstUntil   *time.Time `json:"first_password_until,omitempty" doc:"The password is one that an administrator made, good until then; left out: the person chose it."`
	CreatedAt    time.Time  `json:"created_at"`
}

func overseenOf(a account.Account) OverseenView {
	return OverseenView{a.ID, string(a.Kind), a.Login, a.Name, a.Email, a.Phone, string(a.State), string(a.Verified), a.LegalName, a.SecondFactor,
		all(a.Roles, func(r account.Role) string { return string(r) }), timeOrNil(a.FirstUntil), a.CreatedAt.UTC()}
}

type dossierView struct {
	OverseenView
	Users      []UserView `json:"users" doc:"Sub-users that are not removed."`
	Sessions   int        `json:"sessions" doc:"Browsers that are signed in."`
	SignedInAt *time.Time `json:"signed_in_at,omitempty" doc:"The last time; left out: never."`
}

type accountsInput struct {
	PageInput
	Q     string `query:"q" maxLength:"200" doc:"An account id, or the beginning of a login, phone number, e-mail address or name."`
	Kind  string `query:"kind" enum:"buyer,seller"`
	State string `query:"state" enum:"active,disabled,closed"`
}

type operatorInput struct {
	Body struct {
		Login string   `json:"login" maxLength:"1000"`
		Name  string   `json:"name" maxLength:"1000"`
		Email string   `json:"email,omitempty" maxLength:"1000" doc:"Left out: the login, when that is an address."`
		Lang  string   `json:"lang" enum:"zh,en"`
		Roles []string `json:"roles" maxItems:"10" doc:"review, finance, support, catalogue, administrator."`
	}
}

type newOperatorView struct {
	OverseenView
	Password string `json:"password" doc:"To sign in with for the first time; shown once."`
}

type rolesInput struct {
	IDInput
	Body struct {
		Roles []string `json:"roles" maxItems:"10" doc:"review, finance, support, catalogue, administrator."`
	}
}

type overseeInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" maxLength:"4000" doc:"The owner reads it. 500 characters at most."`
	}
}

func (in *overseeInput) input(ctx context.Context) account.OverseeInput {
	return account.OverseeInput{Actor: actor(ctx), AccountID: in.ID, Reason: in.Body.Reason}
}

func rolesOf(in []string) []account.Role {
	return all(in, func(r string) account.Role { return account.Role(r) })
}

// accounts are what operators do to the accounts of customers, and to each other.
func (s *server) accounts() {
	lookUp, either := need(account.OperatorAccounts), need(account.OperatorAccounts, account.OperatorStaff)
	care := need(account.OperatorAccountCare, account.OperatorStaff)
	gone := []*apperr.Error{account.ErrAccountNotFound}
	moved := []*apperr.Error{account.ErrAccountNotFound, account.ErrAccountState, account.ErrReasonRequired, account.ErrNameTooLong, account.ErrNameForm,
		account.ErrOneself, account.ErrLastAdministrator}
	register(s, operation{id: "search-accounts", method: get, path: "/accounts", tag: tagAccounts, summary: "Search accounts",
		description: "Customers' main accounts, the newest first.", needs: lookUp, service: []string{"account.Search"}},
		func(ctx context.Context, in *accountsInput) (*listOutput[OverseenView], error) {
			found, err := s.Accounts.Search(ctx, actor(ctx), account.AccountFilter{Text: in.Q, Kind: account.Kind(in.Kind), State: account.State(in.State)}, in.request())
			return listed(found, overseenOf), err
		})
	register(s, operation{id: "get-account", method: get, path: "/accounts/{id}", tag: tagAccounts, summary: "Get an account",
		description: "A customer's main account with its sub-users; an operator for who manages operators.", needs: either, service: []string{"account.Inspect"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[dossierView], error) {
			d, err := s.Accounts.Inspect(ctx, actor(ctx), in.ID)
			return answer(dossierView{overseenOf(d.Account), all(d.Users, userOf), d.Sessions, timeOrNil(d.SignedInAt)}, err)
		})
	register(s, operation{id: "block-account", method: post, path: "/accounts/{id}/block", tag: tagAccounts, summary: "Block an account",
		description: "It and its sub-users are signed out and kept out; tokens and access keys are refused.", needs: care,
		service: []string{"account.Block"}, errors: moved},
		func(ctx context.Context, in *overseeInput) (*none, error) {
			return nil, s.Accounts.Block(ctx, in.input(ctx))
		})
	register(s, operation{id: "unblock-account", method: post, path: "/accounts/{id}/unblock", tag: tagAccounts, summary: "Unblock an account",
		description: "It may sign in again.", needs: care, service: []string{"account.Unblock"}, errors: moved},
		func(ctx context.Context, in *overseeInput) (*none, error) {
			return nil, s.Accounts.Unblock(ctx, in.input(ctx))
		})
	register(s, operation{id: "reset-second-factor", method: post, path: "/accounts/{id}/second-factor/reset", tag: tagAccounts, summary: "Reset a second factor",
		description: "Takes authenticator, passkeys and recovery codes from somebody who lost them, and ends all sessions.", needs: care,
		service: []string{"account.ResetSecondFactor"}, errors: append(moved, account.ErrNoSecondFactor)},
		func(ctx context.Context, in *overseeInput) (*none, error) {
			return nil, s.Accounts.ResetSecondFactor(ctx, in.input(ctx))
		})
	s.operators()
}

func (s *server) operators() {
	staff := need(account.OperatorStaff)
	register(s, operation{id: "list-operators", method: get, path: "/operators", tag: tagAccounts, summary: "List operators",
		description: "All of them, the newest first.", needs: staff, service: []string{"account.Staff"}},
		func(ctx context.Context, _ *none) (*listOutput[OverseenView], error) {
			staffList, err := s.Accounts.Staff(ctx, actor(ctx))
			return &listOutput[OverseenView]{list[OverseenView]{Items: all(staffList, overseenOf)}}, err
		})
	register(s, operation{id: "create-operator", method: post, path: "/operators", tag: tagAccounts, summary: "Create an operator",
		description: "The answered password is good for 72 hours and for nothing but choosing another and setting up a second factor.", needs: staff, service: []string{"account.CreateOperator"}, status: http.StatusCreated,
		errors: []*apperr.Error{account.ErrLoginRequired, account.ErrLoginForm, account.ErrLoginTaken, account.ErrNameRequired, account.ErrNameTooLong, account.ErrNameForm,
			account.ErrEmailForm, account.ErrRoleUnknown}},
		func(ctx context.Context, in *operatorInput) (*output[newOperatorView], error) {
			b := in.Body
			a, first, err := s.Accounts.CreateOperator(ctx, account.CreateOperatorInput{Actor: actor(ctx), Login: b.Login, Name: b.Name, Email: b.Email, Lang: b.Lang,
				Roles: rolesOf(b.Roles)})
			return answer(newOperatorView{overseenOf(a), first.Reveal()}, err)
		})
	register(s, operation{id: "renew-first-password", method: post, path: "/operators/{id}/first-password", tag: tagAccounts, summary: "Set a new first password of an operator",
		description: "For who cannot sign in; good for 72 hours. The old password and all sessions end.", needs: staff, service: []string{"account.RenewFirstPassword"},
		errors: []*apperr.Error{account.ErrAccountNotFound, account.ErrAccountState, account.ErrReasonRequired, account.ErrNameTooLong, account.ErrNameForm,
			account.ErrOneself, account.ErrLastAdministrator}},
		func(ctx context.Context, in *overseeInput) (*output[newOperatorView], error) {
			a, first, err := s.Accounts.RenewFirstPassword(ctx, in.input(ctx))
			return answer(newOperatorView{overseenOf(a), first.Reveal()}, err)
		})
	register(s, operation{id: "set-operator-roles", method: put, path: "/operators/{id}/roles", tag: tagAccounts, summary: "Set the roles of an operator",
		description: "Replaces them. One administrator who can sign in always stays.", needs: staff, service: []string{"account.SetRoles"},
		errors: []*apperr.Error{account.ErrAccountNotFound, account.ErrRoleUnknown, account.ErrLastAdministrator}},
		func(ctx context.Context, in *rolesInput) (*none, error) {
			return nil, s.Accounts.SetRoles(ctx, actor(ctx), in.ID, rolesOf(in.Body.Roles))
		})
}
