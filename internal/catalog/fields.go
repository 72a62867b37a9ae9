package catalog

import (
	"regexp"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The lists of fields: what every product says (business-rules 4.4), then what each type says (fields_type.go). A limit
// that the spec does not give is ours.

// The purposes for which a product's files are uploaded.
const (
	PurposeLogo       = "logo"
	PurposeGuide      = "guide"
	PurposeImage      = "product_image"
	PurposeVideo      = "product_video"
	PurposeCopyright  = "copyright"  // certificate, and the letter of who uses another's
	PurposePackage    = "package"    // software, charts, data
	PurposeTemplate   = "template"   // of an automatic deployment
	PurposeTestReport = "testreport" // of a container's images
	PurposeSample     = "sample"     // of a data file
)

// Who owns the copyright of a software (business-rules 4.4).
const (
	OwnerSelf  = "own"
	OwnerOther = "licensed" // a letter of commitment is needed
)

var (
	releaseForm = &form{regexp.MustCompile(`^V[1-9][0-9]*(\.[0-9]{1,4}){1,3}$`), ErrRelease}
	assetForm   = &form{regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]{2,99}$`), ErrAssetID}
	portsForm   = &form{regexp.MustCompile(`^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp))?(, ?[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp))?)*$`), ErrPorts}
	callForm    = &form{phoneForm, ErrPhone}
	imageForm   = &form{regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?$`), ErrRegistry}
	kubeForm    = &form{regexp.MustCompile(`^v?1\.[0-9]{1,2}(\.[0-9]{1,3})?\+?$`), ErrKubernetes}
)

func only(field, value string) *Condition { return &Condition{field, value} }

func named(code, zh, en string) Option { return Option{code, i18n.Text{ZH: zh, EN: en}} }

var (
	days      = i18n.Text{ZH: "天", EN: "days"}
	gigabytes = i18n.Text{ZH: "GB", EN: "GB"}
)

// commonFields are those that products of all types have.
func commonFields(t Type) []Field {
	out := []Field{
		{Name: "tags", Part: PartBasics, Kind: FieldChoices, Options: tagOptions(), Public: true, at: func(c *Content) any { return &c.Tags }},
		{Name: "video", Part: PartMedia, Kind: FieldFile, Purpose: PurposeVideo, Public: true, at: func(c *Content) any { return &c.Video }},
	}
	if t.Release {
		out = append(out, Field{Name: "release", Part: PartOffer, Kind: FieldLine, Required: true, Min: 2, Max: 20, Public: true, form: releaseForm,
			at: func(c *Content) any { return &c.Release }})
	}
	if t.Software {
		out = append(out,
			Field{Name: "copyright", Part: PartRights, Kind: FieldFile, Purpose: PurposeCopyright, Required: true, at: func(c *Content) any { return &c.Copyright }},
			Field{Name: "copyright_number", Part: PartRights, Kind: FieldLine, Min: 4, Max: 50, at: func(c *Content) any { return &c.CopyrightNumber }},
			Field{Name: "copyright_owner", Part: PartRights, Kind: FieldChoice, Default: OwnerSelf, Required: true, at: func(c *Content) any { return &c.CopyrightOwner },
				Options: []Option{named(OwnerSelf, "本商家", "This seller"), named(OwnerOther, "他人，已取得授权", "Somebody else, with a licence")}},
			Field{Name: "commitment", Part: PartRights, Kind: FieldFile, Purpose: PurposeCopyright, Required: true, Only: only("copyright_owner", OwnerOther),
				at: func(c *Content) any { return &c.Commitment }})
	}
	return append(out,
		Field{Name: "tax", Part: PartSales, Kind: FieldChoice, Options: taxOptions(t.Taxes), Default: string(t.Taxes[0]), Required: true, Public: true,
			at: func(c *Content) any { return (*string)(&c.Tax) }},
		Field{Name: "regions", Part: PartSales, Kind: FieldChoices, Options: SalesRegions(), Default: RegionMainland, Required: true, Public: true,
			at: func(c *Content) any { return &c.Regions }},
		Field{Name: "seo_title", Part: PartSales, Kind: FieldText, Min: 2, Max: 60, Public: true, at: func(c *Content) any { return &c.SEO.Title }},
		Field{Name: "seo_keywords", Part: PartSales, Kind: FieldText, Min: 2, Max: 100, Public: true, at: func(c *Content) any { return &c.SEO.Keywords }},
		Field{Name: "seo_description", Part: PartSales, Kind: FieldText, Min: 10, Max: 160, Public: true, at: func(c *Content) any { return &c.SEO.Description }},
	)
}

// Tax is what an invoice for a product says (商品税率, business-rules 4.4).
type Tax string

// The items. Rates are ours: software and goods 13 %, services 6 %.
const (
	TaxSoftware Tax = "software"
	TaxService  Tax = "service"
	TaxGoods    Tax = "goods"
)

// Rate is the tax in percent.
func (t Tax) Rate() int64 {
	if t == TaxService {
		return 6
	}
	return 13
}

// Name is the item with its rate.
func (t Tax) Name() i18n.Text {
	names := map[Tax]i18n.Text{TaxSoftware: {ZH: "软件产品", EN: "Software"}, TaxService: {ZH: "信息技术服务", EN: "Information technology service"},
		TaxGoods: {ZH: "货物", EN: "Goods"}}
	rate := " " + number(t.Rate()) + "%"
	name := names[t]
	return i18n.Text{ZH: name.ZH + rate, EN: name.EN + rate}
}

func taxOptions(list []Tax) []Option {
	var out []Option
	for _, t := range list {
		out = append(out, Option{string(t), t.Name()})
	}
	return out
}

// The regions of the cloud that rules name.
const (
	cloudBeijing4  = "cn-north-4"
	cloudGuangzhou = "cn-south-1"
	cloudShanghai1 = "cn-east-3"
)

// cloudRegions are where images are published (business-rules 4.8).
func cloudRegions() []Option {
	return []Option{named(cloudBeijing4, "华北-北京四", "CN North-Beijing4"), named("cn-north-1", "华北-北京一", "CN North-Beijing1"),
		named(cloudGuangzhou, "华南-广州", "CN South-Guangzhou"), named(cloudShanghai1, "华东-上海一", "CN East-Shanghai1"),
		named("cn-east-2", "华东-上海二", "CN East-Shanghai2"), named("cn-southwest-2", "西南-贵阳一", "CN Southwest-Guiyang1")}
}

func architectures() []Option {
	return []Option{named("x86_64", "x86_64", "x86_64"), named(archARM, "ARM64（鲲鹏）", "ARM64 (Kunpeng)")}
}

const archARM = "arm64"
