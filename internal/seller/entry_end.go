package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

// MayPublish returns nil when a seller may put products on sale, otherwise ErrNotActive: an approved application alone is
// not enough (business-rules 2.1, step 5); nor may who is punished (2.10): ErrPublishBanned. q is a *storage.Tx inside a transaction.
func (s *Service) MayPublish(ctx context.Context, q storage.Querier, sellerID string) error {
	own, err := s.GetBy(ctx, q, sellerID)
	if err != nil {
		return err
	}
	if own.State != EntryActive {
		return ErrNotActive
	}
	return s.mayPublish(ctx, q, own.ID)
}

// Agreed returns nil unless the seller's agreement has a newer version than the one that was signed: it is read and accepted
// again before the next product is submitted (business-rules 2.11, 13.2). Sellers that the marketplace itself brought in
// may have signed none. q is a *storage.Tx inside a transaction.
func (s *Service) Agreed(ctx context.Context, q storage.Querier, accountID string) error {
	if s.agreements == nil {
		return nil
	}
	return s.agreements.Renewed(ctx, q, accountID, AgreementSeller)
}

// EndInput is a seller's end; Reason is what the penalty or the request says.
type EndInput struct {
	Actor     account.Actor
	AccountID string
	Reason    string
}

// ExpelTx ends the cooperation (business-rules 2.1): the account is a buyer again and its company stays taken. What
// becomes of its products is the caller's. Errors: ErrEntryState.
func (s *Service) ExpelTx(ctx context.Context, tx *storage.Tx, in EndInput) error {
	if err := s.endTx(ctx, tx, in, EventExpel); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: auditEntryExpelled, AccountID: in.AccountID, Object: in.AccountID, Reason: in.Reason})
}

// ExitTx ends the cooperation at the seller's wish. That no order is open and no bill unpaid is for the caller to see. It
// may apply again, and has to be certified again then. Errors: ErrEntryState.
func (s *Service) ExitTx(ctx context.Context, tx *storage.Tx, in EndInput) error {
	if err := s.endTx(ctx, tx, in, EventExit); err != nil {
		return err
	}
	if err := deleteCompanies(ctx, tx, in.AccountID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: auditEntryExited, AccountID: in.AccountID, Object: in.AccountID, Reason: in.Reason})
}

func (s *Service) endTx(ctx context.Context, tx *storage.Tx, in EndInput, event string) error {
	e, err := getEntry(ctx, tx, in.AccountID)
	if err != nil {
		return err
	}
	if err := s.stepEntry(ctx, tx, step{seen: e, event: event, by: in.Actor, reason: in.Reason}); err != nil {
		return err
	}
	if err := deleteCertification(ctx, tx, in.AccountID); err != nil {
		return err
	}
	return s.accounts.EndSellerTx(ctx, tx, in.AccountID)
}
