package sandbox

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
)

func TestSpansAndTimes(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 1, 31, 10, 30, 0, 0, period.Shanghai())
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04:05", s, period.Shanghai())
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, c := range []struct {
		field, value string
		want         time.Time
		err          error
	}{
		{"advance", "1m", at("2027-01-31 10:31:00"), nil},
		{"advance", "90m", at("2027-01-31 12:00:00"), nil},
		{"advance", "1h30m", at("2027-01-31 12:00:00"), nil},
		{"advance", " 3h ", at("2027-01-31 13:30:00"), nil},
		{"advance", "1d", at("2027-02-01 10:30:00"), nil},
		{"advance", "7d", at("2027-02-07 10:30:00"), nil},
		{"advance", "2w", at("2027-02-14 10:30:00"), nil},
		{"advance", "1mo", at("2027-02-28 10:30:00"), nil},
		{"advance", "1MO", at("2027-02-28 10:30:00"), nil},
		{"advance", "1y", at("2028-01-31 10:30:00"), nil},
		{"advance", "-5m", at("2027-01-31 10:25:00"), nil}, // the room refuses it
		{"advance", "1.5d", time.Time{}, ErrSpan},
		{"advance", "-1d", time.Time{}, ErrSpan},
		{"advance", "10000d", time.Time{}, ErrSpan},
		{"advance", "1mo1d", time.Time{}, ErrSpan},
		{"advance", "5", time.Time{}, ErrSpan},
		{"advance", "１h", time.Time{}, ErrSpan},
		{"to", "2027-02-01T00:00", at("2027-02-01 00:00:00"), nil},
		{"to", "2027-02-01T00:00:30", at("2027-02-01 00:00:30"), nil},
		{"to", "2027-02-01 08:15", at("2027-02-01 08:15:00"), nil},
		{"to", "2027-02-01", at("2027-02-01 00:00:00"), nil},
		{"to", "2027-02-30T00:00", time.Time{}, ErrTime},
		{"to", "2027-02-01T00:00Z", time.Time{}, ErrTime},
		{"to", "99999-01-01T00:00", time.Time{}, ErrTime},
		{"", "", time.Time{}, ErrEmpty},
	} {
		in, err := parse(url.Values{c.field: {c.value}}, now)
		if !errors.Is(err, c.err) || !in.To.Equal(c.want) || in.By != 0 {
			t.Errorf("%s=%q: %v, %v; want %v, %v", c.field, c.value, in.To, err, c.want, c.err)
		}
	}
}
