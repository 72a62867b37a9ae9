package promo

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// SaveBatchInput is a draft as its form was filled. ID is empty for a new one; Rev is the revision that was seen. Users is the
// filled template of named customers (see ParseUsers); nil leaves those named before as they are.
type SaveBatchInput struct {
	Actor account.Actor
	Kind  Kind
	ID    string
	Rev   int64
	Terms Terms
	Users []User
}

// needs is the permission to work with batches of a kind.
func (k Kind) needs() account.Permission {
	if k == KindTest {
		return account.SellerTestCoupons
	}
	return account.SellerCoupons
}

// SaveBatch makes a draft of coupons or changes one. All rules of business-rules 5.8 hold from the draft on, so that
// publishing has nothing left to ask. Errors: field errors, ErrBatchNotFound, ErrBatchState, ErrBatchChanged, ErrNotSelling.
func (s *Service) SaveBatch(ctx context.Context, in SaveBatchInput) (Batch, error) {
	if in.Kind != KindTest {
		in.Kind = KindSeller
	}
	own, err := s.own(ctx, in.Actor, in.Kind.needs())
	if err != nil {
		return Batch{}, err
	}
	if in.ID != "" { // whose it is comes before what is wrong with it
		if _, err := s.ownBatch(ctx, s.d.DB.Reader(), own, in.ID, in.Kind); err != nil {
			return Batch{}, err
		}
	}
	b := Batch{Kind: in.Kind, SellerID: own.ID, AccountID: own.AccountID, SellerName: own.Name, State: BatchDraft, Terms: in.Terms.clean()}
	b.Terms.Named = b.Terms.Named || b.Kind == KindTest
	if err := s.readyBatch(ctx, in, &b); err != nil {
		return Batch{}, err
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return s.saveTx(ctx, tx, in, own, &b)
	})
	return b, err
}

// readyBatch checks everything and fills in what follows from the products.
func (s *Service) readyBatch(ctx context.Context, in SaveBatchInput, b *Batch) error {
	var f apperr.Fields
	b.From, b.Until = b.Terms.check(&f, b.Kind, s.d.DB.Clock().Now())
	if err := s.scope(ctx, in.Actor, b, &f); err != nil {
		return err
	}
	if b.Terms.Named && (in.ID == "" || in.Users != nil) && (len(in.Users) == 0 || len(in.Users) > MaxNamed) {
		f.Add("users", ErrUsersMissing.With("max", MaxNamed))
	} else if b.Terms.Named && len(in.Users) > 0 {
		if err := s.checkUsers(ctx, &f, in.Users); err != nil {
			return err
		}
	}
	b.Bearer = bearer(b.Kind, b.Joint)
	return f.Err()
}

// scope names the products of a batch: the seller's own, on sale, of one family, and not only charged by use.
func (s *Service) scope(ctx context.Context, actor account.Actor, b *Batch, f *apperr.Fields) error {
	if len(b.Terms.Items) == 0 || len(b.Terms.Items) > MaxItems {
		f.Add("items", ErrProducts.With("max", MaxItems))
		return nil
	}
	may, err := s.worksWith(ctx, actor)
	if err != nil {
		return err
	}
	seen := map[Item]bool{}
	items := make([]Item, 0, len(b.Terms.Items))
	joint, general := false, false
	for _, it := range b.Terms.Items {
		p, ok, err := s.d.Products.OnSale(ctx, s.d.DB.Reader(), it.ProductID)
		if err != nil {
			return err
		}
		named, known := p.item(it.SpecID)
		if !ok || p.SellerID != b.SellerID || !known || !may(p.ID) {
			f.Add("items", ErrProductSold)
			return nil
		}
		sold, _ := p.Spec(it.SpecID)
		if it.SpecID == "" && len(p.paidBefore()) == 0 || it.SpecID != "" && sold.Plan.Charge == price.ChargeOnDemand {
			f.Add("items", ErrProductDemand)
			return nil
		}
		joint, general = joint || p.Joint, general || !p.Joint
		if key := (Item{ProductID: it.ProductID, SpecID: it.SpecID}); !seen[key] {
			seen[key] = true
			items = append(items, named)
		}
	}
	if joint && general {
		f.Add("items", ErrScopeMixed)
	}
	if b.Kind == KindTest && (joint || len(products(items)) > 1) {
		f.Add("items", ErrTestProduct)
	}
	b.Terms.Items, b.Joint = items, joint
	return nil
}

// products are the ids of the products of items.
func products(items []Item) []string {
	var out []string
	seen := map[string]bool{}
	for _, it := range items {
		if !seen[it.ProductID] {
			seen[it.ProductID] = true
			out = append(out, it.ProductID)
		}
	}
	return out
}

func (s *Service) saveTx(ctx context.Context, tx *storage.Tx, in SaveBatchInput, own seller.Seller, b *Batch) error {
	if in.ID == "" {
		b.ID, b.Rev, b.CreatedAt = id.New("cpb", tx.Now), 1, tx.Now
		if err := insertBatch(ctx, tx, *b); err != nil {
			return err
		}
	} else {
		seen, err := s.ownBatch(ctx, tx, own, in.ID, in.Kind)
		if err != nil {
			return err
		}
		if seen.State != BatchDraft {
			return ErrBatchState
		}
		b.ID, b.Rev, b.CreatedAt, b.Reason = seen.ID, in.Rev+1, seen.CreatedAt, seen.Reason
		if err := updateDraft(ctx, tx, *b, in.Rev); err != nil {
			return err
		}
		if b.Terms.Named && !seen.Terms.Named && in.Users == nil {
			return fieldError("users", ErrUsersMissing.With("max", MaxNamed))
		}
	}
	if err := replaceScope(ctx, tx, b.ID, b.Terms.Items); err != nil {
		return err
	}
	if !b.Terms.Named {
		in.Users = []User{}
	}
	if in.Users != nil {
		if err := replaceNamed(ctx, tx, b.ID, in.Users); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Change{Action: didSaveBatch, AccountID: own.AccountID, Object: b.ID,
		After: map[string]any{"name": b.Terms.Name, "amount": b.Amount(), "total": b.Terms.Total, "rev": b.Rev}})
}

// ownBatch is a batch of the seller; another's is not found.
func (s *Service) ownBatch(ctx context.Context, q storage.Querier, own seller.Seller, batchID string, k Kind) (Batch, error) {
	b, err := getBatch(ctx, q, batchID)
	if err == nil && (b.SellerID != own.ID || b.Kind != k) {
		err = ErrBatchNotFound
	}
	if err != nil {
		return Batch{}, err
	}
	return b, nil
}
