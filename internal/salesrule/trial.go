package salesrule

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// SetTrialsInput names the specs whose trial is for invited customers only.
type SetTrialsInput struct {
	Actor     account.Actor
	ProductID string
	Rev       int64
	Specs     []string // ids; none opens all trials to everybody
}

// SetTrials says which trials are for the customers of a list (business-rules 5.5): from then on nobody may take them until
// customers are on the list. Errors: a field error of specs, ErrProductNotFound, ErrChanged, ErrNotSelling.
func (s *Service) SetTrials(ctx context.Context, in SetTrialsInput) (Sheet, error) {
	return s.change(ctx, edit{actor: in.Actor, needs: account.SellerSalesConfig, id: in.ProductID, rev: in.Rev, did: didSetTrials,
		apply: func(p Product, r *Rules) error {
			var f apperr.Fields
			for _, id := range in.Specs {
				switch o, sold := p.Spec(id); {
				case !sold:
					f.Add("specs", ErrChoice)
				case !o.Trial:
					f.Add("specs", ErrNoTrial.With("name", o.Name))
				}
			}
			if err := f.Err(); err != nil {
				return err
			}
			for _, o := range p.Specs {
				was := r.Specs[o.ID]
				was.Trial = slices.Contains(in.Specs, o.ID)
				r.set(o.ID, was)
			}
			return nil
		}})
}
