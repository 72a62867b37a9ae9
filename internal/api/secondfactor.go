package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// PasskeyView is a passkey. Its key is of no use to anybody and left out.
type PasskeyView struct {
	ID        string     `json:"id" example:"psk_01kb3v0000000000000000000"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"created_at"`
	LastUsed  *time.Time `json:"last_used,omitempty"`
}

type secondFactorView struct {
	On            bool          `json:"on" doc:"Signing in to the pages takes a second step."`
	Authenticator bool          `json:"authenticator" doc:"An authenticator app is set up."`
	Since         *time.Time    `json:"since,omitempty" doc:"When the app was set up."`
	LastUsed      *time.Time    `json:"last_used,omitempty" doc:"When a code of the app was last used."`
	RecoveryLeft  int           `json:"recovery_left" doc:"Recovery codes that were not used yet."`
	Passkeys      []PasskeyView `json:"passkeys"`
}

type enrolmentView struct {
	Secret string    `json:"secret" doc:"Base32, to type into the app."`
	URI    string    `json:"uri" doc:"To draw as a QR code for the app."`
	Until  time.Time `json:"until" doc:"Confirm with a code before this, by the wall clock."`
}

type recoveryView struct {
	RecoveryCodes []string `json:"recovery_codes" doc:"Shown here and never again. Empty when there are some already."`
}

type enrolmentOutput struct {
	NoStore
	Body enrolmentView
}

type recoveryOutput struct {
	NoStore
	Body recoveryView
}

type proofBody struct {
	Proof string `json:"proof" maxLength:"4096" writeOnly:"true" doc:"The password, or the code that the authenticator app shows now."`
}

type proofInput struct{ Body proofBody }

type codeInput struct {
	Body struct {
		Code string `json:"code" maxLength:"1000" doc:"The code that the app shows now."`
	}
}

type renamePasskeyInput struct {
	IDInput
	Body struct {
		Name string `json:"name" maxLength:"1000"`
	}
}

type deletePasskeyInput struct {
	IDInput
	Body proofBody
}

func passkeyOf(p account.Passkey) PasskeyView {
	return PasskeyView{p.ID, p.Name, p.CreatedAt.UTC(), timeOrNil(p.LastUsed)}
}

func (s *server) secondFactor() {
	proven := []*apperr.Error{account.ErrProofRequired, account.ErrProofWrong, account.ErrSecondUsed, account.ErrTooManyAttempts, account.ErrAccountNotFound}
	with := func(more ...*apperr.Error) []*apperr.Error { return append(more, proven...) }
	register(s, operation{id: "get-second-factor", method: get, path: "/me/second-factor", tag: tagAccount, summary: "Get the second factor",
		description: "What you have besides the password.", needs: need(account.SignedIn), service: []string{"account.SecondFactor"}},
		func(ctx context.Context, _ *none) (*output[secondFactorView], error) {
			f, err := s.Accounts.SecondFactor(ctx, actor(ctx).UserID)
			view := secondFactorView{On: f.On(), Authenticator: f.Authenticator, Since: timeOrNil(f.Since), LastUsed: timeOrNil(f.Used),
				RecoveryLeft: f.RecoveryLeft, Passkeys: []PasskeyView{}}
			for _, p := range f.Passkeys {
				view.Passkeys = append(view.Passkeys, passkeyOf(p))
			}
			return answer(view, err)
		})
	register(s, operation{id: "begin-totp", method: post, path: "/me/second-factor/authenticator", tag: tagAccount, summary: "Begin to set up an authenticator app",
		description: "Makes a secret. Nothing changes until you confirm it with a code; an app that you have goes on working.",
		needs:       need(account.SignedIn), service: []string{"account.BeginTOTP"}, errors: with()},
		func(ctx context.Context, in *proofInput) (*enrolmentOutput, error) {
			e, err := s.Accounts.BeginTOTP(ctx, proofOf(ctx, in.Body))
			if err != nil {
				return nil, err
			}
			return &enrolmentOutput{noStore(), enrolmentView{e.Secret.Reveal(), e.URI.Reveal(), e.Until.UTC()}}, nil
		})
	register(s, operation{id: "confirm-totp", method: post, path: "/me/second-factor/authenticator/confirm", tag: tagAccount, summary: "Confirm an authenticator app",
		description: "With the first second factor you get recovery codes, and all sessions of the pages end.", needs: need(account.SignedIn),
		service: []string{"account.ConfirmTOTP"}, errors: []*apperr.Error{account.ErrCodeWrong, account.ErrEnrolmentGone, account.ErrAccountNotFound}},
		func(ctx context.Context, in *codeInput) (*recoveryOutput, error) {
			return recovery(s.Accounts.ConfirmTOTP(ctx, account.ConfirmTOTPInput{UserID: actor(ctx).UserID, Code: in.Body.Code}))
		})
	register(s, operation{id: "remove-totp", method: post, path: "/me/second-factor/authenticator/remove", tag: tagAccount, summary: "Remove the authenticator app",
		description: "An operator needs a passkey first.", needs: need(account.SignedIn), service: []string{"account.RemoveTOTP"},
		errors: with(account.ErrNoAuthenticator, account.ErrLastSecondFactor)},
		func(ctx context.Context, in *proofInput) (*none, error) {
			return nil, s.Accounts.RemoveTOTP(ctx, proofOf(ctx, in.Body))
		})
	register(s, operation{id: "regenerate-recovery-codes", method: post, path: "/me/second-factor/recovery-codes", tag: tagAccount, summary: "Make new recovery codes",
		description: "The old ones are worth nothing then.", needs: need(account.SignedIn), service: []string{"account.RegenerateRecoveryCodes"},
		errors: with(account.ErrNoSecondFactor)},
		func(ctx context.Context, in *proofInput) (*recoveryOutput, error) {
			return recovery(s.Accounts.RegenerateRecoveryCodes(ctx, proofOf(ctx, in.Body)))
		})
	s.passkeys(with)
}

