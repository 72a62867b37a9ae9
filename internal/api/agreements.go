package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// AgreementView is a version of an agreement without its text.
type AgreementView struct {
	Code        string     `json:"code" example:"buyer"`
	Version     string     `json:"version" example:"2026-11"`
	Title       textView   `json:"title"`
	EffectiveAt time.Time  `json:"effective_at"`
	PublishedAt time.Time  `json:"published_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at" doc:"Null unless it was announced and taken back."`
}

func agreementOf(d agreement.Document) AgreementView {
	return AgreementView{d.Code, d.Version, textOf(d.Title), d.EffectiveAt, d.PublishedAt, timeOrNil(d.WithdrawnAt)}
}

type agreementTextView struct {
	AgreementView
	Number int64    `json:"number" doc:"Of the version, from 1."`
	Body   textView `json:"body" doc:"Rich text (HTML), sanitised."`
}

func agreementTextOf(d agreement.Document) agreementTextView {
	return agreementTextView{agreementOf(d), d.Number, textOf(d.Body)}
}

// SignatureView says who accepted a version for the account.
type SignatureView struct {
	Version string    `json:"version"`
	UserID  string    `json:"user_id"`
	User    string    `json:"user" doc:"As the person was called then."`
	At      time.Time `json:"at"`
}

type agreementStandingView struct {
	Code       string          `json:"code"`
	State      string          `json:"state" enum:"unsigned,signed,outdated"`
	Current    *AgreementView  `json:"current" doc:"In force; null when none is any more."`
	Signatures []SignatureView `json:"signatures" doc:"The newest first."`
}

func agreementStandingOf(s agreement.Standing) agreementStandingView {
	out := agreementStandingView{s.Code, string(s.State), nil, all(s.Signatures, func(g agreement.Signature) SignatureView {
		return SignatureView{g.Version, g.UserID, g.UserName, g.At}
	})}
	if s.Current.ID != "" {
		v := agreementOf(s.Current)
		out.Current = &v
	}
	return out
}

type agreementInput struct {
	IDInput
	Version string `query:"version" maxLength:"64" doc:"Left out: what is in force."`
}

type renewInput struct {
	IDInput
	Body struct {
		Version string `json:"version" maxLength:"64" doc:"The version that was read; it must be the one in force."`
	}
}

type publishInput struct {
	IDInput
	Body struct {
		Version     string     `json:"version" maxLength:"64"`
		Title       textView   `json:"title"`
		Body        textView   `json:"body" doc:"Rich text (HTML); sanitised when it is stored."`
		EffectiveAt *time.Time `json:"effective_at,omitempty" doc:"Left out: at once."`
		Base        int64      `json:"base" doc:"The number of the newest version that was seen."`
	}
}

type agreementVersionInput struct {
	IDInput
	Version string `path:"version" maxLength:"64"`
}

type agreementVersionView struct {
	agreementTextView
	Signers int64 `json:"signers" doc:"Accounts that signed it."`
}

