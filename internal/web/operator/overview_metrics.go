package operator

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
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
	} else if list := p.Lists.Applications; len(list) > 0 {
		review = ui.T(ctx, "operator.metric.applications.oldest", "age", ageText(ctx, urgencyFor(ctx, list[0])))
	}
	transfers := ui.T(ctx, "operator.metric.transfers.none")
	if p.Transfers > 0 {
		transfers = ui.T(ctx, "operator.metric.transfers.sum", "sum", p.Sum.Format())
	}
	dead := int(p.Jobs.Dead)
	var out []ui.Metric
	for _, m := range []struct {
		needs account.Permission
		ui.Metric
	}{
		{account.OperatorApplications, ui.Metric{Label: ui.T(ctx, "operator.metric.applications"), Value: count(p.Applications), Note: review, Icon: "review",
			Href: "/operator/applications?state=pending", Tone: alarm(p.Late, ui.Danger)}},
		{account.OperatorTransfers, ui.Metric{Label: ui.T(ctx, "operator.metric.transfers"), Value: count(p.Transfers), Note: transfers, Icon: "bank",
			Href: "/operator/transfers?state=submitted"}},
		{account.OperatorCalls, ui.Metric{Label: ui.T(ctx, "operator.metric.calls"), Value: count(p.Calls), Note: ui.T(ctx, "operator.metric.calls.note"), Icon: "plug",
			Href: "/operator/calls?state=pending&verdict=failing", Tone: alarm(p.Calls, ui.Warning)}},
		{account.OperatorHealth, ui.Metric{Label: ui.T(ctx, "operator.metric.jobs"), Value: count(dead), Note: ui.T(ctx, "operator.metric.jobs.note"), Icon: "activity",
			Href: "/operator/health", Tone: alarm(dead, ui.Danger)}},
	} {
		if p.Actor.Can(m.needs) {
			out = append(out, m.Metric)
		}
	}
	return out
}

// urgencyNow judges what was submitted for review by the usual limit, at the page's instant.
func urgencyNow(ctx context.Context, submitted time.Time) urgency {
	return urgencyOf(submitted, usualDue(submitted), ui.ViewOf(ctx).Now)
}

// urgencyFor judges an application for a product by its own due date.
func urgencyFor(ctx context.Context, a catalog.Application) urgency {
	return urgencyOf(a.SubmittedAt, a.DueAt, ui.ViewOf(ctx).Now)
}

// ageText says how long something waits for review: "under a working day", "2 working days", "overdue, 5 working days".
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
