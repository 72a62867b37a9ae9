package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
)

// Proofs know what the documents of a real name say.
type Proofs interface {
	// Proven is what an account proved; the zero Proof when nothing was.
	Proven(ctx context.Context, accountID string) (Proof, error)
}

// Proof is what an applicant need not type, and cannot type otherwise (business-rules 2.3): dates as 2006-01-02, "" for
// those that were not proven.
type Proof struct{ Born, Founded string }

// Proof returns what the actor's account proved.
func (s *Service) Proof(ctx context.Context, actor account.Actor) (Proof, error) {
	return s.proof(ctx, actor.ID)
}

func (s *Service) proof(ctx context.Context, accountID string) (Proof, error) {
	if s.proofs == nil {
		return Proof{}, nil
	}
	return s.proofs.Proven(ctx, accountID)
}

// proven is a form with what was proven instead of what was typed.
func (f EntryForm) proven(p Proof) EntryForm {
	if p.Born != "" {
		f.Born = p.Born
	}
	if p.Founded != "" {
		f.Founded = p.Founded
	}
	return f
}

// Rules are the conditions of admission of this marketplace.
func (s *Service) Rules() Rules { return s.rules }
