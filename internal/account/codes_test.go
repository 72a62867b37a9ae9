package account_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func wrong(code secret.Text) string {
	if strings.HasPrefix(code.Reveal(), "0") {
		return "1" + code.Reveal()[1:]
	}
	return "0" + code.Reveal()[1:]
}

func TestACodeIsGoodForOneUseWithinTenMinutes(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		tick := w.ask(account.ForRegistration, account.ByMail, " Anna@Example.com ")
		l := w.next()
		if l.CodeLetter.To != "Anna@Example.com" || len(l.Code) != account.CodeDigits || l.Minutes != 10 || l.CodeLetter.Lang != "zh" {
			t.Fatalf("letter %+v", l)
		}
		if _, err := w.prove(account.ForReset, tick.ID, l.Code.Reveal()); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("for another purpose: %v", err)
		}
		if _, err := w.prove(account.ForRegistration, strings.Repeat("x", 30), l.Code.Reveal()); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("another ticket: %v", err)
		}
		if got := codes(proveErr(w, tick.ID, wrong(l.Code)))["code"]; got != "one_time_code_wrong" {
			t.Errorf("a wrong code: %s", got)
		}
		spaced := l.Code.Reveal()[:3] + " " + l.Code.Reveal()[3:] + "\n"
		p, err := w.prove(account.ForRegistration, tick.ID, spaced)
		if err != nil {
			t.Fatal(err)
		}
		if err := proveErr(w, tick.ID, l.Code.Reveal()); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("the code a second time: %v", err)
		}
		if _, err := w.signUp(p, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.signUp(p, ""); !errors.Is(err, account.ErrProofExpired) {
			t.Errorf("the proof a second time: %v", err)
		}

		old := w.ask(account.ForRegistration, account.ByMail, "late@example.com")
		code := w.next().Code.Reveal()
		w.wall.advance(account.CodeLife)
		if err := proveErr(w, old.ID, code); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("after ten minutes: %v", err)
		}
		p = w.proof(account.ForRegistration, account.ByMail, "slow@example.com")
		w.wall.advance(account.ProofLife)
		if _, err := w.signUp(p, ""); !errors.Is(err, account.ErrProofExpired) {
			t.Errorf("a proof after half an hour: %v", err)
		}
	})
}

func proveErr(w *town, ticket, code string) error {
	_, err := w.prove(account.ForRegistration, ticket, code)
	return err
}

func TestACodeDiesAfterFiveGuessesAlsoAtTheSameTime(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		tick := w.ask(account.ForRegistration, account.BySMS, "13800138000")
		code := w.next().Code
		var wg sync.WaitGroup
		var mu sync.Mutex
		seen := map[string]int{}
		for range 12 {
			wg.Go(func() {
				err := proveErr(w, tick.ID, wrong(code))
				name := codes(err)["code"]
				if name == "" {
					name = apperr.Of(err).Code
				}
				mu.Lock()
				seen[name]++
				mu.Unlock()
			})
		}
		wg.Wait()
		if seen["one_time_code_wrong"] != account.CodeGuesses-1 || seen["one_time_code_dead"] != 1 || seen["one_time_code_expired"] != 12-account.CodeGuesses {
			t.Errorf("%v", seen)
		}
		if err := proveErr(w, tick.ID, code.Reveal()); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("the right code afterwards: %v", err)
		}
		for _, bad := range []string{"", "  "} {
			if got := codes(proveErr(w, tick.ID, bad))["code"]; got != "one_time_code_required" {
				t.Errorf("%q: %s", bad, got)
			}
		}
	})
}

