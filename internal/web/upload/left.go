package upload

import (
	"context"
	"strconv"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/web/ui"
)

// Left says what an account may still upload today (business-rules 4.1): "12 of 100 files, 9.4 of 10 GB".
func Left(ctx context.Context, key string, l blob.Left) string {
	return ui.T(ctx, key, "files", l.Files, "most", l.Limit.Files, "gb", gigabytes(l.Bytes), "gbmost", gigabytes(l.Limit.Bytes))
}

// gigabytes has one decimal, rounded down: nobody is promised more than there is.
func gigabytes(n int64) string {
	return strconv.FormatInt(n>>30, 10) + "." + strconv.FormatInt((n&(1<<30-1))*10>>30, 10)
}
