package ui

import (
	"context"
	"strconv"
)

// Uploads is what somebody may still upload today, and what in a whole day.
type Uploads struct {
	Files, Bytes         int64
	FilesMost, BytesMost int64
	Until                string // the last day of a raised limit; "" when none was raised
}

// Text says it beside a field: "12 of 100 files, 9.4 of 10 GB".
func (u Uploads) Text(ctx context.Context) string {
	key := "ui.file.left"
	if u.Until != "" {
		key = "ui.file.left.raised"
	}
	return T(ctx, key, "files", u.Files, "most", u.FilesMost, "gb", gigabytes(u.Bytes), "gbmost", gigabytes(u.BytesMost), "until", u.Until)
}

// gigabytes has at most one decimal, rounded down: nobody is promised more than there is.
func gigabytes(n int64) string {
	whole := strconv.FormatInt(n>>30, 10)
	if tenth := (n & (1<<30 - 1)) * 10 >> 30; tenth > 0 {
		return whole + "." + strconv.FormatInt(tenth, 10)
	}
	return whole
}
