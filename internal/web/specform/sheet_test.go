package specform_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

func written(t testing.TB, f *specform.Form, lang string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.WriteSheet(&out, lang); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read applies a workbook to a form, as an import does.
func read(f *specform.Form, data []byte) ([]specform.Change, []specform.Fault) {
	cells, faults := specform.ReadSheet(data)
	if len(faults) > 0 {
		return nil, faults
	}
	return f.Apply(cells, true)
}

func TestAWorkbookComesBackUnchanged(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs() {
		was := wide(t)
		was.Plan.SKUs[3].Prices[period.Month] = dec(t, "123456789.12345678") // more digits than a spreadsheet keeps of a number
		was.Plan.SKUs[4].Prices[period.Month] = dec(t, "0.00000001")
		was.Plan.SKUs[5].Prices[period.Month] = dec(t, "19.99")
		f := specform.From(was)
		changes, faults := read(f, written(t, f, lang))
		if len(changes)+len(faults) > 0 {
			t.Errorf("%s: %d changes, faults %v", lang, len(changes), faults)
		}
		got, err := f.Spec(was)
		if diff := cmp.Diff(withoutIDs(was), got); err != nil || diff != "" {
			t.Errorf("%s: %v (-stored +read):\n%s", lang, err, diff)
		}
	}
}

// book is a workbook of one sheet.
func book(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	b := excelize.NewFile()
	for i, r := range rows {
		if err := b.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAWorkbookChangesWhatItSaysAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows    [][]any
		want    string
		changes int
	}{
		"columns in another order, one row, names instead of codes": {[][]any{{"[month]", "区域", "Edition [edition]"}, {12.5, "Beijing", "Standard [std]"}},
			"std,bj=12.5 std,sh=11 pro,bj=20 -pro,sh=", 1},
		"sold and not": {[][]any{{"[edition]", "[region]", "[sold]"}, {"pro", "sh", "yes"}, {"std", "bj", "否"}}, "-std,bj=10 std,sh=11 pro,bj=20 pro,sh=", 2},
		"a price taken out, an empty row between": {[][]any{{"[edition]", "[region]", "[month]"}, {"std", "sh", ""}, {}, {"pro", "bj", 21}},
			"std,bj=10 std,sh= pro,bj=21 -pro,sh=", 2},
		"the number as a spreadsheet stores it": {[][]any{{"[edition]", "[region]", "[month]"}, {"std", "bj", 19.989999999999998}}, "std,bj=19.99 std,sh=11 pro,bj=20 -pro,sh=", 1},
		"the same in other words":               {[][]any{{"[edition]", "[region]", "[month]"}, {"std", "bj", "¥10.00"}}, shown(small(t)), 0},
	} {
		f := small(t)
		changes, faults := read(f, book(t, c.rows...))
		if got := shown(f); len(faults) > 0 || strings.ReplaceAll(got, "10.00", "10") != c.want || len(changes) != c.changes {
			t.Errorf("%s: got %s, %d changes, faults %v; want %s, %d", name, got, len(changes), faults, c.want, c.changes)
		}
	}
}

func TestAWorkbookWithAFaultChangesNothingAndSaysWhere(t *testing.T) {
	t.Parallel()
	head := []any{"[edition]", "[region]", "[month]"}
	many := [][]any{head}
	for range specform.MaxTableRows + 1 {
		many = append(many, []any{"std", "bj", 1})
	}
	type fault struct {
		row    int
		column string
		err    *apperr.Error
	}
	for name, c := range map[string]struct {
		rows [][]any
		want []fault
	}{
		"nothing":                       {nil, []fault{{0, "", specform.ErrTableEmpty}}},
		"only a head":                   {[][]any{head}, []fault{{0, "", specform.ErrTableEmpty}}},
		"a strange column":              {[][]any{{"[edition]", "[region]", "[month]", "Discount"}}, []fault{{1, "D", specform.ErrTableColumn}}},
		"a period that is not offered":  {[][]any{{"[edition]", "[region]", "[year]"}, {"std", "bj", 1}}, []fault{{1, "C", specform.ErrTableColumn}, {1, "", specform.ErrTableColumnMissing}}},
		"a column twice":                {[][]any{{"[edition]", "[region]", "[month]", "[month]"}, {"std", "bj", 1, 2}}, []fault{{1, "D", specform.ErrTableColumnTwice}}},
		"an attribute is missing":       {[][]any{{"[edition]", "[month]"}, {"std", 1}}, []fault{{1, "", specform.ErrTableColumnMissing}}},
		"no prices":                     {[][]any{{"[edition]", "[region]"}, {"std", "bj"}}, []fault{{1, "", specform.ErrTableColumnMissing}}},
		"an unknown value":              {[][]any{head, {"std", "gz", 1}}, []fault{{2, "B", specform.ErrTableValue}}},
		"two bad cells and one good":    {[][]any{head, {"std", "bj", "free"}, {"std", "sh", 5}, {"pro", "bj", -1}}, []fault{{2, "C", specform.ErrPrice}, {4, "C", price.ErrBadUnit}}},
		"a price with nine decimals":    {[][]any{head, {"std", "bj", "0.123456789"}}, []fault{{2, "C", price.ErrDecimals}}},
		"a number with nine decimals":   {[][]any{head, {"std", "bj", 0.123456789}}, []fault{{2, "C", price.ErrDecimals}}},
		"a price that is too high":      {[][]any{head, {"std", "bj", 1e10}}, []fault{{2, "C", price.ErrPriceRange}}},
		"a combination twice":           {[][]any{head, {"std", "bj", 1}, {"std", "bj", 1}}, []fault{{3, "", specform.ErrTableTwice}}},
		"neither sold nor not":          {[][]any{{"[edition]", "[region]", "[sold]"}, {"std", "bj", "maybe"}}, []fault{{2, "C", specform.ErrTableSold}}},
		"more rows than anybody prices": {many, []fault{{0, "", specform.ErrTableRows}}},
	} {
		f := small(t)
		_, faults := read(f, book(t, c.rows...))
		var got, want []string
		for _, x := range faults {
			got = append(got, fmt.Sprint(x.Row, x.Column, " ", x.Err.Code))
		}
		for _, x := range c.want {
			want = append(want, fmt.Sprint(x.row, x.column, " ", x.err.Code))
		}
		if diff := cmp.Diff(want, got); diff != "" || shown(f) != shown(small(t)) {
			t.Errorf("%s: %s (-want +got):\n%s", name, shown(f), diff)
		}
	}
}

// packed is a ZIP file of parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// changed is a good workbook with its parts changed.
func changed(t testing.TB, change func(parts map[string]string)) []byte {
	t.Helper()
	data := book(t, []any{"[edition]", "[region]", "[month]"}, []any{"std", "bj", 1})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(body)
	}
	change(parts)
	return packed(t, parts)
}

