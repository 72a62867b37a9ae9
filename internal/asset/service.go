package asset

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/asset/vuln"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Files keeps uploaded files.
type Files interface {
	Get(ctx context.Context, id string) (blob.File, error)
	Open(ctx context.Context, id string) (blob.File, io.ReadSeekCloser, error)
	// Recheck looks at stored bytes as if they were uploaded now.
	Recheck(ctx context.Context, id string) error
}

// VirusScanner looks for viruses in a stream.
type VirusScanner interface {
	// Scan returns the name of what it found; "" is clean.
	Scan(ctx context.Context, r io.Reader) (string, error)
}

// VulnerabilityScanner looks for known vulnerabilities of a package.
type VulnerabilityScanner interface {
	// WantsDir reports whether the package has to be unpacked for it.
	WantsDir() bool
	// Scan lists at most so many.
	Scan(ctx context.Context, t vuln.Target, most int) (vuln.Report, error)
}

// Deps are what the room needs. A scanner that is nil is off: an operator then decides.
type Deps struct {
	DB       *storage.DB
	Queue    *job.Queue
	Sellers  *seller.Service
	Notify   *notify.Service
	Files    Files
	Virus    VirusScanner
	Packages VulnerabilityScanner // for archives of software
	Images   VulnerabilityScanner // for images as docker saves them
	Scratch  string               // a folder in which packages are unpacked
	Log      *slog.Logger
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service { return &Service{d} }

// own is the seller for which somebody acts.
func (s *Service) own(ctx context.Context, actor account.Actor) (seller.Seller, error) {
	if err := actor.May(account.SellerAssets); err != nil {
		return seller.Seller{}, err
	}
	own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return seller.Seller{}, ErrNotSelling
	}
	return own, err
}

// ownAsset is one of the seller's; another's is not found.
func (s *Service) ownAsset(ctx context.Context, actor account.Actor, assetID string) (Asset, error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return Asset{}, err
	}
	a, err := getAsset(ctx, s.d.DB.Reader(), assetID)
	if err == nil && a.SellerID != own.ID {
		return Asset{}, ErrNotFound
	}
	return a, err
}
