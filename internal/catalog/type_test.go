package catalog_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

func uploaded(purpose string) catalog.File {
	return catalog.File{Blob: "blb_" + purpose + "_acc_amy_1"}
}

// standard is a delivery standard of one line.
func standard() []catalog.StandardItem {
	return []catalog.StandardItem{{Item: i18n.Text{ZH: "服务成果"}, Accept: i18n.Text{ZH: "与工作说明书一致"}}}
}

// minimal is the least that passes the review for a type.
func minimal(d catalog.Delivery) catalog.Content {
	c := good()
	c.Delivery = d
	if d == catalog.DeliverySaaS {
		return c
	}
	c.Params, c.ProductionURL, c.Copyright = nil, "", catalog.File{}
	c.Specs = []catalog.Spec{{Name: i18n.Text{ZH: "标准版", EN: "Standard"}, Plan: once()}}
	software := func() { c.Copyright = uploaded(catalog.PurposeCopyright) }
	switch d {
	case catalog.DeliveryLicense:
		software()
		c.Release, c.Standard, c.License = "V1.0", standard(), &catalog.LicenseTerms{Flow: catalog.FlowOnlineCode, Days: 3}
	case catalog.DeliveryImage:
		software()
		c.Specs[0].Plan = plan()
		c.Specs[0].Plan.Attributes = nil
		c.Release = "V1.0"
		c.Image = &catalog.ImageTerms{Asset: "img-0001", Regions: []string{"cn-north-4"}, Arch: "x86_64", OS: "linux", OSVersion: "Ubuntu 22.04", Format: "qcow2",
			Size: 20, MinDisk: 40, MinRAM: 2}
	case catalog.DeliveryService:
		c.Standard, c.Service = standard(), &catalog.ServiceTerms{Flow: catalog.ServiceStandard, Days: 10}
	case catalog.DeliveryAPI:
		c.Specs[0].Plan = bundle(price.ChargeCount)
		c.API = &catalog.APITerms{Gateway: catalog.GatewayAPIG, Region: "cn-north-4", Auth: []string{catalog.AuthApp}}
	case catalog.DeliveryHardware:
		n := int64(20)
		c.Specs[0].Stock = &n
		c.Standard = standard()
		c.Hardware = &catalog.HardwareTerms{Model: "RB-100", Carriers: []string{"sf"}, Days: 3, ReturnName: "仓库", ReturnPhone: "400-000-0101",
			ReturnAddress: "广东省深圳市龙岗区示例路 1 号"}
	case catalog.DeliveryAIAsset:
		c.AI = &catalog.AITerms{Platform: "modelarts", Kind: "model", Asset: "model-0001", Handover: catalog.HandoverGrant}
	case catalog.DeliveryContainer:
		software()
		c.Container = &catalog.ContainerTerms{Kind: "helm", Targets: []string{"cce"}, Arch: []string{"x86_64"}, Source: catalog.SourcePackage,
			Package: uploaded(catalog.PurposePackage), Report: uploaded(catalog.PurposeTestReport)}
	case catalog.DeliveryDataAsset:
		c.Data = &catalog.DataTerms{Source: catalog.DataPlatform, Asset: "data-0001", Formats: []string{"csv"}, Update: "month"}
	case catalog.DeliveryAppAsset:
		software()
		c.Standard = standard()
		c.App = &catalog.AppTerms{Package: uploaded(catalog.PurposePackage), Template: uploaded(catalog.PurposeTemplate), Days: 3}
	}
	return c
}

// typeErrors saves a content of a type and returns what submitting it says, by field. An API product gets a group for each of
// its specs, which have ids only once they are saved.
func (h *house) typeErrors(c catalog.Content) map[string]string {
	h.t.Helper()
	got := map[string]string{}
	for field, e := range apperr.FieldsOf(h.submitOf(c)) {
		got[field] = e.Code
	}
	return got
}

func (h *house) submitOf(c catalog.Content) error {
	h.t.Helper()
	d := h.grouped(c)
	_, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
	return err
}

