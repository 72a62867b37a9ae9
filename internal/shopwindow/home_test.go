package shopwindow_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
)

// picture uploads a banner's picture.
func (m *market) picture() string {
	m.t.Helper()
	var b bytes.Buffer
	m.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 1200, 500))))
	f, err := m.Blobs.Put(m.t.Context(), blob.PutInput{Owner: m.Operator.ID, Purpose: blob.PurposeBanner, Name: "b.png", Reader: &b})
	m.must(err)
	return f.ID
}

func banner(picture string) shopwindow.Banner {
	return shopwindow.Banner{On: true, Picture: picture, Title: i18n.Text{ZH: "开业大促", EN: "Opening sale"}, Link: "/search"}
}

func floor(k shopwindow.Kind, products ...string) shopwindow.Floor {
	return shopwindow.Floor{On: true, Kind: k, Size: 4, Products: products}
}

func (m *market) draft() shopwindow.Draft {
	m.t.Helper()
	d, err := m.Window.Draft(m.t.Context(), m.Operator)
	m.must(err)
	return d
}

// save replaces the draft at the revision that it has now.
func (m *market) save(h shopwindow.Home) shopwindow.Draft {
	m.t.Helper()
	d, err := m.Window.SaveDraft(m.t.Context(), shopwindow.SaveDraftInput{Actor: m.Operator, Rev: m.draft().Rev, Home: h})
	m.must(err)
	return d
}

func (m *market) publish() shopwindow.Version {
	m.t.Helper()
	v, err := m.Window.Publish(m.t.Context(), shopwindow.DraftInput{Actor: m.Operator, Rev: m.draft().Rev})
	m.must(err)
	return v
}

// shows is the home page in short: titles of banners, and the kinds of floors with the ids of their products.
func (m *market) shows() []string {
	m.t.Helper()
	h, err := m.Window.Home(m.t.Context())
	m.must(err)
	return short(h)
}

func short(h shopwindow.Shown) []string {
	out := []string{}
	for _, b := range h.Banners {
		out = append(out, b.Title.EN)
	}
	for _, f := range h.Floors {
		line := string(f.Kind)
		for _, c := range f.Cards {
			line += " " + c.ProductID
		}
		for _, b := range f.Brands {
			line += " " + b.Seller.ID
		}
		out = append(out, line)
	}
	return out
}

