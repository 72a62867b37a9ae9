package seller

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Hours are when somebody answers: the same span on each of some days of the week.
type Hours struct {
	Days []int  `json:"days"` // 1 is Monday, 7 is Sunday; ascending
	From string `json:"from"` // "09:00"
	To   string `json:"to"`   // "18:00"; after From, "24:00" is midnight
}

// The least service time that a seller offers (business-rules 2.3, 2.8).
const (
	leastDays  = 5
	leastHours = 8 * time.Hour
)

// clean sorts the days and leaves out what is none.
func (h Hours) clean() Hours {
	days := slices.Clone(h.Days)
	days = slices.DeleteFunc(days, func(d int) bool { return d < 1 || d > 7 })
	slices.Sort(days)
	return Hours{slices.Compact(days), strings.TrimSpace(h.From), strings.TrimSpace(h.To)}
}

// Span is how long the service lasts on each day; ok is false when the times are none.
func (h Hours) Span() (d time.Duration, ok bool) {
	from, okFrom := clockTime(h.From)
	to, okTo := clockTime(h.To)
	return to - from, okFrom && okTo && to > from
}

// Enough reports whether the hours are at least 5×8.
func (h Hours) Enough() bool {
	span, ok := h.Span()
	return ok && span >= leastHours && len(h.clean().Days) >= leastDays
}

func clockTime(s string) (time.Duration, bool) {
	if s == "24:00" {
		return 24 * time.Hour, true
	}
	t, err := time.Parse("15:04", s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// Text is how buyers read the hours: "周一至周五 09:00–18:00".
func (h Hours) Text() i18n.Text {
	h = h.clean()
	if _, ok := h.Span(); !ok || len(h.Days) == 0 {
		return i18n.Text{}
	}
	zh := []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"}
	en := []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	return i18n.Text{ZH: fmt.Sprintf("%s %s–%s", runs(h.Days, zh, "至", "、"), h.From, h.To),
		EN: fmt.Sprintf("%s, %s–%s", runs(h.Days, en, "–", ", "), h.From, h.To)}
}

// runs names days, three and more in a row by the first and the last.
func runs(days []int, names []string, through, and string) string {
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == days[j]+1 {
			j++
		}
		if j-i >= 2 {
			parts = append(parts, names[days[i]-1]+through+names[days[j]-1])
		} else {
			for _, d := range days[i : j+1] {
				parts = append(parts, names[d-1])
			}
		}
		i = j + 1
	}
	return strings.Join(parts, and)
}

// fault names what is wrong with hours that are not good enough: the times that are missing, otherwise the days and times
// together.
func (h Hours) fault(bad *apperr.Fields, field string, e *apperr.Error) {
	if h.From == "" {
		bad.Add(field+"_from", ErrFieldMissing)
	}
	if h.To == "" {
		bad.Add(field+"_to", ErrFieldMissing)
	}
	if h.From != "" && h.To != "" || len(h.Days) == 0 {
		bad.Add(field, e)
	}
}
