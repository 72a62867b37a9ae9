package wallet_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/wallet"
)

// noMail is a directory without mail addresses.
type noMail struct{}

func (noMail) Recipient(context.Context, string) (notify.Recipient, error) {
	return notify.Recipient{Name: "Lin Yue", Lang: "zh"}, nil
}
func (noMail) Operators(context.Context) ([]string, error) { return []string{operator.ID}, nil }
func (noMail) Send(context.Context, notify.Mail) error     { return nil }

func TestEveryMessageOfTheWalletHasAllItsValues(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		var lines bytes.Buffer
		log := slog.New(slog.NewTextHandler(&lines, nil))
		q, err := job.New(db, log, job.Config{})
		if err != nil {
			t.Fatal(err)
		}
		messages := notify.New(db, q, notify.Config{Directory: noMail{}, Mailer: noMail{}, BaseURL: "https://market.example.com"}, log)
		link := func(id string) string { return "/buyer/topups/" + id }
		s := wallet.New(db, ledger.New(db), messages, plainGateway{}, wallet.Config{TopUpLink: link, TransferLink: link}, log)
		for _, end := range []func(id string) error{
			func(id string) error {
				_, err := s.ConfirmTransfer(t.Context(), wallet.ConfirmTransferInput{Actor: operator, ID: id, Received: "1234.50"})
				return err
			},
			func(id string) error {
				_, err := s.RejectTransfer(t.Context(), wallet.RejectTransferInput{Actor: operator, ID: id, Reason: "银行未到账"})
				return err
			},
		} {
			top, err := s.TopUp(t.Context(), wallet.TopUpInput{AccountID: buyer.ID, Method: wallet.MethodTransfer, Amount: "1234.50"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.SubmitTransfer(t.Context(), wallet.SubmitTransferInput{AccountID: "acc_1", ID: top.ID, BankReference: top.RemittanceCode}); err != nil {
				t.Fatal(err)
			}
			if err := end(top.ID); err != nil {
				t.Fatal(err)
			}
		}
		inbox, err := messages.Inbox(t.Context(), buyer.ID, page.Request{}, notify.Filter{Lang: "zh"})
		if err != nil || len(inbox.Items) != 2 {
			t.Fatalf("%+v, %v", inbox, err)
		}
		for _, item := range inbox.Items {
			if !strings.Contains(item.Title, "¥1,234.50") || !strings.HasPrefix(item.Link, "/buyer/topups/top_") {
				t.Errorf("message %+v", item)
			}
		}
		if lines.Len() > 0 {
			t.Errorf("logged: %s", lines.String())
		}
	})
}
