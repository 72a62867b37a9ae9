package admission

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// stage is one of the five steps (business-rules 2.1).
type stage struct {
	Key    string // account, real_name, application, certification, admitted
	State  string // of ui.Step
	Text   string // key of what stands beside it
	Reason string // of a rejection
	Href   string // where to go on; "" for nowhere
	Label  string // key of the button's text
}

// way is how far an account is.
type way struct {
	Stages []stage
	Entry  seller.Entry
	Name   string // legal name, once it is verified
}

// current is the step that the account is at.
func (w way) current() stage {
	for _, s := range w.Stages {
		if s.State != ui.StepDone {
			return s
		}
	}
	return w.Stages[len(w.Stages)-1]
}

func (p *pages) progress(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	out, err := p.way(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, progressView(out))
	return nil
}

func (p *pages) way(ctx context.Context, who account.Actor) (way, error) {
	acc, err := p.Accounts.Get(ctx, who.ID)
	if err != nil {
		return way{}, err
	}
	e, err := p.Sellers.Entry(ctx, who)
	if err != nil {
		return way{}, err
	}
	history, err := p.Sellers.EntryHistory(ctx, who)
	if err != nil {
		return way{}, err
	}
	out := way{Entry: e, Name: acc.LegalName}
	verified := acc.Verified != ""
	out.Stages = []stage{{Key: "account", State: ui.StepDone, Text: "admission.account.done"}, realName(verified), application(e, verified, history)}
	certified := stage{Key: "certification", Text: "admission.certification.later"}
	if e.Admitted() && who.Can(account.SellerCertification) {
		c, err := p.Sellers.Certification(ctx, who)
		if err != nil {
			return way{}, err
		}
		certified = certification(c)
	}
	last := stage{Key: "admitted", Text: "admission.admitted.later"}
	if e.State == seller.EntryActive {
		last = stage{Key: "admitted", State: ui.StepDone, Text: "admission.admitted.done", Href: "/seller", Label: "admission.admitted.go"}
	}
	out.Stages = append(out.Stages, certified, last)
	return out, nil
}

func realName(verified bool) stage {
	if verified {
		return stage{Key: "real_name", State: ui.StepDone, Text: "admission.real_name.done"}
	}
	return stage{Key: "real_name", State: ui.StepCurrent, Text: "admission.real_name.todo", Href: "/account/realname", Label: "admission.real_name.go"}
}

func application(e seller.Entry, verified bool, history []seller.HistoryEntry) stage {
	s := stage{Key: "application", State: ui.StepCurrent, Text: "admission.application." + e.State, Href: "/seller/admission/apply", Label: "admission.application.see"}
	switch e.State {
	case seller.EntryUncertified, seller.EntryActive:
		s.State = ui.StepDone
	case seller.EntryRejected:
		s.State, s.Label, s.Reason = ui.StepFailed, "admission.application.correct", lastReason(history)
	case seller.EntryExpelled:
		s.State, s.Href, s.Reason = ui.StepFailed, "", lastReason(history)
	case seller.EntryNotApplied, seller.EntryExited:
		s.Label = "admission.application.go"
		if !verified {
			s.State, s.Text, s.Label = ui.StepTodo, "admission.application.first", "admission.application.prepare"
		}
	}
	return s
}

func certification(c seller.Certification) stage {
	s := stage{Key: "certification", State: ui.StepCurrent, Text: "admission.certification." + c.State, Reason: c.Reason, Href: "/seller/certification", Label: "admission.certification.go"}
	switch c.State {
	case seller.CertificationDone:
		s.State, s.Label, s.Reason = ui.StepDone, "admission.certification.see", ""
	case seller.CertificationRejected, seller.CertificationLocked:
		s.State = ui.StepFailed
	case seller.CertificationInReview:
		s.Label = "admission.certification.see"
	case seller.CertificationUncertified:
		if c.Transfer.State == seller.TransferRequested {
			s.Text = "admission.certification.transfer"
		}
	}
	return s
}

// lastReason is why the last decision was as it was.
func lastReason(history []seller.HistoryEntry) string {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Reason != "" {
			return history[i].Reason
		}
	}
	return ""
}

// frame is the shell around a page: the seller centre's for sellers, the account's for those on their way.
func frame(ctx context.Context, p ui.ConsolePage) ui.ConsolePage {
	p.Area, p.AreaURL = ui.T(ctx, "admission.area"), "/seller/admission"
	p.Menu = menu.Permitted(ctx, []menu.Group{
		{Items: []menu.Item{
			{Needs: account.MainUser, Label: ui.T(ctx, "admission.title"), Href: "/seller/admission", Icon: "list-checks"},
			{Needs: account.MainUser, Label: ui.T(ctx, "admission.menu.apply"), Href: "/seller/admission/apply", Icon: "edit"},
			{Needs: account.SellerCertification, Label: ui.T(ctx, "admission.menu.certification"), Href: "/seller/certification", Icon: "bank"},
		}},
		{Items: []menu.Item{
			{Needs: account.SellerOverview, Label: ui.T(ctx, "admission.menu.centre"), Href: "/seller", Icon: "dashboard"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "admission.menu.messages"), Href: "/messages", Icon: "message", Badge: ui.ViewOf(ctx).Unread},
			{Needs: account.SignedIn, Label: ui.T(ctx, "admission.menu.account"), Href: "/account", Icon: "settings"},
		}},
	})
	return p
}

// steps are the stages as a bar.
func (w way) steps(ctx context.Context) []ui.Step {
	out := make([]ui.Step, len(w.Stages))
	for i, s := range w.Stages {
		out[i] = ui.Step{Label: ui.T(ctx, "admission.step."+s.Key), State: s.State}
	}
	return out
}
