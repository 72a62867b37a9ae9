package seller_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 2.1: approval of the application makes a seller, which still may not publish.
func TestAnApprovedApplicationMakesASellerThatMayNotPublishYet(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		if got := h.state(h.ann); got != seller.EntryNotApplied {
			t.Fatalf("before: %s", got)
		}
		sub := h.apply(h.ann)
		if h.state(h.ann) != seller.EntryReviewing || sub.Number != 1 || sub.LegalName != "苇桥科技（上海）有限公司" {
			t.Errorf("submitted: %s, %+v", h.state(h.ann), sub)
		}
		if len(h.signed) != 1 || h.signed[0].Code != seller.AgreementSeller || h.signed[0].Version != agreementVersion {
			t.Errorf("signed %+v", h.signed)
		}
		in := seller.ReviewInput{Actor: h.olga, ID: sub.ID, Rev: sub.Rev, Checklist: []string{"company"}}
		if _, err := h.ApproveApplication(ctx, in); !errors.Is(err, seller.ErrChecklist) {
			t.Errorf("approved with an open checklist: %v", err)
		}
		in.Checklist = seller.EntryChecklist(account.VerifiedEnterprise)
		if _, err := h.ApproveApplication(ctx, in); err != nil {
			t.Fatal(err)
		}
		now := h.actor(h.ann.ID)
		if now.Kind != account.Seller || h.state(now) != seller.EntryUncertified {
			t.Errorf("approved: %s, %s", now.Kind, h.state(now))
		}
		own, err := h.ByAccount(ctx, h.ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		if own.Name.ZH != "苇桥软件" || own.SupportHours.ZH != "周一至周五 09:00–18:00" || own.Info.LegalName != sub.LegalName || own.Info.Address.City != "上海市" {
			t.Errorf("seller: %+v", own)
		}
		if err := h.MayPublish(ctx, db.Reader(), own.ID); !errors.Is(err, seller.ErrNotActive) {
			t.Errorf("may publish: %v", err)
		}
	})
}

