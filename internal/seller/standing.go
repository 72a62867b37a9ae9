package seller

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// Trade is a seller's trade as penalties and leaving touch it.
type Trade interface {
	// DelistAllTx takes all products of the seller off sale and says how many. Open orders go on.
	DelistAllTx(ctx context.Context, tx *storage.Tx, sellerID string) (int, error)
	// OpenOrders counts the orders of the seller that are neither completed nor cancelled. q is a *storage.Tx inside a
	// transaction.
	OpenOrders(ctx context.Context, q storage.Querier, sellerID string) (int, error)
}

// decision is what an operator decides about a seller, who saw revision rev of its standing.
type decision struct {
	actor    account.Actor
	needs    account.Permission
	sellerID string
	rev      int64
	reason   string
	change   func(*Standing, time.Time) // what becomes of the standing itself; nil keeps it
	gone     bool                       // also for a seller that left or was expelled
}

// caseOf is a seller while something is decided about it.
type caseOf struct {
	own      Seller
	standing Standing // its Rev, Level and Deposit are those after the decision
	before   Standing
	reason   string
}

// here reports whether it is a seller still.
func (c *caseOf) here() bool { return c.own.State == EntryUncertified || c.own.State == EntryActive }

// errNothing ends a decision that changes nothing.
var errNothing = errors.New("seller: nothing to decide")

// decide is the one way in which something is decided about a seller's standing. The row of the standing is changed first:
// whoever decides at the same moment waits, and finds another revision.
func (s *Service) decide(ctx context.Context, d decision, fn func(context.Context, *storage.Tx, *caseOf) error) (Standing, error) {
	var sellerID string
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c, err := s.decideIn(ctx, tx, d, fn)
		if c != nil {
			sellerID = c.own.ID
		}
		return err
	})
	if err != nil && !errors.Is(err, errNothing) {
		return Standing{}, err
	}
	return getStanding(ctx, s.db.Reader(), sellerID, yearOf(s.Now()))
}

// decideIn is decide inside the caller's transaction.
func (s *Service) decideIn(ctx context.Context, tx *storage.Tx, d decision, fn func(context.Context, *storage.Tx, *caseOf) error) (*caseOf, error) {
	if err := d.actor.May(d.needs); err != nil {
		return nil, err
	}
	c := &caseOf{reason: lines(d.reason)}
	if err := checkReason(c.reason); err != nil {
		return nil, err
	}
	var err error
	if c.own, err = s.GetBy(ctx, tx, d.sellerID); err != nil {
		return nil, err
	}
	if !d.gone && !c.here() {
		return nil, ErrSellerGone
	}
	if c.standing, err = getStanding(ctx, tx, c.own.ID, yearOf(tx.Now)); err != nil {
		return nil, err
	}
	if c.standing.Rev != d.rev {
		return nil, ErrStandingChanged
	}
	c.before = c.standing
	if d.change != nil {
		d.change(&c.standing, tx.Now)
	}
	if err := saveStanding(ctx, tx, &c.standing); err != nil {
		return nil, err
	}
	return c, fn(ctx, tx, c)
}

// confirmed is nil when the seller's name was typed: what cannot be undone is not done by one click.
func (c *caseOf) confirmed(typed string) error {
	var bad apperr.Fields
	bad.Add("confirm", c.own.nameFault(typed))
	return bad.Err()
}

// nameFault is what is wrong with what was typed as the seller's name, in either language.
func (s Seller) nameFault(typed string) *apperr.Error {
	typed = line(typed)
	if typed != "" && (strings.EqualFold(typed, s.Name.ZH) || strings.EqualFold(typed, s.Name.EN)) {
		return nil
	}
	return ErrConfirmName
}

// Record is all that was decided about a seller.
type Record struct {
	Seller    Seller
	Standing  Standing
	Points    []Deduction // the latest first
	Penalties []Penalty   // the latest first
	Exit      *Exit       // the last request to leave; nil for none
	Uploads   blob.Left   // what may still be uploaded today, and what an operator raised
}

// MyRecord returns the record of the actor's own seller. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) MyRecord(ctx context.Context, actor account.Actor) (Record, error) {
	own, err := s.own(ctx, actor, account.SellerInfo)
	if err != nil {
		return Record{}, err
	}
	return s.record(ctx, own)
}

func (s *Service) record(ctx context.Context, own Seller) (Record, error) {
	q, r := s.db.Reader(), Record{Seller: own}
	var err error
	if r.Standing, err = getStanding(ctx, q, own.ID, yearOf(s.Now())); err != nil {
		return Record{}, err
	}
	if r.Points, err = listPoints(ctx, q, own.ID); err != nil {
		return Record{}, err
	}
	if r.Penalties, err = listPenalties(ctx, q, own.ID); err != nil {
		return Record{}, err
	}
	switch x, err := lastExit(ctx, q, own.ID); {
	case err == nil:
		r.Exit = &x
	case !errors.Is(err, ErrExitNotFound):
		return Record{}, err
	}
	r.Uploads, err = s.files.LeftToday(ctx, own.AccountID)
	return r, err
}

