package privacy

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/sso"
)

type profile struct {
	ID           string    `json:"id"`
	Login        string    `json:"login"`
	Name         string    `json:"name"`
	Kind         string    `json:"kind"`
	Email        string    `json:"email"`
	EmailProven  bool      `json:"email_proven"`
	Phone        string    `json:"phone"`
	PhoneProven  bool      `json:"phone_proven"`
	Lang         string    `json:"lang"`
	Country      string    `json:"country,omitempty"`
	Verified     string    `json:"verified"`
	LegalName    string    `json:"legal_name"`
	State        string    `json:"state"`
	Programmatic bool      `json:"programmatic"`
	Groups       []string  `json:"groups,omitempty"`
	CreatedAt    time.Time `json:"created_at"`
}

func profileOf(a account.Account) profile {
	return profile{ID: a.ID, Login: a.Login, Name: a.Name, Kind: string(a.Kind), Email: a.Email, EmailProven: a.EmailProven, Phone: a.Phone,
		PhoneProven: a.PhoneProven, Lang: a.Lang, Country: a.Country, Verified: string(a.Verified), LegalName: a.LegalName, State: string(a.State),
		Programmatic: a.Programmatic, CreatedAt: a.CreatedAt.UTC()}
}

type use struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Address   string     `json:"address,omitempty"`
	Scopes    []string   `json:"scopes,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	LastUsed  *time.Time `json:"last_used,omitempty"`
	Expires   *time.Time `json:"expires,omitempty"`
}

type signIn struct {
	Authenticator *time.Time `json:"authenticator_since,omitempty"`
	Passkeys      []use      `json:"passkeys"`
	Sessions      []use      `json:"sessions"`
	Tokens        []use      `json:"api_tokens"`
	AccessKeys    []use      `json:"access_keys"`
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// person is who acts: its profile and what it signs in with.
func (c copyOf) person(ctx context.Context) error {
	acc, err := c.s.Accounts.Get(ctx, c.who.UserID)
	if err != nil {
		return err
	}
	in := signIn{Passkeys: []use{}, Sessions: []use{}, Tokens: []use{}, AccessKeys: []use{}}
	factor, err := c.s.Accounts.SecondFactor(ctx, acc.ID)
	if err != nil {
		return err
	}
	in.Authenticator = moment(factor.Since)
	for _, p := range factor.Passkeys {
		in.Passkeys = append(in.Passkeys, use{ID: p.ID, Name: p.Name, CreatedAt: p.CreatedAt.UTC(), LastUsed: moment(p.LastUsed)})
	}
	sessions, err := c.s.Accounts.ListSessions(ctx, acc.ID, "")
	if err != nil {
		return err
	}
	for _, x := range sessions {
		in.Sessions = append(in.Sessions, use{ID: x.ID, Name: x.Agent, Address: x.Address, CreatedAt: x.CreatedAt.UTC(), LastUsed: moment(x.SeenAt), Expires: moment(x.ExpiresAt)})
	}
	tokens, err := c.s.Accounts.ListTokens(ctx, acc.ID)
	if err != nil {
		return err
	}
	for _, x := range tokens {
		in.Tokens = append(in.Tokens, use{ID: x.ID, Name: x.Name, Scopes: x.Scopes, CreatedAt: x.CreatedAt.UTC(), LastUsed: moment(x.LastUsed), Expires: moment(x.Expires)})
	}
	keys, err := c.s.Accounts.AccessKeys(ctx, c.who)
	if err != nil {
		return err
	}
	for _, x := range keys {
		in.AccessKeys = append(in.AccessKeys, use{ID: x.AK, Name: x.Description, CreatedAt: x.CreatedAt.UTC(), LastUsed: moment(x.LastUsed)})
	}
	return c.json("account.json", struct {
		Profile profile `json:"profile"`
		SignIn  signIn  `json:"sign_in"`
	}{profileOf(acc), in})
}

type message struct {
	ID        string     `json:"id"`
	Event     string     `json:"event"`
	Title     string     `json:"title"`
	Text      string     `json:"text"`
	CreatedAt time.Time  `json:"created_at"`
	ReadAt    *time.Time `json:"read_at,omitempty"`
}

func (c copyOf) messages(ctx context.Context) error {
	return lines(ctx, c.archive, "messages.ndjson", func(ctx context.Context, req page.Request) (page.Of[notify.Item], error) {
		return c.s.Notify.Inbox(ctx, c.who.UserID, req, notify.Filter{Lang: c.who.Lang})
	}, func(m notify.Item) any {
		return message{m.ID, m.Event, m.Title, m.Text, m.CreatedAt.UTC(), moment(m.ReadAt)}
	})
}

type group struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Permissions []string `json:"permissions"`
}

type told struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Phone   string `json:"phone"`
	Classes []int  `json:"classes"`
}

type enterprise struct {
	Issuer   string       `json:"issuer"`
	ClientID string       `json:"client_id"`
	Enabled  bool         `json:"enabled"`
	Settings sso.Settings `json:"settings"`
}

// organisation is the sub-users of a main account, and what it set for them.
func (c copyOf) organisation(ctx context.Context) error {
	out := struct {
		Users      []profile   `json:"users"`
		Groups     []group     `json:"groups"`
		Told       []told      `json:"message_recipients"`
		Enterprise *enterprise `json:"enterprise_sign_in,omitempty"`
	}{[]profile{}, []group{}, []told{}, nil}
	users, err := c.s.Accounts.Users(ctx, c.who)
	if err != nil {
		return err
	}
	for _, u := range users {
		p := profileOf(u.Account)
		p.Groups = u.Groups
		out.Users = append(out.Users, p)
	}
	groups, err := c.s.Accounts.Groups(ctx, c.who)
	if err != nil {
		return err
	}
	for _, g := range groups {
		out.Groups = append(out.Groups, group{g.ID, g.Name, g.Permissions})
	}
	settings, err := c.s.Notify.Settings(ctx, c.who.ID)
	if err != nil {
		return err
	}
	for _, x := range settings.Contacts {
		out.Told = append(out.Told, told{x.Name, x.Email, x.Phone, x.Classes})
	}
	switch p, err := c.s.SSO.Get(ctx, c.who); {
	case err == nil:
		out.Enterprise = &enterprise{p.Issuer, p.ClientID, p.Enabled, p.Settings}
	case !errors.Is(err, sso.ErrNotSet):
		return err
	}
	return c.json("organisation.json", out)
}

type verification struct {
	ID          string           `json:"id"`
	State       string           `json:"state"`
	Content     realname.Content `json:"content"`
	Reason      string           `json:"reason,omitempty"`
	CreatedAt   time.Time        `json:"created_at"`
	SubmittedAt *time.Time       `json:"submitted_at,omitempty"`
	DecidedAt   *time.Time       `json:"decided_at,omitempty"`
}

func (c copyOf) proofOfName(ctx context.Context) error {
	open, approved, err := c.s.RealName.Mine(ctx, c.who)
	if err != nil {
		return err
	}
	out := []verification{}
	for _, x := range []*realname.Application{open, approved} {
		if x != nil {
			out = append(out, verification{x.ID, string(x.State), x.Content, x.Reason, x.CreatedAt.UTC(), moment(x.SubmittedAt), moment(x.DecidedAt)})
		}
	}
	return c.json("real-name.json", out)
}
