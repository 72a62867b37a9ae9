package seller_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func officeHours() seller.Hours {
	return seller.Hours{Days: []int{5, 1, 2, 3, 4, 4}, From: "09:00", To: "18:00"}
}

// business-rules 2.8: one extension for each seller, at most five numbers with reception hours.
func TestASellerGetsOneExtensionOfItsOwn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		sellers := []account.Actor{h.trader(h.ann), h.trader(h.ben), h.trader(h.pia)}
		type result struct {
			n   int64
			err error
		}
		results := make(chan result)
		for _, who := range sellers {
			go func() {
				s, err := h.SetPresale(t.Context(), seller.SetPresaleInput{Actor: who, Phones: []string{"", " 021-5000 0001 "}, Hours: officeHours()})
				results <- result{s.Presale.Extension, err}
			}()
		}
		got := map[int64]bool{}
		for range sellers {
			r := <-results
			if r.err != nil {
				t.Fatal(r.err)
			}
			got[r.n] = true
		}
		if diff := cmp.Diff(map[int64]bool{10001: true, 10002: true, 10003: true}, got); diff != "" {
			t.Error(diff)
		}
		ann := sellers[0]
		first, err := h.SupportOf(t.Context(), ann)
		if err != nil || !first.Presale.Bound() || first.Presale.Phones[0] != "021-5000 0001" || len(first.Presale.Hours.Days) != 5 {
			t.Errorf("stored: %+v, %v", first, err)
		}
		off, err := h.SetPresale(t.Context(), seller.SetPresaleInput{Actor: ann, Rev: first.Rev})
		if err != nil || off.Presale.Bound() || off.Presale.Extension != first.Presale.Extension {
			t.Errorf("switched off: %+v, %v", off, err)
		}
		if _, err := h.SetPresale(t.Context(), seller.SetPresaleInput{Actor: ann, Rev: first.Rev}); !errors.Is(err, seller.ErrSupportChanged) {
			t.Errorf("a form that is old: %v", err)
		}
	})
}

func TestACallIsPutThroughWithinTheHoursOnly(t *testing.T) {
	t.Parallel()
	p := seller.Presale{Extension: 10001, Phones: []string{"021-50000001"}, Hours: officeHours()}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, period.Shanghai())
	}
	for when, want := range map[time.Time]int{at(23, 9, 0): 1, at(23, 8, 59): 0, at(23, 17, 59): 1, at(23, 18, 0): 0, at(22, 10, 0): 0, at(28, 10, 0): 0} {
		if got := len(p.Answers(when.UTC())); got != want {
			t.Errorf("%v: %d numbers, want %d", when, got, want)
		}
	}
	sunday := seller.Presale{Extension: 1, Phones: []string{"1"}, Hours: seller.Hours{Days: []int{7}, From: "00:00", To: "24:00"}}
	if len(sunday.Answers(at(22, 23, 59))) != 1 {
		t.Error("Sunday is the seventh day, and 24:00 the end of it")
	}
	if len((seller.Presale{Hours: officeHours()}).Answers(at(23, 10, 0))) != 0 {
		t.Error("a line without numbers answers")
	}
}

