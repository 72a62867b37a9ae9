package agreement_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

type kit struct {
	*agreement.Service
	t        *testing.T
	db       *storage.DB
	clk      *clock.Clock
	operator account.Actor
	buyer    account.Actor
}

func both(s string) i18n.Text { return i18n.Text{ZH: "中文" + s, EN: s} }

func run(t *testing.T, fn func(t *testing.T, k kit)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		k := kit{agreement.New(db), t, db, clk,
			account.Account{ID: "acc_op", Name: "op", Kind: account.Operator, SecondFactor: true, Roles: []account.Role{account.RoleAdministrator}}.Actor(),
			account.Account{ID: "acc_1", Name: "Li", Kind: account.Buyer}.Actor()}
		k.must(k.Seed(t.Context(), []agreement.Text{
			{Code: "buyer", Version: "2026-11", Title: both("Users"), Body: both("<p>One.</p>")},
			{Code: "terms", Version: "2026-11", Title: both("Terms"), Body: both("<p>Terms.</p>")},
		}))
		fn(t, k)
	})
}

func (k kit) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k kit) publish(version string, base int64, at time.Time) (agreement.Document, error) {
	return k.Publish(k.t.Context(), agreement.PublishInput{Actor: k.operator, Code: "buyer", Base: base, EffectiveAt: at,
		Draft: agreement.Draft{Version: version, Title: both("Users"), Body: both("<p>" + version + "</p>")}})
}

func (k kit) require() error {
	var err error
	k.must(k.db.InTx(k.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		err = k.RequireTx(ctx, tx, k.buyer.ID, "buyer")
		return nil
	}))
	return err
}

func (k kit) sign(version string) error {
	return k.Sign(k.t.Context(), agreement.SignInput{Actor: k.buyer, Code: "buyer", Version: version})
}

func wants(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// business-rules 2.11, 13.2: unsigned → signed vN → outdated → signed vN+1
func TestANewVersionMustBeTickedAgainBeforeTheNextGuardedAction(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		wants(t, k.require(), agreement.ErrUnsigned)
		wants(t, k.sign("2026-10"), agreement.ErrNewer)
		k.must(k.sign("2026-11"))
		k.must(k.require())
		k.clk.Advance(time.Hour)
		_, err := k.publish("2026-12", 1, time.Time{})
		k.must(err)
		err = k.require()
		wants(t, err, agreement.ErrOutdated)
		if text := apperr.Of(err).Text("zh"); !strings.Contains(text, "中文Users") || !strings.Contains(text, "2026-12") {
			t.Errorf("the refusal does not name the agreement: %s", text)
		}
		wants(t, k.sign("2026-11"), agreement.ErrNewer)
		k.must(k.sign("2026-12"))
		k.must(k.require())
		mine, err := k.Mine(t.Context(), k.buyer.ID, "terms", "nothing")
		k.must(err)
		if len(mine) != 2 || mine[0].State != agreement.StateSigned || len(mine[0].Signatures) != 2 || mine[0].Signatures[0].Version != "2026-12" ||
			mine[1].Code != "terms" || mine[1].State != agreement.StateUnsigned {
			t.Errorf("got %+v", mine)
		}
	})
}

func TestSigningTwiceOrAtOnceIsOneSignatureWithTimePersonAndPlace(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		ctx := audit.WithOrigin(t.Context(), audit.Origin{AccountID: "acc_1", UserID: "acc_2", Via: audit.ViaPage, Address: "192.0.2.7", Agent: "Test"})
		who := k.buyer
		who.UserID, who.Name = "acc_2", "Sub"
		other := agreement.New(k.db) // a node that knows nothing of the first
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			svc := []*agreement.Service{k.Service, other}[i%2]
			wg.Go(func() { errs[i] = svc.Sign(ctx, agreement.SignInput{Actor: who, Code: "buyer", Version: "2026-11"}) })
		}
		wg.Wait()
		k.must(errors.Join(errs...))
		mine, err := k.Mine(t.Context(), "acc_1")
		k.must(err)
		if len(mine) != 1 || len(mine[0].Signatures) != 1 {
			t.Fatalf("got %+v", mine)
		}
		g := mine[0].Signatures[0]
		if g.UserID != "acc_2" || g.UserName != "Sub" || g.Via != "page" || g.Address != "192.0.2.7" || !g.At.Equal(k.clk.Now()) {
			t.Errorf("got %+v", g)
		}
		if mine, err := k.Mine(t.Context(), "acc_9"); err != nil || len(mine) != 0 {
			t.Errorf("another account sees %+v, %v", mine, err)
		}
	})
}

func TestASignatureOfAnUndoneTransactionIsForgotten(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		failed := errors.New("undone")
		err := k.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return errors.Join(k.SignTx(ctx, tx, agreement.SignInput{Actor: k.buyer, Code: "buyer", Version: "2026-11"}), failed)
		})
		wants(t, err, failed)
		k.must(k.sign("2026-11"))
		k.must(k.require())
	})
}

