package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// ErrNotEmpty is a marketplace that already has accounts.
var ErrNotEmpty = errors.New("this data folder already holds a marketplace that is not a finished demo; choose another one with --data")

// Rooms are the services that the seed works with.
type Rooms struct {
	DB       *storage.DB
	Accounts *account.Service
	Sellers  *seller.Service
	Catalog  *catalog.Service
	Blobs    *blob.Store
	Calls    *call.Service
	Promo    *promo.Service
	Wallet   *wallet.Service
	Window   *shopwindow.Service

	Agreements *agreement.Service
	Orders     *order.Service // for Speak alone
	Feedback   *feedback.Service
}

// Login is how somebody signs in to the demo. It is written to the demo's own file and shown when the demo starts.
type Login struct {
	Key      string `json:"key"`
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Login    string `json:"login"`
	Password string `json:"password"`
	Token    string `json:"token"`
	TOTP     string `json:"totp,omitempty"` // secret of the authenticator app, of an operator
	seller   string
	actor    account.Actor
}

// Seeded is what was made.
type Seeded struct {
	Logins   []Login           `json:"accounts"`
	Keys     map[string]string `json:"keys"`     // interface key by the seller's key in the content
	Products map[string]string `json:"products"` // product id by the product's key in the content
	Voices   map[string]string `json:"voices"`   // account id of those who speak, by the account's key in the content
	Spoken   bool              `json:"spoken"`   // Speak came to its end
}

// maxPeriods is how many months or years the demo sells at once.
func maxPeriods(u period.Unit) int {
	if u == period.Year {
		return 3
	}
	return 12
}

// Seed fills an empty marketplace; address gives the production address for a product.
func (r Rooms) Seed(ctx context.Context, c content.Content, address func(p content.Product) string) (Seeded, error) {
	s := Seeded{Keys: map[string]string{}, Products: map[string]string{}, Voices: map[string]string{}}
	for _, a := range c.Accounts {
		l, err := r.account(ctx, a)
		if err != nil {
			return s, fmt.Errorf("account %s: %w", a.Login, err)
		}
		s.Logins = append(s.Logins, l)
	}
	operator := s.by(func(l Login) bool { return l.Kind == string(account.Operator) })
	for n, x := range c.Sellers {
		owner := s.by(func(l Login) bool { return l.seller == x.Key })
		if err := r.seller(ctx, x, s); err != nil {
			return s, fmt.Errorf("seller %s: %w", x.Key, err)
		}
		picture, err := banner(n, logosOf(c, x.Key))
		if err != nil {
			return s, err
		}
		if err := r.storefront(ctx, owner.actor, operator.actor, x, picture); err != nil {
			return s, fmt.Errorf("storefront of seller %s: %w", x.Key, err)
		}
	}
	if err := r.letters(ctx, c, s, operator); err != nil {
		return s, err
	}
	if err := r.hardware(ctx, c, s, operator); err != nil {
		return s, err
	}
	all := append(slices.Clone(c.Products), c.Showcase...)
	for i := len(all) - 1; i >= 0; i-- { // the first of the content becomes the newest
		p := all[i]
		owner := s.by(func(l Login) bool { return l.seller == p.Seller })
		productID, err := r.Publish(ctx, owner.actor, operator.actor, p, address(p))
		if err != nil {
			return s, fmt.Errorf("product %s: %w", p.Key, err)
		}
		s.Products[p.Key] = productID
	}
	if err := r.upgrades(ctx, c, s, operator); err != nil {
		return s, fmt.Errorf("upgrade rules: %w", err)
	}
	if err := r.promotions(ctx, c, s, operator); err != nil {
		return s, fmt.Errorf("promotions: %w", err)
	}
	if err := r.home(ctx, c, s, operator); err != nil {
		return s, fmt.Errorf("home page: %w", err)
	}
	if err := r.grants(ctx, c, s, operator); err != nil {
		return s, err
	}
	return s, r.voices(ctx, c, &s, operator)
}

func (s Seeded) by(match func(Login) bool) Login {
	for _, l := range s.Logins {
		if match(l) {
			return l
		}
	}
	return Login{}
}

