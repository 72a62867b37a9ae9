package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// PenaliseInput punishes a seller. Rev is the revision of its standing that the operator saw; Confirm is the seller's name,
// typed, for an expulsion.
type PenaliseInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Kind     PenaltyKind
	Rule     string
	Reason   string
	Confirm  string
}

// Penalise punishes a seller, with effect at once (business-rules 2.10). Errors: field errors of kind, rule, reason and
// confirm, ErrSellerGone, ErrStandingChanged.
func (s *Service) Penalise(ctx context.Context, in PenaliseInput) (Penalty, error) {
	var out Penalty
	d := decision{actor: in.Actor, needs: account.OperatorPenalties, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason}
	if err := in.Actor.May(d.needs); err != nil {
		return Penalty{}, err
	}
	var bad apperr.Fields
	info, ok := in.Kind.Info()
	if !ok {
		bad.Add("kind", ErrPenaltyKind)
	}
	if _, ok := RuleOf(in.Rule); !ok {
		bad.Add("rule", ErrRuleUnknown)
	}
	bad.Add("reason", reasonFault(lines(in.Reason)))
	if err := bad.Err(); err != nil {
		return Penalty{}, err
	}
	_, err := s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) (err error) {
		if info.Final {
			if err := c.confirmed(in.Confirm); err != nil {
				return err
			}
		}
		out, err = s.punish(ctx, tx, c, Penalty{Kind: in.Kind, Rule: in.Rule, ByID: in.Actor.UserID, ByName: in.Actor.Name}, in.Actor)
		if err != nil {
			return err
		}
		return s.recordPenalty(ctx, tx, c, out)
	})
	return out, err
}

// punish stores a penalty and does at once what it does; the caller records it.
func (s *Service) punish(ctx context.Context, tx *storage.Tx, c *caseOf, p Penalty, by account.Actor) (Penalty, error) {
	info, _ := p.Kind.Info()
	p.ID, p.SellerID, p.SellerName, p.State, p.Reason, p.StartedAt = id.New("pen", tx.Now), c.own.ID, c.own.Name, PenaltyInForce, c.reason, tx.Now
	p.DueAt, p.TradeUntil = p.Kind.until(tx.Now)
	if info.Delists {
		n, err := s.trade.DelistAllTx(ctx, tx, c.own.ID)
		if err != nil {
			return Penalty{}, err
		}
		p.Delisted = n
	}
	p.Forfeited = money.CNY(0)
	if p.Kind == PenaltyExpel {
		var err error
		if p.Forfeited, err = s.forfeit(ctx, tx, c, p, by); err != nil {
			return Penalty{}, err
		}
		if err := closeExit(ctx, tx, c.own.ID); err != nil {
			return Penalty{}, err
		}
		if err := s.ExpelTx(ctx, tx, EndInput{Actor: by, AccountID: c.own.AccountID, Reason: p.Reason}); err != nil {
			return Penalty{}, err
		}
	}
	if err := insertPenalty(ctx, tx, p); err != nil {
		return Penalty{}, err
	}
	rule, _ := RuleOf(p.Rule)
	until := i18n.Text{ZH: "无期限", EN: "no end"}
	if !p.DueAt.IsZero() {
		until = i18n.Text{ZH: dateText(p.DueAt), EN: dateText(p.DueAt)}
	}
	return p, s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: notify.SellerPenalised, Key: p.ID, Link: recordLink(p.Kind),
		Params: notify.Params("penalty", info.Name, "effect", info.Effect, "rule", rule.Text, "until", until, "reason", p.Reason)})
}

// recordLink is where a seller reads about a penalty: who was expelled has no seller centre any more.
func recordLink(k PenaltyKind) string {
	if k == PenaltyExpel {
		return "/penalties"
	}
	return "/seller/standing"
}

