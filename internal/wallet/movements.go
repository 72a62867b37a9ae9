package wallet

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/ledger"
)

// Movement is one line of a wallet's statement: Amount is signed, Balance is what the wallet held after it.
type Movement struct {
	EntryID string
	At      time.Time
	Kind    string // one of the Kind constants
	Ref     string // the order or the top-up
	Amount  money.Amount
	Balance money.Amount
}

// KindText is how people read a kind of movement.
func KindText(kind string) i18n.Text {
	switch kind {
	case KindHold:
		return i18n.Text{ZH: "支付订单", EN: "Order paid"}
	case KindReturn:
		return i18n.Text{ZH: "订单退款", EN: "Order refunded"}
	case KindTopUpGateway:
		return i18n.Text{ZH: "在线充值", EN: "Online top-up"}
	case KindTopUpTransfer:
		return i18n.Text{ZH: "转账充值", EN: "Top-up by bank transfer"}
	}
	return i18n.Text{ZH: kind, EN: kind}
}

// Movements is the statement of a wallet, the newest first.
func (s *Service) Movements(ctx context.Context, accountID string, req page.Request) (page.Of[Movement], error) {
	p, err := s.ledger.Statement(ctx, s.db.Reader(), ledger.Wallet(accountID), Currency, req)
	if err != nil {
		return page.Of[Movement]{}, err
	}
	out := page.Of[Movement]{Items: make([]Movement, len(p.Items)), Next: p.Next}
	for i, l := range p.Items {
		out.Items[i] = Movement{EntryID: l.EntryID, At: l.At, Kind: l.Kind, Ref: l.Ref, Amount: l.Amount, Balance: l.Balance}
	}
	return out, nil
}
