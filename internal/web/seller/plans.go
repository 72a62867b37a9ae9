package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/joint"
)

// planBanner is what of the business plans wants attention on 我的商品 (business-rules 3.4).
type planBanner struct {
	Missing, Behind []joint.Standing
}

// most is how many products a banner names; the page of plans has the rest.
const most = 5

func (p *pages) planBanner(ctx context.Context, who account.Actor) (planBanner, error) {
	if !who.Can(account.SellerBusinessPlan) {
		return planBanner{}, nil
	}
	all, err := p.Joint.Standings(ctx, who)
	var out planBanner
	for _, s := range all {
		if s.Missing() {
			out.Missing = append(out.Missing, s)
		}
		if s.Behind() {
			out.Behind = append(out.Behind, s)
		}
	}
	return out, err
}
