package textdiff_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/textdiff"
)

// side is the text that is left without what only the other one has.
func side(edits []textdiff.Edit, without textdiff.Op) (out []string) {
	for _, e := range edits {
		if e.Op != without {
			out = append(out, e.Text)
		}
	}
	return out
}

func TestAnEditIsWrittenAsPeopleExpectIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"a b", "a b", " a| b"},
		{"", "a b", "+a|+b"},
		{"a b", "", "-a|-b"},
		{"a b c", "a x c", " a|-b|+x| c"},
		{"a b c d", "b c", "-a| b| c|-d"},
		{"a a", "a a a", " a| a|+a"},
		{"one two three four", "zero two three five", "-one|+zero| two| three|-four|+five"},
	} {
		var got []string
		for _, e := range textdiff.Diff(strings.Fields(c.old), strings.Fields(c.new)) {
			got = append(got, string(e.Op)+e.Text)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%q to %q: %s", c.old, c.new, diff)
		}
	}
}

func TestEveryEditRebuildsBothTextsAndKeepsTheMost(t *testing.T) {
	t.Parallel()
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		old, new := pieces.Draw(t, "old"), pieces.Draw(t, "new")
		got := textdiff.Diff(old, new)
		if !slices.Equal(side(got, textdiff.Come), old) || !slices.Equal(side(got, textdiff.Gone), new) {
			t.Fatalf("%q of %q and %q", got, old, new)
		}
		stayed := len(old) + len(new) - len(got) // a piece that stays stands for one of each text
		if want := longest(old, new); stayed != want {
			t.Fatalf("%d pieces of %q and %q stay, want %d", stayed, old, new, want)
		}
	})
}

// longest is the length of the longest common subsequence, row by row.
func longest(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		next := make([]int, len(b)+1)
		for j, y := range b {
			next[j+1] = max(row[j+1], next[j])
			if x == y {
				next[j+1] = row[j] + 1
			}
		}
		row = next
	}
	return row[len(b)]
}

func numbers(from, to int) (out []string) {
	for i := from; i < to; i++ {
		out = append(out, strconv.Itoa(i))
	}
	return out
}

func TestTextsTooLongToCompareAreReplacedBetweenTheirEqualEnds(t *testing.T) {
	t.Parallel()
	const n = 20_000
	old := slices.Concat([]string{"head"}, numbers(0, n), []string{"tail"})
	new := slices.Concat([]string{"head"}, numbers(1, n+1), []string{"tail"})
	got := textdiff.Diff(old, new)
	want := slices.Concat([]textdiff.Edit{{Op: textdiff.Stay, Text: "head"}}, make([]textdiff.Edit, 0, 2*n))
	for _, p := range numbers(0, n) {
		want = append(want, textdiff.Edit{Op: textdiff.Gone, Text: p})
	}
	for _, p := range numbers(1, n+1) {
		want = append(want, textdiff.Edit{Op: textdiff.Come, Text: p})
	}
	if !slices.Equal(got, append(want, textdiff.Edit{Op: textdiff.Stay, Text: "tail"})) {
		t.Errorf("%d edits, want %d", len(got), len(want)+1)
	}
}

func TestASmallChangeInALongTextIsFound(t *testing.T) {
	t.Parallel()
	old := numbers(0, 50_000)
	new := slices.Clone(old)
	new[25_000] = "x"
	got := textdiff.Diff(old, new)
	if len(got) != 50_001 || got[25_000] != (textdiff.Edit{Op: textdiff.Gone, Text: "25000"}) || got[25_001] != (textdiff.Edit{Op: textdiff.Come, Text: "x"}) {
		t.Errorf("%d edits", len(got))
	}
}
