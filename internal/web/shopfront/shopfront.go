package shopfront

import (
	"context"
	"embed"
	"errors"
	"io/fs"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the page; all keys start with "shopfront.".
func LocaleFS() fs.FS { return locale }

// View is a seller's page. File is the address of a file, for who reads it.
type View struct {
	seller.PublicStorefront
	File   func(id string) string
	Film   bool // the opening is a video
	Within bool // on a page that has a title of its own
}

// Files are the stored files.
type Files interface {
	Get(ctx context.Context, id string) (blob.File, error)
}

// IsFilm reports whether a file is a video. No file, or one that is not there any more, is none.
func IsFilm(ctx context.Context, files Files, id string) (bool, error) {
	if id == "" {
		return false, nil
	}
	f, err := files.Get(ctx, id)
	if errors.Is(err, blob.ErrNotFound) {
		return false, nil
	}
	return f.Type == "video/mp4" || f.Type == "video/quicktime", err
}

func (v View) file(id string) string {
	if id == "" {
		return ""
	}
	return v.File(id)
}

// part is one text of a brand story; Key is the end of its heading's key.
type part struct {
	Key  string
	Text i18n.Text
}

func parts(f seller.Storefront) []part {
	return []part{{"profile", f.Profile}, {"advantages", f.Advantages}, {"vision", f.Vision}, {"certificates", f.Certificates}}
}

func levelTone(l seller.Level) ui.Tone {
	switch l {
	case seller.LevelLeading:
		return ui.Success
	case seller.LevelPreferred:
		return ui.Info
	}
	return ui.Neutral
}

// told reports whether there is a brand story.
func told(ctx context.Context, f seller.Storefront) bool {
	for _, p := range parts(f) {
		if ui.In(ctx, p.Text) != "" {
			return true
		}
	}
	return len(f.Pictures) > 0
}
