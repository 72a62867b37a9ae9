package gallery

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/web/ui"
)

func products(ctx context.Context) []ui.Product {
	p := func(nameZH, nameEN, lineZH, lineEN, sellerZH, sellerEN, catZH, catEN string, from int64, tags ...string) ui.Product {
		return ui.Product{
			Name: say(ctx, nameZH, nameEN), Tagline: say(ctx, lineZH, lineEN), Seller: say(ctx, sellerZH, sellerEN),
			Category: say(ctx, catZH, catEN), Href: Prefix + "product", From: money.CNY(from), FromUnit: say(ctx, "/月", "/month"), Tags: tags,
		}
	}
	return []ui.Product{
		p("云帆客户管理", "Sailcloth CRM", "销售线索、合同与回款一处管理，新人当天上手。", "Leads, contracts and payments in one place; new people work with it on day one.", "远帆软件", "Farsail Software", "企业应用", "Business apps", 9900, say(ctx, "免费试用", "Free trial"), "SaaS"),
		p("灯塔日志分析", "Lighthouse Logs", "每天百亿条日志，三秒内搜到那一行。", "Ten billion lines a day, and the one you need within three seconds.", "灯塔数据", "Lighthouse Data", "运维监控", "Operations", 29900, "SaaS"),
		p("砚台文档协作", "Inkstone Docs", "多人同时编辑，历史版本随时找回。", "Write together; every earlier version is one click away.", "青石科技", "Bluestone", "协同办公", "Collaboration", 4900, say(ctx, "新品", "New"), "SaaS"),
		p("商队物流管理", "Caravan Logistics", "仓库、车辆和运单统一调度，异常自动提醒。", "Warehouses, vehicles and waybills on one board; what goes wrong tells you.", "商队网络", "Caravan Networks", "行业软件", "Industry", 59900, "SaaS"),
		p("绿洲人力资源", "Oasis HR", "入转调离、考勤薪酬一体化，适合 50–2000 人的企业。", "From hiring to payroll, for companies of 50 to 2,000 people.", "绿洲信息", "Oasis Information", "企业应用", "Business apps", 12900, "SaaS"),
		{Name: say(ctx, "天文钟时间服务", "Astrolabe Time"), Tagline: say(ctx, "为分布式系统提供毫秒级授时。", "Millisecond time for distributed systems."), Seller: say(ctx, "青石科技", "Bluestone"), Category: say(ctx, "开发工具", "Developer tools"), Href: Prefix + "product", Free: true, Tags: []string{"API"}},
	}
}

func tablePage(r *http.Request) templ.Component {
	return tableView(orders(r.Context()))
}

func orders(ctx context.Context) ui.Table {
	row := func(no, nameZH, nameEN, code, labelZH, labelEN string, cents int64, hours int) ui.Row {
		tone := ui.Neutral
		if ui.ToneOf(code) == ui.Danger {
			tone = ui.Danger
		}
		return ui.Row{Href: Prefix + "product", Tone: tone, Cells: []templ.Component{
			ui.Mono(no), ui.Thumb("", say(ctx, nameZH, nameEN), say(ctx, "专业版 · 12 个月", "Professional · 12 months")),
			ui.StatusBadge(code, say(ctx, labelZH, labelEN)), ui.Money(money.CNY(cents)), ui.Time(sampleTime(hours)), ui.Muted("alice@example.com"),
		}}
	}
	return ui.Table{
		ID: "orders", Caption: say(ctx, "订单列表", "Orders"), Search: say(ctx, "订单号或商品名", "Order number or product"),
		Columns: []ui.Column{
			{Label: say(ctx, "订单号", "Order")}, {Label: say(ctx, "商品", "Product"), Wide: true}, {Label: say(ctx, "状态", "State")},
			{Label: say(ctx, "金额", "Amount"), End: true, Sort: "amount"}, {Label: say(ctx, "下单时间", "Placed"), Sort: "created"}, {Label: say(ctx, "下单人", "By"), Quiet: true},
		},
		Rows: []ui.Row{
			row("CS2611201630A1B2C", "云帆客户管理", "Sailcloth CRM", "completed", "已完成", "Completed", 118800, 0),
			row("CS2611201452QX81K", "灯塔日志分析", "Lighthouse Logs", "opening", "开通中", "Opening", 358800, -2),
			row("CS2611191120PPL0Z", "砚台文档协作", "Inkstone Docs", "failed", "开通失败", "Failed", 58800, -22),
			row("CS2611181018M4T7E", "商队物流管理", "Caravan Logistics", "unpaid", "待支付", "To pay", 718800, -48),
			row("CS2611180907W0Y3D", "绿洲人力资源", "Oasis HR", "cancelled", "已取消", "Cancelled", 154800, -49),
		},
		Filters: []ui.Filter{
			{Name: "state", Label: say(ctx, "状态", "State"), Options: []ui.Option{{Value: "completed", Label: say(ctx, "已完成", "Completed")}, {Value: "failed", Label: say(ctx, "开通失败", "Failed")}}},
			{Name: "from", Label: say(ctx, "起始日期", "From"), Type: "date"},
		},
		Export: Prefix + "orders.csv", Next: "abc",
	}
}

func changes(ctx context.Context) []ui.Change {
	return []ui.Change{
		{Label: say(ctx, "商品名称", "Name"), Old: say(ctx, "云帆客户管理", "Sailcloth CRM"), New: say(ctx, "云帆客户管理", "Sailcloth CRM")},
		{Label: say(ctx, "简介", "Overview"), Old: say(ctx, "销售线索与合同一处管理，新人一周上手。", "Leads and contracts in one place; new people learn it in a week."), New: say(ctx, "销售线索、合同与回款一处管理，新人当天上手。", "Leads, contracts and payments in one place; new people learn it in a day.")},
		{Label: say(ctx, "月付价格", "Monthly price"), Old: "¥89.00", New: "¥99.00"},
		{Label: say(ctx, "使用指南", "User guide"), New: "guide-v2.pdf"},
	}
}

const sampleJSON = `{
  "activity": "newInstance",
  "businessId": "03pf-7c1e-42bd-9a10",
  "testFlag": "0",
  "orderId": "CS2611201630A1B2C",
  "orderLineId": "CS2611201630A1B2C-000001",
  "skuCode": "8b1d-pro-12m",
  "authToken": "***"
}`