// InForce are the penalties that are in force.
func (r Record) InForce() []Penalty {
	var out []Penalty
	for _, p := range r.Penalties {
		if p.State == PenaltyInForce {
			out = append(out, p)
		}
	}
	return out
}

// mayPublish is the side of MayPublish that penalties decide (business-rules 2.10).
func (s *Service) mayPublish(ctx context.Context, q storage.Querier, sellerID string) error {
	bans, err := inForce(ctx, q, sellerID, s.Now(), PenaltyPublishBan, PenaltyBlacklist)
	if err != nil || len(bans) == 0 {
		return err
	}
	return ErrPublishBanned.With("until", dateText(bans[0].DueAt))
}

// MayTradeJoint returns nil when joint products of a seller may be bought, otherwise ErrJointRestricted: the first month
// on the yellow list (business-rules 2.10). q is a *storage.Tx inside a transaction.
func (s *Service) MayTradeJoint(ctx context.Context, q storage.Querier, sellerID string) error {
	now := s.Now()
	listed, err := inForce(ctx, q, sellerID, now, PenaltyYellowList)
	if err != nil {
		return err
	}
	for _, p := range listed {
		if now.Before(p.TradeUntil) {
			return ErrJointRestricted.With("until", dateText(p.TradeUntil))
		}
	}
	return nil
}

// The errors of standing, penalties and leaving (business-rules 2.10).
var (
	ErrSellerGone = apperr.Def(apperr.FailedPrecondition, "seller_gone",
		"This seller has left or was expelled.", "该商家已退出或已被清退。")
	ErrStandingChanged = apperr.Def(apperr.Conflict, "seller_standing_changed",
		"Somebody decided about this seller in the meantime. Look at it again before you go on.", "该商家的处罚或等级已被他人更改，请刷新后重新确认。")
	ErrLevelUnknown = apperr.Def(apperr.Invalid, "seller_level_unknown",
		"There is no such level.", "商家等级不存在。")
	ErrLevelFrozen = apperr.Def(apperr.FailedPrecondition, "seller_level_frozen",
		"The seller is on the yellow or the black list until {until} and cannot rise.", "商家在 {until} 前处于黄名单或黑名单，不能提升等级。")
	ErrDepositAmount = apperr.Def(apperr.Invalid, "seller_deposit_amount",
		"Enter an amount from 0 to {max}, such as 5000.00.", "请输入 0 至 {max} 之间的金额，例如 5000.00。")
	ErrRuleUnknown = apperr.Def(apperr.Invalid, "seller_rule_unknown",
		"Choose the rule that was broken.", "请选择违反的规则。")
	ErrPenaltyKind = apperr.Def(apperr.Invalid, "seller_penalty_kind",
		"Choose a penalty.", "请选择处罚方式。")
	ErrConfirmName = apperr.Def(apperr.Invalid, "seller_confirm_name",
		"This ends the cooperation. Type the name of the seller to confirm.", "该操作将终止合作，请输入商家名称以确认。")
	ErrPointsNotFound = apperr.Def(apperr.NotFound, "seller_points_not_found",
		"There are no such points.", "扣分记录不存在。")
	ErrPointsRevoked = apperr.Def(apperr.FailedPrecondition, "seller_points_revoked",
		"These points were given back already.", "该扣分已撤销。")
	ErrPenaltyNotFound = apperr.Def(apperr.NotFound, "seller_penalty_not_found",
		"There is no such penalty.", "处罚记录不存在。")
	ErrPenaltyState = apperr.Def(apperr.FailedPrecondition, "seller_penalty_state",
		"This penalty is over, or cannot be taken back.", "该处罚已结束，或不可撤销。")
	ErrPublishBanned = apperr.Def(apperr.FailedPrecondition, "seller_publish_banned",
		"Because of a penalty, nothing can be published until {until}.", "因违规处罚，{until} 前不能发布商品。")
	ErrJointRestricted = apperr.Def(apperr.FailedPrecondition, "seller_joint_restricted",
		"Because of a penalty, joint products of this seller cannot be bought until {until}.", "因违规处罚，该商家的联营商品在 {until} 前限制交易。")
	ErrExitNotFound = apperr.Def(apperr.NotFound, "seller_exit_not_found",
		"There is no such request.", "退出申请不存在。")
	ErrExitState = apperr.Def(apperr.FailedPrecondition, "seller_exit_state",
		"This request was decided on already.", "该退出申请已处理。")
	ErrExitOpen = apperr.Def(apperr.Conflict, "seller_exit_open",
		"You have asked to leave already.", "已有退出申请正在处理。")
	ErrExitOrders = apperr.Def(apperr.FailedPrecondition, "seller_exit_orders",
		"Open orders: {count}. They have to end first.", "还有 {count} 个订单未完成，完成后才能退出。")
	ErrExitExpelled = apperr.Def(apperr.FailedPrecondition, "seller_exit_state_entry",
		"Only an admitted seller can leave.", "仅已入驻的商家可以申请退出。")
)
