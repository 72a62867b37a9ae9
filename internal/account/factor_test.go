package account_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/passkeytest"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

const origin = "https://market.test"

// letters are the messages that people got.
type letters struct {
	mu   sync.Mutex
	sent []notify.Message
}

func (l *letters) SendTx(_ context.Context, tx *storage.Tx, messages ...notify.Message) error {
	tx.OnCommit(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.sent = append(l.sent, messages...)
	})
	return nil
}

// about counts the messages whose English text contains s.
func (l *letters) about(s string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range l.sent {
		if strings.Contains(m.Params["what.en"], s) {
			n++
		}
	}
	return n
}

// desk is a person with everything that second factors need.
type desk struct {
	t    *testing.T
	s    *account.Service
	db   *storage.DB
	wall *wall
	mail *letters
	acc  account.Account
}

func newDesk(t *testing.T, db *storage.DB) *desk {
	t.Helper()
	box, err := secret.NewBox(bytes.Repeat([]byte{7}, secret.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, db: db, wall: &wall{at: storetest.Start()}, mail: &letters{}}
	d.s = account.New(db, slog.New(slog.DiscardHandler), account.WithWall(d.wall.Now), account.WithCost(cheap),
		account.WithBox(box), account.WithFactors(account.FactorConfig{Issuer: "Souk", PublicURL: origin}))
	d.s.TellBy(d.mail)
	d.acc = create(t, d.s, anna())
	return d
}

func (d *desk) code(key secret.Text, skew int64) string {
	d.t.Helper()
	code, err := totp.Code(key, totp.Step(d.wall.Now())+skew)
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

// enrol sets up an app and moves on to a step whose code was not used.
func (d *desk) enrol() (secret.Text, []secret.Text) {
	d.t.Helper()
	e, err := d.s.BeginTOTP(d.t.Context(), account.ProofInput{UserID: d.acc.ID, Proof: password})
	if err != nil {
		d.t.Fatal(err)
	}
	codes, err := d.s.ConfirmTOTP(d.t.Context(), account.ConfirmTOTPInput{UserID: d.acc.ID, Code: d.code(e.Secret, 0)})
	if err != nil {
		d.t.Fatal(err)
	}
	d.wall.advance(5 * time.Minute)
	return e.Secret, codes
}

func (d *desk) waiting() account.Pending {
	d.t.Helper()
	p, err := d.s.BeginSecond(d.t.Context(), d.acc.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// second tries the second step with a code.
func (d *desk) second(code string) error {
	d.t.Helper()
	return d.secondAt(code, "192.0.2.1")
}

func (d *desk) secondAt(code, address string) error {
	d.t.Helper()
	acc, err := d.s.PassSecond(d.t.Context(), account.SecondInput{Pending: d.waiting(), Code: secret.Text(code), Address: address})
	if err == nil && acc.ID != d.acc.ID {
		d.t.Errorf("signed in as %q", acc.ID)
	}
	return err
}

func (d *desk) state() account.SecondFactor {
	d.t.Helper()
	f, err := d.s.SecondFactor(d.t.Context(), d.acc.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	acc, err := d.s.Get(d.t.Context(), d.acc.ID)
	if err != nil || acc.SecondFactor != f.On() {
		d.t.Errorf("the account says %v, its factors %v (%v)", acc.SecondFactor, f.On(), err)
	}
	return f
}

func each(t *testing.T, fn func(t *testing.T, d *desk)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) { fn(t, newDesk(t, db)) })
}

func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	if got := codes(err)[field]; got != code {
		t.Errorf("field %s: got %q (%v), want %q", field, got, err, code)
	}
}

func TestAnAppCountsOnlyAfterItsFirstCode(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		_, err := d.s.BeginTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: "wrong password"})
		wantField(t, err, "proof", "proof_wrong")
		_, err = d.s.BeginTOTP(ctx, account.ProofInput{UserID: d.acc.ID})
		wantField(t, err, "proof", "proof_required")
		e, err := d.s.BeginTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: password})
		if err != nil || d.state().On() {
			t.Fatalf("begun: %v, on %v", err, d.state().On())
		}
		if again, err := d.s.PendingTOTP(ctx, d.acc.ID); err != nil || again != e {
			t.Errorf("shown again: %v", err)
		}
		_, err = d.s.ConfirmTOTP(ctx, account.ConfirmTOTPInput{UserID: d.acc.ID, Code: d.code(e.Secret, 2)})
		wantField(t, err, "code", "code_wrong")
		recovery, err := d.s.ConfirmTOTP(ctx, account.ConfirmTOTPInput{UserID: d.acc.ID, Code: d.code(e.Secret, 0)})
		if err != nil || len(recovery) != account.RecoveryCodes {
			t.Fatalf("confirmed: %d recovery codes, %v", len(recovery), err)
		}
		if f := d.state(); !f.Authenticator || f.RecoveryLeft != account.RecoveryCodes || f.Since.IsZero() {
			t.Errorf("state %+v", f)
		}
		if _, err := d.s.ConfirmTOTP(ctx, account.ConfirmTOTPInput{UserID: d.acc.ID, Code: d.code(e.Secret, 1)}); !errors.Is(err, account.ErrEnrolmentGone) {
			t.Errorf("confirmed twice: %v", err)
		}
		if d.mail.about("authenticator app was set up") != 1 {
			t.Errorf("messages %+v", d.mail.sent)
		}
		if _, err := d.s.BeginTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: password}); err != nil {
			t.Fatal(err)
		}
		d.wall.advance(account.SecondWithin)
		if _, err := d.s.PendingTOTP(ctx, d.acc.ID); !errors.Is(err, account.ErrEnrolmentGone) {
			t.Errorf("after ten minutes: %v", err)
		}
		if err := d.second(d.code(e.Secret, 0)); err != nil {
			t.Errorf("the old app should work until a new one is confirmed: %v", err)
		}
	})
}

