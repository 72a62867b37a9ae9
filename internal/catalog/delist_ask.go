package catalog

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// PurposeProof is what the proof of a delisting is uploaded for.
const PurposeProof = "delist_proof"

// AskDelistInput asks for a product, specs or SKUs to be delisted. ApplicationID and Rev name a withdrawn or rejected
// application that is taken up again; "" makes a new one.
type AskDelistInput struct {
	Actor         account.Actor
	ProductID     string
	ApplicationID string
	Rev           int64
	Specs         []DelistSpec // none is the whole product
	Reason        string       // 5 to 500 characters
	Proof         string       // blob id of the file that proves it
	Confirm       bool         // the seller read what it touches: without it the answer is ErrDelistUnconfirmed
}

// DelistSpec names a spec, or some of its SKUs.
type DelistSpec struct {
	SpecID string
	SKUs   []string // ids; none is the whole spec
}

// Kind is the kind of application that asks for it.
func (in AskDelistInput) Kind() string {
	if len(in.Specs) == 0 {
		return KindDelist
	}
	return KindDelistSpec
}

// AskDelist hands a delisting to the operators, who are told (business-rules 4.2). Until they approve, everything is sold on.
// Errors: field errors of specs, reason and proof, ErrDelistUnconfirmed, ErrProductNotFound, ErrProductState, ErrRequestOpen,
// ErrApplicationNotFound, ErrNotInState, ErrDraftChanged.
func (s *Service) AskDelist(ctx context.Context, in AskDelistInput) (Application, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Application{}, err
	}
	p, err := seen(ctx, s.db.Reader(), in.Actor, in.ProductID, own.ID)
	if err != nil {
		return Application{}, err
	}
	d := Draft{Request: Request{Reason: paragraphs(in.Reason), Proof: File{Blob: oneLine(in.Proof)}}}
	if in.ApplicationID != "" {
		stored, err := s.takeUp(ctx, in.Actor, in.ApplicationID, in.Rev, Application{ProductID: p.ID, Kind: in.Kind()})
		if err != nil {
			return Application{}, err
		}
		d.Application = stored.Application
	} else {
		d.Application = Application{ProductID: p.ID, SellerID: own.ID, Kind: in.Kind(), State: StateDraft, Rev: 1, Name: p.Name, SellerName: own.Name}
	}
	for _, x := range in.Specs {
		r := RequestedSpec{SpecID: x.SpecID}
		for _, sku := range x.SKUs {
			r.SKUs = append(r.SKUs, RequestedSKU{ID: sku})
		}
		d.Request.Specs = append(d.Request.Specs, r)
	}
	if err := s.checkRequest(ctx, own, p, &d); err != nil {
		return Application{}, err
	}
	if !in.Confirm {
		a, err := s.affected(ctx, p.ID, d.Request)
		if err != nil {
			return Application{}, err
		}
		return Application{}, ErrDelistUnconfirmed.With("coupons", a.Coupons, "orders", a.Orders, "services", a.InUse)
	}
	var out Application
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		d := d // it may run again
		if err := s.saveRequest(ctx, tx, in.Actor, &d); err != nil {
			return err
		}
		if out, err = s.handIn(ctx, tx, in.Actor, own, d); err != nil {
			return err
		}
		return recordDraft(ctx, tx, didAskDelist, own.AccountID, out)
	})
	return out, err
}

// saveRequest stores a new request, or the changed one of a draft.
func (s *Service) saveRequest(ctx context.Context, tx *storage.Tx, actor account.Actor, d *Draft) (err error) {
	if d.ID != "" {
		saved, err := updateRequest(ctx, tx, *d)
		if err == nil && !saved {
			err = ErrDraftChanged
		}
		d.Rev++
		return err
	}
	if d.Version, err = nextVersion(ctx, tx, d.ProductID); err != nil {
		return err
	}
	if d.Delivery, d.Family, err = getOffered(ctx, tx, d.ProductID); err != nil {
		return err
	}
	d.ID, d.CreatedAt, d.UpdatedAt = id.New("app", tx.Now), tx.Now, tx.Now
	inserted, err := insertVersion(ctx, tx, *d)
	if err == nil && !inserted {
		err = ErrRequestOpen
	}
	if err != nil {
		return err
	}
	return insertHistory(ctx, tx, d.Application, actor, EventCreate, "", "")
}

// handIn makes a draft of a request pending.
func (s *Service) handIn(ctx context.Context, tx *storage.Tx, actor account.Actor, own seller.Seller, d Draft) (Application, error) {
	a, err := s.move(ctx, tx, d.Application, step{EventSubmit, actor, "", own.AccountID})
	if err != nil {
		return Application{}, err
	}
	if err := s.queue.Publish(ctx, tx, Submitted{a.ref()}); err != nil {
		return Application{}, err
	}
	event := notify.DelistSubmitted
	if a.Kind == KindUpgrade {
		event = notify.UpgradeSubmitted
	}
	return a, s.notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: event,
		Params: notify.Params("product", a.Name, "seller", own.Name), Link: "/operator/applications/" + a.ID, Key: a.key()})
}

