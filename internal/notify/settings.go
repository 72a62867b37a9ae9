package notify

import (
	"context"
	netmail "net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// MaxContacts is how many contacts an account may have.
const MaxContacts = 10

// Channels are the ways that a class of messages takes, besides the inbox, which always has it.
type Channels struct {
	Class     int
	Mail, SMS bool
}

// Contact is somebody who is told instead of the account itself.
type Contact struct {
	ID        string // "ntc_…"
	AccountID string
	UserID    string // of a sub-user, for good: it gets the message in its inbox, and at its own addresses; otherwise ""
	Name      string
	Email     string // "" for none
	Phone     string // "" for none
	Classes   []int
}

// Settings are how an account is told.
type Settings struct {
	Channels []Channels // one for each class
	Contacts []Contact  // the oldest first
}

// Settings returns how an account is told.
func (s *Service) Settings(ctx context.Context, accountID string) (Settings, error) {
	return readSettings(ctx, s.db.Reader(), accountID)
}

// readSettings fills in what nobody chose: mail and no text message.
func readSettings(ctx context.Context, q storage.Querier, accountID string) (Settings, error) {
	chosen, err := listChannels(ctx, q, accountID)
	if err != nil {
		return Settings{}, err
	}
	var out Settings
	for _, c := range Classes() {
		i := slices.IndexFunc(chosen, func(x Channels) bool { return x.Class == c.Code })
		if i < 0 {
			out.Channels = append(out.Channels, Channels{Class: c.Code, Mail: true})
			continue
		}
		out.Channels = append(out.Channels, chosen[i])
	}
	out.Contacts, err = listContacts(ctx, q, accountID)
	return out, err
}

// of are the channels of a class and who is told.
func (s Settings) of(class int) (c Channels, contacts []Contact) {
	c = Channels{Class: class, Mail: true}
	for _, x := range s.Channels {
		if x.Class == class {
			c = x
		}
	}
	for _, x := range s.Contacts {
		if slices.Contains(x.Classes, class) {
			contacts = append(contacts, x)
		}
	}
	return c, contacts
}

// SaveChannels sets the channels of the named classes; others stay. Error: ErrClassUnknown.
func (s *Service) SaveChannels(ctx context.Context, accountID string, channels []Channels) error {
	for _, c := range channels {
		if !isClass(c.Class) {
			return ErrClassUnknown
		}
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		before, err := readSettings(ctx, tx, accountID)
		if err != nil {
			return err
		}
		for _, c := range channels {
			if err := upsertChannels(ctx, tx, accountID, c); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Change{Action: ActionChannels, AccountID: accountID, Before: before.Channels, After: channels})
	})
}

// ContactInput is a contact to add, or with an ID to change.
type ContactInput struct {
	ID, AccountID, UserID string
	Name, Email, Phone    string
	Classes               []int
}

const maxContactName = 64

func (in *ContactInput) clean() {
	in.Name, in.Email = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email)
	in.Phone = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(strings.TrimSpace(in.Phone))
	slices.Sort(in.Classes)
	in.Classes = slices.Compact(in.Classes)
}

// Validate joins the errors of all fields: name, email, phone, classes.
func (in ContactInput) Validate() error {
	in.clean()
	var f apperr.Fields
	if n := utf8.RuneCountInString(in.Name); n == 0 || n > maxContactName || oneLine(in.Name) != in.Name {
		f.Add("name", ErrContactName.With("max", maxContactName))
	}
	if a, err := netmail.ParseAddress(in.Email); in.Email != "" && (err != nil || a.Address != in.Email || len(in.Email) > 254) {
		f.Add("email", ErrContactEmail)
	}
	if in.Phone != "" && !phoneForm.MatchString(in.Phone) {
		f.Add("phone", ErrContactPhone)
	}
	if in.UserID == "" && in.Email == "" && in.Phone == "" {
		f.Add("email", ErrContactAddress)
	}
	if len(in.Classes) == 0 {
		f.Add("classes", ErrContactClasses)
	}
	for _, c := range in.Classes {
		if !isClass(c) {
			f.Add("classes", ErrClassUnknown)
		}
	}
	return f.Err()
}

// SaveContact adds a contact, or changes the one of the account with that ID. Whether UserID is a sub-user of the account
// is the caller's to check. Errors: field errors, ErrTooManyContacts, ErrContactNotFound.
func (s *Service) SaveContact(ctx context.Context, in ContactInput) (Contact, error) {
	in.clean()
	if err := in.Validate(); err != nil {
		return Contact{}, err
	}
	c := Contact(in)
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		change := audit.Change{Action: ActionContactSaved, AccountID: in.AccountID}
		if c.ID == "" {
			c.ID = id.New("ntc", tx.Now)
			n, err := insertContact(ctx, tx, c)
			if err != nil {
				return err
			}
			if n == 0 {
				return ErrTooManyContacts.With("max", MaxContacts)
			}
		} else {
			before, err := getContact(ctx, tx, in.AccountID, c.ID)
			if err != nil {
				return err
			}
			c.UserID, change.Before = before.UserID, before
			if err := updateContact(ctx, tx, c); err != nil {
				return err
			}
		}
		change.Object, change.After = c.ID, c
		return audit.Record(ctx, tx, change)
	})
	if err != nil {
		return Contact{}, err
	}
	return c, nil
}

// RemoveContact takes a contact of the account away, or returns ErrContactNotFound.
func (s *Service) RemoveContact(ctx context.Context, accountID, contactID string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		before, err := getContact(ctx, tx, accountID, contactID)
		if err != nil {
			return err
		}
		if err := deleteContact(ctx, tx, accountID, contactID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: ActionContactRemoved, AccountID: accountID, Object: contactID, Before: before})
	})
}
