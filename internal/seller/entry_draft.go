package seller

import (
	"context"
	"encoding/json"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// maxForm is how many bytes a stored form may have.
const maxForm = 64 << 10

// mainOnly lets the main account of a customer pass (business-rules 2.2: not an IAM sub-user).
func mainOnly(actor account.Actor) error {
	switch {
	case actor.ID == "":
		return account.ErrUnauthenticated
	case actor.Kind == account.Operator:
		return account.ErrForbidden
	case !actor.Main():
		return ErrMainAccountOnly
	}
	return nil
}

// Entry returns how far the actor's account is on its way to become a seller.
func (s *Service) Entry(ctx context.Context, actor account.Actor) (Entry, error) {
	if err := mainOnly(actor); err != nil {
		return Entry{}, err
	}
	return getEntry(ctx, s.db.Reader(), actor.ID)
}

// SaveEntryInput is the application as it stands in the form; Rev is the revision that the form was filled from.
type SaveEntryInput struct {
	Actor account.Actor
	Rev   int64
	Form  EntryForm
}

// SaveEntry stores the draft of an application, however incomplete. Saving what is stored already changes nothing.
// Errors: ErrMainAccountOnly, ErrEntryState, ErrEntryTooLarge, field errors of files; ErrEntryChanged when another save
// came first, which then stays as it is.
func (s *Service) SaveEntry(ctx context.Context, in SaveEntryInput) (Entry, error) {
	e, err := s.Entry(ctx, in.Actor)
	if err != nil {
		return Entry{}, err
	}
	if !e.Editable() {
		return Entry{}, ErrEntryState
	}
	form := in.Form.normalised()
	if fits(form) != nil {
		return Entry{}, ErrEntryTooLarge
	}
	if e.Rev > 0 && same(e.Form, form) {
		return e, nil
	}
	if e.Rev != in.Rev {
		return Entry{}, ErrEntryChanged
	}
	if err := s.checkEntryFiles(ctx, in.Actor.ID, form); err != nil {
		return Entry{}, err
	}
	e.Form = form
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		e := &e
		e.Rev = in.Rev
		ok, err := saveEntry(ctx, tx, e)
		if err != nil {
			return err
		}
		if !ok {
			return ErrEntryChanged
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditEntrySaved, AccountID: in.Actor.ID, Object: in.Actor.ID, After: form})
	})
	return e, err
}

func fits(v any) error {
	raw, err := json.Marshal(v)
	if err == nil && len(raw) > maxForm {
		return ErrEntryTooLarge
	}
	return err
}

// same compares two forms as they are stored.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// checkEntryFiles makes sure that the files of a form are the account's own, uploaded for the place where they stand.
func (s *Service) checkEntryFiles(ctx context.Context, accountID string, f EntryForm) error {
	return s.checkFiles(ctx, accountID, []formFile{{"logo", f.Logo, blob.PurposeSellerLogo}, {"licence", f.Licence, blob.PurposeSellerLicence},
		{"rights", f.Rights, blob.PurposeSellerRights}})
}

// formFile is a file that a form names.
type formFile struct {
	field, id string
	purpose   blob.Purpose
}

func (s *Service) checkFiles(ctx context.Context, accountID string, files []formFile) error {
	var bad apperr.Fields
	for _, x := range files {
		if x.id == "" {
			continue
		}
		f, err := s.files.Get(ctx, x.id)
		switch {
		case err != nil && apperr.Of(err).Kind == apperr.Internal:
			return err
		case err != nil || f.Owner != accountID || f.Purpose != x.purpose:
			bad.Add(x.field, ErrFileMissing)
		}
	}
	return bad.Err()
}

// EntryFile returns the id of a document of the actor's own application: field is logo, licence or rights. Errors:
// ErrMainAccountOnly, blob.ErrNotFound.
func (s *Service) EntryFile(ctx context.Context, actor account.Actor, field string) (string, error) {
	e, err := s.Entry(ctx, actor)
	if err != nil {
		return "", err
	}
	f, err := s.files.Get(ctx, e.Form.file(field))
	if err == nil && f.Owner != actor.ID {
		err = blob.ErrNotFound
	}
	return f.ID, err
}

// file is the id of a document of the form; "" for none.
func (f EntryForm) file(field string) string {
	return map[string]string{"logo": f.Logo, "licence": f.Licence, "rights": f.Rights}[field]
}

// EntryHistory is what happened to the application of the actor's account.
func (s *Service) EntryHistory(ctx context.Context, actor account.Actor) ([]HistoryEntry, error) {
	if err := mainOnly(actor); err != nil {
		return nil, err
	}
	return listHistory(ctx, s.db.Reader(), actor.ID, SubjectEntry)
}

// Now is the business time, for pages that show how long something waits.
func (s *Service) Now() time.Time { return s.db.Clock().Now() }
