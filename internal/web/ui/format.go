package ui

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// stamp is the machine's form of an instant, for <time datetime>.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// FormatTime writes an instant in the market's zone, to the minute.
func FormatTime(ctx context.Context, t time.Time) string {
	return t.In(period.Shanghai()).Format(layout(ctx, "2006-01-02 15:04", "2 Jan 2006, 15:04"))
}

// FormatDate writes the day of an instant in the market's zone.
func FormatDate(ctx context.Context, t time.Time) string {
	return t.In(period.Shanghai()).Format(layout(ctx, "2006-01-02", "2 Jan 2006"))
}

// FormatDay writes a day that somebody typed, "2019-03-01"; what is no day stays as it is.
func FormatDay(ctx context.Context, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return FormatDate(ctx, t)
}

func formatExact(ctx context.Context, t time.Time) string {
	return t.In(period.Shanghai()).Format(layout(ctx, "2006-01-02 15:04:05", "2 Jan 2006, 15:04:05")) + " (UTC+8)"
}

func layout(ctx context.Context, zh, en string) string {
	if Lang(ctx) == i18n.EN {
		return en
	}
	return zh
}

// FormatAgo writes how long before or after the page's instant t is: "3 minutes ago", "in 2 days". Beyond 30 days it is
// the date.
func FormatAgo(ctx context.Context, t time.Time) string {
	now := ViewOf(ctx).Now
	if now.IsZero() {
		return FormatTime(ctx, t)
	}
	d, when := now.Sub(t), "ago"
	if d < 0 {
		d, when = -d, "ahead"
	}
	switch {
	case d < time.Minute && when == "ago":
		return T(ctx, "ui.time.now")
	case d > 30*24*time.Hour:
		return FormatDate(ctx, t)
	}
	return T(ctx, "ui.time."+when, "span", formatSpan(ctx, d))
}

// formatSpan writes a duration in its largest whole unit.
func formatSpan(ctx context.Context, d time.Duration) string {
	n, unit := int64(d/time.Second), "second"
	switch {
	case d >= 48*time.Hour:
		n, unit = int64(d/(24*time.Hour)), "day"
	case d >= 2*time.Hour:
		n, unit = int64(d/time.Hour), "hour"
	case d >= time.Minute:
		n, unit = int64(d/time.Minute), "minute"
	}
	if n == 1 {
		return T(ctx, "ui.span.one."+unit)
	}
	return T(ctx, "ui.span."+unit, "n", n)
}
