package call

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// KeyKindBasic is the one type of interface key of this protocol: 基础接口 (saas-production-interface B.1.1).
const KeyKindBasic = "basic"

// Key is an interface key without its secret.
type Key struct {
	ID          string // "key_…"
	SellerID    string
	Kind        string
	State       string
	Hint        string // the last four characters
	CreatedAt   time.Time
	ActivatedAt time.Time
	RetiredAt   time.Time
}

// CreateKey makes a key and returns its secret, which is shown this once. The first key of a seller is active at once;
// a further one waits until ActivateKey, so that the seller can teach its server the new key before it is used.
// Errors: ErrKeyPendingExists.
func (s *Service) CreateKey(ctx context.Context, actor account.Actor) (Key, secret.Text, error) {
	sellerID, err := s.sellerOf(ctx, actor)
	if err != nil {
		return Key{}, "", err
	}
	plain := strings.ToLower(strings.ReplaceAll(id.UUID(), "-", ""))
	var k Key
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		k = Key{ID: id.New("key", tx.Now), SellerID: sellerID, Kind: KeyKindBasic, State: KeyPending, Hint: plain[len(plain)-4:], CreatedAt: tx.Now}
		has, err := hasKey(ctx, tx, sellerID, KeyKindBasic)
		if err != nil {
			return err
		}
		if !has {
			k.State, k.ActivatedAt = KeyActive, tx.Now
		}
		inserted, err := insertKey(ctx, tx, k, s.box.Seal(plain, k.ID))
		if err != nil {
			return err
		}
		if !inserted {
			return ErrKeyPendingExists
		}
		return audit.Record(ctx, tx, k.change(didCreateKey, actor.ID))
	})
	if err != nil {
		return Key{}, "", err
	}
	return k, secret.Text(plain), nil
}

// ActivateKey makes the waiting key the one that signs; the key before it is retired.
// Errors: ErrKeyNotFound, ErrKeyState.
func (s *Service) ActivateKey(ctx context.Context, actor account.Actor, keyID string) error {
	return s.moveKey(ctx, actor, keyID, "activate")
}

// DiscardKey throws the waiting key away. Errors: ErrKeyNotFound, ErrKeyState.
func (s *Service) DiscardKey(ctx context.Context, actor account.Actor, keyID string) error {
	return s.moveKey(ctx, actor, keyID, "discard")
}

func (s *Service) moveKey(ctx context.Context, actor account.Actor, keyID, event string) error {
	sellerID, err := s.sellerOf(ctx, actor)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		k, err := lockKey(ctx, tx, keyID)
		if errors.Is(err, storage.ErrNoRows) || err == nil && k.SellerID != sellerID {
			return ErrKeyNotFound
		}
		if err != nil {
			return err
		}
		if k.State, err = KeyMachine().Next(k.State, event); err != nil {
			return ErrKeyState
		}
		if event == "discard" {
			k.RetiredAt = tx.Now
			if err := updateKey(ctx, tx, k); err != nil {
				return err
			}
			return audit.Record(ctx, tx, k.change(didDiscardKey, actor.ID))
		}
		if err := retireActiveKey(ctx, tx, sellerID, k.Kind); err != nil {
			return err
		}
		k.ActivatedAt = tx.Now
		if err := updateKey(ctx, tx, k); err != nil {
			return err
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: actor.ID, Event: notify.KeyRotated, Key: k.ID, Link: "/seller/keys",
			Params: notify.Params("key", "…"+k.Hint)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, k.change(didActivateKey, actor.ID))
	})
}

// Keys lists the seller's keys, the newest first.
func (s *Service) Keys(ctx context.Context, actor account.Actor) ([]Key, error) {
	sellerID, err := s.sellerOf(ctx, actor)
	if err != nil {
		return nil, err
	}
	return listKeys(ctx, s.db.Reader(), sellerID)
}

// HasActiveKey reports whether calls of the seller can be signed.
func (s *Service) HasActiveKey(ctx context.Context, sellerID string) (bool, error) {
	_, err := s.activeKey(ctx, sellerID)
	if errors.Is(err, ErrNoKey) {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) sellerOf(ctx context.Context, actor account.Actor) (string, error) {
	if err := actor.Is(account.Seller); err != nil {
		return "", err
	}
	return s.sellers.SellerOf(ctx, actor.ID)
}

// activeKey opens the key that signs for the seller. Errors: ErrNoKey.
func (s *Service) activeKey(ctx context.Context, sellerID string) (secret.Text, error) {
	keyID, sealed, err := getActiveKey(ctx, s.db.Reader(), sellerID, KeyKindBasic)
	if errors.Is(err, storage.ErrNoRows) {
		return "", ErrNoKey
	}
	if err != nil {
		return "", err
	}
	return s.box.Open(sealed, keyID)
}