func (s *Service) recordPenalty(ctx context.Context, tx *storage.Tx, c *caseOf, p Penalty) error {
	after := map[string]any{"penalty": p.ID, "kind": p.Kind, "rule": p.Rule, "until": dayOrNone(p), "delisted": p.Delisted, "cause": p.Cause}
	if p.Kind == PenaltyExpel {
		after["forfeited"] = p.Forfeited // zero says that no deposit stood
	}
	return audit.Record(ctx, tx, audit.Change{Action: auditPenalised, AccountID: c.own.AccountID, Object: c.own.ID, Reason: p.Reason, After: after})
}

func dayOrNone(p Penalty) string {
	if p.DueAt.IsZero() {
		return ""
	}
	return dateText(p.DueAt)
}

// DeductInput takes points from a seller for a rule that it broke; Confirm is the seller's name, typed, when that ends the
// cooperation.
type DeductInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Rule     string
	Reason   string
	Confirm  string
}

// Deduct takes the points that a rule costs. When the points of the calendar year reach a threshold, the penalty of the
// highest one that was reached follows in the same transaction: 12 a warning, 25 no publishing for 30 days, 50 the end of
// the cooperation (business-rules 2.10). Errors: field errors of rule, reason and confirm, ErrSellerGone,
// ErrStandingChanged.
func (s *Service) Deduct(ctx context.Context, in DeductInput) (Deduction, error) {
	if err := in.check(); err != nil {
		return Deduction{}, err
	}
	var out Deduction
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = s.DeductTx(ctx, tx, in)
		return err
	})
	return out, err
}

// check is what can be said of the input without asking anybody.
func (in DeductInput) check() error {
	if err := in.Actor.May(account.OperatorPenalties); err != nil {
		return err
	}
	var bad apperr.Fields
	if _, ok := RuleOf(in.Rule); !ok {
		bad.Add("rule", ErrRuleUnknown)
	}
	bad.Add("reason", reasonFault(lines(in.Reason)))
	return bad.Err()
}

// DeductTx is Deduct inside the transaction of what the points are for: the decision about a report made in bad faith.
func (s *Service) DeductTx(ctx context.Context, tx *storage.Tx, in DeductInput) (Deduction, error) {
	if err := in.check(); err != nil {
		return Deduction{}, err
	}
	var out Deduction
	rule, _ := RuleOf(in.Rule)
	d := decision{actor: in.Actor, needs: account.OperatorPenalties, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason}
	_, err := s.decideIn(ctx, tx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) error {
		before := c.standing.Deducted
		t, follows := crossed(before, before+rule.Points)
		if follows && t.Kind == PenaltyExpel {
			if err := c.confirmed(in.Confirm); err != nil {
				return err
			}
		}
		out = Deduction{ID: id.New("ptd", tx.Now), SellerID: c.own.ID, Year: c.standing.Year, Rule: rule.Code, Points: rule.Points, Reason: c.reason,
			At: tx.Now, ByID: in.Actor.UserID, ByName: in.Actor.Name}
		if err := insertPoints(ctx, tx, out); err != nil {
			return err
		}
		c.standing.Deducted += rule.Points
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: notify.SellerPointsTaken, Key: out.ID, Link: "/seller/standing",
			Params: notify.Params("points", rule.Points, "left", c.standing.Left(), "rule", rule.Text, "reason", c.reason)}); err != nil {
			return err
		}
		var p Penalty
		if follows {
			var err error
			p, err = s.punish(ctx, tx, c, Penalty{Kind: t.Kind, Rule: rule.Code, Cause: out.ID, ByID: in.Actor.UserID, ByName: in.Actor.Name}, in.Actor)
			if err != nil {
				return err
			}
		}
		if err := audit.Record(ctx, tx, audit.Change{Action: auditPointsTaken, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
			Before: map[string]any{"deducted": before}, After: map[string]any{"deducted": c.standing.Deducted, "rule": rule.Code, "record": out.ID}}); err != nil {
			return err
		}
		if !follows {
			return nil
		}
		return s.recordPenalty(ctx, tx, c, p)
	})
	return out, err
}
