package notify_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/notify/smtptest"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func mailStates(t *testing.T, db *storage.DB) map[string]int {
	t.Helper()
	rows, err := db.Reader().Query(t.Context(), `SELECT mail, COUNT(id) FROM notify_messages GROUP BY mail`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]int{}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			t.Fatal(err)
		}
		out[state] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAMailGoesToEachRecipientInTheirLanguage(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		h.send(t, paid("acc_buyer", "CS1", ""), paid("acc_seller", "CS1", ""), paid("acc_silent", "CS1", ""), paid("acc_gone", "CS1", ""))
		stop := h.start(t)
		a, b := <-h.sent, <-h.sent
		if a.Address > b.Address {
			a, b = b, a
		}
		stop()
		if a.Subject != "订单 CS1 支付成功" || b.Subject != "Order CS1 is paid" || a.Address != "linxia@example.com" {
			t.Errorf("got %q to %s and %q to %s", a.Subject, a.Address, b.Subject, b.Address)
		}
		for _, m := range []notify.Mail{a, b} {
			if !strings.Contains(m.Text, "https://market.test/buyer/orders/CS1") || !strings.Contains(m.HTML, `href="https://market.test/buyer/orders/CS1"`) {
				t.Errorf("no link in %q and %q", m.Text, m.HTML)
			}
			if strings.Contains(m.HTML, "<b>") || !strings.Contains(m.HTML, "&lt;b&gt;CRM&lt;/b&gt;") || !strings.Contains(m.Text, "<b>CRM</b>") {
				t.Errorf("markup of a stranger in %q", m.HTML)
			}
		}
		if diff := cmp.Diff(map[string]int{"sent": 2, "none": 2}, mailStates(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatGoesToTheOperatorsReachesEachOfThemAndThoseWhoJoin(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		review := notify.Message{To: notify.Operators, Event: notify.ProductSubmitted, Key: "r1", Link: "/operator/reviews",
			Params: notify.Params("product", "CRM", "seller", "Reedbridge")}
		h.send(t, review, paid("acc_buyer", "CS1", ""))
		h.send(t, review)
		stop := h.start(t)
		got := map[string]string{}
		for range 3 {
			m := <-h.sent
			got[m.Address] = m.Subject
		}
		stop()
		want := map[string]string{"op1@example.com": "商品待审核：CRM", "op2@example.com": "Product to review: CRM", "linxia@example.com": "订单 CS1 支付成功"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if err := h.MarkAllRead(t.Context(), "acc_op1"); err != nil {
			t.Fatal(err)
		}
		clk.Advance(29 * 24 * time.Hour)
		for range 2 {
			if err := h.Adopt(t.Context(), "acc_op3"); err != nil {
				t.Fatal(err)
			}
		}
		joined := h.inbox(t, "acc_op3", "en")
		if len(joined) != 1 || joined[0].Title != "Product to review: CRM" || !joined[0].Unread() || !joined[0].CreatedAt.Equal(storetest.Start()) {
			t.Errorf("who joins sees %+v", joined)
		}
		clk.Advance(2 * 24 * time.Hour)
		if err := h.Adopt(t.Context(), "acc_op4"); err != nil {
			t.Fatal(err)
		}
		if late := h.inbox(t, "acc_op4", "en"); len(late) != 0 {
			t.Errorf("after a month: %v", late)
		}
		if len(h.sent) != 0 {
			t.Error("joining sent a mail")
		}
	})
}

// refusing fails as long as it is told to.
type refusing struct {
	sent chan notify.Mail
	left *atomic.Int32
	err  error
}

func (r refusing) Send(_ context.Context, m notify.Mail) error {
	defer func() { r.sent <- m }()
	if m.Address == "linxia@example.com" && r.left.Add(-1) >= 0 {
		return r.err
	}
	return nil
}

func TestAMailThatIsRefusedForGoodIsNotTriedAgainAndHoldsUpNobody(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		var left atomic.Int32
		left.Store(100)
		m := refusing{make(chan notify.Mail, 10), &left, errors.Join(notify.ErrRefused, errors.New("550 no such user"))}
		h := setup(t, db, clk, m)
		h.who.all["acc_silent"] = notify.Recipient{Name: "X", Email: "X <x@example.com>", Lang: "en"} // no bare address
		h.send(t, paid("acc_buyer", "CS1", ""), paid("acc_seller", "CS1", ""), paid("acc_silent", "CS1", ""))
		stop := h.start(t)
		<-m.sent
		<-m.sent
		stop()
		if diff := cmp.Diff(map[string]int{"sent": 1, "failed": 2}, mailStates(t, db)); diff != "" {
			t.Error(diff)
		}
		if c, err := h.queue.Counts(t.Context()); err != nil || c.Waiting+c.Retrying != 0 {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

func TestAServerThatIsBusyIsAskedAgainWithTheSameMail(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		server := smtptest.Start(t, func(s *smtptest.Server) { s.Reply["RCPT"] = []string{"450 4.2.1 later"} })
		h := setup(t, db, clk, sender(t, server, nil))
		h.send(t, paid("acc_buyer", "CS1", ""), paid("acc_seller", "CS1", ""))
		stop := h.start(t)
		first, second := <-server.Received, <-server.Received // the second only after the job ran again
		stop()
		if first.To == second.To {
			t.Errorf("both went to %s", first.To)
		}
		if n := strings.Count(server.Verbs(), "RCPT"); n != 3 {
			t.Errorf("%d recipients named, want 3: what was delivered is not sent again", n)
		}
		if diff := cmp.Diff(map[string]int{"sent": 2}, mailStates(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWithoutAServerMailLandsInAFolder(t *testing.T) {
	t.Parallel()
	dir, err := notify.NewDir(t.TempDir()+"/mail", "Souk <no-reply@market.test>")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // sent again after a crash: still one mail
		if err := dir.Send(t.Context(), aMail()); err != nil {
			t.Fatal(err)
		}
	}
	newer := aMail()
	newer.ID, newer.Subject, newer.Text = "msg_01jd2m3n4p5q6r7s8t9v0w1x2z", "second", "see https://market.test/a?b=1 now"
	if err := dir.Send(t.Context(), newer); err != nil {
		t.Fatal(err)
	}
	list, err := dir.List(10)
	if err != nil || len(list) != 2 || list[0].Subject != "second" {
		t.Fatalf("list %+v, %v", list, err)
	}
	if !cmp.Equal(list[0].Links, []string{"https://market.test/a?b=1"}) {
		t.Errorf("links %v", list[0].Links)
	}
	got, err := dir.Read(list[1].Name)
	if err != nil {
		t.Fatal(err)
	}
	if got.Subject != aMail().Subject || got.Text != aMail().Text || got.HTML != aMail().HTML || !got.Date.Equal(aMail().Date) ||
		got.MessageID != "<"+aMail().ID+"@market.test>" || !strings.Contains(got.To, "林夏") {
		t.Errorf("got %+v", got)
	}
	for _, name := range []string{"../mail/" + list[1].Name, "msg_x.eml", "", "msg_01jd2m3n4p5q6r7s8t9v0w1x99.eml"} {
		if _, err := dir.Read(name); !errors.Is(err, notify.ErrMailNotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
	bad := aMail()
	bad.ID = "../../etc/passwd"
	if err := dir.Send(t.Context(), bad); !errors.Is(err, notify.ErrRefused) {
		t.Errorf("a name out of the folder: %v", err)
	}
}
