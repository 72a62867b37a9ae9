package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/kernel/secret"
)

// Cost is the work of one argon2id hash.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

const (
	saltSize = 16
	keySize  = 32
	// Nothing that we wrote needs more; a damaged row must not take the memory of the process.
	maxMemory = 1 << 20
	maxTime   = 64
)

// PresentCost is what new hashes are made with: about 70 ms of one core where it was chosen (docs/performance.md), which
// a person does not notice and a guesser pays for each guess. It is above each of OWASP's minimal choices (46 MiB and 1
// pass, 19 MiB and 2). More memory at the same time would be a little harder on graphics cards, but every processor may
// hold that much at once, and a marketplace has to fit into a small machine. One lane: a hash keeps one core busy, so that
// sign-ins share the machine fairly. Hashes of another cost are made anew when their owner signs in.
func PresentCost() Cost { return Cost{Memory: 32 * 1024, Time: 3, Threads: 1} }

// WithCost makes hashes of another cost: tests that hash a lot take a cheap one.
func WithCost(c Cost) Option { return func(s *Service) { s.hasher = newHasherOf(c) } }

var errHashForm = errors.New("account: password hash is damaged")

// hasher computes at most as many hashes at once as there are processors.
type hasher struct {
	slots chan struct{}
	cost  Cost
	dummy string // what an unknown login is checked against
	done  atomic.Int64
}

func newHasher() *hasher { return newHasherOf(PresentCost()) }

func newHasherOf(c Cost) *hasher {
	h := &hasher{slots: make(chan struct{}, runtime.NumCPU()), cost: c}
	// A salt and a key that no password gives: only the work of comparing matters.
	h.dummy = encode(h.cost, make([]byte, saltSize), make([]byte, keySize))
	return h
}

// Work computes one hash of the cost and throws it away: for measuring.
func (c Cost) Work() {
	argon2.IDKey([]byte("correct horse"), make([]byte, saltSize), c.Time, c.Memory, c.Threads, keySize)
}

// Hashes counts the password hashes that this process has computed.
func (s *Service) Hashes() int64 { return s.hasher.done.Load() }

// hash returns the PHC string of the password.
func (h *hasher) hash(ctx context.Context, password secret.Text) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt) // never fails: crypto/rand ends the process instead
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return encode(h.cost, salt, key), nil
}

// matches compares in constant time. stale tells that the hash was made with another cost than today's. Without a hash, as
// when the account was closed a moment ago, no password matches.
func (h *hasher) matches(ctx context.Context, phc string, password secret.Text) (ok, stale bool, err error) {
	if phc == "" {
		phc = h.dummy
	}
	c, salt, want, err := decode(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, c)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, c != h.cost, nil
}

// derive waits for a slot: a hash holds cost.Memory for as long as it runs.
func (h *hasher) derive(ctx context.Context, password secret.Text, salt []byte, c Cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	h.done.Add(1)
	// The same password typed on another system may come in another Unicode form.
	plain := norm.NFC.String(password.Reveal())
	return argon2.IDKey([]byte(plain), salt, c.Time, c.Memory, c.Threads, keySize), nil
}

const phcForm = "m=%d,t=%d,p=%d"

func encode(c Cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$"+phcForm+"$%s$%s", argon2.Version, c.Memory, c.Time, c.Threads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

func decode(phc string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return Cost{}, nil, nil, errHashForm
	}
	if _, err := fmt.Sscanf(parts[3], phcForm, &c.Memory, &c.Time, &c.Threads); err != nil {
		return Cost{}, nil, nil, errHashForm
	}
	if c.Memory > maxMemory || c.Time < 1 || c.Time > maxTime || c.Threads < 1 {
		return Cost{}, nil, nil, errHashForm
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(key) != keySize {
		return Cost{}, nil, nil, errHashForm
	}
	return c, salt, key, nil
}
