package salesrule

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// SetLimitsInput limits specs of a product, by id; one that is not there is not limited.
type SetLimitsInput struct {
	Actor     account.Actor
	ProductID string
	Rev       int64
	Limits    map[string]Limit
}

// SetLimits says how often one account may buy each spec, or how much of one of its quantities (business-rules 5.4). Errors by
// field: times_, most_, attribute_ or kind_<spec id>. Others: ErrProductNotFound, ErrChanged, ErrNotSelling.
func (s *Service) SetLimits(ctx context.Context, in SetLimitsInput) (Sheet, error) {
	return s.change(ctx, edit{actor: in.Actor, needs: account.SellerSalesConfig, id: in.ProductID, rev: in.Rev, did: didSetLimits,
		apply: func(p Product, r *Rules) error {
			var f apperr.Fields
			for id, l := range in.Limits {
				o, sold := p.Spec(id)
				if !sold {
					f.Add("kind_"+id, ErrChoice)
					continue
				}
				if field, e := l.check(o.Plan); e != nil {
					f.Add(field+"_"+id, e)
				}
			}
			if err := f.Err(); err != nil {
				return err
			}
			for _, o := range p.Specs {
				was := r.Specs[o.ID]
				was.Limit = in.Limits[o.ID]
				r.set(o.ID, was)
			}
			return nil
		}})
}
