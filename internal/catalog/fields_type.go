package catalog

import "github.com/souk-market/souk/internal/kernel/i18n"

// The fields of each type (business-rules 4.8, open-apis C1, E, F).

func saasFields() []Field {
	return []Field{
		{Name: "saas_opening", Part: PartOffer, Kind: FieldChoice, Default: OpeningInstant, Required: true, Public: true,
			Options: []Option{named(OpeningInstant, "即开即用", "Opens at once"), named(OpeningOffline, "线下开通，服务监管", "Opened by the seller, under supervision")},
			at:      func(c *Content) any { return &c.saas().Opening }},
		{Name: "saas_days", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 90, Unit: days, Public: true, Only: only("saas_opening", OpeningOffline),
			at: func(c *Content) any { return &c.saas().Days }},
		{Name: "saas_consent", Part: PartOffer, Kind: FieldChoices, Public: true, Options: shared(), at: func(c *Content) any { return &c.saas().Consent }},
	}
}

func licenseFields() []Field {
	return []Field{
		{Name: "license_flow", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{
			named(FlowOnlineCode, "线上授权码（License 2.0）", "Online license code (License 2.0)"),
			named(FlowMachineCode, "系统/硬件识别码（License 1.0）", "System or hardware code (License 1.0)"),
			named(FlowOffline, "商家线下交付", "Delivered by the seller"), named(FlowPackage, "软件包部署", "Software package, deployed by a template")},
			at: func(c *Content) any { return &c.license().Flow }},
		{Name: "license_machine", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Only: only("license_flow", FlowMachineCode), Options: []Option{
			named(MachineSystem, "系统识别码，由云商店生成", "System code, made by the marketplace"), named(MachineHardware, "硬件识别码，由买家填写", "Hardware code, typed by the buyer")},
			at: func(c *Content) any { return &c.license().Machine }},
		{Name: "license_hint", Part: PartOffer, Kind: FieldArea, Required: true, Min: 10, Max: 300, Public: true, Only: only("license_machine", MachineHardware),
			at: func(c *Content) any { return &c.license().Hint }},
		{Name: "license_days", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 90, Unit: days, Public: true, at: func(c *Content) any { return &c.license().Days }},
		{Name: "license_package", Part: PartOffer, Kind: FieldFile, Purpose: PurposePackage, Required: true, Only: only("license_flow", FlowPackage),
			at: func(c *Content) any { return &c.license().Package }},
		{Name: "license_template", Part: PartOffer, Kind: FieldFile, Purpose: PurposeTemplate, Required: true, Only: only("license_flow", FlowPackage),
			at: func(c *Content) any { return &c.license().Template }},
	}
}

func imageFields() []Field {
	return []Field{
		{Name: "image_asset", Part: PartOffer, Kind: FieldLine, Required: true, Min: 3, Max: 100, form: assetForm, at: func(c *Content) any { return &c.image().Asset }},
		{Name: "image_regions", Part: PartOffer, Kind: FieldChoices, Required: true, Options: cloudRegions(), Public: true, at: func(c *Content) any { return &c.image().Regions }},
		{Name: "image_arch", Part: PartOffer, Kind: FieldChoice, Required: true, Options: architectures(), Public: true, at: func(c *Content) any { return &c.image().Arch }},
		{Name: "image_os", Part: PartOffer, Kind: FieldChoice, Required: true, Options: []Option{named("linux", "Linux", "Linux"), named("windows", "Windows", "Windows")},
			Public: true, at: func(c *Content) any { return &c.image().OS }},
		{Name: "image_os_version", Part: PartOffer, Kind: FieldLine, Required: true, Min: 2, Max: 60, Public: true, at: func(c *Content) any { return &c.image().OSVersion }},
		{Name: "image_virtual", Part: PartOffer, Kind: FieldChoice, Default: "kvm", Required: true, Options: []Option{named("kvm", "KVM", "KVM"), named("xen", "XEN", "XEN")},
			Public: true, at: func(c *Content) any { return &c.image().Virtual }},
		{Name: "image_format", Part: PartOffer, Kind: FieldChoice, Required: true, Options: []Option{named("qcow2", "QCOW2", "QCOW2"), named("vhd", "VHD", "VHD"),
			named("vmdk", "VMDK", "VMDK"), named("raw", "RAW", "RAW"), named("zvhd2", "ZVHD2", "ZVHD2")}, at: func(c *Content) any { return &c.image().Format }},
		{Name: "image_size", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: maxImage, Unit: gigabytes, Public: true, at: func(c *Content) any { return &c.image().Size }},
		{Name: "image_min_disk", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 1024, Unit: gigabytes, Public: true, at: func(c *Content) any { return &c.image().MinDisk }},
		{Name: "image_min_ram", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 4096, Unit: gigabytes, Public: true, at: func(c *Content) any { return &c.image().MinRAM }},
		{Name: "image_max_ram", Part: PartOffer, Kind: FieldNumber, Min: 1, Max: 4096, Unit: gigabytes, Public: true, at: func(c *Content) any { return &c.image().MaxRAM }},
		{Name: "image_ports", Part: PartOffer, Kind: FieldLine, Min: 1, Max: 200, Public: true, form: portsForm, at: func(c *Content) any { return &c.image().Ports }},
	}
}

