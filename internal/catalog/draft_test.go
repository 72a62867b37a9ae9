package catalog_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
)

func (h *house) save(d catalog.Draft, rev int64, name string) (catalog.Draft, error) {
	c := d.Content
	c.Name.ZH = name
	return h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: rev, Content: c})
}

func TestDraftReadsBackAsItWasReturned(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		saved := h.draft(limited(7))
		if saved.Content.Guide.Name != "guide.pdf" || !strings.HasPrefix(saved.Content.Specs[0].ID, "spc_") || !strings.HasPrefix(saved.Content.Specs[0].Plan.SKUs[0].ID, "sku_") {
			t.Errorf("got %+v", saved.Content)
		}
		got, err := h.ApplicationDetail(h.t.Context(), h.amy, saved.ID)
		h.ok(err)
		if diff := cmp.Diff(saved, got.Draft); diff != "" {
			h.t.Error(diff)
		}
		p, err := h.Get(h.t.Context(), h.amy, saved.ProductID)
		h.ok(err)
		if p.Live != nil || p.Open == nil || p.OpenID != saved.ID || p.OpenState != catalog.StateDraft || p.From != money.CNY(6800) || p.SellerName.EN != "Reedbridge" {
			h.t.Errorf("got %+v", p)
		}
	})
}

func TestStaleSaveIsRefusedAndTheFirstStays(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		d := h.draft(good())
		first, err := h.save(d, d.Rev, "第一次保存")
		h.ok(err)
		if _, err := h.save(d, d.Rev, "过期的保存"); !errors.Is(err, catalog.ErrDraftChanged) || apperr.HTTPStatus(apperr.Of(err).Kind) != 409 {
			h.t.Errorf("got %v", err)
		}
		if _, err := h.Submit(h.t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev}); !errors.Is(err, catalog.ErrDraftChanged) {
			h.t.Errorf("submit of what is no longer there: got %v", err)
		}
		if err := h.DeleteDraft(h.t.Context(), catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev}); !errors.Is(err, catalog.ErrDraftChanged) {
			h.t.Errorf("delete of what is no longer there: got %v", err)
		}
		got, err := h.ApplicationDetail(h.t.Context(), h.amy, d.ID)
		h.ok(err)
		if got.Content.Name.ZH != "第一次保存" || got.Rev != first.Rev {
			h.t.Errorf("got %q at %d", got.Content.Name.ZH, got.Rev)
		}
	})
}

func TestOfManySavesAtOnceOneWins(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		d := h.draft(good())
		won := 0
		for err := range h.race(16, func(i int) error {
			_, err := h.save(d, d.Rev, strings.Repeat("名", i+2))
			return err
		}) {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, catalog.ErrDraftChanged):
				h.t.Errorf("got %v", err)
			}
		}
		if won != 1 {
			h.t.Errorf("%d saves won", won)
		}
	})
}

// race runs fn n times at once and yields the errors.
func (h *house) race(n int, fn func(i int) error) func(func(error) bool) {
	errs, start := make([]error, n), make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	wg.Wait()
	return func(yield func(error) bool) {
		for _, err := range errs {
			if !yield(err) {
				return
			}
		}
	}
}

