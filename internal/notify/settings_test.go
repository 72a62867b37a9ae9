package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func contact(name string, classes ...int) notify.ContactInput {
	return notify.ContactInput{AccountID: "acc_buyer", Name: name, Email: name + "@example.com", Phone: "+86 138-0013-8000", Classes: classes}
}

// letters are the addresses to which letters of messages went, with their state.
func letters(t *testing.T, db *storage.DB) []string {
	t.Helper()
	rows, err := db.Reader().Query(t.Context(), `SELECT channel, address, state FROM notify_letters ORDER BY channel, address, message_id`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	out := []string{}
	for rows.Next() {
		var channel, address, state string
		if err := rows.Scan(&channel, &address, &state); err != nil {
			t.Fatal(err)
		}
		out = append(out, channel+" "+address+" "+state)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// business-rules 12.5: recipients by class; none means the account's own phone and mail.
func TestEachClassGoesToItsContactsAndByItsChannels(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		h.who.all["acc_buyer"] = notify.Recipient{Name: "林夏", Email: "linxia@example.com", Phone: "13800138000", Lang: "zh"}
		h.who.all["acc_sub"] = notify.Recipient{Name: "Sub", Email: "sub@example.com", Lang: "en"}
		finance := contact("finance", notify.ClassOther)
		sub := notify.ContactInput{AccountID: "acc_buyer", UserID: "acc_sub", Name: "Sub", Classes: []int{notify.ClassOther}}
		for _, in := range []notify.ContactInput{finance, sub} {
			if _, err := h.SaveContact(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.SaveChannels(t.Context(), "acc_buyer", []notify.Channels{{Class: notify.ClassOther, Mail: true, SMS: true},
			{Class: notify.ClassReminder, SMS: true}}); err != nil {
			t.Fatal(err)
		}
		opened := paid("acc_buyer", "CS2", "")
		opened.Class = notify.ClassOpened // nobody chose anything for it: mail to the account itself
		reminder := paid("acc_buyer", "CS3", "")
		reminder.Class = notify.ClassReminder // no contact, SMS only: to the account's own phone, and no mail
		h.send(t, paid("acc_buyer", "CS1", ""), opened, reminder)
		stop := h.start(t)
		got := []string{}
		for range 3 {
			m := <-h.sent
			got = append(got, m.Address+" "+m.Subject)
		}
		stop()
		slices.Sort(got)
		want := []string{"finance@example.com 订单 CS1 支付成功", "linxia@example.com 订单 CS2 支付成功", "sub@example.com Order CS1 is paid"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("mails (-want +got)\n%s", diff)
		}
		// There is no gateway in this house, so text messages are refused for good.
		wantLetters := []string{"mail finance@example.com sent", "mail sub@example.com sent", "sms +8613800138000 failed", "sms 13800138000 failed"}
		if diff := cmp.Diff(wantLetters, letters(t, db)); diff != "" {
			t.Errorf("letters (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Order CS1 is paid"}, titles(h.inbox(t, "acc_sub", "en"))); diff != "" {
			t.Errorf("the sub-user's inbox (-want +got)\n%s", diff)
		}
		if n := len(h.inbox(t, "acc_buyer", "zh")); n != 3 {
			t.Errorf("the account's own inbox has %d", n)
		}
	})
}

// business-rules 12.5: none means the account's own phone and mail. A contact that no channel of the class reaches is none.
func TestContactsThatCannotBeReachedLeaveTheMessageToTheAccount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		h.who.all["acc_buyer"] = notify.Recipient{Name: "林夏", Email: "linxia@example.com", Phone: "13800138000", Lang: "zh"}
		for _, in := range []notify.ContactInput{
			{AccountID: "acc_buyer", Name: "Phone only", Phone: "13900139000", Classes: []int{notify.ClassOther, notify.ClassReminder}},
			{AccountID: "acc_buyer", UserID: "acc_removed", Name: "Removed", Classes: []int{notify.ClassOther}},
			{AccountID: "acc_buyer", Name: "Mail only", Email: "ops@example.com", Classes: []int{notify.ClassOpened}},
		} {
			if _, err := h.SaveContact(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.SaveChannels(t.Context(), "acc_buyer", []notify.Channels{{Class: notify.ClassOpened, SMS: true}, {Class: notify.ClassReminder}}); err != nil {
			t.Fatal(err)
		}
		opened, reminder := paid("acc_buyer", "CS2", ""), paid("acc_buyer", "CS3", "")
		opened.Class, reminder.Class = notify.ClassOpened, notify.ClassReminder // by SMS alone; by no channel
		h.send(t, paid("acc_buyer", "CS1", ""), opened, reminder)
		stop := h.start(t)
		if m := <-h.sent; m.Address != "linxia@example.com" || m.Subject != "订单 CS1 支付成功" {
			t.Errorf("%s got %q", m.Address, m.Subject)
		}
		stop()
		// There is no gateway in this house, so text messages are refused for good.
		if diff := cmp.Diff([]string{"sms 13800138000 failed"}, letters(t, db)); diff != "" || len(h.sent) != 0 {
			t.Errorf("letters (-want +got)\n%s, %d more mails", diff, len(h.sent))
		}
	})
}

func TestContactsAreCheckedCountedAndBelongToOneAccount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		bad := notify.ContactInput{AccountID: "acc_buyer", Name: "a\nb", Email: "x", Phone: "abc", Classes: []int{1}}
		_, err := h.SaveContact(t.Context(), bad)
		fields := []string{}
		for name := range apperr.FieldsOf(err) {
			fields = append(fields, name)
		}
		slices.Sort(fields)
		if diff := cmp.Diff([]string{"classes", "email", "name", "phone"}, fields); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if _, err := h.SaveContact(t.Context(), notify.ContactInput{AccountID: "acc_buyer", Name: "N", Classes: []int{notify.ClassOther}}); apperr.FieldsOf(err)["email"] == nil {
			t.Errorf("a contact without an address: %v", err)
		}
		var group sync.WaitGroup
		results := make([]error, 2*notify.MaxContacts)
		for i := range results {
			group.Go(func() {
				_, results[i] = h.SaveContact(context.WithoutCancel(t.Context()), contact(fmt.Sprint("c", i), notify.ClassOther))
			})
		}
		group.Wait()
		stored := 0
		for _, err := range results {
			if err == nil {
				stored++
			} else if !errors.Is(err, notify.ErrTooManyContacts) {
				t.Error(err)
			}
		}
		set, err := h.Settings(t.Context(), "acc_buyer")
		if err != nil || stored != notify.MaxContacts || len(set.Contacts) != notify.MaxContacts || len(set.Channels) != len(notify.Classes()) {
			t.Fatalf("%d stored, %d kept, %v", stored, len(set.Contacts), err)
		}
		one := set.Contacts[0]
		stranger := notify.ContactInput{ID: one.ID, AccountID: "acc_seller", Name: "Mine", Email: "e@example.com", Classes: []int{notify.ClassOther}}
		if _, err := h.SaveContact(t.Context(), stranger); !errors.Is(err, notify.ErrContactNotFound) {
			t.Errorf("a stranger changed it: %v", err)
		}
		if err := h.RemoveContact(t.Context(), "acc_seller", one.ID); !errors.Is(err, notify.ErrContactNotFound) {
			t.Errorf("a stranger removed it: %v", err)
		}
		if err := h.RemoveContact(t.Context(), "acc_buyer", one.ID); err != nil {
			t.Error(err)
		}
		if err := h.SaveChannels(t.Context(), "acc_buyer", []notify.Channels{{Class: 7}}); !errors.Is(err, notify.ErrClassUnknown) {
			t.Errorf("an unknown class: %v", err)
		}
	})
}

