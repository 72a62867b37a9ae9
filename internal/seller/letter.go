package seller

import (
	"context"
	"errors"
	"strings"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Addressee is where the results of an application go besides the account: for an admission and later changes (business-rules 2.1,
// 2.5, 2.6) the customer-service mailbox and the contact phone.
type Addressee struct{ Email, Phone string }

func (f EntryForm) contact() Addressee { return Addressee{f.ServiceEmail, f.ContactPhone} }

func (s Seller) contact() Addressee { return Addressee{s.SupportEmail, s.Info.ContactPhone} }

const jobLetter = "seller.result_letter"

// letterArgs is a result on its way to somebody who may have no account.
type letterArgs struct {
	AccountID string            `json:"account_id"` // whose result it is
	Channel   notify.Channel    `json:"channel"`
	To        string            `json:"to"`
	Event     string            `json:"event"`
	Params    map[string]string `json:"params"`
	Link      string            `json:"link"`
	Class     int               `json:"class,omitempty"`
}

// TellTx tells an account a result, and the contacts of its application by mail and SMS. The letters are jobs of the
// transaction: they leave when it holds, and at least once.
func (s *Service) TellTx(ctx context.Context, tx *storage.Tx, m notify.Message, to Addressee) error {
	if err := s.notify.SendTx(ctx, tx, m); err != nil {
		return err
	}
	letter := letterArgs{AccountID: m.To, Event: m.Event, Params: m.Params, Link: m.Link, Class: m.Class}
	for channel, address := range map[notify.Channel]string{notify.ByMail: to.Email, notify.BySMS: dialled(to.Phone)} {
		if address == "" {
			continue
		}
		letter.Channel, letter.To = channel, address
		if err := s.queue.Enqueue(ctx, tx, jobLetter, letter); err != nil {
			return err
		}
	}
	return nil
}

// dialled is a telephone number as a gateway takes it, without what people put between the digits.
func dialled(phone string) string {
	return strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(phone)
}

// tellCertifiedTx tells the seller of an account a result of its certification.
func (s *Service) tellCertifiedTx(ctx context.Context, tx *storage.Tx, m notify.Message) error {
	own, err := s.GetByAccountTx(ctx, tx, m.To)
	if err != nil {
		return err
	}
	return s.TellTx(ctx, tx, m, own.contact())
}

// sendLetter sends a result, in the language of the account that it is about; not to an address that the account's message
// goes to anyway. An address that does not take it is noted: trying again would not help, and the account has the message.
func (s *Service) sendLetter(ctx context.Context, a letterArgs) error {
	acc, err := s.accounts.Get(ctx, a.AccountID)
	if err != nil {
		return err
	}
	if twice, err := s.notify.Reaches(ctx, a.AccountID, a.Class, a.Channel, a.To); err != nil || twice {
		return err
	}
	err = s.notify.Direct(ctx, notify.Direct{Channel: a.Channel, To: a.To, Lang: acc.Lang, Event: a.Event, Params: a.Params, Link: a.Link})
	if errors.Is(err, notify.ErrRefused) {
		s.log.WarnContext(ctx, "result letter not accepted", "account", a.AccountID, "event", a.Event, "channel", a.Channel, "error", err)
		return nil
	}
	return err
}
