package order

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
)

// PlaceInput is an order as its buyer sends it.
type PlaceInput struct {
	Actor          account.Actor     `json:"-"`
	IdempotencyKey string            `json:"-"`
	ProductID      string            `json:"product_id"`
	SpecID         string            `json:"spec_id"`
	Selection      price.Selection   `json:"selection"`
	Term           price.Term        `json:"term"`
	Trial          bool              `json:"trial,omitzero"` // to try it: then there is no term, and nothing to take off
	Wish           promo.Wish        `json:"wish,omitzero"`  // what is to be taken off
	Params         map[string]string `json:"params"`         // by the codes that the seller defined
	Agreements     []string          `json:"agreements"`     // code@version of each agreement that was ticked
	ExpectTotal    money.Amount      `json:"expect"`         // the total that the buyer saw
}

func (in PlaceInput) hash() (string, error) {
	raw, err := json.Marshal(in)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), err
}

// asked is what its price is computed for.
func (in PlaceInput) asked() QuoteInput {
	return QuoteInput{Actor: in.Actor, ProductID: in.ProductID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term, Trial: in.Trial, Wish: in.Wish}
}

// validKey refuses what the table would not keep as it is: two keys must never become one.
func validKey(key string) bool {
	n := utf8.RuneCountInString(key)
	return n >= 1 && n <= maxKey && utf8.ValidString(key) && !strings.ContainsRune(key, 0)
}

// maxKey is the most characters of an idempotency key.
const maxKey = 100

// numberTries is how many order numbers are tried: of 60 million in a minute, two in a row are hardly ever taken.
const numberTries = 5

// Place checks everything again, locks the price, holds what lowers it and stores the order (business-rules 6.3 to 6.5). Its
// errors by field: those of price.Plan.Quote and promo.Service.GrantTx, param_<code>, agreements. Others: catalog.ErrNotOnSale,
// catalog.ErrSpecNotFound, catalog.ErrNotOrderable, catalog.ErrSoldOut, catalog.ErrNotSoldThere, price.ErrOutOfRange, promo.ErrResaleCustomer, promo.ErrCashShort,
// those of salesrule.Service.AllowTx, ErrNoTrial, ErrTriedBefore, ErrOnce, ErrParentNeeded, ErrParentGone, ErrPriceChanged, ErrRealNameNeeded, ErrKeyReused, ErrKeyRequired.
func (s *Service) Place(ctx context.Context, in PlaceInput) (Order, error) {
	if err := in.Actor.Is(account.Buyer); err != nil {
		return Order{}, err
	}
	if !validKey(in.IdempotencyKey) {
		return Order{}, ErrKeyRequired
	}
	hash, err := in.hash()
	if err != nil {
		return Order{}, err
	}
	own, err := s.d.Agreements.Current(ctx, agreement.Buyer)
	if err != nil {
		return Order{}, fmt.Errorf("user agreement: %w", err)
	}
	var o Order
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if o, err = s.placeTx(ctx, tx, in, hashed{hash, own}); err != nil {
			return err
		}
		crash.Point("order.place.before_commit")
		return nil
	})
	if err != nil {
		return s.placedBefore(ctx, in, hash, err)
	}
	crash.Point("order.place.committed")
	return o, nil
}

// errKeyTaken tells Place that the buyer's key is in use.
var errKeyTaken = errors.New("idempotency key taken")

// placedBefore answers a repeated request with the order that the first one made. It also looks after any refusal:
// once the first request took the last unit, the repeat must not hear that the product is sold out.
func (s *Service) placedBefore(ctx context.Context, in PlaceInput, hash string, cause error) (Order, error) {
	o, oldHash, err := getByKey(ctx, s.d.DB.Reader(), in.Actor.ID, in.IdempotencyKey)
	switch {
	case errors.Is(err, storage.ErrNoRows):
		return Order{}, cause
	case err != nil:
		return Order{}, err
	case oldHash != hash:
		return Order{}, ErrKeyReused
	}
	return o, nil
}

// hashed is what Place found out before its transaction.
type hashed struct {
	hash string             // of the input
	own  agreement.Document // the user agreement in force
}

