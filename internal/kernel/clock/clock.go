// Package clock is the one source of business time.
//
// Invariants:
//
//  1. Nothing else in the product asks the machine for the time.
//  2. Now is UTC and has no more than microseconds, so that a stored instant reads back equal.
//  3. In a sandbox, time is the wall clock plus an offset that only ever grows.
package clock

import (
	"sync/atomic"
	"time"
)

// Clock tells the time. It is safe for concurrent use.
type Clock struct {
	offset atomic.Int64 // nanoseconds added to base
	base   func() time.Time
	fixed  atomic.Int64 // Unix nanoseconds of a manual clock
}

// New is the wall clock.
func New() *Clock { return &Clock{base: time.Now} }

// At is a clock for tests that stands still at t until it is moved.
func At(t time.Time) *Clock {
	c := &Clock{}
	c.fixed.Store(t.UnixNano())
	c.base = func() time.Time { return time.Unix(0, c.fixed.Load()) }
	return c
}

// Now is the business time in UTC, to the microsecond.
func (c *Clock) Now() time.Time {
	return c.base().Add(time.Duration(c.offset.Load())).UTC().Truncate(time.Microsecond)
}

// Offset is how far the business time is ahead of the wall clock.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// SetOffset moves the business time to d ahead of the wall clock. Only a sandbox does so.
func (c *Clock) SetOffset(d time.Duration) { c.offset.Store(int64(d)) }

// Advance moves a clock forward by d.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

// Wall is the machine's own time: for durations, deadlines and log lines, never for business.
func Wall() time.Time { return time.Now() }
