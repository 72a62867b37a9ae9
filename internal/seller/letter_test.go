package seller_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// work runs the jobs until none is left.
func (h *house) work() {
	h.t.Helper()
	ctx := context.WithoutCancel(h.t.Context())
	if err := h.queue.Start(ctx); err != nil {
		h.t.Fatal(err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(time.Minute); ; {
		idle, err := h.queue.Idle(ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		if idle {
			break
		}
		select {
		case <-tick.C:
		case <-late:
			h.t.Fatal("the jobs do not end")
		}
	}
	if err := h.queue.Stop(ctx); err != nil {
		h.t.Fatal(err)
	}
}

// sentTo are the subjects of the mails and the texts of the messages that went to an address.
func (h *house) sentTo(address string) []string {
	h.t.Helper()
	mails, err := h.mails.List(100)
	if err != nil {
		h.t.Fatal(err)
	}
	texts, err := h.texts.List(100)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, m := range mails {
		if strings.Contains(m.To, address) {
			out = append(out, m.Subject)
		}
	}
	for _, m := range texts {
		if m.Phone == address {
			out = append(out, m.Text)
		}
	}
	slices.Sort(out)
	return out
}

// business-rules 2.1: the result goes by mail and SMS to the customer-service mailbox and the contact phone of the application.
func TestTheResultGoesToTheMailboxAndThePhoneOfTheApplication(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		form := h.good(h.ann)
		form.ServiceEmail, form.ContactPhone = "desk@reedbridge.example.com", "138-0000-0007"
		sub, err := h.submit(h.ann, form)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.RejectApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: sub.ID, Rev: sub.Rev, Reason: "The licence is not readable."}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.RejectApplication(ctx, seller.ReviewInput{Actor: h.otto, ID: sub.ID, Rev: sub.Rev, Reason: "The licence is not readable."}); err == nil {
			t.Error("rejected twice")
		}
		h.work()
		for _, to := range []string{form.ServiceEmail, "13800000007"} {
			if got := h.sentTo(to); len(got) != 1 || !strings.Contains(got[0], "needs changes") {
				t.Errorf("%s got %q", to, got)
			}
		}
		mails, err := h.mails.List(100)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			if full, err := h.mails.Read(m.Name); err != nil || strings.Contains(m.To, form.ServiceEmail) && !strings.Contains(full.Text, "The licence is not readable.") {
				t.Errorf("the letter does not say why: %q, %v", full.Text, err)
			}
		}
	})
}

// business-rules 2.5: the result of the certification is told in the same way.
func TestTheResultOfTheCertificationGoesThereToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, c := h.certifying(h.ann)
		if _, err := h.ApproveCertification(t.Context(), seller.CertifyInput{Actor: h.olga, AccountID: ann.ID, Rev: c.Rev, Checklist: seller.CertificationChecklist()}); err != nil {
			t.Fatal(err)
		}
		h.work()
		for _, to := range []string{"help@example.com", "13800000000"} {
			if got := h.sentTo(to); len(got) != 2 { // admitted, and certified
				t.Errorf("%s got %q", to, got)
			}
		}
	})
}

// business-rules 2.1, 2.6: so is the result of a change, to the contacts that are in force then.
func TestTheResultOfAChangeGoesThereToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann := h.trader(h.ann) // at support@reedbridge.example.com, without a contact phone
		moved := contact()
		moved.Contact.Phone = "138-0000-0009"
		h.approve(h.want(ann, seller.ChangeContact, moved))
		c := h.want(ann, seller.ChangeInfo, h.info(ann))
		if _, err := h.RejectChange(ctx, seller.ChangeReviewInput{Actor: h.olga, ChangeID: c.ID, Rev: c.Rev, Reason: "The logo is blurred."}); err != nil {
			t.Fatal(err)
		}
		clk.Advance(time.Second)
		info := h.info(ann)
		info.Info.ServiceEmail = "desk@reedbridge.example.com"
		h.approve(h.want(ann, seller.ChangeInfo, info))
		h.work()
		const yes, no = "Your change was approved: Seller information", "Your change was not approved: Seller information"
		for to, want := range map[string][]string{
			"support@reedbridge.example.com": {"Your change was approved: Business contact", no},
			"desk@reedbridge.example.com":    {yes},
			"13800000009":                    {"Your change was approved: Business contact", yes, no},
			"ann@example.com":                {"Your change was approved: Business contact", yes, no},
		} {
			got := h.sentTo(to)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", to, diff)
			}
		}
	})
}

func TestALetterThatNobodyTakesHoldsNothingUp(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		form := h.good(h.ann)
		form.ContactPhone = "1234567890123456789012345" // more digits than a gateway takes
		sub, err := h.submit(h.ann, form)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.ApproveApplication(t.Context(), seller.ReviewInput{Actor: h.olga, ID: sub.ID, Rev: sub.Rev, Checklist: seller.EntryChecklist(sub.Verified)}); err != nil {
			t.Fatal(err)
		}
		h.work()
		if counts, err := h.queue.Counts(t.Context()); err != nil || counts.Dead != 0 {
			t.Errorf("%+v, %v", counts, err)
		}
	})
}

// One result is one letter, also where the mailbox of the application is the account's own.
func TestAMailboxThatIsTheAccountsOwnGetsTheResultOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		number := 0
		reject := func(own, desk string, set func(id string) error) {
			t.Helper()
			number++
			acc, err := h.accounts.Create(ctx, account.CreateInput{Login: own, Email: own, Password: "correct-horse-9", Kind: account.Buyer, Name: own, Lang: "en"})
			if err != nil {
				t.Fatal(err)
			}
			h.tx(func(ctx context.Context, tx *storage.Tx) error {
				return h.accounts.SetVerifiedTx(ctx, tx, acc.ID, account.VerifiedEnterprise, own)
			})
			if set != nil {
				if err := set(acc.ID); err != nil {
					t.Fatal(err)
				}
			}
			who := h.actor(acc.ID)
			form := h.good(who)
			form.Number, form.ServiceEmail, form.ContactPhone = fmt.Sprintf("91310000MA1K1%05d", number), desk, "13800000007"
			sub, err := h.submit(who, form)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.RejectApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: sub.ID, Rev: sub.Rev, Reason: "The licence is not readable."}); err != nil {
				t.Fatal(err)
			}
		}
		reject("same@one.example.com", "Same@One.example.com", nil)
		reject("own@two.example.com", "desk@two.example.com", nil)
		reject("quiet@three.example.com", "quiet@three.example.com", func(id string) error { // the account wants no mail; its application does
			return h.deps.Notify.SaveChannels(ctx, id, []notify.Channels{{Class: notify.ClassOther}})
		})
		reject("boss@four.example.com", "aide@four.example.com", func(id string) error { // a contact is told instead of the account
			_, err := h.deps.Notify.SaveContact(ctx, notify.ContactInput{AccountID: id, Name: "Aide", Email: "aide@four.example.com", Classes: []int{notify.ClassOther}})
			return err
		})
		h.work()
		mails, err := h.mails.List(100)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, m := range mails {
			_, address, _ := strings.Cut(strings.ToLower(m.To), "<")
			if address == "" {
				address = strings.ToLower(m.To)
			}
			got[strings.TrimSuffix(address, ">")]++
		}
		delete(got, "olga@example.com")
		delete(got, "otto@example.com")
		want := map[string]int{"same@one.example.com": 1, "own@two.example.com": 1, "desk@two.example.com": 1, "quiet@three.example.com": 1, "aide@four.example.com": 1}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("letters (-want +got):\n%s", diff)
		}
	})
}
