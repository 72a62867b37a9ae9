package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/demo/isvserver"
	"github.com/souk-market/souk/internal/kernel/clock"
)

type demoCmd struct {
	Settings
	SellerListen string `help:"Address of the demo seller's server." default:"127.0.0.1:8090" env:"SOUK_SELLER_LISTEN" placeholder:"ADDR"`
	JSON         bool   `help:"Print one line of JSON when ready, instead of a table."`
	Quiet        bool   `help:"Without the orders, ratings and questions of other buyers."`
}

// asyncProduct is opened in the seller's own time (000004), so that the demo shows both ways.
const asyncProduct = "pipelines"

// asyncDelay is how long the demo seller takes for it.
const asyncDelay = 15 * time.Second

// Run serves a filled marketplace and the demo seller's server until it is told to stop.
func (c *demoCmd) Run(ctx context.Context, out io.Writer) error {
	c.Sandbox, c.AllowPrivateEndpoints, c.TestGateway = true, true, true
	if c.Log == "info" {
		c.Log = "warn" // the table below is what somebody wants to see here
	}
	market, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	sellers, err := net.Listen("tcp", c.SellerListen)
	if err != nil {
		return errors.Join(err, market.Close())
	}
	c.Listen, c.SellerListen = market.Addr().String(), sellers.Addr().String()
	a, err := New(ctx, c.Settings, c.logger())
	if err != nil {
		return errors.Join(err, market.Close(), sellers.Close())
	}
	if c.Quiet {
		a.Content.Opinions = content.Opinions{}
	}
	seeded, err := a.seed(byHand(ctx, "demo"), "http://"+c.SellerListen)
	if err != nil {
		return errors.Join(err, market.Close(), sellers.Close(), a.Close())
	}
	a.Logins = seeded.Logins
	stop, err := a.serveSeller(sellers, seeded)
	if err != nil {
		return errors.Join(err, market.Close(), sellers.Close(), a.Close())
	}
	err = a.serve(ctx, market, func() error {
		if err := c.announce(out, seeded); err != nil {
			return err
		}
		if err := a.speak(byHand(ctx, "demo"), &seeded); err != nil && ctx.Err() == nil {
			a.Log.Warn("the other buyers of the demo could not say all; the next start goes on", "error", err)
		}
		return nil
	})
	return errors.Join(err, stop())
}

// seed fills the marketplace at the first start and remembers the logins in the data folder.
func (a *App) seed(ctx context.Context, sellerURL string) (demo.Seeded, error) {
	var seeded demo.Seeded
	raw, err := os.ReadFile(a.demoFile())
	if err == nil {
		return seeded, json.Unmarshal(raw, &seeded)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return seeded, err
	}
	seeded, err = a.rooms().Seed(ctx, a.Content, func(p content.Product) string {
		if p.Key == asyncProduct {
			return sellerURL + "/async"
		}
		return sellerURL + "/"
	})
	if err != nil {
		return seeded, fmt.Errorf("fill the demo: %w", err)
	}
	return seeded, a.remember(seeded)
}

// remember writes down what the demo holds: as a whole or not at all, for nobody else knows the passwords.
func (a *App) remember(s demo.Seeded) error {
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	next := a.demoFile() + ".new"
	if err := os.WriteFile(next, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(next, a.demoFile())
}

func (a *App) demoFile() string { return filepath.Join(a.Settings.Data, "demo.json") }

// rooms are those that the demo works with.
func (a *App) rooms() demo.Rooms {
	return demo.Rooms{DB: a.DB, Promo: a.Promo, Accounts: a.Accounts, Sellers: a.Sellers, Catalog: a.Catalog, Blobs: a.Blobs, Calls: a.Calls, Wallet: a.Wallet, Window: a.Window,
		Agreements: a.Agreements, Orders: a.Orders, Feedback: a.Feedback}
}

// speak has the other buyers of the demo speak, once. A demo without them, or of a version before them, stays as it is.
func (a *App) speak(ctx context.Context, s *demo.Seeded) error {
	if s.Spoken || len(s.Voices) == 0 || len(a.Content.Opinions.Ratings) == 0 {
		return nil
	}
	if err := a.rooms().Speak(ctx, a.Content, *s); err != nil {
		return err
	}
	s.Spoken = true
	return a.remember(*s)
}

// serveSeller runs the demo seller's server, which knows nothing of the marketplace but its interface keys.
func (a *App) serveSeller(ln net.Listener, seeded demo.Seeded) (stop func() error, err error) {
	var keys []string
	for _, k := range seeded.Keys {
		keys = append(keys, k)
	}
	srv, err := isvserver.New(isvserver.Config{Keys: func() []string { return keys }, Now: a.Clock.Now, Wall: clock.Wall,
		StatePath: filepath.Join(a.Settings.Data, "demo-seller.jsonl"), Logger: a.Log, BaseURL: "http://" + ln.Addr().String(), AsyncDelay: asyncDelay})
	if err != nil {
		return nil, err
	}
	hs := newServer(srv, a.Log)
	go func() {
		if err := hs.Serve(ln); err != nil && !errors.Is(err, http.ErrServerClosed) {
			a.Log.Error("demo seller's server ended", "error", err)
		}
	}()
	return func() error { return errors.Join(hs.Close(), srv.Close()) }, nil
}

type announcement struct {
	URL       string       `json:"url"`
	SellerURL string       `json:"seller_url"`
	Data      string       `json:"data"`
	Accounts  []demo.Login `json:"accounts"`
}

// announce says where the demo is and how to get in.
func (c *demoCmd) announce(out io.Writer, s demo.Seeded) error {
	if c.JSON {
		return json.NewEncoder(out).Encode(announcement{c.publicURL(), "http://" + c.SellerListen, c.Data, s.Logins})
	}
	w := tabwriter.NewWriter(out, 0, 4, 3, ' ', 0)
	_, _ = fmt.Fprintf(w, "\nSouk is ready.\n\n  Marketplace\t%s\n  Demo seller's server\thttp://%s\n  Mails\t%s/dev/mail\n  JSON API\t%s/api/docs\n\n",
		c.publicURL(), c.SellerListen, c.publicURL(), c.publicURL())
	_, _ = fmt.Fprintln(w, "  WHO\tLOGIN\tPASSWORD\tAPI TOKEN")
	for _, l := range s.Logins {
		_, _ = fmt.Fprintf(w, "  %s (%s)\t%s\t%s\t%s\n", l.Kind, l.Name, l.Login, l.Password, l.Token)
	}
	_, _ = fmt.Fprintln(w, "\n  The operator's second step at sign-in: the page shows the code.")
	_, _ = fmt.Fprintf(w, "\nData in %s. Stop with Ctrl-C.\n", c.Data)
	return w.Flush()
}
