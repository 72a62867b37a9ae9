package seller

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	sellers "github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// standingView is how a seller stands, with the form to leave.
type standingView struct {
	sellers.Record
	OpenOrders int
	Main       bool
	Form       url.Values
	Err        error
}

// next is the penalty that comes next, and how many points away it is.
func (v standingView) next(ctx context.Context) string {
	t, ok := v.Standing.Next()
	if !ok {
		return ""
	}
	return ui.T(ctx, "seller.standing.next", "n", t.Points-v.Standing.Deducted, "penalty", penaltyName(ctx, t.Kind))
}

// leaving reports whether a request waits.
func (v standingView) leaving() bool { return v.Exit != nil && v.Exit.Open() }

func (p *pages) standing(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.showStanding(w, r, who, nil)
}

func (p *pages) showStanding(w http.ResponseWriter, r *http.Request, who account.Actor, refused error) error {
	v := standingView{Main: who.Main(), Form: r.PostForm, Err: refused}
	var err error
	if v.Record, err = p.Sellers.MyRecord(r.Context(), who); err != nil {
		return err
	}
	if v.OpenOrders, err = p.Sellers.OpenOrders(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), standingPage(v))
	return nil
}

func (p *pages) requestExit(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Sellers.RequestExit(r.Context(), sellers.RequestExitInput{Actor: who, Reason: r.PostForm.Get("reason"), Confirm: r.PostForm.Get("confirm")})
	if apperr.Of(err) != nil && apperr.Of(err).Kind == apperr.Invalid {
		return p.showStanding(w, r, who, err)
	}
	return p.answer(w, r, err, "seller.exit.done", "/seller/standing", "/seller/standing")
}

func (p *pages) withdrawExit(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Sellers.WithdrawExit(r.Context(), who)
	return p.answer(w, r, err, "seller.exit.withdrawn", "/seller/standing", "/seller/standing")
}

func penaltyName(ctx context.Context, k sellers.PenaltyKind) string {
	x, _ := k.Info()
	return ui.In(ctx, x.Name)
}

func penaltyEffect(ctx context.Context, k sellers.PenaltyKind) string {
	x, _ := k.Info()
	return ui.In(ctx, x.Effect)
}

func ruleText(ctx context.Context, code string) string {
	x, _ := sellers.RuleOf(code)
	return ui.In(ctx, x.Text)
}

// rulesOf are the rules that cost the points.
func rulesOf(points int) []sellers.Rule {
	var out []sellers.Rule
	for _, x := range sellers.PointRules() {
		if x.Points == points {
			out = append(out, x)
		}
	}
	return out
}

func penaltyTone(p sellers.Penalty) ui.Tone {
	if p.State == sellers.PenaltyInForce {
		return ui.Danger
	}
	return ui.Neutral
}

func minute(t time.Time) string { return t.In(period.Shanghai()).Format("2006-01-02 15:04") }
