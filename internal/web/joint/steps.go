package joint

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/ui"
)

// The steps of the wizard (business-rules 3.2).
const (
	stepCommitments = 1
	stepThreshold   = 2
	stepProduct     = 3
	stepContacts    = 4
	lastStep        = stepContacts
)

func stepOf(typed string) int {
	n := number(typed)
	if n < 1 || n > lastStep {
		return 0
	}
	return int(n)
}

// stepOfField is the step in which a field stands.
func stepOfField(field string) int {
	switch {
	case field == "commitments" || field == "agreement":
		return stepCommitments
	case strings.HasPrefix(field, "item"), field == "finance", field == "report":
		return stepThreshold
	case strings.HasPrefix(field, "name_"), slices.Contains([]string{"delivery", "companions", "environments"}, field):
		return stepProduct
	}
	return stepContacts
}

// firstStep is the first step with a field that is wrong.
func firstStep(wrong map[string]*apperr.Error) int {
	first := lastStep
	for field := range wrong {
		first = min(first, stepOfField(field))
	}
	return first
}

// stepFiles are the files that the wizard takes.
func stepFiles() map[string]blob.Purpose {
	out := map[string]blob.Purpose{"report": blob.PurposeJoint}
	for _, kind := range joint.ItemKinds("") {
		out["item_"+kind] = blob.PurposeJoint
	}
	return out
}

// overlay is the form with one step as it was typed.
func overlay(f joint.Form, step int, v url.Values) joint.Form {
	switch step {
	case stepCommitments:
		f.Commitments, f.Agreement = v["commitments"], v.Get("agreement")
	case stepThreshold:
		f.Items = nil
		for _, kind := range joint.ItemKinds("") {
			f.Items = append(f.Items, joint.Item{Kind: kind, Note: v.Get("item_" + kind + "_note"), File: entryform.File(v, "item_"+kind)})
		}
		f.Finance, f.NoAudit, f.Report = v.Get("finance"), v.Get("no_audit") != "", entryform.File(v, "report")
	case stepProduct:
		f.Name = i18n.Text{ZH: v.Get("name_zh"), EN: v.Get("name_en")}
		f.Delivery, f.Environments, f.Companions = v.Get("delivery"), v["environments"], strings.Split(v.Get("companions"), "\n")
	case stepContacts:
		f.ContactName, f.ContactPhone, f.ContactEmail, f.Marketplace = v.Get("contact_name"), v.Get("contact_phone"), v.Get("contact_email"), v.Get("marketplace")
	}
	return f
}

// steps are the four steps, each of which can be gone to.
func (v wizard) steps(ctx context.Context) []ui.Step {
	out := []ui.Step{{Label: ui.T(ctx, "jointview.step.commitments")}, {Label: ui.T(ctx, "jointview.step.threshold")},
		{Label: ui.T(ctx, "jointview.step.product")}, {Label: ui.T(ctx, "jointview.step.contacts")}}
	for i := range out {
		switch {
		case i+1 < v.Step:
			out[i].State = ui.StepDone
		case i+1 == v.Step:
			out[i].State = ui.StepCurrent
		}
	}
	return out
}

func (v wizard) title(ctx context.Context) string {
	if name := ui.In(ctx, v.Form.Name); name != "" {
		return name
	}
	return ui.T(ctx, "joint.certifications.new")
}

// kinds are the threshold items of the form; that of AI assets only where the product may be one.
func (v wizard) kinds() []string { return joint.ItemKinds(v.Form.Delivery) }

func field(ctx context.Context, name, value string) ui.Field {
	return ui.Field{Name: name, Label: jointview.Label(ctx, name), Value: value, Required: true}
}
