package realname_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

type kit struct {
	*realname.Service
	t        *testing.T
	db       *storage.DB
	people   *account.Service
	files    *blob.Store
	a, b     account.Actor // two buyers
	operator account.Actor
	other    account.Actor // a second operator
}

// says is an outside verifier that always says the same.
type says realname.Outcome

func (s says) Check(context.Context, realname.Application) (realname.Outcome, error) {
	return realname.Outcome(s), nil
}

func run(t *testing.T, verifier realname.Verifier, fn func(t *testing.T, k kit)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		log := slog.New(slog.DiscardHandler)
		k := kit{t: t, db: db, people: account.New(db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}))}
		queue, err := job.New(db, log, job.Config{})
		k.must(err)
		k.files, err = blob.Open(filepath.Join(t.TempDir(), "files"), db, clk)
		k.must(err)
		k.Service = realname.New(realname.Deps{DB: db, Queue: queue, Log: log, Accounts: k.people, Files: k.files, Box: secret.FreshBox(),
			Notify: notify.New(db, queue, notify.Config{Directory: k.people}, log), Verifier: verifier})
		if verifier != nil {
			k.must(queue.Start(context.WithoutCancel(t.Context())))
			t.Cleanup(func() { _ = queue.Stop(context.Background()) })
		}
		k.a, k.b = k.person("a", account.Buyer), k.person("b", account.Buyer)
		k.operator, k.other = k.person("o1", account.Operator), k.person("o2", account.Operator)
		fn(t, k)
	})
}

func (k kit) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k kit) person(login string, kind account.Kind) account.Actor {
	k.t.Helper()
	in := account.CreateInput{Login: login + "@example.com", Password: secret.Text("pass-" + secret.Token(9)), Kind: kind, Name: login, Lang: "en"}
	if kind == account.Operator {
		in.Roles, in.TOTP = []account.Role{account.RoleReview}, totp.NewSecret()
	}
	acc, err := k.people.Create(k.t.Context(), in)
	k.must(err)
	return acc.Actor()
}

func picture(w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (k kit) put(owner account.Actor, name string, data []byte) (blob.File, error) {
	return k.files.Put(k.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: blob.PurposeIdentity, Name: name, Reader: bytes.NewReader(data)})
}

func (k kit) scan(owner account.Actor) string {
	k.t.Helper()
	f, err := k.put(owner, "scan.png", picture(400, 400))
	k.must(err)
	return f.ID
}

// person and company are complete forms; both numbers bear right check characters.
func (k kit) personal(owner account.Actor) realname.Content {
	return realname.Content{Kind: account.VerifiedPersonal, Name: "李雷", Document: realname.IDCard, Number: "11010519491231002x",
		Birth: "1949-12-31", Front: k.scan(owner), Back: k.scan(owner)}
}

func (k kit) company(owner account.Actor) realname.Content {
	return realname.Content{Kind: account.VerifiedEnterprise, Name: "苇桥软件有限公司", Document: realname.USCC, Number: "91350100M000100Y43",
		LegalRep: "韩梅梅", Founded: "2015-06-01", Capital: "500", Licence: k.scan(owner)}
}

func (k kit) submit(who account.Actor, c realname.Content) realname.Application {
	k.t.Helper()
	open, _, err := k.Mine(k.t.Context(), who)
	k.must(err)
	in := realname.SaveInput{Actor: who, Content: c}
	if open != nil {
		in.Rev = open.Rev
	}
	a, err := k.Submit(k.t.Context(), in)
	k.must(err)
	return a
}

func (k kit) verified(who account.Actor) account.Account {
	k.t.Helper()
	acc, err := k.people.Get(k.t.Context(), who.ID)
	k.must(err)
	return acc
}

