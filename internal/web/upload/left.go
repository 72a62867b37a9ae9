package upload

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// Left says what an account may still upload today (business-rules 4.1), and until when an operator raised it.
func Left(ctx context.Context, l blob.Left) string {
	u := ui.Uploads{Files: l.Files, Bytes: l.Bytes, FilesMost: l.Limit.Files, BytesMost: l.Limit.Bytes}
	if l.Raise.On() {
		u.Until = l.Raise.Until.In(period.Shanghai()).Format(time.DateOnly)
	}
	return u.Text(ctx)
}
