package sandbox

import (
	"context"
	"net/url"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// quickSpans are the buttons of the page, the same as those of the bar.
func quickSpans() []string { return []string{"1m", "1h", "3h", "1d", "7d", "1mo"} }

// hidden tells the page's forms from the bar's, and where to return to.
func (v view) hidden() []ui.Hidden {
	return []ui.Hidden{{Name: "from", Value: "page"}, {Name: "back", Value: v.Back}}
}

// typed and errOf give each of the two forms what is its own.
func (v view) typed(name string) url.Values {
	if v.Err != nil && field(v.Form) == name {
		return v.Form
	}
	return nil
}

func (v view) errOf(name string) error {
	if v.Err != nil && field(v.Form) == name {
		return v.Err
	}
	return nil
}

func signIn(ctx context.Context, back string) string {
	return ui.ViewOf(ctx).Links.SignIn + "?next=" + url.QueryEscape(pageFor(back))
}

func stepsText(ctx context.Context, n int) string {
	switch n {
	case 0:
		return ui.T(ctx, "sandbox.steps.none")
	case 1:
		return ui.T(ctx, "sandbox.steps.one")
	}
	return ui.T(ctx, "sandbox.steps", "n", n)
}

// aheadText says how far the clock is ahead of real time, in days, hours and minutes.
func aheadText(ctx context.Context, d time.Duration) string {
	const day = 24 * time.Hour
	d = d.Round(time.Minute)
	if d < time.Minute {
		return ui.T(ctx, "sandbox.ahead.none")
	}
	return ui.T(ctx, "sandbox.ahead", "d", int(d/day), "h", int(d%day/time.Hour), "m", int(d%time.Hour/time.Minute))
}

// localTime is an instant as a datetime-local field holds it, in the market's zone.
func localTime(t time.Time) string { return t.In(period.Shanghai()).Format("2006-01-02T15:04") }
