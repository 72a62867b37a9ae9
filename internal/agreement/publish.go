package agreement

import (
	"context"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/kernel/textdiff"
	"github.com/souk-market/souk/internal/storage"
)

// PublishInput is a new version of an agreement.
type PublishInput struct {
	Actor account.Actor
	Code  string // of an agreement that exists
	Draft Draft
	// EffectiveAt is when it comes into force; the zero time is at once.
	EffectiveAt time.Time
	// Base is the number of the newest version that the operator saw: what came after it must not be passed over.
	Base int64
}

// Publish makes a new version. Errors: account.ErrForbidden, ErrNotFound, field errors (version, title_zh, title_en,
// body_zh, body_en, effective_at), ErrChanged.
func (s *Service) Publish(ctx context.Context, in PublishInput) (Document, error) {
	if err := in.Actor.May(account.OperatorAgreements); err != nil {
		return Document{}, err
	}
	if !codeForm.MatchString(in.Code) {
		return Document{}, ErrNotFound
	}
	draft, problems := in.Draft.clean()
	bad := apperr.FieldsOf(problems.Err())
	var out Document
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		all, err := listVersions(ctx, tx, in.Code)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return ErrNotFound
		}
		var f apperr.Fields // of this run: the transaction may run again
		for name, e := range bad {
			f.Add(name, e)
		}
		at := checkTime(&f, in.EffectiveAt, tx.Now, all)
		for _, d := range all {
			if d.Version == draft.Version {
				f.Add("version", ErrVersionTaken)
			}
		}
		if err := f.Err(); err != nil {
			return err
		}
		last := all[len(all)-1].Number
		if last != in.Base {
			return ErrChanged
		}
		out = Document{ID: id.New("agr", tx.Now), Code: in.Code, Number: last + 1, Version: draft.Version, Title: draft.Title,
			Body: draft.Body, EffectiveAt: at, PublishedAt: tx.Now, PublishedBy: in.Actor.UserID}
		fresh, err := insertVersion(ctx, tx, out)
		if err != nil {
			return err
		}
		if !fresh { // somebody else's became durable since the list was read
			return ErrChanged
		}
		tx.OnCommit(s.cache.forget)
		return audit.Record(ctx, tx, audit.Change{Action: auditPublished, Object: out.Mark(),
			After: map[string]any{"title": out.Title, "version": out.Version, "effective_at": out.EffectiveAt}})
	})
	if err != nil {
		return Document{}, err
	}
	return out, nil
}

// checkTime is the time at which a new version comes into force: versions do so in the order of their numbers.
func checkTime(f *apperr.Fields, want, now time.Time, all []Document) time.Time {
	if want.IsZero() {
		want = now
	}
	switch {
	case want.Before(now):
		f.Add("effective_at", ErrEffectivePast)
	case want.After(now.Add(MaxAhead)):
		f.Add("effective_at", ErrEffectiveFar)
	}
	for _, d := range all {
		if d.WithdrawnAt.IsZero() && d.EffectiveAt.After(want) {
			f.Add("effective_at", ErrEffectiveOrder)
		}
	}
	return want
}

// WithdrawInput takes back a version that was announced.
type WithdrawInput struct {
	Actor         account.Actor
	Code, Version string
}

// Withdraw takes back a version that is not in force yet. Errors: account.ErrForbidden, ErrNotFound, ErrInForce.
func (s *Service) Withdraw(ctx context.Context, in WithdrawInput) error {
	if err := in.Actor.May(account.OperatorAgreements); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := updateWithdrawn(ctx, tx, in.Code, in.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			d, err := getVersion(ctx, tx, in.Code, in.Version)
			switch {
			case err != nil:
				return err
			case !d.WithdrawnAt.IsZero(): // done before
				return nil
			}
			return ErrInForce
		}
		tx.OnCommit(s.cache.forget)
		return audit.Record(ctx, tx, audit.Change{Action: auditWithdrawn, Object: in.Code + "@" + in.Version})
	})
}

// Preview is a draft as it would be kept: sanitised, or its field errors.
func Preview(d Draft) (Draft, error) {
	d, f := d.clean()
	return d, f.Err()
}

// Changes are the lines of plain text that stay, go and come from one version to another, in one language.
func Changes(old, next Document, lang string) []textdiff.Edit {
	return textdiff.Diff(lines(old.Body.In(lang)), lines(next.Body.In(lang)))
}

func lines(html string) []string {
	text := richtext.Text(html)
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
