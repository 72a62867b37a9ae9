package seller_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// trader makes who a seller that is active at once.
func (h *house) trader(who account.Actor) account.Actor {
	h.t.Helper()
	h.tx(func(ctx context.Context, tx *storage.Tx) error {
		in := reedbridge()
		in.AccountID = who.ID
		if _, err := h.CreateTx(ctx, tx, in); err != nil {
			return err
		}
		return h.accounts.BecomeSellerTx(ctx, tx, who.ID)
	})
	return h.actor(who.ID)
}

func (h *house) picture(owner account.Actor, purpose blob.Purpose, width, height int) string {
	h.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		h.t.Fatal(err)
	}
	f, err := h.files.Put(h.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: purpose, Name: "p.png", Reader: &b})
	if err != nil {
		h.t.Fatal(err)
	}
	return f.ID
}

// info is a change of seller information that passes: a new website and profile.
func (h *house) info(who account.Actor) seller.ChangeContent {
	h.t.Helper()
	v, err := h.ChangeView(h.t.Context(), who, seller.ChangeInfo)
	if err != nil {
		h.t.Fatal(err)
	}
	f := *v.Live.Info
	f.Website, f.Profile.ZH, f.Logo = h.site.URL+"/", "新的企业简介", h.file(who, blob.PurposeSellerLogo)
	f.Address = seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"}
	f.Tax = seller.Tax{Payer: "general", Number: "91310000MA1K000000"}
	return seller.ChangeContent{Info: &f}
}

func (h *house) store(who account.Actor) seller.ChangeContent {
	h.t.Helper()
	return seller.ChangeContent{Storefront: &seller.Storefront{Media: h.picture(who, blob.PurposeStoreMedia, 780, 440),
		Profile: i18n.Text{ZH: "<p>苇桥做协作软件。</p>"}, Advantages: i18n.Text{ZH: "<p>可靠</p>", EN: "<p>Reliable</p>"},
		Pictures: []string{h.picture(who, blob.PurposeStoreStory, 900, 600)}}}
}

func contact() seller.ChangeContent {
	return seller.ChangeContent{Contact: &seller.Contact{Name: "周宁", Phone: "13800000000", Email: "zhou@example.com"}}
}

// want makes a change and hands it in.
func (h *house) want(who account.Actor, k seller.ChangeKind, content seller.ChangeContent) seller.Change {
	h.t.Helper()
	c, err := h.SaveChange(h.t.Context(), seller.SaveChangeInput{Actor: who, Kind: k, Content: content})
	if err != nil {
		h.t.Fatal(err)
	}
	if c, err = h.SubmitChange(h.t.Context(), seller.ChangeInput{Actor: who, Kind: k, Rev: c.Rev}); err != nil {
		h.t.Fatal(err)
	}
	return c
}

func (h *house) approve(c seller.Change) seller.Change {
	h.t.Helper()
	c, err := h.ApproveChange(h.t.Context(), seller.ChangeReviewInput{Actor: h.olga, ChangeID: c.ID, Rev: c.Rev, Checklist: seller.ChangeChecklist(c.Kind)})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// business-rules 2.6: reviewed; what was there before stays until the approval.
func TestAChangeIsInForceOnlyAfterItsApproval(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		content := h.info(ann)
		c := h.want(ann, seller.ChangeInfo, content)
		if c.State != seller.ChangeInReview || !strings.HasPrefix(c.ID, "chg_") || !c.SubmittedAt.Equal(clk.Now()) {
			t.Fatalf("handed in: %+v", c)
		}
		before, err := h.ByAccount(ctx, ann.ID)
		if err != nil || before.Intro.ZH != "协作应用" || before.Info.Website != "" {
			t.Errorf("before the approval: %+v, %v", before, err)
		}
		if diff := seller.DiffContents(c.Base, c.Content); len(diff) < 5 {
			t.Errorf("the operator sees no difference: %v", diff)
		}
		done := h.approve(c)
		after, err := h.ByAccount(ctx, ann.ID)
		if err != nil || after.Intro.ZH != "新的企业简介" || after.Info.Website != content.Info.Website || after.Info.Tax.Payer != "general" ||
			after.Info.LegalName != "苇桥科技（上海）有限公司" {
			t.Errorf("after the approval: %+v, %v", after, err)
		}
		if done.State != seller.ChangeApproved || done.DecidedName != h.olga.Name {
			t.Errorf("decided: %+v", done)
		}
		v, err := h.ChangeView(ctx, ann, seller.ChangeInfo)
		if err != nil || v.Open != nil || v.Last == nil || v.Last.ID != c.ID {
			t.Errorf("the page: %+v, %v", v, err)
		}
		var saved, approved int
		err = db.Reader().QueryRow(ctx, `SELECT COUNT(*), SUM(CASE WHEN action = 'seller.change_approved' THEN 1 ELSE 0 END) FROM audit_entries WHERE object = $1`,
			c.ID).Scan(&saved, &approved)
		if err != nil || saved != 3 || approved != 1 {
			t.Errorf("audit: %d entries, %d approvals, %v", saved, approved, err)
		}
	})
}

func TestAContactAndAStorefrontAreReviewedToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		own, err := h.ByAccount(ctx, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		// business-rules 2.8: business contact: edit → review.
		h.approve(h.want(ann, seller.ChangeContact, contact()))
		if own, err = h.ByAccount(ctx, ann.ID); err != nil || own.Info.ContactName != "周宁" {
			t.Errorf("contact: %+v, %v", own.Info, err)
		}
		// business-rules 2.7
		content := h.store(ann)
		c := h.want(ann, seller.ChangeStorefront, content)
		media := content.Storefront.Media
		if shown, err := h.ShowsFile(ctx, own.ID, media); shown || err != nil {
			t.Errorf("a file is public before its approval: %v, %v", shown, err)
		}
		if p, err := h.PublicStorefront(ctx, own.ID); err != nil || p.Storefront.Media != "" {
			t.Errorf("a storefront is public before its approval: %+v, %v", p, err)
		}
		h.approve(c)
		p, err := h.PublicStorefront(ctx, own.ID)
		if err != nil || p.Storefront.Media != media || len(p.Storefront.Pictures) != 1 {
			t.Errorf("storefront: %+v, %v", p, err)
		}
		if shown, err := h.ShowsFile(ctx, own.ID, media); !shown || err != nil {
			t.Errorf("an approved file: %v, %v", shown, err)
		}
		if shown, _ := h.ShowsFile(ctx, own.ID, h.picture(ann, blob.PurposeStoreMedia, 780, 440)); shown {
			t.Error("a file that no storefront names is public")
		}
		if _, err := h.PublicStorefront(ctx, "sel_none"); !errors.Is(err, seller.ErrSellerNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTheNextChangeBeginsWithWhatWasSentBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		c := h.want(ann, seller.ChangeContact, contact())
		bad := seller.ChangeReviewInput{Actor: h.olga, ChangeID: c.ID, Rev: c.Rev, Reason: " no "}
		if _, err := h.RejectChange(ctx, bad); apperr.FieldsOf(err)["reason"] == nil {
			t.Errorf("a rejection without a reason: %v", err)
		}
		bad.Reason = "The number does not answer."
		c, err := h.RejectChange(ctx, bad)
		if err != nil || c.State != seller.ChangeRejected || c.Reason != bad.Reason {
			t.Fatalf("got %+v, %v", c, err)
		}
		v, err := h.ChangeView(ctx, ann, seller.ChangeContact)
		if err != nil {
			t.Fatal(err)
		}
		content, rev := v.Draft()
		if diff := cmp.Diff(contact(), content); diff != "" || rev != 0 {
			t.Errorf("the form begins with rev %d, %s", rev, diff)
		}
		again := contact()
		again.Contact.Phone = "13900000000"
		c2 := h.want(ann, seller.ChangeContact, again)
		withdrawn, err := h.WithdrawChange(ctx, seller.ChangeInput{Actor: ann, Kind: seller.ChangeContact, Rev: c2.Rev})
		if err != nil || withdrawn.State != seller.ChangeWithdrawn || c2.ID == c.ID {
			t.Errorf("withdrawn: %+v, %v", withdrawn, err)
		}
		if v, err = h.ChangeView(ctx, ann, seller.ChangeContact); err != nil || v.Last.ID != c2.ID || v.Open != nil {
			t.Errorf("after withdrawing: %+v, %v", v, err)
		}
	})
}

