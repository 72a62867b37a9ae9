package store

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

type orderView struct {
	Listing catalog.Listing
	Nav     []ui.NavLink
	Choice  choice
	Ticks   []tick
	Values  url.Values // as typed; nil at first
	Err     error
	Key     string // idempotency key of this drawing of the form
	Left    int64
	SoldOut bool
	Unnamed bool // the account has not proved its real name (business-rules 2.1): the order will be refused
	Main    bool // who looks may prove it
}

func (a *area) orderForm(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	l, err := a.Catalog.Live(r.Context(), r.PathValue("id"))
	if err != nil {
		a.missing(w, r, err)
		return nil
	}
	var chosen url.Values // from the address: a link or the form of the product page
	if r.URL.RawQuery != "" {
		chosen = url.Values{}
		for name, values := range r.URL.Query() {
			if isChoice(name) || slices.Contains(wishFields(), name) {
				chosen[name] = values
			}
		}
	}
	a.drawOrder(w, r, l, chosen, nil)
	return nil
}

// chooses reports whether an address chooses more than a spec.
func chooses(q url.Values) bool {
	for name := range q {
		if name != "spec" && (isChoice(name) || strings.HasPrefix(name, "use_") || strings.HasPrefix(name, "times_")) {
			return true
		}
	}
	return false
}

// isChoice reports whether a field is one that choose reads.
func isChoice(name string) bool {
	return strings.HasPrefix(name, "attribute_") || slices.Contains([]string{"spec", "quantity", "period", "periods", "trial"}, name)
}

// drawOrder draws the order page: at first, again with another price, or refused with err; nil stands for what is wrong with the
// choice.
func (a *area) drawOrder(w http.ResponseWriter, r *http.Request, l catalog.Listing, form url.Values, err error) {
	ctx := r.Context()
	chosen := choose(l, form)
	if failure := a.reduced(ctx, l, &chosen, form); failure != nil {
		a.fail(w, r, failure)
		return
	}
	rules, failure := a.rules(ctx, l, chosen.Spec)
	if failure != nil {
		a.fail(w, r, failure)
		return
	}
	if err == nil {
		err = chosen.Err
	}
	if err == nil {
		err = rules.refuses(chosen)
	}
	left, leftErr := a.left(ctx, chosen.Spec)
	if leftErr != nil {
		a.fail(w, r, leftErr)
		return
	}
	ticks, tickErr := a.ticks(ctx, l)
	if tickErr != nil {
		a.fail(w, r, tickErr)
		return
	}
	v := orderView{Listing: l, Nav: a.nav(ctx, l.Category), Choice: chosen, Ticks: ticks, Values: form, Err: err,
		Key: secret.Token(16), Left: left, SoldOut: soldOut(left)}
	who, _ := account.ActorFrom(ctx)
	v.Unnamed, v.Main = who.Verified == "", who.Can(account.MainUser)
	if v.SoldOut && err == nil {
		err = catalog.ErrSoldOut
	}
	ui.Render(w, r, ui.StatusOf(err), orderPage(v))
}

// placeOrder places the order, or with "update" only computes the price again, for browsers without JavaScript.
func (a *area) placeOrder(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	l, err := a.Catalog.Live(ctx, r.PathValue("id"))
	if err != nil {
		a.missing(w, r, err)
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, ui.MaxForm)
	if err := r.ParseForm(); err != nil {
		a.drawOrder(w, r, l, nil, ErrFormUnreadable)
		return nil
	}
	form := clean(r.PostForm)
	if form.Get("update") != "" {
		a.drawOrder(w, r, l, form, nil)
		return nil
	}
	ticks, err := a.ticks(ctx, l)
	if err != nil {
		return err
	}
	placed, err := a.Orders.Place(ctx, input(who, l, ticks, form))
	if err == nil {
		ui.Redirect(w, r, "/buyer/orders/"+url.PathEscape(placed.ID)+"/pay")
		return nil
	}
	if apperr.Of(err) == apperr.ErrInternal {
		return err
	}
	a.drawOrder(w, r, l, form, refused(l, ticks, form, err))
	return nil
}

// input is the order as the form says it. What cannot be read becomes a value that Place refuses.
func input(actor account.Actor, l catalog.Listing, ticks []tick, form url.Values) order.PlaceInput {
	c := choose(l, form)
	expect, err := money.Parse(form.Get("expect"), c.Spec.Plan.Currency)
	if err != nil {
		expect = money.Amount{}
	}
	wish, _ := wishOf(form)
	in := order.PlaceInput{Actor: actor, Trial: c.Trial, Wish: wish, IdempotencyKey: form.Get("key"), ProductID: l.ProductID, SpecID: form.Get("spec"), Selection: c.Selection,
		Term: c.Term, Params: map[string]string{}, Agreements: accepted(ticks, form), ExpectTotal: expect}
	for name := range form {
		if code, ok := strings.CutPrefix(name, "param_"); ok {
			in.Params[code] = form.Get(name)
		}
	}
	return in
}

// refused puts what Place said beside the boxes of this page.
func refused(l catalog.Listing, ticks []tick, form url.Values, err error) error {
	var f apperr.Fields
	fields, missing := apperr.FieldsOf(err), false
	switch {
	case errors.Is(err, order.ErrKeyReused):
		return ErrFormUsed
	case errors.Is(err, catalog.ErrSpecNotFound): // Place looks no further; the buyer wants to know everything at once
		f.Add("spec", catalog.ErrSpecNotFound)
		_, paramErr := catalog.CheckParams(l.Params, input(account.Actor{}, l, nil, form).Params)
		fields = apperr.FieldsOf(choose(l, form).Err)
		for name, e := range apperr.FieldsOf(paramErr) {
			f.Add(name, e)
		}
		missing = true
	case len(fields) == 0:
		return err
	}
	for name, e := range fields {
		if name == "agreements" {
			missing = true
			continue
		}
		f.Add(name, e)
	}
	if missing {
		tickErrors(&f, ticks, form)
	}
	if all := f.Err(); all != nil {
		return all
	}
	return err
}

// clean makes a posted form fit to be drawn and stored again: valid UTF-8, without zero bytes, which no browser sends.
func clean(form url.Values) url.Values {
	out := make(url.Values, len(form))
	for name, values := range form {
		for _, v := range values {
			out.Add(name, strings.ReplaceAll(strings.ToValidUTF8(v, "\uFFFD"), "\x00", ""))
		}
	}
	return out
}