func (h *house) grouped(c catalog.Content) catalog.Draft {
	h.t.Helper()
	d := h.draft(c)
	if d.Content.Delivery != catalog.DeliveryAPI || len(d.Content.API.Groups) > 0 {
		return d
	}
	for i, s := range d.Content.Specs {
		d.Content.API.Groups = append(d.Content.API.Groups, catalog.APIGroup{Spec: s.ID, Group: "group-" + string(rune('a'+i))})
	}
	d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
	h.ok(err)
	return d
}

// business-rules 1, 4.4, 4.8, 7.1; open-apis C1, E4: of each type the least that is needed passes, and what is missing is named.
func TestEachTypeAsksForItsOwn(t *testing.T) {
	t.Parallel()
	missing := map[catalog.Delivery]struct {
		empty []string // named when nothing of the type is there
		terms func(*catalog.Content)
	}{
		catalog.DeliverySaaS:    {[]string{"copyright", "production_url"}, func(c *catalog.Content) { c.ProductionURL = "" }},
		catalog.DeliveryLicense: {[]string{"copyright", "license_days", "license_flow", "release", "standard"}, func(c *catalog.Content) { c.License, c.Release, c.Standard = nil, "", nil }},
		catalog.DeliveryImage: {[]string{"copyright", "image_arch", "image_asset", "image_format", "image_min_disk", "image_min_ram", "image_os", "image_os_version", "image_regions",
			"image_size", "release"}, func(c *catalog.Content) { c.Image, c.Release = nil, "" }},
		catalog.DeliveryService: {[]string{"service_days", "standard"}, func(c *catalog.Content) { c.Service, c.Standard = nil, nil }},
		catalog.DeliveryAPI: {[]string{"api_gateway", "api_group_0", "api_region"}, func(c *catalog.Content) {
			c.API = &catalog.APITerms{Groups: []catalog.APIGroup{{Spec: "x", Group: "y"}}}
		}},
		catalog.DeliveryHardware: {[]string{"hardware_carriers", "hardware_days", "hardware_model", "hardware_return_address", "hardware_return_name", "hardware_return_phone",
			"specs.0.stock", "standard"}, func(c *catalog.Content) { c.Hardware, c.Standard, c.Specs[0].Stock = nil, nil, nil }},
		catalog.DeliveryAIAsset: {[]string{"ai_asset", "ai_handover", "ai_kind", "ai_platform"}, func(c *catalog.Content) { c.AI = nil }},
		catalog.DeliveryContainer: {[]string{"container_arch", "container_kind", "container_report", "container_source", "container_targets", "copyright"},
			func(c *catalog.Content) { c.Container = nil }},
		catalog.DeliveryDataAsset: {[]string{"data_formats", "data_source", "data_update"}, func(c *catalog.Content) { c.Data = nil }},
		catalog.DeliveryAppAsset:  {[]string{"app_days", "app_package", "app_template", "copyright", "standard"}, func(c *catalog.Content) { c.App, c.Standard = nil, nil }},
	}
	run(t, func(h *house) {
		h.stands.letter = true
		for _, x := range catalog.Types() {
			if got := h.typeErrors(minimal(x.Delivery)); len(got) > 0 {
				h.t.Errorf("%s: the least that is needed is refused: %v", x.Delivery, got)
			}
			c := minimal(x.Delivery)
			c.Copyright = catalog.File{}
			missing[x.Delivery].terms(&c)
			got := slices.Sorted(maps.Keys(h.typeErrors(c)))
			if diff := cmp.Diff(missing[x.Delivery].empty, got); diff != "" {
				h.t.Errorf("%s: %s", x.Delivery, diff)
			}
		}
	})
}

