package seller_test

import (
	"context"
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// verify gives an account another real name.
func (h *house) verify(who account.Actor, as account.Verified, legal string) {
	h.t.Helper()
	h.tx(func(ctx context.Context, tx *storage.Tx) error {
		return h.accounts.SetVerifiedTx(ctx, tx, who.ID, as, legal)
	})
}

// rename has a seller and an operator change its company's name, as they should.
func (h *house) rename(who account.Actor, legal string) error {
	h.t.Helper()
	h.verify(who, account.VerifiedEnterprise, legal)
	content := h.info(who)
	content.Info.Licence = h.file(who, blob.PurposeSellerLicence)
	_, err := h.approveAll(h.want(who, seller.ChangeInfo, content))
	return err
}

// business-rules 2.1, 2.2, 2.6: a company sells under one account, under its new name too; its old one is free.
func TestARenamedCompanyHoldsItsNewName(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		const before, after = "苇桥科技（上海）有限公司", "苇桥新名（上海）有限公司"
		ann, ben := h.admit(h.ann), h.admit(h.ben)
		applies := func(login, legal, number string) error {
			who := h.person(login, account.Buyer, account.VerifiedEnterprise, legal)
			f := h.good(who)
			f.Number = number
			_, err := h.submit(who, f)
			return err
		}
		if err := h.rename(ann, after); err != nil {
			t.Fatal(err)
		}
		if err := applies("new@example.com", "苇桥新名 (上海) 有限公司", "91310000MA1K00000A"); !errors.Is(err, seller.ErrCompanyAdmitted) {
			t.Errorf("another account of the new name: %v", err)
		}
		if err := applies("number@example.com", "又一家有限公司", "91310000MA1K000000"); !errors.Is(err, seller.ErrCompanyAdmitted) {
			t.Errorf("another account of the number: %v", err)
		}
		if err := applies("old@example.com", before, "91310000MA1K00000B"); err != nil {
			t.Errorf("the old name is free: %v", err)
		}
		if err := h.rename(ben, after); !errors.Is(err, seller.ErrCompanyAdmitted) {
			t.Errorf("a seller takes another one's name: %v", err)
		}
		if own, err := h.ByAccount(t.Context(), ben.ID); err != nil || own.Info.LegalName != "砺灯数据有限公司" || own.Intro.ZH == "新的企业简介" {
			t.Errorf("the refused approval left %+v, %v", own.Info, err)
		}
		if err := h.penalise(ann, seller.PenaltyExpel, "苇桥软件"); err != nil {
			t.Fatal(err)
		}
		if err := applies("expelled@example.com", after, "91310000MA1K00000C"); !errors.Is(err, seller.ErrCompanyAdmitted) {
			t.Errorf("an expelled company under another account: %v", err)
		}
	})
}

// A change that was still in review when its seller left takes no company away from who comes after.
func TestWhoLeftHoldsNoCompany(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.admit(h.ann)
		c := h.want(ann, seller.ChangeInfo, h.info(ann))
		h.tx(func(ctx context.Context, tx *storage.Tx) error {
			return h.ExitTx(ctx, tx, seller.EndInput{Actor: ann, AccountID: ann.ID, Reason: "closing down"})
		})
		if _, err := h.approveAll(c); err != nil {
			t.Fatal(err)
		}
		heir := h.person("heir@example.com", account.Buyer, account.VerifiedEnterprise, "苇桥科技（上海）有限公司")
		if _, err := h.submit(heir, h.good(heir)); err != nil {
			t.Errorf("the company is free: %v", err)
		}
	})
}

// business-rules 2.6: a change of legal subject is not allowed.
func TestACompanyDoesNotBecomeAPersonNorAPersonACompany(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		for _, c := range []struct {
			who account.Actor
			as  account.Verified
		}{{h.admit(h.ann), account.VerifiedPersonal}, {h.admit(h.pia), account.VerifiedEnterprise}} {
			h.verify(c.who, c.as, "李雷")
			content := h.info(c.who)
			content.Info.Name.ZH, content.Info.Licence = "李雷软件", h.file(c.who, blob.PurposeSellerLicence)
			draft, err := h.SaveChange(t.Context(), seller.SaveChangeInput{Actor: c.who, Kind: seller.ChangeInfo, Content: content})
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.SubmitChange(t.Context(), seller.ChangeInput{Actor: c.who, Kind: seller.ChangeInfo, Rev: draft.Rev})
			if e := apperr.FieldsOf(err)["name_zh"]; e == nil || e.Code != "seller_legal_subject" {
				t.Errorf("now %s: %v", c.as, err)
			}
		}
	})
}
