package operator

import (
	"context"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/checkview"
	"github.com/souk-market/souk/internal/web/specform"
	"github.com/souk-market/souk/internal/web/ui"
)

// applicationLead is "Modification of Reedbridge, version 2"; what writes no version has none.
func applicationLead(ctx context.Context, p applicationPage) string {
	kind, seller := ui.T(ctx, "catalog.kind."+p.Kind), ui.In(ctx, p.SellerName)
	if !p.Writes() {
		return ui.T(ctx, "operator.application.lead.request", "kind", kind, "seller", seller)
	}
	return ui.T(ctx, "operator.application.lead", "kind", kind, "seller", seller, "n", p.Version)
}

// checklist are the points of a review (business-rules 4.4, and by the type 4.8, 4.13; of a delisting 4.2, of an upgrade rule 6.9), as parts of text keys.
func checklist(p applicationPage) []string {
	switch {
	case p.Delists():
		return []string{"delist-proof", "delist-buyers", "delist-effect"}
	case p.Kind == catalog.KindUpgrade: // business-rules 6.9, 4.14
		return []string{"upgrade-ways", "upgrade-prices", "upgrade-steps"}
	}
	c := p.Content
	out := []string{"name", "logo", "images", "overview", "intro", "law", "guide", "terms", "support", "price", "type." + string(c.Delivery)}
	t, _ := c.Delivery.Type()
	if t.Software {
		out = append(out, "copyright")
	}
	if len(c.Tags) > 0 {
		out = append(out, "tags")
	}
	if c.Supervised() {
		out = append(out, "standard")
	}
	if c.ProductionURL != "" {
		out = append(out, "address")
	}
	return out
}

// machineChecks is the card of the machine checks: asked for again only while there is something to decide.
func machineChecks(ctx context.Context, p applicationPage) checkview.View {
	v := checkview.View{Check: p.Check, Page: "/operator/applications/" + p.ID, Lead: ui.T(ctx, "operator.check.machine")}
	if p.Decidable() {
		v.Action = v.Page + "/check"
	}
	return v
}

// formError is what stands in the rejection's form: a message that the page shows elsewhere is left out.
func formError(p applicationPage) error {
	if p.Moved() {
		return nil
	}
	return p.Err
}

func errorText(ctx context.Context, err error) string { return apperr.Of(err).Text(ui.Lang(ctx)) }

func approveText(ctx context.Context, p applicationPage) string {
	if !p.Writes() {
		return ui.T(ctx, "operator.approve.text."+p.Kind, "product", ui.In(ctx, p.Name))
	}
	if p.Live != nil {
		return ui.T(ctx, "operator.approve.text.modify", "product", ui.In(ctx, p.Name))
	}
	return ui.T(ctx, "operator.approve.text", "product", ui.In(ctx, p.Name))
}

func fieldLabel(ctx context.Context, c catalog.FieldChange) string {
	return ui.T(ctx, c.Label, "n", c.Index)
}

// plainChanges are those that stand side by side: not rich text, and not the logo, which is shown as pictures.
func plainChanges(ctx context.Context, all []catalog.FieldChange) []ui.Change {
	var out []ui.Change
	for _, c := range all {
		if len(c.Lines) == 0 && c.Field != "logo" && !strings.HasPrefix(c.Field, "images_") {
			out = append(out, specform.Changed(ctx, c))
		}
	}
	return out
}

// skipped marks a run of unchanged lines that is left out; Text is their number.
const skipped = "…"

// around is how many unchanged lines stand beside a changed one.
const around = 2

// shownLines leaves long unchanged runs out.
func shownLines(lines []catalog.LineChange) []catalog.LineChange {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if l.Op != " " {
			for j := max(0, i-around); j <= min(len(lines)-1, i+around); j++ {
				near[j] = true
			}
		}
	}
	var out []catalog.LineChange
	for i := 0; i < len(lines); {
		if near[i] {
			out = append(out, lines[i])
			i++
			continue
		}
		from := i
		for i < len(lines) && !near[i] {
			i++
		}
		out = append(out, catalog.LineChange{Op: skipped, Text: strconv.Itoa(i - from)})
	}
	return out
}

// historyEvents are an application's events, the newest first.
func historyEvents(ctx context.Context, history []catalog.HistoryEntry) []ui.Event {
	out := make([]ui.Event, 0, len(history))
	for i := len(history) - 1; i >= 0; i-- {
		h := history[i]
		tone := ui.Neutral
		switch h.Event {
		case catalog.EventApprove:
			tone = ui.Success
		case catalog.EventReject:
			tone = ui.Danger
		case catalog.EventSubmit:
			tone = ui.Info
		}
		out = append(out, ui.Event{At: h.At, Title: ui.T(ctx, "catalog.event."+h.Event), Tone: tone, Body: historyWho(h)})
	}
	return out
}