// business-rules 7.1: supervised are offline SaaS, License, human service, hardware, application asset and data files.
func TestSupervisionFollowsFromTheType(t *testing.T) {
	t.Parallel()
	want := map[catalog.Delivery]bool{catalog.DeliveryLicense: true, catalog.DeliveryService: true, catalog.DeliveryHardware: true, catalog.DeliveryAppAsset: true}
	for _, x := range catalog.Types() {
		c := minimal(x.Delivery)
		if maybe := want[x.Delivery] || x.Delivery == catalog.DeliverySaaS || x.Delivery == catalog.DeliveryDataAsset; x.Standard != maybe {
			t.Errorf("%s: may have a standard %v", x.Delivery, x.Standard)
		}
		if c.Supervised() != want[x.Delivery] {
			t.Errorf("%s: supervised %v", x.Delivery, c.Supervised())
		}
		if c.OpensAtOnce() != (x.Delivery == catalog.DeliverySaaS) {
			t.Errorf("%s: opens at once %v", x.Delivery, c.OpensAtOnce())
		}
		if template := catalog.StandardTemplate(c); (len(template) > 0) != c.Supervised() {
			t.Errorf("%s: a template of %d lines", x.Delivery, len(template))
		}
	}
	offline, file := minimal(catalog.DeliverySaaS), minimal(catalog.DeliveryDataAsset)
	offline.SaaS = &catalog.SaaSTerms{Opening: catalog.OpeningOffline, Days: 5}
	file.Data.Source = catalog.DataFile
	if !offline.Supervised() || offline.OpensAtOnce() || !file.Supervised() {
		t.Error("an offline SaaS and a data file are supervised")
	}
}

