package realname

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "realname.".
func LocaleFS() fs.FS { return locale }

// Deps are what the pages show and ask.
type Deps struct {
	RealName *realname.Service
	Files    *blob.Store
	Log      *slog.Logger
}

type area struct{ Deps }

// The addresses of the area.
const (
	page        = "/account/realname"
	autosaveURL = page + "/autosave"
)

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	a := &area{d}
	mux.Add(
		door.Route{Pattern: "GET " + page, Needs: account.MainUser, Do: a.show},
		door.Route{Pattern: "POST " + page, Needs: account.MainUser, Do: a.save},
		door.Route{Pattern: "POST " + autosaveURL, Needs: account.MainUser, Do: door.Posted(a.autosave)},
		door.Route{Pattern: "POST " + page + "/withdraw", Needs: account.MainUser, Do: door.Posted(a.withdraw)},
		door.Route{Pattern: "GET " + page + "/{id}/{field}", Needs: account.MainUser, Do: a.document},
	)
}

// view is the page as it is drawn.
type view struct {
	open, approved *realname.Application
	kind           account.Verified // "" while nothing was chosen
	values         url.Values       // as typed, and the files that were taken; nil at first
	err            error
}

// editing reports whether the form is drawn.
func (v view) editing() bool {
	return v.kind != "" && (v.open == nil || v.open.State != realname.StateReview)
}

func (v view) content() realname.Content {
	if v.open != nil && v.open.Content.Kind == v.kind {
		return v.open.Content
	}
	return realname.Content{Kind: v.kind}
}

// rev is the revision that the form was filled from: after a refusal the one that was sent.
func (v view) rev() int64 {
	if v.values != nil {
		rev, _ := strconv.ParseInt(v.values.Get("rev"), 10, 64) // what is no number is an old revision
		return rev
	}
	if v.open == nil {
		return 0
	}
	return v.open.Rev
}

// file is the address of a document that is stored with the application; "" when there is none.
func (v view) file(field string) string {
	if id := v.content(); v.open == nil || (realname.Application{Content: id}).Files()[field] == "" {
		return ""
	}
	return page + "/" + v.open.ID + "/" + field
}

func (v view) hidden() []ui.Hidden {
	out := []ui.Hidden{{Name: "kind", Value: string(v.kind)}}
	files := (realname.Application{Content: v.content()}).Files()
	for _, field := range []string{"front", "back", "licence"} {
		id := files[field]
		if typed := v.values.Get(field + "_blob"); typed != "" {
			id = typed
		}
		if id != "" {
			out = append(out, ui.Hidden{Name: field + "_blob", Value: id})
		}
	}
	return out
}

func (a *area) show(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return a.draw(w, r, who, view{kind: account.Verified(r.URL.Query().Get("kind"))})
}

func (a *area) draw(w http.ResponseWriter, r *http.Request, who account.Actor, v view) error {
	var err error
	if v.open, v.approved, err = a.RealName.Mine(r.Context(), who); err != nil {
		return err
	}
	if v.kind != account.VerifiedPersonal && v.kind != account.VerifiedEnterprise {
		v.kind = ""
		if v.open != nil {
			v.kind = v.open.Kind
		}
	}
	ui.Render(w, r, ui.StatusOf(v.err), formPage(v))
	return nil
}

// save keeps the form, or submits it.
func (a *area) save(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form, err := upload.Read(w, r, upload.Input{Files: a.Files, Owner: who.ID, Last: "licence", Fields: map[string]blob.Purpose{
		"front": blob.PurposeIdentity, "back": blob.PurposeIdentity, "licence": blob.PurposeIdentity}})
	if err != nil {
		return err
	}
	values := form.Values
	v := view{kind: account.Verified(values.Get("kind")), values: values}
	if v.err = form.Bad.Err(); v.err != nil {
		return a.draw(w, r, who, v)
	}
	rev, _ := strconv.ParseInt(values.Get("rev"), 10, 64) // what is no number is an old revision
	in := realname.SaveInput{Actor: who, Rev: rev, Content: content(values)}
	done := "realname.done.saved"
	if values.Get("do") == "submit" {
		done = "realname.done.submitted"
		_, v.err = a.RealName.Submit(r.Context(), in)
	} else {
		_, v.err = a.RealName.Save(r.Context(), in)
	}
	if v.err != nil {
		if apperr.Of(v.err).Kind == apperr.Internal {
			return v.err
		}
		return a.draw(w, r, who, v)
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), done))
	ui.Redirect(w, r, page)
	return nil
}

