package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// business-rules 2.9: nothing by which a sub-user came in outlives it, whatever it had and whoever remembers it.
func TestARemovedSubUserHasNoWayInLeft(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		ctx, s := t.Context(), d.s
		main := org(t, s, "star@example.com")
		u := subUser(t, s, main, "li.lei")
		var err error
		if d.acc, err = s.Get(ctx, u.ID); err != nil {
			t.Fatal(err)
		}
		key, recovery := d.enrol()
		phone, _, _ := d.device("phone")
		_, token, err := s.CreateToken(ctx, account.CreateTokenInput{AccountID: u.ID, Name: "script"})
		if err != nil {
			t.Fatal(err)
		}
		signing, _, err := s.CreateAccessKey(ctx, actor(t, s, u.ID), "script") // now this node remembers the person
		if err != nil {
			t.Fatal(err)
		}
		until := d.wall.Now().Add(time.Hour)
		data, err := account.SessionCodec{}.Encode(until, map[string]any{account.SessionAccount: u.ID})
		if err == nil {
			err = s.Sessions().CommitCtx(ctx, "browser", data, until)
		}
		if err != nil {
			t.Fatal(err)
		}
		half, byPasskey := d.waiting(), d.ask(phone, account.Pending{}) // a sign-in that waits for its second step, and one under way

		if err := s.RemoveUser(ctx, main, u.ID); err != nil {
			t.Fatal(err)
		}
		if f := d.state(); f.On() || f.RecoveryLeft != 0 {
			t.Errorf("it still has %+v", f)
		}
		if _, found, err := s.Sessions().FindCtx(ctx, "browser"); found || err != nil {
			t.Errorf("its session: %t, %v", found, err)
		}
		if _, err := s.Actor(ctx, u.ID); err == nil {
			t.Error("it still acts")
		}
		if _, err := s.Authenticate(ctx, token.Reveal()); !errors.Is(err, account.ErrBadToken) {
			t.Errorf("its token: %v", err)
		}
		if _, _, _, err := s.AccessKey(ctx, signing.AK); !errors.Is(err, account.ErrAccessKeyUnknown) {
			t.Errorf("its access key: %v", err)
		}
		if err := d.login(byPasskey); err == nil {
			t.Error("its passkey signs in")
		}
		for name, code := range map[string]string{"app": d.code(key, 0), "recovery code": recovery[0].Reveal()} {
			if _, err := s.PassSecond(ctx, account.SecondInput{Pending: half, Code: secret.Text(code), Address: "192.0.2.1"}); err == nil {
				t.Errorf("its %s finishes a sign-in", name)
			}
		}
	})
}
