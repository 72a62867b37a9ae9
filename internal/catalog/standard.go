package catalog

import (
	"fmt"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// StandardItem is a line of the delivery standard (商品交付模板, business-rules 4.4): what is handed over, and what the buyer
// accepts it by (business-rules 7.2).
type StandardItem struct {
	Item   i18n.Text `json:"item"`
	Accept i18n.Text `json:"accept"`
}

// MaxStandard is how many lines a delivery standard has at most.
const MaxStandard = 10

const maxStandardText = 200 // characters of a line's half; the limits are ours

func (s StandardItem) empty() bool { return s.Item.Empty() && s.Accept.Empty() }

// checkStandard: types under supervision need a delivery standard; others may have none, because nobody would accept by it
// (business-rules 4.4).
func (c Content) checkStandard(f *apperr.Fields) {
	if !c.Supervised() {
		if len(c.Standard) > 0 {
			f.Add("standard", ErrStandardUseless)
		}
		return
	}
	if n := len(c.Standard); n == 0 || n > MaxStandard {
		f.Add("standard", ErrStandard.With("max", MaxStandard))
	}
	for i, s := range c.Standard {
		for name, t := range map[string]i18n.Text{"item": s.Item, "accept": s.Accept} {
			field := fmt.Sprintf("standard_%d_%s", i, name)
			bilingual(f, field, t, 2, maxStandardText)
			checkClaims(f, field, t)
		}
	}
}

// StandardTemplate is a delivery standard to begin with, for a content as it stands; nil where none is needed.
func StandardTemplate(c Content) []StandardItem {
	if !c.Supervised() {
		return nil
	}
	row := func(itemZH, itemEN, acceptZH, acceptEN string) StandardItem {
		return StandardItem{i18n.Text{ZH: itemZH, EN: itemEN}, i18n.Text{ZH: acceptZH, EN: acceptEN}}
	}
	guide := row("使用指南与培训", "User guide and introduction", "买家可按使用指南独立完成一次主要操作", "The buyer carries out one main task by the guide, without help")
	switch c.Delivery {
	case DeliverySaaS:
		return []StandardItem{row("开通账号与所购规格", "Account with the spec that was bought", "管理员账号可登录，席位、容量与订单一致", "The administrator signs in; seats and capacity are those of the order"), guide}
	case DeliveryLicense:
		return []StandardItem{row("软件安装包与授权", "Software and license", "软件安装成功，授权信息页显示的规格与有效期与订单一致", "The software is installed; its license page shows the spec and the dates of the order"),
			row("部署与配置", "Setup", "软件在买家环境中正常启动，主要功能可用", "The software runs in the buyer's environment; its main functions work"), guide}
	case DeliveryService:
		return []StandardItem{row("需求确认单与工作说明书（SOW）", "Requirements and statement of work (SOW)", "买家书面确认服务范围、时间与交付物", "The buyer confirms scope, dates and results in writing"),
			row("服务成果", "Results of the service", "交付物与工作说明书一致，至少三张实施截图", "The results match the statement of work; at least three screenshots"),
			row("验收报告", "Acceptance report", "双方确认的验收报告已上传", "The report that both sides confirmed is uploaded")}
	case DeliveryHardware:
		return []StandardItem{row("硬件设备与配件", "Device and accessories", "型号、数量与订单一致，外观完好，通电自检通过", "Model and number are those of the order; intact; passes its self-test"),
			row("随机文档与质保凭证", "Documents and warranty", "随箱附说明书与质保卡，序列号与设备一致", "Manual and warranty card are in the box; the serial number matches")}
	case DeliveryDataAsset:
		return []StandardItem{row("数据文件", "Data file", "格式、字段与数据样例一致，记录数与订单一致", "Format and columns are those of the sample; as many records as ordered"),
			row("数据字典", "Data dictionary", "每个字段均有名称、类型与含义说明", "Every column has a name, a type and a meaning")}
	case DeliveryAppAsset:
		return []StandardItem{row("应用部署", "Deployment", "按部署模板创建的资源全部运行正常，访问地址可打开", "All resources of the template run; the address opens"), guide}
	}
	return nil
}
