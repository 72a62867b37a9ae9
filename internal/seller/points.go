package seller

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// PointsOfYear is what every seller has at the beginning of a calendar year (business-rules 2.10).
const PointsOfYear = 100

// Rule is something that a seller must not do.
type Rule struct {
	Code   string
	Points int // what it costs: 2, 6, 12, 25 or 50
	Text   i18n.Text
}

// PointClasses are what a rule may cost (business-rules 2.10).
func PointClasses() []int { return []int{2, 6, 12, 25, 50} }

// PointRules are all rules, the cheapest first. The 50-point class is the source's; the others are ours.
func PointRules() []Rule {
	return []Rule{
		{"late_answer", 2, i18n.Text{ZH: "未在承诺的服务时间内响应客户", EN: "Customers not answered within the promised service hours"}},
		{"stale_information", 2, i18n.Text{ZH: "商家或商品信息已变化而未及时更新", EN: "Outdated information about the seller or its products"}},
		{"misleading_text", 6, i18n.Text{ZH: "商品描述夸大或与实际不符", EN: "Products described better than they are"}},
		{"late_delivery", 6, i18n.Text{ZH: "无正当理由未按约定时间交付", EN: "Delivery later than agreed without good cause"}},
		{"off_platform", 12, i18n.Text{ZH: "引导客户绕过平台交易", EN: "Customers led to trade outside the marketplace"}},
		{"service_refused", 12, i18n.Text{ZH: "拒绝提供已承诺的服务或售后支持", EN: "Promised service or support refused"}},
		{"forged_acceptance", 25, i18n.Text{ZH: "伪造交付或验收材料", EN: "Forged documents of delivery or acceptance"}},
		{"foreign_delivery", 25, i18n.Text{ZH: "未按要求在指定云平台上交付", EN: "Delivery on another cloud than required"}},
		{"infringement", 25, i18n.Text{ZH: "侵犯他人知识产权", EN: "Intellectual property of others infringed"}},
		{"fake_sales", 50, i18n.Text{ZH: "虚假交易", EN: "Fake sales"}},
		{"fake_reviews", 50, i18n.Text{ZH: "虚假或恶意评价", EN: "Forged or malicious reviews"}},
		{"false_reports", 50, i18n.Text{ZH: "虚假举报", EN: "False reports"}},
		{"unfair_competition", 50, i18n.Text{ZH: "不正当竞争", EN: "Unfair competition"}},
		{"data_leak", 50, i18n.Text{ZH: "泄露或出售平台、客户数据", EN: "Data of customers or of the marketplace leaked or sold"}},
	}
}

// RuleOf finds a rule; ok is false for a code that this version does not know.
func RuleOf(code string) (r Rule, ok bool) {
	for _, x := range PointRules() {
		if x.Code == code {
			return x, true
		}
	}
	return Rule{Code: code, Text: i18n.Text{ZH: code, EN: code}}, false
}

// Threshold is what happens when the points taken in a year reach a sum.
type Threshold struct {
	Points int
	Kind   PenaltyKind
}

// Thresholds are business-rules 2.10, the highest first.
func Thresholds() []Threshold {
	return []Threshold{{50, PenaltyExpel}, {25, PenaltyPublishBan}, {12, PenaltyWarning}}
}

// crossed is the highest threshold that a sum reaches when it grows from before to after; ok is false for none.
func crossed(before, after int) (Threshold, bool) {
	for _, t := range Thresholds() {
		if after >= t.Points {
			return t, before < t.Points
		}
	}
	return Threshold{}, false
}

// Deduction are points taken from a seller.
type Deduction struct {
	ID           string
	SellerID     string
	Year         int // in which they count
	Rule         string
	Points       int
	Reason       string
	At           time.Time
	ByID         string
	ByName       string
	RevokedAt    time.Time // zero: they count
	RevokedName  string
	RevokeReason string
}

// Counts reports whether they were not given back.
func (d Deduction) Counts() bool { return d.RevokedAt.IsZero() }

// Standing is how a seller stands. Rev grows with everything that is decided about it; one that nothing was ever decided
// about has the zero Rev.
type Standing struct {
	SellerID string
	Level    Level
	Deposit  Deposit
	Hardware bool // it may publish hardware (business-rules 4.6)
	Rev      int64
	Year     int
	Deducted int // points that count in the year
}

// Left are the points of the year that are left.
func (s Standing) Left() int { return max(PointsOfYear-s.Deducted, 0) }

// Next is the threshold that comes next; ok is false when none is left.
func (s Standing) Next() (t Threshold, ok bool) {
	for _, x := range Thresholds() {
		if s.Deducted < x.Points {
			t, ok = x, true
		}
	}
	return t, ok
}

// Ends reports whether a rule broken now would end the cooperation.
func (s Standing) Ends(r Rule) bool {
	t, ok := crossed(s.Deducted, s.Deducted+r.Points)
	return ok && t.Kind == PenaltyExpel
}