func (m *market) wantsHome(what string, want ...string) {
	m.t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), m.shows()); diff != "" {
		m.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// business-rules 12.8: homepage floors and banners. What visitors see changes with a version only.
func TestTheHomePageChangesWhenItIsPublished(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		ctx := t.Context()
		newest := "newest " + strings.Join([]string{m.rare, m.beside, m.main}, " ")
		m.wantsHome("the built-in page", newest)

		first := shopwindow.Home{Banners: []shopwindow.Banner{banner(m.picture())}, Floors: []shopwindow.Floor{floor(shopwindow.KindProducts, m.main)}}
		d := m.save(first)
		if !d.Changed || d.Live != 0 || d.ByName != m.Operator.Name || d.Banners[0].ID == "" {
			t.Errorf("the draft is %+v", d)
		}
		m.wantsHome("before it is published", newest)
		if h, err := m.Window.Preview(ctx, shopwindow.PreviewInput{Actor: m.Operator}); err != nil || !slices.Equal(short(h), []string{"Opening sale", "products " + m.main}) {
			t.Errorf("the preview shows %v, %v", short(h), err)
		}
		v := m.publish()
		m.wantsHome("published", "Opening sale", "products "+m.main)
		again := m.publish() // the form is sent twice
		if v.Number != 1 || again.Number != 1 || m.draft().Changed {
			t.Errorf("version %d, then %d; the draft differs: %v", v.Number, again.Number, m.draft().Changed)
		}

		m.save(m.draft().Home.Without(m.draft().Banners[0].ID))
		m.publish()
		m.wantsHome("without the banner", "products "+m.main)
		m.save(m.draft().Home.WithFloor(floor(shopwindow.KindNewest)))
		if v, err := m.Window.Restore(ctx, shopwindow.RestoreInput{Actor: m.Operator, Version: 1, Live: 2}); err != nil || v.Number != 3 || v.Restored != 1 {
			t.Errorf("restored %+v, %v", v, err)
		}
		m.wantsHome("the first version again", "Opening sale", "products "+m.main)
		if d := m.draft(); !d.Changed || len(d.Floors) != 2 {
			t.Errorf("the draft with changes was not kept: %+v", d)
		}
		d, err := m.Window.DiscardDraft(ctx, shopwindow.DraftInput{Actor: m.Operator, Rev: m.draft().Rev})
		if err != nil || d.Changed {
			t.Errorf("discarded %+v, %v", d, err)
		}
		if v, err := m.Window.Restore(ctx, shopwindow.RestoreInput{Actor: m.Operator, Version: 0, Live: 3}); err != nil || v.Number != 4 {
			t.Errorf("restored the built-in page: %+v, %v", v, err)
		}
		m.wantsHome("the built-in page again", newest)
		if m.draft().Changed {
			t.Error("a draft without changes did not follow")
		}
		history, err := m.Window.Versions(ctx, m.Operator, page.Request{Limit: 3})
		m.must(err)
		if len(history.Items) != 3 || history.Items[0].Number != 4 || history.Items[0].ByName != m.Operator.Name || history.Next == "" {
			t.Errorf("history %+v", history)
		}
		log, err := m.Audit.List(ctx, audit.Everything(), audit.Filter{Action: "shopwindow"}, page.Request{})
		m.must(err)
		if len(log.Items) != 8 { // 3 drafts, 2 versions, 2 restored, 1 discarded: one for each write
			t.Errorf("%d entries in the log", len(log.Items))
		}
	})
}

func TestOfTwoChangesOfTheHomePageAtOnceOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		ctx := context.WithoutCancel(t.Context())
		race := func(what string, want error, fn func(i int) error) {
			t.Helper()
			var errs [3]error
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() { errs[i] = fn(i) })
			}
			all.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else if !errors.Is(err, want) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if won != 1 {
				t.Errorf("%s: %d went through", what, won)
			}
		}
		differs := func(i int) shopwindow.Home {
			f := floor(shopwindow.KindNewest)
			f.Title = i18n.Text{ZH: "楼层" + string(rune('A'+i)), EN: "Floor " + string(rune('A'+i))}
			return shopwindow.Home{Floors: []shopwindow.Floor{f}}
		}
		save := func(rev int64) func(int) error {
			return func(i int) error {
				_, err := m.Window.SaveDraft(ctx, shopwindow.SaveDraftInput{Actor: m.Operator, Rev: rev, Home: differs(i)})
				return err
			}
		}
		race("the first draft", shopwindow.ErrDraftChanged, save(0))
		race("the next one", shopwindow.ErrDraftChanged, save(1))
		rev := m.draft().Rev
		m.publish()
		if _, err := m.Window.SaveDraft(ctx, shopwindow.SaveDraftInput{Actor: m.Operator, Rev: rev, Home: differs(9)}); !errors.Is(err, shopwindow.ErrDraftChanged) {
			t.Errorf("over a draft that was published meanwhile: %v", err)
		}
		m.save(differs(8))
		m.publish()
		m.save(differs(7))
		m.publish()
		m.save(differs(6))
		race("versions", shopwindow.ErrVersionChanged, func(i int) error {
			_, err := m.Window.Restore(ctx, shopwindow.RestoreInput{Actor: m.Operator, Version: int64(i), Live: 3})
			return err
		})
	})
}