const sheet1 = "xl/worksheets/sheet1.xml"

func TestHostileWorkbooksAreRefused(t *testing.T) {
	t.Parallel()
	good := changed(t, func(map[string]string) {})
	for name, c := range map[string]struct {
		data []byte
		want *apperr.Error
	}{
		"nothing":                    {nil, specform.ErrSheetType},
		"text":                       {[]byte("edition,region,month\n"), specform.ErrSheetType},
		"the old format":             {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls, or one with a password"), specform.ErrSheetType},
		"half of a file":             {good[:len(good)/2], specform.ErrSheetType},
		"another archive":            {packed(t, map[string]string{"a.txt": "x"}), specform.ErrSheetType},
		"a text document":            {packed(t, map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`}), specform.ErrSheetType},
		"too many bytes":             {make([]byte, specform.MaxSheetBytes+1), specform.ErrSheetTooLarge},
		"a program for the workbook": {changed(t, func(p map[string]string) { p["xl/vbaProject.bin"] = "MZ" }), specform.ErrSheetMacro},
		"a program by another name":  {changed(t, func(p map[string]string) { p["xl/VBAPROJECT.BIN"] = "MZ" }), specform.ErrSheetMacro},
		"a type that allows programs": {changed(t, func(p map[string]string) {
			p["[Content_Types].xml"] = strings.ReplaceAll(p["[Content_Types].xml"], "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main")
		}), specform.ErrSheetMacro},
		"a bomb in a part that we read":   {changed(t, func(p map[string]string) { p[sheet1] += strings.Repeat(" ", 20<<20) }), specform.ErrSheetUnpacked},
		"a bomb in a part that we do not": {changed(t, func(p map[string]string) { p["xl/media/a.png"] = strings.Repeat("\x00", 20<<20) }), specform.ErrSheetUnpacked},
		"hundreds of parts": {changed(t, func(p map[string]string) {
			for i := range 300 {
				p[fmt.Sprint("xl/x", i)] = ""
			}
		}), specform.ErrSheetUnpacked},
		"more cells than a table has": {changed(t, func(p map[string]string) {
			p[sheet1] = strings.Replace(p[sheet1], "</sheetData>", "<row>"+strings.Repeat("<c/>", 130_000)+"</row></sheetData>", 1)
		}), specform.ErrSheetUnpacked},
		"a sheet that is no XML":    {changed(t, func(p map[string]string) { p[sheet1] = "<worksheet><sheetData><row" }), specform.ErrSheetType},
		"a sheet that is not there": {changed(t, func(p map[string]string) { delete(p, sheet1) }), specform.ErrSheetType},
		"a cell at the edge":        {changed(t, func(p map[string]string) { p[sheet1] = strings.Replace(p[sheet1], `r="A1"`, `r="XFD1"`, 1) }), specform.ErrTableColumn},
		"entities that feed on themselves": {changed(t, func(p map[string]string) {
			p[sheet1] = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>`
		}), specform.ErrSheetType},
	} {
		_, faults := specform.ReadSheet(c.data)
		if len(faults) != 1 || !faults[0].Err.Is(c.want) {
			t.Errorf("%s: %v, want %s", name, faults, c.want.Code)
		}
	}
}

