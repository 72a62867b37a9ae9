package catalog

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Delivery is how a product is delivered (接入类型, business-rules 1).
type Delivery string

// The delivery types. Joint products have the first seven.
const (
	DeliverySaaS      Delivery = "saas"
	DeliveryLicense   Delivery = "license"
	DeliveryImage     Delivery = "image"
	DeliveryService   Delivery = "service" // human service
	DeliveryAPI       Delivery = "api"
	DeliveryHardware  Delivery = "hardware"
	DeliveryAIAsset   Delivery = "ai_asset"
	DeliveryContainer Delivery = "container"
	DeliveryDataAsset Delivery = "data_asset"
	DeliveryAppAsset  Delivery = "app_asset"
)

// Family says whose contract a purchase is (销售类型, business-rules 1).
type Family string

// The families: of a general product seller and buyer are the parties, of a joint product the marketplace is the seller's.
const (
	FamilyGeneral Family = "general"
	FamilyJoint   Family = "joint"
)

// Name is the name of a family.
func (f Family) Name() i18n.Text {
	switch f {
	case FamilyGeneral:
		return i18n.Text{ZH: "通用商品", EN: "General product"}
	case FamilyJoint:
		return i18n.Text{ZH: "联营商品", EN: "Joint product"}
	}
	return same(string(f))
}

// Address says whether products of a type name a production address.
type Address string

// The answers.
const (
	AddressNone     Address = "none"
	AddressOptional Address = "optional"
	AddressRequired Address = "required"
)

// Type is what a delivery type means: for the form, for the review and for buyers. Whatever differs between types is said
// here and nowhere else.
type Type struct {
	Delivery Delivery
	Name     i18n.Text
	Joint    bool    // it may be sold as a joint product (business-rules 1)
	Software bool    // it needs a software copyright certificate (business-rules 4.4)
	Release  bool    // it has a version, "V1.0" (business-rules 4.4)
	Address  Address // whether the seller's server is called
	Standard bool    // its products may be under supervision, and then have a delivery standard (business-rules 4.4, 7.1)
	Params   bool    // buyers may be asked for more when they order (business-rules 4.8)
	Taxes    []Tax   // that its invoices may say, the usual one first

	withdraw   []Family              // whose pending applications a seller may take back (business-rules 4.1)
	suffix     i18n.Text             // what its name ends with when the product exists in another form too
	supervised func(c *Content) bool // business-rules 7.1
	fields     func() []Field
	check      func(c *Content, live *Content, bad *apperr.Fields) // what one field alone cannot tell; may be nil
}

func always(*Content) bool { return true }
func never(*Content) bool  { return false }

// Types are all delivery types, in the order in which a seller chooses (business-rules 1, 4.4, 4.8, 7.1).
func Types() []Type {
	software, service, goods := []Tax{TaxSoftware}, []Tax{TaxService}, []Tax{TaxGoods}
	general, both := []Family{FamilyGeneral}, []Family{FamilyGeneral, FamilyJoint}
	return []Type{
		{Delivery: DeliverySaaS, Name: i18n.Text{ZH: "SaaS", EN: "SaaS"}, Standard: true, Joint: true, Software: true, Address: AddressRequired, Params: true,
			Taxes: []Tax{TaxService, TaxSoftware}, suffix: i18n.Text{ZH: "SaaS版", EN: "SaaS"},
			withdraw: both, supervised: func(c *Content) bool { return c.saas().Opening == OpeningOffline }, fields: saasFields},
		{Delivery: DeliveryLicense, Name: i18n.Text{ZH: "License", EN: "License"}, Standard: true, Joint: true, Software: true, Release: true, Address: AddressOptional,
			Params: true, Taxes: software, suffix: i18n.Text{ZH: "独立部署", EN: "on premises"}, withdraw: both, supervised: always, fields: licenseFields},
		{Delivery: DeliveryImage, Name: i18n.Text{ZH: "镜像", EN: "Image"}, Joint: true, Software: true, Release: true, Address: AddressNone,
			Taxes: software, withdraw: general, supervised: never, fields: imageFields, check: checkImage},
		{Delivery: DeliveryService, Name: i18n.Text{ZH: "人工服务", EN: "Professional service"}, Standard: true, Joint: true, Address: AddressNone,
			Taxes: service, suffix: i18n.Text{ZH: "配套服务", EN: "companion service"}, withdraw: both, supervised: always, fields: serviceFields, check: checkService},
		{Delivery: DeliveryAPI, Name: i18n.Text{ZH: "API", EN: "API"}, Joint: true, Address: AddressNone,
			Taxes: service, withdraw: general, supervised: never, fields: apiFields, check: checkAPI},
		{Delivery: DeliveryHardware, Name: i18n.Text{ZH: "硬件", EN: "Hardware"}, Standard: true, Joint: true, Address: AddressNone,
			Taxes: goods, withdraw: general, supervised: always, fields: hardwareFields, check: checkHardware},
		{Delivery: DeliveryAIAsset, Name: i18n.Text{ZH: "AI 资产", EN: "AI asset"}, Joint: true, Address: AddressNone,
			Taxes: []Tax{TaxSoftware, TaxService}, supervised: never, fields: aiFields},
		{Delivery: DeliveryContainer, Name: i18n.Text{ZH: "容器", EN: "Container"}, Software: true, Address: AddressNone,
			Taxes: software, supervised: never, fields: containerFields},
		{Delivery: DeliveryDataAsset, Name: i18n.Text{ZH: "数据资产", EN: "Data asset"}, Standard: true, Address: AddressNone,
			Taxes: service, supervised: func(c *Content) bool { return c.data().Source == DataFile }, fields: dataFields},
		{Delivery: DeliveryAppAsset, Name: i18n.Text{ZH: "应用资产", EN: "Application asset"}, Standard: true, Software: true, Address: AddressNone,
			Taxes: software, supervised: always, fields: appFields},
	}
}

