package catalog_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
)

// says writes a word into overview and introduction.
func says(c *catalog.Content, word string) {
	c.Overview.ZH += "支持" + word + "。"
	c.Overview.EN += " Runs on " + word + "."
	c.Introduction.ZH += "<p>支持" + word + "。</p>"
}

func kunpeng(c *catalog.Content) {
	c.Tags = []string{catalog.TagKunpeng}
	says(c, "Kunpeng")
}

// business-rules 4.4, 4.13: what each special class must have.
func TestTagsAskForWordingNameAndCertificate(t *testing.T) {
	t.Parallel()
	certificate := func(class seller.CertificateClass, product string) stands {
		return stands{held: []seller.Certificate{{Class: class, Product: product}}}
	}
	type C = catalog.Content
	hybrid := func(c *C) {
		c.Tags, c.Name = []string{catalog.TagHybrid}, i18n.Text{ZH: "苇桥会议(HCS版)"}
		says(c, "混合云")
	}
	iot := func(c *C) {
		c.Tags = []string{catalog.TagIoT}
		says(c, "物联网")
	}
	image := func(change func(*catalog.ImageTerms)) func(*C) {
		return func(c *C) {
			*c = minimal(catalog.DeliveryImage)
			kunpeng(c)
			c.Image.Arch = "arm64"
			change(c.Image)
		}
	}
	hcs := certificate(seller.CertificateHCS, "x")
	hcs.plans = []seller.Plan{seller.PlanHCS}
	for _, r := range []struct {
		name   string
		stands stands
		change func(*C)
		want   map[string]string
	}{
		{"Kunpeng with all that it needs", certificate(seller.CertificateCompatible, "x"), kunpeng, map[string]string{}},
		{"Kunpeng by the other certificate", certificate(seller.CertificateEnabled, "x"), kunpeng, map[string]string{}},
		{"Kunpeng without certificate", stands{}, kunpeng, one("tags", catalog.ErrTagCertificate)},
		{"Kunpeng by another class", certificate(seller.CertificateIoT, "x"), kunpeng, one("tags", catalog.ErrTagCertificate)},
		{"Kunpeng that nothing says", certificate(seller.CertificateEnabled, "x"), func(c *C) { c.Tags = []string{catalog.TagKunpeng} }, map[string]string{
			"overview_zh": catalog.ErrTagWording.Code, "overview_en": catalog.ErrTagWording.Code, "introduction_zh": catalog.ErrTagWording.Code}},
		{"hybrid cloud that nothing says", hcs, func(c *C) { hybrid(c); c.Overview.ZH, c.Introduction.ZH = good().Overview.ZH, good().Introduction.ZH }, map[string]string{
			"overview_zh": catalog.ErrTagWording.Code, "introduction_zh": catalog.ErrTagWording.Code}},
		{"hybrid cloud without certificate", stands{plans: hcs.plans}, hybrid, one("tags", catalog.ErrTagCertificate)},
		{"IoT that nothing says", certificate(seller.CertificateIoT, "苇桥会议"), func(c *C) { c.Tags = []string{catalog.TagIoT} }, map[string]string{
			"overview_zh": catalog.ErrTagWording.Code, "overview_en": catalog.ErrTagWording.Code, "introduction_zh": catalog.ErrTagWording.Code}},
		{"a Kunpeng image in its three regions", certificate(seller.CertificateEnabled, "苇桥会议"),
			image(func(m *catalog.ImageTerms) { m.Regions = []string{"cn-north-4", "cn-south-1", "cn-east-3"} }), map[string]string{}},
		{"an unknown tag", stands{}, func(c *C) { c.Tags = []string{"green"} }, one("tags", catalog.ErrChoice)},
		{"hybrid cloud with all that it needs", hcs, hybrid, map[string]string{}},
		{"hybrid cloud outside of the plan", certificate(seller.CertificateHCS, "x"), hybrid, one("tags", catalog.ErrTagPlan)},
		{"hybrid cloud by its name", hcs, func(c *C) { hybrid(c); c.Name.ZH = "苇桥会议" }, one("name_zh", catalog.ErrNameHCS)},
		{"hybrid cloud in full-width brackets", hcs, func(c *C) { hybrid(c); c.Name.ZH = "苇桥会议（HCS版）" }, map[string]string{}},
		{"IoT with a certificate of its name", certificate(seller.CertificateIoT, "苇桥会议"), iot, map[string]string{}},
		{"IoT with a certificate of another name", certificate(seller.CertificateIoT, "苇桥网关"), iot, one("tags", catalog.ErrTagProduct)},
		{"Ascend without certificate", stands{}, func(c *C) { c.Tags = []string{catalog.TagAscend} }, one("tags", catalog.ErrTagCertificate)},
		{"Ascend with certificate", certificate(seller.CertificateAscend, "x"), func(c *C) { c.Tags = []string{catalog.TagAscend} }, map[string]string{}},
		{"a Kunpeng image", certificate(seller.CertificateEnabled, "苇桥会议"), image(func(*catalog.ImageTerms) {}), map[string]string{}},
		// open-apis E3: the certificate matches the name, the architecture is ARM.
		{"a Kunpeng image under another name", certificate(seller.CertificateEnabled, "x"), image(func(*catalog.ImageTerms) {}), one("tags", catalog.ErrTagProduct)},
		{"a Kunpeng image for x86", certificate(seller.CertificateEnabled, "苇桥会议"), image(func(m *catalog.ImageTerms) { m.Arch = "x86_64" }), one("image_arch", catalog.ErrKunpengArch)},
		{"a Kunpeng image elsewhere", certificate(seller.CertificateEnabled, "苇桥会议"), image(func(m *catalog.ImageTerms) { m.Regions = []string{"cn-southwest-2"} }),
			one("image_regions", catalog.ErrKunpengRegion)},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			run(t, func(h *house) {
				*h.stands = r.stands
				c := good()
				c.Overview.EN = "Meetings in one place."
				r.change(&c)
				if diff := cmp.Diff(r.want, h.typeErrors(c)); diff != "" {
					h.t.Error(diff)
				}
			})
		})
	}
}