func TestEveryBadFieldOfTheSupportFormsIsNamed(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ctx, ann := t.Context(), h.trader(h.ann)
	fields := func(err error) []string { return slices.Sorted(maps.Keys(apperr.FieldsOf(err))) }
	_, err := h.SetPresale(ctx, seller.SetPresaleInput{Actor: ann, Phones: []string{"1", "021-50000001", "021-50000001", "021-2", "021-50000003", "021-50000004"},
		Hours: seller.Hours{Days: []int{1}, From: "18:00", To: "09:00"}})
	if diff := cmp.Diff([]string{"hours", "phone_1", "phone_3", "phone_4"}, fields(err)); diff != "" {
		t.Errorf("pre-sale: %s", diff)
	}
	six := seller.SetPresaleInput{Actor: ann, Hours: officeHours()}
	for i := range 6 {
		six.Phones = append(six.Phones, fmt.Sprintf("021-5000000%d", i))
	}
	if _, err = h.SetPresale(ctx, six); apperr.FieldsOf(err)["phone_1"] == nil {
		t.Errorf("six numbers: %v", err)
	}
	// business-rules 2.8: at most five numbers, and five it may be.
	five := seller.SetPresaleInput{Actor: h.trader(h.ben), Phones: six.Phones[:5], Hours: officeHours()}
	if got, err := h.SetPresale(ctx, five); err != nil || len(got.Presale.Phones) != 5 {
		t.Errorf("five numbers: %+v, %v", got.Presale, err)
	}
	// business-rules 2.8: ≥ 5×8 h.
	least := seller.Tickets{Receive: true, Hours: seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "17:00"}}
	if got, err := h.SetTickets(ctx, seller.SetTicketsInput{Actor: five.Actor, Rev: 1, Tickets: least}); err != nil || !got.Tickets.Receive {
		t.Errorf("exactly 5×8 h: %+v, %v", got.Tickets, err)
	}
	for what, hours := range map[string]seller.Hours{"four days": {Days: []int{1, 2, 3, 4}, From: "09:00", To: "18:00"},
		"seven hours": {Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "16:59"}, "one day five times": {Days: []int{1, 1, 1, 1, 1}, From: "09:00", To: "18:00"},
		"nothing": {}, "no times": {Days: []int{1, 2, 3, 4, 5}, From: "soon", To: "later"}} {
		_, err := h.SetTickets(ctx, seller.SetTicketsInput{Actor: ann, Tickets: seller.Tickets{Receive: true, Hours: hours}})
		if apperr.FieldsOf(err)["ticket_hours"] == nil {
			t.Errorf("tickets on %s: %v", what, err)
		}
	}
	on, err := h.SetTickets(ctx, seller.SetTicketsInput{Actor: ann, Tickets: seller.Tickets{Receive: true, Hours: officeHours()}})
	if err != nil || !on.Tickets.Receive {
		t.Fatalf("got %+v, %v", on, err)
	}
	off, err := h.SetTickets(ctx, seller.SetTicketsInput{Actor: ann, Rev: on.Rev})
	if err != nil || off.Tickets.Receive || !off.Tickets.Hours.Enough() {
		t.Errorf("switched off, the hours are kept: %+v, %v", off, err)
	}
	_, err = h.SaveGroup(ctx, seller.SaveGroupInput{Actor: ann, Name: i18n.Text{ZH: "x", EN: "y"}, Phone: "?", Email: "?"})
	if diff := cmp.Diff([]string{"email", "hours", "hours_from", "hours_to", "name_en", "name_zh", "phone"}, fields(err)); diff != "" {
		t.Errorf("group: %s", diff)
	}
}

func group(who account.Actor, n int) seller.SaveGroupInput {
	return seller.SaveGroupInput{Actor: who, Name: i18n.Text{ZH: fmt.Sprintf("售后 %d 组", n)}, Phone: "021-50000001", Email: "help@example.com", Hours: officeHours()}
}

// business-rules 2.8: at most six after-sale groups.
func TestThereAreAtMostSixGroups(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann, ben := t.Context(), h.trader(h.ann), h.trader(h.ben)
		results := make(chan error)
		for i := range 9 {
			go func() {
				_, err := h.SaveGroup(ctx, group(ann, i))
				results <- err
			}()
		}
		made := 0
		for range 9 {
			switch err := <-results; {
			case err == nil:
				made++
			case !errors.Is(err, seller.ErrGroupsFull):
				t.Errorf("got %v", err)
			}
		}
		list, err := h.Groups(ctx, ann)
		if err != nil || made != 6 || len(list) != 6 {
			t.Fatalf("%d made, %d there, %v", made, len(list), err)
		}
		g := list[2]
		if err := h.RemoveGroup(ctx, seller.RemoveGroupInput{Actor: ben, GroupID: g.ID, Rev: g.Rev}); !errors.Is(err, seller.ErrGroupNotFound) {
			t.Errorf("a stranger removes a group: %v", err)
		}
		if err := h.RemoveGroup(ctx, seller.RemoveGroupInput{Actor: ann, GroupID: g.ID, Rev: g.Rev + 1}); !errors.Is(err, seller.ErrSupportChanged) {
			t.Errorf("removed as it was not seen: %v", err)
		}
		for range 2 { // twice is harmless
			if err := h.RemoveGroup(ctx, seller.RemoveGroupInput{Actor: ann, GroupID: g.ID, Rev: g.Rev}); err != nil {
				t.Fatal(err)
			}
		}
		own, err := h.ByAccount(ctx, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		if old, err := h.GroupOf(ctx, own.ID, g.ID); err != nil || !old.Removed || old.Phone != g.Phone {
			t.Errorf("a product that names a removed group finds it: %+v, %v", old, err)
		}
		edit := group(ann, 1)
		edit.GroupID, edit.Rev = g.ID, g.Rev
		if _, err := h.SaveGroup(ctx, edit); !errors.Is(err, seller.ErrGroupNotFound) {
			t.Errorf("a removed group is edited: %v", err)
		}
		next, err := h.SaveGroup(ctx, group(ann, 10))
		if err != nil {
			t.Fatalf("the place is free again: %v", err)
		}
		edit.GroupID, edit.Rev, edit.Phone = next.ID, next.Rev, "021-50000009"
		if changed, err := h.SaveGroup(ctx, edit); err != nil || changed.Rev != 2 || changed.Phone != edit.Phone {
			t.Errorf("edited: %+v, %v", changed, err)
		}
		if _, err := h.SaveGroup(ctx, edit); !errors.Is(err, seller.ErrSupportChanged) {
			t.Errorf("edited by an old form: %v", err)
		}
	})
}

