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

// ticketView is a one-time code on its way.
type ticketView struct {
	ID        string    `json:"id" example:"cod_01kb3v0000000000000000000" doc:"Give it with the code. It is no secret."`
	Purpose   string    `json:"purpose" enum:"register,reset,contact"`
	Channel   string    `json:"channel" enum:"mail,sms"`
	Target    string    `json:"target" doc:"The address in its normal form."`
	ResendAt  time.Time `json:"resend_at" doc:"From then on another code can be asked for."`
	ExpiresAt time.Time `json:"expires_at"`
}

type requestCodeInput struct {
	Body struct {
		Purpose string `json:"purpose" enum:"register,reset"`
		Channel string `json:"channel" enum:"mail,sms"`
		Target  string `json:"target" maxLength:"1000" doc:"An e-mail address, or a mobile number with + and its country code."`
	}
}

type proveInput struct {
	IDInput
	Body struct {
		Purpose string `json:"purpose" enum:"register,reset"`
		Code    string `json:"code" maxLength:"100" writeOnly:"true" doc:"Six digits."`
	}
}

type proofView struct {
	Proof string `json:"proof" doc:"Good for one use within 30 minutes."`
}

type proofOutput struct {
	NoStore
	Body proofView
}

type signUpInput struct {
	Body struct {
		Proof    string `json:"proof" maxLength:"1000" writeOnly:"true" doc:"From prove-code, for the purpose register."`
		Login    string `json:"login" required:"false" maxLength:"1000" doc:"Who registers by phone may choose one; left out: made up. Who registers by mail signs in with the address."`
		Password string `json:"password" maxLength:"4096" writeOnly:"true" doc:"8 characters at least, 256 bytes at most."`
		Name     string `json:"name" required:"false" maxLength:"1000" doc:"Left out: made from the login."`
		Lang     string `json:"lang" enum:"zh,en" doc:"The language of pages and mails."`
		Country  string `json:"country,omitempty" maxLength:"10" example:"CN" doc:"Where the account is registered, ISO 3166-1; left out: where the marketplace is. Products are sold by region."`
		Terms    bool   `json:"terms" doc:"true: the person has read and accepts the user agreement and the privacy statement."`
	}
}

type resetInput struct {
	Body struct {
		Proof     string `json:"proof" maxLength:"1000" writeOnly:"true" doc:"From prove-code, for the purpose reset."`
		AccountID string `json:"account_id" required:"false" maxLength:"100" doc:"Which of list-reset-accounts; may be left out when there is only one."`
		New       string `json:"new" maxLength:"4096" writeOnly:"true" doc:"8 characters at least, 256 bytes at most."`
	}
}

type resetProofInput struct {
	Body struct {
		Proof string `json:"proof" maxLength:"1000" writeOnly:"true" doc:"From prove-code, for the purpose reset."`
	}
}

// ResetAccountView is an account whose password can be reset.
type ResetAccountView struct {
	ID    string `json:"id"`
	Login string `json:"login"`
	Name  string `json:"name"`
}

// codeErrors are those of everything that sends a code.
func codeErrors(more ...*apperr.Error) []*apperr.Error {
	return append([]*apperr.Error{account.ErrCodeTooSoon, account.ErrTooManyCodes}, more...)
}

// proveErrors are those of typing a code.
func proveErrors(more ...*apperr.Error) []*apperr.Error {
	return append([]*apperr.Error{account.ErrOneTimeRequired, account.ErrOneTimeWrong, account.ErrOneTimeDead, account.ErrOneTimeExpired}, more...)
}

func (s *server) signIn() {
	s.codes()
	s.registration()
	s.contacts()
	s.sessions()
}

