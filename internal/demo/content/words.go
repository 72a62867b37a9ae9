package content

import "github.com/souk-market/souk/internal/kernel/i18n"

// words are what Synthetic composes its products from.
type words struct {
	first, second []i18n.Text // syllables of invented brand names
	kinds         []kind
	audiences     []i18n.Text
	strengths     []phrase
}

type kind struct {
	category string
	name     i18n.Text
	does     i18n.Text
}

type phrase struct{ short, long i18n.Text }

func syntheticWords() words {
	t := func(zh, en string) i18n.Text { return i18n.Text{ZH: zh, EN: en} }
	return words{
		first: []i18n.Text{
			t("澄", "Cheng"), t("岚", "Lan"), t("砚", "Yan"), t("榆", "Yu"), t("汀", "Ting"), t("芷", "Zhi"), t("槿", "Jin"), t("皓", "Hao"),
			t("麦", "Mai"), t("棠", "Tang"), t("溯", "Su"), t("篱", "Li"), t("鹭", "Lu"), t("栩", "Xu"), t("沐", "Mu"), t("荻", "Di"),
			t("筠", "Jun"), t("珞", "Luo"), t("桉", "An"), t("霁", "Ji"), t("芃", "Peng"), t("茗", "Ming"), t("朔", "Shuo"), t("翎", "Ling"),
			t("楹", "Ying"), t("荷", "He"), t("苔", "Tai"), t("旻", "Min"), t("樾", "Yue"), t("湄", "Mei"), t("樵", "Qiao"), t("蔚", "Wei"),
		},
		second: []i18n.Text{
			t("舟", "zhou"), t("屿", "yu"), t("桥", "qiao"), t("帆", "fan"), t("川", "chuan"), t("石", "shi"), t("野", "ye"), t("原", "yuan"),
			t("林", "lin"), t("岸", "an"), t("塔", "ta"), t("渡", "du"), t("谷", "gu"), t("泊", "bo"), t("峦", "luan"), t("径", "jing"),
			t("湖", "hu"), t("池", "chi"), t("杉", "shan"), t("湾", "wan"), t("汐", "xi"), t("坪", "ping"), t("亭", "ting"), t("舍", "she"),
			t("陌", "mo"), t("桁", "heng"), t("渚", "zhu"), t("楼", "lou"), t("台", "tai"), t("栈", "zhan"), t("礁", "jiao"), t("堤", "di"),
		},
		kinds: []kind{
			{"office-meeting", t("视频会议", "Meetings"), t("预约、开会与纪要在一个页面完成", "plan, meet and keep minutes on one page")},
			{"office-meeting", t("团队日程", "Calendar"), t("会议室与个人日程统一安排", "rooms and personal calendars in one view")},
			{"office-document", t("知识库", "Knowledge Base"), t("资料归档有序，一句话就能搜到", "file it neatly, find it with a few words")},
			{"office-document", t("合同归档", "Contract Archive"), t("合同集中保管，到期之前提醒", "contracts in one place, with expiry reminders")},
			{"office-project", t("任务看板", "Task Boards"), t("任务、进度与负责人一目了然", "tasks, progress and owners at a glance")},
			{"office-project", t("工时统计", "Time Sheets"), t("工时登记与成本核算同步完成", "log hours and see project cost")},
			{"business-crm", t("客户管理", "CRM"), t("从线索到回款全程跟进", "follow customers from lead to payment")},
			{"business-crm", t("售后工单", "Service Desk"), t("客户来电与邮件统一受理", "calls and e-mails handled in one queue")},
			{"business-hr", t("考勤排班", "Shift Planner"), t("排班、打卡与假期自动汇总", "shifts, attendance and leave added up")},
			{"business-hr", t("招聘管理", "Hiring"), t("简历、面试与录用流程线上办理", "applications, interviews and offers online")},
			{"business-finance", t("费用报销", "Expenses"), t("拍照填单，审批与预算联动", "snap a receipt and file a claim")},
			{"business-finance", t("发票管理", "Invoices"), t("开票、收票与查重集中处理", "issue, collect and check invoices")},
			{"data-bi", t("报表分析", "Reports"), t("拖拽制作报表，定时送达", "drag-and-drop reports, sent on schedule")},
			{"data-bi", t("经营看板", "Dashboards"), t("关键指标实时更新，异常提醒", "live key figures with alerts")},
			{"data-integration", t("数据同步", "Data Sync"), t("多个系统的数据按计划汇集", "bring data together on schedule")},
			{"data-integration", t("数据清洗", "Data Cleaning"), t("去重、补全与校验自动完成", "remove duplicates and check data")},
			{"security-audit", t("日志审计", "Log Audit"), t("日志集中留存，检索与告警", "keep, search and watch your logs")},
			{"security-audit", t("权限审查", "Access Review"), t("账号与权限定期核对", "regular checks of accounts and rights")},
			{"security-scan", t("网站巡检", "Site Checks"), t("漏洞、证书与可用性每日检查", "daily checks of flaws and uptime")},
			{"security-scan", t("主机体检", "Host Checks"), t("配置与补丁定期检查", "regular checks of settings and patches")},
			{"devtools-quality", t("代码检查", "Code Checks"), t("合并之前发现缺陷与漏洞", "find bugs and flaws before merging")},
			{"devtools-quality", t("接口测试", "API Tests"), t("用例编排、定时执行与报告", "design, schedule and report API tests")},
			{"devtools-delivery", t("构建流水线", "Build Pipelines"), t("从提交到发布自动完成", "from commit to release, automatically")},
			{"devtools-delivery", t("制品仓库", "Artifact Store"), t("版本与依赖集中管理", "versions and dependencies in one store")},
			{"marketing-email", t("邮件营销", "Mailings"), t("分组发送，效果即时统计", "send by segment and see results")},
			{"marketing-email", t("会员触达", "Member Outreach"), t("按会员行为安排关怀与提醒", "greetings and reminders for members")},
			{"marketing-site", t("企业建站", "Site Builder"), t("拖拽搭建官网，手机端自动适配", "drag-and-drop sites that fit phones")},
			{"marketing-site", t("活动表单", "Event Forms"), t("报名、签到与问卷快速搭建", "sign-ups, check-ins and surveys")},
			{"education-training", t("在线培训", "Training"), t("课程、考试与证书一站完成", "courses, exams and certificates")},
			{"education-training", t("考试系统", "Exams"), t("题库组卷、自动阅卷与分析", "question banks and automatic marking")},
			{"industry-retail", t("门店收银", "Point of Sale"), t("收银、库存与会员同步更新", "tills, stock and members in step")},
			{"industry-retail", t("餐饮点单", "Table Orders"), t("扫码点单，厨房与前台同步", "scan to order, kitchen in step")},
			{"industry-manufacturing", t("生产排程", "Scheduling"), t("订单、产能与交期统一排定", "orders, capacity and dates in one plan")},
			{"industry-manufacturing", t("设备点检", "Equipment Care"), t("点检、保养与维修全程记录", "inspections and repairs on record")},
		},
		audiences: []i18n.Text{
			t("中小企业", "small businesses"), t("连锁门店", "retail chains"), t("制造企业", "manufacturers"), t("软件团队", "software teams"),
			t("贸易公司", "trading firms"), t("设计机构", "design studios"), t("培训机构", "training centres"), t("物流企业", "logistics firms"),
			t("专业服务机构", "professional firms"), t("非营利组织", "non-profits"), t("集团企业", "company groups"),
		},
		strengths: []phrase{
			{t("当天开通，当天使用", "Ready on the day you order"), t("付款之后自动开通，向导带您完成基本设置，不需要技术人员到场。", "Setup is automatic after payment and a short guide covers the basics; no technician needed.")},
			{t("手机与电脑都能用", "Works on phone and computer"), t("界面会适应屏幕大小，外出时用手机处理，回到办公室接着做。", "The layout fits the screen, so you can begin on the road and finish at your desk.")},
			{t("权限按岗位设置", "Permissions by job"), t("不同岗位只看到需要的内容，敏感信息默认遮盖，查看会留下记录。", "People see what their job needs; sensitive fields are masked and every look is recorded.")},
			{t("支持批量导入导出", "Bulk import and export"), t("下载模板填写后上传，格式问题会逐行指出，改好即可重新导入。", "Fill in a template and upload it; problems are listed line by line for you to correct.")},
			{t("流程可自行调整", "Flows you can change"), t("审批环节与字段用拖动的方式修改，不需要写代码，改动立即生效。", "Change steps and fields by dragging, without code, and use them straight away.")},
			{t("操作全程留痕", "Every action on record"), t("谁在什么时候改了什么都可以查询，并支持恢复到之前的版本。", "See who changed what and when, and go back to an earlier version.")},
			{t("消息及时提醒", "Timely reminders"), t("待办、到期与异常会通过站内消息和邮件提醒，频率由您决定。", "Tasks, deadlines and exceptions reach you by message and e-mail, as often as you like.")},
			{t("数据每日备份", "Daily backups"), t("数据每天自动备份并异地保存，误删之后可以在三十天之内找回。", "Data is backed up every day in another place; deleted items can be restored for thirty days.")},
			{t("提供开放接口", "Open interfaces"), t("通过接口与现有系统连接，文档附有示例，并提供测试环境。", "Connect your own systems through documented interfaces with examples and a test area.")},
			{t("中英文界面可切换", "Chinese and English"), t("每位成员可以选择自己的语言，通知与报表随之切换。", "Each member chooses a language, and notices and reports follow.")},
			{t("统计报表开箱即用", "Reports included"), t("常用报表已经备好，可以筛选、对比与导出，也可以定时发送。", "Common reports are ready to filter, compare, export and schedule.")},
		},
	}
}
