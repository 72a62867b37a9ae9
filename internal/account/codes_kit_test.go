package account_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// letter is what a courier brought: a code, or a notice.
type letter struct {
	account.CodeLetter
	account.Notice
}

// postman is a courier that hands letters to the test; refuse is the error that it has for an address.
type postman struct {
	box    chan letter
	refuse map[string]error
}

func (p *postman) SendCode(_ context.Context, c account.CodeLetter) error {
	if err := p.refuse[c.To]; err != nil {
		return err
	}
	p.box <- letter{CodeLetter: c}
	return nil
}

func (p *postman) SendNotice(_ context.Context, n account.Notice) error {
	p.box <- letter{Notice: n}
	return nil
}

// town is a service whose jobs run, with a postman.
type town struct {
	*account.Service
	t    *testing.T
	db   *storage.DB
	wall *wall
	post *postman
	news *letters
	n    int
}

func newTown(t *testing.T, db *storage.DB) *town {
	t.Helper()
	w, q := newQuietTown(t, db)
	ctx, cancel := context.WithCancel(context.Background())
	if err := q.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Stop(ctx); err != nil {
			t.Error(err)
		}
		cancel()
	})
	return w
}

// newQuietTown has jobs that do not run.
func newQuietTown(t *testing.T, db *storage.DB) (*town, *job.Queue) {
	t.Helper()
	w := &town{t: t, db: db, wall: &wall{at: storetest.Start()}, news: &letters{},
		post: &postman{box: make(chan letter, 100), refuse: map[string]error{}}}
	quiet := slog.New(slog.DiscardHandler)
	w.Service = account.New(db, quiet, account.WithWall(w.wall.Now), account.WithCost(cheap))
	q, err := job.New(db, quiet, job.Config{Workers: 1, Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	w.Service.Register(q)
	w.Reach(w.post)
	w.TellBy(w.news)
	return w, q
}

func inTown(t *testing.T, fn func(t *testing.T, w *town)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) { fn(t, newTown(t, db)) })
}

// next waits for the next letter.
func (w *town) next() letter {
	w.t.Helper()
	select {
	case l := <-w.post.box:
		return l
	case <-time.After(20 * time.Second):
		w.t.Fatal("no letter came")
		return letter{}
	}
}

// nothing proves that no letter is on its way: the one worker sends in order, and the next letter is one asked for now.
func (w *town) nothing() {
	w.t.Helper()
	w.n++
	last := fmt.Sprintf("+8613900%06d", w.n)
	w.ask(account.ForRegistration, account.BySMS, last)
	if l := w.next(); l.CodeLetter.To != last {
		w.t.Errorf("a letter came: %+v", l)
	}
}

func (w *town) request(purpose account.Purpose, ch account.Channel, target, from string) (account.Ticket, error) {
	w.t.Helper()
	return w.RequestCode(w.t.Context(), account.RequestCodeInput{Purpose: purpose, Channel: ch, Target: target, Lang: "zh", Address: from})
}

// ask asks for a code, each time from another address, so that only the limits of the target count.
func (w *town) ask(purpose account.Purpose, ch account.Channel, target string) account.Ticket {
	w.t.Helper()
	w.n++
	tick, err := w.request(purpose, ch, target, fmt.Sprintf("10.%d.%d.1", w.n/250, w.n%250))
	if err != nil {
		w.t.Fatal(err)
	}
	return tick
}

func (w *town) prove(purpose account.Purpose, ticket, code string) (secret.Text, error) {
	w.t.Helper()
	return w.Prove(w.t.Context(), account.ProveInput{Ticket: ticket, Purpose: purpose, Code: secret.Text(code)})
}

// proof asks for a code and types it.
func (w *town) proof(purpose account.Purpose, ch account.Channel, target string) secret.Text {
	w.t.Helper()
	tick := w.ask(purpose, ch, target)
	p, err := w.prove(purpose, tick.ID, w.next().Code.Reveal())
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *town) signUp(p secret.Text, login string) (account.Account, error) {
	w.t.Helper()
	return w.SignUp(w.t.Context(), account.SignUpInput{Proof: p, Login: login, Password: password, Lang: "zh", Terms: "buyer@1"})
}

func (w *town) login(login string) ([]account.Account, error) {
	w.t.Helper()
	open, err := w.Login(w.t.Context(), account.LoginInput{Login: login, Password: password, Address: "192.0.2.77"})
	return open.Accounts, err
}

// actions are the codes of the audit entries of an account's log, in order.
func (w *town) actions(accountID string) string {
	w.t.Helper()
	rows, err := w.db.Reader().Query(w.t.Context(), `SELECT action FROM audit_entries WHERE log = $1 ORDER BY seq`, accountID)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var a string
		if err := rows.Scan(&a); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, strings.TrimPrefix(a, "account."))
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(out, " ")
}

// exec changes rows that another use case of the room will change.
func (w *town) exec(stmt string, args ...any) {
	w.t.Helper()
	if err := w.db.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, stmt, args...)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
}

// sub makes a sub-user with the password of everybody here.
func (w *town) sub(ownerID, name string) account.Account {
	w.t.Helper()
	in := anna()
	in.Login, in.Email, in.Phone = "sub-"+name, "", ""
	acc := create(w.t, w.Service, in)
	w.exec(`UPDATE account_accounts SET owner_id = $2, login = $3, login_key = $4 WHERE id = $1`, acc.ID, ownerID, name, account.SubLoginKey(ownerID, name))
	return acc
}
