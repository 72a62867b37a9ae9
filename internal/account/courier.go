package account

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// CodeLetter is a one-time code on its way.
type CodeLetter struct {
	ID      string // of the code, for the log
	Channel Channel
	To      string
	Lang    string
	Purpose Purpose
	Code    secret.Text
	Minutes int // how long it is good for
}

// Notice is what an address is told that has no code to get.
type Notice struct {
	Channel Channel
	To      string
	Lang    string
	Kind    NoticeKind
	Login   string // the login concerned
}

// NoticeKind says what a notice tells.
type NoticeKind string

// The notices.
const (
	// NoticeExists goes to an e-mail address that somebody registers or wants to use although it has an account: only
	// its owner learns so.
	NoticeExists NoticeKind = "exists"
	// NoticeMoved goes to the address that an account had before.
	NoticeMoved NoticeKind = "moved"
	// NoticeClosed is the last letter to an account that closed.
	NoticeClosed NoticeKind = "closed"
)

// Courier brings letters to addresses, at once. It is asked by jobs only, never within a transaction. An error that wraps
// notify.ErrRefused is for good; after any other the letter is tried again.
type Courier interface {
	SendCode(ctx context.Context, c CodeLetter) error
	SendNotice(ctx context.Context, n Notice) error
}

// Terms are the agreements that who registers accepts.
type Terms interface {
	// AcceptTx records that the new account accepts what it was shown, or refuses because a newer version is in force.
	AcceptTx(ctx context.Context, tx *storage.Tx, who Actor, shown string) error
}

// SignTerms names who keeps what people accept when they register.
func (s *Service) SignTerms(t Terms) { s.terms = t }

// Reach says how addresses are reached. Without a courier no codes are sent.
func (s *Service) Reach(c Courier) { s.courier = c }

// tell sends a message to an account.
func (s *Service) tell(ctx context.Context, tx *storage.Tx, m notify.Message) error {
	if s.messenger == nil {
		return nil
	}
	return s.messenger.SendTx(ctx, tx, m)
}
