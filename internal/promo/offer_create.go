package promo

import (
	"context"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// CreateOfferInput is a private offer as its seller writes it. Of its lines N, names and List are filled in here.
type CreateOfferInput struct {
	Actor    account.Actor
	Name     string // unique among the seller's
	Shape    Shape
	Users    []User
	Validity Validity
	Lines    []OfferLine
}

// CreateOffer makes a private offer. Within the authorised discount it holds at once and its users are told; beyond it, an
// operator decides first (business-rules 5.7). Errors: field errors of name, shape, users, from, to, lines and line_<n> (from
// 1), ErrNotSelling.
func (s *Service) CreateOffer(ctx context.Context, in CreateOfferInput) (Offer, error) {
	own, err := s.own(ctx, in.Actor, account.SellerOffers)
	if err != nil {
		return Offer{}, err
	}
	o := Offer{SellerID: own.ID, AccountID: own.AccountID, SellerName: own.Name, Shape: in.Shape, Name: line(in.Name), Lines: in.Lines, Rev: 1,
		Token: secret.Token(tokenBytes)}
	if err := s.readyOffer(ctx, in, &o); err != nil {
		return Offer{}, err
	}
	rules, err := s.rules(ctx, s.d.DB.Reader())
	if err != nil {
		return Offer{}, err
	}
	o.Special, o.State = o.Least.Cmp(rules.LeastShare) < 0, OfferInReview
	if !o.Special {
		if o.State, err = OfferMachine.Next(o.State, EventApprove); err != nil {
			return Offer{}, err
		}
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		o.ID, o.CreatedAt = id.New("pof", tx.Now), tx.Now
		return s.createTx(ctx, tx, in, own, o)
	})
	if err != nil {
		return Offer{}, err
	}
	return o, nil
}

// tokenBytes is how much chance a link has.
const tokenBytes = 24

func (s *Service) createTx(ctx context.Context, tx *storage.Tx, in CreateOfferInput, own seller.Seller, o Offer) error {
	if err := insertOffer(ctx, tx, o); err != nil {
		if v, twice := storage.IsUnique(err); twice && v.On("name_key") {
			return fieldError("name", ErrOfferName)
		}
		return err
	}
	if err := insertOfferUsers(ctx, tx, o.ID, in.Users); err != nil {
		return err
	}
	if o.Special {
		if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.OfferSubmitted, Key: o.ID, Link: "/operator/offers/" + o.ID,
			Params: notify.Params("seller", own.Name, "name", o.Name)}); err != nil {
			return err
		}
	} else if err := s.tellOffer(ctx, tx, o, in.Users); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: didCreateOffer, AccountID: own.AccountID, Object: o.ID,
		After: map[string]any{"name": o.Name, "shape": o.Shape, "state": o.State, "least": o.Least, "users": len(in.Users)}})
}

// tellOffer sends the link to the users: a message, a mail, a text message (business-rules 5.7, 12.5).
func (s *Service) tellOffer(ctx context.Context, tx *storage.Tx, o Offer, users []User) error {
	out := make([]notify.Message, len(users))
	for i, u := range users {
		out[i] = notify.Message{To: u.ID, Event: notify.OfferReceived, Key: o.ID, Link: o.Path(),
			Params: notify.Params("seller", o.SellerName, "name", o.Name, "until", LastDay(o.Until))}
	}
	return s.d.Notify.SendTx(ctx, tx, out...)
}

func (s *Service) readyOffer(ctx context.Context, in CreateOfferInput, o *Offer) error {
	var f apperr.Fields
	switch {
	case o.Name == "":
		f.Add("name", ErrRequired)
	case !within(o.Name, minName, maxName):
		f.Add("name", ErrNameForm.With("min", minName, "max", maxName))
	}
	if o.Shape != ShapeDiscount && o.Shape != ShapeConfiguration {
		f.Add("shape", ErrChoice)
	}
	o.From, o.Until = in.Validity.check(&f, s.d.DB.Clock().Now(), 0)
	if len(in.Users) == 0 || len(in.Users) > MaxOfferUsers {
		f.Add("users", ErrUsersMissing.With("max", MaxOfferUsers))
	} else if err := s.checkUsers(ctx, &f, in.Users); err != nil {
		return err
	}
	if err := s.readyLines(ctx, in.Actor, o, &f); err != nil {
		return err
	}
	return f.Err()
}

func (s *Service) readyLines(ctx context.Context, actor account.Actor, o *Offer, f *apperr.Fields) error {
	if len(o.Lines) == 0 || len(o.Lines) > MaxLines {
		f.Add("lines", ErrOfferLines.With("max", MaxLines))
		return nil
	}
	may, err := s.worksWith(ctx, actor)
	if err != nil {
		return err
	}
	o.Least = price.Whole(1)
	for i := range o.Lines {
		l := &o.Lines[i]
		l.N = strconv.Itoa(i + 1)
		p, ok, err := s.d.Products.OnSale(ctx, s.d.DB.Reader(), l.ProductID)
		if err != nil {
			return err
		}
		if !ok || p.SellerID != o.SellerID || !may(p.ID) {
			f.Add("line_"+l.N, ErrProductSold)
			continue
		}
		least, fault := l.check(o.Shape, p)
		if f.Add("line_"+l.N, fault); fault == nil {
			o.Least = lower(o.Least, least)
		}
	}
	return nil
}

// nameKey is the form in which names of offers are compared.
func nameKey(name string) string { return strings.ToLower(name) }
