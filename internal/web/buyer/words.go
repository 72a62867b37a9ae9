package buyer

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

// term is a length of time as it was bought: "3 个月", "1 year".
func term(ctx context.Context, n int, unit period.Unit) string {
	if n == 1 {
		return ui.T(ctx, "buyer.term.one."+string(unit))
	}
	return ui.T(ctx, "buyer.term.many."+string(unit), "n", n)
}

// days is a number of days in words.
func days(ctx context.Context, n int) string {
	if n == 1 {
		return ui.T(ctx, "buyer.day.one")
	}
	return ui.T(ctx, "buyer.day.many", "n", n)
}

// span says how many days of a term have passed, and how many it has in all. A begun day is still there to be used.
func span(from, to, now time.Time) (used, total int) {
	total = wholeDays(to.Sub(from))
	left := min(max(wholeDays(to.Sub(now)), 0), total)
	return total - left, total
}

// wholeDays counts a begun day as a day.
func wholeDays(d time.Duration) int {
	const day = 24 * time.Hour
	return int((d + day - 1) / day)
}

// agreement is what was ticked with an order, split for people: code@version, where the code of a product's own
// agreement is service-agreement/<product>. The link leads to the version of then (business-rules 13.2).
type agreement struct {
	key     string // of its name
	version string
	href    string
}

func agreementOf(mark string) agreement {
	code, version, _ := strings.Cut(mark, "@")
	switch kind, product, _ := strings.Cut(code, "/"); kind {
	case order.AgreementService:
		return agreement{key: "service", version: version, href: "/products/" + product + "/agreement?version=" + url.QueryEscape(version)}
	case order.AgreementConsent:
		return agreement{key: "consent", version: version, href: "/products/" + product}
	}
	return agreement{key: "market", version: version, href: "/agreements/" + code + "?version=" + url.QueryEscape(version)}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// plus is "100+" for a count that stops at a page's limit.
func plus(n int, more bool) string {
	if more {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}

// orderColumns head every table of orders.
func orderColumns(ctx context.Context) []ui.Column {
	return []ui.Column{{Label: ui.T(ctx, "buyer.product"), Wide: true}, {Label: ui.T(ctx, "buyer.order.no")},
		{Label: ui.T(ctx, "buyer.total"), End: true}, {Label: ui.T(ctx, "buyer.state")}, {Label: ui.T(ctx, "buyer.placed-at")}}
}

// serviceColumns head every table of purchased services.
func serviceColumns(ctx context.Context) []ui.Column {
	return []ui.Column{{Label: ui.T(ctx, "buyer.product"), Wide: true}, {Label: ui.T(ctx, "buyer.quantity"), End: true},
		{Label: ui.T(ctx, "buyer.expires-at")}, {Label: ui.T(ctx, "buyer.state")}, {Label: ui.T(ctx, "buyer.order.no"), Quiet: true}}
}
