package operator

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

func (c *console) raiseUploads(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.RaiseUploads(r.Context(), seller.RaiseUploadsInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r),
		Files: typedFigure(r, "files"), GB: typedFigure(r, "gb"), Until: r.PostForm.Get("until"), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "uploads", err)
}

func (c *console) endUploads(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Sellers.EndUploads(r.Context(), seller.EndUploadsInput{Actor: actor, SellerID: r.PathValue("id"), Rev: standingSeen(r), Reason: r.PostForm.Get("reason")})
	return c.sellerDecided(w, r, actor, "uploads-end", err)
}

// typedFigure is a whole number as it was typed: 0 when left empty, and -1, which no limit can be, for what is no number.
func typedFigure(r *http.Request, name string) int64 {
	text := strings.TrimSpace(r.PostForm.Get(name))
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n == 0 {
		return -1
	}
	return n
}

// figure is a figure of a raise as its field shows it: empty for that of the rule.
func figure(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// lastDay is the last day of a raise; empty for none.
func lastDay(r blob.Raise) string {
	if !r.On() {
		return ""
	}
	return r.Until.In(period.Shanghai()).Format(time.DateOnly)
}

// uploadsLead says what the seller may upload in a day.
func uploadsLead(ctx context.Context, l blob.Left) string {
	kv := []any{"files", l.Limit.Files, "gb", l.Limit.Bytes >> 30, "until", lastDay(l.Raise)}
	if l.Raise.On() {
		return ui.T(ctx, "operator.sellers.uploads.raised", kv...)
	}
	return ui.T(ctx, "operator.sellers.uploads.rule", kv...)
}