// business-rules 2.6: real name first, then the renamed licence; another company cannot take a seller over.
func TestASellerIsRenamedOnlyAfterItsRealName(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		h.approve(h.want(ann, seller.ChangeInfo, h.info(ann))) // the legal name is known now
		number := func(f *seller.InfoForm) { f.Number = "91310000MA1K000000" }
		submit := func(change func(*seller.InfoForm)) error {
			content := h.info(ann)
			change(content.Info)
			v, err := h.ChangeView(t.Context(), ann, seller.ChangeInfo)
			if err != nil {
				t.Fatal(err)
			}
			_, rev := v.Draft()
			c, err := h.SaveChange(t.Context(), seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeInfo, Rev: rev, Content: content})
			if err != nil {
				t.Fatal(err)
			}
			c, err = h.SubmitChange(t.Context(), seller.ChangeInput{Actor: ann, Kind: seller.ChangeInfo, Rev: c.Rev})
			if err == nil {
				h.approve(c)
			}
			return err
		}
		wants := func(what string, err error, field, code string) {
			t.Helper()
			if e := apperr.FieldsOf(err)[field]; e == nil || e.Code != code {
				t.Errorf("%s: got %v, want %s at %s", what, err, code, field)
			}
		}
		rename := func(f *seller.InfoForm) { f.Name.ZH = "苇桥新名" }
		wants("renamed before the real name", submit(rename), "name_zh", "seller_rename_real_name")
		if err := submit(func(f *seller.InfoForm) { f.Name.EN = "Reedbridge Software"; number(f) }); err != nil {
			t.Errorf("a translation needs no licence: %v", err)
		}
		h.tx(func(ctx context.Context, tx *storage.Tx) error {
			return h.accounts.SetVerifiedTx(ctx, tx, ann.ID, account.VerifiedEnterprise, "苇桥新名（上海）有限公司")
		})
		wants("renamed without the licence", submit(func(f *seller.InfoForm) { rename(f); number(f) }), "licence", "seller_renamed_licence")
		licence := h.file(ann, blob.PurposeSellerLicence)
		wants("another company", submit(func(f *seller.InfoForm) { rename(f); f.Licence = licence; f.Number = "91330000MA2B000001" }), "number", "seller_legal_subject")
		if err := submit(func(f *seller.InfoForm) { rename(f); number(f); f.Licence = licence }); err != nil {
			t.Errorf("a rename as it should be: %v", err)
		}
		own, err := h.ByAccount(t.Context(), ann.ID)
		if err != nil || own.Name.ZH != "苇桥新名" || own.Info.LegalName != "苇桥新名（上海）有限公司" {
			t.Errorf("renamed: %+v, %v", own, err)
		}
	})
}

