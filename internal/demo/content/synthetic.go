package content

import (
	"fmt"
	"iter"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Synthetic yields n products for benchmarks and tests with a large catalogue.
// The same n always gives the same products; the first products of a longer
// sequence are those of a shorter one. The first 34,816 names are
// unique; beyond that they carry a series letter. Logo and Guide are empty, Seller too: the caller
// spreads the products over sellers it has made. Everything else passes the
// publish form.
func Synthetic(n int) iter.Seq[Product] {
	return func(yield func(Product) bool) {
		w := syntheticWords()
		for i := range n {
			if !yield(synthetic(w, i)) {
				return
			}
		}
	}
}

func synthetic(w words, i int) Product {
	kind := w.kinds[i%len(w.kinds)]
	brands := len(w.first) * len(w.second)
	round := i / len(w.kinds)
	// 197 is coprime to the number of brands, so neighbours differ and none repeats within a round.
	b := round * 197 % brands
	first, second := w.first[b/len(w.second)], w.second[b%len(w.second)]
	name := i18n.Text{
		ZH: first.ZH + second.ZH + kind.name.ZH,
		EN: first.EN + second.EN + " " + kind.name.EN,
	}
	if series := round / brands; series > 0 {
		name.ZH += fmt.Sprintf("·%c系列", 'A'+rune(series%26))
		name.EN += fmt.Sprintf(" Series %c", 'A'+rune(series%26))
	}
	audience := w.audiences[(i/3+round)%len(w.audiences)]
	strengths := []phrase{
		w.strengths[(i+round)%len(w.strengths)],
		w.strengths[(i+round+3)%len(w.strengths)],
		w.strengths[(i+round+7)%len(w.strengths)],
	}
	p := Product{
		Key:      fmt.Sprintf("synthetic-%06d", i+1),
		Category: kind.category,
		Name:     name,
		Overview: i18n.Text{
			ZH: "面向" + audience.ZH + "的" + kind.name.ZH + "应用，" + kind.does.ZH + "。",
			EN: "For " + audience.EN + ": " + kind.does.EN + ".",
		},
		Support: syntheticSupport(i),
		Spec:    syntheticSpec(i),
	}
	for _, s := range strengths {
		p.Highlights = append(p.Highlights, s.short)
	}
	p.Introduction = syntheticIntroduction(name, kind, audience, strengths)
	p.ServiceTerms = syntheticTerms(name, kind)
	return p
}

func syntheticSupport(i int) Support {
	return Support{
		Hours:   i18n.Text{ZH: "工作日 9:00–18:00（5×9 小时）", EN: "Monday to Friday, 9:00–18:00 China time (5×9)"},
		Content: i18n.Text{ZH: "开通协助、使用咨询与故障处理。", EN: "Help with setup, questions and faults."},
		Hotline: fmt.Sprintf("400-000-%04d", 1000+i%9000),
		Email:   fmt.Sprintf("support-%d@example.com", 1+i%200),
	}
}

// syntheticSpec varies price, periods, quantity and stock on different cycles, so that filters have something to find.
func syntheticSpec(i int) Spec {
	month := 900 + int64(i*7919%290)*100
	s := Spec{Name: i18n.Text{ZH: "标准版", EN: "Standard"}}
	if i%5 != 0 {
		s.Prices = append(s.Prices, Price{Period: PeriodMonth, Minor: month})
	}
	if i%7 != 0 || len(s.Prices) == 0 {
		s.Prices = append(s.Prices, Price{Period: PeriodYear, Minor: month * 10})
	}
	if i%3 == 0 {
		s.Quantity = &Quantity{
			Code: "seats", Name: i18n.Text{ZH: "席位", EN: "Seats"}, Unit: i18n.Text{ZH: "个", EN: "seats"},
			Min: 5, Max: 500, Step: 5,
		}
	}
	if i%11 == 0 {
		stock := int64(20 + i%480)
		s.Stock = &stock
	}
	return s
}

func syntheticIntroduction(name i18n.Text, k kind, audience i18n.Text, strengths []phrase) i18n.Text {
	zh := "<h2>" + name.ZH + "能做什么</h2><p>" + name.ZH + "面向" + audience.ZH + "，" + k.does.ZH +
		"。打开浏览器即可使用，不需要准备服务器，也不需要安装客户端。开通之后，管理员导入组织与成员，按照向导完成几项设置，当天就能投入使用。</p><h3>主要特点</h3>"
	en := "<h2>What " + name.EN + " does</h2><p>" + name.EN + " is made for " + audience.EN + ": " + k.does.EN +
		". It runs in the browser, with no servers to prepare and no client to install. After setup the administrator imports the organisation, follows a short guide, and the team can start the same day.</p><h3>Main features</h3>"
	for _, s := range strengths {
		zh += "<p><strong>" + s.short.ZH + "。</strong>" + s.long.ZH + "</p>"
		en += "<p><strong>" + s.short.EN + ".</strong> " + s.long.EN + "</p>"
	}
	zh += "<h3>如何开始</h3><ol><li>选择规格与时长，提交订单并付款；</li><li>在“已购买的服务”中查看登录地址与初始密码；</li>" +
		"<li>首次登录后修改密码，邀请成员加入。</li></ol><h3>服务与支持</h3><p>商家在工作日提供电话与邮件支持，邮件在二十四小时内回复。到期前可以续费，数据与设置保持不变；" +
		"不再使用时，可以在后台导出全部数据，导出的文件采用通用格式，方便迁移到其他系统。如需批量导入历史资料，可以先下载模板，整理之后一次上传，系统会检查格式并指出需要修改的位置。</p>"
	en += "<h3>How to start</h3><ol><li>Choose a plan and term, place the order and pay.</li><li>Find the address and initial password under Purchased services.</li>" +
		"<li>Change the password after your first login and invite your colleagues.</li></ol><h3>Service and support</h3><p>The seller answers calls and e-mail on working days, e-mail within 24 hours. " +
		"Renew before expiry and everything stays as it was. When you leave, export all your data in a common format.</p>"
	return i18n.Text{ZH: zh, EN: en}
}

func syntheticTerms(name i18n.Text, k kind) i18n.Text {
	return i18n.Text{
		ZH: "<h2>" + name.ZH + "服务协议</h2><p>本协议由购买" + name.ZH + "的客户（甲方）与商品页所示的商家（乙方）在线订立，甲方下单时勾选同意后生效。</p>" +
			"<p>乙方提供" + k.name.ZH + "服务，规格、期限与价款以订单为准；甲方的数据归甲方所有，乙方仅为提供服务之目的处理。服务到期后数据保留 15 天。退订与退款按照云商店公布的规则办理。</p>",
		EN: "<h2>" + name.EN + " Service Agreement</h2><p>This agreement is made online between the customer who buys " + name.EN +
			" (the Buyer) and the seller named on the product page (the Seller). It takes effect when the Buyer accepts it while ordering.</p>" +
			"<p>Plan, term and price are those of the order. The Buyer's data belongs to the Buyer and is processed only to provide the service. " +
			"Data is kept for 15 days after expiry. Unsubscription and refunds follow the published rules of the marketplace.</p>",
	}
}
