package seller

import (
	"context"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// The errors of a raised upload limit.
var (
	ErrRaisedFiles = apperr.Def(apperr.Invalid, "seller_raised_files",
		"Give a whole number of files above {min} and up to {max}, or leave it empty.", "请填写大于 {min} 且不超过 {max} 的整数，或留空。")
	ErrRaisedGB = apperr.Def(apperr.Invalid, "seller_raised_gb",
		"Give a whole number of GB above {min} and up to {max}, or leave it empty.", "请填写大于 {min} 且不超过 {max} 的整数（GB），或留空。")
	ErrRaisedNothing = apperr.Def(apperr.Invalid, "seller_raised_nothing",
		"Raise the files, the GB, or both.", "请至少提高文件数或容量中的一项。")
	ErrRaisedUntil = apperr.Def(apperr.Invalid, "seller_raised_until",
		"Give the last day as 2026-12-31: today at the earliest, {latest} at the latest.", "请填写截止日期（如 2026-12-31），最早为今天，最晚为 {latest}。")
	ErrNotRaised = apperr.Def(apperr.FailedPrecondition, "seller_uploads_not_raised",
		"The upload limit of this seller is not raised.", "该商家当前没有提高的上传额度。")
)

// RaiseUploadsInput raises what a seller may upload in a day; Rev is the revision of its standing that the operator saw.
type RaiseUploadsInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Files    int64  // a day; 0 stays that of the rule
	GB       int64  // a day; 0 stays that of the rule
	Until    string // the last day of the market's calendar: 2026-12-31
	Reason   string
}

// RaiseUploads raises what a seller may upload in a day (business-rules 4.1: 10 GB and 100 files per day) up to and with a day,
// instead of an earlier raise. It may be lower than what the seller uploaded today already, who waits for tomorrow then. What
// stands there already is not decided again. Errors: field errors of files, gb, until and reason, ErrSellerNotFound, ErrSellerGone,
// ErrStandingChanged.
func (s *Service) RaiseUploads(ctx context.Context, in RaiseUploadsInput) (blob.Left, error) {
	d := decision{actor: in.Actor, needs: account.OperatorSellerReviews, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason}
	if err := in.Actor.May(d.needs); err != nil {
		return blob.Left{}, err
	}
	next, err := in.raise(s.files.Limit(), s.Now())
	if err != nil {
		return blob.Left{}, err
	}
	return s.decideUploads(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf, old blob.Raise) error {
		next.Reason = c.reason
		if old.On() && old.Files == next.Files && old.Bytes == next.Bytes && old.Until.Equal(next.Until) && old.Reason == next.Reason {
			return errNothing
		}
		return s.saveUploads(ctx, tx, c, uploadsChange{old, next, auditUploadsRaised, notify.SellerUploadsRaised})
	})
}

// EndUploadsInput ends a raise; Rev is the revision of the seller's standing that the operator saw.
type EndUploadsInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Reason   string
}

// EndUploads takes the raise of a seller's upload limit away before its last day. Errors: field errors of reason,
// ErrSellerNotFound, ErrSellerGone, ErrStandingChanged, ErrNotRaised.
func (s *Service) EndUploads(ctx context.Context, in EndUploadsInput) (blob.Left, error) {
	d := decision{actor: in.Actor, needs: account.OperatorSellerReviews, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason}
	return s.decideUploads(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf, old blob.Raise) error {
		if !old.On() {
			return ErrNotRaised
		}
		return s.saveUploads(ctx, tx, c, uploadsChange{old, blob.Raise{}, auditUploadsEnded, notify.SellerUploadsEnded})
	})
}

// decideUploads is decide about the upload limit: the revision of the standing decides between operators at the same moment.
func (s *Service) decideUploads(ctx context.Context, d decision, fn func(context.Context, *storage.Tx, *caseOf, blob.Raise) error) (blob.Left, error) {
	var owner string
	_, err := s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) error {
		owner = c.own.AccountID
		old, err := s.files.RaisedTx(ctx, tx, owner)
		if err != nil {
			return err
		}
		return fn(ctx, tx, c, old)
	})
	if err != nil {
		return blob.Left{}, err
	}
	return s.files.LeftToday(ctx, owner)
}

// uploadsChange is what becomes of a raise, and how it is recorded and told.
type uploadsChange struct {
	old, next blob.Raise
	action    audit.Action
	event     string
}

func (s *Service) saveUploads(ctx context.Context, tx *storage.Tx, c *caseOf, x uploadsChange) error {
	if err := s.files.RaiseTx(ctx, tx, c.own.AccountID, x.next); err != nil {
		return err
	}
	if err := audit.Record(ctx, tx, audit.Change{Action: x.action, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
		Before: raiseRecord(x.old), After: raiseRecord(x.next)}); err != nil {
		return err
	}
	rule := s.files.Limit()
	return s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: x.event, Link: "/seller/standing", Params: notify.Params(
		"files", strconv.FormatInt(max(rule.Files, x.next.Files), 10), "gb", strconv.FormatInt(max(rule.Bytes, x.next.Bytes)>>30, 10),
		"until", lastDay(x.next.Until), "reason", c.reason)})
}

// raiseRecord is a raise in the audit log.
func raiseRecord(r blob.Raise) map[string]any {
	if !r.On() {
		return map[string]any{"raised": false}
	}
	return map[string]any{"raised": true, "files": r.Files, "gb": r.Bytes >> 30, "until": lastDay(r.Until)}
}

// raise checks the figures: each is above that of the rule, or 0 for it.
func (in RaiseUploadsInput) raise(rule blob.DayLimit, now time.Time) (blob.Raise, error) {
	var bad apperr.Fields
	if in.Files != 0 && (in.Files <= rule.Files || in.Files > blob.MaxRaisedFiles) {
		bad.Add("files", ErrRaisedFiles.With("min", rule.Files, "max", blob.MaxRaisedFiles))
	}
	if in.GB != 0 && (in.GB > blob.MaxRaisedGB || in.GB <= rule.Bytes>>30) {
		bad.Add("gb", ErrRaisedGB.With("min", rule.Bytes>>30, "max", blob.MaxRaisedGB))
	}
	if in.Files == 0 && in.GB == 0 {
		bad.Add("files", ErrRaisedNothing)
	}
	today, _ := time.ParseInLocation(time.DateOnly, now.In(period.Shanghai()).Format(time.DateOnly), period.Shanghai())
	latest := today.AddDate(0, 0, blob.MaxRaiseDays)
	until, err := time.ParseInLocation(time.DateOnly, line(in.Until), period.Shanghai())
	if err != nil || until.Before(today) || until.After(latest) {
		bad.Add("until", ErrRaisedUntil.With("latest", lastDay(latest)))
	}
	bad.Add("reason", reasonFault(lines(in.Reason)))
	return blob.Raise{Files: in.Files, Bytes: in.GB << 30, Until: until}, bad.Err()
}

// lastDay is a day of the market's calendar as it is written; empty for none.
func lastDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(period.Shanghai()).Format(time.DateOnly)
}
