package promo

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

func batchStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range promo.BatchMachine.States() {
		out = append(out, ui.Option{Value: s, Label: promoview.BatchState(ctx, s)})
	}
	return out
}

func batchFilter(r *http.Request, k desk) promo.BatchFilter {
	return promo.BatchFilter{Kind: k.kind, State: oneOf(r, "state", batchStates(r.Context())), Text: asked(r, "q")}
}

func (p *pages) coupons(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		list, err := p.Promo.Batches(r.Context(), who, batchFilter(r, k), from(r))
		if err != nil {
			return err
		}
		ui.Render(w, r, http.StatusOK, couponsPage(k, batchRows(r.Context(), k, list.Items), list.Next))
		return nil
	}
}

func batchRows(ctx context.Context, k desk, list []promo.Batch) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, b := range list {
		rows[i] = ui.Row{Href: k.url + "/" + b.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, b.Terms.Name), promoview.Scope(ctx, b.Terms.Items)),
			batchBadge(ctx, b.State), ui.Text(promoview.Yuan(b.Terms.Amount)), ui.Text(itoa(b.Collected) + " / " + itoa(b.Terms.Total)),
			ui.Text(promoview.Days(ctx, b.Terms.Validity))}}
	}
	return rows
}

func batchBadge(ctx context.Context, state string) templ.Component {
	return ui.StatusBadge(state, promoview.BatchState(ctx, state))
}

func (p *pages) couponsCSV(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		ctx := r.Context()
		var heading []string
		for _, key := range []string{"id", "name", "state", "amount", "minimum", "from", "to", "total", "collected"} {
			heading = append(heading, ui.T(ctx, "promo.col."+key))
		}
		return ui.Export(w, r, ui.Sheet[promo.Batch]{Name: strings.TrimPrefix(k.url, "/seller/"), Header: heading, Log: p.Log, Row: func(b promo.Batch) []string {
			t := b.Terms
			return []string{b.ID, ui.In(ctx, t.Name), promoview.BatchState(ctx, b.State), itoa(t.Amount), itoa(t.Minimum), t.Validity.From, t.Validity.To,
				itoa(t.Total), itoa(b.Collected)}
		}}, func(req page.Request) (page.Of[promo.Batch], error) {
			return p.Promo.Batches(ctx, who, batchFilter(r, k), req)
		})
	}
}

// couponView is the page of one batch.
type couponView struct {
	desk
	promo.BatchDetail
	Link string // where it is collected, where no page shows it; "" otherwise
}

func (p *pages) coupon(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		d, err := p.Promo.Batch(r.Context(), who, k.kind, r.PathValue("id"))
		if err != nil {
			return err
		}
		v := couponView{desk: k, BatchDetail: d}
		if d.State == promo.BatchPublished && !d.Terms.Shown && !d.Terms.Named {
			v.Link = strings.TrimSuffix(p.BaseURL, "/") + "/coupons/" + d.ID
		}
		ui.Render(w, r, http.StatusOK, couponPage(v))
		return nil
	}
}

// move is a button of the page of a batch.
func (p *pages) move(k desk, note string, do func(context.Context, promo.BatchInput) (promo.Batch, error)) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		id := r.PathValue("id")
		b, err := do(r.Context(), promo.BatchInput{Actor: who, Kind: k.kind, ID: id, Rev: door.Rev(r.PostForm.Get("rev")), Reason: r.PostForm.Get("reason")})
		done := note
		if b.State == promo.BatchInReview {
			done = "promo.done.submitted"
		}
		return answers(w, r, err, done, k.url+"/"+id)
	}
}

// couponForm is the form of a batch. ID is empty for a new one.
type couponForm struct {
	desk
	ID     string
	Rev    int64
	Values url.Values
	Err    error
	Sold   []promo.Product
	Reason string // why it was sent back
}

func (f couponForm) action() string {
	if f.ID == "" {
		return f.url
	}
	return f.url + "/" + f.ID
}

// terms are those of the form, for the preview.
func (f couponForm) terms() promo.Terms {
	t := termsOf(f.Values)
	t.Items = named(t.Items, f.Sold)
	t.Amount, t.Minimum, t.PerBuyer = max(t.Amount, 0), max(t.Minimum, 0), max(t.PerBuyer, 0)
	return t
}

func (p *pages) newCoupon(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		f := couponForm{desk: k, Values: ui.Values("total", "100", "per_buyer", "1", "audience", "shown")}
		if k.kind == promo.KindTest {
			f.Values.Set("audience", "named")
		}
		return p.drawCoupon(w, r, who, f)
	}
}

func (p *pages) editCoupon(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		d, err := p.Promo.Batch(r.Context(), who, k.kind, r.PathValue("id"))
		if err != nil {
			return err
		}
		if d.State != promo.BatchDraft {
			return promo.ErrBatchState
		}
		return p.drawCoupon(w, r, who, couponForm{desk: k, ID: d.ID, Rev: d.Rev, Values: formOf(d.Terms, d.Users), Reason: d.Reason})
	}
}

func (p *pages) drawCoupon(w http.ResponseWriter, r *http.Request, who account.Actor, f couponForm) error {
	var err error
	if f.Sold, err = p.sold(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.Err), couponFormPage(f))
	return nil
}

func (p *pages) saveCoupon(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		form, err := upload.Customers(w, r)
		if err != nil {
			return err
		}
		in := promo.SaveBatchInput{Actor: who, Kind: k.kind, ID: r.PathValue("id"), Rev: door.Rev(form.Get("rev")), Terms: termsOf(form)}
		in.Terms.Named = in.Terms.Named || k.kind == promo.KindTest
		var wrong error
		if in.Terms.Named {
			if in.Users, wrong = upload.CustomersOf(form); wrong != nil {
				in.Users = []promo.User{} // refused for having none, together with all else that is wrong
			}
		}
		b, err := p.Promo.SaveBatch(r.Context(), in)
		if wrong != nil && err != nil && door.Showable(err) {
			err = together(err, wrong)
		}
		switch {
		case err == nil:
			return door.Done(w, r, "promo.done.saved", k.url+"/"+b.ID)
		case door.Showable(err):
			return p.drawCoupon(w, r, who, couponForm{desk: k, ID: in.ID, Rev: in.Rev, Values: form, Err: err})
		}
		return err
	}
}

// together has the field errors of both; the second replaces what the first says of its fields.
func together(first, second error) error {
	var f apperr.Fields
	for name, e := range apperr.FieldsOf(second) {
		f.Add(name, e)
	}
	for name, e := range apperr.FieldsOf(first) {
		if apperr.FieldsOf(second)[name] == nil {
			f.Add(name, e)
		}
	}
	return f.Err()
}

// preview draws the coupon of a form that is being filled.
func (p *pages) preview(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	sold, err := p.sold(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, couponPreview(couponForm{Values: r.URL.Query(), Sold: sold}))
	return nil
}

// template is the file to fill in with customers (business-rules 5.8: 指定客户).
func (p *pages) template(w http.ResponseWriter, _ *http.Request, _ account.Actor) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="customers.csv"`)
	_, err := w.Write(promo.Template())
	return err
}

// errorText is an error in a sentence: that of its fields, where it has some.
func errorText(ctx context.Context, err error) string {
	for _, e := range apperr.FieldsOf(err) {
		return e.Text(ui.Lang(ctx))
	}
	return apperr.Of(err).Text(ui.Lang(ctx))
}
