package operator

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/textdiff"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// agreementRoutes are the pages of the marketplace's agreements (business-rules 12.8, 13.2).
func (c *console) agreementRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/agreements", Needs: account.OperatorAgreements, Do: c.agreements},
		{Pattern: "GET /operator/agreements/{code}", Needs: account.OperatorAgreements, Do: c.agreement},
		{Pattern: "POST /operator/agreements/{code}", Needs: account.OperatorAgreements, Do: door.Posted(c.publishAgreement)},
		{Pattern: "POST /operator/agreements/{code}/withdraw", Needs: account.OperatorAgreements, Do: door.Posted(c.withdrawAgreement)},
	}
}

type agreementsPage struct {
	waiting
	List []agreement.Document
}

func (c *console) agreements(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p agreementsPage
	var err error
	if p.List, err = c.d.Agreements.Catalogue(r.Context()); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, agreementsView(p))
	return nil
}

func agreementsTable(ctx context.Context, p agreementsPage) ui.Table {
	t := ui.Table{ID: "agreements", Caption: ui.T(ctx, "operator.agreements"), Columns: []ui.Column{{Label: ui.T(ctx, "operator.agreements.agreement"), Wide: true},
		{Label: ui.T(ctx, "operator.agreements.code"), Quiet: true}, {Label: ui.T(ctx, "operator.agreements.version")}, {Label: ui.T(ctx, "operator.agreements.since")}}}
	for _, d := range p.List {
		t.Rows = append(t.Rows, ui.Row{Href: agreementURL(d.Code), Cells: []templ.Component{ui.Text(ui.In(ctx, d.Title)), ui.Mono(d.Code), ui.Text(d.Version), ui.Time(d.EffectiveAt)}})
	}
	return t
}

func agreementURL(code string) string { return "/operator/agreements/" + url.PathEscape(code) }

// agreementPage is one agreement: its versions, and a form for the next one with a look at it before it is published.
type agreementPage struct {
	waiting
	History []agreement.Document // the newest first
	Signers map[string]int64     // accounts, by version
	Now     time.Time
	Form    ui.Form
	Next    *agreement.Document // as it would be kept; nil before it was looked at
}

func (p agreementPage) newest() agreement.Document { return p.History[0] }

// current is the version in force; the zero value for none.
func (p agreementPage) current() agreement.Document {
	d, _ := agreement.InForce(p.History, p.Now)
	return d
}

// announced is the version that comes into force later; the zero value for none.
func (p agreementPage) announced() agreement.Document {
	if d := p.newest(); d.WithdrawnAt.IsZero() && d.EffectiveAt.After(p.Now) {
		return d
	}
	return agreement.Document{}
}

func (c *console) agreement(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.drawAgreement(w, r, actor, agreementPage{})
}

func (c *console) drawAgreement(w http.ResponseWriter, r *http.Request, actor account.Actor, p agreementPage) error {
	ctx, code := r.Context(), r.PathValue("code")
	var err error
	if p.History, err = c.d.Agreements.History(ctx, code); err != nil {
		return err
	}
	if p.Signers, err = c.d.Agreements.Signers(ctx, code); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	p.Now = c.d.Clock.Now()
	if p.Form.Values == nil {
		d := p.current()
		p.Form.Values = ui.Values("base", strconv.FormatInt(p.newest().Number, 10), "title_zh", d.Title.ZH, "title_en", d.Title.EN, "body_zh", d.Body.ZH, "body_en", d.Body.EN)
	}
	p.Form.Action, p.Form.Cancel, p.Form.Guard = agreementURL(code), "/operator/agreements", true
	p.Form.Hidden = []ui.Hidden{{Name: "base", Value: p.Form.Values.Get("base")}}
	ui.Render(w, r, ui.StatusOf(p.Form.Err), agreementView(p))
	return nil
}

// typed is the version that the form asks for. A form without a base is answered like an old one.
func typed(r *http.Request, actor account.Actor) (agreement.PublishInput, error) {
	f := r.PostForm
	in := agreement.PublishInput{Actor: actor, Code: r.PathValue("code"), Base: -1, Draft: agreement.Draft{Version: f.Get("version"),
		Title: i18n.Text{ZH: f.Get("title_zh"), EN: f.Get("title_en")}, Body: i18n.Text{ZH: f.Get("body_zh"), EN: f.Get("body_en")}}}
	if n, err := strconv.ParseInt(f.Get("base"), 10, 64); err == nil {
		in.Base = n
	}
	at := f.Get("effective_at")
	if at == "" {
		return in, nil
	}
	var err error
	if in.EffectiveAt, err = time.ParseInLocation("2006-01-02T15:04", at, period.Shanghai()); err != nil {
		var f apperr.Fields
		f.Add("effective_at", agreement.ErrEffectiveForm)
		return in, f.Err()
	}
	return in, nil
}