func serviceFields() []Field {
	return []Field{
		{Name: "service_flow", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{
			named(ServiceStandard, "标准服务流", "Standard flow"), named(ServiceSite, "建站类服务流", "Site building"),
			named(ServiceJoint, "联营基础服务流", "Basic flow of joint products")}, at: func(c *Content) any { return &c.service().Flow }},
		{Name: "service_person_days", Part: PartOffer, Kind: FieldNumber, Min: 1, Max: 999, Unit: i18n.Text{ZH: "人天", EN: "person-days"}, Public: true,
			at: func(c *Content) any { return &c.service().PersonDays }},
		{Name: "service_days", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 365, Unit: days, Public: true, at: func(c *Content) any { return &c.service().Days }},
	}
}

func apiFields() []Field {
	return []Field{
		{Name: "api_gateway", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{
			named(GatewayAPIG, "API 网关（APIG）", "API gateway (APIG)"), named(GatewayAgents, "Agents 网关", "Agents gateway")},
			at: func(c *Content) any { return &c.api().Gateway }},
		{Name: "api_region", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named(cloudBeijing4, "华北-北京四", "CN North-Beijing4"),
			named(cloudGuangzhou, "华南-广州", "CN South-Guangzhou"), named(cloudShanghai1, "华东-上海一", "CN East-Shanghai1")},
			at: func(c *Content) any { return &c.api().Region }},
		{Name: "api_auth", Part: PartOffer, Kind: FieldChoices, Required: true, Public: true, Only: only("api_gateway", GatewayAPIG), Options: []Option{
			named(AuthApp, "APP 签名认证", "APP signature"), named(AuthAppCode, "简易认证（AppCode）", "Simple authentication (AppCode)")},
			at: func(c *Content) any { return &c.api().Auth }},
	}
}

func hardwareFields() []Field {
	return []Field{
		{Name: "hardware_model", Part: PartOffer, Kind: FieldLine, Required: true, Min: 2, Max: 60, Public: true, at: func(c *Content) any { return &c.hardware().Model }},
		{Name: "hardware_carriers", Part: PartOffer, Kind: FieldChoices, Required: true, Options: Carriers(), Public: true, at: func(c *Content) any { return &c.hardware().Carriers }},
		{Name: "hardware_days", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 30, Unit: days, Public: true, at: func(c *Content) any { return &c.hardware().Days }},
		{Name: "hardware_warranty", Part: PartOffer, Kind: FieldNumber, Min: 1, Max: 120, Unit: i18n.Text{ZH: "个月", EN: "months"}, Public: true,
			at: func(c *Content) any { return &c.hardware().Warranty }},
		{Name: "hardware_return_name", Part: PartOffer, Kind: FieldLine, Required: true, Min: 2, Max: 30, at: func(c *Content) any { return &c.hardware().ReturnName }},
		{Name: "hardware_return_phone", Part: PartOffer, Kind: FieldLine, Required: true, Min: 6, Max: 26, form: callForm, at: func(c *Content) any { return &c.hardware().ReturnPhone }},
		{Name: "hardware_return_address", Part: PartOffer, Kind: FieldLine, Required: true, Min: 8, Max: 200, at: func(c *Content) any { return &c.hardware().ReturnAddress }},
	}
}

// Carriers are the companies that ship hardware; the list is ours (open-apis E4).
func Carriers() []Option {
	return []Option{named("sf", "顺丰速运", "SF Express"), named("jd", "京东物流", "JD Logistics"), named("ems", "EMS", "EMS"), named("deppon", "德邦快递", "Deppon"),
		named("zto", "中通快递", "ZTO"), named("yto", "圆通速递", "YTO"), named("sto", "申通快递", "STO"), named("yunda", "韵达速递", "Yunda"),
		named("own", "商家自送", "The seller's own delivery")}
}

func aiFields() []Field {
	return []Field{
		{Name: "ai_platform", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named("modelarts", "ModelArts", "ModelArts"),
			named("holosens", "HoloSens 算法商城", "HoloSens store")}, at: func(c *Content) any { return &c.ai().Platform }},
		{Name: "ai_kind", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named("model", "模型", "Model"), named("algorithm", "算法", "Algorithm"),
			named("workflow", "工作流", "Workflow")}, at: func(c *Content) any { return &c.ai().Kind }},
		{Name: "ai_asset", Part: PartOffer, Kind: FieldLine, Required: true, Min: 3, Max: 100, form: assetForm, at: func(c *Content) any { return &c.ai().Asset }},
		{Name: "ai_framework", Part: PartOffer, Kind: FieldLine, Min: 2, Max: 60, Public: true, at: func(c *Content) any { return &c.ai().Framework }},
		{Name: "ai_handover", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named(HandoverGrant, "平台授权", "Granted on the platform"),
			named(HandoverDownload, "文件下载", "Download of a file")}, at: func(c *Content) any { return &c.ai().Handover }},
		{Name: "ai_package", Part: PartOffer, Kind: FieldFile, Purpose: PurposePackage, Required: true, Only: only("ai_handover", HandoverDownload),
			at: func(c *Content) any { return &c.ai().Package }},
	}
}

