package operator_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// desk is a whole marketplace with what sellers hand in.
type desk struct {
	*apptest.Market
	t testing.TB
	n int
}

// picture uploads a picture of somebody.
func (d *desk) picture(owner account.Actor, purpose blob.Purpose, width, height int) string {
	d.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		d.t.Fatal(err)
	}
	return must[blob.File](d.t)(d.Blobs.Put(d.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: purpose, Name: "p.png", Reader: &b})).ID
}

// applied is a company that handed its application in.
func (d *desk) applied(legalName string) (account.Actor, seller.Submission) {
	d.t.Helper()
	ctx, who := d.t.Context(), d.Account(account.Buyer)
	if err := d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return d.Accounts.SetVerifiedTx(ctx, tx, who.ID, account.VerifiedEnterprise, legalName)
	}); err != nil {
		d.t.Fatal(err)
	}
	who = must[account.Actor](d.t)(d.Accounts.Actor(ctx, who.ID))
	d.n++
	form := seller.EntryForm{Name: i18n.Text{ZH: fmt.Sprintf("远帆软件%d", d.n)}, Profile: i18n.Text{ZH: "企业协作软件"}, Logo: d.picture(who, blob.PurposeSellerLogo, 168, 70),
		ContactName: "周宁", ContactPhone: "13800000000", ContactEmail: "zhou@example.com", ServicePhone: "400-000-0101", ServiceEmail: "help@example.com",
		Address: seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"},
		Hours:   seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}, Known: "no", Unbound: true,
		Number: fmt.Sprintf("91310000MA1K0%05d", d.n), Founded: "2019-03-01", Years: "5-10", Staff: "21-50", Team: "8", Capital: "500", Proof: "copyright",
		Licence: d.picture(who, blob.PurposeSellerLicence, 400, 400), Rights: d.picture(who, blob.PurposeSellerRights, 400, 400)}
	e := must[seller.Entry](d.t)(d.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: who, Form: form}))
	doc, err := d.Agreements.Current(ctx, seller.AgreementSeller)
	if err != nil {
		d.t.Fatal(err)
	}
	return who, must[seller.Submission](d.t)(d.Sellers.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: who, Rev: e.Rev, Agreement: doc.Version}))
}

// named is a person whose name waits for a decision.
func (d *desk) named() realname.Application {
	d.t.Helper()
	who := d.Account(account.Buyer)
	return must[realname.Application](d.t)(d.RealName.Submit(d.t.Context(), realname.SaveInput{Actor: who, Content: realname.Content{Kind: account.VerifiedPersonal, Name: "李雷",
		Document: realname.IDCard, Number: "11010519491231002x", Birth: "1949-12-31", Front: d.picture(who, blob.PurposeIdentity, 400, 400), Back: d.picture(who, blob.PurposeIdentity, 400, 400)}}))
}

const bankNumber = "6217 0000 1234 5678 901"

// asking is an admitted company that waits for its test transfer.
func (d *desk) asking(legalName string) (account.Actor, seller.Certification) {
	d.t.Helper()
	ctx := d.t.Context()
	who, sub := d.applied(legalName)
	must[seller.Submission](d.t)(d.Sellers.ApproveApplication(ctx, seller.ReviewInput{Actor: d.Operator, ID: sub.ID, Rev: sub.Rev,
		Checklist: seller.EntryChecklist(account.VerifiedEnterprise)}))
	who = must[account.Actor](d.t)(d.Accounts.Actor(ctx, who.ID))
	form := seller.CertificationForm{TaxKind: "general", TaxNumber: "91310000MA1K00000X", TaxAddress: "上海市浦东新区 1 号", TaxPhone: "021-50000001",
		FinanceName: "钱会计", FinancePhone: "13900000000", FinanceEmail: "finance@example.com", BankHolder: legalName, BankName: "云上银行",
		BankBranch: "云上银行上海分行", BankCode: "102290000000", RelatedPeople: "no", RelatedFirms: "no"}
	c := must[seller.Certification](d.t)(d.Sellers.SaveCertification(ctx, seller.SaveCertificationInput{Actor: who, Form: form, Number: bankNumber, Check: true}))
	return who, must[seller.Certification](d.t)(d.Sellers.RequestTestTransfer(ctx, seller.CertificationInput{Actor: who, Rev: c.Rev}))
}

// transferred is an admitted company whose test transfer was sent.
func (d *desk) transferred(legalName string) account.Actor {
	d.t.Helper()
	who, c := d.asking(legalName)
	must[seller.Certification](d.t)(d.Sellers.MarkTransferSent(d.t.Context(), seller.CertifyInput{Actor: d.Operator, AccountID: who.ID, Rev: c.Rev, Reference: "B-1"}))
	return who
}
