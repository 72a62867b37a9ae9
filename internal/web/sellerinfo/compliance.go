package sellerinfo

import (
	"context"
	"errors"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// letterView is where the compliance letter stands (business-rules 13.1).
type letterView struct {
	seller.Compliance
	Err error
}

func (p *pages) compliance(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawLetter(w, r, who, nil)
}

func (p *pages) drawLetter(w http.ResponseWriter, r *http.Request, who account.Actor, refused error) error {
	c, err := p.Sellers.ComplianceOf(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), letterPage(letterView{c, refused}))
	return nil
}

func (p *pages) uploadLetter(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	in, err := upload.Read(w, r, upload.Input{Files: p.Files, Owner: who.ID, Fields: map[string]blob.Purpose{"letter": blob.PurposeCompliance}, Last: "letter"})
	if err != nil {
		return err
	}
	if err = in.Bad.Err(); err == nil {
		_, err = p.Sellers.UploadLetter(r.Context(), seller.UploadLetterInput{Actor: who, File: in.Values.Get("letter_blob")})
	}
	switch {
	case err == nil:
		return door.Done(w, r, "sellerinfo.letter.sent", compliancePage)
	case errors.Is(err, seller.ErrChangeReviewing): // sent from another window: the page says where it stands
		ui.SetFlash(w, r, ui.Danger, apperr.Of(err).Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, compliancePage)
		return nil
	case door.Showable(err):
		return p.drawLetter(w, r, who, err)
	}
	return err
}

// letterTemplate is the letter to print, sign and seal, with the names that are known.
func (p *pages) letterTemplate(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	own, err := p.Sellers.ByAccount(r.Context(), who.ID)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, letterSheet(own))
	return nil
}

// duties are what the letter promises.
func duties(ctx context.Context) []string {
	return []string{ui.T(ctx, "sellerinfo.letter.duty.lawful"), ui.T(ctx, "sellerinfo.letter.duty.important"), ui.T(ctx, "sellerinfo.letter.duty.statement"),
		ui.T(ctx, "sellerinfo.letter.duty.consent"), ui.T(ctx, "sellerinfo.letter.duty.masked")}
}

func letterState(ctx context.Context, state string) string {
	switch state {
	case seller.ChangeInReview, seller.ChangeApproved, seller.ChangeRejected:
		return ui.T(ctx, "sellerinfo.letter.state."+state)
	}
	return ui.T(ctx, "sellerinfo.letter.state.none")
}
