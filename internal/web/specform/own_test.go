package specform_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// postOwn is what a browser sends of the prices that a row has of its own.
func postOwn(f *specform.Form, i int, set func(name, value string)) {
	for _, a := range f.Quantities() {
		models, there := f.Rows[i].Own[f.Attributes[a].Code]
		if !there {
			continue
		}
		for u, m := range models {
			set(specform.OwnName(i, a, u, "kind"), string(m.Kind))
			set(specform.OwnName(i, a, u, "price"), m.Price)
			for k, b := range m.Brackets {
				set(specform.OwnBracketName(i, a, u, k, "up_to"), b.UpTo)
				set(specform.OwnBracketName(i, a, u, k, "price"), b.Price)
			}
		}
	}
}

// typed is the form as it is posted after something was typed.
func typed(f *specform.Form, pairs ...string) *specform.Form {
	v := post(f)
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return specform.Read(v)
}

// counted is a spec of two editions, by month and year, with a number of users: ¥5 each, and 4 of them beyond a hundred with the
// second edition (business-rules 4.6).
func counted(t testing.TB) catalog.Spec {
	t.Helper()
	linear := func(n int64) price.Model { return price.Model{Kind: price.ModelLinear, Price: price.Whole(n)} }
	step := price.Model{Kind: price.ModelStep, Brackets: []price.Bracket{{UpTo: price.Whole(100), Price: dec(t, "4.5")}, {Over: price.Whole(100), Price: dec(t, "4")}}}
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}},
		Attributes: []price.Attribute{enum("edition", 2), {Code: "users", Name: both("用户数", "Users"), Kind: price.Quantity, Min: 1, Max: 500, Step: 1,
			Prices: map[period.Unit]price.Model{period.Month: linear(5), period.Year: linear(50)}}}}
	for i := range 2 {
		p.SKUs = append(p.SKUs, price.SKU{Values: map[string]string{"edition": "v" + strconv.Itoa(i)},
			Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(10), period.Year: price.Whole(100)}})
	}
	p.SKUs[1].Quantities = map[string]map[period.Unit]price.Model{"users": {period.Month: step, period.Year: {Kind: price.ModelFixed, Price: price.Whole(900)}}}
	return catalog.Spec{ID: "spc_1", Name: both("规格", "Spec"), Plan: p}
}

func quantities(t *testing.T, f *specform.Form) []map[string]map[period.Unit]price.Model {
	t.Helper()
	s, err := f.Spec(counted(t))
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]map[period.Unit]price.Model
	for _, k := range s.Plan.SKUs {
		out = append(out, k.Quantities)
	}
	return out
}

// business-rules 4.6: a quantity is priced linear or tiered, also for one SKU alone; the form, the page and a workbook give it
// back as it was.
func TestOwnPricesOfASKUComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	was := counted(t)
	want := []map[string]map[period.Unit]price.Model{nil, was.Plan.SKUs[1].Quantities}
	if diff := cmp.Diff(want, quantities(t, specform.Read(post(specform.From(was))))); diff != "" {
		t.Errorf("through the page: %s", diff)
	}
	for _, lang := range i18n.Langs() {
		data := written(t, specform.From(was), lang)
		f := specform.From(was)
		if changes, faults := read(f, data); len(changes)+len(faults) > 0 {
			t.Errorf("%s: %v, %v", lang, changes, faults)
		}
		bare := was
		bare.Plan.SKUs = []price.SKU{was.Plan.SKUs[0], {Values: was.Plan.SKUs[1].Values, Prices: was.Plan.SKUs[1].Prices}}
		f = specform.From(bare)
		changes, faults := read(f, data)
		if diff := cmp.Diff(want, quantities(t, f)); len(changes) != 2 || len(faults) > 0 || diff != "" || changes[0].Of.EN != "Users" {
			t.Errorf("%s: %v, %v %s", lang, changes, faults, diff)
		}
	}
	f, _ := act(t, specform.From(was), specform.Generate)
	if diff := cmp.Diff(want, quantities(t, f)); diff != "" {
		t.Errorf("after generating again: %s", diff)
	}
	f = typed(specform.From(was), specform.AttributeName(1, "code"), "seats")
	if got := quantities(t, f); !cmp.Equal(got[1]["seats"], want[1]["users"]) {
		t.Errorf("after its code was changed: %v", got)
	}
	f, _ = act(t, specform.From(was), specform.DropAttr+"1")
	if f.HasOwn() {
		t.Error("they outlive their quantity")
	}
}