func wants(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// business-rules 2.1 step 2
func TestAPersonIsVerifiedByAnOperator(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		ctx := t.Context()
		draft, err := k.Save(ctx, realname.SaveInput{Actor: k.a, Content: realname.Content{Kind: account.VerifiedPersonal, Name: "李"}})
		k.must(err)
		if draft.State != realname.StateDraft || draft.Rev != 1 {
			t.Errorf("draft %+v", draft)
		}
		a := k.submit(k.a, k.personal(k.a))
		if a.State != realname.StateReview || a.Content.Number != "••••002X" {
			t.Errorf("submitted %+v", a)
		}
		list, err := k.Queue(ctx, realname.QueueInput{Actor: k.operator})
		k.must(err)
		if len(list.Items) != 1 || list.Items[0].ID != a.ID || strings.Contains(list.Items[0].Content.Number, "1949") {
			t.Errorf("queue %+v", list)
		}
		k.must(k.Claim(ctx, realname.ClaimInput{Actor: k.operator, ID: a.ID, Mine: true}))
		_, err = k.Approve(ctx, realname.DecideInput{Actor: k.other, ID: a.ID, Rev: a.Rev})
		k.must(err)
		if acc := k.verified(k.a); acc.Verified != account.VerifiedPersonal || acc.LegalName != "李雷" {
			t.Errorf("account %+v", acc)
		}
		proven, err := k.Proven(ctx, k.db.Reader(), k.a.ID)
		k.must(err)
		if proven.Birth != "1949-12-31" {
			t.Errorf("proven %+v", proven)
		}
	})
}

// business-rules 2.6: a change of name is a new application; the old name holds until it is approved.
func TestAnotherNameNeedsAnotherApprovalAndTheOldOneHoldsMeanwhile(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		ctx := t.Context()
		first := k.submit(k.a, k.company(k.a))
		_, err := k.Approve(ctx, realname.DecideInput{Actor: k.operator, ID: first.ID, Rev: first.Rev})
		k.must(err)
		c := k.company(k.a)
		c.Name = "苇桥科技有限公司"
		second := k.submit(k.a, c)
		if second.ID == first.ID {
			t.Error("the approved application was changed")
		}
		if acc := k.verified(k.a); acc.LegalName != "苇桥软件有限公司" || acc.Verified != account.VerifiedEnterprise {
			t.Errorf("while in review: %+v", acc)
		}
		_, err = k.Reject(ctx, realname.DecideInput{Actor: k.operator, ID: second.ID, Rev: second.Rev, Reason: "blurred"})
		k.must(err)
		if acc := k.verified(k.a); acc.LegalName != "苇桥软件有限公司" {
			t.Errorf("after the rejection: %+v", acc)
		}
		open, approved, err := k.Mine(ctx, k.a)
		k.must(err)
		if open.State != realname.StateRejected || open.Reason != "blurred" || approved.ID != first.ID {
			t.Errorf("open %+v, approved %+v", open, approved)
		}
		again := k.submit(k.a, c)
		_, err = k.Approve(ctx, realname.DecideInput{Actor: k.operator, ID: again.ID, Rev: again.Rev})
		k.must(err)
		if acc := k.verified(k.a); acc.LegalName != "苇桥科技有限公司" {
			t.Errorf("in the end: %+v", acc)
		}
	})
}

func TestOfTwoWhoDecideAtOnceTheSecondIsTold(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		ctx := t.Context()
		a := k.submit(k.a, k.personal(k.a))
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				if i%2 == 0 {
					_, errs[i] = k.Approve(ctx, realname.DecideInput{Actor: k.operator, ID: a.ID, Rev: a.Rev})
				} else {
					_, errs[i] = k.Reject(ctx, realname.DecideInput{Actor: k.other, ID: a.ID, Rev: a.Rev, Reason: "no"})
				}
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				wants(t, "the others", err, realname.ErrChanged)
			}
		}
		if won != 1 {
			t.Errorf("%d decided", won)
		}
	})
}

func TestSubmittingAtOnceIsOneApplication(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		in := realname.SaveInput{Actor: k.a, Content: k.personal(k.a)}
		errs := make([]error, 5)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = k.Submit(t.Context(), in) })
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil && !errors.Is(err, realname.ErrChanged) { // on PostgreSQL two may insert at the same instant
				t.Error(err)
			}
		}
		again, err := k.Submit(t.Context(), in)
		k.must(err)
		list, err := k.Queue(t.Context(), realname.QueueInput{Actor: k.operator})
		k.must(err)
		if len(list.Items) != 1 || list.Items[0].ID != again.ID || again.Rev != 1 {
			t.Errorf("got %d applications, %+v", len(list.Items), again)
		}
		in.Content.Name = "韩梅梅"
		_, err = k.Submit(t.Context(), in)
		wants(t, "another form while in review", err, realname.ErrState)
	})
}