// business-rules 2.3, 2.4: each rule, one at a time.
func TestEveryRuleOfTheApplicationNamesItsField(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		for name, c := range map[string]struct {
			field  string
			change func(*seller.EntryForm)
		}{
			"no name":                       {"name_zh", func(f *seller.EntryForm) { f.Name.ZH = "" }},
			"a long English name":           {"name_en", func(f *seller.EntryForm) { f.Name.EN = strings.Repeat("x", 51) }},
			"no profile":                    {"profile_zh", func(f *seller.EntryForm) { f.Profile.ZH = " \n " }},
			"a long profile":                {"profile_zh", func(f *seller.EntryForm) { f.Profile.ZH = strings.Repeat("长", 1001) }},
			"a link in the profile":         {"profile_zh", func(f *seller.EntryForm) { f.Profile.ZH = "详见 https://evil.example/x" }},
			"a bare domain in it":           {"profile_zh", func(f *seller.EntryForm) { f.Profile.ZH = "官网 reedbridge.com.cn 欢迎访问" }},
			"a full-width domain":           {"profile_en", func(f *seller.EntryForm) { f.Profile.EN = "see ｒｅｅｄ．ｃｏｍ" }},
			"a domain with Chinese stops":   {"profile_zh", func(f *seller.EntryForm) { f.Profile.ZH = "访问 www。reed。com" }},
			"a website that is a word":      {"website", func(f *seller.EntryForm) { f.Website = "reedbridge" }},
			"a website of another scheme":   {"website", func(f *seller.EntryForm) { f.Website = "ftp://127.0.0.1/" }},
			"a script as website":           {"website", func(f *seller.EntryForm) { f.Website = "javascript:alert(1)" }},
			"a website that is not there":   {"website", func(f *seller.EntryForm) { f.Website = "http://127.0.0.1:1/" }},
			"a page that is not there":      {"website", func(f *seller.EntryForm) { f.Website += "gone" }},
			"a login page by its address":   {"website", func(f *seller.EntryForm) { f.Website += "user/login.html" }},
			"a login page by its content":   {"website", func(f *seller.EntryForm) { f.Website += "console" }},
			"a way to a login page":         {"website", func(f *seller.EntryForm) { f.Website += "to-login" }},
			"a website in a circle":         {"website", func(f *seller.EntryForm) { f.Website += "loop" }},
			"a website without an end":      {"website", func(f *seller.EntryForm) { f.Website += strings.Repeat("a", 600) }},
			"no logo":                       {"logo", func(f *seller.EntryForm) { f.Logo = "" }},
			"no number":                     {"number", func(f *seller.EntryForm) { f.Number = "" }},
			"no founding day":               {"founded", func(f *seller.EntryForm) { f.Founded = "" }},
			"a day that does not exist":     {"founded", func(f *seller.EntryForm) { f.Founded = "2020-02-30" }},
			"a day to come":                 {"founded", func(f *seller.EntryForm) { f.Founded = "2031-01-01" }},
			"founded less than a year ago":  {"founded", func(f *seller.EntryForm) { f.Founded = "2025-11-23" }},
			"no years":                      {"years", func(f *seller.EntryForm) { f.Years = "0-1" }},
			"no staff":                      {"staff", func(f *seller.EntryForm) { f.Staff = "many" }},
			"a team of four":                {"team", func(f *seller.EntryForm) { f.Team = "4" }},
			"a team of words":               {"team", func(f *seller.EntryForm) { f.Team = "five" }},
			"a negative team":               {"team", func(f *seller.EntryForm) { f.Team = "-9" }},
			"capital below 500,000":         {"capital", func(f *seller.EntryForm) { f.Capital = "49.99" }},
			"capital in words":              {"capital", func(f *seller.EntryForm) { f.Capital = "1e9" }},
			"no licence":                    {"licence", func(f *seller.EntryForm) { f.Licence = "" }},
			"no kind of proof":              {"proof", func(f *seller.EntryForm) { f.Proof = "" }},
			"no proof":                      {"rights", func(f *seller.EntryForm) { f.Rights = "" }},
			"a logo as licence":             {"licence", func(f *seller.EntryForm) { f.Licence = f.Logo }},
			"no contact":                    {"contact_name", func(f *seller.EntryForm) { f.ContactName = "" }},
			"a contact without phone":       {"contact_phone", func(f *seller.EntryForm) { f.ContactPhone = "call me" }},
			"a contact without mail":        {"contact_email", func(f *seller.EntryForm) { f.ContactEmail = "A <a@b.example>" }},
			"no country":                    {"address_country", func(f *seller.EntryForm) { f.Address.Country = "XX" }},
			"no province":                   {"address_province", func(f *seller.EntryForm) { f.Address.Province = "" }},
			"no city":                       {"address_city", func(f *seller.EntryForm) { f.Address.City = strings.Repeat("x", 51) }},
			"no street":                     {"address_detail", func(f *seller.EntryForm) { f.Address.Detail = "" }},
			"a short postcode":              {"address_postcode", func(f *seller.EntryForm) { f.Address.Postcode = "2001" }},
			"a postcode of letters":         {"address_postcode", func(f *seller.EntryForm) { f.Address.Postcode = "ABCDEF" }},
			"no service phone":              {"service_phone", func(f *seller.EntryForm) { f.ServicePhone = "" }},
			"no service mail":               {"service_email", func(f *seller.EntryForm) { f.ServiceEmail = "help" }},
			"service on four days":          {"hours", func(f *seller.EntryForm) { f.Hours.Days = []int{1, 2, 3, 4, 4} }},
			"service for seven hours":       {"hours", func(f *seller.EntryForm) { f.Hours.To = "16:59" }},
			"service backwards":             {"hours", func(f *seller.EntryForm) { f.Hours.From, f.Hours.To = "18:00", "09:00" }},
			"no word about a contact":       {"known", func(f *seller.EntryForm) { f.Known = "" }},
			"a known contact without name":  {"known_name", func(f *seller.EntryForm) { f.Known, f.KnownPhone, f.KnownEmail = "yes", "13800000000", "a@b.example" }},
			"a known contact without phone": {"known_phone", func(f *seller.EntryForm) { f.Known, f.KnownName, f.KnownEmail = "yes", "李雷", "a@b.example" }},
			"a known contact without mail":  {"known_email", func(f *seller.EntryForm) { f.Known, f.KnownName, f.KnownPhone = "yes", "李雷", "13800000000" }},
			"not declared":                  {"unbound", func(f *seller.EntryForm) { f.Unbound = false }},
		} {
			f := h.good(h.ann)
			c.change(&f)
			e, err := h.Entry(t.Context(), h.ann)
			if err != nil {
				t.Fatal(err)
			}
			e, err = h.SaveEntry(t.Context(), seller.SaveEntryInput{Actor: h.ann, Rev: e.Rev, Form: f})
			if err == nil {
				_, err = h.SubmitEntry(t.Context(), seller.SubmitEntryInput{Actor: h.ann, Rev: e.Rev, Agreement: agreementVersion})
			}
			if got := slices.Sorted(maps.Keys(apperr.FieldsOf(err))); !slices.Equal(got, []string{c.field}) {
				t.Errorf("%s: got %v (%v), want %s", name, got, err, c.field)
			}
		}
		if h.state(h.ann) != seller.EntryNotApplied {
			t.Error("something was handed in")
		}
	})
}

