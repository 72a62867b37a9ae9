package dev

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/ui"
)

// mailTable lists mails.
func mailTable(ctx context.Context, mails []notify.StoredMail) ui.Table {
	t := ui.Table{ID: "mails", Caption: ui.T(ctx, "dev.mail.title"),
		Columns: []ui.Column{{Label: ui.T(ctx, "dev.mail.subject"), Wide: true}, {Label: ui.T(ctx, "dev.mail.to")}, {Label: ui.T(ctx, "dev.mail.date")}},
		Empty:   ui.Empty{Icon: "inbox", Title: ui.T(ctx, "dev.mail.none"), Text: ui.T(ctx, "dev.mail.none.text")}}
	for _, m := range mails {
		t.Rows = append(t.Rows, ui.Row{Href: "/dev/mail/" + m.Name, Cells: []templ.Component{ui.Text(m.Subject), ui.Text(m.To), ui.Time(m.Date)}})
	}
	return t
}

// smsTable lists text messages.
func smsTable(ctx context.Context, texts []notify.SMS) ui.Table {
	t := ui.Table{ID: "texts", Caption: ui.T(ctx, "dev.sms.title"),
		Columns: []ui.Column{{Label: ui.T(ctx, "dev.sms.content"), Wide: true}, {Label: ui.T(ctx, "dev.sms.phone")}, {Label: ui.T(ctx, "dev.mail.date")}},
		Empty:   ui.Empty{Icon: "message", Title: ui.T(ctx, "dev.sms.none"), Text: ui.T(ctx, "dev.sms.none.text")}}
	for _, m := range texts {
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{ui.Text(m.Text), ui.Mono(m.Phone), ui.Time(m.At)}})
	}
	return t
}

// headerText is the headers as they stand in the mail, decoded.
func headerText(m notify.StoredMail) string {
	var b strings.Builder
	for _, h := range m.Headers {
		b.WriteString(h.Name + ": " + h.Value + "\n")
	}
	return b.String()
}
