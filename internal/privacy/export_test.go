package privacy_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
)

// taken is a copy, unpacked.
func (w *world) taken(who account.Actor, proof secret.Text) map[string]string {
	w.t.Helper()
	a, err := w.Privacy.Export(w.t.Context(), privacy.ExportInput{Actor: who, Proof: proof})
	w.must(err)
	return w.unpacked(a)
}

// unpacked are the files of an archive by name.
func (w *world) unpacked(a *privacy.Archive) map[string]string {
	w.t.Helper()
	data, err := io.ReadAll(a)
	w.must(errors.Join(err, a.Close()))
	if int64(len(data)) != a.Size || !strings.HasSuffix(a.Name, ".zip") {
		w.t.Errorf("%s: %d bytes, announced %d", a.Name, len(data), a.Size)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	w.must(err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		w.must(err)
		text, err := io.ReadAll(r)
		w.must(errors.Join(err, r.Close()))
		if out[f.Name] != "" {
			w.t.Errorf("%s twice", f.Name)
		}
		out[f.Name] = string(text)
	}
	return out
}

func names(files map[string]string) []string {
	var out []string
	for name := range files {
		if !strings.HasPrefix(name, "files/") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// opinions has the main account say something of a product in every way.
func (w *world) opinions(product string) {
	w.t.Helper()
	ctx := w.t.Context()
	services, err := w.Instances.List(ctx, w.main, instance.Filter{}, page.Request{})
	w.must(err)
	r, err := w.Feedback.Rate(ctx, feedback.RateInput{Actor: w.main, InstanceID: services.Items[0].ID,
		Opinion: feedback.Opinion{Scores: feedback.Scores{Quality: 1, Service: 1, Delivery: 1}, Text: "slow as a snail"}})
	w.must(err)
	_, err = w.Feedback.Negotiate(ctx, feedback.NegotiateInput{Actor: w.Seller, RatingID: r.ID, Text: "we mend that"})
	w.must(err)
	_, err = w.Feedback.Ask(ctx, feedback.AskInput{Actor: w.main, ProductID: product, Text: "does it fly"})
	w.must(err)
	_, err = w.Feedback.Report(ctx, feedback.ReportInput{Actor: w.main, Kind: feedback.KindProduct, SubjectID: product, Reason: "other", Text: "looks copied"})
	w.must(err)
	w.must(w.Feedback.AddFavourite(ctx, w.main, product))
	w.must(w.Feedback.See(ctx, w.main, product))
}

// savings gives the main account one of everything that lowers a price, and makes it a reseller.
func (w *world) savings(product string) {
	w.t.Helper()
	ctx, today := w.t.Context(), w.DB.Clock().Now().In(period.Shanghai())
	who := []promo.User{{ID: w.main.ID, Name: w.main.Name}}
	days := promo.Validity{From: today.Format("2006-01-02"), To: today.AddDate(0, 1, 0).Format("2006-01-02")}
	ninety, err := price.ParsePrice("0.9")
	w.must(err)
	b, err := w.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: w.Seller, Users: who, Terms: promo.Terms{Name: i18n.Text{ZH: "老客回馈"}, Amount: 10, Validity: days,
		Items: []promo.Item{{ProductID: product}}, Named: true, Total: 5, PerBuyer: 1}})
	w.must(err)
	b, err = w.Promo.PublishBatch(ctx, promo.BatchInput{Actor: w.Seller, Kind: b.Kind, ID: b.ID, Rev: b.Rev})
	w.must(err)
	_, err = w.Promo.Collect(ctx, promo.CollectInput{Actor: w.main, BatchID: b.ID})
	w.must(err)
	_, err = w.Promo.IssueCash(ctx, promo.IssueCashInput{Actor: w.Operator, Key: "gift", BuyerID: w.main.ID, Amount: "6.60", Validity: days, Note: "birthday"})
	w.must(err)
	_, err = w.Promo.CreateOffer(ctx, promo.CreateOfferInput{Actor: w.Seller, Name: "自拓优惠-会议-九折", Shape: promo.ShapeDiscount, Users: who, Validity: days,
		Lines: []promo.OfferLine{{Item: promo.Item{ProductID: product}, Ratio: ninety}}})
	w.must(err)
	_, err = w.Rules.AddUsers(ctx, salesrule.UsersInput{Actor: w.Seller, ProductID: product, Of: salesrule.Of{List: salesrule.ListTarget}}, who)
	w.must(err)
	w.must(w.Promo.AddReseller(ctx, promo.ResellerInput{Actor: w.Operator, AccountID: w.main.ID}))
	_, err = w.Promo.AuthoriseResale(ctx, promo.ResaleInput{Actor: w.Seller, Level: price.ResalePartner, ProductID: product, PartnerID: w.main.ID, Percent: "90", Validity: days})
	w.must(err)
}

func TestTheCopyHasEverythingAndNoSecret(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx, w := t.Context(), setup(t, m)
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		in := m.OrderInput(w.main, product)
		m.Grant(w.main, in.ExpectTotal)
		o, err := m.Orders.Place(ctx, in)
		w.must(err)
		_, err = m.Orders.Pay(ctx, order.PayInput{Actor: w.main, OrderID: o.ID})
		w.must(err)
		m.Await("the service", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		w.opinions(product)
		w.savings(product)

		files := w.taken(w.main, password)
		want := []string{"README.txt", "account.json", "agreements.json", "audit-log.ndjson", "cash-coupons.ndjson", "coupons.ndjson", "favourites.ndjson", "messages.ndjson", "orders.ndjson", "organisation.json",
			"private-offers.ndjson", "questions.ndjson", "ratings.ndjson", "real-name.json", "reports.ndjson", "sales-lists.ndjson", "seen.json", "seller.json", "services.ndjson", "top-ups.ndjson", "wallet.ndjson"}
		if diff := cmp.Diff(want, names(files)); diff != "" {
			t.Error(diff)
		}
		for name, inside := range map[string][]string{
			"account.json":      {login, mobile, legalName, `"script"`},
			"organisation.json": {colleague, "buyer.orders", "aunt." + login, "client-of-wang.xiaoming"},
			"real-name.json":    {legalName}, "seller.json": {login}, "orders.ndjson": {o.ID}, "services.ndjson": {o.ID},
			"ratings.ndjson": {"slow as a snail", "we mend that"}, "questions.ndjson": {"does it fly"}, "reports.ndjson": {"looks copied"},
			"favourites.ndjson": {product}, "seen.json": {product},
			"coupons.ndjson": {"老客回馈"}, "cash-coupons.ndjson": {"birthday", "6.60"}, "private-offers.ndjson": {"自拓优惠", product}, "sales-lists.ndjson": {`"target"`, product},
			"wallet.ndjson": {o.ID}, "messages.ndjson": {legalName}, "audit-log.ndjson": {`"account.token_created"`}, "agreements.json": {"buyer@"},
		} {
			for _, text := range inside {
				if !strings.Contains(files[name], text) {
					t.Errorf("%s lacks %s: %.400s", name, text, files[name])
				}
			}
		}
		uploads := 0
		for name, text := range files {
			switch {
			case strings.HasPrefix(name, "files/"):
				uploads++
			case strings.HasSuffix(name, ".json") && !json.Valid([]byte(text)):
				t.Errorf("%s is no JSON", name)
			case strings.HasSuffix(name, ".ndjson"):
				for line := range strings.Lines(text) {
					if !json.Valid([]byte(line)) {
						t.Errorf("%s: %s", name, line)
					}
				}
			}
			for _, hidden := range []string{w.token.Reveal(), "provider-secret-1", password.Reveal(), "argon2", "$v="} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s holds a secret: %s", name, hidden)
				}
			}
		}
		if uploads != 2 {
			t.Errorf("%d of 2 uploads", uploads)
		}
		p, err := m.Audit.List(ctx, audit.Of(w.main.ID), audit.Filter{Action: "account.data_exported"}, page.Request{})
		if err != nil || len(p.Items) != 1 {
			t.Errorf("the audit log has %d entries of it, %v", len(p.Items), err)
		}
	})
}