func (s *server) agreements() {
	none404 := []*apperr.Error{agreement.ErrNotFound}
	register(s, operation{id: "list-agreements", method: get, path: "/agreements", tag: tagAgreements, summary: "List the agreements in force",
		description: "Without their texts.", needs: need(account.Public), service: []string{"agreement.Catalogue"}},
		func(ctx context.Context, _ *none) (*listOutput[AgreementView], error) {
			docs, err := s.Agreements.Catalogue(ctx)
			return &listOutput[AgreementView]{list[AgreementView]{Items: all(docs, agreementOf)}}, err
		})
	register(s, operation{id: "get-agreement", method: get, path: "/agreements/{id}", tag: tagAgreements, summary: "Read an agreement",
		description: "The id is its code.", needs: need(account.Public), service: []string{"agreement.Current", "agreement.Version"}, errors: none404},
		func(ctx context.Context, in *agreementInput) (*output[agreementTextView], error) {
			var d agreement.Document
			var err error
			if in.Version == "" {
				d, err = s.Agreements.Current(ctx, in.ID)
			} else {
				d, err = s.Agreements.Version(ctx, in.ID, in.Version)
			}
			return answer(agreementTextOf(d), err)
		})
	register(s, operation{id: "list-my-agreements", method: get, path: "/me/agreements", tag: tagAgreements, summary: "List what the account agreed to",
		description: "On one side of the market.", needs: need(account.BuyerAgreements, account.SellerAgreements), service: []string{"agreement.OnSide"}},
		func(ctx context.Context, _ *none) (*listOutput[agreementStandingView], error) {
			a := actor(ctx)
			mine, err := s.Agreements.OnSide(ctx, a.ID, a.Kind)
			return &listOutput[agreementStandingView]{list[agreementStandingView]{Items: all(mine, agreementStandingOf)}}, err
		})
	register(s, operation{id: "renew-agreement", method: post, path: "/me/agreements/{id}", tag: tagAgreements, summary: "Accept a new version",
		description: "Of an agreement that the account signed before; the first signature is given where it is asked for. The id is its code.",
		needs:       need(account.MainUser), service: []string{"agreement.Renew"}, errors: []*apperr.Error{agreement.ErrNotFound, agreement.ErrNewer}},
		func(ctx context.Context, in *renewInput) (*none, error) {
			return nil, s.Agreements.Renew(ctx, agreement.SignInput{Actor: actor(ctx), Code: in.ID, Version: in.Body.Version})
		})
	s.agreementVersions()
}

// agreementVersions are the operators' part.
func (s *server) agreementVersions() {
	ours := need(account.OperatorAgreements)
	register(s, operation{id: "list-agreement-versions", method: get, path: "/operator/agreements/{id}/versions", tag: tagAgreements, summary: "List the versions of an agreement",
		description: "The newest first, those announced and withdrawn included.", needs: ours, service: []string{"agreement.History", "agreement.Signers"},
		errors: []*apperr.Error{agreement.ErrNotFound}},
		func(ctx context.Context, in *IDInput) (*listOutput[agreementVersionView], error) {
			docs, err := s.Agreements.History(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			signers, err := s.Agreements.Signers(ctx, in.ID)
			return &listOutput[agreementVersionView]{list[agreementVersionView]{Items: all(docs, func(d agreement.Document) agreementVersionView {
				return agreementVersionView{agreementTextOf(d), signers[d.Version]}
			})}}, err
		})
	register(s, operation{id: "publish-agreement-version", method: post, path: "/operator/agreements/{id}/versions", tag: tagAgreements,
		summary: "Publish a version of an agreement", description: "Accounts that signed a version before must accept it again before what depends on it.",
		needs: ours, service: []string{"agreement.Publish"}, status: 201, errors: []*apperr.Error{agreement.ErrNotFound, agreement.ErrChanged, agreement.ErrVersionForm,
			agreement.ErrVersionTaken, agreement.ErrTitleMissing, agreement.ErrTitleLong, agreement.ErrTitleForm, agreement.ErrBodyMissing, agreement.ErrBodyLong,
			agreement.ErrEffectivePast, agreement.ErrEffectiveFar, agreement.ErrEffectiveOrder}},
		func(ctx context.Context, in *publishInput) (*output[agreementTextView], error) {
			p := agreement.PublishInput{Actor: actor(ctx), Code: in.ID, Base: in.Body.Base,
				Draft: agreement.Draft{Version: in.Body.Version, Title: i18n.Text(in.Body.Title), Body: i18n.Text(in.Body.Body)}}
			if in.Body.EffectiveAt != nil {
				p.EffectiveAt = *in.Body.EffectiveAt
			}
			d, err := s.Agreements.Publish(ctx, p)
			return answer(agreementTextOf(d), err)
		})
	register(s, operation{id: "withdraw-agreement-version", method: remove, path: "/operator/agreements/{id}/versions/{version}", tag: tagAgreements,
		summary: "Withdraw an announced version", description: "One that is not in force yet.", needs: ours, service: []string{"agreement.Withdraw"},
		errors: []*apperr.Error{agreement.ErrNotFound, agreement.ErrInForce}},
		func(ctx context.Context, in *agreementVersionInput) (*none, error) {
			return nil, s.Agreements.Withdraw(ctx, agreement.WithdrawInput{Actor: actor(ctx), Code: in.ID, Version: in.Version})
		})
}
