package app

import (
	"context"
	"errors"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// signUpTerms are the agreements that who registers accepts.
type signUpTerms struct{ agreements *agreement.Service }

// Shown are the versions in force, as the page shows them: "buyer@1 privacy@2".
func (t signUpTerms) Shown(ctx context.Context) (string, error) {
	var out []string
	for _, code := range []string{agreement.Buyer, agreement.Privacy} {
		d, err := t.agreements.Current(ctx, code)
		if err != nil {
			return "", err
		}
		out = append(out, d.Code+"@"+d.Version)
	}
	return strings.Join(out, " "), nil
}

// AcceptTx signs what was shown; a newer version in force is agreement.ErrNewer.
func (t signUpTerms) AcceptTx(ctx context.Context, tx *storage.Tx, who account.Actor, shown string) error {
	seen := map[string]string{}
	for _, one := range strings.Fields(shown) {
		code, version, _ := strings.Cut(one, "@")
		seen[code] = version
	}
	for _, code := range []string{agreement.Buyer, agreement.Privacy} {
		if err := t.agreements.SignTx(ctx, tx, agreement.SignInput{Actor: who, Code: code, Version: seen[code]}); err != nil {
			return err
		}
	}
	return nil
}

// sellerAgreements are the agreements that applicants and sellers sign.
type sellerAgreements struct{ agreements *agreement.Service }

// CurrentVersion is the version in force.
func (s sellerAgreements) CurrentVersion(ctx context.Context, code string) (string, error) {
	d, err := s.agreements.Current(ctx, code)
	return d.Version, err
}

// Renewed refuses an outdated signature; who never signed was brought in by the marketplace.
func (s sellerAgreements) Renewed(ctx context.Context, q storage.Querier, accountID, code string) error {
	err := s.agreements.RequireTx(ctx, q, accountID, code)
	if errors.Is(err, agreement.ErrUnsigned) || errors.Is(err, agreement.ErrNotFound) {
		return nil
	}
	return err
}

// SignTx signs, and asks the database whether that is what is in force: another node may have published a newer version a
// moment ago (business-rules 13.2). Any other version is seller.ErrAgreementVersion.
func (s sellerAgreements) SignTx(ctx context.Context, tx *storage.Tx, x seller.Signature) error {
	err := s.agreements.SignTx(ctx, tx, agreement.SignInput{Actor: x.Actor, Code: x.Code, Version: x.Version})
	if err == nil {
		err = s.agreements.RequireTx(ctx, tx, x.Actor.ID, x.Code)
	}
	if errors.Is(err, agreement.ErrNewer) || errors.Is(err, agreement.ErrOutdated) {
		return seller.ErrAgreementVersion
	}
	return err
}
