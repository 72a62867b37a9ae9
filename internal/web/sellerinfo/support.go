package sellerinfo

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
)

// contact is the business contact, which is reviewed; it stands on the page of service and support (business-rules 2.8).
func (p *pages) contact() reviewed {
	return reviewed{kind: seller.ChangeContact, path: supportPage, under: "/contact",
		read: func(v url.Values) seller.ChangeContent {
			return seller.ChangeContent{Contact: &seller.Contact{Name: v.Get("contact_name"), Phone: v.Get("contact_phone"), Email: v.Get("contact_email")}}
		},
		draw: func(w http.ResponseWriter, r *http.Request, who account.Actor, f changeForm) error {
			return p.drawSupport(w, r, who, supportView{Contact: f})
		}}
}

// supportView is the page: the contact with its review, and what is set without one. Only the form that was posted has
// typed values and an error.
type supportView struct {
	Contact changeForm
	Support seller.Support
	Groups  []seller.Group

	Form   string // the id of the form that was refused; "" for none
	Values url.Values
	Err    error
}

// form is a form of the page: what was typed comes back to the one that was posted.
func (v supportView) form(id, action string, rev int64) ui.Form {
	f := ui.Form{ID: id, Action: supportPage + action, Hidden: []ui.Hidden{{Name: "rev", Value: strconv.FormatInt(rev, 10)}}}
	if v.Form == id {
		f.Values, f.Err = v.Values, v.Err
	}
	return f
}

// full reports whether no more groups fit.
func (v supportView) full() bool { return len(v.Groups) >= seller.MaxGroups }

func (p *pages) drawSupport(w http.ResponseWriter, r *http.Request, who account.Actor, v supportView) error {
	ctx := r.Context()
	var err error
	if v.Contact.kind == "" {
		if v.Contact, err = p.stored(ctx, who, p.contact()); err != nil {
			return err
		}
	}
	if v.Support, err = p.Sellers.SupportOf(ctx, who); err != nil {
		return err
	}
	if v.Groups, err = p.Sellers.Groups(ctx, who); err != nil {
		return err
	}
	refused := v.Err
	if refused == nil {
		refused = v.Contact.Err
	}
	ui.Render(w, r, ui.StatusOf(refused), supportForms(v))
	return nil
}

// set answers a form of the page: on with a note, or the page again with what was typed.
func (p *pages) set(w http.ResponseWriter, r *http.Request, who account.Actor, form, note string, err error) error {
	if err == nil {
		return door.Done(w, r, note, supportPage+"#"+form)
	}
	if !door.Showable(err) {
		return err
	}
	return p.drawSupport(w, r, who, supportView{Form: form, Values: r.PostForm, Err: err})
}

func (p *pages) setPresale(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	var phones []string
	for i := range seller.MaxPresalePhones {
		phones = append(phones, r.PostForm.Get(phoneField(i)))
	}
	_, err := p.Sellers.SetPresale(r.Context(), seller.SetPresaleInput{Actor: who, Rev: door.Rev(r.PostForm.Get("rev")), Phones: phones, Hours: hours(r.PostForm, "hours")})
	return p.set(w, r, who, "presale", "sellerinfo.presale.saved", err)
}

func phoneField(i int) string { return "phone_" + strconv.Itoa(i+1) }

// phone is the i-th number of the line; "" for none.
func phone(s seller.Support, i int) string {
	if i < len(s.Presale.Phones) {
		return s.Presale.Phones[i]
	}
	return ""
}

func (p *pages) setTickets(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	receive := r.PostForm.Get("receive")
	if receive != "yes" && receive != "no" {
		var bad apperr.Fields
		bad.Add("receive", seller.ErrFieldMissing)
		return p.set(w, r, who, "tickets", "", bad.Err())
	}
	_, err := p.Sellers.SetTickets(r.Context(), seller.SetTicketsInput{Actor: who, Rev: door.Rev(r.PostForm.Get("rev")),
		Tickets: seller.Tickets{Receive: receive == "yes", Hours: hours(r.PostForm, "ticket_hours")}})
	return p.set(w, r, who, "tickets", "sellerinfo.tickets.saved", err)
}

// saveGroup makes a group, or changes the one in the path.
func (p *pages) saveGroup(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id, v := r.PathValue("id"), r.PostForm
	_, err := p.Sellers.SaveGroup(r.Context(), seller.SaveGroupInput{Actor: who, GroupID: id, Rev: door.Rev(v.Get("rev")), Name: ui.BilingualValue(v, "name"),
		Phone: v.Get("phone"), Email: v.Get("email"), Hours: hours(v, "hours")})
	return p.set(w, r, who, groupForm(id), "sellerinfo.group.saved", err)
}

// groupForm is the id of the form of a group.
func groupForm(id string) string {
	if id == "" {
		return "group"
	}
	return "group-" + id
}

func (p *pages) removeGroup(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id := r.PathValue("id")
	err := p.Sellers.RemoveGroup(r.Context(), seller.RemoveGroupInput{Actor: who, GroupID: id, Rev: door.Rev(r.PostForm.Get("rev"))})
	return p.set(w, r, who, groupForm(id), "sellerinfo.group.removed", err)
}

// hours reads the days and times that a form has under a name.
func hours(v url.Values, name string) seller.Hours {
	return seller.Hours{Days: entryform.Days(v[name]), From: strings.TrimSpace(v.Get(name + "_from")), To: strings.TrimSpace(v.Get(name + "_to"))}
}

// week are the days as a field takes them; working days where none are set.
func week(h seller.Hours) string {
	return cmp.Or(entryform.DayValues(h.Days), "1,2,3,4,5")
}

// receiving are the choices of who works on tickets.
func receiving(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "no", Label: ui.T(ctx, "sellerinfo.tickets.no"), Help: ui.T(ctx, "sellerinfo.tickets.no.help"), Icon: "store"},
		{Value: "yes", Label: ui.T(ctx, "sellerinfo.tickets.yes"), Help: ui.T(ctx, "sellerinfo.tickets.yes.help"), Icon: "support"}}
}

func received(t seller.Tickets) string {
	if t.Receive {
		return "yes"
	}
	return "no"
}
