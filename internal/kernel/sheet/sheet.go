// Package sheet writes the cells of exported tables the way every spreadsheet program reads them.
//
// Invariants:
//
//  1. A guarded cell is never run as a formula, whatever somebody typed into it.
//  2. A plain number stays a number: it can be summed.
package sheet

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/period"
)

// starters begin a formula in one spreadsheet program or another; some read the full-width forms like the narrow ones.
const starters = "=+-@\t\r\n＝＋－＠"

var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// Guard returns row with an apostrophe before each cell that a spreadsheet would run as a formula; row itself is left as
// it is. Guarding twice changes nothing more.
func Guard(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		first, size := utf8.DecodeRuneInString(cell)
		if size > 0 && strings.ContainsRune(starters, first) && !plainNumber.MatchString(cell) {
			cell = "'" + cell
		}
		out[i] = cell
	}
	return out
}

// Time is an instant as a cell, in the market's zone and to the second, in the one form that every spreadsheet reads as a
// time; "" for the zero time.
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(period.Shanghai()).Format("2006-01-02 15:04:05")
}
