package app_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/passkeytest"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// world is a marketplace in which there is one of each thing that an address can name. Everything belongs to the market's
// buyer and seller, to people of theirs or to applicants; nothing belongs to the strangers who walk through it later.
type world struct {
	*walker
	things map[string]thing // by address up to its last place
	spec   string           // of the product
}

// thing is what the places of an address name in the world.
type thing struct {
	at     map[string]string // by place
	owners []account.Actor   // the first that an operation lets in is asked whether the thing is there
	why    string            // the reason why strangers see it too: by public operations when it has an owner, and by all else
}

// get ends the test on an error.
func get[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newWorld(t *testing.T, m *apptest.Market) *world {
	t.Helper()
	w := &world{walker: newWalker(t, m), things: map[string]thing{}}
	w.trade()
	w.house()
	w.person()
	w.shop()
	w.applicants()
	w.promotions()
	w.jointly()
	w.assets()
	w.operators()
	w.shared()
	w.must(w.Queue.Stop(context.WithoutCancel(t.Context()))) // from here on nothing changes by itself
	return w
}

// add notes a thing under addresses that have one place, its id.
func (w *world) add(owners []account.Actor, id string, addresses ...string) {
	for _, address := range addresses {
		w.things[address] = thing{at: map[string]string{"id": id}, owners: owners}
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// file uploads a picture.
func (w *world) file(owner account.Actor, purpose blob.Purpose, width, height int) string {
	w.t.Helper()
	var b bytes.Buffer
	w.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))))
	return get[blob.File](w.t)(w.Blobs.Put(w.t.Context(), blob.PutInput{Owner: owner.ID, Purpose: purpose, Name: "p.png", Reader: &b})).ID
}