func TestAnAnnouncedVersionComesIntoForceByItselfAndCanBeWithdrawnBefore(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		ctx := t.Context()
		at := k.clk.Now().Add(48 * time.Hour)
		_, err := k.publish("2026-12", 1, at)
		k.must(err)
		current := func() string {
			d, err := k.Current(ctx, "buyer")
			k.must(err)
			return d.Version
		}
		if got := current(); got != "2026-11" {
			t.Errorf("in force: %s", got)
		}
		_, err = k.publish("2027-01", 2, time.Time{})
		if f := apperr.FieldsOf(err)["effective_at"]; f == nil || f.Code != "agreement_effective_order" {
			t.Errorf("a version that overtakes an announced one: %v", err)
		}
		k.must(k.Withdraw(ctx, agreement.WithdrawInput{Actor: k.operator, Code: "buyer", Version: "2026-12"}))
		k.must(k.Withdraw(ctx, agreement.WithdrawInput{Actor: k.operator, Code: "buyer", Version: "2026-12"}))
		_, err = k.Version(ctx, "buyer", "2026-12")
		wants(t, err, agreement.ErrNotFound)
		_, err = k.publish("2027-01", 2, at)
		k.must(err)
		k.clk.Advance(49 * time.Hour)
		if got := current(); got != "2027-01" {
			t.Errorf("in force after its time: %s", got)
		}
		wants(t, k.Withdraw(ctx, agreement.WithdrawInput{Actor: k.operator, Code: "buyer", Version: "2027-01"}), agreement.ErrInForce)
		all, err := k.Catalogue(ctx)
		k.must(err)
		if len(all) != 2 || all[0].Version != "2027-01" || all[0].Body.ZH != "" {
			t.Errorf("catalogue: %+v", all)
		}
	})
}

func TestOfTwoWhoPublishAtOnceOneHearsOfTheOther(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		_, err := k.publish("2026-12", 0, time.Time{})
		wants(t, err, agreement.ErrChanged)
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = k.publish("v"+string(rune('1'+i)), 1, time.Time{}) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, agreement.ErrChanged) {
				t.Error(err)
			}
		}
		all, err := k.History(t.Context(), "buyer")
		k.must(err)
		if won != 1 || len(all) != 2 || all[0].Number != 2 {
			t.Errorf("%d published, history %d", won, len(all))
		}
	})
}

func TestADraftIsCheckedFieldByFieldAndSanitised(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		good := agreement.PublishInput{Actor: k.operator, Code: "buyer", Base: 1, Draft: agreement.Draft{Version: "2", Title: both("T"), Body: both("<p>x</p>")}}
		for name, tc := range map[string]struct {
			change func(*agreement.PublishInput)
			field  string
			code   string
		}{
			"no version":         {func(in *agreement.PublishInput) { in.Draft.Version = " " }, "version", "agreement_version_form"},
			"a mark for version": {func(in *agreement.PublishInput) { in.Draft.Version = "a@b" }, "version", "agreement_version_form"},
			"a long version":     {func(in *agreement.PublishInput) { in.Draft.Version = strings.Repeat("1", 21) }, "version", "agreement_version_form"},
			"a taken version":    {func(in *agreement.PublishInput) { in.Draft.Version = "2026-11" }, "version", "agreement_version_taken"},
			"no Chinese title":   {func(in *agreement.PublishInput) { in.Draft.Title.ZH = "" }, "title_zh", "agreement_title_missing"},
			"a long title":       {func(in *agreement.PublishInput) { in.Draft.Title.EN = strings.Repeat("x", 81) }, "title_en", "agreement_title_long"},
			"a title with bytes": {func(in *agreement.PublishInput) { in.Draft.Title.EN = "a\x00b" }, "title_en", "agreement_title_form"},
			"an empty body":      {func(in *agreement.PublishInput) { in.Draft.Body.EN = "<script>x</script>" }, "body_en", "agreement_body_missing"},
			"a huge body":        {func(in *agreement.PublishInput) { in.Draft.Body.ZH = strings.Repeat("字", 70_000) }, "body_zh", "agreement_body_long"},
			"yesterday":          {func(in *agreement.PublishInput) { in.EffectiveAt = k.clk.Now().Add(-time.Hour) }, "effective_at", "agreement_effective_past"},
			"in two years":       {func(in *agreement.PublishInput) { in.EffectiveAt = k.clk.Now().AddDate(2, 0, 0) }, "effective_at", "agreement_effective_far"},
		} {
			in := good
			tc.change(&in)
			_, err := k.Publish(t.Context(), in)
			if f := apperr.FieldsOf(err)[tc.field]; f == nil || f.Code != tc.code || len(apperr.FieldsOf(err)) != 1 {
				t.Errorf("%s: got %v", name, err)
			}
		}
		good.Draft.Body.EN = `<p onclick="x()">Fine<script>alert(1)</script></p>`
		d, err := k.Publish(t.Context(), good)
		k.must(err)
		if d.Body.EN != "<p>Fine</p>" {
			t.Errorf("stored %q", d.Body.EN)
		}
		unknown := good
		unknown.Code = "nothing"
		_, err = k.Publish(t.Context(), unknown)
		wants(t, err, agreement.ErrNotFound)
		for _, who := range []account.Actor{k.buyer, {}, account.Account{ID: "acc_f", Kind: account.Operator, SecondFactor: true, Roles: []account.Role{account.RoleFinance}}.Actor()} {
			in := good
			in.Actor = who
			if _, err := k.Publish(t.Context(), in); err == nil {
				t.Errorf("%s published", who.ID)
			}
			if err := k.Withdraw(t.Context(), agreement.WithdrawInput{Actor: who, Code: "buyer", Version: "2"}); err == nil || errors.Is(err, agreement.ErrInForce) {
				t.Errorf("%s withdrew: %v", who.ID, err)
			}
		}
	})
}