// issue 3, hostile input: every field of every form.
func TestEveryBadFieldOfAChangeIsNamed(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ann := h.trader(h.ann)
	long := strings.Repeat("长", 2500)
	for name, tc := range map[string]struct {
		kind    seller.ChangeKind
		content seller.ChangeContent
		want    []string
	}{
		"empty information": {seller.ChangeInfo, seller.ChangeContent{Info: &seller.InfoForm{}}, []string{"address_city", "address_country", "address_detail",
			"address_postcode", "address_province", "licence", "logo", "name_zh", "profile_zh", "service_email", "service_phone"}},
		"over-long information": {seller.ChangeInfo, seller.ChangeContent{Info: &seller.InfoForm{Name: i18n.Text{ZH: long, EN: long}, Number: long, Website: long,
			Profile: i18n.Text{ZH: long, EN: "see https://evil.example"}, ServicePhone: long, ServiceEmail: "x", Tax: seller.Tax{Payer: "friend", Number: long},
			Address: seller.Address{Country: "XX", Province: long, City: long, Detail: long, Postcode: "?"}}},
			[]string{"address_city", "address_country", "address_detail", "address_postcode", "address_province", "licence", "logo", "name_en", "name_zh",
				"number", "profile_en", "profile_zh", "service_email", "service_phone", "tax_number", "tax_payer", "website"}},
		"a website that does not answer": {seller.ChangeInfo, func() seller.ChangeContent {
			c := h.info(ann)
			c.Info.Website = h.site.URL + "/nothing"
			return c
		}(), []string{"website"}},
		"a website that is a login": {seller.ChangeInfo, func() seller.ChangeContent {
			c := h.info(ann)
			c.Info.Website = h.site.URL + "/console"
			return c
		}(), []string{"website"}},
		"empty storefront": {seller.ChangeStorefront, seller.ChangeContent{Storefront: &seller.Storefront{Vision: i18n.Text{EN: "x"}}}, []string{"media", "profile_zh"}},
		"hostile storefront": {seller.ChangeStorefront, func() seller.ChangeContent {
			c := h.store(ann)
			c.Storefront.Profile = i18n.Text{ZH: "<p>" + long + "</p>"}
			c.Storefront.Advantages = i18n.Text{ZH: `<p><a href="https://evil.example/">x</a></p>`, EN: "<p>ｗｗｗ.evil.com</p>"}
			c.Storefront.Vision = i18n.Text{ZH: `<img src="/files/blb_01kb3v00000000000000000000">`}
			for range 6 {
				c.Storefront.Pictures = append(c.Storefront.Pictures, c.Storefront.Pictures[0])
			}
			return c
		}(), []string{"advantages_en", "advantages_zh", "picture_1", "profile_zh", "vision_zh"}},
		"bad contact": {seller.ChangeContact, seller.ChangeContent{Contact: &seller.Contact{Name: "x", Phone: "call me", Email: "Zhou <a@b.example>"}},
			[]string{"contact_email", "contact_name", "contact_phone"}},
	} {
		v, err := h.ChangeView(t.Context(), ann, tc.kind)
		if err != nil {
			t.Fatal(err)
		}
		_, rev := v.Draft()
		c, err := h.SaveChange(t.Context(), seller.SaveChangeInput{Actor: ann, Kind: tc.kind, Rev: rev, Content: tc.content})
		if err != nil {
			t.Fatalf("%s: a draft keeps whatever was typed: %v", name, err)
		}
		_, err = h.SubmitChange(t.Context(), seller.ChangeInput{Actor: ann, Kind: tc.kind, Rev: c.Rev})
		if diff := cmp.Diff(tc.want, slices.Sorted(maps.Keys(apperr.FieldsOf(err)))); diff != "" {
			t.Errorf("%s: %s (%v)", name, diff, err)
		}
	}
}

// business-rules 2.7: at most five pictures.
func TestAStoryHasFivePicturesAndNoSixth(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	for n, want := range map[int]bool{5: true, 6: false} {
		who := map[int]account.Actor{5: h.ann, 6: h.ben}[n]
		who = h.trader(who)
		content := h.store(who)
		for len(content.Storefront.Pictures) < n {
			content.Storefront.Pictures = append(content.Storefront.Pictures, content.Storefront.Pictures[0])
		}
		c, err := h.SaveChange(t.Context(), seller.SaveChangeInput{Actor: who, Kind: seller.ChangeStorefront, Content: content})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.SubmitChange(t.Context(), seller.ChangeInput{Actor: who, Kind: seller.ChangeStorefront, Rev: c.Rev})
		if taken := err == nil; taken != want {
			t.Errorf("%d pictures: %v", n, err)
		}
	}
}

func TestRichTextIsSanitisedOnTheWayInAndOut(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ann := h.trader(h.ann)
	content := h.store(ann)
	content.Storefront.Profile.ZH = `<p onclick="x()">苇桥<script>alert(1)</script></p><svg onload=x>`
	h.approve(h.want(ann, seller.ChangeStorefront, content))
	own, err := h.ByAccount(t.Context(), ann.ID)
	if err != nil {
		t.Fatal(err)
	}
	p, err := h.PublicStorefront(t.Context(), own.ID)
	if err != nil || p.Storefront.Profile.ZH != "<p>苇桥</p>" {
		t.Errorf("stored %q, %v", p.Storefront.Profile.ZH, err)
	}
	h.tx(func(ctx context.Context, tx *storage.Tx) error { // somebody wrote into the database by hand
		_, err := tx.Exec(ctx, `UPDATE seller_changes SET content = $1`, `{"storefront":{"profile":{"zh":"<script>alert(1)</script>ok"}}}`)
		return err
	})
	if p, err = h.PublicStorefront(t.Context(), own.ID); err != nil || p.Storefront.Profile.ZH != "ok" {
		t.Errorf("shown %q, %v", p.Storefront.Profile.ZH, err)
	}
}

