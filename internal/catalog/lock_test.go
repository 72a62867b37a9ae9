package catalog_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
)

// modifyErrors opens a modification, changes it and returns what submitting it says. The draft is deleted afterwards.
func (h *house) modifyErrors(productID string, change func(*catalog.Content)) map[string]string {
	h.t.Helper()
	ctx := h.t.Context()
	d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: productID})
	h.ok(err)
	change(&d.Content)
	d, err = h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
	h.ok(err)
	a, err := h.Submit(ctx, catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
	got := map[string]string{}
	for field, e := range apperr.FieldsOf(err) {
		got[field] = e.Code
	}
	if err == nil {
		a, err = h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		d.Rev = a.Rev
	}
	h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev}))
	return got
}

// business-rules 4.3: delivery type and family are locked after the first approval.
func TestTypeAndFamilyAreLockedOnceApproved(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.stands.plans = []seller.Plan{seller.PlanJoint}
		l := h.onSale(good())
		for _, r := range []rule{
			{"another type", func(c *catalog.Content) {
				specs, name := c.Specs, c.Name
				*c = minimal(catalog.DeliveryContainer)
				c.Specs, c.Name = specs, name
			}, map[string]string{"delivery": catalog.ErrDeliveryLocked.Code, "specs.0.plan.attributes": "attributes_not_here", "specs.0.plan.charge": "spec_charge"}},
			{"another family", func(c *catalog.Content) { c.Family = catalog.FamilyJoint }, one("family", catalog.ErrFamilyLocked)},
			{"nothing of it", func(c *catalog.Content) { c.Overview.ZH = "会议、纪要与待办在一处完成。" }, map[string]string{}},
		} {
			if diff := cmp.Diff(r.want, h.modifyErrors(l.ProductID, r.change)); diff != "" {
				h.t.Errorf("%s: %s", r.name, diff)
			}
		}
		// Before the first approval both may change.
		d := h.draft(good())
		d.Content = minimal(catalog.DeliveryService)
		d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
		h.ok(err)
		if d.Content.Delivery != catalog.DeliveryService || d.Content.SaaS != nil {
			h.t.Errorf("got %+v", d.Content)
		}
	})
}

// business-rules 4.8: a replaced image is of the same kind, and a version of its own.
func TestAnImageIsReplacedByOneOfTheSameKind(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(minimal(catalog.DeliveryImage))
		for _, r := range []rule{
			{"the same image", func(*catalog.Content) {}, map[string]string{}},
			{"a newer one", func(c *catalog.Content) { c.Image.Asset, c.Release = "img-0002", "V1.1" }, map[string]string{}},
			{"a newer one under the old version", func(c *catalog.Content) { c.Image.Asset = "img-0002" }, one("release", catalog.ErrReleaseSame)},
			{"one more region", func(c *catalog.Content) { c.Image.Regions = append(c.Image.Regions, "cn-south-1") }, map[string]string{}},
			{"a region less", func(c *catalog.Content) { c.Image.Regions = []string{"cn-south-1"} }, one("image_regions", catalog.ErrImageRegion)},
			{"another kind of everything", func(c *catalog.Content) {
				m := c.Image
				m.Arch, m.OS, m.OSVersion, m.Virtual, m.Format, m.MinDisk, m.MinRAM, m.MaxRAM = "arm64", "windows", "2022", "xen", "vhd", 41, 3, 9
			}, map[string]string{"image_arch": "image_replace", "image_os": "image_replace", "image_os_version": "image_replace", "image_virtual": "image_replace",
				"image_format": "image_replace", "image_min_disk": "image_replace", "image_min_ram": "image_replace", "image_max_ram": "image_replace"}},
		} {
			if diff := cmp.Diff(r.want, h.modifyErrors(l.ProductID, r.change)); diff != "" {
				h.t.Errorf("%s: %s", r.name, diff)
			}
		}
	})
}

