package salesrule

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// SetTargetInput says whom a product is sold to. Specs are those that are narrowed, by id; one that is not there follows the
// product.
type SetTargetInput struct {
	Actor     account.Actor
	ProductID string
	Rev       int64
	Target    Target
	Specs     map[string]Target
}

// SetTarget says whom a product and its specs are sold to (business-rules 5.3). Lists stay as they are, so that a target can be
// changed and changed back. Errors by field: target, target_<spec id>. Others: ErrProductNotFound, ErrChanged, ErrNotSelling.
func (s *Service) SetTarget(ctx context.Context, in SetTargetInput) (Sheet, error) {
	return s.change(ctx, edit{actor: in.Actor, needs: account.SellerSalesConfig, id: in.ProductID, rev: in.Rev, did: didSetTarget,
		apply: func(p Product, r *Rules) error {
			var f apperr.Fields
			if !slices.Contains(Targets(), in.Target) {
				f.Add("target", ErrChoice)
			}
			for id, t := range in.Specs {
				_, sold := p.Spec(id)
				switch {
				case !sold || !slices.Contains(SpecTargets(), t):
					f.Add("target_"+id, ErrChoice)
				case opposite(in.Target, t): // business-rules 5.3: a spec cannot be wider
					f.Add("target_"+id, ErrOpposite.With("product", groups(in.Target)))
				}
			}
			if err := f.Err(); err != nil {
				return err
			}
			r.Target = in.Target
			for _, o := range p.Specs {
				was := r.Specs[o.ID]
				was.Target = in.Specs[o.ID]
				r.set(o.ID, was)
			}
			return nil
		}})
}

// opposite reports that nobody fits both.
func opposite(a, b Target) bool {
	return a == TargetEnterprise && b == TargetPersonal || a == TargetPersonal && b == TargetEnterprise
}

func groups(t Target) i18n.Text {
	if t == TargetPersonal {
		return i18n.Text{ZH: "个人客户", EN: "persons"}
	}
	return i18n.Text{ZH: "企业客户", EN: "enterprises"}
}
