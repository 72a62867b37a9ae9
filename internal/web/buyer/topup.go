package buyer

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

// topUpForm is what the form of a new top-up shows.
type topUpForm struct {
	balance   money.Amount
	amount    money.Amount // wished for by the page that led here; zero value for none
	back      string
	key       string // makes a second press the same top-up
	gatewayOn bool
	typed     url.Values
	err       error
}

// topUpPage asks how much and how.
func (c *centre) topUpPage(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	q := r.URL.Query()
	f := topUpForm{back: localPath(q.Get("back")), key: secret.Token(16)}
	if a, err := money.Parse(q.Get("amount"), wallet.Currency); err == nil && a.Positive() {
		f.amount = a
	}
	return c.drawTopUpForm(w, r, who, f)
}

func (c *centre) drawTopUpForm(w http.ResponseWriter, r *http.Request, who account.Actor, f topUpForm) error {
	var err error
	if f.balance, err = c.Wallet.Balance(r.Context(), who.ID); err != nil {
		return err
	}
	f.gatewayOn = c.Wallet.GatewayOn()
	ui.Render(w, r, ui.StatusOf(f.err), topUpFormPage(f))
	return nil
}

// startTopUp stores the top-up and leads to the gateway's page, or to the details of the transfer.
func (c *centre) startTopUp(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form := r.PostForm
	t, err := c.Wallet.TopUp(r.Context(), wallet.TopUpInput{
		AccountID: who.ID, Method: wallet.Method(form.Get("method")), Amount: form.Get("amount"), Lang: ui.Lang(r.Context()),
		Back: form.Get("back"), IdempotencyKey: form.Get("idempotency_key"),
	})
	switch {
	case err == nil && t.PayURL != "":
		ui.Redirect(w, r, t.PayURL)
		return nil
	case err == nil:
		ui.Redirect(w, r, topUpURL(t.ID))
		return nil
	case errors.Is(err, wallet.ErrGatewayUnavailable):
		ui.SetFlash(w, r, ui.Warning, wallet.ErrGatewayUnavailable.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, topUpURL(t.ID)) // it is kept, and can be paid from its page
		return nil
	case !again(err):
		return err
	}
	f := topUpForm{back: localPath(form.Get("back")), key: form.Get("idempotency_key"), typed: form, err: err}
	if errors.Is(err, wallet.ErrIdempotencyReused) {
		f.key = secret.Token(16) // the next press is a new top-up, as the amount on the page is
	}
	return c.drawTopUpForm(w, r, who, f)
}

// topUpView is what the page of a top-up shows.
type topUpView struct {
	wallet.TopUp
	bank  BankAccount
	typed url.Values
	err   error
}

// mark changes whenever what the page shows does.
func (v topUpView) mark() string { return string(v.State) }

// waiting reports whether somebody else will move the top-up: the gateway, or an operator.
func (v topUpView) waiting() bool {
	return v.State == wallet.StateCreated || v.State == wallet.StateSubmitted
}

// topUp shows one top-up.
func (c *centre) topUp(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	t, err := c.Wallet.GetTopUp(r.Context(), who.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := topUpView{TopUp: t, bank: c.Bank}
	seen := r.URL.Query().Get("seen")
	switch {
	case seen == v.mark():
		w.WriteHeader(http.StatusNoContent)
		return nil
	case seen != "" && t.Credited() && localPath(t.Back) != "":
		AfterTopUp(w, r, t) // the money came while the page was waiting for it
		return nil
	}
	ui.Render(w, r, http.StatusOK, topUpDetailPage(v))
	return nil
}

// payTopUp leads to the gateway's page once more.
func (c *centre) payTopUp(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	t, err := c.Wallet.Pay(r.Context(), who.ID, r.PathValue("id"), ui.Lang(r.Context()))
	if err != nil {
		return c.topUpAgain(w, r, who, err)
	}
	ui.Redirect(w, r, t.PayURL)
	return nil
}

// transferred is the buyer's "I have transferred".
func (c *centre) transferred(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	t, err := c.Wallet.SubmitTransfer(r.Context(), wallet.SubmitTransferInput{
		AccountID: who.ID, Name: who.Name, ID: r.PathValue("id"), BankReference: r.PostForm.Get("bank_reference")})
	if err != nil {
		return c.topUpAgain(w, r, who, err)
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "buyer.topup.submitted"))
	ui.Redirect(w, r, topUpURL(t.ID))
	return nil
}

// cancelTopUp gives a top-up up.
func (c *centre) cancelTopUp(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	t, err := c.Wallet.Cancel(r.Context(), who.ID, r.PathValue("id"))
	if err != nil {
		return c.topUpAgain(w, r, who, err)
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "buyer.topup.cancelled"))
	ui.Redirect(w, r, topUpURL(t.ID))
	return nil
}

// topUpAgain shows the top-up as it is now, with why the action was refused. That of somebody else is not found.
func (c *centre) topUpAgain(w http.ResponseWriter, r *http.Request, who account.Actor, cause error) error {
	if !again(cause) {
		return cause
	}
	t, err := c.Wallet.GetTopUp(r.Context(), who.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(cause), topUpDetailPage(topUpView{TopUp: t, bank: c.Bank, typed: r.PostForm, err: cause}))
	return nil
}

// AfterTopUp leads a browser that comes back from a payment page on: to where the money was needed when it arrived, and
// to the page of the top-up otherwise.
func AfterTopUp(w http.ResponseWriter, r *http.Request, t wallet.TopUp) {
	to := topUpURL(t.ID)
	if t.Credited() {
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "buyer.topup.credited", "amount", t.Received.Format()))
		if back := localPath(t.Back); back != "" {
			to = back
		}
	}
	ui.Redirect(w, r, to)
}
