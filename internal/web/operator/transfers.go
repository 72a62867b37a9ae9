package operator

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

// transfersPage is the list of bank transfers.
type transfersPage struct {
	waiting
	List  page.Of[wallet.TopUp]
	Names map[string]account.Account
}

func (c *console) listTransfers(r *http.Request, actor account.Actor, req page.Request) (page.Of[wallet.TopUp], map[string]account.Account, error) {
	list, err := c.d.Wallet.ListTransfers(r.Context(), actor, wallet.State(r.URL.Query().Get("state")), req)
	if err != nil {
		return list, nil, err
	}
	ids := make([]string, len(list.Items))
	for i, t := range list.Items {
		ids[i] = t.AccountID
	}
	names, err := c.accounts(r.Context(), ids...)
	return list, names, err
}

func (c *console) transfers(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p transfersPage
	var err error
	if p.List, p.Names, err = c.listTransfers(r, actor, asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, transfersView(p))
	return nil
}

func (c *console) transfersCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	header := columns(ctx, "transfer.id", "buyer", "code", "bank_reference", "announced", "received", "state", "created", "submitted", "decided", "note")
	var names map[string]account.Account // of the page being written
	row := func(t wallet.TopUp) []string {
		received := ""
		if t.Credited() {
			received = t.Received.String()
		}
		return []string{t.ID, names[t.AccountID].Name, t.RemittanceCode, t.BankReference, t.Amount.String(), received,
			transferState(ctx, t.State), sheet.Time(t.CreatedAt), sheet.Time(t.SubmittedAt), sheet.Time(t.DecidedAt), t.Reason}
	}
	return ui.Export(w, r, ui.Sheet[wallet.TopUp]{Name: c.fileName("transfers"), Header: header, Row: row, Log: c.d.Log},
		func(req page.Request) (list page.Of[wallet.TopUp], err error) {
			list, names, err = c.listTransfers(r, actor, req)
			return list, err
		})
}

func transferRows(ctx context.Context, p transfersPage) []ui.Row {
	rows := make([]ui.Row, len(p.List.Items))
	for i, t := range p.List.Items {
		rows[i] = ui.Row{Href: "/operator/transfers/" + t.ID, Cells: []templ.Component{
			ui.TwoLines(p.Names[t.AccountID].Name, p.Names[t.AccountID].Login), ui.Mono(t.RemittanceCode), ui.Money(t.Amount),
			receivedCell(t), ui.StatusBadge(string(t.State), transferState(ctx, t.State)), ui.Time(t.CreatedAt),
		}}
	}
	return rows
}

// transferStates are the states of bank transfers, in the order of their life.
func transferStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []wallet.State{wallet.StateAwaiting, wallet.StateSubmitted, wallet.StateConfirmed, wallet.StateRejected, wallet.StateCancelled} {
		out = append(out, ui.Option{Value: string(s), Label: transferState(ctx, s)})
	}
	return out
}

// transferPage is one bank transfer with the forms to decide on it.
type transferPage struct {
	waiting
	wallet.TopUp
	Buyer, Decider account.Account
	Form           url.Values // what was typed into the form that was refused
	Refused        string     // which form: "confirm" or "reject"; "" for none
	Err            error
}

// Decidable reports whether the transfer waits for an operator. A buyer may have paid without saying so.
func (p transferPage) Decidable() bool {
	return p.State == wallet.StateSubmitted || p.State == wallet.StateAwaiting
}

// Moved reports whether the transfer was decided on in the meantime.
func (p transferPage) Moved() bool { return errors.Is(p.Err, wallet.ErrTopUpState) }

func (c *console) transfer(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showTransfer(w, r, actor, "", nil)
}

func (c *console) showTransfer(w http.ResponseWriter, r *http.Request, actor account.Actor, form string, refused error) error {
	ctx := r.Context()
	p := transferPage{Form: r.PostForm, Refused: form, Err: refused}
	var err error
	if p.TopUp, err = c.d.Wallet.GetTransfer(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	names, err := c.accounts(ctx, p.AccountID, p.DecidedBy)
	if err != nil {
		return err
	}
	p.Buyer, p.Decider = names[p.AccountID], names[p.DecidedBy]
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), transferView(p))
	return nil
}

// confirm credits what arrived in the bank (business-rules 6.4).
func (c *console) confirm(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	t, err := c.d.Wallet.ConfirmTransfer(r.Context(), wallet.ConfirmTransferInput{Actor: actor, ID: r.PathValue("id"),
		Received: r.PostForm.Get("received"), BankReference: r.PostForm.Get("bank_reference"), Note: r.PostForm.Get("note")})
	return c.transferDecided(w, r, actor, "confirm", t, err)
}

// refuse ends a transfer whose money was not found.
func (c *console) refuse(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	t, err := c.d.Wallet.RejectTransfer(r.Context(), wallet.RejectTransferInput{Actor: actor, ID: r.PathValue("id"),
		Reason: r.PostForm.Get("reason")})
	return c.transferDecided(w, r, actor, "reject", t, err)
}

func (c *console) transferDecided(w http.ResponseWriter, r *http.Request, actor account.Actor, form string, t wallet.TopUp, err error) error {
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.transfer.done."+form, "amount", t.Received.Format(), "code", t.RemittanceCode))
		ui.Redirect(w, r, "/operator/transfers?state="+string(wallet.StateSubmitted))
		return nil
	case apperr.Of(err).Kind == apperr.NotFound || apperr.Of(err).Kind == apperr.Internal:
		return err
	}
	return c.showTransfer(w, r, actor, form, err)
}

// typed and errOf give each of the two forms what is its own.
func (p transferPage) typed(form string) url.Values {
	if p.Refused == form {
		return p.Form
	}
	return nil
}

func (p transferPage) errOf(form string) error {
	if p.Refused == form {
		return p.Err
	}
	return nil
}

// transfersNone praises an empty queue; any other state without transfers keeps the usual text.
func transfersNone(ctx context.Context) ui.Empty {
	if ui.ViewOf(ctx).Query.Get("state") != string(wallet.StateSubmitted) {
		return ui.Empty{}
	}
	return ui.Empty{Icon: "check-circle", Title: ui.T(ctx, "operator.transfers.done"), Text: ui.T(ctx, "operator.transfers.done.text"),
		Action: ui.Button(ui.Btn{Label: ui.T(ctx, "operator.transfers.all"), Href: "/operator/transfers"})}
}
