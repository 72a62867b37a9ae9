package operator

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

const changesURL = "/operator/seller-changes"

// changeRoutes are the queue of what sellers want to change about themselves: information, storefront, business contact,
// letters of compliance and technical certificates (business-rules 2.6, 2.7, 2.8, 3.3, 13.1).
func (c *console) changeRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET " + changesURL, Needs: account.OperatorSellerReviews, Do: c.changes},
		{Pattern: "GET " + changesURL + ".csv", Needs: account.OperatorSellerReviews, Do: c.changesCSV},
		{Pattern: "GET " + changesURL + "/{id}", Needs: account.OperatorSellerReviews, Do: c.change},
		{Pattern: "GET " + changesURL + "/{id}/{field}", Needs: account.OperatorSellerReviews, Do: c.changeFile},
		{Pattern: "POST " + changesURL + "/{id}", Needs: account.OperatorSellerReviews, Do: door.Posted(c.decideChange)},
	}
}

// changesPage is the list of changes.
type changesPage struct {
	waiting
	List page.Of[seller.Change]
}

// changeFilter reads the filter of the list. Without a state it is everything that was ever handed in.
func changeFilter(r *http.Request, actor account.Actor) seller.ChangeFilter {
	q := r.URL.Query()
	f := seller.ChangeFilter{State: q.Get("state"), Kind: seller.ChangeKind(q.Get("kind")), SellerID: q.Get("seller"), Text: q.Get("q")}
	switch f.State {
	case "":
		f.State = seller.AllStates
	case waits:
		f.State = ""
	}
	if q.Get("mine") != "" {
		f.AssigneeID = actor.UserID
	}
	return f
}

func (c *console) changes(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p changesPage
	var err error
	if p.List, err = c.d.Sellers.Changes(r.Context(), actor, changeFilter(r, actor), asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, changesView(p))
	return nil
}

func changeRows(ctx context.Context, list []seller.Change) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		when := ui.Time(x.DecidedAt)
		if x.State == seller.ChangeInReview {
			when = sinceBadge(x.SubmittedAt)
		}
		rows[i] = ui.Row{Href: changesURL + "/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.SellerName), ui.In(ctx, x.Kind.Name())),
			changeBadge(ctx, x.State), ui.Text(x.AssigneeName), ui.Time(x.SubmittedAt), when}}
	}
	return rows
}

func changeBadge(ctx context.Context, state string) templ.Component {
	if state == seller.ChangeInReview {
		state = waits
	}
	return ui.StatusBadge(state, changeText(ctx, state))
}

func changeText(ctx context.Context, state string) string {
	if state == seller.ChangeInReview {
		state = waits
	}
	return ui.T(ctx, "operator.entry.outcome."+state)
}

// changeStates are what the list can be narrowed to.
func changeStates(ctx context.Context) []ui.Option {
	out := entryOutcomes(ctx)
	for _, s := range []string{seller.ChangeRevoked, seller.ChangeReplaced} {
		out = append(out, ui.Option{Value: s, Label: changeText(ctx, s)})
	}
	return out
}

func changeKinds(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range seller.ChangeKinds() {
		out = append(out, ui.Option{Value: string(k), Label: ui.In(ctx, k.Name())})
	}
	return out
}

// changeFile shows a file of a change; the room records the look at a private one.
func (c *console) changeFile(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	id, err := c.d.Sellers.ChangeFile(r.Context(), seller.ChangeFileInput{Actor: actor, ChangeID: r.PathValue("id"), Field: r.PathValue("field"),
		Before: r.URL.Query().Has("before")})
	if err != nil {
		return err
	}
	return c.d.Files.Serve(w, r, id, blob.Inline)
}
