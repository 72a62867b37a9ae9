package clock_test

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
)

func TestAManualClockStandsStillUntilMoved(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 9, 0, 0, 123456789, time.UTC)
	c := clock.At(at)
	if got := c.Now(); !got.Equal(at.Truncate(time.Microsecond)) || got.Location() != time.UTC {
		t.Errorf("now %v", got)
	}
	c.Advance(time.Hour)
	if got := c.Now(); !got.Equal(at.Truncate(time.Microsecond).Add(time.Hour)) {
		t.Errorf("advanced %v", got)
	}
}

func TestAnOffsetMovesTheWallClock(t *testing.T) {
	t.Parallel()
	c := clock.New()
	before := c.Now()
	c.SetOffset(24 * time.Hour)
	if d := c.Now().Sub(before); d < 24*time.Hour || d > 25*time.Hour {
		t.Errorf("moved by %v", d)
	}
}
