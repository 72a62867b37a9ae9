package catalog_test

import (
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// certified is a good content of a name with the certificate of a digest, uploaded by who.
func certified(who account.Actor, name, digest string) catalog.Content {
	c := good()
	c.Name = i18n.Text{ZH: name, EN: "Product " + digest}
	c.Logo, c.Images, c.Guide.Blob = "blb_logo_"+who.ID+"_1", []string{"blb_product_image_" + who.ID + "_1"}, "blb_guide_"+who.ID+"_1"
	c.Copyright.Blob = "blb_copyright_" + who.ID + "_same-" + digest
	return c
}

// handIn saves a content as a new product of who and submits it.
func (h *house) handIn(who account.Actor, c catalog.Content) (catalog.Application, error) {
	h.t.Helper()
	d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: who, Content: c})
	h.ok(err)
	return h.Submit(h.t.Context(), catalog.SubmitInput{Actor: who, ApplicationID: d.ID, Rev: d.Rev})
}

// business-rules 4.4: one certificate per product. The same file or the same registration number is refused at the submission; the
// seller's own product is named, another seller's is not.
func TestOneCertificateIsForOneProduct(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		first := certified(h.amy, "苇桥会议", "a")
		first.CopyrightNumber = "软著登字第 1234567 号"
		a, err := h.handIn(h.amy, first)
		h.ok(err)
		refused := func(what string, err error, field string, want *apperr.Error) {
			h.t.Helper()
			got := apperr.FieldsOf(err)[field]
			if got == nil || !got.Is(want) || strings.Contains(got.Text(i18n.ZH), "苇桥会议") != want.Is(catalog.ErrCertificateOwn) {
				h.t.Errorf("%s: got %v", what, err)
			}
		}
		_, err = h.handIn(h.amy, certified(h.amy, "苇桥文档", "a"))
		refused("the same file for another product of the seller", err, "copyright", catalog.ErrCertificateOwn)
		_, err = h.handIn(h.ben, certified(h.ben, "砺灯会议", "a"))
		refused("the same file at another seller", err, "copyright", catalog.ErrCertificateTaken)
		numbered := certified(h.ben, "砺灯会议", "b")
		numbered.CopyrightNumber = "软著登字第1234567号"
		_, err = h.handIn(h.ben, numbered)
		refused("the same number written in another way", err, "copyright_number", catalog.ErrCertificateTaken)
		if _, fields, err := h.Check(h.t.Context(), catalog.CheckInput{Actor: h.ben, Content: numbered}); err != nil || fields["copyright_number"] == nil {
			h.t.Errorf("the check says %v, %v", fields, err)
		}

		h.approved(a)
		h.modified(a.ProductID, func(c *catalog.Content) { c.Overview.ZH = "开会、纪要与待办都在同一处完成。" }) // its own certificate, once more
		service := minimal(catalog.DeliveryService)
		service.Name, service.Copyright = i18n.Text{ZH: "上门实施"}, catalog.File{} // a type without certificates takes none
		h.submitted(h.draft(service))
	})
}

// business-rules 4.4: a product keeps its certificate until it is over, or shows another one.
func TestACertificateIsFreeWhenItsProductIsOver(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		a, err := h.handIn(h.amy, certified(h.amy, "苇桥会议", "a"))
		h.ok(err)
		back, err := h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		if _, err := h.handIn(h.ben, certified(h.ben, "砺灯会议", "a")); apperr.FieldsOf(err)["copyright"] == nil {
			h.t.Errorf("a withdrawn product lost its certificate: %v", err)
		}
		h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: a.ID, Rev: back.Rev}))
		b, err := h.handIn(h.ben, certified(h.ben, "砺灯会议", "a"))
		h.ok(err)
		h.approved(b)

		open := func(digest string) catalog.Draft {
			d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.ben, ProductID: b.ProductID})
			h.ok(err)
			d.Content.Copyright.Blob = "blb_copyright_acc_ben_same-" + digest
			d, err = h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.ben, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
			h.ok(err)
			return d
		}
		d := open("b")
		p, err := h.Submit(ctx, catalog.SubmitInput{Actor: h.ben, ApplicationID: d.ID, Rev: d.Rev})
		h.ok(err)
		for _, digest := range []string{"a", "b"} { // what is on sale, and what is under review
			if _, err := h.handIn(h.amy, certified(h.amy, "苇桥文档", digest)); apperr.FieldsOf(err)["copyright"] == nil {
				h.t.Errorf("certificate %s is free: %v", digest, err)
			}
		}
		r := h.rejected(p)
		h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.ben, ApplicationID: p.ID, Rev: r.Rev}))
		_, err = h.handIn(h.amy, certified(h.amy, "苇桥文档", "b"))
		h.ok(err)
		h.ok(second(h.TakeDown(ctx, h.force(b.ProductID))))
		h.ok(second(h.Discontinue(ctx, h.force(b.ProductID))))
		_, err = h.handIn(h.amy, certified(h.amy, "苇桥画板", "a"))
		h.ok(err)
	})
}

// business-rules 4.4: of two submissions at once one has the certificate.
func TestTwoSubmissionsDoNotGetOneCertificate(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		hand := func(who account.Actor, name string) func() error {
			d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: who, Content: certified(who, name, "a")})
			h.ok(err)
			return func() error {
				return second(h.Submit(h.t.Context(), catalog.SubmitInput{Actor: who, ApplicationID: d.ID, Rev: d.Rev}))
			}
		}
		errs := together(hand(h.amy, "苇桥会议"), hand(h.ben, "砺灯会议"))
		lost := errs[0]
		if lost == nil {
			lost = errs[1]
		}
		if (errs[0] == nil) == (errs[1] == nil) || apperr.FieldsOf(lost)["copyright"] == nil {
			h.t.Errorf("got %v", errs)
		}
	})
}
