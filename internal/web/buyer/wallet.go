package buyer

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

// movements is the wallet: what is in it and how it came to be.
func (c *centre) movements(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	balance, err := c.Wallet.Balance(ctx, who.ID)
	if err != nil {
		return err
	}
	list, err := c.Wallet.Movements(ctx, who.ID, pageOf(r))
	if err != nil {
		return err
	}
	rows := make([]ui.Row, len(list.Items))
	for i, m := range list.Items {
		rows[i] = ui.Row{Cells: []templ.Component{movementName(m), ui.Link(movementURL(m), m.Ref), change(m.Amount), ui.Money(m.Balance), ui.Time(m.At)}}
	}
	ui.Render(w, r, http.StatusOK, walletPage(balance, rows, list.Next))
	return nil
}

// movementURL leads to what moved the money: an order or a top-up.
func movementURL(m wallet.Movement) string {
	if strings.HasPrefix(m.Kind, "topup.") {
		return topUpURL(m.Ref)
	}
	return "/buyer/orders/" + m.Ref
}

func topUpURL(id string) string { return "/buyer/wallet/topups/" + id }

// movementsCSV exports the statement.
func (c *centre) movementsCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	heading := texts(ctx, "buyer.at", "buyer.kind", "buyer.ref", "buyer.amount", "buyer.balance", "buyer.currency", "buyer.entry")
	row := func(m wallet.Movement) []string {
		return []string{sheet.Time(m.At), ui.In(ctx, wallet.KindText(m.Kind)), m.Ref, m.Amount.String(), m.Balance.String(), m.Amount.Currency, m.EntryID}
	}
	return ui.Export(w, r, ui.Sheet[wallet.Movement]{Name: "wallet", Header: heading, Row: row, Log: c.Log},
		func(req page.Request) (page.Of[wallet.Movement], error) { return c.Wallet.Movements(ctx, who.ID, req) })
}

// topUps lists the buyer's top-ups.
func (c *centre) topUps(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	balance, err := c.Wallet.Balance(ctx, who.ID)
	if err != nil {
		return err
	}
	list, err := c.Wallet.ListTopUps(ctx, who.ID, pageOf(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, topUpsPage(balance, topUpRows(ctx, list.Items), list.Next))
	return nil
}

func topUpRows(ctx context.Context, list []wallet.TopUp) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, t := range list {
		rows[i] = ui.Row{Href: topUpURL(t.ID), Cells: []templ.Component{
			ui.TwoLines(ui.T(ctx, "buyer.method."+string(t.Method)), t.ID), ui.Money(t.Amount), topUpBadge(t.State), ui.Time(t.CreatedAt)}}
		if t.Open() {
			rows[i].Tone = ui.Warning
		}
	}
	return rows
}

// topUpsCSV exports the list of top-ups.
func (c *centre) topUpsCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	heading := texts(ctx, "buyer.topup.no", "buyer.method", "buyer.amount", "buyer.topup.received", "buyer.currency", "buyer.state",
		"buyer.topup.code", "buyer.topup.reference", "buyer.topup.at", "buyer.topup.decided")
	row := func(t wallet.TopUp) []string {
		return []string{t.ID, ui.T(ctx, "buyer.method."+string(t.Method)), t.Amount.String(), t.Received.String(), t.Amount.Currency,
			ui.T(ctx, "buyer.topup.state."+string(t.State)), t.RemittanceCode, t.BankReference, sheet.Time(t.CreatedAt), sheet.Time(t.DecidedAt)}
	}
	return ui.Export(w, r, ui.Sheet[wallet.TopUp]{Name: "topups", Header: heading, Row: row, Log: c.Log},
		func(req page.Request) (page.Of[wallet.TopUp], error) { return c.Wallet.ListTopUps(ctx, who.ID, req) })
}
