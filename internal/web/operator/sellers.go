package operator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// sellersPage is the list of sellers.
type sellersPage struct {
	waiting
	List  page.Of[seller.SellerRow]
	Exits []exitRow // requests to leave that wait
}

// exitRow is a request to leave with the seller's name.
type exitRow struct {
	seller.Exit
	Name seller.Seller
}

func (c *console) sellers(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	q, ctx := r.URL.Query(), r.Context()
	var p sellersPage
	var err error
	f := seller.SellerFilter{Text: q.Get("q"), State: q.Get("state"), Level: seller.Level(q.Get("level"))}
	if p.List, err = c.d.Sellers.Sellers(ctx, actor, f, asked(r)); err != nil {
		return err
	}
	if p.Exits, err = c.exitQueue(ctx, actor, page.MaxLimit); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, sellersView(p))
	return nil
}

// exitQueue is at most that many requests to leave, the longest waiting first; empty for who does not decide on them.
func (c *console) exitQueue(ctx context.Context, actor account.Actor, most int) ([]exitRow, error) {
	if !actor.Can(account.OperatorSellerReviews) {
		return nil, nil
	}
	list, err := c.d.Sellers.Exits(ctx, actor, page.Request{Limit: most})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list.Items))
	for i, x := range list.Items {
		ids[i] = x.SellerID
	}
	names, err := c.d.Sellers.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]exitRow, len(list.Items))
	for i, x := range list.Items {
		out[i] = exitRow{x, names[x.SellerID]}
	}
	return out, nil
}

func sellerRows(ctx context.Context, list []seller.SellerRow) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, s := range list {
		rows[i] = ui.Row{Href: "/operator/sellers/" + s.ID, Cells: []templ.Component{
			ui.TwoLines(ui.In(ctx, s.Name), s.Info.LegalName), ui.StatusBadge(s.State, sellerState(ctx, s.State)), ui.Text(ui.In(ctx, s.Level.Name())),
			ui.Text(strconv.Itoa(s.Deducted)), inForceCell(s.InForce), ui.Date(s.CreatedAt),
		}}
	}
	return rows
}

func exitRows(ctx context.Context, list []exitRow) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		rows[i] = ui.Row{Href: "/operator/sellers/" + x.SellerID, Cells: []templ.Component{
			ui.Text(ui.In(ctx, x.Name.Name)), ui.Text(x.Reason), ageBadge(x.AskedAt)}}
	}
	return rows
}

// sellerState names the state of an admission.
func sellerState(ctx context.Context, s string) string {
	switch s {
	case seller.EntryReviewing, seller.EntryUncertified, seller.EntryActive, seller.EntryRejected, seller.EntryExpelled, seller.EntryExited:
		return ui.T(ctx, "operator.sellers.state."+s)
	}
	return s
}

func sellerStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{seller.EntryActive, seller.EntryUncertified, seller.EntryExpelled, seller.EntryExited} {
		out = append(out, ui.Option{Value: s, Label: sellerState(ctx, s)})
	}
	return out
}

func levelOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, l := range seller.Levels() {
		out = append(out, ui.Option{Value: string(l), Label: ui.In(ctx, l.Name())})
	}
	return out
}

// sellerPage is one seller with the forms to decide about it.
type sellerPage struct {
	waiting
	seller.Dossier
	Products   []catalog.ProductRow
	OpenOrders int
	Form       url.Values // what was typed into the form that was refused
	Refused    string     // which form; "" for none
	Err        error
	Punishes   bool // the operator may punish
	Audits     bool // the operator may read the audit log
	Reviews    bool // the operator may set the level and let sellers go
}

// Here reports whether it is a seller still: nothing is decided about one that left.
func (p sellerPage) Here() bool {
	return p.Seller.State == seller.EntryActive || p.Seller.State == seller.EntryUncertified
}

func (p sellerPage) typed(form string) url.Values {
	if p.Refused == form {
		return p.Form
	}
	return nil
}

func (p sellerPage) errOf(form string) error {
	if p.Refused == form {
		return p.Err
	}
	return nil
}

// open reports whether a form stays open: it came back with an error.
func (p sellerPage) open(form string) bool { return p.Refused == form }

// deposit is the deposit as the page shows it.
func (p sellerPage) deposit(ctx context.Context) string {
	if p.Standing.Deposit.Amount.IsZero() {
		return ui.T(ctx, "operator.sellers.deposit.none")
	}
	return p.Standing.Deposit.Amount.Format()
}

// hidden is the revision that the operator sees.
func (p sellerPage) hidden() []ui.Hidden {
	return []ui.Hidden{{Name: "rev", Value: strconv.FormatInt(p.Standing.Rev, 10)}}
}

func (c *console) seller(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showSeller(w, r, actor, "", nil)
}

