package messages

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

func frame(ctx context.Context, title, lead string) ui.ConsolePage {
	return menu.Account(ctx, ui.ConsolePage{Title: title, Lead: lead, Narrow: true})
}

// channelTable has a row for each class, with a box for each channel. The inbox has every message.
func channelTable(ctx context.Context, set notify.Settings) ui.Table {
	t := ui.Table{ID: "channels", Caption: ui.T(ctx, "messages.channels"),
		Columns: []ui.Column{{Label: ui.T(ctx, "messages.class"), Wide: true}, {Label: ui.T(ctx, "messages.mail")}, {Label: ui.T(ctx, "messages.sms")}}}
	for i, c := range notify.Classes() {
		code, name := strconv.Itoa(c.Code), ui.In(ctx, c.Name)
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{ui.TwoLines(name, ui.In(ctx, c.Note)),
			box("mail_"+code, ui.T(ctx, "messages.mail.of", "class", name), set.Channels[i].Mail),
			box("sms_"+code, ui.T(ctx, "messages.sms.of", "class", name), set.Channels[i].SMS)}})
	}
	return t
}

func contactTable(ctx context.Context, set notify.Settings) ui.Table {
	t := ui.Table{ID: "contacts", Caption: ui.T(ctx, "messages.contacts"),
		Columns: []ui.Column{{Label: ui.T(ctx, "messages.contact.name")}, {Label: ui.T(ctx, "messages.contact.address"), Wide: true},
			{Label: ui.T(ctx, "messages.contact.classes")}, {Label: ui.T(ctx, "messages.contact.action"), End: true}},
		Empty: ui.Empty{Icon: "users", Title: ui.T(ctx, "messages.contacts.none"), Text: ui.T(ctx, "messages.contacts.none.text")}}
	for _, c := range set.Contacts {
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{ui.Link(settingsPath+"/contacts/"+c.ID, c.Name), ui.TwoLines(c.Email, c.Phone),
			ui.Text(classNames(ctx, c.Classes)), ui.ConfirmButton(ui.Confirm{ID: "remove-" + c.ID,
				Btn:   ui.Btn{Label: ui.T(ctx, "messages.contact.remove"), Kind: ui.Risky, Small: true},
				Title: ui.T(ctx, "messages.contact.remove.title", "name", c.Name), Text: ui.T(ctx, "messages.contact.remove.text"),
				Action: settingsPath + "/contacts/" + c.ID + "/remove", Harmful: true})}})
	}
	return t
}

func classNames(ctx context.Context, codes []int) string {
	var out []string
	for _, c := range notify.Classes() {
		for _, code := range codes {
			if c.Code == code {
				out = append(out, ui.In(ctx, c.Name))
			}
		}
	}
	return strings.Join(out, ui.T(ctx, "messages.comma"))
}

func classOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range notify.Classes() {
		out = append(out, ui.Option{Value: strconv.Itoa(c.Code), Label: ui.In(ctx, c.Name)})
	}
	return out
}

// form is the contact's form with its address.
func (f contactForm) full(ctx context.Context) ui.Form {
	out := f.form
	out.Action, out.Submit, out.Cancel = settingsPath+"/contacts/"+f.id(), ui.T(ctx, "messages.contact.save"), settingsPath
	if out.Values == nil {
		out.Values = ui.Values("name", f.contact.Name, "email", f.contact.Email, "phone", f.contact.Phone)
		for _, code := range f.contact.Classes {
			out.Values.Add("classes", strconv.Itoa(code))
		}
	}
	return out
}

func (f contactForm) id() string {
	if f.contact.ID == "" {
		return newContact
	}
	return f.contact.ID
}

func (f contactForm) title(ctx context.Context) string {
	if f.contact.ID == "" {
		return ui.T(ctx, "messages.contact.add")
	}
	return f.contact.Name
}
