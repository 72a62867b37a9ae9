package saasv2

import (
	"strings"
	"time"
)

// Request is one call to a seller's production address.
type Request interface {
	// Activity names the scene of the call.
	Activity() Activity
	// Encode returns the body exactly as it is signed and sent.
	Encode() []byte
	// Validate lists what the tables of the specification forbid: mandatory members that are missing, values that are too long
	// or unknown. A request with faults must not be sent.
	Validate() Faults
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

func (NewInstanceRequest) Activity() Activity          { return NewInstance }          // Activity returns newInstance.
func (QueryInstanceRequest) Activity() Activity        { return QueryInstance }        // Activity returns queryInstance.
func (RefreshInstanceRequest) Activity() Activity      { return RefreshInstance }      // Activity returns refreshInstance.
func (UpdateInstanceStatusRequest) Activity() Activity { return UpdateInstanceStatus } // Activity returns updateInstanceStatus.
func (ReleaseInstanceRequest) Activity() Activity      { return ReleaseInstance }      // Activity returns releaseInstance.
func (UpgradeInstanceRequest) Activity() Activity      { return UpgradeInstance }      // Activity returns upgradeInstance.
func (ChangeInstanceCheckRequest) Activity() Activity  { return ChangeInstanceCheck }  // Activity returns changeInstanceCheck.
func (OrderNotifyRequest) Activity() Activity          { return OrderNotify }          // Activity returns orderNotify.

func (r NewInstanceRequest) members() []member {
	return []member{
		must("orderId", r.OrderID, 64), must("orderLineId", r.OrderLineID, 64), must("businessId", r.BusinessID, 64),
		may("productId", r.ProductID, 64), testFlag(r.Test),
	}
}

func (r QueryInstanceRequest) members() []member {
	// The table prints 100 characters, which is too small for the 100 ids that it allows: each id is checked on its own.
	return []member{must("instanceId", strings.Join(r.InstanceIDs, ","), MaxQueryIDs*65), testFlag(r.Test)}
}

func (r RefreshInstanceRequest) members() []member {
	return []member{
		must("scene", string(r.Scene), 64).oneOf(string(SceneTrialToFormal), string(SceneRenewal),
			string(SceneUnsubscribeRenewal), string(SceneRenewalChange)),
		must("orderId", r.OrderID, 64), must("orderLineId", r.OrderLineID, 64), must("instanceId", r.InstanceID, 64),
		may("productId", r.ProductID, 64), must("expireTime", FormatTime(r.ExpireTime), 20), testFlag(r.Test),
	}
}

func (r UpdateInstanceStatusRequest) members() []member {
	return []member{
		must("instanceId", r.InstanceID, 64),
		must("status", string(r.Status), 32).oneOf(string(StatusFreeze), string(StatusUnfreeze)), testFlag(r.Test),
	}
}

func (r ReleaseInstanceRequest) members() []member {
	return []member{
		must("instanceId", r.InstanceID, 64), may("orderId", r.OrderID, 64), may("orderLineId", r.OrderLineID, 64), testFlag(r.Test),
	}
}

func (r UpgradeInstanceRequest) members() []member {
	return []member{
		must("instanceId", r.InstanceID, 64), must("orderId", r.OrderID, 64), must("orderLineId", r.OrderLineID, 64), testFlag(r.Test),
	}
}

func (r ChangeInstanceCheckRequest) members() []member {
	product := []member{must("productId", r.ProductInfo.ProductID, 64), may("skuCode", r.ProductInfo.SKUCode, 64)}
	if v := r.ProductInfo.LinearValue; v != nil {
		product = append(product, number("linearValue", *v))
	}
	return []member{must("instanceId", r.InstanceID, 64), object("productInfo", product), testFlag(r.Test)}
}

func (r OrderNotifyRequest) members() []member {
	return []member{must("orderId", r.OrderID, 64), must("orderLineId", r.OrderLineID, 64), testFlag(r.Test)}
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
func (r NewInstanceRequest) Validate() Faults { return validate("", r.members()) }

// Validate lists what the table of B.3 forbids; each id is checked on its own and there are at most MaxQueryIDs.
func (r QueryInstanceRequest) Validate() Faults {
	faults := validate("", r.members())
	if n := len(r.InstanceIDs); n > MaxQueryIDs {
		faults.add(Fault{Code: FaultTooMany, Field: "instanceId", Want: itoa(MaxQueryIDs), Got: itoa(n)})
	}
	for _, id := range r.InstanceIDs {
		faults.checkInstanceID("instanceId", id)
	}
	return faults
}

// Validate lists what the table of B.4 forbids.
func (r RefreshInstanceRequest) Validate() Faults { return validate("", r.members()) }

// Validate lists what the table of B.5 forbids.
func (r UpdateInstanceStatusRequest) Validate() Faults { return validate("", r.members()) }

// Validate lists what the table of B.6 forbids.
func (r ReleaseInstanceRequest) Validate() Faults { return validate("", r.members()) }

// Validate lists what the table of B.7 forbids.
func (r UpgradeInstanceRequest) Validate() Faults { return validate("", r.members()) }

// Validate lists what the table of B.8 forbids.
func (r ChangeInstanceCheckRequest) Validate() Faults { return validate("", r.members()) }

// Validate lists what the table of B.9 forbids.
func (r OrderNotifyRequest) Validate() Faults { return validate("", r.members()) }