// trade makes what a sale leaves: a product, orders, a service, calls, money on its way, messages and entries of the log.
func (w *world) trade() {
	t, ctx := w.t, w.t.Context()
	buyer, sold, both := []account.Actor{w.Buyer}, []account.Actor{w.Seller}, []account.Actor{w.Buyer, w.Seller, w.Operator}
	product := w.Publish(w.Server.Address(misseller.Behaviour{}), nil)
	w.spec = get[catalog.Listing](t)(w.Catalog.Live(ctx, product)).Specs[0].ID
	bought := w.Buy(product)
	w.Await("the service is open", func() bool { return w.Order(bought.ID).State == order.StateCompleted })
	open := get[order.Order](t)(w.Orders.Place(ctx, w.OrderInput(w.Buyer, product)))
	w.add(both, open.ID, "/buyer/orders/{id}", "/api/v1/orders/{id}", "/seller/orders/{id}", "/operator/orders/{id}")
	w.things["/seller/orders/{id}"] = thing{at: map[string]string{"id": bought.ID}, owners: sold}

	services := get[page.Of[instance.Instance]](t)(w.Instances.List(ctx, w.Buyer, instance.Filter{}, page.Request{}))
	w.add(buyer, services.Items[0].ID, "/buyer/services/{id}", "/api/v1/instances/{id}")
	w.opinions(product)
	calls := get[page.Of[call.Call]](t)(w.Calls.List(ctx, w.Seller, call.Filter{}, page.Request{}))
	w.add([]account.Actor{w.Seller, w.Operator}, calls.Items[0].ID, "/seller/calls/{id}", "/api/v1/calls/{id}", "/operator/calls/{id}")
	w.add([]account.Actor{w.Seller, w.Operator}, product, "/seller/products/{id}", "/api/v1/seller/products/{id}", "/operator/products/{id}", "/api/v1/review/products/{id}")
	w.add(sold, product, "/seller/sales/{id}", "/seller/credit/{id}", "/seller/stock/{id}")
	get[int](t)(w.Rules.AddUsers(ctx, salesrule.UsersInput{Actor: w.Seller, ProductID: product, Of: salesrule.Of{List: salesrule.ListTarget}},
		[]promo.User{{ID: w.Buyer.ID, Name: w.Buyer.Name}}))
	draft := get[catalog.Draft](t)(w.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: w.Seller}))
	w.add(sold, draft.ID, "/seller/applications/{id}")
	priced := get[catalog.Draft](t)(w.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: w.Seller, Content: catalog.Content{Specs: []catalog.Spec{{}}}}))
	w.things["/seller/applications/{id}/specs/{n}"] = thing{at: map[string]string{"id": priced.ID, "n": "0"}, owners: sold}
	modified := get[catalog.Draft](t)(w.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: w.Seller, ProductID: product}))
	waiting := get[catalog.Application](t)(w.Catalog.Submit(ctx, catalog.SubmitInput{Actor: w.Seller, ApplicationID: modified.ID, Rev: modified.Rev}))
	w.add([]account.Actor{w.Seller, w.Operator}, waiting.ID, "/api/v1/applications/{id}", "/operator/applications/{id}")
	proof := get[blob.File](t)(w.Blobs.Put(ctx, blob.PutInput{Owner: w.Seller.ID, Purpose: blob.PurposeProof, Name: "proof.pdf", Reader: strings.NewReader("%PDF-1.7\n1 0 obj")}))
	ended := get[catalog.Application](t)(w.Catalog.AskDelist(ctx, catalog.AskDelistInput{Actor: w.Seller, ProductID: product, Reason: "no longer served",
		Proof: proof.ID, Confirm: true}))
	w.add(sold, ended.ID, "/seller/delistings/{id}")
	w.add([]account.Actor{w.Operator}, ended.ID, "/operator/delistings/{id}")
	w.upgrade(sold, product)
	guide := modified.Content.Guide.Blob
	w.add([]account.Actor{w.Seller, w.Operator}, guide, "/seller/files/{id}", "/operator/files/{id}", "/files/{id}")
	w.add(sold, guide, "/api/v1/files/{id}")
	key, _, err := w.Calls.CreateKey(ctx, w.Seller)
	w.must(err)
	w.add(sold, key.ID, "/seller/keys/{id}", "/api/v1/keys/{id}")

	top := get[wallet.TopUp](t)(w.Wallet.TopUp(ctx, wallet.TopUpInput{AccountID: w.Buyer.ID, Method: wallet.MethodTransfer, Amount: "10.00"}))
	w.add(buyer, top.ID, "/buyer/wallet/topups/{id}", "/api/v1/wallet/top-ups/{id}")
	told := get[wallet.TopUp](t)(w.Wallet.TopUp(ctx, wallet.TopUpInput{AccountID: w.Buyer.ID, Method: wallet.MethodTransfer, Amount: "11.00"}))
	told = get[wallet.TopUp](t)(w.Wallet.SubmitTransfer(ctx, wallet.SubmitTransferInput{AccountID: w.Buyer.ID, ID: told.ID, BankReference: "B1"}))
	w.add([]account.Actor{w.Operator}, told.ID, "/operator/transfers/{id}", "/api/v1/transfers/{id}")
	inbox := get[page.Of[notify.Item]](t)(w.Notify.Inbox(ctx, w.Buyer.ID, page.Request{}, notify.Filter{}))
	w.add(buyer, inbox.Items[0].ID, "/messages/{id}", "/api/v1/messages/{id}")
	for e, err := range w.Audit.All(ctx, audit.Of(w.Buyer.ID), audit.Filter{}) {
		w.must(err)
		w.add([]account.Actor{w.Buyer, w.Operator}, e.ID, "/account/audit/{id}", "/api/v1/audit-entries/{id}", "/operator/audit/{id}")
		break
	}
}

// upgrade makes a rule by which a service can be upgraded, in force.
func (w *world) upgrade(sold []account.Actor, product string) {
	t, ctx := w.t, w.t.Context()
	l := get[catalog.Listing](t)(w.Catalog.Live(ctx, product))
	sku := l.Specs[0].Plan.SKUs[0].ID
	ask := catalog.SaveUpgradeInput{Actor: w.Seller, ProductID: product, Rule: catalog.UpgradeRule{SpecID: w.spec, Name: "expand",
		Ways: []catalog.UpgradeWay{{From: sku, To: []string{sku}}}}}
	d := get[catalog.Draft](t)(w.Catalog.SaveUpgrade(ctx, ask))
	a := get[catalog.Application](t)(w.Catalog.Submit(ctx, catalog.SubmitInput{Actor: w.Seller, ApplicationID: d.ID, Rev: d.Rev}))
	get[catalog.Application](t)(w.Catalog.Approve(ctx, catalog.ApproveInput{Actor: w.Operator, ApplicationID: a.ID, Rev: a.Rev}))
	rules := get[catalog.Upgrades](t)(w.Catalog.Upgrades(ctx, w.Seller, product))
	w.add(sold, rules.Specs[0].Active.ID, "/api/v1/upgrade-rules/{id}", "/seller/upgrades/{id}")
}