func TestGoodApplicationsAtTheEdgeOfTheRulesPass(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		f := h.good(h.ann)
		f.Founded, f.Capital, f.Team, f.Website = "2025-11-22", "50", "5", h.site.URL+"/moved"
		f.Hours = seller.Hours{Days: []int{7, 1, 2, 3, 4}, From: "08:00", To: "16:00"}
		if _, err := h.submit(h.ann, f); err != nil {
			t.Errorf("at the edge: %v", err)
		}
		f = h.good(h.ben)
		f.Website = h.site.URL + "/long"
		if _, err := h.submit(h.ben, f); err != nil {
			t.Errorf("a long page: %v", err)
		}
		young := h.good(h.pia)
		young.Born = "2008-11-23" // 18 tomorrow
		if _, err := h.submit(h.pia, young); apperr.FieldsOf(err)["born"] == nil {
			t.Errorf("17 years old: %v", err)
		}
		young.Born, young.Website = "2008-11-22", "" // business-rules 2.4: optional
		young.Hours.Days = []int{1, 2, 3, 4}         // business-rules 2.3: a person answers on as many days as a company
		if _, err := h.submit(h.pia, young); apperr.FieldsOf(err)["hours"] == nil {
			t.Errorf("a person on four days: %v", err)
		}
		young.Hours.Days = []int{1, 2, 3, 4, 5}
		young.KnownName, young.KnownPhone, young.KnownEmail = "李雷", "13800000000", "a@b.example" // and Known is "no"
		sub, err := h.submit(h.pia, young)
		if err != nil {
			t.Errorf("18 today: %v", err)
		}
		if f := sub.Form; f.KnownName+f.KnownPhone+f.KnownEmail != "" { // business-rules 2.4: no contact, no data of one
			t.Errorf("kept of a contact that is none: %q, %q, %q", f.KnownName, f.KnownPhone, f.KnownEmail)
		}
		if sub.Form.Licence != "" || sub.Verified != account.VerifiedPersonal {
			t.Errorf("got %+v", sub)
		}
	})
}

// business-rules 2.2: who may not apply is told why.
func TestWhoMayNotApplyIsToldWhy(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		if _, err := h.submit(h.zoe, h.good(h.zoe)); !errors.Is(err, seller.ErrRealNameFirst) {
			t.Errorf("not verified: %v", err)
		}
		sub := h.ann
		sub.UserID = "acc_sub"
		if _, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: sub, Form: h.good(h.ann)}); !errors.Is(err, seller.ErrMainAccountOnly) {
			t.Errorf("a sub-user: %v", err)
		}
		if _, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: h.olga}); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("an operator: %v", err)
		}
		if _, err := h.Applications(ctx, h.ann, seller.SubmissionFilter{}, page.Request{}); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("an applicant in the queue: %v", err)
		}
		stolen := h.good(h.ben)
		stolen.Licence = h.file(h.ann, blob.PurposeSellerLicence)
		if _, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: h.ben, Form: stolen}); apperr.FieldsOf(err)["licence"] == nil {
			t.Errorf("another account's file: %v", err)
		}
		e := h.save(h.ann, h.good(h.ann))
		_, err := h.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: h.ann, Rev: e.Rev, Agreement: "2020-01"})
		if apperr.FieldsOf(err)["agreement"] == nil {
			t.Errorf("an old agreement: %v", err)
		}
	})
}

// business-rules 2.2: its company is not already admitted.
func TestOneCompanyIsAdmittedOnceAlsoWhenTwoApplyAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		twin := h.person("twin@example.com", account.Buyer, account.VerifiedEnterprise, "苇桥科技 (上海) 有限公司")
		number := h.person("number@example.com", account.Buyer, account.VerifiedEnterprise, "另一家有限公司")
		people := []account.Actor{h.ann, twin, number}
		revs := make([]int64, len(people))
		for i, who := range people {
			f := h.good(who)
			f.Number = map[string]string{h.ann.ID: "91310000MA1K00000X", twin.ID: "91310000MA1K000009", number.ID: "91310000 ma1k-00000x"}[who.ID]
			f.Number = strings.ReplaceAll(f.Number, " ", "")
			revs[i] = h.save(who, f).Rev
		}
		errs := make([]error, len(people))
		var wg sync.WaitGroup
		for i, who := range people {
			wg.Go(func() {
				_, errs[i] = h.SubmitEntry(t.Context(), seller.SubmitEntryInput{Actor: who, Rev: revs[i], Agreement: agreementVersion})
			})
		}
		wg.Wait()
		in, taken := 0, 0
		for _, err := range errs {
			switch {
			case err == nil:
				in++
			case errors.Is(err, seller.ErrCompanyAdmitted):
				taken++
			default:
				t.Errorf("got %v", err)
			}
		}
		// Either ann came first and both others are refused, or one or both of the others, who share nothing, came before her.
		if in+taken != 3 || in < 1 || in == 3 || errs[0] == nil && in != 1 {
			t.Errorf("errors: %v", errs)
		}
	})
}

func TestASecondClickOnSubmitChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		e := h.save(h.ann, h.good(h.ann))
		results := make(chan error)
		for range 6 {
			go func() {
				_, err := h.SubmitEntry(t.Context(), seller.SubmitEntryInput{Actor: h.ann, Rev: e.Rev, Agreement: agreementVersion})
				results <- err
			}()
		}
		in := 0
		for range 6 {
			switch err := <-results; {
			case err == nil:
				in++
			case !errors.Is(err, seller.ErrEntryChanged) && !errors.Is(err, seller.ErrEntryState):
				t.Errorf("got %v", err)
			}
		}
		queue, err := h.Applications(t.Context(), h.olga, seller.SubmissionFilter{}, page.Request{})
		if err != nil || in != 1 || len(queue.Items) != 1 {
			t.Errorf("%d handed in, %d in the queue, %v", in, len(queue.Items), err)
		}
	})
}

func TestADraftKeepsWhatIsTypedAndTheSecondOfTwoWindowsIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		half := seller.EntryForm{Founded: "yesterday", Team: "about ten", Hours: seller.Hours{From: "nine"}, Capital: "lots"}
		e := h.save(h.zoe, half) // before the real name is verified
		if e.Form.Founded != "yesterday" || e.Form.Team != "about ten" || e.Form.Hours.From != "nine" || e.Rev != 1 {
			t.Errorf("stored %+v", e)
		}
		again, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: h.zoe, Rev: 0, Form: half})
		if err != nil || again.Rev != 1 {
			t.Errorf("the same draft again: rev %d, %v", again.Rev, err)
		}
		half.Team = "11"
		if _, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: h.zoe, Rev: 0, Form: half}); !errors.Is(err, seller.ErrEntryChanged) {
			t.Errorf("from an old window: %v", err)
		}
		half.Profile.ZH = strings.Repeat("长", 40_000)
		if _, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: h.zoe, Rev: 1, Form: half}); !errors.Is(err, seller.ErrEntryTooLarge) {
			t.Errorf("a draft without end: %v", err)
		}
	})
}

func TestOfTwoOperatorsTheSecondGetsAConflictAndNothingIsLost(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		sub := h.apply(h.ann)
		errs := make(chan error)
		go func() {
			_, err := h.ApproveApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: sub.ID, Rev: sub.Rev, Checklist: seller.EntryChecklist(sub.Verified)})
			errs <- err
		}()
		go func() {
			_, err := h.RejectApplication(ctx, seller.ReviewInput{Actor: h.otto, ID: sub.ID, Rev: sub.Rev, Reason: "The licence is not readable."})
			errs <- err
		}()
		a, b := <-errs, <-errs
		if (a == nil) == (b == nil) || !errors.Is(errors.Join(a, b), seller.ErrEntryChanged) {
			t.Errorf("got %v and %v", a, b)
		}
		r, err := h.Application(ctx, h.olga, sub.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{seller.OutcomeApproved: seller.EntryUncertified, seller.OutcomeRejected: seller.EntryRejected}[r.Outcome]
		if r.Entry.State != want || r.Open() {
			t.Errorf("outcome %s, state %s", r.Outcome, r.Entry.State)
		}
	})
}

