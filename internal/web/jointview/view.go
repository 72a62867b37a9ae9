package jointview

import (
	"context"
	"embed"
	"io/fs"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts; all keys start with "jointview.".
func LocaleFS() fs.FS { return locale }

// State names a state of a certification.
func State(ctx context.Context, state string) string { return ui.T(ctx, "jointview.state."+state) }

// Badge is a state with its colour.
func Badge(ctx context.Context, state string) templ.Component {
	return ui.Badge(tone(state), State(ctx, state))
}

func tone(state string) ui.Tone {
	switch state {
	case joint.CertificationPassed:
		return ui.Success
	case joint.CertificationRejected:
		return ui.Danger
	case joint.CertificationDraft:
		return ui.Neutral
	}
	return ui.Warning
}

// Label names a field of the form.
func Label(ctx context.Context, field string) string { return ui.T(ctx, "jointview.field."+field) }

// Choice names one of what a field offers.
func Choice(ctx context.Context, field, value string) string {
	if value == "" {
		return ""
	}
	return ui.T(ctx, "jointview."+field+"."+value)
}

// Options are the choices of a field.
func Options(ctx context.Context, field string, values []string) []ui.Option {
	out := make([]ui.Option, len(values))
	for i, v := range values {
		out[i] = ui.Option{Value: v, Label: Choice(ctx, field, v)}
	}
	return out
}

// Choices names what was ticked, in one line.
func Choices(ctx context.Context, field string, values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = Choice(ctx, field, v)
	}
	return strings.Join(out, ui.T(ctx, "jointview.and"))
}

// Steps is how far a certification is.
func Steps(ctx context.Context, c joint.Certification) []ui.Step {
	order := []string{joint.CertificationSelection, joint.CertificationDocking, joint.CertificationCommercial, joint.CertificationPassed}
	out := []ui.Step{{Label: ui.T(ctx, "jointview.step.form"), State: ui.StepDone}}
	if c.Editable() {
		out[0].State = ui.StepCurrent
	}
	at := -1
	for i, s := range order {
		if s == c.State {
			at = i
		}
	}
	for i, s := range order {
		step := ui.Step{Label: State(ctx, s)}
		switch {
		case i < at, c.State == joint.CertificationPassed:
			step.State = ui.StepDone
		case i == at:
			step.State = ui.StepCurrent
		}
		out = append(out, step)
	}
	return out
}

// Events is the history of a certification, the newest first.
func Events(ctx context.Context, history []joint.Happened) []ui.Event {
	out := make([]ui.Event, 0, len(history))
	for i := len(history) - 1; i >= 0; i-- {
		h := history[i]
		e := ui.Event{At: h.At, Title: ui.T(ctx, "jointview.event."+h.Event, "review", State(ctx, h.From)), Text: h.Reason, Tone: ui.Info}
		switch h.Event {
		case joint.EventApprove:
			e.Tone = ui.Success
		case joint.EventReject:
			e.Tone = ui.Danger
		}
		out = append(out, e)
	}
	return out
}

// Shown is a form to be shown. Files is the address below which its files are.
type Shown struct {
	joint.Form
	Files      string
	Deliveries []joint.Delivery
}

// file links to a file that is there.
func (s Shown) file(ctx context.Context, field string) templ.Component {
	if s.Form.Files()[field] == "" {
		return ui.Muted("–")
	}
	return ui.Link(s.Files+"/"+field, ui.T(ctx, "jointview.file"))
}

// Delivery names a delivery type.
func (s Shown) delivery(ctx context.Context) string {
	for _, d := range s.Deliveries {
		if d.Code == s.Delivery {
			return ui.In(ctx, d.Name)
		}
	}
	return s.Delivery
}

func (s Shown) product(ctx context.Context) []ui.Item {
	return []ui.Item{{Label: Label(ctx, "name"), Value: ui.TwoLines(s.Name.ZH, s.Name.EN)}, {Label: Label(ctx, "delivery"), Value: ui.Text(s.delivery(ctx))},
		{Label: Label(ctx, "environments"), Value: ui.Text(Choices(ctx, "environment", s.Environments))},
		{Label: Label(ctx, "companions"), Value: ui.Text(strings.Join(s.Companions, ui.T(ctx, "jointview.and")))}}
}

func (s Shown) threshold(ctx context.Context) []ui.Item {
	var out []ui.Item
	for _, x := range s.Items {
		out = append(out, ui.Item{Label: Choice(ctx, "item", x.Kind), Value: evidence(x.Note, s.file(ctx, "item_"+x.Kind)), Wide: true})
	}
	finance := Choice(ctx, "finance", s.Finance)
	if s.NoAudit {
		finance += ui.T(ctx, "jointview.and") + Label(ctx, "no_audit")
	}
	return append(out, ui.Item{Label: Label(ctx, "finance"), Value: evidence(finance, s.file(ctx, "report")), Wide: true})
}

func (s Shown) contacts(ctx context.Context) []ui.Item {
	return []ui.Item{{Label: Label(ctx, "contact_name"), Value: ui.Text(s.ContactName)}, {Label: Label(ctx, "contact_phone"), Value: ui.Text(s.ContactPhone)},
		{Label: Label(ctx, "contact_email"), Value: ui.Text(s.ContactEmail)}, {Label: Label(ctx, "marketplace"), Value: ui.Text(s.Marketplace)}}
}

func (s Shown) commitments(ctx context.Context) []ui.Item {
	return []ui.Item{{Label: Label(ctx, "commitments"), Value: ticked(Options(ctx, "commitment", s.Commitments)), Wide: true},
		{Label: Label(ctx, "agreement"), Value: ui.Text(s.Agreement)}}
}

func (s Shown) docking(ctx context.Context) []ui.Item {
	return []ui.Item{{Label: Label(ctx, "docking_kind"), Value: ui.Text(Choice(ctx, "docking", s.Docking.Kind))},
		{Label: Label(ctx, "docking"), Value: evidence(s.Docking.Note, s.file(ctx, "docking"))}}
}
