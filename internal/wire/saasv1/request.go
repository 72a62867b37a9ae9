package saasv1

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/wire"
)

// Request is one call to a seller's production address.
type Request interface {
	// Activity names the scene of the call.
	Activity() wire.Activity
	members() []wire.Member
}

// conditions are the rules of a request that reach over several parameters.
type conditions interface{ conditions(*wire.Faults) }

// table is the whole table of a request: what every activity has, then its own.
func table(r Request) []wire.Member {
	return append([]wire.Member{wire.Must("activity", string(r.Activity()), 32), wire.Must("timeStamp", "", 20)}, r.members()...)
}

// Table is the table of an activity's parameters without values, as the specification prints it; authToken comes first.
func Table(a wire.Activity) []wire.Member {
	for _, r := range []Request{NewInstanceRequest{}, RefreshInstanceRequest{}, ExpireInstanceRequest{}, ReleaseInstanceRequest{},
		UpgradeRequest{}, InstanceStatusRequest{}, QueryInstanceRequest{}, GetLicenseRequest{}, ReleaseLicenseRequest{}} {
		if r.Activity() == a {
			return append([]wire.Member{wire.Must("authToken", "", 50)}, table(r)...)
		}
	}
	return nil
}

// Validate lists what the tables of the specification forbid. A request with faults must not be sent.
func Validate(r Request) wire.Faults {
	faults := wire.Validate("", r.members())
	if c, ok := r.(conditions); ok {
		c.conditions(&faults)
	}
	return faults
}

// Size is what the linear attributes of a spec count; nil means that the spec does not have the attribute.
type Size struct {
	Amount    *int64 // pieces or times
	DiskSize  *int64 // GB
	BandWidth *int64 // Mbps
}

func (s Size) members() []wire.Member {
	return []wire.Member{integer("amount", s.Amount, 7), integer("diskSize", s.DiskSize, 7), integer("bandWidth", s.BandWidth, 7)}
}

// Term is how long a period product was bought for.
type Term struct {
	Type   string // "year", "month", and "day" of a trial; "" means that there is no term
	Number int    // of periods, 1 to 99
}

func (t Term) members() []wire.Member {
	var number *int64
	if t.Number != 0 {
		n := int64(t.Number)
		number = &n
	}
	return []wire.Member{wire.May("periodType", t.Type, 10).OneOf("year", "month", "day"), integer("periodNumber", number, 2)}
}

// ExtendParam is what the buyer filled in at the order, one of saasExtendParams (saas-production-interface A.2.3).
type ExtendParam struct{ Name, Value string }

// extend is the JSON of the parameters in Base64; the address then encodes it once more.
func extend(params []ExtendParam) string {
	if len(params) == 0 {
		return ""
	}
	items := make([]string, len(params))
	for i, p := range params {
		items[i] = string(wire.Encode([]wire.Member{wire.Must("name", p.Name, 0), {Name: "value", Type: wire.String, Text: p.Value, Required: true}}))
	}
	return base64.StdEncoding.EncodeToString([]byte("[" + strings.Join(items, ",") + "]"))
}

// NewInstanceRequest asks the seller to open what was bought, or for the details of what it opened: the same order must always
// lead to the same instance (saas-production-interface A.2).
type NewInstanceRequest struct {
	CustomerID, CustomerName string // the buyer's account
	UserID, UserName         string // optional: the sub-user, where the product authorises by it
	MobilePhone, Email       string // optional: as Encrypt made them, where the product authorises by them
	BusinessID               string // different on every attempt
	OrderID                  string
	SKUCode                  string // optional
	ProductID                string
	Trial                    bool
	ExpireTime               time.Time // of period products and packages: approximate, for reference
	ChargingMode             ChargingMode
	Extend                   []ExtendParam
	Size                     Size
	Term                     Term   // of period products only
	OrderAmount              string // paid, not negative, at most three decimals; "" when it is not told
	ProvisionType            int64  // 1 to 3, see A.2.4; 0 when it is not told
	Test                     bool
}

// RefreshInstanceRequest moves the expiry of a period instance (saas-production-interface A.3).
type RefreshInstanceRequest struct {
	OrderID       string // of the renewal or its refund: not that of the purchase
	InstanceID    string
	ProductID     string // optional: the new product when the period type changes
	ExpireTime    time.Time
	TrialToFormal bool
	Term          Term
	OrderAmount   string // negative when a renewal is refunded
	Test          bool
}

// ExpireInstanceRequest freezes what expired (saas-production-interface A.4).
type ExpireInstanceRequest struct {
	InstanceID string
	OrderID    string // of the purchase
	Test       bool
}

// ReleaseInstanceRequest deletes an instance (saas-production-interface A.5).
type ReleaseInstanceRequest struct {
	InstanceID  string
	OrderID     string // of the purchase
	OrderAmount string // optional
	Test        bool
}