func TestARejectedApplicantCorrectsAndTheOperatorSeesWhatChanged(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		form := h.good(h.ann)
		first, err := h.submit(h.ann, form)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.RejectApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: first.ID, Rev: first.Rev, Reason: "no"}); apperr.FieldsOf(err)["reason"] == nil {
			t.Errorf("a reason of two letters: %v", err)
		}
		taken, err := h.AssignApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: first.ID, Rev: first.Rev})
		if err != nil || taken.AssigneeName != h.olga.Name {
			t.Fatalf("assigned %+v, %v", taken, err)
		}
		checked, err := h.CheckApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: first.ID, Rev: taken.Rev, Checklist: []string{"logo", "company", "nonsense"}})
		if err != nil || !slices.Equal(checked.Checklist, []string{"company", "logo"}) {
			t.Fatalf("checked %v, %v", checked.Checklist, err)
		}
		if _, err := h.RejectApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: first.ID, Rev: checked.Rev, Reason: "The licence is not readable."}); err != nil {
			t.Fatal(err)
		}
		form.Website, form.Team = "", "9"
		second, err := h.submit(h.ann, form)
		if err != nil || second.Number != 2 {
			t.Fatalf("second %+v, %v", second, err)
		}
		r, err := h.Application(ctx, h.otto, second.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := []seller.FieldChange{{Field: "team", Old: "8", New: "9"}, {Field: "website", Old: h.site.URL + "/", New: ""}}
		if diff := cmp.Diff(want, r.Changes); diff != "" {
			t.Error(diff)
		}
		if r.Previous == nil || r.Previous.Reason != "The licence is not readable." || len(r.History) != 3 {
			t.Errorf("previous %+v, history %+v", r.Previous, r.History)
		}
		past, err := h.Applications(ctx, h.otto, seller.SubmissionFilter{Outcome: seller.OutcomeRejected, Text: "苇桥"}, page.Request{})
		if err != nil || len(past.Items) != 1 || past.Items[0].ID != first.ID {
			t.Errorf("rejected: %+v, %v", past, err)
		}
	})
}

func TestAWithdrawnApplicationFreesTheCompanyAndMayBeHandedInAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		sub := h.apply(h.ann)
		e, err := h.Entry(ctx, h.ann)
		if err != nil {
			t.Fatal(err)
		}
		if e, err = h.WithdrawEntry(ctx, seller.WithdrawEntryInput{Actor: h.ann, Rev: e.Rev}); err != nil || e.State != seller.EntryNotApplied {
			t.Fatalf("withdrawn: %+v, %v", e, err)
		}
		if _, err := h.ApproveApplication(ctx, seller.ReviewInput{Actor: h.olga, ID: sub.ID, Rev: sub.Rev, Checklist: seller.EntryChecklist(sub.Verified)}); !errors.Is(err, seller.ErrEntryChanged) {
			t.Errorf("approved after it was withdrawn: %v", err)
		}
		twin := h.person("twin@example.com", account.Buyer, account.VerifiedEnterprise, "苇桥科技（上海）有限公司")
		if _, err := h.submit(twin, h.good(twin)); err != nil {
			t.Errorf("the company is free: %v", err)
		}
		if _, err := h.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: h.ann, Rev: e.Rev, Agreement: agreementVersion}); !errors.Is(err, seller.ErrCompanyAdmitted) {
			t.Errorf("the company is taken: %v", err)
		}
	})
}

// business-rules 2.1: exited sellers may come back with a new application, expelled ones keep their company.
func TestSellersThatLeftMayComeBackAndExpelledOnesMayNot(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, ben := h.admit(h.ann), h.admit(h.ben)
		before, err := h.ByAccount(ctx, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		h.tx(func(ctx context.Context, tx *storage.Tx) error {
			return h.ExitTx(ctx, tx, seller.EndInput{Actor: ann, AccountID: ann.ID, Reason: "closing down"})
		})
		h.tx(func(ctx context.Context, tx *storage.Tx) error {
			return h.ExpelTx(ctx, tx, seller.EndInput{Actor: h.olga, AccountID: ben.ID, Reason: "forged reviews"})
		})
		if ann = h.actor(ann.ID); ann.Kind != account.Buyer || h.state(ann) != seller.EntryExited {
			t.Errorf("left: %s, %s", ann.Kind, h.state(ann))
		}
		if ben = h.actor(ben.ID); ben.Kind != account.Buyer || h.state(ben) != seller.EntryExpelled {
			t.Errorf("expelled: %s, %s", ben.Kind, h.state(ben))
		}
		if _, err := h.SaveEntry(ctx, seller.SaveEntryInput{Actor: ben, Rev: 9, Form: h.good(ben)}); !errors.Is(err, seller.ErrEntryState) {
			t.Errorf("an expelled seller applies: %v", err)
		}
		other := h.person("other@example.com", account.Buyer, account.VerifiedEnterprise, "砺灯数据有限公司")
		if _, err := h.submit(other, h.good(other)); !errors.Is(err, seller.ErrCompanyAdmitted) {
			t.Errorf("an expelled company under another account: %v", err)
		}
		h.admit(ann)
		after, err := h.ByAccount(ctx, ann.ID)
		if err != nil || after.ID != before.ID || after.State != seller.EntryUncertified {
			t.Errorf("came back as %+v, %v", after, err)
		}
	})
}