func (s *Service) placeTx(ctx context.Context, tx *storage.Tx, in PlaceInput, known hashed) (Order, error) {
	offer, err := s.d.Catalog.SaleTx(ctx, tx, in.ProductID, in.SpecID)
	if err != nil {
		return Order{}, err
	}
	if err := s.maySell(ctx, tx, in, offer); err != nil {
		return Order{}, err
	}
	marks := marks(known.own, terms{offer.ProductID, offer.Version, len(offer.Shares) > 0})
	buys := purchase(in.asked(), offer)
	quote, params, err := s.check(ctx, tx, in, checked{offer, buys, marks})
	if err != nil {
		return Order{}, err
	}
	if err := mayPay(in.Actor, quote.List); err != nil {
		return Order{}, err
	}
	kind, term := KindNew, in.Term
	if in.Trial {
		kind, term = KindTrial, price.Term{Unit: period.Day, Count: offer.Spec.Trial}
	}
	if in.ExpectTotal != quote.Pay {
		return Order{}, ErrPriceChanged.With("now", quote.Pay.Format())
	}
	o := Order{Kind: kind, State: StatePendingPayment, BuyerID: in.Actor.ID, BuyerName: in.Actor.Name, SellerID: offer.SellerID,
		SellerAccountID: offer.SellerAccountID, ProductID: offer.ProductID, ProductVersion: offer.Version, ProductName: offer.Name,
		Total: quote.Pay, Params: params, Agreements: marks, CreatedAt: tx.Now, DueAt: tx.Now.Add(payWithin),
		Line: lineOf(in, offer, priced{quote, term})}
	if err := s.number(ctx, tx, &o, in.IdempotencyKey, known.hash); err != nil {
		return Order{}, err
	}
	if offer.Limited {
		if err := s.d.Catalog.ReserveTx(ctx, tx, offer.Spec.ID, o.Line.Quantity); err != nil {
			return Order{}, err
		}
	}
	if err := insertLine(ctx, tx, o); err != nil {
		return Order{}, err
	}
	if in.Trial {
		if err := s.tryTx(ctx, tx, o); err != nil {
			return Order{}, err
		}
	}
	if offer.Spec.OncePerUser {
		if err := onceTx(ctx, tx, o); err != nil {
			return Order{}, err
		}
	}
	if len(quote.Applied) > 0 {
		if err := s.d.Promo.ReserveTx(ctx, tx, promo.Reservation{OrderID: o.ID, Purchase: buys.Purchase, Applied: quote.Applied}); err != nil {
			return Order{}, err
		}
	}
	if err := s.d.Agreements.SignTx(ctx, tx, agreement.SignInput{Actor: in.Actor, Code: known.own.Code, Version: known.own.Version}); err != nil {
		return Order{}, err
	}
	return o, audit.Record(ctx, tx, o.change(didPlace))
}

// priced is what an order costs, and for how long.
type priced struct {
	quote price.Breakdown
	term  price.Term
}

func lineOf(in PlaceInput, offer catalog.Offer, p priced) Line {
	plan := offer.Spec.Plan
	sku, _ := plan.SKUFor(in.Selection)
	return Line{SpecID: offer.Spec.ID, SpecName: offer.Spec.Name, SKUID: sku.ID, Unit: p.term.Unit, Periods: p.term.Count,
		Quantity: in.Selection.Pieces(), Selection: in.Selection, Choice: plan.Describe(in.Selection), Price: p.quote, Amount: p.quote.Pay,
		Reserved: offer.Limited}
}

// mayPay refuses paid use by who has not proved a real name (business-rules 1). What the actor proved was read together
// with who it is, so asking costs nothing.
func mayPay(who account.Actor, total money.Amount) error {
	if total.Positive() && who.Verified == "" {
		return ErrRealNameNeeded
	}
	return nil
}

// number stores the order under a free number.
func (s *Service) number(ctx context.Context, tx *storage.Tx, o *Order, key, hash string) error {
	for range numberTries {
		o.ID = newID(tx.Now)
		o.Line.ID = lineID(o.ID)
		inserted, err := insertOrder(ctx, tx, *o, key, hash)
		if err != nil || inserted {
			return err
		}
		taken, err := keyTaken(ctx, tx, o.BuyerID, key)
		if err != nil {
			return err
		}
		if taken {
			return errKeyTaken
		}
	}
	return ErrBusy
}

// checked is what check holds an order against.
type checked struct {
	offer catalog.Offer
	buys  bought
	marks []string
}

// check prices the buyer's choices and holds them against what the seller asks for; it returns the cleaned parameters.
func (s *Service) check(ctx context.Context, tx *storage.Tx, in PlaceInput, by checked) (price.Breakdown, map[string]string, error) {
	quote, priceErr := s.price(ctx, tx, by.buys, in.asked())
	chosen := apperr.FieldsOf(priceErr)
	if priceErr != nil && len(chosen) == 0 {
		return price.Breakdown{}, nil, priceErr
	}
	params, err := catalog.CheckParams(by.offer.Params, in.Params)
	var f apperr.Fields
	for _, fields := range []map[string]*apperr.Error{chosen, apperr.FieldsOf(err)} {
		for name, e := range fields {
			f.Add(name, e)
		}
	}
	for _, code := range by.marks {
		if !slices.Contains(in.Agreements, code) {
			f.Add("agreements", ErrAgreementRequired)
		}
	}
	return quote, params, f.Err()
}

// Agreements are the code@version of what a buyer accepts with an order of the product: the marketplace's user agreement
// and the product's service agreement (business-rules 6.3 step 3, 13.2), and the consent to share contacts with the seller where the
// product asks for it (step 4).
func (s *Service) Agreements(ctx context.Context, l catalog.Listing) ([]string, error) {
	own, err := s.d.Agreements.Current(ctx, agreement.Buyer)
	if err != nil {
		return nil, fmt.Errorf("user agreement: %w", err)
	}
	return marks(own, terms{l.ProductID, l.Version, len(l.Shares()) > 0}), nil
}

// The kinds of what is accepted for a product: they stand before its id.
const (
	AgreementService = "service-agreement"
	AgreementConsent = "contact-consent"
)

// terms are what a product in a version asks of its buyers.
type terms struct {
	productID string
	version   int64
	consent   bool
}

func marks(own agreement.Document, t terms) []string {
	out := []string{own.Mark(), fmt.Sprintf("%s/%s@%d", AgreementService, t.productID, t.version)}
	if t.consent {
		out = append(out, fmt.Sprintf("%s/%s@%d", AgreementConsent, t.productID, t.version))
	}
	return out
}
