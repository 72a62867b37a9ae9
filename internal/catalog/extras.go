package catalog

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// What products of one delivery type say beside what all say (business-rules 4.8, open-apis C1, E, F). What a field takes,
// and when it is asked for, stands in the type's list of fields.

// How a SaaS product is opened.
const (
	OpeningInstant = "instant" // by a call of the seller's server
	OpeningOffline = "offline" // by the seller's people, under supervision
)

// SaaSTerms are the extras of a SaaS product.
type SaaSTerms struct {
	Opening string `json:"opening"`
	Days    int64  `json:"days,omitempty"` // within which an offline one is open

	Consent []string `json:"consent,omitempty"` // what the seller's server is told of the buyer; see [Content.Shares]
}

// What a buyer consents to share with the seller of a SaaS, for the account that is made there (business-rules 4.8, 6.3 step 4).
const (
	ShareMobile   = "mobile"
	ShareEmail    = "email"
	ShareUserName = "user_name" // of the person who orders
	ShareUserID   = "user_id"
)

// Shares is what a buyer has to consent to share with the seller; empty: nothing is asked.
func (c Content) Shares() []Option {
	if c.Delivery != DeliverySaaS || c.SaaS == nil {
		return nil
	}
	var out []Option
	for _, o := range shared() {
		if slices.Contains(c.SaaS.Consent, o.Code) {
			out = append(out, o)
		}
	}
	return out
}

func shared() []Option {
	return []Option{named(ShareMobile, "手机号", "mobile number"), named(ShareEmail, "邮箱", "e-mail address"),
		named(ShareUserName, "用户名", "user name"), named(ShareUserID, "用户 ID", "user id")}
}

// The ways to deliver a license (open-apis C1).
const (
	FlowOnlineCode  = "online_code"  // 2.0: the buyer claims a code, the software activates it
	FlowMachineCode = "machine_code" // 1.0: the buyer hands in a code, the seller answers with a license
	FlowOffline     = "offline"      // outside of the marketplace
	FlowPackage     = "package"      // a package that is deployed by a template
)

// Whose code a license 1.0 is made for.
const (
	MachineSystem   = "system"   // made by the marketplace
	MachineHardware = "hardware" // typed by the buyer, by the seller's hint
)

// LicenseTerms are the extras of a license product.
type LicenseTerms struct {
	Flow     string    `json:"flow"`
	Machine  string    `json:"machine,omitempty"`
	Hint     i18n.Text `json:"hint,omitzero"` // how buyers find their hardware code
	Days     int64     `json:"days"`
	Package  File      `json:"package,omitzero"`
	Template File      `json:"template,omitzero"`
}

// ImageTerms are the extras of an image product; sizes are GB.
type ImageTerms struct {
	Asset     string   `json:"asset"`   // the private image that it was made of
	Regions   []string `json:"regions"` // where it is published
	Arch      string   `json:"arch"`
	OS        string   `json:"os"`
	OSVersion string   `json:"os_version"`
	Virtual   string   `json:"virtual"`
	Format    string   `json:"format"`
	Size      int64    `json:"size"`
	MinDisk   int64    `json:"min_disk"`
	MinRAM    int64    `json:"min_ram"`
	MaxRAM    int64    `json:"max_ram,omitempty"` // 0: any
	Ports     string   `json:"ports,omitempty"`   // that the security group opens
}

// The flows of a human service (business-rules 7.3, 4.8).
const (
	ServiceStandard = "standard"
	ServiceSite     = "site_building"
	ServiceJoint    = "joint_basic" // 联营基础服务流
)

// ServiceTerms are the extras of a human service.
type ServiceTerms struct {
	Flow       string `json:"flow"`
	PersonDays int64  `json:"person_days,omitempty"` // that the smallest order holds; 0: not counted so
	Days       int64  `json:"days"`
}

// The gateways in front of an API product (open-apis E1, E2).
const (
	GatewayAPIG   = "apig"
	GatewayAgents = "agents"
)

// The ways to prove oneself to the API gateway.
const (
	AuthApp     = "app"     // signature of AppKey and AppSecret
	AuthAppCode = "appcode" // simple authentication
)

