package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

const jobDeliver = "notify.deliver"

// deliverArgs name the batch to deliver. Waiting jobs in the database have this form.
type deliverArgs struct {
	Batch string `json:"batch"`
}

// adoptDays is how far back a new operator sees what went to the group (invariant 7).
const adoptDays = 30

// sendTimeout bounds one mail, so that a slow server does not use up the time of its whole batch.
const sendTimeout = 20 * time.Second

// deliver copies what went to the group, and mails what waits. It runs again after a failure: what was mailed or
// refused then is settled already.
func (s *Service) deliver(ctx context.Context, args deliverArgs) error {
	waiting, err := listWaiting(ctx, s.db.Reader(), args.Batch)
	if err == nil && slices.ContainsFunc(waiting, toGroup) {
		if err = s.fanOut(ctx, slices.DeleteFunc(waiting, func(r row) bool { return !toGroup(r) })); err == nil {
			waiting, err = listWaiting(ctx, s.db.Reader(), args.Batch)
		}
	}
	if err == nil {
		waiting, err = s.address(ctx, waiting)
	}
	if err != nil {
		return fmt.Errorf("messages of %s: %w", args.Batch, err)
	}
	texts, err := s.texts(ctx)
	if err != nil {
		return err
	}
	var settled []outcome
	var failures []error
	for _, r := range waiting {
		if err := ctx.Err(); err != nil { // the program stops: what is left goes out when it runs again
			failures = append(failures, err)
			break
		}
		o, err := s.mail(ctx, texts, r)
		if err != nil {
			failures = append(failures, fmt.Errorf("mail %s: %w", r.id, err))
			continue
		}
		settled = append(settled, o)
	}
	if len(settled) > 0 {
		// Also when the job was cancelled meanwhile: a mail that is out must not go out again.
		err := s.db.InTx(context.WithoutCancel(ctx), func(ctx context.Context, tx *storage.Tx) error {
			return updateMail(ctx, tx, settled)
		})
		failures = append(failures, err)
	}
	return errors.Join(append(failures, s.post(ctx, args.Batch))...)
}

// mail sends one mail. An error means that it should be tried again.
func (s *Service) mail(ctx context.Context, texts catalog, r row) (outcome, error) {
	to, gone, err := s.recipient(ctx, r.to)
	if err != nil {
		return outcome{}, err
	}
	if gone || to.Email == "" {
		return outcome{r.id, mailNone, ""}, nil
	}
	m, err := s.compose(texts, r, to)
	if err == nil {
		sending, cancel := context.WithTimeout(ctx, sendTimeout)
		err = s.cfg.Mailer.Send(sending, m)
		cancel()
	}
	if errors.Is(err, ErrRefused) {
		s.log.WarnContext(ctx, "mail refused", "message", r.id, "event", r.event, "error", err)
		return outcome{r.id, mailFailed, clean(err.Error())}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	return outcome{r.id, mailSent, ""}, nil
}

func toGroup(r row) bool { return r.to == Operators }

// fanOut gives each operator a copy of what was sent to the group. Copies that exist already stay as they are.
func (s *Service) fanOut(ctx context.Context, group []row) error {
	operators, err := s.cfg.Directory.Operators(ctx)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		var copies []row
		var done []outcome
		for _, g := range group {
			for _, to := range operators {
				copies = append(copies, copyOf(g, to, mailWaiting))
			}
			done = append(done, outcome{g.id, mailNone, ""})
		}
		if _, err := insertMessages(ctx, tx, copies); err != nil {
			return err
		}
		return updateMail(ctx, tx, done)
	})
}

// copyOf is the copy of a group's message for one operator. Its id has the time of the original, so that inboxes sort
// by when something happened.
func copyOf(g row, to, mail string) row {
	c := g
	c.id, c.to, c.mail = id.New("msg", g.createdAt), to, mail
	return c
}

// Adopt gives a new operator the group's messages of the last 30 days (invariant 7), without mail. Calling it again
// adds nothing.
func (s *Service) Adopt(ctx context.Context, operatorID string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		recent, err := listGroupSince(ctx, tx, tx.Now.AddDate(0, 0, -adoptDays))
		if err != nil {
			return err
		}
		copies := make([]row, len(recent))
		for i, g := range recent {
			copies[i] = copyOf(g, operatorID, mailNone)
		}
		_, err = insertMessages(ctx, tx, copies)
		return err
	})
}