func (c *console) showSeller(w http.ResponseWriter, r *http.Request, actor account.Actor, form string, refused error) error {
	ctx, id := r.Context(), r.PathValue("id")
	p := sellerPage{Form: r.PostForm, Refused: form, Err: refused, Punishes: actor.Can(account.OperatorPenalties), Reviews: actor.Can(account.OperatorSellerReviews), Audits: actor.Can(account.OperatorAudit)}
	var err error
	if p.Dossier, err = c.d.Sellers.Dossier(ctx, actor, id); err != nil {
		return err
	}
	products, err := c.d.Catalog.MyProducts(ctx, actor, catalog.ProductFilter{SellerID: id}, page.Request{})
	if err != nil {
		return err
	}
	p.Products = products.Items
	if p.OpenOrders, err = c.d.Orders.CountOpen(ctx, c.d.DB.Reader(), id); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), sellerView(p))
	return nil
}

// standingSeen is the revision that a form was drawn from.
func standingSeen(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.PostForm.Get("rev"), 10, 64) // none is 0, which is a conflict wherever something was decided
	return n
}

func (c *console) setLevel(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.SetLevel(r.Context(), seller.SetLevelInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r),
		Level: seller.Level(r.PostForm.Get("level")), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "level", err)
}

func (c *console) setDeposit(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.SetDeposit(r.Context(), seller.SetDepositInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r),
		Amount: r.PostForm.Get("amount"), Note: r.PostForm.Get("note"), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "deposit", err)
}

func (c *console) setHardware(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.SetHardware(r.Context(), seller.SetHardwareInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r),
		Allowed: r.PostForm.Get("allowed") != "", Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "hardware", err)
}

func (c *console) takePoints(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.Deduct(r.Context(), seller.DeductInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r),
		Rule: r.PostForm.Get("rule"), Reason: r.PostForm.Get("reason"), Confirm: r.PostForm.Get("confirm")})
	return c.sellerDecided(w, r, actor, "points", err)
}

func (c *console) penalise(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.Penalise(r.Context(), seller.PenaliseInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r),
		Kind: seller.PenaltyKind(r.PostForm.Get("kind")), Rule: r.PostForm.Get("rule"), Reason: r.PostForm.Get("reason"), Confirm: r.PostForm.Get("confirm")})
	return c.sellerDecided(w, r, actor, "penalty", err)
}

func (c *console) returnPoints(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.RevokePoints(r.Context(), seller.RevokeInput{Actor: actor, ID: r.PathValue("record"), Rev: standingSeen(r), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "return", err)
}

func (c *console) revokePenalty(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.RevokePenalty(r.Context(), seller.RevokeInput{Actor: actor, ID: r.PathValue("record"), Rev: standingSeen(r), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "revoke", err)
}

func (c *console) confirmExit(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.ConfirmExit(r.Context(), seller.DecideExitInput{Actor: actor, ID: r.PathValue("record")})
	return c.sellerDecided(w, r, actor, "exit", err)
}

func (c *console) refuseExit(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.RefuseExit(r.Context(), seller.DecideExitInput{Actor: actor, ID: r.PathValue("record"), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "stay", err)
}

func (c *console) sellerDecided(w http.ResponseWriter, r *http.Request, actor account.Actor, form string, err error) error {
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.sellers.done."+form))
		ui.Redirect(w, r, "/operator/sellers/"+r.PathValue("id"))
		return nil
	case apperr.Of(err).Kind == apperr.NotFound || apperr.Of(err).Kind == apperr.Internal || apperr.Of(err).Kind == apperr.Forbidden:
		return err
	}
	return c.showSeller(w, r, actor, form, err)
}

func ruleOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, x := range seller.PointRules() {
		out = append(out, ui.Option{Value: x.Code, Label: ui.T(ctx, "operator.sellers.rule", "points", x.Points, "rule", ui.In(ctx, x.Text))})
	}
	return out
}

func penaltyOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, x := range seller.PenaltyKinds() {
		out = append(out, ui.Option{Value: string(x.Kind), Label: ui.In(ctx, x.Name), Help: ui.In(ctx, x.Effect)})
	}
	return out
}

// ruleText and penaltyName are in the reader's language.
func ruleText(ctx context.Context, code string) string {
	x, _ := seller.RuleOf(code)
	return ui.In(ctx, x.Text)
}

func penaltyName(ctx context.Context, k seller.PenaltyKind) string {
	x, _ := k.Info()
	return ui.In(ctx, x.Name)
}

// penaltyTone is how a penalty is marked.
func penaltyTone(p seller.Penalty) ui.Tone {
	if p.State == seller.PenaltyInForce {
		return ui.Danger
	}
	return ui.Neutral
}