// business-rules 4.2, 5.3, 6.1: hidden products, those off sale and those that are not sold to everybody are put forward nowhere.
func TestFloorsShowOnlyWhatEveryVisitorCanBuy(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		ctx := t.Context()
		m.save(shopwindow.Home{Floors: []shopwindow.Floor{floor(shopwindow.KindProducts, m.rare, m.main, m.beside), floor(shopwindow.KindNewest)}})
		m.publish()
		m.wantsHome("all on sale", "products "+m.rare+" "+m.main+" "+m.beside, "newest "+m.rare+" "+m.beside+" "+m.main)
		_, err := m.Rules.SetTarget(ctx, salesrule.SetTargetInput{Actor: m.Seller, ProductID: m.rare, Target: salesrule.TargetNamed})
		m.must(err)
		m.wantsHome("one for named customers", "products "+m.main+" "+m.beside, "newest "+m.beside+" "+m.main)
		// Who is named finds the product, but the page is the same for everybody.
		_, err = m.Rules.AddUsers(ctx, salesrule.UsersInput{Actor: m.Seller, ProductID: m.rare, Of: salesrule.Of{List: salesrule.ListTarget}}, []promo.User{{ID: m.Buyer.ID, Name: m.Buyer.Name}})
		m.must(err)
		m.wantsHome("one that names somebody", "products "+m.main+" "+m.beside, "newest "+m.beside+" "+m.main)
		m.must(m.hide(m.beside))
		m.wantsHome("one hidden", "products "+m.main, "newest "+m.main)
		l, err := m.Catalog.Live(ctx, m.main)
		m.must(err)
		_, err = m.Rules.SetTarget(ctx, salesrule.SetTargetInput{Actor: m.Seller, ProductID: m.main, Target: salesrule.TargetAll,
			Specs: map[string]salesrule.Target{l.Specs[0].ID: salesrule.TargetEnterprise}})
		m.must(err)
		m.wantsHome("the only spec is for enterprises: empty floors are left out")
		w, err := m.Window.Warnings(ctx, m.Operator)
		m.must(err)
		var codes []string
		for _, x := range w {
			codes = append(codes, string(x.Code))
		}
		if want := []string{"empty", "closed", "closed", "gone", "empty"}; !slices.Equal(sorted(codes), sorted(want)) {
			t.Errorf("the operator is warned of %v, want %v", codes, want)
		}
	})
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// The days of a banner are days of the market's zone, both of them shown.
func TestABannerIsShownOnItsDays(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		b := banner(m.picture())
		today := m.Clock.Now().In(period.Shanghai())
		day := func(n int) string { return today.AddDate(0, 0, n).Format(time.DateOnly) }
		b.From, b.To = day(1), day(2)
		m.save(shopwindow.Home{Banners: []shopwindow.Banner{b}})
		m.publish()
		midnight := time.Date(today.Year(), today.Month(), today.Day()+1, 0, 0, 0, 0, period.Shanghai())
		for _, at := range []struct {
			what  string
			when  time.Time
			shown bool
		}{{"a moment before", midnight.Add(-time.Second), false}, {"from midnight on", midnight, true},
			{"to the end of the last day", midnight.AddDate(0, 0, 2).Add(-time.Second), true}, {"then no more", midnight.AddDate(0, 0, 2), false}} {
			h, err := m.Window.Preview(t.Context(), shopwindow.PreviewInput{Actor: m.Operator, At: at.when})
			m.must(err)
			if got := len(h.Banners) == 1; got != at.shown {
				t.Errorf("%s: shown %v", at.what, got)
			}
		}
		m.wantsHome("today")
	})
}

