package seller

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Payout sends money to sellers' bank accounts.
type Payout interface {
	// StartTestTransfer sends a test transfer. The same ID is asked for again after a crash and must not be sent twice.
	StartTestTransfer(ctx context.Context, t TestTransfer) (Started, error)
}

// TestTransfer is a small amount to a bank account that is to be proven.
type TestTransfer struct {
	ID                         string
	Holder, Bank, Branch, Code string
	Number                     secret.Text
	Amount                     money.Amount
}

// Started is what became of a transfer. Sent says that the money is on its way; otherwise an operator sends it and says so.
type Started struct {
	Sent      bool
	Reference string // of the bank
}

// ManualPayout leaves transfers to the operators, whose page says what to send.
type ManualPayout struct{}

// StartTestTransfer does nothing: the transfer waits in the operators' queue.
func (ManualPayout) StartTestTransfer(context.Context, TestTransfer) (Started, error) {
	return Started{}, nil
}

// testAmount is a random amount from 0.01 to 0.99.
func testAmount() (money.Amount, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(99))
	if err != nil {
		return money.Amount{}, fmt.Errorf("draw a test amount: %w", err)
	}
	return money.CNY(n.Int64() + 1), nil
}

const jobTransfer = "seller.test_transfer"

// transferArgs names a test transfer.
type transferArgs struct {
	AccountID  string `json:"account_id"`
	TransferID string `json:"transfer_id"`
}

// Register has the queue start test transfers and send the letters about results.
func (s *Service) Register(q *job.Queue) {
	job.Handle(q, jobTransfer, s.startTransfer)
	job.Handle(q, jobLetter, s.sendLetter)
}

// startTransfer hands a test transfer to the payout. A transfer that was sent, or is not wanted any more, stays as it is.
func (s *Service) startTransfer(ctx context.Context, in transferArgs) error {
	c, err := getCertification(ctx, s.db.Reader(), in.AccountID)
	if err != nil {
		return err
	}
	if c.Transfer.ID != in.TransferID || c.Transfer.State != TransferRequested {
		return nil
	}
	number, err := s.box.Open(c.bankSealed, bankSeal(c.AccountID))
	if err != nil {
		return fmt.Errorf("open bank account of %s: %w", c.AccountID, err)
	}
	f := c.Form
	started, err := s.payout.StartTestTransfer(ctx, TestTransfer{ID: c.Transfer.ID, Holder: f.BankHolder, Bank: f.BankName, Branch: f.BankBranch,
		Code: f.BankCode, Number: number, Amount: c.Transfer.amount})
	if err != nil || !started.Sent {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		now, err := getCertification(ctx, tx, in.AccountID)
		if err != nil || now.Transfer.ID != in.TransferID || now.Transfer.State != TransferRequested {
			return err
		}
		return s.sentTx(ctx, tx, now, started.Reference)
	})
}

// sentTx notes that a test transfer is on its way, and tells the seller.
func (s *Service) sentTx(ctx context.Context, tx *storage.Tx, seen Certification, reference string) error {
	next := seen
	next.Transfer.State, next.Transfer.SentAt, next.Transfer.Reference, next.WaitingSince = TransferSent, tx.Now, reference, zeroTime()
	if err := storeCertification(ctx, tx, seen, next); err != nil {
		return err
	}
	if err := s.notify.SendTx(ctx, tx, notify.Message{To: seen.AccountID, Event: notify.CertificationTransferSent, Key: seen.Transfer.ID,
		Link: "/seller/certification", Params: notify.Params("account", seen.BankMasked)}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: auditTransferSent, AccountID: seen.AccountID, Object: seen.Transfer.ID,
		After: map[string]string{"reference": reference}})
}

// bankSeal is what the sealed number of a bank account is for.
func bankSeal(accountID string) string { return "seller.bank/" + accountID }
