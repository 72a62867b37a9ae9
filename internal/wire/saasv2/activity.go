package saasv2

import "github.com/souk-market/souk/internal/wire"

// The activities of generation V2 (saas-production-interface B.2 to B.9).
const (
	NewInstance          wire.Activity = "newInstance"
	QueryInstance        wire.Activity = "queryInstance"
	RefreshInstance      wire.Activity = "refreshInstance"
	UpdateInstanceStatus wire.Activity = "updateInstanceStatus"
	ReleaseInstance      wire.Activity = "releaseInstance"
	UpgradeInstance      wire.Activity = "upgradeInstance"
	ChangeInstanceCheck  wire.Activity = "changeInstanceCheck"
	OrderNotify          wire.Activity = "orderNotify"
)

// Activities returns every activity of V2 in the order of the specification.
func Activities() []wire.Activity {
	return []wire.Activity{
		NewInstance, QueryInstance, RefreshInstance, UpdateInstanceStatus,
		ReleaseInstance, UpgradeInstance, ChangeInstanceCheck, OrderNotify,
	}
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