func TestADraftOfAnotherWindowIsNotOverwritten(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		ctx := t.Context()
		in := realname.SaveInput{Actor: k.a, Content: realname.Content{Kind: account.VerifiedPersonal, Document: realname.IDCard, Number: "11010519491231002X"}}
		first, err := k.Save(ctx, in)
		k.must(err)
		_, err = k.Save(ctx, in)
		wants(t, "an old revision", err, realname.ErrChanged)
		form := k.personal(k.a)
		form.Number = "" // the page shows a mask, and sends nothing
		a, err := k.Submit(ctx, realname.SaveInput{Actor: k.a, Rev: first.Rev, Content: form})
		k.must(err)
		if a.Content.Number != "••••002X" {
			t.Errorf("the stored number was lost: %+v", a.Content)
		}
		back, err := k.Withdraw(ctx, k.a)
		k.must(err)
		if back.State != realname.StateDraft {
			t.Errorf("withdrawn: %s", back.State)
		}
		_, err = k.Withdraw(ctx, k.a)
		wants(t, "withdrawn twice", err, realname.ErrState)
		_, err = k.Approve(ctx, realname.DecideInput{Actor: k.operator, ID: a.ID, Rev: a.Rev})
		wants(t, "decided after it was withdrawn", err, realname.ErrChanged)
	})
}

func TestEveryFieldOfTheFormIsChecked(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		person, company, foreign := k.personal(k.a), k.company(k.a), k.scan(k.b)
		logo, err := k.files.Put(t.Context(), blob.PutInput{Owner: k.a.ID, Purpose: blob.PurposeLogo, Name: "l.png", Reader: bytes.NewReader(picture(120, 120))})
		k.must(err)
		long := strings.Repeat("x", 101)
		for name, tc := range map[string]struct {
			form   realname.Content
			change func(*realname.Content)
			field  string
			code   string
		}{
			"no kind":                     {person, func(c *realname.Content) { c.Kind = "" }, "kind", "verification_kind"},
			"no name":                     {person, func(c *realname.Content) { c.Name = "  " }, "name", "verification_missing"},
			"a long name":                 {person, func(c *realname.Content) { c.Name = long }, "name", "verification_too_long"},
			"a name too long to keep":     {person, func(c *realname.Content) { c.Name = strings.Repeat("x", 5000) }, "name", "verification_too_long"},
			"a name with control bytes":   {person, func(c *realname.Content) { c.Name = "a\x00b" }, "name", "verification_characters"},
			"a name that is not UTF-8":    {person, func(c *realname.Content) { c.Name = "a\xff" }, "name", "verification_characters"},
			"no document type":            {person, func(c *realname.Content) { c.Document = "" }, "document", "verification_document"},
			"a company's document":        {person, func(c *realname.Content) { c.Document = realname.USCC }, "document", "verification_document"},
			"no number":                   {person, func(c *realname.Content) { c.Number = "" }, "number", "verification_missing"},
			"a wrong check character":     {person, func(c *realname.Content) { c.Number = "110105194912310021" }, "number", "verification_id_number"},
			"a number with a wrong date":  {person, func(c *realname.Content) { c.Number = "110105194913310020" }, "number", "verification_id_number"},
			"17 digits":                   {person, func(c *realname.Content) { c.Number = "11010519491231002" }, "number", "verification_id_number"},
			"a short passport":            {person, func(c *realname.Content) { c.Document, c.Number = realname.Passport, "A1" }, "number", "verification_number"},
			"no birth":                    {person, func(c *realname.Content) { c.Birth = "" }, "birth", "verification_missing"},
			"a birth that is no date":     {person, func(c *realname.Content) { c.Birth = "1949-02-30" }, "birth", "verification_date"},
			"a birth to come":             {person, func(c *realname.Content) { c.Birth = "2027-01-01" }, "birth", "verification_date_past"},
			"another birth":               {person, func(c *realname.Content) { c.Birth = "1949-12-30" }, "birth", "verification_birth_differs"},
			"no front":                    {person, func(c *realname.Content) { c.Front = "" }, "front", "verification_file_missing"},
			"no back":                     {person, func(c *realname.Content) { c.Back = "" }, "back", "verification_file_missing"},
			"a picture of somebody else":  {person, func(c *realname.Content) { c.Front = foreign }, "front", "verification_file_unknown"},
			"a picture that is not there": {person, func(c *realname.Content) { c.Front = "blb_none" }, "front", "verification_file_unknown"},
			"a logo":                      {person, func(c *realname.Content) { c.Front = logo.ID }, "front", "verification_file_unknown"},
			"a wrong credit code":         {company, func(c *realname.Content) { c.Number = "91350100M000100Y44" }, "number", "verification_uscc"},
			"letters not in the alphabet": {company, func(c *realname.Content) { c.Number = "91350100I000100Y43" }, "number", "verification_uscc"},
			"no representative":           {company, func(c *realname.Content) { c.LegalRep = "" }, "legal_rep", "verification_missing"},
			"no licence":                  {company, func(c *realname.Content) { c.Licence = "" }, "licence", "verification_file_missing"},
			"no founding date":            {company, func(c *realname.Content) { c.Founded = "" }, "founded", "verification_missing"},
			"founded tomorrow":            {company, func(c *realname.Content) { c.Founded = "2026-11-23" }, "founded", "verification_date_past"},
			"a negative capital":          {company, func(c *realname.Content) { c.Capital = "-5" }, "capital", "verification_capital"},
			"a long capital":              {company, func(c *realname.Content) { c.Capital = "12345678901" }, "capital", "verification_capital"},
		} {
			c := tc.form
			tc.change(&c)
			_, err := k.Submit(t.Context(), realname.SaveInput{Actor: k.a, Content: c})
			if f := apperr.FieldsOf(err)[tc.field]; f == nil || f.Code != tc.code || len(apperr.FieldsOf(err)) != 1 {
				t.Errorf("%s: got %v", name, err)
			}
		}
		a := k.submit(k.a, company)
		for _, reason := range []string{"", "  ", strings.Repeat("长", 501), "a\x00"} {
			_, err := k.Reject(t.Context(), realname.DecideInput{Actor: k.operator, ID: a.ID, Rev: a.Rev, Reason: reason})
			if apperr.FieldsOf(err)["reason"] == nil {
				t.Errorf("reason of %d bytes: %v", len(reason), err)
			}
		}
	})
}

