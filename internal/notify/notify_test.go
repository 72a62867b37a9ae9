package notify_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func notifySecret(s string) secret.Text { return secret.Text(s) }

// people is a directory: accounts and who of them is an operator.
type people struct {
	all       map[string]notify.Recipient
	operators []string
}

func (p *people) Recipient(_ context.Context, id string) (notify.Recipient, error) {
	r, ok := p.all[id]
	if !ok {
		return notify.Recipient{}, errNobody
	}
	return r, nil
}

var errNobody = apperr.Def(apperr.NotFound, "nobody", "Nobody.", "没有此人。")

func (p *people) Operators(context.Context) ([]string, error) { return p.operators, nil }

// post is a mailer that hands mails to the test.
type post struct{ sent chan notify.Mail }

func (p post) Send(_ context.Context, m notify.Mail) error { p.sent <- m; return nil }

type house struct {
	db    *storage.DB
	clk   *clock.Clock
	queue *job.Queue
	who   *people
	sent  chan notify.Mail
	*notify.Service
}

// setup makes a service whose jobs do not run yet. mailer nil is a post.
func setup(t *testing.T, db *storage.DB, clk *clock.Clock, mailer notify.Mailer) *house {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	q, err := job.New(db, quiet, job.Config{Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{db: db, clk: clk, queue: q, sent: make(chan notify.Mail, 100), who: &people{
		all: map[string]notify.Recipient{
			"acc_buyer":  {Name: "林夏", Email: "linxia@example.com", Lang: "zh"},
			"acc_seller": {Name: "Whetlight Data", Email: "seller@example.com", Lang: "en"},
			"acc_silent": {Name: "Silent", Lang: "en"},
			"acc_op1":    {Name: "运营一", Email: "op1@example.com", Lang: "zh"},
			"acc_op2":    {Name: "Operator 2", Email: "op2@example.com", Lang: "en"},
		},
		operators: []string{"acc_op1", "acc_op2"},
	}}
	if mailer == nil {
		mailer = post{h.sent}
	}
	h.Service = notify.New(db, q, notify.Config{Directory: h.who, Mailer: mailer, BaseURL: "https://market.test/"}, quiet)
	return h
}

func (h *house) start(t *testing.T) (stop func()) {
	t.Helper()
	if err := h.queue.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := h.queue.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func (h *house) send(t *testing.T, messages ...notify.Message) {
	t.Helper()
	if err := h.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return h.SendTx(ctx, tx, messages...)
	}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) inbox(t *testing.T, who, lang string) []notify.Item {
	t.Helper()
	list, err := h.Inbox(t.Context(), who, page.Request{}, notify.Filter{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

func titles(items []notify.Item) []string {
	out := []string{}
	for _, i := range items {
		out = append(out, i.Title)
	}
	return out
}

func paid(to, order, key string) notify.Message {
	return notify.Message{To: to, Event: notify.OrderPaid, Link: "/buyer/orders/" + order, Key: key,
		Params: notify.Params("order", order, "product", "<b>CRM</b>", "amount", "¥12.00")}
}

func TestAMessageIsReadInTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		h.send(t, paid("acc_buyer", "CS1", ""))
		if got := titles(h.inbox(t, "acc_buyer", "zh")); !cmp.Equal(got, []string{"订单 CS1 支付成功"}) {
			t.Errorf("zh %q", got)
		}
		en := h.inbox(t, "acc_buyer", "en")[0]
		if en.Title != "Order CS1 is paid" || !strings.Contains(en.Text, "¥12.00 for “<b>CRM</b>”") {
			t.Errorf("en %+v", en)
		}
		if en.Link != "/buyer/orders/CS1" || en.Class != notify.ClassOther || !en.CreatedAt.Equal(clk.Now()) || !en.Unread() {
			t.Errorf("item %+v", en)
		}
		if got := h.inbox(t, "acc_seller", "zh"); len(got) != 0 {
			t.Errorf("somebody else reads %v", got)
		}
	})
}

func TestTheSameKeyIsSentOnceToEachRecipient(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		h.send(t, paid("acc_buyer", "CS1", "k"), paid("acc_seller", "CS1", "k"), paid("acc_buyer", "CS1", "k"))
		h.send(t, paid("acc_buyer", "CS1", "k"))
		h.send(t, paid("acc_buyer", "CS2", ""), paid("acc_buyer", "CS2", ""))
		if a, b := len(h.inbox(t, "acc_buyer", "zh")), len(h.inbox(t, "acc_seller", "zh")); a != 3 || b != 1 {
			t.Errorf("got %d and %d messages, want 3 and 1", a, b)
		}
		counts, err := h.queue.Counts(t.Context())
		if err != nil || counts.Waiting != 2 {
			t.Errorf("%d jobs, want one for each call that sent something (%v)", counts.Waiting, err)
		}
	})
}