// house makes what a main account keeps for its organisation: one of each for the pages and one for the API, as both end it.
func (w *world) house() {
	t, ctx, owner := w.t, w.t.Context(), []account.Actor{w.Seller}
	for n, at := range []struct{ groups, users, contacts, after string }{
		{"/account/groups/{id}", "/account/users/{id}", "/messages/settings/contacts/{id}", "/seller/support/groups/{id}"},
		{"/api/v1/groups/{id}", "/api/v1/users/{id}", "/api/v1/messages/contacts/{id}", "/api/v1/support/groups/{id}"},
	} {
		g := get[account.Group](t)(w.Accounts.CreateGroup(ctx, account.GroupInput{Actor: w.Seller, Name: fmt.Sprint("all ", n), Permissions: grantable()}))
		w.add(owner, g.ID, at.groups)
		u := get[account.User](t)(w.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: w.Seller, UserName: fmt.Sprint("han.mei", n), Password: password,
			Groups: []string{g.ID}}))
		w.add(owner, u.ID, at.users)
		c := get[notify.Contact](t)(w.Notify.SaveContact(ctx, notify.ContactInput{AccountID: w.Seller.ID, UserID: w.Seller.UserID, Name: "Ann",
			Email: fmt.Sprintf("ann%d@example.com", n), Classes: []int{901}}))
		w.add(owner, c.ID, at.contacts)
		after := get[seller.Group](t)(w.Sellers.SaveGroup(ctx, seller.SaveGroupInput{Actor: w.Seller, Name: i18n.Text{ZH: fmt.Sprint("售后组", n)},
			Phone: "021-50000002", Email: "help@example.com", Hours: seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}}))
		w.add(owner, after.ID, at.after)
	}
}

const password = "correct-horse-1"

// grantable are the permissions that a group can give.
func grantable() []string {
	var out []string
	for _, p := range account.Permissions() {
		if p.Grantable() {
			out = append(out, p.Code)
		}
	}
	return out
}

// person makes what belongs to one person of the seller: how it signs in, by a browser or by a program.
func (w *world) person() {
	t, ctx := w.t, w.t.Context()
	u := get[account.User](t)(w.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: w.Seller, UserName: "li.lei", Password: password, Programmatic: true}))
	who := get[account.Actor](t)(w.Accounts.Actor(ctx, u.ID))
	lei := []account.Actor{who}
	for n, at := range []struct{ tokens, keys, passkeys string }{
		{"/account/tokens/{id}", "/account/keys/{id}", "/account/security/passkeys/{id}"},
		{"/api/v1/me/tokens/{id}", "/api/v1/me/access-keys/{id}", "/api/v1/me/passkeys/{id}"},
	} {
		token, _, err := w.Accounts.CreateToken(ctx, account.CreateTokenInput{AccountID: u.ID, Name: fmt.Sprint("program ", n)})
		w.must(err)
		w.add(lei, token.ID, at.tokens)
		key, _, err := w.Accounts.CreateAccessKey(ctx, who, "program")
		w.must(err)
		w.add(lei, key.AK, at.keys)
		c := get[account.Ceremony](t)(w.Accounts.BeginPasskey(ctx, account.ProofInput{UserID: u.ID, Proof: password}))
		answer := get[[]byte](t)((&passkeytest.Device{Origin: publicURL}).Create(c.Options))
		passkey, _, err := w.Accounts.AddPasskey(ctx, account.AddPasskeyInput{UserID: u.ID, CeremonyID: c.ID, Answer: answer, Name: "phone"})
		w.must(err)
		w.add(lei, passkey.ID, at.passkeys)
		w.Session(u.ID)
	}
	sessions := get[[]account.Session](t)(w.Accounts.ListSessions(ctx, u.ID, ""))
	w.add(lei, sessions[0].ID, "/account/sessions/{id}")
	w.add(lei, sessions[1].ID, "/api/v1/me/sessions/{id}")
	ticket := get[account.Ticket](t)(w.Accounts.RequestContact(ctx, account.RequestContactInput{UserID: u.ID, Password: password, Channel: account.ByMail,
		Target: "lei@example.com", Lang: "en", Address: "192.0.2.1"}))
	w.add(lei, ticket.ID, "/api/v1/me/contacts/{id}")
}

