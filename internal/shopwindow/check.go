package shopwindow

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// BannerField and FloorField are the names of the fields of the n-th banner and floor, from 1 on: "banner_1_link".
func BannerField(n int, field string) string { return fmt.Sprintf("banner_%d_%s", n, field) }

// FloorField names a field of a floor.
func FloorField(n int, field string) string { return fmt.Sprintf("floor_%d_%s", n, field) }

// check is what is wrong with a page; a field names its banner or floor by its place.
func (s *Service) check(ctx context.Context, h Home) error {
	var f apperr.Fields
	if len(h.Banners) > MaxBanners {
		f.Add("banners", ErrTooMany.With("max", MaxBanners))
	}
	if len(h.Floors) > MaxFloors {
		f.Add("floors", ErrTooMany.With("max", MaxFloors))
	}
	if err := f.Err(); err != nil {
		return err
	}
	for i, b := range h.Banners {
		b.check(func(field string, e *apperr.Error) { f.Add(BannerField(i+1, field), e) })
		if err := s.checkPicture(ctx, b, func(e *apperr.Error) { f.Add(BannerField(i+1, "picture"), e) }); err != nil {
			return err
		}
	}
	for i, x := range h.Floors {
		bad := func(field string, e *apperr.Error) { f.Add(FloorField(i+1, field), e) }
		x.check(bad)
		if _, ok := s.d.Catalog.Category(x.Category); !ok && x.Kind == KindCategory {
			bad("category", ErrCategory)
		}
	}
	return f.Err()
}

// checkPicture wants a file that was uploaded as a banner; any operator may have done it.
func (s *Service) checkPicture(ctx context.Context, b Banner, bad func(*apperr.Error)) error {
	if b.Picture == "" {
		bad(ErrPicture)
		return nil
	}
	f, err := s.d.Files.Get(ctx, b.Picture)
	switch {
	case err != nil && apperr.Of(err).Kind == apperr.Internal:
		return err
	case err != nil || f.Purpose != blob.PurposeBanner:
		bad(ErrPicture)
	}
	return nil
}

func (b Banner) check(bad func(string, *apperr.Error)) {
	checkText(bad, "title", b.Title, MaxTitle)
	if b.Title.ZH == "" {
		bad("title_zh", ErrMissing)
	}
	if b.Title.EN == "" {
		bad("title_en", ErrMissing)
	}
	checkText(bad, "subtitle", b.Subtitle, MaxSubtitle)
	if !LinkFits(b.Link) {
		bad("link", ErrLink)
	}
	from, fromErr := day(b.From)
	to, toErr := day(b.To)
	switch {
	case fromErr != nil:
		bad("from", fromErr)
	case toErr != nil:
		bad("to", toErr)
	case b.From != "" && b.To != "" && to.Before(from):
		bad("to", ErrDays)
	}
}

func day(text string) (time.Time, *apperr.Error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(dayForm, text, period.Shanghai())
	if err != nil || at.Year() < 2000 || at.Year() > 9000 {
		return time.Time{}, ErrDay
	}
	return at, nil
}

// checkText wants a line in both languages, or in neither.
func checkText(bad func(string, *apperr.Error), field string, t i18n.Text, most int) {
	for lang, text := range map[string]string{i18n.ZH: t.ZH, i18n.EN: t.EN} {
		switch {
		case utf8.RuneCountInString(text) > most || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
			bad(field+"_"+lang, ErrTooLong.With("max", most))
		case text == "" && !t.Empty():
			bad(field+"_"+lang, ErrBoth)
		}
	}
}

// storePages are the beginnings of the paths that a banner may lead to.
var storePages = []string{"/search", "/category/", "/products/", "/sellers/", "/agreements/", "/penalties", "/recent", "/compare"}

// LinkFits reports whether a banner may lead there: to a page of the store, or to an https address of anybody. What a browser
// might read in another way, such as //host or a backslash, is refused.
func LinkFits(link string) bool {
	if link == "" || len(link) > maxLink || strings.ContainsRune(link, '\\') ||
		strings.ContainsFunc(link, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return false
	}
	u, err := url.Parse(link)
	if err != nil || u.User != nil || u.Opaque != "" {
		return false
	}
	if strings.HasPrefix(link, "/") {
		clean := u.Scheme == "" && u.Host == "" && !strings.HasPrefix(link, "//") && !strings.Contains(u.Path, "..")
		return clean && (u.Path == "/" || slices.ContainsFunc(storePages, func(p string) bool {
			if strings.HasSuffix(p, "/") {
				return strings.HasPrefix(u.Path, p) && u.Path != p
			}
			return u.Path == p
		}))
	}
	return u.Scheme == "https" && u.Hostname() != "" && strings.Contains(u.Hostname(), ".")
}

func (f Floor) check(bad func(string, *apperr.Error)) {
	checkText(bad, "title", f.Title, MaxTitle)
	if !slices.Contains(Kinds(), f.Kind) {
		bad("kind", ErrKind)
		return
	}
	if !slices.Contains(Sizes(), f.Size) {
		bad("size", ErrSize)
	}
	if f.Category != "" && f.Kind != KindCategory {
		bad("category", ErrFloorOnly)
	}
	switch seen := map[string]bool{}; {
	case len(f.Products) > 0 && !f.Kind.Chosen():
		bad("products", ErrFloorOnly)
	case f.Kind.Chosen():
		for _, id := range f.Products {
			if !strings.HasPrefix(id, "prd_") || len(id) > 64 || strings.ContainsFunc(id, func(r rune) bool { return r != '_' && !unicode.IsDigit(r) && !unicode.IsLetter(r) }) {
				bad("products", ErrProduct.With("id", cut(id)))
			}
			seen[id] = true
		}
		if len(seen) == 0 || len(seen) != len(f.Products) || len(seen) > MaxChosen {
			bad("products", ErrProducts.With("max", MaxChosen))
		}
	}
}

// cut is an id as an error repeats it.
func cut(id string) string {
	runes := []rune(strings.ToValidUTF8(id, ""))
	return string(runes[:min(len(runes), 40)])
}

// tidy cuts white space off, and gives what is new an id.
func (h Home) tidy(newID func(prefix string) string) Home {
	out := Home{Banners: slices.Clone(h.Banners), Floors: slices.Clone(h.Floors)}
	seen := map[string]bool{}
	fresh := func(id, prefix string) string {
		if id == "" || seen[id] || !strings.HasPrefix(id, prefix+"_") || len(id) > 64 {
			id = newID(prefix)
		}
		seen[id] = true
		return id
	}
	trim := func(t i18n.Text) i18n.Text {
		return i18n.Text{ZH: strings.TrimSpace(t.ZH), EN: strings.TrimSpace(t.EN)}
	}
	for i, b := range out.Banners {
		b.ID, b.Title, b.Subtitle, b.Link = fresh(b.ID, "bnr"), trim(b.Title), trim(b.Subtitle), strings.TrimSpace(b.Link)
		b.From, b.To = strings.TrimSpace(b.From), strings.TrimSpace(b.To)
		out.Banners[i] = b
	}
	for i, f := range out.Floors {
		f.ID, f.Title = fresh(f.ID, "flr"), trim(f.Title)
		out.Floors[i] = f
	}
	return out
}
