package app

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/web/buyer"
	"github.com/souk-market/souk/internal/web/store"
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

// sellerTrade shows sellers' trade to the room of sellers, which is built before the catalogue and the orders.
type sellerTrade struct{ app *App }

// DelistAllTx takes all products of a seller off sale.
func (s sellerTrade) DelistAllTx(ctx context.Context, tx *storage.Tx, sellerID string) (int, error) {
	return s.app.Catalog.DelistAllTx(ctx, tx, sellerID)
}

// OpenOrders counts the orders of a seller that are neither completed nor cancelled.
func (s sellerTrade) OpenOrders(ctx context.Context, q storage.Querier, sellerID string) (int, error) {
	return s.app.Orders.CountOpen(ctx, q, sellerID)
}

// sellerProofs shows the room of sellers what the approved real name of an account says.
type sellerProofs struct{ app *App }

// Proven is the zero Proof for an account whose name was not proven by documents.
func (p sellerProofs) Proven(ctx context.Context, accountID string) (seller.Proof, error) {
	c, err := p.app.RealName.Proven(ctx, p.app.DB.Reader(), accountID)
	if errors.Is(err, realname.ErrNotFound) {
		return seller.Proof{}, nil
	}
	return seller.Proof{Born: c.Birth, Founded: c.Founded}, err
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

// Digest is the SHA-256 of a file as it was uploaded.
func (o ownedFiles) Digest(ctx context.Context, blobID string) (string, error) {
	f, err := o.blobs.Get(ctx, blobID)
	if f.Received != "" {
		return f.Received, err
	}
	return f.SHA256, err
}

// OpenUpload opens an uploaded file.
func (o ownedFiles) OpenUpload(ctx context.Context, blobID string) (io.ReadCloser, error) {
	_, file, err := o.blobs.Open(ctx, blobID)
	if errors.Is(err, fs.ErrNotExist) { // its row is there, its bytes are not
		err = blob.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

func homeCopy(h content.Home) store.HomeCopy {
	points := func(title i18n.Text, all []content.Point) store.Points {
		p := store.Points{Title: title}
		for _, x := range all {
			p.Items = append(p.Items, store.Point{Icon: x.Icon, Title: x.Title, Text: x.Text})
		}
		return p
	}
	faq := store.Questions{Title: h.FAQ.Title}
	for _, q := range h.FAQ.Items {
		faq.Items = append(faq.Items, store.Question{Question: q.Question, Answer: q.Answer})
	}
	return store.HomeCopy{Title: h.Title, Subtitle: h.Subtitle, Buyers: points(h.Buyers.Title, h.Buyers.Points),
		Sellers: points(h.Sellers.Title, h.Sellers.Points), Steps: points(h.Steps.Title, h.Steps.Items), FAQ: faq,
		HeroLight: h.HeroLight, HeroDark: h.HeroDark}
}

// agreements are the texts that come with the program.
func agreements(c content.Content) []agreement.Text {
	out := make([]agreement.Text, len(c.Agreements))
	for i, x := range c.Agreements {
		out[i] = agreement.Text{Code: x.Code, Version: x.Version, Title: x.Title, Body: x.Body}
	}
	return out
}

// bankAccount is where bank transfers go: the settings', or an invented one where all money is invented.
func (s Settings) bankAccount() buyer.BankAccount {
	if s.BankNumber == "" && s.TestGateway {
		return buyer.DemoBank()
	}
	both := func(text string) i18n.Text { return i18n.Text{ZH: text, EN: text} }
	return buyer.BankAccount{Holder: both(s.BankHolder), Bank: both(s.BankName), Number: s.BankNumber}
}

func categories(c content.Content) []catalog.Category {
	out := make([]catalog.Category, len(c.Categories))
	for i, x := range c.Categories {
		out[i] = catalog.Category{Code: x.Code, Parent: x.Parent, Name: x.Name, Icon: x.Icon, Summary: x.Summary}
	}
	return out
}
