package asset

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// key makes the messages about one revision unique.
func (a Asset) key() string { return fmt.Sprintf("%s/%d", a.ID, a.Rev) }

// Assets are worked on by the API: its description is what a message leads to.
func (Asset) sellerPage() string   { return "/api/docs" }
func (Asset) operatorPage() string { return "/api/docs" }

// AppealInput is an appeal against the latest scan.
type AppealInput struct {
	Input
	Text string
	File string // id of an upload (asset_appeal)
}

// Appeal asks for a decision by a person, with evidence (business-rules 4.9). Errors: field errors of appeal_text and appeal_file,
// ErrAppealed after one about the same scan, ErrNotFound, ErrState, ErrChanged, ErrNotSelling.
func (s *Service) Appeal(ctx context.Context, in AppealInput) (Asset, error) {
	seen, err := s.ownAsset(ctx, in.Actor, in.ID)
	switch {
	case err != nil:
		return Asset{}, err
	case seen.State != StateRejected:
		return Asset{}, ErrState
	case !seen.MayAppeal():
		return Asset{}, ErrAppealed
	}
	text := line(in.Text)
	var bad apperr.Fields
	if n := utf8.RuneCountInString(text); n < minAppeal || n > maxAppeal {
		bad.Add("appeal_text", ErrAppealText.With("min", minAppeal, "max", maxAppeal))
	}
	if in.File == "" {
		bad.Add("appeal_file", ErrNeeded)
	}
	if err := bad.Err(); err != nil {
		return Asset{}, err
	}
	if _, err := s.upload(ctx, seen.AccountID, "appeal_file", in.File, blob.PurposeAppeal); err != nil {
		return Asset{}, err
	}
	in.Reason = text
	return s.move(ctx, seen, in.Input, step{event: EventAppeal, did: didAppeal, then: func(ctx context.Context, tx *storage.Tx, next *Asset) error {
		next.Appeal = Appeal{Text: text, File: in.File, Scan: seen.Scans, At: tx.Now}
		next.WaitingSince = tx.Now
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.AssetAppealed, Key: next.key(), Link: next.operatorPage(),
			Params: notify.Params("seller", next.SellerName, "name", next.Form.Name)})
	}})
}

// Approve lets an asset pass that waits for a person: its scan could not decide, or its seller appealed. The reason is kept in its
// history (business-rules 4.9: a test engineer decides). Errors: a field error of reason, ErrScanRuns, ErrNotFound, ErrState, ErrChanged.
func (s *Service) Approve(ctx context.Context, in Input) (Asset, error) {
	return s.decide(ctx, in, EventApprove)
}

// Reject rejects what waits for a person, and upholds a rejection that was appealed against. Errors: as Approve.
func (s *Service) Reject(ctx context.Context, in Input) (Asset, error) {
	return s.decide(ctx, in, EventReject)
}

func (s *Service) decide(ctx context.Context, in Input, event string) (Asset, error) {
	if err := in.Actor.May(account.OperatorAssets); err != nil {
		return Asset{}, err
	}
	seen, err := s.submitted(ctx, in.ID)
	switch {
	case err != nil:
		return Asset{}, err
	case !Machine.Can(seen.State, event):
		return Asset{}, ErrState
	case !seen.Decidable():
		return Asset{}, ErrScanRuns
	}
	in.Reason = line(in.Reason)
	if n := utf8.RuneCountInString(in.Reason); n < minReason || n > maxReason {
		var bad apperr.Fields
		bad.Add("reason", ErrReason.With("min", minReason, "max", maxReason))
		return Asset{}, bad.Err()
	}
	did, tells := didApprove, notify.AssetApproved
	if event == EventReject {
		did, tells = didReject, notify.AssetRejected
		if seen.State == StateAppealing {
			tells = notify.AssetUpheld
		}
	}
	return s.move(ctx, seen, in, step{event: event, did: did, then: func(ctx context.Context, tx *storage.Tx, next *Asset) error {
		next.Reason = in.Reason
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: next.AccountID, Event: tells, Key: next.key(), Link: next.sellerPage(),
			Params: notify.Params("name", next.Form.Name, "reason", next.Reason)})
	}})
}

// submitted is an asset as operators see it: drafts are the sellers' own.
func (s *Service) submitted(ctx context.Context, assetID string) (Asset, error) {
	a, err := getAsset(ctx, s.d.DB.Reader(), assetID)
	if err == nil && a.State == StateDraft {
		return Asset{}, ErrNotFound
	}
	return a, err
}
