package wire

import "time"

// Generation is a protocol between a marketplace and a seller's server (saas-production-interface 0).
type Generation string

// The generations.
const (
	V1    Generation = "v1"   // GET with authToken; existing products only
	V2    Generation = "v2"   // POST of JSON with a signature in the query
	KitV1 Generation = "kit1" // syncs of joint products, authToken header
	KitV2 Generation = "kit2" // syncs of joint products, x-sign header
)

// Activity is the scene of a call, as the protocols spell it. Its constants are those of the generations.
type Activity string

// Name returns what people call the activity; one name may serve several generations.
func (a Activity) Name() Text {
	if name, ok := activityNames[a]; ok {
		return name
	}
	return Text{string(a), string(a)}
}

var activityNames = map[Activity]Text{
	"newInstance":          {"创建实例", "create instance"},
	"queryInstance":        {"查询实例信息", "query instance"},
	"refreshInstance":      {"更新实例", "refresh instance"},
	"updateInstanceStatus": {"更新实例状态", "update instance status"},
	"releaseInstance":      {"释放实例", "release instance"},
	"upgradeInstance":      {"实例升级", "upgrade instance"},
	"changeInstanceCheck":  {"续费变更校验", "check change at renewal"},
	"orderNotify":          {"订单通知", "order notification"},

	"expireInstance": {"商品过期", "expire instance"},
	"upgrade":        {"商品升级", "upgrade"},
	"instanceStatus": {"资源状态变更", "change instance status"},
	"getLicense":     {"获取 License", "get license"},
	"releaseLicense": {"释放 License", "release license"},

	"tenantSync":      {"企业同步", "sync tenant"},
	"applicationSync": {"应用同步", "sync application"},
	"authSync":        {"用户授权同步", "sync authorised users"},
	"singleOrgSync":   {"部门增量同步", "sync one department"},
	"allOrgSync":      {"部门全量同步", "sync all departments"},
}

// Text is a phrase in both languages of the marketplace.
type Text struct{ ZH, EN string }

// In returns the phrase in lang ("zh…" is Chinese, anything else English).
func (t Text) In(lang string) string {
	if len(lang) >= 2 && lang[:2] == "zh" {
		return t.ZH
	}
	return t.EN
}

// MaxQueryIDs is how many instance ids one queryInstance may name (saas-production-interface A.5d, B.3).
const MaxQueryIDs = 100

const (
	secondsLayout = "20060102150405"
	millisLayout  = "20060102150405.000" // Go reads and writes a fraction only behind a point
)

// FormatTime writes an instant as the 14 digits yyyyMMddHHmmss in UTC; the zero time gives "".
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(secondsLayout)
}

// FormatMillis writes an instant as the 17 digits yyyyMMddHHmmssSSS in its own zone; the zero time gives "".
func FormatMillis(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	digits := t.Format(millisLayout)
	return digits[:14] + digits[15:]
}

// ParseTime reads 14 or 17 digits in UTC.
func ParseTime(text string) (time.Time, bool) {
	if len(text) == len(secondsLayout) {
		text += "000"
	}
	if len(text) != len(secondsLayout)+3 {
		return time.Time{}, false
	}
	t, err := time.Parse(millisLayout, text[:14]+"."+text[14:])
	return t, err == nil
}