// bomb is a PNG of 10,000 × 10,000 pixels in its header, and nothing behind it.
func bomb() []byte {
	b := picture(400, 400)
	binary.BigEndian.PutUint32(b[16:], 10_000)
	binary.BigEndian.PutUint32(b[20:], 10_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// issue 3 §3
func TestHostileFilesAreRefused(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
		for name, tc := range map[string]struct {
			file string
			data []byte
		}{
			"a renamed executable":         {"licence.png", append([]byte("MZ\x90\x00"), make([]byte, 4096)...)},
			"an executable called PDF":     {"licence.pdf", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 4096)...)},
			"a picture of 100 megapixels":  {"id.png", bomb()},
			"an SVG with script":           {"id.svg", svg},
			"an SVG with script as a PNG":  {"id.png", svg},
			"a picture too small to read":  {"id.png", picture(40, 40)},
			"nothing":                      {"id.png", nil},
			"a page that calls itself JPG": {"id.jpg", []byte("<html><script>alert(1)</script></html>")},
		} {
			_, err := k.put(k.a, tc.file, tc.data)
			if err == nil || apperr.Of(err).Kind == apperr.Internal {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := k.put(k.a, "id.png", bytes.Repeat([]byte("x"), 11<<20))
		if apperr.Of(err).Kind != apperr.TooLarge {
			t.Errorf("11 MB: %v", err)
		}
	})
}

