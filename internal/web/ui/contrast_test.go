package ui

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// Texts need 4.5:1 and the outlines of controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
func TestEveryPairOfInkAndGroundIsReadableInBothThemes(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("styles/theme.css")
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`(?s)name: "(souk-\w+)";(.*?)\n}`).FindAllStringSubmatch(string(css), -1)
	if len(themes) != 2 {
		t.Fatalf("%d themes, want 2", len(themes))
	}
	for side, theme := range themes {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--color-([\w-]+): (#\w{6})`).FindAllStringSubmatch(theme[2], -1) {
			colours[m[1]] = m[2]
		}
		for _, m := range regexp.MustCompile(`--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)`).FindAllStringSubmatch(string(css), -1) {
			if _, tone := colours[m[1]]; !tone {
				colours[m[1]] = m[2+side]
			}
		}
		need := func(ink, ground string, least float64) {
			if got := contrast(colours[ink], colours[ground]); !(got >= least) {
				t.Errorf("%s: %s on %s is %.2f:1, want %.1f:1", theme[1], ink, ground, got, least)
			}
		}
		for _, ground := range []string{"base-100", "base-200", "surface-sunk", "surface-hover", "surface-on"} {
			for _, ink := range []string{"base-content", "ink-muted", "primary"} {
				need(ink, ground, 4.5)
			}
		}
		for _, ink := range []string{"secondary", "error", "success", "warning", "info"} {
			need(ink, "base-100", 4.5)
			need(ink, "base-200", 4.5)
			need(ink+"-content", ink, 4.5)
		}
		need("primary-content", "primary", 4.5)
		need("accent-content", "accent", 4.5)
		need("control-line", "base-100", 3)
		need("focus", "base-200", 3)
		for _, m := range regexp.MustCompile(`\.(tone-\w+) \{(.*)\}`).FindAllStringSubmatch(string(css), -1) {
			for _, v := range regexp.MustCompile(`--tone-(\w+): light-dark\((#\w{6}), (#\w{6})\)`).FindAllStringSubmatch(m[2], -1) {
				colours[m[1]+v[1]] = v[2+side]
			}
			need(m[1]+"ink", m[1]+"bg", 4.5)
			need("base-content", m[1]+"bg", 4.5)
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(hex string) float64 {
	if len(hex) != 7 {
		return math.NaN() // a colour that the sheet lacks: NaN is never enough
	}
	n, _ := strconv.ParseUint(hex[1:], 16, 32)
	part := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
