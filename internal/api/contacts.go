package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
)

type contactInput struct {
	Body struct {
		Channel  string `json:"channel" enum:"mail,sms"`
		Target   string `json:"target" maxLength:"1000" doc:"The new address, or the present one that nobody has proven."`
		Password string `json:"password" maxLength:"4096" writeOnly:"true" doc:"The present password: a token alone must not be enough to take an account over."`
	}
}

type confirmContactInput struct {
	IDInput
	Body struct {
		Code string `json:"code" maxLength:"100" writeOnly:"true" doc:"Six digits."`
	}
}

// SessionView is a browser that is signed in.
type SessionView struct {
	ID        string    `json:"id" example:"ses_01kb3v0000000000000000000"`
	Agent     string    `json:"agent" doc:"The User-Agent when it signed in."`
	Address   string    `json:"address" doc:"Its IP address then."`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"To five minutes."`
	ExpiresAt time.Time `json:"expires_at"`
}

// contacts are the phone number and the e-mail address of the person.
func (s *server) contacts() {
	register(s, operation{id: "request-contact", method: post, path: "/me/contacts", tag: tagAccount, summary: "Change phone or e-mail",
		description: "Sends a code to the new address; confirm-contact makes it the account's.", needs: need(account.SignedIn),
		service: []string{"account.RequestContact"}, status: http.StatusCreated,
		errors: codeErrors(account.ErrEmailRequired, account.ErrEmailForm, account.ErrPhoneRequired, account.ErrMobileForm, account.ErrContactSame,
			account.ErrPasswordRequired, account.ErrPasswordWrong, account.ErrTooManyAttempts, account.ErrAccountNotFound)},
		func(ctx context.Context, in *contactInput) (*output[ticketView], error) {
			t, err := s.Accounts.RequestContact(ctx, account.RequestContactInput{UserID: actor(ctx).UserID, Password: secret.Text(in.Body.Password),
				Channel: account.Channel(in.Body.Channel), Target: in.Body.Target, Lang: langOf(ctx), Address: s.Address(ctx)})
			return answer(ticketOf(t), err)
		})
	register(s, operation{id: "confirm-contact", method: post, path: "/me/contacts/{id}/confirm", tag: tagAccount, summary: "Confirm a new phone or e-mail",
		description: "The address that it replaces is told. Who signs in with the e-mail address does so with the new one.", needs: need(account.SignedIn),
		service: []string{"account.ChangeContact"}, errors: proveErrors(account.ErrEmailTaken, account.ErrPhoneFull, account.ErrProofExpired, account.ErrAccountNotFound)},
		func(ctx context.Context, in *confirmContactInput) (*output[accountView], error) {
			a, err := s.Accounts.ChangeContact(ctx, account.ChangeContactInput{UserID: actor(ctx).UserID, Ticket: in.ID, Code: secret.Text(in.Body.Code)})
			return answer(accountOf(a), err)
		})
}

// sessions are the browsers that are signed in as the person.
func (s *server) sessions() {
	register(s, operation{id: "list-sessions", method: get, path: "/me/sessions", tag: tagAccount, summary: "List signed-in browsers",
		description: "The last used first.", needs: need(account.SignedIn), service: []string{"account.ListSessions"}},
		func(ctx context.Context, _ *none) (*listOutput[SessionView], error) {
			list, err := s.Accounts.ListSessions(ctx, actor(ctx).UserID, "")
			return listed(page.Of[account.Session]{Items: list}, func(x account.Session) SessionView {
				return SessionView{x.ID, x.Agent, x.Address, x.CreatedAt.UTC(), x.SeenAt.UTC(), x.ExpiresAt.UTC()}
			}), err
		})
	register(s, operation{id: "revoke-session", method: remove, path: "/me/sessions/{id}", tag: tagAccount, summary: "Sign a browser out",
		description: "At once, wherever it is.", needs: need(account.SignedIn), service: []string{"account.RevokeSession"}, errors: []*apperr.Error{account.ErrSessionNotFound}},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.RevokeSession(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "revoke-sessions", method: remove, path: "/me/sessions", tag: tagAccount, summary: "Sign all browsers out",
		description: "Tokens stay.", needs: need(account.SignedIn), service: []string{"account.RevokeOtherSessions"}},
		func(ctx context.Context, _ *none) (*none, error) {
			return nil, s.Accounts.RevokeOtherSessions(ctx, actor(ctx), "")
		})
}