// autosave saves what is typed while it is typed, and answers the note beside the buttons with the new revision.
func (a *area) autosave(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	rev, _ := strconv.ParseInt(r.PostForm.Get("rev"), 10, 64) // what is no number is an old revision
	saved, err := a.RealName.Save(r.Context(), realname.SaveInput{Actor: who, Rev: rev, Content: content(r.PostForm)})
	note := ui.Autosave{Action: autosaveURL, Rev: saved.Rev, At: saved.SavedAt}
	if err != nil {
		if apperr.Of(err).Kind == apperr.Internal {
			return err
		}
		note = ui.Autosave{Action: autosaveURL, Rev: rev, Err: err}
	}
	ui.Render(w, r, http.StatusOK, ui.AutosaveNote(note)) // also when it was refused: htmx shows nothing of an error
	return nil
}

func content(v url.Values) realname.Content {
	return realname.Content{Kind: account.Verified(v.Get("kind")), Name: v.Get("name"), Document: realname.DocumentType(v.Get("document")),
		Number: v.Get("number"), Birth: v.Get("birth"), Front: v.Get("front_blob"), Back: v.Get("back_blob"), LegalRep: v.Get("legal_rep"),
		Licence: v.Get("licence_blob"), Founded: v.Get("founded"), Capital: v.Get("capital")}
}

func (a *area) withdraw(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	if _, err := a.RealName.Withdraw(r.Context(), who); err != nil {
		if apperr.Of(err).Kind == apperr.Internal {
			return err
		}
		return a.draw(w, r, who, view{err: err})
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "realname.done.withdrawn"))
	ui.Redirect(w, r, page)
	return nil
}

func (a *area) document(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	file, data, err := a.RealName.Document(r.Context(), who, r.PathValue("id"), r.PathValue("field"))
	if err != nil {
		return err
	}
	if err := data.Close(); err != nil {
		return err
	}
	return a.Files.Serve(w, r, file.ID, blob.Inline)
}

func frame(ctx context.Context, title, lead string) ui.ConsolePage {
	return menu.Account(ctx, ui.ConsolePage{Title: title, Lead: lead, Narrow: true, Crumbs: []ui.Crumb{{Label: title}}})
}

func kinds(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(account.VerifiedPersonal), Label: ui.T(ctx, "realname.kind.personal"), Help: ui.T(ctx, "realname.kind.personal.help"), Icon: "user"},
		{Value: string(account.VerifiedEnterprise), Label: ui.T(ctx, "realname.kind.enterprise"), Help: ui.T(ctx, "realname.kind.enterprise.help"), Icon: "building"},
	}
}

func documents(ctx context.Context, kind account.Verified) []ui.Option {
	var out []ui.Option
	for _, d := range realname.DocumentTypes(kind) {
		out = append(out, ui.Option{Value: string(d), Label: documentName(ctx, d)})
	}
	return out
}

func documentName(ctx context.Context, d realname.DocumentType) string {
	switch d {
	case realname.IDCard:
		return ui.T(ctx, "realname.document.id_card")
	case realname.Passport:
		return ui.T(ctx, "realname.document.passport")
	case realname.USCC:
		return ui.T(ctx, "realname.document.uscc")
	case realname.Foreign:
		return ui.T(ctx, "realname.document.foreign")
	}
	return string(d)
}

func stateName(ctx context.Context, s realname.State) string {
	switch s {
	case realname.StateReview:
		return ui.T(ctx, "realname.state.in_review")
	case realname.StateRejected:
		return ui.T(ctx, "realname.state.rejected")
	case realname.StateApproved:
		return ui.T(ctx, "realname.state.approved")
	}
	return ui.T(ctx, "realname.state.draft")
}

func kindName(ctx context.Context, k account.Verified) string {
	if k == account.VerifiedEnterprise {
		return ui.T(ctx, "realname.kind.enterprise")
	}
	return ui.T(ctx, "realname.kind.personal")
}

// steps shows how far the application is.
func steps(ctx context.Context, v view) []ui.Step {
	out := []ui.Step{{Label: ui.T(ctx, "realname.step.form")}, {Label: ui.T(ctx, "realname.step.review")}, {Label: ui.T(ctx, "realname.step.done")}}
	switch {
	case v.open == nil && v.approved != nil && v.kind == "":
		out[0].State, out[1].State, out[2].State = ui.StepDone, ui.StepDone, ui.StepDone
	case v.open != nil && v.open.State == realname.StateReview:
		out[0].State, out[1].State = ui.StepDone, ui.StepCurrent
	case v.open != nil && v.open.State == realname.StateRejected:
		out[0].State, out[1].State = ui.StepCurrent, ui.StepFailed
	default:
		out[0].State = ui.StepCurrent
	}
	return out
}
