package sso

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// view is what the settings page shows.
type view struct {
	provider        sso.Provider
	groups          []account.Group
	callback, login string
	values          url.Values // what was typed, when the form is drawn again
	err             error
	report          *sso.Report // of a test; nil for none
	testErr         error
}

// spareRows are empty rows for mappings to come.
const spareRows = 3

func console(ctx context.Context) ui.ConsolePage {
	return menu.Account(ctx, ui.ConsolePage{Title: ui.T(ctx, "sso.title"), Lead: ui.T(ctx, "sso.lead"), Narrow: true})
}

func (v view) rev() string { return strconv.FormatInt(v.provider.Rev, 10) }

// flag is the value of a checkbox.
func flag(on bool) string {
	if on {
		return "1"
	}
	return ""
}

func (v view) groupOptions(ctx context.Context, none string) []ui.Option {
	out := []ui.Option{{Value: "", Label: ui.T(ctx, none)}}
	for _, g := range v.groups {
		out = append(out, ui.Option{Value: g.ID, Label: g.Name})
	}
	return out
}

// rows are the stored mappings with empty ones after them, as many as the form had when it is drawn again.
func (v view) rows() []sso.Mapping {
	rows := append([]sso.Mapping{}, v.provider.Mapping...)
	for i := len(rows); i < len(v.provider.Mapping)+spareRows || v.values.Has("theirs_"+strconv.Itoa(i)); i++ {
		rows = append(rows, sso.Mapping{})
	}
	return rows
}

// rowError is what is wrong with one half of a row of the mapping; "" when that is in order. The service judges the mapping
// as a whole.
func (v view) rowError(ctx context.Context, n, half string) string {
	e := apperr.FieldsOf(v.err)["mapping"]
	theirs, group := v.values.Get("theirs_"+n), v.values.Get("group_"+n)
	if e == nil || theirs == "" && group == "" {
		return ""
	}
	known := slices.ContainsFunc(v.groups, func(g account.Group) bool { return g.ID == group })
	if half == "group" && !known || half == "theirs" && !sso.FitsGroup(theirs) {
		return e.Text(ui.Lang(ctx))
	}
	return ""
}

// testText is what a failed test tells.
func (v view) testText(ctx context.Context) string {
	return apperr.Of(v.testErr).Text(ui.ViewOf(ctx).Lang)
}

// inputOf reads the form.
func inputOf(form url.Values, who account.Actor) sso.SaveInput {
	rev, _ := strconv.ParseInt(form.Get("rev"), 10, 64) // not a number: a revision that nobody has
	in := sso.SaveInput{Actor: who, Rev: rev, Issuer: form.Get("issuer"), ClientID: form.Get("client_id"), Secret: secret.Text(form.Get("secret")),
		NoSecret: form.Get("no_secret") != "", Enabled: form.Get("enabled") != "",
		Settings: sso.Settings{Scopes: strings.Fields(form.Get("scopes")), DefaultGroup: form.Get("default_group"), Create: form.Get("create") != "",
			Claims: sso.Claims{Subject: form.Get("claim_subject"), User: form.Get("claim_user"), Email: form.Get("claim_email"),
				Name: form.Get("claim_name"), Groups: form.Get("claim_groups")}}}
	for i := 0; i <= sso.MaxMapping+spareRows && form.Has("theirs_"+strconv.Itoa(i)); i++ {
		n := strconv.Itoa(i)
		in.Mapping = append(in.Mapping, sso.Mapping{Theirs: form.Get("theirs_" + n), Group: form.Get("group_" + n)})
	}
	return in
}

func usual(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// scopes are those to begin with when nothing is stored.
func (v view) scopes() string {
	if v.provider.Rev == 0 {
		return "profile email"
	}
	return strings.Join(v.provider.Scopes, " ")
}

// secretHelp says what an empty secret means.
func (v view) secretHelp() string {
	if v.provider.HasSecret {
		return "sso.secret.kept"
	}
	return "sso.secret.help"
}