func typeRules() []typeRule {
	type C = catalog.Content
	return []typeRule{
		{"an unknown type", catalog.DeliverySaaS, func(c *C) { c.Delivery = "cd_rom" }, map[string]string{"delivery": catalog.ErrChoice.Code,
			"specs.0.plan.attributes": "attributes_not_here", "specs.0.plan.charge": "spec_charge"}},
		{"an unknown family", catalog.DeliverySaaS, func(c *C) { c.Family = "self" }, one("family", catalog.ErrChoice)},
		// business-rules 1: joint products have seven types only.
		{"a joint container", catalog.DeliveryContainer, func(c *C) { c.Family = catalog.FamilyJoint }, one("family", catalog.ErrFamilyType)},
		// business-rules 3.1: joining the plan comes first.
		{"joint without the plan", catalog.DeliverySaaS, func(c *C) { c.Family = catalog.FamilyJoint }, one("family", catalog.ErrJointPlan)},
		{"extras of another type", catalog.DeliverySaaS, func(c *C) { c.Hardware = &catalog.HardwareTerms{} }, one("hardware", catalog.ErrNotOfType)},
		{"an address where nothing is called", catalog.DeliveryService, func(c *C) { c.ProductionURL = "https://saas.example.com/" }, one("production_url", catalog.ErrNotOfType)},
		{"parameters where nobody asks", catalog.DeliveryImage, func(c *C) { c.Params = good().Params }, one("params", catalog.ErrNotOfType)},
		// business-rules 4.4: version "V1.0", not "v0.1", "初版".
		{"version V0.9", catalog.DeliveryImage, func(c *C) { c.Release = "V0.9" }, one("release", catalog.ErrRelease)},
		{"version v0.1", catalog.DeliveryLicense, func(c *C) { c.Release = "v0.1" }, one("release", catalog.ErrRelease)},
		{"version 初版", catalog.DeliveryLicense, func(c *C) { c.Release = "初版" }, one("release", catalog.ErrRelease)},
		{"version V2.10.3", catalog.DeliveryLicense, func(c *C) { c.Release = "V2.10.3" }, map[string]string{}},
		// business-rules 4.4: main images 1 to 5.
		{"no main image", catalog.DeliverySaaS, func(c *C) { c.Images = nil }, one("images", catalog.ErrImages)},
		{"six main images", catalog.DeliverySaaS, func(c *C) { c.Images = slices.Repeat(c.Images, 6) }, one("images", catalog.ErrImages)},
		// business-rules 4.4: who does not own the copyright commits in a letter.
		{"another's copyright without a letter", catalog.DeliverySaaS, func(c *C) { c.CopyrightOwner = catalog.OwnerOther }, one("commitment", catalog.ErrFieldRequired)},
		{"another's copyright with a letter", catalog.DeliverySaaS, func(c *C) {
			c.CopyrightOwner, c.Commitment = catalog.OwnerOther, uploaded(catalog.PurposeCopyright)
		}, map[string]string{}},
		// business-rules 4.4: the tax follows from the type.
		{"goods tax on a service", catalog.DeliveryService, func(c *C) { c.Tax = catalog.TaxGoods }, one("tax", catalog.ErrChoice)},
		// business-rules 4.12.
		{"an unknown sales region", catalog.DeliverySaaS, func(c *C) { c.Regions = []string{"mars"} }, map[string]string{
			"regions": catalog.ErrChoice.Code, "introduction_en": catalog.ErrEnglish.Code, "terms_en": catalog.ErrEnglish.Code}},
		{"abroad without English", catalog.DeliverySaaS, func(c *C) { c.Regions = []string{"cn", "eu"} }, map[string]string{
			"introduction_en": catalog.ErrEnglish.Code, "terms_en": catalog.ErrEnglish.Code}},
		{"Hong Kong reads Chinese", catalog.DeliverySaaS, func(c *C) { c.Regions = []string{"cn", "hk"} }, map[string]string{}},
		// business-rules 4.4: the delivery standard is for supervised types.
		{"a standard that nobody accepts by", catalog.DeliveryAPI, func(c *C) { c.Standard = standard() }, one("standard", catalog.ErrStandardUseless)},
		{"half a line of the standard", catalog.DeliveryService, func(c *C) { c.Standard[0].Accept = i18n.Text{} }, one("standard_0_accept_zh", catalog.ErrFieldRequired)},
		{"an offline SaaS without a standard", catalog.DeliverySaaS, func(c *C) {
			c.SaaS = &catalog.SaaSTerms{Opening: catalog.OpeningOffline}
			c.ProductionURL = ""
		}, map[string]string{"standard": catalog.ErrStandard.Code, "saas_days": catalog.ErrNumber.Code}},
		// business-rules 4.8, open-apis C1: four flows of a license.
		{"a license 1.0 without a code", catalog.DeliveryLicense, func(c *C) { c.License.Flow = catalog.FlowMachineCode }, one("license_machine", catalog.ErrFieldRequired)},
		{"a hardware code without a hint", catalog.DeliveryLicense, func(c *C) {
			c.License.Flow, c.License.Machine = catalog.FlowMachineCode, catalog.MachineHardware
		}, one("license_hint_zh", catalog.ErrFieldRequired)},
		{"a package without files", catalog.DeliveryLicense, func(c *C) { c.License.Flow = catalog.FlowPackage }, map[string]string{
			"license_package": catalog.ErrFieldRequired.Code, "license_template": catalog.ErrFieldRequired.Code}},
		{"another flow's files are dropped", catalog.DeliveryLicense, func(c *C) { c.License.Package = uploaded("guide") }, map[string]string{}},
		{"a hundred days", catalog.DeliveryLicense, func(c *C) { c.License.Days = 100 }, one("license_days", catalog.ErrNumber)},
		// business-rules 4.8, open-apis E3: image ≤ 128 G.
		{"an image of 129 GB", catalog.DeliveryImage, func(c *C) { c.Image.Size, c.Image.MinDisk = 129, 200 }, one("image_size", catalog.ErrNumber)},
		{"a disk smaller than the image", catalog.DeliveryImage, func(c *C) { c.Image.MinDisk = 10 }, one("image_min_disk", catalog.ErrImageDisk)},
		{"less memory at most than at least", catalog.DeliveryImage, func(c *C) { c.Image.MaxRAM = 1 }, one("image_max_ram", catalog.ErrImageRAM)},
		{"an unknown region of the cloud", catalog.DeliveryImage, func(c *C) { c.Image.Regions = []string{"us-1"} }, one("image_regions", catalog.ErrChoice)},
		{"ports in words", catalog.DeliveryImage, func(c *C) { c.Image.Ports = "all" }, one("image_ports", catalog.ErrPorts)},
		{"ports", catalog.DeliveryImage, func(c *C) { c.Image.Ports = "22, 80,8000-8010/tcp" }, map[string]string{}},
		// business-rules 4.8: the basic flow belongs to joint products.
		{"the joint flow of a general service", catalog.DeliveryService, func(c *C) { c.Service.Flow = catalog.ServiceJoint }, one("service_flow", catalog.ErrServiceFlow)},
		// business-rules 4.6, open-apis E1: APP authentication, simple authentication in addition.
		{"simple authentication alone", catalog.DeliveryAPI, func(c *C) { c.API.Auth = []string{catalog.AuthAppCode} }, one("api_auth", catalog.ErrAPIAuth)},
		{"no authentication", catalog.DeliveryAPI, func(c *C) { c.API.Auth = nil }, one("api_auth", catalog.ErrFieldRequired)},
		// business-rules 4.6, open-apis E2.
		{"agents elsewhere", catalog.DeliveryAPI, func(c *C) {
			c.API = &catalog.APITerms{Gateway: catalog.GatewayAgents, Region: "cn-south-1", Metering: []catalog.MeteringItem{{Item: "calls"}}}
		}, one("api_region", catalog.ErrAgentsRegion)},
		{"agents without metering", catalog.DeliveryAPI, func(c *C) { c.API = &catalog.APITerms{Gateway: catalog.GatewayAgents, Region: "cn-north-4"} }, one("api_metering", catalog.ErrMetering)},
		{"a path for what the gateway counts", catalog.DeliveryAPI, func(c *C) {
			c.API = &catalog.APITerms{Gateway: catalog.GatewayAgents, Region: "cn-north-4", Metering: []catalog.MeteringItem{{Item: "bytes", Path: "input"}}}
		}, one("api_path_bytes", catalog.ErrMeteringCounted)},
		{"a path that is none", catalog.DeliveryAPI, func(c *C) {
			c.API = &catalog.APITerms{Gateway: catalog.GatewayAgents, Region: "cn-north-4", Metering: []catalog.MeteringItem{{Item: "tokens_in", Path: "$.usage"}}}
		}, one("api_path_tokens_in", catalog.ErrMeteringPath)},
		// business-rules 4.8: logistics and a return address.
		{"an unknown carrier", catalog.DeliveryHardware, func(c *C) { c.Hardware.Carriers = []string{"pigeon"} }, one("hardware_carriers", catalog.ErrChoice)},
		{"a return telephone in words", catalog.DeliveryHardware, func(c *C) { c.Hardware.ReturnPhone = "call us" }, one("hardware_return_phone", catalog.ErrPhone)},
		{"a download without a file", catalog.DeliveryAIAsset, func(c *C) { c.AI.Handover = catalog.HandoverDownload }, one("ai_package", catalog.ErrFieldRequired)},
		{"a registry without an address", catalog.DeliveryContainer, func(c *C) { c.Container.Source = catalog.SourceRegistry }, one("container_registry", catalog.ErrFieldRequired)},
		{"an address of a registry", catalog.DeliveryContainer, func(c *C) {
			c.Container.Source, c.Container.Registry = catalog.SourceRegistry, "swr.example.com:5000/team/app:1.0"
		}, map[string]string{}},
		{"no test report", catalog.DeliveryContainer, func(c *C) { c.Container.Report = catalog.File{} }, one("container_report", catalog.ErrFieldRequired)},
		{"a data file without sample, days, standard", catalog.DeliveryDataAsset, func(c *C) { c.Data.Source = catalog.DataFile }, map[string]string{
			"data_sample": catalog.ErrFieldRequired.Code, "data_days": catalog.ErrNumber.Code, "standard": catalog.ErrStandard.Code}},
	}
}

