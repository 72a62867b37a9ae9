package saas

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// owner is the name under which calls of this room are stored; it must not change.
const owner = "delivery.saas"

// Lines are the order lines that wait for this room.
type Lines interface {
	// OpenedTx completes a line whose instance the seller has opened. Errors: instance.ErrExternalIDTaken.
	OpenedTx(ctx context.Context, tx *storage.Tx, lineID, externalID string) error
	// OpeningFailedTx ends a line that could not be opened and gives the money back.
	OpeningFailedTx(ctx context.Context, tx *storage.Tx, lineID string, why i18n.Text) error
}

// Service delivers SaaS lines.
type Service struct {
	calls     *call.Service
	instances *instance.Service
	lines     Lines
}

// New makes the room and registers it as the owner of its calls.
func New(calls *call.Service, instances *instance.Service) *Service {
	s := &Service{calls: calls, instances: instances}
	calls.Own(owner, s)
	return s
}

// Serve names who is told the end of each line; call it once, before anything starts.
func (s *Service) Serve(lines Lines) { s.lines = lines }

// Start says what to open.
type Start struct {
	SellerID    string
	ProductID   string
	ProductName i18n.Text
	OrderID     string
	LineID      string
}

// StartTx begins the delivery of a paid line within tx.
func (s *Service) StartTx(ctx context.Context, tx *storage.Tx, in Start) error {
	return s.calls.RequestTx(ctx, tx, call.Request{Owner: owner, Activity: saasv2.NewInstance, SellerID: in.SellerID,
		ProductID: in.ProductID, ProductName: in.ProductName, OrderID: in.OrderID, LineID: in.LineID})
}

// CallEnded takes the next step of a delivery.
func (s *Service) CallEnded(ctx context.Context, tx *storage.Tx, r call.Result) error {
	c := r.Call
	switch {
	case c.State == call.StatePending:
		return nil // it will be tried again
	case c.State == call.StateFailed:
		return s.lines.OpeningFailedTx(ctx, tx, c.LineID, i18n.Text{ZH: c.Verdict.Text("zh"), EN: c.Verdict.Text("en")})
	case c.Activity == saasv2.NewInstance:
		return s.calls.RequestTx(ctx, tx, call.Request{Owner: owner, Activity: saasv2.QueryInstance, SellerID: c.SellerID,
			ProductID: c.ProductID, ProductName: c.ProductName, OrderID: c.OrderID, LineID: c.LineID,
			InstanceID: r.Answer.InstanceID, WindowEnd: c.WindowEnd})
	}
	err := s.lines.OpenedTx(ctx, tx, c.LineID, c.InstanceID)
	if errors.Is(err, instance.ErrExternalIDTaken) { // trying again would not change the seller's mind
		e := instance.ErrExternalIDTaken
		return s.lines.OpeningFailedTx(ctx, tx, c.LineID, i18n.Text{ZH: e.ZH, EN: e.EN})
	}
	return err
}

// Access is how a buyer gets in, as the seller's server says at this moment.
type Access struct {
	FrontEndURL string
	AdminURL    string
	UserName    string
	Password    string // shown only when the buyer asks for it
	Memo        string
}

// Access asks the seller's server about an instance of the actor (business-rules 6.6: resource details).
// Errors: instance.ErrNotFound, call.ErrSellerUnavailable.
func (s *Service) Access(ctx context.Context, actor account.Actor, instanceID string) (Access, error) {
	i, err := s.instances.Get(ctx, actor, instanceID)
	if err != nil {
		return Access{}, err
	}
	answer, err := s.calls.Ask(ctx, call.Request{Activity: saasv2.QueryInstance, SellerID: i.SellerID, ProductID: i.ProductID,
		ProductName: i.ProductName, OrderID: i.OrderID, LineID: i.LineID, InstanceID: i.ExternalID})
	if err != nil {
		return Access{}, err
	}
	app := answer.Instance.AppInfo
	return Access{FrontEndURL: app.FrontEndURL, AdminURL: app.AdminURL, UserName: app.UserName, Password: app.Password, Memo: app.Memo}, nil
}