// publishAgreement shows what a version would change, and publishes it when that was seen.
func (c *console) publishAgreement(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	in, err := typed(r, actor)
	var next agreement.Draft
	if err == nil {
		next, err = agreement.Preview(in.Draft)
	}
	if err == nil && r.PostForm.Get("do") != "publish" {
		return c.drawAgreement(w, r, actor, agreementPage{Form: ui.Form{Values: r.PostForm},
			Next: &agreement.Document{Code: in.Code, Version: next.Version, Title: next.Title, Body: next.Body}})
	}
	if err == nil {
		_, err = c.d.Agreements.Publish(ctx, in)
	}
	if err != nil {
		return c.refuseAgreement(w, r, actor, err)
	}
	ui.SetFlash(w, r, ui.Success, ui.T(ctx, "operator.agreements.published", "version", in.Draft.Version))
	ui.Redirect(w, r, agreementURL(in.Code))
	return nil
}

// refuseAgreement keeps what was typed. A version that came meanwhile is on the page then: the next try is over it.
func (c *console) refuseAgreement(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	if kind := apperr.Of(refused).Kind; kind != apperr.Invalid && kind != apperr.Conflict {
		return refused
	}
	if errors.Is(refused, agreement.ErrChanged) {
		history, err := c.d.Agreements.History(r.Context(), r.PathValue("code"))
		if err != nil {
			return err
		}
		r.PostForm.Set("base", strconv.FormatInt(history[0].Number, 10))
	}
	return c.drawAgreement(w, r, actor, agreementPage{Form: ui.Form{Values: r.PostForm, Err: refused}})
}

func (c *console) withdrawAgreement(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	code := r.PathValue("code")
	err := c.d.Agreements.Withdraw(r.Context(), agreement.WithdrawInput{Actor: actor, Code: code, Version: r.PostForm.Get("version")})
	if errors.Is(err, agreement.ErrInForce) {
		return c.drawAgreement(w, r, actor, agreementPage{Form: ui.Form{Err: err}})
	}
	if err != nil {
		return err
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.agreements.withdrawn"))
	ui.Redirect(w, r, agreementURL(code))
	return nil
}

// versions are the versions of an agreement as a history.
func versions(ctx context.Context, p agreementPage) []ui.Event {
	var out []ui.Event
	for _, d := range p.History {
		ev := ui.Event{At: d.EffectiveAt, Title: ui.T(ctx, "operator.agreements.edition", "version", d.Version), Icon: "file-text",
			Text: ui.T(ctx, "operator.agreements.signers", "n", p.Signers[d.Version]), Body: ui.Link(agreementTextURL(d), ui.T(ctx, "operator.agreements.read"))}
		switch {
		case !d.WithdrawnAt.IsZero():
			ev.Title, ev.Tone, ev.Body = ui.T(ctx, "operator.agreements.edition.withdrawn", "version", d.Version), ui.Warning, nil
		case d.EffectiveAt.After(p.Now):
			ev.Title, ev.Ahead = ui.T(ctx, "operator.agreements.edition.announced", "version", d.Version), true
		case d.ID == p.current().ID:
			ev.Title, ev.Tone = ui.T(ctx, "operator.agreements.edition.current", "version", d.Version), ui.Success
		}
		out = append(out, ev)
	}
	return out
}

// agreementTextURL is the public page of a version.
func agreementTextURL(d agreement.Document) string {
	return "/agreements/" + url.PathEscape(d.Code) + "?version=" + url.QueryEscape(d.Version)
}

// block is a changed line, or lines that stay.
type block struct {
	textdiff.Edit
	Lines int
}

// blocks counts together the lines that stay.
func blocks(edits []textdiff.Edit) []block {
	var out []block
	for _, e := range edits {
		if n := len(out); e.Op == textdiff.Stay && n > 0 && out[n-1].Op == textdiff.Stay {
			out[n-1].Lines++
			continue
		}
		out = append(out, block{e, 1})
	}
	return out
}