// business-rules 2.10: the brand hall and the slot of hot applications are for the upper levels, and marketing is not for the yellow list.
func TestLevelsDecideAboutTheBrandHall(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		ctx := t.Context()
		own, err := m.Sellers.ByAccount(ctx, m.Seller.ID)
		m.must(err)
		m.save(shopwindow.Home{Floors: []shopwindow.Floor{floor(shopwindow.KindBrands), floor(shopwindow.KindHot, m.main)}})
		m.publish()
		m.wantsHome("a certified seller", "hot "+m.main)
		warned := func() string {
			t.Helper()
			w, err := m.Window.Warnings(ctx, m.Operator)
			m.must(err)
			var out []string
			for _, x := range w {
				out = append(out, string(x.Code))
			}
			return strings.Join(out, " ")
		}
		if got := warned(); got != "empty level" {
			t.Errorf("warned of %s", got)
		}
		_, err = m.Sellers.SetLevel(ctx, seller.SetLevelInput{Actor: m.Operator, SellerID: own.ID, Rev: 0, Level: seller.LevelPreferred, Reason: "Good work"})
		m.must(err)
		m.wantsHome("a preferred one", "brands "+own.ID, "hot "+m.main)
		if got := warned(); got != "" {
			t.Errorf("warned of %s", got)
		}
		_, err = m.Sellers.Penalise(ctx, seller.PenaliseInput{Actor: m.Operator, SellerID: own.ID, Rev: 1, Kind: seller.PenaltyYellowList, Rule: "late_answer", Reason: "Forged acceptance documents"})
		m.must(err)
		m.wantsHome("on the yellow list", "hot "+m.main)
		if got := warned(); got != "empty barred" {
			t.Errorf("warned of %s", got)
		}
	})
}

func TestWhatIsWrongWithTheHomePageIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		good := banner(m.picture())
		for what, x := range map[string]struct {
			change func(*shopwindow.Banner, *shopwindow.Floor)
			field  string
		}{
			"no title": {func(b *shopwindow.Banner, _ *shopwindow.Floor) { b.Title.EN = "" }, "banner_1_title_en"},
			"a long subtitle": {func(b *shopwindow.Banner, _ *shopwindow.Floor) {
				b.Subtitle = i18n.Text{ZH: strings.Repeat("长", shopwindow.MaxSubtitle+1), EN: "Long"}
			}, "banner_1_subtitle_zh"},
			"half a subtitle":     {func(b *shopwindow.Banner, _ *shopwindow.Floor) { b.Subtitle.EN = "Half" }, "banner_1_subtitle_zh"},
			"no picture":          {func(b *shopwindow.Banner, _ *shopwindow.Floor) { b.Picture = "blb_none" }, "banner_1_picture"},
			"a script":            {func(b *shopwindow.Banner, _ *shopwindow.Floor) { b.Link = "javascript:alert(1)" }, "banner_1_link"},
			"no such day":         {func(b *shopwindow.Banner, _ *shopwindow.Floor) { b.From = "2026-02-30" }, "banner_1_from"},
			"days the other way":  {func(b *shopwindow.Banner, _ *shopwindow.Floor) { b.From, b.To = "2026-02-02", "2026-02-01" }, "banner_1_to"},
			"no such kind":        {func(_ *shopwindow.Banner, f *shopwindow.Floor) { f.Kind = "odd" }, "floor_1_kind"},
			"an odd size":         {func(_ *shopwindow.Banner, f *shopwindow.Floor) { f.Size = 5 }, "floor_1_size"},
			"no such category":    {func(_ *shopwindow.Banner, f *shopwindow.Floor) { f.Kind, f.Category = shopwindow.KindCategory, "none" }, "floor_1_category"},
			"no products":         {func(_ *shopwindow.Banner, f *shopwindow.Floor) { f.Kind = shopwindow.KindProducts }, "floor_1_products"},
			"a product twice":     {func(_ *shopwindow.Banner, f *shopwindow.Floor) { *f = floor(shopwindow.KindHot, m.main, m.main) }, "floor_1_products"},
			"not a product":       {func(_ *shopwindow.Banner, f *shopwindow.Floor) { *f = floor(shopwindow.KindHot, "prd_1' OR '1") }, "floor_1_products"},
			"products of no kind": {func(_ *shopwindow.Banner, f *shopwindow.Floor) { f.Products = []string{m.main} }, "floor_1_products"},
		} {
			b, f := good, floor(shopwindow.KindNewest)
			x.change(&b, &f)
			_, err := m.Window.SaveDraft(t.Context(), shopwindow.SaveDraftInput{Actor: m.Operator, Home: shopwindow.Home{Banners: []shopwindow.Banner{b}, Floors: []shopwindow.Floor{f}}})
			if got := apperr.FieldsOf(err); len(got) != 1 || got[x.field] == nil {
				t.Errorf("%s: %v, %v", what, got, err)
			}
		}
		many := shopwindow.Home{Banners: make([]shopwindow.Banner, shopwindow.MaxBanners+1), Floors: make([]shopwindow.Floor, shopwindow.MaxFloors+1)}
		if _, err := m.Window.SaveDraft(t.Context(), shopwindow.SaveDraftInput{Actor: m.Operator, Home: many}); len(apperr.FieldsOf(err)) != 2 {
			t.Errorf("too many: %v", err)
		}
		if m.draft().Rev != 0 {
			t.Error("something refused was stored")
		}
		for _, who := range []account.Actor{m.Buyer, m.Seller, {}} {
			if _, err := m.Window.Draft(t.Context(), who); err == nil {
				t.Errorf("%s reads the draft", who.Kind)
			}
			if _, err := m.Window.SaveDraft(t.Context(), shopwindow.SaveDraftInput{Actor: who}); err == nil {
				t.Errorf("%s writes the draft", who.Kind)
			}
			if _, err := m.Window.Publish(t.Context(), shopwindow.DraftInput{Actor: who}); err == nil {
				t.Errorf("%s publishes", who.Kind)
			}
			if _, err := m.Window.Preview(t.Context(), shopwindow.PreviewInput{Actor: who}); err == nil {
				t.Errorf("%s looks at the draft", who.Kind)
			}
		}
	})
}