// UpgradeRequest upgrades or expands an instance (saas-production-interface A.5b).
type UpgradeRequest struct {
	InstanceID string
	OrderID    string // the new upgrade order
	SKUCode    string // after the upgrade
	ProductID  string // after the upgrade
	Size       Size   // after the upgrade
	Extend     []ExtendParam
	Test       bool
}

// InstanceStatusRequest freezes or unfreezes an on-demand instance or a package (saas-production-interface A.5c).
type InstanceStatusRequest struct {
	InstanceID string
	Status     Status
	Test       bool
}

// QueryInstanceRequest asks for the access information and usage of up to 100 instances (saas-production-interface A.5d).
type QueryInstanceRequest struct {
	InstanceIDs []string
	Test        bool
}

// GetLicenseRequest asks for the license of an order; the same order has the same license (saas-production-interface A.5e).
type GetLicenseRequest struct {
	CustomerID, CustomerName string // the name is optional
	BusinessID, OrderID      string
	SKUCode                  string // optional
	ProductID                string
	ExpireTime               time.Time // of period products only
	PeriodType               string    // of period products only
	Amount                   *int64
	Extend                   []ExtendParam // carries identificationCode
	Test                     bool
}

// ReleaseLicenseRequest takes a license back (saas-production-interface A.5e).
type ReleaseLicenseRequest struct {
	OrderID    string // of the purchase
	InstanceID string
	Test       bool
}

func (NewInstanceRequest) Activity() wire.Activity     { return NewInstance }     // Activity returns newInstance.
func (RefreshInstanceRequest) Activity() wire.Activity { return RefreshInstance } // Activity returns refreshInstance.
func (ExpireInstanceRequest) Activity() wire.Activity  { return ExpireInstance }  // Activity returns expireInstance.
func (ReleaseInstanceRequest) Activity() wire.Activity { return ReleaseInstance } // Activity returns releaseInstance.
func (UpgradeRequest) Activity() wire.Activity         { return Upgrade }         // Activity returns upgrade.
func (InstanceStatusRequest) Activity() wire.Activity  { return InstanceStatus }  // Activity returns instanceStatus.
func (QueryInstanceRequest) Activity() wire.Activity   { return QueryInstance }   // Activity returns queryInstance.
func (GetLicenseRequest) Activity() wire.Activity      { return GetLicense }      // Activity returns getLicense.
func (ReleaseLicenseRequest) Activity() wire.Activity  { return ReleaseLicense }  // Activity returns releaseLicense.

// maxPrivate bounds a private field in the form in which it travels; the specification prints no length for it.
const maxPrivate = 256

func (r NewInstanceRequest) members() []wire.Member {
	mode := int64(r.ChargingMode)
	var provision *int64
	if r.ProvisionType != 0 {
		provision = &r.ProvisionType
	}
	out := []wire.Member{
		wire.Must("customerId", r.CustomerID, 100), wire.Must("customerName", r.CustomerName, 64), wire.May("userId", r.UserID, 64),
		wire.May("userName", r.UserName, 64), wire.May("mobilePhone", r.MobilePhone, maxPrivate), wire.May("email", r.Email, maxPrivate),
		wire.Must("businessId", r.BusinessID, 64), wire.Must("orderId", r.OrderID, 64), wire.May("skuCode", r.SKUCode, 64),
		wire.Must("productId", r.ProductID, 64), flag("trialFlag", r.Trial), wire.May("expireTime", wire.FormatTime(r.ExpireTime), 20),
		integer("chargingMode", &mode, 3).OneOf("0", "1", "3", "5"), wire.May("saasExtendParams", extend(r.Extend), 2048),
		amount(r.OrderAmount), integer("provisionType", provision, 3).OneOf("1", "2", "3"), wire.TestFlag(r.Test),
	}
	return append(append(out, r.Size.members()...), r.Term.members()...)
}

// conditions: a term belongs to period products, an expiry to them and to packages (saas-production-interface A.2).
func (r NewInstanceRequest) conditions(faults *wire.Faults) {
	period := r.ChargingMode == Period
	absent(faults, "periodType", r.Term.Type != "" && !period, "absent unless chargingMode is 1")
	absent(faults, "periodNumber", r.Term.Number != 0 && !period, "absent unless chargingMode is 1")
	absent(faults, "expireTime", !r.ExpireTime.IsZero() && !period && r.ChargingMode != OnDemandPackage, "absent unless chargingMode is 1 or 5")
	checkAmount(faults, r.OrderAmount, false)
}

