package ui

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTheTwoSidesOfAComparisonAreTheTwoTexts(t *testing.T) {
	t.Parallel()
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("ab 销售、.\n1")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		old, new := letters.Draw(t, "old"), letters.Draw(t, "new")
		a, b := compare(old, new)
		if join(a, true) != old || join(b, true) != new {
			t.Fatalf("parts %v %v of %q %q", a, b, old, new)
		}
		if same, other := join(a, false), join(b, false); same != other {
			t.Fatalf("what is the same differs: %q %q", same, other)
		}
	})
}

func TestALongComparisonIsMarkedAsAWhole(t *testing.T) {
	t.Parallel()
	a, b := compare(strings.Repeat("字", 10_000), strings.Repeat("词字 ", 10_000))
	if len(a) != 1 || len(b) != 1 || !a[0].changed || !b[0].changed {
		t.Errorf("%d and %d parts", len(a), len(b))
	}
}

func join(parts []diffPart, all bool) string {
	var b strings.Builder
	for _, p := range parts {
		if all || !p.changed {
			b.WriteString(p.text)
		}
	}
	return b.String()
}
