package call

import (
	"slices"
	"strings"
	"sync"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/wire"
)

// Verdict is the judgement of an attempt. Its Code is stable: "ok", "accepted", "interrupted", "no_key", "no_address",
// a kind of egress, or the code of the first fault of the wire format.
type Verdict struct {
	Code   string       `json:"code"`
	Phase  string       `json:"phase,omitempty"`  // of a failed exchange
	Reason string       `json:"reason,omitempty"` // of a failed exchange
	Detail string       `json:"detail,omitempty"` // one technical line
	Faults []wire.Fault `json:"faults,omitempty"`
}

// The verdicts that neither the network nor the wire format gives.
const (
	VerdictOK          = "ok"
	VerdictAccepted    = "accepted"    // 000004: the seller opens in its own time
	VerdictInterrupted = "interrupted" // our process ended while the attempt ran
	VerdictNoKey       = "no_key"
	VerdictNoAddress   = "no_address"
)

// Good reports whether the seller's server did its part.
func (v Verdict) Good() bool { return v.Code == VerdictOK || v.Code == VerdictAccepted }

// Ours reports whether the attempt says nothing about the seller's server, because our process stopped during it.
func (v Verdict) Ours() bool { return v.Code == string(egress.KindCanceled) }

func failed(faults wire.Faults) Verdict {
	return Verdict{Code: string(faults[0].Code), Faults: faults}
}

// Text is the verdict in plain words.
func (v Verdict) Text(lang string) string {
	if len(v.Faults) > 0 {
		return wire.Faults(v.Faults).Text(lang)
	}
	return v.words().text.In(lang)
}

// Advice is what the seller should do; "" when nothing.
func (v Verdict) Advice(lang string) string {
	var all []string
	for _, f := range v.Faults {
		if a := f.Advice(lang); a != "" && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	if len(v.Faults) > 0 {
		return strings.Join(all, " ")
	}
	return v.words().advice.In(lang)
}

type words struct{ text, advice i18n.Text }

// words looks for the most exact entry: code with phase or reason, then the code alone.
func (v Verdict) words() words {
	table := verdictWords()
	for _, key := range []string{v.Code + "/" + v.Reason, v.Code + "/" + v.Phase, v.Code} {
		if w, ok := table[key]; ok {
			return w
		}
	}
	return words{text: i18n.Text{ZH: v.Code, EN: v.Code}}
}

func says(zh, en, adviceZH, adviceEN string) words {
	return words{i18n.Text{ZH: zh, EN: en}, i18n.Text{ZH: adviceZH, EN: adviceEN}}
}

// verdictWords is built once: a list of calls asks for it on every row.
var verdictWords = sync.OnceValue(func() map[string]words {
	return map[string]words{
		VerdictOK:       says("调用成功", "Success", "", ""),
		VerdictAccepted: says("商家已受理，正在开通（000004）", "Accepted: the seller is opening it (000004)", "请在开通完成后让 queryInstance 返回实例信息。", "Have queryInstance return the instance as soon as it is open."),
		VerdictInterrupted: says("平台进程在调用期间重启，结果未知", "Our process ended during the call; its result is unknown",
			"平台会立即重试。请确保同一订单重复调用时返回同一个实例。", "We try again at once. Make sure the same order always returns the same instance."),
		VerdictNoKey: says("没有启用的接口密钥，无法签名，未发送请求", "No active interface key, so nothing could be signed or sent",
			"请在“接口密钥”页面创建并启用密钥，然后点击重新启动。", "Create and activate a key on the Interface key page, then press Restart."),
		VerdictNoAddress: says("商品没有生产接口地址，未发送请求", "The product has no production address, so nothing was sent",
			"请在商品中填写生产接口地址。", "Set the production address of the product."),
		string(egress.KindBadURL): says("生产接口地址不正确", "The production address is not usable",
			"请修改商品的生产接口地址。", "Correct the production address of the product."),
		string(egress.KindBadRequest): says("请求无法发送", "The request could not be sent",
			"这是平台的问题，请联系运营。", "This is a fault of the marketplace; please tell its operators."),
		string(egress.KindBlockedAddress): says("生产接口地址解析到不允许访问的地址（内网、回环或元数据地址），已拒绝", "The address leads to a private, loopback or metadata address and was refused",
			"请把域名解析到公网地址。", "Point the domain at a public address."),
		string(egress.KindDNS): says("域名无法解析", "The domain name could not be resolved",
			"请检查域名与 DNS 记录。", "Check the name and its DNS records."),
		string(egress.KindConnect): says("无法连接到生产接口地址", "No connection to the production address",
			"请确认服务正在运行、端口可从公网访问且未被防火墙拦截。", "Check that the server runs, its port is reachable from the internet and no firewall is in between."),
		string(egress.KindConnect) + "/refused": says("连接被拒绝：该端口没有服务在监听", "Connection refused: nothing listens on that port",
			"请启动服务或检查端口。", "Start the server or check the port."),
		string(egress.KindTLS): says("TLS 握手失败", "The TLS handshake failed",
			"请使用 TLS 1.2 或以上版本以及受信任机构签发的证书。", "Use TLS 1.2 or newer and a certificate of a trusted authority."),
		string(egress.KindTLS) + "/untrusted": says("证书不受信任（自签名或证书链不完整）", "The certificate is not trusted (self-signed, or its chain is incomplete)",
			"请安装受信任机构签发的证书，并配置完整证书链。", "Install a certificate of a trusted authority, with its whole chain."),
		string(egress.KindTLS) + "/expired": says("证书已过期或尚未生效", "The certificate has expired or is not valid yet",
			"请更新证书。", "Renew the certificate."),
		string(egress.KindTLS) + "/wrong_host": says("证书与域名不匹配", "The certificate is for another name",
			"请使用包含该域名的证书。", "Use a certificate that covers this domain."),
		string(egress.KindTimeout): says("20 秒内没有完成响应", "No complete answer within 20 seconds",
			"请尽快返回。开通较慢时先返回 000004，再由 queryInstance 返回结果。", "Answer quickly. When opening takes long, answer 000004 and let queryInstance deliver."),
		string(egress.KindTimeout) + "/body": says("响应内容传输过慢，20 秒内没有收完", "The answer came so slowly that it was not complete within 20 seconds",
			"请一次性返回完整的响应内容。", "Send the whole answer at once."),
		string(egress.KindTimeout) + "/connect": says("20 秒内无法建立连接", "No connection within 20 seconds",
			"请检查防火墙与网络。", "Check firewall and network."),
		string(egress.KindClosed): says("对方在返回完整响应前关闭了连接", "The connection was closed before the answer was complete",
			"请检查服务日志中的崩溃或代理超时。", "Look for a crash or a proxy limit in your server's log."),
		string(egress.KindBodyTooLarge): says("响应超过 1 MiB 上限", "The answer is larger than 1 MiB",
			"请只返回协议规定的 JSON。", "Return only the JSON that the protocol describes."),
		string(egress.KindProtocol): says("返回的不是合法的 HTTP 响应", "What came back is not a proper HTTP answer",
			"请检查服务或代理的 HTTP 实现。", "Check the HTTP implementation of your server or proxy."),
		string(egress.KindProtocol) + "/encoding": says("响应使用了未请求的内容压缩", "The answer is compressed although we did not ask for it",
			"请关闭对该接口的压缩。", "Switch compression off for this address."),
		string(egress.KindCanceled): says("平台停止时取消了调用", "The call was cancelled because our process stopped",
			"平台会自动重试。", "We try again by ourselves."),
	}
})
