package operator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// textRoutes are the pages of the texts of messages (business-rules 12.8: message templates).
func (c *console) textRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/texts", Needs: account.OperatorTemplates, Do: c.texts},
		{Pattern: "GET /operator/texts/{id}", Needs: account.OperatorTemplates, Do: c.text},
		{Pattern: "POST /operator/texts/{id}", Needs: account.OperatorTemplates, Do: door.Posted(c.saveText)},
		{Pattern: "POST /operator/texts/{id}/back", Needs: account.OperatorTemplates, Do: door.Posted(c.setTextBack)},
	}
}

type textsPage struct {
	waiting
	List []notify.Edition
}

func (c *console) texts(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p textsPage
	var err error
	if p.List, err = c.d.Messages.ListTexts(r.Context()); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, textsView(p))
	return nil
}

func textsTable(ctx context.Context, p textsPage) ui.Table {
	t := ui.Table{ID: "texts", Caption: ui.T(ctx, "operator.texts"), Columns: []ui.Column{{Label: ui.T(ctx, "operator.texts.message"), Wide: true},
		{Label: ui.T(ctx, "operator.texts.event"), Quiet: true}, {Label: ui.T(ctx, "operator.texts.state")}, {Label: ui.T(ctx, "operator.texts.changed"), Quiet: true}}}
	for _, e := range p.List {
		state, changed := ui.Badge(ui.Neutral, ui.T(ctx, "operator.texts.builtin")), ui.Text("")
		if !e.BuiltIn {
			state, changed = ui.Badge(ui.Info, ui.T(ctx, "operator.texts.edited")), ui.TwoLines(e.ByName, ui.FormatTime(ctx, e.At))
		}
		t.Rows = append(t.Rows, ui.Row{Href: textURL(e.Event), Cells: []templ.Component{ui.Text(inReaders(ctx, e.Texts).Title), ui.Mono(e.Event), state, changed}})
	}
	return t
}

// inReaders is the text in the reader's language.
func inReaders(ctx context.Context, t notify.Texts) notify.Text {
	if ui.Lang(ctx) == i18n.EN {
		return t.EN
	}
	return t.ZH
}

func textURL(event string) string { return "/operator/texts/" + url.PathEscape(event) }

// textPage is one event: its texts in a form, how they read, and the editions before.
type textPage struct {
	waiting
	History []notify.Edition // the one in force first
	Places  []string
	Form    ui.Form
}

func (p textPage) now() notify.Edition { return p.History[0] }

func (c *console) text(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.drawText(w, r, actor, ui.Form{})
}

func (c *console) drawText(w http.ResponseWriter, r *http.Request, actor account.Actor, form ui.Form) error {
	ctx, event := r.Context(), r.PathValue("id")
	p := textPage{Places: c.d.Messages.PlacesOf(event), Form: form}
	var err error
	if p.History, err = c.d.Messages.TextHistory(ctx, event); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	if p.Form.Values == nil {
		t := p.now().Texts
		p.Form.Values = ui.Values("version", strconv.FormatInt(p.now().Version, 10),
			"title_zh", t.ZH.Title, "body_zh", t.ZH.Body, "sms_zh", t.ZH.SMS, "title_en", t.EN.Title, "body_en", t.EN.Body, "sms_en", t.EN.SMS)
	}
	p.Form.Action, p.Form.Submit, p.Form.Cancel, p.Form.Guard = textURL(event), ui.T(ctx, "operator.texts.save"), "/operator/texts", true
	p.Form.Hidden = []ui.Hidden{{Name: "version", Value: p.Form.Values.Get("version")}}
	ui.Render(w, r, ui.StatusOf(form.Err), textView(p))
	return nil
}

// edit is the edition that the form asks for. A form without a version is answered like an old one.
func edit(r *http.Request, actor account.Actor) notify.EditInput {
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	of := func(lang string) notify.Text {
		return notify.Text{Title: r.PostForm.Get("title_" + lang), Body: r.PostForm.Get("body_" + lang), SMS: r.PostForm.Get("sms_" + lang)}
	}
	return notify.EditInput{Event: r.PathValue("id"), Version: version, Texts: notify.Texts{ZH: of(i18n.ZH), EN: of(i18n.EN)},
		ByUser: actor.UserID, ByName: actor.Name}
}

func (c *console) saveText(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Messages.EditTexts(r.Context(), edit(r, actor))
	return c.textChanged(w, r, actor, err)
}

func (c *console) setTextBack(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	in := edit(r, actor)
	in.SetBack = true
	_, err := c.d.Messages.EditTexts(r.Context(), in)
	return c.textChanged(w, r, actor, err)
}

// textChanged leads back to the text; a refused edit keeps what was typed.
func (c *console) textChanged(w http.ResponseWriter, r *http.Request, actor account.Actor, err error) error {
	if err == nil {
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.texts.saved"))
		ui.Redirect(w, r, textURL(r.PathValue("id")))
		return nil
	}
	if kind := apperr.Of(err).Kind; kind == apperr.Invalid || kind == apperr.Conflict {
		return c.drawText(w, r, actor, ui.Form{Values: r.PostForm, Err: err})
	}
	return err
}

// placesText lists the values that a text may use.
func placesText(places []string) string {
	if len(places) == 0 {
		return "—"
	}
	return "{" + strings.Join(places, "} {") + "}"
}

// editions are the editions of a text as a history.
func editions(ctx context.Context, list []notify.Edition) []ui.Event {
	var out []ui.Event
	for _, e := range list {
		ev := ui.Event{At: e.At, Title: ui.T(ctx, "operator.texts.edition", "version", e.Version), Text: inReaders(ctx, e.Texts).Title, Icon: "edit"}
		switch {
		case e.Version == 0:
			ev.Title, ev.Icon = ui.T(ctx, "operator.texts.builtin"), "box"
		case e.BuiltIn:
			ev.Title = ui.T(ctx, "operator.texts.wasback")
		}
		if e.ByName != "" {
			ev.Text = e.ByName + " · " + ev.Text
		}
		out = append(out, ev)
	}
	return out
}