func TestIdsAreOursAndStayTheSame(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := good()
		c.Specs[0].ID, c.Specs[0].Plan.SKUs[0].ID = "spc_stolen", "sku_stolen"
		l := h.onSale(c)
		first := l.Specs[0]
		if first.ID == "spc_stolen" || first.Plan.SKUs[0].ID == "sku_stolen" {
			h.t.Fatal("ids of the form were taken")
		}
		other := good().Specs[0]
		other.Name = i18n.Text{ZH: "企业版", EN: "Enterprise"}
		other.Plan.SKUs[0].ID = first.Plan.SKUs[0].ID
		h.modified(l.ProductID, func(c *catalog.Content) {
			c.Specs[0].ID = "spc_other" // not one of the product's: the name says which it is
			c.Specs[0].Plan.SKUs[0].ID = "sku_other"
			c.Specs = []catalog.Spec{other, c.Specs[0]}
		})
		got, err := h.Live(h.t.Context(), l.ProductID)
		h.ok(err)
		if got.Specs[1].ID != first.ID || got.Specs[1].Plan.SKUs[0].ID != first.Plan.SKUs[0].ID {
			h.t.Errorf("the spec on sale became %+v", got.Specs[1])
		}
		if got.Specs[0].ID == first.ID || got.Specs[0].Plan.SKUs[0].ID == first.Plan.SKUs[0].ID {
			h.t.Errorf("the new spec took the ids of the old one: %+v", got.Specs[0])
		}
		h.modified(l.ProductID, func(c *catalog.Content) {
			c.Specs[1].Name.ZH = "小组版" // known by its id
			c.Specs = []catalog.Spec{c.Specs[1], c.Specs[0]}
		})
		again, err := h.Live(h.t.Context(), l.ProductID)
		h.ok(err)
		if again.Specs[0].ID != first.ID || again.Specs[1].ID != got.Specs[0].ID {
			h.t.Errorf("specs %s and %s after %s and %s", again.Specs[0].ID, again.Specs[1].ID, first.ID, got.Specs[0].ID)
		}
	})
}

// A SKU is known by its values, whatever its place.
func TestSKUsKeepTheirIdsWhenTheMatrixGrows(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := good()
		c.Specs[0].Plan.Attributes = append(c.Specs[0].Plan.Attributes, editions("basic", "pro"))
		c.Specs[0].Plan.SKUs = matrix("basic", "pro")
		l := h.onSale(c)
		was := l.Specs[0].Plan.SKUs
		h.modified(l.ProductID, func(c *catalog.Content) {
			c.Specs[0].Plan.Attributes[1] = editions("max", "pro", "basic")
			c.Specs[0].Plan.SKUs = matrix("max", "pro", "basic")
		})
		l, err := h.Live(h.t.Context(), l.ProductID)
		h.ok(err)
		now := l.Specs[0].Plan.SKUs
		if now[1].ID != was[1].ID || now[2].ID != was[0].ID || now[0].ID == was[0].ID || now[0].ID == was[1].ID {
			h.t.Errorf("ids %v then %v", was, now)
		}
	})
}

func editions(codes ...string) price.Attribute {
	a := price.Attribute{Code: "edition", Name: i18n.Text{ZH: "版本档", EN: "Edition"}, Kind: price.Enum}
	for _, c := range codes {
		a.Values = append(a.Values, price.Value{Code: c, Name: i18n.Text{ZH: c}})
	}
	return a
}

// matrix is a SKU for each edition.
func matrix(codes ...string) []price.SKU {
	var out []price.SKU
	for _, c := range codes {
		k := plan().SKUs[0]
		k.Values = map[string]string{"edition": c}
		out = append(out, k)
	}
	return out
}

func TestModificationLeavesTheLiveVersionAlone(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		l := h.onSale(good())
		d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		live, err := h.Get(ctx, h.amy, l.ProductID)
		h.ok(err)
		if d.Version != 2 || d.Kind != catalog.KindModify || !cmp.Equal(d.Content, *live.Live) {
			h.t.Errorf("the draft is not the live version: %s", cmp.Diff(*live.Live, d.Content))
		}
		if _, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID}); !errors.Is(err, catalog.ErrVersionOpen) {
			h.t.Errorf("a second one: got %v", err)
		}
		stays := func(when string) {
			h.t.Helper()
			got, err := h.Live(ctx, l.ProductID)
			h.ok(err)
			if got.Name.ZH != "苇桥会议" || got.Version != 1 {
				h.t.Errorf("%s: live is %q of version %d", when, got.Name.ZH, got.Version)
			}
		}
		d, err = h.save(d, d.Rev, "苇桥会议室")
		h.ok(err)
		stays("after a save")
		a := h.submitted(d)
		stays("after submitting")
		h.rejected(a)
		stays("after a rejection")
		d, err = h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		if d.Reason != "请补充使用指南" {
			h.t.Errorf("the reason is gone: %q", d.Reason)
		}
		h.approved(h.submitted(d))
		got, err := h.Live(ctx, l.ProductID)
		h.ok(err)
		if got.Name.ZH != "苇桥会议室" || got.Version != 2 || got.Revision <= l.Revision || !got.PublishedAt.Equal(l.PublishedAt) {
			h.t.Errorf("after the approval: %q, version %d, revision %d", got.Name.ZH, got.Version, got.Revision)
		}
		third, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: third.ID, Rev: third.Rev}))
		if p, err := h.Get(ctx, h.amy, l.ProductID); err != nil || p.Status != catalog.StatusOnSale || p.Open != nil {
			h.t.Errorf("after deleting a modification: %+v, %v", p.ProductRow, err)
		}
	})
}