// submitRequest hands in a withdrawn or rejected request as it is.
func (s *Service) submitRequest(ctx context.Context, actor account.Actor, own seller.Seller, d Draft) (Application, error) {
	p, err := seen(ctx, s.db.Reader(), actor, d.ProductID, own.ID)
	if err != nil {
		return Application{}, err
	}
	check := s.checkRequest
	if d.Kind == KindUpgrade {
		check = s.checkUpgrade
	}
	if err := check(ctx, own, p, &d); err != nil {
		return Application{}, err
	}
	var out Application
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		if out, err = s.handIn(ctx, tx, actor, own, d); err != nil {
			return err
		}
		return recordMove(ctx, tx, d.Application, out, step{EventSubmit, actor, "", own.AccountID})
	})
	return out, err
}

// checkRequest checks what is asked for, and fills in the names of files, specs and SKUs.
func (s *Service) checkRequest(ctx context.Context, own seller.Seller, p ProductRow, d *Draft) error {
	if !ProductMachine.Can(p.Status, EventDiscontinue) {
		return ErrProductState
	}
	var f apperr.Fields
	if n := utf8.RuneCountInString(d.Request.Reason); n < minReason || n > maxReason {
		f.Add("reason", ErrDelistReason.With("min", minReason, "max", maxReason))
	}
	proof := &d.Request.Proof
	if proof.Blob == "" {
		f.Add("proof", ErrFieldRequired)
	} else {
		name, err := s.files.Owned(ctx, proof.Blob, own.AccountID, PurposeProof)
		if err != nil && apperr.Of(err).Kind == apperr.Internal {
			return err
		}
		if err != nil {
			f.Add("proof", ErrFile)
		}
		proof.Name = oneLine(name)
	}
	live, err := getLiveContent(ctx, s.db.Reader(), p.ID)
	if err != nil {
		return err
	}
	if live == nil || !d.Request.fill(*live) {
		f.Add("specs", ErrDelistWhat)
	}
	return f.Err()
}

// fill puts in the names of what is asked for, and makes a whole spec of one of which all SKUs are. It reports false when
// something is not on sale, or named twice.
func (r *Request) fill(live Content) bool {
	named := map[string]bool{}
	for i, x := range r.Specs {
		spec, ok := live.Spec(x.SpecID)
		if !ok || named[x.SpecID] {
			return false
		}
		named[x.SpecID] = true
		r.Specs[i].Name = spec.Name
		for k, sku := range x.SKUs {
			at := slices.IndexFunc(spec.Plan.SKUs, func(o price.SKU) bool { return o.ID == sku.ID })
			if at < 0 || named[sku.ID] {
				return false
			}
			named[sku.ID] = true
			x.SKUs[k].Name = spec.Plan.Describe(price.Selection{Values: spec.Plan.SKUs[at].Values})
		}
		if len(x.SKUs) == len(spec.Plan.SKUs) {
			r.Specs[i].SKUs = nil
		}
	}
	return true
}

// Affected is what a delisting touches (business-rules 4.2): coupons that buyers hold and can no longer use for it, orders that
// are not ended yet and services in use, which are served on but cannot be renewed.
type Affected struct {
	Coupons int `json:"coupons"`
	Orders  int `json:"orders"`
	InUse   int `json:"in_use"`
}

// Trade counts what a delisting of these specs and SKUs touches.
type Trade interface {
	Affected(ctx context.Context, q storage.Querier, productID string, specs, skus storage.Among) (Affected, error)
}

// affected counts what a request touches.
func (s *Service) affected(ctx context.Context, productID string, r Request) (Affected, error) {
	q := s.db.Reader()
	if s.trade == nil {
		return Affected{}, nil
	}
	if len(r.Specs) == 0 {
		return s.trade.Affected(ctx, q, productID, "", "")
	}
	live, err := getLiveStored(ctx, q, productID) // with what was delisted: the count stays readable afterwards
	if err != nil || live == nil {
		return Affected{}, err
	}
	var specIDs, skuIDs []string
	for _, x := range r.Specs {
		specIDs = append(specIDs, x.SpecID)
		for _, k := range x.SKUs {
			skuIDs = append(skuIDs, k.ID)
		}
		if spec, _ := live.Spec(x.SpecID); len(x.SKUs) == 0 {
			for _, k := range spec.Plan.SKUs {
				skuIDs = append(skuIDs, k.ID)
			}
		}
	}
	return s.trade.Affected(ctx, q, productID, storage.AmongIDs(specIDs), storage.AmongIDs(skuIDs))
}