func edition(h *house, version int64, title string) notify.EditInput {
	return notify.EditInput{Event: notify.OrderPaid, Version: version, ByUser: "acc_op1", ByName: "运营一", Texts: notify.Texts{
		ZH: notify.Text{Title: title + " {order}", Body: "{product} {amount}"}, EN: notify.Text{Title: title + " {order}", Body: "{product} {amount}", SMS: "{order} paid"}}}
}

func TestOperatorsWriteTheTextsOfMessages(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		h.send(t, paid("acc_seller", "CS1", ""))
		if _, err := h.EditTexts(t.Context(), edition(h, 0, "Thank you,")); err != nil {
			t.Fatal(err)
		}
		if got := h.inbox(t, "acc_seller", "en")[0].Title; got != "Thank you, CS1" {
			t.Errorf("the message reads %q", got) // also one that was sent before
		}
		if _, err := h.EditTexts(t.Context(), edition(h, 0, "Second")); !errors.Is(err, notify.ErrTextChanged) {
			t.Errorf("an edit over an old edition: %v", err)
		}
		wrong := edition(h, 1, "{secret}")
		wrong.Texts.EN.Body, wrong.Texts.ZH.SMS = " ", "a\nb"
		_, err := h.EditTexts(t.Context(), wrong)
		f := apperr.FieldsOf(err)
		if f["title_zh"] == nil || f["title_en"] == nil || f["body_en"] == nil || f["sms_zh"] == nil || f["body_zh"] != nil {
			t.Errorf("%v", err)
		}
		if _, err := h.EditTexts(t.Context(), notify.EditInput{Event: notify.OrderPaid, Version: 1, SetBack: true}); err != nil {
			t.Fatal(err)
		}
		if got := h.inbox(t, "acc_seller", "en")[0].Title; got != "Order CS1 is paid" {
			t.Errorf("set back, the message reads %q", got)
		}
		history, err := h.TextHistory(t.Context(), notify.OrderPaid)
		if err != nil || len(history) != 3 || !history[0].BuiltIn || history[1].Texts.EN.Title != "Thank you, {order}" || history[2].Version != 0 {
			t.Errorf("%+v, %v", history, err)
		}
		if _, err := h.TextHistory(t.Context(), "no.event"); !errors.Is(err, notify.ErrEventUnknown) {
			t.Error(err)
		}
		all, err := h.ListTexts(t.Context())
		if err != nil || len(all) != len(notify.Events()) {
			t.Errorf("%d, %v", len(all), err)
		}
	})
}

func TestOfTwoWhoEditAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk, nil)
		var group sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			group.Go(func() {
				_, results[i] = h.EditTexts(context.WithoutCancel(t.Context()), edition(h, 0, fmt.Sprint("by ", i)))
			})
		}
		group.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			} else if !errors.Is(err, notify.ErrTextChanged) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d edits of one edition were stored", won, len(results))
		}
	})
}

// business-rules 12.5: the codes of the classes are those of the source.
func TestTheClassesHaveTheirCodes(t *testing.T) {
	t.Parallel()
	var got []int
	for _, c := range notify.Classes() {
		got = append(got, c.Code)
	}
	if want := []int{101, 103, 501, 901}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if notify.ClassOpened != 101 || notify.ClassReleased != 103 || notify.ClassReminder != 501 || notify.ClassOther != 901 {
		t.Error("a class has another code")
	}
}
