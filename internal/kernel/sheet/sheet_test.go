package sheet_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/sheet"
)

func TestASpreadsheetRunsNoGuardedCell(t *testing.T) {
	t.Parallel()
	row := []string{"=1+1", "+86", "-2+3", "@x", "\tx", "\rx", "\n=1", "＝1+1", "－x", "-", "-1\n=2"}
	want := []string{"'=1+1", "'+86", "'-2+3", "'@x", "'\tx", "'\rx", "'\n=1", "'＝1+1", "'－x", "'-", "'-1\n=2"}
	got := sheet.Guard(row)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, sheet.Guard(got)); diff != "" {
		t.Errorf("guarded twice: %s", diff)
	}
	if row[0] != "=1+1" {
		t.Error("the row that was handed in was changed")
	}
}

func TestNumbersAndHarmlessTextsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	row := []string{"-12.30", "12", "0", "CS1", "", "a=b", "会议", "'quoted", "\xff"}
	if diff := cmp.Diff(row, sheet.Guard(row)); diff != "" {
		t.Error(diff)
	}
}

func TestATimeIsWrittenInTheMarketsZone(t *testing.T) {
	t.Parallel()
	if got := sheet.Time(time.Date(2026, 11, 22, 16, 1, 2, 3000, time.UTC)); got != "2026-11-23 00:01:02" {
		t.Errorf("got %q", got)
	}
	if got := sheet.Time(time.Time{}); got != "" {
		t.Errorf("no time is %q", got)
	}
}
