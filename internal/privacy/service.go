package privacy

import (
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// Deps are the rooms that keep something about people.
type Deps struct {
	DB         *storage.DB
	Accounts   *account.Service
	Agreements *agreement.Service
	Audit      *audit.Service
	Feedback   *feedback.Service
	Files      *blob.Store
	Instances  *instance.Service
	Joint      *joint.Service
	Notify     *notify.Service
	Orders     *order.Service
	Promo      *promo.Service
	Rules      *salesrule.Service
	RealName   *realname.Service
	Sellers    *seller.Service
	SSO        *sso.Service
	Wallet     *wallet.Service

	CopyLimit int64                           // bytes that a copy has at most; 0: DefaultCopyLimit
	Free      func(dir string) (int64, error) // bytes that the disk still takes; nil: asks the system
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
	underway underway
}

// New makes the room.
func New(d Deps) *Service {
	return &Service{Deps: d, underway: underway{who: map[string]bool{}}}
}