func (s *server) passkeys(with func(...*apperr.Error) []*apperr.Error) {
	register(s, operation{id: "list-passkeys", method: get, path: "/me/passkeys", tag: tagAccount, summary: "List passkeys",
		description: "The oldest first. Adding one takes a browser.", needs: need(account.SignedIn), service: []string{"account.ListPasskeys"}},
		func(ctx context.Context, _ *none) (*listOutput[PasskeyView], error) {
			all, err := s.Accounts.ListPasskeys(ctx, actor(ctx).UserID)
			return listed(page.Of[account.Passkey]{Items: all}, passkeyOf), err
		})
	register(s, operation{id: "rename-passkey", method: put, path: "/me/passkeys/{id}", tag: tagAccount, summary: "Rename a passkey",
		description: "Only you see the name.", needs: need(account.SignedIn), service: []string{"account.RenamePasskey"},
		errors: []*apperr.Error{account.ErrPasskeyNotFound, account.ErrNameRequired, account.ErrNameTooLong, account.ErrNameForm, account.ErrAccountNotFound}},
		func(ctx context.Context, in *renamePasskeyInput) (*output[PasskeyView], error) {
			p, err := s.Accounts.RenamePasskey(ctx, account.RenamePasskeyInput{UserID: actor(ctx).UserID, ID: in.ID, Name: in.Body.Name})
			return answer(passkeyOf(p), err)
		})
	register(s, operation{id: "delete-passkey", method: post, path: "/me/passkeys/{id}/delete", tag: tagAccount, summary: "Delete a passkey",
		description: "An operator needs another second factor first.", needs: need(account.SignedIn), service: []string{"account.DeletePasskey"},
		errors: with(account.ErrPasskeyNotFound, account.ErrLastSecondFactor)},
		func(ctx context.Context, in *deletePasskeyInput) (*none, error) {
			return nil, s.Accounts.DeletePasskey(ctx, account.DeletePasskeyInput{UserID: actor(ctx).UserID, ID: in.ID, Proof: secret.Text(in.Body.Proof)})
		})
}

func proofOf(ctx context.Context, in proofBody) account.ProofInput {
	return account.ProofInput{UserID: actor(ctx).UserID, Proof: secret.Text(in.Proof)}
}

func recovery(codes []secret.Text, err error) (*recoveryOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &recoveryOutput{noStore(), recoveryView{[]string{}}}
	for _, c := range codes {
		out.Body.RecoveryCodes = append(out.Body.RecoveryCodes, c.Reveal())
	}
	return out, nil
}