// shop makes what a seller tells of itself, and what operators decided about it.
func (w *world) shop() {
	t, ctx, own := w.t, w.t.Context(), []account.Actor{w.Seller}
	reviewed := []account.Actor{w.Seller, w.Operator}
	view := get[seller.ChangeView](t)(w.Sellers.ChangeView(ctx, w.Seller, seller.ChangeInfo))
	info := *view.Live.Info
	info.Logo = w.file(w.Seller, blob.PurposeSellerLogo, 300, 300)
	get[seller.Change](t)(w.Sellers.SaveChange(ctx, seller.SaveChangeInput{Actor: w.Seller, Kind: seller.ChangeInfo, Content: seller.ChangeContent{Info: &info}}))
	w.add(own, info.Logo, "/seller/info/files/{id}")
	front := seller.Storefront{Media: w.file(w.Seller, blob.PurposeStoreMedia, 780, 440), Profile: i18n.Text{ZH: "故事", EN: "Story"}}
	shop := get[seller.Change](t)(w.Sellers.SaveChange(ctx, seller.SaveChangeInput{Actor: w.Seller, Kind: seller.ChangeStorefront,
		Content: seller.ChangeContent{Storefront: &front}}))
	shop = get[seller.Change](t)(w.Sellers.SubmitChange(ctx, seller.ChangeInput{Actor: w.Seller, Kind: seller.ChangeStorefront, Rev: shop.Rev}))
	w.add(own, front.Media, "/seller/storefront/files/{id}")
	w.add(reviewed, shop.ID, "/operator/seller-changes/{id}", "/api/v1/seller-changes/{id}")
	w.things["/operator/seller-changes/{id}/{field}"] = thing{at: map[string]string{"id": shop.ID, "field": "media"}, owners: reviewed}
	letter := w.file(w.Seller, blob.PurposeCompliance, 400, 400)
	get[seller.Change](t)(w.Sellers.UploadLetter(ctx, seller.UploadLetterInput{Actor: w.Seller, File: letter}))
	w.add(own, letter, "/seller/compliance/files/{id}")
	paper := w.file(w.Seller, blob.PurposeTechCertificate, 400, 400)
	certificate := get[seller.Change](t)(w.Sellers.ApplyCertificate(ctx, seller.ApplyCertificateInput{Actor: w.Seller, Certificate: seller.Certificate{
		Class: seller.CertificateIoT, Product: "网关", Number: "IOT-1", Issued: "2026-01-31", File: paper}}))
	w.add(own, paper, "/seller/certificates/files/{id}")
	w.add(own, certificate.ID, "/seller/certificates/{id}")
	w.add(reviewed, certificate.ID, "/api/v1/technical-certificates/{id}")

	attribute := price.Attribute{Kind: price.Quantity, Code: "seats", Name: i18n.Text{ZH: "席位"}, Min: 1, Max: 9, Step: 1}
	kept := get[catalog.LibraryAttribute](t)(w.Catalog.AddAttribute(ctx, catalog.LibraryInput{Actor: w.Seller, Attribute: attribute}))
	w.add(own, kept.ID, "/seller/attributes/{id}", "/api/v1/seller/attributes/{id}")

	decided := []account.Actor{w.Operator}
	shopID := get[seller.Seller](t)(w.Sellers.ByAccount(ctx, w.Seller.ID)).ID
	points := get[seller.Deduction](t)(w.Sellers.Deduct(ctx, seller.DeductInput{Actor: w.Operator, SellerID: shopID, Rule: "late_answer", Reason: "good enough"}))
	record := get[seller.Record](t)(w.Sellers.MyRecord(ctx, w.Seller))
	penalty := get[seller.Penalty](t)(w.Sellers.Penalise(ctx, seller.PenaliseInput{Actor: w.Operator, SellerID: shopID, Rev: record.Standing.Rev, Kind: seller.PenaltyWarning,
		Rule: "late_answer", Reason: "good enough"}))
	w.add(decided, points.ID, "/api/v1/seller-points/{id}")
	w.add(decided, penalty.ID, "/api/v1/seller-penalties/{id}")
	w.add(decided, shopID, "/operator/sellers/{id}", "/api/v1/sellers/{id}")
	leaver := w.Other()
	leaverID := get[seller.Seller](t)(w.Sellers.ByAccount(ctx, leaver.ID)).ID
	exit := get[seller.Exit](t)(w.Sellers.RequestExit(ctx, seller.RequestExitInput{Actor: leaver, Reason: "no longer selling", Confirm: w.Content.Sellers[1].Name.ZH}))
	w.add(decided, exit.ID, "/api/v1/exits/{id}")
	for address, of := range map[string][2]string{"points": {shopID, points.ID}, "penalties": {shopID, penalty.ID}, "exits": {leaverID, exit.ID}} {
		w.things["/operator/sellers/{id}/"+address+"/{record}"] = thing{at: map[string]string{"id": of[0], "record": of[1]}, owners: decided}
	}
}

