package privacy

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
)

type purchase struct {
	ID         string            `json:"id"`
	State      string            `json:"state"`
	Cause      string            `json:"cause,omitempty"`
	Product    i18n.Text         `json:"product"`
	ProductID  string            `json:"product_id"`
	Spec       i18n.Text         `json:"spec"`
	Periods    int               `json:"periods"`
	Unit       string            `json:"unit"`
	Quantity   int64             `json:"quantity"`
	Total      money.Amount      `json:"total"`
	Params     map[string]string `json:"params,omitempty"`
	Agreements []string          `json:"agreements,omitempty"`
	CreatedAt  time.Time         `json:"created_at"`
	PaidAt     *time.Time        `json:"paid_at,omitempty"`
	EndedAt    *time.Time        `json:"ended_at,omitempty"`
}

type service struct {
	ID         string     `json:"id"`
	State      string     `json:"state"`
	Product    i18n.Text  `json:"product"`
	Spec       i18n.Text  `json:"spec"`
	OrderID    string     `json:"order_id"`
	ExternalID string     `json:"external_id"`
	Quantity   int64      `json:"quantity"`
	OpenedAt   time.Time  `json:"opened_at"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
}

// purchases is what the account bought; what it sold are its buyers' data.
func (c copyOf) purchases(ctx context.Context) error {
	buyer := c.who.As(account.Buyer)
	err := lines(ctx, c.archive, "orders.ndjson", func(ctx context.Context, req page.Request) (page.Of[order.Order], error) {
		return c.s.Orders.List(ctx, buyer, order.Filter{}, req)
	}, func(o order.Order) any {
		return purchase{o.ID, o.State, o.Cause, o.ProductName, o.ProductID, o.Line.Bought(), o.Line.Periods, string(o.Line.Unit), o.Line.Quantity, o.Total,
			o.Params, o.Agreements, o.CreatedAt.UTC(), moment(o.PaidAt), moment(o.EndedAt)}
	})
	if err != nil {
		return err
	}
	return lines(ctx, c.archive, "services.ndjson", func(ctx context.Context, req page.Request) (page.Of[instance.Instance], error) {
		return c.s.Instances.List(ctx, buyer, instance.Filter{}, req)
	}, func(i instance.Instance) any {
		return service{i.ID, i.State, i.ProductName, i.SpecName, i.OrderID, i.ExternalID, i.Quantity, i.OpenedAt.UTC(), moment(i.ExpiresAt)}
	})
}

type movement struct {
	At      time.Time    `json:"at"`
	Kind    string       `json:"kind"`
	Ref     string       `json:"ref"`
	Amount  money.Amount `json:"amount"`
	Balance money.Amount `json:"balance"`
}

type topUp struct {
	ID        string       `json:"id"`
	Method    string       `json:"method"`
	State     string       `json:"state"`
	Amount    money.Amount `json:"amount"`
	Received  money.Amount `json:"received"`
	BankRef   string       `json:"bank_reference,omitempty"`
	CreatedAt time.Time    `json:"created_at"`
	DecidedAt *time.Time   `json:"decided_at,omitempty"`
}

func (c copyOf) wallet(ctx context.Context) error {
	err := lines(ctx, c.archive, "wallet.ndjson", func(ctx context.Context, req page.Request) (page.Of[wallet.Movement], error) {
		return c.s.Wallet.Movements(ctx, c.who.ID, req)
	}, func(m wallet.Movement) any { return movement{m.At.UTC(), m.Kind, m.Ref, m.Amount, m.Balance} })
	if err != nil {
		return err
	}
	return lines(ctx, c.archive, "top-ups.ndjson", func(ctx context.Context, req page.Request) (page.Of[wallet.TopUp], error) {
		return c.s.Wallet.ListTopUps(ctx, c.who.ID, req)
	}, func(t wallet.TopUp) any {
		return topUp{t.ID, string(t.Method), string(t.State), t.Amount, t.Received, t.BankReference, t.CreatedAt.UTC(), moment(t.DecidedAt)}
	})
}

type signature struct {
	Agreement string    `json:"agreement"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Via       string    `json:"via"`
	Address   string    `json:"address,omitempty"`
	Agent     string    `json:"agent,omitempty"`
}

func (c copyOf) agreements(ctx context.Context) error {
	mine, err := c.s.Agreements.Mine(ctx, c.who.ID)
	if err != nil {
		return err
	}
	out := []signature{}
	for _, standing := range mine {
		for _, x := range standing.Signatures {
			out = append(out, signature{x.Mark(), x.UserName, x.At.UTC(), x.Via, x.Address, x.Agent})
		}
	}
	return c.json("agreements.json", out)
}

// shop is what somebody wrote to sell here, and what buyers and operators see of it.
func (c copyOf) shop(ctx context.Context) error {
	entry, err := c.s.Sellers.Entry(ctx, c.who)
	if err != nil || entry.Rev == 0 {
		return err
	}
	out := struct {
		State         string                    `json:"state"`
		Application   seller.EntryForm          `json:"application"`
		Seller        *seller.Seller            `json:"seller,omitempty"`
		Info          *seller.Info              `json:"info,omitempty"`
		Certification *seller.CertificationForm `json:"certification,omitempty"`
		BankAccount   string                    `json:"bank_account_masked,omitempty"`
		Joint         []joint.Form              `json:"joint_certifications,omitempty"`
	}{State: entry.State, Application: entry.Form}
	switch own, err := c.s.Sellers.ByAccount(ctx, c.who.ID); {
	case err == nil:
		out.Seller, out.Info = &own, &own.Info
	case !errors.Is(err, seller.ErrSellerNotFound):
		return err
	}
	if c.who.Can(account.SellerInfo) {
		form, err := c.s.Sellers.Certification(ctx, c.who)
		if err != nil {
			return err
		}
		out.Certification, out.BankAccount = &form.Form, form.BankMasked
	}
	if c.who.Can(account.SellerPlans) {
		if out.Joint, err = c.s.Joint.Forms(ctx, c.who.ID); err != nil {
			return err
		}
	}
	return c.json("seller.json", out)
}

func (c copyOf) log(ctx context.Context) error {
	w, err := c.create("audit-log.ndjson")
	if err != nil {
		return err
	}
	out := objects(w)
	for entry, err := range c.s.Audit.All(ctx, audit.Of(c.who.ID), audit.Filter{}) {
		if err != nil {
			return err
		}
		if err := out.Encode(entry.Line()); err != nil {
			return err
		}
	}
	return nil
}
