package realname

import (
	"context"
	"log/slog"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Deps are what the room needs.
type Deps struct {
	DB       *storage.DB
	Queue    *job.Queue
	Log      *slog.Logger
	Accounts *account.Service
	Notify   *notify.Service
	Files    *blob.Store
	Box      *secret.Box
	Verifier Verifier // nil: operators decide everything
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room and registers its job.
func New(d Deps) *Service {
	s := &Service{d}
	if d.Verifier == nil {
		s.d.Verifier = Manual{}
	}
	job.Handle(d.Queue, checkJob, s.check)
	return s
}

// sealedFor names what a sealed form is for, so that it opens in its own row only.
func sealedFor(id string) string { return "realname/" + id }

// tagOf is what finds the other accounts with a number.
func (s *Service) tagOf(c Content) string {
	if c.Number == "" {
		return ""
	}
	return s.d.Box.Tag(string(c.Document)+"/"+c.Number, "realname/number")
}

// masked is an application as people see it.
func masked(a Application) Application {
	a.Content.Number = mask(a.Content.Number)
	return a
}

// CountWaiting counts what waits for an operator, as far as one page of the queue reaches. Errors: account.ErrForbidden.
func (s *Service) CountWaiting(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.May(account.OperatorVerifications); err != nil {
		return 0, err
	}
	return countReview(ctx, s.d.DB.Reader(), page.MaxLimit)
}

// Mine is how an account stands: its open application, nil for none, and the newest approved one, nil for none.
func (s *Service) Mine(ctx context.Context, actor account.Actor) (open, approved *Application, err error) {
	if err := actor.May(account.MainUser); err != nil {
		return nil, nil, err
	}
	all, err := s.listOf(ctx, s.d.DB.Reader(), actor.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range all { // the newest first
		a = masked(a)
		switch {
		case a.State != StateApproved:
			open = &a
		case approved == nil:
			approved = &a
		}
	}
	return open, approved, nil
}

// Proven is what an account proved last: the approved form, its number masked; ErrNotFound when there is none. For rooms
// that ask for age, founding date or capital (business-rules 2.3). q is the caller's: inside a transaction, its *Tx.
func (s *Service) Proven(ctx context.Context, q storage.Querier, accountID string) (Content, error) {
	all, err := s.listOf(ctx, q, accountID)
	if err != nil {
		return Content{}, err
	}
	for _, a := range all {
		if a.State == StateApproved {
			return masked(a).Content, nil
		}
	}
	return Content{}, ErrNotFound
}

// Review is an application as who decides sees it.
type Review struct {
	Application
	// SameNumber are the other accounts that applied with the same document, whatever came of it.
	SameNumber []string
}

// Get is an application for who decides. Errors: account.ErrForbidden, ErrNotFound; a draft is nobody's business.
func (s *Service) Get(ctx context.Context, actor account.Actor, id string) (Review, error) {
	if err := actor.May(account.OperatorVerifications); err != nil {
		return Review{}, err
	}
	q := s.d.DB.Reader()
	a, err := s.get(ctx, q, id)
	if err != nil {
		return Review{}, err
	}
	if a.State == StateDraft {
		return Review{}, ErrNotFound
	}
	others, err := listSameNumber(ctx, q, a.tag, a.AccountID)
	return Review{masked(a), others}, err
}

// QueueInput asks for the applications in a state, "" for StateReview.
type QueueInput struct {
	Actor account.Actor
	State State
	Page  page.Request
}

// Queue lists applications, those that wait longest first. Errors: account.ErrForbidden, ErrState, page.ErrBadCursor.
func (s *Service) Queue(ctx context.Context, in QueueInput) (page.Of[Application], error) {
	if err := in.Actor.May(account.OperatorVerifications); err != nil {
		return page.Of[Application]{}, err
	}
	if in.State == "" {
		in.State = StateReview
	}
	if in.State != StateReview && in.State != StateApproved && in.State != StateRejected {
		return page.Of[Application]{}, ErrState
	}
	out, err := s.listQueue(ctx, in.State, in.Page)
	for i := range out.Items {
		out.Items[i] = masked(out.Items[i])
	}
	return out, err
}

// purposes are the files of the form.
func purposes() map[string]blob.Purpose {
	return map[string]blob.Purpose{"front": blob.PurposeIdentity, "back": blob.PurposeIdentity, "licence": blob.PurposeIdentity}
}

// ownFiles finds files that are not the account's own, or were uploaded for something else.
func (s *Service) ownFiles(ctx context.Context, accountID string, c Content, f *apperr.Fields) error {
	for field, id := range (Application{Content: c}).Files() {
		file, err := s.d.Files.Get(ctx, id)
		switch {
		case apperr.Of(err) != nil && apperr.Of(err).Kind == apperr.NotFound:
			f.Add(field, ErrFileUnknown)
		case err != nil:
			return err
		case file.Owner != accountID || file.Purpose != purposes()[field]:
			f.Add(field, ErrFileUnknown)
		}
	}
	return nil
}