func TestFilesMustBeOnesOwnAndForTheirPurpose(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ann, ben := h.trader(h.ann), h.trader(h.ben)
	for name, media := range map[string]string{"another seller's": h.picture(ben, blob.PurposeStoreMedia, 780, 440),
		"of another purpose": h.picture(ann, blob.PurposeStoreStory, 900, 600), "unknown": "blb_none"} {
		content := h.store(ann)
		content.Storefront.Media = media
		_, err := h.SaveChange(t.Context(), seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeStorefront, Content: content})
		if e := apperr.FieldsOf(err)["media"]; !e.Is(seller.ErrFileMissing) {
			t.Errorf("a file %s: %v", name, err)
		}
	}
}

// concurrent double submit; two operators deciding at once.
func TestOnlyOneOfManyAtOnceIsTaken(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		race := func(what string, n int, lost error, fn func(i int) error) {
			t.Helper()
			results := make(chan error)
			for i := range n {
				go func() { results <- fn(i) }()
			}
			won := 0
			for range n {
				switch err := <-results; {
				case err == nil:
					won++
				case !errors.Is(err, lost) && !errors.Is(err, seller.ErrChangeState):
					t.Errorf("%s: got %v", what, err)
				}
			}
			if won != 1 {
				t.Errorf("%s: %d won, want 1", what, won)
			}
		}
		race("first saves", 6, seller.ErrChangeStale, func(int) error {
			_, err := h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeContact, Content: contact()})
			return err
		})
		race("submits", 6, seller.ErrChangeStale, func(int) error {
			_, err := h.SubmitChange(ctx, seller.ChangeInput{Actor: ann, Kind: seller.ChangeContact, Rev: 1})
			return err
		})
		v, err := h.ChangeView(ctx, ann, seller.ChangeContact)
		if err != nil || v.Open == nil {
			t.Fatalf("got %+v, %v", v, err)
		}
		c := *v.Open
		race("decisions", 6, seller.ErrChangeStale, func(i int) error {
			in := seller.ChangeReviewInput{Actor: []account.Actor{h.olga, h.otto}[i%2], ChangeID: c.ID, Rev: c.Rev, Reason: "not reachable",
				Checklist: seller.ChangeChecklist(c.Kind)}
			if i%2 == 0 {
				_, err := h.ApproveChange(ctx, in)
				return err
			}
			_, err := h.RejectChange(ctx, in)
			return err
		})
	})
}

