package sso

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// The bounds of settings.
const (
	MaxText    = 500 // characters of issuer, client id, secret
	MaxScopes  = 20
	MaxMapping = 100
	maxWord    = 64  // characters of a scope or the name of a claim
	maxGroup   = 256 // characters of a provider's group
)

// Claims are the names of the claims that tell who somebody is. Empty ones get the usual names.
type Claims struct {
	Subject string `json:"subject"` // what never changes of a person: "sub"; Entra's "oid"
	User    string `json:"user"`    // the user name: "preferred_username"
	Email   string `json:"email"`   // "email"
	Name    string `json:"name"`    // "name"
	Groups  string `json:"groups"`  // a list of texts, or one text: "groups"
}

// Mapping puts people of a provider's group into one of our user groups.
type Mapping struct {
	Theirs string `json:"theirs"` // as the provider sends it
	Group  string `json:"group"`  // "grp_…"
}

// Settings are what is stored as one document.
type Settings struct {
	Scopes       []string  `json:"scopes"` // besides openid
	Claims       Claims    `json:"claims"`
	Mapping      []Mapping `json:"mapping"`
	DefaultGroup string    `json:"default_group"` // for people whom no mapping puts anywhere; "" for none
	Create       bool      `json:"create"`        // make sub-users for people who have none
}

// Provider is how an organisation signs in.
type Provider struct {
	AccountID string
	Issuer    string
	ClientID  string
	HasSecret bool
	Settings
	Enabled   bool
	Rev       int64
	UpdatedAt time.Time

	sealed string
}

// managesGroups reports whether groups follow the provider.
func (p Provider) managesGroups() bool { return len(p.Mapping) > 0 || p.DefaultGroup != "" }

// groupsOf are our groups of somebody in these groups of the provider.
func (p Provider) groupsOf(theirs []string) []string {
	var out []string
	for _, m := range p.Mapping {
		if slices.Contains(theirs, m.Theirs) && !slices.Contains(out, m.Group) {
			out = append(out, m.Group)
		}
	}
	if len(out) == 0 && p.DefaultGroup != "" {
		out = append(out, p.DefaultGroup)
	}
	return out
}

// change is how the audit log tells it: no secret.
func (p Provider) change() map[string]any {
	return map[string]any{"issuer": p.Issuer, "client_id": p.ClientID, "secret_set": p.HasSecret, "scopes": p.Scopes, "claims": p.Claims,
		"mapping": p.Mapping, "default_group": p.DefaultGroup, "create": p.Create, "enabled": p.Enabled}
}

// SaveInput is what the provider is to be.
type SaveInput struct {
	Actor    account.Actor // the main account
	Rev      int64         // that was read; 0 for none yet
	Issuer   string
	ClientID string
	// Secret replaces the client secret; empty keeps it. NoSecret makes the client a public one.
	Secret   secret.Text
	NoSecret bool
	Settings
	Enabled bool
}

func (in *SaveInput) clean() {
	in.Issuer, in.ClientID = strings.TrimSpace(in.Issuer), strings.TrimSpace(in.ClientID)
	in.Secret = secret.Text(strings.TrimSpace(in.Secret.Reveal()))
	scopes := []string{}
	for _, s := range in.Scopes {
		if s = strings.TrimSpace(s); s != "" && s != "openid" && !slices.Contains(scopes, s) {
			scopes = append(scopes, s)
		}
	}
	in.Scopes = scopes
	for _, c := range []struct {
		to    *string
		usual string
	}{{&in.Claims.Subject, "sub"}, {&in.Claims.User, "preferred_username"}, {&in.Claims.Email, "email"}, {&in.Claims.Name, "name"}, {&in.Claims.Groups, "groups"}} {
		if *c.to = strings.TrimSpace(*c.to); *c.to == "" {
			*c.to = c.usual
		}
	}
	mapping := []Mapping{}
	for _, m := range in.Mapping {
		m = Mapping{strings.TrimSpace(m.Theirs), strings.TrimSpace(m.Group)}
		if m != (Mapping{}) && !slices.Contains(mapping, m) {
			mapping = append(mapping, m)
		}
	}
	in.Mapping, in.DefaultGroup = mapping, strings.TrimSpace(in.DefaultGroup)
}

// validate joins the errors of all fields: issuer, client_id, secret, scopes, claims, mapping.
func (in SaveInput) validate(plain bool) error {
	var f apperr.Fields
	f.Add("issuer", checkIssuer(in.Issuer, plain))
	switch {
	case in.ClientID == "":
		f.Add("client_id", ErrClientRequired)
	case !fits(in.ClientID, MaxText):
		f.Add("client_id", ErrTooLong.With("max", MaxText))
	}
	if s := in.Secret.Reveal(); s != "" && !fits(s, MaxText) {
		f.Add("secret", ErrTooLong.With("max", MaxText))
	}
	notWord := func(s string) bool { return !fits(s, maxWord) || strings.ContainsAny(s, " \"\\") }
	if len(in.Scopes) > MaxScopes || slices.ContainsFunc(in.Scopes, notWord) {
		f.Add("scopes", ErrScopeForm.With("max", MaxScopes))
	}
	for _, c := range []string{in.Claims.Subject, in.Claims.User, in.Claims.Email, in.Claims.Name, in.Claims.Groups} {
		if !fits(c, maxWord) {
			f.Add("claims", ErrClaimForm)
			break
		}
	}
	if len(in.Mapping) > MaxMapping || slices.ContainsFunc(in.Mapping, func(m Mapping) bool { return !FitsGroup(m.Theirs) || m.Group == "" }) {
		f.Add("mapping", ErrMappingForm.With("max", MaxMapping))
	}
	return f.Err()
}

// FitsGroup reports whether a provider's group may be called so.
func FitsGroup(name string) bool { return fits(name, maxGroup) }

func fits(s string, most int) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, unicode.IsControl)
}

func checkIssuer(issuer string, plain bool) *apperr.Error {
	switch {
	case issuer == "":
		return ErrIssuerRequired
	case !fits(issuer, MaxText):
		return ErrTooLong.With("max", MaxText)
	case !isEndpoint(issuer, plain) || strings.ContainsAny(issuer, "?#"): // OpenID Connect Discovery 1.0, 3
		return ErrIssuerForm
	}
	return nil
}

// isEndpoint reports whether it is an address of a provider: https, or http too where plain allows it.
func isEndpoint(raw string, plain bool) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || plain && u.Scheme == "http")
}
