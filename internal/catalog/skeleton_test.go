package catalog

import "testing"

// business-rules 4.4: a name is accurate. Names that cannot be told apart by reading have one skeleton.
func TestNamesThatLookAlikeHaveOneSkeleton(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string][2]string{
		"full width":            {"ＣｌｏｕｄＭｅｅｔ", "CloudMeet"},
		"Cyrillic":              {"Сlоud Мееt", "Cloud Meet"},
		"Greek":                 {"Αlρha Vieω", "Alpha Vieω"},
		"zero width":            {"云上\u200b会议", "云上会议"},
		"bidi":                  {"\u202e云上会议\u202c", "云上会议"},
		"a filler":              {"云上\u3164会议", "云上会议"},
		"Japanese":              {"云上エ作台", "云上工作台"},
		"a stroke":              {"末来会议", "未来会议"},
		"digits for letters":    {"C1oud 0ne", "Cloud One"},
		"a capital I for an l":  {"CIoud", "Cloud"},
		"rn for m":              {"Srnart", "Smart"},
		"case, space and marks": {"Cloud-Meet ·", "cloud meet"},
	} {
		if a, b := skeleton(pair[0]), skeleton(pair[1]); a != b || a == "" {
			t.Errorf("%s: %q and %q", name, a, b)
		}
	}
	for _, pair := range [][2]string{{"云上会议", "云下会议"}, {"Cloud Meet", "Cloud Mail"}, {"苇桥文档", "苇桥表格"}, {"A1", "A2"}} {
		if skeleton(pair[0]) == skeleton(pair[1]) {
			t.Errorf("%q and %q look alike", pair[0], pair[1])
		}
	}
	for _, r := range []rune{'\u200b', '\u200d', '\u202e', '\u2066', '\ufeff', '\u00ad', '\u3164', '\u2800', '\U000e0041'} {
		if !invisible(r) {
			t.Errorf("U+%04X can be seen", r)
		}
	}
	for _, r := range []rune{'a', '会', ' ', '·', '\u3000', '\ufe0f', '👍'} {
		if invisible(r) {
			t.Errorf("U+%04X cannot be seen", r)
		}
	}
}

// GB 11643-1999; the numbers are of nobody: their region does not exist.
func TestIdentityNumbersAreToldByTheirCheckCharacter(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]bool{"990101199003077233": true, "990101199003077234": false, "990000199003070013": true, "990101199013077233": false,
		"990101189003077233": false} {
		if validIdentity(number) != want {
			t.Errorf("%s: got %v", number, !want)
		}
	}
	n := 0
	for _, last := range "0123456789X" {
		if validIdentity("99010119900307723" + string(last)) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d check characters are right, want one", n)
	}
}
