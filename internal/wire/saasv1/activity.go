package saasv1

import "github.com/souk-market/souk/internal/wire"

// The activities of generation V1 (saas-production-interface A.2 to A.5e).
const (
	NewInstance     wire.Activity = "newInstance"
	RefreshInstance wire.Activity = "refreshInstance"
	ExpireInstance  wire.Activity = "expireInstance"
	ReleaseInstance wire.Activity = "releaseInstance"
	Upgrade         wire.Activity = "upgrade"
	InstanceStatus  wire.Activity = "instanceStatus"
	QueryInstance   wire.Activity = "queryInstance"
	GetLicense      wire.Activity = "getLicense"
	ReleaseLicense  wire.Activity = "releaseLicense"
)

// Activities returns every activity of V1 in the order of the specification.
func Activities() []wire.Activity {
	return []wire.Activity{
		NewInstance, RefreshInstance, ExpireInstance, ReleaseInstance, Upgrade, InstanceStatus, QueryInstance, GetLicense, ReleaseLicense,
	}
}

// ChargingMode is how a product is paid (saas-production-interface A.2).
type ChargingMode int

// The charging modes.
const (
	OnDemand        ChargingMode = 0
	Period          ChargingMode = 1
	OneTime         ChargingMode = 3
	OnDemandPackage ChargingMode = 5
)

// Status is what instanceStatus asks for. V2 says UNFREEZE where V1 says NORMAL (saas-production-interface A.5c).
type Status string

// The two states an instance can be moved to.
const (
	StatusFreeze Status = "FREEZE"
	StatusNormal Status = "NORMAL"
)
