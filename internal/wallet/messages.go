package wallet

import "github.com/souk-market/souk/internal/notify"

// messages are what a top-up's new state tells, and whom.
func (s *Service) messages(t TopUp) []notify.Message {
	switch t.State {
	case StatePaid, StateConfirmed:
		return []notify.Message{{To: t.AccountID, Event: notify.TopUpConfirmed, Link: s.cfg.TopUpLink(t.ID), Key: t.ID,
			Params: notify.Params("topup", t.ID, "amount", t.Received)}}
	case StateRejected:
		return []notify.Message{{To: t.AccountID, Event: notify.TopUpRejected, Link: s.cfg.TopUpLink(t.ID), Key: t.ID,
			Params: notify.Params("topup", t.ID, "amount", t.Amount, "reason", t.Reason)}}
	case StateSubmitted:
		return []notify.Message{{To: notify.Operators, Event: notify.TopUpTransferSubmitted, Link: s.cfg.TransferLink(t.ID), Key: t.ID,
			Params: notify.Params("topup", t.RemittanceCode, "amount", t.Amount, "account", t.buyer)}}
	}
	return nil
}
