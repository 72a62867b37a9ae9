package auditview

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/web/ui"
)

// Areas are the rooms that record, in the order of the filter: the first parts of their actions.
func Areas() []string {
	return []string{"account", "realname", "agreement", "seller", "catalog", "asset", "joint", "promo", "salesrule", "order", "feedback", "shopwindow", "wallet", "call", "notify", "sso", "sandbox"}
}

func areas(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, a := range Areas() {
		out = append(out, ui.Option{Value: a, Label: ui.T(ctx, "auditview.area."+a)})
	}
	return out
}

// person names who did it.
func person(ctx context.Context, e audit.Entry) string {
	switch {
	case e.Outside:
		return ui.T(ctx, "auditview.outside")
	case e.Origin.Name != "":
		return e.Origin.Name
	case e.Origin.UserID != "":
		return e.Origin.UserID
	case e.Origin.Via == audit.ViaJob:
		return ui.T(ctx, "auditview.itself")
	}
	return ui.T(ctx, "auditview.nobody")
}

// via names the way a change came in.
func via(ctx context.Context, v string) string {
	switch v {
	case audit.ViaPage, audit.ViaAPI, audit.ViaCLI, audit.ViaJob:
		return ui.T(ctx, "auditview.via."+v)
	}
	return v
}

// flaw says what is wrong at a place of a chain.
func flaw(ctx context.Context, f audit.Fault) string {
	return ui.T(ctx, "auditview.flaw."+string(f.Flaw), "n", f.Seq)
}

// logName is whose log it is.
func (p listPage) logName(ctx context.Context, log string) templ.Component {
	if name := p.names[log].Name; name != "" {
		return ui.Text(name)
	}
	return logCell(ctx, "", log)
}

func logCell(ctx context.Context, name, log string) templ.Component {
	if log == audit.Platform {
		return ui.Text(ui.T(ctx, "auditview.platform"))
	}
	if name == "" {
		return ui.Mono(log)
	}
	return ui.TwoLines(name, log)
}

func (p listPage) table(ctx context.Context) ui.Table {
	q := ui.ViewOf(ctx).Query
	t := ui.Table{ID: "audit", Caption: ui.T(ctx, "auditview.title"), Search: ui.T(ctx, "auditview.search"), Next: p.list.Next, Export: p.Base + ".csv",
		Actions: ui.Button(ui.Btn{Label: "NDJSON", Icon: "download", Kind: ui.Ghost, Small: true, Href: p.exportURL(ctx, ".ndjson")}),
		Columns: []ui.Column{{Label: ui.T(ctx, "auditview.col.action"), Wide: true}, {Label: ui.T(ctx, "auditview.col.person")},
			{Label: ui.T(ctx, "auditview.col.object"), Quiet: true}, {Label: ui.T(ctx, "auditview.col.time")}},
		Filters: []ui.Filter{{Name: "action", Label: ui.T(ctx, "auditview.area"), Options: p.actions(ctx)},
			{Name: "from", Label: ui.T(ctx, "auditview.from"), Type: "date"}, {Name: "to", Label: ui.T(ctx, "auditview.to"), Type: "date"}},
		Empty: ui.Empty{Icon: "scroll-text", Title: ui.T(ctx, "auditview.empty"), Text: ui.T(ctx, "auditview.empty.text")}}
	if p.all() {
		t.Columns = append(t.Columns, ui.Column{Label: ui.T(ctx, "auditview.col.log")})
		t.Filters = append(t.Filters, ui.Filter{Name: "account", Label: ui.T(ctx, "auditview.account"), Type: "text"})
	}
	for _, name := range []string{"user", "object", "address"} { // two come from links in entries; shown while they narrow the list
		if q.Get(name) != "" || name == "address" {
			t.Filters = append(t.Filters, ui.Filter{Name: name, Label: ui.T(ctx, "auditview.col."+name), Type: "text"})
		}
	}
	for _, e := range p.list.Items {
		row := ui.Row{Href: p.Base + "/" + e.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, e.Action.Name), e.Action.Code),
			ui.TwoLines(person(ctx, e), strings.TrimSpace(via(ctx, e.Origin.Via)+" "+e.Origin.Address)), objectText(e.Object, !p.all()), ui.Time(e.At)}}
		if p.all() {
			row.Cells = append(row.Cells, p.logName(ctx, e.Log))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// actions are the choices of the filter: the areas, and a single action that a link asked for.
func (p listPage) actions(ctx context.Context) []ui.Option {
	out := areas(ctx)
	if a := ui.ViewOf(ctx).Query.Get("action"); strings.Contains(a, ".") {
		label := a
		if len(p.list.Items) > 0 && p.list.Items[0].Action.Code == a {
			label = ui.In(ctx, p.list.Items[0].Action.Name)
		}
		out = append(out, ui.Option{Value: a, Label: label})
	}
	return out
}

func (p entryPage) facts(ctx context.Context) []ui.Item {
	e, o := p.Entry, p.Origin
	items := []ui.Item{
		{Label: ui.T(ctx, "auditview.col.time"), Value: ui.Time(e.At)},
		{Label: ui.T(ctx, "auditview.col.action"), Value: ui.Link(p.by("action", e.Action.Code), e.Action.Code)},
		{Label: ui.T(ctx, "auditview.col.person"), Value: linked(p.by("user", o.UserID), person(ctx, e), o.UserID != "")},
		{Label: ui.T(ctx, "auditview.col.via"), Value: ui.Text(via(ctx, o.Via))},
	}
	if p.all() {
		items = append(items, ui.Item{Label: ui.T(ctx, "auditview.col.log"), Value: logLink(p.by("account", e.Log), logCell(ctx, p.names[e.Log].Name, e.Log)), Wide: true})
	}
	if !e.Outside {
		items = append(items, ui.Item{Label: ui.T(ctx, "auditview.col.address"), Value: linked(p.by("address", o.Address), o.Address, o.Address != "")},
			ui.Item{Label: ui.T(ctx, "auditview.col.agent"), Value: ui.Text(o.Agent), Wide: true})
	}
	items = append(items, ui.Item{Label: ui.T(ctx, "auditview.col.object"), Value: linked(p.by("object", e.Object), e.Object, e.Object != ""), Wide: true})
	if e.Reason != "" {
		items = append(items, ui.Item{Label: ui.T(ctx, "auditview.col.reason"), Value: ui.Text(e.Reason), Wide: true})
	}
	return items
}

// changes are before and after, field by field, without those that were empty and stayed so.
func (p entryPage) changes(ctx context.Context) []ui.Change {
	var out []ui.Change
	for _, f := range p.Fields() {
		if f.Before == "" && f.After == "" {
			continue
		}
		label := f.Path
		if label == "" {
			label = ui.T(ctx, "auditview.value")
		}
		out = append(out, ui.Change{Label: label, Old: f.Before, New: f.After})
	}
	return out
}

// linked is a text that leads somewhere, or just the text.
func linked(to, text string, leads bool) templ.Component {
	if !leads {
		return ui.Text(text)
	}
	return ui.Link(to, text)
}
