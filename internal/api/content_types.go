package api

import (
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// ExtrasView is what differs between delivery types (business-rules 4.4, 4.8, open-apis C1, E): exactly the member of the
// product's own type is there.
type ExtrasView struct {
	Delivery        string         `json:"delivery" required:"false" default:"saas" enum:"saas,license,image,service,api,hardware,ai_asset,container,data_asset,app_asset" doc:"How it is delivered; locked after the first approval."`
	Family          string         `json:"family" required:"false" default:"general" enum:"general,joint" doc:"General: a contract of seller and buyer. Joint: of seller and marketplace; for members of the joint plan."`
	Images          []string       `json:"images" required:"false" maxItems:"20" doc:"Ids of 1 to 5 uploaded pictures of 800×600, the main one first."`
	Video           attachedView   `json:"video,omitzero" required:"false" doc:"An uploaded MP4."`
	Release         string         `json:"release,omitempty" maxLength:"64" doc:"Version, of licenses and images." example:"V1.0"`
	Tags            []string       `json:"tags" required:"false" maxItems:"20" enum:"kunpeng,hybrid_cloud,iot,ascend" doc:"Certification tags; each needs a certificate in force."`
	Standard        []standardView `json:"standard" required:"false" maxItems:"20" doc:"The delivery standard, by which buyers accept; of products under supervision."`
	Supervised      bool           `json:"supervised,omitempty" readOnly:"true" doc:"Whether orders are delivered under supervision; not read when it is sent."`
	Copyright       attachedView   `json:"copyright,omitzero" required:"false" doc:"Software copyright certificate; for the review only."`
	CopyrightNumber string         `json:"copyright_number,omitempty" maxLength:"50" doc:"Its registration number; for the review only. One certificate is for one product."`
	CopyrightOwner  string         `json:"copyright_owner,omitempty" enum:"own,licensed" doc:"Who owns the copyright of a software."`
	Commitment      attachedView   `json:"commitment,omitzero" required:"false" doc:"Letter of who sells a licensed software; for the review only."`
	Tax             string         `json:"tax,omitempty" enum:"software,service,goods" doc:"What invoices say. Left out: the usual one of the type."`
	TaxRate         int64          `json:"tax_rate,omitempty" readOnly:"true" doc:"In percent; not read when it is sent."`
	Regions         []string       `json:"regions" required:"false" maxItems:"20" enum:"cn,hk,ap,eu,na,la,me" doc:"Where buyers have to be registered: Mainland China, Hong Kong, Asia Pacific, Europe, North America, Latin America, Middle East and Africa. Left out: cn."`
	SEO             seoView        `json:"seo,omitzero" required:"false" doc:"For search engines."`

	SaaS      *saasView         `json:"saas,omitempty"`
	License   *licenseView      `json:"license,omitempty"`
	Image     *imageView        `json:"image,omitempty"`
	Service   *humanServiceView `json:"service,omitempty"`
	API       *apiView          `json:"api,omitempty"`
	Hardware  *hardwareView     `json:"hardware,omitempty"`
	AI        *aiAssetView      `json:"ai_asset,omitempty"`
	Container *containerView    `json:"container,omitempty"`
	Data      *dataAssetView    `json:"data_asset,omitempty"`
	App       *appAssetView     `json:"app_asset,omitempty"`
}

type attachedView struct {
	Blob string `json:"blob" required:"false" maxLength:"64" doc:"Id of an uploaded file."`
	Name string `json:"name,omitempty" readOnly:"true" doc:"Name of the file; not read when it is sent."`
	URL  string `json:"url,omitempty" readOnly:"true" doc:"Path of the file; not read when it is sent."`
}

type standardView struct {
	Item   textView `json:"item" required:"false" doc:"What is handed over."`
	Accept textView `json:"accept" required:"false" doc:"What it is accepted by."`
}

type seoView struct {
	Title       textView `json:"title,omitzero" required:"false"`
	Keywords    textView `json:"keywords,omitzero" required:"false"`
	Description textView `json:"description,omitzero" required:"false"`
}

type saasView struct {
	Opening string   `json:"opening" required:"false" enum:"instant,offline" default:"instant" doc:"Offline: opened by the seller, under supervision."`
	Days    int64    `json:"days,omitempty" doc:"Within which an offline one is open."`
	Consent []string `json:"consent,omitempty" enum:"mobile,email,user_name,user_id" doc:"What buyers consent to share with the seller."`
}

type licenseView struct {
	Flow     string       `json:"flow" required:"false" maxLength:"32" enum:"online_code,machine_code,offline,package" doc:"Way of delivery."`
	Machine  string       `json:"machine,omitempty" enum:"system,hardware" doc:"Of machine_code: whose code."`
	Hint     textView     `json:"hint,omitzero" required:"false" doc:"Of hardware codes: how to find it."`
	Days     int64        `json:"days" required:"false" doc:"Delivered within."`
	Package  attachedView `json:"package,omitzero" required:"false" doc:"Of package: the software."`
	Template attachedView `json:"template,omitzero" required:"false" doc:"Of package: the deployment template."`
}

type imageView struct {
	Asset     string   `json:"asset" required:"false" maxLength:"200" doc:"The private image that it was made of; not shown to buyers."`
	Regions   []string `json:"regions" required:"false" maxItems:"20" doc:"Where it is published." example:"[\"cn-north-4\"]"`
	Arch      string   `json:"arch" required:"false" maxLength:"32" doc:"x86_64 or arm64."`
	OS        string   `json:"os" required:"false" maxLength:"32" doc:"linux or windows."`
	OSVersion string   `json:"os_version" required:"false" maxLength:"100"`
	Virtual   string   `json:"virtual" required:"false" maxLength:"32" doc:"kvm or xen."`
	Format    string   `json:"format" required:"false" maxLength:"32" doc:"Of its disk: qcow2, vhd, vmdk, raw or zvhd2."`
	Size      int64    `json:"size" required:"false" doc:"GB, at most 128."`
	MinDisk   int64    `json:"min_disk" required:"false" doc:"GB."`
	MinRAM    int64    `json:"min_ram" required:"false" doc:"GB."`
	MaxRAM    int64    `json:"max_ram,omitempty" doc:"GB; left out: any."`
	Ports     string   `json:"ports,omitempty" maxLength:"400" doc:"That the security group opens." example:"22, 80, 8000-8010/tcp"`
}

type humanServiceView struct {
	Flow       string `json:"flow" required:"false" maxLength:"32" enum:"standard,site_building,joint_basic" doc:"The last one is for joint products."`
	PersonDays int64  `json:"person_days,omitempty" doc:"That the smallest order holds."`
	Days       int64  `json:"days" required:"false" doc:"Delivered within."`
}

type apiView struct {
	Gateway  string               `json:"gateway" required:"false" maxLength:"32" enum:"apig,agents"`
	Region   string               `json:"region" required:"false" maxLength:"32" doc:"cn-north-4, cn-south-1 or cn-east-3; agents: the first one only."`
	Auth     []string             `json:"auth,omitempty" maxItems:"10" enum:"app,appcode" doc:"Of apig: app always."`
	Groups   []interfaceGroupView `json:"groups,omitempty" maxItems:"40" doc:"A group of interfaces for each spec, which it keeps for ever. Not shown to buyers."`
	Metering []meteringView       `json:"metering,omitempty" maxItems:"20" doc:"Of agents: what is counted."`
}

type interfaceGroupView struct {
	Spec  string `json:"spec" maxLength:"64" doc:"Id of the spec."`
	Group string `json:"group" maxLength:"100" doc:"The gateway's name for it."`
}

type meteringView struct {
	Item string `json:"item" maxLength:"32" enum:"tokens_in,tokens_out,images,video_seconds,speech_seconds,bytes,characters,calls"`
	Path string `json:"path,omitempty" maxLength:"200" doc:"Where the number stands in the answer; left out: the usual place."`
}

type hardwareView struct {
	Model         string   `json:"model" required:"false" maxLength:"100"`
	Carriers      []string `json:"carriers" required:"false" maxItems:"20" doc:"sf, jd, ems, deppon, zto, yto, sto, yunda or own."`
	Days          int64    `json:"days" required:"false" doc:"Shipped within."`
	Warranty      int64    `json:"warranty,omitempty" doc:"Months."`
	ReturnName    string   `json:"return_name,omitempty" maxLength:"64" doc:"Where goods come back to; not shown to buyers."`
	ReturnPhone   string   `json:"return_phone,omitempty" maxLength:"64"`
	ReturnAddress string   `json:"return_address,omitempty" maxLength:"400"`
}

type aiAssetView struct {
	Platform  string       `json:"platform" required:"false" maxLength:"32" doc:"modelarts or holosens."`
	Kind      string       `json:"kind" required:"false" maxLength:"32" doc:"model, algorithm or workflow."`
	Asset     string       `json:"asset,omitempty" maxLength:"200" doc:"Its id on the platform; not shown to buyers."`
	Framework string       `json:"framework,omitempty" maxLength:"100"`
	Handover  string       `json:"handover" required:"false" maxLength:"32" doc:"grant or download."`
	Package   attachedView `json:"package,omitzero" required:"false" doc:"Of download."`
}

type containerView struct {
	Kind     string       `json:"kind" required:"false" maxLength:"32" doc:"helm, operator or osc."`
	Targets  []string     `json:"targets" required:"false" maxItems:"10" doc:"cce, ief."`
	Arch     []string     `json:"arch" required:"false" maxItems:"10" doc:"x86_64, arm64."`
	Version  string       `json:"version,omitempty" maxLength:"32" doc:"Of Kubernetes, at least." example:"v1.25"`
	Source   string       `json:"source,omitempty" maxLength:"32" doc:"package or registry."`
	Package  attachedView `json:"package,omitzero" required:"false" doc:"Of package; not shown to buyers."`
	Registry string       `json:"registry,omitempty" maxLength:"400" doc:"Of registry; not shown to buyers."`
	Report   attachedView `json:"report,omitzero" required:"false" doc:"Test report of its images; for the review only."`
}

type dataAssetView struct {
	Source  string       `json:"source" required:"false" maxLength:"32" doc:"platform or file."`
	Asset   string       `json:"asset,omitempty" maxLength:"200" doc:"Of platform; not shown to buyers."`
	Formats []string     `json:"formats" required:"false" maxItems:"20" doc:"csv, json, parquet, xlsx, xml, image, text."`
	Update  string       `json:"update" required:"false" maxLength:"32" doc:"once, day, week, month, quarter or year."`
	Sample  attachedView `json:"sample,omitzero" required:"false" doc:"Of file; for the review only."`
	Days    int64        `json:"days,omitempty" doc:"Of file: delivered within."`
}

type appAssetView struct {
	Package  attachedView `json:"package,omitzero" required:"false" doc:"Not shown to buyers."`
	Template attachedView `json:"template,omitzero" required:"false" doc:"Not shown to buyers."`
	Days     int64        `json:"days" required:"false" doc:"Delivered within."`
}

func attached(f catalog.File) attachedView {
	if f.Blob == "" {
		return attachedView{}
	}
	return attachedView{f.Blob, f.Name, fileURL(f.Blob)}
}

func (v attachedView) file() catalog.File { return catalog.File{Blob: v.Blob} }

// mapped shows what a pointer points to; nil stays nil.
func mapped[T, V any](p *T, show func(T) V) *V {
	if p == nil {
		return nil
	}
	v := show(*p)
	return &v
}

func extrasOf(c catalog.Content) ExtrasView {
	v := ExtrasView{Delivery: string(c.Delivery), Family: string(c.Family), Images: all(c.Images, id[string]), Video: attached(c.Video), Release: c.Release,
		Tags: all(c.Tags, id[string]), Supervised: c.Supervised(), Copyright: attached(c.Copyright), CopyrightNumber: c.CopyrightNumber, CopyrightOwner: c.CopyrightOwner, Commitment: attached(c.Commitment),
		Tax: string(c.Tax), Regions: all(c.Regions, id[string]),
		Standard: all(c.Standard, func(s catalog.StandardItem) standardView { return standardView{textOf(s.Item), textOf(s.Accept)} }),
		SEO:      seoView{textOf(c.SEO.Title), textOf(c.SEO.Keywords), textOf(c.SEO.Description)},
		SaaS:     mapped(c.SaaS, func(x catalog.SaaSTerms) saasView { return saasView(x) }),
		License: mapped(c.License, func(x catalog.LicenseTerms) licenseView {
			return licenseView{x.Flow, x.Machine, textOf(x.Hint), x.Days, attached(x.Package), attached(x.Template)}
		}),
		Image:   mapped(c.Image, func(x catalog.ImageTerms) imageView { return imageView(x) }),
		Service: mapped(c.Service, func(x catalog.ServiceTerms) humanServiceView { return humanServiceView(x) }),
		API: mapped(c.API, func(x catalog.APITerms) apiView {
			return apiView{x.Gateway, x.Region, x.Auth, all(x.Groups, func(g catalog.APIGroup) interfaceGroupView { return interfaceGroupView(g) }),
				all(x.Metering, func(m catalog.MeteringItem) meteringView { return meteringView(m) })}
		}),
		Hardware: mapped(c.Hardware, func(x catalog.HardwareTerms) hardwareView { return hardwareView(x) }),
		AI: mapped(c.AI, func(x catalog.AITerms) aiAssetView {
			return aiAssetView{x.Platform, x.Kind, x.Asset, x.Framework, x.Handover, attached(x.Package)}
		}),
		Container: mapped(c.Container, func(x catalog.ContainerTerms) containerView {
			return containerView{x.Kind, x.Targets, x.Arch, x.Version, x.Source, attached(x.Package), x.Registry, attached(x.Report)}
		}),
		Data: mapped(c.Data, func(x catalog.DataTerms) dataAssetView {
			return dataAssetView{x.Source, x.Asset, x.Formats, x.Update, attached(x.Sample), x.Days}
		}),
		App: mapped(c.App, func(x catalog.AppTerms) appAssetView {
			return appAssetView{attached(x.Package), attached(x.Template), x.Days}
		}),
	}
	if c.Tax != "" {
		v.TaxRate = c.Tax.Rate()
	}
	return v
}

func id[T any](x T) T { return x }

// read writes what was sent into a content.
func (v ExtrasView) read(c *catalog.Content) {
	c.Delivery, c.Family, c.Images, c.Video, c.Release, c.Tags = catalog.Delivery(v.Delivery), catalog.Family(v.Family), v.Images, v.Video.file(), v.Release, v.Tags
	c.Copyright, c.CopyrightNumber, c.CopyrightOwner, c.Commitment, c.Tax, c.Regions = v.Copyright.file(), v.CopyrightNumber, v.CopyrightOwner, v.Commitment.file(), catalog.Tax(v.Tax), v.Regions
	c.Standard = all(v.Standard, func(s standardView) catalog.StandardItem {
		return catalog.StandardItem{Item: i18n.Text(s.Item), Accept: i18n.Text(s.Accept)}
	})
	c.SEO = catalog.SEO{Title: i18n.Text(v.SEO.Title), Keywords: i18n.Text(v.SEO.Keywords), Description: i18n.Text(v.SEO.Description)}
	c.SaaS = mapped(v.SaaS, func(x saasView) catalog.SaaSTerms { return catalog.SaaSTerms(x) })
	c.License = mapped(v.License, func(x licenseView) catalog.LicenseTerms {
		return catalog.LicenseTerms{Flow: x.Flow, Machine: x.Machine, Hint: i18n.Text(x.Hint), Days: x.Days, Package: x.Package.file(), Template: x.Template.file()}
	})
	c.Image = mapped(v.Image, func(x imageView) catalog.ImageTerms { return catalog.ImageTerms(x) })
	c.Service = mapped(v.Service, func(x humanServiceView) catalog.ServiceTerms { return catalog.ServiceTerms(x) })
	c.API = mapped(v.API, func(x apiView) catalog.APITerms {
		return catalog.APITerms{Gateway: x.Gateway, Region: x.Region, Auth: x.Auth, Groups: all(x.Groups, func(g interfaceGroupView) catalog.APIGroup { return catalog.APIGroup(g) }),
			Metering: all(x.Metering, func(m meteringView) catalog.MeteringItem { return catalog.MeteringItem(m) })}
	})
	c.Hardware = mapped(v.Hardware, func(x hardwareView) catalog.HardwareTerms { return catalog.HardwareTerms(x) })
	c.AI = mapped(v.AI, func(x aiAssetView) catalog.AITerms {
		return catalog.AITerms{Platform: x.Platform, Kind: x.Kind, Asset: x.Asset, Framework: x.Framework, Handover: x.Handover, Package: x.Package.file()}
	})
	c.Container = mapped(v.Container, func(x containerView) catalog.ContainerTerms {
		return catalog.ContainerTerms{Kind: x.Kind, Targets: x.Targets, Arch: x.Arch, Version: x.Version, Source: x.Source, Package: x.Package.file(),
			Registry: x.Registry, Report: x.Report.file()}
	})
	c.Data = mapped(v.Data, func(x dataAssetView) catalog.DataTerms {
		return catalog.DataTerms{Source: x.Source, Asset: x.Asset, Formats: x.Formats, Update: x.Update, Sample: x.Sample.file(), Days: x.Days}
	})
	c.App = mapped(v.App, func(x appAssetView) catalog.AppTerms {
		return catalog.AppTerms{Package: x.Package.file(), Template: x.Template.file(), Days: x.Days}
	})
}
