package salesrule

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// errCustomer is what somebody hears who adds one customer, where the room speaks of a line.
var errCustomer = apperr.Def(apperr.Invalid, "sales_customer_unknown",
	"No customer has this id and this name. Ask the customer for both: they are on its account page.", "账号名称与账号 ID 不匹配，请向客户确认，两者均可在其账号中心查看。")

// usersView is the page of one list of customers.
type usersView struct {
	desk
	Product salesrule.Product
	Of      salesrule.Of
	Rows    []ui.Row
	Next    string
	Values  url.Values
	One     error // what is wrong with one customer
	Many    error // what is wrong with a file
}

// title is what the list is for.
func (v usersView) title(ctx context.Context) string {
	return ui.T(ctx, "sales.users."+string(v.Of.List))
}

// lead names the product and the spec.
func (v usersView) lead(ctx context.Context) string {
	if o, ok := v.Product.Spec(v.Of.SpecID); ok {
		return ui.In(ctx, v.Product.Name) + " · " + ui.In(ctx, o.Name)
	}
	return ui.In(ctx, v.Product.Name)
}

// back is the tab to which the list belongs.
func (v usersView) back() string {
	if v.Of.List == salesrule.ListTrial {
		return v.url + "/" + v.Product.ID + tabTrials
	}
	return v.url + "/" + v.Product.ID
}

func (v usersView) at() string { return v.url + "/" + v.Product.ID + "/users" }

// query names the list in an address.
func query(of salesrule.Of) string {
	q := url.Values{"list": {string(of.List)}}
	if of.SpecID != "" {
		q.Set("spec", of.SpecID)
	}
	return "?" + q.Encode()
}

func (v usersView) hidden() []ui.Hidden {
	return []ui.Hidden{{Name: "list", Value: string(v.Of.List)}, {Name: "spec", Value: v.Of.SpecID}}
}

// listOf reads which list of the desk is meant. One of the other desk is not there: its permission is another.
func listOf(k desk, r *http.Request, who account.Actor, get func(string) string) (salesrule.UsersInput, error) {
	in := salesrule.UsersInput{Actor: who, ProductID: r.PathValue("id"), Of: salesrule.Of{List: salesrule.List(plain(get("list"))), SpecID: plain(get("spec"))}}
	if in.List == "" {
		in.List = salesrule.ListTarget
		if k.credit() {
			in.List = salesrule.ListCash
		}
	}
	if credit := in.List == salesrule.ListCash || in.List == salesrule.ListLine; credit != k.credit() {
		return in, salesrule.ErrProductNotFound
	}
	return in, nil
}

func (p *pages) users(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		in, err := listOf(k, r, who, r.URL.Query().Get)
		if err != nil {
			return err
		}
		return p.drawUsers(w, r, in, usersView{desk: k, Of: in.Of})
	}
}

func (p *pages) drawUsers(w http.ResponseWriter, r *http.Request, in salesrule.UsersInput, v usersView) error {
	ctx := r.Context()
	s, err := p.Rules.Get(ctx, in.Actor, in.ProductID)
	if err != nil {
		return err
	}
	list, err := p.Rules.ListUsers(ctx, in, asked(r, "q"), from(r))
	if err != nil {
		return err
	}
	v.Product, v.Next = s.Product, list.Next
	for _, n := range list.Items {
		v.Rows = append(v.Rows, ui.Row{Cells: []templ.Component{ui.TwoLines(n.Name, n.ID), ui.Text(n.AddedName), ui.Time(n.AddedAt), removeButton(v, n)}})
	}
	ui.Render(w, r, ui.StatusOf(errors.Join(v.One, v.Many)), usersPage(v))
	return nil
}

// addUsers takes one customer, or those of a filled template.
func (p *pages) addUsers(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		form, err := upload.Customers(w, r)
		if err != nil {
			return err
		}
		in, err := listOf(k, r, who, form.Get)
		if err != nil {
			return err
		}
		v := usersView{desk: k, Of: in.Of, Values: form}
		one := form.Has("account")
		users := []promo.User{{ID: strings.TrimSpace(form.Get("account")), Name: strings.Join(strings.Fields(form.Get("name")), " ")}}
		if !one {
			users, err = upload.CustomersOf(form)
		}
		added := 0
		if err == nil {
			added, err = p.Rules.AddUsers(r.Context(), in, users)
		}
		switch {
		case err == nil:
			ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "sales.users.added", "n", added))
			ui.Redirect(w, r, k.url+"/"+in.ProductID+"/users"+query(in.Of))
			return nil
		case !door.Showable(err):
			return err
		case one && errors.Is(apperr.FieldsOf(err)["users"], promo.ErrUserUnknown):
			var f apperr.Fields
			f.Add("account", errCustomer)
			v.One = f.Err()
		case one:
			v.One = err
		default:
			v.Many = err
		}
		return p.drawUsers(w, r, in, v)
	}
}

func (p *pages) removeUser(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		in, err := listOf(k, r, who, r.PostForm.Get)
		if err != nil {
			return err
		}
		err = p.Rules.RemoveUser(r.Context(), in, plain(r.PostForm.Get("account")))
		if err != nil && !errors.Is(err, salesrule.ErrUserNotListed) { // somebody else was quicker: it is off the list
			return err
		}
		return door.Done(w, r, "sales.users.removed", k.url+"/"+in.ProductID+"/users"+query(in.Of))
	}
}

// usersCSV is the list in the form of the template, with who added whom and when.
func (p *pages) usersCSV(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		ctx := r.Context()
		in, err := listOf(k, r, who, r.URL.Query().Get)
		if err != nil {
			return err
		}
		return ui.Export(w, r, ui.Sheet[salesrule.Named]{Name: "customers", Log: p.Log,
			Header: []string{ui.T(ctx, "sales.col.name"), ui.T(ctx, "sales.col.account"), ui.T(ctx, "sales.col.added-by"), ui.T(ctx, "sales.col.added")},
			Row:    func(n salesrule.Named) []string { return []string{n.Name, n.ID, n.AddedName, sheet.Time(n.AddedAt)} },
		}, func(req page.Request) (page.Of[salesrule.Named], error) {
			return p.Rules.ListUsers(ctx, in, asked(r, "q"), req)
		})
	}
}

// template is the file to fill in with customers.
func (p *pages) template(w http.ResponseWriter, _ *http.Request, _ account.Actor) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="customers.csv"`)
	_, err := w.Write(promo.Template())
	return err
}