func TestEveryIllegalMoveOfAChangeIsRefused(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ctx, ann := t.Context(), h.trader(h.ann)
	in := func(rev int64) seller.ChangeInput {
		return seller.ChangeInput{Actor: ann, Kind: seller.ChangeContact, Rev: rev}
	}
	review := func(c seller.Change) seller.ChangeReviewInput {
		return seller.ChangeReviewInput{Actor: h.olga, ChangeID: c.ID, Rev: c.Rev, Reason: "not reachable"}
	}
	refused := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", what, err, want)
		}
	}
	_, err := h.SubmitChange(ctx, in(0))
	refused("submit without a draft", err, seller.ErrChangeNotFound)
	_, err = h.WithdrawChange(ctx, in(0))
	refused("withdraw nothing", err, seller.ErrChangeNotFound)
	c, err := h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeContact, Content: contact()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.ApproveChange(ctx, review(c))
	refused("approve a draft", err, seller.ErrChangeNotFound)
	_, err = h.Change(ctx, h.olga, c.ID)
	refused("an operator reads a draft", err, seller.ErrChangeNotFound)
	_, err = h.SubmitChange(ctx, in(c.Rev+1))
	refused("submit what was not seen", err, seller.ErrChangeStale)
	if c, err = h.SubmitChange(ctx, in(c.Rev)); err != nil {
		t.Fatal(err)
	}
	_, err = h.SubmitChange(ctx, in(c.Rev))
	refused("submit twice", err, seller.ErrChangeState)
	_, err = h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeContact, Rev: c.Rev, Content: contact()})
	refused("edit while it is reviewed", err, seller.ErrChangeReviewing)
	taken, err := h.AssignChange(ctx, review(c))
	if err != nil || taken.AssigneeName != h.olga.Name || taken.Rev != c.Rev+1 {
		t.Fatalf("assigned: %+v, %v", taken, err)
	}
	_, err = h.ApproveChange(ctx, review(c))
	refused("approve what was read before it was taken over", err, seller.ErrChangeStale)
	done := h.approve(taken)
	for what, fn := range map[string]func(context.Context, seller.ChangeReviewInput) (seller.Change, error){
		"approve": h.ApproveChange, "reject": h.RejectChange, "assign": h.AssignChange} {
		_, err = fn(ctx, review(done))
		refused(what+" what is decided", err, seller.ErrChangeState)
	}
	_, err = h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeContact, Content: contact()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.SubmitChange(ctx, in(1))
	refused("nothing is different", err, seller.ErrChangeNothing)
	_, err = h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeContact, Content: h.store(ann)})
	refused("the content of another kind", err, seller.ErrChangeKind)
	_, err = h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: "friends", Content: contact()})
	refused("a kind that is none", err, seller.ErrChangeKind)
	big := h.store(ann)
	big.Storefront.Vision.ZH = strings.Repeat("x", 300<<10)
	_, err = h.SaveChange(ctx, seller.SaveChangeInput{Actor: ann, Kind: seller.ChangeStorefront, Content: big})
	refused("too large", err, seller.ErrChangeTooLarge)
}

func TestChangesAreTheSellersOwnAndTheOperators(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann, ben := t.Context(), h.trader(h.ann), h.trader(h.ben)
		first := h.want(ann, seller.ChangeContact, contact())
		clk.Advance(time.Second)
		second := h.want(ben, seller.ChangeStorefront, h.store(ben))
		ids := func(who account.Actor, f seller.ChangeFilter) []string {
			var out []string
			req := page.Request{Limit: 1}
			for {
				p, err := h.Changes(ctx, who, f, req)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range p.Items {
					out = append(out, c.ID)
				}
				if req.Cursor = p.Next; req.Cursor == "" {
					return out
				}
			}
		}
		for what, tc := range map[string]struct {
			who  account.Actor
			f    seller.ChangeFilter
			want []string
		}{
			"the queue":            {h.olga, seller.ChangeFilter{}, []string{first.ID, second.ID}},
			"all":                  {h.olga, seller.ChangeFilter{State: seller.AllStates}, []string{second.ID, first.ID}},
			"one kind":             {h.olga, seller.ChangeFilter{Kind: seller.ChangeStorefront}, []string{second.ID}},
			"decided":              {h.olga, seller.ChangeFilter{State: seller.ChangeApproved}, nil},
			"nobody's":             {h.olga, seller.ChangeFilter{AssigneeID: h.otto.ID}, nil},
			"one's own":            {ann, seller.ChangeFilter{}, []string{first.ID}},
			"another one's, asked": {ann, seller.ChangeFilter{SellerID: second.SellerID}, []string{first.ID}},
		} {
			if diff := cmp.Diff(tc.want, ids(tc.who, tc.f)); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		if _, err := h.Change(ctx, ben, first.ID); !errors.Is(err, seller.ErrChangeNotFound) {
			t.Errorf("a stranger reads a change: %v", err)
		}
		if _, err := h.ChangeView(ctx, h.zoe, seller.ChangeInfo); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("a buyer has a storefront: %v", err)
		}
		if _, err := h.ApproveChange(ctx, seller.ChangeReviewInput{Actor: ann, ChangeID: first.ID, Rev: first.Rev}); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("a seller approves its own change: %v", err)
		}
		if _, err := h.Changes(ctx, h.olga, seller.ChangeFilter{}, page.Request{Cursor: "%"}); !errors.Is(err, page.ErrBadCursor) {
			t.Errorf("got %v", err)
		}
	})
}