func TestAPersonGetsItsOwnAndNotTheOrganisations(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		files := w.taken(w.sub, password)
		if diff := cmp.Diff([]string{"README.txt", "account.json", "messages.ndjson"}, names(files)); diff != "" {
			t.Error(diff)
		}
		for name, text := range files {
			if strings.Contains(text, "wang.xiaoming") || strings.Contains(text, legalName) {
				t.Errorf("%s is about somebody else: %s", name, text)
			}
		}
		for _, proof := range []secret.Text{"", "wrong-horse-1"} {
			a, err := m.Privacy.Export(t.Context(), privacy.ExportInput{Actor: w.sub, Proof: proof})
			if a != nil || apperr.FieldsOf(err)["proof"] == nil {
				t.Errorf("without proof: %v, %v", a, err)
			}
		}
		if _, err := m.Privacy.Export(t.Context(), privacy.ExportInput{Proof: password}); !errors.Is(err, account.ErrUnauthenticated) {
			t.Errorf("nobody: %v", err)
		}
	})
}

func TestEverySideCanTakeItsCopy(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		for _, kind := range []account.Kind{account.Seller, account.Operator} {
			who := m.Seller
			if kind == account.Operator {
				who = m.Operator
			}
			files := w.taken(who, apptest.Password)
			if _, sells := files["seller.json"]; sells != (kind == account.Seller) {
				t.Errorf("%s: %v", kind, names(files))
			}
		}
	})
}