func (r Rooms) account(ctx context.Context, a content.Account) (Login, error) {
	password := secret.Text("souk-" + secret.Token(9))
	in := account.CreateInput{Login: a.Login, Password: password, Kind: account.Kind(a.Role),
		Name: a.Name.In(a.Language), Email: a.Login, Lang: a.Language, Proven: true}
	if in.Kind == account.Operator { // who may do nothing without a second factor
		in.TOTP = totp.NewSecret()
	}
	acc, err := r.Accounts.Create(ctx, in)
	if errors.Is(err, account.ErrLoginTaken) {
		return Login{}, ErrNotEmpty
	}
	if err != nil {
		return Login{}, err
	}
	if acc.Kind != account.Operator {
		acc.Verified = account.VerifiedEnterprise
		if a.Kind == "person" {
			acc.Verified = account.VerifiedPersonal
		}
		if err := r.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return r.Accounts.SetVerifiedTx(ctx, tx, acc.ID, acc.Verified, acc.Name)
		}); err != nil {
			return Login{}, err
		}
	}
	_, token, err := r.Accounts.CreateToken(ctx, account.CreateTokenInput{AccountID: acc.ID, Name: "demo"})
	if err != nil {
		return Login{}, err
	}
	return Login{Key: a.Key, ID: acc.ID, Kind: string(acc.Kind), Name: acc.Name, Login: acc.Login, Password: password.Reveal(),
		Token: token.Reveal(), TOTP: in.TOTP.Reveal(), seller: a.Seller, actor: acc.Actor()}, nil
}

func (r Rooms) seller(ctx context.Context, x content.Seller, s Seeded) error {
	owner := s.by(func(l Login) bool { return l.seller == x.Key })
	in := seller.CreateInput{AccountID: owner.ID, Name: x.Name, Intro: x.Profile,
		SupportEmail: x.Support.Email, SupportPhone: x.Support.Hotline, SupportHours: x.Support.Hours}
	terms, err := r.Agreements.Current(ctx, seller.AgreementSeller)
	if err != nil {
		return err
	}
	if err := r.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if _, err := r.Sellers.CreateTx(ctx, tx, in); err != nil {
			return err
		}
		// As an applicant does who hands in its application (business-rules 2.1).
		return r.Agreements.SignTx(ctx, tx, agreement.SignInput{Actor: owner.actor, Code: terms.Code, Version: terms.Version})
	}); err != nil {
		return err
	}
	_, key, err := r.Calls.CreateKey(ctx, owner.actor)
	s.Keys[x.Key] = key.Reveal()
	return err
}

// Publish takes a product through draft, submission and approval and returns its id.
func (r Rooms) Publish(ctx context.Context, owner, operator account.Actor, p content.Product, address string) (string, error) {
	doc, err := Form(p, address)
	if err != nil {
		return "", err
	}
	if err := r.files(ctx, owner, p, &doc); err != nil {
		return "", err
	}
	draft, err := r.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: owner, Content: doc})
	if err != nil {
		return "", err
	}
	if draft, err = r.grouped(ctx, owner, p, draft); err != nil {
		return "", err
	}
	app, err := r.Catalog.Submit(ctx, catalog.SubmitInput{Actor: owner, ApplicationID: draft.ID, Rev: draft.Rev})
	if err != nil {
		return "", err
	}
	app, err = r.Catalog.Approve(ctx, catalog.ApproveInput{Actor: operator, ApplicationID: app.ID, Rev: app.Rev})
	return app.ProductID, err
}

// files uploads what a product shows and proves.
func (r Rooms) files(ctx context.Context, owner account.Actor, p content.Product, doc *catalog.Content) error {
	doc.Images = make([]string, len(p.Pictures))
	type upload struct {
		purpose blob.Purpose
		name    string
		data    []byte
		id      *string
	}
	list := []upload{{blob.PurposeLogo, p.Key + ".png", p.Logo, &doc.Logo}, {blob.PurposeGuide, p.Guide.Name, p.Guide.Data, &doc.Guide.Blob}}
	for i, data := range p.Pictures {
		list = append(list, upload{blob.PurposeProductImage, fmt.Sprintf("%s-%d.jpg", p.Key, i+1), data, &doc.Images[i]})
	}
	for _, f := range doc.Fields() {
		if file, ok := f.In(doc).(*catalog.File); ok && f.Required && doc.Asked(f) {
			name, data, err := Specimen(f.Purpose, p)
			if err != nil {
				return err
			}
			list = append(list, upload{blob.Purpose(f.Purpose), name, data, &file.Blob})
		}
	}
	for _, f := range list {
		file, err := r.Blobs.Put(ctx, blob.PutInput{Owner: owner.ID, Purpose: f.purpose, Name: f.name, Reader: bytes.NewReader(f.data)})
		if err != nil {
			return fmt.Errorf("upload %s: %w", f.name, err)
		}
		*f.id = file.ID
	}
	return nil
}

