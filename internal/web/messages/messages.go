package messages

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "messages.".
func LocaleFS() fs.FS { return locale }

// settingsPath is the page of the area; forms post below it.
const settingsPath = "/messages/settings"

// Deps are the rooms behind the pages.
type Deps struct {
	Messages *notify.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add(
		door.Route{Pattern: "GET " + settingsPath, Needs: account.MainUser, Do: p.show},
		door.Route{Pattern: "POST " + settingsPath, Needs: account.MainUser, Do: door.Posted(p.saveChannels)},
		door.Route{Pattern: "GET " + settingsPath + "/contacts/{id}", Needs: account.MainUser, Do: p.showContact},
		door.Route{Pattern: "POST " + settingsPath + "/contacts/{id}", Needs: account.MainUser, Do: door.Posted(p.saveContact)},
		door.Route{Pattern: "POST " + settingsPath + "/contacts/{id}/remove", Needs: account.MainUser, Do: door.Posted(p.removeContact)},
	)
}

// newContact stands in an address for a contact that is not there yet.
const newContact = "new"

func (p *pages) show(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	set, err := p.Messages.Settings(r.Context(), who.ID)
	if err == nil {
		ui.Render(w, r, http.StatusOK, settingsPage(set))
	}
	return err
}

// saveChannels reads a box for each class and channel: mail_101, sms_101, …
func (p *pages) saveChannels(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	var channels []notify.Channels
	for _, c := range notify.Classes() {
		code := strconv.Itoa(c.Code)
		channels = append(channels, notify.Channels{Class: c.Code, Mail: r.PostForm.Get("mail_"+code) != "", SMS: r.PostForm.Get("sms_"+code) != ""})
	}
	if err := p.Messages.SaveChannels(r.Context(), who.ID, channels); err != nil {
		return err
	}
	return door.Done(w, r, "messages.saved", settingsPath)
}

// contactForm is the page of one contact.
type contactForm struct {
	contact notify.Contact
	form    ui.Form
}

func (p *pages) contact(ctx context.Context, accountID, contactID string) (notify.Contact, error) {
	if contactID == newContact {
		return notify.Contact{Classes: classCodes()}, nil
	}
	set, err := p.Messages.Settings(ctx, accountID)
	if err != nil {
		return notify.Contact{}, err
	}
	i := slices.IndexFunc(set.Contacts, func(c notify.Contact) bool { return c.ID == contactID })
	if i < 0 {
		return notify.Contact{}, notify.ErrContactNotFound
	}
	return set.Contacts[i], nil
}

func classCodes() []int {
	var out []int
	for _, c := range notify.Classes() {
		out = append(out, c.Code)
	}
	return out
}

func (p *pages) showContact(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	c, err := p.contact(r.Context(), who.ID, r.PathValue("id"))
	if err == nil {
		ui.Render(w, r, http.StatusOK, contactPage(contactForm{contact: c}))
	}
	return err
}

func (p *pages) saveContact(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	c, err := p.contact(ctx, who.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	in := notify.ContactInput{ID: c.ID, AccountID: who.ID, UserID: c.UserID, Name: r.PostForm.Get("name"), Email: r.PostForm.Get("email"),
		Phone: r.PostForm.Get("phone")}
	for _, code := range r.PostForm["classes"] {
		n, err := strconv.Atoi(code)
		if err != nil {
			n = -1 // no class, and refused as such
		}
		in.Classes = append(in.Classes, n)
	}
	_, err = p.Messages.SaveContact(ctx, in)
	if err == nil {
		return door.Done(w, r, "messages.contact.saved", settingsPath)
	}
	if kind := apperr.Of(err).Kind; kind == apperr.Invalid || kind == apperr.FailedPrecondition {
		ui.Render(w, r, ui.StatusOf(err), contactPage(contactForm{c, ui.Form{Values: r.PostForm, Err: err}}))
		return nil
	}
	return err
}

func (p *pages) removeContact(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	if err := p.Messages.RemoveContact(r.Context(), who.ID, r.PathValue("id")); err != nil {
		return err
	}
	return door.Done(w, r, "messages.contact.removed", settingsPath)
}
