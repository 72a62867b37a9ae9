package price

import (
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// Words is a text with what fills its {placeholders}, in both languages: a page shows In, a program reads Key and Params.
type Words struct {
	Key    string               `json:"key"`
	Params map[string]i18n.Text `json:"params,omitempty"`
}

// say fills a text of texts from name, value pairs; a value that is an i18n.Text is filled in in its language.
func say(key string, kv ...any) Words {
	w := Words{Key: key}
	for i := 0; i+1 < len(kv); i += 2 {
		if w.Params == nil {
			w.Params = make(map[string]i18n.Text, len(kv)/2)
		}
		both, ok := kv[i+1].(i18n.Text)
		if !ok {
			s := fmt.Sprint(kv[i+1])
			both = i18n.Text{ZH: s, EN: s}
		}
		w.Params[fmt.Sprint(kv[i])] = both
	}
	return w
}

// In is the text in lang: "zh" or "en".
func (w Words) In(lang string) string {
	text, ok := texts[w.Key]
	if !ok {
		return w.Key
	}
	pairs := make([]string, 0, 2*len(w.Params))
	for name, value := range w.Params {
		pairs = append(pairs, "{"+name+"}", value.In(lang))
	}
	return strings.TrimSpace(strings.NewReplacer(pairs...).Replace(text.In(lang)))
}

// texts are the words of breakdowns, ratings and refunds.
var texts = map[string]i18n.Text{
	"line.base":       {ZH: "规格费用", EN: "Price of the spec"},
	"line.base.named": {ZH: "规格费用（{name}）", EN: "Price of the spec ({name})"},
	"line.attribute":  {ZH: "{name}：{n} {unit}", EN: "{name}: {n} {unit}"},
	"line.opening":    {ZH: "开通按需服务，按实际使用量扣费", EN: "Opening on demand; the use is charged as it happens"},
	"line.trial":      {ZH: "试用 {days} 天", EN: "Trial of {days} days"},
	"line.upgrade":    {ZH: "升级差价", EN: "Difference of the upgrade"},
	"line.expansion":  {ZH: "{name}：{from} 扩容至 {to} {unit}", EN: "{name}: from {from} to {to} {unit}"},

	"by.offer":       {ZH: "专属优惠：按原价的 {percent}% 支付", EN: "Private offer: pay {percent}% of the list price"},
	"by.offer_total": {ZH: "专属优惠：约定总价 {price}", EN: "Private offer: agreed total {price}"},
	"by.resale":      {ZH: "转售授权折扣：按原价的 {percent}% 支付", EN: "Resale discount: pay {percent}% of the list price"},
	"by.coupon":      {ZH: "代金券", EN: "Coupon"},
	"by.cash":        {ZH: "现金券", EN: "Cash coupon"},

	"why.coupon_with_discount": {ZH: "代金券不能与专属优惠或商务折扣同时使用，本单未使用该券，券仍保留。",
		EN: "A coupon cannot be combined with a private offer or discount. It was not used; you keep it."},
	"why.one_discount": {ZH: "每个订单只能享受一项折扣，本单已使用优先级更高的折扣。",
		EN: "An order gets one discount, and another one goes before this."},
	"why.list_is_lower": {ZH: "当前原价已低于约定总价 {price}，按原价支付更划算。",
		EN: "The list price is now below the agreed total of {price}, so you pay the list price."},
	"why.nothing_left": {ZH: "应付金额已为 0，无需再使用现金券。", EN: "Nothing is left to pay, so this cash coupon was not needed."},
	"why.empty":        {ZH: "该现金券余额为 0。", EN: "This cash coupon is used up."},

	"part.range":      {ZH: "{from} 至 {to}：", EN: "over {from} up to {to}:"},
	"part.range.open": {ZH: "{from} 以上：", EN: "over {from}:"},
	"part.rounded":    {ZH: "，四舍五入为 {amount}", EN: ", rounded to {amount}"},
	"part.total":      {ZH: "合计 {amount}", EN: "together {amount}"},

	"refund.full":      {ZH: "全额退订", EN: "Full refund"},
	"refund.agreed":    {ZH: "协商退订", EN: "Agreed refund"},
	"refund.untouched": {ZH: "尚未使用", EN: "Not used yet"},
	"refund.used":      {ZH: "已使用 {used} 天，共 {days} 天", EN: "{used} of {days} days used"},
}

// In is the part for people: "¥0.30 × 3 分钟 = ¥0.90".
func (p Part) In(lang, currency string) string {
	var s strings.Builder
	if p.Kind == PartBracket {
		s.WriteString(p.bounds().In(lang) + " ")
	}
	s.WriteString(p.Each.Format(currency))
	if p.Kind != PartDifference && p.Kind != PartFixed {
		s.WriteString(strings.TrimRight(" × "+p.Times.String()+" "+p.Unit.In(lang), " "))
	}
	if p.Over != 0 {
		fmt.Fprintf(&s, " ÷ %d %s", p.Over, dayText(int(p.Over)).In(lang))
	}
	if p.Kind == PartDifference {
		s.WriteString(" − " + p.Less.Format(currency))
	}
	if p.Kind != PartFixed {
		s.WriteString(p.sign() + p.Amount.Format(currency))
	}
	return s.String()
}

// sign says where a division did not come out even.
func (p Part) sign() string {
	back, err := p.Amount.Mul(Whole(p.Over))
	whole, err2 := p.Each.Mul(p.Times)
	if p.Over != 0 && (err != nil || err2 != nil || back != whole) {
		return " ≈ "
	}
	return " = "
}

func (p Part) bounds() Words {
	if p.To.IsZero() {
		return say("part.range.open", "from", p.From)
	}
	return say("part.range", "from", p.From, "to", p.To)
}

// Computation is the parts of the line for people, one text for each; the last one says so where it was rounded.
func (l Line) Computation(lang string) []string { return computationIn(lang, l.Parts, l.List) }

// computationIn is parts for people; total is what the line was rounded to.
func computationIn(lang string, parts []Part, total money.Amount) []string {
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		out = append(out, p.In(lang, total.Currency))
	}
	switch n := len(parts); {
	case n == 0:
	case n > 1 && parts[n-1].Kind == PartBracket: // side by side: nothing above says what they sum to
		out = append(out, say("part.total", "amount", total.Format()).In(lang))
	case parts[n-1].Amount != FromMoney(total):
		out[n-1] += say("part.rounded", "amount", total.Format()).In(lang)
	}
	return out
}