// Type is what a delivery type means; false when there is none such.
func (d Delivery) Type() (Type, bool) {
	return find(Types(), func(t Type) bool { return t.Delivery == d })
}

// Name is the name of a delivery type; of none such, the code itself.
func (d Delivery) Name() i18n.Text {
	if t, ok := d.Type(); ok {
		return t.Name
	}
	return same(string(d))
}

// Supervised reports whether orders of the product are delivered under supervision: the buyer accepts by the delivery
// standard before the order is complete (business-rules 7.1).
func (c Content) Supervised() bool {
	t, ok := c.Delivery.Type()
	return ok && t.supervised(&c)
}

// OpensAtOnce reports whether the seller's server opens what was bought: a SaaS that is not delivered offline.
func (c Content) OpensAtOnce() bool { return c.Delivery == DeliverySaaS && !c.Supervised() }

// checkType is the type itself, and that nothing is said that belongs to another one (business-rules 1, 4.3).
func (c Content) checkType(f *apperr.Fields, live *Content) (Type, bool) {
	t, ok := c.Delivery.Type()
	switch {
	case !ok:
		f.Add("delivery", ErrChoice)
		return t, false
	case live != nil && live.Delivery != c.Delivery: // business-rules 4.3, our choice: locked after the first approval
		f.Add("delivery", ErrDeliveryLocked.With("name", live.Delivery.Name()))
	}
	switch {
	case c.Family != FamilyGeneral && c.Family != FamilyJoint:
		f.Add("family", ErrChoice)
	case live != nil && live.Family != c.Family:
		f.Add("family", ErrFamilyLocked)
	case c.Family == FamilyJoint && !t.Joint:
		f.Add("family", ErrFamilyType.With("name", t.Name))
	}
	for _, d := range c.described() {
		if d != c.Delivery {
			f.Add(string(d), ErrNotOfType.With("name", t.Name))
		}
	}
	if len(c.Params) > 0 && !t.Params {
		f.Add("params", ErrNotOfType.With("name", t.Name))
	}
	return t, true
}

// described are the types whose extras the content has.
func (c Content) described() []Delivery {
	all := map[Delivery]bool{DeliverySaaS: c.SaaS != nil, DeliveryLicense: c.License != nil, DeliveryImage: c.Image != nil, DeliveryService: c.Service != nil,
		DeliveryAPI: c.API != nil, DeliveryHardware: c.Hardware != nil, DeliveryAIAsset: c.AI != nil, DeliveryContainer: c.Container != nil,
		DeliveryDataAsset: c.Data != nil, DeliveryAppAsset: c.App != nil}
	var out []Delivery
	for d, there := range all {
		if there {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}
