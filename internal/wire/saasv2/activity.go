package saasv2

import "time"

// Activity is the scene of a call; one production address receives all of them (saas-production-interface 0).
type Activity string

// The activities of generation V2 (saas-production-interface B.2 to B.9).
const (
	NewInstance          Activity = "newInstance"
	QueryInstance        Activity = "queryInstance"
	RefreshInstance      Activity = "refreshInstance"
	UpdateInstanceStatus Activity = "updateInstanceStatus"
	ReleaseInstance      Activity = "releaseInstance"
	UpgradeInstance      Activity = "upgradeInstance"
	ChangeInstanceCheck  Activity = "changeInstanceCheck"
	OrderNotify          Activity = "orderNotify"
)

// Activities returns every activity of V2 in the order of the specification.
func Activities() []Activity {
	return []Activity{
		NewInstance, QueryInstance, RefreshInstance, UpdateInstanceStatus,
		ReleaseInstance, UpgradeInstance, ChangeInstanceCheck, OrderNotify,
	}
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

// Name returns what people call the activity.
func (a Activity) Name() Text {
	switch a {
	case NewInstance:
		return Text{"创建实例", "create instance"}
	case QueryInstance:
		return Text{"查询实例信息", "query instance"}
	case RefreshInstance:
		return Text{"更新实例", "refresh instance"}
	case UpdateInstanceStatus:
		return Text{"更新实例状态", "update instance status"}
	case ReleaseInstance:
		return Text{"释放实例", "release instance"}
	case UpgradeInstance:
		return Text{"实例升级", "upgrade instance"}
	case ChangeInstanceCheck:
		return Text{"续费变更校验", "check change at renewal"}
	case OrderNotify:
		return Text{"订单通知", "order notification"}
	}
	return Text{string(a), string(a)}
}

// Scene says why an instance is refreshed (saas-production-interface B.4).
type Scene string

// The scenes of refreshInstance.
const (
	SceneTrialToFormal      Scene = "TRIAL_TO_FORMAL"
	SceneRenewal            Scene = "RENEWAL"
	SceneUnsubscribeRenewal Scene = "UNSUBSCRIBE_RENEWAL_PERIOD"
	SceneRenewalChange      Scene = "RENEWAL_CHANGE"
)

// Status is what updateInstanceStatus asks for (saas-production-interface B.5).
type Status string

// The two states an instance can be moved to. V1 says NORMAL where V2 says UNFREEZE.
const (
	StatusFreeze   Status = "FREEZE"
	StatusUnfreeze Status = "UNFREEZE"
)

// MaxQueryIDs is how many instance ids one queryInstance may name (saas-production-interface B.3).
const MaxQueryIDs = 100

const expireLayout = "20060102150405"

// FormatTime writes an instant as the 14 digits yyyyMMddHHmmss in UTC; the zero time gives "".
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(expireLayout)
}
