package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
)

type accountView struct {
	ID        string    `json:"id" example:"acc_01kb3v0000000000000000000"`
	Kind      string    `json:"kind" enum:"buyer,seller,operator"`
	Login     string    `json:"login"`
	Name      string    `json:"name"`
	Email     string    `json:"email,omitempty"`
	Phone     string    `json:"phone,omitempty"`
	Lang      string    `json:"lang" enum:"zh,en"`
	Country   string    `json:"country,omitempty" example:"CN" doc:"Where a main account is registered, ISO 3166-1: products are sold by region."`
	CreatedAt time.Time `json:"created_at"`
}

type profileInput struct {
	Body struct {
		Name    string `json:"name" maxLength:"1000"`
		Lang    string `json:"lang" enum:"zh,en" doc:"The language of mails."`
		Country string `json:"country,omitempty" maxLength:"10" example:"CN" doc:"Where a main account is registered, ISO 3166-1; left out: as it is. It does not change once the real name is verified."`
	}
}

type passwordInput struct {
	Body struct {
		Current string `json:"current" maxLength:"4096" writeOnly:"true" doc:"The present password."`
		New     string `json:"new" maxLength:"4096" writeOnly:"true" doc:"8 characters at least, 256 bytes at most."`
	}
}

func (s *server) account() {
	profile := []*apperr.Error{account.ErrAccountNotFound, account.ErrNameRequired, account.ErrNameTooLong, account.ErrNameForm, account.ErrLangUnknown,
		account.ErrCountryUnknown, account.ErrCountryKept, account.ErrCountryOfMain}
	register(s, operation{id: "get-me", method: get, path: "/me", tag: tagAccount, summary: "Get the account",
		description: "Who the token acts for.", needs: need(account.SignedIn), service: []string{"account.Get"}, errors: []*apperr.Error{account.ErrAccountNotFound}},
		func(ctx context.Context, _ *none) (*output[accountView], error) { return s.me(ctx) })
	register(s, operation{id: "update-me", method: put, path: "/me", tag: tagAccount, summary: "Change the profile",
		description: "Replaces name and language, and where the account is registered. Phone and e-mail change by a code: request-contact.", needs: need(account.SignedIn), service: []string{"account.UpdateProfile", "account.Get"}, errors: profile},
		func(ctx context.Context, in *profileInput) (*output[accountView], error) {
			if err := s.Accounts.UpdateProfile(ctx, account.ProfileInput{AccountID: actor(ctx).UserID, Name: in.Body.Name, Lang: in.Body.Lang, Country: in.Body.Country}); err != nil {
				return nil, err
			}
			return s.me(ctx)
		})
	register(s, operation{id: "change-password", method: post, path: "/me/password", tag: tagAccount, summary: "Change the password",
		description: "Ends all sessions of the account; its tokens stay.", needs: need(account.SignedIn), service: []string{"account.ChangePassword"},
		errors: []*apperr.Error{account.ErrPasswordRequired, account.ErrPasswordShort, account.ErrPasswordLong, account.ErrPasswordIsLogin,
			account.ErrPasswordSame, account.ErrPasswordWrong, account.ErrTooManyAttempts, account.ErrAccountNotFound}},
		func(ctx context.Context, in *passwordInput) (*none, error) {
			return nil, s.Accounts.ChangePassword(ctx, account.ChangePasswordInput{AccountID: actor(ctx).UserID,
				Current: secret.Text(in.Body.Current), New: secret.Text(in.Body.New)})
		})
}

func (s *server) me(ctx context.Context) (*output[accountView], error) {
	a, err := s.Accounts.Get(ctx, actor(ctx).UserID)
	return answer(accountOf(a), err)
}

func accountOf(a account.Account) accountView {
	return accountView{a.ID, string(a.Kind), a.Login, a.Name, a.Email, a.Phone, a.Lang, a.Country, a.CreatedAt.UTC()}
}
