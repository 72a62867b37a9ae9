package operator

import (
	"context"
	"net/http"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/ui"
)

// changePage is one change with the forms to decide on it.
type changePage struct {
	waiting
	seller.Change
	decisionForm
	Own     seller.Seller
	Earlier []seller.Change // of the same kind, the newest first
	Film    bool            // the storefront opens with a video
}

// Open reports whether it waits for a decision.
func (p changePage) Open() bool { return p.State == seller.ChangeInReview }

// CanRevoke reports whether it is a certificate that holds.
func (p changePage) CanRevoke() bool {
	return p.Kind == seller.ChangeCertificate && seller.ChangeMachine.Can(p.State, seller.EventRevoke)
}

// Title is what the page is about.
func (p changePage) Title(ctx context.Context) string {
	return ui.In(ctx, p.SellerName) + " · " + ui.In(ctx, p.Kind.Name())
}

// Shop is a storefront as buyers will see it.
func (p changePage) Shop() shopfront.View {
	files := map[string]string{}
	for _, f := range p.Content.Fields() {
		if f.IsFile {
			files[f.Value] = p.Action + "/" + f.Name
		}
	}
	return shopfront.View{PublicStorefront: seller.PublicStorefront{Seller: p.Own, Storefront: *p.Content.Storefront},
		File: func(id string) string { return files[id] }, Film: p.Film}
}

func (c *console) change(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showChange(w, r, actor, nil)
}

func (c *console) showChange(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	ctx, id := r.Context(), r.PathValue("id")
	p := changePage{decisionForm: decisionForm{Action: changesURL + "/" + id, Form: r.PostForm, Err: refused}}
	var err error
	if p.Change, err = c.d.Sellers.Change(ctx, actor, id); err != nil {
		return err
	}
	p.decisionForm.Rev, p.Mine = p.Change.Rev, p.AssigneeID == actor.UserID
	if p.Own, err = c.d.Sellers.Get(ctx, p.SellerID); err != nil {
		return err
	}
	if p.Earlier, err = c.earlierChanges(ctx, actor, p.Change); err != nil {
		return err
	}
	if p.Kind == seller.ChangeStorefront {
		if p.Film, err = shopfront.IsFilm(ctx, c.d.Files, p.Content.Storefront.Media); err != nil {
			return err
		}
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), changeView(p))
	return nil
}

// shownEarlier is how many earlier changes stand beside one.
const shownEarlier = 5

func (c *console) earlierChanges(ctx context.Context, actor account.Actor, of seller.Change) ([]seller.Change, error) {
	list, err := c.d.Sellers.Changes(ctx, actor, seller.ChangeFilter{State: seller.AllStates, Kind: of.Kind, SellerID: of.SellerID},
		page.Request{Limit: shownEarlier + 1})
	return slices.DeleteFunc(list.Items, func(x seller.Change) bool { return x.ID == of.ID }), err
}

// decideChange does what a button of the page says. After a decision comes the queue, otherwise the page again.
func (c *console) decideChange(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx, do, s := r.Context(), r.PostForm.Get("do"), c.d.Sellers
	in := seller.ChangeReviewInput{Actor: actor, ChangeID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Reason: r.PostForm.Get("reason"),
		Checklist: r.PostForm["checklist"], Release: do == "release"}
	var err error
	next := changesURL + "?state=" + waits
	switch do {
	case "assign", "release":
		_, err = s.AssignChange(ctx, in)
		next = changesURL + "/" + in.ChangeID
	case "approve":
		_, err = s.ApproveChange(ctx, in)
	case "reject":
		_, err = s.RejectChange(ctx, in)
	case "revoke":
		_, err = s.RevokeCertificate(ctx, seller.CertificateInput{Actor: actor, ChangeID: in.ChangeID, Rev: in.Rev, Reason: in.Reason})
		next = changesURL + "/" + in.ChangeID
	default:
		ui.NotFound(w, r)
		return nil
	}
	if shown, failed := answered(w, r, err, next); shown {
		return failed
	}
	return c.showChange(w, r, actor, err)
}

// changeHistory is what happened to a change, the newest first.
func changeHistory(ctx context.Context, x seller.Change) []ui.Event {
	var out []ui.Event
	switch x.State {
	case seller.ChangeRevoked:
		out = append(out, ui.Event{At: x.EndedAt, Title: ui.T(ctx, "operator.seller-change.revoked"), Tone: ui.Danger, Body: happenedBy(x.EndedName, account.Operator, x.Reason)})
	case seller.ChangeReplaced:
		out = append(out, ui.Event{At: x.EndedAt, Title: ui.T(ctx, "operator.seller-change.replaced")})
	}
	switch x.State {
	case seller.ChangeApproved, seller.ChangeRevoked, seller.ChangeReplaced:
		out = append(out, ui.Event{At: x.DecidedAt, Title: ui.T(ctx, "operator.seller-change.approved"), Tone: ui.Success, Body: happenedBy(x.DecidedName, account.Operator, "")})
	case seller.ChangeRejected:
		out = append(out, ui.Event{At: x.DecidedAt, Title: ui.T(ctx, "operator.seller-change.rejected"), Tone: ui.Danger, Body: happenedBy(x.DecidedName, account.Operator, x.Reason)})
	case seller.ChangeWithdrawn:
		out = append(out, ui.Event{At: x.UpdatedAt, Title: ui.T(ctx, "operator.seller-change.withdrawn")})
	}
	return append(out, ui.Event{At: x.SubmittedAt, Title: ui.T(ctx, "operator.seller-change.submitted"), Tone: ui.Info})
}