func TestTheRightCodeAtTheSameTimeGivesOneProof(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		tick := w.ask(account.ForRegistration, account.BySMS, "13800138000")
		code := w.next().Code.Reveal()
		var wg sync.WaitGroup
		var mu sync.Mutex
		proofs := 0
		for range 6 {
			wg.Go(func() {
				if proveErr(w, tick.ID, code) == nil {
					mu.Lock()
					proofs++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if proofs != 1 {
			t.Errorf("%d proofs", proofs)
		}
	})
}

func TestCodesAreLimitedByTargetAndByNetwork(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		const to, here = "13800138000", "192.0.2.1"
		ask := func(target, from string) error {
			_, err := w.request(account.ForReset, account.BySMS, target, from)
			return err
		}
		if err := ask(to, here); err != nil {
			t.Fatal(err)
		}
		w.wall.advance(20 * time.Second)
		if err := ask("+86 138-0013-8000", here); !errors.Is(err, account.ErrCodeTooSoon) || !strings.Contains(apperr.Of(err).Text("en"), " 40 s") {
			t.Errorf("after 20 s: %v", err)
		}
		for i := range 4 {
			w.wall.advance(time.Minute)
			if err := ask(to, here); err != nil {
				t.Fatalf("code %d: %v", i+2, err)
			}
		}
		w.wall.advance(time.Minute)
		if err := ask(to, here); !errors.Is(err, account.ErrTooManyCodes) {
			t.Errorf("the sixth from one network: %v", err)
		}
		for i := range 5 { // elsewhere it goes on, until the target has had ten in the hour
			if err := ask(to, fmt.Sprintf("198.51.100.%d", i)); err != nil {
				t.Fatalf("from elsewhere: %v", err)
			}
		}
		if err := ask(to, "203.0.113.9"); !errors.Is(err, account.ErrTooManyCodes) {
			t.Errorf("the eleventh: %v", err)
		}
		w.wall.advance(time.Hour)
		if err := ask(to, "203.0.113.9"); err != nil {
			t.Errorf("an hour later: %v", err)
		}
		for i := range 40 {
			if err := ask(fmt.Sprintf("138001381%02d", i), "2001:db8::1"); err != nil {
				t.Fatalf("target %d: %v", i, err)
			}
		}
		if err := ask("13800138199", "2001:db8::2"); !errors.Is(err, account.ErrTooManyCodes) {
			t.Errorf("the forty-first target of one network: %v", err)
		}
	})
}

// business-rules 2.1; issue 3 §3: enumerating accounts by registration or reset is not possible.
func TestAskingForACodeTellsNobodyWhoExists(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		in := anna()
		in.Proven = true
		acc := create(t, w.Service, in)
		for _, purpose := range []account.Purpose{account.ForRegistration, account.ForReset} {
			for _, ch := range account.Channels() {
				known, unknown := "anna@example.com", "none@example.com"
				if ch == account.BySMS {
					known, unknown = "13800138000", "13800138001"
				}
				a := w.ask(purpose, ch, known)
				la := w.nextOrNone()
				b := w.ask(purpose, ch, unknown)
				lb := w.nextOrNone()
				w.wall.advance(time.Minute)
				if len(a.ID) != len(b.ID) || a.Expires.Sub(b.Expires) != 0 || a.ResendAt.Sub(b.ResendAt) != 0 {
					t.Errorf("%s %s: known %+v, unknown %+v", purpose, ch, a, b)
				}
				switch {
				case purpose == account.ForReset && (la.Code == "" || lb != letter{}):
					t.Errorf("reset by %s: known got %+v, unknown %+v", ch, la, lb)
				case purpose == account.ForRegistration && ch == account.ByMail && (la.Kind != account.NoticeExists || la.Notice.Login != acc.Login || lb.Code == ""):
					t.Errorf("registration by mail: known got %+v, unknown %+v", la, lb)
				case purpose == account.ForRegistration && ch == account.BySMS && (la.Code == "" || lb.Code == ""):
					t.Errorf("registration by phone: known got %+v, unknown %+v", la, lb)
				}
			}
		}
	})
}

// nextOrNone is the letter that was just asked for, or none.
func (w *town) nextOrNone() letter {
	w.t.Helper()
	w.n++
	last := fmt.Sprintf("+8613700%06d", w.n)
	w.ask(account.ForRegistration, account.BySMS, last)
	l := w.next()
	if l.CodeLetter.To == last {
		return letter{}
	}
	w.next()
	return l
}

func TestAskingForACodeIsTheSameWorkWhoeverExists(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		w, _ := newQuietTown(t, db)
		in := anna()
		in.Proven = true
		create(t, w.Service, in)
		for _, purpose := range []account.Purpose{account.ForRegistration, account.ForReset} {
			for known, unknown := range map[string]string{"anna@example.com": "none@example.com", "13800138000": "13800138001"} {
				ch := account.BySMS
				if strings.Contains(known, "@") {
					ch = account.ByMail
				}
				cost := func(target string) int64 {
					before := db.Stats().Statements
					w.ask(purpose, ch, target)
					w.wall.advance(time.Hour)
					return db.Stats().Statements - before
				}
				if a, b := cost(known), cost(unknown); a != b || a == 0 {
					t.Errorf("%s of %s: %d statements, and %d for nobody", purpose, known, a, b)
				}
			}
		}
	})
}

func TestACodeIsStoredTaggedAndWipedWhenItWasSent(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		tick := w.ask(account.ForRegistration, account.ByMail, "anna@example.com")
		code := w.next().Code.Reveal()
		w.nothing() // the job of the first has ended
		var row, args string
		if err := w.db.Reader().QueryRow(t.Context(), `SELECT tag || ' ' || sealed || ' ' || proof FROM account_codes WHERE id = $1`, tick.ID).Scan(&row); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(row, "  ") || strings.Contains(row, code) {
			t.Errorf("stored: %q", row)
		}
		if err := w.db.Reader().QueryRow(t.Context(), `SELECT CAST(args AS TEXT) FROM river_job WHERE CAST(args AS TEXT) LIKE $1`, "%"+tick.ID+"%").Scan(&args); err != nil || strings.Contains(args, code) {
			t.Errorf("job: %s, %v", args, err)
		}
	})
}

