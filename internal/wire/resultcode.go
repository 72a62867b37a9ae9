package wire

// The result codes that the marketplace itself decides on (saas-production-interface B.10).
const (
	CodeSuccess    = "000000"
	CodeAuthFailed = "000001"
	CodeBadRequest = "000002"
	CodeNoInstance = "000003"
	CodeInProgress = "000004"
	CodeInternal   = "000005"
)

// CodeGroup says where a result code may come from.
type CodeGroup string

// The groups of the table.
const (
	GroupCommon  CodeGroup = "common"         // every activity
	GroupNew     CodeGroup = "newInstance"    // newInstance only
	GroupLicense CodeGroup = "online_license" // the online-license variant of V2 only
)

// ResultCode is one line of the table of result codes.
type ResultCode struct {
	Code    string
	Group   CodeGroup
	Meaning Text // what the seller's server says with it
	Advice  Text // what the seller should do
}

// LookupResultCode finds a code of the table.
func LookupResultCode(code string) (ResultCode, bool) {
	for _, c := range ResultCodes() {
		if c.Code == code {
			return c, true
		}
	}
	return ResultCode{}, false
}

// ResultCodes returns the table of saas-production-interface B.10, sorted by code.
func ResultCodes() []ResultCode {
	return []ResultCode{
		{"000000", GroupCommon, Text{"成功", "success"}, Text{"无需处理。", "Nothing to do."}},
		{"000001", GroupCommon, Text{"鉴权失败", "authentication failed"},
			Text{"请核对服务器上的接口密钥与云商店密钥管理中的一致，对收到的消息体原文验签，并校准服务器时钟。", "Check that your server holds the interface key shown in key management, that it verifies the body exactly as received, and that its clock is right."}},
		{"000002", GroupCommon, Text{"请求参数不合法", "illegal request parameter"},
			Text{"请查看请求消息，确认服务器支持该接口与全部参数；时间戳超时也会返回此码，请校准时钟。", "Look at the request and make sure that your server knows this activity and all members; a stale timestamp gives this code too, so check the clock."}},
		{"000003", GroupCommon, Text{"实例 ID 不存在", "instance id does not exist"},
			Text{"请确认该实例未被误删；服务器须在实例释放前一直识别其 ID。", "Make sure that the instance was not deleted; your server must know its id until it is released."}},
		{"000004", GroupCommon, Text{"请求处理中", "request in progress"},
			Text{"仅创建实例时表示已受理异步开通，其后请在查询实例接口返回结果；其他接口请返回最终结果。", "Only newInstance may answer so, for asynchronous opening, followed by the result in queryInstance; other activities must return a final result."}},
		{"000005", GroupCommon, Text{"其他服务内部错误", "other internal service error"},
			Text{"请查看服务器日志，修复后点击“重新启动”。", "Look at your server's log, repair it and press Restart."}},
		{"000100", GroupNew, Text{"无可用实例资源", "no instance resource available"},
			Text{"请补充资源后点击“重新启动”，或下调商品库存。", "Add resources and press Restart, or lower the stock of the product."}},
		{"000101", GroupNew, Text{"手机号为空或重复", "mobile number empty or duplicate"},
			Text{"请联系买家更换手机号，或允许同一手机号重复开通。", "Ask the buyer for another mobile number, or let one number open several instances."}},
		{"000102", GroupNew, Text{"邮箱为空或重复", "e-mail empty or duplicate"},
			Text{"请联系买家更换邮箱，或允许同一邮箱重复开通。", "Ask the buyer for another e-mail address, or let one address open several instances."}},
		{"000103", GroupNew, Text{"商品不允许重复购买", "product cannot be bought again"},
			Text{"请在商品设置中配置限购，避免买家重复下单。", "Set a purchase limit on the product so that buyers cannot order it twice."}},
		{"000104", GroupNew, Text{"商品内部服务异常", "internal service exception of the product"},
			Text{"请检查商品服务，恢复后点击“重新启动”。", "Check the service behind the product and press Restart when it is back."}},
		{"000105", GroupNew, Text{"账号已开通该权益，不能重复开通", "account already has the benefit"},
			Text{"请与买家确认已有权益，必要时引导其续费。", "Check the existing benefit with the buyer and suggest a renewal if that is what is needed."}},
		{"000106", GroupNew, Text{"商品资源已售罄", "resources sold out"},
			Text{"请补充资源后点击“重新启动”，或将商品设为售罄。", "Add resources and press Restart, or mark the product as sold out."}},
		{"000107", GroupNew, Text{"SaaS 邮箱域名重复", "SaaS mail domain duplicate"},
			Text{"请联系买家提供其他邮箱域名。", "Ask the buyer for another mail domain."}},
		{"000900", GroupLicense, Text{"生效订单的 License 配额不足", "license quota of the effective order not enough"},
			Text{"请买家扩容后重试。", "Ask the buyer to expand the order and try again."}},
		{"000901", GroupLicense, Text{"须在当前订单有效期内申请", "apply inside the validity of the current order"},
			Text{"请在订单有效期内申请。", "Apply while the order is valid."}},
		{"000902", GroupLicense, Text{"包周期 License 须有到期时间", "period license needs an expiry date"},
			Text{"请为包周期 License 提供到期时间。", "Give an expiry date for a period license."}},
		{"000903", GroupLicense, Text{"需要设备指纹或硬件码", "device fingerprint or hardware code required"},
			Text{"请买家提供设备指纹或硬件码。", "Ask the buyer for the device fingerprint or hardware code."}},
	}
}
