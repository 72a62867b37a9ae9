package isv

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// NewInstanceRequest asks to open what was bought. The product, quantity and buyer are learned from the marketplace's
// query-order API by OrderID and OrderLineID.
type NewInstanceRequest struct {
	OrderID     string
	OrderLineID string
	BusinessID  string // different at every attempt; the first one is a good instance id
	ProductID   string // only for on-demand lines
	Test        bool   // a debugging call: nothing was bought
}

// Key is what must lead to one instance however often it is asked: the order and its product for on-demand lines, else
// the order and its line.
func (r NewInstanceRequest) Key() string {
	if r.ProductID != "" {
		return r.OrderID + "\x1fproduct\x1f" + r.ProductID
	}
	return r.OrderID + "\x1fline\x1f" + r.OrderLineID
}

// QueryInstanceRequest asks for the access information and usage of 1 to 100 instances.
type QueryInstanceRequest struct {
	InstanceIDs []string
	Test        bool
}

// Scenes of RefreshInstanceRequest.
const (
	SceneTrialToFormal      = "TRIAL_TO_FORMAL"
	SceneRenewal            = "RENEWAL"
	SceneUnsubscribeRenewal = "UNSUBSCRIBE_RENEWAL_PERIOD"
	SceneRenewalChange      = "RENEWAL_CHANGE"
)

// RefreshInstanceRequest sets the expiry of an instance. Setting it, instead of adding to it, is what makes a repeat harmless.
type RefreshInstanceRequest struct {
	Scene       string
	OrderID     string
	OrderLineID string
	InstanceID  string
	ProductID   string    // only when the product changes
	ExpireTime  time.Time // the new expiry, UTC
	Test        bool
}

// UpdateInstanceStatusRequest freezes an instance (keep the data, refuse the users) or unfreezes it.
type UpdateInstanceStatusRequest struct {
	InstanceID string
	Freeze     bool
	Test       bool
}

// ReleaseInstanceRequest deletes an instance. Answer success also when it is gone already.
type ReleaseInstanceRequest struct {
	InstanceID  string
	OrderID     string // the unsubscription order, when that is the cause
	OrderLineID string
	Test        bool
}

// UpgradeInstanceRequest gives an instance the spec or size of a new upgrade order.
type UpgradeInstanceRequest struct {
	InstanceID  string
	OrderID     string
	OrderLineID string
	Test        bool
}

// ChangeInstanceCheckRequest asks, before a renewal with another spec is ordered, whether the instance can be changed.
type ChangeInstanceCheckRequest struct {
	InstanceID  string
	ProductID   string
	SKUCode     string
	LinearValue *int64 // the quantity, when the spec has one
	Test        bool
}

// OrderNotifyRequest tells that an order exists.
type OrderNotifyRequest struct {
	OrderID     string
	OrderLineID string
	Test        bool
}

// message is the body of any call.
type message struct {
	Activity    string `json:"activity"`
	OrderID     string `json:"orderId"`
	OrderLineID string `json:"orderLineId"`
	BusinessID  string `json:"businessId"`
	ProductID   string `json:"productId"`
	InstanceID  string `json:"instanceId"`
	Scene       string `json:"scene"`
	ExpireTime  string `json:"expireTime"`
	Status      string `json:"status"`
	TestFlag    flag   `json:"testFlag"`
	ProductInfo struct {
		ProductID   string `json:"productId"`
		SKUCode     string `json:"skuCode"`
		LinearValue *int64 `json:"linearValue"`
	} `json:"productInfo"`
}

// flag reads testFlag, which marketplaces send as "1", 1 or not at all.
type flag bool

func (f *flag) UnmarshalJSON(text []byte) error {
	*f = strings.Trim(string(text), `"`) == "1"
	return nil
}

func parseMessage(body []byte) (message, error) {
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		return message{}, refuse(CodeBadRequest, "body is not the JSON of this interface", err)
	}
	return m, nil
}

// require refuses a message that lacks a mandatory member.
func require(pairs ...string) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.TrimSpace(pairs[i+1]) == "" {
			return Errorf(CodeBadRequest, "%s is missing", pairs[i])
		}
	}
	return nil
}

func (m message) instanceIDs() ([]string, error) {
	ids := strings.Split(m.InstanceID, ",")
	if len(ids) > 100 {
		return nil, Errorf(CodeBadRequest, "more than 100 instances")
	}
	for i, id := range ids {
		if ids[i] = strings.TrimSpace(id); ids[i] == "" {
			return nil, Errorf(CodeBadRequest, "instanceId is missing")
		}
	}
	return ids, nil
}

// parseExpiry reads yyyyMMddHHmmss, with or without milliseconds, in UTC.
func parseExpiry(text string) (time.Time, error) {
	const layout = "20060102150405"
	if len(text) == len(layout)+3 {
		if t, err := time.Parse(layout+".000", text[:len(layout)]+"."+text[len(layout):]); err == nil {
			return t, nil
		}
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}, refuse(CodeBadRequest, "expireTime is not yyyyMMddHHmmss", fmt.Errorf("expireTime: %w", err))
	}
	return t, nil
}
