package api

import (
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/privacy"
)

// ObligationView is something that keeps an account from closing.
type ObligationView struct {
	Code string   `json:"code" enum:"orders,services,balance,top_ups,seller"`
	Text textView `json:"text"`
	Link string   `json:"link" doc:"The page on which to settle it." example:"/buyer/orders"`
}

type closingView struct {
	Possible    bool             `json:"possible" doc:"Nothing is in the way."`
	Obligations []ObligationView `json:"obligations"`
}

type exportInput struct {
	Body struct {
		Proof      string `json:"proof" maxLength:"4096" writeOnly:"true" doc:"The password, or the code that the authenticator app shows now."`
		FilesAfter string `json:"files_after,omitempty" maxLength:"100" doc:"As files-left-out.txt of a copy that was full names it: this copy holds the files after it, and nothing else."`
	}
}

type closeInput struct {
	Body struct {
		Login string `json:"login" maxLength:"1000" doc:"The login of the account, so that nobody closes one by accident."`
		Proof string `json:"proof" maxLength:"4096" writeOnly:"true" doc:"The password, or the code that the authenticator app shows now."`
	}
}

func (s *server) privacy() {
	proven := []*apperr.Error{account.ErrProofRequired, account.ErrProofWrong, account.ErrSecondUsed, account.ErrTooManyAttempts}
	register(s, operation{id: "export-my-data", method: post, path: "/me/export", tag: tagAccount, summary: "Take a copy of your data",
		description: "A ZIP file of JSON: all that is kept about the person; of a main account the organisation, its purchases and its files with it. Files beyond the limit of a copy are listed in files-left-out.ndjson.",
		needs:       need(account.SignedIn), service: []string{"privacy.Export"},
		errors: append(slices.Clone(proven), privacy.ErrCopyUnderWay, privacy.ErrCopyTooLarge, privacy.ErrNoRoom)}, s.exportData)
	register(s, operation{id: "get-closing", method: get, path: "/me/closing", tag: tagAccount, summary: "See whether the account can close",
		needs: need(account.MainUser), service: []string{"privacy.Obligations"}},
		func(ctx context.Context, _ *none) (*output[closingView], error) {
			left, err := s.Privacy.Obligations(ctx, actor(ctx))
			return answer(closingView{len(left) == 0, all(left, func(o privacy.Obligation) ObligationView {
				return ObligationView{o.Code, textView(o.Text), o.Link}
			})}, err)
		})
	register(s, operation{id: "close-account", method: post, path: "/me/close", tag: tagAccount, summary: "Close the account for good",
		description: "Ends the account and its sub-users. It cannot be taken back. The token that asks is worth nothing afterwards.",
		needs:       need(account.MainUser), service: []string{"privacy.Close"},
		errors: append(proven, privacy.ErrLoginDiffers, privacy.ErrObligations, account.ErrAccountState)},
		func(ctx context.Context, in *closeInput) (*none, error) {
			return nil, s.Privacy.Close(ctx, privacy.CloseInput{Actor: actor(ctx), Login: in.Body.Login, Proof: secret.Text(in.Body.Proof)})
		})
}

func (s *server) exportData(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
	a, err := s.Privacy.Export(ctx, privacy.ExportInput{Actor: actor(ctx), Proof: secret.Text(in.Body.Proof), FilesAfter: in.Body.FilesAfter})
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer func() { _ = a.Close() }() // only read
		c.SetHeader("Content-Type", "application/zip")
		c.SetHeader("Content-Disposition", `attachment; filename="`+a.Name+`"`)
		c.SetHeader("Content-Length", strconv.FormatInt(a.Size, 10))
		c.SetHeader("Cache-Control", "no-store")
		_, _ = io.Copy(c.BodyWriter(), a) // a client that left is no error
	}}, nil
}