func TestDocumentsAreSeenByTheirOwnerAndByWhoDecidesOnly(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		ctx := t.Context()
		draft, err := k.Save(ctx, realname.SaveInput{Actor: k.a, Content: k.personal(k.a)})
		k.must(err)
		finance := account.Account{ID: "acc_f", Kind: account.Operator, SecondFactor: true, Roles: []account.Role{account.RoleFinance}}.Actor()
		look := func(who account.Actor, field string) error {
			_, data, err := k.Document(ctx, who, draft.ID, field)
			if err == nil {
				_, err = io.Copy(io.Discard, data)
				_ = data.Close()
			}
			return err
		}
		wants(t, "an operator at a draft", look(k.operator, "front"), realname.ErrNotFound)
		_, err = k.Get(ctx, k.operator, draft.ID)
		wants(t, "an operator at a draft's form", err, realname.ErrNotFound)
		a, err := k.Submit(ctx, realname.SaveInput{Actor: k.a, Rev: draft.Rev, Content: draftForm(k, draft)})
		k.must(err)
		k.must(look(k.a, "front"))
		k.must(look(k.operator, "back"))
		for name, who := range map[string]account.Actor{"another buyer": k.b, "nobody": {}, "an operator of finance": finance} {
			wants(t, name, look(who, "front"), realname.ErrNotFound)
		}
		wants(t, "a licence that a person has not", look(k.a, "licence"), realname.ErrNotFound)
		wants(t, "any other field", look(k.a, "../front"), realname.ErrNotFound)
		var looks int
		k.must(k.db.Reader().QueryRow(ctx, `SELECT COUNT(*) FROM audit_entries WHERE log = $1 AND action = 'realname.document_viewed'`, k.a.ID).Scan(&looks))
		if looks != 1 {
			t.Errorf("%d looks recorded, want the operator's one", looks)
		}
		var stored string
		k.must(k.db.Reader().QueryRow(ctx, `SELECT content FROM realname_applications WHERE id = $1`, a.ID).Scan(&stored))
		if strings.Contains(stored, "李雷") || strings.Contains(stored, "1949") {
			t.Error("the form is stored in clear")
		}
		if n, err := k.CountWaiting(ctx, k.operator); n != 1 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
		for name, err := range map[string]error{
			"a buyer's count":      second(k.CountWaiting(ctx, k.a)),
			"a buyer's queue":      second(k.Queue(ctx, realname.QueueInput{Actor: k.b})),
			"a buyer's detail":     second(k.Get(ctx, k.b, a.ID)),
			"a buyer's approval":   second(k.Approve(ctx, realname.DecideInput{Actor: k.a, ID: a.ID, Rev: a.Rev})),
			"a buyer's claim":      k.Claim(ctx, realname.ClaimInput{Actor: k.a, ID: a.ID}),
			"an operator's own":    second(k.Save(ctx, realname.SaveInput{Actor: k.operator, Content: realname.Content{Kind: account.VerifiedPersonal}})),
			"finance's approval":   second(k.Approve(ctx, realname.DecideInput{Actor: finance, ID: a.ID, Rev: a.Rev})),
			"an operator withdraw": second(k.Withdraw(ctx, k.operator)),
		} {
			wants(t, name, err, account.ErrForbidden)
		}
	})
}

// draftForm is what the page sends for a draft: the number stays behind its mask.
func draftForm(_ kit, a realname.Application) realname.Content {
	c := a.Content
	c.Number = ""
	return c
}

func second[T any](_ T, err error) error { return err }

func TestTheSameNumberAtAnotherAccountIsShownToWhoDecides(t *testing.T) {
	t.Parallel()
	run(t, nil, func(t *testing.T, k kit) {
		k.submit(k.a, k.company(k.a))
		b := k.submit(k.b, k.company(k.b))
		r, err := k.Get(t.Context(), k.operator, b.ID)
		k.must(err)
		if len(r.SameNumber) != 1 || r.SameNumber[0] != k.a.ID {
			t.Errorf("got %v", r.SameNumber)
		}
	})
}

func TestAnOutsideVerifierDecidesInAnOperatorsPlace(t *testing.T) {
	t.Parallel()
	for want, said := range map[realname.State]realname.Outcome{
		realname.StateApproved: {Verdict: realname.VerdictApprove},
		realname.StateRejected: {Verdict: realname.VerdictReject, Reason: "unknown person"},
	} {
		t.Run(string(want), func(t *testing.T) {
			t.Parallel()
			run(t, says(said), func(t *testing.T, k kit) {
				a := k.submit(k.a, k.personal(k.a))
				state := realname.StateReview
				tick := time.NewTicker(5 * time.Millisecond)
				defer tick.Stop()
				for end := time.After(40 * time.Second); state == realname.StateReview; {
					select {
					case <-tick.C:
					case <-end:
						t.Fatal("the verifier was not asked")
					}
					r, err := k.Get(t.Context(), k.operator, a.ID)
					k.must(err)
					state = r.State
				}
				if state != want || (k.verified(k.a).Verified == account.VerifiedPersonal) != (want == realname.StateApproved) {
					t.Errorf("state %s, account %+v", state, k.verified(k.a))
				}
			})
		})
	}
}

func TestTheMachineRefusesEveryOtherMove(t *testing.T) {
	t.Parallel()
	m := realname.Machine()
	legal := map[[2]string]string{{"not_started", "start"}: "draft", {"draft", "submit"}: "in_review", {"in_review", "withdraw"}: "draft",
		{"in_review", "approve"}: "approved", {"in_review", "reject"}: "rejected", {"rejected", "submit"}: "in_review", {"approved", "start"}: "draft"}
	for _, s := range m.States() {
		for _, e := range m.Events() {
			got, err := m.Next(s, e)
			if want, ok := legal[[2]string{s, e}]; ok != (err == nil) || got != want {
				t.Errorf("%s in %s: %s, %v", e, s, got, err)
			}
		}
	}
}