type typeRule struct {
	name   string
	of     catalog.Delivery
	change func(*catalog.Content)
	want   map[string]string
}

// business-rules 3.1, 4.3, 4.4, 4.6, 4.8, 4.12; open-apis C1, E1, E2, E3, E4.
func TestRulesOfTypes(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.stands.letter = true
		for _, r := range typeRules() {
			c := minimal(r.of)
			r.change(&c)
			if diff := cmp.Diff(r.want, h.typeErrors(c)); diff != "" {
				h.t.Errorf("%s: %s", r.name, diff)
			}
		}
	})
}

// business-rules 4.8: a human service has the standard flow unless its seller chooses another; a joint one the basic flow.
func TestTheFlowOfAServiceHasADefault(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for _, r := range []struct {
			family       catalog.Family
			chosen, want string
		}{
			{catalog.FamilyGeneral, "", catalog.ServiceStandard}, {catalog.FamilyJoint, "", catalog.ServiceJoint},
			{catalog.FamilyGeneral, catalog.ServiceSite, catalog.ServiceSite}, {catalog.FamilyJoint, catalog.ServiceStandard, catalog.ServiceStandard},
		} {
			c := minimal(catalog.DeliveryService)
			c.Family, c.Service.Flow = r.family, r.chosen
			if got := h.draft(c).Content.Service.Flow; got != r.want {
				h.t.Errorf("%s with %q: %s", r.family, r.chosen, got)
			}
		}
	})
}

