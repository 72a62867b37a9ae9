package operator

import (
	"context"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// metrics are the numbers on top of the overview. They are coloured only when somebody has to act.
func (p overviewPage) metrics(ctx context.Context) []ui.Metric {
	alarm := func(n int, tone ui.Tone) ui.Tone {
		if n > 0 {
			return tone
		}
		return ui.Neutral
	}
	review := ui.T(ctx, "operator.metric.applications.none")
	if p.Late > 0 {
		review = ui.T(ctx, "operator.metric.applications.late", "n", p.Late)
	} else if len(p.Applications) > 0 {
		review = ui.T(ctx, "operator.metric.applications.oldest", "age", ageText(ctx, urgencyNow(ctx, p.Applications[0])))
	}
	transfers := ui.T(ctx, "operator.metric.transfers.none")
	if len(p.Transfers) > 0 {
		transfers = ui.T(ctx, "operator.metric.transfers.sum", "sum", p.Sum.Format())
	}
	return []ui.Metric{
		{Label: ui.T(ctx, "operator.metric.applications"), Value: count(len(p.Applications)), Note: review, Icon: "review",
			Href: "/operator/applications?state=pending", Tone: alarm(p.Late, ui.Danger)},
		{Label: ui.T(ctx, "operator.metric.transfers"), Value: count(len(p.Transfers)), Note: transfers, Icon: "bank",
			Href: "/operator/transfers?state=submitted"},
		{Label: ui.T(ctx, "operator.metric.calls"), Value: count(len(p.Calls)), Note: ui.T(ctx, "operator.metric.calls.note"), Icon: "plug",
			Href: "/operator/calls?state=pending&verdict=failing", Tone: alarm(len(p.Calls), ui.Warning)},
		{Label: ui.T(ctx, "operator.metric.jobs"), Value: count(int(p.Jobs.Dead)), Note: ui.T(ctx, "operator.metric.jobs.note"), Icon: "activity",
			Href: "/operator/health", Tone: alarm(int(p.Jobs.Dead), ui.Danger)},
	}
}

// urgencyNow judges an application at the page's instant.
func urgencyNow(ctx context.Context, a catalog.Application) urgency {
	return urgencyOf(a.SubmittedAt, ui.ViewOf(ctx).Now, period.Shanghai())
}

// ageText says how long an application waits: "under a working day", "2 working days", "overdue, 5 working days".
func ageText(ctx context.Context, u urgency) string {
	key := "operator.age.days"
	switch {
	case u.Late():
		key = "operator.age.late"
	case u.Days == 0:
		key = "operator.age.today"
	case u.Days == 1:
		key = "operator.age.one"
	}
	return ui.T(ctx, key, "n", u.Days)
}