// business-rules 13.1: none → in_review → approved | rejected, uploaded again.
func TestALetterOfComplianceIsReviewed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		own, err := h.ByAccount(ctx, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		stands := func(state string, approved bool) seller.Compliance {
			t.Helper()
			c, err := h.ComplianceOf(ctx, ann)
			ok, err2 := h.ComplianceApproved(ctx, own.ID)
			if err != nil || err2 != nil || c.State != state || c.Approved != approved || ok != approved {
				t.Errorf("got %+v, %v, %v; want %s, approved %v", c, ok, errors.Join(err, err2), state, approved)
			}
			return c
		}
		upload := func() (seller.Change, error) {
			return h.UploadLetter(ctx, seller.UploadLetterInput{Actor: ann, File: h.file(ann, blob.PurposeCompliance)})
		}
		stands(seller.ComplianceNone, false)
		if _, err := h.UploadLetter(ctx, seller.UploadLetterInput{Actor: ann}); apperr.FieldsOf(err)["letter"] == nil {
			t.Errorf("no file: %v", err)
		}
		if _, err := h.UploadLetter(ctx, seller.UploadLetterInput{Actor: ann, File: h.file(ann, blob.PurposeSellerLicence)}); apperr.FieldsOf(err)["letter"] == nil {
			t.Errorf("a file for something else: %v", err)
		}
		results := make(chan error)
		for range 4 {
			go func() { _, err := upload(); results <- err }()
		}
		made := 0
		for range 4 {
			switch err := <-results; {
			case err == nil:
				made++
			case !errors.Is(err, seller.ErrChangeReviewing):
				t.Errorf("got %v", err)
			}
		}
		c := stands(seller.ChangeInReview, false)
		if made != 1 || c.CanUpload() {
			t.Errorf("%d letters were taken; another could be: %v", made, c.CanUpload())
		}
		if _, err := h.WithdrawChange(ctx, seller.ChangeInput{Actor: ann, Kind: seller.ChangeCompliance, Rev: c.Last.Rev}); !errors.Is(err, seller.ErrChangeState) {
			t.Errorf("a letter is withdrawn: %v", err)
		}
		if _, err := h.RejectChange(ctx, seller.ChangeReviewInput{Actor: h.olga, ChangeID: c.Last.ID, Rev: c.Last.Rev, Reason: "The seal is missing."}); err != nil {
			t.Fatal(err)
		}
		stands(seller.ChangeRejected, false)
		again, err := upload()
		if err != nil {
			t.Fatal(err)
		}
		h.approve(again)
		stands(seller.ChangeApproved, true)
		if _, err = upload(); err != nil {
			t.Fatal(err)
		}
		stands(seller.ChangeInReview, true) // the approved letter holds meanwhile
	})
}

func TestSupportIsForThoseWhoMay(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ctx := context.Background()
	for what, fn := range map[string]func() error{
		"presale": func() error { _, err := h.SetPresale(ctx, seller.SetPresaleInput{Actor: h.zoe}); return err },
		"tickets": func() error { _, err := h.SetTickets(ctx, seller.SetTicketsInput{Actor: h.olga}); return err },
		"group":   func() error { _, err := h.SaveGroup(ctx, seller.SaveGroupInput{Actor: h.zoe}); return err },
		"groups":  func() error { _, err := h.Groups(ctx, h.olga); return err },
		"letter":  func() error { _, err := h.UploadLetter(ctx, seller.UploadLetterInput{Actor: h.zoe}); return err },
		"plan": func() error {
			_, err := h.JoinPlan(ctx, seller.JoinPlanInput{Actor: h.olga, Plan: seller.PlanJoint})
			return err
		},
		"plans": func() error { _, err := h.Memberships(ctx, h.zoe); return err },
		"certificate": func() error {
			_, err := h.ApplyCertificate(ctx, seller.ApplyCertificateInput{Actor: h.zoe})
			return err
		},
		"withdraw": func() error { _, err := h.WithdrawCertificate(ctx, seller.CertificateInput{Actor: h.zoe}); return err },
		"revoke":   func() error { _, err := h.RevokeCertificate(ctx, seller.CertificateInput{Actor: h.ann}); return err },
	} {
		if err := fn(); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}