func TestOwnPricesAreAddedChangedAndTakenAway(t *testing.T) {
	t.Parallel()
	f, out := act(t, specform.From(counted(t)), specform.AddOwn, "own.row", "0", "own.of", "1")
	if got := quantities(t, f)[0]["users"][period.Year]; out.Err != nil || got.Price != price.Whole(50) {
		t.Errorf("they do not begin as the attribute's: %v, %v", got, out.Err)
	}
	f, _ = act(t, f, specform.AddOwnBracket+"0.1.month", specform.OwnName(0, 1, period.Month, "kind"), "tier")
	f, _ = act(t, f, specform.AddOwnBracket+"0.1.month", specform.OwnBracketName(0, 1, period.Month, 0, "up_to"), "9", specform.OwnBracketName(0, 1, period.Month, 0, "price"), "8")
	f, _ = act(t, f, specform.AddOwnBracket+"0.1.month", specform.OwnBracketName(0, 1, period.Month, 1, "price"), "7")
	f, _ = act(t, f, specform.DropOwnBracket+"0.1.month.2")
	want := price.Model{Kind: price.ModelTier, Brackets: []price.Bracket{{UpTo: price.Whole(9), Price: price.Whole(8)}, {Over: price.Whole(9), Price: price.Whole(7)}}}
	if diff := cmp.Diff(want, quantities(t, f)[0]["users"][period.Month]); diff != "" {
		t.Error(diff)
	}
	f, _ = act(t, f, specform.DropOwn+"1.1")
	if got := quantities(t, f); got[0] == nil || got[1] != nil {
		t.Errorf("got %v", got)
	}
	for name, pairs := range map[string][]string{"no row": {"own.of", "1"}, "an enumeration": {"own.row", "0", "own.of", "0"}, "no such row": {"own.row", "7", "own.of", "1"},
		"twice": {"own.row", "0", "own.of", "1"}} {
		if _, out := act(t, f, specform.AddOwn, pairs...); apperr.FieldsOf(out.Err)["own.row"] == nil {
			t.Errorf("%s: %v", name, out.Err)
		}
	}
	for _, do := range []string{specform.DropOwn + "9.1", specform.DropOwn + "x", specform.DropOwn, specform.AddOwnBracket + "0.1", specform.AddOwnBracket + "0.0.month",
		specform.DropOwnBracket + "0.1.month.9", specform.DropOwnBracket} {
		next, out := act(t, f, do)
		if diff := cmp.Diff(quantities(t, f), quantities(t, next)); out.Err != nil || diff != "" {
			t.Errorf("%s: %v %s", do, out.Err, diff)
		}
	}
	f = typed(f, specform.OwnName(0, 1, period.Year, "price"), "", specform.OwnBracketName(0, 1, period.Month, 0, "price"), "",
		specform.OwnBracketName(0, 1, period.Month, 0, "up_to"), "", specform.OwnBracketName(0, 1, period.Month, 1, "price"), "")
	f.Tidy()
	if f.HasOwn() {
		t.Error("own prices without anything in them stay")
	}
}

func TestErrorsOfOwnPricesStandBesideTheirFields(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		field, typed string
		at           string
		want         *apperr.Error
	}{
		"no price":         {"kind", "", "plan.skus.1.quantities.1.year.price", nil},
		"not a price":      {"brackets.0.price", "much", "plan.skus.1.quantities.1.month.brackets.0.price", specform.ErrPrice},
		"a gap":            {"brackets.0.up_to", "x", "plan.skus.1.quantities.1.month.brackets.0.up_to", price.ErrNumber},
		"ends too early":   {"brackets.1.up_to", "200", "plan.skus.1.quantities.1.month.brackets.1.up_to", price.ErrBracketsShort},
		"an empty bracket": {"brackets.1.up_to", "50", "plan.skus.1.quantities.1.month.brackets.1.up_to", price.ErrBracketEmpty},
	} {
		pairs := []string{specform.OwnName(1, 1, period.Month, c.field), c.typed}
		if c.want == nil {
			pairs, c.want = []string{specform.OwnName(1, 1, period.Year, "price"), ""}, price.ErrQuantityUnpriced
		}
		f := typed(specform.From(counted(t)), pairs...)
		f.Tidy()
		s, err := f.Spec(counted(t))
		got := apperr.FieldsOf(err)
		if err == nil {
			got = placed(f, s)
		}
		if got[c.at] == nil || !got[c.at].Is(c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// business-rules 4.6: faults of a workbook are told by row and column, and then nothing of it is taken.
func TestOwnPricesOfAWorkbookAreJudgedByRow(t *testing.T) {
	t.Parallel()
	head := []any{"Edition [edition]", "Users, month [users.month]", "Users, year [users.year]"}
	for name, c := range map[string]struct {
		month, year any
		want        *apperr.Error
		column      string
	}{
		"words":               {"cheap", 9, specform.ErrTableOwn, "B"},
		"an unknown model":    {"bulk 5", 9, specform.ErrTableOwn, "B"},
		"a bracket too few":   {"step", 9, specform.ErrTableOwn, "B"},
		"a bracket broken":    {9, "tier 100; *=4", specform.ErrTableOwn, "C"},
		"too short":           {"step 100=5; 200=4", 9, price.ErrBracketsShort, "B"},
		"not ascending":       {"step 100=5; 50=4; *=3", 9, price.ErrBracketEmpty, "B"},
		"a price too high":    {"fixed 1000000001", 9, price.ErrPriceRange, "B"},
		"for one period only": {9, "", specform.ErrTableOwnAll, "C"},
	} {
		f := specform.From(counted(t))
		changes, faults := read(f, book(t, head, []any{"v0", 1, 2}, []any{"v1", c.month, c.year}))
		if len(faults) != 1 || !faults[0].Err.Is(c.want) || faults[0].Row != 3 || faults[0].Column != c.column || len(changes) > 0 || f.Rows[0].Own != nil {
			t.Errorf("%s: %v, %v", name, changes, faults)
		}
	}
	f := specform.From(counted(t))
	changes, faults := read(f, book(t, head, []any{"v0", "tier 100=5；*＝4", "FIXED 7"}, []any{"v1", "", ""}))
	got := quantities(t, f)
	if len(changes) != 4 || len(faults) > 0 || got[1] != nil || got[0]["users"][period.Month].Kind != price.ModelTier || got[0]["users"][period.Year].Price != price.Whole(7) {
		t.Errorf("%v, %v, %v", changes, faults, got)
	}
}
