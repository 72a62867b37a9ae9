package seller

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
)

// application shows a draft as its form and everything else as it was submitted.
func (p *pages) application(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	d, err := p.Catalog.ApplicationDetail(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	if d.State == catalog.StateDraft && d.Delists() {
		return p.drawDelist(w, r, who, d)
	}
	if d.State == catalog.StateDraft && d.Kind == catalog.KindUpgrade {
		return p.drawUpgrade(w, r, who, d)
	}
	if d.State == catalog.StateDraft {
		f, err := p.formOf(r.Context(), who, d)
		if err != nil {
			return err
		}
		ui.Render(w, r, http.StatusOK, formPage(f))
		return nil
	}
	ui.Render(w, r, http.StatusOK, applicationPage(d, p.categoryName(r.Context(), d.Content.Category), p.Catalog.ReviewLimit()))
	return nil
}

// preview draws an application as a buyer would see it.
func (p *pages) preview(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	d, err := p.Catalog.ApplicationDetail(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, previewPage(d, p.categoryName(r.Context(), d.Content.Category)))
	return nil
}

func can(d catalog.Detail, event string) bool { return slices.Contains(d.Can, event) }

func (p *pages) withdraw(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Catalog.Withdraw(r.Context(), catalog.WithdrawInput{Actor: who, ApplicationID: pathID(r)})
	return p.moved(w, r, err, "seller.application.withdrawn")
}

func (p *pages) revise(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Catalog.Revise(r.Context(), catalog.ReviseInput{Actor: who, ApplicationID: pathID(r)})
	return p.moved(w, r, err, "seller.application.revising")
}

// moved goes back to the application, with a note of what happened or why not.
func (p *pages) moved(w http.ResponseWriter, r *http.Request, err error, done string) error {
	back := "/seller/applications/" + url.PathEscape(pathID(r))
	return p.answer(w, r, err, done, back, back)
}

// answer goes on to a page after an action: to next when it was done; to back, saying why, when it came too late.
func (p *pages) answer(w http.ResponseWriter, r *http.Request, err error, done, next, back string) error {
	switch e := apperr.Of(err); {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), done))
		ui.Redirect(w, r, next)
	case e.Kind == apperr.Conflict || e.Kind == apperr.FailedPrecondition:
		ui.SetFlash(w, r, ui.Danger, e.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, back)
	default:
		return err
	}
	return nil
}

func (p *pages) deleteDraft(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	rev, _ := wholeNumber(r.PostForm.Get("rev")) // what cannot be read is no revision, and refused as an old one
	err := p.Catalog.DeleteDraft(r.Context(), catalog.DeleteDraftInput{Actor: who, ApplicationID: pathID(r), Rev: rev})
	return p.answer(w, r, err, "seller.application.deleted", "/seller/applications", "/seller/applications/"+url.PathEscape(pathID(r)))
}

// check has the machine checks look at a draft before it is submitted.
func (p *pages) check(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Catalog.CheckNow(r.Context(), catalog.CheckNowInput{Actor: who, ApplicationID: pathID(r)})
	back := "/seller/applications/" + url.PathEscape(pathID(r)) + "/preview#checks"
	return p.answer(w, r, err, "seller.checks.asked", back, back)
}

// submit hands in a draft as it is stored: from its preview. The form's own Submit saves first (saveApplication).
func (p *pages) submit(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	rev, _ := wholeNumber(r.PostForm.Get("rev"))
	_, err := p.Catalog.Submit(r.Context(), catalog.SubmitInput{Actor: who, ApplicationID: pathID(r), Rev: rev})
	if len(apperr.FieldsOf(err)) > 0 {
		d, loadErr := p.Catalog.ApplicationDetail(r.Context(), who, pathID(r))
		if loadErr != nil {
			return loadErr
		}
		f, err2 := p.formOf(r.Context(), who, d)
		if err2 != nil {
			return err2
		}
		f.Err = beside(err, d.Content)
		ui.Render(w, r, ui.StatusOf(err), formPage(f))
		return nil
	}
	return p.moved(w, r, err, "seller.application.submitted.done")
}

// file shows an uploaded file to the account that uploaded it: what is not live yet is nobody else's.
func (p *pages) file(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f, err := p.Blobs.Get(r.Context(), pathID(r))
	if err != nil {
		return err
	}
	if f.Owner != who.ID {
		return blob.ErrNotFound
	}
	return p.Blobs.Serve(w, r, f.ID, blob.Inline)
}
