package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/sso"
)

type ssoClaims struct {
	Subject string `json:"subject,omitempty" maxLength:"1000" doc:"Left out: sub."`
	User    string `json:"user,omitempty" maxLength:"1000" doc:"Left out: preferred_username."`
	Email   string `json:"email,omitempty" maxLength:"1000" doc:"Left out: email."`
	Name    string `json:"name,omitempty" maxLength:"1000" doc:"Left out: name."`
	Groups  string `json:"groups,omitempty" maxLength:"1000" doc:"Left out: groups."`
}

type ssoMapping struct {
	Theirs string `json:"theirs" maxLength:"1000" doc:"The provider's group, as it sends it."`
	Group  string `json:"group" maxLength:"1000" doc:"The id of a user group."`
}

type ssoView struct {
	Rev          int64        `json:"rev" doc:"Send it with the next change."`
	Issuer       string       `json:"issuer"`
	ClientID     string       `json:"client_id"`
	HasSecret    bool         `json:"has_secret"`
	Scopes       []string     `json:"scopes" nullable:"false" doc:"Besides openid."`
	Claims       ssoClaims    `json:"claims"`
	Mapping      []ssoMapping `json:"mapping" nullable:"false"`
	DefaultGroup string       `json:"default_group,omitempty"`
	Create       bool         `json:"create"`
	Enabled      bool         `json:"enabled"`
	CallbackURL  string       `json:"callback_url" doc:"The redirect URI to register at the provider."`
}

type ssoInput struct {
	Body struct {
		Rev          int64        `json:"rev" minimum:"0" doc:"That was read; 0 for the first time."`
		Issuer       string       `json:"issuer" maxLength:"4000"`
		ClientID     string       `json:"client_id" maxLength:"4000"`
		Secret       string       `json:"secret,omitempty" maxLength:"4000" writeOnly:"true" doc:"Left out: the stored one stays."`
		NoSecret     bool         `json:"no_secret,omitempty" doc:"A public client."`
		Scopes       []string     `json:"scopes,omitempty" maxItems:"100" nullable:"false" doc:"Besides openid."`
		Claims       ssoClaims    `json:"claims,omitempty"`
		Mapping      []ssoMapping `json:"mapping,omitempty" maxItems:"500" nullable:"false"`
		DefaultGroup string       `json:"default_group,omitempty" maxLength:"1000" doc:"For people whom no mapping puts anywhere."`
		Create       bool         `json:"create,omitempty" doc:"Make sub-users for people who have none."`
		Enabled      bool         `json:"enabled,omitempty"`
	}
}

type ssoReport struct {
	Issuer   string `json:"issuer"`
	AuthURL  string `json:"authorization_endpoint"`
	TokenURL string `json:"token_endpoint"`
	Keys     int    `json:"keys" doc:"Public keys for signatures."`
	PKCE     bool   `json:"pkce" doc:"Whether the provider says that it supports S256."`
}

func (s *server) ssoOf(p sso.Provider) ssoView {
	v := ssoView{Rev: p.Rev, Issuer: p.Issuer, ClientID: p.ClientID, HasSecret: p.HasSecret, Scopes: append([]string{}, p.Scopes...),
		Claims: ssoClaims(p.Claims), Mapping: []ssoMapping{}, DefaultGroup: p.DefaultGroup, Create: p.Create, Enabled: p.Enabled,
		CallbackURL: s.SSO.CallbackURL(p.AccountID)}
	for _, m := range p.Mapping {
		v.Mapping = append(v.Mapping, ssoMapping(m))
	}
	return v
}

func (s *server) sso() {
	register(s, operation{id: "get-sso-provider", method: get, path: "/sso", tag: tagAccount, summary: "Get the enterprise login",
		description: "The organisation's identity provider, without its secret.", needs: need(account.MainUser), service: []string{"sso.Get"},
		errors: []*apperr.Error{sso.ErrNotSet}},
		func(ctx context.Context, _ *none) (*output[ssoView], error) {
			p, err := s.SSO.Get(ctx, actor(ctx))
			if err != nil {
				return nil, err
			}
			return &output[ssoView]{Body: s.ssoOf(p)}, nil
		})
	register(s, operation{id: "save-sso-provider", method: put, path: "/sso", tag: tagAccount, summary: "Change the enterprise login",
		description: "Replaces all settings; the client secret only when one is sent.", needs: need(account.MainUser), service: []string{"sso.Save"},
		errors: []*apperr.Error{sso.ErrChanged, sso.ErrIssuerRequired, sso.ErrIssuerForm, sso.ErrClientRequired, sso.ErrTooLong, sso.ErrSecretAgain,
			sso.ErrScopeForm, sso.ErrClaimForm, sso.ErrMappingForm, sso.ErrGroupUnknown}},
		func(ctx context.Context, in *ssoInput) (*output[ssoView], error) {
			b := in.Body
			save := sso.SaveInput{Actor: actor(ctx), Rev: b.Rev, Issuer: b.Issuer, ClientID: b.ClientID, Secret: secret.Text(b.Secret), NoSecret: b.NoSecret,
				Enabled: b.Enabled, Settings: sso.Settings{Scopes: b.Scopes, Claims: sso.Claims(b.Claims), DefaultGroup: b.DefaultGroup, Create: b.Create}}
			for _, m := range b.Mapping {
				save.Mapping = append(save.Mapping, sso.Mapping(m))
			}
			p, err := s.SSO.Save(ctx, save)
			if err != nil {
				return nil, err
			}
			return &output[ssoView]{Body: s.ssoOf(p)}, nil
		})
	register(s, operation{id: "delete-sso-provider", method: remove, path: "/sso", tag: tagAccount, summary: "Remove the enterprise login",
		description: "Also forgets which person at the provider is which sub-user.", needs: need(account.MainUser), service: []string{"sso.Delete"},
		errors: []*apperr.Error{sso.ErrNotSet}},
		func(ctx context.Context, _ *none) (*none, error) { return nil, s.SSO.Delete(ctx, actor(ctx)) })
	register(s, operation{id: "test-sso-provider", method: post, path: "/sso/test", tag: tagAccount, summary: "Test the enterprise login",
		description: "Asks the stored provider for its description and its keys, as a sign-in would.", needs: need(account.MainUser), service: []string{"sso.Test"},
		errors: []*apperr.Error{sso.ErrNotSet, sso.ErrUnreachable, sso.ErrAnswer, sso.ErrOtherIssuer, sso.ErrEndpoint, sso.ErrNoAlgorithm, sso.ErrNoPKCE, sso.ErrNoKeys}},
		func(ctx context.Context, _ *none) (*output[ssoReport], error) {
			r, err := s.SSO.Test(ctx, actor(ctx))
			if err != nil {
				return nil, err
			}
			return &output[ssoReport]{Body: ssoReport(r)}, nil
		})
}