// business-rules 4.13: what held at the submission has to hold at the approval.
func TestACertificateThatEndedKeepsAnApplicationFromApproval(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.stands.held = []seller.Certificate{{Class: seller.CertificateEnabled}}
		c := good()
		kunpeng(&c)
		c.Overview.EN = ""
		a := h.submitted(h.draft(c))
		h.stands.held = nil
		approve := func() error {
			_, err := h.Approve(h.t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev})
			return err
		}
		if err := approve(); !errors.Is(err, catalog.ErrProofEnded) {
			h.t.Errorf("got %v", err)
		}
		h.stands.held = []seller.Certificate{{Class: seller.CertificateEnabled}}
		h.ok(approve())
	})
}

// business-rules 3.1: joined is signed.
func TestJointProductsNeedThePlan(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := minimal(catalog.DeliveryService)
		c.Family, c.Service.Flow = catalog.FamilyJoint, catalog.ServiceJoint
		if diff := cmp.Diff(one("family", catalog.ErrJointPlan), h.typeErrors(c)); diff != "" {
			h.t.Error(diff)
		}
		h.stands.plans = []seller.Plan{seller.PlanJoint}
		if got := h.typeErrors(c); len(got) > 0 {
			h.t.Errorf("in the plan: %v", got)
		}
	})
}

// business-rules 4.4: the ends of names.
func TestNamesTellTheFormsOfAProductApart(t *testing.T) {
	t.Parallel()
	suffix := func(of catalog.Delivery, name string) catalog.Content {
		c := minimal(of)
		c.Name = i18n.Text{ZH: name}
		return c
	}
	run(t, func(h *house) {
		check := func(c catalog.Content, want map[string]string) {
			h.t.Helper()
			if diff := cmp.Diff(want, h.typeErrors(c)); diff != "" {
				h.t.Errorf("%s %s: %s", c.Delivery, c.Name.ZH, diff)
			}
		}
		fine := map[string]string{}
		// An end that belongs to another type, or to a tag.
		check(suffix(catalog.DeliveryLicense, "苇桥文档SaaS版"), one("name_zh", catalog.ErrSuffix))
		check(suffix(catalog.DeliverySaaS, "苇桥文档独立部署"), one("name_zh", catalog.ErrSuffix))
		check(suffix(catalog.DeliveryImage, "苇桥文档配套服务"), one("name_zh", catalog.ErrSuffix))
		check(suffix(catalog.DeliverySaaS, "苇桥文档(HCS版)"), one("name_zh", catalog.ErrSuffixHCS))
		// Alone, a form needs no end.
		check(suffix(catalog.DeliverySaaS, "苇桥会议"), fine)
		h.onSale(suffix(catalog.DeliveryImage, "苇桥会议"))
		// Beside another form it does.
		check(suffix(catalog.DeliverySaaS, "苇桥会议"), one("name_zh", catalog.ErrNameForm))
		check(suffix(catalog.DeliverySaaS, "苇桥会议SaaS版"), fine)
		check(suffix(catalog.DeliveryLicense, "苇桥会议"), one("name_zh", catalog.ErrNameForm))
		check(suffix(catalog.DeliveryLicense, "苇桥会议独立部署"), fine)
		check(suffix(catalog.DeliveryService, "苇桥会议"), one("name_zh", catalog.ErrNameForm))
		check(suffix(catalog.DeliveryService, "苇桥会议 配套服务"), fine)
		// Another name, another type that has no end, another version of the same.
		check(suffix(catalog.DeliverySaaS, "苇桥会议室"), fine)
		check(suffix(catalog.DeliveryContainer, "苇桥会议"), fine)
		check(suffix(catalog.DeliveryImage, "苇桥会议"), fine)
	})
}

// business-rules 4.6, 4.8: hardware is for whitelisted sellers; what held at the submission holds at the approval too.
func TestHardwareIsForSellersOnTheList(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		a := h.submitted(h.draft(minimal(catalog.DeliveryHardware)))
		h.stands.barred = true
		if _, err := h.Approve(h.t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev}); !errors.Is(err, catalog.ErrProofEnded) {
			h.t.Errorf("the approval: got %v", err)
		}
		if got := h.typeErrors(minimal(catalog.DeliveryHardware)); len(got) != 1 || got["delivery"] != catalog.ErrHardwareList.Code {
			h.t.Errorf("got %v", got)
		}
		if may, err := h.MaySellHardware(h.t.Context(), h.amy); may || err != nil {
			h.t.Errorf("the form is told %v, %v", may, err)
		}
		h.stands.barred = false
		h.approved(a)
	})
}
