package account

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// Passkey is a passkey of a person.
type Passkey struct {
	ID        string // "psk_…"
	UserID    string
	Name      string
	CreatedAt time.Time
	LastUsed  time.Time // zero when it never was
	key       passkey.Key
}

var passkeyIDForm = regexp.MustCompile(`^psk_[0-9a-z]{26}$`)

// BeginPasskey asks the browser for a new passkey. Errors: field errors of "proof", ErrTooManyAttempts, ErrNoPasskeys,
// ErrTooManyPasskeys.
func (s *Service) BeginPasskey(ctx context.Context, in ProofInput) (Ceremony, error) {
	if s.party == nil {
		return Ceremony{}, ErrNoPasskeys
	}
	acc, err := s.proof(ctx, in.UserID, in.Proof)
	if err != nil {
		return Ceremony{}, err
	}
	present, err := listPasskeys(ctx, s.db.Reader(), acc.ID)
	if err != nil {
		return Ceremony{}, err
	}
	if len(present) >= MaxPasskeys {
		return Ceremony{}, ErrTooManyPasskeys.With("max", MaxPasskeys)
	}
	q, err := s.party.Register(holder(acc), keysOf(present))
	if err != nil {
		return Ceremony{}, err
	}
	return s.begin(ctx, purposeRegister, acc.ID, q)
}

// AddPasskeyInput is a browser's answer to BeginPasskey.
type AddPasskeyInput struct {
	UserID, CeremonyID string
	Answer             []byte
	Name               string
	Session            string // token of the session that goes on; "" for none
}

// AddPasskey stores a new passkey. Recovery codes are returned, here and never again, when the person has none yet.
// Errors: field errors of "name", ErrPasskeyRefused, ErrPasskeyTaken, ErrTooManyPasskeys, ErrNoPasskeys.
func (s *Service) AddPasskey(ctx context.Context, in AddPasskeyInput) (Passkey, []secret.Text, error) {
	name, err := passkeyName(in.Name)
	if err != nil {
		return Passkey{}, nil, err
	}
	challenge, err := s.answered(ctx, in.CeremonyID, purposeRegister, in.UserID)
	if err != nil {
		return Passkey{}, nil, err
	}
	acc, err := s.Get(ctx, in.UserID)
	if err != nil {
		return Passkey{}, nil, err
	}
	key, err := s.party.Registered(holder(acc), challenge, in.Answer)
	if err != nil {
		return Passkey{}, nil, s.refusePasskey(ctx, acc.ID, err)
	}
	pk := Passkey{UserID: acc.ID, Name: name, key: key}
	var codes []secret.Text
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockAccount(ctx, tx, acc.ID); err != nil {
			return err
		}
		present, err := listPasskeys(ctx, tx, acc.ID)
		if err != nil {
			return err
		}
		if len(present) >= MaxPasskeys {
			return ErrTooManyPasskeys.With("max", MaxPasskeys)
		}
		pk.ID, pk.CreatedAt = id.New("psk", tx.Now), tx.Now
		inserted, err := insertPasskey(ctx, tx, pk)
		if err != nil {
			return err
		}
		if !inserted {
			return ErrPasskeyTaken
		}
		if codes, err = s.firstRecovery(ctx, tx, acc.ID); err != nil {
			return err
		}
		return s.changed(ctx, tx, factorChange{acc: acc, action: actionPasskeyAdded, object: pk.ID, session: in.Session,
			what: i18n.Text{ZH: "已添加通行密钥“" + name + "”", EN: "The passkey “" + name + "” was added"}, after: map[string]string{"name": name}})
	})
	if err != nil {
		return Passkey{}, nil, err
	}
	return pk, codes, nil
}

// ListPasskeys returns a person's passkeys, the oldest first.
func (s *Service) ListPasskeys(ctx context.Context, userID string) ([]Passkey, error) {
	return listPasskeys(ctx, s.db.Reader(), userID)
}

// RenamePasskeyInput gives a passkey another name.
type RenamePasskeyInput struct{ UserID, ID, Name string }

// RenamePasskey renames. Errors: field errors of "name", ErrPasskeyNotFound for one that is not the person's.
func (s *Service) RenamePasskey(ctx context.Context, in RenamePasskeyInput) (Passkey, error) {
	name, err := passkeyName(in.Name)
	if err != nil {
		return Passkey{}, err
	}
	acc, old, err := s.passkeyOf(ctx, in.UserID, in.ID)
	if err != nil {
		return Passkey{}, err
	}
	fresh := old
	fresh.Name = name
	if name == old.Name {
		return fresh, nil
	}
	return fresh, s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := updatePasskeyName(ctx, tx, fresh)
		if err == nil && n == 0 {
			return ErrPasskeyNotFound
		}
		if err != nil {
			return err
		}
		return s.record(ctx, tx, factorChange{acc: acc, action: actionPasskeyRenamed, object: old.ID,
			before: map[string]string{"name": old.Name}, after: map[string]string{"name": name}})
	})
}

// DeletePasskeyInput takes a passkey away. Proof is as in ProofInput.
type DeletePasskeyInput struct {
	UserID, ID string
	Proof      secret.Text
}

// DeletePasskey deletes. Errors: field errors of "proof", ErrTooManyAttempts, ErrPasskeyNotFound for one that is not the
// person's, ErrLastSecondFactor for an operator who has nothing else.
func (s *Service) DeletePasskey(ctx context.Context, in DeletePasskeyInput) error {
	_, old, err := s.passkeyOf(ctx, in.UserID, in.ID)
	if err != nil {
		return err
	}
	acc, err := s.proof(ctx, in.UserID, in.Proof)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := deletePasskey(ctx, tx, acc.ID, old.ID)
		if err == nil && n == 0 {
			return ErrPasskeyNotFound
		}
		if err != nil {
			return err
		}
		return s.changed(ctx, tx, factorChange{acc: acc, action: actionPasskeyDeleted, object: old.ID,
			what: i18n.Text{ZH: "已删除通行密钥“" + old.Name + "”", EN: "The passkey “" + old.Name + "” was deleted"}, before: map[string]string{"name": old.Name}})
	})
}

// passkeyOf finds a passkey of a person.
func (s *Service) passkeyOf(ctx context.Context, userID, passkeyID string) (Account, Passkey, error) {
	if !passkeyIDForm.MatchString(passkeyID) {
		return Account{}, Passkey{}, ErrPasskeyNotFound
	}
	acc, err := s.Get(ctx, userID)
	if err != nil {
		return Account{}, Passkey{}, err
	}
	all, err := listPasskeys(ctx, s.db.Reader(), userID)
	if err != nil {
		return Account{}, Passkey{}, err
	}
	for _, pk := range all {
		if pk.ID == passkeyID {
			return acc, pk, nil
		}
	}
	return Account{}, Passkey{}, ErrPasskeyNotFound
}

func passkeyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	var f apperr.Fields
	f.Add("name", checkName(name))
	return name, f.Err()
}
