package testgateway

import (
	"context"
	"fmt"
	"net/http"

	"github.com/souk-market/souk/internal/egress"
)

const jobNotify = "wallet.testgateway.notify"

// notify tells the marketplace, from server to server, how a payment ended. An error has the queue try again.
func (g *Gateway) notify(ctx context.Context, m message) error {
	reply, err := g.client.Do(ctx, egress.Request{
		Method: http.MethodPost, URL: g.cfg.NotifyURL,
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		Body:   []byte(g.values(m).Encode()),
	})
	if err != nil {
		return fmt.Errorf("notify of payment %s: %w", m.ID, err)
	}
	if reply.Status != http.StatusOK {
		return fmt.Errorf("notify of payment %s: answered %d", m.ID, reply.Status)
	}
	return nil
}