func TestOfManyModificationsAtOnceOneOpens(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(good())
		opened := 0
		for err := range h.race(8, func(int) error {
			_, err := h.OpenModification(h.t.Context(), catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
			return err
		}) {
			switch {
			case err == nil:
				opened++
			case !errors.Is(err, catalog.ErrVersionOpen):
				h.t.Errorf("got %v", err)
			}
		}
		if opened != 1 {
			h.t.Errorf("%d were opened", opened)
		}
	})
}

// business-rules 4.4: each file is the seller's own, uploaded for its field.
func TestFilesOfOthersAreRefusedEvenInADraft(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for field, change := range map[string]func(*catalog.Content){
			"logo":  func(c *catalog.Content) { c.Logo = "blb_logo_acc_ben_1" },
			"guide": func(c *catalog.Content) { c.Guide.Blob = "blb_logo_acc_amy_1" }, // uploaded for another purpose
		} {
			c := good()
			change(&c)
			_, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, Content: c})
			if fields := apperr.FieldsOf(err); len(fields) != 1 || !errors.Is(fields[field], catalog.ErrFile) {
				h.t.Errorf("%s: got %v", field, err)
			}
		}
	})
}

func TestOversizedDraftIsRefused(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := good()
		c.Terms.EN = strings.Repeat("x", 600<<10)
		if _, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, Content: c}); !errors.Is(err, catalog.ErrDraftTooLarge) {
			h.t.Errorf("got %v", err)
		}
	})
}

// business-rules 4.4 makes introduction and agreement rich text: no attack may leave anything that a browser runs.
func TestNoScriptSurvives(t *testing.T) {
	t.Parallel()
	attacks := []string{`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<a href="javascript:alert(1)">x</a>`, `<svg onload=alert(1)>`,
		`<iframe src="//evil.example"></iframe>`, `<p style="background:url(javascript:alert(1))">x</p>`, `<<script>script>alert(1)<</script>/script>`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, `<a href=" jAvAsCrIpT:alert(1)">x</a>`,
		`<object data="data:text/html,<script>alert(1)</script>"></object>`, `<form action="//evil.example"><input name=a></form>`}
	run(t, func(h *house) {
		c := good()
		c.Introduction.ZH += strings.Join(attacks, "\n")
		c.Introduction.EN = c.Introduction.ZH
		c.Terms.ZH += strings.Join(attacks, "\n")
		c.Name.ZH = "会议\x00\n" + "<b>"
		d := h.draft(c)
		if d.Content.Name.ZH != "会议 <b>" {
			h.t.Errorf("got name %q", d.Content.Name.ZH) // a plain text: pages escape it
		}
		l := func() catalog.Listing {
			a := h.approved(h.submitted(d))
			l, err := h.Live(h.t.Context(), a.ProductID)
			h.ok(err)
			return l
		}()
		for _, html := range []i18n.Text{d.Content.Introduction, d.Content.Terms, l.Introduction, l.Terms} {
			lower := strings.ToLower(html.ZH + html.EN)
			for _, bad := range []string{"<script", "<img", "<svg", "<iframe", "<style", "<object", "<form", "<input", `href="javascript`, `href=" javascript`, " style=", " onload=", "<math"} {
				if strings.Contains(lower, bad) {
					h.t.Errorf("%s survived in %s", bad, lower)
				}
			}
		}
	})
}
