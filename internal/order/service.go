package order

import (
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// Deps are what New needs.
type Deps struct {
	DB        *storage.DB
	Queue     *job.Queue
	Catalog   *catalog.Service
	Sellers   *seller.Service
	Promo     *promo.Service
	Rules     *salesrule.Service
	Wallet    *wallet.Service
	Instances *instance.Service
	SaaS      *saas.Service
	Notify    *notify.Service
	// Agreements has the marketplace's agreement that a buyer accepts with each order.
	Agreements *agreement.Service
	// Ended, when set, is called after the commit that ended an order: a nudge for who waits on this node, which a crash may lose.
	Ended func(orderID string)
}

// Service runs purchases.
type Service struct{ d Deps }

// New makes the room, and takes the ends of deliveries.
func New(d Deps) *Service {
	s := &Service{d}
	d.SaaS.Serve(s)
	return s
}
