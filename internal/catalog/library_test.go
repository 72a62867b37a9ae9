package catalog_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// edition is an enumeration of a library, seats a quantity.
func edition(code string) price.Attribute {
	return price.Attribute{Kind: price.Enum, Code: code, Name: i18n.Text{ZH: "版本类型", EN: "Edition"},
		Values: []price.Value{{Code: "std", Name: i18n.Text{ZH: "标准版", EN: "Standard"}}, {Code: "pro", Name: i18n.Text{ZH: "专业版", EN: "Professional"}}}}
}

func seats() price.Attribute {
	return price.Attribute{Kind: price.Quantity, Code: "seats", Name: i18n.Text{ZH: "席位", EN: "Seats"}, Unit: i18n.Text{ZH: "个"}, Min: 0, Max: 200, Step: 5}
}

func (h *house) kept(who account.Actor, a price.Attribute) catalog.LibraryAttribute {
	h.t.Helper()
	h.clk.Advance(time.Millisecond) // so that ids tell which came first
	out, err := h.AddAttribute(h.t.Context(), catalog.LibraryInput{Actor: who, Attribute: a, Description: i18n.Text{ZH: "用于全部套餐"}})
	h.ok(err)
	return out
}

// business-rules 4.5: type, code, name in both languages, description; searched by type and by name.
func TestALibraryIsSearchedByTypeAndName(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		first, second := h.kept(h.amy, edition("edition")), h.kept(h.amy, seats())
		h.kept(h.ben, edition("edition")) // another seller may use the code
		for name, c := range map[string]struct {
			f    catalog.LibraryFilter
			want []string
		}{
			"all, the newest first": {catalog.LibraryFilter{}, []string{second.ID, first.ID}},
			"quantities":            {catalog.LibraryFilter{Kind: price.Quantity}, []string{second.ID}},
			"part of a name":        {catalog.LibraryFilter{Text: "本类"}, []string{first.ID}},
			"in any letters":        {catalog.LibraryFilter{Text: "ediTION"}, []string{first.ID}},
			"a description":         {catalog.LibraryFilter{Text: "套餐"}, []string{second.ID, first.ID}},
			"type and name":         {catalog.LibraryFilter{Kind: price.Quantity, Text: "版本"}, nil},
			"no wildcard":           {catalog.LibraryFilter{Text: "%"}, nil},
			"not storable":          {catalog.LibraryFilter{Kind: "\x00", Text: "\x00席位"}, []string{second.ID}},
		} {
			got, err := h.Library(ctx, h.amy, c.f, page.Request{})
			h.ok(err)
			var ids []string
			for _, a := range got.Items {
				ids = append(ids, a.ID)
			}
			if diff := cmp.Diff(c.want, ids); diff != "" {
				h.t.Errorf("%s: %s", name, diff)
			}
		}
		part, err := h.Library(ctx, h.amy, catalog.LibraryFilter{}, page.Request{Limit: 1})
		h.ok(err)
		rest, err := h.Library(ctx, h.amy, catalog.LibraryFilter{}, page.Request{Limit: 1, Cursor: part.Next})
		h.ok(err)
		if len(rest.Items) != 1 || rest.Items[0].ID != first.ID || rest.Next != "" {
			h.t.Errorf("second page: %+v", rest)
		}
		if _, err := h.Library(ctx, h.amy, catalog.LibraryFilter{}, page.Request{Cursor: page.Cursor("x")}); !errors.Is(err, page.ErrBadCursor) {
			h.t.Errorf("got %v", err)
		}
	})
}