func TestACodeIsTakenOneStepAroundNowAndOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		key, _ := d.enrol()
		for _, skew := range []int64{-2, 2} {
			wantField(t, d.second(d.code(key, skew)), "code", "second_step_wrong")
		}
		for _, skew := range []int64{-1, 0, 1} { // in this order: a later one makes the earlier ones worthless
			if err := d.second(d.code(key, skew)); err != nil {
				t.Errorf("%+d steps: %v", skew, err)
			}
			wantField(t, d.second(d.code(key, skew)), "code", "second_step_used")
		}
		wantField(t, d.second(d.code(key, 0)), "code", "second_step_used")
		d.wall.advance(time.Minute)
		if err := d.second(" " + d.code(key, 0) + " "); err != nil {
			t.Errorf("the next one: %v", err)
		}
	})
}

func TestOneCodeBroughtByManyAtOnceLetsOneIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		key, _ := d.enrol()
		in := account.SecondInput{Pending: d.waiting(), Code: secret.Text(d.code(key, 0)), Address: "192.0.2.1"}
		var mu sync.Mutex
		var wg sync.WaitGroup
		let, used := 0, 0
		for range account.BrakeFailures {
			wg.Go(func() {
				_, err := d.s.PassSecond(t.Context(), in)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					let++
				case codes(err)["code"] == "second_step_used":
					used++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if let != 1 || used != account.BrakeFailures-1 {
			t.Errorf("let in %d, refused %d", let, used)
		}
	})
}

func TestARecoveryCodeWorksOnceHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		_, recovery := d.enrol()
		seen := map[secret.Text]bool{}
		for _, c := range recovery {
			seen[c] = true
		}
		if len(seen) != account.RecoveryCodes {
			t.Fatalf("%d different codes", len(seen))
		}
		first := recovery[0].Reveal()
		typed := strings.ToUpper(strings.ReplaceAll(first, "-", " "))
		var mu sync.Mutex
		var wg sync.WaitGroup
		let := 0
		for range 5 {
			wg.Go(func() {
				if err := d.second(typed); err == nil {
					mu.Lock()
					let++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if let != 1 {
			t.Errorf("let in %d times", let)
		}
		wantField(t, d.second(first), "code", "second_step_wrong")
		if f := d.state(); f.RecoveryLeft != account.RecoveryCodes-1 || d.mail.about("9 left") != 1 {
			t.Errorf("%d left, messages %+v", f.RecoveryLeft, d.mail.sent)
		}
		fresh, err := d.s.RegenerateRecoveryCodes(t.Context(), account.ProofInput{UserID: d.acc.ID, Proof: password})
		if err != nil || len(fresh) != account.RecoveryCodes || d.state().RecoveryLeft != account.RecoveryCodes {
			t.Fatalf("regenerated %d, %v", len(fresh), err)
		}
		wantField(t, d.second(recovery[1].Reveal()), "code", "second_step_wrong")
		if err := d.second(fresh[1].Reveal()); err != nil {
			t.Error(err)
		}
		for _, empty := range []string{"", " ", "--"} {
			wantField(t, d.second(empty), "code", "code_required")
		}
	})
}

func TestGuessingCodesIsBrakedAndTheOwnerStillGetsIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		key, recovery := d.enrol()
		wrong := func() string {
			for _, guess := range []string{"000000", "111111", "222222", "333333"} {
				if _, ok, _ := totp.Match(key, guess, d.wall.Now()); !ok {
					return guess
				}
			}
			return ""
		}
		for i := range account.BrakeFailures { // from many addresses: six digits are few
			wantField(t, d.secondAt(wrong(), "192.0.2."+string(rune('0'+i))), "code", "second_step_wrong")
		}
		if d.mail.about("guessing") != 0 {
			t.Error("reported too early")
		}
		for range 3 {
			if err := d.secondAt(d.code(key, 0), "198.51.100.1"); !errors.Is(err, account.ErrTooManyAttempts) {
				t.Errorf("after ten: %v", err)
			}
		}
		if n := d.mail.about("guessing codes"); n != 1 {
			t.Errorf("the owner was told %d times", n)
		}
		if err := d.secondAt(recovery[0].Reveal(), "198.51.100.1"); err != nil {
			t.Errorf("the owner's recovery code: %v", err)
		}
		for range account.BrakeFailures {
			wantField(t, d.secondAt("aaaa-bbbb-cccc-dddd", "192.0.2.1"), "code", "second_step_wrong")
		}
		if err := d.secondAt(recovery[1].Reveal(), "192.0.2.1"); !errors.Is(err, account.ErrTooManyAttempts) {
			t.Errorf("guessing recovery codes: %v", err)
		}
		if err := d.secondAt(recovery[1].Reveal(), "198.51.100.1"); err != nil {
			t.Errorf("the owner's recovery code from elsewhere: %v", err)
		}
		d.wall.advance(account.BrakeWindow + time.Second)
		if err := d.second(d.code(key, 0)); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}

func TestASignInDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		key, _ := d.enrol()
		try := func(p account.Pending) error {
			_, err := d.s.PassSecond(t.Context(), account.SecondInput{Pending: p, Code: secret.Text(d.code(key, 0)), Address: "192.0.2.1"})
			return err
		}
		p := d.waiting()
		for name, bad := range map[string]account.Pending{"nobody": {}, "unknown": {UserID: "acc_x", Mark: p.Mark, Until: p.Until},
			"another password": {UserID: p.UserID, Mark: "0123456789abcdef", Until: p.Until}} {
			if err := try(bad); !errors.Is(err, account.ErrSecondExpired) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := d.s.ChangePassword(t.Context(), account.ChangePasswordInput{AccountID: d.acc.ID, Current: password, New: "another password"}); err != nil {
			t.Fatal(err)
		}
		if err := try(p); !errors.Is(err, account.ErrSecondExpired) {
			t.Errorf("the password was changed meanwhile: %v", err)
		}
		p = d.waiting()
		d.wall.advance(account.SecondWithin)
		if err := try(p); !errors.Is(err, account.ErrSecondExpired) {
			t.Errorf("after ten minutes: %v", err)
		}
	})
}

func TestAnAppIsRemovedOnlyByWhoProvesIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		if err := d.s.RemoveTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: password}); !errors.Is(err, account.ErrNoAuthenticator) {
			t.Errorf("nothing to remove: %v", err)
		}
		if _, err := d.s.RegenerateRecoveryCodes(ctx, account.ProofInput{UserID: d.acc.ID, Proof: password}); !errors.Is(err, account.ErrNoSecondFactor) {
			t.Errorf("recovery codes of nothing: %v", err)
		}
		key, _ := d.enrol()
		code := d.code(key, 0)
		if err := d.second(code); err != nil {
			t.Fatal(err)
		}
		wantField(t, d.s.RemoveTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: secret.Text(code)}), "proof", "second_step_used")
		wantField(t, d.s.RemoveTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: "not the password"}), "proof", "proof_wrong")
		if !d.state().Authenticator {
			t.Fatal("removed without proof")
		}
		if err := d.s.RemoveTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: secret.Text(d.code(key, 1))}); err != nil {
			t.Fatal(err)
		}
		if f := d.state(); f.On() || f.RecoveryLeft != 0 || d.mail.about("was removed") != 1 {
			t.Errorf("state %+v, messages %+v", f, d.mail.sent)
		}
	})
}