func TestAFormulaIsNamedByItsCell(t *testing.T) {
	t.Parallel()
	data := changed(t, func(p map[string]string) {
		if !strings.Contains(p[sheet1], `<c r="C2"><v>1</v></c>`) {
			t.Fatalf("the sheet is written in another way: %s", p[sheet1])
		}
		p[sheet1] = strings.Replace(p[sheet1], `<c r="C2"><v>1</v></c>`, `<c r="C2"><f>WEBSERVICE("http://example.com")</f><v>1</v></c>`, 1)
	})
	_, faults := specform.ReadSheet(data)
	if len(faults) != 1 || faults[0].Row != 2 || faults[0].Column != "C" || !faults[0].Err.Is(specform.ErrSheetFormula) {
		t.Errorf("%+v", faults)
	}
}

// What a cell begins with is text for us and for the spreadsheet: nothing that is written is run there.
func TestNothingThatIsWrittenIsAFormula(t *testing.T) {
	t.Parallel()
	f := small(t)
	f.Attributes[0].Name = both("=1+1", "=1+1")
	f.Attributes[0].Values[0].Name = both("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0")
	if _, faults := specform.ReadSheet(written(t, f, i18n.EN)); len(faults) > 0 {
		t.Errorf("%v", faults)
	}
}

func TestTheClipboardIsReadWithAndWithoutAHead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ paste, want string }{
		"with a head":       {"区域\t版本\t[month]\n上海\t标准版\t1,234.5\r\n", "std,bj=10 std,sh=1234.5 pro,bj=20 -pro,sh="},
		"in the order here": {"std\tbj\t5\npro\tbj\t6", "std,bj=5 std,sh=11 pro,bj=6 -pro,sh="},
		"the prices alone":  {"1\n2\n3\n", "std,bj=1 std,sh=2 pro,bj=3 -pro,sh="},
		"fewer prices":      {"7", "std,bj=7 std,sh=11 pro,bj=20 -pro,sh="},
	} {
		f, out := act(t, small(t), specform.PasteTable, "paste", c.paste)
		if got := shown(f); len(out.Faults) > 0 || got != c.want || f.Paste != "" {
			t.Errorf("%s: got %s, faults %v, want %s", name, got, out.Faults, c.want)
		}
	}
	for name, c := range map[string]struct {
		paste string
		want  *apperr.Error
	}{
		"too many prices": {"1\n2\n3\n4", specform.ErrTableTooLong},
		"too few cells":   {"std\tbj\t5\npro\t6", specform.ErrTableWidth},
		"no price":        {"std\tbj\tfree", specform.ErrPrice},
		"nothing":         {" \n\t\n", specform.ErrTableEmpty},
	} {
		f, out := act(t, small(t), specform.PasteTable, "paste", c.paste)
		if len(out.Faults) == 0 || !out.Faults[0].Err.Is(c.want) || shown(f) != shown(small(t)) {
			t.Errorf("%s: %v", name, out.Faults)
		}
		if name != "nothing" && f.Paste == "" {
			t.Errorf("%s: what was pasted is lost", name)
		}
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add(book(f, []any{"[edition]", "[region]", "[month]"}, []any{"std", "bj", 1}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cells, faults := specform.ReadSheet(data)
		if len(faults) == 0 {
			small(t).Apply(cells, true)
		}
	})
}
