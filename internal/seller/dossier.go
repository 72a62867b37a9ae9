package seller

import (
	"context"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// SellerFilter narrows the list of sellers; empty fields want nothing.
type SellerFilter struct {
	Text  string // in the names, the company or its number, the id of the seller or its account, or its login
	State string // of the entry
	Level Level
}

// SellerRow is a seller in a list.
type SellerRow struct {
	Seller
	Level    Level
	Deducted int // points of the year
	InForce  int // penalties in force
}

// Sellers lists sellers, the newest first. Only for operators who look up sellers. Errors: bad_cursor.
func (s *Service) Sellers(ctx context.Context, actor account.Actor, f SellerFilter, req page.Request) (page.Of[SellerRow], error) {
	if err := actor.May(account.OperatorSellers); err != nil {
		return page.Of[SellerRow]{}, err
	}
	out, err := s.findSellers(ctx, f, req)
	if err != nil || len(out.Items) > 0 || f.Text == "" || req.Cursor != "" {
		return out, err
	}
	acc, err := s.accounts.ByLogin(ctx, strings.TrimSpace(f.Text))
	if err != nil { // nobody has the login: the list stays empty
		return out, nil
	}
	f.Text = acc.ID
	if acc.OwnerID != "" {
		f.Text = acc.OwnerID
	}
	return s.findSellers(ctx, f, req)
}

func (s *Service) findSellers(ctx context.Context, f SellerFilter, req page.Request) (page.Of[SellerRow], error) {
	return listRows(ctx, s.db.Reader(), rowQuery{f, yearOf(s.Now()), storage.Micros(s.Now())}, req)
}

// Dossier is all that operators know about a seller.
type Dossier struct {
	Record
	Account       account.Account
	Entry         Entry
	History       []HistoryEntry // of the admission
	Certification Certification  // its bank account is masked
}

// Dossier returns all that is known about a seller. Only for operators who look up sellers. Errors: ErrSellerNotFound.
func (s *Service) Dossier(ctx context.Context, actor account.Actor, sellerID string) (Dossier, error) {
	if err := actor.May(account.OperatorSellers); err != nil {
		return Dossier{}, err
	}
	own, err := s.Get(ctx, sellerID)
	if err != nil {
		return Dossier{}, err
	}
	var d Dossier
	if d.Record, err = s.record(ctx, own); err != nil {
		return Dossier{}, err
	}
	if d.Account, err = s.accounts.Get(ctx, own.AccountID); err != nil {
		return Dossier{}, err
	}
	q := s.db.Reader()
	if d.Entry, err = getEntry(ctx, q, own.AccountID); err != nil {
		return Dossier{}, err
	}
	if d.Certification, err = getCertification(ctx, q, own.AccountID); err != nil {
		return Dossier{}, err
	}
	for _, subject := range []string{SubjectEntry, SubjectCertification} {
		part, err := listHistory(ctx, q, own.AccountID, subject)
		if err != nil {
			return Dossier{}, err
		}
		d.History = append(d.History, part...)
	}
	slices.SortStableFunc(d.History, func(a, b HistoryEntry) int { return a.At.Compare(b.At) })
	return d, nil
}