func TestSettingUpASecondFactorEndsSessionsThatPassedNone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		sessions := d.s.Sessions()
		for _, token := range []string{"mine", "other"} {
			data, err := account.SessionCodec{}.Encode(d.wall.Now(), map[string]any{account.SessionAccount: d.acc.ID})
			if err != nil {
				t.Fatal(err)
			}
			if err := sessions.CommitCtx(t.Context(), token, data, d.wall.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		e, err := d.s.BeginTOTP(t.Context(), account.ProofInput{UserID: d.acc.ID, Proof: password})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.s.ConfirmTOTP(t.Context(), account.ConfirmTOTPInput{UserID: d.acc.ID, Code: d.code(e.Secret, 0), Session: "mine"}); err != nil {
			t.Fatal(err)
		}
		for token, want := range map[string]bool{"mine": true, "other": false} {
			if _, found, err := sessions.FindCtx(t.Context(), token); err != nil || found != want {
				t.Errorf("session %s: %v, %v", token, found, err)
			}
		}
	})
}

func TestAnAccountCanBeginWithAnApp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		in := anna()
		in.Login, in.TOTP = "second@example.com", "not base32"
		_, err := d.s.Create(t.Context(), in)
		wantField(t, err, "totp", "totp_form")
		in.TOTP = totp.NewSecret()
		d.acc = create(t, d.s, in)
		if f := d.state(); !f.Authenticator || !d.acc.SecondFactor {
			t.Errorf("state %+v", f)
		}
		if err := d.second(d.code(in.TOTP, 0)); err != nil {
			t.Error(err)
		}
	})
}

// device registers a passkey of the person.
func (d *desk) device(name string) (*passkeytest.Device, account.Passkey, []secret.Text) {
	d.t.Helper()
	dev := &passkeytest.Device{Origin: origin}
	c, err := d.s.BeginPasskey(d.t.Context(), account.ProofInput{UserID: d.acc.ID, Proof: password})
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := dev.Create(c.Options)
	if err != nil {
		d.t.Fatal(err)
	}
	pk, recovery, err := d.s.AddPasskey(d.t.Context(), account.AddPasskeyInput{UserID: d.acc.ID, CeremonyID: c.ID, Answer: answer, Name: name})
	if err != nil {
		d.t.Fatal(err)
	}
	return dev, pk, recovery
}

// ask asks for a passkey, of a sign-in that waits or of anybody.
func (d *desk) ask(dev *passkeytest.Device, p account.Pending) account.PasskeyAnswer {
	d.t.Helper()
	c, err := d.s.AskPasskey(d.t.Context())
	if p.UserID != "" {
		c, err = d.s.AskSecond(d.t.Context(), p)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := dev.Get(c.Options)
	if err != nil {
		d.t.Fatal(err)
	}
	return account.PasskeyAnswer{Pending: p, CeremonyID: c.ID, Answer: answer}
}

func (d *desk) login(in account.PasskeyAnswer) error {
	acc, err := d.s.LoginByPasskey(d.t.Context(), in)
	if in.Pending.UserID != "" {
		acc, err = d.s.PassSecondByPasskey(d.t.Context(), in)
	}
	if err == nil && acc.ID != d.acc.ID {
		d.t.Errorf("signed in as %q", acc.ID)
	}
	return err
}

func TestAPasskeySignsInAloneAndAsSecondStep(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		dev, pk, recovery := d.device("  laptop ")
		if f := d.state(); len(f.Passkeys) != 1 || f.Passkeys[0].Name != "laptop" || !f.Passkeys[0].LastUsed.IsZero() || f.Authenticator ||
			len(recovery) != account.RecoveryCodes || d.mail.about("“laptop” was added") != 1 {
			t.Fatalf("state %+v, %d recovery codes", f, len(recovery))
		}
		if err := d.login(d.ask(dev, account.Pending{})); err != nil {
			t.Errorf("alone: %v", err)
		}
		if err := d.login(d.ask(dev, d.waiting())); err != nil {
			t.Errorf("second step: %v", err)
		}
		if used := d.state().Passkeys[0].LastUsed; used.IsZero() {
			t.Error("its use is not noted")
		}
		if err := d.second(recovery[3].Reveal()); err != nil {
			t.Errorf("a recovery code instead: %v", err)
		}
		if more, err := d.s.RenamePasskey(t.Context(), account.RenamePasskeyInput{UserID: d.acc.ID, ID: pk.ID, Name: "desk"}); err != nil || more.Name != "desk" {
			t.Errorf("%+v, %v", more, err)
		}
	})
}

