package catalog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Files knows uploaded files. Owned returns the file's name when it exists, belongs to the account and was uploaded for
// the purpose; otherwise a declared error that is not Internal.
type Files interface {
	Owned(ctx context.Context, blobID, accountID, purpose string) (name string, err error)
	// Digest is the SHA-256 of a file as it was uploaded.
	Digest(ctx context.Context, blobID string) (string, error)
}

// Uploads opens uploaded files. One that is not there is a declared error that is not Internal.
type Uploads interface {
	OpenUpload(ctx context.Context, blobID string) (io.ReadCloser, error)
}

// Fetcher asks addresses that sellers link to: *egress.Client, which goes to no private one.
type Fetcher interface {
	Do(ctx context.Context, in egress.Request) (egress.Reply, error)
}

// URLChecker says whether we may call an address: nil, or a declared error that tells the seller why not.
type URLChecker interface {
	CheckURL(ctx context.Context, rawURL string) error
}

// Standing says what a seller may publish beyond what everybody may: the plans it joined, its letter of data compliance, its
// technical certificates that hold now (business-rules 3.1, 4.13, 13.1). q is a *storage.Tx inside a transaction.
type Standing interface {
	Joined(ctx context.Context, q storage.Querier, sellerID string, p seller.Plan) (bool, error)
	ComplianceApproved(ctx context.Context, sellerID string) (bool, error)
	Certificates(ctx context.Context, q storage.Querier, sellerID string, classes ...seller.CertificateClass) ([]seller.Certificate, error)
}

// Whitelist knows which sellers may publish hardware (business-rules 4.6). q is a *storage.Tx inside a transaction.
type Whitelist interface {
	MaySellHardware(ctx context.Context, q storage.Querier, sellerID string) (bool, error)
}

// Deps are what the room needs. CacheFor and CacheBytes may be zero: 250 ms, 48 MiB.
type Deps struct {
	DB         *storage.DB
	Queue      *job.Queue
	Sellers    *seller.Service
	Standing   Standing  // nil: Sellers knows
	Whitelist  Whitelist // nil: Sellers knows
	Notify     *notify.Service
	Files      Files
	URLs       URLChecker
	Uploads    Uploads        // nil: the machine checks look at no picture and read no guide
	Links      Fetcher        // nil: they follow no link
	People     People         // nil where no product is granted to anybody
	Trade      Trade          // nil where nothing is sold
	Joint      Certifications // nil where joint products need no certification
	Categories []Category
	Index      *search.Index // of this node; nil: a search is answered by the database alone
	Review     ReviewLimit   // zero: DefaultReviewLimit

	CacheFor   time.Duration // how old this node's knowledge of approvals on other nodes may be; negative: not at all
	CacheBytes int64         // how many bytes of content are kept parsed
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	db             *storage.DB
	queue          *job.Queue
	sellers        *seller.Service
	standing       Standing
	listed         Whitelist
	notify         *notify.Service
	files          Files
	urls           URLChecker
	uploads        Uploads
	links          Fetcher
	people         People
	trade          Trade
	certifications Certifications
	tree           *tree
	cache          *cache
	watch          *watch
	index          *search.Index
	follow         *follower
	limit          ReviewLimit
}

// The defaults of Deps.
const (
	defaultCacheFor   = 250 * time.Millisecond
	defaultCacheBytes = 48 << 20
)

// New makes the room. It fails on a category tree with a hole, a circle or a code that is there twice.
func New(d Deps) (*Service, error) {
	t, err := newTree(d.Categories)
	if err != nil {
		return nil, err
	}
	if d.CacheFor == 0 {
		d.CacheFor = defaultCacheFor
	}
	if d.CacheBytes == 0 {
		d.CacheBytes = defaultCacheBytes
	}
	if d.Review == (ReviewLimit{}) {
		d.Review = DefaultReviewLimit()
	}
	if err := d.Review.Check(); err != nil {
		return nil, err
	}
	if d.Standing == nil {
		d.Standing = d.Sellers
	}
	if d.Whitelist == nil {
		d.Whitelist = d.Sellers
	}
	return &Service{db: d.DB, queue: d.Queue, sellers: d.Sellers, standing: d.Standing, listed: d.Whitelist, notify: d.Notify, files: d.Files, urls: d.URLs, uploads: d.Uploads, links: d.Links, people: d.People, trade: d.Trade, certifications: d.Joint,
		tree: t, cache: newCache(d.CacheBytes), watch: &watch{every: d.CacheFor}, index: d.Index, follow: newFollower(defaultCacheFor), limit: d.Review}, nil
}

// changed makes this node see at once what it changed: call it on commit.
func (s *Service) changed() {
	s.watch.changed()
	s.follow.changed()
}

// own returns the seller that the actor acts for: ErrForbidden for other kinds, ErrNotASeller before admission.
func (s *Service) own(ctx context.Context, actor account.Actor) (seller.Seller, error) {
	if err := actor.Is(account.Seller); err != nil {
		return seller.Seller{}, err
	}
	out, err := s.sellers.ByAccount(ctx, actor.ID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return seller.Seller{}, ErrNotASeller
	}
	return out, err
}

// scope is the id of the seller whose products the actor may see; "" means every seller's (an operator).
func (s *Service) scope(ctx context.Context, actor account.Actor) (string, error) {
	if actor.Is(account.Operator) == nil {
		return "", nil
	}
	own, err := s.own(ctx, actor)
	return own.ID, err
}

// ownApplication loads an application of the actor's own seller; another's is not found.
func (s *Service) ownApplication(ctx context.Context, actor account.Actor, applicationID string) (seller.Seller, Draft, error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return seller.Seller{}, Draft{}, err
	}
	d, err := getDraft(ctx, s.db.Reader(), applicationID)
	if err == nil && d.SellerID != own.ID {
		err = ErrApplicationNotFound
	}
	if err == nil {
		err = checkGrant(ctx, s.db.Reader(), actor, d.ProductID, ErrApplicationNotFound)
	}
	return own, d, err
}

// upload is a file of a content: the field that it stands in, what it must have been uploaded for, and where its own name
// is kept, nil where nobody needs it.
type upload struct {
	field, blob, purpose string
	name                 *string
}

// uploads are all files of a content.
func (c *Content) uploads() []upload {
	out := []upload{{"logo", c.Logo, PurposeLogo, nil}, {"guide", c.Guide.Blob, PurposeGuide, &c.Guide.Name}}
	for i, blob := range c.Images {
		out = append(out, upload{fmt.Sprintf("images_%d", i), blob, PurposeImage, nil})
	}
	for _, f := range c.Fields() {
		if file, ok := f.at(c).(*File); ok {
			out = append(out, upload{f.Name, file.Blob, f.Purpose, &file.Name})
		}
	}
	return out
}

// checkFiles asks for the files that are named, and fills in their own names.
func (s *Service) checkFiles(ctx context.Context, accountID string, c *Content, f *apperr.Fields) error {
	for _, file := range c.uploads() {
		if file.name != nil {
			*file.name = ""
		}
		if file.blob == "" {
			continue
		}
		name, err := s.files.Owned(ctx, file.blob, accountID, file.purpose)
		switch {
		case err != nil && apperr.Of(err).Kind == apperr.Internal:
			return err
		case err != nil:
			f.Add(file.field, ErrFile)
		case file.name != nil:
			*file.name = oneLine(name)
		}
	}
	return nil
}
