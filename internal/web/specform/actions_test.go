package specform_test

import (
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// small is a form of two editions and two regions, three combinations sold, with prices by month.
func small(t testing.TB) *specform.Form {
	t.Helper()
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		Attributes: []price.Attribute{{Code: "edition", Name: both("版本", "Edition"), Kind: price.Enum, Values: []price.Value{
			{Code: "std", Name: both("标准版", "Standard")}, {Code: "pro", Name: both("专业版", "Professional")}}},
			{Code: "region", Name: both("区域", "Region"), Kind: price.Enum, Values: []price.Value{
				{Code: "bj", Name: both("北京", "Beijing")}, {Code: "sh", Name: both("上海", "Shanghai")}}}}}
	for _, x := range [][3]string{{"std", "bj", "10"}, {"std", "sh", "11"}, {"pro", "bj", "20"}} {
		p.SKUs = append(p.SKUs, price.SKU{Values: map[string]string{"edition": x[0], "region": x[1]}, Prices: map[period.Unit]price.Decimal{period.Month: dec(t, x[2])}})
	}
	return specform.From(catalog.Spec{ID: "spc_1", Name: both("规格", "Spec"), Plan: p})
}

// shown are the rows in short: "std,bj=10", with "-" before one that is not sold.
func shown(f *specform.Form) string {
	var out []string
	for _, r := range f.Rows {
		text := strings.ReplaceAll(f.Key(r), "|", ",") + "=" + r.Prices[period.Month]
		if !r.On {
			text = "-" + text
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// act posts the form as it is, changed, with a button, and returns it as it is drawn next.
func act(t *testing.T, f *specform.Form, do string, pairs ...string) (*specform.Form, specform.Outcome) {
	t.Helper()
	v := post(f)
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	next := specform.Read(v)
	out, ok := next.Do(do)
	if !ok {
		t.Fatalf("%s is no action", do)
	}
	return next, out
}

func TestACombinationThatIsNotSoldStaysInTheTableAndOutOfTheSpec(t *testing.T) {
	t.Parallel()
	f := small(t)
	if got, want := shown(f), "std,bj=10 std,sh=11 pro,bj=20 -pro,sh="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s, err := f.Spec(catalog.Spec{})
	if err != nil || len(s.Plan.SKUs) != 3 {
		t.Errorf("%d SKUs, %v", len(s.Plan.SKUs), err)
	}
}

func TestGeneratingKeepsPricesAndWhatIsNotSold(t *testing.T) {
	t.Parallel()
	f, _ := act(t, small(t), specform.AddValue+"1")
	f, out := act(t, f, specform.Generate, specform.ValueName(1, 2, "name_zh"), "广州", specform.ValueName(1, 2, "name_en"), "Guangzhou")
	if out.Err != nil {
		t.Fatal(out.Err)
	}
	if got, want := shown(f), "std,bj=10 std,sh=11 std,guangzhou= pro,bj=20 -pro,sh= pro,guangzhou="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestANewAttributeInheritsThePricesOfTheRowsBefore(t *testing.T) {
	t.Parallel()
	f, _ := act(t, small(t), specform.AddEnum)
	f, out := act(t, f, specform.Generate, specform.AttributeName(2, "name_zh"), "支持", specform.ValueName(2, 0, "name_zh"), "工作日", specform.ValueName(2, 1, "name_zh"), "全天")
	if out.Err != nil {
		t.Fatal(out.Err)
	}
	want := "std,bj,v1=10 std,bj,v2=10 std,sh,v1=11 std,sh,v2=11 pro,bj,v1=20 pro,bj,v2=20 -pro,sh,v1= -pro,sh,v2="
	if got := shown(f); got != want || f.Attributes[2].Code != "attr1" {
		t.Errorf("got %s (%s), want %s", got, f.Attributes[2].Code, want)
	}
}

func TestRenamedCodesKeepTheirRowsAndRemovedValuesTakeTheirs(t *testing.T) {
	t.Parallel()
	v := post(small(t))
	v.Set(specform.AttributeName(0, "code"), "tier")
	v.Set(specform.ValueName(0, 1, "code"), "professional")
	f := specform.Read(v)
	if got, want := shown(f), "std,bj=10 std,sh=11 professional,bj=20 -professional,sh="; got != want {
		t.Errorf("renamed: got %s, want %s", got, want)
	}
	f, _ = act(t, f, specform.DropValue+"0.0")
	if got, want := shown(f), "professional,bj=20 -professional,sh="; got != want {
		t.Errorf("value removed: got %s, want %s", got, want)
	}
	f, _ = act(t, small(t), specform.DropAttr+"1")
	if got, want := shown(f), "std=10 pro=20"; got != want {
		t.Errorf("attribute removed: got %s, want %s", got, want)
	}
}

func TestAClearedCodeComesBack(t *testing.T) {
	t.Parallel()
	v := post(small(t))
	v.Set(specform.AttributeName(0, "code"), "")
	v.Set(specform.ValueName(1, 0, "code"), "")
	if got, want := shown(specform.Read(v)), shown(small(t)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMovingAnAttributeMovesTheValuesOfItsRows(t *testing.T) {
	t.Parallel()
	f, _ := act(t, small(t), specform.AttrUp+"1")
	f, _ = act(t, f, specform.Generate)
	if got, want := shown(f), "bj,std=10 bj,pro=20 sh,std=11 -sh,pro="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTooManyCombinationsAreRefusedAndTheTableStays(t *testing.T) {
	t.Parallel()
	f := small(t)
	for i := range 9 {
		f.Attributes = append(f.Attributes, specform.Attribute{Kind: price.Enum, Code: "x" + strconv.Itoa(i), Name: both("甲", "x"),
			Values: []specform.Value{{Code: "a", Name: both("甲", "a")}, {Code: "b", Name: both("乙", "b")}}})
	}
	before := len(f.Rows)
	f, out := act(t, f, specform.Generate)
	if !apperr.FieldsOf(out.Err)["plan.skus"].Is(specform.ErrTooManyCombinations) || len(f.Rows) != before {
		t.Errorf("%v, %d rows", out.Err, len(f.Rows))
	}
}

func TestManyLinesBecomeValues(t *testing.T) {
	t.Parallel()
	f, _ := act(t, small(t), specform.PasteValues+"1", specform.AttributeName(1, "paste"), "广州\r\n深圳,Shenzhen\n\ncd\t成都\tChengdu\n")
	var got []string
	for _, v := range f.Attributes[1].Values {
		got = append(got, v.Code+"/"+v.Name.ZH+"/"+v.Name.EN)
	}
	if want := "bj/北京/Beijing sh/上海/Shanghai v1/广州/ shenzhen/深圳/Shenzhen cd/成都/Chengdu"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if !f.Stale() {
		t.Error("nothing says that the table is behind")
	}
}

func TestManyRowsAreFilledByAValueOfAnAttribute(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pairs   []string
		want    string
		changes int
	}{
		"a price for one region":                         {[]string{"fill.where.1", "bj", "fill.do", "set", "fill.by", "15"}, "std,bj=15 std,sh=11 pro,bj=15 -pro,sh=", 2},
		"a percentage for all, rounded half up to cents": {[]string{"fill.do", "percent", "fill.by", "5.25"}, "std,bj=10.53 std,sh=11.58 pro,bj=21.05 -pro,sh=", 3},
		"less":         {[]string{"fill.do", "percent", "fill.by", "-50"}, "std,bj=5 std,sh=5.5 pro,bj=10 -pro,sh=", 3},
		"not sold":     {[]string{"fill.where.0", "std", "fill.do", "off"}, "-std,bj=10 -std,sh=11 pro,bj=20 -pro,sh=", 2},
		"sold again":   {[]string{"fill.do", "on"}, "std,bj=10 std,sh=11 pro,bj=20 pro,sh=", 1},
		"two at once":  {[]string{"fill.where.0", "std", "fill.where.1", "sh", "fill.do", "set", "fill.by", "1"}, "std,bj=10 std,sh=1 pro,bj=20 -pro,sh=", 1},
		"only by year": {[]string{"fill.unit", "month", "fill.do", "set", "fill.by", "20"}, "std,bj=20 std,sh=20 pro,bj=20 -pro,sh=", 2},
	} {
		f, out := act(t, small(t), specform.FillRows, c.pairs...)
		if got := shown(f); out.Err != nil || got != c.want || len(out.Changes) != c.changes {
			t.Errorf("%s: got %s (%d changes, %v), want %s (%d)", name, got, len(out.Changes), out.Err, c.want, c.changes)
		}
	}
}

func TestAFillThatCannotBeChangesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pairs []string
		want  *apperr.Error
	}{
		"no price":        {[]string{"fill.do", "set"}, specform.ErrPrice},
		"nine decimals":   {[]string{"fill.do", "set", "fill.by", "0.123456789"}, price.ErrDecimals},
		"no percentage":   {[]string{"fill.do", "percent", "fill.by", "much"}, specform.ErrPercent},
		"less than all":   {[]string{"fill.do", "percent", "fill.by", "-101"}, specform.ErrPercent},
		"three decimals":  {[]string{"fill.do", "percent", "fill.by", "1.234"}, specform.ErrPercent},
		"nothing matches": {[]string{"fill.where.0", "pro", "fill.where.1", "sh", "fill.do", "set", "fill.by", "1"}, specform.ErrNothingMatches},
	} {
		f, out := act(t, small(t), specform.FillRows, c.pairs...)
		if got := apperr.FieldsOf(out.Err)["fill.by"]; got == nil || !got.Is(c.want) || shown(f) != shown(small(t)) {
			t.Errorf("%s: %v, %s", name, out.Err, shown(f))
		}
	}
}

func TestOneCombinationIsAdded(t *testing.T) {
	t.Parallel()
	f, out := act(t, small(t), specform.AddRow, "pick.0", "pro", "pick.1", "sh")
	if got := shown(f); out.Err != nil || got != "std,bj=10 std,sh=11 pro,bj=20 pro,sh=" {
		t.Errorf("%s, %v", got, out.Err)
	}
	for name, pairs := range map[string][]string{"it is there": {"pick.0", "std", "pick.1", "sh"}, "one is not chosen": {"pick.0", "std"}, "unknown": {"pick.0", "x", "pick.1", "sh"}} {
		if _, out := act(t, small(t), specform.AddRow, pairs...); apperr.FieldsOf(out.Err)["pick"] == nil {
			t.Errorf("%s: %v", name, out.Err)
		}
	}
}

func TestBracketsAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	f := specform.From(wide(t))
	f, _ = act(t, f, specform.AddBracket+"9.month")
	f, _ = act(t, f, specform.DropBracket+"9.month.0")
	got := f.Attributes[9].Models[period.Month].Brackets
	if want := []specform.Bracket{{Price: "2.5"}, {}}; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%v", got)
	}
}

// What a button names may be gone, or was never there: an old page, or a hand that types.
func TestAPlaceThatIsNotThereChangesNothing(t *testing.T) {
	t.Parallel()
	want := shown(small(t))
	for _, do := range []string{specform.DropAttr + "7", specform.DropAttr + "-1", specform.DropAttr + "x", specform.AttrUp + "0", specform.AddValue + "9", specform.DropValue + "0.9",
		specform.DropValue + "0", specform.PasteValues + "9", specform.AddBracket + "0.month", specform.AddBracket + "0", specform.DropBracket + "0.month.0", specform.DropBracket + "0.week.0"} {
		f, out := act(t, small(t), do)
		if shown(f) != want || out.Err != nil || len(f.Attributes) != 2 {
			t.Errorf("%s: %s, %v", do, shown(f), out.Err)
		}
	}
	if _, ok := small(t).Do("save"); ok {
		t.Error("saving is no action of the form")
	}
}

func FuzzReadNeverLosesItsWay(f *testing.F) {
	f.Add("plan.attributes.0.kind=enum&plan.attributes.0.code=a&plan.attributes.0.values.0.code=x&plan.skus.0.values=x&plan.skus.0.on=1", "generate")
	f.Add("plan.attributes.0.kind=quantity&plan.attributes.0.prices.month.kind=step", "attribute.drop.0")
	f.Fuzz(func(t *testing.T, query, do string) {
		v := map[string][]string{}
		for part := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(part, "=")
			v[name] = []string{value}
		}
		form := specform.Read(v)
		form.Do(do)
		form.Tidy()
		s, err := form.Spec(catalog.Spec{})
		if err == nil {
			_ = form.Place(s.Plan.Validate())
		}
		if again := specform.Read(maps.Clone(post(form))); len(again.Rows) != len(form.Rows) || len(again.Attributes) != len(form.Attributes) {
			t.Errorf("%d rows and %d attributes became %d and %d", len(form.Rows), len(form.Attributes), len(again.Rows), len(again.Attributes))
		}
	})
}