// Issue 3, §3: a replayed passkey answer, another origin, an expired challenge.
func TestAPasskeyAnswerHoldsOnceHereAndForFiveMinutes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		dev, _, _ := d.device("laptop")
		refused := func(what string, in account.PasskeyAnswer) {
			t.Helper()
			if err := d.login(in); !errors.Is(err, account.ErrPasskeyRefused) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, p := range []account.Pending{{}, d.waiting()} {
			in := d.ask(dev, p)
			if err := d.login(in); err != nil {
				t.Fatal(err)
			}
			refused("replayed", in)
			fresh := d.ask(dev, p)
			refused("replayed under another question", account.PasskeyAnswer{Pending: p, CeremonyID: fresh.CeremonyID, Answer: in.Answer})
			refused("the question of the failed attempt again", fresh)
			dev.Origin = "https://market.test.evil.example"
			refused("another origin", d.ask(dev, p))
			dev.Origin = origin
			late := d.ask(dev, p)
			d.wall.advance(5 * time.Minute)
			if p.UserID != "" {
				p = d.waiting()
				late.Pending = p
			}
			refused("five minutes later", late)
			refused("without a question", account.PasskeyAnswer{Pending: p, CeremonyID: "", Answer: late.Answer})
		}
		alone := d.ask(dev, account.Pending{})
		alone.Pending = d.waiting()
		refused("the answer to a question to anybody as second step", alone)
		second := d.ask(dev, d.waiting())
		second.Pending = account.Pending{}
		refused("the answer to a second step alone", second)
	})
}

func TestManyWhoBringOnePasskeyAnswerLetOneIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		dev, _, _ := d.device("laptop")
		in := d.ask(dev, account.Pending{})
		var mu sync.Mutex
		var wg sync.WaitGroup
		let := 0
		for range 8 {
			wg.Go(func() {
				if err := d.login(in); err == nil {
					mu.Lock()
					let++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if let != 1 {
			t.Errorf("let in %d times", let)
		}
	})
}

func TestACopiedPasskeyIsRefusedAndReported(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		dev, _, _ := d.device("laptop")
		if err := d.login(d.ask(dev, account.Pending{})); err != nil {
			t.Fatal(err)
		}
		dev.Frozen = true
		if err := d.login(d.ask(dev, account.Pending{})); !errors.Is(err, account.ErrPasskeyRefused) {
			t.Errorf("a counter that stands still: %v", err)
		}
		if n := d.mail.about("may have been copied"); n != 1 {
			t.Errorf("told %d times", n)
		}
		dev.Frozen = false
		if err := d.login(d.ask(dev, account.Pending{})); err != nil {
			t.Errorf("the real one goes on: %v", err)
		}
	})
}

func TestPasskeysBelongToOnePerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		dev, pk, _ := d.device("laptop")
		in := anna()
		in.Login = "eve@example.com"
		eve := create(t, d.s, in)
		for _, passkeyID := range []string{pk.ID, "psk_", "psk_\x00", "psk_01jd2m3n4p5q6r7s8t9v0w1x2y"} {
			if _, err := d.s.RenamePasskey(ctx, account.RenamePasskeyInput{UserID: eve.ID, ID: passkeyID, Name: "mine"}); !errors.Is(err, account.ErrPasskeyNotFound) {
				t.Errorf("rename %q: %v", passkeyID, err)
			}
			if err := d.s.DeletePasskey(ctx, account.DeletePasskeyInput{UserID: eve.ID, ID: passkeyID, Proof: password}); !errors.Is(err, account.ErrPasskeyNotFound) {
				t.Errorf("delete %q: %v", passkeyID, err)
			}
		}
		// Her own question, answered by her own device, for anna's account.
		c, err := d.s.BeginPasskey(ctx, account.ProofInput{UserID: eve.ID, Proof: password})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := (&passkeytest.Device{Origin: origin}).Create(c.Options)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.s.AddPasskey(ctx, account.AddPasskeyInput{UserID: d.acc.ID, CeremonyID: c.ID, Answer: answer, Name: "x"}); !errors.Is(err, account.ErrPasskeyRefused) {
			t.Errorf("a passkey slipped in: %v", err)
		}
		_, _, err = d.s.AddPasskey(ctx, account.AddPasskeyInput{UserID: eve.ID, CeremonyID: c.ID, Answer: answer, Name: strings.Repeat("x", 65)})
		wantField(t, err, "name", "account_name_too_long")
		if _, _, err := d.s.AddPasskey(ctx, account.AddPasskeyInput{UserID: eve.ID, CeremonyID: c.ID, Answer: answer, Name: "hers"}); err != nil {
			t.Errorf("a wrong name should not use the question up: %v", err)
		}
		wantField(t, d.s.DeletePasskey(ctx, account.DeletePasskeyInput{UserID: d.acc.ID, ID: pk.ID, Proof: "nonsense"}), "proof", "proof_wrong")
		late := d.ask(dev, account.Pending{})
		if err := d.s.DeletePasskey(ctx, account.DeletePasskeyInput{UserID: d.acc.ID, ID: pk.ID, Proof: password}); err != nil {
			t.Fatal(err)
		}
		if f := d.state(); f.On() || f.RecoveryLeft != 0 {
			t.Errorf("state %+v", f)
		}
		if err := d.login(late); !errors.Is(err, account.ErrPasskeyRefused) {
			t.Errorf("a deleted passkey: %v", err)
		}
	})
}