// business-rules 4.5: reserved names; what a spec would refuse is refused here, by field, and a code is there once.
func TestAnAttributeOfALibraryIsCheckedAsOneOfASpec(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.kept(h.amy, seats())
		for name, c := range map[string]struct {
			change func(*catalog.LibraryInput)
			field  string
			want   *apperr.Error
		}{
			"a reserved code":         {func(in *catalog.LibraryInput) { in.Attribute.Code = "OS" }, "code", price.ErrAttributeReserved},
			"a reserved name":         {func(in *catalog.LibraryInput) { in.Attribute.Name.ZH = "版本" }, "name", price.ErrAttributeReserved},
			"no name":                 {func(in *catalog.LibraryInput) { in.Attribute.Name = i18n.Text{ZH: " ", EN: "\u2028"} }, "name", price.ErrNameMissing},
			"a code that is taken":    {func(in *catalog.LibraryInput) { in.Attribute.Code = "seats" }, "code", catalog.ErrLibraryCode},
			"no values":               {func(in *catalog.LibraryInput) { in.Attribute.Values = nil }, "values", price.ErrValuesMissing},
			"a value twice":           {func(in *catalog.LibraryInput) { in.Attribute.Values[1].Code = "std" }, "values.1.code", price.ErrTwice},
			"a range that is none":    {func(in *catalog.LibraryInput) { in.Attribute = seats(); in.Attribute.Min = 300 }, "max", price.ErrMaxBelowMin},
			"a step beside the range": {func(in *catalog.LibraryInput) { in.Attribute = seats(); in.Attribute.Step = 7 }, "step", price.ErrStepDivides},
			"no type":                 {func(in *catalog.LibraryInput) { in.Attribute.Kind = "colour" }, "kind", price.ErrAttributeKind},
			"a long description":      {func(in *catalog.LibraryInput) { in.Description.EN = strings.Repeat("a", 201) }, "description_en", catalog.ErrFieldTooLong},
		} {
			in := catalog.LibraryInput{Actor: h.amy, Attribute: edition("other")}
			c.change(&in)
			_, err := h.AddAttribute(h.t.Context(), in)
			if got := apperr.FieldsOf(err)[c.field]; got == nil || !got.Is(c.want) {
				h.t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

// business-rules 4.5: edited and deleted freely; what is on sale and what is being written keep their snapshot.
func TestChangingTheLibraryTouchesNoProduct(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		mine := h.kept(h.amy, edition("edition"))
		c := good()
		c.Specs[0].Plan.Attributes = append(c.Specs[0].Plan.Attributes, mine.Attribute)
		c.Specs[0].Plan.SKUs[0].Values = map[string]string{"edition": "pro"}
		l, d := h.onSale(c), h.draft(c)

		changed, err := h.ChangeAttribute(ctx, catalog.LibraryInput{Actor: h.amy, ID: mine.ID, Rev: mine.Rev, Attribute: edition("renamed")})
		h.ok(err)
		h.ok(h.DropAttribute(ctx, catalog.DropAttributeInput{Actor: h.amy, ID: mine.ID, Rev: changed.Rev}))
		if _, err := h.LibraryAttribute(ctx, h.amy, mine.ID); !errors.Is(err, catalog.ErrAttributeNotFound) {
			h.t.Errorf("got %v", err)
		}
		now, err := h.Live(ctx, l.ProductID)
		h.ok(err)
		draft, err := h.ApplicationDetail(ctx, h.amy, d.ID)
		h.ok(err)
		if diff := cmp.Diff(l.Specs, now.Specs); diff != "" {
			h.t.Error(diff)
		}
		if got := draft.Content.Specs[0].Plan.Attributes[1]; !cmp.Equal(got, mine.Attribute) {
			h.t.Errorf("the draft has %+v", got)
		}
	})
}

// business-rules 4.5: a library is its seller's; of two who edit one attribute at once the second is told.
func TestTwoEditorsOfAnAttributeDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		mine := h.kept(h.amy, seats())
		for name, err := range map[string]error{
			"reads":   second(h.LibraryAttribute(ctx, h.ben, mine.ID)),
			"changes": second(h.ChangeAttribute(ctx, catalog.LibraryInput{Actor: h.ben, ID: mine.ID, Rev: 1, Attribute: seats()})),
			"deletes": h.DropAttribute(ctx, catalog.DropAttributeInput{Actor: h.ben, ID: mine.ID, Rev: 1}),
			"names":   second(h.LibraryAttribute(ctx, h.amy, "att_\x00")),
		} {
			if !errors.Is(err, catalog.ErrAttributeNotFound) {
				h.t.Errorf("another seller %s: got %v", name, err)
			}
		}
		errs := together(
			func() error {
				_, err := h.ChangeAttribute(ctx, catalog.LibraryInput{Actor: h.amy, ID: mine.ID, Rev: 1, Attribute: seats()})
				return err
			},
			func() error {
				return h.DropAttribute(ctx, catalog.DropAttributeInput{Actor: h.amy, ID: mine.ID, Rev: 1})
			})
		lost := 0
		for _, err := range errs {
			switch {
			case err == nil:
			case errors.Is(err, catalog.ErrAttributeChanged), errors.Is(err, catalog.ErrAttributeNotFound):
				lost++
			default:
				h.t.Error(err)
			}
		}
		if lost != 1 {
			h.t.Errorf("%d of two were told: %v", lost, errs)
		}
		twice := together(
			func() error {
				return second(h.AddAttribute(ctx, catalog.LibraryInput{Actor: h.amy, Attribute: edition("same")}))
			},
			func() error {
				return second(h.AddAttribute(ctx, catalog.LibraryInput{Actor: h.amy, Attribute: edition("same")}))
			})
		if (twice[0] == nil) == (twice[1] == nil) {
			h.t.Errorf("one code for two: %v", twice)
		}
	})
}

// Our choice: a library has 500 places, and two at once do not take the last one twice.
func TestALibraryHasABound(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		last := h.kept(h.amy, seats())
		h.ok(h.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE catalog_libraries SET attributes = $1`, catalog.MaxLibrary-1)
			return err
		}))
		add := func(code string) func() error {
			return func() error {
				return second(h.AddAttribute(ctx, catalog.LibraryInput{Actor: h.amy, Attribute: edition(code)}))
			}
		}
		errs := together(add("a"), add("b"))
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), catalog.ErrLibraryFull) {
			h.t.Errorf("got %v", errs)
		}
		h.ok(h.DropAttribute(ctx, catalog.DropAttributeInput{Actor: h.amy, ID: last.ID, Rev: last.Rev}))
		h.ok(add("c")())
		if err := add("d")(); !errors.Is(err, catalog.ErrLibraryFull) {
			h.t.Errorf("got %v", err)
		}
	})
}

// together runs functions at once and returns their errors.
func together(fns ...func() error) []error {
	errs := make([]error, len(fns))
	var wg sync.WaitGroup
	for i, fn := range fns {
		wg.Go(func() { errs[i] = fn() })
	}
	wg.Wait()
	return errs
}
