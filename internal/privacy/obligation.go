package privacy

import (
	"context"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// Obligation is something that keeps an account from closing.
type Obligation struct {
	Code string // orders, services, balance, top_ups, seller
	Text i18n.Text
	Link string // the page on which to settle it
}

// Obligations are what keeps the actor's account from closing; none: it may. Errors: account.ErrForbidden for a sub-user.
func (s *Service) Obligations(ctx context.Context, actor account.Actor) ([]Obligation, error) {
	if err := actor.May(account.MainUser); err != nil {
		return nil, err
	}
	return s.obligations(ctx, s.DB.Reader(), actor.ID)
}

func (s *Service) obligations(ctx context.Context, q storage.Querier, accountID string) ([]Obligation, error) {
	var out []Obligation
	for _, ask := range []func(context.Context, storage.Querier, string) ([]Obligation, error){s.trade, s.money, s.shop} {
		found, err := ask(ctx, q, accountID)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// trade is what was ordered and is not over.
func (s *Service) trade(ctx context.Context, q storage.Querier, accountID string) (out []Obligation, err error) {
	open, err := s.Orders.CountOpenOf(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	if open > 0 {
		out = append(out, Obligation{"orders", i18n.Text{ZH: fmt.Sprintf("有 %d 个订单未完成", open),
			EN: plural(open, "%d order is not finished", "%d orders are not finished")}, "/buyer/orders"})
	}
	running, until, err := s.Instances.Running(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	if running > 0 {
		day := until.In(period.Shanghai()).Format("2006-01-02")
		out = append(out, Obligation{"services", i18n.Text{ZH: fmt.Sprintf("有 %d 项服务仍在有效期内，最晚至 %s", running, day),
			EN: plural(running, "%d service still runs", "%d services still run") + ", until " + day}, "/buyer/services"})
	}
	return out, nil
}

// money is what the account has, or may be on its way.
func (s *Service) money(ctx context.Context, q storage.Querier, accountID string) (out []Obligation, err error) {
	balance, waiting, err := s.Wallet.Unsettled(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	if !balance.IsZero() {
		sum := balance.String() + " " + balance.Currency
		out = append(out, Obligation{"balance", i18n.Text{ZH: "账户余额还有 " + sum, EN: sum + " in the wallet"}, "/buyer/wallet"})
	}
	if waiting > 0 {
		out = append(out, Obligation{"top_ups", i18n.Text{ZH: fmt.Sprintf("有 %d 笔充值未完成", waiting),
			EN: plural(waiting, "%d top-up is not finished", "%d top-ups are not finished")}, "/buyer/wallet/topups"})
	}
	return out, nil
}

// shop is that somebody sells here: leaving the market comes first (business-rules 2.1).
func (s *Service) shop(ctx context.Context, q storage.Querier, accountID string) ([]Obligation, error) {
	acc, err := s.Accounts.GetBy(ctx, q, accountID)
	if err != nil || acc.Kind != account.Seller {
		return nil, err
	}
	return []Obligation{{"seller", i18n.Text{ZH: "您是商家，须先退出云商店", EN: "Still a seller: leaving the market comes first"}, "/seller/standing#exit"}}, nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf(one, n)
	}
	return fmt.Sprintf(many, n)
}

// joined is a list as part of a sentence.
func joined(list []Obligation) i18n.Text {
	var zh, en []string
	for _, o := range list {
		zh, en = append(zh, o.Text.ZH), append(en, o.Text.EN)
	}
	return i18n.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}
