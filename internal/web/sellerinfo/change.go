package sellerinfo

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// changeForm is the form of something that is reviewed (business-rules 2.6 to 2.8), and where the last change stands.
type changeForm struct {
	seller.ChangeView
	reviewed
	Content seller.ChangeContent // what the form shows where nothing was typed
	Rev     int64                // that the form was filled from
	Values  url.Values           // as typed; nil at first
	Err     error
}

// Reviewing reports whether the change is with the operators: there is nothing to edit then.
func (f changeForm) Reviewing() bool { return f.Open != nil && f.Open.State == seller.ChangeInReview }

// Refused reports whether the last change was sent back and nothing new was begun.
func (f changeForm) Refused() bool {
	return f.Open == nil && f.Last != nil && f.Last.State == seller.ChangeRejected
}

// file is the id of a file in the form: as typed, otherwise as stored.
func (f changeForm) file(field, stored string) string {
	return entryform.Carried(f.Values, field, stored)
}

// fileURL is where a file of the seller is shown on the pages of this form; "" for none.
func (f changeForm) fileURL(id string) string {
	if id == "" {
		return ""
	}
	return f.path + "/files/" + url.PathEscape(id)
}

// form is the shell of the form.
func (f changeForm) form() ui.Form {
	return ui.Form{ID: string(f.kind), Action: f.action(), Files: len(f.files) > 0, Guard: true, Values: f.Values, Err: f.Err}
}

// reviewed is a form of a kind of change: where it is, how it is read and drawn.
type reviewed struct {
	kind  seller.ChangeKind
	path  string // of its page
	under string // below path, when the page has other forms too
	files map[string]blob.Purpose
	shows []blob.Purpose // of the seller's files that it draws beside its own
	last  string         // the field that is blamed for a post that was cut off
	read  func(url.Values) seller.ChangeContent
	draw  func(w http.ResponseWriter, r *http.Request, who account.Actor, f changeForm) error
}

func (k reviewed) action() string { return k.path + k.under }

// reviewed registers the pages of a kind.
func (p *pages) reviewed(mux *door.Mux, k reviewed) {
	needs := k.kind.Permission()
	mux.Add(
		door.Route{Pattern: "GET " + k.path, Needs: needs, Do: p.show(k)},
		door.Route{Pattern: "POST " + k.action(), Needs: needs, Do: p.save(k)},
		door.Route{Pattern: "POST " + k.action() + "/autosave", Needs: needs, Do: door.Posted(p.autosave(k))},
		door.Route{Pattern: "POST " + k.action() + "/withdraw", Needs: needs, Do: door.Posted(p.withdraw(k))},
	)
	if len(k.files) > 0 {
		purposes := append(slices.Compact(slices.Sorted(maps.Values(k.files))), k.shows...)
		mux.Add(door.Route{Pattern: "GET " + k.path + "/files/{id}", Needs: needs, Do: p.ownFile(purposes...)})
	}
}

// stored is the form as it is stored.
func (p *pages) stored(ctx context.Context, who account.Actor, k reviewed) (changeForm, error) {
	v, err := p.Sellers.ChangeView(ctx, who, k.kind)
	if err != nil {
		return changeForm{}, err
	}
	f := changeForm{ChangeView: v, reviewed: k}
	f.Content, f.Rev = v.Draft()
	return f, nil
}

func (p *pages) show(k reviewed) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		f, err := p.stored(r.Context(), who, k)
		if err != nil {
			return err
		}
		return k.draw(w, r, who, f)
	}
}

// save saves the form, and hands it in when that was pressed.
func (p *pages) save(k reviewed) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		ctx := r.Context()
		in, err := upload.Read(w, r, upload.Input{Files: p.Files, Owner: who.ID, Fields: k.files, Last: k.last})
		if err != nil {
			return err
		}
		f := changeForm{reviewed: k, Values: in.Values, Content: k.read(in.Values), Rev: door.Rev(in.Values.Get("rev"))}
		if f.Err = in.Bad.Err(); f.Err == nil {
			f.Err = p.saveForm(ctx, who, &f)
		}
		if f.Err == nil {
			return f.saved(w, r)
		}
		if !door.Showable(f.Err) {
			return f.Err
		}
		if f.ChangeView, err = p.Sellers.ChangeView(ctx, who, k.kind); err != nil {
			return err
		}
		return k.draw(w, r, who, f)
	}
}

// saveForm stores the form; f.Rev is the revision after it.
func (p *pages) saveForm(ctx context.Context, who account.Actor, f *changeForm) error {
	c, err := p.Sellers.SaveChange(ctx, seller.SaveChangeInput{Actor: who, Kind: f.kind, Rev: f.Rev, Content: f.Content})
	if err != nil {
		return err
	}
	f.Rev = c.Rev
	f.Values.Set("rev", strconv.FormatInt(c.Rev, 10))
	if f.Values.Get("do") == "submit" {
		_, err = p.Sellers.SubmitChange(ctx, seller.ChangeInput{Actor: who, Kind: f.kind, Rev: c.Rev})
	}
	return err
}

// saved goes where the pressed button leads.
func (f changeForm) saved(w http.ResponseWriter, r *http.Request) error {
	switch f.Values.Get("do") {
	case "submit":
		return door.Done(w, r, "sellerinfo.change.submitted", f.path)
	case "preview":
		ui.Redirect(w, r, f.path+"/preview")
		return nil
	}
	return door.Done(w, r, "sellerinfo.change.saved", f.path)
}

// autosave saves what is typed while it is typed, and answers the note beside the buttons with the new revision.
func (p *pages) autosave(k reviewed) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		rev := door.Rev(r.PostForm.Get("rev"))
		c, err := p.Sellers.SaveChange(r.Context(), seller.SaveChangeInput{Actor: who, Kind: k.kind, Rev: rev, Content: k.read(r.PostForm)})
		note := ui.Autosave{Action: k.action() + "/autosave", Rev: c.Rev, At: c.UpdatedAt}
		if err != nil {
			if !door.Showable(err) {
				return err
			}
			note = ui.Autosave{Action: k.action() + "/autosave", Rev: rev, Err: err}
		}
		ui.Render(w, r, http.StatusOK, ui.AutosaveNote(note)) // also when it was refused: htmx shows nothing of an error
		return nil
	}
}

// withdraw takes the open change back: out of review, or as a draft for good.
func (p *pages) withdraw(k reviewed) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		_, err := p.Sellers.WithdrawChange(r.Context(), seller.ChangeInput{Actor: who, Kind: k.kind, Rev: door.Rev(r.PostForm.Get("rev"))})
		switch {
		case err == nil:
			return door.Done(w, r, "sellerinfo.change.withdrawn", k.path)
		case errors.Is(err, seller.ErrChangeStale), errors.Is(err, seller.ErrChangeState), errors.Is(err, seller.ErrChangeNotFound):
			ui.SetFlash(w, r, ui.Danger, apperr.Of(err).Text(ui.Lang(r.Context())))
			ui.Redirect(w, r, k.path)
			return nil
		}
		return err
	}
}