// APITerms are the extras of an API product.
type APITerms struct {
	Gateway  string         `json:"gateway"`
	Region   string         `json:"region"`
	Auth     []string       `json:"auth,omitempty"`     // of the API gateway
	Groups   []APIGroup     `json:"groups,omitempty"`   // one for each spec
	Metering []MeteringItem `json:"metering,omitempty"` // of the Agents gateway
}

// APIGroup is the group of interfaces, or the agent, behind a spec. Once a spec was on sale its group is that spec's for
// ever (business-rules 4.6, open-apis E1).
type APIGroup struct {
	Spec  string `json:"spec"`  // id of the spec
	Group string `json:"group"` // the gateway's name for it
}

// MeteringItem is something that the Agents gateway counts; Path is where the number stands in the seller's answer, "" for
// the usual place (open-apis E2).
type MeteringItem struct {
	Item string `json:"item"`
	Path string `json:"path,omitempty"`
}

// HardwareTerms are the extras of a hardware product. Where goods come back to is not shown before an order.
type HardwareTerms struct {
	Model         string   `json:"model"`
	Carriers      []string `json:"carriers"`
	Days          int64    `json:"days"`               // until it is shipped
	Warranty      int64    `json:"warranty,omitempty"` // months
	ReturnName    string   `json:"return_name"`
	ReturnPhone   string   `json:"return_phone"`
	ReturnAddress string   `json:"return_address"`
}

// How an AI asset reaches its buyer.
const (
	HandoverGrant    = "grant"    // a right on the platform
	HandoverDownload = "download" // a file
)

// AITerms are the extras of an AI asset.
type AITerms struct {
	Platform  string `json:"platform"`
	Kind      string `json:"kind"`
	Asset     string `json:"asset"` // its id on the platform
	Framework string `json:"framework,omitempty"`
	Handover  string `json:"handover"`
	Package   File   `json:"package,omitzero"`
}

// Where a container product comes from.
const (
	SourcePackage  = "package"
	SourceRegistry = "registry"
)

// ContainerTerms are the extras of a container product.
type ContainerTerms struct {
	Kind     string   `json:"kind"`
	Targets  []string `json:"targets"`
	Arch     []string `json:"arch"`
	Version  string   `json:"version,omitempty"` // of Kubernetes, at least
	Source   string   `json:"source"`
	Package  File     `json:"package,omitzero"`
	Registry string   `json:"registry,omitempty"`
	Report   File     `json:"report,omitzero"` // of the image test; for the review only
}

// Where the data of a data asset lie.
const (
	DataPlatform = "platform" // an asset on the data platform
	DataFile     = "file"
)

// DataTerms are the extras of a data asset.
type DataTerms struct {
	Source  string   `json:"source"`
	Asset   string   `json:"asset,omitempty"`
	Formats []string `json:"formats"`
	Update  string   `json:"update"`
	Sample  File     `json:"sample,omitzero"` // how the file looks
	Days    int64    `json:"days,omitempty"`
}

// AppTerms are the extras of an application asset.
type AppTerms struct {
	Package  File  `json:"package,omitzero"`
	Template File  `json:"template,omitzero"`
	Days     int64 `json:"days"`
}

// The extras of a type, made where they are not there: the lists of fields read and write through these.
func (c *Content) saas() *SaaSTerms           { return made(&c.SaaS) }
func (c *Content) license() *LicenseTerms     { return made(&c.License) }
func (c *Content) image() *ImageTerms         { return made(&c.Image) }
func (c *Content) service() *ServiceTerms     { return made(&c.Service) }
func (c *Content) api() *APITerms             { return made(&c.API) }
func (c *Content) hardware() *HardwareTerms   { return made(&c.Hardware) }
func (c *Content) ai() *AITerms               { return made(&c.AI) }
func (c *Content) container() *ContainerTerms { return made(&c.Container) }
func (c *Content) data() *DataTerms           { return made(&c.Data) }
func (c *Content) app() *AppTerms             { return made(&c.App) }

// ownExtras gives the content copies of its extras: a content is passed by value, and whoever passed it keeps what it has.
func (c *Content) ownExtras() {
	c.SaaS, c.License, c.Image, c.Service, c.API = copied(c.SaaS), copied(c.License), copied(c.Image), copied(c.Service), copied(c.API)
	c.Hardware, c.AI, c.Container, c.Data, c.App = copied(c.Hardware), copied(c.AI), copied(c.Container), copied(c.Data), copied(c.App)
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	x := *p
	return &x
}

func made[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}