// What a banner may lead to: a page of the store, or somebody's https address.
func TestABannerLeadsIntoTheStoreOrToHTTPS(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]bool{
		"/": true, "/search": true, "/search?trial=yes&sort=price": true, "/category/office": true, "/products/prd_1": true, "/sellers/sel_1#products": true,
		"https://example.com": true, "https://example.com:8443/a?b=c#d": true,
		"": false, "search": false, "//example.com": false, "/\\example.com": false, "/products/": false, "/searching": false, "/account": false, "/api/v1/home": false,
		"/category/../account": false, "/category/%2e%2e/account": false, "/search\n": false, "/search ": false, "http://example.com": false, "https://": false,
		"https:example.com": false, "https:/example.com": false, "https://user@example.com": false, "https://localhost": false, "javascript:alert(1)": false,
		"data:text/html,x": false, "HTTPS://example.com": true, "https://example.com/\u0000": false,
	} {
		if got := shopwindow.LinkFits(link); got != want {
			t.Errorf("%q fits: %v", link, got)
		}
	}
}

func TestBannersAndFloorsMoveAndGo(t *testing.T) {
	t.Parallel()
	h := shopwindow.Home{Floors: []shopwindow.Floor{{ID: "a"}, {ID: "b"}, {ID: "c"}}, Banners: []shopwindow.Banner{{ID: "x"}, {ID: "y"}}}
	for what, x := range map[string]struct {
		got  shopwindow.Home
		want string
	}{
		"up":                {h.Moved("c", -1), "acb xy"},
		"down":              {h.Moved("x", 1), "abc yx"},
		"beyond the top":    {h.Moved("a", -1), "abc xy"},
		"beyond the bottom": {h.Moved("y", 1), "abc xy"},
		"nothing":           {h.Moved("q", 1), "abc xy"},
		"away":              {h.Without("b"), "ac xy"},
		"another":           {h.WithFloor(shopwindow.Floor{ID: "d"}), "abcd xy"},
		"in its place":      {h.WithBanner(shopwindow.Banner{ID: "x", On: true}), "abc xy"},
	} {
		got := ""
		for _, f := range x.got.Floors {
			got += f.ID
		}
		got += " "
		for _, b := range x.got.Banners {
			got += b.ID
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s", what, got, x.want)
		}
	}
	if h.Floors[0].ID != "a" || h.Banners[0].ID != "x" || h.Banners[0].On {
		t.Error("the page that was asked has changed itself")
	}
}