func TestSeedingAgainLeavesWhatOperatorsPublished(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		_, err := k.publish("2026-12", 1, time.Time{})
		k.must(err)
		fresh := agreement.New(k.db)
		k.must(fresh.Seed(t.Context(), []agreement.Text{{Code: "buyer", Version: "2027-05", Title: both("x"), Body: both("x")},
			{Code: "privacy", Version: "1", Title: both("Privacy"), Body: both("x")}}))
		d, err := fresh.Current(t.Context(), "buyer")
		k.must(err)
		if d.Version != "2026-12" {
			t.Errorf("in force: %s", d.Version)
		}
		_, err = fresh.Current(t.Context(), "privacy")
		k.must(err)
	})
}

func TestChangesBetweenVersionsAreShownByLine(t *testing.T) {
	t.Parallel()
	old := agreement.Document{Body: i18n.Text{EN: "<p>One</p><p>Two</p>"}}
	next := agreement.Document{Body: i18n.Text{EN: "<p>One</p><p>Three</p>"}}
	var got []string
	for _, e := range agreement.Changes(old, next, "en") {
		got = append(got, string(e.Op)+e.Text)
	}
	if want := " One|-Two|+Three"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
}

func TestTheMachineOfSignaturesRefusesEveryOtherMove(t *testing.T) {
	t.Parallel()
	m := agreement.Machine()
	legal := map[[2]string]string{{"unsigned", "sign"}: "signed", {"signed", "publish"}: "outdated", {"outdated", "sign"}: "signed"}
	for _, s := range m.States() {
		for _, e := range m.Events() {
			got, err := m.Next(s, e)
			if want, ok := legal[[2]string{s, e}]; ok != (err == nil) || got != want {
				t.Errorf("%s in %s: %s, %v", e, s, got, err)
			}
			var illegal *state.IllegalMove
			if err != nil && !errors.As(err, &illegal) {
				t.Error(err)
			}
		}
	}
}

// business-rules 2.11, 12.1, 12.2: each centre shows what is signed on its side; only what was signed is renewed there
func TestEachSideSeesItsAgreementsAndRenewsWhatItSigned(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, k kit) {
		ctx := t.Context()
		k.must(k.Seed(ctx, []agreement.Text{{Code: agreement.SellerGeneral, Version: "2026-11", Title: both("Sellers"), Body: both("<p>S.</p>")}}))
		renew := func(code, version string) error {
			return k.Renew(ctx, agreement.SignInput{Actor: k.buyer, Code: code, Version: version})
		}
		wants(t, renew("buyer", "2026-11"), agreement.ErrNotFound)
		k.must(k.sign("2026-11"))
		k.must(renew("buyer", "2026-11"))
		_, err := k.publish("2026-12", 1, time.Time{})
		k.must(err)
		wants(t, renew("buyer", "2026-11"), agreement.ErrNewer)
		codes := func(side account.Kind) string {
			mine, err := k.OnSide(ctx, k.buyer.ID, side)
			k.must(err)
			var out []string
			for _, s := range mine {
				out = append(out, s.Code+":"+string(s.State))
			}
			return strings.Join(out, " ")
		}
		if got := codes(account.Buyer); got != "buyer:outdated terms:unsigned" {
			t.Errorf("as a buyer: %s", got)
		}
		if got := codes(account.Seller); got != "seller_general:unsigned" {
			t.Errorf("as a seller: %s", got)
		}
		k.must(renew("buyer", "2026-12"))
		k.must(k.require())
		n, err := k.Signers(ctx, "buyer")
		if k.must(err); n["2026-11"] != 1 || n["2026-12"] != 1 {
			t.Errorf("signers %v", n)
		}
	})
}
