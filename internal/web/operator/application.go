package operator

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// applicationPage is an application as the operator decides on it.
type applicationPage struct {
	waiting
	catalog.Detail
	Category string
	Form     url.Values // what was typed into a decision that was refused; nil at first
	Err      error      // why it was refused
}

// Decidable reports whether the operator may decide now.
func (p applicationPage) Decidable() bool { return slices.Contains(p.Can, catalog.EventApprove) }

// Moved reports whether somebody else was quicker: what the page says now is not what was decided on.
func (p applicationPage) Moved() bool {
	return errors.Is(p.Err, catalog.ErrApplicationChanged) || errors.Is(p.Err, catalog.ErrNotInState)
}

// Typed is the reason of a refused decision that can no longer be sent, so that its text is not lost.
func (p applicationPage) Typed() string {
	if p.Decidable() {
		return ""
	}
	return p.Form.Get("reason")
}

func (c *console) application(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showApplication(w, r, actor, nil)
}

// showApplication draws the page, after a refused decision with its error and what was typed.
func (c *console) showApplication(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	ctx := r.Context()
	p := applicationPage{Err: refused, Form: r.PostForm}
	var err error
	if p.Detail, err = c.d.Catalog.ApplicationDetail(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	p.Category = c.categoryPath(ctx, p.Content.Category)
	ui.Render(w, r, ui.StatusOf(refused), applicationView(p))
	return nil
}

func (c *console) categoryPath(ctx context.Context, code string) string {
	leaf, ok := c.d.Catalog.Category(code)
	if !ok {
		return code
	}
	name := ui.In(ctx, leaf.Name)
	if parent, ok := c.d.Catalog.Category(leaf.Parent); ok {
		name = ui.In(ctx, parent.Name) + " / " + name
	}
	return name
}

// approve publishes what the operator read (business-rules 4.1).
func (c *console) approve(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	a, err := c.d.Catalog.Approve(r.Context(), catalog.ApproveInput{Actor: actor, ApplicationID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev"))})
	return c.decided(w, r, actor, a, err, "operator.application.approved")
}

// reject sends an application back with a reason.
func (c *console) reject(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	a, err := c.d.Catalog.Reject(r.Context(), catalog.RejectInput{Actor: actor, ApplicationID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")),
		Reason: r.PostForm.Get("reason")})
	return c.decided(w, r, actor, a, err, "operator.application.rejected")
}

// check has the machine checks look again.
func (c *console) check(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Catalog.CheckNow(r.Context(), catalog.CheckNowInput{Actor: actor, ApplicationID: r.PathValue("id")})
	switch e := apperr.Of(err); {
	case err != nil && e.Kind != apperr.FailedPrecondition:
		return err
	case err != nil:
		ui.SetFlash(w, r, ui.Warning, e.Text(ui.Lang(r.Context())))
	}
	ui.Redirect(w, r, "/operator/applications/"+url.PathEscape(r.PathValue("id"))+"#checks")
	return nil
}

func (c *console) decided(w http.ResponseWriter, r *http.Request, actor account.Actor, a catalog.Application, err error, text string) error {
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), text, "product", ui.In(r.Context(), a.Name)))
		ui.Redirect(w, r, "/operator/applications?state="+catalog.StatePending)
		return nil
	case apperr.Of(err).Kind == apperr.NotFound || apperr.Of(err).Kind == apperr.Internal:
		return err
	}
	return c.showApplication(w, r, actor, err)
}

// file shows a file of an application, which is not public before its approval.
func (c *console) file(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	f, err := c.d.Files.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if f.Purpose.Private() {
		return blob.ErrNotFound
	}
	return c.d.Files.Serve(w, r, f.ID, blob.Inline)
}

// fileURL is where the console serves a file; "" for none.
func fileURL(id string) string {
	if id == "" {
		return ""
	}
	return "/operator/files/" + url.PathEscape(id)
}