// promotions makes a coupon, an offer beyond the authorised discount and one within, a resale discount and a cash coupon. One of
// each is for the pages and one for the API where both change it.
func (w *world) promotions() {
	t, ctx := w.t, w.t.Context()
	sold, reviewed, decides := []account.Actor{w.Seller}, []account.Actor{w.Seller, w.Operator}, []account.Actor{w.Operator}
	products := get[page.Of[catalog.ProductRow]](t)(w.Catalog.MyProducts(ctx, w.Seller, catalog.ProductFilter{Status: catalog.StatusOnSale}, page.Request{}))
	product := products.Items[0].ID
	now := w.Clock.Now().In(period.Shanghai())
	days := promo.Validity{From: now.Format("2006-01-02"), To: now.AddDate(0, 1, 0).Format("2006-01-02")}
	bing := promo.User{ID: w.Buyer.ID, Name: w.Buyer.Name}
	terms := promo.Terms{Name: i18n.Text{ZH: "仅限老客"}, Amount: 1, Validity: days, Items: []promo.Item{{ProductID: product}}, Total: 9, PerBuyer: 3, Named: true}
	batch := func(k promo.Kind) promo.Batch {
		b := get[promo.Batch](t)(w.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: w.Seller, Kind: k, Terms: terms, Users: []promo.User{bing}}))
		return get[promo.Batch](t)(w.Promo.PublishBatch(ctx, promo.BatchInput{Actor: w.Seller, Kind: k, ID: b.ID, Rev: b.Rev}))
	}
	coupons := batch(promo.KindSeller)
	w.add([]account.Actor{w.Buyer}, coupons.ID, "/coupons/{id}")
	draft := get[promo.Batch](t)(w.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: w.Seller, Terms: terms, Users: []promo.User{bing}}))
	w.add(sold, draft.ID, "/seller/coupons/{id}")
	w.add([]account.Actor{w.Buyer, w.Seller}, coupons.ID, "/api/v1/coupon-batches/{id}")
	tests := batch(promo.KindTest)
	w.add(decides, tests.ID, "/operator/coupons/{id}", "/api/v1/coupon-reviews/{id}")
	waiting := get[promo.Batch](t)(w.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: w.Seller, Kind: promo.KindTest, Terms: terms, Users: []promo.User{bing}}))
	w.add(sold, waiting.ID, "/seller/test-coupons/{id}", "/api/v1/test-coupon-batches/{id}")

	offer := func(name, percent string) promo.Offer {
		ratio, _ := promo.Percent(percent)
		return get[promo.Offer](t)(w.Promo.CreateOffer(ctx, promo.CreateOfferInput{Actor: w.Seller, Name: name, Shape: promo.ShapeDiscount, Users: []promo.User{bing},
			Validity: days, Lines: []promo.OfferLine{{Item: promo.Item{ProductID: product}, Ratio: ratio}}}))
	}
	special := offer("special", "10")
	w.add(sold, special.ID, "/seller/offers/{id}")
	w.add(decides, special.ID, "/operator/offers/{id}")
	w.add(reviewed, offer("special too", "10").ID, "/api/v1/private-offers/{id}")
	w.things["/offers/{token}"] = thing{at: map[string]string{"token": offer("fair", "90").Token}, owners: []account.Actor{w.Buyer}}
	w.things["/api/v1/my-offers/{token}"] = w.things["/offers/{token}"]

	partner, customer := w.Account(account.Buyer), w.Account(account.Buyer)
	w.must(w.Promo.AddReseller(ctx, promo.ResellerInput{Actor: w.Operator, AccountID: partner.ID}))
	w.add(decides, partner.ID, "/operator/promotions/resellers/{id}", "/api/v1/resellers/{id}")
	resale := func(in promo.ResaleInput) promo.Resale {
		in.Actor, in.ProductID, in.Percent, in.Validity = w.Seller, product, "80", days
		return get[promo.Resale](t)(w.Promo.AuthoriseResale(ctx, in))
	}
	w.add(sold, resale(promo.ResaleInput{Level: price.ResaleProduct}).ID, "/seller/resale/{id}")
	high := promo.ResaleInput{Level: price.ResaleCustomer, PartnerID: partner.ID, CustomerID: customer.ID, Share: "99"}
	asked := resale(high)
	w.add(decides, asked.ID, "/operator/resales/{id}")
	w.add(reviewed, asked.ID, "/api/v1/resale-discounts/{id}")
	cash := get[promo.Cash](t)(w.Promo.IssueCash(ctx, promo.IssueCashInput{Actor: w.Operator, Key: "world", BuyerID: w.Buyer.ID, Amount: "10.00", Validity: days}))
	w.add(decides, cash.ID, "/operator/cash-coupons/{id}", "/api/v1/cash-coupons/{id}")
}

