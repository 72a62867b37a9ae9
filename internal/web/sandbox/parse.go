package sandbox

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/sandbox"
)

// What the form may be refused for, beside what the room refuses.
var (
	ErrEmpty = apperr.Def(apperr.Invalid, "sandbox_empty",
		"Say how far the clock should move, or to which time.", "请填写要前进的时长，或要到达的时间。")
	ErrBoth = apperr.Def(apperr.Invalid, "sandbox_both",
		"Give either a span or a time, not both.", "时长和目标时间只能填写一项。")
	ErrSpan = apperr.Def(apperr.Invalid, "sandbox_span",
		"Write a span such as 90m, 3h, 2d, 1w, 1mo or 1y.", "时长格式不正确，请填写如 90m、3h、2d、1w、1mo 或 1y。")
	ErrTime = apperr.Def(apperr.Invalid, "sandbox_time",
		"Write a time such as 2026-11-22 18:30.", "时间格式不正确，请填写如 2026-11-22 18:30。")
)

// field is the field of the form that an error belongs to.
func field(form url.Values) string {
	if strings.TrimSpace(form.Get("to")) != "" {
		return "to"
	}
	return "advance"
}

// parse reads where a form wants the clock to go: by "advance", a span, or to "to", a local time.
func parse(form url.Values, now time.Time) (sandbox.MoveInput, error) {
	advance, to := strings.TrimSpace(form.Get("advance")), strings.TrimSpace(form.Get("to"))
	switch {
	case advance == "" && to == "":
		return sandbox.MoveInput{}, ErrEmpty
	case advance != "" && to != "":
		return sandbox.MoveInput{}, ErrBoth
	case advance != "":
		at, err := later(now, advance)
		return sandbox.MoveInput{To: at}, err
	}
	at, err := parseTime(to)
	return sandbox.MoveInput{To: at}, err
}

// calendar are spans in units of the market's calendar; a day is a day of the calendar, a month may end early.
var calendar = regexp.MustCompile(`^(\d{1,4})(d|w|mo|y)$`)

// later is now moved by a span: a Go duration, or a number of d, w, mo or y.
func later(now time.Time, span string) (time.Time, error) {
	if m := calendar.FindStringSubmatch(strings.ToLower(span)); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return time.Time{}, ErrSpan
		}
		loc := period.Shanghai()
		switch m[2] {
		case "d":
			return now.In(loc).AddDate(0, 0, n), nil
		case "w":
			return now.In(loc).AddDate(0, 0, 7*n), nil
		case "mo":
			return period.AddMonths(now, n, loc), nil
		}
		return period.AddMonths(now, 12*n, loc), nil
	}
	d, err := time.ParseDuration(span)
	if err != nil {
		return time.Time{}, ErrSpan
	}
	return now.Add(d), nil
}

// parseTime reads a time in the market's zone, as browsers and people write it.
func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, s, period.Shanghai()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, ErrTime
}

// maxBack is the longest address to return to.
const maxBack = 1024

// backTo is s when it is the address of a page of ours, and "" when a browser could read anything else into it. The
// clock's own addresses are left out: there is nothing to return to.
func backTo(s string) string {
	if len(s) > maxBack || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.Contains(s, `\`) ||
		strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == unicode.ReplacementChar }) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		return ""
	}
	if u.Path == Page || strings.HasPrefix(u.Path, Page+"/") {
		return ""
	}
	return s
}
