package seller

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/storage"
)

// Storefront is what opens a seller's own page (business-rules 2.7). The texts are rich text.
type Storefront struct {
	Media        string    `json:"media"` // id of a file, purpose store_media; "" for none
	Profile      i18n.Text `json:"profile"`
	Advantages   i18n.Text `json:"advantages"`
	Vision       i18n.Text `json:"vision"`
	Certificates i18n.Text `json:"certificates"`
	Pictures     []string  `json:"pictures"` // ids of files, purpose store_story
}

// The bounds of a brand story.
const (
	MaxStoryPictures = 5 // business-rules 2.7
	MaxStoryText     = 2000
	maxStoryHTML     = 20_000 // bytes of one text with its markup
)

// check names every field that breaks a rule.
func (f Storefront) check(bad *apperr.Fields) {
	if f.Media == "" {
		bad.Add("media", ErrFieldMissing)
	}
	if strings.TrimSpace(richtext.Text(f.Profile.ZH)) == "" {
		bad.Add("profile_zh", ErrFieldMissing)
	}
	for field, t := range map[string]i18n.Text{"profile": f.Profile, "advantages": f.Advantages, "vision": f.Vision, "certificates": f.Certificates} {
		checkStory(bad, field+"_zh", t.ZH)
		checkStory(bad, field+"_en", t.EN)
	}
	if len(f.Pictures) > MaxStoryPictures {
		bad.Add("picture_1", errPictures.With("max", MaxStoryPictures))
	}
}

func checkStory(bad *apperr.Fields, field, html string) {
	text := richtext.Text(html)
	switch {
	case len(html) > maxStoryHTML || utf8.RuneCountInString(text) > MaxStoryText:
		bad.Add(field, errTooLong.With("max", MaxStoryText))
	case strings.Contains(html, "<a ") || hasLink(text): // business-rules 2.4: no external links
		bad.Add(field, errProfileLink)
	case strings.Contains(html, "<img "):
		bad.Add(field, errStoryPicture)
	}
}

// PublicStorefront is the page of a seller as everybody sees it: what was approved last.
type PublicStorefront struct {
	Seller     Seller
	Level      Level
	Storefront Storefront // zero until the first approval; sanitised again
	Groups     []Group    // after-sale, without removed ones
}

// PublicStorefront returns it, or ErrSellerNotFound: of a seller that is not admitted, was expelled, left, or is on the
// black list nobody sees a page (business-rules 2.1, 2.10).
func (s *Service) PublicStorefront(ctx context.Context, sellerID string) (PublicStorefront, error) {
	q := s.db.Reader()
	own, err := getSeller(ctx, q, selectByID, sellerID)
	if err != nil {
		return PublicStorefront{}, err
	}
	listed, err := inForce(ctx, q, own.ID, s.Now(), PenaltyBlacklist)
	if err != nil {
		return PublicStorefront{}, err
	}
	if own.State != EntryActive || len(listed) > 0 {
		return PublicStorefront{}, ErrSellerNotFound
	}
	last, err := lastChange(ctx, q, own.ID, ChangeStorefront, ChangeApproved)
	if err != nil && !errors.Is(err, ErrChangeNotFound) {
		return PublicStorefront{}, err
	}
	return s.showcase(ctx, q, own, last.Content)
}

// showcase is the page of a seller with a content of its storefront, which may be empty.
func (s *Service) showcase(ctx context.Context, q storage.Querier, own Seller, c ChangeContent) (PublicStorefront, error) {
	out := PublicStorefront{Seller: own}
	if c.Storefront != nil {
		out.Storefront = *c.normalised(ChangeStorefront).Storefront
	}
	standing, err := getStanding(ctx, q, own.ID, yearOf(s.Now()))
	if err != nil {
		return PublicStorefront{}, err
	}
	out.Level = standing.Level
	out.Groups, err = listGroups(ctx, q, own.ID)
	return out, err
}

// ShowsFile reports whether the seller's public page shows a file: its logo, or one of an approved storefront.
func (s *Service) ShowsFile(ctx context.Context, sellerID, blobID string) (bool, error) {
	p, err := s.PublicStorefront(ctx, sellerID)
	if errors.Is(err, ErrSellerNotFound) || blobID == "" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return p.Seller.Info.Logo == blobID || ChangeContent{Storefront: &p.Storefront}.Names(blobID), nil
}
