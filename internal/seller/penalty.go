package seller

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/state"
)

// PenaltyKind is a kind of penalty (business-rules 2.10).
type PenaltyKind string

// The kinds, the mildest first.
const (
	PenaltyWarning    PenaltyKind = "warning"
	PenaltyPublishBan PenaltyKind = "publish_ban"
	PenaltyDelist     PenaltyKind = "delist"
	PenaltyYellowList PenaltyKind = "yellow_list"
	PenaltyBlacklist  PenaltyKind = "blacklist"
	PenaltyExpel      PenaltyKind = "expel"
)

// PenaltyInfo describes a kind of penalty.
type PenaltyInfo struct {
	Kind         PenaltyKind
	Name, Effect i18n.Text
	Public       bool // it is published
	Delists      bool // it takes all products off sale
	Bans         bool // nothing may be published while it is in force
	Final        bool // nobody takes it back
}

// PenaltyKinds describes all kinds, the mildest first. That the black list takes products off sale too is our choice: the
// rule says that nothing may be listed.
func PenaltyKinds() []PenaltyInfo {
	return []PenaltyInfo{
		{Kind: PenaltyWarning, Name: i18n.Text{ZH: "警告", EN: "Warning"},
			Effect: i18n.Text{ZH: "提醒整改，当年有效，不对外公示", EN: "A warning until the end of the year; it is not published"}},
		{Kind: PenaltyPublishBan, Name: i18n.Text{ZH: "暂停发布", EN: "Publishing suspended"}, Public: true, Bans: true,
			Effect: i18n.Text{ZH: "30 天内不能发布或修改商品，在售商品不受影响", EN: "Nothing can be published or modified for 30 days; what is on sale stays"}},
		{Kind: PenaltyDelist, Name: i18n.Text{ZH: "下架全部商品", EN: "All products delisted"}, Public: true, Delists: true,
			Effect: i18n.Text{ZH: "在售商品立即全部下架，整改后由运营恢复销售", EN: "All products go off sale at once; an operator restores them once mended"}},
		{Kind: PenaltyYellowList, Name: i18n.Text{ZH: "列入黄名单", EN: "Yellow list"}, Public: true,
			Effect: i18n.Text{ZH: "3 个月内不能提升等级、申请营销支持与激励；联营商品限制交易 1 个月", EN: "For 3 months no higher level, no marketing support, no incentives; joint products restricted for 1 month"}},
		{Kind: PenaltyBlacklist, Name: i18n.Text{ZH: "列入黑名单", EN: "Blacklist"}, Public: true, Delists: true, Bans: true,
			Effect: i18n.Text{ZH: "商品全部下架，6 个月内不能上架任何商品", EN: "All products go off sale, and nothing can be listed for 6 months"}},
		{Kind: PenaltyExpel, Name: i18n.Text{ZH: "清退", EN: "Expulsion"}, Public: true, Delists: true, Final: true,
			Effect: i18n.Text{ZH: "终止合作，商品全部下架，不可恢复", EN: "The cooperation ends and all products go off sale; there is no way back"}},
	}
}

// Info describes k; ok is false for a kind that does not exist.
func (k PenaltyKind) Info() (info PenaltyInfo, ok bool) {
	for _, x := range PenaltyKinds() {
		if x.Kind == k {
			return x, true
		}
	}
	return PenaltyInfo{}, false
}

// until is when a penalty that starts at from ends, and until when joint products are restricted; zero times for never.
// All are counted on Shanghai's calendar.
func (k PenaltyKind) until(from time.Time) (due, trade time.Time) {
	loc := period.Shanghai()
	switch k {
	case PenaltyWarning: // points count for a calendar year, and so does what they led to
		return time.Date(yearOf(from)+1, 1, 1, 0, 0, 0, 0, loc), time.Time{}
	case PenaltyPublishBan:
		return from.Add(publishBanDays * 24 * time.Hour), time.Time{}
	case PenaltyYellowList:
		return period.AddMonths(from, yellowMonths, loc), period.AddMonths(from, yellowTradeMonths, loc)
	case PenaltyBlacklist:
		return period.AddMonths(from, blackMonths, loc), time.Time{}
	default:
		return time.Time{}, time.Time{}
	}
}

// How long penalties last (business-rules 2.10).
const (
	publishBanDays    = 30
	yellowMonths      = 3
	yellowTradeMonths = 1
	blackMonths       = 6
)

// yearOf is the calendar year in Shanghai.
func yearOf(t time.Time) int { return t.In(period.Shanghai()).Year() }

// dateText is a date as errors and messages show it.
func dateText(t time.Time) string { return t.In(period.Shanghai()).Format(time.DateOnly) }

// The states of a penalty.
const (
	PenaltyInForce = "in_force"
	PenaltyExpired = "expired"
	PenaltyRevoked = "revoked"
)

// The events of a penalty.
const (
	EventExpire = "expire"
	EventRevoke = "revoke"
)

// PenaltyMachine is the life of a penalty. What is final, an expulsion, is never revoked.
var PenaltyMachine = state.New("seller.penalty",
	state.Transition{From: PenaltyInForce, Event: EventExpire, To: PenaltyExpired, Note: "its time is over"},
	state.Transition{From: PenaltyInForce, Event: EventRevoke, To: PenaltyRevoked, Note: "operator, with a reason"},
)

// Penalty is one penalty. A delisting and an expulsion have no DueAt: they are done, not served.
type Penalty struct {
	ID         string
	SellerID   string
	SellerName i18n.Text
	Kind       PenaltyKind
	Rule       string // code of the Rule that was broken
	Reason     string // for the seller; what is published is the rule
	State      string
	Cause      string       // the points that led to it; "" when an operator chose it
	Delisted   int          // how many products it took off sale
	Forfeited  money.Amount // what an expulsion took of the deposit
	StartedAt  time.Time
	TradeUntil time.Time
	DueAt      time.Time
	ByID       string
	ByName     string
	EndedAt    time.Time // zero while it is in force
	EndedName  string    // of who revoked it
	EndReason  string
}

// Revocable reports whether an operator may take it back.
func (p Penalty) Revocable() bool {
	info, ok := p.Kind.Info()
	return ok && !info.Final && PenaltyMachine.Can(p.State, EventRevoke)
}