// codes are one-time codes: they answer the same whether or not an address has an account.
func (s *server) codes() {
	register(s, operation{id: "request-code", method: post, path: "/codes", tag: tagAccount, summary: "Ask for a one-time code",
		description: "Sends a code to an address, to register or to reset a password. The answer is the same whether or not the address has an account.",
		needs:       need(account.Public), service: []string{"account.RequestCode"}, status: http.StatusCreated,
		errors: codeErrors(account.ErrEmailRequired, account.ErrEmailForm, account.ErrPhoneRequired, account.ErrMobileForm)},
		func(ctx context.Context, in *requestCodeInput) (*output[ticketView], error) {
			t, err := s.Accounts.RequestCode(ctx, account.RequestCodeInput{Purpose: account.Purpose(in.Body.Purpose), Channel: account.Channel(in.Body.Channel),
				Target: in.Body.Target, Lang: langOf(ctx), Address: s.Address(ctx)})
			return answer(ticketOf(t), err)
		})
	register(s, operation{id: "resend-code", method: post, path: "/codes/{id}/again", tag: tagAccount, summary: "Send another code",
		description: "To the same address, with a ticket of its own.", needs: need(account.Public), service: []string{"account.Resend"},
		status: http.StatusCreated, errors: codeErrors(account.ErrOneTimeExpired)},
		func(ctx context.Context, in *IDInput) (*output[ticketView], error) {
			t, err := s.Accounts.Resend(ctx, in.ID, actor(ctx).UserID, s.Address(ctx))
			return answer(ticketOf(t), err)
		})
	register(s, operation{id: "prove-code", method: post, path: "/codes/{id}/proof", tag: tagAccount, summary: "Exchange a code for a proof",
		description: "Five wrong guesses end the code.", needs: need(account.Public), service: []string{"account.Prove"}, errors: proveErrors()},
		func(ctx context.Context, in *proveInput) (*proofOutput, error) {
			p, err := s.Accounts.Prove(ctx, account.ProveInput{Ticket: in.ID, Purpose: account.Purpose(in.Body.Purpose), Code: secret.Text(in.Body.Code)})
			if err != nil {
				return nil, err
			}
			return &proofOutput{noStore(), proofView{p.Reveal()}}, nil
		})
}

// registration is what a proof of an address opens to strangers.
func (s *server) registration() {
	register(s, operation{id: "register", method: post, path: "/accounts", tag: tagAccount, summary: "Open an account",
		description: "A buyer's account for whoever has proven an address. A phone number may have three.", needs: need(account.Public),
		service: []string{"account.SignUp"}, status: http.StatusCreated,
		errors: []*apperr.Error{account.ErrProofExpired, account.ErrEmailTaken, account.ErrPhoneFull, account.ErrLoginTaken, account.ErrChosenNameForm,
			account.ErrPasswordRequired, account.ErrPasswordShort, account.ErrPasswordLong, account.ErrPasswordIsLogin, account.ErrNameTooLong,
			account.ErrNameForm, account.ErrCountryUnknown, account.ErrTermsRequired}},
		func(ctx context.Context, in *signUpInput) (*output[accountView], error) {
			terms := ""
			if in.Body.Terms {
				var err error
				if terms, err = s.Terms(ctx); err != nil {
					return nil, err
				}
			}
			a, err := s.Accounts.SignUp(ctx, account.SignUpInput{Proof: secret.Text(in.Body.Proof), Login: in.Body.Login, Password: secret.Text(in.Body.Password),
				Name: in.Body.Name, Lang: in.Body.Lang, Country: in.Body.Country, Terms: terms})
			return answer(accountOf(a), err)
		})
	register(s, operation{id: "list-reset-accounts", method: post, path: "/password-resets/accounts", tag: tagAccount, summary: "List the accounts of a proof",
		description: "Those whose password the proof may reset. The proof is not used up.", needs: need(account.Public), service: []string{"account.ResetAccounts"},
		errors: []*apperr.Error{account.ErrProofExpired}},
		func(ctx context.Context, in *resetProofInput) (*listOutput[ResetAccountView], error) {
			list, err := s.Accounts.ResetAccounts(ctx, secret.Text(in.Body.Proof))
			return listed(page.Of[account.Account]{Items: list}, func(a account.Account) ResetAccountView { return ResetAccountView{a.ID, a.Login, a.Name} }), err
		})
	register(s, operation{id: "reset-password", method: post, path: "/password-resets", tag: tagAccount, summary: "Reset a forgotten password",
		description: "Ends all sessions of the account; its tokens stay.", needs: need(account.Public), service: []string{"account.ResetPassword"},
		errors: []*apperr.Error{account.ErrProofExpired, account.ErrAccountChoice, account.ErrPasswordRequired, account.ErrPasswordShort, account.ErrPasswordLong,
			account.ErrPasswordIsLogin}},
		func(ctx context.Context, in *resetInput) (*none, error) {
			_, err := s.Accounts.ResetPassword(ctx, account.ResetPasswordInput{Proof: secret.Text(in.Body.Proof), AccountID: in.Body.AccountID, New: secret.Text(in.Body.New)})
			return nil, err
		})
}

func ticketOf(t account.Ticket) ticketView {
	return ticketView{t.ID, string(t.Purpose), string(t.Channel), t.Target, t.ResendAt.UTC(), t.Expires.UTC()}
}
