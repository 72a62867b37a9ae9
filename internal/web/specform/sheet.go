package specform

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// sheetName is the one sheet of a workbook that we write.
const sheetName = "SKU"

// numberDigits is how many digits a spreadsheet keeps of a number; a longer price is written as text.
const numberDigits = 15

// heads are what the columns are called besides their code in brackets, which is what is read again.
var heads = map[string]i18n.Text{
	"sold":               {ZH: "出售", EN: "Sold"},
	string(period.Month): {ZH: "每月价格", EN: "Price per month"},
	string(period.Year):  {ZH: "每年价格", EN: "Price per year"},
	string(price.Once):   {ZH: "一次性价格", EN: "Price once"},
}

func head(name i18n.Text, code, lang string) string { return name.In(lang) + " [" + code + "]" }

// WriteSheet writes the rows as a workbook: a column for each enum, whether the combination is sold, and a price for each
// period, and for each quantity and period the price that the combination has of its own, empty where it has none. ReadSheet and
// Apply take it back unchanged, also with more columns left out or in another order.
func (f *Form) WriteSheet(w io.Writer, lang string) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.SetSheetName(book.GetSheetName(0), sheetName); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(sheetName)
	if err != nil {
		return err
	}
	enums, units, own := f.Enums(), f.Units(), f.ownColumns()
	if err := out.SetColWidth(1, len(enums)+1+len(units)+len(own), 22); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	var cells []any
	for _, a := range enums {
		cells = append(cells, excelize.Cell{StyleID: bold, Value: head(a.Label(), a.Code, lang)})
	}
	cells = append(cells, excelize.Cell{StyleID: bold, Value: head(heads["sold"], "sold", lang)})
	for _, u := range units {
		cells = append(cells, excelize.Cell{StyleID: bold, Value: head(heads[string(u)], string(u), lang)})
	}
	for _, c := range own {
		name := i18n.Text{ZH: c.of.Label().In(i18n.ZH) + " " + heads[string(c.unit)].ZH, EN: c.of.Label().In(i18n.EN) + ", " + heads[string(c.unit)].EN}
		cells = append(cells, excelize.Cell{StyleID: bold, Value: head(name, c.code(), lang)})
	}
	if err := out.SetRow("A1", cells); err != nil {
		return err
	}
	for i, r := range f.Rows {
		if err := out.SetRow("A"+strconv.Itoa(i+2), f.sheetRow(r, lang)); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	var all bytes.Buffer // written at once: a workbook that breaks off is none
	if err := book.Write(&all); err != nil {
		return err
	}
	_, err = w.Write(all.Bytes())
	return err
}

func (f *Form) sheetRow(r Row, lang string) []any {
	var cells []any
	for _, a := range f.Enums() {
		code := r.Values[a.Code]
		cells = append(cells, head(a.valueName(code), code, lang))
	}
	sold := i18n.Text{ZH: "否", EN: "no"}
	if r.On {
		sold = i18n.Text{ZH: "是", EN: "yes"}
	}
	cells = append(cells, sold.In(lang))
	for _, u := range f.Units() {
		cells = append(cells, sheetPrice(r.Prices[u]))
	}
	for _, c := range f.ownColumns() {
		cells = append(cells, sheetPrice(r.Own[c.of.Code][c.unit].text()))
	}
	return cells
}

// sheetPrice is a price as a number where a spreadsheet keeps all its digits, else as text.
func sheetPrice(typed string) any {
	d, err := parsePrice(typed)
	if typed == "" || err != nil {
		return typed
	}
	text := d.String()
	n, floatErr := strconv.ParseFloat(text, 64)
	if floatErr != nil || len(text) > numberDigits {
		return text
	}
	return n
}