// applicants make what people hand in before they may trade: documents of a name, an application to sell, a certification.
func (w *world) applicants() {
	t, ctx, reads := w.t, w.t.Context(), w.Operator
	pat := w.Stranger()
	front := w.file(pat, blob.PurposeIdentity, 400, 400)
	name := get[realname.Application](t)(w.RealName.Submit(ctx, realname.SaveInput{Actor: pat, Content: realname.Content{Kind: account.VerifiedPersonal, Name: "李雷",
		Document: realname.IDCard, Number: "11010519491231002x", Birth: "1949-12-31", Front: front, Back: w.file(pat, blob.PurposeIdentity, 400, 400)}}))
	people := []account.Actor{pat, reads}
	w.add(people, name.ID, "/api/v1/verifications/{id}", "/operator/verifications/{id}")
	for _, address := range []string{"/account/realname/{id}/{field}", "/operator/verifications/{id}/{field}"} {
		w.things[address] = thing{at: map[string]string{"id": name.ID, "field": "front"}, owners: people}
	}

	applied := w.applied(w.verified())
	w.add([]account.Actor{reads}, applied.ID, "/operator/seller-applications/{id}", "/api/v1/seller-applications/{id}")
	w.things["/operator/seller-applications/{id}/{field}"] = thing{at: map[string]string{"id": applied.ID, "field": "logo"}, owners: []account.Actor{reads}}
	admitted := w.verified()
	in := w.applied(admitted)
	_, err := w.Sellers.ApproveApplication(ctx, seller.ReviewInput{Actor: w.Operator, ID: in.ID, Rev: in.Rev, Checklist: seller.EntryChecklist(account.VerifiedPersonal)})
	w.must(err)
	admitted = get[account.Actor](t)(w.Accounts.Actor(ctx, admitted.UserID))
	get[seller.Certification](t)(w.Sellers.SaveCertification(ctx, seller.SaveCertificationInput{Actor: admitted, Number: "6222021234567894",
		Form: seller.CertificationForm{TaxKind: "general"}}))
	w.add([]account.Actor{reads}, admitted.ID, "/operator/certifications/{id}", "/api/v1/certifications/{id}")
}

// verified is a buyer who has proved to be a person.
func (w *world) verified() account.Actor {
	w.t.Helper()
	who := w.Account(account.Buyer)
	w.must(w.DB.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return w.Accounts.SetVerifiedTx(ctx, tx, who.ID, account.VerifiedPersonal, "Grace")
	}))
	return get[account.Actor](w.t)(w.Accounts.Actor(w.t.Context(), who.UserID))
}

