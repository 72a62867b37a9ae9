package operator_test

import (
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	netmail "net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/notify/smtptest"
	"github.com/souk-market/souk/internal/seller"
)

// arrived waits until mails with the subject came for each of the addresses, and returns them by address. A second one for
// the same address fails the test.
func (d *desk) arrived(server *smtptest.Server, subject string, addresses ...string) map[string]smtptest.Mail {
	d.t.Helper()
	got := map[string]smtptest.Mail{}
	late := time.After(40 * time.Second)
	for len(got) < len(addresses) {
		select {
		case m := <-server.Received:
			msg, err := netmail.ReadMessage(strings.NewReader(m.Data))
			if err != nil {
				d.t.Fatalf("%v in\n%s", err, m.Data)
			}
			title := must[string](d.t)((&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject")))
			to := envelope.FindString(m.To)
			if !strings.Contains(title, subject) || to == "" {
				continue
			}
			if _, twice := got[to]; twice {
				d.t.Errorf("%q came twice to %s", title, to)
			}
			got[to] = m
		case <-late:
			d.t.Fatalf("%q came to %d addresses only, want %v", subject, len(got), addresses)
		}
	}
	for _, a := range addresses {
		if _, ok := got[a]; !ok {
			d.t.Errorf("%q went to %v, not to %s", subject, slices.Sorted(maps.Keys(got)), a)
		}
	}
	return got
}

var envelope = regexp.MustCompile(`[^<>\s:]+@[^<>\s]+`)

// business-rules 2.1, 2.5: what operators decide on their pages reaches the customer-service mailbox of the application and
// the account, over a real connection.
func TestResultsOfAnAdmissionArriveOverSMTP(t *testing.T) {
	t.Parallel()
	server := smtptest.Start(t, nil)
	d := &desk{Market: apptest.New(t, app.Settings{SMTP: "127.0.0.1:" + strconv.Itoa(server.Port()), SMTPTLS: "none"}), t: t}
	b := d.Browse(d.Operator)
	who, sub := d.applied(company) // the market's accounts are named by their address
	if a := b.Post("/operator/seller-applications/"+sub.ID, "do", "reject", "rev", strconv.FormatInt(sub.Rev, 10), "reason", "The licence is not readable."); a.Code != http.StatusSeeOther {
		t.Fatalf("reject: %d %s", a.Code, a.Main())
	}
	for to, m := range d.arrived(server, "needs changes", "help@example.com", who.Name) {
		if body := plainText(t, m.Data); !strings.Contains(body, "The licence is not readable.") || !strings.Contains(body, "/seller/admission") {
			t.Errorf("the letter to %s does not say why, or where:\n%s", to, body)
		}
	}
	who = d.transferred("远帆科技有限公司")
	d.submitted(who)
	approve := []string{"do", "approve", "rev", d.certRev(who)}
	for _, key := range seller.CertificationChecklist() {
		approve = append(approve, "checklist", key)
	}
	if a := b.Post("/operator/certifications/"+who.ID, approve...); a.Code != http.StatusSeeOther {
		t.Fatalf("certify: %d %s", a.Code, a.Main())
	}
	d.arrived(server, "You are certified", "help@example.com", who.Name)
}

// plainText is the text part of a mail.
func plainText(t testing.TB, data string) string {
	t.Helper()
	msg := must[*netmail.Message](t)(netmail.ReadMessage(strings.NewReader(data)))
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part := must[*multipart.Part](t)(multipart.NewReader(msg.Body, params["boundary"]).NextPart()) // decodes quoted-printable
	return string(must[[]byte](t)(io.ReadAll(part)))
}