// business-rules 4.6, open-apis E1: a group belongs to one spec for ever.
func TestAGroupOfInterfacesBelongsToOneSpecForEver(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		grouped := func(group string) catalog.Draft {
			d := h.draft(minimal(catalog.DeliveryAPI))
			d.Content.API.Groups = []catalog.APIGroup{{Spec: d.Content.Specs[0].ID, Group: group}}
			d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
			h.ok(err)
			return d
		}
		first, second := h.submitted(grouped("maps")), h.submitted(grouped("maps")) // neither is approved yet
		h.approved(first)
		if _, err := h.Approve(h.t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: second.ID, Rev: second.Rev}); !errors.Is(err, catalog.ErrAPIGroupTaken) {
			h.t.Errorf("the group went twice: %v", err)
		}
		c := grouped("maps")
		_, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: c.ID, Rev: c.Rev})
		if e := apperr.FieldsOf(err)["api_group_0"]; e == nil || !e.Is(catalog.ErrAPIGroupTaken) {
			h.t.Errorf("got %v", err)
		}
		l, err := h.Live(h.t.Context(), first.ProductID)
		h.ok(err)
		if len(l.API.Groups) != 0 {
			h.t.Error("buyers see the groups")
		}
		group := func(name string) func(*catalog.Content) {
			return func(c *catalog.Content) { c.API.Groups[0].Group = name }
		}
		if diff := cmp.Diff(one("api_group_0", catalog.ErrAPIGroupLocked), h.modifyErrors(first.ProductID, group("charts"))); diff != "" {
			h.t.Error(diff)
		}
		if diff := cmp.Diff(map[string]string{}, h.modifyErrors(first.ProductID, group("maps"))); diff != "" {
			h.t.Error(diff)
		}
		gateway := func(c *catalog.Content) {
			c.API.Gateway, c.API.Metering = catalog.GatewayAgents, []catalog.MeteringItem{{Item: "calls"}}
		}
		if diff := cmp.Diff(one("api_gateway", catalog.ErrGatewayLocked), h.modifyErrors(first.ProductID, gateway)); diff != "" {
			h.t.Error(diff)
		}
	})
}

// Two operators approve two products with one group at the same time: one of them gets it.
func TestTwoApprovalsDoNotGetTheSameGroup(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		var apps [2]catalog.Application
		for i := range apps {
			d := h.draft(minimal(catalog.DeliveryAPI))
			d.Content.API.Groups = []catalog.APIGroup{{Spec: d.Content.Specs[0].ID, Group: "maps"}}
			d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
			h.ok(err)
			apps[i] = h.submitted(d)
		}
		var wg sync.WaitGroup
		var errs [2]error
		for i, a := range apps {
			wg.Go(func() {
				_, errs[i] = h.Approve(h.t.Context(), catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev})
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs[:]...), catalog.ErrAPIGroupTaken) {
			h.t.Errorf("got %v and %v", errs[0], errs[1])
		}
	})
}

// business-rules 4.4: proofs are for the review only; where a hardware is sent back to is nobody's before an order.
func TestBuyersSeeNothingThatIsForTheReview(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(minimal(catalog.DeliveryHardware))
		if x := l.Hardware; x.ReturnName != "" || x.ReturnPhone != "" || x.ReturnAddress != "" || x.Model == "" || len(x.Carriers) != 1 {
			h.t.Errorf("got %+v", x)
		}
		l = h.onSale(minimal(catalog.DeliveryContainer))
		if l.Copyright.Blob != "" || l.Container.Package.Blob != "" || l.Container.Report.Blob != "" || l.Container.Kind != "helm" {
			h.t.Errorf("got %+v, %+v", l.Copyright, l.Container)
		}
		p, err := h.Get(h.t.Context(), h.amy, l.ProductID)
		h.ok(err)
		if p.Live.Container.Package.Blob == "" || p.Live.Copyright.Name == "" {
			h.t.Errorf("the seller sees %+v", p.Live.Container)
		}
	})
}