// Form is a product of the content as a seller would fill it into the form, without its files. An error means extras that do
// not fit the catalogue, so it can only come from a faulty build.
func Form(p content.Product, address string) (catalog.Content, error) {
	doc := catalog.Content{Delivery: catalog.DeliverySaaS, Family: catalog.FamilyGeneral, Name: p.Name, Overview: p.Overview, Introduction: p.Introduction, Terms: p.ServiceTerms,
		Highlights: p.Highlights, Category: p.Category, ProductionURL: address, Regions: p.Regions,
		Support: catalog.Support{Hours: p.Support.Hours, Content: p.Support.Content, Phone: p.Support.Hotline, Email: p.Support.Email}}
	if len(p.Extras) > 0 {
		if err := json.Unmarshal(p.Extras, &doc); err != nil {
			return doc, fmt.Errorf("extras of %s: %w", p.Key, err)
		}
	}
	if t, ok := doc.Delivery.Type(); ok && t.Address == catalog.AddressNone {
		doc.ProductionURL = ""
	}
	if !p.Spec.Name.Empty() {
		doc.Specs = []catalog.Spec{{Name: p.Spec.Name, Stock: p.Spec.Stock, Trial: p.Spec.Trial, Plan: plan(p.Spec)}}
	}
	for _, x := range p.More {
		doc.Specs = append(doc.Specs, catalog.Spec{Name: x.Name, Stock: x.Stock, Plan: x.Plan, Parent: x.Parent})
	}
	for _, x := range p.Extensions {
		doc.Params = append(doc.Params, catalog.ExtParam{Code: x.Code, Label: x.Label, Help: x.Help, Required: x.Required, MaxLen: x.MaxLength, Pattern: x.Pattern})
	}
	return doc, nil
}

// plan is the price of a spec: one SKU, linear in its quantity where it has one.
func plan(s content.Spec) price.Plan {
	out := price.Plan{Currency: "CNY", Charge: price.ChargePeriod}
	sku, linear := price.SKU{Prices: map[period.Unit]price.Decimal{}}, map[period.Unit]price.Model{}
	for _, x := range s.Prices {
		unit, each := period.Unit(x.Period), price.FromMoney(money.CNY(x.Minor))
		out.Terms = append(out.Terms, price.TermRange{Unit: unit, Max: maxPeriods(unit)})
		sku.Prices[unit] = each
		if s.Quantity != nil {
			sku.Prices[unit] = price.Decimal{}
			linear[unit] = price.Model{Kind: price.ModelLinear, Price: each}
		}
	}
	if q := s.Quantity; q != nil {
		out.Attributes = []price.Attribute{{Code: q.Code, Name: q.Name, Unit: q.Unit, Kind: price.Quantity, Min: q.Min, Max: q.Max, Step: q.Step, Prices: linear}}
	}
	out.SKUs = []price.SKU{sku}
	return out
}

func (r Rooms) grants(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	for _, a := range c.Accounts {
		to := s.by(func(l Login) bool { return l.Key == a.Key })
		if err := r.grant(ctx, to.ID, a, operator); err != nil {
			return err
		}
	}
	return nil
}

// grant gives an account the balance that it begins with.
func (r Rooms) grant(ctx context.Context, accountID string, a content.Account, operator Login) error {
	if a.BalanceMinor == 0 {
		return nil
	}
	note := i18n.Text{ZH: "演示初始余额", EN: "Starting balance of the demo"}
	return r.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return r.Wallet.GrantTx(ctx, tx, wallet.Grant{AccountID: accountID, OperatorID: operator.ID, Amount: money.CNY(a.BalanceMinor),
			Key: "demo", Note: note.In(a.Language)})
	})
}
