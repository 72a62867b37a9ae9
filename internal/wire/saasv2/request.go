package saasv2

import (
	"strings"
	"time"

	"github.com/souk-market/souk/internal/wire"
)

// Request is one call to a seller's production address.
type Request interface {
	// Activity names the scene of the call.
	Activity() wire.Activity
	// Encode returns the body exactly as it is signed and sent.
	Encode() []byte
	// Validate lists what the tables of the specification forbid: mandatory members that are missing, values that are too long
	// or unknown. A request with faults must not be sent.
	Validate() wire.Faults
}

// NewInstanceRequest asks the seller to open what was bought (saas-production-interface B.2).
type NewInstanceRequest struct {
	OrderID     string // the order, at most 64 characters
	OrderLineID string // the order line, at most 64 characters
	BusinessID  string // different on every attempt
	ProductID   string // optional; sent for on-demand lines
	Test        bool   // true sends testFlag "1"; a real call has no testFlag
}

// QueryInstanceRequest asks for the access information and usage of up to 100 instances (saas-production-interface B.3).
type QueryInstanceRequest struct {
	InstanceIDs []string
	Test        bool
}

// RefreshInstanceRequest moves the expiry of a period instance (saas-production-interface B.4).
type RefreshInstanceRequest struct {
	Scene       Scene
	OrderID     string // the formal, renewal or renewal-refund order
	OrderLineID string
	InstanceID  string
	ProductID   string    // optional: the new product when the period type changes
	ExpireTime  time.Time // the new expiry; sent in UTC with a precision of seconds
	Test        bool
}

// UpdateInstanceStatusRequest freezes or unfreezes an instance (saas-production-interface B.5).
type UpdateInstanceStatusRequest struct {
	InstanceID string
	Status     Status
	Test       bool
}

// ReleaseInstanceRequest deletes an instance (saas-production-interface B.6).
type ReleaseInstanceRequest struct {
	InstanceID  string
	OrderID     string // optional: the unsubscription order, only when that is the cause
	OrderLineID string // optional
	Test        bool
}

// UpgradeInstanceRequest upgrades or expands an instance that was paid for (saas-production-interface B.7).
type UpgradeInstanceRequest struct {
	InstanceID  string
	OrderID     string // the new upgrade order
	OrderLineID string
	Test        bool
}

// ProductInfo is the target of a change (saas-production-interface B.8).
type ProductInfo struct {
	ProductID   string
	SKUCode     string // optional
	LinearValue *int64 // optional: the value of the quantity attribute
}

// ChangeInstanceCheckRequest asks, before a renewal with a change is ordered, whether the instance can be changed
// (saas-production-interface B.8).
type ChangeInstanceCheckRequest struct {
	InstanceID  string
	ProductInfo ProductInfo
	Test        bool
}

// OrderNotifyRequest tells the seller that an order exists (saas-production-interface B.9).
type OrderNotifyRequest struct {
	OrderID     string
	OrderLineID string
	Test        bool
}

func (NewInstanceRequest) Activity() wire.Activity          { return NewInstance }          // Activity returns newInstance.
func (QueryInstanceRequest) Activity() wire.Activity        { return QueryInstance }        // Activity returns queryInstance.
func (RefreshInstanceRequest) Activity() wire.Activity      { return RefreshInstance }      // Activity returns refreshInstance.
func (UpdateInstanceStatusRequest) Activity() wire.Activity { return UpdateInstanceStatus } // Activity returns updateInstanceStatus.
func (ReleaseInstanceRequest) Activity() wire.Activity      { return ReleaseInstance }      // Activity returns releaseInstance.
func (UpgradeInstanceRequest) Activity() wire.Activity      { return UpgradeInstance }      // Activity returns upgradeInstance.
func (ChangeInstanceCheckRequest) Activity() wire.Activity  { return ChangeInstanceCheck }  // Activity returns changeInstanceCheck.
func (OrderNotifyRequest) Activity() wire.Activity          { return OrderNotify }          // Activity returns orderNotify.

func (r NewInstanceRequest) members() []wire.Member {
	return []wire.Member{
		wire.Must("orderId", r.OrderID, 64), wire.Must("orderLineId", r.OrderLineID, 64), wire.Must("businessId", r.BusinessID, 64),
		wire.May("productId", r.ProductID, 64), wire.TestFlag(r.Test),
	}
}