// applied is an application of a person to become a seller.
func (w *world) applied(who account.Actor) seller.Submission {
	w.t.Helper()
	ctx := w.t.Context()
	form := seller.EntryForm{Name: i18n.Text{ZH: "工作室" + who.ID[len(who.ID)-4:]}, Profile: i18n.Text{ZH: "编译器"},
		Logo: w.file(who, blob.PurposeSellerLogo, 300, 300), Born: "1990-05-01", ContactName: "Grace", ContactPhone: "13800000000", ContactEmail: "g@example.com", ServicePhone: "400-000-0101", ServiceEmail: "s@example.com",
		Address: seller.Address{Country: "CN", Province: "上海市", City: "上海市", Detail: "浦东新区 1 号", Postcode: "200120"},
		Hours:   seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}, Known: "no", Unbound: true}
	e := get[seller.Entry](w.t)(w.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: who, Form: form}))
	current := get[string](w.t)(w.version(agreement.SellerGeneral))
	return get[seller.Submission](w.t)(w.Sellers.SubmitEntry(ctx, seller.SubmitEntryInput{Actor: who, Rev: e.Rev, Agreement: current}))
}

func (w *world) version(code string) (string, error) {
	d, err := w.Agreements.Current(w.t.Context(), code)
	return d.Version, err
}

// operators notes what operators alone work with.
func (w *world) operators() {
	by := []account.Actor{w.Operator}
	w.add(by, w.Buyer.ID, "/operator/accounts/{id}", "/api/v1/accounts/{id}")
	w.add(by, w.Staff(account.RoleSupport).ID, "/operator/staff/{id}", "/api/v1/operators/{id}")
	w.add(by, notify.OrderPaid, "/operator/texts/{id}", "/api/v1/operator/texts/{id}")
	w.add(by, "buyer", "/api/v1/operator/agreements/{id}")
	w.things["/operator/agreements/{code}"] = thing{at: map[string]string{"code": "buyer"}, owners: by}
	w.homePage(by)
	w.things["/api/v1/operator/agreements/{id}/versions/{version}"] = thing{at: map[string]string{"id": "buyer", "version": "1"}, owners: by}
}

// homePage publishes a home page with a banner and a floor.
func (w *world) homePage(by []account.Actor) {
	name := i18n.Text{ZH: "春季上新", EN: "New in spring"}
	d := get[shopwindow.Draft](w.t)(w.Window.SaveDraft(w.t.Context(), shopwindow.SaveDraftInput{Actor: w.Operator, Home: shopwindow.Home{
		Banners: []shopwindow.Banner{{Picture: w.file(w.Operator, blob.PurposeBanner, 1200, 500), Title: name, Link: "/search"}},
		Floors:  []shopwindow.Floor{{On: true, Kind: shopwindow.KindNewest, Size: 4}}}}))
	get[shopwindow.Version](w.t)(w.Window.Publish(w.t.Context(), shopwindow.DraftInput{Actor: w.Operator, Rev: d.Rev}))
	w.add(by, d.Banners[0].ID, "/operator/home/banners/{id}", "/operator/home/items/{id}")
	w.add(by, d.Floors[0].ID, "/operator/home/floors/{id}")
}

// shared notes the addresses whose places name nothing that belongs to somebody, each with its reason.
func (w *world) shared() {
	const sale, terms = "what is on sale is shown to everybody", "the texts of agreements are everybody's; whose signature counts is who asks"
	const home = "a version of the home page, of which the marketplace has one"
	const plans = "a plan of the marketplace, in which who asks stands"
	for address, why := range map[string]string{
		"/products/{id}": sale, "/api/v1/products/{id}": sale, "/sellers/{id}": sale, "/category/{code}": sale, "/hero/{name}": sale,
		"/agreements/{code}": terms, "/account/agreements/{code}": terms, "/api/v1/agreements/{id}": terms, "/api/v1/me/agreements/{id}": terms,
		"/operator/home/versions/{version}": home, "/api/v1/operator/home/versions/{version}": home,
		"/api/docs/{area}":                "the documentation of the API",
		"/login/{account}":                "the door of an organisation, behind which its people sign in",
		"/api/v1/codes/{id}":              "the ticket is the secret: who holds it asked for the code, and has no account yet or cannot enter it",
		"/seller/certification/{step}":    "a step of the certification of who asks",
		"/seller/admission/files/{field}": "a document of the application of who asks",
		"/api/v1/sellers/{id}":            sale,
		"/seller/plans/{plan}":            plans,
		"/api/v1/seller-plans/{plan}":     plans,
		"/buyer/favourites/{id}":          "a product in the favourites of who asks",
		"/api/v1/favourites/{id}":         "a product in the favourites of who asks",
	} {
		x := w.things[address]
		x.why = why
		w.things[address] = x
	}
}
