package admission

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// entryPage is what the page of the application shows.
type entryPage struct {
	seller.Entry
	Verified  account.Verified
	LegalName string
	Rules     seller.Rules
	Proof     seller.Proof
	Missing   []seller.Precondition // what is not met
	Agreement string                // version in force
	Reason    string                // of the last rejection
	Values    url.Values            // as typed; nil at first
	Err       error
	Changes   []seller.FieldChange // between what is stored and what was typed, when another window was quicker
}

// enterprise reports whether a company applies; who is not verified yet sees the fields of one.
func (p entryPage) enterprise() bool { return p.Verified != account.VerifiedPersonal }

// conditional is a field with the condition of this marketplace beside it; what was proven cannot be typed.
func (p entryPage) conditional(ctx context.Context, f ui.Field, proven string) ui.Field {
	f.Help = entryform.Condition(ctx, p.Rules, f.Name)
	if proven != "" {
		f.Value, f.ReadOnly, f.Help = proven, true, strings.TrimSpace(f.Help+" "+ui.T(ctx, "entryform.proven"))
	}
	return f
}

func (p *pages) entryPage(ctx context.Context, who account.Actor) (entryPage, error) {
	e, err := p.Sellers.Entry(ctx, who)
	if err != nil {
		return entryPage{}, err
	}
	acc, err := p.Accounts.Get(ctx, who.ID)
	if err != nil {
		return entryPage{}, err
	}
	pre, err := p.Sellers.Preconditions(ctx, who)
	if err != nil {
		return entryPage{}, err
	}
	out := entryPage{Entry: e, Verified: acc.Verified, LegalName: acc.LegalName}
	out.Missing = slices.DeleteFunc(pre, func(x seller.Precondition) bool { return x.Met })
	if e.Rev == 0 {
		out.Form = fresh(acc)
	}
	out.Rules = p.Sellers.Rules()
	if out.Proof, err = p.Sellers.Proof(ctx, who); err != nil {
		return entryPage{}, err
	}
	if out.Agreement, err = p.Agreements.CurrentVersion(ctx, seller.AgreementSeller); err != nil {
		return entryPage{}, err
	}
	if e.State == seller.EntryRejected {
		history, err := p.Sellers.EntryHistory(ctx, who)
		if err != nil {
			return entryPage{}, err
		}
		out.Reason = lastReason(history)
	}
	return out, nil
}

// fresh is an empty form with what is known already.
func fresh(acc account.Account) seller.EntryForm {
	return seller.EntryForm{ContactEmail: acc.Email, ContactPhone: acc.Phone, Address: seller.Address{Country: "CN"},
		Hours: seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}, Known: "no"}
}

// entry shows the form while it may be changed, and what was handed in afterwards.
func (p *pages) entry(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	out, err := p.entryPage(r.Context(), who)
	if err != nil {
		return err
	}
	if out.Editable() {
		ui.Render(w, r, http.StatusOK, entryFormView(out))
	} else {
		ui.Render(w, r, http.StatusOK, entrySentView(out))
	}
	return nil
}

// documents are the files of the form, by their fields.
func documents() map[string]blob.Purpose {
	return map[string]blob.Purpose{"logo": blob.PurposeSellerLogo, "licence": blob.PurposeSellerLicence, "rights": blob.PurposeSellerRights}
}

// saveEntry saves the form, and hands it in when that was pressed.
func (p *pages) saveEntry(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	in, err := upload.Read(w, r, upload.Input{Files: p.Files, Owner: who.ID, Fields: documents(), Last: "rights"})
	if err != nil {
		return err
	}
	bad := in.Bad.Err()
	form := parseEntry(in.Values)
	e, err := p.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: who, Rev: door.Rev(in.Values.Get("rev")), Form: form})
	if err != nil {
		return p.entryRefused(w, r, who, in, form, both(bad, err))
	}
	in.Values.Set("rev", strconv.FormatInt(e.Rev, 10))
	if bad != nil {
		return p.entryRefused(w, r, who, in, form, bad)
	}
	if in.Values.Get("do") != "submit" {
		return door.Done(w, r, "admission.saved", "/seller/admission/apply")
	}
	agreement := ""
	if in.Values.Get("agreement") != "" {
		agreement = in.Values.Get("agreement_version")
	}
	if _, err := p.Sellers.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: who, Rev: e.Rev, Agreement: agreement}); err != nil {
		return p.entryRefused(w, r, who, in, form, err)
	}
	return door.Done(w, r, "admission.submitted", "/seller/admission")
}

// entryRefused draws the form again with all that was typed. When another window was quicker, the differences are shown,
// and saving once more replaces what is stored: the form then carries the revision that was compared.
func (p *pages) entryRefused(w http.ResponseWriter, r *http.Request, who account.Actor, in *upload.Form, typed seller.EntryForm, err error) error {
	if !door.Showable(err) {
		return err
	}
	out, loadErr := p.entryPage(r.Context(), who)
	if loadErr != nil {
		return loadErr
	}
	if !out.Editable() { // handed in meanwhile: by the first of two clicks, or another window
		return late(w, r, err, "/seller/admission/apply")
	}
	out.Values, out.Err = in.Values, err
	if errors.Is(err, seller.ErrEntryChanged) {
		out.Changes = seller.DiffForms(out.Form, typed)
		in.Values.Set("rev", strconv.FormatInt(out.Rev, 10))
	}
	status := ui.StatusOf(err)
	if in.TooBig {
		status = http.StatusRequestEntityTooLarge
	}
	ui.Render(w, r, status, entryFormView(out))
	return nil
}

// both joins the errors of fields from two sides; one that belongs to no field wins.
func both(a, b error) error {
	if len(apperr.FieldsOf(b)) == 0 {
		return b
	}
	var f apperr.Fields
	for _, err := range []error{a, b} {
		for name, e := range apperr.FieldsOf(err) {
			f.Add(name, e)
		}
	}
	return f.Err()
}

const autosaveURL = "/seller/admission/autosave"

// autosave saves what is typed while it is typed, and answers the note beside the buttons with the new revision.
func (p *pages) autosave(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	rev := door.Rev(r.PostForm.Get("rev"))
	e, err := p.Sellers.SaveEntry(r.Context(), seller.SaveEntryInput{Actor: who, Rev: rev, Form: parseEntry(r.PostForm)})
	switch {
	case err == nil:
		ui.Render(w, r, http.StatusOK, ui.AutosaveNote(ui.Autosave{Action: autosaveURL, Rev: e.Rev, At: e.UpdatedAt}))
	case door.Showable(err):
		ui.Render(w, r, http.StatusOK, ui.AutosaveNote(ui.Autosave{Action: autosaveURL, Rev: rev, Err: err})) // htmx shows nothing of an answer that is an error
	default:
		return err
	}
	return nil
}

func (p *pages) withdraw(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Sellers.WithdrawEntry(r.Context(), seller.WithdrawEntryInput{Actor: who, Rev: door.Rev(r.PostForm.Get("rev"))})
	if err != nil {
		return late(w, r, err, "/seller/admission/apply")
	}
	return door.Done(w, r, "admission.withdrawn", "/seller/admission/apply")
}

// file shows a document of the stored form to the account that it belongs to.
func (p *pages) file(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id, err := p.Sellers.EntryFile(r.Context(), who, r.PathValue("field"))
	if err != nil {
		return err
	}
	return p.Files.Serve(w, r, id, blob.Inline)
}