func (r QueryInstanceRequest) members() []wire.Member {
	// The table prints 100 characters, which is too small for the 100 ids that it allows: each id is checked on its own.
	return []wire.Member{wire.Must("instanceId", strings.Join(r.InstanceIDs, ","), wire.MaxQueryIDs*65), wire.TestFlag(r.Test)}
}

func (r RefreshInstanceRequest) members() []wire.Member {
	return []wire.Member{
		wire.Must("scene", string(r.Scene), 64).OneOf(string(SceneTrialToFormal), string(SceneRenewal),
			string(SceneUnsubscribeRenewal), string(SceneRenewalChange)),
		wire.Must("orderId", r.OrderID, 64), wire.Must("orderLineId", r.OrderLineID, 64), wire.Must("instanceId", r.InstanceID, 64),
		wire.May("productId", r.ProductID, 64), wire.Must("expireTime", wire.FormatTime(r.ExpireTime), 20), wire.TestFlag(r.Test),
	}
}

func (r UpdateInstanceStatusRequest) members() []wire.Member {
	return []wire.Member{
		wire.Must("instanceId", r.InstanceID, 64),
		wire.Must("status", string(r.Status), 32).OneOf(string(StatusFreeze), string(StatusUnfreeze)), wire.TestFlag(r.Test),
	}
}

func (r ReleaseInstanceRequest) members() []wire.Member {
	return []wire.Member{
		wire.Must("instanceId", r.InstanceID, 64), wire.May("orderId", r.OrderID, 64), wire.May("orderLineId", r.OrderLineID, 64), wire.TestFlag(r.Test),
	}
}

func (r UpgradeInstanceRequest) members() []wire.Member {
	return []wire.Member{
		wire.Must("instanceId", r.InstanceID, 64), wire.Must("orderId", r.OrderID, 64), wire.Must("orderLineId", r.OrderLineID, 64), wire.TestFlag(r.Test),
	}
}

func (r ChangeInstanceCheckRequest) members() []wire.Member {
	product := []wire.Member{wire.Must("productId", r.ProductInfo.ProductID, 64), wire.May("skuCode", r.ProductInfo.SKUCode, 64),
		wire.Number("linearValue", r.ProductInfo.LinearValue)}
	return []wire.Member{wire.Must("instanceId", r.InstanceID, 64), wire.Object("productInfo", product), wire.TestFlag(r.Test)}
}

func (r OrderNotifyRequest) members() []wire.Member {
	return []wire.Member{wire.Must("orderId", r.OrderID, 64), wire.Must("orderLineId", r.OrderLineID, 64), wire.TestFlag(r.Test)}
}

// Encode returns the body exactly as it is signed and sent.
func (r NewInstanceRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r QueryInstanceRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r RefreshInstanceRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r UpdateInstanceStatusRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r ReleaseInstanceRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r UpgradeInstanceRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r ChangeInstanceCheckRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Encode returns the body exactly as it is signed and sent.
func (r OrderNotifyRequest) Encode() []byte { return encodeRequest(r.Activity(), r.members()) }

// Validate lists what the table of B.2 forbids.
func (r NewInstanceRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

// Validate lists what the table of B.3 forbids; each id is checked on its own and there are at most wire.MaxQueryIDs.
func (r QueryInstanceRequest) Validate() wire.Faults {
	faults := wire.Validate("", r.members())
	faults.CheckQueryIDs(r.InstanceIDs)
	return faults
}

// Validate lists what the table of B.4 forbids.
func (r RefreshInstanceRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

// Validate lists what the table of B.5 forbids.
func (r UpdateInstanceStatusRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

// Validate lists what the table of B.6 forbids.
func (r ReleaseInstanceRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

// Validate lists what the table of B.7 forbids.
func (r UpgradeInstanceRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

// Validate lists what the table of B.8 forbids.
func (r ChangeInstanceCheckRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

// Validate lists what the table of B.9 forbids.
func (r OrderNotifyRequest) Validate() wire.Faults { return wire.Validate("", r.members()) }

func encodeRequest(activity wire.Activity, members []wire.Member) []byte {
	return wire.Encode(append(members, wire.Must("activity", string(activity), 32)))
}
