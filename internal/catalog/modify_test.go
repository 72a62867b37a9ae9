package catalog_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// business-rules 4.3: basic information, texts for search engines, pictures, the public-sale flag and prices may be modified; all
// of it holds from the approval on, and the operator sees each change.
func TestAModificationMayChangeWhatIsNotLocked(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l := h.onSale(limited(10))
		before, err := h.Get(ctx, h.amy, l.ProductID)
		h.ok(err)
		d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		c := &d.Content
		c.Hidden = true
		c.Name, c.Overview = i18n.Text{ZH: "苇桥会议室", EN: "Reedbridge Rooms"}, i18n.Text{ZH: "会议室预订与会议纪要在一处完成。", EN: "Rooms and minutes in one place."}
		c.Introduction.ZH += "<p>新增会议室。</p>"
		c.Terms.ZH += "<p>另含会议室。</p>"
		c.Highlights[0].ZH = "会议室一键预订"
		c.Logo, c.Images, c.Guide.Blob = "blb_logo_acc_amy_2", []string{"blb_product_image_acc_amy_2"}, "blb_guide_acc_amy_2"
		c.Video = uploaded(catalog.PurposeVideo)
		c.Category, c.ProductionURL = "office-document", "https://saas.example.com/v2"
		c.Support.Phone = "400-000-0202"
		c.Params = c.Params[:1]
		c.SEO.Title = i18n.Text{ZH: "会议室预订", EN: "Rooms"}
		c.Specs[0].Name.EN = "Crew"
		reprice(c, period.Month, money.CNY(9900))
		d, err = h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
		h.ok(err)
		a := h.submitted(d)
		detail, err := h.ApplicationDetail(ctx, h.olga, a.ID)
		h.ok(err)
		var changed []string
		for _, x := range detail.Changes {
			changed = append(changed, x.Field)
		}
		spec := "specs." + l.Specs[0].ID
		for _, want := range []string{"public", "name_zh", "name_en", "overview_zh", "introduction_zh", "terms_zh", "highlights_0_zh", "logo", "images_0", "guide", "video", "category",
			"production_url", "support_phone", "seo_title_zh", spec + ".name_en"} {
			if !slices.Contains(changed, want) {
				t.Errorf("the operator does not read of %s: %v", want, changed)
			}
		}
		if now, err := h.Get(ctx, h.amy, l.ProductID); err != nil || len(catalog.Diff(*before.Live, *now.Live)) != 0 {
			t.Errorf("the version on sale changed before the approval: %v", err)
		}
		h.approved(a)
		after, err := h.Get(ctx, h.amy, l.ProductID)
		h.ok(err)
		if rest := catalog.Diff(d.Content, *after.Live); len(rest) != 0 {
			t.Errorf("what was approved is not on sale: %+v", rest)
		}
	})
}