func TestThereAreAtMostTenPasskeys(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		for range account.MaxPasskeys {
			d.device("one more")
		}
		_, err := d.s.BeginPasskey(t.Context(), account.ProofInput{UserID: d.acc.ID, Proof: password})
		if !errors.Is(err, account.ErrTooManyPasskeys) || !strings.Contains(apperr.Of(err).Text("en"), "10 passkeys") {
			t.Errorf("got %v", err)
		}
	})
}

func TestWithoutADomainThereAreNoPasskeys(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s, _ := setup(db)
		acc := create(t, s, anna())
		if s.PasskeyDomain() != "" {
			t.Errorf("domain %q", s.PasskeyDomain())
		}
		if _, err := s.BeginPasskey(t.Context(), account.ProofInput{UserID: acc.ID, Proof: password}); !errors.Is(err, account.ErrNoPasskeys) {
			t.Errorf("register: %v", err)
		}
		if _, err := s.AskPasskey(t.Context()); !errors.Is(err, account.ErrNoPasskeys) {
			t.Errorf("ask: %v", err)
		}
		if _, err := s.LoginByPasskey(t.Context(), account.PasskeyAnswer{CeremonyID: "x"}); !errors.Is(err, account.ErrNoPasskeys) {
			t.Errorf("answer: %v", err)
		}
	})
}

func TestAnOperatorMayDoNothingWithoutASecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		in := anna()
		in.Login, in.Kind = "op@example.com", account.Operator
		d.acc = create(t, d.s, in)
		_, token, err := d.s.CreateToken(ctx, account.CreateTokenInput{AccountID: d.acc.ID, Name: "ci"})
		if err != nil {
			t.Fatal(err)
		}
		check := func(want error) {
			t.Helper()
			byPage, err := d.s.Actor(ctx, d.acc.ID)
			if err != nil {
				t.Fatal(err)
			}
			byToken, err := d.s.Authenticate(ctx, token.Reveal())
			if err != nil {
				t.Fatal(err)
			}
			for _, who := range []account.Actor{byPage, byToken} {
				for _, p := range account.Permissions() {
					if p.Side == account.Operator {
						if err := who.May(p.Permission); !errors.Is(err, want) {
							t.Errorf("%s: got %v, want %v", p.Code, err, want)
						}
					}
				}
				if err := who.Is(account.Operator, account.Seller); !errors.Is(err, want) {
					t.Errorf("is an operator: got %v, want %v", err, want)
				}
				if err := who.May(account.SignedIn); err != nil {
					t.Errorf("its own account: %v", err)
				}
				if err := who.May(account.SellerKeys); !errors.Is(err, account.ErrForbidden) {
					t.Errorf("a seller's: %v", err)
				}
			}
		}
		check(account.ErrSecondFactorNeeded)
		_, pk, _ := d.device("laptop")
		check(nil)
		if err := d.s.DeletePasskey(ctx, account.DeletePasskeyInput{UserID: d.acc.ID, ID: pk.ID, Proof: password}); !errors.Is(err, account.ErrLastSecondFactor) {
			t.Errorf("the last one: %v", err)
		}
		check(nil)
		d.enrol()
		if err := d.s.DeletePasskey(ctx, account.DeletePasskeyInput{UserID: d.acc.ID, ID: pk.ID, Proof: password}); err != nil {
			t.Errorf("with an app besides: %v", err)
		}
		if err := d.s.RemoveTOTP(ctx, account.ProofInput{UserID: d.acc.ID, Proof: password}); !errors.Is(err, account.ErrLastSecondFactor) {
			t.Errorf("the last one: %v", err)
		}
		check(nil)
	})
}
