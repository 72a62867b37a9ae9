package app

import (
	"context"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/seller"
)

// sellerAccounts connects sellers and accounts for the calls.
type sellerAccounts struct{ sellers *seller.Service }

// SellerOf is the seller of an account.
func (s sellerAccounts) SellerOf(ctx context.Context, accountID string) (string, error) {
	x, err := s.sellers.ByAccount(ctx, accountID)
	return x.ID, err
}

// AccountOf is the account of a seller.
func (s sellerAccounts) AccountOf(ctx context.Context, sellerID string) (string, error) {
	x, err := s.sellers.Get(ctx, sellerID)
	return x.AccountID, err
}

// ownedFiles tells the catalogue whether a file may be used by an account.
type ownedFiles struct{ blobs *blob.Store }

// Owned returns the file's name when the account uploaded it for the purpose.
func (o ownedFiles) Owned(ctx context.Context, blobID, accountID, purpose string) (string, error) {
	f, err := o.blobs.Get(ctx, blobID)
	if err != nil {
		return "", err
	}
	if f.Owner != accountID || string(f.Purpose) != purpose {
		return "", blob.ErrNotFound
	}
	return f.Name, nil
}

func categories(c content.Content) []catalog.Category {
	out := make([]catalog.Category, len(c.Categories))
	for i, x := range c.Categories {
		out[i] = catalog.Category{Code: x.Code, Parent: x.Parent, Name: x.Name, Icon: x.Icon, Summary: x.Summary}
	}
	return out
}

// userAgreement is the code@version of the marketplace's agreement with buyers.
func userAgreement(c content.Content) string {
	for _, a := range c.Agreements {
		if a.Code == content.AgreementBuyer {
			return a.Code + "@" + a.Version
		}
	}
	return ""
}
