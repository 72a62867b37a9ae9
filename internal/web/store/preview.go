package store

import (
	"net/http"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/ui"
)

const previewURL = "/operator/home/preview"

// previewView is what the bar over a preview says; the zero value is the page for visitors.
type previewView struct {
	On           bool
	Title        string
	Version, Day string // as the address chose them
}

// previewHome shows an operator the draft of the home page, or a version, drawn as visitors would see it; a day shows the banners
// of that day.
func (a *area) previewHome(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, q := r.Context(), r.URL.Query()
	in := shopwindow.PreviewInput{Actor: who}
	p := previewView{On: true, Title: ui.T(ctx, "store.preview.draft")}
	if n, err := strconv.ParseInt(q.Get("version"), 10, 64); err == nil {
		in.Version, p.Version, p.Title = &n, q.Get("version"), ui.T(ctx, "store.preview.version", "n", n)
	}
	if day, err := time.ParseInLocation(time.DateOnly, q.Get("day"), period.Shanghai()); err == nil {
		in.At, p.Day = day, q.Get("day")
	}
	shown, err := a.Window.Preview(ctx, in)
	if err != nil {
		return err
	}
	a.drawHome(w, r, shown, p)
	return nil
}
