package specform

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// The bounds of a workbook.
const (
	MaxSheetBytes = 10 << 20
	maxUnpacked   = 16 << 20
	maxParts      = 200
	maxColumns    = 80                      // a plan has at most 20 attributes, each quantity with a column for each period
	maxCells      = (MaxTableRows + 1) * 60 // of all sheets: no table that we write has as many
)

const (
	contentTypes = "[Content_Types].xml"
	workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

// ReadSheet is the first sheet of a workbook as cells, for Apply. Faults are ErrSheetType, ErrSheetMacro, ErrSheetTooLarge,
// ErrSheetUnpacked, ErrTableRows and ErrTableColumn of the whole, and ErrSheetFormula of cells.
func ReadSheet(data []byte) ([][]string, []Fault) {
	whole := func(err *apperr.Error) ([][]string, []Fault) { return nil, []Fault{{Err: err}} }
	if len(data) > MaxSheetBytes {
		return whole(ErrSheetTooLarge.With("max", MaxSheetBytes>>20))
	}
	parts, err := unpack(data)
	if err != nil {
		return whole(err)
	}
	if err := judge(parts); err != nil {
		return whole(err)
	}
	if faults := formulas(parts); len(faults) > 0 {
		return nil, faults
	}
	cells, err := firstSheet(data)
	if err != nil {
		return whole(err)
	}
	return cells, nil
}

// unpack reads every part to its end, whatever the file says of its size.
func unpack(data []byte) (map[string][]byte, *apperr.Error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrSheetType
	}
	if len(z.File) > maxParts {
		return nil, ErrSheetUnpacked
	}
	parts, left := map[string][]byte{}, int64(maxUnpacked)
	for _, f := range z.File {
		body, err := content(f, left+1)
		if err != nil {
			return nil, ErrSheetType
		}
		if left -= int64(len(body)); left < 0 {
			return nil, ErrSheetUnpacked
		}
		parts[f.Name] = body
	}
	return parts, nil
}

func content(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r, most))
	return body, errors.Join(err, r.Close())
}

// judge says whether the parts are a workbook without macros.
func judge(parts map[string][]byte) *apperr.Error {
	types := string(parts[contentTypes])
	for name := range parts {
		if strings.Contains(strings.ToLower(name), "vbaproject") {
			return ErrSheetMacro
		}
	}
	switch {
	case strings.Contains(types, "macroEnabled") || strings.Contains(types, "vbaProject"):
		return ErrSheetMacro
	case !strings.Contains(types, workbookType):
		return ErrSheetType
	}
	return nil
}

// formulas finds the cells that hold one, in any sheet: what a spreadsheet computes is not what a person wrote and checked.
func formulas(parts map[string][]byte) []Fault {
	var out []Fault
	cells := 0
	for name, body := range parts {
		if path.Dir(name) != "xl/worksheets" {
			continue
		}
		d, at := xml.NewDecoder(bytes.NewReader(body)), ""
		for {
			tok, err := d.Token()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					return []Fault{{Err: ErrSheetType}}
				}
				break
			}
			start, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			switch start.Name.Local {
			case "c":
				at = ref(start)
				if cells++; cells > maxCells {
					return []Fault{{Err: ErrSheetUnpacked}}
				}
			case "f":
				if len(out) < maxFaults {
					out = append(out, cellFault(at, ErrSheetFormula))
				}
			}
		}
	}
	return out
}

func ref(cell xml.StartElement) string {
	for _, a := range cell.Attr {
		if a.Name.Local == "r" {
			return a.Value
		}
	}
	return ""
}

// cellFault is a fault of a cell such as "C7".
func cellFault(at string, err *apperr.Error) Fault {
	column, row, refErr := excelize.SplitCellName(at)
	if refErr != nil {
		return Fault{Err: err}
	}
	return Fault{Row: row, Column: column, Err: err}
}

// firstSheet reads the cells. The reader of workbooks is not ours, so whatever a damaged file makes it do is a fault of the file.
func firstSheet(data []byte) (cells [][]string, fault *apperr.Error) {
	defer func() {
		if recover() != nil {
			cells, fault = nil, ErrSheetType
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, ErrSheetType
	}
	defer func() { _ = book.Close() }() // nothing was unpacked to disk
	names := book.GetSheetList()
	if len(names) == 0 {
		return nil, ErrSheetType
	}
	rows, err := book.Rows(names[0])
	if err != nil {
		return nil, ErrSheetType
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		columns, err := rows.Columns()
		switch {
		case err != nil:
			return nil, ErrSheetType
		case len(columns) > maxColumns:
			return nil, ErrTableColumn
		case len(cells) > MaxTableRows:
			return nil, ErrTableRows.With("max", MaxTableRows)
		}
		cells = append(cells, columns)
	}
	if rows.Error() != nil || rounded(book, names[0], cells) != nil {
		return nil, ErrSheetType
	}
	return cells, nil
}

// rounded puts numbers as the spreadsheet shows them. A long text stays as it is: who writes digits as text wants them all.
func rounded(book *excelize.File, sheet string, cells [][]string) error {
	for y, row := range cells {
		for x, raw := range row {
			shown := shownNumber(raw)
			if shown == raw {
				continue
			}
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return err
			}
			kind, err := book.GetCellType(sheet, at)
			if err != nil {
				return err
			}
			if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
				row[x] = shown
			}
		}
	}
	return nil
}

// shownNumber is a number as the spreadsheet shows it: 19.99 is stored as 19.989999999999998, and a small one as 5.0E-2.
func shownNumber(raw string) string {
	if len(raw) <= numberDigits && !strings.ContainsAny(raw, "eE") {
		return raw
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', numberDigits, 64), 64)
	if err != nil {
		return raw
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