// A file that was uploaded for another purpose is refused at once, before anything is stored.
func TestAFileOfAnotherPurposeIsRefused(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := minimal(catalog.DeliveryAppAsset)
		c.App.Package, c.Images = uploaded(catalog.PurposeGuide), []string{"blb_logo_acc_amy_1"}
		_, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, Content: c})
		got := slices.Sorted(maps.Keys(apperr.FieldsOf(err)))
		if diff := cmp.Diff([]string{"app_package", "images_0"}, got); diff != "" {
			h.t.Error(diff)
		}
	})
}

// business-rules 13.1: nobody publishes data without the letter.
func TestDataNeedsTheComplianceLetter(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		if diff := cmp.Diff(one("data_source", catalog.ErrComplianceLetter), h.typeErrors(minimal(catalog.DeliveryDataAsset))); diff != "" {
			h.t.Error(diff)
		}
		h.stands.letter = true
		if got := h.typeErrors(minimal(catalog.DeliveryDataAsset)); len(got) > 0 {
			h.t.Errorf("with the letter: %v", got)
		}
	})
}

// Every name and text that pages show of a type has both languages.
func TestEveryFieldHasItsTexts(t *testing.T) {
	t.Parallel()
	b, err := i18n.Load(catalog.LocaleFS())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range catalog.Types() {
		if x.Name.ZH == "" || x.Name.EN == "" {
			t.Errorf("%s has no name", x.Delivery)
		}
		c := catalog.Content{Delivery: x.Delivery}
		seen := map[string]bool{}
		for _, f := range c.Fields() {
			if seen[f.Name] {
				t.Errorf("%s has the field %s twice", x.Delivery, f.Name)
			}
			seen[f.Name] = true
			if !b.Has("catalog.field."+f.Name) || !b.Has("catalog.help."+f.Name) {
				t.Errorf("no texts for %s", f.Name)
			}
			if (f.Kind == catalog.FieldText || f.Kind == catalog.FieldArea) && !(b.Has("catalog.field."+f.Name+"_zh") && b.Has("catalog.field."+f.Name+"_en")) {
				t.Errorf("no texts for the languages of %s", f.Name)
			}
			for _, o := range f.Options {
				if o.Name.ZH == "" || o.Name.EN == "" || strings.TrimSpace(o.Code) != o.Code {
					t.Errorf("%s: option %q", f.Name, o.Code)
				}
			}
			if f.Only != nil && !seen[f.Only.Field] {
				t.Errorf("%s depends on %s, which does not stand before it", f.Name, f.Only.Field)
			}
		}
	}
}