func TestOneCallIsOneStatementForMessages(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		before := db.Stats().Statements
		h.send(t, paid("acc_buyer", "CS1", ""), paid("acc_seller", "CS1", ""), paid("acc_silent", "CS1", ""))
		if n := db.Stats().Statements - before; n != 1 {
			t.Errorf("%d statements besides the job's", n)
		}
	})
}

func TestNothingIsSentByATransactionThatFails(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		undone := errors.New("undone")
		err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if err := h.SendTx(ctx, tx, paid("acc_buyer", "CS1", "")); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) || len(h.inbox(t, "acc_buyer", "zh")) != 0 {
			t.Errorf("got %v", err)
		}
		if counts, err := h.queue.Counts(t.Context()); err != nil || counts.Waiting != 0 {
			t.Errorf("%+v, %v", counts, err)
		}
	})
}

func TestAMessageThatCannotBeShownIsRefused(t *testing.T) {
	t.Parallel()
	db, clk := storetest.OpenSQLite(t, clock.At(storetest.Start())), clock.At(storetest.Start())
	h := setup(t, db, clk, nil)
	for name, m := range map[string]notify.Message{
		"unknown event":  {To: "acc_buyer", Event: "order.sung"},
		"no recipient":   {Event: notify.OrderPaid},
		"foreign link":   {To: "acc_buyer", Event: notify.OrderPaid, Link: "https://evil.test/"},
		"foreign host":   {To: "acc_buyer", Event: notify.OrderPaid, Link: "//evil.test/"},
		"backslash host": {To: "acc_buyer", Event: notify.OrderPaid, Link: `/\evil.test/`},
		"script link":    {To: "acc_buyer", Event: notify.OrderPaid, Link: "javascript:alert(1)"},
	} {
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error { return h.SendTx(ctx, tx, m) }); err == nil {
			t.Errorf("%s: sent", name)
		}
	}
}

func TestTheInboxPagesFiltersAndCounts(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		for i := range 5 {
			clk.Advance(time.Second)
			h.send(t, paid("acc_buyer", fmt.Sprint("CS", i), ""))
		}
		first, err := h.Inbox(t.Context(), "acc_buyer", page.Request{Limit: 3}, notify.Filter{Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		rest, err := h.Inbox(t.Context(), "acc_buyer", page.Request{Limit: 3, Cursor: first.Next}, notify.Filter{Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		got := titles(append(first.Items, rest.Items...))
		want := []string{"Order CS4 is paid", "Order CS3 is paid", "Order CS2 is paid", "Order CS1 is paid", "Order CS0 is paid"}
		if diff := cmp.Diff(want, got); diff != "" || rest.Next != "" {
			t.Errorf("next %q (-want +got):\n%s", rest.Next, diff)
		}
		opened := first.Items[0].ID
		if err := h.MarkRead(t.Context(), "acc_seller", opened); err != nil { // somebody else's
			t.Fatal(err)
		}
		unread := func(want int) {
			t.Helper()
			if n, err := h.UnreadCount(t.Context(), "acc_buyer"); err != nil || n != want {
				t.Errorf("%d unread (%v), want %d", n, err, want)
			}
		}
		unread(5)
		if err := h.MarkRead(t.Context(), "acc_buyer", opened, "msg_\x00"); err != nil {
			t.Fatal(err)
		}
		unread(4)
		at := clk.Now()
		clk.Advance(time.Hour)
		if err := h.MarkAllRead(t.Context(), "acc_buyer"); err != nil {
			t.Fatal(err)
		}
		unread(0)
		item, err := h.Get(t.Context(), "acc_buyer", opened, "en")
		if err != nil || !item.ReadAt.Equal(at) {
			t.Errorf("read at %v (%v), want the first time %v", item.ReadAt, err, at)
		}
		if list, err := h.Inbox(t.Context(), "acc_buyer", page.Request{}, notify.Filter{Unread: true}); err != nil || len(list.Items) != 0 {
			t.Errorf("unread list %v, %v", list.Items, err)
		}
		for _, id := range []string{opened, "msg_\x00", "' OR 1=1"} {
			if _, err := h.Get(t.Context(), "acc_seller", id, "en"); !errors.Is(err, notify.ErrMessageNotFound) {
				t.Errorf("%q: %v", id, err)
			}
		}
		for _, cursor := range []string{"?", page.Cursor("\x00"), page.Cursor(1, 2)} {
			if _, err := h.Inbox(t.Context(), "acc_buyer", page.Request{Cursor: cursor}, notify.Filter{}); !errors.Is(err, page.ErrBadCursor) {
				t.Errorf("cursor %q: %v", cursor, err)
			}
		}
	})
}