func TestACodeThatIsRefusedForGoodIsNotSentAgain(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		w.post.refuse["bounce@example.com"] = fmt.Errorf("550: %w", notify.ErrRefused)
		tick := w.ask(account.ForRegistration, account.ByMail, "bounce@example.com")
		w.nothing()
		var sealed string
		if err := w.db.Reader().QueryRow(t.Context(), `SELECT sealed FROM account_codes WHERE id = $1`, tick.ID).Scan(&sealed); err != nil || sealed != "" {
			t.Errorf("%q, %v", sealed, err)
		}
	})
}

func TestBadTargetsAreFieldErrors(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		for _, tc := range []struct {
			ch           account.Channel
			target, code string
		}{
			{account.ByMail, "", "email_required"}, {account.ByMail, "no address", "email_form"}, {account.ByMail, "a@" + strings.Repeat("b", 400) + ".com", "email_form"},
			{account.ByMail, "\"x\"<a@b.com>", "email_form"}, {account.ByMail, "а@example.com", "email_form"}, {account.ByMail, "a\x00@b.com", "email_form"},
			{account.ByMail, "a@b.com\r\nBcc: c@d.com", "email_form"},
			{account.BySMS, "", "phone_required"}, {account.BySMS, "12345", "mobile_form"}, {account.BySMS, "23800138000", "mobile_form"},
			{account.BySMS, "+8612800138000", "mobile_form"}, {account.BySMS, "+0441234567", "mobile_form"}, {account.BySMS, strings.Repeat("1", 5000), "mobile_form"},
		} {
			if _, err := w.request(account.ForRegistration, tc.ch, tc.target, "x"); codes(err)["target"] != tc.code {
				t.Errorf("%s %.40q: %v", tc.ch, tc.target, err)
			}
		}
		for in, field := range map[account.RequestCodeInput]string{
			{Purpose: account.ForContact, Channel: account.ByMail, Target: "a@b.com", Lang: "zh"}: "purpose",
			{Purpose: account.ForReset, Channel: "pigeon", Target: "a@b.com", Lang: "zh"}:         "channel",
			{Purpose: account.ForReset, Channel: account.ByMail, Target: "a@b.com", Lang: "xx"}:   "lang",
		} {
			if _, err := w.RequestCode(t.Context(), in); len(codes(err)) != 1 || codes(err)[field] == "" {
				t.Errorf("%+v: %v", in, err)
			}
		}
		w.nothing()
	})
}

func TestPhonesAreKeptInOneForm(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"13800138000": "+8613800138000", "+86 138 0013 8000": "+8613800138000", "8613800138000": "+8613800138000",
		"0086-138-0013-8000": "+8613800138000", "+1 (415) 555-2671": "+14155552671", "+44 20 7946 0958": "+442079460958", "4155552671": "", "+86138": "", "": ""} {
		if got := account.NormalPhone(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestEveryIllegalMoveOfACodeIsRefused(t *testing.T) {
	t.Parallel()
	legal := map[string]string{"waiting type": "proven", "waiting exhaust": "dead", "proven spend": "used"}
	m := account.Machines()[0]
	for _, from := range m.States() {
		for _, event := range m.Events() {
			to, err := m.Next(from, event)
			if want := legal[from+" "+event]; to != want || (err == nil) != (want != "") {
				t.Errorf("%s, %s: %q, %v", from, event, to, err)
			}
		}
	}
}

func TestOldCodesAreSweptOut(t *testing.T) {
	t.Parallel()
	inTown(t, func(t *testing.T, w *town) {
		tick := w.ask(account.ForRegistration, account.ByMail, "anna@example.com")
		w.next()
		if got, err := w.Ticket(t.Context(), tick.ID, ""); err != nil || got.Target != "anna@example.com" {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := w.Ticket(t.Context(), tick.ID, "acc_other"); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("somebody else: %v", err)
		}
		w.wall.advance(2 * time.Hour)
		if err := w.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := w.db.Reader().QueryRow(t.Context(), `SELECT COUNT(id) FROM account_codes`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d left, %v", n, err)
		}
		if _, err := w.Resend(t.Context(), tick.ID, "", "x"); !errors.Is(err, account.ErrOneTimeExpired) {
			t.Errorf("resend: %v", err)
		}
	})
}
