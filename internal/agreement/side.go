package agreement

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/storage"
)

// What sellers sign (business-rules 13.2); everything else is signed by everybody, as buyers.
var ofSellers = []string{SellerGeneral, SellerJoint, SellerPlanDev, SellerPlanHCS, Marketing, Scan}

// shown are those that an account sees on a side before it signed them.
var shown = map[account.Kind][]string{
	account.Buyer:  {Buyer, Terms, Privacy},
	account.Seller: {SellerGeneral},
}

// Side is the side of the market on which an agreement is signed.
func Side(code string) account.Kind {
	if slices.Contains(ofSellers, code) {
		return account.Seller
	}
	return account.Buyer
}

// OnSide is Mine for what is signed on a side of the market: 我的协议 of the buyer and of the seller centre
// (business-rules 12.1, 12.2).
func (s *Service) OnSide(ctx context.Context, accountID string, side account.Kind) ([]Standing, error) {
	all, err := s.Mine(ctx, accountID, shown[side]...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(st Standing) bool { return Side(st.Code) != side }), nil
}

// Renew accepts the version in force of an agreement that the account signed in a version before (business-rules 2.11).
// The first signature is given where it is asked for, together with what it allows. Errors: ErrNotFound when the account
// never signed it, ErrNewer.
func (s *Service) Renew(ctx context.Context, in SignInput) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := newestSigned(ctx, tx, in.Actor.ID, in.Code)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNotFound
		}
		return s.SignTx(ctx, tx, in)
	})
}

// Signers is how many accounts signed each version of an agreement, by version.
func (s *Service) Signers(ctx context.Context, code string) (map[string]int64, error) {
	return countSigners(ctx, s.db.Reader(), code)
}
