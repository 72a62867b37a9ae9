package e2e_test

import (
	"sync"
	"time"

	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// codes remembers the step of the last code of each account, because a code is taken once.
type codes struct {
	mu   sync.Mutex
	last map[string]int64
}

// code is a code of the account's authenticator app that was not used yet. When all that would be accepted now were, it
// waits for the next step.
func (h *house) code(p person) string {
	h.t.Helper()
	h.codes.mu.Lock()
	defer h.codes.mu.Unlock()
	if h.codes.last == nil {
		h.codes.last = map[string]int64{}
	}
	step := max(h.codes.last[p.Key]+1, totp.Step(time.Now()))
	await(h.t, "the next code", 2*totp.Period, func() bool { return step <= totp.Step(time.Now())+totp.Skew })
	h.codes.last[p.Key] = step
	text, err := totp.Code(secret.Text(p.TOTP), step)
	if err != nil {
		h.t.Fatal(err)
	}
	return text
}