func containerFields() []Field {
	return []Field{
		{Name: "container_kind", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named("helm", "Helm", "Helm"), named("operator", "Operator", "Operator"),
			named("osc", "OSC", "OSC")}, at: func(c *Content) any { return &c.container().Kind }},
		{Name: "container_targets", Part: PartOffer, Kind: FieldChoices, Required: true, Public: true, Options: []Option{named("cce", "云容器引擎 CCE", "Cloud Container Engine (CCE)"),
			named("ief", "智能边缘平台 IEF", "Intelligent EdgeFabric (IEF)")}, at: func(c *Content) any { return &c.container().Targets }},
		{Name: "container_arch", Part: PartOffer, Kind: FieldChoices, Required: true, Options: architectures(), Public: true, at: func(c *Content) any { return &c.container().Arch }},
		{Name: "container_version", Part: PartOffer, Kind: FieldLine, Min: 3, Max: 12, Public: true, form: kubeForm, at: func(c *Content) any { return &c.container().Version }},
		{Name: "container_source", Part: PartOffer, Kind: FieldChoice, Required: true, Options: []Option{named(SourcePackage, "服务包", "Service package"),
			named(SourceRegistry, "镜像仓库", "Registry")}, at: func(c *Content) any { return &c.container().Source }},
		{Name: "container_package", Part: PartOffer, Kind: FieldFile, Purpose: PurposePackage, Required: true, Only: only("container_source", SourcePackage),
			at: func(c *Content) any { return &c.container().Package }},
		{Name: "container_registry", Part: PartOffer, Kind: FieldLine, Required: true, Min: 5, Max: 300, form: imageForm, Only: only("container_source", SourceRegistry),
			at: func(c *Content) any { return &c.container().Registry }},
		{Name: "container_report", Part: PartRights, Kind: FieldFile, Purpose: PurposeTestReport, Required: true, at: func(c *Content) any { return &c.container().Report }},
	}
}

func dataFields() []Field {
	return []Field{
		{Name: "data_source", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named(DataPlatform, "数据治理平台资产", "Asset on the data platform"),
			named(DataFile, "数据文件", "Data file")}, at: func(c *Content) any { return &c.data().Source }},
		{Name: "data_asset", Part: PartOffer, Kind: FieldLine, Required: true, Min: 3, Max: 100, form: assetForm, Only: only("data_source", DataPlatform),
			at: func(c *Content) any { return &c.data().Asset }},
		{Name: "data_formats", Part: PartOffer, Kind: FieldChoices, Required: true, Public: true, Options: []Option{named("csv", "CSV", "CSV"), named("json", "JSON", "JSON"),
			named("parquet", "Parquet", "Parquet"), named("xlsx", "XLSX", "XLSX"), named("xml", "XML", "XML"), named("image", "图片", "Pictures"), named("text", "文本", "Texts")},
			at: func(c *Content) any { return &c.data().Formats }},
		{Name: "data_update", Part: PartOffer, Kind: FieldChoice, Required: true, Public: true, Options: []Option{named("once", "不更新", "Never"), named("day", "每天", "Every day"),
			named("week", "每周", "Every week"), named("month", "每月", "Every month"), named("quarter", "每季度", "Every quarter"), named("year", "每年", "Every year")},
			at: func(c *Content) any { return &c.data().Update }},
		{Name: "data_sample", Part: PartOffer, Kind: FieldFile, Purpose: PurposeSample, Required: true, Only: only("data_source", DataFile), at: func(c *Content) any { return &c.data().Sample }},
		{Name: "data_days", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 90, Unit: days, Public: true, Only: only("data_source", DataFile),
			at: func(c *Content) any { return &c.data().Days }},
	}
}

func appFields() []Field {
	return []Field{
		{Name: "app_package", Part: PartOffer, Kind: FieldFile, Purpose: PurposePackage, Required: true, at: func(c *Content) any { return &c.app().Package }},
		{Name: "app_template", Part: PartOffer, Kind: FieldFile, Purpose: PurposeTemplate, Required: true, at: func(c *Content) any { return &c.app().Template }},
		{Name: "app_days", Part: PartOffer, Kind: FieldNumber, Required: true, Min: 1, Max: 90, Unit: days, Public: true, at: func(c *Content) any { return &c.app().Days }},
	}
}
