package call

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Addresses tells where the calls of a product go, as the seller last had it approved.
type Addresses interface {
	ProductionURL(ctx context.Context, productID string) (string, error)
}

// Sellers connects a seller with the account behind it.
type Sellers interface {
	SellerOf(ctx context.Context, accountID string) (sellerID string, err error)
	AccountOf(ctx context.Context, sellerID string) (accountID string, err error)
}

// Grants knows which products a sub-user of a seller works with (business-rules 2.9); all is true for who needs no grants.
type Grants interface {
	Granted(ctx context.Context, actor account.Actor) (ids []string, all bool, err error)
}

// Owner is told, inside the transaction that stores it, how a call ended or that an attempt failed.
type Owner interface {
	CallEnded(ctx context.Context, tx *storage.Tx, r Result) error
}

// How many attempts run at once on a node: in all, and for one seller, so that one slow server leaves room for others.
const (
	maxRuns       = 128
	maxSellerRuns = 32
)

// Service makes calls and shows them.
type Service struct {
	db        *storage.DB
	log       *slog.Logger
	http      *egress.Client
	box       *secret.Box
	notify    *notify.Service
	addresses Addresses
	sellers   Sellers
	grants    Grants
	owners    map[string]Owner

	node     string      // this process among those that make attempts
	working  atomic.Bool // this node makes attempts
	inFlight atomic.Int64
	runs     sync.WaitGroup
	beats    sync.WaitGroup  // of the goroutine that gives signs of life
	ctx      context.Context // of the attempts; cancelled when stopping takes too long
	cancel   context.CancelFunc
	slots    chan struct{}

	mu          sync.Mutex
	sellerSlots map[string]chan struct{} // a bound of this node only: nothing is lost with it
}

// Deps are what New needs.
type Deps struct {
	DB        *storage.DB
	Log       *slog.Logger
	HTTP      *egress.Client
	Box       *secret.Box
	Notify    *notify.Service
	Addresses Addresses
	Sellers   Sellers
	Grants    Grants // nil where no product is granted to anybody
}

// New makes the room. It records calls at once and makes attempts between Start and Stop.
func New(d Deps) *Service {
	return &Service{node: id.New("nod", clock.Wall()), db: d.DB, log: d.Log, http: d.HTTP, box: d.Box, notify: d.Notify, addresses: d.Addresses,
		sellers: d.Sellers, grants: d.Grants, owners: map[string]Owner{}, ctx: nil, cancel: func() {},
		slots: make(chan struct{}, maxRuns), sellerSlots: map[string]chan struct{}{}}
}

// Own registers the owner of calls under a name that must stay the same for ever: stored calls carry it.
func (s *Service) Own(name string, o Owner) { s.owners[name] = o }

// Start lets this node make attempts, beginning with what is due or was left in the air by a node that is gone; ctx is that
// of the process.
func (s *Service) Start(ctx context.Context) error {
	if err := s.appear(ctx); err != nil {
		return err
	}
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.beats.Go(func() { s.live(s.ctx) })
	s.working.Store(true)
	return s.RunDue(ctx)
}

// Stop takes no new attempts and waits for the running ones; when ctx is done first it cancels them.
// A cancelled attempt is recorded and tried again by whoever works next.
func (s *Service) Stop(ctx context.Context) {
	s.working.Store(false)
	done := make(chan struct{})
	go func() { s.runs.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		s.cancel()
		<-done
	}
	s.cancel()
	s.beats.Wait()
	s.runs.Wait() // of what the last look for due calls began: cancelled already
	if s.ctx != nil {
		s.disappear(context.WithoutCancel(ctx))
	}
}

// InFlight is how many attempts run on this node.
func (s *Service) InFlight() int64 { return s.inFlight.Load() }

// sellerSlot bounds the attempts of one seller.
func (s *Service) sellerSlot(sellerID string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.sellerSlots[sellerID]
	if c == nil {
		c = make(chan struct{}, maxSellerRuns)
		s.sellerSlots[sellerID] = c
	}
	return c
}
