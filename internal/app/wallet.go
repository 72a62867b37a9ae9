package app

import (
	"crypto/hkdf"
	"crypto/sha256"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/wallet/testgateway"
	"github.com/souk-market/souk/internal/web/buyer"
	"github.com/souk-market/souk/internal/web/door"
)

// The addresses at which a payment provider returns the browser and notifies us.
const (
	payReturn = "/pay/return"
	payNotify = "/pay/notify"
)

func topUpPage(topUpID string) string    { return "/buyer/wallet/topups/" + topUpID }
func transferPage(topUpID string) string { return "/operator/transfers/" + topUpID }

// buildWallet makes the wallet, with the test gateway where it is asked for.
func (a *App) buildWallet() error {
	cfg := wallet.Config{TopUpLink: topUpPage, TransferLink: transferPage}
	if !a.Settings.TestGateway {
		a.Wallet = wallet.New(a.DB, a.Ledger, a.Notify, nil, cfg, a.Log)
		a.Wallet.RegisterJobs(a.Queue)
		return nil
	}
	key, err := a.derive("testgateway")
	if err != nil {
		return err
	}
	a.Gateway, err = testgateway.New(testgateway.Deps{DB: a.DB, Queue: a.Queue, Client: a.HTTP, Log: a.Log},
		testgateway.Config{Key: key, ReturnURL: payReturn, NotifyURL: a.Settings.publicURL() + payNotify})
	if err != nil {
		return err
	}
	a.Wallet = wallet.New(a.DB, a.Ledger, a.Notify, a.Gateway, cfg, a.Log)
	a.Wallet.RegisterJobs(a.Queue)
	return nil
}

// derive makes a key for one purpose from the master key.
func (a *App) derive(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, a.master, nil, "souk "+purpose, 32)
}

// payments mounts what a payment provider calls.
func (a *App) payments(mux *door.Mux) {
	if a.Gateway == nil {
		return
	}
	mux.Add(
		door.Handler(testgateway.Path, account.Public, a.Gateway.ServeHTTP),
		door.Handler("POST "+payNotify, account.Public, a.Wallet.NotifyHandler().ServeHTTP),
		door.Route{Pattern: "GET " + payReturn, Needs: account.Public, Do: a.payReturned},
	)
}

// payReturned shows how a payment went to the person whom the payment page sent back.
func (a *App) payReturned(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	t, err := a.Wallet.ConfirmGateway(r.Context(), r.URL.Query())
	if err == nil {
		buyer.AfterTopUp(w, r, t)
	}
	return err
}