func (r RefreshInstanceRequest) members() []wire.Member {
	return append([]wire.Member{
		wire.Must("orderId", r.OrderID, 64), wire.Must("instanceId", r.InstanceID, 64), wire.May("productId", r.ProductID, 64),
		wire.Must("expireTime", wire.FormatTime(r.ExpireTime), 20), flag("trialToFormal", r.TrialToFormal), amount(r.OrderAmount), wire.TestFlag(r.Test),
	}, r.Term.members()...)
}

func (r RefreshInstanceRequest) conditions(faults *wire.Faults) {
	checkAmount(faults, r.OrderAmount, true)
}

func (r ExpireInstanceRequest) members() []wire.Member {
	return []wire.Member{wire.Must("instanceId", r.InstanceID, 64), wire.Must("orderId", r.OrderID, 64), wire.TestFlag(r.Test)}
}

func (r ReleaseInstanceRequest) members() []wire.Member {
	return []wire.Member{wire.Must("instanceId", r.InstanceID, 64), wire.Must("orderId", r.OrderID, 64), amount(r.OrderAmount), wire.TestFlag(r.Test)}
}

func (r ReleaseInstanceRequest) conditions(faults *wire.Faults) {
	checkAmount(faults, r.OrderAmount, false)
}

func (r UpgradeRequest) members() []wire.Member {
	return append([]wire.Member{
		wire.Must("instanceId", r.InstanceID, 64), wire.Must("orderId", r.OrderID, 64), wire.Must("skuCode", r.SKUCode, 64),
		wire.Must("productId", r.ProductID, 64), wire.May("saasExtendParams", extend(r.Extend), 2048), wire.TestFlag(r.Test),
	}, r.Size.members()...)
}

func (r InstanceStatusRequest) members() []wire.Member {
	return []wire.Member{wire.Must("instanceId", r.InstanceID, 64),
		wire.Must("instanceStatus", string(r.Status), 32).OneOf(string(StatusFreeze), string(StatusNormal)), wire.TestFlag(r.Test)}
}

func (r QueryInstanceRequest) members() []wire.Member {
	// The table prints 64 characters, which is too small for the 100 ids that it allows: each id is checked on its own.
	return []wire.Member{wire.Must("instanceId", strings.Join(r.InstanceIDs, ","), wire.MaxQueryIDs*65), wire.TestFlag(r.Test)}
}

func (r QueryInstanceRequest) conditions(faults *wire.Faults) { faults.CheckQueryIDs(r.InstanceIDs) }

func (r GetLicenseRequest) members() []wire.Member {
	extended := wire.May("saasExtendParams", extend(r.Extend), 2048)
	extended.Required = true
	return []wire.Member{
		wire.Must("customerId", r.CustomerID, 100), wire.May("customerName", r.CustomerName, 64), wire.Must("businessId", r.BusinessID, 64),
		wire.Must("orderId", r.OrderID, 64), wire.May("skuCode", r.SKUCode, 64), wire.Must("productId", r.ProductID, 64),
		wire.May("expireTime", wire.FormatTime(r.ExpireTime), 20), wire.May("periodType", r.PeriodType, 10).OneOf("year", "month"),
		integer("amount", r.Amount, 7), extended, wire.TestFlag(r.Test),
	}
}

func (r ReleaseLicenseRequest) members() []wire.Member {
	return []wire.Member{wire.Must("orderId", r.OrderID, 64), wire.Must("instanceId", r.InstanceID, 64), wire.TestFlag(r.Test)}
}

// integer is a number that the address carries as its digits.
func integer(name string, v *int64, max int) wire.Member {
	m := wire.Member{Name: name, Type: wire.Integer, Max: max}
	if v != nil {
		m.Text = strconv.FormatInt(*v, 10)
	}
	return m
}

// flag is "1" or absent.
func flag(name string, on bool) wire.Member {
	if on {
		return wire.May(name, "1", 2)
	}
	return wire.May(name, "", 2)
}

func amount(value string) wire.Member {
	return wire.Member{Name: "orderAmount", Type: wire.Decimal, Text: value, Max: 20}
}

func absent(faults *wire.Faults, field string, present bool, want string) {
	if present {
		faults.Add(wire.Fault{Code: wire.FaultFieldMalformed, Field: field, Want: want})
	}
}

// checkAmount wants at most three decimals, and a sign only where money goes back.
func checkAmount(faults *wire.Faults, value string, signed bool) {
	digits := value
	if signed {
		digits = strings.TrimPrefix(digits, "-")
	}
	whole, fraction, point := strings.Cut(digits, ".")
	if value == "" || onlyDigits(whole) && (!point || len(fraction) <= 3 && onlyDigits(fraction)) {
		return
	}
	faults.Add(wire.Fault{Code: wire.FaultFieldMalformed, Field: "orderAmount", Want: "at most three decimals", Got: wire.Clip(value)})
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
