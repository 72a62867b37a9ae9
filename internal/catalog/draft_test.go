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
	"github.com/souk-market/souk/internal/kernel/period"
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
		if saved.Content.Guide.Name != "guide.pdf" || !strings.HasPrefix(saved.Content.Spec.ID, "spc_") || !strings.HasPrefix(saved.Content.Spec.SKUs[0].ID, "sku_") {
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
		c.Spec.ID, c.Spec.SKUs[0].ID = "spc_stolen", "sku_stolen"
		c.Spec.SKUs = c.Spec.SKUs[:1]
		l := h.onSale(c)
		if l.Spec.ID == "spc_stolen" || l.Spec.SKUs[0].ID == "sku_stolen" {
			h.t.Fatal("ids of the form were taken")
		}
		var year string
		h.modified(l.ProductID, func(c *catalog.Content) {
			c.Spec.ID = "spc_other"
			c.Spec.SKUs = []catalog.SKU{{ID: l.Spec.SKUs[0].ID, Period: period.Year, Price: money.CNY(5), MaxPeriods: 1}, {Period: period.Month, Price: money.CNY(7), MaxPeriods: 1}}
		})
		got, err := h.Live(h.t.Context(), l.ProductID)
		h.ok(err)
		month, _ := got.Spec.ForPeriod(period.Month)
		if k, _ := got.Spec.ForPeriod(period.Year); true {
			year = k.ID
		}
		if got.Spec.ID != l.Spec.ID || month.ID != l.Spec.SKUs[0].ID || year == month.ID || year == "" {
			h.t.Errorf("spec %s then %s; month %s then %s; year %s", l.Spec.ID, got.Spec.ID, l.Spec.SKUs[0].ID, month.ID, year)
		}
	})
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

// The texts of rich text attacks: none may leave anything that a browser runs.
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
