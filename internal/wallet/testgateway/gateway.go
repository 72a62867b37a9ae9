package testgateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// Path is where to mount the Handler.
const Path = "/pay/test/"

// minKey is the fewest bytes of a signing key.
const minKey = 32

// Config sets up a Gateway.
type Config struct {
	// Key signs; at least 32 bytes. It must stay the same while payments are open.
	Key []byte
	// ReturnURL is where the browser goes afterwards, with a signed query: a path of ours or a whole address.
	ReturnURL string
	// NotifyURL is the whole address that gets the notification (POST, a form); "" sends none.
	NotifyURL string
}

// Gateway is the test gateway. It is a wallet.Gateway and an http.Handler for Path.
type Gateway struct {
	db     *storage.DB
	queue  *job.Queue
	client *egress.Client
	cfg    Config
	log    *slog.Logger
	mux    *http.ServeMux
}

// Deps are the rooms that the gateway works with.
type Deps struct {
	DB     *storage.DB
	Queue  *job.Queue
	Client *egress.Client
	Log    *slog.Logger
}

// New makes the gateway and registers its job with the queue, so call it before the queue starts.
func New(d Deps, cfg Config) (*Gateway, error) {
	if len(cfg.Key) < minKey {
		return nil, fmt.Errorf("testgateway: the key has %d bytes, needs %d", len(cfg.Key), minKey)
	}
	if cfg.ReturnURL == "" {
		return nil, errors.New("testgateway: no address to return to")
	}
	g := &Gateway{db: d.DB, queue: d.Queue, client: d.Client, cfg: cfg, log: d.Log, mux: http.NewServeMux()}
	job.Handle(d.Queue, jobNotify, g.notify)
	g.routes()
	return g, nil
}

// Name is "test".
func (g *Gateway) Name() string { return "test" }

// Checkout returns the signed path of the payment page.
func (g *Gateway) Checkout(_ context.Context, p wallet.Payment) (string, error) {
	q := g.sign(purposeCheckout, url.Values{
		"id": {p.TopUpID}, "amount": {p.Amount.String()}, "currency": {p.Amount.Currency},
		"expires": {strconv.FormatInt(p.ExpiresAt.Unix(), 10)}, "lang": {p.Lang},
	})
	return Path + url.PathEscape(p.TopUpID) + "?" + q.Encode(), nil
}

// checkout is what a signed page address says.
type checkout struct {
	id      string
	amount  money.Amount
	expires time.Time
	lang    string
}

func (g *Gateway) readCheckout(id string, q url.Values) (checkout, error) {
	if err := g.check(purposeCheckout, q); err != nil {
		return checkout{}, err
	}
	amount, err := money.Parse(q.Get("amount"), q.Get("currency"))
	seconds, err2 := strconv.ParseInt(q.Get("expires"), 10, 64)
	if err := errors.Join(err, err2); err != nil || q.Get("id") != id {
		return checkout{}, errSignature
	}
	return checkout{id, amount, time.Unix(seconds, 0).UTC(), q.Get("lang")}, nil
}

// The outcomes of a payment.
const (
	outcomePaid     = "paid"
	outcomeDeclined = "declined"
)

// message is how a payment ended, as both the notification and the return say it.
type message struct {
	ID      string       `json:"id"`
	Ref     string       `json:"ref"`
	Amount  money.Amount `json:"amount"`
	Outcome string       `json:"outcome"`
}

func (g *Gateway) values(m message) url.Values {
	return g.sign(purposeMessage, url.Values{
		"id": {m.ID}, "payment": {m.Ref}, "amount": {m.Amount.String()}, "currency": {m.Amount.Currency}, "outcome": {m.Outcome},
	})
}

// Read checks a notification or a return.
func (g *Gateway) Read(v url.Values) (wallet.Notice, error) {
	if err := g.check(purposeMessage, v); err != nil {
		return wallet.Notice{}, err
	}
	amount, err := money.Parse(v.Get("amount"), v.Get("currency"))
	if err != nil {
		return wallet.Notice{}, err
	}
	outcome := v.Get("outcome")
	if outcome != outcomePaid && outcome != outcomeDeclined {
		return wallet.Notice{}, fmt.Errorf("testgateway: unknown outcome %q", outcome)
	}
	return wallet.Notice{TopUpID: v.Get("id"), Ref: v.Get("payment"), Amount: amount, Paid: outcome == outcomePaid}, nil
}
